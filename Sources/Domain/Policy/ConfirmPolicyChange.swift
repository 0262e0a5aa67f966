/// The owner of the instrument confirms the change; recorded on the owner's behalf.
public struct PolicyChangeConfirmed: Codable, Sendable {
    public var change: Key<PolicyChange>
    public var on: Day
    public var owner: Key<Organisation>?
    /// The body in words, where it is no organisation on record.
    public var body: String?
    /// The person who signed or said it.
    public var by: Who
    public var document: String
    public var moneyInfluenced: Money?
    public var provenance: Provenance?
}

extension AnyVerb {
    public static let confirmPolicyChange = AnyVerb(
        "confirm-policy-change", in: .policy, on: "policy-change", PolicyChangeConfirmed.self,
        when: { ($0 as? PolicyChange)?.confirmation == nil }
    ) {
        (project, input, setting) throws(Refusal) in try project.confirming(input, on: setting.today)
    }
}

extension Project {
    /// Confirmed once. The money influenced is what the owner says; it is never money of the project.
    public func confirming(_ input: PolicyChangeConfirmed, on today: Day) throws(Refusal) -> [Change] {
        var change = try policyChanges.require(input.change)
        guard change.confirmation == nil else {
            throw .notInState(needed: PolicyChange.Status.reported, is: change.status)
        }
        guard input.owner != nil || input.body != nil else {
            throw .blocked(by: [Finding("missing", .blocks, field: "owner")])
        }
        guard input.on <= today else {
            throw Refusal("notYetDone", [.init("record", .record(change.reference)), .init("day", .day(input.on))])
        }
        change.status = .confirmed
        change.confirmation = .init(
            on: input.on, owner: input.owner, body: input.body, by: input.by, document: input.document)
        change.moneyInfluenced = input.moneyInfluenced ?? change.moneyInfluenced
        change.provenance.take(input.provenance)
        return [.put(change)]
    }
}
