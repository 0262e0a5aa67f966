/// A question of the joint secretariat or another body, which may be passed to a partner with an earlier day of its own.
public struct Question: Stated {
    public static let kind = "question"
    public static let plural = "questions"
    public static let room = Room.obligations
    public static let governed: Set = [
        "status", "passedOn", "innerDue", "answer", "answeredOn", "sentOn", "reason", "found",
    ]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Question.self)
            + AnyVerb.of(PassQuestion.self, AnswerQuestion.self, SendAnswer.self, DropQuestion.self)
    }

    public enum Status: String, Choice { case received, passed, answered, sent, dropped }

    public var id: Key<Question>
    public var title: String
    public var status: Status
    public var text: Prose?
    public var askedBy: Who
    public var organisation: Key<Organisation>?
    public var askedOn: Day
    /// When the answer must be with who asked.
    public var due: Day?
    public var duty: Duty.Sort?
    /// The partner that was asked for the answer, when, and by when it answers.
    public var partner: Key<Partner>?
    public var passedOn: Day?
    public var innerDue: Day?
    public var answer: Prose?
    public var answeredOn: Day?
    public var sentOn: Day?
    public var reason: String?
    public var correspondence: Key<Correspondence>?
    public var concerning: Concerning = Concerning()
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { partner ?? project.owner(ofWhatIsFor: duty) }
    public var caption: Caption { .text(title) }
    public var dated: Day? { askedOn }
    public var isOpen: Bool { status != .sent && status != .dropped }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        func order(_ first: Day?, _ last: Day?, _ field: String) {
            guard let first, let last, last < first else { return }
            found.append(
                Finding(
                    "endBeforeStart", .blocks, field: field,
                    facts: [.init("start", .day(first)), .init("end", .day(last))]))
        }
        order(askedOn, due, "due")
        order(passedOn, innerDue, "innerDue")
        if let due, let innerDue, innerDue > due {
            found.append(
                Finding(
                    "innerDueTooLate", .blocks, field: "innerDue",
                    facts: [.init("inner", .day(innerDue)), .init("due", .day(due))]))
        }
        if status == .passed, partner == nil { found.append(Finding("missing", .blocks, field: "partner")) }
        if status == .answered || status == .sent, answer == nil {
            found.append(Finding("missing", .blocks, field: "answer"))
        }
        if due == nil, isOpen { found.append(Finding("questionWithoutDay", .warns, field: "due")) }
        return found
    }

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        let entries = Dictionary(grouping: dues, by: \.about)
        return project.questions.compactMap { question in
            guard question.status != .sent, question.status != .dropped else { return nil }
            let isWithPartner = question.status == .passed
            let verb =
                question.status == .answered
                ? SendAnswer.name : isWithPartner ? AnswerQuestion.name : PassQuestion.name
            var code = "questionReceived"
            var facts: [Fact.Named] = []
            if question.status == .answered { code = "questionAnswered" }
            if isWithPartner {
                code = partner == nil ? "questionPassed" : "questionAsked"
                facts = [.init("partner", question.partner.map { .record($0.reference) } ?? .text("?"))]
            }
            let own = entries[question.reference] ?? []
            guard let entry = own.first(where: { $0.part == "inner" }) ?? own.first else {
                let holder = Holder(
                    partner: isWithPartner ? question.partner : nil,
                    duty: isWithPartner ? nil : question.duty ?? .coordinator)
                return Need(
                    code + "Sometime", .open, about: question.reference, facts: facts, holder: holder, by: verb)
            }
            return entry.need(code, code, on: today, by: verb, within: .max / 2, facts: facts)
        }
    }
}

extension Project {
    public var questions: Table<Question> { self[Question.self] }
}
