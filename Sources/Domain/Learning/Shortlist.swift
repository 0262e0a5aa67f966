/// The practices that a region's group of experts chose to look at more closely.
public struct Shortlist: Record {
    public static let kind = "shortlist"
    public static let plural = "shortlists"
    public static let room = Room.learning

    public var id: Key<Shortlist>
    public var region: String
    /// The group as it calls itself: "Committee of Experts".
    public var group: String?
    public var partner: Key<Partner>?
    public var on: When?
    public var event: Key<Event>?
    public var practices: [Key<GoodPractice>] = []
    /// Practices that are on no record, one a line.
    public var alsoNamed: [String] = []
    public var reason: Prose?
    /// The analysis whose weaknesses it answers, where that is said.
    public var swot: Key<RegionalSwot>?
    public var provenance: Provenance = Provenance()

    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption { .text([region, group].compactMap { $0 }.joined(separator: ": ")) }
    public var dated: Day? { on?.last }

    public func findings(in project: Project) -> [Finding] {
        practices.isEmpty && alsoNamed.isEmpty ? [Finding("missing", .blocks, field: "practices")] : []
    }
}

extension Project {
    public var shortlists: Table<Shortlist> { self[Shortlist.self] }
}
