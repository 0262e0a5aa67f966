import Domain

struct ReportedCosts: Worked {
    static let about = About("report.costCategories", uses: "flatRate.method", "rounding (flatRate)")
    let options: FlatRates, currentCosts: Costs
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        try Outcome(rules.costs(currentCosts, with: options.checked(), &how))
    }
}

struct ReportLine: Worked {
    static let about = About("report.overviewLine", uses: "percentageOfNothing", "rounding (percentage)")
    let totalEligibleBudget: Exact, previouslyReported, currentReport: Exact?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let line = try rules.overviewLine(
            budget: totalEligibleBudget, previously: previouslyReported ?? .zero, current: currentReport ?? .zero,
            &how)
        return [
            "totalReportedSoFar": line.totalReportedSoFar, "percentage": line.percentage, "remaining": line.remaining,
        ]
    }
}

struct ReportedBefore: Worked {
    static let about = About("report.previously")
    let reportedBefore, reports, certificates, fastTrack, fastTrackShareReady, spf: Exact?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let parts = [
            ("reportedBefore", reportedBefore), ("reports", reports), ("certificates", certificates),
            ("fastTrack", fastTrack), ("fastTrackShareReady", fastTrackShareReady), ("spf", spf),
        ]
        for case (let name, let amount?) in parts {
            how.note(.given(what: Phrase("input", [.init("name", .name(name))]), amount: amount))
        }
        return ["previouslyReported": try Exact.sum(parts.compactMap(\.1))]
    }
}

struct Spending: Worked {
    static let about = About("report.spendingProfile", uses: "percentageOfNothing", "rounding (percentage)")
    let previouslyReported, currentReport, totalEligibleBudget, periodBudgetCumulative: Exact?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let profile = try rules.spendingProfile(
            budget: totalEligibleBudget, previously: previouslyReported ?? .zero, current: currentReport ?? .zero,
            planned: periodBudgetCumulative ?? .zero, &how)
        func known(_ amount: Exact?) -> any Told {
            totalEligibleBudget == nil ? Undecided(needs: "totalEligibleBudget") : amount
        }
        return [
            "totalReportedSoFar": profile.totalReportedSoFar, "percentage": known(profile.percentage),
            "remaining": known(profile.remaining), "differenceFromPlan": profile.differenceFromPlan,
            "differenceFromPlanPercentage": profile.differenceFromPlanPercentage,
        ]
    }
}

struct CumulativePlans: Worked {
    static let about = About("report.periodCumulative")
    static let demanded: Set = ["periodBudgets"]
    let periodBudgets: [Exact]
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        ["cumulative": try RulesInForce.cumulative(periodBudgets)]
    }
}

struct SourceTotals: Worked {
    static let about = About("report.contributions")
    // Each row: what was contributed in all, before, and now.
    let `public`, automaticPublic, `private`: [[Exact]]
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        var outcome = Outcome()
        var all: [Exact] = [.zero, .zero, .zero, .zero]
        for (name, rows) in [("public", `public`), ("automaticPublic", automaticPublic), ("private", `private`)] {
            guard rows.allSatisfy({ $0.count == 3 }) else { throw Refusal("rowOfThree", [.init("name", .text(name))]) }
            var sums: [Exact] = []
            for column in 0..<3 { sums.append(try Exact.sum(rows.map { $0[column] })) }
            sums.append(try sums[1] + sums[2])
            for column in 0..<4 { all[column] = try all[column] + sums[column] }
            outcome.put(name, sums)
        }
        outcome.put("total", all)
        return outcome
    }
}

struct FundTotal: Worked {
    static let about = About("report.fundTotal", uses: "rounding (fundBudget)")
    let partnerTotal: Exact, spf: Exact?, fundPercentage: Percent, spfFundPercentage: Percent?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let (fund, contribution) = try rules.fundTotal(
            partnerTotal: partnerTotal, smallProjects: spf ?? .zero, rate: fundPercentage,
            smallProjectRate: spfFundPercentage ?? Percent(.zero), &how)
        return ["fundTotal": fund, "partnerContribution": contribution]
    }
}

struct ReportDue: Worked {
    static let about = About(
        "report.due", uses: "reporting.deadlines", "reporting.dueMonthsAfterEnd", "reporting.dueDayRule",
        "reporting.finalDue", "reporting.partnerToController")
    let periodEnd: Day, phase, call: String?, isLast: Bool, projectEnd: Day?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let due = try rules.due(
            periodEnd: periodEnd, phase: phase ?? "", call: call, isLast: isLast, projectEnd: projectEnd, &how)
        let withController = try? rules.dueWithController(periodEnd: periodEnd, &how)
        return ["due": due, "dueWithController": withController.told(orNeeding: "reporting.partnerToController")]
    }
}

struct FinalReport: Worked {
    static let about = About("report.final", uses: "eligibility.closureMonths", "reporting.finalDue")
    let implementationEnd: Day, periodStart: Day?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let closure = try rules.whole(.closureMonths, &how)
        let after = implementationEnd.adding(days: 1).adding(months: closure)
        let end = after.adding(days: -1)
        let due = try rules.due(periodEnd: end, phase: "", call: nil, isLast: true, projectEnd: end, &how)
        var outcome: Outcome = ["projectEnd": end, "due": due]
        if let periodStart {
            outcome.put("coversFrom", periodStart)
            outcome.put("coversTo", end)
            let (first, last) = (periodStart.parts, after.parts)
            outcome.put("months", (last.year - first.year) * 12 + last.month - first.month)
        }
        return outcome
    }
}
