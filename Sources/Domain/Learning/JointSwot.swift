/// What the regional analyses have in common, written by the partners together.
public struct JointSwot: Record {
    public static let kind = "joint-swot"
    public static let plural = "joint-swots"
    public static let room = Room.learning

    public var id: Key<JointSwot>
    public var title: String
    public var on: When?
    /// The regional analyses that it was made from.
    public var madeFrom: [Key<RegionalSwot>] = []
    /// How many regions it says it covers, where not each has its record.
    public var regions: Int?
    public var writtenBy: Key<Partner>?
    public var event: Key<Event>?
    public var areas: [RegionalSwot.Area] = []
    public var conclusion: Prose?
    public var provenance: Provenance = Provenance()

    public func owner(in _: Project) -> Key<Partner>? { writtenBy }
    public var caption: Caption { .text(title) }
    public var dated: Day? { on?.last }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if let regions, regions > madeFrom.count {
            found.append(
                Finding(
                    "regionsOpen", .warns, field: "madeFrom",
                    facts: [.init("named", .whole(madeFrom.count)), .init("regions", .whole(regions))]))
        }
        for key in madeFrom {
            guard let swot = project.regionalSwots[key], let made = swot.on, let on, on.last < made.first else {
                continue
            }
            found.append(
                Finding(
                    "olderThanItsPart", .warns, field: "on",
                    facts: [.init("record", .record(swot.reference)), .init("day", .when(made))]))
        }
        return found
    }
}

extension Project {
    public var jointSwots: Table<JointSwot> { self[JointSwot.self] }
}
