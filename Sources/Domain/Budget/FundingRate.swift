/// What the programme pays of a cost, and what the partner bears.
public struct Funding: Sendable {
    public let fund: String
    public let rate: Percent
    public let amount: Exact
    public let own: Exact
}

extension RulesInForce {
    /// By the class of partner. Where the programme freezes rates, the class at approval counts and not that of today.
    public func funding(
        of cost: Exact, partnerClass: String, atApproval: String?, _ derivation: inout Derivation
    ) throws(Refusal) -> Funding {
        var counted = partnerClass
        if let atApproval, case .flag(true)? = ruleIfAny(.fundingFrozen, &derivation) { counted = atApproval }
        let rate = try percent(.fundingRate, about: counted, &derivation)
        let fund = (try? word(.fundingFund, about: counted, &derivation)) ?? ""
        let amount = try funding(of: cost, rate: rate, &derivation)
        let own = try cost - amount
        derivation.note(.leftOver(amount: own, to: "thePartner"))
        return Funding(fund: fund, rate: rate, amount: amount, own: own)
    }

    /// What is paid of a cost at a rate that is given.
    public func funding(of cost: Exact, rate: Percent, _ derivation: inout Derivation) throws(Refusal) -> Exact {
        guard rate.isBetweenNothingAndAll else { throw .rateOutside(rate, "rate") }
        return try rounded(rate.of(cost), .fundShare, "programmeMoney", .rate(rate, of: cost), &derivation)
    }

    /// A lump sum that has one amount.
    public func lumpSum(_ name: String, _ derivation: inout Derivation) throws(Refusal) -> Money {
        guard case .amount(let money) = try rule(.lumpSumAmount, about: name, &derivation) else {
            throw .noRule(.lumpSumAmount, name, in: pack, on: day)
        }
        return money
    }

    /// A lump sum by number: from the table, or refused. Nothing is multiplied: no source says that the table is linear.
    public func lumpSum(_ name: String, count: Int, _ derivation: inout Derivation) throws(Refusal) -> Money {
        guard case .table(let rows) = try rule(.lumpSumTable, about: name, &derivation) else {
            throw .noRule(.lumpSumTable, name, in: pack, on: day)
        }
        guard let row = rows.first(where: { $0.count == count }) else {
            throw Refusal("notInTable", [.init("name", .text(name)), .init("count", .whole(count))])
        }
        return row.amount
    }
}
