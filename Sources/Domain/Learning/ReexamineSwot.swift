/// Somebody asked whether the analysis is still valid: when, who, and what has changed since. The verdict stands beside the
/// analysis, which stays as it was made. What no longer holds says what has changed.
public struct ReexamineSwot: RecordVerb {
    public static let name = "reexamine-swot"

    public var swot: Key<RegionalSwot>
    public var on: When
    public var event: Key<Event>?
    public var verdict: RegionalSwot.Verdict
    public var by: Who?
    public var changed: Prose?

    public var subject: Key<RegionalSwot> { swot }

    public func decided(_ record: RegionalSwot, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var swot = record
        guard on.first <= setting.today else {
            throw Refusal("notYetDone", [.init("record", .record(swot.reference)), .init("day", .when(on))])
        }
        if let made = swot.on, on.last < made.first {
            throw .blocked(by: [Finding("beforeItWasMade", .blocks, field: "on", facts: [.init("day", .when(made))])])
        }
        if verdict != .holds, changed == nil { throw .blocked(by: [Finding("missing", .blocks, field: "changed")]) }
        swot.revisits.append(
            RegionalSwot.Revisit(
                on: on, event: event, stillValid: verdict == .holds, verdict: verdict, by: by, changed: changed))
        return [.put(swot)]
    }
}
