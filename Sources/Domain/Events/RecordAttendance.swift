/// Who was there, from one sheet: everybody expected in one form, one entry in the trail.
public struct AttendanceTaken: Codable, Sendable, Demanding {
    public static let demanded: Set = ["rows"]

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
    }
}

extension Verb {
    public static let recordAttendance = Verb(
        "record-attendance", in: .events, on: "event", AttendanceTaken.self,
        when: { ($0 as? Event).map { $0.isAhead || $0.status == .held } ?? false }
    ) {
        (project, input, setting) throws(Refusal) in try project.attending(input, setting)
    }
}

extension Project {
    /// Who is on the list already is changed, others are added. The sheet is kept with the attendance, not with the event,
    /// which everybody reads. The head count is taken from the list where nobody gave one,
    /// and follows it as long as it is that of the list: a long list comes in several parts.
    public func attending(_ input: AttendanceTaken, _ setting: Setting) throws(Refusal) -> [Change] {
        var event = try events.require(input.event)
        guard event.isAhead || event.status == .held else {
            throw .notInState(needed: Event.Status.held, is: event.status)
        }
        if let start = event.start, start.first > setting.today {
            throw Refusal("notYet", [.init("record", .record(event.reference)), .init("day", .when(start))])
        }
        let before = attendances(of: event.id)
        var next = attendances.next.number
        var changes: [Change] = []
        var after = Dictionary(uniqueKeysWithValues: before.map { ($0.id, $0) })
        var found: [Finding] = []
        for (index, row) in input.rows.enumerated() {
            var mine = Attendance(
                id: Key(next), event: event.id, state: row.state, how: input.how, person: row.person,
                registration: row.registration, name: row.name, organisation: row.organisation, partner: row.partner,
                country: row.country, capacity: row.capacity)
            if let registration = row.registration.flatMap({ registrations[$0] }), registration.event != event.id {
                found.append(Finding("otherEvent", .blocks, field: "rows.\(index).registration"))
            }
            if let old = before.first(where: { isSame($0, row) }) {
                mine.id = old.id
                mine.salt = old.salt
                mine.provenance = old.provenance
                mine.capacity = row.capacity ?? old.capacity
                // Sent again unchanged, it stays as it was known.
                guard mine.state != old.state || mine.capacity != old.capacity else { continue }
            } else {
                next += 1
            }
            found += mine.findings(in: self).filter(\.blocks).map {
                Finding($0.code, .blocks, field: "rows.\(index).\($0.field)", facts: $0.facts)
            }
            after[mine.id] = mine
            changes.append(.put(mine))
        }
        guard found.isEmpty else { throw .blocked(by: found) }

        let old = event
        if let sheets = input.provenance?.proofs, !sheets.isEmpty {
            var list = attendanceList(of: event.id, with: sheets, how: input.how)
            if attendances[list.id] == nil { list.id = Key(next) }
            if attendances[list.id] != list { changes.append(.put(list)) }
        }
        let counted = Count(before.filter { $0.state == .present }.count)
        if event.participants == nil || (counted.number > 0 && event.participants == counted) {
            event.participants = Count(after.values.filter { $0.state == .present }.count)
        }
        if event != old { changes.append(.put(event)) }
        guard !changes.isEmpty else { throw Refusal("nothingChanged", [.init("record", .record(event.reference))]) }
        return changes
    }

    private func isSame(_ old: Attendance, _ row: AttendanceTaken.Row) -> Bool {
        if row.person != nil { return old.person == row.person }
        if row.registration != nil { return old.registration == row.registration }
        return old.person == nil && old.registration == nil && old.name == row.name
            && old.organisation == row.organisation
    }
}
