import Desk
import Domain
import Words

/// Somebody who is or was expected at an event.
struct Expected: Sendable {
    var person: Key<Person>?
    var registration: Key<Registration>?
    var attendance: Attendance?
    /// Nil where it is withheld or erased.
    let name: String?
    let organisation: String
    let country: String?
    let photographs: Bool

    /// Who registered and has a place or came, the partners' people, and everybody else on the list, each once and in that
    /// order: it stays while pages of it are recorded one after the other, for guests come last.
    static func all(at event: Event, in project: Project) -> [Expected] {
        let known = project.attendances(of: event.id)
        let ofRegistrations = Dictionary(
            known.compactMap { attendance in attendance.registration.map { ($0, attendance) } },
            uniquingKeysWith: { first, _ in first })
        let ofPersons = Dictionary(
            known.compactMap { attendance in attendance.person.map { ($0, attendance) } },
            uniquingKeysWith: { first, _ in first })
        var listed: Set<Key<Attendance>> = []
        var all: [Expected] = []
        func list(_ attendance: Attendance?) {
            guard let attendance, listed.insert(attendance.id).inserted else { return }
            let who = Attendee(attendance, project)
            all.append(
                Expected(
                    person: attendance.person, registration: attendance.registration, attendance: attendance,
                    name: who.name, organisation: who.organisation, country: who.country,
                    photographs: attendance.registration.flatMap { project.registrations[$0]?.photographs } ?? true))
        }
        for registration in project.registrations(of: event.id) {
            if let attendance = ofRegistrations[registration.id] {
                list(attendance)
            } else if registration.hasPlace {
                all.append(
                    Expected(
                        registration: registration.id, name: registration.name,
                        organisation: registration.organisation ?? "",
                        country: registration.country?.code, photographs: registration.photographs))
            }
        }
        // Who registered is not expected once more as a person of the project.
        let identities = Identities(project)
        var named = Set(all.compactMap { $0.registration.flatMap { identities.of($0.reference) } })
        named.formUnion(ofPersons.keys.compactMap { identities.of($0.reference) })
        for person in project.persons {
            if let attendance = ofPersons[person.id] {
                list(attendance)
            } else if let partner = person.partner, event.expects(partner),
                works(person, partner, on: event, in: project),
                identities.of(person.reference).map({ named.insert($0).inserted }) ?? true
            {
                all.append(
                    Expected(
                        person: person.id, name: project.name(of: person.id),
                        organisation: project.name(of: partner, on: event.dated) ?? "",
                        country: project.partners[partner]?.country.code,
                        photographs: project.consent(of: person.id)?.photographs != .no))
            }
        }
        known.forEach(list)
        return all
    }
}

extension Expected {
    func called(_ words: Words) -> String {
        name ?? person.map { words.caption(.numbered($0.number), kind: Person.kind) } ?? ""
    }

    /// Whether the partner was in the partnership then, and the person had a duty, where any of the person's is known.
    private static func works(_ person: Person, _ partner: Key<Partner>, on event: Event, in project: Project) -> Bool {
        guard let day = event.start?.first else { return true }
        if let partner = project.partners[partner],
            partner.from.map({ $0.first > day }) ?? false || partner.to.map({ $0.last < day }) ?? false
        {
            return false
        }
        let duties = project.duties.filter { $0.person == person.id }
        return duties.isEmpty || duties.contains { $0.isHeld(on: day) }
    }
}
