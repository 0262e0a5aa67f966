/// What a reviewer found, criterion by criterion and on the whole. Every criterion that was asked has a verdict of its own; who
/// made the thing gives none.
public struct GiveVerdict: StateVerb {
    public static let name = "give-verdict"
    public static let starts: [QualityReview.Status] = [.asked]

    public var review: Key<QualityReview>
    public var judgedOn: When
    public var criteria: [QualityReview.Criterion] = []
    public var verdict: QualityReview.Verdict
    public var remarks: Prose?

    public var subject: Key<QualityReview> { review }

    public func decided(_ record: QualityReview, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(judgedOn, record.reference, on: setting.today)
        if let person = setting.person, record.makers(in: project).contains(person) {
            throw Refusal("ownWork", [.init("person", .record(person.reference))])
        }
        var review = record
        let asked = record.criteria.map(\.criterion)
        review.criteria = asked.map { criterion in
            criteria.first { $0.criterion == criterion } ?? QualityReview.Criterion(criterion: criterion)
        }
        review.criteria += criteria.filter { !asked.contains($0.criterion) }
        let missing = review.criteria.filter { $0.verdict == nil }.map(\.criterion)
        guard missing.isEmpty else {
            throw .blocked(by: [
                Finding(
                    "verdictMissing", .blocks, field: "criteria",
                    facts: [.init("criteria", .text(missing.joined(separator: ", ")))])
            ])
        }
        if verdict == .good, review.criteria.contains(where: { $0.verdict == .notGood }) {
            throw .blocked(by: [Finding("verdictContradicts", .blocks, field: "verdict")])
        }
        review.status = .judged
        review.judgedOn = judgedOn
        review.verdict = verdict
        review.remarks = remarks
        let blocking = review.findings(in: project).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(review)]
    }
}

/// What was done about the remarks of a review. Refused where nobody waits for it.
public struct AnswerReview: RecordVerb {
    public static let name = "answer-review"

    public var review: Key<QualityReview>
    public var settledOn: When
    public var outcome: Prose

    public var subject: Key<QualityReview> { review }

    public static func hindrance(_ record: QualityReview, in project: Project) -> Refusal? {
        record.waitsForMaker ? nil : .notInState(needed: [.judged], is: record.status)
    }

    public func decided(_ record: QualityReview, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(settledOn, record.reference, on: setting.today)
        var review = record
        review.status = .settled
        review.settledOn = settledOn
        review.outcome = outcome
        return [.put(review)]
    }
}
