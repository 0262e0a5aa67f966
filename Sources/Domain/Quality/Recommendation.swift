/// What an evaluation or a review asks the project to do, and what came of it.
public struct Recommendation: Record {
    public static let kind = "recommendation"
    public static let plural = "recommendations"
    public static let room = Room.quality
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(Recommendation.self) + [.followRecommendation] }

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
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(title) }
}

extension Recommendation {
    public var isOpen: Bool { status == .open || status == .inWork }

    public static func needs(in project: Project, on today: Day, of partner: Key<Partner>?) -> [Need] {
        project.recommendations.compactMap { item in
            let own = item.holder.flatMap { project.duties[$0]?.partner }
            guard item.isOpen, partner == nil || own == partner else { return nil }
            guard let due = item.due else { return Need("recommendationOpen", .open, about: item.reference) }
            return Need.due(
                due, on: today, late: "recommendationLate", next: "recommendationDue", about: item.reference)
        }
    }
}

/// How far a recommendation is followed.
public struct RecommendationFollowed: Codable, Sendable {
    public var recommendation: Key<Recommendation>
    public var status: Recommendation.Status
    public var holder: Key<Duty>?
    public var due: Day?
    public var settledOn: When?
    public var outcome: Prose?
}

extension AnyVerb {
    public static let followRecommendation = AnyVerb(
        "follow-recommendation", in: .quality, on: "recommendation", RecommendationFollowed.self,
        when: { ($0 as? Recommendation)?.isOpen == true }
    ) {
        (project, input, setting) throws(Refusal) in try project.following(input, on: setting.today)
    }
}

extension Project {
    /// Followed or not followed are ends, with what was done or why not; until then it has a holder.
    public func following(_ input: RecommendationFollowed, on today: Day) throws(Refusal) -> [Change] {
        var item = try recommendations.require(input.recommendation)
        guard item.isOpen else { throw .notInState(needed: Recommendation.Status.open, is: item.status) }
        item.status = input.status
        item.holder = input.holder ?? item.holder
        item.due = input.due ?? item.due
        item.outcome = input.outcome ?? item.outcome
        if item.isOpen {
            guard item.status == .open || item.holder != nil else {
                throw .blocked(by: [Finding("missing", .blocks, field: "holder")])
            }
        } else {
            guard item.outcome != nil else { throw .blocked(by: [Finding("missing", .blocks, field: "outcome")]) }
            let settled = input.settledOn ?? .day(today)
            try requirePast(settled, item.reference, on: today)
            item.settledOn = settled
        }
        return [.put(item)]
    }
}

extension Project {
    public var recommendations: Table<Recommendation> { self[Recommendation.self] }
}
