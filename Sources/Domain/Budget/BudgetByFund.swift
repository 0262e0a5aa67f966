/// A fund's row in the overview of co-financing.
public struct CoFinancingOverview: Sendable {
    public let funding: Exact
    /// The funds and the contributions that have a status.
    public let withContributions: Exact
    /// The fund's part of itself and these contributions; nil where there is nothing.
    public let rate: Exact?
    public let total: Exact
    /// The fund's part of the whole budget.
    public let averageRate: Exact?
}

extension RulesInForce {
    /// What a fund pays of a partner's total, and its part of fund and contributions together. Contributions without a
    /// status do not count.
    public func coFinancingOverview(
        total: Exact, rate: Percent, contributions: Contributions, _ derivation: inout Derivation
    ) throws(Refusal) -> CoFinancingOverview {
        let funding = try fundBudget(total, rate: rate, &derivation)
        let together = try funding + contributions.total()
        return CoFinancingOverview(
            funding: funding, withContributions: together,
            rate: try coFinancingRate(funding, of: together, "coFinancingRate", &derivation), total: total,
            averageRate: try coFinancingRate(funding, of: total, "averageRate", &derivation))
    }

    private func coFinancingRate(
        _ part: Exact, of whole: Exact, _ what: Phrase, _ derivation: inout Derivation
    ) throws(Refusal) -> Exact? {
        guard !whole.isZero else { return nil }
        return try divided(
            part * .hundred, by: whole, .coFinancingRate, what, .percentage(part, in: whole), &derivation)
    }

    /// A fund's part of a budget.
    public func fundBudget(_ total: Exact, rate: Percent, _ derivation: inout Derivation) throws(Refusal) -> Exact {
        guard rate.isBetweenNothingAndAll else { throw .rateOutside(rate, "rate") }
        return try rounded(rate.of(total), .fundBudget, "theFund", .rate(rate, of: total), &derivation)
    }

    /// A share of the budget in percent: the quotient is shortened first, then the percentage. Nil of nothing.
    public func budgetShare(
        _ part: Exact, of whole: Exact, _ what: Phrase, _ derivation: inout Derivation
    ) throws(Refusal) -> Exact? {
        guard !whole.isZero else { return nil }
        let quotient = try divided(
            part, by: whole, .budgetQuotient, "quotientOfBudget", .quotient(part, whole), &derivation)
        return try rounded(quotient * .hundred, .percentage, what, .product(quotient, .hundred), &derivation)
    }
}
