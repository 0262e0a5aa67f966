/// The new plan of an event, with the reason.
public struct EventMoved: Codable, Sendable {
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
}

extension AnyVerb {
    public static let moveEvent = AnyVerb(
        "move-event", in: .events, on: "event", EventMoved.self, when: { ($0 as? Event)?.isAhead == true }
    ) {
        (project, input, setting) throws(Refusal) in try project.moving(input, on: setting.today)
    }
}

extension Project {
    /// The event gets another day, place, mode or host. The first plan and every move stay readable.
    public func moving(_ moved: EventMoved, on today: Day) throws(Refusal) -> [Change] {
        var event = try events.require(moved.event)
        guard event.isAhead else {
            throw .notInState(needed: Event.Status.planned, is: event.status)
        }
        if moved.withoutDay, moved.start != nil || moved.end != nil {
            throw .blocked(by: [Finding("dayAndWithoutDay", .blocks, field: "start")])
        }
        var what: [String] = []
        func note(_ old: String?, _ new: String?) { if let new, new != old { what.append("\(old ?? "?") → \(new)") } }
        note(event.start?.plain, moved.start?.plain ?? (moved.withoutDay && event.start != nil ? "?" : nil))
        note(event.end?.plain, moved.end?.plain)
        note(event.mode?.plain, moved.mode?.plain)
        note(event.place, moved.place)
        note(event.country?.code, moved.country?.code)
        note(event.host.flatMap { partners[$0]?.name }, moved.host.flatMap { partners[$0]?.name })
        guard !what.isEmpty else { throw Refusal("nothingChanged", [.init("record", .record(event.reference))]) }

        if event.plan == nil {
            event.plan = Event.Plan(
                start: event.start, end: event.end, mode: event.mode, place: event.place, host: event.host)
        }
        event.status = .moved
        event.start = moved.withoutDay ? nil : moved.start ?? event.start
        event.end = moved.start == nil && !moved.withoutDay ? moved.end ?? event.end : moved.end
        event.mode = moved.mode ?? event.mode
        event.place = moved.place ?? event.place
        event.country = moved.country ?? event.country
        event.host = moved.host ?? event.host
        event.moves.append(
            Event.Move(
                on: .day(today), what: what.joined(separator: "; "), reason: moved.reason, by: moved.by, sort: .moved))
        let blocking = event.findings(in: self).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(event)]
    }
}
