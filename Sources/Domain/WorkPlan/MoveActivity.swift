/// The activity gets other days, with the reason. What was agreed stays as its baseline, and every move stays readable.
public struct MoveActivity: StateVerb {
    public static let name = "move-activity"
    public static let starts = Activity.open

    public var activity: Key<Activity>
    public var start: When?
    public var due: When?
    public var reason: String
    public var by: Who?

    public var subject: Key<Activity> { activity }

    public func decided(_ record: Activity, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard let what = PlanMove.written([(record.start, start), (record.due, due)]) else {
            throw Refusal("nothingChanged", [.init("record", .record(record.reference))])
        }
        var activity = record
        if activity.baseline == nil { activity.baseline = Baseline(start: activity.start, due: activity.due) }
        activity.start = start ?? activity.start
        activity.due = due ?? activity.due
        activity.moves.append(PlanMove(on: .day(setting.today), what: what, reason: reason, by: by))
        let blocking = activity.findings(in: project).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(activity)]
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
