/// How a figure is counted: which records, and what each must show before it counts.
///
/// Every record counts once. Records that may not belong (`Provenance.doubtsBelonging`) stand apart as doubtful.
/// Records that stand for things without a name never count.
public enum CountingRule: String, Choice {
    /// Held events of this kind, whatever else they are.
    case kickOffMeetings, studyVisits, partnerMeetings, finalEvents, stakeholderMeetings
    /// Joint reports that were submitted.
    case jointReports
    /// Evaluations that were carried out. One that took place at an event is one thing.
    case evaluations
    /// Practices named in public as the project's, or further on.
    case goodPractices
    /// Plans that others could see finished: presented in public, endorsed, approved or published.
    case actionPlans
    /// Changes that were reported or confirmed.
    case policyChanges
    case mediaAppearances
    /// Issues that were sent.
    case newsletters
    /// Websites, not their addresses.
    case websites
    case regionalSwots
    /// Nothing in the records says it; only claims are kept.
    case notCounted
    /// Held events from which policies learn: study visits, meetings of stakeholders, learning events. Each once.
    case learningEvents
    /// Policy instruments with a change that was confirmed; one that was only reported is doubtful.
    case instrumentsInspired
    /// Money behind confirmed changes of policies, in euro. It is never project money.
    case fundsInfluenced
    /// People who said after an event that they can do more now, each once however many events they came to.
    case peopleWithIncreasedCapacity
    /// What was measured or asked and entered as values of periods: a survey, a statistic of the website.
    case measured
}

extension CountingRule {
    /// The kind of record of which it counts all that qualify; nil where it counts only some sorts of a kind.
    public var kind: String? {
        switch self {
        case .kickOffMeetings, .studyVisits, .partnerMeetings, .finalEvents, .stakeholderMeetings, .notCounted,
            .learningEvents, .instrumentsInspired, .fundsInfluenced,
            .peopleWithIncreasedCapacity, .measured:
            nil
        case .jointReports: JointReport.kind
        case .evaluations: Evaluation.kind
        case .goodPractices: GoodPractice.kind
        case .actionPlans: ActionPlan.kind
        case .policyChanges: PolicyChange.kind
        case .mediaAppearances: MediaAppearance.kind
        case .newsletters: Newsletter.kind
        case .websites: Website.kind
        case .regionalSwots: RegionalSwot.kind
        }
    }
}

extension CountingRule {
    /// Whether it looks at changes of policies and counts what is behind those that were confirmed.
    var countsConfirmedChanges: Bool { self == .instrumentsInspired || self == .fundsInfluenced }

    /// The sorts of events that it counts; none where it counts other things.
    var sorts: [Event.Sort] {
        switch self {
        case .kickOffMeetings: [.kickOff]
        case .studyVisits: [.studyVisit]
        case .partnerMeetings: [.partnerMeeting]
        case .finalEvents: [.finalEvent]
        case .stakeholderMeetings: [.stakeholderMeeting]
        case .learningEvents: [.studyVisit, .stakeholderMeeting, .policyLearning]
        default: []
        }
    }
}

extension Project {
    /// The records among which the rule counts. What stands for things without a name is not among them.
    func candidates(for rule: CountingRule) -> [Candidate] {
        func all(_ records: some Sequence<some Countable>) -> [Candidate] { records.map { $0.candidate(in: self) } }
        switch rule {
        case .kickOffMeetings, .studyVisits, .partnerMeetings, .finalEvents, .stakeholderMeetings, .learningEvents:
            let sorts = rule.sorts
            return all(
                events.lazy.filter { event in
                    event.standsFor == nil && event.sorts.contains(where: sorts.contains)
                        && ![.cancelled, .notHeld, .merged].contains(event.status)
                })
        case .jointReports: return all(jointReports)
        case .evaluations: return all(evaluations)
        case .goodPractices: return all(goodPractices.lazy.filter { $0.standsFor == nil })
        case .actionPlans: return all(actionPlans)
        case .policyChanges: return all(policyChanges)
        case .instrumentsInspired: return all(policyChanges.lazy.filter { $0.instrument != nil })
        case .fundsInfluenced:
            // Other currencies are not added up: there is no rate that everybody would agree to.
            return policyChanges.filter { $0.moneyInfluenced != nil }.map { change in
                var candidate = change.candidate(in: self)
                candidate.isOdd = change.moneyInfluenced?.currency != "EUR"
                return candidate
            }
        case .mediaAppearances: return all(mediaAppearances)
        case .newsletters: return all(newsletters)
        case .websites: return all(websites)
        case .regionalSwots: return all(regionalSwots)
        case .peopleWithIncreasedCapacity:
            let saying = sayingCapacity
            return all(
                events.lazy.filter { $0.status == .held && $0.standsFor == nil && saying.contains($0.id) })
        case .measured, .notCounted: return []
        }
    }
}
