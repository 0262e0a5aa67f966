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
    /// Entered with the person and kept beside it, in `Contact` and `Duty`: one row says who somebody is, how to reach that person
    /// and what that person does, from and to.
    public var mail: MailAddress?
    public var telephone: String?
    public var duty: Duty.Sort?
    public var from: When?
    public var to: When?
    public var provenance: Provenance = Provenance()

    public static var knownBy: [String] { ["name", "partner"] }
    /// Whoever belongs to no partner is the lead partner's to enter and change.
    public func owner(in project: Project) -> Key<Partner>? { partner ?? project.partners.first(where: \.isLead)?.id }
    public var caption: Caption { name.map { .text($0) } ?? .numbered(id.number) }
    public func caption(in project: Project) -> Caption {
        project.name(of: id).map { .text($0) } ?? .numbered(id.number)
    }
    public func entered(in project: Project) -> JSON {
        var named = self
        named.name = project.name(of: id)
        return named.json
    }
    public func row(in project: Project) -> JSON { whole(in: project).json }

    public func findings(in project: Project) -> [Finding] {
        guard let duty else { return from == nil && to == nil ? [] : [Finding("missing", .blocks, field: "duty")] }
        let partner = partner ?? project.beside(id).duty?.partner
        return Duty(id: project.duties.next, person: id, sort: duty, partner: partner, from: from, to: to)
            .findings(in: project)
    }
}

extension Project {
    public var persons: Table<Person> { self[Person.self] }
}

extension Kind {
    static let ofPeople = [
        Kind(Person.self), Kind(PersonName.self), Kind(Contact.self), Kind(Duty.self), Kind(Consent.self),
        Kind(Likeness.self), Kind(Human.self),
    ]
}
