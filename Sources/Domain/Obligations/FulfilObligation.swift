/// An obligation was met: which due day, when, by whom. Where nothing says which, it is the earliest that is open.
public struct FulfilObligation: StateVerb {
    public static let name = "fulfil-obligation"
    public static let may = May.partnersToo(.obligations)
    public static let starts: [Obligation.Status] = [.inForce]

    public var obligation: Key<Obligation>
    public var partner: Key<Partner>?
    public var period: Key<ReportingPeriod>?
    public var event: Key<Event>?
    public var time: When?
    public var on: Day
    public var person: Key<Person>?
    public var provenance: Provenance = Provenance()

    public var subject: Key<Obligation> { obligation }

    public func decided(_ record: Obligation, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.settling(
            record, .fulfilled, of: (partner, period, event, time), on: on, person: person, nil, provenance, setting)
    }
}

/// An obligation need not be met on one of its due days, and why.
public struct WaiveObligation: StateVerb {
    public static let name = "waive-obligation"
    public static let starts: [Obligation.Status] = [.inForce]

    public var obligation: Key<Obligation>
    public var partner: Key<Partner>?
    public var period: Key<ReportingPeriod>?
    public var event: Key<Event>?
    public var time: When?
    public var on: Day
    public var reason: String
    public var person: Key<Person>?
    public var provenance: Provenance = Provenance()

    public var subject: Key<Obligation> { obligation }

    public func decided(_ record: Obligation, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.settling(
            record, .waived, of: (partner, period, event, time), on: on, person: person, reason, provenance, setting)
    }
}

/// Of an obligation that was taken over nobody can say any more whether it was met on one of its due days, and why. Refused
/// before that day has passed.
public struct LeaveObligationUnknown: StateVerb {
    public static let name = "leave-obligation-unknown"
    public static let starts: [Obligation.Status] = [.inForce]

    public var obligation: Key<Obligation>
    public var partner: Key<Partner>?
    public var period: Key<ReportingPeriod>?
    public var event: Key<Event>?
    public var time: When?
    public var reason: String
    public var provenance: Provenance = Provenance()

    public var subject: Key<Obligation> { obligation }

    public func decided(_ record: Obligation, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.settling(
            record, .notKnown, of: (partner, period, event, time), on: setting.today, person: nil, reason, provenance,
            setting)
    }
}

extension Project {
    /// Refused when the obligation has no such due day, when that is settled already, and for a day to come.
    fileprivate func settling(
        _ obligation: Obligation, _ status: Fulfilment.Status,
        of which: (partner: Key<Partner>?, period: Key<ReportingPeriod>?, event: Key<Event>?, time: When?), on day: Day,
        person: Key<Person>?, _ reason: String?, _ provenance: Provenance, _ setting: Setting
    ) throws(Refusal) -> [Change] {
        try day.require(upTo: setting.today)
        let fitting = standing(of: obligation, on: setting.today).filter { item in
            let of = item.occurrence.of
            return (which.partner == nil || which.partner == item.occurrence.partner)
                && (which.period == nil || of == .period(which.period ?? 0))
                && (which.event == nil || of == .event(which.event ?? 0))
                && (which.time == nil || which.time.map { of == .time($0) } ?? false)
        }
        guard !fitting.isEmpty else {
            throw Refusal("noSuchDueDay", [.init("record", .record(obligation.reference))])
        }
        if obligation.everyPartner, which.partner == nil {
            throw .blocked(by: [Finding("missing", .blocks, field: "partner")])
        }
        // What is asked comes before what was due before the record began.
        let open = fitting.filter(\.state.isOpen)
        guard let item = open.first(where: { $0.state != .notOnRecord }) ?? open.first else {
            throw Refusal(
                "alreadySettled",
                [
                    .init("record", .record(obligation.reference)),
                    .init("state", .word(Occurrence.State.choiceName, fitting[0].state.rawValue)),
                ])
        }
        if status == .notKnown, item.occurrence.day >= setting.today {
            throw Refusal(
                "notDueYet", [.init("record", .record(obligation.reference)), .init("day", .day(item.occurrence.day))])
        }
        var made = Fulfilment(
            id: fulfilments.next, obligation: obligation.id, status: status, partner: item.occurrence.partner,
            due: item.occurrence.day, on: day, person: person ?? setting.person, reason: reason, provenance: provenance)
        switch item.occurrence.of {
        case .once: break
        case .period(let key): made.period = key
        case .event(let key): made.event = key
        case .time(let when): made.time = when
        }
        return [.put(made)]
    }
}
