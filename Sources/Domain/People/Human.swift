/// A human being, and who that is in which project. Kept in the installation's own trail.
public struct Human: Record {
    public static let kind = "human"
    public static let plural = "humans"
    public static let room = Room.people

    public var id: Key<Human>
    public var name: String
    public var identities: [Identity] = []
    public var provenance: Provenance = Provenance()

    public struct Identity: Codable, Sendable, Equatable {
        public var project: String
        public var person: Int
    }

    public var caption: Caption { .text(name) }
}

extension Project {
    public var humans: Table<Human> { self[Human.self] }
}
