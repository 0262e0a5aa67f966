/// A human being with a part in the project. Particulars (addresses, numbers) are in `Contact`.
public struct Person: Record {
    public static let kind = "person"
    public static let plural = "persons"
    public static let room = Room.people

    public var id: Key<Person>
    public var name: String
    public var partner: Key<Partner>?
    /// Where the person belongs, when it is not a partner.
    public var organisation: String?
    public var provenance: Provenance = Provenance()

    public static var knownBy: [String] { ["name", "partner"] }
    public var caption: Caption { .text(name) }
}

extension Project {
    public var persons: Table<Person> { self[Person.self] }
}
