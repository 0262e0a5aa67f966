import Domain

/// Whose desk somebody sits at.
public enum Seat: Hashable, Sendable {
    /// Who runs the installation, or its own work: begins projects, loads samples.
    case steward
    /// A person of a project.
    case person(String, Key<Person>)
    /// Nobody yet. The server listens on this machine only, so a visitor may read.
    case visitor

    public func person(in project: String) -> Key<Person>? {
        if case .person(project, let key) = self { key } else { nil }
    }
}

/// What somebody wants: to read a room, or to do something in it.
public enum Act: Sendable {
    case reading(Room)
    /// Addresses and numbers of persons.
    case readingParticulars
    case doing(AnyVerb)
}

/// Who may do what: the one place that knows, asked for every verb and every reading.
public enum Permission {
    /// Nil when the act is allowed; otherwise the refusal, which says who could.
    public static func refusal(_ act: Act, by seat: Seat, in project: Project, on today: Day) -> Refusal? {
        switch (act, seat) {
        case (_, .steward): return nil
        case (.doing(let verb), _) where stewards.contains(verb.name): return Refusal("stewardOnly")
        // Everybody may register for an event, and answer with the own link.
        case (.doing(let verb), _) where open.contains(verb.name): return nil
        // Whoever may look without a desk may look from one, with a duty or after it.
        case (.reading, .visitor): return nil
        case (.readingParticulars, .visitor): return Refusal("noDesk")
        case (.doing, .visitor): return Refusal("noDesk")
        case (let act, .person(let name, let person)):
            guard name == project.name, project.persons[person] != nil else { return Refusal("noDesk") }
            let duties = project.duties(of: person, on: today).map(\.sort)
            switch act {
            case .reading: return nil
            case .readingParticulars:
                return duties.contains { $0 != .reader && $0 != .other } ? nil : Refusal("mayNotRead")
            case .doing(let verb):
                let needed = Duty.Sort.allCases.filter { may($0, verb) }
                return duties.contains(where: needed.contains)
                    ? nil
                    : Refusal(
                        "mayNot",
                        [
                            .init("verb", .word("verb", verb.name)),
                            .init("who", .words("duty.sort", needed.map(\.rawValue))),
                        ])
            }
        }
    }

    /// What is done by whoever runs the installation, by command, and by nobody else.
    private static let stewards: Set = [
        AcceptClock.name, PutProjectAway.name, BringProjectBack.name,
    ]

    /// What needs no desk: the verb itself says when, and to whom by a token that cannot be guessed.
    private static let open: Set<String> = [Register.name, AnswerRegistration.name]

    /// What others say of a partner's practice is recorded by those who answer for the whole project.
    private static let ofValidation: Set<String> = [
        WebCheckPractice.name, PolicyCheckPractice.name, ValidatePractice.name, RejectPractice.name,
    ]

    /// Which duty may carry out which verb.
    ///
    /// The lead partner's coordinator may do everything; its finance and communication managers what is not the
    /// partnership's shape; a partner's people enter what they made and met; outside bodies and readers read.
    static func may(_ duty: Duty.Sort, _ verb: AnyVerb) -> Bool {
        if duty != .coordinator, coordinatorsOwn.contains(verb.name) { return false }
        return switch duty {
        case .coordinator: true
        case .financeManager:
            [.budget, .expenditure, .control, .reports, .payments, .events, .indicators, .communication, .obligations]
                .contains(verb.room)
        case .communicationManager:
            [.communication, .events, .learning, .indicators, .workPlan, .obligations].contains(verb.room)
        case .partnerManager where ofValidation.contains(verb.name),
            .contributor where ofValidation.contains(verb.name):
            false
        case .partnerManager:
            [.events, .learning, .policy, .communication, .workPlan].contains(verb.room) && !concludes(verb)
                || verb.room == .people && [Person.kind, Contact.kind, Consent.kind].contains(verb.kind)
                || answers(verb)
                || watchedByPartners.contains(verb.kind ?? "")
        case .partnerFinanceOfficer: [.expenditure, .control].contains(verb.room)
        case .contributor:
            ([.events, .learning, .communication].contains(verb.room) || answers(verb))
                && verb.sort != .withdraw && !concludes(verb)
        case .controller, .secretariat, .auditor, .reader, .other: false
        }
    }

    /// What opens again that was reported, or says what the agreed plan is.
    private static let coordinatorsOwn: Set = [
        UnlockPeriod.name, ChangeRecord<PeriodLock>.name, WithdrawRecord<PeriodLock>.name, FixBaseline.name,
    ]

    /// What partners keep of rooms that are not theirs: their risks and problems, their reviews, their values.
    private static let watchedByPartners: Set = [
        Risk.kind, Problem.kind, QualityReview.kind, Recommendation.kind, PeriodValue.kind,
    ]

    /// What a partner does about the project's obligations: meets its own, answers what it is asked, and notes what was said.
    private static func answers(_ verb: AnyVerb) -> Bool {
        verb.kind == Promise.kind || verb.kind == Correspondence.kind
            || [FulfilObligation.name, AnswerQuestion.name].contains(verb.name)
    }

    /// What the whole partnership decides is proposed, sent and concluded by the lead partner; a partner votes.
    private static func concludes(_ verb: AnyVerb) -> Bool {
        verb.kind == Decision.kind && verb.name != VoteOnDecision.name
    }
}
