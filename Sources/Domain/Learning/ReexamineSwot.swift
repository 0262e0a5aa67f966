/// Somebody asked whether the analysis is still valid: when, who, and what has changed since.
public struct SwotReexamined: Codable, Sendable {
    public var swot: Key<RegionalSwot>
    public var on: When
    public var event: Key<Event>?
    public var verdict: RegionalSwot.Verdict
    public var by: Who?
    public var changed: Prose?
}

extension AnyVerb {
    public static let reexamineSwot = AnyVerb("reexamine-swot", in: .learning, on: "regional-swot", SwotReexamined.self) {
        (project, input, setting) throws(Refusal) in try project.reexamining(input, on: setting.today)
    }
}

extension Project {
    /// The verdict stands beside the analysis, which stays as it was made. What no longer holds says what has changed.
    public func reexamining(_ input: SwotReexamined, on today: Day) throws(Refusal) -> [Change] {
        var swot = try regionalSwots.require(input.swot)
        guard input.on.first <= today else {
            throw Refusal("notYetDone", [.init("record", .record(swot.reference)), .init("day", .when(input.on))])
        }
        if let made = swot.on, input.on.last < made.first {
            throw .blocked(by: [Finding("beforeItWasMade", .blocks, field: "on", facts: [.init("day", .when(made))])])
        }
        if input.verdict != .holds, input.changed == nil {
            throw .blocked(by: [Finding("missing", .blocks, field: "changed")])
        }
        swot.revisits.append(
            RegionalSwot.Revisit(
                on: input.on, event: input.event, stillValid: input.verdict == .holds, verdict: input.verdict,
                by: input.by, changed: input.changed))
        return [.put(swot)]
    }
}
