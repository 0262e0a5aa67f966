/// Whose the instrument is, and who says so.
public struct InstrumentOwnerConfirmed: Codable, Sendable {
    public var instrument: Key<PolicyInstrument>
    public var owner: Key<Organisation>
    public var on: Day
    public var by: Who
    public var document: String?
    public var provenance: Provenance?
}

extension AnyVerb {
    public static let confirmInstrumentOwner = AnyVerb(
        "confirm-instrument-owner", in: .policy, on: "policy-instrument", InstrumentOwnerConfirmed.self
    ) {
        (project, input, setting) throws(Refusal) in try project.confirmingOwner(input, on: setting.today)
    }
}

extension Project {
    /// The owner is confirmed on the owner's behalf. A later confirmation takes the place of an earlier one.
    public func confirmingOwner(_ input: InstrumentOwnerConfirmed, on today: Day) throws(Refusal) -> [Change] {
        var instrument = try policyInstruments.require(input.instrument)
        guard input.on <= today else {
            throw Refusal("notYetDone", [.init("record", .record(instrument.reference)), .init("day", .day(input.on))])
        }
        instrument.owner = input.owner
        instrument.ownership = .init(on: input.on, by: input.by, document: input.document)
        instrument.provenance.take(input.provenance)
        return [.put(instrument)]
    }
}
