extension Calculation {
    /// What becomes of a report that was handed in: its states, and its verification.
    static let verifying: [Calculation] = [
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
        for part in try rules.verifiedByFund(split, &derivation) {
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
