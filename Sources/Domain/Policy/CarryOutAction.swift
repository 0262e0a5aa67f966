/// Somebody began with it, or began again. It may be carried out before its plan is finished.
public struct StartAction: StateVerb {
    public static let name = "start-action"
    public static let starts: [Action.Status] = [.notStarted, .failed, .unknown]

    public var action: Key<Action>
    public var on: When
    public var by: Who?
    public var note: Prose?

    public var subject: Key<Action> { action }

    public func decided(_ record: Action, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try record.carried(to: .running, at: on, by, note, setting.today)
    }
}

/// It is done: what came of it.
public struct FinishAction: StateVerb {
    public static let name = "finish-action"
    public static let starts: [Action.Status] = [.running, .unknown]

    public var action: Key<Action>
    public var on: When
    public var by: Who?
    public var progress: Prose
    public var provenance: Provenance?

    public var subject: Key<Action> { action }

    public func decided(_ record: Action, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try record.carried(to: .done, at: on, by, progress, setting.today, shownBy: provenance)
    }
}

/// It will not be done, or came to nothing: why.
public struct FailAction: StateVerb {
    public static let name = "fail-action"
    public static let starts: [Action.Status] = [.notStarted, .running, .unknown]

    public var action: Key<Action>
    public var on: When
    public var by: Who?
    public var reason: Prose

    public var subject: Key<Action> { action }

    public func decided(_ record: Action, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try record.carried(to: .failed, at: on, by, reason, setting.today)
    }
}

extension Action {
    /// The action gets its next state, with day and words.
    fileprivate func carried(
        to next: Status, at day: When, _ by: Who?, _ text: Prose?, _ today: Day, shownBy provenance: Provenance? = nil
    ) throws(Refusal) -> [Change] {
        guard day.first <= today else {
            throw Refusal("notYetDone", [.init("record", .record(reference)), .init("day", .when(day))])
        }
        if next != .running, let begun = stretches.last?.from, day.last < begun.first {
            throw .blocked(by: [
                Finding(
                    "endBeforeStart", .blocks, field: "on",
                    facts: [.init("start", .when(begun)), .init("end", .when(day))])
            ])
        }
        var action = self
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
