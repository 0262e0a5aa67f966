/// A change of the approved project that was asked of the programme, with every step of its way and who took it.
public struct RequestForChange: Record {
    public static let kind = "request-for-change"
    public static let plural = "requests-for-change"
    public static let room = Room.partnership
    public static let governed: Set = [
        "status", "steps", "agreedOn", "sentOn", "decidedOn", "decidedBy", "inForceOn", "found",
    ]
    public static let decidedByOthers: [(field: String, words: [String])] = [
        ("status", ["questions", "approved", "rejected", "inForce"]),
        ("steps", ["questions", "approved", "rejected", "inForce"]), ("decidedOn", []), ("decidedBy", []),
    ]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(RequestForChange.self)
            + AnyVerb.of(
                MoveRequest<AgreeOnRequest>.self, MoveRequest<SendRequest>.self, MoveRequest<QuestionRequest>.self,
                MoveRequest<AnswerRequest>.self, MoveRequest<ApproveRequest>.self, MoveRequest<RejectRequest>.self,
                MoveRequest<TakeBackRequest>.self, MoveRequest<PutRequestInForce>.self, ExtendProject.self)
    }

    public enum Subject: String, Choice { case duration, partnership, activities, budget }
    public enum Status: String, Choice {
        case draft, agreed, sent, questions, approved, rejected, withdrawn, inForce
    }
    /// Who can bring a request further.
    public enum Actor: String, Choice { case coordinator, partners, programme }

    public var id: Key<RequestForChange>
    public var title: String
    public var subject: Subject
    /// Without it, the state follows from the days that are known.
    public var status: Status?
    public var requestedBy: Who?
    /// When the partners agreed among themselves.
    public var agreedOn: When?
    public var sentOn: When?
    public var decidedBy: Who?
    public var decidedOn: When?
    /// From when the change counts.
    public var inForceOn: When?
    public var oldEnd: Day?
    public var newEnd: Day?
    public var reason: Prose?
    /// The meeting at which the partners agreed.
    public var meeting: Key<Event>?
    /// Every step of its way, the first one first.
    public var steps: [Step] = []
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// A step: when, into which state, by whom.
    public struct Step: Codable, Sendable, Equatable {
        public var status: Status
        public var on: When?
        public var by: Who?
        public var note: Prose?
    }

    public var caption: Caption { .text(title) }
    public var dated: Day? { (agreedOn ?? decidedOn)?.last }

    /// As recorded; of a record without a state, what its days say.
    public var state: Status {
        status ?? (decidedOn != nil ? .approved : sentOn != nil ? .sent : agreedOn != nil ? .agreed : .draft)
    }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if let oldEnd, let newEnd, newEnd <= oldEnd {
            found.append(
                Finding(
                    "newEndNotLater", .warns, field: "newEnd",
                    facts: [.init("old", .day(oldEnd)), .init("new", .day(newEnd))]))
        }
        if state == .sent || state == .questions, let open = project.jointReports.first(where: \.isBeingChecked),
            let rule = project.rulePack?.value(
                ParameterName("changes.blockedWhileReportOpen"),
                on: sentOn?.first ?? project.identification?.start ?? open.day),
            case .flag(true)? = rule.value
        {
            found.append(
                Finding(
                    "reportBeingChecked", .warns, about: open.reference, field: "status",
                    facts: [.init("record", .record(open.reference))], source: rule.source.text))
        }
        return found
    }
}

extension JointReport {
    fileprivate var isBeingChecked: Bool { status == .submitted || status == .inClarification }
    fileprivate var day: Day { submittedOn?.first ?? Day(count: 0) }
}

extension RequestForChange {
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.requestsForChange.compactMap { request in
            func need(_ code: String, _ urgency: Need.Urgency) -> Need {
                Need(code, urgency, about: request.reference, holder: .coordinator)
            }
            return switch request.status {
            case .draft: need("requestDraft", .open)
            case .agreed: need("requestUnsent", .next)
            case .questions: need("requestQuestions", .next)
            case .approved: need("requestNotInForce", .next)
            case .sent, .rejected, .withdrawn, .inForce, nil: nil
            }
        }
    }
}

extension Project {
    public var requestsForChange: Table<RequestForChange> { self[RequestForChange.self] }
}
