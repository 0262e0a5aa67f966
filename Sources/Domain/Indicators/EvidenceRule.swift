/// By what a figure counts: what a record must be, and what it must show. The programme's own where its pack says so, else what is
/// usual; changed with a reason.
///
/// A project that has none counts by state alone, as it did before there were such rules: whatever was called done is counted.
public struct EvidenceRule: Record {
    public static let kind = "evidence-rule"
    public static let plural = "evidence-rules"
    public static let room = Room.indicators
    public static let may = May.coordinator
    public static var verbs: [AnyVerb] {
        let ordinary = AnyVerb.ordinary(EvidenceRule.self)
        return [ordinary[0], reasoned(ordinary[1]), ordinary[2]] + AnyVerb.of(TakeEvidenceRules.self)
    }

    public var id: Key<EvidenceRule>
    public var figure: Key<Figure>
    /// The states in which a record is what the figure counts. None where its kind has no states.
    public var states: [String] = []
    public var shows: [Demand] = []
    /// Whether what a sister project claims too is counted here.
    public var countsShared: Bool = false
    /// Where the programme says it, or why it was changed; nothing where it is usual in the field.
    public var because: String?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .numbered(id.number) }
    public var demands: Demands { Demands(states: states, shows: shows, countsShared: countsShared) }

    public func findings(in project: Project) -> [Finding] {
        var found = project.evidenceRules.filter { $0.id != id && $0.figure == figure }.map {
            Finding(
                "ruleThere", .blocks, about: $0.reference, field: "figure",
                facts: [.init("record", .record($0.reference))])
        }
        guard let rule = project.figures[figure]?.rule else { return found }
        let known = rule.states
        for (index, state) in states.enumerated() where !known.contains(state) {
            found.append(
                Finding(
                    "notOneOf", .blocks, field: "states.\(index)",
                    facts: [
                        .init("text", .text(state)), .init("words", .text(known.joined(separator: ", "))),
                        .init("list", .text(project.figures[figure]?.rule.stateList ?? "")),
                    ]))
        }
        if states.isEmpty, !known.isEmpty {
            found.append(Finding("missing", .blocks, field: "states"))
        }
        if because == nil, let counted = project.figures[figure], project.suggestedRule(of: counted).demands != demands
        {
            found.append(Finding("missing", .blocks, field: "because"))
        }
        return found
    }

    /// The change, refused where the reason is that of before.
    private static func reasoned(_ change: AnyVerb) -> AnyVerb {
        AnyVerb(
            change.name, in: change.room, on: change.kind, by: change.may, form: change.form, sort: change.sort,
            hindrance: change.hindrance
        ) { (project, input, setting) throws(Refusal) in
            let changes = try change.decide(project, input, setting)
            for case .put(let record) in changes {
                guard let new = record as? EvidenceRule, let old = project.evidenceRules[new.id] else { continue }
                if new.demands != old.demands, new.because == old.because {
                    throw .blocked(by: [Finding("reasonOfBefore", .blocks, field: "because")])
                }
            }
            return changes
        }
    }
}

/// What a record must be and show before a figure counts it.
public struct Demands: Sendable, Equatable {
    public var states: [String] = []
    public var shows: [Demand] = []
    public var countsShared = false

    func isDone(_ candidate: Candidate) -> Bool {
        states.isEmpty ? candidate.isDone : candidate.state.map(states.contains) ?? false
    }
}

/// Every figure that has no rule of its own gets that of the pack, or the usual one: what nobody has shown is no longer counted.
///
/// Refused where no figure lacks one.
public struct TakeEvidenceRules: Verb {
    public static let name = "take-evidence-rules"
    public static let room = Room.indicators
    public static let may = May.coordinator

    /// Why now, for the trail.
    public var remark: String?

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let changes = project.evidenceRulesToTake()
        guard !changes.isEmpty else { throw Refusal("nothingToTake") }
        return changes
    }
}

extension Project {
    public var evidenceRules: Table<EvidenceRule> { self[EvidenceRule.self] }

    /// Whether a rule of evidence was ever on record: one that is withdrawn leads to the suggested one, and never back.
    public var countsByEvidence: Bool { evidenceRules.next.number > 1 }

    /// The rule by which the figure counts; nil where the project counts by state alone.
    public func evidenceRule(of figure: Figure) -> Demands? {
        guard countsByEvidence else { return nil }
        return evidenceRules.first { $0.figure == figure.id }?.demands ?? suggestedRule(of: figure).demands
    }

    /// What the pack says of the figure, with where it says so; else what is usual.
    public func suggestedRule(of figure: Figure) -> (demands: Demands, source: RuleSource?) {
        var (demands, source) = (figure.rule.usual, RuleSource?.none)
        guard let pack = rulePack, let day = identification?.start else { return (demands, nil) }
        func value(_ name: String) -> RuleValue? {
            guard let dated = pack.value(ParameterName(name), about: figure.rule.rawValue, on: day) else { return nil }
            source = source ?? dated.source
            return dated.value
        }
        if case .words(let words)? = value("counting.states") { demands.states = words }
        if case .words(let words)? = value("counting.shows") {
            demands.shows = Demand.allCases.filter { words.contains($0.rawValue) }
        }
        if case .flag(let flag)? = value("counting.shared") { demands.countsShared = flag }
        return (demands, source)
    }

    /// Those of all figures that lack one.
    func evidenceRulesToTake() -> [Change] {
        var next = evidenceRules.next.number
        return figures.filter { figure in
            figure.rule.isCounted && !evidenceRules.contains { $0.figure == figure.id }
        }.map { figure in
            defer { next += 1 }
            let (demands, source) = suggestedRule(of: figure)
            return .put(
                EvidenceRule(
                    id: Key(next), figure: figure.id, states: demands.states, shows: demands.shows,
                    countsShared: demands.countsShared, because: source?.text))
        }
    }
}

extension CountingRule {
    /// Whether records are looked at one by one: not where only claims are kept.
    public var isCounted: Bool { self != .notCounted }

    /// The list of words of those states; nil where it counts what has none.
    public var stateList: String? {
        switch self {
        case .kickOffMeetings, .studyVisits, .partnerMeetings, .finalEvents, .stakeholderMeetings, .learningEvents,
            .peopleWithIncreasedCapacity:
            Event.Status.choiceName
        case .jointReports: JointReport.Status.choiceName
        case .evaluations: Evaluation.Status.choiceName
        case .goodPractices: GoodPractice.Status.choiceName
        case .actionPlans: ActionPlan.Status.choiceName
        case .policyChanges, .instrumentsInspired, .fundsInfluenced: PolicyChange.Status.choiceName
        case .newsletters: Newsletter.Status.choiceName
        case .mediaAppearances, .websites, .regionalSwots, .measured, .notCounted: nil
        }
    }

    /// All states that a record of what it counts may be in.
    var states: [String] {
        func all<C: Choice>(_ type: C.Type) -> [String] { C.allCases.map(\.rawValue) }
        switch self {
        case .kickOffMeetings, .studyVisits, .partnerMeetings, .finalEvents, .stakeholderMeetings, .learningEvents,
            .peopleWithIncreasedCapacity:
            return all(Event.Status.self)
        case .jointReports: return all(JointReport.Status.self)
        case .evaluations: return all(Evaluation.Status.self)
        case .goodPractices: return all(GoodPractice.Status.self)
        case .actionPlans: return all(ActionPlan.Status.self)
        case .policyChanges, .instrumentsInspired, .fundsInfluenced: return all(PolicyChange.Status.self)
        case .newsletters: return all(Newsletter.Status.self)
        case .mediaAppearances, .websites, .regionalSwots, .measured, .notCounted: return []
        }
    }

    /// What is demanded where no pack says otherwise: that it happened, and that somebody shows it.
    var usual: Demands {
        switch self {
        case .kickOffMeetings, .studyVisits, .partnerMeetings, .finalEvents, .stakeholderMeetings, .learningEvents,
            .peopleWithIncreasedCapacity:
            Demands(states: ["held"], shows: [.day, .shown])
        case .jointReports: Demands(states: ["submitted", "inClarification", "approved"], shows: [.day, .shown])
        case .evaluations: Demands(states: ["done"], shows: [.shown])
        case .goodPractices:
            // That another project has it too takes nothing from a practice.
            Demands(states: ["named", "presented", "published", "validated"], shows: [.shown], countsShared: true)
        case .actionPlans:
            Demands(states: ["presented", "endorsed", "approved", "published", "changed"], shows: [.shown])
        case .policyChanges, .instrumentsInspired, .fundsInfluenced:
            Demands(states: ["reported", "confirmed"], shows: [.shown, .confirmation])
        case .newsletters: Demands(states: ["sent"], shows: [.shown])
        case .mediaAppearances: Demands(shows: [.day, .shown])
        case .websites: Demands(shows: [.publicSource])
        case .regionalSwots, .measured: Demands(shows: [.shown])
        case .notCounted: Demands()
        }
    }
}
