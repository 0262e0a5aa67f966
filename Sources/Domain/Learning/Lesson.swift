/// Something that was tried or seen, and what it teaches; also, and above all, where it failed.
public struct Lesson: Record {
    public static let kind = "lesson"
    public static let plural = "lessons"
    public static let room = Room.learning

    public enum Outcome: String, Choice { case failed, workedInPart, worked }

    public var id: Key<Lesson>
    public var title: String
    public var outcome: Outcome
    public var partner: Key<Partner>?
    public var on: When?
    public var practice: Key<GoodPractice>?
    public var event: Key<Event>?
    public var action: Key<Action>?
    public var tried: Prose?
    public var happened: Prose?
    /// What others should do otherwise.
    public var advice: Prose?
    public var provenance: Provenance = Provenance()

    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption { .text(title) }
    public var dated: Day? { on?.last }

    public func findings(in project: Project) -> [Finding] {
        outcome != .worked && advice == nil ? [Finding("adviceMissing", .warns, field: "advice")] : []
    }
}

extension Project {
    public var lessons: Table<Lesson> { self[Lesson.self] }
}
