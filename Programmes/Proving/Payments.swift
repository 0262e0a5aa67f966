import Domain

struct SettledAdvance: Worked {
    static let about = About("payment.advance", uses: "rounding (advance)")
    static let demanded: Set = ["settlements"]
    let settlements: [Exact]
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        ["amountSettled": try rules.settled(settlements, &how)]
    }
}

struct ApprovedPayment: Worked {
    static let about = About("payment.regular")
    static let demanded: Set = ["certificateFundValues"]
    let certificateFundValues: [Exact]
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let sum = try Exact.sum(certificateFundValues)
        how.note(
            .found(what: "approved", by: .numbered("sumOfCertificates", certificateFundValues.count), amount: sum))
        return ["amountApprovedPerFund": sum]
    }
}

struct PaidInstalments: Worked {
    static let about = About("payment.instalments")

    struct Part: Decodable {
        let amount: Exact, authorised: Bool, paidOn: Day?
    }
    let approved: Exact, instalments: [Part]
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let standing = try rules.payment(
            approved: approved,
            instalments: instalments.map {
                Instalment(amount: $0.amount, isAuthorised: $0.authorised, paidOn: $0.paidOn)
            })
        return [
            "authorised": standing.authorised, "paid": standing.paid, "remaining": standing.remaining,
            "lastPaid": standing.lastPaid,
        ]
    }
}
