/// An organisation outside the partnership that has a part in the project: owner of an instrument or a practice,
/// stakeholder, co-author, implementer, host, media house.
public struct Organisation: Record {
    public static let kind = "organisation"
    public static let plural = "organisations"
    public static let room = Room.partnership

    /// What it is to the project; it may be several things.
    public enum Part: String, Choice {
        case policyOwner, practiceOwner, stakeholder, coAuthor, implementer, host, supplier, programmeBody, media, other
    }

    public var id: Key<Organisation>
    public var name: String
    public var englishName: String?
    public var otherNames: [OtherName] = []
    public var parts: [Part] = []
    public var country: Country?
    public var region: String?
    public var city: String?
    /// The partner in whose region it is known.
    public var partner: Key<Partner>?
    public var website: WebAddress?
    public var provenance: Provenance = Provenance()

    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption { .text(name) }
}

extension Project {
    public var organisations: Table<Organisation> { self[Organisation.self] }
}
