/// The overview of a control: what was declared, looked at, parked, deducted and certified.
public struct ControlOverview: Sendable {
    public let flatRates: Exact
    public let parked: Exact
    public let deducted: Exact
    public let eligible: Exact
    /// The sample's part of what was declared without flat rates; nil of nothing.
    public let samplePercentage: Exact?
    public let eligiblePercentage: Exact?
}

extension RulesInForce {
    /// Flat rates are computed anew on what was certified and on what was parked. Where nothing was really deducted and
    /// something is parked, the cents between declared, eligible and parked belong to what is parked.
    ///
    /// `realCosts` is what of the declared sum, of the certified and of the parked is real cost; nil when only totals are kept.
    public func controlOverview(
        declared: Exact, flatRates: Exact, sample: Exact, eligible: Exact, parked: Exact,
        realCosts: (certified: Exact, parked: Exact)?, _ derivation: inout Derivation
    ) throws(Refusal) -> ControlOverview {
        let real = try declared - flatRates
        var (parked, deducted) = (parked, try declared - eligible - parked)
        derivation.note(
            .found(what: "deducted", by: .difference(declared, eligible, parked), amount: deducted))
        if leftOverOfControl == .parked, let realCosts, !realCosts.parked.isZero, !deducted.isZero {
            let taken = try real - realCosts.certified - realCosts.parked
            if taken.isZero {
                parked = try parked + deducted
                noteLeftOver("control", &derivation)
                derivation.note(.leftOver(amount: deducted, to: "parkedWithoutDeduction"))
                deducted = Exact(cents: 0)
            }
        }
        return ControlOverview(
            flatRates: flatRates, parked: parked, deducted: deducted, eligible: eligible,
            samplePercentage: try share(sample, of: real, &derivation),
            eligiblePercentage: try share(eligible, of: declared, &derivation))
    }

    /// A percentage, rounded as the pack rounds percentages; nil of nothing.
    public func share(_ part: Exact, of whole: Exact, _ derivation: inout Derivation) throws(Refusal) -> Exact? {
        guard !whole.isZero else { return nil }
        return try divided(
            part * .hundred, by: whole, .percentage, "percentage", .percentage(part, in: whole), &derivation)
    }

    /// The row of flat rates in the table of deductions: declared less parked less eligible, for each of their categories.
    public func deductedFlatRates(
        declared: Costs, parked: Costs, eligible: Costs, _ derivation: inout Derivation
    ) throws(Refusal) -> Costs {
        var row = Costs()
        for category in [CostCategory.staff, .office, .travel, .other] {
            let amount = try declared[category] - parked[category] - eligible[category]
            row[category] = amount
            if !declared[category].isZero {
                derivation.note(
                    .found(
                        what: .category("flatRateRow", category),
                        by: .difference(declared[category], parked[category], eligible[category]),
                        amount: amount))
            }
        }
        return row
    }
}
