import Domain

// What funds, the programme and the partner pay of a budget.

struct FundOverview: Worked {
    static let about = About("cofinancing.overview", uses: "rounding (fundBudget)", "rounding (coFinancingRate)")
    let partnerTotal: Exact, fundPercentage: Percent, autoPublic, otherPublic, `private`: Exact?
    /// Does not count.
    let contributionWithoutStatus: Exact?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let contributions = Contributions(
            public: otherPublic ?? .zero, automaticPublic: autoPublic ?? .zero, private: `private` ?? .zero)
        let overview = try rules.coFinancingOverview(
            total: partnerTotal, rate: fundPercentage, contributions: contributions, &how)
        return [
            "fundingAmount": overview.funding, "coFinancingRate": overview.rate,
            "totalFundAndContribution": overview.total, "totalEuFundAndContribution": overview.withContributions,
            "averageCoFinancingRate": overview.averageRate, "averageEuFinancingRate": overview.rate,
        ]
    }
}

/// A sum, the funds' percentages, and the sources of a partner's budget: what is split over funds.
struct SplitSum: Decodable, Sendable {
    let amount: Exact, fundPercentages: [NamedNumber], contributions: Contributions, partnerBudgetWithoutSpf: Exact?

    func split(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> CoFinancingSplit {
        try rules.coFinancing(
            of: amount, funds: fundPercentages.funds, contributions: contributions,
            budget: partnerBudgetWithoutSpf ?? .zero, &how)
    }
}

struct ReportedSplit: Worked {
    static let about = About(
        "cofinancing.split", uses: "leftOver (fundShare)", "rounding (fundShare)", "rounding (contributionRatio)",
        "rounding (contributionPart)", "rounding (fundRatio)", "rounding (contributionByFund)",
        "rounding (percentByFund)", "rounding (sourceByFund)")
    let sum: SplitSum
    init(from decoder: any Decoder) throws { sum = try SplitSum(from: decoder) }
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let split = try sum.split(rules, &how)
        var outcome: Outcome = [
            "funds": JSON.object(of: split.funds.map { ($0.fund, $0.amount.told) }),
            "partnerContribution": split.partnerContribution,
        ]
        outcome.put(split.ofWhich)
        outcome.put("total", split.sum)
        let byFund = try rules.contributionByFund(split, &how)
        outcome.put("perFund", JSON.object(of: byFund.map { ($0.fund, $0.told) }))
        return outcome
    }
}

struct EnteredCoFinancing: Worked {
    static let about = About("cofinancing.validation", uses: "coFinancing.mostEntries", "coFinancing.ownMayNotBe")

    struct Entry: Decodable {
        let fund: String?, pct: Percent?
    }
    let entries: [Entry], allowedFunds: [String], fixedRates: [NamedNumber], ownStatus: ContributionStatus?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let fault = try rules.fault(
            in: entries.map { CoFinancingEntry(fund: $0.fund, rate: $0.pct) }, allowed: allowedFunds,
            fixed: fixedRates.funds, ownStatus: ownStatus, &how)
        return ["result": fault?.rawValue ?? "valid"]
    }
}

struct FundOfPartner: Worked {
    static let about = About(
        "funds.perPartner", uses: "rounding (fundBudget)", "rounding (budgetQuotient)", "rounding (percentage)")
    let partnerTotal, projectTotal: Exact?, fund: String?, fundPercentage: Percent?
    let fundTotalAllPartners, fundTotal: Exact?
    // Of a project with a small project fund: its management and the fund have rates of their own.
    let total, spf: Exact?
    let managementFund: Percent?, spfFunds: [Percent]
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        var outcome = Outcome()
        if let partnerTotal, let fundPercentage {
            let value = try rules.fundBudget(partnerTotal, rate: fundPercentage, &how)
            outcome.put("value", value)
            if let all = fundTotalAllPartners {
                outcome.put("percentageOfFundTotal", try rules.budgetShare(value, of: all, "ofTheFund", &how))
            }
            if let projectTotal {
                let share = try rules.budgetShare(partnerTotal, of: projectTotal, "ofTheProject", &how)
                outcome.put("percentageOfProjectTotal", share)
            }
        }
        if let fundTotal, let projectTotal {
            let share = try rules.budgetShare(fundTotal, of: projectTotal, "ofTheProject", &how)
            outcome.put("percentage", share)
        }
        if let total, let managementFund {
            let smallProjects = spf ?? .zero
            let management = try total - smallProjects
            let value = try rules.fundBudget(management, rate: managementFund, &how)
            var parts: [Exact] = []
            for rate in spfFunds { parts.append(try rules.fundBudget(smallProjects, rate: rate, &how)) }
            var row: [Exact?] = []
            for part in parts.prefix(1) + [value] + parts.dropFirst() {
                row.append(try rules.budgetShare(part, of: total, "ofTheProject", &how))
            }
            outcome.put("management", management)
            outcome.put("managementFundValue", value)
            outcome.put("managementShare", try rules.budgetShare(management, of: total, "management", &how))
            outcome.put("spfFundValues", parts)
            outcome.put("spfShare", try rules.budgetShare(smallProjects, of: total, "smallProjects", &how))
            outcome.put("totalRowPercent", row)
        }
        return outcome
    }
}

struct FundOfPeriods: Worked {
    static let about = About(
        "funds.perPeriod", uses: "leftOver (period)", "rounding (fundBudget)", "rounding (fundPeriod)")
    let periodTotals, preparationThenPeriodsThenClosure: [Exact]?, spfTotal: Exact?, perPeriod: [Exact]
    let percentage: Percent
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        // Preparation stands before the periods and closure behind them.
        let framed = periodTotals ?? preparationThenPeriodsThenClosure
        let amounts = framed ?? perPeriod
        let frame = framed == nil ? 0 : 1
        let total = framed == nil ? try spfTotal.or(Exact.sum(amounts)) : try Exact.sum(amounts)
        let (parts, whole) = try rules.fundByPeriod(
            amounts, total: total, rate: percentage,
            rest: rules.keeperOfRest(first: frame, last: amounts.count - 1 - frame), &how)
        return ["perPeriod": parts, "total": whole]
    }
}

struct FundingByClass: Worked {
    static let about = About(
        "funding.rate", uses: "funding.rate", "funding.fund", "funding.rateFrozenAtApproval", "rounding (fundShare)")
    let amount: Exact, partnerClass: String, classAtApproval: String?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let funding = try rules.funding(
            of: amount, partnerClass: partnerClass, atApproval: classAtApproval, &how)
        return [
            "rate": funding.rate.number, "fund": funding.fund, "funding": funding.amount, "own": funding.own,
            "leastDeclaration": funding.own,
        ]
    }
}

struct FundingShare: Worked {
    static let about = About("funding.share", uses: "rounding (fundShare)")
    let amount: Exact, rate: Percent, projectMost: Exact?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let share = try rules.funding(of: amount, rate: rate, &how)
        var outcome: Outcome = ["funding": share, "own": try amount - share]
        if let projectMost { outcome.put("withinMost", share <= projectMost) }
        return outcome
    }
}

struct LumpSumByCount: Worked {
    static let about = About("lumpSum.byCount", uses: "lumpSum.table")
    let lumpSum: String, count: Int
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        ["amount": Exact(cents: try rules.lumpSum(lumpSum, count: count, &how).cents)]
    }
}

struct LumpSumFunding: Worked {
    static let about = About("lumpSum.funding", uses: "lumpSum.amount", "funding.rate", "rounding (fundShare)")
    let lumpSum: String?, amount: Exact?, partnerClass: String?, rate: Percent?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let sum = try amount.or(
            Exact(cents: rules.lumpSum(try lumpSum.needed("lumpSum"), &how).cents))
        let rate = try self.rate.or(
            rules.percent(.fundingRate, about: try partnerClass.needed("partnerClass"), &how))
        let share = try rules.funding(of: sum, rate: rate, &how)
        return ["amount": sum, "funding": share, "own": try sum - share]
    }
}
