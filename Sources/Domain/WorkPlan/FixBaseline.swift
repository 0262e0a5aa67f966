/// What made the plan as it stands the agreed one: the approved application form, a change that came into force.
public struct BaselineFixed: Codable, Sendable {
    public var reason: String
}

extension AnyVerb {
    public static let fixBaseline = AnyVerb("fix-baseline", in: .workPlan, BaselineFixed.self) {
        (project, input, setting) throws(Refusal) in try project.fixingBaseline(input, on: setting.today)
    }
}

extension Project {
    /// The days of everything that is still open become the baseline. Earlier baselines stay in the history of each record.
    public func fixingBaseline(_ input: BaselineFixed, on today: Day) throws(Refusal) -> [Change] {
        func differs(_ baseline: Baseline?, _ start: When?, _ due: When?) -> Bool {
            baseline == nil || baseline?.start != start || baseline?.due != due
        }
        var changes: [Change] = []
        for var activity in activities where activity.isOpen && (activity.start != nil || activity.due != nil) {
            guard differs(activity.baseline, activity.start, activity.due) else { continue }
            activity.baseline = Baseline(
                start: activity.start, due: activity.due, fixedOn: .day(today), reason: input.reason)
            changes.append(.put(activity))
        }
        for var deliverable in deliverables where deliverable.isOpen && deliverable.due != nil {
            guard differs(deliverable.baseline, nil, deliverable.due) else { continue }
            deliverable.baseline = Baseline(due: deliverable.due, fixedOn: .day(today), reason: input.reason)
            changes.append(.put(deliverable))
        }
        guard !changes.isEmpty else { throw Refusal("nothingChanged") }
        return changes
    }
}
