/// The answer to one of the questions of an evaluation. Refused where it has no such question.
public struct AnswerReviewQuestion: RecordVerb {
    public static let name = "answer-review-question"

    public var evaluation: Key<Evaluation>
    /// Its place in the list, from 1.
    public var number: Int
    public var answer: Prose

    public var subject: Key<Evaluation> { evaluation }

    public static func hindrance(_ record: Evaluation, in project: Project) -> Refusal? {
        record.questions.isEmpty ? noSuchQuestion(in: record) : nil
    }

    public func decided(_ record: Evaluation, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let index = number - 1
        guard record.questions.indices.contains(index) else { throw Self.noSuchQuestion(in: record) }
        var evaluation = record
        evaluation.questions[index].answer = answer
        evaluation.questions[index].answeredOn = setting.today
        return [.put(evaluation)]
    }

    private static func noSuchQuestion(in record: Evaluation) -> Refusal {
        let most = Fact.Named("most", .whole(record.questions.count))
        return .blocked(by: [Finding("noSuchQuestion", .blocks, field: "number", facts: [most])])
    }
}

/// The evaluation was carried out: what it found. Each recommendation becomes a record that somebody follows.
public struct CarryOutEvaluation: StateVerb {
    public static let name = "carry-out-evaluation"
    public static let starts: [Evaluation.Status] = [.announced]

    public var evaluation: Key<Evaluation>
    public var on: When
    public var by: Who?
    public var outcome: Prose
    /// One a line; each becomes a recommendation to be followed.
    public var recommendations: [String] = []
    public var provenance: Provenance?

    public var subject: Key<Evaluation> { evaluation }

    public func decided(_ record: Evaluation, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(on, record.reference, on: setting.today)
        var evaluation = record
        evaluation.status = .done
        evaluation.on = on
        evaluation.by = by ?? evaluation.by
        evaluation.outcome = outcome
        evaluation.provenance.take(provenance)
        let made = recommendations.enumerated().map { offset, text in
            Change.put(
                Recommendation(
                    id: Key(project.recommendations.next.number + offset), title: text, status: .open,
                    evaluation: record.id))
        }
        return [.put(evaluation)] + made
    }
}
