/// The new days of an activity, with the reason.
public struct ActivityMoved: Codable, Sendable {
    public var activity: Key<Activity>
    public var start: When?
    public var due: When?
    public var reason: String
    public var by: Who?
}

extension AnyVerb {
    public static let moveActivity = AnyVerb(
        "move-activity", in: .workPlan, on: "activity", ActivityMoved.self,
        when: { ($0 as? Activity)?.isOpen == true }
    ) {
        (project, input, setting) throws(Refusal) in
        [.put(try project.moved(input, on: setting.today))]
    }
}

extension Project {
    /// The activity gets other days. What was agreed stays as its baseline, and every move stays readable.
    public func moved(_ input: ActivityMoved, on today: Day) throws(Refusal) -> Activity {
        var activity = try activities.require(input.activity)
        guard activity.isOpen else { throw .notInState(needed: Activity.Status.planned, is: activity.status) }
        let what = PlanMove.written([(activity.start, input.start), (activity.due, input.due)])
        guard let what else { throw Refusal("nothingChanged", [.init("record", .record(activity.reference))]) }

        if activity.baseline == nil { activity.baseline = Baseline(start: activity.start, due: activity.due) }
        activity.start = input.start ?? activity.start
        activity.due = input.due ?? activity.due
        activity.moves.append(PlanMove(on: .day(today), what: what, reason: input.reason, by: input.by))
        let blocking = activity.findings(in: self).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return activity
    }
}

extension PlanMove {
    /// "2025-02-28 → 2025-04-30" of each pair that differs; nil when none does.
    static func written(_ pairs: [(old: When?, new: When?)]) -> String? {
        let parts = pairs.compactMap { old, new -> String? in
            guard let new, new != old else { return nil }
            return "\(old?.plain ?? "?") → \(new.plain)"
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}
