extension RulesInForce {
    /// The day on which the report of a period is due: by the call's table, and where that is silent by the general formula.
    /// The last report of the project is due as the programme says for last reports.
    public func due(
        periodEnd: Day, phase: String, call: String?, isLast: Bool, projectEnd: Day?, _ derivation: inout Derivation
    ) throws(Refusal) -> Day {
        if isLast, let projectEnd, case .word("projectEnd")? = ruleIfAny(.finalDue, &derivation) { return projectEnd }
        if let call, case .deadlines(let rows)? = ruleIfAny(.deadlines, about: call, &derivation) {
            let (_, month, day) = periodEnd.parts
            let fitting = rows.first { $0.phase == phase && $0.to.month == month && $0.to.day == day && $0.due != nil }
            if let due = fitting?.due?.first(after: periodEnd) { return due }
        }
        let months = try whole(.dueMonthsAfterEnd, &derivation)
        let after: Day
        switch try word(.dueDayRule, &derivation) {
        case "sameDay": after = periodEnd.adding(months: months)
        case "lastOfMonth":
            let (year, month, _) = periodEnd.adding(months: months).parts
            after = Day(year, month, Day.length(year, month)) ?? periodEnd
        default: after = periodEnd.adding(days: 1).adding(months: months)
        }
        return after
    }

    /// The day by which a partner's report is with its controller.
    public func dueWithController(periodEnd: Day, _ derivation: inout Derivation) throws(Refusal) -> Day {
        periodEnd.adding(days: 7 * (try whole(.partnerToController, &derivation)))
    }
}
