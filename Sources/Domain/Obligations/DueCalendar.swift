/// Something with a day in the project's calendar: due, or taking place.
public struct DueEntry: Sendable, Hashable {
    public enum Sort: String, Choice {
        case obligation, event, activity, report, period, promise, question, project, other
    }
    public enum State: String, Choice { case ahead, late, done, waived, cancelled }

    public let sort: Sort
    public let state: State
    public let day: Day
    /// The last day, where it takes several.
    public let end: Day?
    public let about: Reference
    /// One of several due days of the same record.
    public let occurrence: Occurrence?
    public let partner: Key<Partner>?
    public let duty: Duty.Sort?
    /// Who holds it in person, where no duty does.
    public let person: Key<Person>?
    public let blocks: String?
    /// Which of several days of a record it is, where they are no occurrences: `inner`.
    public let part: String?

    public init(
        _ sort: Sort, _ state: State, on day: Day, to end: Day? = nil, about: Reference, occurrence: Occurrence? = nil,
        partner: Key<Partner>? = nil, duty: Duty.Sort? = nil, blocks: String? = nil,
        part: String? = nil, person: Key<Person>? = nil
    ) {
        self.sort = sort
        self.state = state
        self.day = day
        self.end = end
        self.about = about
        self.occurrence = occurrence
        self.partner = partner
        self.duty = duty
        self.blocks = blocks
        self.part = part
        self.person = person
    }

    /// The same for ever, whatever day it moves to.
    public var name: String {
        occurrence?.name ?? "\(sort.rawValue)-\(about.kind)-\(about.number)\(part.map { "-" + $0 } ?? "")"
    }
    public var isOpen: Bool { state == .ahead || state == .late }
}

extension Project {
    /// Everything with a day, as it stands on the day `today`, in order of days.
    public func calendar(on today: Day) -> [DueEntry] {
        guard identification != nil else { return [] }
        var entries = Kind.all.flatMap { $0.dues(self, today) }
        // What waits by a day, of records that have no place in the calendar of their own.
        let known = Set(entries.map(\.about))
        for need in needs(on: today) {
            guard let about = need.about, let day = need.day, !known.contains(about) else { continue }
            entries.append(DueEntry(.other, day < today ? .late : .ahead, on: day, about: about))
        }
        return entries.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
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
                    }
                return DueEntry(
                    .obligation, state, on: item.occurrence.day, about: obligation.reference,
                    occurrence: item.occurrence, partner: item.occurrence.partner, duty: obligation.duty,
                    blocks: obligation.blocks)
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
                .event, state, on: first, to: last == first ? nil : last, about: event.reference, partner: event.host)
        }
    }
}

extension Activity {
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        project.activities.compactMap { activity in
            guard let due = activity.due?.last else { return nil }
            let state: DueEntry.State =
                switch activity.status {
                case .planned, .running: due < today ? .late : .ahead
                case .done: .done
                case .dropped: .cancelled
                }
            return DueEntry(.activity, state, on: due, about: activity.reference, partner: activity.lead)
        }
    }
}

extension ReportingPeriod {
    /// The period's end, and the day its report is due, unless an obligation says that already.
    public static func dues(in project: Project, on today: Day) -> [DueEntry] {
        let isObligation = project.obligations.contains {
            $0.status == .inForce && $0.rule.form == .withReport && $0.sort == .reporting
        }
        return project.reportingPeriods.flatMap { period -> [DueEntry] in
            let reported = project.jointReports.contains { $0.period == period.id && $0.status != .draft }
            var entries = [
                DueEntry(.period, period.end < today ? .done : .ahead, on: period.end, about: period.reference)
            ]
            if !isObligation, let due = project.due(of: period).day {
                entries.append(
                    DueEntry(
                        .report, reported ? .done : due < today ? .late : .ahead, on: due, about: period.reference,
                        duty: .coordinator))
            }
            return entries
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
                partner: promise.direction == .received ? promise.partner : nil, duty: promise.duty,
                person: promise.person)
        }
    }
}

extension Question {
    /// The day of who asked, and the inner day of the partner while the question is with it.
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
            if let due = question.due {
                entries.append(
                    DueEntry(
                        .question, state(due), on: due, about: question.reference, duty: question.duty ?? .coordinator))
            }
            if let inner = question.innerDue, question.status == .passed {
                entries.append(
                    DueEntry(
                        .question, state(inner), on: inner, about: question.reference,
                        partner: question.partner, part: "inner"))
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
                    DueEntry(.project, $0 < today ? .done : .ahead, on: $0, about: own.reference, part: part)
                }
            }
        }
    }
}
