/// A number that the project answers for: a name, a rule of counting over records, a target.
public struct Figure: Record {
    public static let kind = "figure"
    public static let plural = "figures"
    public static let room = Room.indicators

    public var id: Key<Figure>
    /// Its name in commands and addresses: `study-visits`. `Words` has the names of those that every project has.
    public var name: String
    /// What it is called, where `Words` has no name for it.
    public var title: String?
    public var rule: CountingRule
    /// Whether it stands among the key results.
    public var isKeyResult: Bool = false
    public var target: Int?
    public var targetSource: Source?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(title ?? name) }

    public func findings(in project: Project) -> [Finding] {
        project.figures.filter { $0.id != id && $0.name == name }.map {
            Finding(
                "nameTaken", .blocks, about: $0.reference, field: "name",
                facts: [.init("record", .record($0.reference))])
        }
    }
}

extension Project {
    public var figures: Table<Figure> { self[Figure.self] }

    public func figure(named name: String) -> Figure? { figures.first { $0.name == name } }
}
