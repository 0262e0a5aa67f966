/// Work on an activity began. Its planned start stays as it was.
public struct StartActivity: StateVerb {
    public static let name = "start-activity"
    public static let starts: [Activity.Status] = [.planned]

    public var activity: Key<Activity>
    public var startedOn: When

    public var subject: Key<Activity> { activity }

    public func decided(_ record: Activity, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(startedOn, record.reference, on: setting.today)
        var activity = record
        activity.status = .running
        activity.startedOn = startedOn
        return [.put(activity)]
    }
}

extension Project {
    /// What happened has a day that has come.
    func requirePast(_ when: When, _ reference: Reference, on today: Day) throws(Refusal) {
        guard when.first <= today else {
            throw Refusal("dayToCome", [.init("record", .record(reference)), .init("day", .when(when))])
        }
    }
}
