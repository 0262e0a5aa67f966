/// A line of a partner's co-financing as it was entered: a fund and its rate, or the partner's own contribution.
public struct CoFinancingEntry: Sendable, Hashable {
    /// Nil: the partner's contribution.
    public let fund: String?
    public let rate: Percent?
    public init(fund: String?, rate: Percent?) {
        self.fund = fund
        self.rate = rate
    }
}

/// What is wrong with a partner's co-financing; the first in this order is said.
public enum CoFinancingFault: String, Choice {
    case percentage = "percentage.invalid"
    case fixedRate = "fixed.rate.invalid"
    case sum = "sum.invalid"
    case partnerContribution = "one.and.only.partner.contribution"
    case tooMany = "maximum.partner.contributions"
    case fundTwice = "fund.not.unique"
    case fundNotAllowed = "fund.not.allowed.for.call"
    case ownStatus = "own.contribution.status.invalid"
}

extension RulesInForce {
    /// Range, fixed rate, sum of 100, exactly one line of the partner, most lines, each fund once, funds of the call, and
    /// the status of the partner's own contribution where it is told. More lines than funds of the call and one always
    /// name a fund twice or one that is not of the call.
    public func fault(
        in entries: [CoFinancingEntry], allowed: [String], fixed: [FundRate], ownStatus: ContributionStatus? = nil,
        _ derivation: inout Derivation
    ) throws(Refusal) -> CoFinancingFault? {
        var sum = Exact.zero
        for entry in entries {
            guard let rate = entry.rate, rate.isBetweenNothingAndAll else { return .percentage }
            sum = try sum + rate.number
        }
        for entry in entries {
            if let known = fixed.first(where: { $0.fund == entry.fund }), known.rate != entry.rate { return .fixedRate }
        }
        if sum != .hundred { return .sum }
        if entries.count(where: { $0.fund == nil }) != 1 { return .partnerContribution }
        let most = try whole(.mostCoFinancingEntries, &derivation)
        if entries.count > most { return .tooMany }
        let funds = entries.compactMap(\.fund)
        if Set(funds).count != funds.count { return .fundTwice }
        if !funds.allSatisfy(allowed.contains) { return .fundNotAllowed }
        if let ownStatus, case .words(let refused)? = ruleIfAny(.ownMayNotBe, &derivation),
            refused.contains(ownStatus.rawValue)
        {
            return .ownStatus
        }
        return nil
    }
}
