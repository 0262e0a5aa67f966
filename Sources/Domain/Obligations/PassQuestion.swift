/// A partner is asked, and by when it answers. What was answered before stays in the history; passing a question again asks
/// for more, or asks another.
public struct PassQuestion: StateVerb {
    public static let name = "pass-question"
    public static let starts: [Question.Status] = [.received, .passed, .answered]

    public var question: Key<Question>
    public var partner: Key<Partner>
    public var innerDue: Day

    public var subject: Key<Question> { question }

    public func decided(_ record: Question, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let today = setting.today
        guard innerDue >= today else {
            throw .blocked(by: [Finding("dayOver", .blocks, field: "innerDue", facts: [.init("today", .day(today))])])
        }
        var question = record
        question.status = .passed
        question.partner = partner
        question.passedOn = today
        question.innerDue = innerDue
        let blocking = question.findings(in: project).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(question)]
    }
}
