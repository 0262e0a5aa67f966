/// The partner hands the practice in, in the programme's form.
public struct PracticeSubmitted: Codable, Sendable {
    public var practice: Key<GoodPractice>
    public var on: Day
    public var by: Who
    public var note: Prose?
}

/// Somebody outside looked at it and lets it pass, or not: whose act, who is named, and what shows it.
public struct PracticeChecked: Codable, Sendable {
    public var practice: Key<GoodPractice>
    public var on: Day
    public var body: String
    public var by: Who
    public var note: Prose?
    public var document: String?
    public var provenance: Provenance?
}

/// The same, with the reason.
public struct PracticeRejected: Codable, Sendable {
    public var practice: Key<GoodPractice>
    public var on: Day
    public var body: String
    public var by: Who
    public var reason: Prose
    public var document: String?
    public var provenance: Provenance?
}

/// A question about the practice, from whoever has it on the desk.
public struct PracticeAsked: Codable, Sendable {
    public var practice: Key<GoodPractice>
    public var on: Day
    public var body: String
    public var by: Who
    public var question: Prose
    public var document: String?
    public var provenance: Provenance?
}

/// What the partner says to the question.
public struct PracticeAnswered: Codable, Sendable {
    public var practice: Key<GoodPractice>
    public var on: Day
    public var by: Who
    public var answer: Prose
}

/// The partner does not want it to be looked at any more.
public struct PracticeTakenBack: Codable, Sendable {
    public var practice: Key<GoodPractice>
    public var on: Day
    public var by: Who
    public var reason: Prose
}

extension AnyVerb {
    private static func at(_ stages: [GoodPractice.Review]) -> @Sendable (any Record) -> Bool {
        { ($0 as? GoodPractice).map { stages.contains($0.stage) } ?? false }
    }

    public static let submitPractice = AnyVerb(
        "submit-practice", in: .learning, on: "good-practice", PracticeSubmitted.self,
        when: at([.notSubmitted, .rejected, .takenBack])
    ) {
        (project, input, setting) throws(Refusal) in try project.submittingPractice(input, on: setting.today)
    }

    public static let webCheckPractice = AnyVerb(
        "web-check-practice", in: .learning, on: "good-practice", PracticeChecked.self, when: at([.submitted])
    ) {
        (project, input, setting) throws(Refusal) in
        try project.checkingPractice(input, .webChecked, after: .submitted, on: setting.today)
    }

    public static let policyCheckPractice = AnyVerb(
        "policy-check-practice", in: .learning, on: "good-practice", PracticeChecked.self, when: at([.webChecked])
    ) {
        (project, input, setting) throws(Refusal) in
        try project.checkingPractice(input, .policyChecked, after: .webChecked, on: setting.today)
    }

    public static let validatePractice = AnyVerb(
        "validate-practice", in: .learning, on: "good-practice", PracticeChecked.self, when: at([.policyChecked])
    ) {
        (project, input, setting) throws(Refusal) in
        try project.checkingPractice(input, .validated, after: .policyChecked, on: setting.today)
    }

    public static let askAboutPractice = AnyVerb(
        "ask-about-practice", in: .learning, on: "good-practice", PracticeAsked.self,
        when: { ($0 as? GoodPractice)?.isInReview == true }
    ) {
        (project, input, setting) throws(Refusal) in try project.askingAboutPractice(input, on: setting.today)
    }

    public static let answerAboutPractice = AnyVerb(
        "answer-about-practice", in: .learning, on: "good-practice", PracticeAnswered.self,
        when: { ($0 as? GoodPractice)?.openQuestion != nil }
    ) {
        (project, input, setting) throws(Refusal) in try project.answeringAboutPractice(input, on: setting.today)
    }

    public static let rejectPractice = AnyVerb(
        "reject-practice", in: .learning, on: "good-practice", PracticeRejected.self,
        when: { ($0 as? GoodPractice)?.isInReview == true }
    ) {
        (project, input, setting) throws(Refusal) in try project.rejectingPractice(input, on: setting.today)
    }

    public static let takeBackPractice = AnyVerb(
        "take-back-practice", in: .learning, on: "good-practice", PracticeTakenBack.self,
        when: { ($0 as? GoodPractice)?.isInReview == true }
    ) {
        (project, input, setting) throws(Refusal) in try project.takingBackPractice(input, on: setting.today)
    }
}

extension Project {
    /// Handed in. What a verified rule of the programme demands and the form lacks is mended first; what nobody has
    /// compared with its source is only pointed out.
    public func submittingPractice(_ input: PracticeSubmitted, on today: Day) throws(Refusal) -> [Change] {
        var practice = try reviewed(input.practice, in: [.notSubmitted, .rejected, .takenBack], on: input.on, today)
        let rules = formLimits(of: GoodPractice.kind, on: input.on).filter(\.isVerified)
        let wrong = formFindings(rules) { practice.text(of: $0) }
        guard wrong.isEmpty else {
            throw .blocked(
                by: wrong.map { Finding($0.code, .blocks, field: $0.field, facts: $0.facts, source: $0.source) })
        }
        practice.review = .submitted
        practice.checks.append(.init(what: .submitted, on: input.on, by: input.by, text: input.note))
        return [.put(practice)]
    }

    /// One desk further. The web administrator's yes puts it on the project's page; the expert's makes it validated.
    func checkingPractice(
        _ input: PracticeChecked, _ next: GoodPractice.Review, after before: GoodPractice.Review, on today: Day
    ) throws(Refusal) -> [Change] {
        var practice = try reviewed(input.practice, in: [before], on: input.on, today)
        if let question = practice.openQuestion {
            throw Refusal(
                "questionOpen", [.init("record", .record(practice.reference)), .init("day", .day(question.on))])
        }
        practice.review = next
        practice.checks.append(
            .init(
                what: next == .webChecked ? .webChecked : next == .policyChecked ? .policyChecked : .validated,
                on: input.on, body: input.body, by: input.by, text: input.note, document: input.document))
        practice.provenance.take(input.provenance)
        if next == .validated {
            practice.status = .validated
        } else if next == .webChecked, [.candidate, .named, .presented].contains(practice.status) {
            practice.status = .published
            practice.publishedOn = practice.publishedOn ?? .day(input.on)
        }
        return [.put(practice)]
    }

    func askingAboutPractice(_ input: PracticeAsked, on today: Day) throws(Refusal) -> [Change] {
        var practice = try reviewed(input.practice, in: [.submitted, .webChecked, .policyChecked], on: input.on, today)
        practice.checks.append(
            .init(
                what: .question, on: input.on, body: input.body, by: input.by, text: input.question,
                document: input.document))
        practice.provenance.take(input.provenance)
        return [.put(practice)]
    }

    func answeringAboutPractice(_ input: PracticeAnswered, on today: Day) throws(Refusal) -> [Change] {
        var practice = try goodPractices.require(input.practice)
        guard practice.openQuestion != nil else {
            throw Refusal("noQuestion", [.init("record", .record(practice.reference))])
        }
        practice = try reviewed(input.practice, in: [.submitted, .webChecked, .policyChecked], on: input.on, today)
        practice.checks.append(.init(what: .answer, on: input.on, by: input.by, text: input.answer))
        return [.put(practice)]
    }

    func rejectingPractice(_ input: PracticeRejected, on today: Day) throws(Refusal) -> [Change] {
        var practice = try reviewed(input.practice, in: [.submitted, .webChecked, .policyChecked], on: input.on, today)
        practice.review = .rejected
        practice.checks.append(
            .init(
                what: .rejected, on: input.on, body: input.body, by: input.by, text: input.reason,
                document: input.document))
        practice.provenance.take(input.provenance)
        return [.put(practice)]
    }

    func takingBackPractice(_ input: PracticeTakenBack, on today: Day) throws(Refusal) -> [Change] {
        var practice = try reviewed(input.practice, in: [.submitted, .webChecked, .policyChecked], on: input.on, today)
        practice.review = .takenBack
        practice.checks.append(.init(what: .takenBack, on: input.on, by: input.by, text: input.reason))
        return [.put(practice)]
    }

    /// The practice, when it is at one of the desks, and the day is neither to come nor before the last step.
    private func reviewed(
        _ key: Key<GoodPractice>, in stages: [GoodPractice.Review], on day: Day, _ today: Day
    ) throws(Refusal) -> GoodPractice {
        let practice = try goodPractices.require(key)
        guard stages.contains(practice.stage) else { throw .notAmong(stages, is: practice.stage) }
        guard day <= today else {
            throw Refusal("notYetDone", [.init("record", .record(practice.reference)), .init("day", .day(day))])
        }
        if let last = practice.checks.last, day < last.on {
            throw .blocked(by: [Finding("beforeLastStep", .blocks, field: "on", facts: [.init("day", .day(last.on))])])
        }
        return practice
    }
}

extension Refusal {
    /// The record is in a state in which the verb has no meaning; several would do.
    static func notAmong<S: Choice>(_ needed: [S], is state: S) -> Refusal {
        Refusal(
            "notInState",
            [
                .init("needed", .words(S.choiceName, needed.map(\.rawValue))),
                .init("state", .word(S.choiceName, state.rawValue)),
            ])
    }
}

extension Provenance {
    /// What came with an act: its sources and proofs stand beside those that were there.
    mutating func take(_ other: Provenance?) {
        guard let other else { return }
        sources += other.sources.filter { !sources.contains($0) }
        proofs += other.proofs.filter { !proofs.contains($0) }
        doubts += other.doubts.filter { !doubts.contains($0) }
        note = note ?? other.note
    }
}
