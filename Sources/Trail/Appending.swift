import Domain
import Foundation
import GRDB
import Synchronization

extension Store {
    /// Appends entries of any projects in one durable transaction: all or none.
    ///
    /// Refused when the head of a trail has moved since the entry was decided. A full disk rolls everything back.
    package func append(_ appends: [Append]) throws {
        try refuseReadOnly()
        if let planned = failure.withLock({
            let value = $0; $0 = nil; return value
        }) {
            throw planned
        }
        do {
            try bringing(appends.compactMap(\.arrival)) { try Store.insert(appends, $0) }
            if appends.contains(where: { !$0.entry.erasures.isEmpty || $0.removes != nil }) { try cutOffLog() }
        } catch let error as DatabaseError {
            throw Store.fault(error, appends.first?.entry.header.project ?? "")
        }
    }

    /// What was erased is in the log of SQLite too, until it is written back and cut off.
    func cutOffLog() throws {
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }

    static func insert(_ appends: [Append], _ db: Database) throws {
        var heads: [String: Int] = [:]
        for append in appends {
            let header = append.entry.header
            let last =
                try heads[header.project] ?? Int.fetchOne(
                    db.cachedStatement(sql: "SELECT max(number) FROM entries WHERE project = ?"),
                    arguments: [header.project]) ?? 0
            guard last == header.entry - 1 else { throw TrailFault.headMoved(project: header.project) }
            heads[header.project] = header.entry
            try insert(header, append.entry.bytes, db)
            for (position, body) in append.entry.bodies.enumerated() {
                try insert(body, header.project, header.entry, position, db)
            }
            for (erasure, replacement) in append.entry.erasures {
                try erase(erasure, saying: replacement, in: header.project, db)
            }
            try write(append.footprints, of: header.project, db)
            if let once = append.once { try note(once, header, db) }
            if let project = append.removes { try remove(project, db) }
        }
    }

    /// The row of an entry, and those of the documents that it names.
    static func insert(_ header: Header, _ bytes: [UInt8], _ db: Database) throws {
        try db.cachedStatement(sql: "INSERT INTO entries (project, number, header) VALUES (?, ?, ?)").execute(
            arguments: [header.project, header.entry, Data(bytes)])
        for document in header.documents {
            try db.execute(
                sql: "INSERT OR IGNORE INTO named_documents (hash, project, entry) VALUES (?, ?, ?)",
                arguments: [Data(document.raw), header.project, header.entry])
        }
    }

    /// The row of a body, and that of the body that it says was erased.
    static func insert(_ body: Entry.Body, _ project: String, _ entry: Int, _ position: Int, _ db: Database) throws {
        try db.cachedStatement(
            sql:
                "INSERT INTO bodies (project, kind, record, entry, position, digest, body, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            project, body.reference.kind, body.reference.number, entry, position, Data(body.digest.raw),
            body.bytes.map { Data($0) },
            (body.state == .withheldInPart ? .redacted : body.state).rawValue,
        ])
        if body.state == .withheldInPart {
            try db.execute(
                sql: "INSERT INTO withheld_in_part (project, entry, position, said) VALUES (?, ?, ?, ?)",
                arguments: [project, entry, position, Data(Digest(of: body.bytes ?? []).raw)])
        }
        guard body.reference.kind == Erasure.kind, body.state == .written || body.state == .withheldInPart,
            let record = body.record,
            let erasure = try? Canonical.decode(Erasure.self, from: record)
        else { return }
        try note(erasure, in: project, by: entry, db)
    }

    /// That an entry erases a body or a document, for whoever must know without opening the project.
    static func note(_ erasure: Erasure, in project: String, by entry: Int, _ db: Database) throws {
        if let erased = erasure.entry, let position = erasure.position {
            try db.execute(
                sql: "INSERT OR IGNORE INTO erasures (project, entry, position, by_entry) VALUES (?, ?, ?, ?)",
                arguments: [project, erased, position, entry])
        } else if erasure.isOfDocument {
            try db.execute(
                sql: "INSERT OR IGNORE INTO erased_documents (hash, project, entry) VALUES (?, ?, ?)",
                arguments: [Data(erasure.old.raw), project, entry])
        }
    }

    /// Takes the bytes of an erased body away, in the transaction of the entry that says so.
    private static func erase(
        _ erasure: Erasure, saying replacement: [UInt8]?, in project: String, _ db: Database
    ) throws {
        guard let entry = erasure.entry, let position = erasure.position else { return }
        let state: Entry.State = erasure.new == nil ? .erased : .redacted
        try db.execute(
            sql: "UPDATE bodies SET body = ?, state = ? WHERE project = ? AND entry = ? AND position = ?",
            arguments: [replacement.map { Data($0) }, state.rawValue, project, entry, position])
        try db.execute(
            sql: "DELETE FROM withheld_in_part WHERE project = ? AND entry = ? AND position = ?",
            arguments: [project, entry, position])
    }

    static func fault(_ error: DatabaseError, _ project: String) -> TrailFault {
        switch error.resultCode {
        case .SQLITE_FULL: .diskFull
        case .SQLITE_CONSTRAINT where error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY:
            .headMoved(project: project)
        case .SQLITE_IOERR: error.extendedResultCode == .SQLITE_IOERR_WRITE ? .diskFull : .syncFailed("\(error)")
        default: .broken("\(error)")
        }
    }
}
