/// A programme, law or strategy of a region that the project wants to improve, and who is responsible for it.
public struct PolicyInstrument: Record {
    public static let kind = "policy-instrument"
    public static let plural = "policy-instruments"
    public static let room = Room.policy

    public var id: Key<PolicyInstrument>
    /// Empty when only the responsible body is known.
    public var name: String?
    public var partner: Key<Partner>?
    public var responsible: String?
    public var region: String?
    public var context: Prose?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { name.map { .text($0) } ?? .numbered(id.number) }
}

extension Project {
    public var policyInstruments: Table<PolicyInstrument> { self[PolicyInstrument.self] }
}
