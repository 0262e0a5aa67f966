/// Who was there, from one sheet: everybody expected in one form, one entry in the trail.
///
/// Who is on the list already is changed, others are added. The sheet is kept with the attendance, not with the event,
/// which everybody reads. The head count is taken from the list where nobody gave one, and follows it as long as it is that
/// of the list: a long list comes in several parts.
public struct RecordAttendance: StateVerb {
    public static let name = "record-attendance"
    public static let demanded: Set = ["rows"]
    public static let starts: [Event.Status] = [.held, .planned, .moved]

    public var event: Key<Event>
    public var how: Attendance.How
    public var rows: [Row]
    /// The scanned sheet.
    public var provenance: Provenance?

    public struct Row: Codable, Sendable, Equatable {
        public var state: Attendance.State
        public var person: Key<Person>?
        public var registration: Key<Registration>?
        public var name: String?
        public var organisation: String?
        public var partner: Key<Partner>?
        public var country: Country?
        public var capacity: Attendance.Capacity?
        /// Came though waiting for a place, or withdrawn: whoever says so has looked.
        public var withoutPlace: Bool = false
    }

    public var subject: Key<Event> { event }

    public func decided(_ record: Event, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var event = record
        if let start = event.start, start.first > setting.today {
            throw Refusal("notYet", [.init("record", .record(event.reference)), .init("day", .when(start))])
        }
        let before = project.attendances(of: event.id)
        var next = project.attendances.next.number
        var changes: [Change] = []
        var after = Dictionary(uniqueKeysWithValues: before.map { ($0.id, $0) })
        var found: [Finding] = []
        for (index, row) in rows.enumerated() {
            var mine = Attendance(
                id: Key(next), event: event.id, state: row.state, how: how, person: row.person,
                registration: row.registration, name: row.name, organisation: row.organisation, partner: row.partner,
                country: row.country, capacity: row.capacity)
            if let registration = row.registration.flatMap({ project.registrations[$0] }),
                registration.event != event.id
            {
                found.append(Finding("otherEvent", .blocks, field: "rows.\(index).registration"))
            } else if let registration = row.registration.flatMap({ project.registrations[$0] }),
                !registration.hasPlace, row.state == .present, !row.withoutPlace
            {
                found.append(
                    Finding(
                        "cameWithoutPlace", .blocks, field: "rows.\(index).registration",
                        facts: [
                            .init("record", .record(registration.reference)),
                            .init("state", .word(Registration.Status.choiceName, registration.status.rawValue)),
                        ]))
            }
            if rows.prefix(index).contains(where: row.isSame) {
                found.append(Finding("attendeeTwice", .blocks, field: "rows.\(index)"))
                continue
            }
            if let old = before.first(where: { row.isSame(as: $0) }) {
                mine.id = old.id
                mine.salt = old.salt
                mine.provenance = old.provenance
                mine.capacity = row.capacity ?? old.capacity
                // Sent again unchanged, it stays as it was known.
                guard mine.state != old.state || mine.capacity != old.capacity else { continue }
            } else {
                next += 1
            }
            found += mine.findings(in: project).filter(\.blocks).map {
                Finding($0.code, .blocks, field: "rows.\(index).\($0.field)", facts: $0.facts)
            }
            after[mine.id] = mine
            changes.append(.put(mine))
        }
        guard found.isEmpty else { throw .blocked(by: found) }

        if let sheets = provenance?.proofs, !sheets.isEmpty {
            var list = project.attendanceList(of: event.id, with: sheets, how: how)
            if project.attendances[list.id] == nil { list.id = Key(next) }
            if project.attendances[list.id] != list { changes.append(.put(list)) }
        }
        let counted = Count(before.filter { $0.state == .present }.count)
        if event.participants == nil || (counted.number > 0 && event.participants == counted) {
            event.participants = Count(after.values.filter { $0.state == .present }.count)
        }
        if event != record { changes.append(.put(event)) }
        guard !changes.isEmpty else { throw Refusal("nothingChanged", [.init("record", .record(event.reference))]) }
        return changes
    }
}

extension RecordAttendance.Row {
    fileprivate func isSame(as other: RecordAttendance.Row) -> Bool {
        if person != nil || other.person != nil { return person == other.person }
        if registration != nil || other.registration != nil { return registration == other.registration }
        return name == other.name && organisation == other.organisation
    }

    fileprivate func isSame(as old: Attendance) -> Bool {
        if person != nil { return old.person == person }
        if registration != nil { return old.registration == registration }
        return old.person == nil && old.registration == nil && old.name == name && old.organisation == organisation
    }
}
