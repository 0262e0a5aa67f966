/// What a reviewer found, criterion by criterion and on the whole.
public struct VerdictGiven: Codable, Sendable {
    public var review: Key<QualityReview>
    public var judgedOn: When
    public var criteria: [QualityReview.Criterion] = []
    public var verdict: QualityReview.Verdict
    public var remarks: Prose?
}

/// What was done about the remarks of a review.
public struct ReviewAnswered: Codable, Sendable {
    public var review: Key<QualityReview>
    public var settledOn: When
    public var outcome: Prose
}

extension AnyVerb {
    public static let giveVerdict = AnyVerb(
        "give-verdict", in: .quality, on: "quality-review", VerdictGiven.self,
        when: { ($0 as? QualityReview)?.status == .asked }
    ) {
        (project, input, setting) throws(Refusal) in try project.judging(input, by: setting.person, on: setting.today)
    }

    public static let answerReview = AnyVerb(
        "answer-review", in: .quality, on: "quality-review", ReviewAnswered.self,
        when: { ($0 as? QualityReview)?.waitsForMaker == true }
    ) {
        (project, input, setting) throws(Refusal) in
        var review = try project.qualityReviews.require(input.review)
        guard review.waitsForMaker else {
            throw .notInState(needed: QualityReview.Status.judged, is: review.status)
        }
        try project.requirePast(input.settledOn, review.reference, on: setting.today)
        review.status = .settled
        review.settledOn = input.settledOn
        review.outcome = input.outcome
        return [.put(review)]
    }
}

extension Project {
    /// The verdict. Every criterion that was asked has one of its own; who made the thing gives none.
    public func judging(_ input: VerdictGiven, by person: Key<Person>?, on today: Day) throws(Refusal) -> [Change] {
        var review = try qualityReviews.require(input.review)
        guard review.status == .asked else {
            throw .notInState(needed: QualityReview.Status.asked, is: review.status)
        }
        try requirePast(input.judgedOn, review.reference, on: today)
        if let person, review.makers(in: self).contains(person) {
            throw Refusal("ownWork", [.init("person", .record(person.reference))])
        }
        let asked = review.criteria.map(\.criterion)
        review.criteria = asked.map { criterion in
            input.criteria.first { $0.criterion == criterion } ?? QualityReview.Criterion(criterion: criterion)
        }
        review.criteria += input.criteria.filter { !asked.contains($0.criterion) }
        let missing = review.criteria.filter { $0.verdict == nil }.map(\.criterion)
        guard missing.isEmpty else {
            throw .blocked(by: [
                Finding(
                    "verdictMissing", .blocks, field: "criteria",
                    facts: [.init("criteria", .text(missing.joined(separator: ", ")))])
            ])
        }
        if input.verdict == .good, review.criteria.contains(where: { $0.verdict == .notGood }) {
            throw .blocked(by: [Finding("verdictContradicts", .blocks, field: "verdict")])
        }
        review.status = .judged
        review.judgedOn = input.judgedOn
        review.verdict = input.verdict
        review.remarks = input.remarks
        let blocking = review.findings(in: self).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(review)]
    }
}
