/// What a person is called. Personal: withheld from exports without particulars, and erased when the ground is gone (GDPR, art. 17).
///
/// It has the number of its person, to whom it needs no other pointer, and is entered, changed and withdrawn with the person.
public struct PersonName: Record {
    public static let kind = "person-name"
    public static let plural = "person-names"
    public static let room = Room.people
    public static let isPersonal = true
    public static var verbs: [AnyVerb] { [] }

    public var id: Key<PersonName>
    public var name: String
    public var provenance: Provenance = Provenance()

    public init(_ name: String, of person: Key<Person>) {
        id = Key(person.number)
        self.name = name
    }

    public func owner(in project: Project) -> Key<Partner>? { project.owner(of: person) }
    public var caption: Caption { .text(name) }
    public var person: Key<Person> { Key(id.number) }
}

extension Reference {
    /// The record that people mean by it: of a person's name, the person.
    public var meant: Reference { kind == PersonName.kind ? Reference(kind: Person.kind, number: number) : self }
}

extension [Reference] {
    /// The records that people mean, each once.
    public var meant: [Reference] {
        var known: Set<Reference> = []
        return map(\.meant).filter { known.insert($0).inserted }
    }
}

extension Project {
    public var personNames: Table<PersonName> { self[PersonName.self] }

    /// What the person is called, where that is on record and neither withheld nor erased. Nothing else knows it: where it is
    /// nil, `Words` says "person 17".
    public func name(of person: Key<Person>) -> String? {
        personNames[Key(person.number)]?.name ?? persons[person]?.name
    }
}
