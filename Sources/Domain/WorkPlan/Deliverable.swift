/// Something that an activity must hand over by a day, or a day that it must reach.
public struct Deliverable: Stated {
    public static let kind = "deliverable"
    public static let plural = "deliverables"
    public static let room = Room.workPlan
    public static let governed: Set = [
        "status", "deliveredOn", "acceptedBy", "acceptedOn", "droppedBecause", "baseline", "moves", "found",
    ]
    public static let decidedByOthers: [(field: String, words: [String])] = [
        ("status", ["accepted"]), ("acceptedBy", []), ("acceptedOn", []),
    ]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Deliverable.self)
            + AnyVerb.of(
                WorkOnDeliverable.self, HandOverDeliverable.self, AcceptDeliverable.self, SendBackDeliverable.self,
                MoveDeliverable.self, DropDeliverable.self)
    }

    public enum Status: String, Choice { case planned, inWork, delivered, accepted, dropped }

    public var id: Key<Deliverable>
    public var title: String
    public var activity: Key<Activity>
    /// Its number in the plan: "D2.1".
    public var code: String?
    public var status: Status
    /// Whether it is a day to reach, with nothing to hand over.
    public var isMilestone: Bool = false
    /// Who makes it, where it is not the partner that leads the activity.
    public var maker: Key<Partner>?
    /// The duty that answers for it.
    public var holder: Key<Duty>?
    public var due: When?
    public var baseline: Baseline?
    public var deliveredOn: When?
    public var acceptedOn: When?
    public var acceptedBy: Who?
    public var moves: [PlanMove] = []
    public var droppedBecause: String?
    /// What it became for everybody to use.
    public var output: Key<JointOutput>?
    public var addresses: [Address] = []
    public var description: Prose?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { maker ?? project.owner(of: activity) }
    public func owners(in project: Project) -> [Key<Partner>] { project.owners([maker, project.owner(of: activity)]) }
    public var caption: Caption { .text(title) }

    public func findings(in project: Project) -> [Finding] {
        guard isOpen else { return [] }
        if let own = project.activities[activity], let due, let end = own.due, due.first > end.last {
            return [
                Finding(
                    "dueAfterActivity", .warns, about: own.reference, field: "due",
                    facts: [
                        .init("record", .record(own.reference)), .init("due", .when(due)), .init("end", .when(end)),
                    ])
            ]
        }
        return project.outside(nil, due).map { [$0] } ?? []
    }
}

extension Deliverable {
    /// Not yet handed over.
    public static let open: [Status] = [.planned, .inWork]
    public var isOpen: Bool { Self.open.contains(status) }

    /// The partner that makes it: its own, or the one that leads the activity.
    public func maker(in project: Project) -> Key<Partner>? { maker ?? project.activities[activity]?.lead }

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        let dated = dues.compactMap {
            $0.need("deliverableLate", "deliverableDue", on: today, by: HandOverDeliverable.name)
        }
        return dated
            + project.deliverables.filter { $0.status == .delivered && !$0.isMilestone }.map {
                Need(
                    "deliverableWaits", .open, about: $0.reference, holder: .coordinator, by: AcceptDeliverable.name)
            }
    }
}

extension Project {
    public var deliverables: Table<Deliverable> { self[Deliverable.self] }
}
