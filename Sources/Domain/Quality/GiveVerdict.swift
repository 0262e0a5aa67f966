/// What a reviewer found, criterion by criterion and on the whole. Every criterion that was asked has a verdict of its own; who
/// made the thing gives none. What is not good opens a task for its maker: one for each criterion, or one for the whole.
public struct GiveVerdict: StateVerb {
    public static let name = "give-verdict"
    public static let starts: [QualityReview.Status] = [.asked]

    public var review: Key<QualityReview>
    public var judgedOn: When
    public var criteria: [QualityReview.Criterion] = []
    public var verdict: QualityReview.Verdict
    public var remarks: Prose?
    /// By when the changes are made, where any are asked for.
    public var changesBy: Day?

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
        return [.put(review)] + tasks(of: review, in: project, setting.today)
    }

    private func tasks(of review: QualityReview, in project: Project, _ today: Day) -> [Change] {
        guard review.waitsForMaker else { return [] }
        let wanting = review.criteria.filter { $0.verdict != .good }
        let whole = remarks?.text.split(separator: "\n").first.map(String.init)
        let subject = review.subjects.first.flatMap { project.caption(of: $0)?.text }
        let titles =
            wanting.isEmpty
            ? [[subject, whole].compactMap { $0 }.joined(separator: ": ")]
            : wanting.map { [$0.criterion, $0.remark].compactMap { $0 }.joined(separator: ": ") }
        // Who has left does nothing any more: whoever coordinates finds somebody.
        let maker = review.makingPartner(in: project).flatMap { project.hasLeft($0, by: today) ? nil : $0 }
        return titles.enumerated().map { index, title in
            .put(
                FollowUp(
                    id: Key(project.followUps.next.number + index), title: title, status: .open, review: review.id,
                    partner: maker, person: review.maker, due: changesBy))
        }
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
        // What its verdict opened is done with it.
        let tasks = project.followUps.filter { $0.review == review.id && $0.status == .open }.map { task -> Change in
            var task = task
            task.status = .done
            task.doneOn = min(settledOn.last, setting.today)
            task.outcome = outcome
            return .put(task)
        }
        return [.put(review)] + tasks
    }
}
