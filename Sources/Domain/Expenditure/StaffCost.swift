extension RulesInForce {
    /// A fixed percentage of the monthly cost of employment.
    public func staffCost(monthly: Exact, percentage: Percent, _ derivation: inout Derivation) throws(Refusal) -> Exact
    {
        guard percentage.isBetweenNothingAndAll else { throw .rateOutside(percentage, "percentage") }
        return try rounded(
            percentage.of(monthly), .staffCost, "staffCost", .rate(percentage, of: monthly), &derivation)
    }

    /// Annual cost divided by the hours of a full year, times the hours worked. Whether the rate is rounded before it is
    /// multiplied is a rule of the programme (`rounding`, hourlyRate).
    public func staffCost(annual: Exact, hours: Exact, partTime: Percent?, _ derivation: inout Derivation)
        throws(Refusal) -> (rate: Exact, cost: Exact, mostHours: Exact)
    {
        let full = try whole(.annualHours, &derivation)
        var year = Exact(full)
        if let partTime {
            year = try partTime.of(year)
            derivation.note(
                .found(what: "partTimeYear", by: .rate(partTime, of: Exact(full)), amount: year))
        }
        guard hours <= year else {
            throw Refusal(
                "moreHoursThanAYear", [.init("hours", .text(hours.plain)), .init("most", .text(year.shortest.plain))])
        }
        let rate = try divided(
            annual, by: year, .hourlyRate, "hourlyRate", .quotient(annual, year), &derivation)
        let cost = try rounded(rate * hours, .staffCost, "staffCost", .product(rate, hours), &derivation)
        return (rate, cost, year)
    }

    /// Monthly cost divided by the hours in the contract, times the hours worked.
    public func staffCost(monthly: Exact, contractHours: Exact, hours: Exact, _ derivation: inout Derivation)
        throws(Refusal) -> (rate: Exact, cost: Exact)
    {
        guard !contractHours.isZero else { throw Refusal("noContractHours") }
        let rate = try divided(
            monthly, by: contractHours, .hourlyRate, "hourlyRate", .quotient(monthly, contractHours),
            &derivation)
        return (
            rate, try rounded(rate * hours, .staffCost, "staffCost", .product(rate, hours), &derivation)
        )
    }

    /// Hours at a price that the programme fixes, in the currency of the price; no more than the hours of a year.
    public func staffCost(
        hourly price: Money, hours: Exact, partTime: Percent?, _ derivation: inout Derivation
    ) throws(Refusal) -> (amount: Money, mostHours: Exact) {
        let full = Exact(try whole(.annualHours, &derivation))
        let most = try partTime?.of(full) ?? full
        guard hours <= most else {
            throw Refusal(
                "moreHoursThanAYear", [.init("hours", .text(hours.plain)), .init("most", .text(most.shortest.plain))])
        }
        let cost = try rounded(
            Exact(cents: price.cents) * hours, .staffCost, "staffCost", .product(Exact(cents: price.cents), hours),
            &derivation)
        guard let money = Money(cents: try Euro(cost).cents, currency: price.currency) else {
            throw .numberTooLarge(cost.plain)
        }
        return (money, most)
    }

    /// Hours at a price, and what is added to them.
    public func staffCost(price: Exact, hours: Exact, supplement: Exact, _ derivation: inout Derivation)
        throws(Refusal) -> Exact
    {
        try rounded(price * hours + supplement, .staffCost, "staffCost", "priceHoursSupplement", &derivation)
    }

    /// What the programme fixes as the price of a unit in a country.
    public func unitPrice(_ unitCost: String, country: String, _ derivation: inout Derivation) throws(Refusal) -> Money
    {
        guard case .amount(let price) = try rule(.unitCostPrice, about: "\(unitCost).\(country)", &derivation) else {
            throw .noRule(.unitCostPrice, "\(unitCost).\(country)", in: pack, on: day)
        }
        return price
    }

    /// The part of an equipment's price that its use in the project takes up.
    public func depreciation(
        price: Exact, lifeMonths: Int, projectMonths: Int, use: Percent, _ derivation: inout Derivation
    ) throws(Refusal) -> Exact {
        guard lifeMonths > 0 else { throw Refusal("noMonthsOfLife") }
        guard projectMonths >= 0, projectMonths <= lifeMonths else {
            throw Refusal(
                "longerThanItsLife", [.init("months", .whole(projectMonths)), .init("most", .whole(lifeMonths))])
        }
        guard use.isBetweenNothingAndAll else { throw .rateOutside(use, "use") }
        return try divided(
            use.of(price * Exact(projectMonths)), by: Exact(lifeMonths), .depreciation, "depreciation",
            Phrase(
                "depreciated",
                [
                    .init("price", .number(price)), .init("months", .whole(projectMonths)),
                    .init("life", .whole(lifeMonths)), .init("use", .number(use.number)),
                ]), &derivation)
    }
}
