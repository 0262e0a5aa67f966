import Domain

struct RowSum: Worked {
    static let about = About("budget.rowSum", uses: "rounding (rowSum)")
    let numberOfUnits, pricePerUnit: Exact
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        ["rowSum": try rules.rowSum(units: numberOfUnits, price: pricePerUnit, &how)]
    }
}

struct FlatRateCosts: Worked {
    static let about = About("budget.flatRates", uses: "flatRate.method", "rounding (flatRate)")
    let options: FlatRates, costs: Costs
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        try Outcome(rules.costs(costs, with: options.checked(), &how))
    }
}

struct FixedRateCosts: Worked {
    static let about = About("budget.fixedRates", uses: "flatRate.method", "flatRate.percent", "rounding (flatRate)")
    let use: [FlatRateOption], costs: Costs
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        var rates = FlatRates()
        for option in use {
            rates[option] = try rules.percent(.flatRatePercent, about: option.rawValue, &how)
        }
        return try Outcome(rules.costs(costs, with: rates, &how))
    }
}

struct OptionFaults: Worked {
    static let about = About(
        "budget.optionFaults", uses: "flatRate.mostPercent", "flatRate.percent", "flatRate.exact", "flatRate.excludes")
    let options: FlatRates
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        ["faults": rules.faults(in: options, &how)]
    }
}

struct PeriodBudgets: Worked {
    static let about = About("budget.perPeriod", uses: "flatRate.method", "leftOver (period)", "rounding (flatRate)")

    struct Inputs: Decodable {
        let options: FlatRates, periodCosts: [Costs]?, total: Costs?, preparation, closure: Exact?
    }
    let inputs: Inputs
    /// Of `period1` to `period60` those that are given.
    let periods: [(name: String, costs: Costs)]

    init(from decoder: any Decoder) throws {
        inputs = try Inputs(from: decoder)
        let box = try decoder.container(keyedBy: MadeName.self)
        periods = try (1...60).compactMap { number in
            let name = MadeName(stringValue: "period\(number)")
            return try box.decodeIfPresent(Costs.self, forKey: name).map { (name.stringValue, $0) }
        }
    }
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let rates = try inputs.options.checked()
        var outside = Costs()
        outside.lumpSum = try (inputs.preparation ?? .zero) + (inputs.closure ?? .zero)
        var outcome = Outcome()
        if let parts = inputs.periodCosts {
            var total = outside
            for part in parts { total = try total.adding(part) }
            let budget = try rules.budgetByPeriod(parts, total: total, rates: rates, outside: outside, &how)
            var totals: [Exact] = []
            for (index, period) in budget.periods.enumerated() {
                totals.append(try period.total())
                outcome.put("period\(index + 1)", period)
            }
            outcome.put("periodTotals", totals)
            outcome.put("total", try budget.total.total())
            outcome.put("totalDetail", budget.total)
            outcome.put("lastPeriod", budget.periods.last)
            return outcome
        }

        // The total as it was budgeted, and some periods: what is left belongs to the last.
        guard let total = inputs.total else { throw Refusal("inputMissing", [.init("name", .text("periodCosts"))]) }
        let whole = try rules.costs(total, with: rates, &how)
        outcome = try Outcome(whole, total: false)
        outcome.put("partnerTotal", try whole.total())
        var rest = try whole.total() - outside.total()
        for (name, costs) in periods {
            let period = try rules.costs(costs, with: rates, &how)
            for category in CostCategory.allCases { outcome.put(MadeName.of(name, category), period[category]) }
            outcome.put("\(name)Total", try period.total())
            rest = try rest - period.total()
        }
        how.note(.leftOver(amount: rest, to: "lastPeriod"))
        outcome.put("lastPeriodTotal", rest)
        return outcome
    }
}

struct PeriodShares: Worked {
    static let about = About("budget.perPeriodPercent", uses: "rounding (percentage)")
    static let demanded: Set = ["totals"]
    let totals: [Exact]
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let none: [Exact?] = totals.map { _ in nil }
        return ["percentages": try rules.percentagesByPeriod(totals, &how) ?? none]
    }
}

struct SmallProjectPeriods: Worked {
    static let about = About("budget.spfPerPeriod")
    static let demanded: Set = ["perPeriod"]
    let spfTotal: Exact?, perPeriod: [Exact]
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let total = try spfTotal.or(Exact.sum(perPeriod))
        return ["periodTotals": try rules.smallProjectFundByPeriod(total, perPeriod, &how)]
    }
}

struct Overspending: Worked {
    static let about = About("budget.flexibility", uses: "flexibility.percent", "flexibility.needsOffset")
    let scope: String?, budget, spends: Exact, savedByOthers: Exact?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let answer = try rules.flexibility(
            scope: scope ?? "partner", budget: budget, spends: spends, savedByOthers: savedByOthers ?? .zero,
            &how)
        return ["answer": answer.rawValue]
    }
}

struct ShiftDecisions: Worked {
    static let about = About(
        "budget.shiftDecision", uses: "flexibility.percent", "flexibility.cumulative", "flexibility.decidedBy",
        "flexibility.decidedAboveBy", "changes.prolongationMonths")
    let scope: String?, shiftPercentages: [Percent]?, prolongationMonths: [Int]?
    // A programme without a pack may be asked too: its limits are given instead.
    let limitPercent: Percent?
    let limitMonths: Int?, cumulative: Bool?, decidedBy, decidedAboveBy: String?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let addUp = try cumulative.or(rules.flag(.flexibilityCumulative, &how))
        let within = try decidedBy.or(rules.word(.flexibilityDecides, &how))
        let above = try decidedAboveBy.or(rules.word(.flexibilityDecidesAbove, &how))
        func deciders(_ asked: [Exact], _ limit: Exact, _ how: inout Derivation) throws(Refusal) -> [String] {
            try RulesInForce.deciders(
                asked, limit: limit, cumulative: addUp, within: within, above: above, &how)
        }
        var outcome = Outcome()
        if let shiftPercentages {
            let limit = try limitPercent.or(
                rules.percent(.flexibilityPercent, about: scope ?? "project", &how))
            outcome.put("decidedBy", try deciders(shiftPercentages.map(\.number), limit.number, &how))
        }
        if let prolongationMonths {
            let limit = try limitMonths.or(rules.whole(.prolongationMonths, &how))
            outcome.put(
                "prolongationDecidedBy",
                try deciders(prolongationMonths.map { Exact($0) }, Exact(limit), &how))
        }
        return outcome
    }
}

struct PartsAndTotal: Worked {
    static let about = About("budget.sum")
    static let demanded: Set = ["parts"]
    let parts: [Exact], total: Exact?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let sum = try Exact.sum(parts)
        var outcome: Outcome = ["sum": sum]
        if let total {
            outcome.put("equal", sum == total)
            outcome.put("difference", try total - sum)
        }
        return outcome
    }
}
