/// A figure in one reporting period: what was added in it, what it came to by its end, and what was said about it.
public struct PeriodStanding: Sendable, Equatable {
    public let period: ReportingPeriod
    /// What the period brought; nil before it has begun, where levels are measured and none was, and where it
    /// is not known.
    public let within: FigureValue?
    /// What the figure came to by its end, or until today while it runs.
    public let until: FigureValue?
    public let values: [PeriodValue]
    public let isLocked: Bool
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
    public func series(of figure: Figure, on today: Day, asOf: Day? = nil) -> [PeriodStanding] {
        let values = periodValues(of: figure.id).filter { $0.on <= today }
        return reportingPeriods.sorted { $0.start < $1.start }.map { period in
            let own = values.filter { $0.period == period.id }
            let locked = lock(of: period.id) != nil
            guard period.start <= today else {
                return PeriodStanding(period: period, within: nil, until: nil, values: own, isLocked: locked)
            }
            let last = min(period.end, today)
            if figure.rule == .measured {
                let upTo = values.filter { value in
                    (reportingPeriods[value.period]?.start).map { $0 <= period.start } ?? false
                }
                return PeriodStanding(
                    period: period, within: figure.aggregation.value(of: own),
                    until: figure.aggregation.value(of: upTo), values: own, isLocked: locked)
            }
            guard let until = counted(figure, asOf: period.end < today ? last : asOf),
                let before = counted(figure, asOf: period.start.adding(days: -1))
            else { return PeriodStanding(period: period, within: nil, until: nil, values: own, isLocked: locked) }
            let within = FigureValue(
                part: until.part - before.part, whole: until.divisor, isPercentage: until.isPercentage,
                currency: until.currency)
            return PeriodStanding(period: period, within: within, until: until, values: own, isLocked: locked)
        }
    }

    /// Nil where it is not known.
    private func counted(_ figure: Figure, asOf day: Day?) -> FigureValue? {
        let evidence = evidence(of: figure, asOf: day)
        guard evidence.isKnown else { return nil }
        return evidence.value ?? FigureValue(part: Int128(evidence.counted.count))
    }

    /// Nil without a target, before the project has begun and after it has ended, and where what was reached is not known.
    public func trend(of figure: Figure, on today: Day, asOf: Day? = nil) -> Trend? {
        guard let target = figure.target, figure.rule != .notCounted, let own = identification, own.start < today,
            today < own.end, let now = counted(figure, asOf: asOf)
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
