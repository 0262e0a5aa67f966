/// The answer to one of the questions of an evaluation.
public struct ReviewQuestionAnswered: Codable, Sendable {
    public var evaluation: Key<Evaluation>
    /// Its place in the list, from 1.
    public var number: Int
    public var answer: Prose
}

/// What an evaluation found.
public struct EvaluationCarriedOut: Codable, Sendable {
    public var evaluation: Key<Evaluation>
    public var on: When
    public var by: Who?
    public var outcome: Prose
    /// One a line; each becomes a recommendation to be followed.
    public var recommendations: [String] = []
}

extension AnyVerb {
    public static let answerReviewQuestion = AnyVerb(
        "answer-review-question", in: .quality, on: "evaluation", ReviewQuestionAnswered.self,
        when: { ($0 as? Evaluation)?.questions.isEmpty == false }
    ) {
        (project, input, setting) throws(Refusal) in
        var evaluation = try project.evaluations.require(input.evaluation)
        guard evaluation.questions.indices.contains(input.number - 1) else {
            throw .blocked(by: [
                Finding(
                    "noSuchQuestion", .blocks, field: "number",
                    facts: [.init("most", .whole(evaluation.questions.count))])
            ])
        }
        evaluation.questions[input.number - 1].answer = input.answer
        evaluation.questions[input.number - 1].answeredOn = setting.today
        return [.put(evaluation)]
    }

    public static let carryOutEvaluation = AnyVerb(
        "carry-out-evaluation", in: .quality, on: "evaluation", EvaluationCarriedOut.self,
        when: { ($0 as? Evaluation)?.status == .announced }
    ) {
        (project, input, setting) throws(Refusal) in try project.carryingOut(input, on: setting.today)
    }
}

extension Project {
    /// The evaluation was carried out; each recommendation becomes a record that somebody follows.
    public func carryingOut(_ input: EvaluationCarriedOut, on today: Day) throws(Refusal) -> [Change] {
        var evaluation = try evaluations.require(input.evaluation)
        guard evaluation.status == .announced else {
            throw .notInState(needed: Evaluation.Status.announced, is: evaluation.status)
        }
        try requirePast(input.on, evaluation.reference, on: today)
        evaluation.status = .done
        evaluation.on = input.on
        evaluation.by = input.by ?? evaluation.by
        evaluation.outcome = input.outcome
        let made = input.recommendations.enumerated().map { offset, text in
            Change.put(
                Recommendation(
                    id: Key(recommendations.next.number + offset), title: text, status: .open,
                    evaluation: evaluation.id))
        }
        return [.put(evaluation)] + made
    }
}
