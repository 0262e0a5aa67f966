/// Who takes care of a problem, how, and until when.
public struct TakeUpProblem: StateVerb {
    public static let name = "take-up-problem"
    public static let starts: [Problem.Status] = [.open]

    public var problem: Key<Problem>
    public var holder: Key<Duty>
    public var answer: Prose
    public var due: Day?

    public var subject: Key<Problem> { problem }

    public func decided(_ record: Problem, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var problem = record
        problem.status = .inWork
        problem.holder = holder
        problem.answer = answer
        problem.due = due ?? problem.due
        return [.put(problem)]
    }
}

/// How a problem ended.
public struct SolveProblem: StateVerb {
    public static let name = "solve-problem"
    public static let starts: [Problem.Status] = [.inWork]

    public var problem: Key<Problem>
    public var solvedOn: When
    public var outcome: Prose

    public var subject: Key<Problem> { problem }

    public func decided(_ record: Problem, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(solvedOn, record.reference, on: setting.today)
        var problem = record
        problem.status = .solved
        problem.solvedOn = solvedOn
        problem.outcome = outcome
        return [.put(problem)]
    }
}

/// Why a problem is one again.
public struct ReopenProblem: StateVerb {
    public static let name = "reopen-problem"
    public static let starts: [Problem.Status] = [.solved]

    public var problem: Key<Problem>
    public var reason: String

    public var subject: Key<Problem> { problem }

    public func decided(_ record: Problem, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var problem = record
        problem.status = .open
        problem.moves.append(
            PlanMove(
                on: .day(setting.today), what: "\(record.status.plain) → \(problem.status.plain)", reason: reason))
        return [.put(problem)]
    }
}
