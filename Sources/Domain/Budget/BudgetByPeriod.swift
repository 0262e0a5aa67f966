/// A partner's budget cut into reporting periods.
public struct BudgetByPeriod: Sendable {
    /// One for each reporting period; one of them keeps every cent that rounding left.
    public let periods: [Costs]
    public let total: Costs
}

extension RulesInForce {
    /// Flat rates are computed anew in each period; the period that keeps what is left (the last, as a rule) has the
    /// partner's total less all that was given to the others, to preparation and to closure.
    public func budgetByPeriod(
        _ real: [Costs], total: Costs, rates: FlatRates, outside: Costs = Costs(), _ derivation: inout Derivation
    ) throws(Refusal) -> BudgetByPeriod {
        guard !real.isEmpty else { throw Refusal("noPeriods") }
        let whole = try costs(total, with: rates, &derivation)
        let keeper = keeperOfRest(first: 0, last: real.count - 1)
        var periods: [Costs] = []
        var given = outside
        for (index, part) in real.enumerated() {
            if index == keeper {
                periods.append(Costs())
                continue
            }
            derivation.note(.said(.numbered("period", index + 1)))
            let costs = try costs(part, with: rates, &derivation)
            given = try given.adding(costs)
            periods.append(costs)
        }
        periods[keeper] = try whole.subtracting(given)
        if derivation.isKept {
            noteLeftOver("period", &derivation)
            let amount = try periods[keeper].total()
            derivation.note(.found(what: .numbered("period", keeper + 1), by: "totalLessOthers", amount: amount))
        }
        return BudgetByPeriod(periods: periods, total: whole)
    }

    public func keeperOfRest(first: Int, last: Int) -> Int { leftOverOfPeriods == .firstPeriod ? first : last }

    /// What each period has of the total, in percent; the last reporting period has 100 less the others.
    ///
    /// Given are preparation, the periods, closure, and their total. Of a total of nothing there are no percentages.
    public func percentagesByPeriod(_ totals: [Exact], _ derivation: inout Derivation) throws(Refusal) -> [Exact]? {
        guard totals.count >= 4, let total = totals.last else { throw Refusal("noPeriods") }
        guard !total.isZero else { return nil }
        let last = totals.count - 3
        var percentages: [Exact] = []
        for (index, amount) in totals.dropLast().enumerated() {
            if index == last {
                percentages.append(.zero)
            } else {
                percentages.append(
                    try divided(
                        amount * .hundred, by: total, .percentage, .numbered("shareOfPlace", index + 1),
                        .percentage(amount, in: total), &derivation))
            }
        }
        percentages[last] = try .hundred - Exact.sum(percentages)
        derivation.note(.leftOver(amount: percentages[last], to: "lastPeriodOfHundred"))
        return percentages + [.hundred]
    }

    /// The budget of a small project fund by period; the last period has the rest.
    public func smallProjectFundByPeriod(_ total: Exact, _ periods: [Exact], _ derivation: inout Derivation)
        throws(Refusal) -> [Exact]
    {
        guard !periods.isEmpty else { throw Refusal("noPeriods") }
        let earlier = Array(periods.dropLast())
        let rest = try total - Exact.sum(earlier)
        derivation.note(.found(what: "lastPeriod", by: "totalLessOthers", amount: rest))
        return earlier + [rest]
    }

    /// A fund's part of each amount, and of their total; the one at `rest` keeps what the others leave.
    public func fundByPeriod(
        _ amounts: [Exact], total: Exact, rate: Percent, rest: Int, _ derivation: inout Derivation
    ) throws(Refusal) -> (periods: [Exact], total: Exact) {
        guard amounts.indices.contains(rest) else { throw Refusal("noPeriods") }
        let whole = try fundBudget(total, rate: rate, &derivation)
        var parts: [Exact] = []
        for (index, amount) in amounts.enumerated() {
            parts.append(
                index == rest
                    ? .zero
                    : try rounded(
                        rate.of(amount), .fundPeriod, .numbered("place", index + 1), .rate(rate, of: amount),
                        &derivation))
        }
        parts[rest] = try whole - Exact.sum(parts)
        noteLeftOver("period", &derivation)
        let left = parts[rest]
        derivation.note(.found(what: .numbered("place", rest + 1), by: "fundLessOthers", amount: left))
        return (parts, whole)
    }

    /// Units times price, as a row of the budget is counted.
    public func rowSum(units: Exact, price: Exact, _ derivation: inout Derivation) throws(Refusal) -> Exact {
        try rounded(units * price, .rowSum, "row", .product(units, price), &derivation)
    }
}
