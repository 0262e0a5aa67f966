/// An organisation that carries out the project, by its approved number.
public struct Partner: Record {
    public static let kind = "partner"
    public static let plural = "partners"
    public static let room = Room.partnership

    public var id: Key<Partner>
    /// The number in the application form, where it is known; the lead partner is 1.
    public var number: Int?
    public var name: String
    public var englishName: String?
    public var otherNames: [OtherName] = []
    public var country: Country
    public var region: String?
    public var city: String?
    public var isLead: Bool = false
    /// What it takes on beside its own part.
    public var role: String?
    public var legalStatus: String?
    /// What the fund pays to it, as approved; `fundIsRounded` when only a rounded amount is known.
    public var fund: Money?
    public var fundIsRounded: Bool = false
    public var from: When?
    public var to: When?
    /// Organisations that advise it in the project.
    public var expertGroup: [String] = []
    public var offices: [String] = []
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(name) }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        for other in project.partners where other.id != id {
            if let number, other.number == number {
                found.append(
                    Finding(
                        "numberTaken", .blocks, about: other.reference, field: "number",
                        facts: [.init("record", .record(other.reference))]))
            }
            if isLead, other.isLead, Project.overlap(from, to, other.from, other.to) {
                found.append(
                    Finding(
                        "secondLeadPartner", .blocks, about: other.reference, field: "isLead",
                        facts: [.init("record", .record(other.reference))]))
            }
        }
        return found
    }
}

extension Project {
    public var partners: Table<Partner> { self[Partner.self] }

    public var leadPartner: Partner? { partners.first { $0.isLead } }

    /// Whether two stretches of time share a day; an end that is not known is open.
    static func overlap(_ from: When?, _ to: When?, _ otherFrom: When?, _ otherTo: When?) -> Bool {
        if let to, let otherFrom, to.last < otherFrom.first { return false }
        if let otherTo, let from, otherTo.last < from.first { return false }
        return true
    }
}
