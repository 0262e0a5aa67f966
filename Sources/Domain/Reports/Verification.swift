extension RulesInForce {
    /// A line at verification: certified, less what the joint secretariat and the managing authority deduct; nothing when parked.
    public static func afterVerification(
        certified: Exact, deductedByJs: Exact, deductedByMa: Exact, isParked: Bool
    ) throws(Refusal) -> Exact {
        isParked ? .zero : try certified - deductedByJs - deductedByMa
    }

    /// A verified sum by fund, each fund with its part of the partner's contribution.
    ///
    /// Each part is rounded by itself, so the parts may miss the sum by cents; the derivation says so.
    public func verifiedByFund(
        _ split: CoFinancingSplit, _ derivation: inout Derivation
    ) throws(Refusal) -> [FundWithContribution] {
        let all = try split.sum - split.partnerContribution
        var result: [FundWithContribution] = []
        var left = split.sum
        for part in split.funds {
            var total = Exact.zero
            if !all.isZero {
                let ratio = try divided(
                    part.amount, by: all, .verificationRatio, .fund("fundRatio", part.fund),
                    .quotient(part.amount, all), &derivation)
                total = try rounded(
                    split.sum * ratio, .verificationShare, .fund("totalOfFund", part.fund),
                    .product(split.sum, ratio.shortest), &derivation)
            }
            let contribution = try total - part.amount
            left = try left - total
            result.append(
                FundWithContribution(
                    fund: part.fund, amount: part.amount, partnerContribution: contribution,
                    ofWhich: try ofWhich(of: total, split.ratios, &derivation), total: total))
        }
        if !left.isZero {
            derivation.note(.leftOver(amount: left, to: "nobodyRoundedOneByOne"))
        }
        return result
    }

    /// A claim of a small project fund by fund. Every part is cut, so cents are lost; the derivation says how many.
    public func smallProjectClaimByFund(
        funds: [(fund: String, amount: Exact)], contribution: Exact, ofWhich: Contributions,
        _ derivation: inout Derivation
    ) throws(Refusal) -> [FundWithContribution] {
        let all = try Exact.sum(funds.map(\.amount))
        guard !all.isZero else { throw Refusal("nothingToSplitBy") }
        var result: [FundWithContribution] = []
        var left = contribution
        for (fund, amount) in funds {
            let ratio = try divided(
                amount, by: all, .smallProjectRatio, .fund("fundRatio", fund), .quotient(amount, all),
                &derivation)
            var parts: [Exact] = []
            for (status, whole) in [
                (nil, contribution), (.public, ofWhich.public), (.automaticPublic, ofWhich.automaticPublic),
                (.private, ofWhich.private),
            ] as [(ContributionStatus?, Exact)] {
                parts.append(
                    try rounded(
                        whole * ratio, .smallProjectShare,
                        status.map { .source("sourceBeside", $0, fund: fund) } ?? .fund("contributionBeside", fund),
                        .product(whole, ratio.shortest), &derivation))
            }
            left = try left - parts[0]
            result.append(
                FundWithContribution(
                    fund: fund, amount: amount, partnerContribution: parts[0],
                    ofWhich: Contributions(public: parts[1], automaticPublic: parts[2], private: parts[3]),
                    total: try amount + parts[0]))
        }
        if !left.isZero { derivation.note(.leftOver(amount: left, to: "nobodyEveryPartCut")) }
        return result
    }
}
