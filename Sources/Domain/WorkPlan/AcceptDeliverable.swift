/// The deliverable was found good, by whom and when. A quality review that waits for changes is done first.
public struct AcceptDeliverable: StateVerb {
    public static let name = "accept-deliverable"
    public static let starts: [Deliverable.Status] = [.delivered]

    public var deliverable: Key<Deliverable>
    public var acceptedOn: When
    public var acceptedBy: Who

    public var subject: Key<Deliverable> { deliverable }

    public func decided(_ record: Deliverable, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(acceptedOn, record.reference, on: setting.today)
        let waiting = project.qualityReviews.filter { $0.deliverable == record.id && $0.waitsForMaker }
        guard waiting.isEmpty else {
            throw Refusal(
                "reviewWaits",
                [
                    .init("record", .record(record.reference)),
                    .init("others", .records(waiting.map(\.reference))),
                ])
        }
        var deliverable = record
        deliverable.status = .accepted
        deliverable.acceptedOn = acceptedOn
        deliverable.acceptedBy = acceptedBy
        return [.put(deliverable)]
    }
}

/// Back to its maker, with what it still lacks; perhaps with a new day.
public struct SendBackDeliverable: StateVerb {
    public static let name = "send-back-deliverable"
    public static let starts: [Deliverable.Status] = [.delivered]

    public var deliverable: Key<Deliverable>
    public var due: When?
    public var reason: String
    public var by: Who?

    public var subject: Key<Deliverable> { deliverable }

    public func decided(_ record: Deliverable, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var deliverable = record
        if deliverable.baseline == nil { deliverable.baseline = Baseline(due: deliverable.due) }
        let back = "\(Deliverable.Status.delivered.plain) → \(Deliverable.Status.inWork.plain)"
        let what = [back, PlanMove.written([(deliverable.due, due)])].compactMap { $0 }.joined(separator: "; ")
        deliverable.moves.append(PlanMove(on: .day(setting.today), what: what, reason: reason, by: by))
        deliverable.status = .inWork
        deliverable.deliveredOn = nil
        deliverable.due = due ?? deliverable.due
        return [.put(deliverable)]
    }
}
