/// What a meeting or a written procedure of the partnership decided, with the votes.
public struct Decision: Stated {
    public static let kind = "decision"
    public static let plural = "decisions"
    public static let room = Room.events
    public static let may = May.leadPartner(.events)
    public static let governed: Set = ["status", "sentOn", "votes", "decidedOn", "result", "found"]
    public static let decidedByOthers: [(field: String, words: [String])] = [
        ("status", ["adopted", "rejected"]), ("votes", []), ("result", []),
    ]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Decision.self)
            + AnyVerb.of(
                SendDecision.self, VoteOnDecision.self, DecideAtMeeting.self, ConcludeDecision.self,
                TakeBackDecision.self)
    }

    public enum Status: String, Choice { case proposed, sent, adopted, rejected, takenBack }
    public enum Procedure: String, Choice { case meeting, written }
    /// How many partners must say yes: more than say no, two thirds of all, or everybody who does not abstain.
    public enum Majority: String, Choice { case simple, twoThirds, unanimity }

    public var id: Key<Decision>
    public var title: String
    public var status: Status
    public var procedure: Procedure
    public var text: Prose?
    /// The body that decides, as it calls itself: the steering group.
    public var body: String?
    /// The meeting that decided, or at which it was proposed.
    public var event: Key<Event>?
    public var decidedOn: When?
    public var majority: Majority?
    /// Of a written procedure: when it was sent, until when votes count, and whether who is silent agrees.
    public var sentOn: Day?
    public var deadline: Day?
    public var silenceIsYes: Bool = false
    public var votes: [Vote] = []
    public var result: Prose?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public struct Vote: Codable, Sendable, Equatable {
        public enum Answer: String, Choice { case yes, no, abstains }
        public var partner: Key<Partner>
        public var answer: Answer
        public var on: Day?
        public var note: String?
    }

    public var caption: Caption { .text(title) }
    public var dated: Day? { decidedOn?.last }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if let sentOn, let deadline, deadline < sentOn {
            found.append(
                Finding(
                    "endBeforeStart", .blocks, field: "deadline",
                    facts: [.init("start", .day(sentOn)), .init("end", .day(deadline))]))
        }
        var seen: Set<Key<Partner>> = []
        for (index, vote) in votes.enumerated() where !seen.insert(vote.partner).inserted {
            found.append(
                Finding(
                    "votedTwice", .warns, field: "votes.\(index).partner",
                    facts: [.init("record", .record(vote.partner.reference))]))
        }
        if procedure == .meeting, status == .adopted || status == .rejected, event == nil {
            found.append(Finding("decisionWithoutMeeting", .warns, field: "event"))
        }
        return found
    }
}

/// How the votes stand.
public struct Tally: Sendable, Equatable {
    public var yes = 0
    public var no = 0
    public var abstains = 0
    /// Who has not answered; where silence agrees, they are among those who say yes.
    public var silent: [Key<Partner>] = []
    public var entitled = 0
    public var adopted = false
}

extension Project {
    public var decisions: Table<Decision> { self[Decision.self] }

    /// The votes of the partners that were in the partnership on the day of the deadline.
    public func tally(of decision: Decision) -> Tally {
        var tally = Tally()
        let day = decision.deadline ?? decision.decidedOn?.last
        for partner in partners {
            if let day, partner.from.map({ $0.first > day }) ?? false || partner.to.map({ $0.last < day }) ?? false {
                continue
            }
            tally.entitled += 1
            switch decision.votes.first(where: { $0.partner == partner.id })?.answer {
            case .yes: tally.yes += 1
            case .no: tally.no += 1
            case .abstains: tally.abstains += 1
            case nil:
                tally.silent.append(partner.id)
                if decision.silenceIsYes { tally.yes += 1 }
            }
        }
        switch decision.majority ?? .simple {
        case .simple: tally.adopted = tally.yes > tally.no
        case .twoThirds: tally.adopted = tally.entitled > 0 && tally.yes * 3 >= tally.entitled * 2
        case .unanimity: tally.adopted = tally.yes > 0 && tally.yes + tally.abstains == tally.entitled
        }
        return tally
    }
}

extension Decision {
    /// For a partner: what it has not voted on. For all: what is to be concluded.
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.decisions.flatMap { decision -> [Need] in
            guard decision.status == .sent, let deadline = decision.deadline else { return [] }
            let silent = project.tally(of: decision).silent
            // As long as votes count, each waits for its partner; then, or once all are there, somebody concludes.
            if deadline >= today, !silent.isEmpty {
                return silent.map { silent in
                    Need(
                        partner == nil ? "voteAwaited" : "voteMissing", .next, about: decision.reference, day: deadline,
                        facts: [.init("partner", .record(silent.reference))], holder: .partner(silent),
                        by: VoteOnDecision.name, part: "partner-\(silent.number)")
                }
            }
            return [
                Need.due(
                    deadline, on: today, late: "decisionUnconcluded", next: "decisionRuns", about: decision.reference,
                    facts: [.init("silent", .whole(silent.count))], holder: .coordinator, by: ConcludeDecision.name)
            ].compactMap(\.self)
        }
    }
}
