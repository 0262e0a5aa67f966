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
        Calculation(
            "state.partnerReport.submit", .reports,
            [
                Input("status", .word(PartnerReportState.allCases.map(\.rawValue))),
                Input("controlReopenedBefore", .flag),
            ], submit),
        Calculation(
            "state.partnerReport.reopen", .reports,
            [Input("status", .word(PartnerReportState.allCases.map(\.rawValue))), Input("isLastReport", .flag)], reopen),
        Calculation(
            "verification.line", .reports,
            [
                Input("certified", .amount), Input("deductedByJs", .amount), Input("deductedByMa", .amount),
                Input("parked", .flag),
            ], verifiedLine),
        Calculation(
            "verification.workOverview", .reports,
            [
                Given.options, Input("requested", .amount), Input("flatRates", .amount),
                Input("requestedWithoutFlatRates", .amount),
                Input("sample", .amount), Input("deductedJs", .either([.amount, Given.costs])),
                Input("deductedMa", .either([.amount, Given.costs])),
                Input("afterVerification", .either([.amount, Given.costs])),
                Input("parked", .either([.amount, Given.costs])),
            ],
            uses: ["flatRate.method"], steps: [.flatRate, .percentage], verificationOverview),
        Calculation(
            "verification.deductionOverview", .reports,
            [
                Input("deductions", .list(.list(.amount))),
                Input("category", .word(CostCategory.allCases.map(\.rawValue))),
            ], verificationDeductions),
        Calculation(
            "verification.fundSplit", .reports,
            [
                Input("amount", .amount), Input("fundPercentages", .byName(.percent)), Given.contributions,
                Input("partnerBudgetWithoutSpf", .amount),
            ],
            steps: [.fundShare, .verificationRatio, .verificationShare, .contributionRatio, .contributionPart],
            fundSplit),
        Calculation(
            "verification.spfSplit", .reports,
            [
                Input("funds", .byName(.amount)),
                Input(
                    "contribution",
                    .group([
                        Input("total", .amount), Input("public", .amount), Input("automaticPublic", .amount),
                        Input("private", .amount),
                    ])),
            ], steps: [.smallProjectRatio, .smallProjectShare], spfSplit),
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

    private static func submit(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        guard let state = PartnerReportState(rawValue: try given.text("status")) else {
            throw Refusal("inputMissing", [.init("name", .text("status"))])
        }
        let (next, recalculated) = try state.submitted(controlReopenedBefore: given.flag("controlReopenedBefore"))
        var outcome = Outcome()
        outcome.put("newStatus", .text(next.rawValue))
        outcome.put("financialTablesRecalculated", .flag(recalculated))
        return outcome
    }

    private static func reopen(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        guard let state = PartnerReportState(rawValue: try given.text("status")) else {
            throw Refusal("inputMissing", [.init("name", .text("status"))])
        }
        var outcome = Outcome()
        outcome.put("newStatus", .text(try state.reopened(isLast: given.flag("isLastReport")).rawValue))
        return outcome
    }

    private static func verifiedLine(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        outcome.put(
            "amountAfterVerification",
            try RulesInForce.afterVerification(
                certified: given.number("certified"), deductedByJs: given.amount("deductedByJs"),
                deductedByMa: given.amount("deductedByMa"),
                isParked: given.flag("parked")))
        return outcome
    }

    private static func verificationOverview(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let rates = try given.flatRates()
        let after = given.costs("afterVerification")
        // An amount without a category is taken for the category of what remains of the same certificate.
        let only = CostCategory.allCases.filter { !after[$0].isZero }
        func enlarged(_ name: String) throws(Refusal) -> Exact {
            if let amount = given.numberIfGiven(name) {
                if given.json["options"] == nil { return amount }
                var costs = Costs()
                costs[only.count == 1 ? only[0] : .external] = amount
                return try rules.costs(costs, with: rates, &derivation).total()
            }
            return try rules.costs(given.costs(name), with: rates, &derivation).total()
        }
        let requested = try given.number("requested")
        let (js, ma) = (try enlarged("deductedJs"), try enlarged("deductedMa"))
        let parked = try given.numberIfGiven("parked").or(
            rules.costs(given.costs("parked"), with: rates, &derivation).total())
        let verified = try given.numberIfGiven("afterVerification").or(
            rules.costs(after, with: rates, &derivation).total())
        let deducted = try requested - verified - parked
        let real = try given.numberIfGiven("requestedWithoutFlatRates").or(requested - given.amount("flatRates"))
        let apart = try deducted - js - ma
        if !apart.isZero, given.has("deductedJs") || given.has("deductedMa") {
            derivation.note(.leftOver(amount: apart, to: "nobodyEachBody"))
        }
        var outcome = Outcome()
        outcome.put("samplePercentage", try rules.share(given.amount("sample"), of: real, &derivation) ?? .zero)
        outcome.put("parked", parked)
        outcome.put("deductedByJs", js)
        outcome.put("deductedByMa", ma)
        outcome.put("deducted", deducted)
        outcome.put("afterVerification", verified)
        outcome.put("afterVerificationPercentage", try rules.share(verified, of: requested, &derivation) ?? .zero)
        return outcome
    }

    private static func verificationDeductions(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let sum = try Exact.sum(given.rows("deductions").flatMap { $0 })
        var outcome = Outcome()
        outcome.put("total", sum)
        // Without a category the cell is that of whichever is asked.
        for category in CostCategory.allCases
        where category.rawValue == (given.textIfGiven("category") ?? category.rawValue) {
            outcome.put(category.rawValue, sum)
        }
        return outcome
    }

    private static func fundSplit(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        let (contributions, budget) = (given.contributions(), given.amount("partnerBudgetWithoutSpf"))
        let split = try rules.coFinancing(
            of: given.number("amount"), funds: given.fundRates("fundPercentages"), contributions: contributions,
            budget: budget, &derivation)
        var outcome = Outcome()
        for part in try rules.verifiedByFund(split, contributions: contributions, budget: budget, &derivation) {
            outcome.put(part.fund, part.json)
        }
        return outcome
    }

    private static func spfSplit(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        var outcome = Outcome()
        let parts = try rules.smallProjectClaimByFund(
            funds: given.byName("funds").map { ($0.name, $0.number) },
            contribution: given.group("contribution").amount("total"),
            ofWhich: given.contributions("contribution"), &derivation)
        for part in parts { outcome.put(part.fund, part.json) }
        return outcome
    }
}
