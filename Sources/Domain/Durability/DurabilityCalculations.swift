extension Calculation {
    static let durability: [Calculation] = [
        Calculation(
            "archive.keepUntil", .durability,
            [Input("lastPayment", .day), Input("announced", .day)], uses: ["archive.years", "archive.from"], keepUntil),
        Calculation(
            "durability.until", .durability,
            [Input("finalPayment", .day)], uses: ["durability.years"], durableUntil),
        Calculation(
            "indicator.confirmed", .indicators,
            [Input("staff", .whole), Input("stakeholders", .whole), Input("notConfirming", .whole)], confirmed),
    ]

    private static func keepUntil(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        var outcome = Outcome()
        outcome.put(
            "keepUntil",
            try rules.keepUntil(
                lastPayment: given.dayIfGiven("lastPayment"), announced: given.dayIfGiven("announced"), &derivation))
        return outcome
    }

    private static func durableUntil(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation)
        throws(Refusal) -> Outcome
    {
        var outcome = Outcome()
        outcome.put("until", try rules.durableUntil(finalPayment: given.day("finalPayment"), &derivation))
        return outcome
    }

    private static func confirmed(_ given: Given, _ rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        let people = [
            try given.whole("staff"), try given.whole("stakeholders"), -(given.wholeIfGiven("notConfirming") ?? 0),
        ]
        guard people.allSatisfy({ $0.magnitude < 1_000_000 }) else { throw .numberTooLarge }
        var outcome = Outcome()
        outcome.put("people", .whole(Int64(people.total)))
        return outcome
    }
}
