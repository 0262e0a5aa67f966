/// Where the money comes from that the partner adds: its own, or another source's.
public enum ContributionStatus: String, Choice, CodingKey {
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

extension Contributions: Decodable {
    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: ContributionStatus.self)
        func amount(_ status: ContributionStatus) throws -> Exact {
            try box.decodeIfPresent(Exact.self, forKey: status) ?? .zero
        }
        self.init(
            public: try amount(.public), automaticPublic: try amount(.automaticPublic),
            private: try amount(.private))
    }
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
    /// What no fund pays of a hundred.
    let partnerRate: Exact
    /// What the sources of each status are of the partner's budget.
    let ratios: Contributions
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
        let ratios = try ratios(of: contributions, to: budget, &derivation)
        return CoFinancingSplit(
            sum: sum, funds: parts, partnerContribution: rest, ofWhich: try ofWhich(of: sum, ratios, &derivation),
            partnerRate: try .hundred - rates, ratios: ratios)
    }

    /// What the sources of each status are of the partner's budget; nothing of no budget.
    private func ratios(
        of contributions: Contributions, to budget: Exact, _ derivation: inout Derivation
    ) throws(Refusal) -> Contributions {
        try contributions.map { (contribution, status) throws(Refusal) in
            if budget.isZero || contribution.isZero { return .zero }
            return try divided(
                contribution, by: budget, .contributionRatio, .source("sourceRatio", status),
                .quotient(contribution, budget), &derivation)
        }
    }

    /// What of a sum comes from sources of each status.
    func ofWhich(of sum: Exact, _ ratios: Contributions, _ derivation: inout Derivation) throws(Refusal)
        -> Contributions
    {
        try ratios.map { (ratio, status) throws(Refusal) in
            if ratio.isZero { return Exact(cents: 0) }
            return try product(sum, ratio, .contributionPart, .source("ofWhich", status), &derivation)
        }
    }

    /// The partner's contribution divided over the funds in proportion to what they pay, and what of it comes from sources of
    /// each status: their ratios of the whole that this contribution is the partner's rate of. Since a fund's part is cut, that
    /// whole may be more than the fund and its contribution, and a cent may differ from the total row.
    public func contributionByFund(_ split: CoFinancingSplit, _ derivation: inout Derivation) throws(Refusal)
        -> [FundWithContribution]
    {
        let all = try Exact.sum(split.funds.map(\.amount))
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
            let contribution = try product(
                split.partnerContribution, ratio, .contributionByFund, .fund("contributionBeside", part.fund),
                &derivation)
            var whole = Exact.zero
            if !split.partnerRate.isZero {
                whole = try divided(
                    contribution, by: split.partnerRate, .percentByFund, .fund("percentBeside", part.fund),
                    .quotient(contribution, split.partnerRate), &derivation
                ).hundredfold()
            }
            let ofWhich = try split.ratios.map { (ratio, status) throws(Refusal) in
                if ratio.isZero || whole.isZero { return Exact(cents: 0) }
                return try product(
                    whole, ratio, .sourceByFund, .source("sourceBeside", status, fund: part.fund), &derivation)
            }
            result.append(
                FundWithContribution(
                    fund: part.fund, amount: part.amount, partnerContribution: contribution, ofWhich: ofWhich,
                    total: try part.amount + contribution))
        }
        return result
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

extension Phrase {
    /// What comes from a source, or beside a fund.
    static func source(_ code: String, _ status: ContributionStatus, fund: String? = nil) -> Phrase {
        let beside = fund.map { [Named("fund", .name($0))] } ?? []
        return Phrase(code, [Named("source", .word(ContributionStatus.choiceName, status.rawValue))] + beside)
    }
}
