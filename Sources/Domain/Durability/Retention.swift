extension RulesInForce {
    /// The last day on which documents must be kept. Where the clock starts at a day that the managing authority announces,
    /// that day must be given: it cannot be computed from the project.
    public func keepUntil(lastPayment: Day?, announced: Day?, _ derivation: inout Derivation) throws(Refusal) -> Day {
        let years = try whole(.archiveYears, &derivation)
        let from = try word(.archiveFrom, &derivation)
        let start = from == "lastPaymentYearEnd" ? lastPayment : announced
        guard let start, let end = Day(start.parts.year + years, 12, 31) else {
            throw Refusal("dayMissing", [.init("name", .text(from))])
        }
        return end
    }

    /// The last day on which results must last.
    public func durableUntil(finalPayment: Day, _ derivation: inout Derivation) throws(Refusal) -> Day {
        finalPayment.adding(months: 12 * (try whole(.durabilityYears, &derivation)))
    }
}
