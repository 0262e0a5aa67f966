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

extension Partner {
    /// Why nothing more happens to one that has left.
    var gone: Refusal? {
        guard leaving != nil else { return nil }
        return Refusal(
            "partnerLeft", [.init("record", .record(reference)), .init("day", to.map { .when($0) } ?? .text(""))])
    }

    /// Why it cannot leave.
    var staying: Refusal? {
        gone ?? (isLead ? Refusal("leadStays", [.init("record", .record(reference))]) : nil)
    }

    func sound(in project: Project) throws(Refusal) -> Partner {
        let blocking = findings(in: project).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return self
    }
}
