/// A human being with a part in the project. The name is in `PersonName`, particulars (addresses, numbers) are in `Contact`.
public struct Person: Record {
    public static let kind = "person"
    public static let plural = "persons"
    public static let room = Room.people
    public static let may = May.duties([.partnerManager])
    public static var verbs: [AnyVerb] {
        AnyVerb.of(AddPerson.self, ChangePerson.self, WithdrawPerson.self, EraseParticulars.self)
    }

    public var id: Key<Person>
    /// Entered with the person and kept beside it, in `PersonName`. Here it stands in trails of before, and is read from there.
    public var name: String?
    public var partner: Key<Partner>?
    /// Where the person belongs, when it is not a partner.
    public var organisation: String?
    public var provenance: Provenance = Provenance()

    public static var knownBy: [String] { ["name", "partner"] }
    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption { name.map { .text($0) } ?? .numbered(id.number) }
    public func caption(in project: Project) -> Caption {
        project.name(of: id).map { .text($0) } ?? .numbered(id.number)
    }
    public func entered(in project: Project) -> JSON { whole(in: project).json }

    /// With its name, as it is entered.
    func whole(in project: Project) -> Person {
        var whole = self
        whole.name = project.name(of: id)
        return whole
    }
}

extension Project {
    public var persons: Table<Person> { self[Person.self] }
}

extension Kind {
    static let ofPeople = [
        Kind(Person.self), Kind(PersonName.self), Kind(Contact.self), Kind(Duty.self), Kind(Consent.self),
        Kind(Human.self),
    ]
}
