/// A planned event that will be online, or partly so.
public struct EventConverted: Codable, Sendable {
    public var event: Key<Event>
    public var mode: Event.Mode
    public var place: String?
    public var reason: String
    public var by: Who?
}

/// Another partner hosts it; or two events exchange their hosts.
public struct HostSwapped: Codable, Sendable {
    public var event: Key<Event>
    public var host: Key<Partner>?
    /// The event whose host this one gets, and that gets the host of this one.
    public var exchangedWith: Key<Event>?
    public var reason: String
    public var by: Who?
}

/// Two events become one, or are held back to back.
public struct EventMerged: Codable, Sendable {
    public enum Counting: String, Choice { case asOne, asTwo }

    public var event: Key<Event>
    public var with: Key<Event>
    public var counting: Counting
    public var reason: String
    public var by: Who?
}

extension AnyVerb {
    public static let convertEvent = AnyVerb(
        "convert-event", in: .events, on: "event", EventConverted.self,
        when: { ($0 as? Event).map { $0.isAhead && $0.mode != .online } ?? false }
    ) {
        (project, input, setting) throws(Refusal) in try project.converting(input, on: setting.today)
    }
    public static let swapHost = AnyVerb(
        "swap-host", in: .events, on: "event", HostSwapped.self, when: { ($0 as? Event)?.isAhead == true }
    ) {
        (project, input, setting) throws(Refusal) in try project.swappingHost(input, on: setting.today)
    }
    public static let mergeEvent = AnyVerb(
        "merge-event", in: .events, on: "event", EventMerged.self,
        when: { ($0 as? Event).map { $0.isAhead || $0.status == .held } ?? false }
    ) {
        (project, input, setting) throws(Refusal) in try project.merging(input, on: setting.today)
    }
}

extension Event {
    fileprivate func requireAhead() throws(Refusal) {
        guard isAhead else { throw .notInState(needed: Status.planned, is: status) }
    }

    /// The plan as it is now is kept, once, and what changes is written down.
    fileprivate mutating func note(_ change: Change, _ what: String, _ reason: String, _ by: Who?, on today: Day) {
        if isAhead, plan == nil { plan = Plan(start: start, end: end, mode: mode, place: place, host: host) }
        moves.append(Move(on: .day(today), what: what, reason: reason, by: by, sort: change))
    }
}

extension Project {
    /// The event becomes online or hybrid. Its first plan and the reason are kept.
    public func converting(_ input: EventConverted, on today: Day) throws(Refusal) -> [Change] {
        var event = try events.require(input.event)
        try event.requireAhead()
        guard input.mode != .inPerson else { throw .blocked(by: [Finding("notOnline", .blocks, field: "mode")]) }
        guard input.mode != event.mode else {
            throw Refusal("nothingChanged", [.init("record", .record(event.reference))])
        }
        event.note(
            .putOnline, "\(event.mode?.plain ?? "?") → \(input.mode.plain)", input.reason, input.by, on: today)
        event.status = .moved
        event.mode = input.mode
        event.place = input.place ?? (input.mode == .online ? nil : event.place)
        return [.put(event)]
    }

    /// Another partner hosts; with another event named, the two exchange their hosts.
    public func swappingHost(_ input: HostSwapped, on today: Day) throws(Refusal) -> [Change] {
        var event = try events.require(input.event)
        try event.requireAhead()
        func name(_ host: Key<Partner>?) -> String { host.flatMap { partners[$0]?.name } ?? "?" }
        func swap(_ event: inout Event, _ host: Key<Partner>?) {
            event.note(.hostSwapped, "\(name(event.host)) → \(name(host))", input.reason, input.by, on: today)
            event.status = .moved
            event.host = host
        }
        if let key = input.exchangedWith {
            guard key != event.id else {
                throw .blocked(by: [Finding("mergedWithItself", .blocks, field: "exchangedWith")])
            }
            var other = try events.require(key)
            try other.requireAhead()
            guard other.host != event.host else {
                throw Refusal("nothingChanged", [.init("record", .record(event.reference))])
            }
            let (first, second) = (event.host, other.host)
            swap(&event, second)
            swap(&other, first)
            return [.put(event), .put(other)]
        }
        guard let host = input.host else { throw .blocked(by: [Finding("missing", .blocks, field: "host")]) }
        guard host != event.host else { throw Refusal("nothingChanged", [.init("record", .record(event.reference))]) }
        swap(&event, host)
        return [.put(event)]
    }

    /// Counted as one, the event goes into the other and is counted no more; counted as two, both stay, each beside the other.
    public func merging(_ input: EventMerged, on today: Day) throws(Refusal) -> [Change] {
        var event = try events.require(input.event)
        var other = try events.require(input.with)
        guard event.id != other.id else { throw .blocked(by: [Finding("mergedWithItself", .blocks, field: "with")]) }
        for one in [event, other] {
            guard one.isAhead || one.status == .held else {
                throw .notInState(needed: Event.Status.planned, is: one.status)
            }
        }
        switch input.counting {
        case .asOne:
            event.note(.merged, "→ \(other.title)", input.reason, input.by, on: today)
            event.status = .merged
            event.mergedInto = other.id
            event.backToBack = nil
            return [.put(event)]
        case .asTwo:
            guard event.backToBack != other.id else {
                throw Refusal("nothingChanged", [.init("record", .record(event.reference))])
            }
            event.note(.backToBack, "+ \(other.title)", input.reason, input.by, on: today)
            other.note(.backToBack, "+ \(event.title)", input.reason, input.by, on: today)
            event.backToBack = other.id
            other.backToBack = event.id
            return [.put(event), .put(other)]
        }
    }
}
