/// Whether a person of the project may be seen on photographs and named on public lists, as he or she said.
public struct Consent: Record {
    public static let kind = "consent"
    public static let plural = "consents"
    public static let room = Room.people
    public static let may = May.duties([.partnerManager])

    public enum Answer: String, Choice { case yes, no }

    public var id: Key<Consent>
    public var person: Key<Person>
    public var photographs: Answer
    public var lists: Answer
    public var on: When?
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { project.owner(of: person) }
    public var caption: Caption { .numbered(id.number) }
    public var dated: Day? { on?.last }
}

extension Project {
    public var consents: Table<Consent> { self[Consent.self] }

    /// The latest word of a person.
    public func consent(of person: Key<Person>) -> Consent? {
        consents.filter { $0.person == person }.max { a, b in
            let (x, y) = (a.on?.last.count ?? .min, b.on?.last.count ?? .min)
            return (x, a.id) < (y, b.id)
        }
    }
}
