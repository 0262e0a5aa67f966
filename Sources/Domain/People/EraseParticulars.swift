/// Name and contacts of a person go, and on what ground. It erases bodies of the trail, so it belongs to that room and its
/// duties.
///
/// They are erased in every version that they had, with documents that prove nothing else. Where a body of before says the
/// name beside the person, it says the person without it. The person stays, as "person 17".
///
/// Refused when nothing of it is kept any more. What was entered for an event is shredded with the event.
public struct EraseParticulars: RecordVerb {
    public static let name = "erase-particulars"
    public static let room = Room.trails

    public var person: Key<Person>
    public var ground: String

    public var subject: Key<Person> { person }

    public func decided(_ record: Person, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let gone =
            project.contacts.filter { $0.person == person }.map(\.reference)
            + [Reference(kind: PersonName.kind, number: person.number)]
            // Who that is elsewhere would say the name again.
            + project.likenesses.filter { $0.names(record.reference) }.map(\.reference)
        let first = project.erasures.next.number
        var changes: [Change] = []
        func add(_ place: BodyPlace, saying replacement: Prose?) throws(Refusal) {
            changes.append(
                try project.erasing(
                    place.entry, place.position, replacement: replacement, ground: ground,
                    as: Key(first + changes.count), setting))
        }
        for reference in gone {
            for place in setting.places(reference) { try add(place, saying: nil) }
        }
        for contact in setting.everOf(Contact.kind) where !gone.contains(contact) {
            let places = setting.places(contact)
            let bodies = places.map { setting.body($0.entry, $0.position).flatMap { try? JSON(reading: $0) } }
            // What withdraws a contact says a reason and no person: it goes with the last version before it.
            var isTheirs = false
            for (place, body) in zip(places, bodies) {
                if body?["removed"] == nil { isTheirs = body?["person"]?.whole == person.number }
                if isTheirs { try add(place, saying: nil) }
            }
        }
        for place in setting.places(record.reference) {
            guard let body = setting.body(place.entry, place.position).flatMap({ try? JSON(reading: $0) }),
                body["name"] != nil
            else { continue }
            try add(place, saying: Prose(body.overlaid(by: ["name": nil]).written))
        }
        for document in project.documents(ofOnly: Set(gone)) {
            changes.append(.erase(Erasure(id: Key(first + changes.count), old: document, ground: ground)))
        }
        guard !changes.isEmpty else { throw Refusal("nothingToErase", [.init("record", .record(record.reference))]) }
        return changes
    }
}
