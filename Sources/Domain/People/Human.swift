/// A human being, and who that is in which project. Kept in the installation's own trail, where it has no name: that is in the projects.
public struct Human: Record {
    public static let kind = "human"
    public static let plural = "humans"
    public static let room = Room.people
    public static let isPersonal = true
    /// People join and part; what they make of it is entered by no one else.
    public static let may = May.steward
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Human.self) + AnyVerb.of(JoinHumans.self, PartHuman.self)
    }

    public var id: Key<Human>
    /// In trails of before; read, and never written again.
    public var name: String?
    public var identities: [Identity] = []
    public var provenance: Provenance = Provenance()

    public struct Identity: Codable, Sendable, Equatable {
        public var project: String
        public var person: Int

        public init(project: String, person: Int) {
            self.project = project
            self.person = person
        }
    }

    public var caption: Caption { name.map { .text($0) } ?? .numbered(id.number) }
}

extension Project {
    public var humans: Table<Human> { self[Human.self] }
}
