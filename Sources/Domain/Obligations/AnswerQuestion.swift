/// The answer to a question, before it goes to who asked.
public struct QuestionAnswered: Codable, Sendable {
    public var question: Key<Question>
    public var answer: Prose
    public var on: Day
    public var provenance: Provenance = Provenance()
}

/// That the answer went to who asked.
public struct AnswerSent: Codable, Sendable {
    public var question: Key<Question>
    public var on: Day
    public var correspondence: Key<Correspondence>?
}

/// That a question needs no answer any more, and why.
public struct QuestionDropped: Codable, Sendable {
    public var question: Key<Question>
    public var reason: String
}

extension AnyVerb {
    public static let answerQuestion = AnyVerb(
        "answer-question", in: .obligations, on: "question", QuestionAnswered.self,
        when: { ($0 as? Question).map { $0.status == .received || $0.status == .passed } ?? false }
    ) { (project, input, setting) throws(Refusal) in try project.answering(input, on: setting.today) }

    public static let sendAnswer = AnyVerb(
        "send-answer", in: .obligations, on: "question", AnswerSent.self,
        when: { ($0 as? Question)?.status == .answered }
    ) { (project, input, setting) throws(Refusal) in try project.sending(input, on: setting.today) }

    public static let dropQuestion = AnyVerb(
        "drop-question", in: .obligations, on: "question", QuestionDropped.self,
        when: { ($0 as? Question)?.isOpen ?? false }
    ) { (project, input, setting) throws(Refusal) in
        var question = try project.questions.require(input.question)
        guard question.isOpen else { throw .notInState(needed: Question.Status.received, is: question.status) }
        question.status = .dropped
        question.reason = input.reason
        return [.put(question)]
    }
}

extension Project {
    /// The partner, or whoever knew, answered. Nothing has gone out yet.
    public func answering(_ input: QuestionAnswered, on today: Day) throws(Refusal) -> [Change] {
        var question = try questions.require(input.question)
        guard question.status == .received || question.status == .passed else {
            throw .notInState(needed: Question.Status.passed, is: question.status)
        }
        try require(input.on, from: question.askedOn, upTo: today)
        question.status = .answered
        question.answer = input.answer
        question.answeredOn = input.on
        question.provenance.proofs += input.provenance.proofs
        question.provenance.sources += input.provenance.sources
        return [.put(question)]
    }

    public func sending(_ input: AnswerSent, on today: Day) throws(Refusal) -> [Change] {
        var question = try questions.require(input.question)
        guard question.status == .answered else {
            throw .notInState(needed: Question.Status.answered, is: question.status)
        }
        try require(input.on, from: question.answeredOn ?? question.askedOn, upTo: today)
        question.status = .sent
        question.sentOn = input.on
        question.correspondence = input.correspondence ?? question.correspondence
        return [.put(question)]
    }

    private func require(_ day: Day, from first: Day, upTo today: Day) throws(Refusal) {
        if day > today {
            throw .blocked(by: [Finding("dayToCome", .blocks, field: "on", facts: [.init("today", .day(today))])])
        }
        if day < first {
            throw .blocked(by: [
                Finding(
                    "endBeforeStart", .blocks, field: "on",
                    facts: [.init("start", .day(first)), .init("end", .day(day))]
                )
            ])
        }
    }
}
