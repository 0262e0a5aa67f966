/// A region's strengths, weaknesses, opportunities and threats in fixed areas, made with its stakeholders and looked at again later.
public struct RegionalSwot: Record {
    public static let kind = "regional-swot"
    public static let plural = "regional-swots"
    public static let room = Room.learning
    public static let governed: Set = ["revisits", "found"]
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(RegionalSwot.self) + AnyVerb.of(ReexamineSwot.self) }

    public var id: Key<RegionalSwot>
    public var region: String
    public var partner: Key<Partner>?
    public var on: When?
    public var workshop: Key<Event>?
    public var areas: [Area] = []
    public var revisits: [Revisit] = []
    /// How many areas the project fixed for all regions.
    public var fixedAreas: Int?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public struct Area: Codable, Sendable, Equatable {
        public var area: String
        public var strengths: Prose?
        public var weaknesses: Prose?
        public var opportunities: Prose?
        public var threats: Prose?
    }

    /// Whether it still holds.
    public enum Verdict: String, Choice { case holds, holdsInPart, holdsNoMore }

    /// Somebody asked later whether it still holds.
    public struct Revisit: Codable, Sendable, Equatable {
        public var on: When
        public var event: Key<Event>?
        public var stillValid: Bool = false
        public var note: Prose?
        /// What was found; nil where only the looking is known.
        public var verdict: Verdict?
        /// Who looked at it.
        public var by: Who?
        public var changed: Prose?
    }

    public func findings(in project: Project) -> [Finding] {
        if let fixedAreas, fixedAreas > areas.count {
            return [
                Finding(
                    "areasOpen", .warns, field: "areas",
                    facts: [.init("described", .whole(areas.count)), .init("fixed", .whole(fixedAreas))])
            ]
        }
        return []
    }

    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption { .text(region) }
    public var dated: Day? { on?.last }
}

extension Project {
    public var regionalSwots: Table<RegionalSwot> { self[RegionalSwot.self] }
}

extension RegionalSwot: Countable {
    public func candidate(in project: Project) -> Candidate {
        var candidate = Candidate(self, day: on?.last)
        candidate.names = { [Candidate.folded(region)] }
        return candidate
    }
}
