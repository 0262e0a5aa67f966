/// A step on the way of a request for change: its name, the states that it starts from, and the one that it leads to.
public protocol RequestStep {
    typealias Way = (name: String, starts: [RequestForChange.Status], to: RequestForChange.Status)
    static var way: Way { get }
}

public enum AgreeOnRequest: RequestStep { public static let way: Way = ("agree-on-request", [.draft], .agreed) }
public enum SendRequest: RequestStep { public static let way: Way = ("send-request", [.agreed], .sent) }
public enum QuestionRequest: RequestStep { public static let way: Way = ("question-request", [.sent], .questions) }
public enum AnswerRequest: RequestStep { public static let way: Way = ("answer-request", [.questions], .sent) }
public enum ApproveRequest: RequestStep { public static let way: Way = ("approve-request", [.sent], .approved) }
public enum RejectRequest: RequestStep {
    public static let way: Way = ("reject-request", [.sent, .questions], .rejected)
}
public enum TakeBackRequest: RequestStep {
    public static let way: Way = ("take-back-request", [.draft, .agreed, .sent, .questions], .withdrawn)
}
/// For what is no extension: that one comes into force with the act that moves the dates.
public enum PutRequestInForce: RequestStep {
    public static let way: Way = ("put-request-in-force", [.approved], .inForce)
}

/// A step of a request for change: when it was taken, by whom, and what was said. Days run forward: a step before the
/// one that it follows is refused.
public struct MoveRequest<Step: RequestStep>: RecordVerb {
    public static var name: String { Step.way.name }

    public var request: Key<RequestForChange>
    public var on: When
    /// The body or person that took the step; an act of the programme is recorded on its behalf.
    public var by: Who?
    public var note: Prose?
    /// The letter, minutes or message that proves it.
    public var provenance: Provenance = Provenance()

    public var subject: Key<RequestForChange> { request }

    public static func hindrance(_ record: RequestForChange, in project: Project) -> Refusal? {
        Step.way.to == .inForce && record.subject == .duration
            ? Refusal("extensionIsOneAct", [.init("record", .record(record.reference))])
            : record.hindrance(from: Step.way.starts)
                ?? (Step.way.to == .inForce ? record.waits(in: project) : nil)
    }

    public func decided(_ record: RequestForChange, in project: Project, _ setting: Setting) throws(Refusal) -> [Change]
    {
        let next = Step.way.to
        if let last = record.steps.last?.on ?? record.sentOn ?? record.agreedOn, on.last < last.first {
            throw .blocked(by: [Finding("beforeLastStep", .blocks, field: "on", facts: [.init("day", .when(last))])])
        }
        if next == .approved || next == .rejected { try project.requireOutside(by ?? record.decidedBy) }
        var request = record.stepped(to: next, on: on, by: by, note: note)
        request.provenance.take(provenance)
        return [.put(request)]
    }
}

extension RequestForChange {
    /// Why a step from these states has no meaning now: its state, those that are needed, and who can bring it there.
    func hindrance(from starts: [Status]) -> Refusal? {
        guard !starts.contains(state) else { return nil }
        return Refusal(
            "requestNotInState",
            [
                .init("record", .record(reference)), .init("state", .word(Status.choiceName, state.rawValue)),
                .init("needed", .words(Status.choiceName, starts.map(\.rawValue))),
                .init("who", .words(Actor.choiceName, starts.prefix(1).map(\.actor.rawValue))),
            ])
    }

    /// Why it is not carried out yet: another one of the same matter has open questions, and its answer may change this one.
    func waits(in project: Project) -> Refusal? {
        let other = project.requestsForChange.first { $0.id != id && $0.subject == subject && $0.state == .questions }
        return other.map {
            Refusal(
                "requestWaits", [.init("record", .record(reference)), .init("other", .record($0.reference))])
        }
    }

    /// The request one step further; its own days follow.
    func stepped(to next: Status, on: When, by: Who?, note: Prose? = nil) -> RequestForChange {
        var request = self
        request.steps.append(Step(status: next, on: on, by: by, note: note))
        request.status = next
        switch next {
        case .agreed: request.agreedOn = on
        case .sent: request.sentOn = request.sentOn ?? on
        case .approved, .rejected:
            request.decidedOn = on
            request.decidedBy = by ?? request.decidedBy
        case .inForce: request.inForceOn = on
        case .draft, .questions, .withdrawn: break
        }
        return request
    }
}

extension Project {
    /// What the programme decides somebody of the programme decided: a body in words, or a person of no partner.
    func requireOutside(_ who: Who?) throws(Refusal) {
        guard let who else { throw .blocked(by: [Finding("missing", .blocks, field: "by")]) }
        guard let person = who.person.flatMap({ persons[$0] }), let partner = person.partner else { return }
        throw .blocked(by: [
            Finding(
                "ofPartner", .blocks, field: "by",
                facts: [.init("record", .record(person.reference)), .init("partner", .record(partner.reference))])
        ])
    }
}

extension RequestForChange.Status {
    /// Who can bring a request there.
    fileprivate var actor: RequestForChange.Actor {
        switch self {
        case .draft, .sent, .withdrawn: .coordinator
        case .agreed: .partners
        case .questions, .approved, .rejected, .inForce: .programme
        }
    }
}

extension Provenance {
    /// What proves a step is kept with what proved the record before.
    mutating func take(_ other: Provenance) {
        sources += other.sources
        proofs += other.proofs
        doubts += other.doubts
        note = note.map { mine in other.note.map { Prose(mine.text + "\n\n" + $0.text) } ?? mine } ?? other.note
    }
}
