/// How a risk is seen today. How it was seen before stays in its row of assessments.
public struct ReviewRisk: StateVerb {
    public static let name = "review-risk"
    public static let starts: [Risk.Status] = [.open]

    public var risk: Key<Risk>
    public var likelihood: Risk.Level
    public var impact: Risk.Level
    public var answer: Prose?
    public var remark: String?
    public var nextReview: Day?

    public var subject: Key<Risk> { risk }

    public func decided(_ record: Risk, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var risk = record
        risk.likelihood = likelihood
        risk.impact = impact
        risk.answer = answer ?? risk.answer
        risk.reviewedOn = setting.today
        risk.nextReview = nextReview
        risk.assessments.append(.init(on: setting.today, likelihood: likelihood, impact: impact, remark: remark))
        return [.put(risk)]
    }
}

/// A risk came true: what happened, since when, and who takes it up. A problem begins, which knows where it comes from.
public struct RiskCameTrue: StateVerb {
    public static let name = "risk-came-true"
    public static let starts: [Risk.Status] = [.open]

    public var risk: Key<Risk>
    public var title: String
    public var since: When
    public var holder: Key<Duty>?
    public var description: Prose?

    public var subject: Key<Risk> { risk }

    public func decided(_ record: Risk, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(since, record.reference, on: setting.today)
        var risk = record
        risk.status = .cameTrue
        let problem = Problem(
            id: project.problems.next, title: title, status: .open, since: since, risk: risk.id,
            activity: risk.activity, partner: risk.partner, holder: holder ?? risk.holder, description: description)
        return [.put(problem), .put(risk)]
    }
}

/// Why a risk cannot happen any more.
public struct CloseRisk: StateVerb {
    public static let name = "close-risk"
    public static let starts: [Risk.Status] = [.open]

    public var risk: Key<Risk>
    public var closedBecause: String

    public var subject: Key<Risk> { risk }

    public func decided(_ record: Risk, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var risk = record
        risk.status = .closed
        risk.closedBecause = closedBecause
        return [.put(risk)]
    }
}
