/// A judgement on the project by somebody else: the mid-term review, an evaluation by the joint secretariat.
public struct Evaluation: Stated {
    public static let kind = "evaluation"
    public static let plural = "evaluations"
    public static let room = Room.quality
    public static let governed: Set = ["status", "found"]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Evaluation.self) + AnyVerb.of(AnswerReviewQuestion.self, CarryOutEvaluation.self)
    }

    public enum Status: String, Choice { case announced, done }
    public enum Sort: String, Choice { case midTermReview, finalReview, external, other }

    public var id: Key<Evaluation>
    public var title: String
    public var status: Status
    public var sort: Sort?
    public var by: Who?
    public var on: When?
    /// The event at which it took place; both are one thing.
    public var event: Key<Event>?
    public var outcome: Prose?
    /// What is asked before it or at it, and what was answered.
    public var questions: [Question] = []
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public struct Question: Codable, Sendable, Equatable {
        public var question: String
        /// The duty that answers it.
        public var holder: Key<Duty>?
        public var answer: Prose?
        public var answeredOn: Day?
    }

    public var span: (from: When?, to: When?) { (on, nil) }
    public var caption: Caption { .text(title) }
    public var dated: Day? { on?.last }
}

extension Evaluation {
    /// Questions that nobody has answered.
    public var openQuestions: [Question] { questions.filter { $0.answer == nil } }

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.evaluations.compactMap { evaluation in
            let open = evaluation.openQuestions
            if !open.isEmpty {
                return Need(
                    "questionsOpen", .next, about: evaluation.reference, day: nil,
                    facts: [.init("count", .whole(open.count))],
                    holder: open.count == 1 && open[0].holder != nil ? project.holder(open[0].holder) : .coordinator,
                    by: AnswerReviewQuestion.name)
            }
            guard evaluation.status == .announced, let day = evaluation.on?.last else { return nil }
            return Need.due(
                day, on: today, late: "evaluationUnaccounted", next: "evaluationComes", about: evaluation.reference,
                holder: .coordinator, by: CarryOutEvaluation.name)
        }
    }
}

extension Project {
    public var evaluations: Table<Evaluation> { self[Evaluation.self] }
}

extension Kind {
    static let ofQuality = [
        Kind(Evaluation.self), Kind(Contradiction.self), Kind(Risk.self), Kind(Problem.self), Kind(QualityReview.self),
        Kind(Recommendation.self),
    ]
}

extension Evaluation: Countable {
    /// One that took place at an event is one thing, on the day of the event.
    public func candidate(in project: Project) -> Candidate {
        let day = on?.last ?? event.flatMap { project.events[$0]?.lastDay }
        var candidate = Candidate(self, state: status.rawValue, day: day)
        candidate.isDraft = status == .announced
        candidate.names = { [Candidate.folded(title) + " " + (on?.plain ?? "")] }
        candidate.hasOutcome = { outcome != nil }
        return candidate
    }
}
