/// Work on a deliverable began.
public struct WorkOnDeliverable: StateVerb {
    public static let name = "work-on-deliverable"
    public static let starts: [Deliverable.Status] = [.planned]

    public var deliverable: Key<Deliverable>

    public var subject: Key<Deliverable> { deliverable }

    public func decided(_ record: Deliverable, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var deliverable = record
        deliverable.status = .inWork
        return [.put(deliverable)]
    }
}

/// The deliverable was handed over, or its day was reached: where it can be had and what proves it is kept with it.
public struct HandOverDeliverable: StateVerb {
    public static let name = "hand-over-deliverable"
    public static let starts = Deliverable.open

    public var deliverable: Key<Deliverable>
    public var deliveredOn: When
    public var addresses: [Address] = []
    /// What proves it.
    public var provenance: Provenance = Provenance()

    public var subject: Key<Deliverable> { deliverable }

    public func decided(_ record: Deliverable, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(deliveredOn, record.reference, on: setting.today)
        var deliverable = record
        deliverable.status = .delivered
        deliverable.deliveredOn = deliveredOn
        deliverable.addresses += addresses.filter { !record.addresses.contains($0) }
        deliverable.provenance.sources += provenance.sources
        deliverable.provenance.proofs += provenance.proofs
        return [.put(deliverable)]
    }
}
