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
    /// The first day as first approved, where an extension shifted it.
    public var originalStart: Day?
    public var originalEnd: Day?
    /// Between two phases: nothing runs, and nothing is reported.
    public var isPause: Bool = false
    /// Its name in the rule pack, where it is not the one of its place in the row: `core`, `phase2`.
    public var inPack: String?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { title.map { .text($0) } ?? .numbered(number) }

    public func findings(in project: Project) -> [Finding] {
        guard start <= end else {
            return [
                Finding(
                    "endBeforeStart", .blocks, field: "end",
                    facts: [.init("start", .day(start)), .init("end", .day(end))])
            ]
        }
        if let other = project.phases.first(where: { $0.id != id && $0.start <= end && start <= $0.end }) {
            return [
                Finding(
                    "phasesOverlap", .blocks, about: other.reference, field: "start",
                    facts: [.init("day", .day(max(start, other.start)))])
            ]
        }
        guard let rules = project.rules(on: start) else { return [] }
        if let inPack, !rules.pack.phaseNames.contains(inPack) {
            return [
                Finding(
                    "unknownPhase", .warns, field: "inPack",
                    facts: [
                        .init("name", .text(inPack)),
                        .init("known", .text(rules.pack.phaseNames.joined(separator: ", "))),
                    ])
            ]
        }
        return length(under: rules, as: project.nameInPack(of: self))
    }

    /// Shorter or longer than the programme lets a phase be.
    private func length(under rules: RulesInForce, as name: String) -> [Finding] {
        guard let months = Day.wholeMonths(from: start, through: end) else { return [] }
        func limit(_ parameter: String) -> (months: Int, source: String)? {
            guard let dated = rules.pack.value(ParameterName(parameter), about: name, on: rules.day),
                case .whole(let limit)? = dated.value
            else { return nil }
            return (limit, dated.source.text)
        }
        func finding(_ code: String, _ limit: (months: Int, source: String)) -> Finding {
            Finding(
                code, .warns, field: "end",
                facts: [.init("limit", .whole(limit.months)), .init("months", .whole(months))],
                source: limit.source)
        }
        var found: [Finding] = []
        if let least = limit("phase.monthsLeast"), months < least.months { found.append(finding("phaseShort", least)) }
        if let most = limit("phase.monthsMost"), months > most.months { found.append(finding("phaseLong", most)) }
        return found
    }
}

extension Project {
    /// Whether the phase was approved with the project: one that was added later begins after its first end.
    public func isOriginal(_ phase: Phase) -> Bool {
        guard phase.originalStart == nil, let identification else { return true }
        return phase.start <= identification.originalEnd ?? identification.end
    }

    public var phases: Table<Phase> { self[Phase.self] }
}
