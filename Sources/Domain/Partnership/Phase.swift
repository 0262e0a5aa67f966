/// A part of the project's life with aims of its own (phase 1 learns, phase 2 monitors the action plans).
public struct Phase: Record {
    public static let kind = "phase"
    public static let plural = "phases"
    public static let room = Room.partnership

    public var id: Key<Phase>
    public var number: Int
    public var title: String?
    public var start: Day
    public var end: Day
    public var originalEnd: Day?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { title.map { .text($0) } ?? .numbered(number) }

    public func findings(in project: Project) -> [Finding] {
        guard end < start else { return [] }
        return [
            Finding(
                "endBeforeStart", .blocks, field: "end", facts: [.init("start", .day(start)), .init("end", .day(end))])
        ]
    }
}

extension Project {
    public var phases: Table<Phase> { self[Phase.self] }
}
