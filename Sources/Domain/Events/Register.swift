/// What somebody enters on the public page of an event.
public struct Registering: Codable, Sendable {
    public var event: Key<Event>
    public var name: String
    public var organisation: String?
    public var country: Country?
    public var mail: String
    public var diet: String?
    public var needs: String?
    public var language: LanguageCode?
    public var photographs: Bool
    public var onLists: Bool
}

/// What somebody does with the own link: comes for sure, or gives the place free.
public struct RegistrationAnswered: Codable, Sendable {
    public enum Answer: String, Choice { case confirm, withdraw }
    public var registration: Key<Registration>
    public var token: String
    public var answer: Answer
}

/// Somebody told the organisers that he or she does not come.
public struct PlaceReleased: Codable, Sendable {
    public var registration: Key<Registration>
    public var note: String?
}

extension AnyVerb {
    /// Open to everybody: the form says when.
    public static let register = AnyVerb(
        "register", in: .events, on: "registration", Registering.self, when: { _ in false }
    ) {
        (project, input, setting) throws(Refusal) in try project.registering(input, setting)
    }
    /// Open to whoever has the link.
    public static let answerRegistration = AnyVerb(
        "answer-registration", in: .events, on: "registration", RegistrationAnswered.self, when: { _ in false }
    ) {
        (project, input, setting) throws(Refusal) in try project.answering(input, setting)
    }
    public static let releasePlace = AnyVerb(
        "release-place", in: .events, on: "registration", PlaceReleased.self,
        when: { ($0 as? Registration).map { $0.status != .withdrawn } ?? false }
    ) {
        (project, input, setting) throws(Refusal) in
        var registration = try project.registrations.require(input.registration)
        if let note = input.note { registration.provenance.note = Prose(note) }
        return try project.withdrawing(registration, setting)
    }
}

extension Project {
    /// More than this nobody keeps waiting for one event.
    static let mostWaiting = 2_000
    /// Beyond the places, those who withdrew included: what a program could send in a night.
    static let mostRegistrations = 10_000

    /// A place while there is one; else the waiting list, where there is one. Decided one after the other, so that no
    /// place is given twice.
    public func registering(_ input: Registering, _ setting: Setting) throws(Refusal) -> [Change] {
        let event = try events.require(input.event)
        guard let form = registrationForm(of: event.id) else {
            throw Refusal("noRegistration", [.init("record", .record(event.reference))])
        }
        guard event.isAhead else { throw .notInState(needed: Event.Status.planned, is: event.status) }
        guard setting.today >= form.opensOn else {
            throw Refusal("registrationNotOpen", [.init("day", .day(form.opensOn))])
        }
        guard form.isOpen(on: setting.today, for: event) else {
            throw Refusal(
                "registrationClosed", [.init("day", .day(form.closesOn ?? event.start?.last ?? setting.today))])
        }
        let all = registrations(of: event.id)
        guard all.count < (form.places ?? 0) + Project.mostRegistrations else {
            throw Refusal("noPlaceLeft", [.init("places", .whole(form.places ?? all.count))])
        }
        var mine = Registration(
            id: registrations.next, event: event.id, status: .waiting, name: input.name,
            organisation: input.organisation, country: input.country, mail: input.mail, diet: input.diet,
            needs: input.needs, language: input.language, photographs: input.photographs, onLists: input.onLists,
            registeredOn: setting.today, salt: setting.salt)
        let found = mine.findings(in: self).filter(\.blocks)
        guard found.isEmpty else { throw .blocked(by: found) }

        var changed = form.movedUp(all + [mine])
        let hasPlace = changed.contains { $0.id == mine.id }
        if hasPlace {
            mine.status = .registered
            changed.removeAll { $0.id == mine.id }
        } else if !form.waitingList || all.filter({ $0.status == .waiting }).count >= Project.mostWaiting {
            throw Refusal("noPlaceLeft", [.init("places", .whole(form.places ?? 0))])
        }
        return [.put(mine)] + changed.map { .put($0) }
            + messages([(mine, hasPlace ? .registered : .waiting)] + changed.map { ($0, .movedUp) }, setting)
    }

    /// Refused as unknown unless the token is that of the registration.
    public func answering(_ input: RegistrationAnswered, _ setting: Setting) throws(Refusal) -> [Change] {
        guard var registration = registrations[input.registration],
            registration.token(setting.hash) == input.token
        else { throw .unknownRecord(input.registration.reference) }
        switch input.answer {
        case .confirm:
            guard registration.status == .registered else {
                throw .notInState(needed: Registration.Status.registered, is: registration.status)
            }
            registration.status = .confirmed
            return [.put(registration)]
        case .withdraw: return try withdrawing(registration, setting)
        }
    }

    /// The place goes to the first who waits, at once.
    fileprivate func withdrawing(_ registration: Registration, _ setting: Setting) throws(Refusal) -> [Change] {
        var mine = registration
        guard mine.status != .withdrawn else {
            throw .notInState(needed: Registration.Status.registered, is: mine.status)
        }
        if let event = events[mine.event], event.status == .held {
            throw .notInState(needed: Event.Status.planned, is: event.status)
        }
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
