/// How to reach a person. Personal: withheld from exports without particulars, and erased when the ground is gone (GDPR, art. 17).
public struct Contact: Record {
    public static let kind = "contact"
    public static let plural = "contacts"
    public static let room = Room.people
    public static let may = May.duties([.partnerManager])
    public static let isPersonal = true

    public var id: Key<Contact>
    public var person: Key<Person>
    public var mail: MailAddress?
    public var telephone: String?
    public var address: Prose?
    public var from: When?
    public var to: When?
    /// Chance in bodies of before, when a body had no salt of its own. No longer filled, and in no answer.
    public var salt: String?
    public var provenance: Provenance = Provenance()

    public static var knownBy: [String] { ["person", "mail"] }
    public func owner(in project: Project) -> Key<Partner>? { project.owner(of: person) }
    public var caption: Caption { .numbered(id.number) }
}

extension Project {
    public var contacts: Table<Contact> { self[Contact.self] }
}
