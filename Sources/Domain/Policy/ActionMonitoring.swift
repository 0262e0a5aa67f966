/// How an action stands in one reporting period: what was done, what shows it, what it does to the instrument.
public struct ActionMonitoring: Record {
    public static let kind = "action-monitoring"
    public static let plural = "action-monitorings"
    public static let room = Room.policy

    public var id: Key<ActionMonitoring>
    public var action: Key<Action>
    public var period: Key<ReportingPeriod>
    public var status: Action.Status
    public var text: Prose
    /// What it does to the policy instrument.
    public var effect: Prose?
    public var evidence: Prose?
    /// Why it is late or failed.
    public var reason: Prose?
    public var on: When?
    public var by: Who?
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { project.owner(of: action) }
    public var caption: Caption { .numbered(id.number) }
    public var dated: Day? { on?.last }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        for other in project.actionMonitorings
        where other.id != id && other.action == action && other.period == period {
            found.append(
                Finding(
                    "monitoredTwice", .blocks, about: other.reference, field: "period",
                    facts: [.init("record", .record(other.reference))]))
        }
        if status == .failed, reason == nil { found.append(Finding("failureUnexplained", .warns, field: "reason")) }
        if status == .done, evidence == nil, project.showable(provenance.proofs).isEmpty, provenance.sources.isEmpty {
            found.append(Finding("doneWithoutEvidence", .warns, field: "evidence"))
        }
        return found
    }
}

extension Project {
    public var actionMonitorings: Table<ActionMonitoring> { self[ActionMonitoring.self] }

    /// The periods in which an action is watched: from the day that its plan says, or from its own first day, to the
    /// end of the project.
    public func monitoredPeriods(of action: Action) -> [ReportingPeriod] {
        let watched = actionPlans[action.plan]?.monitoredFrom?.first
        guard let from = watched ?? action.begun?.first else { return [] }
        return reportingPeriods.filter { $0.end >= from }.sorted { $0.number < $1.number }
    }

    /// What is missing: periods that have ended without a word on the action.
    public func monitoringGaps(of action: Action, on today: Day) -> [ReportingPeriod] {
        monitoredPeriods(of: action).filter { period in
            period.end < today && !actionMonitorings.contains { $0.action == action.id && $0.period == period.id }
        }
    }
}

extension ActionMonitoring {
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.actions.flatMap { action -> [Need] in
            guard action.status == .running || action.status == .notStarted,
                let plan = project.actionPlans[action.plan], plan.monitoredFrom != nil
            else { return [] }
            return project.monitoringGaps(of: action, on: today).map { period in
                Need(
                    "monitoringMissing", .late, about: action.reference, day: period.end,
                    facts: [.init("period", .record(period.reference))], holder: .partner(plan.partner),
                    by: AddRecord<ActionMonitoring>.name, part: "period-\(period.id.number)")
            }
        }
    }
}
