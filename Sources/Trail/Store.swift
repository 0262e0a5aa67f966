import Domain
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// The data folder: SQLite with the trails of all projects, and the documents beside it.
///
/// One process has it, with one connection; SQLite's own lock is the lock on the folder and dies with the process.
/// Tables are append-only by trigger: a body may change only when an entry that erases it was written in the same
/// transaction.
public final class Store: Sendable {
    public let folder: URL
    let queue: DatabaseQueue
    /// Whether the folder may not be written: what it holds is read from a copy, and everything else is refused.
    public let isReadOnly: Bool
    /// The rule packs that its projects may stand on.
    let packs: PackShelf
    /// Projects that are on their way in, by name.
    let coming = Mutex<Set<String>>([])
    /// What the next append fails with, for tests of what cannot be provoked otherwise.
    public let failure = Mutex<TrailFault?>(nil)
    /// Documents that lie in the folder for entries on their way to the disk.
    let arriving = Mutex<[Digest: Int]>([:])

    /// Opens the folder, or makes it. Refused when another process has it. A folder that may not be written is read.
    ///
    /// - Parameter half: whether it may be half restored; refused otherwise.
    public convenience init(_ folder: URL, packs: PackShelf = PackShelf(), half: Bool = false) throws {
        guard half || !Store.isHalf(folder) && !Store.isMissingHalf(folder) else {
            throw Refusal("halfRestored", [.init("name", .text(folder.path))])
        }
        try self.init(folder, packs: packs, isScratch: false)
        if !isReadOnly { Scratch.sweep(folder) }
    }

    /// What lies in a scratch place need not outlive a loss of power.
    init(_ folder: URL, packs: PackShelf = PackShelf(), isScratch: Bool) throws {
        self.folder = folder
        self.packs = packs
        let copy = try Store.copyToRead(folder)
        isReadOnly = copy != nil
        defer { if let copy { try? FileManager.default.removeItem(at: copy) } }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA locking_mode=EXCLUSIVE;
                    PRAGMA journal_mode=\(isScratch ? "MEMORY" : "WAL"); PRAGMA synchronous=\(isScratch ? "OFF" : "FULL");
                    PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;
                    """)
        }
        configuration.busyMode = .immediateError
        do {
            queue = try DatabaseQueue(
                path: (copy ?? folder).appendingPathComponent(Store.database).path, configuration: configuration)
            try queue.write { db in
                let knowsErased = try db.tableExists("erased_documents")
                try db.execute(sql: Store.schema)
                if !knowsErased { try Store.noteErasedDocuments(db) }
            }
            // The copy goes at once; the connection keeps its bytes as long as it lasts.
            if copy != nil { try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only=ON") } }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
        {
            throw TrailFault.folderInUse(folder.path)
        }
    }

    public func close() throws { try queue.close() }

    static let schema = """
        CREATE TABLE IF NOT EXISTS entries (
            project TEXT NOT NULL, number INTEGER NOT NULL CHECK (number > 0), header BLOB NOT NULL,
            PRIMARY KEY (project, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS bodies (
            project TEXT NOT NULL, kind TEXT NOT NULL, record INTEGER NOT NULL, entry INTEGER NOT NULL,
            position INTEGER NOT NULL, digest BLOB NOT NULL CHECK (length(digest) = 32), body BLOB,
            state INTEGER NOT NULL DEFAULT 0 CHECK ((state IN (0, 1)) = (body IS NOT NULL)),
            PRIMARY KEY (project, kind, record, entry)) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS bodies_by_entry ON bodies (project, entry, position);
        CREATE TABLE IF NOT EXISTS erasures (
            project TEXT NOT NULL, entry INTEGER NOT NULL, position INTEGER NOT NULL, by_entry INTEGER NOT NULL,
            PRIMARY KEY (project, entry, position, by_entry)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS named_documents (
            hash BLOB NOT NULL, project TEXT NOT NULL, entry INTEGER NOT NULL,
            PRIMARY KEY (hash, project, entry)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS erased_documents (
            hash BLOB NOT NULL, project TEXT NOT NULL, entry INTEGER NOT NULL,
            PRIMARY KEY (hash, project, entry)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS backups (folder TEXT PRIMARY KEY, moment INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS remembered_erasures (gone TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS taken_without_particulars (project TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS withheld_documents (
            project TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (project, hash)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS withheld_in_part (
            project TEXT NOT NULL, entry INTEGER NOT NULL, position INTEGER NOT NULL,
            said BLOB NOT NULL CHECK (length(said) = 32),
            PRIMARY KEY (project, entry, position)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS footprints (
            project TEXT NOT NULL, what TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (project, what, key)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS readings (
            project TEXT NOT NULL, person INTEGER NOT NULL, entry INTEGER NOT NULL, moment INTEGER NOT NULL,
            what TEXT NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS readings_by_person ON readings (project, person, moment);

        CREATE TRIGGER IF NOT EXISTS entries_stay BEFORE UPDATE ON entries
            BEGIN SELECT RAISE(ABORT, 'the trail is only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS entries_remain BEFORE DELETE ON entries
            BEGIN SELECT RAISE(ABORT, 'the trail is only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS bodies_remain BEFORE DELETE ON bodies
            BEGIN SELECT RAISE(ABORT, 'the trail is only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS bodies_stay BEFORE UPDATE ON bodies
            WHEN NOT (NEW.project IS OLD.project AND NEW.kind IS OLD.kind AND NEW.record IS OLD.record
                AND NEW.entry IS OLD.entry AND NEW.position IS OLD.position AND NEW.digest IS OLD.digest
                AND NEW.state IN (1, 2) AND EXISTS (
                    SELECT 1 FROM erasures AS e WHERE e.project = OLD.project AND e.entry = OLD.entry
                        AND e.position = OLD.position
                        AND e.by_entry = (SELECT max(number) FROM entries WHERE project = OLD.project)))
            BEGIN SELECT RAISE(ABORT, 'a body changes only with an entry that erases it'); END;
        CREATE TRIGGER IF NOT EXISTS withheld_in_part_stays BEFORE UPDATE ON withheld_in_part
            BEGIN SELECT RAISE(ABORT, 'the trail is only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS withheld_in_part_remains BEFORE DELETE ON withheld_in_part
            WHEN NOT EXISTS (
                SELECT 1 FROM erasures AS e WHERE e.project = OLD.project AND e.entry = OLD.entry
                    AND e.position = OLD.position
                    AND e.by_entry = (SELECT max(number) FROM entries WHERE project = OLD.project))
            BEGIN SELECT RAISE(ABORT, 'a body changes only with an entry that erases it'); END;
        CREATE TRIGGER IF NOT EXISTS erasures_stay BEFORE UPDATE ON erasures
            BEGIN SELECT RAISE(ABORT, 'the trail is only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS erasures_remain BEFORE DELETE ON erasures
            BEGIN SELECT RAISE(ABORT, 'the trail is only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS readings_stay BEFORE UPDATE ON readings
            BEGIN SELECT RAISE(ABORT, 'readings are only appended to'); END;
        CREATE TRIGGER IF NOT EXISTS readings_remain BEFORE DELETE ON readings
            BEGIN SELECT RAISE(ABORT, 'readings are only appended to'); END;
        """

    private static func names(_ db: Database) throws -> [String] {
        var names: [String] = []
        while let next = try String.fetchOne(
            db, sql: "SELECT project FROM entries WHERE project > ? ORDER BY project LIMIT 1",
            arguments: [names.last ?? ""])
        {
            names.append(next)
        }
        return names
    }

    /// The names of all trails, the installation's own among them.
    public func names() throws -> [String] { try queue.read { try Store.names($0) } }
}

// MARK: Appending

extension Store {
    /// A row beside the trail, made from the changes by a pure function; it can be made again from the trail.
    public struct Footprint: Sendable, Equatable {
        public let what: String
        public let key: String
        /// Nil takes it away.
        public let value: String?
        public init(what: String, key: String, value: String?) {
            self.what = what
            self.key = key
            self.value = value
        }
    }

    /// An entry on its way to the disk, with what is written beside it.
    public struct Append: Sendable {
        public let entry: Entry
        public let footprints: [Footprint]
        /// A trail that is taken over in the same transaction.
        public let arrival: Arrival?
        /// A trail whose rows go with this entry.
        public var removes: String?
        public init(_ entry: Entry, footprints: [Footprint] = [], bringing arrival: Arrival? = nil) {
            self.entry = entry
            self.footprints = footprints
            self.arrival = arrival
        }
    }

    /// Appends entries of any projects in one durable transaction: all or none.
    ///
    /// Refused when the head of a trail has moved since the entry was decided. A full disk rolls everything back.
    public func append(_ appends: [Append]) throws {
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

    public func refuseReadOnly() throws(Refusal) { if isReadOnly { throw Refusal("readOnly") } }

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

    /// Writes footprints again, from the trail.
    public func write(_ footprints: [Footprint], of project: String) throws {
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

    /// A folder of before has no list of erased documents: it is made from the trails. What does not read erased nothing.
    private static func noteErasedDocuments(_ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT kind, record, digest, body, state, project, entry FROM bodies WHERE kind = ? AND state = 0",
            arguments: [Erasure.kind])
        for row in rows {
            guard case .erase(let erasure, _)? = try? body(row).change, erasure.isOfDocument
            else { continue }
            try note(erasure, in: row[5], by: row[6], db)
        }
    }

    /// That an entry erases a body or a document, for whoever must know without opening the project.
    private static func note(_ erasure: Erasure, in project: String, by entry: Int, _ db: Database) throws {
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

// MARK: Reading

extension Store {
    /// The number and hash of the last entry of a trail; 0 and zeros for an empty one. A header that does not read there, or
    /// bodies behind it, are a flaw.
    public func head(of project: String) throws -> (entry: Int, hash: Digest, moment: Moment?) {
        let (entry, hash, moment, flaw) = try lastReadable(of: project)
        if let flaw { throw flaw }
        return (entry, hash, moment)
    }

    /// The last entry whose header reads (0 and zeros when there is none), and what is wrong behind it, up to an entry or the
    /// end of the trail.
    public func lastReadable(of project: String, upTo end: Int = .max) throws -> (
        entry: Int, hash: Digest, moment: Moment?, flaw: Flaw?
    ) {
        try queue.read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT number, header FROM entries WHERE project = ? AND number <= ? ORDER BY number DESC",
                arguments: [project, end])
            var isFlawed = false
            while let row = try rows.next() {
                let (number, bytes): (Int, Data) = (row[0], row[1])
                guard let header = try? Canonical.decode(Header.self, from: Array(bytes)) else {
                    isFlawed = true
                    continue
                }
                let flaw =
                    isFlawed
                    ? Flaw(number + 1, .header)
                    : try Store.bodies(of: project, after: number, upTo: end, db) ? Flaw(number + 1, .bodies) : nil
                return (number, Digest(of: bytes), header.moment, flaw)
            }
            return (0, Header.noPrevious, nil, isFlawed ? Flaw(1, .header) : nil)
        }
    }

    /// Whether bodies say that they belong to entries behind this one.
    private static func bodies(of project: String, after entry: Int, upTo end: Int, _ db: Database) throws -> Bool {
        try Int.fetchOne(
            db, sql: "SELECT 1 FROM bodies WHERE project = ? AND entry > ? AND entry <= ? LIMIT 1",
            arguments: [project, entry, end]) != nil
    }

    /// The number of the last entry, whatever its header says; 0 for an empty trail.
    public func lastEntry(of project: String) throws -> Int {
        try queue.read { db in
            try Int.fetchOne(
                db, sql: "SELECT max(number) FROM entries WHERE project = ?", arguments: [project]) ?? 0
        }
    }

    /// The format of a trail that a newer version has written; nil of one that can be read.
    public func newerFormat(of project: String) throws -> Int? {
        let bytes = try queue.read { db in
            try Data.fetchOne(
                db, sql: "SELECT header FROM entries WHERE project = ? ORDER BY number DESC LIMIT 1",
                arguments: [project])
        }
        guard let bytes, let format = (try? JSON(reading: Array(bytes)))?["format"]?.whole else { return nil }
        return format > Header.newestFormat ? format : nil
    }

    /// From which entry on format 2 holds; nil in a trail that is wholly of format 1. It never goes back.
    public func format2From(in project: String) throws -> Int? {
        let end = try lastEntry(of: project)
        var (low, high) = (1, end + 1)
        while low < high {
            let middle = (low + high) / 2
            let format = try readableHeaders(of: project, after: middle - 1, upTo: middle).first?.header.format ?? 1
            if format < 2 { low = middle + 1 } else { high = middle }
        }
        return low <= end ? low : nil
    }

    /// Why entries were made, from after one up to another: as their headers say in format 1; from 2 on as a body says, or that
    /// a record was withdrawn. Without particulars: nothing that bodies of personal kinds say.
    public func reasons(of project: String, after: Int, upTo: Int, particulars: Bool) throws -> [Int: String] {
        var reasons: [Int: String] = [:]
        for (header, _) in try readableHeaders(of: project, after: after, upTo: upTo) {
            if let reason = header.reason { reasons[header.entry] = reason }
        }
        let said = try queue.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT kind, record, digest, body, state, entry FROM bodies INDEXED BY bodies_by_entry
                    WHERE project = ? AND entry > ? AND entry <= ? AND body IS NOT NULL
                        AND (kind = ? OR instr(body, CAST('"removed":' AS BLOB)) > 0)
                    ORDER BY entry, kind = ?, position
                    """, arguments: [project, after, upTo, Reason.kind, Reason.kind]
            ).map { (entry: $0[5] as Int, body: Store.body($0)) }
        }
        for (entry, body) in said where particulars || Kind.named(body.reference.kind)?.isPersonal == false {
            if let reason = body.reason, body.reference.kind == Reason.kind || reasons[entry] == nil {
                reasons[entry] = reason
            }
        }
        return reasons
    }

    /// The same without those that do not read: a page of a damaged trail shows what there is.
    public func readableHeaders(of project: String, after: Int = 0, upTo: Int) throws -> [(
        header: Header, bytes: [UInt8]
    )] {
        try queue.read { db in
            try Data.fetchAll(
                db,
                sql: "SELECT header FROM entries WHERE project = ? AND number > ? AND number <= ? ORDER BY number",
                arguments: [project, after, upTo]
            ).compactMap { data in
                let bytes = Array(data)
                return (try? Canonical.decode(Header.self, from: bytes)).map { ($0, bytes) }
            }
        }
    }

    /// Headers in order, from after one entry up to another (all when nil), at most so many. One that does not read is a flaw.
    public func headers(of project: String, after: Int = 0, upTo: Int? = nil, most: Int = .max) throws -> [(
        header: Header, bytes: [UInt8]
    )] {
        try queue.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql:
                    "SELECT header FROM entries WHERE project = ? AND number > ? AND number <= ? ORDER BY number LIMIT ?",
                arguments: [project, after, upTo ?? Int.max, most])
            var headers: [(header: Header, bytes: [UInt8])] = []
            while let row = try rows.next() {
                let bytes = Array(row[0] as Data)
                guard let header = try? Canonical.decode(Header.self, from: bytes) else {
                    throw Flaw(headers.last.map { $0.header.entry + 1 } ?? after + 1, .header)
                }
                headers.append((header, bytes))
            }
            return headers
        }
    }

    /// The state of a body as its row and the one beside it have it.
    private static let state = """
        iif(state = 1 AND EXISTS (SELECT 1 FROM withheld_in_part AS w WHERE w.project = bodies.project
            AND w.entry = bodies.entry AND w.position = bodies.position), 4, state)
        """

    /// What every version of the records of some kinds says, where it is neither erased nor withheld, in order of kind and record.
    public func records(ofKinds kinds: [String], in project: String) throws -> [(reference: Reference, record: JSON)] {
        try queue.read { db in
            try kinds.flatMap { kind in
                try Row.fetchAll(
                    db,
                    sql:
                        "SELECT kind, record, digest, body, state FROM bodies WHERE project = ? AND kind = ? AND body IS NOT NULL ORDER BY record, entry",
                    arguments: [project, kind]
                ).compactMap { row in
                    let body = Store.body(row)
                    return body.record.flatMap { try? JSON(reading: $0) }.map { (body.reference, $0) }
                }
            }
        }
    }

    /// The bodies of one entry in their order.
    public func bodies(of project: String, entry: Int) throws -> [Entry.Body] {
        try queue.read { db in
            try Row.fetchAll(
                db,
                sql:
                    "SELECT kind, record, digest, body, \(Store.state) FROM bodies WHERE project = ? AND entry = ? ORDER BY position",
                arguments: [project, entry]
            ).map(Store.body)
        }
    }

    /// Which records each entry changed, in their order, for the entries after one up to another.
    public func references(of project: String, after: Int, upTo: Int) throws -> [Int: [Reference]] {
        try queue.read { db in
            var references: [Int: [Reference]] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT entry, kind, record FROM bodies INDEXED BY bodies_by_entry
                    WHERE project = ? AND entry > ? AND entry <= ? ORDER BY entry, position
                    """, arguments: [project, after, upTo])
            while let row = try rows.next() {
                references[row[0], default: []].append(Reference(kind: row[1], number: row[2]))
            }
            return references
        }
    }

    /// Every version of one record, the earliest first, with the entry that wrote it.
    public func history(of reference: Reference, in project: String) throws -> [(entry: Int, body: Entry.Body)] {
        try queue.read { db in
            try Row.fetchAll(
                db,
                sql:
                    "SELECT kind, record, digest, body, \(Store.state), entry FROM bodies WHERE project = ? AND kind = ? AND record = ? ORDER BY entry",
                arguments: [project, reference.kind, reference.number]
            ).map { ($0[5], Store.body($0)) }
        }
    }

    /// Which bodies of the entries after one up to another cannot be read, also where a later version can.
    public func unreadable(of project: String, after: Int, upTo: Int) throws -> [Int: [UnreadableBody]] {
        try queue.read { db in
            var unreadable: [Int: [UnreadableBody]] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT kind, record, digest, body, state, entry FROM bodies INDEXED BY bodies_by_entry
                    WHERE project = ? AND entry > ? AND entry <= ? AND body IS NOT NULL ORDER BY entry, position
                    """, arguments: [project, after, upTo])
            while let row = try rows.next() {
                do throws(UnreadableBody) { _ = try Store.body(row).change } catch {
                    unreadable[row[5], default: []].append(
                        UnreadableBody(reference: error.reference, entry: row[5], reason: error.reason))
                }
            }
            return unreadable
        }
    }

    /// The last entry at which all these records could be read, or were not yet.
    public func lastEntry(before unreadable: [UnreadableBody], in project: String) throws -> Int {
        var last = Int.max
        for fault in unreadable {
            var first = fault.entry
            for (entry, body) in try history(of: fault.reference, in: project).reversed() where entry <= fault.entry {
                guard (try? body.change) == nil, body.bytes != nil else { break }
                first = entry
            }
            last = min(last, first - 1)
        }
        return last
    }

    /// Where the bodies of a record stand that are not erased or withheld.
    public func places(of reference: Reference, in project: String) throws -> [BodyPlace] {
        try queue.read { db in
            try Row.fetchAll(
                db,
                sql:
                    "SELECT entry, position, digest FROM bodies WHERE project = ? AND kind = ? AND record = ? AND body IS NOT NULL ORDER BY entry",
                arguments: [project, reference.kind, reference.number]
            ).map { BodyPlace(entry: $0[0], position: $0[1], digest: Digest(raw: Array($0[2] as Data))) }
        }
    }

    /// The records of a kind of which anything is neither erased nor withheld, those that were withdrawn among them.
    public func everOf(_ kind: String, in project: String) throws -> [Reference] {
        try queue.read { db in
            try Int.fetchAll(
                db,
                sql:
                    "SELECT DISTINCT record FROM bodies WHERE project = ? AND kind = ? AND body IS NOT NULL ORDER BY record",
                arguments: [project, kind]
            ).map { Reference(kind: kind, number: $0) }
        }
    }

    /// Whether bodies of the project were withheld when it came.
    public func withholds(_ project: String) throws -> Bool {
        try queue.read { db in
            try Int.fetchOne(db, sql: "SELECT 1 FROM taken_without_particulars WHERE project = ?", arguments: [project])
                != nil
        }
    }

    /// The documents of the project that were withheld when it came.
    func withheldDocuments(of project: String) throws -> Set<Digest> {
        try queue.read { db in
            Set(
                try Data.fetchAll(
                    db, sql: "SELECT hash FROM withheld_documents WHERE project = ?", arguments: [project]
                ).map { Digest(raw: Array($0)) })
        }
    }

    /// Whether there is a trail of this name.
    public func has(_ project: String) throws -> Bool {
        try queue.read { db in
            try Int.fetchOne(db, sql: "SELECT 1 FROM entries WHERE project = ? LIMIT 1", arguments: [project]) != nil
        }
    }

    /// How many bodies say that they belong to entries behind this one.
    func bodies(of project: String, after entry: Int) throws -> Int {
        try queue.read { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM bodies WHERE project = ? AND entry > ?", arguments: [project, entry])
                ?? 0
        }
    }

    /// Headers and bodies in order, each header before its bodies, with few of them in memory at a time. What is larger than
    /// it may be comes without its bytes.
    public func walk(
        _ project: String, header taking: (Header, [UInt8]) throws -> Void, body: (Entry.Body) throws -> Void
    ) throws {
        var last = 0
        var bodies = BodyRows(queue: queue, project: project)
        while true {
            let rows = try queue.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT number, iif(length(header) > ?, x'', header) FROM entries
                        WHERE project = ? AND number > ? ORDER BY number LIMIT 500
                        """, arguments: [Header.largest, project, last]
                ).map { (number: $0[0] as Int, bytes: Array($0[1] as Data)) }
            }
            guard !rows.isEmpty else { return }
            for (number, bytes) in rows {
                guard let header = try? Canonical.decode(Header.self, from: bytes) else {
                    throw Flaw(last + 1, .header)
                }
                try taking(header, bytes)
                while let next = try bodies.next(upTo: number) { try body(next) }
                last = number
            }
        }
    }

    /// The bodies of a project in order of entry and position, a page of them in memory at a time.
    private struct BodyRows {
        let queue: DatabaseQueue
        let project: String
        private var page: [(entry: Int, position: Int, body: Entry.Body)] = []
        private var at = 0
        private var last = (entry: 0, position: -1)
        private var hasEnded = false

        init(queue: DatabaseQueue, project: String) {
            self.queue = queue
            self.project = project
        }

        /// The next body, when its entry is not behind this one.
        mutating func next(upTo entry: Int) throws -> Entry.Body? {
            if at == page.count, !hasEnded { try turn() }
            guard at < page.count, page[at].entry <= entry else { return nil }
            at += 1
            return page[at - 1].body
        }

        private mutating func turn() throws {
            (page, at) = ([], 0)
            var size = 0
            let after = last
            try queue.read { db in
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT kind, record, digest, iif(length(body) > ?, NULL, body), \(Store.state), entry, position,
                            (SELECT said FROM withheld_in_part AS w WHERE w.project = bodies.project
                                AND w.entry = bodies.entry AND w.position = bodies.position)
                        FROM bodies INDEXED BY bodies_by_entry
                        WHERE project = ? AND (entry, position) > (?, ?) ORDER BY entry, position
                        """,
                    arguments: [
                        Entry.Body.largest + Entry.Body.saltSize, project, after.entry, after.position,
                    ])
                while page.count < 1_000, size < 8 << 20, let row = try rows.next() {
                    var body = Store.body(row)
                    // Other words than those that came in place of names are none.
                    if let said = row[7] as Data?, body.bytes.map({ Data(Digest(of: $0).raw) }) != said {
                        body = Entry.Body(
                            reference: body.reference, bytes: nil, digest: body.digest, state: body.state)
                    }
                    size += body.bytes?.count ?? 0
                    page.append((row[5], row[6], body))
                }
            }
            hasEnded = page.isEmpty
            if let end = page.last { last = (end.entry, end.position) }
        }
    }

    private static func body(_ row: Row) -> Entry.Body {
        Entry.Body(
            reference: Reference(kind: row[0], number: row[1]), bytes: (row[3] as Data?).map { Array($0) },
            digest: Digest(raw: Array(row[2] as Data)), state: Entry.State(rawValue: row[4]) ?? .written)
    }

    /// The last entry recorded up to the end of a day in the project's time zone. Where the clock went back, what was
    /// recorded after counts before what was recorded with a later day.
    public func lastEntry(of project: String, upTo day: Day) throws -> Int {
        var end = try lastEntry(of: project)
        // Moments only grow between two places where the clock went back.
        for start in try clocksSet(in: project).map(\.entry).reversed() + [1] {
            var (low, high) = (start - 1, end)
            while low < high {
                let middle = low + (high - low + 1) / 2
                let at = try headers(of: project, after: middle - 1, upTo: middle).first?.header.moment.day
                if let at, at <= day { low = middle } else { high = middle - 1 }
            }
            if low >= start { return low }
            end = start - 1
        }
        return 0
    }

    /// Where moments go back in a trail: the operator accepted the clock as it was then.
    public struct ClockSet: Sendable, Equatable {
        public let entry: Int
        public let from: Moment
        public let to: Moment
        /// Whether a day lies between: what was recorded with it may have been recorded before or after.
        public func spans(_ day: Day) -> Bool { to.day <= day && day <= from.day }
    }

    public func clocksSet(in project: String) throws -> [ClockSet] {
        let entries = try queue.read { db in
            try Int.fetchAll(
                db,
                sql:
                    "SELECT number FROM entries WHERE project = ? AND instr(header, CAST(? AS BLOB)) > 0 ORDER BY number",
                arguments: [project, "\"verb\":\"\(AcceptClock.name)\""])
        }
        return try entries.compactMap { entry in
            let headers = try readableHeaders(of: project, after: entry - 2, upTo: entry).map(\.header)
            guard let from = headers.first?.moment, let to = headers.last?.moment, to < from else { return nil }
            return ClockSet(entry: entry, from: from, to: to)
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

    /// One footprint; nil when there is none.
    public func footprint(_ what: String, _ key: String, of project: String) throws -> String? {
        try queue.read { db in
            try String.fetchOne(
                db, sql: "SELECT value FROM footprints WHERE project = ? AND what = ? AND key = ?",
                arguments: [project, what, key])
        }
    }

    /// Whether any entry of the project names the document.
    public func names(document: Digest, in project: String) throws -> Bool {
        try queue.read { db in
            try Int.fetchOne(
                db, sql: "SELECT 1 FROM named_documents WHERE hash = ? AND project = ? LIMIT 1",
                arguments: [Data(document.raw), project]) != nil
        }
    }

    /// Whether an entry of another project names the document.
    public func names(document: Digest, outside project: String) throws -> Bool {
        try queue.read { db in
            try Int.fetchOne(
                db, sql: "SELECT 1 FROM named_documents WHERE hash = ? AND project <> ? LIMIT 1",
                arguments: [Data(document.raw), project]) != nil
        }
    }

    /// The documents that belong in the folder: named by an entry of a project that has not erased them since. Of one document or
    /// of all, in one project or in all.
    func wantedDocuments(_ one: Digest? = nil, in project: String? = nil) throws -> Set<Digest> {
        try queue.read { db in
            Set(
                try Data.fetchAll(
                    db,
                    sql: """
                        SELECT DISTINCT hash FROM named_documents AS n WHERE \(one == nil ? "" : "hash = ? AND") \(project == nil ? "" : "project = ? AND") entry > coalesce(
                            (SELECT max(entry) FROM erased_documents AS e WHERE e.hash = n.hash AND e.project = n.project), 0)
                        """,
                    arguments: StatementArguments((one.map { [Data($0.raw)] } ?? []) + (project.map { [$0] } ?? []))
                ).map { Digest(raw: Array($0)) })
        }
    }

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
                SELECT kind, record, digest, body, state, project FROM bodies
                WHERE kind = ? AND body IS NOT NULL ORDER BY project, entry, position
                """, arguments: [Erasure.kind])
        for row in rows {
            let erasure = try Canonical.decode(Erasure.self, from: Store.body(row).record ?? [])
            var gone = Manifest.Gone(
                project: row[5], entry: erasure.entry, position: erasure.position, old: erasure.old,
                ground: erasure.ground)
            if let entry = erasure.entry, let position = erasure.position, erasure.new != nil {
                let body = try Row.fetchOne(
                    db,
                    sql:
                        "SELECT kind, record, digest, body, state FROM bodies WHERE project = ? AND entry = ? AND position = ?",
                    arguments: [gone.project, entry, position])
                // The salt is no part of what it says: whoever carries it out again gives another.
                gone.instead = body.flatMap { Store.body($0).record }.map { String(decoding: $0, as: UTF8.self) }
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

    /// Of these erasures of a project, those that are not carried out in it: the body stands there as it was written, or otherwise
    /// than it should; the document is named and was not erased since.
    public func outstanding(_ erasures: [Manifest.Gone]) throws -> [Manifest.Gone] {
        try erasures.filter { gone in
            guard let entry = gone.entry, let position = gone.position else {
                return try wantedDocuments(gone.old, in: gone.project).contains(gone.old)
            }
            let bodies = try bodies(of: gone.project, entry: entry)
            guard bodies.indices.contains(position), bodies[position].digest == gone.old,
                let record = bodies[position].record
            else { return false }
            return record != gone.instead.map { Array($0.utf8) }
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

    /// Runs a statement of a test or a bench against the same connection.
    package func execute(_ sql: String) throws { try queue.write { try $0.execute(sql: sql) } }

    /// The last body of each record up to an entry, without decoding, in one buffer. Read from the end, so that the first
    /// that is met of a record is its last, and the others are passed over.
    func lastBodies(of project: String, upTo entry: Int?) throws -> LastBodies {
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
}
