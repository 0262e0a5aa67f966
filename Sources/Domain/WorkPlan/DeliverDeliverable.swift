/// That work on a deliverable began.
public struct DeliverableBegun: Codable, Sendable {
    public var deliverable: Key<Deliverable>
}

/// That a deliverable was handed over, or its day was reached.
public struct DeliverableHandedOver: Codable, Sendable {
    public var deliverable: Key<Deliverable>
    public var deliveredOn: When
    public var addresses: [Address] = []
    /// What proves it.
    public var provenance: Provenance = Provenance()
}

extension AnyVerb {
    public static let workOnDeliverable = AnyVerb(
        "work-on-deliverable", in: .workPlan, on: "deliverable", DeliverableBegun.self,
        when: { ($0 as? Deliverable)?.status == .planned }
    ) {
        (project, input, setting) throws(Refusal) in
        var deliverable = try project.deliverables.require(input.deliverable)
        guard deliverable.status == .planned else {
            throw .notInState(needed: Deliverable.Status.planned, is: deliverable.status)
        }
        deliverable.status = .inWork
        return [.put(deliverable)]
    }

    public static let handOverDeliverable = AnyVerb(
        "hand-over-deliverable", in: .workPlan, on: "deliverable", DeliverableHandedOver.self,
        when: { ($0 as? Deliverable)?.isOpen == true }
    ) {
        (project, input, setting) throws(Refusal) in try project.handingOver(input, on: setting.today)
    }
}

extension Project {
    /// The deliverable is there: where it can be had and what proves it is kept with it.
    public func handingOver(_ input: DeliverableHandedOver, on today: Day) throws(Refusal) -> [Change] {
        var deliverable = try deliverables.require(input.deliverable)
        guard deliverable.isOpen else {
            throw .notInState(needed: Deliverable.Status.inWork, is: deliverable.status)
        }
        try requirePast(input.deliveredOn, deliverable.reference, on: today)
        deliverable.status = .delivered
        deliverable.deliveredOn = input.deliveredOn
        deliverable.addresses += input.addresses.filter { !deliverable.addresses.contains($0) }
        deliverable.provenance.sources += input.provenance.sources
        deliverable.provenance.proofs += input.provenance.proofs
        return [.put(deliverable)]
    }
}
