extension RulesInForce {
    /// An amount of another currency in euro: divided by the units of that currency for one euro.
    public func euro(of amount: Exact, unitsPerEuro rate: Exact, _ derivation: inout Derivation) throws(Refusal)
        -> Exact
    {
        guard !rate.isZero, !rate.isNegative else {
            throw Refusal("exchangeRateNotAboveNothing", [.init("text", .text(rate.plain))])
        }
        return try divided(amount, by: rate, .currency, "inEuro", .quotient(amount, rate), &derivation)
    }

    /// The same with the rate that the programme fixes; a currency without one is refused by name.
    public func euro(of amount: Exact, currency: String, _ derivation: inout Derivation) throws(Refusal) -> Exact {
        if currency == "EUR" { return amount }
        guard case .number(let rate)? = ruleIfAny(.fixedRate, about: currency, &derivation) else {
            throw Refusal("noExchangeRate", [.init("currency", .text(currency)), .init("day", .day(day))])
        }
        return try euro(of: amount, unitsPerEuro: rate, &derivation)
    }

    /// The first day of the month whose rate counts for an item.
    public func rateMonth(
        incurred: Day?, submitted: Day?, reported: Day?, _ derivation: inout Derivation
    ) throws(Refusal) -> Day {
        let month = try word(.rateMonth, &derivation)
        let day: Day?
        switch month {
        case "incurred": day = incurred
        case "reportedToLead": day = reported
        default: day = submitted
        }
        guard let day, let first = Day(day.parts.year, day.parts.month, 1) else {
            throw Refusal("dayMissing", [.init("name", .text(month))])
        }
        return first
    }
}
