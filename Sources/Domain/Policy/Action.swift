/// One thing that an action plan says will be done. It may be carried out before its plan is finished.
public struct Action: Record {
    public static let kind = "action"
    public static let plural = "actions"
    public static let room = Room.policy

    public enum Status: String, Choice { case notStarted, running, done, failed, unknown }

    public var id: Key<Action>
    public var plan: Key<ActionPlan>
    public var number: Int?
    public var title: String
    public var status: Status
    public var inspiredBy: [Inspiration] = []
    public var changes: [String] = []
    public var stretches: [Stretch] = []
    public var progress: Prose?
    public var funding: [Measure] = []
    public var provenance: Provenance = Provenance()

    /// What it was inspired by: a practice on record, or words.
    public struct Inspiration: Codable, Sendable, Equatable {
        public var practice: Key<GoodPractice>?
        public var words: String?
    }

    public struct Stretch: Codable, Sendable, Equatable {
        public var from: When
        public var to: When?
    }

    public var caption: Caption { .text(title) }
}

extension Project {
    public var actions: Table<Action> { self[Action.self] }
}
