/// The partner, or whoever knew, answered. Nothing has gone out yet.
public struct AnswerQuestion: StateVerb {
    public static let name = "answer-question"
    public static let may = May.partnersToo(.obligations)
    public static let starts: [Question.Status] = [.received, .passed]

    public var question: Key<Question>
    public var answer: Prose
    public var on: Day
    public var provenance: Provenance = Provenance()

    public var subject: Key<Question> { question }

    public func decided(_ record: Question, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try on.require(from: record.askedOn, upTo: setting.today)
        var question = record
        question.status = .answered
        question.answer = answer
        question.answeredOn = on
        question.provenance.proofs += provenance.proofs
        question.provenance.sources += provenance.sources
        return [.put(question)]
    }
}

/// The answer went to who asked.
public struct SendAnswer: StateVerb {
    public static let name = "send-answer"
    public static let starts: [Question.Status] = [.answered]

    public var question: Key<Question>
    public var on: Day
    public var correspondence: Key<Correspondence>?

    public var subject: Key<Question> { question }

    public func decided(_ record: Question, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try on.require(from: record.answeredOn ?? record.askedOn, upTo: setting.today)
        var question = record
        question.status = .sent
        question.sentOn = on
        question.correspondence = correspondence ?? question.correspondence
        return [.put(question)]
    }
}

/// A question needs no answer any more, and why.
public struct DropQuestion: StateVerb {
    public static let name = "drop-question"
    public static let starts: [Question.Status] = [.received, .passed, .answered]

    public var question: Key<Question>
    public var reason: String

    public var subject: Key<Question> { question }

    public func decided(_ record: Question, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var question = record
        question.status = .dropped
        question.reason = reason
        return [.put(question)]
    }
}

extension Day {
    /// Refused on the field `on`: a day to come, and one before the first that is possible, where there is one.
    func require(from first: Day? = nil, upTo today: Day) throws(Refusal) {
        if self > today {
            throw .blocked(by: [Finding("dayToCome", .blocks, field: "on", facts: [.init("today", .day(today))])])
        }
        if let first, self < first {
            throw .blocked(by: [
                Finding(
                    "endBeforeStart", .blocks, field: "on",
                    facts: [.init("start", .day(first)), .init("end", .day(self))]
                )
            ])
        }
    }
}
