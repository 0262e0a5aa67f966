/// A figure in one reporting period: what was added in it, what it came to by its end, and what was said about it.
public struct PeriodStanding: Sendable, Equatable {
    public let period: ReportingPeriod
    /// The lock that holds for it.
    public var lock: PeriodLock?
    /// Whether the numbers are those that were locked. Not where an earlier version locked it, or the figure came later.
    public var isFrozen = false
    /// What the period brought; nil before it has begun, where levels are measured and none was, and where it
    /// is not known.
    public var within: FigureValue?
    /// What the figure came to by its end, or until today while it runs.
    public var until: FigureValue?
    public var values: [PeriodValue]
    /// What counts in it.
    public var records: [Reference] = []
    /// Those of them that are of a period which was locked before they were found.
    public var late: [Reference] = []
    /// What counted in a locked period before, and no longer shows what it must: it is taken off here.
    public var gone: [Reference] = []

    public var isLocked: Bool { lock != nil }
}

extension PeriodStanding {
    fileprivate mutating func take(_ frozen: PeriodLock.Frozen) {
        func read(_ texts: [String]) -> [Reference] { texts.compactMap { Reference($0) } }
        isFrozen = true
        (within, until) = (frozen.inPeriod.map { FigureValue($0) }, frozen.byEnd.map { FigureValue($0) })
        (records, late, gone) = (read(frozen.records), read(frozen.late), read(frozen.gone))
    }

    /// As a project that is as it was when the lock was made shows it.
    fileprivate mutating func take(of figure: Figure, known project: Project, _ lock: PeriodLock) {
        guard let figure = project.figures[figure.id] else { return }
        let open = project.applying(project.periodLocks.map { .remove($0.reference, reason: "") })
        guard let then = open.series(of: figure, on: lock.lockedOn).first(where: { $0.period.id == period.id }) else {
            return
        }
        (within, until, records, late, gone) = (then.within, then.until, then.records, then.late, then.gone)
    }
}

/// What became of a target when the project was over.
public enum TargetOutcome: Sendable {
    /// The records show it.
    case reached
    /// The records show less: it was claimed, or the record began when the project was over.
    case unshown
    case missed
}

/// Where a figure goes if it goes on as it did: a line from its baseline at the project's start through today to the end.
public struct Trend: Sendable, Equatable {
    public let now: FigureValue
    public let baseline: Int
    public let target: Int
    public let start: Day
    public let end: Day
    public let today: Day
    /// What it comes to at the end at this pace, what is behind the point cut.
    public let expected: Int
    /// What it comes to with everything that is planned already.
    public let planned: Int

    public var isReached: Bool { now.reaches(target, falling: target < baseline) }

    /// Neither the pace nor the plans lead to the target, and a quarter of the time has passed.
    public var misses: Bool {
        guard !isReached, (today.count - start.count) * 4 >= end.count - start.count else { return false }
        return target < baseline ? min(expected, planned) > target : max(expected, planned) < target
    }
}

extension Project {
    /// The figure, period by period, as far as they have begun by the day. What has no day of its own is among the period
    /// that runs, unless only what had happened by a day is asked for.
    ///
    /// Each record counts in one period. What is found for a locked period counts in the next that is open, and what such a
    /// period had counted and no longer counts is taken off there: so the periods always add up to what is evidenced.
    ///
    /// - Parameter then: the project as it was known when a lock of an earlier version, which froze nothing, was made; nil where
    ///   nobody knows. Without it the numbers of now stand in their place.
    public func series(
        of figure: Figure, on today: Day, asOf: Day? = nil, then: ((PeriodLock) -> Project?)? = nil
    ) -> [PeriodStanding] {
        let periods = reportingPeriods.sorted { $0.start < $1.start }
        let values = periodValues(of: figure.id).filter { $0.on <= today }
        guard let first = periods.first else { return [] }
        // What locked periods keep is theirs, also where one before them is opened again.
        let kept = periods.map { period in
            Set(lock(of: period.id, on: today)?.frozen?.first { $0.figure == figure.id }?.records ?? [])
        }
        // What the periods before have told, as a number and as records; and of those, what locked ones told.
        var told = counted(figure, asOf: first.start.adding(days: -1), on: today)?.part ?? 0
        var reported: Set<Reference> = []
        var locked: [Reference] = []
        var lastLocked: ReportingPeriod?
        return periods.enumerated().map { index, period in
            var standing = PeriodStanding(period: period, values: values.filter { $0.period == period.id })
            guard period.start <= today else { return standing }
            standing.lock = lock(of: period.id, on: today)
            let last = period.end < today ? period.end : asOf
            if let lock = standing.lock {
                let frozen = lock.frozen?.first { $0.figure == figure.id }
                if let frozen {
                    standing.take(frozen)
                } else if let known = then.map({ $0(lock) }) ?? self {
                    standing.take(of: figure, known: known, lock)
                }
                // What was taken off there is told, and counts anew if it comes back.
                let gone = Set(standing.gone)
                locked = locked.filter { !gone.contains($0) } + standing.records
                reported.subtract(gone)
                lastLocked = period
            } else if figure.rule == .measured {
                let shown = Set(evidence(of: figure, asOf: last, on: today).counted)
                let upTo = values.filter { value in
                    shown.contains(value.reference)
                        && (reportingPeriods[value.period]?.start).map { $0 <= period.start } ?? false
                }
                let own = upTo.filter { $0.period == period.id }
                standing.within = figure.aggregation.value(of: own)
                standing.until = figure.aggregation.value(of: upTo)
                standing.records = own.map(\.reference)
            } else {
                let evidence = evidence(of: figure, asOf: last, on: today)
                guard evidence.isKnown else { return standing }
                let all = evidence.value ?? FigureValue(part: Int128(evidence.counted.count))
                let new = evidence.counted.filter { !reported.contains($0) }
                let isLater = { (record: Reference) in
                    kept.enumerated().contains { $0.offset > index && $0.element.contains(record.description) }
                }
                let later = new.filter(isLater)
                standing.records = new.filter { !isLater($0) }
                standing.until = all.with(part: all.part - part(of: later, figure))
                standing.within = all.with(part: all.part - part(of: later, figure) - told)
                if let lastLocked {
                    let before = Set(self.evidence(of: figure, asOf: lastLocked.end).counted)
                    standing.late = standing.records.filter(before.contains)
                    let counted = Set(evidence.counted)
                    standing.gone = locked.filter { !counted.contains($0) }
                    reported.subtract(standing.gone)
                    locked = []
                }
            }
            told += standing.within?.part ?? 0
            reported.formUnion(standing.records)
            return standing
        }
    }

    /// What records add to a figure; nothing where it is no sum over them.
    func part(of records: [Reference], _ figure: Figure) -> Int128 {
        switch figure.rule {
        case .peopleWithIncreasedCapacity: 0
        case .fundsInfluenced:
            records.compactMap { policyChanges[Key($0.number)]?.moneyInfluenced.map { Int($0.cents) } }.total
        default: Int128(records.count)
        }
    }

    /// Nil where it is not known.
    private func counted(_ figure: Figure, asOf day: Day?, on today: Day) -> FigureValue? {
        let evidence = evidence(of: figure, asOf: day, on: today)
        guard evidence.isKnown else { return nil }
        return evidence.value ?? FigureValue(part: Int128(evidence.counted.count))
    }

    /// What became of the figure's target once the project has ended. Nil before, without a target, and where what was reached
    /// is not known.
    public func outcome(of figure: Figure, on today: Day, asOf: Day? = nil) -> TargetOutcome? {
        guard let target = figure.target, figure.rule != .notCounted, let own = identification, own.end <= today else {
            return nil
        }
        let standing = standing(of: figure, asOf: asOf, on: today)
        let isFalling = target < figure.baseline ?? 0
        guard let reached = standing.reached, !reached.isOfNothing else { return nil }
        if reached.reaches(target, falling: isFalling) { return .reached }
        let isClaimed = standing.claimedValue?.reaches(target, falling: isFalling) == true
        return isClaimed || begun.map { $0 > own.end } ?? false ? .unshown : .missed
    }

    /// Nil without a target, before the project has begun and after it has ended, and where what was reached is not known.
    public func trend(of figure: Figure, on today: Day, asOf: Day? = nil) -> Trend? {
        guard let target = figure.target, figure.rule != .notCounted, let own = identification, own.start < today,
            today < own.end, let now = counted(figure, asOf: asOf, on: today)
        else { return nil }
        let baseline = figure.baseline ?? 0
        let passed = Int128(today.count - own.start.count)
        let all = Int128(own.end.count - own.start.count)
        let scale: Int128 = now.isPercentage ? 100 : 1
        var expected = now.whole
        // An average is a level: it does not grow with time.
        if !now.isOfNothing, figure.rule != .measured || figure.aggregation != .average {
            let gained = now.part * scale - Int128(baseline) * now.divisor
            expected = Int(clamping: Int128(baseline) + gained * all / (passed * now.divisor))
        }
        return Trend(
            now: now, baseline: baseline, target: target, start: own.start, end: own.end, today: today,
            expected: expected, planned: Int(clamping: Int128(now.whole) + Int128(ahead(figure.rule, until: own.end))))
    }

    /// How many that the rule would count are planned until the day: events, and a report for each period.
    private func ahead(_ rule: CountingRule, until end: Day) -> Int {
        if rule == .jointReports {
            return reportingPeriods.count { period in
                !jointReports.contains { $0.period == period.id && $0.status != .draft }
            }
        }
        let sorts: [Event.Sort]
        switch rule {
        case .kickOffMeetings: sorts = [.kickOff]
        case .studyVisits: sorts = [.studyVisit]
        case .partnerMeetings: sorts = [.partnerMeeting]
        case .finalEvents: sorts = [.finalEvent]
        case .stakeholderMeetings: sorts = [.stakeholderMeeting]
        case .learningEvents: sorts = [.studyVisit, .stakeholderMeeting, .policyLearning]
        default: return 0
        }
        return events.count { event in
            event.isAhead && event.standsFor == nil && event.sorts.contains(where: sorts.contains)
                && (event.lastDay.map { $0 <= end } ?? true)
        }
    }
}
