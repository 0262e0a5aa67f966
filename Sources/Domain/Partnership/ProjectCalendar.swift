/// A stretch of months of the project, counted from its start: month 1 is the first.
public struct MonthsOfProject: Sendable, Hashable {
    public let number: Int
    public let first: Int
    public let last: Int
}

/// A reporting period with its days and the day on which its report is due.
public struct PlannedPeriod: Sendable, Hashable {
    public let number: Int
    public let phase: String
    public let start: Day
    public let end: Day
    public let due: Day
}

/// A phase of the project as it was approved: its name in the pack and how long it is.
public struct PlannedPhase: Sendable, Hashable {
    public let name: String
    public let months: Int
    public init(name: String, months: Int) {
        self.name = name
        self.months = months
    }
}

public enum ProjectCalendar {
    /// A project longer than this is a slip of the pen.
    public static let mostMonths = 999

    static func check(_ months: Int, _ name: String) throws(Refusal) {
        guard (1...mostMonths).contains(months) else {
            throw Refusal(
                "monthsOutside",
                [.init("name", .text(name)), .init("months", .whole(months)), .init("most", .whole(mostMonths))])
        }
    }

    /// The last day of a project that begins on a day and has so many months.
    public static func end(start: Day, months: Int) throws(Refusal) -> Day {
        try check(months, "durationMonths")
        return start.adding(months: months).adding(days: -1)
    }

    /// Periods of equal length; the last is cut where the project ends.
    public static func periods(durationMonths: Int, periodMonths: Int) throws(Refusal) -> [MonthsOfProject] {
        try check(durationMonths, "durationMonths")
        try check(periodMonths, "periodLengthMonths")
        let count = (durationMonths + periodMonths - 1) / periodMonths
        return Range.between(0, count).map { index in
            MonthsOfProject(
                number: index + 1, first: index * periodMonths + 1,
                last: min((index + 1) * periodMonths, durationMonths))
        }
    }

    /// The days of a stretch of months of a project.
    public static func days(start: Day, firstMonth: Int, lastMonth: Int) throws(Refusal) -> (first: Day, last: Day) {
        try check(firstMonth, "periodStartMonth")
        try check(lastMonth, "periodEndMonth")
        guard firstMonth <= lastMonth else {
            throw Refusal("monthsBackwards", [.init("first", .whole(firstMonth)), .init("last", .whole(lastMonth))])
        }
        return (start.adding(months: firstMonth - 1), start.adding(months: lastMonth).adding(days: -1))
    }
}

extension RulesInForce {
    /// The reporting periods of a project by its phases, numbered through, each with the day its report is due. Each phase
    /// is cut into periods of its own length; what remains at its end is a shorter one.
    public func periods(
        start: Day, phases: [PlannedPhase], call: String?, _ derivation: inout Derivation
    ) throws(Refusal) -> [PlannedPeriod] {
        guard !phases.isEmpty else { throw Refusal("noPeriods") }
        var months = 0
        for phase in phases {
            try ProjectCalendar.check(phase.months, phase.name)
            months += phase.months
        }
        let projectEnd = try ProjectCalendar.end(start: start, months: months)
        var result: [PlannedPeriod] = []
        var before = 0
        for (index, phase) in phases.enumerated() {
            let step: Int
            if case .whole(let own)? = ruleIfAny(.phaseStepMonths, about: phase.name, &derivation) {
                step = own
            } else {
                step = try whole(.periodMonths, &derivation)
            }
            for part in try ProjectCalendar.periods(durationMonths: phase.months, periodMonths: step) {
                let days = try ProjectCalendar.days(
                    start: start, firstMonth: before + part.first, lastMonth: before + part.last)
                let isLast = index == phases.count - 1 && part.last == phase.months
                let due = try due(
                    periodEnd: days.last, phase: phase.name, call: call, isLast: isLast, projectEnd: projectEnd,
                    &derivation)
                result.append(
                    PlannedPeriod(
                        number: result.count + 1, phase: phase.name, start: days.first, end: days.last, due: due))
            }
            before += phase.months
        }
        return result
    }
}
