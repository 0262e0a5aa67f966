/// A planned event will be online, or partly so. Its first plan and the reason are kept.
public struct ConvertEvent: RecordVerb {
    public static let name = "convert-event"

    public var event: Key<Event>
    public var mode: Event.Mode
    public var place: String?
    public var reason: String
    public var by: Who?

    public var subject: Key<Event> { event }

    public static func hindrance(_ event: Event, in project: Project) -> Refusal? {
        MoveEvent.hindrance(event, in: project)
            ?? (event.mode == .online ? Refusal("nothingChanged", [.init("record", .record(event.reference))]) : nil)
    }

    public func decided(_ record: Event, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var event = record
        guard mode != .inPerson else { throw .blocked(by: [Finding("notOnline", .blocks, field: "mode")]) }
        guard mode != event.mode else {
            throw Refusal("nothingChanged", [.init("record", .record(event.reference))])
        }
        let old = event.asPlanned
        if event.plan == nil { event.plan = old }
        event.status = .moved
        event.mode = mode
        event.place = place ?? (mode == .online ? nil : event.place)
        event.note(.putOnline, from: old, reason, by, on: setting.today)
        return [.put(event)]
    }
}

/// Another partner hosts it; with another event named, the two exchange their hosts.
public struct SwapHost: StateVerb {
    public static let name = "swap-host"
    public static let starts: [Event.Status] = [.planned, .moved]

    public var event: Key<Event>
    public var host: Key<Partner>?
    /// The event whose host this one gets, and that gets the host of this one.
    public var exchangedWith: Key<Event>?
    public var reason: String
    public var by: Who?

    public var subject: Key<Event> { event }

    public func decided(_ record: Event, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var event = record
        func swap(_ event: inout Event, _ host: Key<Partner>?) {
            let old = event.asPlanned
            if event.plan == nil { event.plan = old }
            event.status = .moved
            event.host = host
            event.note(.hostSwapped, from: old, reason, by, on: setting.today)
        }
        if let key = exchangedWith {
            guard key != event.id else {
                throw .blocked(by: [Finding("mergedWithItself", .blocks, field: "exchangedWith")])
            }
            var other = try project.events.require(key)
            if let refusal = Self.hindrance(other, in: project) { throw refusal }
            guard other.host != event.host else {
                throw Refusal("nothingChanged", [.init("record", .record(event.reference))])
            }
            let (first, second) = (event.host, other.host)
            swap(&event, second)
            swap(&other, first)
            return [.put(event), .put(other)]
        }
        guard let host else { throw .blocked(by: [Finding("missing", .blocks, field: "host")]) }
        guard host != event.host else { throw Refusal("nothingChanged", [.init("record", .record(event.reference))]) }
        swap(&event, host)
        return [.put(event)]
    }
}

/// Two events become one, or are held back to back. Counted as one, the event goes into the other and is counted no more;
/// counted as two, both stay, each beside the other.
public struct MergeEvent: StateVerb {
    public static let name = "merge-event"
    public static let starts: [Event.Status] = [.planned, .moved, .held]

    public enum Counting: String, Choice { case asOne, asTwo }

    public var event: Key<Event>
    public var with: Key<Event>
    public var counting: Counting
    public var reason: String
    public var by: Who?

    public var subject: Key<Event> { event }

    public func decided(_ record: Event, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var event = record
        var other = try project.events.require(with)
        guard event.id != other.id else { throw .blocked(by: [Finding("mergedWithItself", .blocks, field: "with")]) }
        if let refusal = Self.hindrance(other, in: project) { throw refusal }
        switch counting {
        case .asOne:
            event.note(.merged, "→ \(other.title)", reason, by, on: setting.today)
            event.status = .merged
            event.mergedInto = other.id
            event.backToBack = nil
            return [.put(event)]
        case .asTwo:
            guard event.backToBack != other.id else {
                throw Refusal("nothingChanged", [.init("record", .record(event.reference))])
            }
            event.note(.backToBack, "+ \(other.title)", reason, by, on: setting.today)
            other.note(.backToBack, "+ \(event.title)", reason, by, on: setting.today)
            event.backToBack = other.id
            other.backToBack = event.id
            return [.put(event), .put(other)]
        }
    }
}

extension Event {
    /// The plan as it is now is kept, once, and what changes is written down.
    fileprivate mutating func note(_ change: Change, _ what: String, _ reason: String, _ by: Who?, on today: Day) {
        if isAhead, plan == nil { plan = asPlanned }
        moves.append(Move(on: .day(today), what: what, reason: reason, by: by, sort: change))
    }
}
