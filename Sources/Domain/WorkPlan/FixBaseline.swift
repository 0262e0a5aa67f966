/// The plan as it stands is the agreed one, and what made it so: the approved application form, a change that came into
/// force. The days of everything that is still open become the baseline; earlier ones stay in the history of each record.
public struct FixBaseline: Verb {
    public static let name = "fix-baseline"
    public static let room = Room.workPlan
    public static let may = May.coordinator

    public var reason: String

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        func differs(_ baseline: Baseline?, _ start: When?, _ due: When?) -> Bool {
            baseline == nil || baseline?.start != start || baseline?.due != due
        }
        var changes: [Change] = []
        for var activity in project.activities where activity.isOpen && (activity.start != nil || activity.due != nil) {
            guard differs(activity.baseline, activity.start, activity.due) else { continue }
            activity.baseline = Baseline(
                start: activity.start, due: activity.due, fixedOn: .day(setting.today), reason: reason)
            changes.append(.put(activity))
        }
        for var deliverable in project.deliverables where deliverable.isOpen && deliverable.due != nil {
            guard differs(deliverable.baseline, nil, deliverable.due) else { continue }
            deliverable.baseline = Baseline(due: deliverable.due, fixedOn: .day(setting.today), reason: reason)
            changes.append(.put(deliverable))
        }
        guard !changes.isEmpty else { throw Refusal("nothingChanged") }
        return changes
    }
}
