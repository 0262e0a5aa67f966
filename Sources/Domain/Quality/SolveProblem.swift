/// Who takes care of a problem, how, and until when.
public struct ProblemTakenUp: Codable, Sendable {
    public var problem: Key<Problem>
    public var holder: Key<Duty>
    public var answer: Prose
    public var due: Day?
}

/// How a problem ended.
public struct ProblemSolved: Codable, Sendable {
    public var problem: Key<Problem>
    public var solvedOn: When
    public var outcome: Prose
}

/// Why a problem is one again.
public struct ProblemReopened: Codable, Sendable {
    public var problem: Key<Problem>
    public var reason: String
}

extension AnyVerb {
    public static let takeUpProblem = AnyVerb(
        "take-up-problem", in: .quality, on: "problem", ProblemTakenUp.self,
        when: { ($0 as? Problem)?.status == .open }
    ) {
        (project, input, setting) throws(Refusal) in
        var problem = try project.problems.require(input.problem)
        guard problem.status == .open else { throw .notInState(needed: Problem.Status.open, is: problem.status) }
        problem.status = .inWork
        problem.holder = input.holder
        problem.answer = input.answer
        problem.due = input.due ?? problem.due
        return [.put(problem)]
    }

    public static let solveProblem = AnyVerb(
        "solve-problem", in: .quality, on: "problem", ProblemSolved.self,
        when: { ($0 as? Problem)?.status == .inWork }
    ) {
        (project, input, setting) throws(Refusal) in
        var problem = try project.problems.require(input.problem)
        guard problem.status == .inWork else {
            throw .notInState(needed: Problem.Status.inWork, is: problem.status)
        }
        try project.requirePast(input.solvedOn, problem.reference, on: setting.today)
        problem.status = .solved
        problem.solvedOn = input.solvedOn
        problem.outcome = input.outcome
        return [.put(problem)]
    }

    public static let reopenProblem = AnyVerb(
        "reopen-problem", in: .quality, on: "problem", ProblemReopened.self,
        when: { ($0 as? Problem)?.status == .solved }
    ) {
        (project, input, setting) throws(Refusal) in
        var problem = try project.problems.require(input.problem)
        guard problem.status == .solved else {
            throw .notInState(needed: Problem.Status.solved, is: problem.status)
        }
        problem.status = .open
        problem.moves.append(
            PlanMove(
                on: .day(setting.today), what: "\(Problem.Status.solved.plain) → \(Problem.Status.open.plain)",
                reason: input.reason))
        return [.put(problem)]
    }
}
