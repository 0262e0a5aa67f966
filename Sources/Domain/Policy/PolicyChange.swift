/// A policy that is different because of what was learnt. Money behind it is influenced, never project money.
public struct PolicyChange: Record {
    public static let kind = "policy-change"
    public static let plural = "policy-changes"
    public static let room = Room.policy

    public enum Status: String, Choice { case reported, confirmed }

    public var id: Key<PolicyChange>
    public var title: String
    public var country: Country?
    public var partner: Key<Partner>?
    public var instrument: Key<PolicyInstrument>?
    public var action: Key<Action>?
    public var status: Status
    public var from: When?
    public var to: When?
    public var implementer: String?
    public var moneyInfluenced: Money?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(title) }
    public var dated: Day? { (from ?? to)?.last }
}

extension Project {
    public var policyChanges: Table<PolicyChange> { self[PolicyChange.self] }
}
