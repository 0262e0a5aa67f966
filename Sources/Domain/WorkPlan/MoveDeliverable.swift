/// The deliverable gets another day, with the reason. What was agreed stays as its baseline.
public struct MoveDeliverable: StateVerb {
    public static let name = "move-deliverable"
    public static let starts = Deliverable.open

    public var deliverable: Key<Deliverable>
    public var due: When
    public var reason: String
    public var by: Who?

    public var subject: Key<Deliverable> { deliverable }

    public func decided(_ record: Deliverable, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard let what = PlanMove.written([(record.due, due)]) else {
            throw Refusal("nothingChanged", [.init("record", .record(record.reference))])
        }
        var deliverable = record
        if deliverable.baseline == nil { deliverable.baseline = Baseline(due: deliverable.due) }
        deliverable.due = due
        deliverable.moves.append(PlanMove(on: .day(setting.today), what: what, reason: reason, by: by))
        return [.put(deliverable)]
    }
}

/// The deliverable will not come, and why.
public struct DropDeliverable: StateVerb {
    public static let name = "drop-deliverable"
    public static let starts = Deliverable.open

    public var deliverable: Key<Deliverable>
    public var droppedBecause: String

    public var subject: Key<Deliverable> { deliverable }

    public func decided(_ record: Deliverable, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var deliverable = record
        deliverable.status = .dropped
        deliverable.droppedBecause = droppedBecause
        return [.put(deliverable)]
    }
}
