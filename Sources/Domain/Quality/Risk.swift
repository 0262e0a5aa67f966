/// Something that may go wrong, how likely it is, what it would mean, and what is done about it.
public struct Risk: Stated {
    public static let kind = "risk"
    public static let plural = "risks"
    public static let room = Room.quality
    public static let may = May.duties([.partnerManager])
    public static let governed: Set = ["status", "reviewedOn", "assessments", "closedBecause", "found"]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Risk.self) + AnyVerb.of(ReviewRisk.self, RiskCameTrue.self, CloseRisk.self)
    }

    /// Open; come true, and a problem since; closed, because it cannot happen any more.
    public enum Status: String, Choice { case open, cameTrue, closed }
    public enum Level: String, Choice { case low, medium, high }

    public var id: Key<Risk>
    public var title: String
    public var status: Status
    public var likelihood: Level
    public var impact: Level
    /// The duty that watches it.
    public var holder: Key<Duty>?
    public var partner: Key<Partner>?
    public var activity: Key<Activity>?
    /// What is done so that it does not happen, and what will be done if it does.
    public var answer: Prose?
    /// The day on which it is looked at next.
    public var nextReview: Day?
    public var reviewedOn: Day?
    public var assessments: [Assessment] = []
    public var closedBecause: String?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// How it was seen on a day.
    public struct Assessment: Codable, Sendable, Equatable {
        public var on: Day
        public var likelihood: Level
        public var impact: Level
        public var remark: String?
    }

    /// Who holds it keeps it; else the partner that it is about.
    public func owner(in project: Project) -> Key<Partner>? { holder.flatMap { project.owner(of: $0) } ?? partner }
    public var caption: Caption { .text(title) }
}

extension Risk.Level {
    /// 1 to 3.
    public var weight: Int {
        switch self {
        case .low: 1
        case .medium: 2
        case .high: 3
        }
    }
}

extension Risk {
    /// Likelihood times impact, 1 to 9.
    public var weight: Int { likelihood.weight * impact.weight }

    /// A risk is looked at again after this many days, where no day is given.
    static let reviewDays = 180

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.risks.compactMap { risk in
            guard risk.status == .open else { return nil }
            let holder = project.holder(risk.holder, or: risk.partner)
            if risk.holder == nil, risk.weight >= 6 {
                return Need(
                    "riskWithoutHolder", .open, about: risk.reference, holder: holder, by: ChangeRecord<Risk>.name)
            }
            guard let due = risk.nextReview ?? risk.reviewedOn?.adding(days: reviewDays) else { return nil }
            return Need.due(
                due, on: today, late: "riskReviewLate", next: "riskReviewDue", about: risk.reference, holder: holder,
                by: ReviewRisk.name)
        }
    }
}

extension Project {
    public var risks: Table<Risk> { self[Risk.self] }
}
