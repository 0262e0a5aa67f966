/// Something that works in one region and may be taken over by another.
public struct GoodPractice: Record {
    public static let kind = "good-practice"
    public static let plural = "good-practices"
    public static let room = Room.learning
    public static let governed: Set = ["status", "checks", "review", "linkChecks", "found"]
    public static let decidedByOthers: [(field: String, words: [String])] = [
        ("status", ["validated"]), ("review", ["webChecked", "policyChecked", "validated", "rejected"]),
        ("checks", ["webChecked", "policyChecked", "validated", "rejected"]),
    ]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(GoodPractice.self)
            + AnyVerb.of(
                SubmitPractice.self, CheckPractice<WebCheckPractice>.self, CheckPractice<PolicyCheckPractice>.self,
                CheckPractice<ValidatePractice>.self, AskAboutPractice.self, AnswerAboutPractice.self,
                RejectPractice.self, TakeBackPractice.self, CheckLink.self, NamePractice.self, PresentPractice.self)
    }

    /// Candidate; named in public as the project's; shown to partners; on the programme's platform; validated by its expert.
    public enum Status: String, Choice { case candidate, named, presented, published, validated }

    /// Where it stands on its way through the programme: handed in by the partner, approved by the project's web
    /// administrator, seen by the policy officer, validated by the programme's expert.
    public enum Review: String, Choice {
        case notSubmitted, submitted, webChecked, policyChecked, validated, rejected, takenBack
    }

    public var id: Key<GoodPractice>
    public var title: String
    public var otherNames: [OtherName] = []
    public var status: Status
    public var partner: Key<Partner>?
    public var country: Country?
    public var region: String?
    /// Whose practice it is; often not the partner's.
    public var owner: String?
    public var topic: String?
    public var start: When?
    public var publishedOn: When?
    public var presentedAt: Key<Event>?
    public var resources: [Resource] = []
    public var results: [Measure] = []
    public var award: String?
    /// Countries whose expert groups put it on their shortlist.
    public var shortlistedBy: [Country] = []
    public var addresses: [Address] = []
    /// Another project that it comes from, or is shared with.
    public var sharedWith: Key<RelatedProject>?
    public var description: Prose?
    public var lessons: Prose?
    /// How many practices this record stands for, where a source does not name them. Such a record is never counted.
    public var standsFor: Count?
    /// The organisations whose practice it is, where they are on record.
    public var ownedBy: [Key<Organisation>] = []
    /// Who showed it to the partners.
    public var presenter: Who?
    public var end: When?
    /// The programme's form: what it is in a few words.
    public var summary: Prose?
    /// The programme's form: money and people that it needs.
    public var resourcesInWords: Prose?
    /// The programme's form: results that can be measured.
    public var evidence: Prose?
    /// The programme's form: what others may take over.
    public var transferability: Prose?
    /// What the programme's expert says of it.
    public var opinion: Prose?
    public var review: Review?
    public var checks: [Check] = []
    public var linkChecks: [LinkCheck] = []
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// One step on its way through the programme, also where somebody outside made it and it is recorded on their behalf.
    public struct Check: Codable, Sendable, Equatable {
        public enum What: String, Choice {
            case submitted, webChecked, policyChecked, validated, question, answer, rejected, takenBack
        }
        public var what: What
        public var on: Day
        /// The body whose act it was.
        public var body: String?
        /// The person named in the document.
        public var by: Who?
        public var text: Prose?
        /// The document that shows it.
        public var document: String?
    }

    /// Whether one of its addresses still answered on a day.
    public struct LinkCheck: Codable, Sendable, Equatable {
        public enum Answer: String, Choice { case alive, dead }
        public var address: WebAddress
        public var on: Day
        public var answer: Answer
    }

    /// What the practice takes: money in its own currency, or people.
    public struct Resource: Codable, Sendable, Equatable {
        public var what: String
        public var amount: Money?
        public var isUpperLimit: Bool = false
        /// About as much in euro, where the source says so.
        public var aboutInEuro: Money?
        public var persons: Int?
    }

    public static var knownBy: [String] { ["title"] }
    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption { .text(title) }

    public func findings(in project: Project) -> [Finding] {
        formFindings(in: project) + linkFindings + ownerFindings(in: project)
    }
}

extension GoodPractice {
    /// One that was found validated has its way behind it.
    public var stage: Review { review ?? (status == .validated ? .validated : .notSubmitted) }

    /// Under way: somebody in the programme has it on the desk.
    public var isInReview: Bool { Self.inReview.contains(stage) }
    static let inReview: [Review] = [.submitted, .webChecked, .policyChecked]

    /// The last question that nobody has answered.
    public var openQuestion: Check? {
        guard let last = checks.last(where: { $0.what == .question || $0.what == .answer }), last.what == .question
        else { return nil }
        return last
    }

    private var linkFindings: [Finding] {
        addresses.enumerated().compactMap { index, address in
            guard let check = linkChecks.last(where: { $0.address == address.address }), check.answer == .dead else {
                return nil
            }
            return Finding(
                "linkDied", .warns, field: "addresses.\(index).address",
                facts: [.init("day", .day(check.on)), .init("address", .text(address.address.text))])
        }
    }

    /// The same practice, reported by two partners.
    private func ownerFindings(in project: Project) -> [Finding] {
        let names = [title] + otherNames.map(\.name)
        return project.goodPractices.filter { other in
            other.id != id
                && names.contains { name in
                    name.isSameWord(as: other.title) || other.otherNames.contains { name.isSameWord(as: $0.name) }
                }
        }.map { Finding("samePractice", .warns, field: "title", facts: [.init("record", .record($0.reference))]) }
    }
}

extension GoodPractice {
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.goodPractices.compactMap { practice in
            guard practice.isInReview, let question = practice.openQuestion else { return nil }
            return Need(
                "practiceQuestion", .open, about: practice.reference, day: question.on,
                holder: .partner(practice.partner), by: AnswerAboutPractice.name)
        }
    }
}

extension Project {
    public var goodPractices: Table<GoodPractice> { self[GoodPractice.self] }
}

extension Kind {
    static let ofLearning = [
        Kind(RegionalSwot.self), Kind(GoodPractice.self), Kind(JointSwot.self), Kind(Lesson.self), Kind(Showing.self),
        Kind(Shortlist.self), Kind(Inspiration.self),
    ]
}

extension String {
    /// Whether both are the same in small letters. Most differ within a few bytes, and are not looked at further.
    func isSameWord(as other: String) -> Bool {
        var (one, two) = (utf8.makeIterator(), other.utf8.makeIterator())
        while true {
            let (a, b) = (one.next(), two.next())
            if a == nil, b == nil { return true }
            // Beyond ASCII a letter has several forms, and small letters of other lengths.
            guard a ?? 0 < 128, b ?? 0 < 128 else { return lowercased() == other.lowercased() }
            guard let a, let b else { return false }
            if a != b, String.small(a) != String.small(b) { return false }
        }
    }

    private static func small(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 32 : byte }
}

extension GoodPractice: Countable {
    /// What was rejected or taken back on its way through the programme is in that state, whatever it was called before.
    public func candidate(in project: Project) -> Candidate {
        let shown = presentedAt.flatMap { project.events[$0]?.lastDay }
        let known = [shown, publishedOn?.last].compactMap { $0 }.min()
        let state = [.rejected, .takenBack].contains(stage) ? stage.rawValue : status.rawValue
        var candidate = Candidate(self, state: state, isDone: status != .candidate, day: known)
        candidate.isShared = sharedWith != nil
        candidate.names = { ([title] + otherNames.map(\.name)).map(Candidate.folded) }
        candidate.addresses = addresses.map(\.address)
        return candidate
    }
}
