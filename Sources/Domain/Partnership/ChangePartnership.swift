/// The partner has a legal status and a rate, as the programme approved them: the rate of the class on the day, or
/// another with its reason. It is fixed with the approval.
public struct ApprovePartner: RecordVerb {
    public static let name = "approve-partner"

    public var partner: Key<Partner>
    public var legalClass: Partner.LegalClass
    public var on: When
    /// Without it, the rate of the class in the rule pack.
    public var rate: String?
    /// Why it is another rate than that of the class.
    public var reason: String?
    public var provenance: Provenance = Provenance()

    public var subject: Key<Partner> { partner }

    public static func hindrance(_ record: Partner, in project: Project) -> Refusal? {
        record.rate.map {
            Refusal("rateFrozen", [.init("record", .record(record.reference)), .init("rate", .text($0))])
        }
    }

    public func decided(_ record: Partner, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var partner = record
        partner.legalClass = legalClass
        partner.rateApprovedOn = on
        guard let rate = rate ?? project.rate(of: partner).ruled?.plain else {
            throw .blocked(by: [Finding("rateNeeded", .blocks, field: "rate")])
        }
        partner.rate = rate
        partner.rateReason = reason ?? partner.rateReason
        partner.provenance.take(provenance)
        return [.put(try partner.sound(in: project))]
    }
}

/// The partner has a new name from a day on. The old one stays valid on the days before.
public struct RenamePartner: RecordVerb {
    public static let name = "rename-partner"

    public var partner: Key<Partner>
    public var name: String
    public var englishName: String?
    /// The first day of the new name.
    public var on: Day
    public var reason: String?
    public var provenance: Provenance = Provenance()

    public var subject: Key<Partner> { partner }

    public static func hindrance(_ record: Partner, in project: Project) -> Refusal? { record.gone }

    public func decided(_ record: Partner, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard record.name != name else {
            throw Refusal("nothingChanged", [.init("record", .record(record.reference))])
        }
        let last = on.adding(days: -1)
        if let earlier = record.formerNames.map(\.until).max(), last <= earlier {
            throw .blocked(by: [Finding("renamedSince", .blocks, field: "on", facts: [.init("day", .day(earlier))])])
        }
        var partner = record
        partner.formerNames.append(
            Partner.FormerName(name: partner.name, englishName: partner.englishName, until: last, reason: reason))
        partner.name = name
        partner.englishName = englishName
        partner.provenance.take(provenance)
        return [.put(try partner.sound(in: project))]
    }
}

/// A partner leaves: its last day is set, its duties end with it, and its open activities and coming events pass to
/// those whom the act names. What nobody takes over stays where it is, and is pointed out. The lead partner stays.
public struct LeavePartnership: RecordVerb {
    public static let name = "leave-partnership"

    public var partner: Key<Partner>
    /// Its last day as a partner.
    public var on: Day
    public var reason: String
    public var request: Key<RequestForChange>?
    /// Who takes over every open activity and coming event that is not named below.
    public var successor: Key<Partner>?
    public var handedOver: [Partner.HandedOver] = []
    public var provenance: Provenance = Provenance()

    public var subject: Key<Partner> { partner }

    public static func hindrance(_ record: Partner, in project: Project) -> Refusal? { record.staying }

    public func decided(_ record: Partner, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        for (index, handed) in handedOver.enumerated() {
            if handed.activity == nil && handed.event == nil && handed.what == nil {
                throw .blocked(by: [Finding("handedUnnamed", .blocks, field: "handedOver.\(index).activity")])
            }
            try require(handed.taker, in: project, field: "handedOver.\(index).taker")
        }
        if let successor { try require(successor, in: project, field: "successor") }
        return try handing(record, in: project, on: setting.today)
    }

    /// Whoever takes over is another partner, and one after that day.
    private func require(_ key: Key<Partner>, in project: Project, field: String) throws(Refusal) {
        let taker = try project.partners.require(key)
        guard taker.id != partner, taker.isActive(on: on.adding(days: 1)) else {
            throw .blocked(by: [
                Finding("cannotTakeOver", .blocks, field: field, facts: [.init("record", .record(taker.reference))])
            ])
        }
    }

    /// What the partner did passes to those whom the act names, and its duties end with it.
    fileprivate func handing(_ partner: Partner, in project: Project, on today: Day) throws(Refusal) -> [Change] {
        var handed = handedOver
        var changes: [Change] = []
        for activity in project.activities where activity.lead == partner.id && activity.isOpen {
            let named = handed.first { $0.activity == activity.id }
            guard let to = named?.taker ?? successor else { continue }
            if named == nil { handed.append(Partner.HandedOver(activity: activity.id, taker: to)) }
            var activity = activity
            activity.lead = to
            changes.append(.put(activity))
        }
        for event in project.events where event.host == partner.id && event.isAhead && (event.lastDay ?? on) >= on {
            let named = handed.first { $0.event == event.id }
            guard let to = named?.taker ?? successor else { continue }
            if named == nil { handed.append(Partner.HandedOver(event: event.id, taker: to)) }
            var event = event
            let old = event.asPlanned
            if event.plan == nil { event.plan = old }
            event.host = to
            event.note(nil, from: old, reason, nil, on: today)
            changes.append(.put(event))
        }
        for duty in project.duties where duty.partner == partner.id && duty.sort.isOfPartner && duty.isHeld(on: on) {
            guard duty.to == nil || (duty.to?.last ?? on) > on else { continue }
            var duty = duty
            duty.to = .day(on)
            changes.append(.put(duty))
        }
        var leaver = partner
        leaver.to = .day(on)
        leaver.provenance.take(provenance)
        leaver.leaving = Partner.Leaving(reason: reason, request: request, handedOver: handed)
        return [.put(try leaver.sound(in: project))] + changes
    }
}

/// A partner leaves, and a new one takes its place and its work.
public struct ReplacePartner: RecordVerb {
    public static let name = "replace-partner"

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

    public var subject: Key<Partner> { partner }

    public static func hindrance(_ record: Partner, in project: Project) -> Refusal? { record.staying }

    public func decided(_ record: Partner, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let new = try Partner(
            id: project.partners.next, number: number ?? (project.partners.compactMap(\.number).max() ?? 0) + 1,
            name: name, englishName: englishName, country: country, city: city, role: record.role,
            from: .day(on.adding(days: 1)), replaces: record.id
        ).sound(in: project)
        let left = LeavePartnership(
            partner: record.id, on: on, reason: reason, request: request, successor: new.id, provenance: provenance)
        let passed = project.policyInstruments.filter { $0.partner == record.id }.map { instrument -> Change in
            var instrument = instrument
            instrument.partner = new.id
            return .put(instrument)
        }
        let changes = try left.handing(record, in: project.applying([.put(new)]), on: setting.today)
        // The one that the act is about comes first.
        return [changes[0], .put(new)] + changes.dropFirst() + passed
    }
}

extension Partner {
    /// Why nothing more happens to one that has left.
    fileprivate var gone: Refusal? {
        guard leaving != nil else { return nil }
        return Refusal(
            "partnerLeft", [.init("record", .record(reference)), .init("day", to.map { .when($0) } ?? .text(""))])
    }

    /// Why it cannot leave.
    fileprivate var staying: Refusal? {
        gone ?? (isLead ? Refusal("leadStays", [.init("record", .record(reference))]) : nil)
    }

    fileprivate func sound(in project: Project) throws(Refusal) -> Partner {
        let blocking = findings(in: project).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return self
    }
}
