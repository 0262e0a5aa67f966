/// A region's plan of what it will do with what it learnt.
public struct ActionPlan: Stated {
    public static let kind = "action-plan"
    public static let plural = "action-plans"
    public static let room = Room.policy
    public static let governed: Set = [
        "status", "steps", "presentedToStakeholders", "presentedPublicly", "endorsedBy", "approvedOn", "publishedOn",
        "letterOfSupport", "found",
    ]
    public static let decidedByOthers: [(field: String, words: [String])] = [
        ("status", ["endorsed", "approved"]), ("steps", ["endorsed", "approved"]), ("endorsedBy", []),
        ("approvedOn", []), ("letterOfSupport", []),
    ]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(ActionPlan.self)
            + AnyVerb.of(
                AdvancePlan<DraftPlan>.self, AdvancePlan<DiscussPlan>.self, AdvancePlan<PresentPlan>.self,
                SupportPlan.self, DecideOnPlan<EndorsePlan>.self, DecideOnPlan<ApprovePlan>.self,
                AdvancePlan<PublishPlan>.self, AdvancePlan<AmendPlan>.self)
    }

    public enum Status: String, Choice {
        case scenario, draft, workshop, presented, endorsed, approved, published, changed, unknown
    }

    public var id: Key<ActionPlan>
    public var region: String
    public var partner: Key<Partner>?
    public var country: Country?
    public var instrument: Key<PolicyInstrument>?
    public var responsible: Who?
    public var status: Status
    public var coAuthors: [String] = []
    public var presentedToStakeholders: When?
    public var presentedPublicly: When?
    public var endorsedBy: String?
    public var approvedOn: When?
    public var publishedOn: When?
    public var monitoredFrom: When?
    public var format: String?
    public var synergies: [String] = []
    public var shortlist: [String] = []
    public var benefit: String?
    public var obstacle: String?
    public var context: Prose?
    /// The organisation that answers for the instrument, where it is on record.
    public var responsibleBody: Key<Organisation>?
    /// Organisations outside the partnership that write it too.
    public var authors: [Key<Organisation>] = []
    public var otherPartners: [Key<Partner>] = []
    public var contact: Key<Person>?
    public var workingGroups: [WorkingGroup] = []
    /// How the instrument will be improved.
    public var improvement: Prose?
    /// The language that it is written in.
    public var language: LanguageCode?
    /// The text in the national language.
    public var text: Prose?
    /// The summary in English that the programme asks for.
    public var englishSummary: Prose?
    public var letterOfSupport: Letter?
    /// Who signed it, when and for whom.
    public var signature: Letter?
    public var steps: [Step] = []
    /// What it is called, where it has a title of its own.
    public var title: String?
    /// How many pages it has, as a source says: `24`, `2-15`.
    public var pages: String?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// People who write a part of it together.
    public struct WorkingGroup: Codable, Sendable, Equatable {
        public var name: String
        public var ledBy: Key<Partner>?
        public var members: [String] = []
        public var task: String?
    }

    /// A letter: its day, the organisation that wrote it, the person who signed it.
    public struct Letter: Codable, Sendable, Equatable {
        public var on: Day
        public var organisation: Key<Organisation>?
        public var body: String?
        public var by: Who?
        public var document: String?
    }

    /// What became of it on a day, and whose act it was.
    public struct Step: Codable, Sendable, Equatable {
        public var state: Status
        public var on: When
        public var body: String?
        public var by: Who?
        public var event: Key<Event>?
        public var text: Prose?
        public var document: String?
    }

    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption { .text(title ?? region) }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        let isForeign = text != nil || language.map { $0.code != "en" } == true
        if isForeign, englishSummary == nil { found.append(Finding("summaryMissing", .warns, field: "englishSummary")) }
        if isFinished {
            let day = finishedOn?.first ?? project.identification?.start
            let limits = day.map { project.formLimits(of: ActionPlan.kind, on: $0) } ?? []
            found += limits.findings { self.text(of: $0) }
        }
        if let instrument {
            for other in project.actionPlans where other.id != id && other.instrument == instrument {
                found.append(
                    Finding(
                        "secondPlan", .warns, field: "instrument", facts: [.init("record", .record(other.reference))]))
            }
        }
        return found
    }

    /// Others could see it finished.
    public var isFinished: Bool {
        switch status {
        case .presented, .endorsed, .approved, .published, .changed: true
        case .scenario, .draft, .workshop, .unknown: false
        }
    }

    /// The day that counts: the first on which it was finished for others to see.
    public var finishedOn: When? {
        [presentedPublicly, approvedOn, publishedOn].compactMap { $0 }.min { $0.last < $1.last }
    }
}

extension ActionPlan {
    public static let programmeForm: ProgrammeForm? = ProgrammeForm(
        "actionPlan",
        [
            ("partner", "partner"), ("contact", "contact"), ("instrument", "instrument"), ("context", "context"),
            ("signature", "signature"),
        ])

    func text(of field: String) -> String? {
        switch field {
        case "partner": partner.map { String($0.number) }
        case "contact": contact.map { String($0.number) }
        case "instrument": instrument.map { String($0.number) }
        case "context": context?.text
        case "signature": signature?.on.description
        default: nil
        }
    }
}

extension Project {
    public var actionPlans: Table<ActionPlan> { self[ActionPlan.self] }
}

extension ActionPlan: Countable {
    public func candidate(in project: Project) -> Candidate {
        let isFinished: Bool
        switch status {
        case .presented, .endorsed, .approved, .published, .changed: isFinished = true
        case .scenario, .draft, .workshop, .unknown: isFinished = false
        }
        var candidate = Candidate(self, state: status.rawValue, isDone: isFinished, day: finishedOn?.last)
        candidate.names = { [Candidate.folded(region) + " " + (instrument?.reference.description ?? "")] }
        return candidate
    }
}
