/// A region's strengths, weaknesses, opportunities and threats in fixed areas, made with its stakeholders and looked at again later.
public struct RegionalSwot: Record {
    public static let kind = "regional-swot"
    public static let plural = "regional-swots"
    public static let room = Room.learning

    public var id: Key<RegionalSwot>
    public var region: String
    public var partner: Key<Partner>?
    public var on: When?
    public var workshop: Key<Event>?
    public var areas: [Area] = []
    public var revisits: [Revisit] = []
    public var provenance: Provenance = Provenance()

    public struct Area: Codable, Sendable, Equatable {
        public var area: String
        public var strengths: Prose?
        public var weaknesses: Prose?
        public var opportunities: Prose?
        public var threats: Prose?
    }

    /// Somebody asked later whether it still holds.
    public struct Revisit: Codable, Sendable, Equatable {
        public var on: When
        public var event: Key<Event>?
        public var stillValid: Bool = false
        public var note: Prose?
    }

    public var caption: Caption { .text(region) }
    public var dated: Day? { on?.last }
}

extension Project {
    public var regionalSwots: Table<RegionalSwot> { self[RegionalSwot.self] }
}
