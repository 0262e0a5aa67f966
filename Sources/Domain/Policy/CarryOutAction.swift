/// Somebody began with it.
public struct ActionStarted: Codable, Sendable {
    public var action: Key<Action>
    public var on: When
    public var by: Who?
    public var note: Prose?
}

/// It is done: what came of it.
public struct ActionFinished: Codable, Sendable {
    public var action: Key<Action>
    public var on: When
    public var by: Who?
    public var progress: Prose
    public var provenance: Provenance?
}

/// It will not be done, or came to nothing: why.
public struct ActionFailed: Codable, Sendable {
    public var action: Key<Action>
    public var on: When
    public var by: Who?
    public var reason: Prose
}

extension AnyVerb {
    private static func at(_ states: [Action.Status]) -> @Sendable (any Record) -> Bool {
        { ($0 as? Action).map { states.contains($0.status) } ?? false }
    }

    public static let startAction = AnyVerb(
        "start-action", in: .policy, on: "action", ActionStarted.self, when: at([.notStarted, .failed, .unknown])
    ) {
        (project, input, setting) throws(Refusal) in
        try project.carrying(
            input.action, to: .running, from: [.notStarted, .failed, .unknown], at: input.on, input.by, input.note,
            setting.today)
    }

    public static let finishAction = AnyVerb(
        "finish-action", in: .policy, on: "action", ActionFinished.self, when: at([.running, .unknown])
    ) {
        (project, input, setting) throws(Refusal) in
        try project.carrying(
            input.action, to: .done, from: [.running, .unknown], at: input.on, input.by, input.progress, setting.today,
            shownBy: input.provenance)
    }

    public static let failAction = AnyVerb(
        "fail-action", in: .policy, on: "action", ActionFailed.self, when: at([.notStarted, .running, .unknown])
    ) {
        (project, input, setting) throws(Refusal) in
        try project.carrying(
            input.action, to: .failed, from: [.notStarted, .running, .unknown], at: input.on, input.by, input.reason,
            setting.today)
    }
}

extension Project {
    /// The action gets its next state, with day and words. It may be carried out before its plan is finished.
    func carrying(
        _ key: Key<Action>, to next: Action.Status, from states: [Action.Status], at day: When, _ by: Who?,
        _ text: Prose?, _ today: Day, shownBy provenance: Provenance? = nil
    ) throws(Refusal) -> [Change] {
        var action = try actions.require(key)
        guard states.contains(action.status) else { throw .notAmong(states, is: action.status) }
        guard day.first <= today else {
            throw Refusal("notYetDone", [.init("record", .record(action.reference)), .init("day", .when(day))])
        }
        if next != .running, let begun = action.stretches.last?.from, day.last < begun.first {
            throw .blocked(by: [
                Finding(
                    "endBeforeStart", .blocks, field: "on",
                    facts: [.init("start", .when(begun)), .init("end", .when(day))])
            ])
        }
        switch next {
        case .running:
            if action.stretches.last.map({ $0.to != nil || $0.from.first > today }) ?? true {
                action.stretches.append(.init(from: day))
            }
            action.failedBecause = nil
        case .done, .failed:
            if let last = action.stretches.indices.last, action.stretches[last].to == nil {
                action.stretches[last].to = day
            }
            if next == .failed { action.failedBecause = text } else { action.progress = text }
        case .notStarted, .unknown: break
        }
        action.status = next
        action.steps.append(.init(state: next, on: day, by: by, text: text))
        action.provenance.take(provenance)
        return [.put(action)]
    }
}
