extension Calculation {
    static let partnership: [Calculation] = [
        Calculation(
            "project.periods", .partnership,
            [Input("durationMonths", .whole), Input("periodLengthMonths", .whole)], uses: ["reporting.periodMonths"],
            periods),
        Calculation(
            "project.periodDates", .partnership,
            [Input("startDate", .day), Input("periodStartMonth", .whole), Input("periodEndMonth", .whole)], periodDates),
        Calculation(
            "project.endDate", .partnership,
            [Input("startDate", .day), Input("durationMonths", .whole)], endDate),
        Calculation(
            "project.calendar", .partnership,
            [
                Input("startDate", .day), Input("call", .text),
                Input("phases", .list(.group([Input("phase", .text), Input("months", .whole)]))),
            ],
            uses: [
                "phase.reportingStepMonths", "reporting.periodMonths", "reporting.deadlines",
                "reporting.dueMonthsAfterEnd", "reporting.dueDayRule",
                "reporting.finalDue",
            ], calendar),
    ]

    private static func periods(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        let length = try given.wholeIfGiven("periodLengthMonths").or(rules.whole(.periodMonths, &derivation))
        let periods = try ProjectCalendar.periods(durationMonths: given.whole("durationMonths"), periodMonths: length)
        var outcome = Outcome()
        outcome.put(
            "periods",
            .list(periods.map { [.whole(Int64($0.number)), .whole(Int64($0.first)), .whole(Int64($0.last))] }))
        return outcome
    }

    private static func periodDates(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let days = try ProjectCalendar.days(
            start: given.day("startDate"), firstMonth: given.whole("periodStartMonth"),
            lastMonth: given.whole("periodEndMonth"))
        var outcome = Outcome()
        outcome.put("firstDate", days.first)
        outcome.put("lastDate", days.last)
        return outcome
    }

    private static func endDate(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        var outcome = Outcome()
        outcome.put(
            "endDate", try ProjectCalendar.end(start: given.day("startDate"), months: given.whole("durationMonths")))
        return outcome
    }

    private static func calendar(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        var phases: [PlannedPhase] = []
        for phase in given.groups("phases") {
            phases.append(PlannedPhase(name: try phase.text("phase"), months: try phase.whole("months")))
        }
        let periods = try rules.periods(
            start: given.day("startDate"), phases: phases, call: given.textIfGiven("call"), &derivation)
        var outcome = Outcome()
        outcome.put(
            "periods",
            .list(periods.map { [.text($0.phase), .text($0.start.plain), .text($0.end.plain), .text($0.due.plain)] }))
        outcome.put("reports", .whole(Int64(periods.count)))
        if let end = periods.last?.end { outcome.put("projectEnd", end) }
        return outcome
    }
}
