import Domain
import Foundation
import GRDB

extension Store {
    /// Writes a trail with everything in it to a file of this folder's; file and name are on the disk when this returns.
    public func putAside(_ project: String, to file: URL, nameless: (String) -> String?) throws -> (
        entries: Int, head: Digest
    ) {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let written = try export(project, to: file, particulars: true, nameless: nameless)
        for folder in [file.deletingLastPathComponent(), folder] { Store.sync(folder) }
        return (written.entries, written.head)
    }

    /// The documents that entries of a project name.
    public func namedDocuments(of project: String) throws -> [Digest] {
        try digests("SELECT DISTINCT hash FROM named_documents WHERE project = ? ORDER BY hash", [project])
    }

    /// Takes all rows of a trail away, in the transaction of the entry that says where it lies now: the one thing that the
    /// guards of the tables do not allow, so they stand aside until the end of the transaction. Who read what in it stays,
    /// under a name that no project can have; what it erased is remembered, for backups of before.
    static func remove(_ project: String, _ db: Database) throws {
        try remember(erasures(db).filter { $0.project == project }, db)
        let guards = try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in guards { try db.execute(sql: "DROP TRIGGER \(name)") }
        let last =
            try Int.fetchOne(db, sql: "SELECT max(number) FROM entries WHERE project = ?", arguments: [project]) ?? 0
        try db.execute(
            sql: "UPDATE readings SET project = ? WHERE project = ?", arguments: ["\(project)@\(last)", project])
        let tables = try String.fetchAll(
            db,
            sql: """
                SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c ON c.name = 'project'
                WHERE m.type = 'table' AND m.name <> 'readings' ORDER BY m.name
                """)
        for table in tables { try db.execute(sql: "DELETE FROM \(table) WHERE project = ?", arguments: [project]) }
        try db.execute(sql: schema)
    }
}
