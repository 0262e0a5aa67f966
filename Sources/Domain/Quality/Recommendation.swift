/// What an evaluation or a review asks the project to do, and what came of it.
public struct Recommendation: Stated {
    public static let kind = "recommendation"
    public static let plural = "recommendations"
    public static let room = Room.quality
    public static let may = May.duties([.partnerManager])
    public static let governed: Set = ["status", "settledOn", "outcome", "found"]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Recommendation.self) + AnyVerb.of(FollowRecommendation.self)
    }

    public enum Status: String, Choice { case open, inWork, followed, notFollowed }

    public var id: Key<Recommendation>
    public var title: String
    public var status: Status
    public var evaluation: Key<Evaluation>?
    public var review: Key<QualityReview>?
    /// The duty that sees to it.
    public var holder: Key<Duty>?
    public var due: Day?
    public var settledOn: When?
    /// What was done, or why it was not.
    public var outcome: Prose?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { holder.flatMap { project.owner(of: $0) } }
    public var caption: Caption { .text(title) }
}

extension Recommendation {
    public var isOpen: Bool { status == .open || status == .inWork }

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        let dated = dues.compactMap {
            $0.need("recommendationLate", "recommendationDue", on: today, by: FollowRecommendation.name)
        }
        return dated
            + project.recommendations.filter { $0.isOpen && $0.due == nil }.map {
                Need(
                    "recommendationOpen", .open, about: $0.reference, holder: project.holder($0.holder),
                    by: FollowRecommendation.name)
            }
    }
}

/// How far a recommendation is followed. Followed or not followed are ends, with what was done or why not; until then it has a
/// holder.
public struct FollowRecommendation: StateVerb {
    public static let name = "follow-recommendation"
    public static let starts: [Recommendation.Status] = [.open, .inWork]

    public var recommendation: Key<Recommendation>
    public var status: Recommendation.Status
    public var holder: Key<Duty>?
    public var due: Day?
    public var settledOn: When?
    public var outcome: Prose?

    public var subject: Key<Recommendation> { recommendation }

    public func decided(_ record: Recommendation, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var item = record
        item.status = status
        item.holder = holder ?? item.holder
        item.due = due ?? item.due
        item.outcome = outcome ?? item.outcome
        if item.isOpen {
            guard item.status == .open || item.holder != nil else {
                throw .blocked(by: [Finding("missing", .blocks, field: "holder")])
            }
        } else {
            guard item.outcome != nil else { throw .blocked(by: [Finding("missing", .blocks, field: "outcome")]) }
            let settled = settledOn ?? .day(setting.today)
            try project.requirePast(settled, item.reference, on: setting.today)
            item.settledOn = settled
        }
        return [.put(item)]
    }
}

extension Project {
    public var recommendations: Table<Recommendation> { self[Recommendation.self] }
}
