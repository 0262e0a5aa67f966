extension Calculation {
    static let expenditure: [Calculation] = [
        Calculation(
            "currency.conversion", .expenditure,
            [Input("amount", .amount), Input("unitsOfCurrencyPerEuro", .number), Input("currency", .text)],
            uses: ["currency.fixedRate"], steps: [.currency], conversion),
        Calculation(
            "currency.rateMonth", .expenditure,
            [Input("incurred", .day), Input("submittedToController", .day), Input("reportedToLead", .day)],
            uses: ["currency.rateMonth"], rateMonth),
        Calculation(
            "expenditure.line", .expenditure,
            [
                Input("lumpSumCost", .amount), Input("enteredCategory", .text), Input("enteredAmount", .amount),
                Input("units", .number),
                Input("price", .number), Input("costPerUnit", .number), Input("costPerUnitForeignCurrency", .number),
                Input("unitCostCategory", .text), Input("currency", .text),
                Input("items", .list(.word(["new", "reIncluded"]))),
            ],
            steps: [.unitCost], line),
        Calculation(
            "staff.fixedPercentage", .expenditure,
            [Input("monthlyCost", .amount), Input("percentage", .percent)], steps: [.staffCost], fixedPercentage),
        Calculation(
            "staff.hourlyAnnual", .expenditure,
            [Input("annualCost", .amount), Input("hours", .number), Input("partTime", .percent)],
            uses: ["staff.annualHours"], steps: [.hourlyRate, .staffCost], hourlyAnnual),
        Calculation(
            "staff.hourlyMonthly", .expenditure,
            [Input("monthlyCost", .amount), Input("contractHours", .number), Input("hours", .number)],
            steps: [.hourlyRate, .staffCost], hourlyMonthly),
        Calculation(
            "staff.unitCost", .expenditure,
            [
                Input("unitCost", .text), Input("country", .text), Input("price", .amount), Input("currency", .text),
                Input("hours", .number),
                Input("partTime", .percent),
            ],
            uses: ["unitCost.price", "staff.annualHours"], steps: [.staffCost], staffUnitCost),
        Calculation(
            "staff.hoursInYear", .expenditure,
            [
                Input("price", .amount), Input("hours", .number), Input("supplement", .amount),
                Input("hoursElsewhere", .number),
                Input("productiveHours", .number),
            ], steps: [.staffCost], hoursInYear),
        Calculation(
            "equipment.depreciation", .expenditure,
            [
                Input("price", .amount), Input("lifeMonths", .whole), Input("projectMonths", .whole),
                Input("use", .percent),
            ],
            steps: [.depreciation], depreciation),
    ]

    private static func conversion(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        let amount = try given.number("amount")
        if let rate = given.numberIfGiven("unitsOfCurrencyPerEuro") {
            outcome.put("eur", try rules.euro(of: amount, unitsPerEuro: rate, &derivation))
        } else {
            outcome.put("eur", try rules.euro(of: amount, currency: given.text("currency"), &derivation))
        }
        return outcome
    }

    private static func rateMonth(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        let first = try rules.rateMonth(
            incurred: given.dayIfGiven("incurred"), submitted: given.dayIfGiven("submittedToController"),
            reported: given.dayIfGiven("reportedToLead"), &derivation)
        var outcome = Outcome()
        outcome.put("month", .text(String(first.plain.prefix(7))))
        return outcome
    }

    private static func line(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        var outcome = Outcome()
        if let items = given.json["items"]?.list {
            let numbers = RulesInForce.numbers(ofReincluded: items.map { $0.text == "reIncluded" })
            outcome.put("numbers", .list(numbers.map { .whole(Int64($0)) }))
            return outcome
        }
        let inEuro = given.textIfGiven("currency").map { $0 == "EUR" } ?? !given.has("costPerUnitForeignCurrency")
        let line: ExpenditureLine
        if let share = given.numberIfGiven("lumpSumCost") {
            line = rules.lumpSum(share)
        } else if let price = given.numberIfGiven(inEuro ? "costPerUnit" : "costPerUnitForeignCurrency") {
            line = try rules.unitCost(
                units: given.number("units"), price: price, category: given.textIfGiven("unitCostCategory"), &derivation
            )
        } else {
            line = rules.realCost(try given.number("enteredAmount"), category: given.textIfGiven("enteredCategory"))
        }
        if let category = line.category {
            outcome.put("category", .text(category))
        } else {
            outcome.put("category", needs: "unitCostCategory")
        }
        outcome.put("numberOfUnits", line.units)
        outcome.put("pricePerUnit", line.price)
        outcome.put("declaredAmount", line.declared)
        return outcome
    }

    private static func fixedPercentage(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        let percentage = try given.percent("percentage")
        guard percentage.isBetweenNothingAndAll else { throw .rateOutside(percentage, "percentage") }
        outcome.put(
            "eligible", try rules.staffCost(monthly: given.number("monthlyCost"), percentage: percentage, &derivation))
        return outcome
    }

    private static func hourlyAnnual(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let (rate, cost, most) = try rules.staffCost(
            annual: given.number("annualCost"), hours: given.number("hours"),
            partTime: given.percentIfGiven("partTime"), &derivation)
        var outcome = Outcome()
        outcome.put("hourlyRate", rate)
        outcome.put("eligible", cost)
        outcome.put("mostHours", most)
        return outcome
    }

    private static func hourlyMonthly(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let (rate, cost) = try rules.staffCost(
            monthly: given.number("monthlyCost"), contractHours: given.number("contractHours"),
            hours: given.number("hours"), &derivation)
        var outcome = Outcome()
        outcome.put("hourlyRate", rate)
        outcome.put("eligible", cost)
        return outcome
    }

    private static func staffUnitCost(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let price: Money
        if let given = given.numberIfGiven("price") {
            guard let money = Money(cents: try Euro(given).cents, currency: "EUR") else {
                throw .numberTooLarge(given.plain)
            }
            price = money
        } else {
            price = try rules.unitPrice(given.text("unitCost"), country: given.text("country"), &derivation)
        }
        let (amount, most) = try rules.staffCost(
            hourly: price, hours: given.number("hours"), partTime: given.percentIfGiven("partTime"), &derivation)
        var outcome = Outcome()
        outcome.put("amount", Exact(cents: amount.cents))
        outcome.put("currency", .text(given.textIfGiven("currency") ?? amount.currency))
        outcome.put("mostHours", most)
        return outcome
    }

    private static func hoursInYear(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        let hours = try given.number("hours")
        let cost = try rules.rounded(
            given.number("price") * hours + given.amount("supplement"), .staffCost, "staffCost",
            "priceHoursSupplement", &derivation)
        let all = try hours + given.amount("hoursElsewhere")
        var outcome = Outcome()
        outcome.put("eligible", cost)
        outcome.put("allHours", all)
        outcome.put("withinYear", .flag(all <= (try given.number("productiveHours"))))
        return outcome
    }

    private static func depreciation(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        outcome.put(
            "eligible",
            try rules.depreciation(
                price: given.number("price"), lifeMonths: given.whole("lifeMonths"),
                projectMonths: given.whole("projectMonths"),
                use: given.percentIfGiven("use") ?? Percent(.hundred), &derivation))
        return outcome
    }
}
