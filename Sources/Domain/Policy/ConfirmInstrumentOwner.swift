/// Whose the instrument is, confirmed on the owner's behalf. A later confirmation takes the place of an earlier one.
public struct ConfirmInstrumentOwner: RecordVerb {
    public static let name = "confirm-instrument-owner"

    public var instrument: Key<PolicyInstrument>
    public var owner: Key<Organisation>
    public var on: Day
    public var by: Who
    public var document: String?
    public var provenance: Provenance?

    public var subject: Key<PolicyInstrument> { instrument }

    public func decided(
        _ record: PolicyInstrument, in project: Project, _ setting: Setting
    ) throws(Refusal) -> [Change] {
        try record.requireDone(on, by: setting.today)
        var instrument = record
        instrument.owner = owner
        instrument.ownership = .init(on: on, by: by, document: document)
        instrument.provenance.take(provenance)
        return [.put(instrument)]
    }
}
