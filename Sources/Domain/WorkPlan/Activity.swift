/// Work that the plan names, with who leads it and when it is due.
public struct Activity: Record {
    public static let kind = "activity"
    public static let plural = "activities"
    public static let room = Room.workPlan

    public enum Status: String, Choice { case planned, running, done, dropped }

    public var id: Key<Activity>
    public var title: String
    public var lead: Key<Partner>?
    public var status: Status
    public var start: When?
    public var due: When?
    public var parts: [String] = []
    public var description: Prose?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(title) }
}

extension Activity {
    public static func needs(in project: Project, on today: Day, of partner: Key<Partner>?) -> [Need] {
        project.activities.compactMap { activity in
            guard partner == nil || activity.lead == partner,
                activity.status == .planned || activity.status == .running,
                let due = activity.due?.last
            else { return nil }
            return Need.due(due, on: today, late: "activityLate", next: "activityDue", about: activity.reference)
        }
    }
}

extension Project {
    public var activities: Table<Activity> { self[Activity.self] }
}
