/// The owner of the instrument confirms the change, once; recorded on the owner's behalf. The money influenced is what the
/// owner says; it is never money of the project.
public struct ConfirmPolicyChange: RecordVerb {
    public static let name = "confirm-policy-change"

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

    public var subject: Key<PolicyChange> { change }

    public static func hindrance(_ record: PolicyChange, in project: Project) -> Refusal? {
        record.confirmation == nil ? nil : .notInState(needed: [.reported], is: record.status)
    }

    public func decided(_ record: PolicyChange, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard owner != nil || body != nil else { throw .blocked(by: [Finding("missing", .blocks, field: "owner")]) }
        try record.requireDone(on, by: setting.today)
        var change = record
        change.status = .confirmed
        change.confirmation = .init(on: on, owner: owner, body: body, by: by, document: document)
        change.moneyInfluenced = moneyInfluenced ?? change.moneyInfluenced
        change.provenance.take(provenance)
        return [.put(change)]
    }
}
