/// Somebody of one project and somebody of another are one human being. It stands in the installation's own trail, and nothing is ever
/// taken for one by being alike: who sees particulars in both projects says it.
///
/// Refused for two of one project, who are joined there (`JoinPeople`).
public struct JoinHumans: Verb {
    public static let name = "join-humans"
    public static let room = Room.people
    public static let may = May.steward
    public static let kind: String? = Human.kind

    public var one: Human.Identity
    public var other: Human.Identity

    public static func hindrance(of record: any Record, in project: Project) -> Refusal? { Refusal("unknownPage") }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        // A project knows its own persons alone.
        guard !Project.isName(project.name) else { throw Refusal("stewardOnly") }
        let (first, second) = (project.human(one), project.human(other))
        if let first, first.id == second?.id {
            throw Refusal("nothingChanged", [.init("record", .record(first.reference))])
        }
        let all = (first?.identities ?? [one]) + (second?.identities ?? [other])
        guard Set(all.map(\.project)).count == all.count else {
            throw .blocked(by: [Finding("joinWithin", .blocks, field: "other")])
        }
        var human = first ?? second ?? Human(id: project.humans.next)
        human.identities = all
        guard first != nil, let second else { return [.put(human)] }
        return [.put(human), .remove(second.reference, reason: human.reference.description)]
    }
}

/// Somebody of a project is not who was joined with this somebody in others. It undoes `join-humans`.
public struct PartHuman: Verb {
    public static let name = "part-human"
    public static let room = Room.people
    public static let may = May.steward
    public static let kind: String? = Human.kind

    public var project: String
    public var person: Int

    public static func hindrance(of record: any Record, in project: Project) -> Refusal? { Refusal("unknownPage") }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard !Project.isName(project.name) else { throw Refusal("stewardOnly") }
        let identity = Human.Identity(project: self.project, person: person)
        guard var human = project.human(identity), human.identities.count > 1 else { throw Refusal("notJoined") }
        human.identities.removeAll { $0 == identity }
        return [.put(human), .put(Human(id: project.humans.next, identities: [identity]))]
    }
}

extension Project {
    /// The human being who is this person of a project, where the installation knows.
    public func human(_ identity: Human.Identity) -> Human? { humans.first { $0.identities.contains(identity) } }
}
