/// That an obligation was met on one of its due days, or was waived: when, by whom, with what proof.
public struct Fulfilment: Stated {
    public static let kind = "fulfilment"
    public static let plural = "fulfilments"
    public static let room = Room.obligations
    public static let governed: Set = ["status"]
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(Fulfilment.self) + AnyVerb.of(ReopenFulfilment.self) }

    public enum Status: String, Choice { case fulfilled, waived, reopened }

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
    func isOf(_ occurrence: Occurrence) -> Bool {
        guard obligation == occurrence.obligation, partner == occurrence.partner else { return false }
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
        occurrence: Occurrence, state: Occurrence.State, fulfilment: Fulfilment?
    )] {
        standing(of: obligation, on: today, among: fulfilments.filter { $0.obligation == obligation.id })
    }

    func standing(of obligation: Obligation, on today: Day, among mine: [Fulfilment]) -> [(
        occurrence: Occurrence, state: Occurrence.State, fulfilment: Fulfilment?
    )] {
        dueDays(of: obligation).map { occurrence in
            let record = mine.last { $0.isOf(occurrence) && $0.status != .reopened }
            let state: Occurrence.State =
                switch record?.status {
                case .fulfilled: .fulfilled
                case .waived: .waived
                default: isMet(occurrence, obligation) ? .fulfilled : occurrence.day < today ? .late : .ahead
                }
            return (occurrence, state, record)
        }
    }

    /// What the records show by themselves: a joint progress report that was submitted. What is due before it is another thing.
    private func isMet(_ occurrence: Occurrence, _ obligation: Obligation) -> Bool {
        guard obligation.rule.form == .withReport, obligation.rule.count ?? 0 == 0, obligation.sort == .reporting,
            case .period(let period) = occurrence.of
        else { return false }
        return jointReports.contains { $0.period == period && $0.status != .draft }
    }
}
