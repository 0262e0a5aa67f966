/// Somebody who wants to come to an event. Personal: shredded when the registration form says so; numbers stay.
public struct Registration: Stated {
    public static let kind = "registration"
    public static let plural = "registrations"
    public static let room = Room.events
    public static let governed: Set = ["status"]
    public static let isPersonal = true
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Registration.self)
            + AnyVerb.of(
                Register.self, AnswerRegistration.self, ConfirmRegistration.self, ReleasePlace.self)
    }

    public enum Status: String, Choice { case registered, waiting, confirmed, withdrawn }

    public var id: Key<Registration>
    public var event: Key<Event>
    public var status: Status
    public var name: String
    public var organisation: String?
    public var country: Country?
    /// The partner that the person belongs to, or was invited by.
    public var partner: Key<Partner>?
    public var mail: MailAddress?
    public var diet: String?
    public var needs: String?
    public var language: LanguageCode?
    /// Whether the person may be seen on photographs, and named on lists that others read.
    public var photographs: Bool = false
    public var onLists: Bool = false
    public var registeredOn: Day?
    /// Chance that the desk adds, so that nobody can guess the person's own link. In no answer.
    public var salt: String?
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { project.owner(of: event) }
    public var caption: Caption { .numbered(id.number) }
    public mutating func take(chance: String) { salt = chance }

    /// Whether it takes a place.
    public var hasPlace: Bool { status == .registered || status == .confirmed }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        for (field, text, most) in [
            ("name", name, 200), ("organisation", organisation ?? "", 300), ("mail", mail?.text ?? "", 200),
            ("diet", diet ?? "", 500), ("needs", needs ?? "", 500),
        ] where text.count > most {
            found.append(
                Finding(
                    "tooLong", .blocks, field: field,
                    facts: [.init("most", .whole(most)), .init("length", .whole(text.count))]))
        }
        let others = project.registrations(of: event).filter { $0.id != id && $0.status != .withdrawn }
        if status != .withdrawn, let mail, others.contains(where: { $0.mail?.folded == mail.folded }) {
            found.append(Finding("alreadyRegistered", .blocks, field: "mail"))
        }
        if hasPlace, let places = project.registrationForm(of: event)?.places,
            others.filter(\.hasPlace).count >= places, project.registrations[id]?.hasPlace != true
        {
            found.append(
                Finding("noPlaceLeft", .blocks, field: "event", facts: [.init("places", .whole(places))]))
        }
        return found
    }
}

extension Registration {
    /// What stands in the person's own link and nobody can guess: a digest over the chance in the record.
    public func token(_ hash: ([UInt8]) -> Digest) -> String? {
        guard let salt, !salt.isEmpty else { return nil }
        return String(hash(Array("registration/\(id.number)/\(salt)".utf8)).text.prefix(40))
    }
}

extension Project {
    public var registrations: Table<Registration> { self[Registration.self] }

    /// In the order in which they came.
    public func registrations(of event: Key<Event>) -> [Registration] { registrations.filter { $0.event == event } }

    /// Who comes and agreed that other participants read it.
    public func namedParticipants(of event: Key<Event>) -> [Registration] {
        registrations(of: event).filter { $0.hasPlace && $0.onLists }
    }

    /// What those with a place wrote about their diet, with how many wrote it.
    public func diets(of event: Key<Event>) -> [(diet: String, count: Int)] {
        var found: [(diet: String, count: Int)] = []
        for registration in registrations(of: event) where registration.hasPlace {
            guard let diet = registration.diet, !diet.isEmpty else { continue }
            if let index = found.firstIndex(where: { $0.diet.lowercased() == diet.lowercased() }) {
                found[index].count += 1
            } else {
                found.append((diet, 1))
            }
        }
        return found
    }
}
