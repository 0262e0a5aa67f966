/// A day that lies ahead in the records of a kind: due, planned, or how long something lasts. A new end of the project may leave it
/// behind.
///
/// Days of what happened, was agreed or is told by others, and those of a life beyond the project, are in no such list: a test names
/// each with its reason, so that no day of a new kind is forgotten.
public struct DayAhead: Sendable {
    /// Where it may not lie.
    struct Never: OptionSet, Sendable {
        let rawValue: Int
        static let before = Never(rawValue: 1)
        /// On the end that an extension moved, or known no closer than to a month or year that is over with it.
        static let atOldEnd = Never(rawValue: 2)
        static let beyond = Never(rawValue: 4)

        static let outside: Never = [.before, .beyond]
        static let anywhere: Never = [.before, .atOldEnd, .beyond]
    }

    public let kind: String
    /// The field; of a list that of each item: `members.to`.
    public let field: String
    let never: Never
    let days: @Sendable (Project) -> [(record: Reference, field: String, day: When)]

    private static func of<R: Record>(
        _ type: R.Type, _ field: String, _ never: Never = .anywhere, _ day: @escaping @Sendable (R, Project) -> When?
    ) -> DayAhead {
        DayAhead(kind: R.kind, field: field, never: never) { project in
            project[R.self].compactMap { record in day(record, project).map { (record.reference, field, $0) } }
        }
    }

    /// Every one, in order of the rooms.
    public static let all: [DayAhead] = [
        of(Phase.self, "start", .outside) { phase, _ in .day(phase.start) },
        // A phase or period that another follows ends where it should.
        of(Phase.self, "end", [.atOldEnd, .beyond]) { phase, project in
            project.phases.contains { $0.start > phase.end } && project.isWithin(phase.end) ? nil : .day(phase.end)
        },
        of(ReportingPeriod.self, "start", .beyond) { period, _ in .day(period.start) },
        of(ReportingPeriod.self, "end", [.atOldEnd, .beyond]) { period, project in
            project.reportingPeriods.contains { $0.start > period.end } && project.isWithin(period.end)
                ? nil : .day(period.end)
        },
        of(Partner.self, "from", .beyond) { partner, _ in partner.from },
        of(Partner.self, "to", .atOldEnd) { partner, _ in partner.leaving == nil ? partner.to : nil },
        of(Contract.self, "to", .atOldEnd) { contract, project in
            project.identification.map {
                contract.ended != nil || project.hasAddendum(contract.addendumTo ?? contract.id, reaching: $0.end)
            } ?? true ? nil : contract.to
        },
        DayAhead(kind: StakeholderGroup.kind, field: "members.to", never: .atOldEnd) { project in
            project.stakeholderGroups.flatMap { group in
                group.members.enumerated().compactMap { index, member in
                    member.to.map { (group.reference, "members.\(index).to", $0) }
                }
            }
        },
        of(Duty.self, "to", .atOldEnd) { duty, _ in duty.to },
        of(Activity.self, "start", .outside) { activity, _ in activity.isOpen ? activity.start : nil },
        of(Activity.self, "due") { activity, _ in activity.isOpen ? activity.due : nil },
        of(JointOutput.self, "on") { output, _ in output.status == .announced ? output.on : nil },
        of(Deliverable.self, "due") { deliverable, _ in deliverable.isOpen ? deliverable.due : nil },
        of(Event.self, "start") { event, _ in
            guard event.isAhead, event.standsFor == nil else { return nil }
            return event.start
        },
        of(Event.self, "end") { event, _ in
            guard event.isAhead, event.standsFor == nil, event.end != event.start else { return nil }
            return event.end
        },
        of(Decision.self, "deadline") { decision, _ in
            decision.status == .proposed || decision.status == .sent ? decision.deadline.map { .day($0) } : nil
        },
        of(FollowUp.self, "due", [.before, .atOldEnd]) { task, _ in
            task.status == .open ? task.due.map { .day($0) } : nil
        },
        of(RegistrationForm.self, "opensOn", .beyond) { form, project in
            project.events[form.event]?.isAhead == true ? form.opensOn.map { .day($0) } : nil
        },
        of(RegistrationForm.self, "closesOn") { form, project in
            project.events[form.event]?.isAhead == true ? form.closesOn.map { .day($0) } : nil
        },
        of(Obligation.self, "rule.day", [.atOldEnd, .beyond]) { obligation, project in
            guard obligation.status == .inForce, obligation.rule.form == .onDay, !obligation.isOfAfterwards,
                !project.fulfilments.contains(where: { $0.obligation == obligation.id && $0.status != .reopened })
            else { return nil }
            return obligation.rule.day.map { .day($0) }
        },
        of(Promise.self, "due", .atOldEnd) { promise, _ in promise.status == .open ? .day(promise.due) : nil },
        of(Question.self, "due", .atOldEnd) { question, _ in
            question.isOpen ? question.due.map { .day($0) } : nil
        },
        of(Question.self, "innerDue", .atOldEnd) { question, _ in
            question.status == .passed ? question.innerDue.map { .day($0) } : nil
        },
        of(ActionPlan.self, "monitoredFrom", .beyond) { plan, _ in plan.monitoredFrom },
        of(Material.self, "on") { material, _ in material.status == .draft ? material.on.map { .day($0) } : nil },
        of(Evaluation.self, "on") { evaluation, _ in evaluation.status == .announced ? evaluation.on : nil },
        of(Risk.self, "nextReview") { risk, _ in risk.status == .open ? risk.nextReview.map { .day($0) } : nil },
        of(Problem.self, "due") { problem, _ in problem.status != .solved ? problem.due.map { .day($0) } : nil },
        of(QualityReview.self, "due") { review, _ in review.status == .asked ? review.due.map { .day($0) } : nil },
        of(Recommendation.self, "due") { recommendation, _ in
            recommendation.isOpen ? recommendation.due.map { .day($0) } : nil
        },
    ]
}

/// A date that stands where an older calendar was, or outside the project.
public struct DateLeftBehind: Sendable, Equatable {
    public enum How: String, Choice {
        /// It ends with the calendar that an extension has moved.
        case atOldEnd
        /// It lies before the project begins, or after it ends.
        case beforeStart, beyondEnd
    }
    public let record: Reference
    public let field: String
    public let day: When
    public let how: How
}

/// What became of a date that was left behind: accepted as it stands, or moved; when, and why.
public struct SettledDate: Codable, Sendable, Equatable {
    /// The record: `activity/12`.
    public var record: String
    public var field: String
    /// The date that was left behind.
    public var was: When
    /// Where it was moved to; nil where it stands.
    public var day: When?
    public var on: Day
    public var reason: String
    public var by: Who?
}

extension Project {
    /// Every date that an extension left behind, and every one outside the project, that nobody has accepted.
    public var datesLeftBehind: [DateLeftBehind] {
        guard let identification else { return [] }
        let accepted = identification.settledDates.filter { $0.day == nil }
        let ends = oldEnds
        return DayAhead.all.flatMap { ahead in
            ahead.days(self).compactMap { record, field, day in
                guard let how = identification.leaves(day, ahead.never, oldEnds: ends),
                    !accepted.contains(where: {
                        $0.record == record.description && $0.field == field && $0.was == day
                    })
                else { return nil }
                return DateLeftBehind(record: record, field: field, day: day, how: how)
            }
        }
    }

    /// Whether it ever had an earlier end.
    var wasExtended: Bool { !oldEnds.isEmpty }

    /// The ends that the project had before it was extended.
    private var oldEnds: [Day] {
        guard let identification else { return [] }
        let ends = [identification.originalEnd] + requestsForChange.filter { $0.status == .inForce }.map(\.oldEnd)
        return ends.compactMap { $0 }.filter { $0 < identification.end }
    }

    fileprivate func isWithin(_ day: Day) -> Bool { identification.map { day <= $0.end } ?? true }

    /// Whether an addendum carries the contract to that day.
    fileprivate func hasAddendum(_ contract: Key<Contract>, reaching day: Day) -> Bool {
        contracts.contains { $0.addendumTo == contract && ($0.to.map { $0.last >= day } ?? false) }
    }
}

extension Identification {
    fileprivate func leaves(_ day: When, _ never: DayAhead.Never, oldEnds: [Day]) -> DateLeftBehind.How? {
        if never.contains(.atOldEnd),
            oldEnds.contains(where: { day.first <= $0 && $0 <= day.last && day.last < end })
        {
            return .atOldEnd
        }
        if never.contains(.before), day.last < start { return .beforeStart }
        return never.contains(.beyond) && day.first > end ? .beyondEnd : nil
    }
}

extension Obligation {
    /// Whether it is for the time after the project.
    fileprivate var isOfAfterwards: Bool { sort == .durability || sort == .archive || rule.lasts }
}
