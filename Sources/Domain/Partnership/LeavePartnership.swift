/// A partner leaves: its last day is set, its duties end with it, and all that it had still to do passes to those whom the act names.
/// Refused while it has something to do after that day that nobody takes over. The lead partner stays.
public struct LeavePartnership: RecordVerb {
    public static let name = "leave-partnership"

    public var partner: Key<Partner>
    /// Its last day as a partner.
    public var on: Day
    public var reason: String
    public var request: Key<RequestForChange>?
    /// Who takes over everything that is not named below.
    public var successor: Key<Partner>?
    public var handedOver: [Partner.HandedOver] = []
    public var provenance: Provenance = Provenance()

    public var subject: Key<Partner> { partner }

    public static func hindrance(_ record: Partner, in project: Project) -> Refusal? { record.staying }

    public func decided(_ record: Partner, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let theirs = project.belongings(of: record.id, after: on).map(\.record.reference)
        for (index, handed) in handedOver.enumerated() {
            let field = "handedOver.\(index)"
            if handed.record == nil && handed.what == nil {
                throw .blocked(by: [Finding("handedUnnamed", .blocks, field: field + ".activity")])
            }
            if let named = handed.record, !theirs.contains(named) {
                throw .blocked(by: [
                    Finding(
                        "handedNotTheirs", .blocks, about: named, field: "\(field).\(handed.field)",
                        facts: [.init("record", .record(named))])
                ])
            }
            try require(handed.taker, in: project, field: field + ".taker")
        }
        if let successor { try require(successor, in: project, field: "successor") }
        if let own = project.identification, on > own.end {
            throw .blocked(by: [
                Finding(
                    "outsideProject", .blocks, field: "on",
                    facts: [.init("day", .day(on)), .init("start", .day(own.start)), .init("end", .day(own.end))])
            ])
        }
        return try handing(record, in: project, setting)
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

    /// What the partner had still to do passes to those whom the act names, and its duties end with it.
    fileprivate func handing(_ partner: Partner, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var handed = handedOver
        var changes: [Change] = []
        var unanswered: [Finding] = []
        for belonging in project.belongings(of: partner.id, after: on) {
            let reference = belonging.record.reference
            let named = handed.first { $0.record == reference }
            guard let to = named?.taker ?? successor else {
                unanswered.append(
                    Finding(
                        "nobodyTakesOver", .blocks, about: reference, field: "handedOver",
                        facts: [.init("record", .record(reference))]))
                continue
            }
            if named == nil { handed.append(Partner.HandedOver(reference, in: project, taker: to)) }
            changes.append(.put(belonging.passed(to, in: project, setting, because: reason)))
        }
        guard unanswered.isEmpty else { throw .blocked(by: unanswered) }
        for change in project.applying(changes).without(partner.id) {
            changes.removeAll { $0.reference == change.reference }
            changes.append(change)
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
        return [.put(try leaver.sound(in: project.applying(changes)))] + changes
    }
}

/// A partner leaves, and a new one takes its place and all of its work: what it had still to do, and its policy instruments, action
/// plans and stakeholder groups.
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
        let lasting = project.lasting(of: record.id, passedTo: new.id)
        let changes = try left.handing(record, in: project.applying([.put(new)] + lasting), setting)
        // The one that the act is about comes first.
        return [changes[0], .put(new)] + changes.dropFirst() + lasting
    }
}
