import Domain

struct InEuro: Worked {
    static let about = About("currency.conversion", uses: "currency.fixedRate", "rounding (currency)")
    let amount: Exact, unitsOfCurrencyPerEuro: Exact?, currency: String?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        if let rate = unitsOfCurrencyPerEuro {
            return ["eur": try rules.euro(of: amount, unitsPerEuro: rate, &how)]
        }
        return ["eur": try rules.euro(of: amount, currency: currency.needed("currency"), &how)]
    }
}

struct RateMonth: Worked {
    static let about = About("currency.rateMonth", uses: "currency.rateMonth")
    let incurred, submittedToController, reportedToLead: Day?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let first = try rules.rateMonth(
            incurred: incurred, submitted: submittedToController, reported: reportedToLead, &how)
        return ["month": String(first.plain.prefix(7))]
    }
}

struct DeclaredLine: Worked {
    static let about = About("expenditure.line", uses: "rounding (unitCost)")
    let lumpSumCost: Exact?, enteredCategory: String?, enteredAmount, units: Exact?
    /// Means nothing for a real cost.
    let price, costPerUnit, costPerUnitForeignCurrency: Exact?
    let unitCostCategory, currency: String?
    /// Whether each line is `new` or `reIncluded`: asks for their numbers.
    let items: [String]?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        if let items {
            if let other = items.first(where: { !["new", "reIncluded"].contains($0) }) {
                throw Refusal(
                    "inputNotAValue",
                    [
                        .init("name", .text("items")), .init("text", .text(other)),
                        .init("expected", .text("new, reIncluded")),
                    ])
            }
            return ["numbers": RulesInForce.numbers(ofReincluded: items.map { $0 == "reIncluded" })]
        }
        let inEuro = currency.map { $0 == "EUR" } ?? (costPerUnitForeignCurrency == nil)
        let line: ExpenditureLine
        if let share = lumpSumCost {
            line = rules.lumpSum(share)
        } else if let price = inEuro ? costPerUnit : costPerUnitForeignCurrency {
            line = try rules.unitCost(
                units: units.needed("units"), price: price, category: unitCostCategory, &how)
        } else {
            line = rules.realCost(try enteredAmount.needed("enteredAmount"), category: enteredCategory)
        }
        return [
            "category": line.category.told(orNeeding: "unitCostCategory"),
            "numberOfUnits": line.units, "pricePerUnit": line.price, "declaredAmount": line.declared,
        ]
    }
}

struct FixedPercentage: Worked {
    static let about = About("staff.fixedPercentage", uses: "rounding (staffCost)")
    let monthlyCost: Exact, percentage: Percent
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        ["eligible": try rules.staffCost(monthly: monthlyCost, percentage: percentage, &how)]
    }
}

struct HourlyAnnual: Worked {
    static let about = About(
        "staff.hourlyAnnual", uses: "staff.annualHours", "rounding (hourlyRate)", "rounding (staffCost)")
    let annualCost, hours: Exact, partTime: Percent?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let (rate, cost, most) = try rules.staffCost(
            annual: annualCost, hours: hours, partTime: partTime, &how)
        return ["hourlyRate": rate, "eligible": cost, "mostHours": most]
    }
}

struct HourlyMonthly: Worked {
    static let about = About("staff.hourlyMonthly", uses: "rounding (hourlyRate)", "rounding (staffCost)")
    let monthlyCost, contractHours, hours: Exact
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let (rate, cost) = try rules.staffCost(
            monthly: monthlyCost, contractHours: contractHours, hours: hours, &how)
        return ["hourlyRate": rate, "eligible": cost]
    }
}

struct HourlyUnitCost: Worked {
    static let about = About("staff.unitCost", uses: "unitCost.price", "staff.annualHours", "rounding (staffCost)")
    let unitCost, country: String?, price: Exact?, currency: String?, hours: Exact, partTime: Percent?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let money: Money
        if let price {
            money = try Euro(price).money
        } else {
            money = try rules.unitPrice(unitCost.needed("unitCost"), country: country.needed("country"), &how)
        }
        let (amount, most) = try rules.staffCost(hourly: money, hours: hours, partTime: partTime, &how)
        return ["amount": Exact(cents: amount.cents), "currency": currency ?? amount.currency, "mostHours": most]
    }
}

struct HoursInYear: Worked {
    static let about = About("staff.hoursInYear", uses: "rounding (staffCost)")
    let price, hours: Exact, supplement, hoursElsewhere: Exact?, productiveHours: Exact
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let cost = try rules.staffCost(
            price: price, hours: hours, supplement: supplement ?? .zero, &how)
        let all = try hours + (hoursElsewhere ?? .zero)
        return ["eligible": cost, "allHours": all, "withinYear": all <= productiveHours]
    }
}

struct Depreciation: Worked {
    static let about = About("equipment.depreciation", uses: "rounding (depreciation)")
    let price: Exact, lifeMonths, projectMonths: Int, use: Percent?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        [
            "eligible": try rules.depreciation(
                price: price, lifeMonths: lifeMonths, projectMonths: projectMonths, use: use ?? Percent(.hundred),
                &how)
        ]
    }
}
