/// Whose particulars go, and on what ground.
public struct ParticularsErased: Codable, Sendable {
    public var person: Key<Person>
    public var ground: String
}

extension Verb {
    /// Erases bodies of the trail, so it belongs to that room and its duties.
    public static let eraseParticulars = Verb("erase-particulars", in: .trails, on: "person", ParticularsErased.self) {
        (project, input, setting) throws(Refusal) in try project.erasingParticulars(input, setting)
    }
}

extension Project {
    /// Name and contacts of the person are erased in every version that they had, those of contacts that were withdrawn too, with
    /// documents that prove nothing else. Where a body of before says the name beside the person, it says the person without it.
    /// The person stays, as "person 17".
    ///
    /// Refused when nothing of it is kept any more. What was entered for an event is shredded with the event.
    func erasingParticulars(_ input: ParticularsErased, _ setting: Setting) throws(Refusal) -> [Change] {
        let person = try persons.require(input.person)
        let gone =
            contacts.filter { $0.person == person.id }.map(\.reference)
            + [Reference(kind: PersonName.kind, number: person.id.number)]
        var changes: [Change] = []
        func add(_ place: BodyPlace, saying replacement: Prose?) throws(Refusal) {
            for case .put(let record) in try erasing(
                place.entry, place.position, replacement: replacement, ground: input.ground, setting)
            {
                guard var erasure = record as? Erasure else { continue }
                erasure.id = Key(erasures.next.number + changes.count)
                changes.append(.put(erasure))
            }
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
                if body?["removed"] == nil { isTheirs = body?["person"]?.whole == person.id.number }
                if isTheirs { try add(place, saying: nil) }
            }
        }
        for place in setting.places(person.reference) {
            guard let body = setting.body(place.entry, place.position).flatMap({ try? JSON(reading: $0) }),
                body["name"] != nil
            else { continue }
            try add(place, saying: Prose(body.overlaid(by: ["name": nil]).written))
        }
        for document in documents(ofOnly: Set(gone)) {
            changes.append(
                .put(
                    Erasure(id: Key(erasures.next.number + changes.count), old: document, ground: input.ground)))
        }
        guard !changes.isEmpty else { throw Refusal("nothingToErase", [.init("record", .record(person.reference))]) }
        return changes
    }
}
