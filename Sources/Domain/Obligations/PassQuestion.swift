/// The partner that a question is passed to, and by when it answers.
public struct QuestionPassed: Codable, Sendable {
    public var question: Key<Question>
    public var partner: Key<Partner>
    public var innerDue: Day
}

extension AnyVerb {
    public static let passQuestion = AnyVerb(
        "pass-question", in: .obligations, on: "question", QuestionPassed.self,
        when: { ($0 as? Question)?.isOpen ?? false }
    ) { (project, input, setting) throws(Refusal) in try project.passing(input, on: setting.today) }
}

extension Project {
    /// The partner is asked. What was answered before stays in the history; passing it again asks for more, or asks another.
    public func passing(_ input: QuestionPassed, on today: Day) throws(Refusal) -> [Change] {
        var question = try questions.require(input.question)
        guard question.isOpen else { throw .notInState(needed: Question.Status.received, is: question.status) }
        guard input.innerDue >= today else {
            throw .blocked(by: [Finding("dayOver", .blocks, field: "innerDue", facts: [.init("today", .day(today))])])
        }
        question.status = .passed
        question.partner = input.partner
        question.passedOn = today
        question.innerDue = input.innerDue
        let blocking = question.findings(in: self).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(question)]
    }
}
