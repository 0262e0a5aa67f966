/// Why the clock is right as it is now, though the trail or the time that has passed says otherwise.
public struct ClockAccepted: Codable, Sendable {
    public var reason: Prose
}

extension AnyVerb {
    /// The one entry that may be earlier than the one before it: everything after it counts from there. How far it goes
    /// back stands in the two headers; whoever runs the installation gives the reason.
    public static let acceptClock = AnyVerb("accept-clock", in: .trails, ClockAccepted.self) {
        (project, input, setting) throws(Refusal) in
        guard !input.reason.text.isEmpty else { throw .blocked(by: [Finding("missing", .blocks, field: "reason")]) }
        return [.put(Reason(entry: project.entry + 1, text: input.reason.text))]
    }
}
