/// What somebody enters on the public page of an event, open to everybody: the registration form says when.
///
/// A place while there is one; else the waiting list, where there is one. Decided one after the other, so that no place is
/// given twice.
public struct Register: Verb {
    public static let name = "register"
    public static let room = Room.events
    public static let may = May.everybody
    public static let kind: String? = Registration.kind

    /// More than this nobody keeps waiting for one event.
    private static let mostWaiting = 2_000
    /// Beyond the places, those who withdrew included: what a program could send in a night.
    private static let mostRegistrations = 10_000

    public var event: Key<Event>
    public var name: String
    public var organisation: String?
    public var country: Country?
    public var mail: MailAddress
    public var diet: String?
    public var needs: String?
    public var language: LanguageCode?
    public var photographs: Bool
    public var onLists: Bool

    /// It makes a registration, and is on no page of one.
    public static func hindrance(of record: any Record, in project: Project) -> Refusal? { Refusal("unknownPage") }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let event = try project.events.require(event)
        guard let form = project.registrationForm(of: event.id) else {
            throw Refusal("noRegistration", [.init("record", .record(event.reference))])
        }
        if let refusal = HoldEvent.hindrance(event, in: project) { throw refusal }
        guard let opensOn = form.opensOn else {
            throw Refusal("noRegistration", [.init("record", .record(event.reference))])
        }
        guard setting.today >= opensOn else { throw Refusal("registrationNotOpen", [.init("day", .day(opensOn))]) }
        guard form.isOpen(on: setting.today, for: event) else {
            throw Refusal(
                "registrationClosed", [.init("day", .day(form.closesOn ?? event.start?.last ?? setting.today))])
        }
        let all = project.registrations(of: event.id)
        guard all.count < (form.places ?? 0) + Self.mostRegistrations else {
            throw Refusal("noPlaceLeft", [.init("places", .whole(form.places ?? all.count))])
        }
        var mine = Registration(
            id: project.registrations.next, event: event.id, status: .waiting, name: name, organisation: organisation,
            country: country, mail: mail, diet: diet, needs: needs, language: language, photographs: photographs,
            onLists: onLists, registeredOn: setting.today, salt: setting.salt)
        let found = mine.findings(in: project).filter(\.blocks)
        guard found.isEmpty else { throw .blocked(by: found) }

        var changed = form.movedUp(all + [mine])
        let hasPlace = changed.contains { $0.id == mine.id }
        if hasPlace {
            mine.status = .registered
            changed.removeAll { $0.id == mine.id }
        } else if !form.waitingList || all.filter({ $0.status == .waiting }).count >= Self.mostWaiting {
            throw Refusal("noPlaceLeft", [.init("places", .whole(form.places ?? 0))])
        }
        return [.put(mine)] + changed.map { .put($0) }
            + project.messages(
                [(mine, hasPlace ? .registered : .waiting)] + changed.map { ($0, .movedUp) }, setting)
    }
}

/// What somebody does with the own link, open to whoever has it: comes for sure, or gives the place free. Refused as unknown
/// unless the token is that of the registration.
public struct AnswerRegistration: RecordVerb {
    public static let name = "answer-registration"
    public static let may = May.everybody

    public enum Answer: String, Choice { case confirm, withdraw }

    public var registration: Key<Registration>
    public var token: String
    public var answer: Answer

    public var subject: Key<Registration> { registration }

    /// It has a page of its own.
    public static func hindrance(of record: any Record, in project: Project) -> Refusal? { Refusal("unknownPage") }

    public func decided(_ record: Registration, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard record.token(setting.hash) == token else { throw .unknownRecord(record.reference) }
        switch answer {
        case .confirm:
            guard ConfirmRegistration.starts.contains(record.status) else {
                throw .notInState(needed: ConfirmRegistration.starts, is: record.status)
            }
            return [.put(record.confirmed)]
        case .withdraw:
            if let refusal = ReleasePlace.hindrance(record, in: project) { throw refusal }
            return project.withdrawing(record, setting)
        }
    }
}

/// Somebody told the organisers that he or she comes for sure.
public struct ConfirmRegistration: StateVerb {
    public static let name = "confirm-registration"
    public static let starts: [Registration.Status] = [.registered]

    public var registration: Key<Registration>

    public var subject: Key<Registration> { registration }

    public func decided(_ record: Registration, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        [.put(record.confirmed)]
    }
}

/// Somebody told the organisers that he or she does not come. Refused once the event was held.
public struct ReleasePlace: StateVerb {
    public static let name = "release-place"
    public static let starts: [Registration.Status] = [.registered, .waiting, .confirmed]

    public var registration: Key<Registration>
    public var note: String?

    public var subject: Key<Registration> { registration }

    public static func hindrance(_ record: Registration, in project: Project) -> Refusal? {
        guard starts.contains(record.status) else { return .notInState(needed: starts, is: record.status) }
        guard let event = project.events[record.event], event.status == .held else { return nil }
        return HoldEvent.hindrance(event, in: project)
    }

    public func decided(_ record: Registration, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var registration = record
        if let note { registration.provenance.note = Prose(note) }
        return project.withdrawing(registration, setting)
    }
}

extension Registration {
    fileprivate var confirmed: Registration {
        var registration = self
        registration.status = .confirmed
        return registration
    }
}

extension Project {
    /// The place goes to the first who waits, at once.
    fileprivate func withdrawing(_ registration: Registration, _ setting: Setting) -> [Change] {
        var mine = registration
        mine.status = .withdrawn
        let all = registrations(of: mine.event).map { $0.id == mine.id ? mine : $0 }
        let moved = registrationForm(of: mine.event)?.movedUp(all) ?? []
        return [.put(mine)] + moved.map { .put($0) }
            + messages([(mine, .withdrawn)] + moved.map { ($0, .movedUp) }, setting)
    }

    /// What is to be said to each, queued for sending.
    func messages(_ told: [(Registration, OutboxMessage.Occasion)], _ setting: Setting) -> [Change] {
        var next = outboxMessages.next.number
        var queued: [Change] = []
        for (registration, occasion) in told {
            guard let mail = registration.mail else { continue }
            queued.append(
                .put(
                    OutboxMessage(
                        id: Key(next), to: mail, occasion: occasion, event: registration.event,
                        registration: registration.id, language: registration.language, queuedOn: setting.today)))
            next += 1
        }
        return queued
    }
}
