import Domain
import Foundation
import GRDB
import GRDBSQLite

/// The rows of the trails, as what is told of them needs them.
extension Store {
    package func names() throws -> [String] {
        try queue.read { db in
            var names: [String] = []
            while let next = try String.fetchOne(
                db, sql: "SELECT project FROM entries WHERE project > ? ORDER BY project LIMIT 1",
                arguments: [names.last ?? ""])
            {
                names.append(next)
            }
            return names
        }
    }

    package func lastEntry(of project: String, upTo end: Int) throws -> Int {
        let last: [Int] = try values(
            "SELECT coalesce(max(number), 0) FROM entries WHERE project = ? AND number <= ?", [project, end])
        return last.first ?? 0
    }

    package func headerBytes(of project: String, after: Int, upTo: Int, most: Int) throws -> [(
        entry: Int, bytes: [UInt8]
    )] {
        try queue.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT number, iif(length(header) > ?, x'', header) FROM entries
                    WHERE project = ? AND number > ? AND number <= ? ORDER BY number LIMIT ?
                    """, arguments: [Header.largest, project, after, upTo, most]
            ).map { ($0[0], Array($0[1] as Data)) }
        }
    }

    package func entries(of project: String, saying verb: String) throws -> [Int] {
        try values(
            "SELECT number FROM entries WHERE project = ? AND instr(header, CAST(? AS BLOB)) > 0 ORDER BY number",
            [project, "\"verb\":\"\(verb)\""])
    }

    /// What is read of a body. Of what is larger than one may be no more than shows that it is; of what came in place of names,
    /// the digest of what came.
    static let columns = """
        kind, record, digest, substr(body, 1, \(Entry.Body.largest + Entry.Body.saltSize + 1)), state, entry, position,
        iif(state = 1, (SELECT said FROM withheld_in_part AS w WHERE w.project = bodies.project
            AND w.entry = bodies.entry AND w.position = bodies.position), NULL)
        """

    static func placed(_ row: Row) -> PlacedBody {
        var bytes = (row[3] as Data?).map { Array($0) }
        var state = Entry.State(rawValue: row[4]) ?? .written
        if let said = row[7] as Data? {
            state = .withheldInPart
            // Other words than those that came in place of names are none.
            if bytes.map({ Data(Digest(of: $0).raw) }) != said { bytes = nil }
        }
        return PlacedBody(
            entry: row[5], position: row[6],
            body: Entry.Body(
                reference: Reference(kind: row[0], number: row[1]), bytes: bytes,
                digest: Digest(raw: Array(row[2] as Data)), state: state))
    }

    package func bodies(of project: String, after place: (entry: Int, position: Int), upTo entry: Int) throws
        -> [PlacedBody]
    {
        try queue.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(Store.columns) FROM bodies INDEXED BY bodies_by_entry
                    WHERE project = ? AND (entry, position) > (?, ?) AND entry <= ? ORDER BY entry, position
                    """, arguments: [project, place.entry, place.position, entry])
            var (page, size): ([PlacedBody], Int) = ([], 0)
            while page.count < 1_000, size < 8 << 20, let row = try rows.next() {
                page.append(Store.placed(row))
                size += page.last?.body.bytes?.count ?? 0
            }
            return page
        }
    }

    package func reasonBodies(of project: String, after: Int, upTo: Int) throws -> [PlacedBody] {
        try placed(
            """
            INDEXED BY bodies_by_entry WHERE project = ? AND entry > ? AND entry <= ? AND body IS NOT NULL
                AND (kind = ? OR instr(body, CAST('"removed":' AS BLOB)) > 0) ORDER BY entry, position
            """, [project, after, upTo, Reason.kind])
    }

    package func references(of project: String, after: Int, upTo: Int, most: Int) throws -> [Int: [Reference]] {
        try queue.read { db in
            var references: [Int: [Reference]] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT entry, kind, record FROM bodies INDEXED BY bodies_by_entry
                    WHERE project = ? AND entry > ? AND entry <= ? ORDER BY entry, position LIMIT ?
                    """, arguments: [project, after, upTo, most])
            while let row = try rows.next() {
                references[row[0], default: []].append(Reference(kind: row[1], number: row[2]))
            }
            return references
        }
    }

    package func history(of reference: Reference, in project: String) throws -> [PlacedBody] {
        try placed(
            "WHERE project = ? AND kind = ? AND record = ? ORDER BY entry",
            [project, reference.kind, reference.number])
    }

    package func history(ofKind kind: String, in project: String) throws -> [PlacedBody] {
        try placed("WHERE project = ? AND kind = ? AND body IS NOT NULL ORDER BY record, entry", [project, kind])
    }

    /// Read from the end, so that the first that is met of a record is its last, and the others are passed over.
    package func lastBodies(of project: String, upTo entry: Int?) throws -> LastBodies {
        try queue.read { db in
            var last = LastBodies()
            let statement = try db.cachedStatement(
                sql:
                    "SELECT kind, record, entry, state, body FROM bodies WHERE project = ? AND entry <= ? ORDER BY kind DESC, record DESC, entry DESC"
            )
            statement.setUncheckedArguments([project, entry ?? Int.max])
            let cursor = try Row.fetchCursor(statement)
            let raw = statement.sqliteStatement
            while try cursor.next() != nil {
                guard let kind = sqlite3_column_text(raw, 0) else { continue }
                let record = Int(sqlite3_column_int64(raw, 1))
                if last.has(kind: UnsafeRawPointer(kind).assumingMemoryBound(to: CChar.self), record: record) {
                    continue
                }
                let count = Int(sqlite3_column_bytes(raw, 4))
                let bytes = sqlite3_column_blob(raw, 4)
                last.add(
                    kind: UnsafeRawPointer(kind).assumingMemoryBound(to: CChar.self), record: record,
                    entry: Int(sqlite3_column_int64(raw, 2)),
                    bytes.map { UnsafeRawBufferPointer(start: $0, count: count) },
                    isWithheld: Int(sqlite3_column_int64(raw, 3)) == Entry.State.withheld.rawValue)
            }
            last.reverse()
            return last
        }
    }

    package func withholds(_ project: String) throws -> Bool {
        try !(values("SELECT 1 FROM taken_without_particulars WHERE project = ?", [project]) as [Int]).isEmpty
    }

    package func withheldDocuments(of project: String) throws -> Set<Digest> {
        Set(try digests("SELECT hash FROM withheld_documents WHERE project = ?", [project]))
    }

    package func projects(naming document: Digest) throws -> [String] {
        try values(
            "SELECT DISTINCT project FROM named_documents WHERE hash = ? ORDER BY project", [Data(document.raw)])
    }

    package func wantedDocuments(_ one: Digest?, in project: String?) throws -> Set<Digest> {
        Set(
            try digests(
                """
                SELECT DISTINCT hash FROM named_documents AS n
                WHERE \(one == nil ? "" : "hash = ? AND") \(project == nil ? "" : "project = ? AND") entry > coalesce(
                    (SELECT max(entry) FROM erased_documents AS e WHERE e.hash = n.hash AND e.project = n.project), 0)
                """, StatementArguments((one.map { [Data($0.raw)] } ?? []) + (project.map { [$0] } ?? []))))
    }

    private func values<V: DatabaseValueConvertible>(_ sql: String, _ arguments: StatementArguments) throws -> [V] {
        try queue.read { try V.fetchAll($0, sql: sql, arguments: arguments) }
    }

    private func placed(_ which: String, _ arguments: StatementArguments) throws -> [PlacedBody] {
        try queue.read { db in
            try Row.fetchAll(db, sql: "SELECT \(Store.columns) FROM bodies \(which)", arguments: arguments)
                .map(Store.placed)
        }
    }

    func digests(_ sql: String, _ arguments: StatementArguments) throws -> [Digest] {
        (try values(sql, arguments) as [Data]).map { Digest(raw: Array($0)) }
    }
}
