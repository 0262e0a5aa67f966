import Domain

// The calendar of a project, how long it lasts beyond its end, and whom it reached.

struct PeriodsOfProject: Worked {
    static let about = About("project.periods", uses: "reporting.periodMonths")
    let durationMonths: Int, periodLengthMonths: Int?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let length = try periodLengthMonths.or(rules.whole(.periodMonths, &how))
        let periods = try ProjectCalendar.periods(durationMonths: durationMonths, periodMonths: length)
        return ["periods": periods.map { [$0.number, $0.first, $0.last] }]
    }
}

struct PeriodDates: Worked {
    static let about = About("project.periodDates")
    let startDate: Day, periodStartMonth, periodEndMonth: Int
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let days = try ProjectCalendar.days(
            start: startDate, firstMonth: periodStartMonth, lastMonth: periodEndMonth)
        return ["firstDate": days.first, "lastDate": days.last]
    }
}

struct EndDate: Worked {
    static let about = About("project.endDate")
    let startDate: Day, durationMonths: Int
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        ["endDate": try ProjectCalendar.end(start: startDate, months: durationMonths)]
    }
}

struct CalendarOfProject: Worked {
    static let about = About(
        "project.calendar", uses: "phase.reportingStepMonths", "reporting.periodMonths", "reporting.deadlines",
        "reporting.dueMonthsAfterEnd", "reporting.dueDayRule", "reporting.finalDue")

    struct Phase: Decodable {
        let phase: String, months: Int
    }
    let startDate: Day, call: String?, phases: [Phase]
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let periods = try rules.periods(
            start: startDate, phases: phases.map { PlannedPhase(name: $0.phase, months: $0.months) }, call: call,
            &how)
        return [
            "periods": periods.map { [$0.phase, $0.start.plain, $0.end.plain, $0.due.plain] },
            "reports": periods.count, "projectEnd": periods.last?.end,
        ]
    }
}

struct KeptUntil: Worked {
    static let about = About("archive.keepUntil", uses: "archive.years", "archive.from")
    let lastPayment, announced: Day?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        ["keepUntil": try rules.keepUntil(lastPayment: lastPayment, announced: announced, &how)]
    }
}

struct DurableUntil: Worked {
    static let about = About("durability.until", uses: "durability.years")
    let finalPayment: Day
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        ["until": try rules.durableUntil(finalPayment: finalPayment, &how)]
    }
}

struct ConfirmedPeople: Worked {
    static let about = About("indicator.confirmed")
    let staff, stakeholders: Int, notConfirming: Int?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let people = [staff, stakeholders, -(notConfirming ?? 0)]
        guard people.allSatisfy({ $0.magnitude < 1_000_000 }) else { throw .numberTooLarge }
        return ["people": Int(people.total)]
    }
}
