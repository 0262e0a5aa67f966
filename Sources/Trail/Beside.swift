import Domain
import Foundation
import GRDB

/// Who read what. It is in no trail, and only added to.
///
/// A data folder is one maker (`Store`), memory is another (in the tests); the same claims hold for both.
package protocol Readings: AnyObject, Sendable {
    /// It is there when this returns. Refused where nothing can be noted: then it is not read.
    func note(_ reading: Reading, of project: String) throws
    /// Who read particulars of persons, in order. That somebody looked at the home page is no such reading.
    func readings(of project: String) throws -> [Reading]
    /// The last reading of the thing by the person, of those until then, in milliseconds as a moment has them.
    func lastReading(of what: String, in project: String, by person: Int, until then: Int64) throws -> Reading?
}

/// That somebody read something of a project.
public struct Reading: Sendable, Equatable {
    /// What looking at the home page is noted as.
    public static let home = "home"

    /// As its address is below the project.
    public let what: String
    /// 0 for who owns the folder.
    public let person: Int
    /// The entry as of which it was read.
    public let entry: Int
    public let moment: Moment

    public init(_ what: String, by person: Int, at entry: Int, _ moment: Moment) {
        self.what = what
        self.person = person
        self.entry = entry
        self.moment = moment
    }
}

/// Footprints, which are made again from the trails.
extension Store {
    package func write(_ footprints: [Footprint], of project: String) throws {
        try queue.write { try Store.write(footprints, of: project, $0) }
    }

    static func write(_ footprints: [Footprint], of project: String, _ db: Database) throws {
        for footprint in footprints {
            if let value = footprint.value {
                try db.execute(
                    sql:
                        "INSERT INTO footprints (project, what, key, value) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                    arguments: [project, footprint.what, footprint.key, value])
            } else {
                try db.execute(
                    sql: "DELETE FROM footprints WHERE project = ? AND what = ? AND key = ?",
                    arguments: [project, footprint.what, footprint.key])
            }
        }
    }

    package func footprint(_ what: String, _ key: String, of project: String) throws -> String? {
        try queue.read { db in
            try String.fetchOne(
                db, sql: "SELECT value FROM footprints WHERE project = ? AND what = ? AND key = ?",
                arguments: [project, what, key])
        }
    }
}

/// What was sent under a key, for a week.
extension Store {
    /// That something was sent under a key, in the transaction of its entry. What is older than a week goes.
    static func note(_ once: SentOnce, _ header: Header, _ db: Database) throws {
        let moment = header.moment.milliseconds
        try db.execute(
            sql: "DELETE FROM sent WHERE project = ? AND moment < ?",
            arguments: [header.project, moment - SentOnce.kept])
        try db.execute(
            sql: "INSERT INTO sent (project, key, content, entry, moment) VALUES (?, ?, ?, ?, ?)",
            arguments: [header.project, once.key, Data(once.content.raw), header.entry, moment])
    }

    package func sent(_ key: String, of project: String) throws -> (content: Digest, entry: Int)? {
        try queue.read { db in
            guard
                let row = try Row.fetchOne(
                    db, sql: "SELECT content, entry FROM sent WHERE project = ? AND key = ?", arguments: [project, key])
            else { return nil }
            return (Digest(raw: Array(row[0] as Data)), row[1])
        }
    }
}

extension Store: Readings {
    package func note(_ reading: Reading, of project: String) throws {
        guard !isReadOnly else { throw Refusal("notNoted") }
        try queue.write { db in
            try db.execute(
                sql: "INSERT INTO readings (project, person, entry, moment, what) VALUES (?, ?, ?, ?, ?)",
                arguments: [project, reading.person, reading.entry, reading.moment.milliseconds, reading.what])
        }
    }

    package func readings(of project: String) throws -> [Reading] {
        try queue.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT what, person, entry, moment FROM readings WHERE project = ? AND what <> ? ORDER BY rowid",
                arguments: [project, Reading.home]
            ).map(Store.reading)
        }
    }

    package func lastReading(of what: String, in project: String, by person: Int, until then: Int64) throws -> Reading?
    {
        try queue.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT what, person, entry, moment FROM readings
                    WHERE project = ? AND person = ? AND what = ? AND moment <= ?
                    ORDER BY moment DESC, rowid DESC LIMIT 1
                    """, arguments: [project, person, what, then]
            ).map(Store.reading)
        }
    }

    private static func reading(_ row: Row) -> Reading {
        let milliseconds: Int64 = row[3]
        let day = Day(count: Int(milliseconds / 86_400_000))
        return Reading(row[0], by: row[1], at: row[2], Moment(milliseconds: milliseconds, day: day))
    }
}
