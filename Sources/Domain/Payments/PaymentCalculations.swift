extension Calculation {
    static let payments: [Calculation] = [
        Calculation(
            "payment.advance", .payments,
            [Input("settlements", .list(.number))], steps: [.advance], advance),
        Calculation(
            "payment.regular", .payments,
            [Input("certificateFundValues", .list(.amount))], regular),
        Calculation(
            "payment.instalments", .payments,
            [
                Input("approved", .amount),
                Input(
                    "instalments",
                    .list(
                        .group([
                            Input("amount", .amount), Input("authorised", .flag), Input("paidOn", .orNull(.day)),
                        ]))),
            ], instalments),
    ]

    private static func advance(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        var outcome = Outcome()
        outcome.put("amountSettled", try rules.settled(given.numbers("settlements"), &derivation))
        return outcome
    }

    private static func regular(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        let values = try given.numbers("certificateFundValues")
        let sum = try Exact.sum(values)
        derivation.note(.found(what: "approved", by: .numbered("sumOfCertificates", values.count), amount: sum))
        var outcome = Outcome()
        outcome.put("amountApprovedPerFund", sum)
        return outcome
    }

    private static func instalments(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var instalments: [Instalment] = []
        for part in given.groups("instalments") {
            instalments.append(
                Instalment(
                    amount: try part.number("amount"), isAuthorised: part.flag("authorised"),
                    paidOn: part.dayIfGiven("paidOn")))
        }
        let standing = try rules.payment(approved: given.number("approved"), instalments: instalments)
        var outcome = Outcome()
        outcome.put("authorised", standing.authorised)
        outcome.put("paid", standing.paid)
        outcome.put("remaining", standing.remaining)
        outcome.put("lastPaid", standing.lastPaid.map { .text($0.plain) } ?? .null)
        return outcome
    }
}
