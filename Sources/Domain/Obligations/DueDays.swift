/// One due day of an obligation: which one it is stays the same when the day moves.
public struct Occurrence: Sendable, Hashable {
    /// What it belongs to: a period, an event, a month or year; nothing where an obligation is due but once.
    public enum Of: Sendable, Hashable {
        case once
        case period(Key<ReportingPeriod>)
        case event(Key<Event>)
        case time(When)
    }
    public enum State: String, Choice {
        case ahead, late, fulfilled, waived
        /// Whether it was met is asked of nobody: it was due before the record began, or the project is closed.
        case notOnRecord
        /// Somebody looked, and it is not known any more.
        case notKnown

        /// Whether somebody may still say how it was.
        public var isOpen: Bool { self == .ahead || self == .late || self == .notOnRecord }
    }

    public let obligation: Key<Obligation>
    /// The partner that owes it, where each owes its own.
    public let partner: Key<Partner>?
    public let of: Of
    public let day: Day

    /// The same on every day and in every language: `obligation-3-partner-4-period-2`.
    public var name: String {
        var name = "obligation-\(obligation.number)"
        if let partner { name += "-partner-\(partner.number)" }
        switch of {
        case .once: break
        case .period(let key): name += "-period-\(key.number)"
        case .event(let key): name += "-event-\(key.number)"
        case .time(let when): name += "-\(when.plain)"
        }
        return name
    }
}

extension Project {
    /// Every due day of an obligation, the earliest first, whether it is met or not. Computed of the project as it is.
    public func dueDays(of obligation: Obligation) -> [Occurrence] {
        let days = dueDays(by: obligation.rule)
        let owing: [Partner?] = obligation.everyPartner ? partners.map { $0 } : [nil]
        return days.flatMap { of, day in
            owing.compactMap { partner -> Occurrence? in
                guard let partner else {
                    return Occurrence(obligation: obligation.id, partner: obligation.partner, of: of, day: day)
                }
                var day = day
                // Who left before the project began owes it nothing.
                if let to = partner.to?.last, let start = identification?.start, to < start { return nil }
                // Who came later has as long from its own first day.
                if obligation.rule.form == .afterAnchor, let from = partner.from?.first, let base = anchor(.start),
                    from > base, obligation.rule.anchor == .approval || obligation.rule.anchor == .start
                {
                    day = max(day, obligation.rule.after(from))
                }
                if let to = partner.to?.last, to < day {
                    // What lasts ends for a partner on the day it leaves; what was due only later it never owes.
                    guard obligation.rule.form == .whileRunning else { return nil }
                    day = to
                }
                if let from = partner.from?.first, from > day { return nil }
                return Occurrence(obligation: obligation.id, partner: partner.id, of: of, day: day)
            }
        }
    }

    private func dueDays(by rule: DueRule) -> [(of: Occurrence.Of, day: Day)] {
        guard let identification else { return [] }
        switch rule.form {
        case nil: return []
        case .onDay: return rule.day.map { [(.once, $0)] } ?? []
        case .afterAnchor: return rule.anchor.flatMap { anchor($0) }.map { [(.once, rule.after($0))] } ?? []
        case .whileRunning: return anchor(rule.limit == .projectEnd ? .end : .durabilityEnd).map { [(.once, $0)] } ?? []
        case .afterPeriod: return periodsInOrder.map { (.period($0.id), rule.after($0.end)) }
        case .withReport:
            return periodsInOrder.compactMap { period in
                due(of: period).day.map { (.period(period.id), rule.before($0)) }
            }
        case .beforeEvent, .afterEvent:
            return events.filter { event in
                (rule.events.isEmpty || event.sorts.contains(where: rule.events.contains)) && event.standsFor == nil
                    && event.status != .cancelled && event.status != .notHeld
            }.compactMap { event in
                let day = rule.form == .beforeEvent ? event.start?.exactly : event.lastExactDay
                return day.map { (.event(event.id), rule.form == .beforeEvent ? rule.before($0) : rule.after($0)) }
            }.sorted { $0.1 < $1.1 }
        case .everyMonth, .everyYear, .everySoOften:
            guard let last = anchor(rule.limit == .projectEnd ? .end : .durabilityEnd) else { return [] }
            return recurring(rule, identification, to: last)
        }
    }

    private func recurring(_ rule: DueRule, _ identification: Identification, to last: Day) -> [(
        of: Occurrence.Of, day: Day
    )] {
        var found: [(of: Occurrence.Of, day: Day)] = []
        // A pen that slips does not make a million days.
        let last = min(last, identification.start.adding(months: 12 * 60))
        // What is counted from the first day comes round on the day after the last: it is due with the last, under its own name.
        let next = last.adding(days: 1)
        switch rule.form {
        case .everyMonth:
            var (year, month, _) = identification.start.parts
            while let first = Day(year, month, 1), first <= last {
                let wanted = min(rule.monthDay ?? 31, Day.length(year, month))
                if let day = Day(year, month, wanted), day >= identification.start, day <= last {
                    found.append((.time(.month(year, month)), day))
                }
                (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
            }
        case .everyYear:
            // What recurs after the end is counted from the end; what recurs in the project, from its start.
            let base = rule.limit == .durabilityEnd ? identification.end : identification.start
            let (_, month, dayOfMonth) = (rule.day ?? base).parts
            for year in ClosedRange.from(base.parts.year, through: next.parts.year) {
                guard let day = Day(year, month, min(dayOfMonth, Day.length(year, month))), day > base,
                    day <= (rule.day == nil ? next : last)
                else { continue }
                found.append((.time(.year(year)), min(day, last)))
            }
        default:
            var step = 1
            while step <= 5_000 {
                let day = rule.moved(identification.start, by: max(1, rule.count ?? 1).times(step))
                if day > next { break }
                found.append((.time(.day(day)), min(day, last)))
                step += 1
            }
        }
        return found
    }

    private func anchor(_ anchor: DueRule.Anchor) -> Day? {
        guard let identification else { return nil }
        return switch anchor {
        case .approval: identification.approvedOn?.last ?? identification.start
        case .start: identification.start
        case .end: identification.end
        case .durabilityEnd: durabilityEnd
        }
    }

    var periodsInOrder: [ReportingPeriod] { reportingPeriods.sorted { $0.end < $1.end } }
}

extension Event {
    /// Its last day, where that is known exactly.
    fileprivate var lastExactDay: Day? { (end ?? start)?.exactly }
}
