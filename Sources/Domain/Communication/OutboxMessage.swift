/// A message that waits to be sent, and to whom. Personal. What it says comes from its occasion, or is written out.
public struct OutboxMessage: Record {
    public static let kind = "outbox-message"
    public static let plural = "outbox-messages"
    public static let room = Room.communication
    public static let isPersonal = true

    /// What happened, where the product says it in the language of the one who reads it.
    public enum Occasion: String, Choice { case registered, waiting, movedUp, withdrawn, other }

    public var id: Key<OutboxMessage>
    public var to: MailAddress
    public var occasion: Occasion
    public var subject: String?
    public var text: Prose?
    public var event: Key<Event>?
    public var registration: Key<Registration>?
    public var language: LanguageCode?
    public var queuedOn: Day?
    public var sentOn: Day?
    /// Chance in bodies of before, when a body had no salt of its own. No longer filled, and in no answer.
    public var salt: String?
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { event.flatMap { project.owner(of: $0) } }
    public var caption: Caption { .numbered(id.number) }
    public var dated: Day? { queuedOn }

    public func findings(in project: Project) -> [Finding] {
        occasion == .other && subject == nil ? [Finding("missing", .blocks, field: "subject")] : []
    }
}

extension Project {
    public var outboxMessages: Table<OutboxMessage> { self[OutboxMessage.self] }
}
