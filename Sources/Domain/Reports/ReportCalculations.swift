extension Calculation {
    static let reports: [Calculation] = [
        Calculation(
            "report.costCategories", .reports,
            [Given.options, Input("currentCosts", Given.costs)], uses: ["flatRate.method"], steps: [.flatRate],
            costCategories),
        Calculation(
            "report.overviewLine", .reports,
            [
                Input("totalEligibleBudget", .amount), Input("previouslyReported", .amount),
                Input("currentReport", .amount),
            ],
            uses: ["percentageOfNothing"], steps: [.percentage], overviewLine),
        Calculation(
            "report.previously", .reports,
            [
                Input("reportedBefore", .amount), Input("reports", .amount), Input("certificates", .amount),
                Input("fastTrack", .amount),
                Input("fastTrackShareReady", .amount), Input("spf", .amount),
            ], previously),
        Calculation(
            "report.spendingProfile", .reports,
            [
                Input("previouslyReported", .amount), Input("currentReport", .amount),
                Input("totalEligibleBudget", .amount),
                Input("periodBudgetCumulative", .amount),
            ],
            uses: ["percentageOfNothing"], steps: [.percentage], spendingProfile),
        Calculation(
            "report.periodCumulative", .reports,
            [Input("periodBudgets", .list(.amount))], periodCumulative),
        Calculation(
            "report.contributions", .reports,
            ContributionStatus.allCases.map { Input($0.rawValue, .list(.list(.amount))) }, contributions),
        Calculation(
            "report.fundTotal", .reports,
            [
                Input("partnerTotal", .amount), Input("spf", .amount), Input("fundPercentage", .percent),
                Input("spfFundPercentage", .percent),
            ],
            steps: [.fundBudget], fundTotal),
        Calculation(
            "report.due", .reports,
            [
                Input("periodEnd", .day), Input("phase", .text), Input("call", .text), Input("isLast", .flag),
                Input("projectEnd", .day),
            ],
            uses: [
                "reporting.deadlines", "reporting.dueMonthsAfterEnd", "reporting.dueDayRule", "reporting.finalDue",
                "reporting.partnerToController",
            ],
            due),
        Calculation(
            "report.final", .reports,
            [Input("implementationEnd", .day), Input("periodStart", .day)],
            uses: ["eligibility.closureMonths", "reporting.finalDue"], final),
    ]

    private static func costCategories(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        try outcome.put(rules.costs(given.costs("currentCosts"), with: given.flatRates(), &derivation))
        return outcome
    }

    private static func overviewLine(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let line = try rules.overviewLine(
            budget: given.number("totalEligibleBudget"), previously: given.amount("previouslyReported"),
            current: given.amount("currentReport"), &derivation)
        var outcome = Outcome()
        outcome.put("totalReportedSoFar", line.totalReportedSoFar)
        outcome.put("percentage", line.percentage)
        outcome.put("remaining", line.remaining)
        return outcome
    }

    private static func previously(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        var sum = Exact(cents: 0)
        for name in ["reportedBefore", "reports", "certificates", "fastTrack", "fastTrackShareReady", "spf"]
        where given.has(name) {
            let amount = try given.number(name)
            derivation.note(.given(what: Phrase("input", [.init("name", .name(name))]), amount: amount))
            sum = try sum + amount
        }
        outcome.put("previouslyReported", sum)
        return outcome
    }

    private static func spendingProfile(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let profile = try rules.spendingProfile(
            budget: given.numberIfGiven("totalEligibleBudget"), previously: given.amount("previouslyReported"),
            current: given.amount("currentReport"), planned: given.amount("periodBudgetCumulative"), &derivation)
        var outcome = Outcome()
        outcome.put("totalReportedSoFar", profile.totalReportedSoFar)
        if given.has("totalEligibleBudget") {
            outcome.put("percentage", profile.percentage)
            outcome.put("remaining", profile.remaining)
        } else {
            outcome.put("percentage", needs: "totalEligibleBudget")
            outcome.put("remaining", needs: "totalEligibleBudget")
        }
        outcome.put("differenceFromPlan", profile.differenceFromPlan)
        outcome.put("differenceFromPlanPercentage", profile.differenceFromPlanPercentage)
        return outcome
    }

    private static func periodCumulative(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        outcome.put("cumulative", try RulesInForce.cumulative(given.numbers("periodBudgets")))
        return outcome
    }

    private static func contributions(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        var all: [Exact] = [.zero, .zero, .zero, .zero]
        for status in ContributionStatus.allCases {
            var sums: [Exact] = [.zero, .zero, .zero, .zero]
            for row in given.rows(status.rawValue) {
                guard row.count == 3 else { throw Refusal("rowOfThree", [.init("name", .text(status.rawValue))]) }
                for column in 0..<3 { sums[column] = try sums[column] + row[column] }
            }
            sums[3] = try sums[1] + sums[2]
            for column in 0..<4 { all[column] = try all[column] + sums[column] }
            outcome.put(status.rawValue, sums)
        }
        outcome.put("total", all)
        return outcome
    }

    private static func fundTotal(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        let (fund, contribution) = try rules.fundTotal(
            partnerTotal: given.number("partnerTotal"), smallProjects: given.amount("spf"),
            rate: given.percent("fundPercentage"),
            smallProjectRate: given.percentIfGiven("spfFundPercentage") ?? Percent(.zero), &derivation)
        var outcome = Outcome()
        outcome.put("fundTotal", fund)
        outcome.put("partnerContribution", contribution)
        return outcome
    }

    private static func due(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        let end = try given.day("periodEnd")
        var outcome = Outcome()
        outcome.put(
            "due",
            try rules.due(
                periodEnd: end, phase: given.textIfGiven("phase") ?? "", call: given.textIfGiven("call"),
                isLast: given.flag("isLast"),
                projectEnd: given.dayIfGiven("projectEnd"), &derivation))
        if let day = try? rules.dueWithController(periodEnd: end, &derivation) {
            outcome.put("dueWithController", day)
        } else {
            outcome.put("dueWithController", needs: ParameterName.partnerToController.text)
        }
        return outcome
    }

    private static func final(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        let implementation = try given.day("implementationEnd")
        let closure = try rules.whole(.closureMonths, &derivation)
        let end = implementation.adding(days: 1).adding(months: closure).adding(days: -1)
        var outcome = Outcome()
        outcome.put("projectEnd", end)
        outcome.put(
            "due", try rules.due(periodEnd: end, phase: "", call: nil, isLast: true, projectEnd: end, &derivation))
        if let start = given.dayIfGiven("periodStart") {
            outcome.put("coversFrom", start)
            outcome.put("coversTo", end)
            let (first, last) = (start.parts, end.adding(days: 1).parts)
            outcome.put("months", .whole(Int64((last.year - first.year) * 12 + last.month - first.month)))
        }
        return outcome
    }
}
