/// What somebody who may see both said of two whom the project names: they are one human being, or they are two.
///
/// Personal: it says who somebody is. It is shredded with the registrations and attendances that it names.
public struct Likeness: Record {
    public static let kind = "likeness"
    public static let plural = "likenesses"
    public static let room = Room.people
    public static let may = May.duties([.partnerManager])
    public static let isPersonal = true
    public static var verbs: [AnyVerb] {
        AnyVerb.of(JoinPeople.self, PartPeople.self, WithdrawRecord<Likeness>.self)
    }

    public enum Answer: String, Choice { case same, two }

    /// Somebody as a project names people: a person, a registration, or a guest in a list of attendance.
    public struct Named: Codable, Sendable, Hashable {
        public var person: Key<Person>?
        public var registration: Key<Registration>?
        public var attendance: Key<Attendance>?

        public init?(_ reference: Reference) {
            switch reference.kind {
            case Person.kind: person = Key(reference.number)
            case Registration.kind: registration = Key(reference.number)
            case Attendance.kind: attendance = Key(reference.number)
            default: return nil
            }
        }

        /// The record by which the project names this somebody; nil unless exactly one is said.
        public var reference: Reference? {
            let all = [person?.reference, registration?.reference, attendance?.reference].compactMap { $0 }
            return all.count == 1 ? all[0] : nil
        }
    }

    public var id: Key<Likeness>
    public var one: Named
    public var other: Named
    public var answer: Answer
    public var note: Prose?
    public var provenance: Provenance = Provenance()

    public func owners(in project: Project) -> [Key<Partner>] {
        project.owners([one, other].compactMap(\.reference).map { project.record($0)?.owner(in: project) })
    }
    /// Nobody's alone, where two partners name them: either may answer.
    public func owner(in project: Project) -> Key<Partner>? {
        let owners = owners(in: project)
        return owners.count == 1 ? owners[0] : nil
    }
    public var caption: Caption { .numbered(id.number) }

    /// Whether it is about somebody that this record names.
    func names(_ reference: Reference) -> Bool { one.reference == reference || other.reference == reference }
}

/// Two whom the project names are one human being: from now on they count once. It is undone by `part-people`.
///
/// Refused where one of them is not named any more (a name erased, a list shredded), or where it was said that they are two with
/// somebody who is one of them already.
public struct JoinPeople: Verb {
    public static let name = "join-people"
    public static let room = Room.people
    public static let may = Likeness.may
    public static let kind: String? = Likeness.kind

    public var one: Likeness.Named
    public var other: Likeness.Named
    public var note: Prose?

    /// It is done where both are seen, and on no page of an answer.
    public static func hindrance(of record: any Record, in project: Project) -> Refusal? { Refusal("unknownPage") }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let said = try project.saying(.same, of: one, other, note)
        let next = project.applying([.put(said)])
        guard let (one, other) = said.pair, Identities(next).areSame(one, other) else {
            throw Refusal("saidToBeTwo", [.init("one", said.fact(0)), .init("other", said.fact(1))])
        }
        return [.put(said)]
    }
}

/// Two whom the project names are two human beings, whatever speaks for one. It undoes a join, answers what was asked, and stays.
///
/// Refused as `join-people` is.
public struct PartPeople: Verb {
    public static let name = "part-people"
    public static let room = Room.people
    public static let may = Likeness.may
    public static let kind: String? = Likeness.kind

    public var one: Likeness.Named
    public var other: Likeness.Named
    public var note: Prose?

    public static func hindrance(of record: any Record, in project: Project) -> Refusal? { Refusal("unknownPage") }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        [.put(try project.saying(.two, of: one, other, note))]
    }
}

extension Likeness {
    /// The two, in order of kind and number; nil where one of them is not said.
    var pair: (Reference, Reference)? {
        guard let one = one.reference, let other = other.reference else { return nil }
        return one < other ? (one, other) : (other, one)
    }

    fileprivate func fact(_ place: Int) -> Fact {
        (place == 0 ? one : other).reference.map { .record($0) } ?? .text("")
    }
}

extension Project {
    public var likenesses: Table<Likeness> { self[Likeness.self] }

    /// The answer about these two as it is to be: the one on record with other words, or a new one.
    fileprivate func saying(
        _ answer: Likeness.Answer, of one: Likeness.Named, _ other: Likeness.Named, _ note: Prose?
    ) throws(Refusal) -> Likeness {
        var found: [Finding] = []
        for (field, named) in [("one", one), ("other", other)] where named.reference == nil {
            found.append(Finding("onePerson", .blocks, field: field))
        }
        if one == other { found.append(Finding("samePerson", .blocks, field: "other")) }
        guard found.isEmpty else { throw .blocked(by: found) }
        for reference in [one, other].compactMap(\.reference) where called(reference) == nil {
            throw Refusal("notNamed", [.init("record", .record(reference))])
        }
        var said = Likeness(id: likenesses.next, one: one, other: other, answer: answer, note: note)
        let wanted = said.pair.map { [$0.0, $0.1] }
        if let known = likenesses.first(where: { known in known.pair.map { [$0.0, $0.1] } == wanted }) {
            guard known.answer != answer else {
                throw Refusal("nothingChanged", [.init("record", .record(known.reference))])
            }
            said = known
            (said.answer, said.note) = (answer, note)
        }
        return said
    }

    /// What somebody is called by the record that names this somebody; nil where the name is erased, withheld or was never there.
    public func called(_ reference: Reference) -> String? {
        switch reference.kind {
        case Person.kind: name(of: Key(reference.number))
        case Registration.kind: registrations[Key(reference.number)]?.name
        case Attendance.kind:
            attendances[Key(reference.number)].flatMap { $0.person == nil && $0.registration == nil ? $0.name : nil }
        default: nil
        }
    }
}
