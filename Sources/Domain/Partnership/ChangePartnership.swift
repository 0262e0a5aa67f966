/// The legal status and rate of a partner, as the programme approved them.
public struct PartnerApproved: Codable, Sendable {
    public var partner: Key<Partner>
    public var legalClass: Partner.LegalClass
    public var on: When
    /// Without it, the rate of the class in the rule pack.
    public var rate: String?
    /// Why it is another rate than that of the class.
    public var reason: String?
    public var provenance: Provenance = Provenance()
}

/// A new name of a partner from a day on.
public struct PartnerRenamed: Codable, Sendable {
    public var partner: Key<Partner>
    public var name: String
    public var englishName: String?
    /// The first day of the new name.
    public var on: Day
    public var reason: String?
    public var provenance: Provenance = Provenance()
}

/// A partner leaves, and others take over what it did.
public struct PartnerLeft: Codable, Sendable {
    public var partner: Key<Partner>
    /// Its last day as a partner.
    public var on: Day
    public var reason: String
    public var request: Key<RequestForChange>?
    /// Who takes over every open activity and coming event that is not named below.
    public var successor: Key<Partner>?
    public var handedOver: [Partner.HandedOver] = []
    public var provenance: Provenance = Provenance()
}

/// A partner leaves, and a new one takes its place and its work.
public struct PartnerReplaced: Codable, Sendable {
    public var partner: Key<Partner>
    /// The old partner's last day; the new one begins on the next.
    public var on: Day
    public var name: String
    public var englishName: String?
    public var country: Country
    public var city: String?
    public var number: Int?
    public var reason: String
    public var request: Key<RequestForChange>?
    public var provenance: Provenance = Provenance()
}

extension AnyVerb {
    public static let approvePartner = AnyVerb(
        "approve-partner", in: .partnership, on: Partner.kind, PartnerApproved.self,
        when: { ($0 as? Partner)?.rate == nil }
    ) { (project, input, setting) throws(Refusal) in try project.approving(input) }

    public static let renamePartner = AnyVerb(
        "rename-partner", in: .partnership, on: Partner.kind, PartnerRenamed.self,
        when: { ($0 as? Partner)?.leaving == nil }
    ) { (project, input, setting) throws(Refusal) in try project.renaming(input) }

    public static let leavePartnership = AnyVerb(
        "leave-partnership", in: .partnership, on: Partner.kind, PartnerLeft.self,
        when: { ($0 as? Partner).map { $0.leaving == nil && !$0.isLead } ?? false }
    ) { (project, input, setting) throws(Refusal) in try project.leaving(input, on: setting.today) }

    public static let replacePartner = AnyVerb(
        "replace-partner", in: .partnership, on: Partner.kind, PartnerReplaced.self,
        when: { ($0 as? Partner).map { $0.leaving == nil && !$0.isLead } ?? false }
    ) { (project, input, setting) throws(Refusal) in try project.replacing(input, on: setting.today) }
}

extension Project {
    /// The rate is fixed with the approval: that of the class on the day, or another with its reason.
    public func approving(_ input: PartnerApproved) throws(Refusal) -> [Change] {
        var partner = try partners.require(input.partner)
        if let rate = partner.rate {
            throw Refusal("rateFrozen", [.init("record", .record(partner.reference)), .init("rate", .text(rate))])
        }
        partner.legalClass = input.legalClass
        partner.rateApprovedOn = input.on
        let ruled = rate(of: partner)
        guard let rate = input.rate ?? ruled.ruled?.plain else {
            throw .blocked(by: [Finding("rateNeeded", .blocks, field: "rate")])
        }
        partner.rate = rate
        partner.rateReason = input.reason ?? partner.rateReason
        partner.provenance.take(input.provenance)
        return [.put(try sound(partner))]
    }

    /// The old name stays valid on the days before.
    public func renaming(_ input: PartnerRenamed) throws(Refusal) -> [Change] {
        var partner = try partners.require(input.partner)
        guard partner.leaving == nil else { throw left(partner) }
        guard partner.name != input.name else {
            throw Refusal("nothingChanged", [.init("record", .record(partner.reference))])
        }
        let last = input.on.adding(days: -1)
        if let earlier = partner.formerNames.map(\.until).max(), last <= earlier {
            throw .blocked(by: [Finding("renamedSince", .blocks, field: "on", facts: [.init("day", .day(earlier))])])
        }
        partner.formerNames.append(
            Partner.FormerName(name: partner.name, englishName: partner.englishName, until: last, reason: input.reason))
        partner.name = input.name
        partner.englishName = input.englishName
        partner.provenance.take(input.provenance)
        return [.put(try sound(partner))]
    }

    /// The partner's last day is set, its duties end with it, and its open activities and coming events pass to those whom the
    /// act names. What nobody takes over stays where it is, and is pointed out.
    public func leaving(_ input: PartnerLeft, on today: Day) throws(Refusal) -> [Change] {
        let partner = try partners.require(input.partner)
        guard partner.leaving == nil else { throw left(partner) }
        guard !partner.isLead else { throw Refusal("leadStays", [.init("record", .record(partner.reference))]) }
        for (index, handed) in input.handedOver.enumerated() {
            if handed.activity == nil && handed.event == nil && handed.what == nil {
                throw .blocked(by: [Finding("handedUnnamed", .blocks, field: "handedOver.\(index).activity")])
            }
            try require(handed.taker, toTakeOver: partner, after: input.on, field: "handedOver.\(index).taker")
        }
        if let successor = input.successor {
            try require(successor, toTakeOver: partner, after: input.on, field: "successor")
        }
        return try handing(partner, input, on: today)
    }

    public func replacing(_ input: PartnerReplaced, on today: Day) throws(Refusal) -> [Change] {
        let partner = try partners.require(input.partner)
        guard partner.leaving == nil else { throw left(partner) }
        guard !partner.isLead else { throw Refusal("leadStays", [.init("record", .record(partner.reference))]) }
        let new = Partner(
            id: partners.next, number: input.number ?? (partners.compactMap(\.number).max() ?? 0) + 1, name: input.name,
            englishName: input.englishName, country: input.country, city: input.city, role: partner.role,
            from: .day(input.on.adding(days: 1)), replaces: partner.id)
        let sound = try sound(new)
        let left = PartnerLeft(
            partner: partner.id, on: input.on, reason: input.reason, request: input.request, successor: new.id,
            provenance: input.provenance)
        let passed = policyInstruments.filter { $0.partner == partner.id }.map { instrument -> Change in
            var instrument = instrument
            instrument.partner = new.id
            return .put(instrument)
        }
        let changes = try applying([.put(sound)]).handing(partner, left, on: today)
        // The one that the act is about comes first.
        return [changes[0], .put(sound)] + changes.dropFirst() + passed
    }

    private func handing(_ partner: Partner, _ input: PartnerLeft, on today: Day) throws(Refusal) -> [Change] {
        var handed = input.handedOver
        var changes: [Change] = []
        for activity in activities where activity.lead == partner.id {
            guard activity.status == .planned || activity.status == .running else { continue }
            let named = handed.first { $0.activity == activity.id }
            guard let to = named?.taker ?? input.successor else { continue }
            if named == nil { handed.append(Partner.HandedOver(activity: activity.id, taker: to)) }
            var activity = activity
            activity.lead = to
            changes.append(.put(activity))
        }
        for event in events where event.host == partner.id && event.isAhead && (event.lastDay ?? input.on) >= input.on {
            let named = handed.first { $0.event == event.id }
            guard let to = named?.taker ?? input.successor else { continue }
            if named == nil { handed.append(Partner.HandedOver(event: event.id, taker: to)) }
            var event = event
            if event.plan == nil {
                event.plan = Event.Plan(
                    start: event.start, end: event.end, mode: event.mode, place: event.place, host: event.host)
            }
            event.host = to
            event.moves.append(
                Event.Move(
                    on: .day(today), what: "\(partner.name) → \(partners[to]?.name ?? "")", reason: input.reason,
                    by: nil))
            changes.append(.put(event))
        }
        for duty in duties where duty.partner == partner.id && duty.sort.isOfPartner && duty.isHeld(on: input.on) {
            guard duty.to == nil || (duty.to?.last ?? input.on) > input.on else { continue }
            var duty = duty
            duty.to = .day(input.on)
            changes.append(.put(duty))
        }
        var leaver = partner
        leaver.to = .day(input.on)
        leaver.provenance.take(input.provenance)
        leaver.leaving = Partner.Leaving(reason: input.reason, request: input.request, handedOver: handed)
        return [.put(try sound(leaver))] + changes
    }

    private func left(_ partner: Partner) -> Refusal {
        Refusal(
            "partnerLeft",
            [
                .init("record", .record(partner.reference)),
                .init("day", partner.to.map { .when($0) } ?? .text("")),
            ])
    }

    /// Whoever takes over is another partner, and one after that day.
    private func require(
        _ key: Key<Partner>, toTakeOver partner: Partner, after day: Day, field: String
    ) throws(Refusal) {
        let taker = try partners.require(key)
        guard taker.id != partner.id, taker.isActive(on: day.adding(days: 1)) else {
            throw .blocked(by: [
                Finding("cannotTakeOver", .blocks, field: field, facts: [.init("record", .record(taker.reference))])
            ])
        }
    }

    private func sound(_ partner: Partner) throws(Refusal) -> Partner {
        let blocking = partner.findings(in: self).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return partner
    }
}
