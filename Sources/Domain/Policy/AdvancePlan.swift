/// What the region itself does with its plan: writes it, discusses it, shows it, publishes it, changes it.
public struct PlanAdvanced: Codable, Sendable {
    public var plan: Key<ActionPlan>
    public var on: Day
    public var event: Key<Event>?
    public var by: Who?
    public var note: Prose?
    public var document: String?
    public var provenance: Provenance?
}

/// What somebody else says of it, recorded on their behalf: the body, the person named, the document.
public struct PlanDecided: Codable, Sendable {
    public var plan: Key<ActionPlan>
    public var on: Day
    public var body: String
    public var by: Who
    public var document: String
    public var note: Prose?
    public var provenance: Provenance?
}

/// A letter in which an organisation stands behind the plan.
public struct PlanSupported: Codable, Sendable {
    public var plan: Key<ActionPlan>
    public var on: Day
    public var organisation: Key<Organisation>
    public var by: Who
    public var document: String
    public var provenance: Provenance?
}

extension AnyVerb {
    /// A verb that brings the plan from one of some states into the next.
    private static func plan(
        _ name: String, to next: ActionPlan.Status, from states: [ActionPlan.Status]
    ) -> AnyVerb {
        AnyVerb(
            name, in: .policy, on: "action-plan", PlanAdvanced.self,
            when: { ($0 as? ActionPlan).map { states.contains($0.status) } ?? false }
        ) { (project, input, setting) throws(Refusal) in
            try project.advancing(
                input.plan,
                by: .init(
                    state: next, on: input.on, by: input.by, event: input.event, text: input.note,
                    document: input.document), from: states, setting.today, shownBy: input.provenance)
        }
    }

    /// The same where somebody outside decides.
    private static func decided(
        _ name: String, to next: ActionPlan.Status, from states: [ActionPlan.Status]
    ) -> AnyVerb {
        AnyVerb(
            name, in: .policy, on: "action-plan", PlanDecided.self,
            when: { ($0 as? ActionPlan).map { states.contains($0.status) } ?? false }
        ) { (project, input, setting) throws(Refusal) in
            try project.advancing(
                input.plan,
                by: .init(
                    state: next, on: input.on, body: input.body, by: input.by, text: input.note,
                    document: input.document),
                from: states, setting.today, shownBy: input.provenance)
        }
    }

    public static let draftPlan = plan("draft-plan", to: .draft, from: [.scenario])
    public static let discussPlan = plan("discuss-plan", to: .workshop, from: [.scenario, .draft, .changed])
    public static let presentPlan = plan("present-plan", to: .presented, from: [.draft, .workshop, .changed])
    public static let endorsePlan = decided(
        "endorse-plan", to: .endorsed, from: [.draft, .workshop, .presented, .changed])
    public static let approvePlan = decided("approve-plan", to: .approved, from: [.presented, .endorsed])
    public static let publishPlan = plan("publish-plan", to: .published, from: [.presented, .endorsed, .approved])
    public static let amendPlan = plan(
        "amend-plan", to: .changed, from: [.presented, .endorsed, .approved, .published])

    public static let supportPlan = AnyVerb("support-plan", in: .policy, on: "action-plan", PlanSupported.self) {
        (project, input, setting) throws(Refusal) in try project.supporting(input, on: setting.today)
    }
}

extension Project {
    /// The plan gets its next state, and the day that belongs to it. Every step stays readable.
    func advancing(
        _ key: Key<ActionPlan>, by step: ActionPlan.Step, from states: [ActionPlan.Status], _ today: Day,
        shownBy provenance: Provenance?
    ) throws(Refusal) -> [Change] {
        var plan = try actionPlans.require(key)
        guard states.contains(plan.status) else { throw .notAmong(states, is: plan.status) }
        guard step.on <= today else {
            throw Refusal("notYetDone", [.init("record", .record(plan.reference)), .init("day", .day(step.on))])
        }
        if let last = plan.steps.last, step.on < last.on {
            throw .blocked(by: [Finding("beforeLastStep", .blocks, field: "on", facts: [.init("day", .day(last.on))])])
        }
        switch step.state {
        case .workshop: plan.presentedToStakeholders = plan.presentedToStakeholders ?? .day(step.on)
        case .presented: plan.presentedPublicly = plan.presentedPublicly ?? .day(step.on)
        case .endorsed: plan.endorsedBy = step.body
        case .approved: plan.approvedOn = .day(step.on)
        case .published: plan.publishedOn = plan.publishedOn ?? .day(step.on)
        case .scenario, .draft, .changed: break
        }
        plan.status = step.state
        plan.steps.append(step)
        plan.provenance.take(provenance)
        return [.put(plan)]
    }

    /// The letter of support; a later one takes the place of an earlier one, which stays in the history.
    public func supporting(_ input: PlanSupported, on today: Day) throws(Refusal) -> [Change] {
        var plan = try actionPlans.require(input.plan)
        guard input.on <= today else {
            throw Refusal("notYetDone", [.init("record", .record(plan.reference)), .init("day", .day(input.on))])
        }
        plan.letterOfSupport = .init(
            on: input.on, organisation: input.organisation, by: input.by, document: input.document)
        plan.provenance.take(input.provenance)
        return [.put(plan)]
    }
}
