/// The new day of a deliverable, with the reason.
public struct DeliverableMoved: Codable, Sendable {
    public var deliverable: Key<Deliverable>
    public var due: When
    public var reason: String
    public var by: Who?
}

/// That a deliverable will not come, and why.
public struct DeliverableDropped: Codable, Sendable {
    public var deliverable: Key<Deliverable>
    public var droppedBecause: String
}

extension AnyVerb {
    public static let moveDeliverable = AnyVerb(
        "move-deliverable", in: .workPlan, on: "deliverable", DeliverableMoved.self,
        when: { ($0 as? Deliverable)?.isOpen == true }
    ) {
        (project, input, setting) throws(Refusal) in
        [.put(try project.moved(input, on: setting.today))]
    }

    public static let dropDeliverable = AnyVerb(
        "drop-deliverable", in: .workPlan, on: "deliverable", DeliverableDropped.self,
        when: { ($0 as? Deliverable)?.isOpen == true }
    ) {
        (project, input, setting) throws(Refusal) in
        var deliverable = try project.deliverables.require(input.deliverable)
        guard deliverable.isOpen else {
            throw .notInState(needed: Deliverable.Status.planned, is: deliverable.status)
        }
        deliverable.status = .dropped
        deliverable.droppedBecause = input.droppedBecause
        return [.put(deliverable)]
    }
}

extension Project {
    /// The deliverable gets another day. What was agreed stays as its baseline.
    public func moved(_ input: DeliverableMoved, on today: Day) throws(Refusal) -> Deliverable {
        var deliverable = try deliverables.require(input.deliverable)
        guard deliverable.isOpen else {
            throw .notInState(needed: Deliverable.Status.planned, is: deliverable.status)
        }
        guard let what = PlanMove.written([(deliverable.due, input.due)]) else {
            throw Refusal("nothingChanged", [.init("record", .record(deliverable.reference))])
        }
        if deliverable.baseline == nil { deliverable.baseline = Baseline(due: deliverable.due) }
        deliverable.due = input.due
        deliverable.moves.append(PlanMove(on: .day(today), what: what, reason: input.reason, by: input.by))
        return deliverable
    }
}
