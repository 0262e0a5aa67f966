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

/// The records behind a figure.
public struct Evidence: Sendable, Equatable {
    public var counted: [Reference] = []
    public var doubtful: [Reference] = []
    /// What they add up to, where the figure is no number of records.
    public var value: FigureValue?
    /// How many records that may count were withheld where the trail came from. The number is then not known.
    public var withheld = 0

    public var isKnown: Bool { withheld == 0 }
}

extension Project {
    /// The records that count for the rule, and those that may.
    ///
    /// With a day: those that counted by its end. What is known only to a month or year counts once its last possible
    /// day has passed; what has no day at all, once the project has ended.
    public func evidence(for rule: CountingRule, asOf day: Day? = nil) -> Evidence {
        var evidence = Evidence()
        func had(_ last: Day?) -> Bool {
            guard let day else { return true }
            guard let last = last ?? identification?.end else { return false }
            return last <= day
        }
        func count(_ record: some Record, on last: Day?, if fulfilled: Bool = true, doubtful: Bool = false) {
            guard had(last) else { return }
            if record.provenance.doubtsBelonging || doubtful {
                evidence.doubtful.append(record.reference)
            } else if fulfilled {
                evidence.counted.append(record.reference)
            }
        }
        func events(_ sorts: Event.Sort...) {
            for event in self.events where event.standsFor == nil && event.sorts.contains(where: sorts.contains) {
                switch event.status {
                case .held: count(event, on: event.lastDay)
                case .planned, .moved:
                    if let day = day ?? identification?.end, event.isUnaccounted(on: day) {
                        count(event, on: event.lastDay, doubtful: true)
                    }
                case .cancelled, .notHeld, .merged: break
                }
            }
        }

        switch rule {
        case .kickOffMeetings: events(.kickOff)
        case .studyVisits: events(.studyVisit)
        case .partnerMeetings: events(.partnerMeeting)
        case .finalEvents: events(.finalEvent)
        case .stakeholderMeetings: events(.stakeholderMeeting)
        case .jointReports:
            for report in jointReports where report.status != .draft { count(report, on: report.submittedOn?.last) }
        case .evaluations:
            for evaluation in evaluations where evaluation.status == .done {
                count(evaluation, on: evaluation.on?.last ?? evaluation.event.flatMap { self.events[$0]?.lastDay })
            }
        case .goodPractices:
            for practice in goodPractices where practice.standsFor == nil {
                let shown = practice.presentedAt.flatMap { self.events[$0]?.lastDay }
                let known = [shown, practice.publishedOn?.last].compactMap { $0 }.min()
                count(practice, on: known, if: practice.status != .candidate)
            }
        case .actionPlans:
            for plan in actionPlans {
                let finished: Bool
                switch plan.status {
                case .presented, .endorsed, .approved, .published, .changed: finished = true
                case .scenario, .draft, .workshop: finished = false
                }
                count(plan, on: plan.finishedOn?.last, if: finished)
            }
        case .policyChanges:
            for change in policyChanges { count(change, on: (change.from ?? change.to)?.last) }
        case .mediaAppearances:
            for appearance in mediaAppearances { count(appearance, on: appearance.on?.last) }
        case .newsletters:
            for newsletter in newsletters where newsletter.status == .sent {
                count(newsletter, on: newsletter.on?.last)
            }
        case .websites:
            for website in websites {
                count(website, on: (website.openedOn ?? website.addresses.compactMap(\.from).min())?.last)
            }
        case .regionalSwots:
            for swot in regionalSwots { count(swot, on: swot.on?.last) }
        case .learningEvents: events(.studyVisit, .stakeholderMeeting, .policyLearning)
        case .instrumentsInspired:
            for instrument in policyInstruments {
                let changes = policyChanges.filter { $0.instrument == instrument.id && had($0.dated) }
                let sure = changes.filter { $0.status == .confirmed && !$0.provenance.doubtsBelonging }
                if !sure.isEmpty {
                    evidence.counted.append(instrument.reference)
                } else if !changes.isEmpty {
                    evidence.doubtful.append(instrument.reference)
                }
            }
            evidence.value = FigureValue(
                part: Int128(evidence.counted.count), whole: Int128(policyInstruments.count), isPercentage: true)
        case .fundsInfluenced:
            var sum: Int128 = 0
            for change in policyChanges {
                guard let money = change.moneyInfluenced else { continue }
                // Other currencies are not added up: there is no rate that everybody would agree to.
                if change.status == .confirmed, !change.provenance.doubtsBelonging, had(change.dated),
                    money.currency == "EUR"
                {
                    sum += Int128(money.cents)
                    evidence.counted.append(change.reference)
                } else {
                    count(change, on: change.dated, doubtful: true)
                }
            }
            evidence.value = FigureValue(part: sum, whole: 100, currency: "EUR")
        case .peopleWithIncreasedCapacity:
            // The events at which they said so are the evidence: names of participants are shredded in time.
            let capacity = peopleWithIncreasedCapacity(asOf: day)
            evidence.counted = capacity.events.map(\.reference)
            evidence.value = FigureValue(part: capacity.people)
            evidence.withheld = attendances.withheld
        case .measured, .notCounted: break
        }
        return evidence
    }

    /// The records behind a figure: as its rule counts, or the values of its periods.
    public func evidence(of figure: Figure, asOf day: Day? = nil) -> Evidence {
        guard figure.rule == .measured else { return evidence(for: figure.rule, asOf: day) }
        let values = periodValues(of: figure.id).filter { $0.value != nil && $0.had(by: day) }
        let sure = values.filter { !$0.provenance.doubtsBelonging }
        let doubtful = values.filter { $0.provenance.doubtsBelonging }
        return Evidence(
            counted: sure.map { $0.reference }, doubtful: doubtful.map { $0.reference },
            value: figure.aggregation.value(of: sure) ?? FigureValue(part: 0))
    }
}
