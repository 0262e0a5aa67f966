/// The lead partner's report on the whole project for a period, to the joint secretariat.
public struct JointReport: Stated {
    public static let kind = "joint-report"
    public static let plural = "joint-reports"
    public static let room = Room.reports
    public static let governed: Set = ["status", "submittedOn", "approvedOn", "states", "found"]
    public static let decidedByOthers: [(field: String, words: [String])] = [
        ("status", ["inClarification", "approved"]), ("states", ["inClarification", "approved"]), ("approvedOn", []),
    ]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(JointReport.self)
            + AnyVerb.of(
                MoveReport<SubmitReport>.self, MoveReport<QuestionReport>.self, MoveReport<AnswerReport>.self,
                MoveReport<ApproveReport>.self)
    }

    public enum Status: String, Choice { case draft, submitted, inClarification, approved }

    public var id: Key<JointReport>
    public var number: Int
    public var period: Key<ReportingPeriod>?
    public var status: Status
    public var submittedOn: When?
    public var approvedOn: When?
    /// How it stood on days of which somebody says so, beside the state that it is in now.
    public var states: [StateOnDay] = []
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// In which state it was on a day, and who says so.
    public struct StateOnDay: Codable, Sendable, Equatable {
        public var status: Status
        public var on: When
        public var saidBy: Who?
        public var address: WebAddress?
    }

    public var caption: Caption { .numbered(number) }
    public var dated: Day? { submittedOn?.last }

    public func findings(in project: Project) -> [Finding] {
        var found = project.jointReports.filter { $0.id != id && $0.number == number }.map {
            Finding(
                "numberTaken", .blocks, about: $0.reference, field: "number",
                facts: [.init("record", .record($0.reference))])
        }
        // Of one that was approved long ago nobody may know the day any more.
        if status != .draft, submittedOn == nil {
            found.append(
                status == .approved
                    ? Finding("dayNotKnown", .warns, field: "submittedOn")
                    : Finding("missing", .blocks, field: "submittedOn"))
        }
        return found
    }
}

extension JointReport {
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.jointReports.filter { $0.status == .inClarification }.map {
            Need("clarification", .next, about: $0.reference, holder: .coordinator, by: MoveReport<AnswerReport>.name)
        }
    }
}

extension Project {
    public var jointReports: Table<JointReport> { self[JointReport.self] }
}

extension Kind {
    static let ofReports = [Kind(JointReport.self)]
}

extension JointReport: Countable {
    public func candidate(in project: Project) -> Candidate {
        var candidate = Candidate(self, state: status.rawValue, day: submittedOn?.last)
        candidate.isDraft = status == .draft
        candidate.names = { [String(number)] }
        return candidate
    }
}
