/// An event that will not take place, or did not.
public struct EventCancelled: Codable, Sendable {
    public var event: Key<Event>
    public var reason: String
    public var by: Who?
}

extension AnyVerb {
    public static let cancelEvent = AnyVerb(
        "cancel-event", in: .events, on: "event", EventCancelled.self, when: { ($0 as? Event)?.isAhead == true }
    ) {
        (project, input, setting) throws(Refusal) in try project.cancelling(input, on: setting.today)
    }
}

extension Project {
    /// Cancelled before its day; *not held* when its day has already passed.
    public func cancelling(_ input: EventCancelled, on today: Day) throws(Refusal) -> [Change] {
        var event = try events.require(input.event)
        guard event.isAhead else {
            throw .notInState(needed: Event.Status.planned, is: event.status)
        }
        let next: Event.Status = event.isUnaccounted(on: today) ? .notHeld : .cancelled
        event.moves.append(
            Event.Move(
                on: .day(today), what: "\(event.status.plain) → \(next.plain)", reason: input.reason, by: input.by,
                sort: .cancelled))
        event.status = next
        return [.put(event)]
    }
}
