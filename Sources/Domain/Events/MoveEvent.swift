/// The event gets another day, place, mode or host, with the reason. The first plan and every move stay readable.
public struct MoveEvent: StateVerb {
    public static let name = "move-event"
    public static let starts: [Event.Status] = [.planned, .moved]

    public var event: Key<Event>
    public var start: When?
    public var end: When?
    /// Put off, and nobody knows yet to when.
    public var withoutDay: Bool
    public var mode: Event.Mode?
    public var place: String?
    public var country: Country?
    public var host: Key<Partner>?
    public var reason: String
    public var by: Who?

    public var subject: Key<Event> { event }

    public func decided(_ record: Event, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var event = record
        if withoutDay, start != nil || end != nil {
            throw .blocked(by: [Finding("dayAndWithoutDay", .blocks, field: "start")])
        }
        var what: [String] = []
        func note(_ old: String?, _ new: String?) { if let new, new != old { what.append("\(old ?? "?") → \(new)") } }
        note(event.start?.plain, start?.plain ?? (withoutDay && event.start != nil ? "?" : nil))
        note(event.end?.plain, end?.plain)
        note(event.mode?.plain, mode?.plain)
        note(event.place, place)
        note(event.country?.code, country?.code)
        note(event.host.flatMap { project.partners[$0]?.name }, host.flatMap { project.partners[$0]?.name })
        guard !what.isEmpty else { throw Refusal("nothingChanged", [.init("record", .record(event.reference))]) }

        if event.plan == nil {
            event.plan = Event.Plan(
                start: event.start, end: event.end, mode: event.mode, place: event.place, host: event.host)
        }
        event.status = .moved
        event.start = withoutDay ? nil : start ?? event.start
        event.end = start == nil && !withoutDay ? end ?? event.end : end
        event.mode = mode ?? event.mode
        event.place = place ?? event.place
        event.country = country ?? event.country
        event.host = host ?? event.host
        event.moves.append(
            Event.Move(
                on: .day(setting.today), what: what.joined(separator: "; "), reason: reason, by: by, sort: .moved))
        let blocking = event.findings(in: project).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(event)]
    }
}
