/// Which calendar is meant: the one that was first approved, or the one that holds now.
public enum CalendarState: String, Choice { case original, now }

/// A day of the project: what the rule pack gives, what was typed instead and why, and how the pack's day came about.
public struct RuledDay: Sendable, Equatable {
    public enum What: String, Choice { case periodStart, periodEnd, due, closureFrom, durability, archive }

    public let what: What
    public let about: Reference?
    /// As the pack gives it; nil where it is silent.
    public let ruled: Day?
    /// As somebody typed it; nil where nobody did.
    public let typed: Day?
    /// Why what was typed differs.
    public let reason: String?
    public let derivation: Derivation
    /// Why the pack gives no day.
    public let silence: Refusal?
    /// What one must know of how the day was counted: `callTableMissing`, `fromProjectEnd`.
    public let remark: String?

    /// What was typed stands before what the pack gives.
    public var day: Day? { typed ?? ruled }
    public var differs: Bool { typed.flatMap { typed in ruled.map { $0 != typed } } ?? false }
    public var isUnexplained: Bool { differs && reason == nil }

    init(
        _ what: What, about: Reference? = nil, typed: Day? = nil, reason: String? = nil, remark: String? = nil,
        _ compute: (inout Derivation) throws(Refusal) -> Day
    ) {
        var derivation = Derivation()
        var found: Day?
        var silent: Refusal?
        do throws(Refusal) { found = try compute(&derivation) } catch { silent = error }
        self.what = what
        self.about = about
        self.typed = typed
        self.reason = reason
        self.remark = found == nil ? nil : remark
        self.derivation = derivation
        ruled = found
        silence = silent
    }

    /// Worth a look: typed otherwise than the pack gives it, and nobody says why.
    func finding(at field: String) -> Finding? {
        guard isUnexplained, let ruled, let typed else { return nil }
        return Finding(
            "differsFromPack", .warns, field: field, facts: [.init("day", .day(ruled)), .init("typed", .day(typed))],
            source: derivation.sources.first)
    }
}

extension Derivation {
    /// Where the rules stand that decided, in their order.
    public var sources: [String] {
        rules.map(\.value.source.text)
    }
}

extension Day {
    /// How many whole months lie between the first day and the last, both counted; nil when they are not whole.
    public static func wholeMonths(from first: Day, through last: Day) -> Int? {
        let (a, b) = (first.parts, last.adding(days: 1).parts)
        let months = (b.year - a.year) * 12 + b.month - a.month
        return months > 0 && first.adding(months: months) == last.adding(days: 1) ? months : nil
    }
}

extension RulePack {
    /// The programme's phases by name, in order: `core`, `followUp`.
    public var phaseNames: [String] { parameters(named: ParameterName("phase.name")).map(\.about) }
}

/// A phase of a calendar, or what lies between phases (without a name).
public struct PhaseSpan: Sendable, Equatable {
    public let phase: Key<Phase>?
    /// Its name in the pack; empty where the pack has none.
    public let name: String
    public let start: Day
    public let end: Day
    var isPause = false
}

extension Project {
    /// The call as the pack names it: `call4` of "4" or "fourth call (4)".
    public var callInPack: String? {
        identification?.call.map { call in
            let digits = String(decoding: call.utf8.filter { $0 >= 48 && $0 <= 57 }, as: UTF8.self)
            return digits.isEmpty ? call : "call" + digits
        }
    }

    /// The name that the pack has for a phase: what was said, else by its place in the row.
    public func nameInPack(of phase: Phase) -> String {
        if let name = phase.inPack { return name }
        let names = rulePack?.phaseNames ?? []
        let place = phases.filter { !$0.isPause && ($0.number, $0.id) < (phase.number, phase.id) }.count
        return !phase.isPause && place < names.count ? names[place] : ""
    }

    /// The project's time cut by its phases, without a gap, as first approved or as it is now.
    public func phaseSpans(_ calendar: CalendarState) throws(Refusal) -> [PhaseSpan] {
        guard let identification else { return [] }
        let original = calendar == .original
        let projectEnd = original ? identification.originalEnd ?? identification.end : identification.end
        let ordered = phases.filter { original ? isOriginal($0) : $0.start <= projectEnd }.map { phase in
            PhaseSpan(
                phase: phase.id, name: nameInPack(of: phase),
                start: original ? phase.originalStart ?? phase.start : phase.start,
                end: original ? phase.originalEnd ?? phase.end : phase.end, isPause: phase.isPause)
        }.sorted { $0.start < $1.start }
        var spans: [PhaseSpan] = []
        var next = identification.start
        for span in ordered {
            guard span.start >= next else {
                throw Refusal("phasesOverlap", [.init("day", .day(span.start))])
            }
            if span.start > next {
                spans.append(PhaseSpan(phase: nil, name: "", start: next, end: span.start.adding(days: -1)))
            }
            spans.append(span)
            next = span.end.adding(days: 1)
        }
        if next <= projectEnd { spans.append(PhaseSpan(phase: nil, name: "", start: next, end: projectEnd)) }
        return spans
    }

    /// The reporting periods that the pack makes of the project's phases and call, each with the day its report is due.
    public func plannedPeriods(
        _ calendar: CalendarState, _ derivation: inout Derivation
    ) throws(Refusal) -> [PlannedPeriod] {
        guard let identification, let rules = rules(on: identification.start) else { throw Refusal("noPack") }
        var planned: [PlannedPhase] = []
        let spans = try phaseSpans(calendar)
        for span in spans {
            guard let months = Day.wholeMonths(from: span.start, through: span.end) else {
                throw Refusal("notWholeMonths", [.init("start", .day(span.start)), .init("end", .day(span.end))])
            }
            planned.append(PlannedPhase(name: span.name, months: months))
        }
        var periods = try rules.periods(start: identification.start, phases: planned, call: callInPack, &derivation)
        // In a pause nothing is reported: its months count, and its periods are none.
        let pauses = spans.filter(\.isPause)
        periods = periods.filter { period in !pauses.contains { $0.start <= period.start && period.end <= $0.end } }
            .enumerated().map { index, period in
                PlannedPeriod(
                    number: index + 1, phase: period.phase, start: period.start, end: period.end, due: period.due)
            }
        if let first = periods.first, let approved = identification.approvedOn?.exactly, approved < first.start,
            case .word("mcApproval")? = rules.ruleIfAny(ParameterName("reporting.firstPeriodFrom"), &derivation)
        {
            periods[0] = PlannedPeriod(
                number: first.number, phase: first.phase, start: approved, end: first.end, due: first.due)
        }
        return periods
    }

    /// The planned periods, or none where the pack is silent: for whoever only wants to compare.
    public func plannedPeriods(_ calendar: CalendarState) -> [PlannedPeriod] {
        var derivation = Derivation.none
        return (try? plannedPeriods(calendar, &derivation)) ?? []
    }

    /// When the period begins by the pack, beside its own first day.
    public func start(of period: ReportingPeriod) -> RuledDay {
        RuledDay(.periodStart, about: period.reference, typed: period.start, reason: period.datesReason) {
            (derivation) throws(Refusal) in try planned(period, &derivation).start
        }
    }

    /// When the period ends by the pack, beside its own last day.
    public func end(of period: ReportingPeriod) -> RuledDay {
        RuledDay(.periodEnd, about: period.reference, typed: period.end, reason: period.datesReason) {
            (derivation) throws(Refusal) in try planned(period, &derivation).end
        }
    }

    private func planned(_ period: ReportingPeriod, _ derivation: inout Derivation) throws(Refusal) -> PlannedPeriod {
        var whole = Derivation(kept: derivation.isKept)
        let all = try plannedPeriods(.now, &whole)
        // The same calculation gives the due days: their rules decide nothing about the period's own days.
        for rule in whole.rules
        where rule.key.name.hasPrefix("phase.")
            || [ParameterName.periodMonths.text, "reporting.firstPeriodFrom"].contains(rule.key.name)
        {
            derivation.note(.rule(rule))
        }
        guard let planned = all.first(where: { $0.number == period.number }) else {
            throw Refusal(
                "periodNotPlanned", [.init("number", .whole(period.number)), .init("last", .whole(all.count))])
        }
        return planned
    }

    /// When the report of the period is due: counted from the period's own last day, by the call's table or the general rule.
    public func due(of period: ReportingPeriod) -> RuledDay {
        let call = callInPack
        let rules = rules(on: period.end)
        let isLast = identification.map { period.end >= $0.end } ?? false
        let table = call.flatMap { rules?.pack.value(.deadlines, about: $0, on: period.end)?.value }
        return RuledDay(
            .due, about: period.reference, typed: period.due, reason: period.dueReason,
            remark: isLast || call == nil || table != nil ? nil : "callTableMissing"
        ) { (derivation) throws(Refusal) in
            guard let rules else { throw Refusal("noPack") }
            return try rules.due(
                periodEnd: period.end, phase: period.phase.flatMap { phases[$0] }.map { nameInPack(of: $0) } ?? "",
                call: call, isLast: isLast, projectEnd: identification?.end, &derivation)
        }
    }

    /// From when the last months are closure; nil where the pack knows no such months.
    public var closureFrom: RuledDay {
        RuledDay(.closureFrom, about: identification?.reference) { (derivation) throws(Refusal) in
            guard let identification, let rules = rules(on: identification.end) else { throw Refusal("noPack") }
            let months = try rules.whole(.closureMonths, &derivation)
            return identification.end.adding(days: 1).adding(months: -months)
        }
    }

    /// How long results must last: so many years after the final payment, and after the project's end until that day is known.
    public var durability: RuledDay {
        let from = identification?.finalPaymentOn ?? identification?.end
        return RuledDay(
            .durability, about: identification?.reference,
            typed: identification?.durabilityYears.flatMap { years in from?.adding(months: years * 12) },
            reason: identification?.durabilityReason,
            remark: identification?.finalPaymentOn == nil ? "fromProjectEnd" : nil
        ) { (derivation) throws(Refusal) in
            guard let identification, let from, let rules = rules(on: identification.end) else {
                throw Refusal("noPack")
            }
            return try rules.durableUntil(finalPayment: from, &derivation)
        }
    }

    /// How long documents must be kept. Where the clock starts at a day that only the programme knows, there is none before
    /// that day is entered.
    public var archive: RuledDay {
        RuledDay(
            .archive, about: identification?.reference, typed: identification?.archiveUntil,
            reason: identification?.archiveReason
        ) { (derivation) throws(Refusal) in
            guard let identification, let rules = rules(on: identification.end) else { throw Refusal("noPack") }
            do throws(Refusal) {
                return try rules.keepUntil(
                    lastPayment: identification.finalPaymentOn, announced: identification.archiveFrom, &derivation)
            } catch { throw error.code == "dayMissing" ? Refusal("archiveUncounted") : error }
        }
    }

    /// Every day of the project that a rule gives: periods with their reports, closure, durability, archive.
    public var ruledDays: [RuledDay] {
        let periods = reportingPeriods.sorted { $0.number < $1.number }
        return periods.flatMap { [start(of: $0), end(of: $0), due(of: $0)] } + [closureFrom, durability, archive]
    }
}

/// A rule that nobody has compared with its source, and what it decided in a project.
public struct UnverifiedRule: Sendable, Equatable {
    public let rule: Derivation.UsedRule
    public var days: [RuledDay] = []
    public var partners: [Key<Partner>] = []
}

extension Project {
    /// Where an unverified value decided something in this project: days, and rates of partners.
    public var unverifiedRules: [UnverifiedRule] {
        var found: [UnverifiedRule] = []
        func place(_ rule: Derivation.UsedRule) -> Int? {
            guard !rule.value.isVerified else { return nil }
            if let known = found.firstIndex(where: { $0.rule == rule }) { return known }
            found.append(UnverifiedRule(rule: rule))
            return found.count - 1
        }
        for day in ruledDays where day.ruled != nil {
            for rule in day.derivation.rules { if let at = place(rule) { found[at].days.append(day) } }
        }
        for partner in partners {
            for rule in rate(of: partner).derivation.rules {
                if let at = place(rule) { found[at].partners.append(partner.id) }
            }
        }
        return found
    }
}
