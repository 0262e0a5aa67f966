/// A programme, law or strategy of a region that the project wants to improve, and who is responsible for it.
public struct PolicyInstrument: Record {
    public static let kind = "policy-instrument"
    public static let plural = "policy-instruments"
    public static let room = Room.policy
    public static let governed: Set = ["ownership", "found"]
    public static let decidedByOthers: [(field: String, words: [String])] = [("ownership", [])]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(PolicyInstrument.self) + AnyVerb.of(ConfirmInstrumentOwner.self)
    }

    public var id: Key<PolicyInstrument>
    /// Empty when only the responsible body is known.
    public var name: String?
    public var partner: Key<Partner>?
    public var responsible: Who?
    public var region: String?
    public var context: Prose?
    /// The organisation that may change it.
    public var owner: Key<Organisation>?
    public var ownership: Ownership?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// Who confirmed that the owner is the owner: the day, the person named, and the document.
    public struct Ownership: Codable, Sendable, Equatable {
        public var on: Day
        public var by: Who
        public var document: String?
    }

    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption { name.map { .text($0) } ?? .numbered(id.number) }

    public func findings(in project: Project) -> [Finding] {
        owner != nil && ownership == nil ? [Finding("ownerUnconfirmed", .warns, field: "owner")] : []
    }
}

extension Project {
    public var policyInstruments: Table<PolicyInstrument> { self[PolicyInstrument.self] }
}

extension Kind {
    static let ofPolicy = [
        Kind(PolicyInstrument.self), Kind(ActionPlan.self), Kind(Action.self), Kind(PolicyChange.self),
        Kind(ActionMonitoring.self),
    ]
}
