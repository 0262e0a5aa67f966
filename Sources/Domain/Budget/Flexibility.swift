/// Whether a partner may spend above its budget without asking.
public enum FlexibilityAnswer: String, Choice {
    case within, allowed, requestNeeded, refused
}

extension RulesInForce {
    /// Above the budget by no more than the limit: allowed where others spend as much less; above the limit: a request for
    /// change. Without that offset it is refused, since the project's money does not grow.
    public func flexibility(
        scope: String, budget: Exact, spends: Exact, savedByOthers: Exact, _ derivation: inout Derivation
    ) throws(Refusal) -> FlexibilityAnswer {
        let above = try spends - budget
        guard above > .zero else { return .within }
        if case .flag(true)? = ruleIfAny(.flexibilityOffset, &derivation), savedByOthers < above {
            derivation.note(
                .said(
                    Phrase(
                        "savedTooLittle",
                        [.init("above", .number(above)), .init("saved", .number(savedByOthers))])))
            return .refused
        }
        switch try rule(.flexibilityPercent, about: scope, &derivation) {
        case .percent(let limit):
            let most = try budget + limit.of(budget)
            derivation.note(
                .found(
                    what: "most",
                    by: Phrase("plusRate", [.init("amount", .number(budget)), .init("rate", .number(limit.number))]),
                    amount: most.shortest))
            return spends <= most ? .allowed : .requestNeeded
        default: return .allowed
        }
    }

    /// Who decides on requests that add up, or do not, as the programme says: shifts of budget in percent, or months of
    /// prolongation. One answer for each request.
    public static func deciders(
        _ requests: [Exact], limit: Exact, cumulative: Bool, within: String, above: String,
        _ derivation: inout Derivation
    ) throws(Refusal) -> [String] {
        var sum = Exact.zero
        var answers: [String] = []
        for request in requests {
            sum = cumulative ? try sum + request : request
            let soFar = sum
            derivation.note(.found(what: "askedFor", by: cumulative ? "allSoFar" : "byItself", amount: soFar))
            answers.append(sum <= limit ? within : above)
        }
        return answers
    }
}
