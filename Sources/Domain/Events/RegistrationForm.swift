/// How people register for an event without signing in: from when to when, how many places, and what they are told.
public struct RegistrationForm: Record {
    public static let kind = "registration-form"
    public static let plural = "registration-forms"
    public static let room = Room.events
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(RegistrationForm.self) + AnyVerb.of(FillPlaces.self)
    }

    public var id: Key<RegistrationForm>
    public var event: Key<Event>
    /// From when people register here. Without it they register elsewhere, or the day is not known: nobody registers here.
    public var opensOn: Day?
    /// The last day; until the event begins when nothing is said.
    public var closesOn: Day?
    /// Without a number there is a place for everybody.
    public var places: Int?
    public var waitingList: Bool = false
    /// What people read above the form.
    public var text: Prose?
    /// Whom they may ask.
    public var contact: String?
    /// Until when what they enter is kept; then it is shredded, and only numbers stay.
    public var keepUntil: Day?
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { project.owner(of: event) }
    public var caption: Caption { .numbered(id.number) }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if let closesOn, let opensOn, closesOn < opensOn {
            found.append(
                Finding(
                    "endBeforeStart", .blocks, field: "closesOn",
                    facts: [.init("start", .day(opensOn)), .init("end", .day(closesOn))]))
        }
        if let places, !(1...100_000).contains(places) {
            found.append(
                Finding(
                    "numberOutOfRange", .blocks, field: "places",
                    facts: [.init("least", .whole(1)), .init("most", .whole(100_000))]))
        }
        if let other = project.registrationForm(of: event), other.id != id {
            found.append(Finding("formTwice", .blocks, about: other.reference, field: "event"))
        }
        if opensOn == nil, closesOn == nil { found.append(Finding("missing", .blocks, field: "opensOn")) }
        if keepUntil == nil, opensOn != nil { found.append(Finding("keepUntilMissing", .warns, field: "keepUntil")) }
        return found
    }
}

extension RegistrationForm {
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.registrationForms.flatMap { form -> [Need] in
            guard let event = project.events[form.event] else { return [] }
            var needs: [Need] = []
            if event.isAhead, let free = project.freePlaces(of: form), free > 0 {
                let waiting = project.registrations(of: form.event).filter { $0.status == .waiting }.count
                if waiting > 0 {
                    needs.append(
                        Need(
                            "placesFree", .open, about: event.reference, facts: [.init("waiting", .whole(waiting))],
                            holder: .partner(event.host), by: FillPlaces.name))
                }
            }
            // Particulars go when their time is over, also of a project that is closed.
            if let keep = form.keepUntil, project.hasParticulars(of: form.event),
                let need = Need.due(
                    keep, on: today, late: "shreddingLate", next: "shreddingDue", about: event.reference,
                    holder: .partner(event.host), by: ShredParticulars.name, lasts: true, part: "particulars")
            {
                needs.append(need)
            }
            return needs
        }
    }
}

/// Places that became free go to those who wait, in the order in which they came.
public struct FillPlaces: RecordVerb {
    public static let name = "fill-places"

    public var form: Key<RegistrationForm>

    public var subject: Key<RegistrationForm> { form }

    public func decided(_ record: RegistrationForm, in project: Project, _ setting: Setting) throws(Refusal)
        -> [Change]
    {
        let moved = record.movedUp(project.registrations(of: record.event))
        guard !moved.isEmpty else { throw Refusal("nothingChanged", [.init("record", .record(record.reference))]) }
        return moved.map { .put($0) } + project.messages(moved.map { ($0, .movedUp) }, setting)
    }
}

extension RegistrationForm {
    /// Whether somebody may register on the day.
    public func isOpen(on day: Day, for event: Event) -> Bool {
        event.isAhead && (opensOn.map { $0 <= day } ?? false) && day <= (closesOn ?? event.start?.last ?? day)
    }

    /// Those who wait and now have a place, in the order in which they came.
    func movedUp(_ all: [Registration]) -> [Registration] {
        var free = places.map { $0 - all.filter(\.hasPlace).count } ?? Int.max
        var moved: [Registration] = []
        for var registration in all where registration.status == .waiting && free > 0 {
            registration.status = .registered
            moved.append(registration)
            free -= 1
        }
        return moved
    }
}

extension Project {
    public var registrationForms: Table<RegistrationForm> { self[RegistrationForm.self] }

    public func registrationForm(of event: Key<Event>) -> RegistrationForm? {
        registrationForms.first { $0.event == event }
    }

    /// How many places are left; nil where there is one for everybody.
    public func freePlaces(of form: RegistrationForm) -> Int? {
        form.places.map { max(0, $0 - registrations(of: form.event).filter(\.hasPlace).count) }
    }
}
