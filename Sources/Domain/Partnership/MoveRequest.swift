/// A step of a request for change: when it was taken, by whom, and what was said.
public struct RequestMoved: Codable, Sendable {
    public var request: Key<RequestForChange>
    public var on: When
    /// The body or person that took the step; an act of the programme is recorded on its behalf.
    public var by: Who?
    public var note: Prose?
    /// The letter, minutes or message that proves it.
    public var provenance: Provenance = Provenance()
}

extension AnyVerb {
    public static let agreeOnRequest = step("agree-on-request", to: .agreed, from: [.draft], who: [.coordinator])
    public static let sendRequest = step("send-request", to: .sent, from: [.agreed], who: [.partners])
    public static let questionRequest = step("question-request", to: .questions, from: [.sent], who: [.coordinator])
    public static let answerRequest = step("answer-request", to: .sent, from: [.questions], who: [.programme])
    public static let approveRequest = step(
        "approve-request", to: .approved, from: [.sent], who: [.coordinator])
    public static let rejectRequest = step(
        "reject-request", to: .rejected, from: [.sent, .questions], who: [.coordinator])
    public static let takeBackRequest = step(
        "take-back-request", to: .withdrawn, from: [.draft, .agreed, .sent, .questions], who: [.coordinator])
    /// For what is no extension: that one comes into force with the act that moves the dates.
    public static let putRequestInForce = step(
        "put-request-in-force", to: .inForce, from: [.approved], who: [.programme],
        unless: { $0.subject == .duration })

    /// A step from one of some states into another; in any other state it is refused, with who can bring the request there.
    private static func step(
        _ name: String, to next: RequestForChange.Status, from states: [RequestForChange.Status],
        who: [RequestForChange.Actor], unless isOther: @escaping @Sendable (RequestForChange) -> Bool = { _ in false }
    ) -> AnyVerb {
        AnyVerb(
            name, in: .partnership, on: RequestForChange.kind, RequestMoved.self,
            when: { record in
                (record as? RequestForChange).map { states.contains($0.state) && !isOther($0) } ?? false
            }
        ) { (project, input, setting) throws(Refusal) in
            let request = try project.requestsForChange.require(input.request)
            if isOther(request) { throw Refusal("extensionIsOneAct", [.init("record", .record(request.reference))]) }
            try request.require(states, who: who)
            return [.put(try project.moving(request, to: next, input))]
        }
    }
}

extension RequestForChange {
    /// Refused with its state, the states in which it would be possible, and who can bring it there.
    func require(_ states: [Status], who: [Actor]) throws(Refusal) {
        guard states.contains(state) else {
            throw Refusal(
                "requestNotInState",
                [
                    .init("record", .record(reference)), .init("state", .word(Status.choiceName, state.rawValue)),
                    .init("needed", .words(Status.choiceName, states.map(\.rawValue))),
                    .init("who", .words(Actor.choiceName, who.map(\.rawValue))),
                ])
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
    /// Days run forward: a step before the one that it follows is refused.
    func moving(
        _ request: RequestForChange, to next: RequestForChange.Status, _ input: RequestMoved
    ) throws(Refusal) -> RequestForChange {
        if let last = request.steps.last?.on ?? request.sentOn ?? request.agreedOn, input.on.last < last.first {
            throw .blocked(by: [
                Finding(
                    "beforeLastStep", .blocks, field: "on",
                    facts: [.init("day", .when(last))])
            ])
        }
        if next == .approved || next == .rejected, (input.by ?? request.decidedBy) == nil {
            throw .blocked(by: [Finding("missing", .blocks, field: "by")])
        }
        var moved = request.stepped(to: next, on: input.on, by: input.by, note: input.note)
        moved.provenance.take(input.provenance)
        return moved
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
