/// That an obligation was met: which due day, when, by whom. Where nothing says which, it is the earliest that is open.
public struct ObligationMet: Codable, Sendable {
    public var obligation: Key<Obligation>
    public var partner: Key<Partner>?
    public var period: Key<ReportingPeriod>?
    public var event: Key<Event>?
    public var time: When?
    public var on: Day
    public var person: Key<Person>?
    public var provenance: Provenance = Provenance()
}

/// That an obligation need not be met on one of its due days, and why.
public struct ObligationWaived: Codable, Sendable {
    public var obligation: Key<Obligation>
    public var partner: Key<Partner>?
    public var period: Key<ReportingPeriod>?
    public var event: Key<Event>?
    public var time: When?
    public var on: Day
    public var reason: String
    public var person: Key<Person>?
    public var provenance: Provenance = Provenance()
}

extension AnyVerb {
    public static let fulfilObligation = AnyVerb(
        "fulfil-obligation", in: .obligations, on: "obligation", ObligationMet.self, when: Obligation.isInForce
    ) { (project, input, setting) throws(Refusal) in
        try project.settling(
            input.obligation, .fulfilled, of: (input.partner, input.period, input.event, input.time), on: input.on,
            person: input.person ?? setting.person, reason: nil, input.provenance, today: setting.today)
    }

    public static let waiveObligation = AnyVerb(
        "waive-obligation", in: .obligations, on: "obligation", ObligationWaived.self, when: Obligation.isInForce
    ) { (project, input, setting) throws(Refusal) in
        try project.settling(
            input.obligation, .waived, of: (input.partner, input.period, input.event, input.time), on: input.on,
            person: input.person ?? setting.person, reason: input.reason, input.provenance, today: setting.today)
    }
}

extension Obligation {
    static let isInForce: @Sendable (any Record) -> Bool = { ($0 as? Obligation)?.status == .inForce }
}

extension Project {
    /// Refused when the obligation has ended, when it has no such due day, when that is settled already, and for a day to come.
    func settling(
        _ key: Key<Obligation>, _ status: Fulfilment.Status,
        of which: (partner: Key<Partner>?, period: Key<ReportingPeriod>?, event: Key<Event>?, time: When?), on day: Day,
        person: Key<Person>?, reason: String?, _ provenance: Provenance, today: Day
    ) throws(Refusal) -> [Change] {
        let obligation = try obligations.require(key)
        guard obligation.status == .inForce else {
            throw .notInState(needed: Obligation.Status.inForce, is: obligation.status)
        }
        guard day <= today else {
            throw .blocked(by: [Finding("dayToCome", .blocks, field: "on", facts: [.init("today", .day(today))])])
        }
        let fitting = standing(of: obligation, on: today).filter { item in
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
        guard let item = fitting.first(where: { $0.state == .ahead || $0.state == .late }) else {
            throw Refusal(
                "alreadySettled",
                [
                    .init("record", .record(obligation.reference)),
                    .init("state", .word(Occurrence.State.choiceName, fitting[0].state.rawValue)),
                ])
        }
        var made = Fulfilment(
            id: fulfilments.next, obligation: obligation.id, status: status, partner: item.occurrence.partner,
            due: item.occurrence.day, on: day, person: person, reason: reason, provenance: provenance)
        switch item.occurrence.of {
        case .once: break
        case .period(let key): made.period = key
        case .event(let key): made.event = key
        case .time(let when): made.time = when
        }
        return [.put(made)]
    }
}
