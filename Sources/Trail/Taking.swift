import Domain
import Foundation
import GRDB
import Synchronization

/// A trail from elsewhere, read whole into a scratch place, verified and folded. It is taken over, or thrown away.
public final class Arrival: Sendable {
    public let project: Project
    public let verification: Verification
    let scratch: Scratch
    private let particulars: Bool
    private let footprints = Mutex<[Footprint]>([])
    private let letGo: @Sendable () -> Void

    fileprivate init(
        _ project: Project, _ verification: Verification, _ scratch: Scratch, particulars: Bool,
        letGo: @escaping @Sendable () -> Void
    ) {
        self.project = project
        self.verification = verification
        self.scratch = scratch
        self.particulars = particulars
        self.letGo = letGo
    }

    deinit { letGo() }

    /// What is to be written beside the trail when it is taken over.
    public func note(_ footprints: [Footprint]) { self.footprints.withLock { $0 = footprints } }

    /// Takes all rows over, in the transaction that is open; the scratch database is attached. Refused when a trail of the
    /// name has begun meanwhile.
    fileprivate func takeOver(_ db: Database, from schema: String) throws {
        guard
            try Int.fetchOne(db, sql: "SELECT 1 FROM main.entries WHERE project = ?", arguments: [project.name]) == nil
        else { throw TrailFault.headMoved(project: project.name) }
        for table in [
            "entries", "bodies", "withheld_in_part", "erasures", "erased_documents", "named_documents",
            "withheld_documents",
        ] {
            try db.execute(sql: "INSERT INTO main.\(table) SELECT * FROM \(schema).\(table)")
        }
        if !particulars {
            try db.execute(
                sql: "INSERT INTO taken_without_particulars (project) VALUES (?)", arguments: [project.name])
        }
        try Store.write(footprints.withLock { $0 }, of: project.name, db)
    }
}

/// A folder for what is not yet taken in: rows and documents as a data folder has them. It goes when nobody holds it.
final class Scratch: Sendable {
    let store: Store
    private let folder: URL

    init(in data: URL, packs: PackShelf) throws {
        folder = Scratch.place(in: data).appendingPathComponent(UUID().uuidString)
        store = try Store(folder, packs: packs, isScratch: true)
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    static func place(in data: URL) -> URL { data.appendingPathComponent("scratch") }

    var database: URL { folder.appendingPathComponent("grozd.sqlite") }

    /// What an earlier process left behind.
    static func sweep(_ data: URL) { try? FileManager.default.removeItem(at: place(in: data)) }
}

extension Store {
    /// Takes a whole trail in: all of it, or nothing.
    public func take(_ file: URL, progress: (Int, Int) -> Void = { _, _ in }) throws -> Arrival {
        let arrival = try receive(file, progress: progress)
        try takeOver(arrival)
        return arrival
    }

    /// Reads a trail from elsewhere into a scratch place: verified while it is read, then folded, with no more in memory than
    /// a line and what it holds now.
    ///
    /// Refused: a file that does not verify or is none, a body that does not decode or is larger than one may be, a record that
    /// points to one that never was, kinds and formats of a newer version, a name that is kept or taken.
    public func receive(_ file: URL, progress: (Int, Int) -> Void = { _, _ in }) throws -> Arrival {
        var reading = try TrailReading(TrailLines(file))
        let name = reading.preface.name
        guard Project.isName(name) else { throw ExportFault.reservedName(name) }
        guard try !has(name), coming.withLock({ $0.insert(name).inserted }) else {
            throw ExportFault.alreadyHere(name)
        }
        let letGo: @Sendable () -> Void = { [weak self] in self?.coming.withLock { _ = $0.remove(name) } }
        do {
            let scratch = try Scratch(in: folder, packs: packs)
            let entries = reading.preface.entries
            try scratch.store.fill(from: &reading) { progress($0, entries) }
            let project = try scratch.store.folded(name)
            try scratch.store.close()
            return Arrival(
                project, reading.verifier.result, scratch, particulars: reading.preface.particulars, letGo: letGo)
        } catch {
            letGo()
            throw error
        }
    }

    /// Takes a trail over by itself.
    public func takeOver(_ arrival: Arrival) throws {
        do { try bringing([arrival]) { _ in } } catch let error as DatabaseError {
            throw Store.fault(error, arrival.project.name)
        }
    }

    /// One transaction, and what arrives taken over in it. The documents of these trails are in place before.
    func bringing(_ arrivals: [Arrival], _ write: (Database) throws -> Void) throws {
        guard !arrivals.isEmpty else { return try queue.write(write) }
        try takingOverDocuments(of: arrivals.map(\.scratch.store)) { try bring(arrivals, write) }
    }

    private func bring(_ arrivals: [Arrival], _ write: (Database) throws -> Void) throws {
        try queue.writeWithoutTransaction { db in
            var schemas: [String] = []
            defer {
                for schema in schemas { try? db.execute(sql: "DETACH DATABASE \(schema)") }
            }
            for (index, arrival) in arrivals.enumerated() {
                try db.execute(
                    sql: "ATTACH DATABASE ? AS arrival\(index)", arguments: [arrival.scratch.database.path])
                schemas.append("arrival\(index)")
            }
            try db.inTransaction(.immediate) {
                for (arrival, schema) in zip(arrivals, schemas) { try arrival.takeOver(db, from: schema) }
                try write(db)
                return .commit
            }
        }
    }
}

// MARK: The scratch place

extension Store {
    /// Fills this scratch store with what stands in a trail file behind its preface, as it verifies.
    fileprivate func fill(from reading: inout TrailReading, progress: (Int) -> Void) throws {
        let name = reading.preface.name
        var rows = Rows()
        try reading.read { part throws in
            switch part {
            case .header(let header, let bytes):
                if header.entry % 1_000 == 0 { progress(header.entry) }
                if rows.isMany { try write(&rows) }
                rows.entries.append((header, bytes))
            case .body(let body, let entry, let position):
                rows.add(body, entry, position)
                if rows.isMany { try write(&rows) }
            case .endOfEntries: try write(&rows)
            case .document(let content): _ = try keep(content)
            case .withheldDocument(let hash):
                try scratchWrite { db in
                    try db.execute(
                        sql: "INSERT INTO withheld_documents (project, hash) VALUES (?, ?)",
                        arguments: [name, Data(hash.raw)])
                }
            }
        }
    }

    /// What waits to be written to the scratch place.
    private struct Rows {
        var entries: [(header: Header, bytes: [UInt8])] = []
        private(set) var bodies: [(body: Entry.Body, entry: Int, position: Int)] = []
        private var size = 0
        var isMany: Bool { entries.count + bodies.count > 2_000 || size > 4 << 20 }

        mutating func add(_ body: Entry.Body, _ entry: Int, _ position: Int) {
            bodies.append((body, entry, position))
            size += body.bytes?.count ?? 0
        }
    }

    private func write(_ rows: inout Rows) throws {
        guard !rows.entries.isEmpty || !rows.bodies.isEmpty else { return }
        let given = rows
        rows = Rows()
        // Bodies of one entry may come in several goes; the project is that of its header.
        let project = given.entries.first?.header.project
        try scratchWrite { db in
            for (header, bytes) in given.entries { try Store.insert(header, bytes, db) }
            guard let project = try project ?? String.fetchOne(db, sql: "SELECT project FROM entries LIMIT 1") else {
                return
            }
            for (body, entry, position) in given.bodies {
                try Store.insert(body, project, entry, position, db)
            }
        }
    }

    private func scratchWrite(_ body: (Database) throws -> Void) throws {
        do { try queue.write(body) } catch let error as DatabaseError { throw Store.fault(error, "") }
    }

    /// The project of this scratch store, opened as it will be. Refused: kinds that this version does not know, in any body;
    /// a record that points to one that never was in the trail.
    fileprivate func folded(_ name: String) throws -> Project {
        let kinds = try queue.read { try String.fetchAll($0, sql: "SELECT DISTINCT kind FROM bodies ORDER BY kind") }
        for kind in kinds where Kind.named(kind) == nil {
            let entry = try queue.read {
                try Int.fetchOne($0, sql: "SELECT min(entry) FROM bodies WHERE kind = ?", arguments: [kind])
            }
            throw TrailFault.unknownKind(kind, entry: entry ?? 0, project: name)
        }
        // A number after which none would be left for the next record.
        let last = try queue.read {
            try Row.fetchOne(
                $0, sql: "SELECT kind, record, entry FROM bodies WHERE record > ? ORDER BY entry LIMIT 1",
                arguments: [Bounds.lastRecord])
        }
        if let last {
            throw TrailFault.unreadable(
                UnreadableBody(reference: Reference(kind: last[0], number: last[1]), entry: last[2], reason: "id"))
        }
        let project = try open(name)
        for kind in Kind.all where kind.shape.pointsAnywhere {
            for record in kind.each(project) {
                for other in kind.shape.references(in: record.json)
                where project.record(other) == nil && other != record.reference {
                    guard try places(everOf: other) else {
                        throw ExportFault.neverWas(other, from: record.reference)
                    }
                }
            }
        }
        return project
    }

    /// Whether any entry wrote the record, whatever became of it.
    private func places(everOf reference: Reference) throws -> Bool {
        try queue.read { db in
            try Int.fetchOne(
                db, sql: "SELECT 1 FROM bodies WHERE kind = ? AND record = ? LIMIT 1",
                arguments: [reference.kind, reference.number]) != nil
        }
    }
}
