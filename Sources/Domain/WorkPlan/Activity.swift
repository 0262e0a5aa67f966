/// Work that the plan names, with who leads it and when it is due.
public struct Activity: Stated {
    public static let kind = "activity"
    public static let plural = "activities"
    public static let room = Room.workPlan
    public static let governed: Set = [
        "status", "startedOn", "finishedOn", "droppedBecause", "baseline", "moves", "found",
    ]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Activity.self)
            + AnyVerb.of(
                StartActivity.self, FinishActivity.self, MoveActivity.self, DropActivity.self, MovePlan.self,
                FixBaseline.self)
    }

    public enum Status: String, Choice { case planned, running, done, dropped }

    public var id: Key<Activity>
    public var title: String
    public var lead: Key<Partner>?
    public var status: Status
    public var start: When?
    public var due: When?
    public var parts: [String] = []
    public var description: Prose?
    /// The work package that it belongs to.
    public var workPackage: Key<WorkPackage>?
    /// Its number in the plan: "2.3".
    public var code: String?
    /// Who does it with the leading partner.
    public var partners: [Key<Partner>] = []
    /// The duty that answers for it, where it is not the whole partner.
    public var holder: Key<Duty>?
    /// Activities that must be finished before it can begin.
    public var dependsOn: [Key<Activity>] = []
    /// The plan as it was agreed, kept when the days are moved.
    public var baseline: Baseline?
    public var startedOn: When?
    public var finishedOn: When?
    public var moves: [PlanMove] = []
    /// Why it was dropped.
    public var droppedBecause: String?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public func owner(in _: Project) -> Key<Partner>? { lead }
    public var caption: Caption { .text(title) }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if let start, let due, due.last < start.first {
            found.append(
                Finding(
                    "endBeforeStart", .blocks, field: "due",
                    facts: [.init("start", .when(start)), .init("end", .when(due))]))
        }
        if let circle = project.circle(through: self) {
            found.append(
                Finding(
                    "dependenceCircle", .blocks, field: "dependsOn",
                    facts: [.init("records", .records(circle.map(\.reference)))]))
        } else if isOpen, let start {
            for other in dependsOn.compactMap({ project.activities[$0] }) where other.isOpen {
                guard let end = other.due?.last, start.first <= end else { continue }
                found.append(
                    Finding(
                        "beginsBeforeOther", .warns, about: other.reference, field: "start",
                        facts: [
                            .init("record", .record(other.reference)), .init("start", .when(start)),
                            .init("end", .day(end)),
                        ]))
            }
        }
        if isOpen, let outside = project.outside(start, due) { found.append(outside) }
        return found
    }
}

/// The days of a part of the plan as they were agreed, and what fixed them: the application form, a request for change.
public struct Baseline: Codable, Sendable, Equatable {
    public var start: When?
    public var due: When?
    public var fixedOn: When?
    public var reason: String?

    public init(start: When? = nil, due: When? = nil, fixedOn: When? = nil, reason: String? = nil) {
        self.start = start
        self.due = due
        self.fixedOn = fixedOn
        self.reason = reason
    }
}

/// One change of days in the plan: when it was decided, what changed, why and by whom.
public struct PlanMove: Codable, Sendable, Equatable {
    public var on: When?
    public var what: String
    public var reason: String?
    public var by: Who?

    public init(on: When? = nil, what: String, reason: String? = nil, by: Who? = nil) {
        self.on = on
        self.what = what
        self.reason = reason
        self.by = by
    }
}

extension Activity {
    /// Planned or under way.
    public static let open: [Status] = [.planned, .running]
    public var isOpen: Bool { Self.open.contains(status) }

    /// How many days later it is due than was agreed; nil where either is not known. Negative when earlier.
    public var daysBehindBaseline: Int? {
        guard let agreed = baseline?.due?.last, let due = due?.last else { return nil }
        return due.count - agreed.count
    }

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        guard !dues.isEmpty else { return [] }
        // Where nothing waits for anything, nothing is pushed.
        let isChained = project.activities.contains { !$0.dependsOn.isEmpty }
        let forecast = isChained ? project.forecast(on: today) : nil
        return dues.compactMap { entry in
            if entry.part == "start" {
                return entry.need("activityNotStarted", "activityNotStarted", on: today, by: StartActivity.name)
            }
            guard let activity = project.activities[Key(entry.about.number)] else { return nil }
            let verb = activity.status == .running ? FinishActivity.name : StartActivity.name
            let pushed = entry.state == .late ? forecast?.pushedStraight(by: activity.id) ?? [] : []
            guard pushed.isEmpty else {
                return entry.need(
                    "activityPushes", "activityDue", on: today, by: verb,
                    facts: [.init("records", .records(pushed.map(\.reference)))])
            }
            return entry.need("activityLate", "activityDue", on: today, by: verb)
        }
    }
}

extension Project {
    public var activities: Table<Activity> { self[Activity.self] }

    /// The way back to the activity along what it depends on: the circle that it would close; nil when there is none.
    func circle(through activity: Activity) -> [Key<Activity>]? {
        var cameFrom: [Key<Activity>: Key<Activity>] = [:]
        var next = activity.dependsOn.map { (key: $0, from: activity.id) }
        while let (key, from) = next.popLast() {
            guard cameFrom[key] == nil else { continue }
            cameFrom[key] = from
            if key == activity.id {
                var way = [key]
                var at = from
                while at != activity.id, let before = cameFrom[at] {
                    way.append(at)
                    at = before
                }
                return way.reversed()
            }
            if let other = activities[key] { next += other.dependsOn.map { ($0, key) } }
        }
        return nil
    }

    /// That days lie outside the project, as far as its days are known.
    func outside(_ start: When?, _ due: When?) -> Finding? {
        guard let own = identification else { return nil }
        let days: [(name: String, day: Day)] = [
            ("start", start.flatMap { $0.last < own.start ? $0.last : nil }),
            ("due", due.flatMap { $0.first > own.end ? $0.first : nil }),
            ("due", due.flatMap { $0.last < own.start ? $0.last : nil }),
        ].compactMap { name, day in day.map { (name, $0) } }
        guard let first = days.first else { return nil }
        return Finding(
            "outsideProject", .warns, field: first.name,
            facts: [.init("day", .day(first.day)), .init("start", .day(own.start)), .init("end", .day(own.end))])
    }
}

extension Kind {
    static let ofWorkPlan = [
        Kind(Activity.self), Kind(JointOutput.self), Kind(WorkPackage.self), Kind(Deliverable.self),
    ]
}
