/// The activity will not be carried out, and why. What it had still to deliver is dropped with it.
public struct DropActivity: StateVerb {
    public static let name = "drop-activity"
    public static let starts = Activity.open

    public var activity: Key<Activity>
    public var droppedBecause: String

    public var subject: Key<Activity> { activity }

    public func decided(_ record: Activity, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var activity = record
        activity.status = .dropped
        activity.droppedBecause = droppedBecause
        let lost = project.deliverables.filter { $0.activity == record.id && $0.isOpen }.map { deliverable -> Change in
            var deliverable = deliverable
            deliverable.status = .dropped
            deliverable.droppedBecause = droppedBecause
            return .put(deliverable)
        }
        return [.put(activity)] + lost
    }
}
