/// A look at something that was made, by somebody else than its maker: criteria, a verdict on each, and on the whole.
public struct QualityReview: Stated {
    public static let kind = "quality-review"
    public static let plural = "quality-reviews"
    public static let room = Room.quality
    public static let may = May.duties([.partnerManager])
    public static let governed: Set = ["status", "judgedOn", "verdict", "remarks", "settledOn", "outcome", "found"]
    public static let decidedByOthers: [(field: String, words: [String])] = [("verdict", []), ("judgedOn", [])]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(QualityReview.self) + AnyVerb.of(GiveVerdict.self, AnswerReview.self)
    }

    /// Asked for; judged, and waiting for changes or not; every change made.
    public enum Status: String, Choice { case asked, judged, settled }
    public enum Verdict: String, Choice { case good, withChanges, notGood }

    public var id: Key<QualityReview>
    public var status: Status
    /// What is looked at: one of these.
    public var deliverable: Key<Deliverable>?
    public var output: Key<JointOutput>?
    public var practice: Key<GoodPractice>?
    public var plan: Key<ActionPlan>?
    public var reviewer: Key<Person>
    /// Who made it, where it is known.
    public var maker: Key<Person>?
    public var due: Day?
    public var criteria: [Criterion] = []
    public var judgedOn: When?
    public var verdict: Verdict?
    public var remarks: Prose?
    /// What was done about the remarks.
    public var outcome: Prose?
    public var settledOn: When?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// What is asked of it, and what was found.
    public struct Criterion: Codable, Sendable, Equatable {
        public var criterion: String
        public var verdict: Verdict?
        public var remark: String?
    }

    public func owners(in project: Project) -> [Key<Partner>] {
        project.owners([
            project.owner(of: reviewer), maker.flatMap { project.owner(of: $0) },
            deliverable.flatMap { project.owner(of: $0) }, practice.flatMap { project.owner(of: $0) },
            plan.flatMap { project.owner(of: $0) },
        ])
    }
    public var caption: Caption { .numbered(id.number) }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if subjects.count != 1 {
            found.append(Finding(subjects.isEmpty ? "reviewsNothing" : "reviewsSeveral", .blocks, field: "deliverable"))
        }
        if makers(in: project).contains(reviewer) {
            found.append(
                Finding(
                    "reviewsOwnWork", .blocks, field: "reviewer",
                    facts: [.init("person", .record(reviewer.reference))]))
        } else if let own = project.persons[reviewer]?.partner, own == makingPartner(in: project) {
            found.append(
                Finding(
                    "reviewsOwnPartner", .warns, field: "reviewer",
                    facts: [.init("partner", .record(own.reference))]))
        }
        return found
    }
}

extension QualityReview {
    /// What is looked at; one when the record is right.
    public var subjects: [Reference] {
        [deliverable?.reference, output?.reference, practice?.reference, plan?.reference].compactMap { $0 }
    }

    /// Judged with changes that nobody has made yet.
    public var waitsForMaker: Bool { status == .judged && verdict != .good }

    /// The persons who made it, as far as the records say.
    func makers(in project: Project) -> [Key<Person>] {
        let made = deliverable.flatMap { project.deliverables[$0] }
        let holders = [made?.holder, made.flatMap { project.activities[$0.activity]?.holder }]
        return [maker].compactMap { $0 } + holders.compactMap { $0.flatMap { project.duties[$0]?.person } }
    }

    func makingPartner(in project: Project) -> Key<Partner>? {
        if let deliverable { return project.deliverables[deliverable]?.maker(in: project) }
        if let practice { return project.goodPractices[practice]?.partner }
        return plan.flatMap { project.actionPlans[$0]?.partner }
    }

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        let dated = dues.compactMap {
            $0.need("reviewLate", "reviewDue", on: today, by: GiveVerdict.name)
        }
        return dated
            + project.qualityReviews.compactMap { review in
                switch review.status {
                case .asked where review.due == nil:
                    Need(
                        "reviewOpen", .open, about: review.reference, holder: project.holder(person: review.reviewer),
                        by: GiveVerdict.name)
                case .judged where review.waitsForMaker:
                    Need(
                        "reviewUnanswered", .open, about: review.reference,
                        holder: .partner(review.makingPartner(in: project)), by: AnswerReview.name)
                case .asked, .judged, .settled: nil
                }
            }
    }
}

extension Project {
    public var qualityReviews: Table<QualityReview> { self[QualityReview.self] }
}
