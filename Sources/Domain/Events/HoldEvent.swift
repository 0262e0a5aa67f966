/// The event took place, as it really happened. What was planned otherwise is kept as the plan.
public struct HoldEvent: StateVerb {
    public static let name = "hold-event"
    public static let starts: [Event.Status] = [.planned, .moved]

    public var event: Key<Event>
    public var start: When
    public var end: When?
    public var mode: Event.Mode
    public var place: String?
    public var participants: Count?
    public var outcome: Prose?
    public var provenance: Provenance?

    public var subject: Key<Event> { event }

    public func decided(_ record: Event, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var event = record
        guard start.first <= setting.today else {
            throw Refusal("notYet", [.init("record", .record(event.reference)), .init("day", .when(start))])
        }
        if event.plan == nil, event.start != start || event.mode.map({ $0 != mode }) ?? false {
            event.plan = Event.Plan(
                start: event.start, end: event.end, mode: event.mode, place: event.place, host: event.host)
        }
        event.status = .held
        event.start = start
        event.end = end
        event.mode = mode
        event.place = place ?? event.place
        event.participants = participants ?? event.participants
        event.outcome = outcome ?? event.outcome
        event.provenance.take(provenance)
        let blocking = event.findings(in: project).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(event)]
    }
}
