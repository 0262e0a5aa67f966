/// A proposal goes to all partners for a written decision.
public struct DecisionSent: Codable, Sendable {
    public var decision: Key<Decision>
    public var deadline: Day
    public var silenceIsYes: Bool
    public var majority: Decision.Majority?
}

/// What a partner answered.
public struct DecisionVote: Codable, Sendable {
    public var decision: Key<Decision>
    public var partner: Key<Partner>
    public var answer: Decision.Vote.Answer
    public var on: Day?
    public var note: String?
}

/// A meeting decided on it.
public struct DecidedAtMeeting: Codable, Sendable {
    public enum Outcome: String, Choice { case adopted, rejected }
    public var decision: Key<Decision>
    public var event: Key<Event>
    public var outcome: Outcome
    public var votes: [Decision.Vote]
    public var result: Prose?
}

/// The deadline has passed, or everybody has answered.
public struct DecisionConcluded: Codable, Sendable {
    public var decision: Key<Decision>
    public var result: Prose?
}

public struct DecisionTakenBack: Codable, Sendable {
    public var decision: Key<Decision>
    public var reason: String
}

extension AnyVerb {
    public static let sendDecision = AnyVerb(
        "send-decision", in: .events, on: "decision", DecisionSent.self,
        when: { ($0 as? Decision)?.status == .proposed }
    ) {
        (project, input, setting) throws(Refusal) in try project.sending(input, on: setting.today)
    }
    public static let voteOnDecision = AnyVerb(
        "vote-on-decision", in: .events, on: "decision", DecisionVote.self,
        when: { ($0 as? Decision)?.status == .sent }
    ) {
        (project, input, setting) throws(Refusal) in try project.voting(input, setting)
    }
    public static let decideAtMeeting = AnyVerb(
        "decide-at-meeting", in: .events, on: "decision", DecidedAtMeeting.self,
        when: { ($0 as? Decision)?.status == .proposed }
    ) {
        (project, input, setting) throws(Refusal) in try project.deciding(input, on: setting.today)
    }
    public static let concludeDecision = AnyVerb(
        "conclude-decision", in: .events, on: "decision", DecisionConcluded.self,
        when: { ($0 as? Decision)?.status == .sent }
    ) {
        (project, input, setting) throws(Refusal) in try project.concluding(input, on: setting.today)
    }
    public static let takeBackDecision = AnyVerb(
        "take-back-decision", in: .events, on: "decision", DecisionTakenBack.self,
        when: { ($0 as? Decision).map { $0.status == .proposed || $0.status == .sent } ?? false }
    ) {
        (project, input, setting) throws(Refusal) in
        var decision = try project.decisions.require(input.decision)
        guard decision.status == .proposed || decision.status == .sent else {
            throw .notInState(needed: Decision.Status.proposed, is: decision.status)
        }
        decision.status = .takenBack
        decision.result = Prose(input.reason)
        return [.put(decision)]
    }
}

extension Decision {
    fileprivate func require(_ needed: Status) throws(Refusal) {
        guard status == needed else { throw .notInState(needed: needed, is: status) }
    }
}

extension Project {
    /// Sent to everybody today; votes count until the end of the deadline.
    public func sending(_ input: DecisionSent, on today: Day) throws(Refusal) -> [Change] {
        var decision = try decisions.require(input.decision)
        try decision.require(.proposed)
        guard input.deadline > today else {
            throw .blocked(by: [
                Finding("deadlineBehind", .blocks, field: "deadline", facts: [.init("today", .day(today))])
            ])
        }
        decision.status = .sent
        decision.procedure = .written
        decision.sentOn = today
        decision.deadline = input.deadline
        decision.silenceIsYes = input.silenceIsYes
        decision.majority = input.majority ?? decision.majority
        return [.put(decision)]
    }

    /// A later answer of the same partner takes the place of the earlier one, until the deadline.
    /// A partner's people record their own partner's answer, the lead partner's everybody's.
    public func voting(_ input: DecisionVote, _ setting: Setting) throws(Refusal) -> [Change] {
        var decision = try decisions.require(input.decision)
        try decision.require(.sent)
        if let person = setting.person {
            let held = duties(of: person, on: setting.today)
            guard held.contains(where: { $0.sort.isOfLeadPartner || $0.partner == input.partner }) else {
                throw Refusal("otherPartnersVote", [.init("record", .record(input.partner.reference))])
            }
        }
        let on = input.on ?? setting.today
        if let deadline = decision.deadline, on > deadline {
            throw Refusal("votedTooLate", [.init("record", .record(decision.reference)), .init("day", .day(deadline))])
        }
        let vote = Decision.Vote(partner: input.partner, answer: input.answer, on: on, note: input.note)
        if let index = decision.votes.firstIndex(where: { $0.partner == input.partner }) {
            guard decision.votes[index].answer != vote.answer || vote.note != nil else {
                throw Refusal("nothingChanged", [.init("record", .record(decision.reference))])
            }
            decision.votes[index] = vote
        } else {
            decision.votes.append(vote)
        }
        return [.put(decision)]
    }

    /// What a meeting decided; the meeting must have begun.
    public func deciding(_ input: DecidedAtMeeting, on today: Day) throws(Refusal) -> [Change] {
        var decision = try decisions.require(input.decision)
        try decision.require(.proposed)
        let event = try events.require(input.event)
        guard let start = event.start, start.first <= today else {
            throw Refusal(
                "notYet", [.init("record", .record(event.reference)), .init("day", .when(event.start ?? .day(today)))])
        }
        decision.procedure = .meeting
        decision.status = input.outcome == .adopted ? .adopted : .rejected
        decision.event = event.id
        decision.decidedOn = event.end ?? start
        decision.votes = input.votes
        decision.result = input.result ?? decision.result
        let blocking = decision.findings(in: self).filter { $0.blocks || $0.code == "votedTwice" }
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(decision)]
    }

    /// Adopted or rejected by the votes. Before the deadline only when nobody is silent any more.
    public func concluding(_ input: DecisionConcluded, on today: Day) throws(Refusal) -> [Change] {
        var decision = try decisions.require(input.decision)
        try decision.require(.sent)
        let tally = tally(of: decision)
        if let deadline = decision.deadline, today <= deadline, !tally.silent.isEmpty {
            throw Refusal(
                "votesRunning",
                [
                    .init("record", .record(decision.reference)), .init("day", .day(deadline)),
                    .init("others", .records(tally.silent.map(\.reference))),
                ])
        }
        decision.status = tally.adopted ? .adopted : .rejected
        decision.decidedOn = .day(min(today, decision.deadline ?? today))
        decision.result = input.result ?? decision.result
        return [.put(decision)]
    }
}
