/// A step of a practice on its way through the programme, on a day that is neither to come nor before the last step.
public protocol PracticeStep: RecordVerb where Subject == GoodPractice {
    /// Where it stands then: at one of the desks, unless a step says otherwise.
    static var starts: [GoodPractice.Review] { get }
    var practice: Key<GoodPractice> { get }
    var on: Day { get }
}

extension PracticeStep {
    public static var starts: [GoodPractice.Review] { GoodPractice.inReview }
    public var subject: Key<GoodPractice> { practice }

    public static func hindrance(_ practice: GoodPractice, in project: Project) -> Refusal? {
        notAtItsDesk(practice)
    }

    fileprivate static func notAtItsDesk(_ practice: GoodPractice) -> Refusal? {
        starts.contains(practice.stage) ? nil : .notInState(needed: starts, is: practice.stage)
    }

    /// The practice with the step written down.
    fileprivate func noted(_ step: GoodPractice.Check, in practice: GoodPractice, _ setting: Setting) throws(Refusal)
        -> GoodPractice
    {
        guard on <= setting.today else {
            throw Refusal("notYetDone", [.init("record", .record(practice.reference)), .init("day", .day(on))])
        }
        if let last = practice.checks.last, on < last.on {
            throw .blocked(by: [Finding("beforeLastStep", .blocks, field: "on", facts: [.init("day", .day(last.on))])])
        }
        var practice = practice
        practice.checks.append(step)
        return practice
    }
}

/// The partner hands the practice in, in the programme's form. What a verified rule of the programme demands and the form
/// lacks is mended first; what nobody has compared with its source is only pointed out.
public struct SubmitPractice: PracticeStep {
    public static let name = "submit-practice"
    public static let starts: [GoodPractice.Review] = [.notSubmitted, .rejected, .takenBack]

    public var practice: Key<GoodPractice>
    public var on: Day
    public var by: Who
    public var note: Prose?

    public func decided(_ record: GoodPractice, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var practice = try noted(.init(what: .submitted, on: on, by: by, text: note), in: record, setting)
        let rules = project.formLimits(of: GoodPractice.kind, on: on).filter(\.isVerified)
        let wrong = project.formFindings(rules) { record.text(of: $0) }
        guard wrong.isEmpty else {
            throw .blocked(
                by: wrong.map { Finding($0.code, .blocks, field: $0.field, facts: $0.facts, source: $0.source) })
        }
        practice.review = .submitted
        return [.put(practice)]
    }
}

/// One of the desks outside: from which stage to which a practice goes when it lets it pass.
public protocol PracticeDesk: Sendable {
    static var name: String { get }
    static var before: GoodPractice.Review { get }
    static var after: GoodPractice.Review { get }
    static var what: GoodPractice.Check.What { get }
}

/// The project's web administrator: the practice stands on the project's page from then on.
public enum WebCheckPractice: PracticeDesk {
    public static let name = "web-check-practice"
    public static let before = GoodPractice.Review.submitted
    public static let after = GoodPractice.Review.webChecked
    public static let what = GoodPractice.Check.What.webChecked
}

/// The programme's policy officer.
public enum PolicyCheckPractice: PracticeDesk {
    public static let name = "policy-check-practice"
    public static let before = GoodPractice.Review.webChecked
    public static let after = GoodPractice.Review.policyChecked
    public static let what = GoodPractice.Check.What.policyChecked
}

/// The programme's expert.
public enum ValidatePractice: PracticeDesk {
    public static let name = "validate-practice"
    public static let before = GoodPractice.Review.policyChecked
    public static let after = GoodPractice.Review.validated
    public static let what = GoodPractice.Check.What.validated
}

/// Somebody outside looked at it and lets it pass, one desk further: whose act, who is named, and what shows it. Refused
/// while a question is open.
public struct CheckPractice<Desk: PracticeDesk>: PracticeStep {
    public static var name: String { Desk.name }
    /// What others say of a partner's practice is recorded by those who answer for the whole project.
    public static var may: May { .leadPartner(.learning) }
    public static var starts: [GoodPractice.Review] { [Desk.before] }

    public var practice: Key<GoodPractice>
    public var on: Day
    public var body: String
    public var by: Who
    public var note: Prose?
    public var document: String?
    public var provenance: Provenance?

    public static func hindrance(_ practice: GoodPractice, in project: Project) -> Refusal? {
        notAtItsDesk(practice)
            ?? practice.openQuestion.map {
                Refusal("questionOpen", [.init("record", .record(practice.reference)), .init("day", .day($0.on))])
            }
    }

    public func decided(_ record: GoodPractice, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var practice = try noted(
            .init(what: Desk.what, on: on, body: body, by: by, text: note, document: document), in: record, setting)
        practice.review = Desk.after
        practice.provenance.take(provenance)
        if Desk.after == .validated {
            practice.status = .validated
        } else if Desk.after == .webChecked, [.candidate, .named, .presented].contains(practice.status) {
            practice.status = .published
            practice.publishedOn = practice.publishedOn ?? .day(on)
        }
        return [.put(practice)]
    }
}

/// A question about the practice, from whoever has it on the desk.
public struct AskAboutPractice: PracticeStep {
    public static let name = "ask-about-practice"

    public var practice: Key<GoodPractice>
    public var on: Day
    public var body: String
    public var by: Who
    public var question: Prose
    public var document: String?
    public var provenance: Provenance?

    public func decided(_ record: GoodPractice, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var practice = try noted(
            .init(what: .question, on: on, body: body, by: by, text: question, document: document), in: record, setting)
        practice.provenance.take(provenance)
        return [.put(practice)]
    }
}

/// What the partner says to the question.
public struct AnswerAboutPractice: PracticeStep {
    public static let name = "answer-about-practice"

    public var practice: Key<GoodPractice>
    public var on: Day
    public var by: Who
    public var answer: Prose

    public static func hindrance(_ practice: GoodPractice, in project: Project) -> Refusal? {
        practice.openQuestion == nil
            ? Refusal("noQuestion", [.init("record", .record(practice.reference))]) : notAtItsDesk(practice)
    }

    public func decided(_ record: GoodPractice, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        [.put(try noted(.init(what: .answer, on: on, by: by, text: answer), in: record, setting))]
    }
}

/// Somebody outside does not let it pass, with the reason.
public struct RejectPractice: PracticeStep {
    public static let name = "reject-practice"
    public static let may = May.leadPartner(.learning)

    public var practice: Key<GoodPractice>
    public var on: Day
    public var body: String
    public var by: Who
    public var reason: Prose
    public var document: String?
    public var provenance: Provenance?

    public func decided(_ record: GoodPractice, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var practice = try noted(
            .init(what: .rejected, on: on, body: body, by: by, text: reason, document: document), in: record, setting)
        practice.review = .rejected
        practice.provenance.take(provenance)
        return [.put(practice)]
    }
}

/// The partner does not want it to be looked at any more.
public struct TakeBackPractice: PracticeStep {
    public static let name = "take-back-practice"

    public var practice: Key<GoodPractice>
    public var on: Day
    public var by: Who
    public var reason: Prose

    public func decided(_ record: GoodPractice, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var practice = try noted(.init(what: .takenBack, on: on, by: by, text: reason), in: record, setting)
        practice.review = .takenBack
        return [.put(practice)]
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
