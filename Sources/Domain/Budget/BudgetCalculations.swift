extension Calculation {
    static let budget: [Calculation] = [
        Calculation(
            "budget.rowSum", .budget,
            [Input("numberOfUnits", .number), Input("pricePerUnit", .number)], steps: [.rowSum], rowSum),
        Calculation(
            "budget.flatRates", .budget,
            [Given.options, Input("costs", Given.costs)], uses: ["flatRate.method"], steps: [.flatRate], flatRates),
        Calculation(
            "budget.fixedRates", .budget,
            [Input("use", .list(.word(FlatRateOption.allCases.map(\.rawValue)))), Input("costs", Given.costs)],
            uses: ["flatRate.method", "flatRate.percent"], steps: [.flatRate], fixedRates),
        Calculation(
            "budget.optionFaults", .budget,
            [Input("options", .group(FlatRateOption.allCases.map { Input($0.rawValue, .number) }))],
            uses: ["flatRate.mostPercent", "flatRate.percent", "flatRate.exact", "flatRate.excludes"], optionFaults),
        Calculation(
            "budget.perPeriod", .budget,
            [
                Given.options, Input("periodCosts", .list(Given.costs)), Input("total", Given.costs),
                Input("preparation", .amount),
                Input("closure", .amount),
            ] + (1...60).map { Input("period\($0)", Given.costs) },
            uses: ["flatRate.method", "leftOver (period)"], steps: [.flatRate], perPeriod),
        Calculation(
            "budget.perPeriodPercent", .budget,
            [Input("totals", .list(.amount))], steps: [.percentage], perPeriodPercent),
        Calculation(
            "budget.spfPerPeriod", .budget,
            [Input("spfTotal", .amount), Input("perPeriod", .list(.amount))], spfPerPeriod),
        Calculation(
            "budget.flexibility", .budget,
            [
                Input("scope", .word(["partner", "category", "project"])), Input("budget", .amount),
                Input("spends", .amount),
                Input("savedByOthers", .amount),
            ],
            uses: ["flexibility.percent", "flexibility.needsOffset"], flexibility),
        Calculation(
            "budget.shiftDecision", .budget,
            [
                Input("scope", .word(["partner", "category", "project"])), Input("shiftPercentages", .list(.percent)),
                Input("prolongationMonths", .list(.whole)), Input("limitPercent", .percent),
                Input("limitMonths", .whole), Input("cumulative", .flag),
                Input("decidedBy", .text), Input("decidedAboveBy", .text),
            ],
            uses: [
                "flexibility.percent", "flexibility.cumulative", "flexibility.decidedBy", "flexibility.decidedAboveBy",
                "changes.prolongationMonths",
            ],
            shiftDecision),
        Calculation(
            "budget.sum", .budget,
            [Input("parts", .list(.amount)), Input("total", .amount)], sum),
    ]

    private static func rowSum(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        var outcome = Outcome()
        outcome.put(
            "rowSum",
            try rules.rowSum(units: given.number("numberOfUnits"), price: given.number("pricePerUnit"), &derivation))
        return outcome
    }

    private static func flatRates(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        var outcome = Outcome()
        try outcome.put(rules.costs(given.costs("costs"), with: given.flatRates(), &derivation))
        return outcome
    }

    private static func fixedRates(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var rates = FlatRates()
        for name in given.json["use"]?.list?.compactMap(\.text) ?? [] {
            guard let option = FlatRateOption(rawValue: name) else { continue }
            rates[option] = try rules.percent(.flatRatePercent, about: name, &derivation)
        }
        var outcome = Outcome()
        try outcome.put(rules.costs(given.costs("costs"), with: rates, &derivation))
        return outcome
    }

    private static func optionFaults(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var rates = FlatRates()
        for (name, number) in given.byName("options") {
            if let option = FlatRateOption(rawValue: name) { rates[option] = Percent(number) }
        }
        var outcome = Outcome()
        outcome.put("faults", .list(rules.faults(in: rates, &derivation).map(\.json)))
        return outcome
    }

    private static func perPeriod(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        let rates = try given.flatRates()
        var outside = Costs()
        outside.lumpSum = try given.amount("preparation") + given.amount("closure")
        var outcome = Outcome()
        if given.has("periodCosts") {
            let parts = given.groups("periodCosts").map(\.costs)
            var total = outside
            for part in parts { total = try total.adding(part) }
            let budget = try rules.budgetByPeriod(parts, total: total, rates: rates, outside: outside, &derivation)
            var totals: [Exact] = []
            for (index, period) in budget.periods.enumerated() {
                totals.append(try period.total())
                outcome.put("period\(index + 1)", period.json)
            }
            outcome.put("periodTotals", totals)
            outcome.put("total", try budget.total.total())
            outcome.put("totalDetail", budget.total.json)
            outcome.put("lastPeriod", budget.periods.last?.json ?? .null)
            return outcome
        }

        // The total as it was budgeted, and some periods: what is left belongs to the last.
        guard given.has("total") else { throw Refusal("inputMissing", [.init("name", .text("periodCosts"))]) }
        let total = try rules.costs(given.costs("total"), with: rates, &derivation)
        outcome.put("partnerTotal", try total.total())
        for category in CostCategory.allCases { outcome.put(category.rawValue, total[category]) }
        var rest = try total.total() - outside.total()
        for number in 1...60 where given.has("period\(number)") {
            let period = try rules.costs(given.costs("period\(number)"), with: rates, &derivation)
            for category in CostCategory.allCases {
                let name = category.rawValue
                outcome.put("period\(number)" + name.prefix(1).uppercased() + name.dropFirst(), period[category])
            }
            outcome.put("period\(number)Total", try period.total())
            rest = try rest - period.total()
        }
        derivation.note(.leftOver(amount: rest, to: "lastPeriod"))
        outcome.put("lastPeriodTotal", rest)
        return outcome
    }

    private static func perPeriodPercent(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        let totals = try given.numbers("totals")
        if let percentages = try rules.percentagesByPeriod(totals, &derivation) {
            outcome.put("percentages", percentages)
        } else {
            outcome.put("percentages", .list(totals.map { _ in .null }))
        }
        return outcome
    }

    private static func spfPerPeriod(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        let periods = try given.numbers("perPeriod")
        outcome.put(
            "periodTotals",
            try rules.smallProjectFundByPeriod(
                given.numberIfGiven("spfTotal").or(Exact.sum(periods)), periods, &derivation))
        return outcome
    }

    private static func flexibility(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let answer = try rules.flexibility(
            scope: given.textIfGiven("scope") ?? "partner", budget: given.number("budget"),
            spends: given.number("spends"),
            savedByOthers: given.amount("savedByOthers"), &derivation)
        var outcome = Outcome()
        outcome.put("answer", .text(answer.rawValue))
        return outcome
    }

    private static func shiftDecision(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        // A programme without a pack may be asked too: its limits are given instead.
        let cumulative = try (given.json["cumulative"]?.flag).or(rules.flag(.flexibilityCumulative, &derivation))
        let within = try given.textIfGiven("decidedBy").or(rules.word(.flexibilityDecides, &derivation))
        let above = try given.textIfGiven("decidedAboveBy").or(rules.word(.flexibilityDecidesAbove, &derivation))
        if let shifts = given.numbersIfGiven("shiftPercentages") {
            let limit = try given.percentIfGiven("limitPercent")
                .or(rules.percent(.flexibilityPercent, about: given.textIfGiven("scope") ?? "project", &derivation))
            let answers = try RulesInForce.deciders(
                shifts, limit: limit.number, cumulative: cumulative, within: within, above: above, &derivation)
            outcome.put("decidedBy", .list(answers.map { .text($0) }))
        }
        if let months = given.numbersIfGiven("prolongationMonths") {
            let limit = try given.wholeIfGiven("limitMonths").or(rules.whole(.prolongationMonths, &derivation))
            let answers = try RulesInForce.deciders(
                months, limit: Exact(limit), cumulative: cumulative, within: within, above: above, &derivation)
            outcome.put("prolongationDecidedBy", .list(answers.map { .text($0) }))
        }
        return outcome
    }

    private static func sum(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        let sum = try Exact.sum(given.numbers("parts"))
        var outcome = Outcome()
        outcome.put("sum", sum)
        if let total = given.numberIfGiven("total") {
            outcome.put("equal", .flag(sum == total))
            outcome.put("difference", try total - sum)
        }
        return outcome
    }
}
