/// A judgement on the project by somebody else: the mid-term review, an evaluation by the joint secretariat.
public struct Evaluation: Record {
    public static let kind = "evaluation"
    public static let plural = "evaluations"
    public static let room = Room.quality

    public enum Status: String, Choice { case announced, done }

    public var id: Key<Evaluation>
    public var title: String
    public var status: Status
    public var by: String?
    public var on: When?
    /// The event at which it took place; both are one thing.
    public var event: Key<Event>?
    public var outcome: Prose?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(title) }
    public var dated: Day? { on?.last }
}

extension Project {
    public var evaluations: Table<Evaluation> { self[Evaluation.self] }
}
