/// A step of a plan: the name of its verb, the states that it starts from, and where it leads.
public protocol PlanStep {
    typealias Way = (name: String, starts: [ActionPlan.Status], to: ActionPlan.Status)
    static var way: Way { get }
}

public enum DraftPlan: PlanStep { public static let way: Way = ("draft-plan", [.scenario, .unknown], .draft) }
public enum DiscussPlan: PlanStep {
    public static let way: Way = ("discuss-plan", [.scenario, .draft, .changed, .unknown], .workshop)
}
public enum PresentPlan: PlanStep {
    public static let way: Way = ("present-plan", [.draft, .workshop, .changed, .unknown], .presented)
}
public enum EndorsePlan: PlanStep {
    public static let way: Way = ("endorse-plan", [.draft, .workshop, .presented, .changed, .unknown], .endorsed)
}
public enum ApprovePlan: PlanStep {
    public static let way: Way = ("approve-plan", [.presented, .endorsed, .unknown], .approved)
}
public enum PublishPlan: PlanStep {
    public static let way: Way = ("publish-plan", [.presented, .endorsed, .approved, .unknown], .published)
}
public enum AmendPlan: PlanStep {
    public static let way: Way = ("amend-plan", [.presented, .endorsed, .approved, .published], .changed)
}

/// What the region itself does with its plan: writes it, discusses it, shows it, publishes it, changes it.
public struct AdvancePlan<Step: PlanStep>: StateVerb {
    public static var name: String { Step.way.name }
    public static var starts: [ActionPlan.Status] { Step.way.starts }

    public var plan: Key<ActionPlan>
    public var on: Day
    public var event: Key<Event>?
    public var by: Who?
    public var note: Prose?
    public var document: String?
    public var provenance: Provenance?

    public var subject: Key<ActionPlan> { plan }

    public func decided(_ record: ActionPlan, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try record.advanced(
            by: .init(state: Step.way.to, on: .day(on), by: by, event: event, text: note, document: document),
            setting.today, shownBy: provenance)
    }
}

/// What somebody else says of it, recorded on their behalf: the body, the person named, the document.
public struct DecideOnPlan<Step: PlanStep>: StateVerb {
    public static var name: String { Step.way.name }
    public static var starts: [ActionPlan.Status] { Step.way.starts }

    public var plan: Key<ActionPlan>
    public var on: Day
    public var body: String
    public var by: Who
    public var document: String
    public var note: Prose?
    public var provenance: Provenance?

    public var subject: Key<ActionPlan> { plan }

    public func decided(_ record: ActionPlan, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try record.advanced(
            by: .init(state: Step.way.to, on: .day(on), body: body, by: by, text: note, document: document),
            setting.today, shownBy: provenance)
    }
}

/// A letter in which an organisation stands behind the plan. A later one takes its place; the first stays in the history.
public struct SupportPlan: RecordVerb {
    public static let name = "support-plan"

    public var plan: Key<ActionPlan>
    public var on: Day
    public var organisation: Key<Organisation>
    public var by: Who
    public var document: String
    public var provenance: Provenance?

    public var subject: Key<ActionPlan> { plan }

    public func decided(_ record: ActionPlan, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try record.requireDone(on, by: setting.today)
        var plan = record
        plan.letterOfSupport = .init(on: on, organisation: organisation, by: by, document: document)
        plan.provenance.take(provenance)
        return [.put(plan)]
    }
}

extension ActionPlan {
    /// The plan gets its next state, and the day that belongs to it. Every step stays readable.
    fileprivate func advanced(by step: Step, _ today: Day, shownBy proofs: Provenance?) throws(Refusal) -> [Change] {
        try requireDone(step.on.last, by: today)
        if let last = steps.last, step.on.last < last.on.first {
            throw .blocked(by: [Finding("beforeLastStep", .blocks, field: "on", facts: [.init("day", .when(last.on))])])
        }
        var plan = self
        switch step.state {
        case .workshop: plan.presentedToStakeholders = plan.presentedToStakeholders ?? step.on
        case .presented: plan.presentedPublicly = plan.presentedPublicly ?? step.on
        case .endorsed: plan.endorsedBy = step.body
        case .approved: plan.approvedOn = step.on
        case .published: plan.publishedOn = plan.publishedOn ?? step.on
        case .scenario, .draft, .changed, .unknown: break
        }
        plan.status = step.state
        plan.steps.append(step)
        plan.provenance.take(proofs)
        return [.put(plan)]
    }
}

extension Record {
    /// What is recorded as done was done by today.
    func requireDone(_ day: Day, by today: Day) throws(Refusal) {
        guard day <= today else {
            throw Refusal("notYetDone", [.init("record", .record(reference)), .init("day", .day(day))])
        }
    }
}
