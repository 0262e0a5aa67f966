/// Whether somebody was at an event, or, naming nobody, the signed lists that prove it. Personal; shredded with the registrations, numbers stay.
public struct Attendance: Record {
    public static let kind = "attendance"
    public static let plural = "attendances"
    public static let room = Room.events
    public static let isPersonal = true

    public enum State: String, Choice { case present, absent, excused }
    /// How it is known: from a signed sheet that was scanned, entered by hand, or logged by the video service.
    public enum How: String, Choice { case sheet, hand, log }
    /// What the person said in a survey afterwards: whether he or she can do more now.
    public enum Capacity: String, Choice { case increased, notIncreased }

    public var id: Key<Attendance>
    public var event: Key<Event>
    public var state: State
    public var how: How
    /// Who: a person of the project, somebody registered, or a guest by name, or an organisation alone.
    public var person: Key<Person>?
    public var registration: Key<Registration>?
    public var name: String?
    public var organisation: String?
    public var partner: Key<Partner>?
    public var country: Country?
    public var capacity: Capacity?
    /// Chance in bodies of before, when a body had no salt of its own. No longer filled, and in no answer.
    public var salt: String?
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { project.owner(of: event) }
    public var caption: Caption { .numbered(id.number) }

    /// Whether it is about nobody in particular: it holds the lists of the event, and is not counted.
    public var isList: Bool { isAboutNobody && !provenance.proofs.isEmpty }
    private var isAboutNobody: Bool { person == nil && registration == nil && name == nil && organisation == nil }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if isAboutNobody, !isList {
            found.append(Finding("missing", .blocks, field: "name"))
        }
        if state == .present, let elsewhere = project.elsewhere(self) {
            found.append(
                Finding(
                    "presentTwice", .warns, about: elsewhere.reference, field: "event",
                    facts: [.init("record", .record(elsewhere.event.reference))]))
        }
        return found
    }
}

extension Project {
    public var attendances: Table<Attendance> { self[Attendance.self] }

    /// Who was there or was not; the lists themselves are none of them.
    public func attendances(of event: Key<Event>) -> [Attendance] {
        attendances.filter { $0.event == event && !$0.isList }
    }

    /// The signed lists of the event.
    public func attendanceLists(of event: Key<Event>) -> [Proof] {
        attendances.filter { $0.event == event && $0.isList }.flatMap(\.provenance.proofs)
    }

    /// Where else the same person was present, in another place on the same day. Two events back to back are one place,
    /// and who is online may be anywhere.
    func elsewhere(_ attendance: Attendance) -> Attendance? {
        guard let here = events[attendance.event], let named = attendance.named else { return nil }
        let others = present(beside: here)
        guard !others.isEmpty else { return nil }
        let identities = Identities(applying([.put(attendance)]), only: Set(others.compactMap(\.named) + [named]))
        return others.first { $0.named.map { identities.areSame($0, named) } == true }
    }

    /// Who of those present was present somewhere else on the same day, and where.
    public func presentTwice(at event: Event) -> [(attendance: Attendance, elsewhere: Key<Event>)] {
        let others = present(beside: event)
        guard !others.isEmpty else { return [] }
        let identities = Identities(self)
        let elsewhere = Dictionary(
            others.compactMap { other in other.named.flatMap { identities.of($0) }.map { ($0, other) } },
            uniquingKeysWith: { first, _ in first })
        return attendances(of: event.id).filter { $0.state == .present }.compactMap { attendance in
            attendance.named.flatMap { identities.of($0) }.flatMap { elsewhere[$0] }.map { (attendance, $0.event) }
        }
    }

    /// Those present in other places on the days of the event.
    private func present(beside here: Event) -> [Attendance] {
        guard here.mode != .online, let first = here.start?.exactly else { return [] }
        let last = here.end?.exactly ?? first
        let others = events.filter { there in
            guard there.id != here.id, there.mode != .online, there.backToBack != here.id,
                there.place == nil || there.place != here.place, let begins = there.start?.exactly
            else { return false }
            return begins <= last && first <= there.end?.exactly ?? begins
        }
        guard !others.isEmpty else { return [] }
        let keys = Set(others.map(\.id))
        return attendances.filter { $0.state == .present && keys.contains($0.event) }
    }

    public func country(of attendance: Attendance) -> Country? {
        let registration = attendance.registration.flatMap { registrations[$0] }
        return attendance.country ?? registration?.country ?? partner(of: attendance).flatMap { partners[$0]?.country }
    }

    public func partner(of attendance: Attendance) -> Key<Partner>? {
        attendance.partner ?? attendance.person.flatMap { persons[$0]?.partner }
            ?? attendance.registration.flatMap { registrations[$0]?.partner }
    }

    /// How many were present, absent or excused, by country and partner; from the list, or as counted when it was shredded.
    /// Who stands in several lines of the list is one human being, and was there if one of them says so.
    public func people(at event: Event) -> [Event.CountedPeople] {
        var counted = event.counted
        let lines = attendances(of: event.id)
        let identities = lines.count { $0.named != nil } > 1 ? Identities(self) : nil
        var seen: Set<Reference> = []
        let order = Attendance.State.allCases
        for attendance in order.flatMap({ state in lines.filter { $0.state == state } }) {
            if let one = attendance.named.flatMap({ identities?.of($0) }), !seen.insert(one).inserted { continue }
            let (country, partner) = (country(of: attendance), partner(of: attendance))
            if let index = counted.firstIndex(where: {
                $0.state == attendance.state && $0.country == country && $0.partner == partner
            }) {
                counted[index].number += 1
            } else {
                counted.append(
                    .init(number: 1, state: attendance.state, country: country, partner: partner))
            }
        }
        return counted
    }
}
