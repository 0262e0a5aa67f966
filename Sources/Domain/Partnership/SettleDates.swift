/// Dates that were left behind are answered, several at once: each gets another day, or is accepted as it stands. The answer is
/// remembered with its reason, so an accepted date is asked no more while it stands. All are answered, or none.
///
/// Refused where a date is none of those left behind, and where its new day would be one again.
public struct SettleDates: Verb {
    public static let name = "settle-dates"
    public static let room = Room.partnership
    public static let demanded: Set = ["dates"]

    public var dates: [Answered] = []
    public var reason: String
    public var by: Who?

    /// The date of a record, and its new day; without one it is accepted.
    public struct Answered: Codable, Sendable, Equatable {
        /// The record: `activity/12`.
        public var record: String
        /// The field in which the date stands: `due`.
        public var field: String
        public var day: When?
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard var identification = project.identification else { throw Refusal("nothingChanged") }
        let left = project.datesLeftBehind
        var found: [Finding] = []
        var moves: [(record: Reference, days: [(index: Int, field: String, day: When)])] = []
        for (index, answer) in dates.enumerated() {
            let isSecond = dates.prefix(index).contains { $0.record == answer.record && $0.field == answer.field }
            guard !isSecond,
                let date = left.first(where: { $0.record.description == answer.record && $0.field == answer.field })
            else {
                found.append(
                    Finding(
                        "notLeftBehind", .blocks, field: "dates.\(index).record",
                        facts: [.init("text", .text("\(answer.record) \(answer.field)"))]))
                continue
            }
            identification.settledDates.append(
                SettledDate(
                    record: answer.record, field: answer.field, was: date.day, day: answer.day, on: setting.today,
                    reason: reason, by: by))
            guard let day = answer.day else { continue }
            if let place = moves.firstIndex(where: { $0.record == date.record }) {
                moves[place].days.append((index, answer.field, day))
            } else {
                moves.append((date.record, [(index, answer.field, day)]))
            }
        }
        var changes: [Change] = [.put(identification)]
        for move in moves {
            do throws(Refusal) {
                changes += try moving(move.record, move.days.map { ($0.field, $0.day) }, in: project, setting)
            } catch {
                guard error.code == "blocked" else { throw error }
                found += error.findings.map {
                    Finding(
                        $0.code, .blocks, about: move.record, field: "dates.\(move.days[0].index).day", facts: $0.facts)
                }
            }
        }
        guard found.isEmpty else { throw .blocked(by: found) }
        let after = project.applying(changes)
        let still = after.datesLeftBehind
        for (record, days) in moves {
            for (index, field, _) in days where still.contains(where: { $0.record == record && $0.field == field }) {
                found.append(Finding("stillLeftBehind", .blocks, about: record, field: "dates.\(index).day"))
            }
            let blocking = after.record(record)?.findings(in: after).filter(\.blocks) ?? []
            found += blocking.map {
                Finding($0.code, .blocks, about: record, field: "dates.\(days[0].index).day", facts: $0.facts)
            }
        }
        guard found.isEmpty else { throw .blocked(by: found) }
        return changes
    }

    /// The record with its new days: by the verb that moves it where it has one.
    private func moving(
        _ record: Reference, _ days: [(field: String, day: When)], in project: Project, _ setting: Setting
    ) throws(Refusal) -> [Change] {
        func day(_ field: String) -> When? { days.first { $0.field == field }?.day }
        switch record.kind {
        case Activity.kind:
            return try MoveActivity(
                activity: Key(record.number), start: day("start"), due: day("due"), reason: reason, by: by
            ).decided(in: project, setting)
        case Deliverable.kind:
            guard let due = day("due") else { return [] }
            return try MoveDeliverable(deliverable: Key(record.number), due: due, reason: reason, by: by)
                .decided(in: project, setting)
        case Event.kind:
            let event = try project.events.require(Key(record.number))
            return try MoveEvent(
                event: event.id, start: day("start"), end: day("end") ?? event.end(from: day("start")),
                withoutDay: false, reason: reason, by: by
            ).decided(in: project, setting)
        default:
            guard let kind = Kind.named(record.kind), var json = project.record(record)?.json else {
                throw .unknownRecord(record)
            }
            for (field, day) in days { json = json.setting(.text(day.plain), at: field.split(separator: ".")[...]) }
            let found = kind.shape.findings(in: json, of: project)
            guard found.isEmpty else { throw .blocked(by: found) }
            guard let new = json.bytes.withUnsafeBufferPointer({ try? kind.decode($0) }) else {
                throw .unknownRecord(record)
            }
            return [.put(new)]
        }
    }
}

extension Event {
    /// Its last day when it begins on another day and takes as long; nil where that is not known exactly.
    fileprivate func end(from other: When?) -> When? {
        guard let other = other?.exactly, let start = start?.exactly, let end = end?.exactly else { return nil }
        return .day(other.adding(days: end.count - start.count))
    }
}

extension JSON {
    /// The same with another value at a path; of a list by its place.
    fileprivate func setting(_ value: JSON, at path: ArraySlice<Substring>) -> JSON {
        guard let name = path.first else { return value }
        let rest = path.dropFirst()
        if let index = Whole.reading(name), let items = list {
            return .list(items.enumerated().map { $0 == index ? $1.setting(value, at: rest) : $1 })
        }
        let inner = (self[String(name)] ?? .object([])).setting(value, at: rest)
        return overlaid(by: .object(of: [(String(name), inner)]))
    }
}
