/// New days of several activities and deliverables at once, with one reason: one entry. All of them move, or none. What
/// stays on its day is left as it is.
public struct MovePlan: Verb {
    public static let name = "move-plan"
    public static let room = Room.workPlan

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

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var changes: [Change] = []
        var found: [Finding] = []
        func move(_ reference: Reference, by verb: some Verb) throws(Refusal) {
            do throws(Refusal) { changes += try verb.decided(in: project, setting) } catch {
                guard error.code == "blocked" else { throw error }
                found += error.findings.map {
                    Finding($0.code, .blocks, about: reference, field: $0.field, facts: $0.facts)
                }
            }
        }
        for item in activities {
            let old = try project.activities.require(item.activity)
            guard (item.start.map { $0 != old.start } ?? false) || (item.due.map { $0 != old.due } ?? false) else {
                continue
            }
            try move(
                old.reference,
                by: MoveActivity(activity: old.id, start: item.start, due: item.due, reason: reason, by: by))
        }
        for item in deliverables {
            let old = try project.deliverables.require(item.deliverable)
            guard let due = item.due, due != old.due else { continue }
            try move(old.reference, by: MoveDeliverable(deliverable: old.id, due: due, reason: reason, by: by))
        }
        guard found.isEmpty else { throw .blocked(by: found) }
        guard !changes.isEmpty else { throw Refusal("nothingChanged") }
        return changes
    }
}
