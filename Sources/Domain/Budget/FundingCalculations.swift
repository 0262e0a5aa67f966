extension Calculation {
    /// What funds, the programme and the partner pay of a budget.
    static let coFinancing: [Calculation] = [
        Calculation(
            "cofinancing.overview", .budget,
            [
                Input("partnerTotal", .amount), Input("fundPercentage", .percent), Input("autoPublic", .amount),
                Input("otherPublic", .amount),
                Input("private", .amount), Input("contributionWithoutStatus", .amount),
            ],
            steps: [.fundBudget, .coFinancingRate], coFinancingOverview),
        Calculation(
            "cofinancing.split", .budget,
            [
                Input("amount", .amount), Input("fundPercentages", .byName(.percent)), Given.contributions,
                Input("partnerBudgetWithoutSpf", .amount),
            ],
            uses: ["leftOver (fundShare)"],
            steps: [
                .fundShare, .contributionRatio, .contributionPart, .fundRatio, .contributionByFund, .percentByFund,
                .sourceByFund,
            ],
            coFinancingSplit),
        Calculation(
            "cofinancing.validation", .budget,
            [
                Input(
                    "entries",
                    .list(
                        .group([
                            Input("fund", .orNull(.text)), Input("pct", .orNull(.percent)),
                        ]))), Input("allowedFunds", .list(.text)), Input("fixedRates", .byName(.percent)),
                Input("ownStatus", .word(ContributionStatus.allCases.map(\.rawValue))),
            ],
            uses: ["coFinancing.mostEntries", "coFinancing.ownMayNotBe"], coFinancingValidation),
        Calculation(
            "funds.perPartner", .budget,
            [
                Input("partnerTotal", .amount), Input("projectTotal", .amount), Input("fund", .text),
                Input("fundPercentage", .percent),
                Input("fundTotalAllPartners", .amount), Input("fundTotal", .amount), Input("total", .amount),
                Input("spf", .amount),
                Input("managementFund", .percent), Input("spfFunds", .list(.percent)),
            ],
            steps: [.fundBudget, .budgetQuotient, .percentage], fundsPerPartner),
        Calculation(
            "funds.perPeriod", .budget,
            [
                Input("periodTotals", .list(.amount)), Input("preparationThenPeriodsThenClosure", .list(.amount)),
                Input("spfTotal", .amount),
                Input("perPeriod", .list(.amount)), Input("percentage", .percent),
            ],
            uses: ["leftOver (period)"], steps: [.fundBudget, .fundPeriod], fundsPerPeriod),
        Calculation(
            "funding.rate", .budget,
            [
                Input("amount", .amount), Input("partnerClass", .word(Vocabulary.classes)),
                Input("classAtApproval", .word(Vocabulary.classes)),
            ],
            uses: ["funding.rate", "funding.fund", "funding.rateFrozenAtApproval"], steps: [.fundShare], funding),
        Calculation(
            "funding.share", .budget,
            [Input("amount", .amount), Input("rate", .percent), Input("projectMost", .amount)], steps: [.fundShare],
            fundingShare),
        Calculation(
            "lumpSum.byCount", .budget,
            [Input("lumpSum", .text), Input("count", .whole)], uses: ["lumpSum.table"], lumpSumByCount),
        Calculation(
            "lumpSum.funding", .budget,
            [
                Input("lumpSum", .text), Input("amount", .amount), Input("partnerClass", .word(Vocabulary.classes)),
                Input("rate", .percent),
            ],
            uses: ["lumpSum.amount", "funding.rate"], steps: [.fundShare], lumpSumFunding),
    ]

    private static func coFinancingOverview(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let contributions = Contributions(
            public: given.amount("otherPublic"), automaticPublic: given.amount("autoPublic"),
            private: given.amount("private"))
        let overview = try rules.coFinancingOverview(
            total: given.number("partnerTotal"), rate: given.percent("fundPercentage"), contributions: contributions,
            &derivation)
        var outcome = Outcome()
        outcome.put("fundingAmount", overview.funding)
        outcome.put("coFinancingRate", overview.rate)
        outcome.put("totalFundAndContribution", overview.total)
        outcome.put("totalEuFundAndContribution", overview.withContributions)
        outcome.put("averageCoFinancingRate", overview.averageRate)
        outcome.put("averageEuFinancingRate", overview.rate)
        return outcome
    }

    private static func coFinancingSplit(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let (contributions, budget) = (given.contributions(), given.amount("partnerBudgetWithoutSpf"))
        let split = try rules.coFinancing(
            of: given.number("amount"), funds: given.fundRates("fundPercentages"), contributions: contributions,
            budget: budget, &derivation)
        var outcome = Outcome()
        outcome.put("funds", .object(of: split.funds.map { ($0.fund, .text($0.amount.plain)) }))
        outcome.put("partnerContribution", split.partnerContribution)
        outcome.put(split.ofWhich)
        outcome.put("total", split.sum)
        let byFund = try rules.contributionByFund(split, &derivation)
        outcome.put("perFund", .object(of: byFund.map { ($0.fund, $0.json) }))
        return outcome
    }

    private static func coFinancingValidation(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let entries = given.groups("entries").map {
            CoFinancingEntry(fund: $0.textIfGiven("fund"), rate: $0.percentIfGiven("pct"))
        }
        let fault = try rules.fault(
            in: entries, allowed: (given.json["allowedFunds"]?.list ?? []).compactMap(Given.text),
            fixed: given.fundRates("fixedRates"),
            ownStatus: given.textIfGiven("ownStatus").flatMap(ContributionStatus.init(rawValue:)), &derivation)
        var outcome = Outcome()
        outcome.put("result", .text(fault?.rawValue ?? "valid"))
        return outcome
    }

    private static func fundsPerPartner(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        if let total = given.numberIfGiven("partnerTotal"), let rate = given.percentIfGiven("fundPercentage") {
            let value = try rules.fundBudget(total, rate: rate, &derivation)
            outcome.put("value", value)
            if let all = given.numberIfGiven("fundTotalAllPartners") {
                outcome.put("percentageOfFundTotal", try rules.budgetShare(value, of: all, "ofTheFund", &derivation))
            }
            if let project = given.numberIfGiven("projectTotal") {
                outcome.put(
                    "percentageOfProjectTotal", try rules.budgetShare(total, of: project, "ofTheProject", &derivation)
                )
            }
        }
        if let fund = given.numberIfGiven("fundTotal"), let project = given.numberIfGiven("projectTotal") {
            outcome.put("percentage", try rules.budgetShare(fund, of: project, "ofTheProject", &derivation))
        }
        if let total = given.numberIfGiven("total"), let rate = given.percentIfGiven("managementFund") {
            // A project with a small project fund: its management and the fund have rates of their own.
            let smallProjects = given.amount("spf")
            let management = try total - smallProjects
            let value = try rules.fundBudget(management, rate: rate, &derivation)
            var parts: [Exact] = []
            for rate in given.numbersIfGiven("spfFunds") ?? [] {
                parts.append(try rules.fundBudget(smallProjects, rate: Percent(rate), &derivation))
            }
            var row: [JSON] = []
            for part in parts.prefix(1) + [value] + parts.dropFirst() {
                row.append(
                    try rules.budgetShare(part, of: total, "ofTheProject", &derivation).map { .text($0.plain) }
                        ?? .null)
            }
            outcome.put("management", management)
            outcome.put("managementFundValue", value)
            outcome.put("managementShare", try rules.budgetShare(management, of: total, "management", &derivation))
            outcome.put("spfFundValues", parts)
            outcome.put("spfShare", try rules.budgetShare(smallProjects, of: total, "smallProjects", &derivation))
            outcome.put("totalRowPercent", .list(row))
        }
        return outcome
    }

    private static func fundsPerPeriod(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let rate = try given.percent("percentage")
        var outcome = Outcome()
        if let amounts = given.numbersIfGiven("periodTotals")
            ?? given.numbersIfGiven("preparationThenPeriodsThenClosure")
        {
            // Preparation stands before the periods and closure behind them.
            let (parts, total) = try rules.fundByPeriod(
                amounts, total: Exact.sum(amounts), rate: rate,
                rest: rules.keeperOfRest(first: 1, last: amounts.count - 2), &derivation)
            outcome.put("perPeriod", parts)
            outcome.put("total", total)
            return outcome
        }
        let amounts = try given.numbers("perPeriod")
        let (parts, total) = try rules.fundByPeriod(
            amounts, total: given.numberIfGiven("spfTotal").or(Exact.sum(amounts)), rate: rate,
            rest: rules.keeperOfRest(first: 0, last: amounts.count - 1), &derivation)
        outcome.put("perPeriod", parts)
        outcome.put("total", total)
        return outcome
    }

    private static func funding(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        let funding = try rules.funding(
            of: given.number("amount"), partnerClass: given.text("partnerClass"),
            atApproval: given.textIfGiven("classAtApproval"), &derivation)
        var outcome = Outcome()
        outcome.put("rate", funding.rate.number)
        outcome.put("fund", .text(funding.fund))
        outcome.put("funding", funding.amount)
        outcome.put("own", funding.own)
        outcome.put("leastDeclaration", funding.own)
        return outcome
    }

    private static func fundingShare(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let (amount, rate) = (try given.number("amount"), try given.percent("rate"))
        guard rate.isBetweenNothingAndAll else { throw .rateOutside(rate, "rate") }
        let share = try rules.rounded(
            rate.of(amount), .fundShare, "programmeMoney", .rate(rate, of: amount), &derivation)
        var outcome = Outcome()
        outcome.put("funding", share)
        outcome.put("own", try amount - share)
        if let most = given.numberIfGiven("projectMost") { outcome.put("withinMost", .flag(share <= most)) }
        return outcome
    }

    private static func lumpSumByCount(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        outcome.put(
            "amount",
            Exact(cents: try rules.lumpSum(given.text("lumpSum"), count: given.whole("count"), &derivation).cents))
        return outcome
    }

    private static func lumpSumFunding(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var amount = given.numberIfGiven("amount")
        if amount == nil {
            let name = try given.text("lumpSum")
            guard case .amount(let money) = try rules.rule(.lumpSumAmount, about: name, &derivation) else {
                throw .noRule(.lumpSumAmount, name, in: rules.pack, on: rules.day)
            }
            amount = Exact(cents: money.cents)
        }
        var rate = given.percentIfGiven("rate")
        if rate == nil { rate = try rules.percent(.fundingRate, about: given.text("partnerClass"), &derivation) }
        guard let amount, let rate else { throw Refusal("inputMissing", [.init("name", .text("amount"))]) }
        guard rate.isBetweenNothingAndAll else { throw .rateOutside(rate, "rate") }
        let share = try rules.rounded(
            rate.of(amount), .fundShare, "programmeMoney", .rate(rate, of: amount), &derivation)
        var outcome = Outcome()
        outcome.put("amount", amount)
        outcome.put("funding", share)
        outcome.put("own", try amount - share)
        return outcome
    }
}
