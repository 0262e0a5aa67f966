/// That an activity will not be carried out, and why.
public struct ActivityDropped: Codable, Sendable {
    public var activity: Key<Activity>
    public var droppedBecause: String
}

extension AnyVerb {
    public static let dropActivity = AnyVerb(
        "drop-activity", in: .workPlan, on: "activity", ActivityDropped.self,
        when: { ($0 as? Activity)?.isOpen == true }
    ) {
        (project, input, setting) throws(Refusal) in try project.dropping(input)
    }
}

extension Project {
    /// The activity is dropped, and what it had still to deliver with it.
    public func dropping(_ input: ActivityDropped) throws(Refusal) -> [Change] {
        var activity = try activities.require(input.activity)
        guard activity.isOpen else { throw .notInState(needed: Activity.Status.planned, is: activity.status) }
        activity.status = .dropped
        activity.droppedBecause = input.droppedBecause
        let lost = deliverables.filter { $0.activity == activity.id && $0.isOpen }.map { deliverable -> Change in
            var deliverable = deliverable
            deliverable.status = .dropped
            deliverable.droppedBecause = input.droppedBecause
            return .put(deliverable)
        }
        return [.put(activity)] + lost
    }
}
