/// New days of several activities and deliverables at once, with one reason: one entry.
public struct PlanMoved: Codable, Sendable {
    public var activities: [Days] = []
    public var deliverables: [DueDay] = []
    public var reason: String
    public var by: Who?

    public struct Days: Codable, Sendable, Equatable {
        public var activity: Key<Activity>
        public var start: When?
        public var due: When?
    }

    public struct DueDay: Codable, Sendable, Equatable {
        public var deliverable: Key<Deliverable>
        public var due: When?
    }
}

extension AnyVerb {
    public static let movePlan = AnyVerb("move-plan", in: .workPlan, PlanMoved.self) {
        (project, input, setting) throws(Refusal) in try project.moving(input, on: setting.today)
    }
}

extension Project {
    /// All of them move, or none. What stays on its day is left as it is.
    public func moving(_ input: PlanMoved, on today: Day) throws(Refusal) -> [Change] {
        var changes: [Change] = []
        var found: [Finding] = []
        func keep(_ refusal: Refusal, _ reference: Reference) throws(Refusal) {
            guard refusal.code == "blocked" else { throw refusal }
            found += refusal.findings.map {
                Finding($0.code, .blocks, about: reference, field: $0.field, facts: $0.facts)
            }
        }
        for item in input.activities {
            let old = try activities.require(item.activity)
            guard (item.start.map { $0 != old.start } ?? false) || (item.due.map { $0 != old.due } ?? false) else {
                continue
            }
            do throws(Refusal) {
                changes.append(
                    .put(
                        try moved(
                            ActivityMoved(
                                activity: item.activity, start: item.start, due: item.due, reason: input.reason,
                                by: input.by), on: today)))
            } catch { try keep(error, old.reference) }
        }
        for item in input.deliverables {
            let old = try deliverables.require(item.deliverable)
            guard let due = item.due, due != old.due else { continue }
            do throws(Refusal) {
                changes.append(
                    .put(
                        try moved(
                            DeliverableMoved(
                                deliverable: item.deliverable, due: due, reason: input.reason, by: input.by),
                            on: today)))
            } catch { try keep(error, old.reference) }
        }
        guard found.isEmpty else { throw .blocked(by: found) }
        guard !changes.isEmpty else { throw Refusal("nothingChanged") }
        return changes
    }
}
