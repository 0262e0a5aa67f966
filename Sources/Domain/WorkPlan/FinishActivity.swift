/// That an activity is finished, with the day.
public struct ActivityFinished: Codable, Sendable {
    public var activity: Key<Activity>
    public var finishedOn: When
}

extension AnyVerb {
    public static let finishActivity = AnyVerb(
        "finish-activity", in: .workPlan, on: "activity", ActivityFinished.self,
        when: { ($0 as? Activity)?.status == .running }
    ) {
        (project, input, setting) throws(Refusal) in try project.finishing(input, on: setting.today)
    }
}

extension Project {
    /// The activity is done. What it was to deliver must be delivered, or dropped with a reason.
    public func finishing(_ input: ActivityFinished, on today: Day) throws(Refusal) -> [Change] {
        var activity = try activities.require(input.activity)
        guard activity.status == .running else {
            throw .notInState(needed: Activity.Status.running, is: activity.status)
        }
        try requirePast(input.finishedOn, activity.reference, on: today)
        if let began = activity.startedOn, input.finishedOn.last < began.first {
            throw .blocked(by: [
                Finding(
                    "endBeforeStart", .blocks, field: "finishedOn",
                    facts: [.init("start", .when(began)), .init("end", .when(input.finishedOn))])
            ])
        }
        let missing = deliverables.filter { $0.activity == activity.id && $0.isOpen }
        guard missing.isEmpty else {
            throw Refusal(
                "deliverablesMissing",
                [
                    .init("record", .record(activity.reference)),
                    .init("others", .records(missing.map(\.reference))),
                ])
        }
        activity.status = .done
        activity.finishedOn = input.finishedOn
        return [.put(activity)]
    }
}
