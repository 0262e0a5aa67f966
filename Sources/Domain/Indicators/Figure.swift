/// A number that the project answers for: a name, a rule of counting over records, a target.
public struct Figure: Record {
    public static let kind = "figure"
    public static let plural = "figures"
    public static let room = Room.indicators
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(Figure.self) + AnyVerb.of(TakeOverIndicators.self) }

    public enum Sort: String, Choice { case output, result, communication, selfDefined }

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
    /// What it was before the project.
    public var baseline: Int?
    /// What it is counted in: events, people, %, EUR.
    public var unit: String?
    public var sort: Sort?
    /// How the values of periods become one. Only where they are measured.
    public var adding: Aggregation?
    /// What counts and what does not.
    public var meaning: Prose?
    /// What proves it.
    public var evidenceAsked: String?
    /// Its name among the indicators of the rule pack: `peopleWithIncreasedCapacity`.
    public var indicator: String?
    /// The policy instrument whose own indicator it is.
    public var instrument: Key<PolicyInstrument>?
    /// What the target is made of, where the application says it: each region's, each phase's.
    public var targetParts: [TargetPart] = []
    public var provenance: Provenance = Provenance()

    /// A part of a target: what it is for, and how many.
    public struct TargetPart: Codable, Sendable, Equatable {
        public var what: String
        public var number: Int
        public var partner: Key<Partner>?
    }

    public var caption: Caption { .figure(title ?? name) }

    public func findings(in project: Project) -> [Finding] {
        var found = project.figures.filter { $0.id != id && $0.name == name }.map {
            Finding(
                "nameTaken", .blocks, about: $0.reference, field: "name",
                facts: [.init("record", .record($0.reference))])
        }
        if let now = project.figures[id]?.rule, now != rule, project.evidenceRules.contains(where: { $0.figure == id })
        {
            found.append(Finding("ruleCounts", .blocks, field: "rule"))
        }
        let parts = targetParts.map(\.number).total
        if let target, !targetParts.isEmpty, parts != Int128(target) {
            found.append(
                Finding(
                    "partsOfTarget", .warns, field: "targetParts",
                    facts: [.init("sum", .whole(Int(clamping: parts))), .init("target", .whole(target))]))
        }
        for (field, number) in [("target", target), ("baseline", baseline)]
            + targetParts.enumerated().map({ ("targetParts.\($0).number", $1.number) })
        {
            if let number, number.magnitude > UInt(FigureValue.most) {
                found.append(
                    Finding("numberOutside", .blocks, field: field, facts: [.init("most", .whole(FigureValue.most))]))
            }
        }
        return found
    }
}

extension Project {
    public var figures: Table<Figure> { self[Figure.self] }

    public func figure(named name: String) -> Figure? { figures.first { $0.name == name } }
}

extension Figure {
    public var aggregation: Aggregation { adding ?? .sum }

    /// Whether it is a part of a whole, in per cent.
    public var isPercentage: Bool { rule == .instrumentsInspired || rule == .measured && aggregation.isOfParts }

    /// What it comes to before anything is on record: nothing, and of a level or a part nobody knows.
    var ofNothing: FigureValue {
        FigureValue(part: 0, whole: aggregation == .sum && !isPercentage ? 1 : 0, isPercentage: isPercentage)
    }

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.figures.compactMap { figure in
            guard let trend = project.trend(of: figure, on: today), trend.misses else { return nil }
            return Need(
                "figureWillMiss", .open, about: figure.reference,
                facts: [.init("expected", .whole(trend.expected)), .init("target", .whole(trend.target))])
        }
    }
}

extension Kind {
    static let ofIndicators = [
        Kind(Figure.self), Kind(PublishedValue.self), Kind(PeriodValue.self), Kind(PeriodLock.self),
        Kind(EvidenceRule.self),
    ]
}
