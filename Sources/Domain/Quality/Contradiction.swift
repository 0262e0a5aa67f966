/// Sources that do not agree on a matter: every statement with its source, and what may explain it, marked as an inference.
public struct Contradiction: Record {
    public static let kind = "contradiction"
    public static let plural = "contradictions"
    public static let room = Room.quality

    public var id: Key<Contradiction>
    public var topic: String
    public var statements: [Statement] = []
    /// What is known to explain it.
    public var resolution: Prose?
    /// What may explain it, though no source says so.
    public var inference: Prose?
    public var provenance: Provenance = Provenance()

    public struct Statement: Codable, Sendable, Equatable {
        public var value: String
        public var on: When?
        public var source: WebAddress?
        public var wording: String?
    }

    public var caption: Caption { .text(topic) }

    public func findings(in project: Project) -> [Finding] {
        statements.count < 2 ? [Finding("twoStatements", .blocks, field: "statements")] : []
    }
}

extension Contradiction {
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.contradictions.filter { $0.resolution == nil }.map {
            Need("contradiction", .open, about: $0.reference, by: ChangeRecord<Contradiction>.name)
        }
    }
}

extension Project {
    public var contradictions: Table<Contradiction> { self[Contradiction.self] }
}
