import Domain
import Foundation
import GRDB

/// What was erased in the folder, for its backups, and where they lie.
extension Store {
    /// Everything that was erased here, with what stands there now: what is remembered of trails that are here no more, and
    /// what any trail has erased, in order of project and place.
    public func erasures() throws -> [Manifest.Gone] { try queue.read { try Store.erasures($0) } }

    static func erasures(_ db: Database) throws -> [Manifest.Gone] {
        var all = try String.fetchAll(db, sql: "SELECT gone FROM remembered_erasures ORDER BY gone").map {
            try Canonical.decode(Manifest.Gone.self, from: Array($0.utf8))
        }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT \(columns), project FROM bodies
                WHERE kind = ? AND body IS NOT NULL ORDER BY project, entry, position
                """, arguments: [Erasure.kind])
        for row in rows {
            let erasure = try Canonical.decode(Erasure.self, from: placed(row).body.record ?? [])
            var gone = Manifest.Gone(
                project: row[8], entry: erasure.entry, position: erasure.position, old: erasure.old,
                ground: erasure.ground)
            if let entry = erasure.entry, let position = erasure.position, erasure.new != nil {
                let body = try Row.fetchOne(
                    db,
                    sql: "SELECT \(columns) FROM bodies WHERE project = ? AND entry = ? AND position = ?",
                    arguments: [gone.project, entry, position])
                // The salt is no part of what it says: whoever carries it out again gives another.
                gone.instead = body.flatMap { placed($0).body.record }.map { String(decoding: $0, as: UTF8.self) }
            }
            all.removeAll { $0.isSame(as: gone) }
            all.append(gone)
        }
        return all
    }

    /// Remembers erasures beside the trails, where no trail of this folder has to say them.
    public func remember(_ erasures: [Manifest.Gone]) throws { try queue.write { try Store.remember(erasures, $0) } }

    static func remember(_ erasures: [Manifest.Gone], _ db: Database) throws {
        for gone in erasures {
            let text = String(decoding: Canonical.bytes(gone), as: UTF8.self)
            try db.execute(sql: "INSERT OR IGNORE INTO remembered_erasures (gone) VALUES (?)", arguments: [text])
        }
    }

    /// The database as it is at this moment, in a file of its own.
    func copyDatabase(to file: URL) throws {
        do {
            try queue.writeWithoutTransaction { db in
                // Of a folder that may only be read, what is written to is the copy, and no row of it.
                if isReadOnly { try db.execute(sql: "PRAGMA query_only=OFF") }
                defer { if isReadOnly { try? db.execute(sql: "PRAGMA query_only=ON") } }
                try db.execute(sql: "VACUUM INTO ?", arguments: [file.path])
            }
        } catch let error as DatabaseError { throw Store.fault(error, "") }
    }

    /// Where backups were made, the newest first.
    func backups() throws -> [URL] {
        try queue.read { db in
            try String.fetchAll(db, sql: "SELECT folder FROM backups ORDER BY moment DESC, folder DESC")
                .map { URL(fileURLWithPath: $0) }
        }
    }

    /// Remembers where a backup lies.
    public func note(backup folder: URL, _ moment: Moment) throws {
        try queue.write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO backups (folder, moment) VALUES (?, ?)",
                arguments: [folder.standardizedFileURL.path, moment.milliseconds])
        }
    }
}
