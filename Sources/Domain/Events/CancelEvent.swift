/// An event that will not take place: cancelled before its day, *not held* when its day has already passed.
public struct CancelEvent: StateVerb {
    public static let name = "cancel-event"
    public static let starts: [Event.Status] = [.planned, .moved]

    public var event: Key<Event>
    public var reason: String
    public var by: Who?

    public var subject: Key<Event> { event }

    public func decided(_ record: Event, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var event = record
        let next: Event.Status = event.isUnaccounted(on: setting.today) ? .notHeld : .cancelled
        event.moves.append(
            Event.Move(
                on: .day(setting.today), reason: reason, by: by, sort: .cancelled))
        event.status = next
        return [.put(event)]
    }
}
