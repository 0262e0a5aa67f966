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
        let old = event.asPlanned
        if event.plan == nil { event.plan = old }
        event.status = .moved
        event.start = withoutDay ? nil : start ?? event.start
        event.end = start == nil && !withoutDay ? end ?? event.end : end
        event.mode = mode ?? event.mode
        event.place = place ?? event.place
        event.country = country ?? event.country
        event.host = host ?? event.host
        guard event.asPlanned != old else {
            throw Refusal("nothingChanged", [.init("record", .record(event.reference))])
        }
        event.note(.moved, from: old, reason, by, on: setting.today)
        let blocking = event.findings(in: project).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(event)]
    }
}

extension Event {
    /// Day, mode, place and host as they are now.
    var asPlanned: Plan {
        Plan(start: start, end: end, mode: mode, place: place, host: host, country: country)
    }

    /// Writes down what is other than it was: before and after, each with only what changed.
    mutating func note(_ change: Change?, from old: Plan, _ reason: String?, _ by: Who?, on today: Day) {
        let new = asPlanned
        moves.append(
            Move(
                on: .day(today), reason: reason, by: by, sort: change, before: old.without(new), after: new.without(old)
            ))
    }
}

extension Event.Plan {
    /// What of it is other in another plan; nil where nothing is left.
    fileprivate func without(_ other: Event.Plan) -> Event.Plan? {
        let left = Event.Plan(
            start: start == other.start ? nil : start, end: end == other.end ? nil : end,
            mode: mode == other.mode ? nil : mode, place: place == other.place ? nil : place,
            host: host == other.host ? nil : host, country: country == other.country ? nil : country)
        return left == Event.Plan() ? nil : left
    }
}
