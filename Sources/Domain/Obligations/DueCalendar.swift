/// Something with a day in the project's calendar: due, or taking place.
public struct DueEntry: Sendable, Hashable {
    public enum Sort: String, Choice {
        case obligation, event, activity, report, period, promise, question, project, other
    }
    public enum State: String, Choice {
        case ahead, late, done, waived, cancelled
        /// Whether it was done is asked of nobody: it was due before the record began, or the project is closed.
        case notOnRecord
        /// Somebody looked, and it is not known any more.
        case notKnown
    }

    public let sort: Sort
    public let state: State
    public let day: Day
    /// The last day, where it takes several.
    public let end: Day?
    public let about: Reference
    /// One of several due days of the same record.
    public let occurrence: Occurrence?
    public let holder: Holder
    public let blocks: String?
    /// Which of several days of a record it is, where they are no occurrences: `inner`.
    public let part: String?
    /// The day on which it was done, where that is known.
    public let doneOn: Day?
    /// Whether it outlasts the closing of the project.
    public let lasts: Bool

    public init(
        _ sort: Sort, _ state: State, on day: Day, to end: Day? = nil, about: Reference, occurrence: Occurrence? = nil,
        holder: Holder = .nobody, blocks: String? = nil, part: String? = nil, done: Day? = nil, lasts: Bool = false
    ) {
        self.sort = sort
        self.state = state
        self.day = day
        self.end = end
        self.about = about
        self.occurrence = occurrence
        self.holder = holder
        self.blocks = blocks
        self.part = part
        doneOn = done
        self.lasts = lasts
    }

    /// The same in another state.
    func stating(_ state: State) -> DueEntry {
        DueEntry(
            sort, state, on: day, to: end, about: about, occurrence: occurrence, holder: holder, blocks: blocks,
            part: part, done: doneOn, lasts: lasts)
    }

    public var partner: Key<Partner>? { holder.partner }
    public var duty: Duty.Sort? { holder.duty }
    /// How many days after its day it was done; nil where it was done in time, or nobody knows the day.
    public var daysLate: Int? {
        guard state == .done, let doneOn else { return nil }
        let late = doneOn.count - (end ?? day).count
        return late > 0 ? late : nil
    }

    /// The same for ever, whatever day it moves to.
    public var name: String {
        occurrence?.name ?? "\(sort.rawValue)-\(about.kind)-\(about.number)\(part.map { "-" + $0 } ?? "")"
    }
    public var isOpen: Bool { state == .ahead || state == .late }
}

extension Project {
    /// Everything with a day, as it stands on the day `today`, in order of days. What is late or comes next in it are the needs.
    public func calendar(on today: Day) -> [DueEntry] {
        guard identification != nil else { return [] }
        let isClosed = stage(on: today) == .closed
        let dues = Kind.all.map { $0.dues(self, today) }
        var entries = dues.joined().map { entry in
            let due = entry.state == .late ? entry.end ?? entry.day : nil
            return entry.isOpen && !isAsked(due, lasts: entry.lasts, isClosed: isClosed)
                ? entry.stating(.notOnRecord) : entry
        }
        // What waits by a day, of records that have no place in the calendar of their own.
        for need in needs(on: today, of: nil, by: dues) where need.urgency != .open && !need.isOfCalendar {
            guard let about = need.about, let day = need.day else { continue }
            let state: DueEntry.State =
                need.urgency == .notOnRecord ? .notOnRecord : need.urgency == .late ? .late : .ahead
            entries.append(
                DueEntry(.other, state, on: day, about: about, holder: need.holder, part: need.part, lasts: need.lasts))
        }
        let order = entries.indices.sorted { (entries[$0].day, $0) < (entries[$1].day, $1) }
        return order.map { entries[$0] }
    }
}

extension Obligation {
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        let settled = Dictionary(grouping: project.fulfilments, by: \.obligation)
        return project.obligations.filter { $0.status == .inForce }.flatMap { obligation in
            project.standing(of: obligation, on: today, among: settled[obligation.id] ?? []).map { item in
                let state: DueEntry.State =
                    switch item.state {
                    case .ahead: .ahead
                    case .late: .late
                    case .fulfilled: .done
                    case .waived: .waived
                    case .notKnown: .notKnown
                    case .notOnRecord: .notOnRecord
                    }
                return DueEntry(
                    .obligation, state, on: item.occurrence.day, about: obligation.reference,
                    occurrence: item.occurrence,
                    holder: Holder(partner: item.occurrence.partner, duty: obligation.duty),
                    blocks: obligation.blocks, done: item.doneOn, lasts: obligation.outlasts)
            }
        }
    }
}

extension Event {
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        project.events.compactMap { event in
            guard event.standsFor == nil, let first = event.start?.exactly, let last = event.lastDay else { return nil }
            let state: DueEntry.State =
                switch event.status {
                case .planned, .moved: last < today ? .late : .ahead
                case .held: .done
                case .cancelled, .notHeld, .merged: .cancelled
                }
            return DueEntry(
                .event, state, on: first, to: last == first ? nil : last, about: event.reference,
                holder: .partner(event.host))
        }
    }
}

extension Activity {
    /// The day it is due; and the day on which it should have begun, while it has not and its end is far off.
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        var entries: [DueEntry] = []
        entries.reserveCapacity(project.activities.count)
        for activity in project.activities {
            let holder = project.holder(activity.holder, or: activity.lead)
            if let due = activity.due?.last {
                let state: DueEntry.State =
                    switch activity.status {
                    case .planned, .running: due < today ? .late : .ahead
                    case .done: .done
                    case .dropped: .cancelled
                    }
                entries.append(
                    DueEntry(
                        .activity, state, on: due, about: activity.reference, holder: holder,
                        done: activity.finishedOn?.exactly))
            }
            if activity.status == .planned, let start = activity.start?.last, start < today,
                activity.due.map({ $0.last > today.adding(days: Need.horizon) }) ?? true
            {
                entries.append(
                    DueEntry(.activity, .late, on: start, about: activity.reference, holder: holder, part: "start"))
            }
        }
        return entries
    }
}

extension ReportingPeriod {
    /// The period's end, and the day its report is due, unless an obligation says that already.
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        let said = project.obligations.filter(\.isOfReports).flatMap { project.dueDays(of: $0) }.map(\.of)
        return project.reportingPeriods.flatMap { period -> [DueEntry] in
            var entries = [
                DueEntry(.period, period.end < today ? .done : .ahead, on: period.end, about: period.reference)
            ]
            let ruled = project.due(of: period).day
            guard !said.contains(.period(period.id)), ruled != nil || period.end < today else { return entries }
            let due = ruled.map { max($0, period.end) } ?? period.end
            let report = project.report(on: period.id)
            entries.append(
                DueEntry(
                    .report, report != nil ? .done : due < today ? .late : .ahead, on: due, about: period.reference,
                    holder: .coordinator, done: report?.submittedOn?.exactly))
            return entries
        }
    }
}

extension Project {
    /// The joint progress report on a period, once it was handed in.
    func report(on period: Key<ReportingPeriod>) -> JointReport? {
        jointReports.first { $0.period == period && $0.status != .draft }
    }
}

extension Deliverable {
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        project.deliverables.compactMap { deliverable in
            guard let due = deliverable.due?.last else { return nil }
            let state: DueEntry.State =
                switch deliverable.status {
                case .planned, .inWork: due < today ? .late : .ahead
                case .delivered, .accepted: .done
                case .dropped: .cancelled
                }
            return DueEntry(
                .other, state, on: due, about: deliverable.reference,
                holder: project.holder(deliverable.holder, or: deliverable.maker(in: project)),
                done: deliverable.deliveredOn?.exactly)
        }
    }
}

extension FollowUp {
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        project.followUps.compactMap { task in
            guard let due = task.due else { return nil }
            let state: DueEntry.State =
                switch task.status {
                case .open: due < today ? .late : .ahead
                case .done: .done
                case .dropped: .cancelled
                }
            return DueEntry(
                .other, state, on: due, about: task.reference,
                holder: project.holder(person: task.person, or: task.partner), done: task.doneOn)
        }
    }
}

extension Problem {
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        project.problems.compactMap { problem in
            guard let due = problem.due, problem.status != .open else { return nil }
            let state: DueEntry.State = problem.status == .solved ? .done : due < today ? .late : .ahead
            return DueEntry(
                .other, state, on: due, about: problem.reference,
                holder: project.holder(problem.holder, or: problem.partner), done: problem.solvedOn?.exactly)
        }
    }
}

extension Recommendation {
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        project.recommendations.compactMap { item in
            guard let due = item.due else { return nil }
            let state: DueEntry.State =
                item.isOpen ? due < today ? .late : .ahead : item.status == .followed ? .done : .cancelled
            return DueEntry(
                .other, state, on: due, about: item.reference, holder: project.holder(item.holder),
                done: item.settledOn?.exactly)
        }
    }
}

extension QualityReview {
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        project.qualityReviews.compactMap { review in
            guard let due = review.due else { return nil }
            let state: DueEntry.State = review.status != .asked ? .done : due < today ? .late : .ahead
            return DueEntry(
                .other, state, on: due, about: review.reference, holder: project.holder(person: review.reviewer),
                done: review.judgedOn?.exactly)
        }
    }
}

extension Promise {
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        project.promises.map { promise in
            let state: DueEntry.State =
                switch promise.status {
                case .open: promise.due < today ? .late : .ahead
                case .kept: .done
                case .takenBack: .cancelled
                }
            return DueEntry(
                .promise, state, on: promise.due, about: promise.reference,
                holder: Holder(
                    partner: promise.direction == .received ? promise.partner : nil, duty: promise.duty,
                    person: promise.person),
                done: promise.closedOn)
        }
    }
}

extension Question {
    /// The day of who asked; while the question is with a partner, the partner's own day before it, and after that nothing
    /// but the day of who asked.
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        project.questions.flatMap { question -> [DueEntry] in
            func state(_ day: Day) -> DueEntry.State {
                switch question.status {
                case .sent: .done
                case .dropped: .cancelled
                case .received, .passed, .answered: day < today ? .late : .ahead
                }
            }
            var entries: [DueEntry] = []
            let isWithPartner = question.status == .passed
            if let due = question.due {
                let own = Holder(duty: question.duty ?? .coordinator)
                entries.append(
                    DueEntry(
                        .question, state(due), on: due, about: question.reference,
                        holder: isWithPartner && (question.innerDue == nil || due < today)
                            ? .partner(question.partner) : own,
                        done: question.sentOn))
            }
            if let inner = question.innerDue, isWithPartner, question.due.map({ $0 >= today }) ?? true {
                entries.append(
                    DueEntry(
                        .question, state(inner), on: inner, about: question.reference,
                        holder: .partner(question.partner), part: "inner"))
            }
            return entries
        }
    }
}

extension Identification {
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        project.identifications.flatMap { own -> [DueEntry] in
            [(own.end, "end"), (project.durabilityEnd, "durability")].compactMap { day, part in
                day.map {
                    DueEntry(
                        .project, $0 < today ? .done : .ahead, on: $0, about: own.reference, part: part,
                        lasts: part == "durability")
                }
            }
        }
    }
}
