/// That an obligation was met on one of its due days, or was waived: when, by whom, with what proof.
public struct Fulfilment: Stated {
    public static let kind = "fulfilment"
    public static let plural = "fulfilments"
    public static let room = Room.obligations
    public static let governed: Set = ["status"]
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(Fulfilment.self) + AnyVerb.of(ReopenFulfilment.self) }

    public enum Status: String, Choice {
        case fulfilled, waived, reopened
        /// Of an obligation that was taken over nobody can say any more whether it was met.
        case notKnown
    }

    public var id: Key<Fulfilment>
    public var obligation: Key<Obligation>
    public var status: Status
    public var partner: Key<Partner>?
    /// Which due day it is about, where there are several: of this period, event, month or year.
    public var period: Key<ReportingPeriod>?
    public var event: Key<Event>?
    public var time: When?
    /// When it was due, as the rule then gave it.
    public var due: Day?
    /// The day it was done, or waived.
    public var on: Day
    public var person: Key<Person>?
    /// Why it was waived, or is open again.
    public var reason: String?
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { partner ?? project.owner(of: obligation) }
    public var caption: Caption { .numbered(id.number) }
    public var dated: Day? { on }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if status != .fulfilled, reason == nil { found.append(Finding("missing", .blocks, field: "reason")) }
        if status == .fulfilled, project.showable(provenance.proofs).isEmpty, provenance.sources.isEmpty,
            let demanded = project.obligations[obligation]?.proofDemanded
        {
            found.append(
                Finding("proofDemanded", .warns, field: "provenance", facts: [.init("proof", .text(demanded))]))
        }
        return found
    }

    /// Whether it is about this due day.
    ///
    /// - Parameter each: whether every partner owes it by itself; else it is met once, by whichever partner had it then.
    func isOf(_ occurrence: Occurrence, each: Bool) -> Bool {
        guard obligation == occurrence.obligation, !each || partner == occurrence.partner else { return false }
        return switch occurrence.of {
        case .once: period == nil && event == nil && time == nil
        case .period(let key): period == key
        case .event(let key): event == key
        case .time(let when): time == when
        }
    }
}

extension Project {
    public var fulfilments: Table<Fulfilment> { self[Fulfilment.self] }

    /// An obligation's due days, each with how it stands on a day and the record that says so.
    public func standing(of obligation: Obligation, on today: Day) -> [(
        occurrence: Occurrence, state: Occurrence.State, fulfilment: Fulfilment?, doneOn: Day?
    )] {
        standing(of: obligation, on: today, among: fulfilments.filter { $0.obligation == obligation.id })
    }

    func standing(of obligation: Obligation, on today: Day, among mine: [Fulfilment]) -> [(
        occurrence: Occurrence, state: Occurrence.State, fulfilment: Fulfilment?, doneOn: Day?
    )] {
        dueDays(of: obligation).map { occurrence in
            let record = mine.last { $0.isOf(occurrence, each: obligation.everyPartner) && $0.status != .reopened }
            let met = record == nil ? met(occurrence, obligation, on: today) : .open
            let state: Occurrence.State
            switch (record?.status, met) {
            case (.fulfilled, _), (nil, .on): state = .fulfilled
            case (.waived, _): state = .waived
            case (.notKnown, _): state = .notKnown
            default:
                let isLate = occurrence.day < today
                state =
                    !isAsked(isLate ? occurrence.day : nil, lasts: obligation.outlasts, on: today)
                    ? .notOnRecord : isLate ? .late : .ahead
            }
            var doneOn: Day?
            if case .on(let day) = met { doneOn = day }
            return (occurrence, state, record, record?.status == .fulfilled ? record?.on : doneOn)
        }
    }

    private enum Met { case open, on(Day?) }

    /// What the records show by themselves, and when: a joint progress report that was handed in (what is due before it is
    /// another thing), a final event that was held, a project that was closed.
    private func met(_ occurrence: Occurrence, _ obligation: Obligation, on today: Day) -> Met {
        if obligation.isOfReports, case .period(let period) = occurrence.of {
            return report(on: period).map { .on($0.submittedOn?.exactly) } ?? .open
        }
        switch obligation.parameter {
        case "communication.finalEvent":
            let held = events.filter { $0.sorts.contains(.finalEvent) && $0.status == .held && $0.standsFor == nil }
            return held.isEmpty ? .open : .on(held.compactMap(\.lastDay).min())
        case "closure.rule": return stage(on: today) == .closed ? .on(identification?.closedOn?.exactly) : .open
        default: return .open
        }
    }
}
