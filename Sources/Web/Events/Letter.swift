import Domain
import Trail
import Words

/// A message about a registration as it is read: subject and text in its language, with the person's own link.
struct Letter {
    let words: Words
    let subject: String
    let text: String

    /// - Parameter base: host and all before the path, for its links.
    init?(_ message: OutboxMessage, _ project: Project, base: String) {
        let words = Words.of(message.language.flatMap { Language(rawValue: $0.code) } ?? .en)
        self.words = words
        guard message.occasion != .other else { return nil }
        let event = message.event.flatMap { project.events[$0] }
        let registration = message.registration.flatMap { project.registrations[$0] }
        let facts = [
            ("event", event?.title ?? ""), ("name", registration?.name ?? ""),
            ("days", event.map { Show.days($0.start, $0.end, words) } ?? ""), ("place", event?.place ?? ""),
            ("project", project.identification?.acronym ?? project.name),
            ("link", registration.flatMap { Letter.own($0, project.name) }.map { base + $0.text } ?? ""),
        ]
        subject = words("message.\(message.occasion.rawValue).subject", facts)
        text = words("message.\(message.occasion.rawValue).text", facts).replacing(" ¶ ", with: "\n\n")
    }

    /// The address that only the person has: the number, and a token that nobody can guess.
    static func own(_ registration: Registration, _ project: String) -> Path? {
        registration.token { Digest(of: $0) }.map {
            Path(
                "events", project, String(registration.event.number), "registration", "\(registration.id.number)-\($0)")
        }
    }

    /// The registration whose own address this is.
    static func registration(_ text: String, of event: Key<Event>, in project: Project) -> Registration? {
        let parts = text.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let number = Whole.key(parts[0]), let registration = project.registrations[Key(number)],
            registration.event == event, let token = registration.token({ Digest(of: $0) }), token == parts[1]
        else { return nil }
        return registration
    }
}
