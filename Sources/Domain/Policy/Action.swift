/// One thing that an action plan says will be done. It may be carried out before its plan is finished.
public struct Action: Stated {
    public static let kind = "action"
    public static let plural = "actions"
    public static let room = Room.policy
    public static let governed: Set = ["status", "steps", "stretches", "failedBecause", "found"]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Action.self) + AnyVerb.of(StartAction.self, FinishAction.self, FailAction.self)
    }

    public enum Status: String, Choice { case notStarted, running, done, failed, unknown }

    public var id: Key<Action>
    public var plan: Key<ActionPlan>
    public var number: Int?
    public var title: String
    public var status: Status
    public var inspiredBy: [Inspiration] = []
    public var changes: [String] = []
    public var stretches: [Stretch] = []
    public var progress: Prose?
    public var funding: [Measure] = []
    /// What was learnt, from which practice and partner.
    public var background: Prose?
    /// What will be done.
    public var nature: Prose?
    public var players: [Player] = []
    public var cost: Money?
    public var costInWords: String?
    /// Why it failed.
    public var failedBecause: Prose?
    public var steps: [Step] = []
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// Somebody who has a part in it, and which.
    public struct Player: Codable, Sendable, Equatable {
        public var organisation: Key<Organisation>?
        public var partner: Key<Partner>?
        public var name: String?
        public var part: String?
    }

    /// What became of it on a day.
    public struct Step: Codable, Sendable, Equatable {
        public var state: Status
        public var on: When
        public var by: Who?
        public var text: Prose?
    }

    /// What it was inspired by: a practice on record, or words.
    public struct Inspiration: Codable, Sendable, Equatable {
        public var practice: Key<GoodPractice>?
        public var words: String?
    }

    public struct Stretch: Codable, Sendable, Equatable {
        public var from: When
        public var to: When?
    }

    public func owner(in project: Project) -> Key<Partner>? { project.owner(of: plan) }
    public var caption: Caption { .text(title) }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if status == .failed, failedBecause == nil {
            found.append(Finding("failureUnexplained", .warns, field: "failedBecause"))
        }
        for (index, player) in players.enumerated()
        where player.organisation == nil && player.partner == nil && player.name == nil {
            found.append(Finding("missing", .blocks, field: "players.\(index).name"))
        }
        if let plan = project.actionPlans[plan], plan.isFinished, !plan.provenance.doubtsBelonging {
            let day = plan.finishedOn?.first ?? project.identification?.start
            let limits = day.map { project.formLimits(of: Action.kind, on: $0) } ?? []
            found += limits.findings { text(of: $0) }
        }
        return found
    }
}

extension Action {
    public static let programmeForm: ProgrammeForm? = ProgrammeForm(
        "actionPlan",
        [
            ("background", "background"), ("action", "nature"), ("players", "players"), ("timeframe", "stretches"),
            ("costs", "costInWords"), ("fundingSources", "funding"),
        ])

    func text(of field: String) -> String? {
        switch field {
        case "background": background?.text ?? inspiredBy.first.map { _ in title }
        case "nature": nature?.text ?? changes.first ?? progress?.text
        case "players": players.first.map { _ in title }
        case "stretches": stretches.first?.from.plain
        case "costInWords": cost?.plain ?? costInWords
        case "funding": funding.first?.value
        default: nil
        }
    }

    /// The first day of its first stretch.
    public var begun: When? { stretches.map(\.from).min() }

    /// Whether it was begun before its plan was finished for others to see. That is allowed.
    public func isAhead(of plan: ActionPlan) -> Bool {
        guard let begun else { return false }
        guard let finished = plan.finishedOn else { return status == .running || status == .done }
        return begun.last < finished.first
    }
}

extension Project {
    public var actions: Table<Action> { self[Action.self] }
}
