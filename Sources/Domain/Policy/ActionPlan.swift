/// A region's plan of what it will do with what it learnt.
public struct ActionPlan: Record {
    public static let kind = "action-plan"
    public static let plural = "action-plans"
    public static let room = Room.policy

    public enum Status: String, Choice {
        case scenario, draft, workshop, presented, endorsed, approved, published, changed
    }

    public var id: Key<ActionPlan>
    public var region: String
    public var partner: Key<Partner>?
    public var country: Country?
    public var instrument: Key<PolicyInstrument>?
    public var responsible: String?
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
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(region) }

    /// The day that counts: the first on which it was finished for others to see.
    public var finishedOn: When? {
        [presentedPublicly, approvedOn, publishedOn].compactMap { $0 }.min { $0.last < $1.last }
    }
}

extension Project {
    public var actionPlans: Table<ActionPlan> { self[ActionPlan.self] }
}
