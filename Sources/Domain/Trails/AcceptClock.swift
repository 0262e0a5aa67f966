/// Why the clock is right as it is now, though the trail or the time that has passed says otherwise.
///
/// The one entry that may be earlier than the one before it: everything after it counts from there. How far it goes back
/// stands in the two headers; whoever runs the installation gives the reason.
public struct AcceptClock: Verb {
    public static let name = "accept-clock"
    public static let room = Room.trails
    public static let may = May.steward

    public var reason: Prose

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard !reason.text.isEmpty else { throw .blocked(by: [Finding("missing", .blocks, field: "reason")]) }
        return [.put(Reason(entry: project.entry + 1, text: reason.text))]
    }
}
