/// A proposal goes to all partners for a written decision: sent today, and votes count until the end of the deadline.
public struct SendDecision: StateVerb {
    public static let name = "send-decision"
    public static let starts: [Decision.Status] = [.proposed]

    public var decision: Key<Decision>
    public var deadline: Day
    public var silenceIsYes: Bool
    public var majority: Decision.Majority?

    public var subject: Key<Decision> { decision }

    public func decided(_ record: Decision, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var decision = record
        guard deadline > setting.today else {
            throw .blocked(by: [
                Finding("deadlineBehind", .blocks, field: "deadline", facts: [.init("today", .day(setting.today))])
            ])
        }
        decision.status = .sent
        decision.procedure = .written
        decision.sentOn = setting.today
        decision.deadline = deadline
        decision.silenceIsYes = silenceIsYes
        decision.majority = majority ?? decision.majority
        return [.put(decision)]
    }
}

/// What a partner answered. A later answer of the same partner takes the place of the earlier one, until the deadline.
/// A partner's people record their own partner's answer, the lead partner's everybody's.
public struct VoteOnDecision: StateVerb {
    public static let name = "vote-on-decision"
    public static let may = May.duties(Room.events.may)
    public static let starts: [Decision.Status] = [.sent]

    public var decision: Key<Decision>
    public var partner: Key<Partner>
    public var answer: Decision.Vote.Answer
    public var on: Day?
    public var note: String?

    public var subject: Key<Decision> { decision }

    public func decided(_ record: Decision, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var decision = record
        if let person = setting.person {
            let held = project.duties(of: person, on: setting.today)
            guard held.contains(where: { $0.sort.isOfLeadPartner || $0.partner == partner }) else {
                throw Refusal("otherPartnersVote", [.init("record", .record(partner.reference))])
            }
        }
        let on = on ?? setting.today
        try on.require(upTo: setting.today)
        if let deadline = decision.deadline, on > deadline {
            throw Refusal("votedTooLate", [.init("record", .record(decision.reference)), .init("day", .day(deadline))])
        }
        let vote = Decision.Vote(partner: partner, answer: answer, on: on, note: note)
        if let index = decision.votes.firstIndex(where: { $0.partner == partner }) {
            guard decision.votes[index].answer != vote.answer || vote.note != nil else {
                throw Refusal("nothingChanged", [.init("record", .record(decision.reference))])
            }
            decision.votes[index] = vote
        } else {
            decision.votes.append(vote)
        }
        return [.put(decision)]
    }
}

/// A meeting decided on it; the meeting must have begun.
public struct DecideAtMeeting: StateVerb {
    public static let name = "decide-at-meeting"
    public static let starts: [Decision.Status] = [.proposed]

    public enum Outcome: String, Choice { case adopted, rejected }

    public var decision: Key<Decision>
    public var event: Key<Event>
    public var outcome: Outcome
    public var votes: [Decision.Vote]
    public var result: Prose?

    public var subject: Key<Decision> { decision }

    public func decided(_ record: Decision, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var decision = record
        let event = try project.events.require(event)
        guard let start = event.start, start.first <= setting.today else {
            throw Refusal(
                "notYet",
                [
                    .init("record", .record(event.reference)),
                    .init("day", .when(event.start ?? .day(setting.today))),
                ])
        }
        decision.procedure = .meeting
        decision.status = outcome == .adopted ? .adopted : .rejected
        decision.event = event.id
        decision.decidedOn = event.end ?? start
        decision.votes = votes
        decision.result = result ?? decision.result
        let blocking = decision.findings(in: project).filter { $0.blocks || $0.code == "votedTwice" }
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(decision)]
    }
}

/// Adopted or rejected by the votes: the deadline has passed, or nobody is silent any more.
public struct ConcludeDecision: StateVerb {
    public static let name = "conclude-decision"
    public static let starts: [Decision.Status] = [.sent]

    public var decision: Key<Decision>
    public var result: Prose?

    public var subject: Key<Decision> { decision }

    public func decided(_ record: Decision, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var decision = record
        let today = setting.today
        let tally = project.tally(of: decision)
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
        decision.result = result ?? decision.result
        return [.put(decision)]
    }
}

/// A proposal is decided no more, and why.
public struct TakeBackDecision: StateVerb {
    public static let name = "take-back-decision"
    public static let starts: [Decision.Status] = [.proposed, .sent]

    public var decision: Key<Decision>
    public var reason: String

    public var subject: Key<Decision> { decision }

    public func decided(_ record: Decision, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var decision = record
        decision.status = .takenBack
        decision.result = Prose(reason)
        return [.put(decision)]
    }
}
