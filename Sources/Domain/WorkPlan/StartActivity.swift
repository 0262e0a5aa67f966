/// That work on an activity began.
public struct ActivityStarted: Codable, Sendable {
    public var activity: Key<Activity>
    public var startedOn: When
}

extension AnyVerb {
    public static let startActivity = AnyVerb(
        "start-activity", in: .workPlan, on: "activity", ActivityStarted.self,
        when: { ($0 as? Activity)?.status == .planned }
    ) {
        (project, input, setting) throws(Refusal) in try project.starting(input, on: setting.today)
    }
}

extension Project {
    /// The activity is under way. Its planned start stays as it was.
    public func starting(_ input: ActivityStarted, on today: Day) throws(Refusal) -> [Change] {
        var activity = try activities.require(input.activity)
        guard activity.status == .planned else {
            throw .notInState(needed: Activity.Status.planned, is: activity.status)
        }
        try requirePast(input.startedOn, activity.reference, on: today)
        activity.status = .running
        activity.startedOn = input.startedOn
        return [.put(activity)]
    }

    /// What happened has a day that has come.
    func requirePast(_ when: When, _ reference: Reference, on today: Day) throws(Refusal) {
        guard when.first <= today else {
            throw Refusal("dayToCome", [.init("record", .record(reference)), .init("day", .when(when))])
        }
    }
}
