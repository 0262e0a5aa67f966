/// What really happened, entered once the event is over.
public struct EventHeld: Codable, Sendable {
    public var event: Key<Event>
    public var start: When
    public var end: When?
    public var mode: Event.Mode
    public var place: String?
    public var participants: Count?
    public var outcome: Prose?
}

extension AnyVerb {
    public static let holdEvent = AnyVerb(
        "hold-event", in: .events, on: "event", EventHeld.self, when: { ($0 as? Event)?.isAhead == true }
    ) {
        (project, input, setting) throws(Refusal) in try project.holding(input, on: setting.today)
    }
}

extension Project {
    /// The event took place. What was planned otherwise is kept as the plan.
    public func holding(_ held: EventHeld, on today: Day) throws(Refusal) -> [Change] {
        var event = try events.require(held.event)
        guard event.isAhead else {
            throw .notInState(needed: Event.Status.planned, is: event.status)
        }
        guard held.start.first <= today else {
            throw Refusal("notYet", [.init("record", .record(event.reference)), .init("day", .when(held.start))])
        }
        if event.plan == nil, event.start != held.start || event.mode.map({ $0 != held.mode }) ?? false {
            event.plan = Event.Plan(
                start: event.start, end: event.end, mode: event.mode, place: event.place, host: event.host)
        }
        event.status = .held
        event.start = held.start
        event.end = held.end
        event.mode = held.mode
        event.place = held.place ?? event.place
        event.participants = held.participants ?? event.participants
        event.outcome = held.outcome ?? event.outcome
        let blocking = event.findings(in: self).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(event)]
    }
}
