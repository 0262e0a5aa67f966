/// That a deliverable was found good, by whom and when.
public struct DeliverableAccepted: Codable, Sendable {
    public var deliverable: Key<Deliverable>
    public var acceptedOn: When
    public var acceptedBy: Who
}

/// What a deliverable still lacks.
public struct DeliverableSentBack: Codable, Sendable {
    public var deliverable: Key<Deliverable>
    public var due: When?
    public var reason: String
    public var by: Who?
}

extension AnyVerb {
    public static let acceptDeliverable = AnyVerb(
        "accept-deliverable", in: .workPlan, on: "deliverable", DeliverableAccepted.self,
        when: { ($0 as? Deliverable)?.status == .delivered }
    ) {
        (project, input, setting) throws(Refusal) in try project.accepting(input, on: setting.today)
    }

    public static let sendBackDeliverable = AnyVerb(
        "send-back-deliverable", in: .workPlan, on: "deliverable", DeliverableSentBack.self,
        when: { ($0 as? Deliverable)?.status == .delivered }
    ) {
        (project, input, setting) throws(Refusal) in try project.sendingBack(input, on: setting.today)
    }
}

extension Project {
    /// Accepted. A quality review that waits for changes is done first.
    public func accepting(_ input: DeliverableAccepted, on today: Day) throws(Refusal) -> [Change] {
        var deliverable = try deliverables.require(input.deliverable)
        guard deliverable.status == .delivered else {
            throw .notInState(needed: Deliverable.Status.delivered, is: deliverable.status)
        }
        try requirePast(input.acceptedOn, deliverable.reference, on: today)
        let waiting = qualityReviews.filter { $0.deliverable == deliverable.id && $0.waitsForMaker }
        guard waiting.isEmpty else {
            throw Refusal(
                "reviewWaits",
                [
                    .init("record", .record(deliverable.reference)),
                    .init("others", .records(waiting.map(\.reference))),
                ])
        }
        deliverable.status = .accepted
        deliverable.acceptedOn = input.acceptedOn
        deliverable.acceptedBy = input.acceptedBy
        return [.put(deliverable)]
    }

    /// Back to its maker, with the reason; perhaps with a new day.
    public func sendingBack(_ input: DeliverableSentBack, on today: Day) throws(Refusal) -> [Change] {
        var deliverable = try deliverables.require(input.deliverable)
        guard deliverable.status == .delivered else {
            throw .notInState(needed: Deliverable.Status.delivered, is: deliverable.status)
        }
        if deliverable.baseline == nil { deliverable.baseline = Baseline(due: deliverable.due) }
        let what = "\(Deliverable.Status.delivered.plain) → \(Deliverable.Status.inWork.plain)"
        deliverable.moves.append(
            PlanMove(
                on: .day(today),
                what: [what, PlanMove.written([(deliverable.due, input.due)])].compactMap { $0 }.joined(
                    separator: "; "),
                reason: input.reason, by: input.by))
        deliverable.status = .inWork
        deliverable.deliveredOn = nil
        deliverable.due = input.due ?? deliverable.due
        return [.put(deliverable)]
    }
}
