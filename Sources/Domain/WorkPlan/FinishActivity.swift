/// The activity is done. What it was to deliver must be delivered, or dropped with a reason.
public struct FinishActivity: StateVerb {
    public static let name = "finish-activity"
    public static let starts: [Activity.Status] = [.running]

    public var activity: Key<Activity>
    public var finishedOn: When

    public var subject: Key<Activity> { activity }

    public func decided(_ record: Activity, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(finishedOn, record.reference, on: setting.today)
        if let began = record.startedOn, finishedOn.last < began.first {
            throw .blocked(by: [
                Finding(
                    "endBeforeStart", .blocks, field: "finishedOn",
                    facts: [.init("start", .when(began)), .init("end", .when(finishedOn))])
            ])
        }
        let missing = project.deliverables.filter { $0.activity == record.id && $0.isOpen }
        guard missing.isEmpty else {
            throw Refusal(
                "deliverablesMissing",
                [
                    .init("record", .record(record.reference)),
                    .init("others", .records(missing.map(\.reference))),
                ])
        }
        var activity = record
        activity.status = .done
        activity.finishedOn = finishedOn
        return [.put(activity)]
    }
}
