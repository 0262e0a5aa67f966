/// Where the money of one fund for one report stands.
public struct PaymentStanding: Sendable {
    public let approved: Exact
    public let authorised: Exact
    public let paid: Exact
    public let remaining: Exact
    /// The newest confirmed instalment.
    public let lastPaid: Day?
}

/// A part of a payment: authorised first, then confirmed with the day it was paid.
public struct Instalment: Sendable, Hashable {
    public let amount: Exact
    public let isAuthorised: Bool
    public let paidOn: Day?
    public init(amount: Exact, isAuthorised: Bool, paidOn: Day?) {
        self.amount = amount
        self.isAuthorised = isAuthorised
        self.paidOn = paidOn
    }
}

extension RulesInForce {
    /// What of an advance has been settled.
    public func settled(_ settlements: [Exact], _ derivation: inout Derivation) throws(Refusal) -> Exact {
        let sum = try Exact.sum(settlements)
        return try rounded(sum, .advance, "settled", .numbered("sumOfSettlements", settlements.count), &derivation)
    }

    /// What is approved, authorised, paid and left. Instalments above what was approved are refused, with the difference.
    public func payment(approved: Exact, instalments: [Instalment]) throws(Refusal) -> PaymentStanding {
        let all = try Exact.sum(instalments.map(\.amount))
        guard all <= approved else {
            throw Refusal(
                "instalmentsAboveApproved",
                [
                    .init("approved", .text(approved.plain)), .init("instalments", .text(all.plain)),
                    .init("difference", .text(try (all - approved).plain)),
                ])
        }
        let paid = try Exact.sum(instalments.filter { $0.paidOn != nil }.map(\.amount))
        return PaymentStanding(
            approved: approved, authorised: try Exact.sum(instalments.filter(\.isAuthorised).map(\.amount)), paid: paid,
            remaining: try approved - paid, lastPaid: instalments.compactMap(\.paidOn).max())
    }
}
