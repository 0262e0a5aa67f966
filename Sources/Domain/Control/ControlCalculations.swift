extension Calculation {
    static let control: [Calculation] = [
        Calculation(
            "control.verification", .control,
            [
                Input("declared", .amount), Input("deducted", .amount), Input("parked", .flag),
                Input("partOfSample", .flag),
                Input("locked", .flag), Input("partOfSampleLocked", .flag),
            ], verification),
        Calculation(
            "control.finalize", .control,
            [Given.options, Input("certified", Given.costs)], uses: ["flatRate.method"], steps: [.flatRate], finalize),
        Calculation(
            "control.workOverview", .control,
            [
                Given.options, Input("declared", .amount), Input("flatRates", .amount),
                Input("flatRateColumns", .list(.amount)),
                Input("sample", .amount), Input("parkedStored", .amount), Input("eligibleStored", .amount),
                Input("certified", Given.costs),
                Input("parked", Given.costs),
            ]
                + categoryNames.flatMap {
                    [
                        Input("certified\($0.name)", .either([.amount, .list(.amount)])),
                        Input("parked\($0.name)", .either([.amount, .list(.amount)])),
                        Input("parkedDeclared\($0.name)", .either([.amount, .list(.amount)])),
                    ]
                },
            uses: ["flatRate.method", "leftOver (control)"], steps: [.flatRate, .percentage], workOverview),
        Calculation(
            "control.deductionOverview", .control,
            [
                Given.options, Input("declared", Given.costs), Input("parked", Given.costs),
                Input("certified", Given.costs),
                Input("elig", Given.costs), Input("itemDeductions", Given.costs),
            ],
            uses: ["flatRate.method"], steps: [.flatRate], deductionOverview),
    ]

    /// `Staff`, `External`: how inputs name the category that they are for.
    private static let categoryNames: [(name: String, category: CostCategory)] = CostCategory.allCases.map {
        ($0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst(), $0)
    }

    private static func verification(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let line = try ControlledLine(
            declared: given.number("declared"), deducted: given.amount("deducted"), isParked: given.flag("parked"),
            isInSample: given.flag("partOfSample"), isLocked: given.flag("locked") || given.flag("partOfSampleLocked"))
        var outcome = Outcome()
        outcome.put("certified", line.certified)
        outcome.put("deducted", line.deducted)
        outcome.put("parked", .flag(line.isParked))
        outcome.put("partOfSample", .flag(line.isInSample))
        return outcome
    }

    private static func finalize(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        var outcome = Outcome()
        try outcome.put(rules.costs(given.costs("certified"), with: given.flatRates(), &derivation))
        return outcome
    }

    private static func workOverview(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let rates = try given.flatRates()
        let columns = try given.numbersIfGiven("flatRateColumns").map(Exact.sum)
        let flatRates = columns ?? given.amount("flatRates")
        func costs(_ names: [String]) throws(Refusal) -> Costs? {
            var costs = Costs()
            var any = false
            for name in names {
                if given.has(name), given.json[name]?.members.isEmpty == false {
                    costs = try costs.adding(given.costs(name))
                    any = true
                }
                for (suffix, category) in categoryNames {
                    let one = given.numberIfGiven(name + suffix)
                    let many = try given.numbersIfGiven(name + suffix).map(Exact.sum)
                    guard let amount = one ?? many else { continue }
                    costs[category] = try costs[category] + amount
                    any = true
                }
            }
            return any ? costs : nil
        }
        let certified = try costs(["certified"])
        let parkedItems = try costs(["parked", "parkedDeclared"])
        let storedEligible = given.numberIfGiven("eligibleStored")
        let storedParked = given.numberIfGiven("parkedStored")

        let eligible = try storedEligible.or(rules.costs(certified ?? Costs(), with: rates, &derivation).total())
        let parked = try storedParked.or(rules.costs(parkedItems ?? Costs(), with: rates, &derivation).total())
        let isStored = storedEligible != nil || storedParked != nil
        let isKnown = isStored || certified != nil || parkedItems != nil
        let overview = try rules.controlOverview(
            declared: given.number("declared"), flatRates: flatRates, sample: given.amount("sample"),
            eligible: eligible, parked: parked,
            realCosts: isStored ? nil : ((certified ?? Costs()).total(), (parkedItems ?? Costs()).total()), &derivation)
        var outcome = Outcome()
        outcome.put("flatRateSum", overview.flatRates)
        outcome.put("samplePercentage", overview.samplePercentage ?? .zero)
        if isKnown {
            outcome.put("parked", overview.parked)
            outcome.put("deducted", overview.deducted)
            outcome.put("eligible", overview.eligible)
            outcome.put("eligiblePercentage", overview.eligiblePercentage ?? .zero)
        } else {
            for name in ["parked", "deducted", "eligible", "eligiblePercentage"] {
                outcome.put(name, needs: "certified")
            }
        }
        return outcome
    }

    private static func deductionOverview(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let rates = try given.flatRates()
        let declared = given.costs("declared")
        let parked: Costs
        let eligible: Costs
        if given.has("elig") {
            // Certified: the columns were frozen with their flat rates.
            (parked, eligible) = (given.costs("parked"), given.costs("elig"))
        } else {
            parked = try rules.costs(given.costs("parked"), with: rates, &derivation)
            eligible = try rules.costs(given.costs("certified"), with: rates, &derivation)
        }
        let row = try rules.deductedFlatRates(declared: declared, parked: parked, eligible: eligible, &derivation)
        var outcome = Outcome()
        outcome.put("flatRateRow", row.json)
        if given.has("itemDeductions") {
            outcome.put("total", try row.total() + given.costs("itemDeductions").total())
        } else {
            outcome.put("total", needs: "itemDeductions")
        }
        return outcome
    }
}
