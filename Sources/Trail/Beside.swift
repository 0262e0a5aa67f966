import Domain
import Foundation
import GRDB

/// The plain tables beside the trails: footprints, which are made again from them, and readings, which are in none.
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

    /// The footprints of one sort, of all projects: project, key, value.
    public func footprints(_ what: String) throws -> [(project: String, key: String, value: String)] {
        try queue.read { db in
            try Row.fetchAll(
                db, sql: "SELECT project, key, value FROM footprints WHERE what = ? ORDER BY project, key",
                arguments: [what]
            )
            .map { ($0[0], $0[1], $0[2]) }
        }
    }

    package func footprint(_ what: String, _ key: String, of project: String) throws -> String? {
        try queue.read { db in
            try String.fetchOne(
                db, sql: "SELECT value FROM footprints WHERE project = ? AND what = ? AND key = ?",
                arguments: [project, what, key])
        }
    }

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

    /// Notes that somebody read something. Not part of any trail. Refused where nothing can be noted: then it is not read.
    public func note(reading what: String, of project: String, by person: Int, at entry: Int, moment: Moment) throws {
        guard !isReadOnly else { throw Refusal("notNoted") }
        try queue.write { db in
            try db.execute(
                sql: "INSERT INTO readings (project, person, entry, moment, what) VALUES (?, ?, ?, ?, ?)",
                arguments: [project, person, entry, moment.milliseconds, what])
        }
    }

    /// Who read particulars of persons, in order: what was read, as its address is below the project, and by whom, 0 for who
    /// owns the folder. That somebody looked at the home page is no such reading.
    public func readings(of project: String) throws -> [(person: Int, entry: Int, milliseconds: Int64, what: String)] {
        try queue.read { db in
            try Row.fetchAll(
                db,
                sql:
                    "SELECT person, entry, moment, what FROM readings WHERE project = ? AND what <> 'home' ORDER BY rowid",
                arguments: [project]
            ).map { ($0[0], $0[1], $0[2], $0[3]) }
        }
    }

    /// The entry up to which the person had read the thing before the last reading that is at least so old.
    public func lastReading(of what: String, in project: String, by person: Int, before milliseconds: Int64) throws -> (
        entry: Int, moment: Int64
    )? {
        try queue.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT entry, moment FROM readings WHERE project = ? AND person = ? AND what = ? AND moment <= ?
                    ORDER BY moment DESC LIMIT 1
                    """, arguments: [project, person, what, milliseconds]
            ).map { ($0[0], $0[1]) }
        }
    }
}
