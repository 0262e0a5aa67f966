/// How a risk is seen today.
public struct RiskReviewed: Codable, Sendable {
    public var risk: Key<Risk>
    public var likelihood: Risk.Level
    public var impact: Risk.Level
    public var answer: Prose?
    public var remark: String?
    public var nextReview: Day?
}

/// That a risk came true: what happened, since when, and who takes it up.
public struct RiskCameTrue: Codable, Sendable {
    public var risk: Key<Risk>
    public var title: String
    public var since: When
    public var holder: Key<Duty>?
    public var description: Prose?
}

/// Why a risk cannot happen any more.
public struct RiskClosed: Codable, Sendable {
    public var risk: Key<Risk>
    public var closedBecause: String
}

extension AnyVerb {
    public static let reviewRisk = AnyVerb(
        "review-risk", in: .quality, on: "risk", RiskReviewed.self, when: { ($0 as? Risk)?.status == .open }
    ) {
        (project, input, setting) throws(Refusal) in try project.reviewing(input, on: setting.today)
    }

    public static let riskCameTrue = AnyVerb(
        "risk-came-true", in: .quality, on: "risk", RiskCameTrue.self, when: { ($0 as? Risk)?.status == .open }
    ) {
        (project, input, setting) throws(Refusal) in try project.comingTrue(input, on: setting.today)
    }

    public static let closeRisk = AnyVerb(
        "close-risk", in: .quality, on: "risk", RiskClosed.self, when: { ($0 as? Risk)?.status == .open }
    ) {
        (project, input, setting) throws(Refusal) in
        var risk = try project.openRisk(input.risk)
        risk.status = .closed
        risk.closedBecause = input.closedBecause
        return [.put(risk)]
    }
}

extension Project {
    func openRisk(_ key: Key<Risk>) throws(Refusal) -> Risk {
        let risk = try risks.require(key)
        guard risk.status == .open else { throw .notInState(needed: Risk.Status.open, is: risk.status) }
        return risk
    }

    /// The risk as it is seen now. How it was seen before stays in its row of assessments.
    public func reviewing(_ input: RiskReviewed, on today: Day) throws(Refusal) -> [Change] {
        var risk = try openRisk(input.risk)
        risk.likelihood = input.likelihood
        risk.impact = input.impact
        risk.answer = input.answer ?? risk.answer
        risk.reviewedOn = today
        risk.nextReview = input.nextReview
        risk.assessments.append(
            Risk.Assessment(on: today, likelihood: input.likelihood, impact: input.impact, remark: input.remark))
        return [.put(risk)]
    }

    /// The risk has come true and a problem begins, which knows where it comes from.
    public func comingTrue(_ input: RiskCameTrue, on today: Day) throws(Refusal) -> [Change] {
        var risk = try openRisk(input.risk)
        try requirePast(input.since, risk.reference, on: today)
        risk.status = .cameTrue
        return [
            .put(
                Problem(
                    id: problems.next, title: input.title, status: .open, since: input.since, risk: risk.id,
                    activity: risk.activity, partner: risk.partner, holder: input.holder ?? risk.holder,
                    description: input.description)),
            .put(risk),
        ]
    }
}
