/// Where the money comes from that the partner adds: its own, or another source's.
public enum ContributionStatus: String, Choice {
    case `public`, automaticPublic, `private`
}

/// One amount for each status of the sources.
public struct Contributions: Sendable, Hashable {
    public var `public`: Exact
    public var automaticPublic: Exact
    public var `private`: Exact

    public init(public: Exact = .zero, automaticPublic: Exact = .zero, private: Exact = .zero) {
        self.public = `public`
        self.automaticPublic = automaticPublic
        self.private = `private`
    }

    public func map(_ change: (Exact, ContributionStatus) throws(Refusal) -> Exact) throws(Refusal) -> Contributions {
        Contributions(
            public: try change(`public`, .public), automaticPublic: try change(automaticPublic, .automaticPublic),
            private: try change(`private`, .private))
    }

    public func total() throws(Refusal) -> Exact { try `public` + automaticPublic + `private` }
}

/// A fund by its name or number, and its share.
public struct FundRate: Sendable, Hashable {
    public let fund: String
    public let rate: Percent
    public init(fund: String, rate: Percent) {
        self.fund = fund
        self.rate = rate
    }
}

/// What each fund and the partner bear of a sum.
public struct CoFinancingSplit: Sendable {
    public let sum: Exact
    /// In the order in which the funds were given.
    public let funds: [(fund: String, amount: Exact)]
    /// What no fund pays: it keeps every cent that the funds' rounding left.
    public let partnerContribution: Exact
    /// Of which from sources of each status. They need not add up to the partner's contribution.
    public let ofWhich: Contributions
}

/// What belongs to one fund: its own money and the contribution beside it.
public struct FundWithContribution: Sendable {
    public let fund: String
    public let amount: Exact
    public let partnerContribution: Exact
    public let ofWhich: Contributions
    public let total: Exact
}

extension RulesInForce {
    /// Splits a sum over the funds by their rates; the partner's contribution is what remains.
    public func coFinancing(
        of sum: Exact, funds: [FundRate], contributions: Contributions, budget: Exact, _ derivation: inout Derivation
    ) throws(Refusal) -> CoFinancingSplit {
        var rest = sum
        var parts: [(fund: String, amount: Exact)] = []
        parts.reserveCapacity(funds.count)
        var rates = Exact.zero
        for fund in funds {
            guard fund.rate.isBetweenNothingAndAll else { throw .rateOutside(fund.rate, fund.fund) }
            rates = try rates + fund.rate.number
            let amount = try rounded(
                fund.rate.of(sum), .fundShare, .fund("fund", fund.fund), .rate(fund.rate, of: sum), &derivation)
            rest = try rest - amount
            parts.append((fund.fund, amount))
        }
        guard rates <= .hundred else { throw Refusal("ratesAbove100", [.init("text", .text(rates.plain))]) }
        if leftOverOfFunds == .largestRemainder {
            let weights = try funds.map(\.rate.number) + [.hundred - rates]
            let shares = try Euro(sum).split(by: weights)
            parts = zip(funds, shares).map { ($0.fund, $1.exact) }
            rest = shares[funds.count].exact
        }
        noteLeftOver("fundShare", &derivation)
        derivation.note(.leftOver(amount: rest, to: "partnerContribution"))
        let ratios = try ratios(of: contributions, to: budget, .contributionRatio, &derivation)
        return CoFinancingSplit(
            sum: sum, funds: parts, partnerContribution: rest, ofWhich: try ofWhich(of: sum, ratios, &derivation))
    }

    /// What the sources of each status are of the partner's budget, each rounded as the step says; nothing of no budget.
    func ratios(
        of contributions: Contributions, to budget: Exact, _ step: RoundingStep, _ derivation: inout Derivation
    ) throws(Refusal) -> Contributions {
        // No closures here and below: the derivation is written in the order of the statuses.
        var ratios = Contributions()
        if budget.isZero { return ratios }
        ratios.public = try ratio(contributions.public, budget, .public, step, &derivation)
        ratios.automaticPublic = try ratio(contributions.automaticPublic, budget, .automaticPublic, step, &derivation)
        ratios.private = try ratio(contributions.private, budget, .private, step, &derivation)
        return ratios
    }

    private func ratio(
        _ contribution: Exact, _ budget: Exact, _ status: ContributionStatus, _ step: RoundingStep,
        _ derivation: inout Derivation
    ) throws(Refusal) -> Exact {
        if contribution.isZero { return .zero }
        return try divided(
            contribution, by: budget, step, .source("sourceRatio", status), .quotient(contribution, budget),
            &derivation)
    }

    /// What of a sum comes from sources of each status.
    func ofWhich(of sum: Exact, _ ratios: Contributions, _ derivation: inout Derivation) throws(Refusal)
        -> Contributions
    {
        var result = Contributions()
        result.public = try ofWhich(sum, ratios.public, .public, &derivation)
        result.automaticPublic = try ofWhich(sum, ratios.automaticPublic, .automaticPublic, &derivation)
        result.private = try ofWhich(sum, ratios.private, .private, &derivation)
        return result
    }

    private func ofWhich(
        _ sum: Exact, _ ratio: Exact, _ status: ContributionStatus, _ derivation: inout Derivation
    ) throws(Refusal) -> Exact {
        if ratio.isZero { return Exact(cents: 0) }
        return try rounded(
            sum * ratio, .contributionPart, .source("ofWhich", status), .product(sum, ratio.shortest), &derivation)
    }

    /// The partner's contribution divided over the funds in proportion to what they pay, and what of it comes from sources of
    /// each status. The ratios of the sources are shorter here than in the totals row, so a cent may differ between the two.
    public func contributionByFund(
        _ split: CoFinancingSplit, contributions: Contributions, budget: Exact, _ derivation: inout Derivation
    ) throws(Refusal) -> [FundWithContribution] {
        var all = Exact(cents: 0)
        for part in split.funds { all = try all + part.amount }
        let ratios = try ratios(of: contributions, to: budget, .sourceByFundRatio, &derivation)
        var result: [FundWithContribution] = []
        result.reserveCapacity(split.funds.count)
        for part in split.funds {
            guard !all.isZero else {
                result.append(
                    FundWithContribution(
                        fund: part.fund, amount: part.amount, partnerContribution: .zero, ofWhich: Contributions(),
                        total: part.amount))
                continue
            }
            let ratio = try divided(
                part.amount, by: all, .fundRatio, .fund("fundRatio", part.fund), .quotient(part.amount, all),
                &derivation)
            let contribution = try rounded(
                split.partnerContribution * ratio, .contributionByFund, .fund("contributionBeside", part.fund),
                .product(split.partnerContribution, ratio.shortest), &derivation)
            let total = try part.amount + contribution
            var ofWhich = Contributions()
            ofWhich.public = try source(ratios.public, in: total, .public, part.fund, &derivation)
            ofWhich.automaticPublic = try source(
                ratios.automaticPublic, in: total, .automaticPublic, part.fund, &derivation)
            ofWhich.private = try source(ratios.private, in: total, .private, part.fund, &derivation)
            result.append(
                FundWithContribution(
                    fund: part.fund, amount: part.amount, partnerContribution: contribution, ofWhich: ofWhich,
                    total: total))
        }
        return result
    }

    private func source(
        _ ratio: Exact, in total: Exact, _ status: ContributionStatus, _ fund: String, _ derivation: inout Derivation
    ) throws(Refusal) -> Exact {
        if ratio.isZero { return Exact(cents: 0) }
        return try rounded(
            total * ratio, .sourceByFund, .source("sourceBeside", status, fund: fund),
            .product(total, ratio.shortest), &derivation)
    }

    /// The funds' part of a partner whose budget has a small project fund with a rate of its own.
    public func fundTotal(
        partnerTotal: Exact, smallProjects: Exact, rate: Percent, smallProjectRate: Percent,
        _ derivation: inout Derivation
    ) throws(Refusal) -> (fund: Exact, contribution: Exact) {
        let own = try partnerTotal - smallProjects
        let first = try fundBudget(own, rate: rate, &derivation)
        let second = try fundBudget(smallProjects, rate: smallProjectRate, &derivation)
        let fund = try first + second
        let rest = try partnerTotal - fund
        derivation.note(.leftOver(amount: rest, to: "partnerContribution"))
        return (fund, rest)
    }
}

extension Refusal {
    static func rateOutside(_ rate: Percent, _ what: String) -> Refusal {
        Refusal("rateOutside", [.init("text", .text(rate.plain)), .init("name", .text(what))])
    }
}
