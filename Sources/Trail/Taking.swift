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
    private let footprints = Mutex<[Store.Footprint]>([])
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
    public func note(_ footprints: [Store.Footprint]) { self.footprints.withLock { $0 = footprints } }

    /// Takes all rows over, in the transaction that is open; the scratch database is attached. Refused when a trail of the
    /// name has begun meanwhile.
    fileprivate func takeOver(_ db: Database, from schema: String) throws {
        guard
            try Int.fetchOne(db, sql: "SELECT 1 FROM main.entries WHERE project = ?", arguments: [project.name]) == nil
        else { throw TrailFault.headMoved(project: project.name) }
        for table in [
            "entries", "bodies", "withheld_in_part", "erasures", "erased_documents", "named_documents", "withheld_documents",
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
    /// The entries that a trail from elsewhere may have at most.
    static let mostEntries = 10_000_000

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
        let lines = try TrailLines(file)
        guard let first = lines.first(), first.hasPrefix("grozd-trail "), let format = Whole.key(first.dropFirst(12)),
            first == TrailFile.firstLine(format), format > 0
        else { throw ExportFault.notATrail }
        guard format <= Header.newestFormat else { throw ExportFault.newerFile(format) }
        guard let line = try? lines.next(1), line.letter == "P",
            let preface = try? Canonical.decode(TrailFile.Preface.self, from: Array(line.rest)),
            Canonical.json(preface).overlaid(by: ["particulars": .flag(preface.particulars)]).bytes
                == Array(line.rest), preface.entries > 0, Project.isSpelledAsName(preface.name)
        else { throw ExportFault.notATrail }
        let name = preface.name
        guard Project.isName(name) else { throw ExportFault.reservedName(name) }
        guard try !has(name), coming.withLock({ $0.insert(name).inserted }) else {
            throw ExportFault.alreadyHere(name)
        }
        let letGo: @Sendable () -> Void = { [weak self] in self?.coming.withLock { _ = $0.remove(name) } }
        do {
            let scratch = try Scratch(in: folder, packs: packs)
            var verifier = Verifier(project: name, mayWithhold: !preface.particulars)
            try scratch.store.fill(from: lines, &verifier, preface, format) { progress($0, preface.entries) }
            let project = try scratch.store.folded(name)
            try scratch.store.close()
            return Arrival(
                project, verifier.result, scratch, particulars: preface.particulars, letGo: letGo)
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
    fileprivate func fill(
        from lines: TrailLines, _ verifier: inout Verifier, _ preface: TrailFile.Preface, _ format: Int,
        progress: (Int) -> Void
    ) throws {
        var rows = Rows()
        var line = try lines.next(verifier.nearest)
        while let (letter, rest) = line, letter == "H" {
            let number = verifier.result.entries + 1
            let header = try Store.header(Array(rest), number, format, preface.name)
            try verifier.take(header, Array(rest))
            rows.entries.append((header, Array(rest)))
            var position = 0
            while !verifier.isFull {
                guard let (letter, rest) = try lines.next(number), "BREWN".contains(letter) else {
                    throw Flaw(number, .bodies)
                }
                guard let body = Entry.Body(letter, rest) else { throw Flaw(number, .body, position) }
                try verifier.take(body)
                rows.add(body, number, position)
                if rows.isMany { try write(&rows) }
                position += 1
            }
            if rows.isMany { try write(&rows) }
            if number % 1_000 == 0 { progress(number) }
            line = try lines.next(number)
        }
        if let letter = line?.letter, "BREWN".contains(letter) { throw Flaw(verifier.nearest, .bodies) }
        try write(&rows)
        try verifier.endEntries(count: preface.entries, head: preface.head)
        // The first line says 2 where any entry is of format 2.
        guard (format == 2) == (verifier.result.format2From != nil) else { throw Flaw(verifier.nearest, .format) }

        while let (letter, rest) = line, "DXV".contains(letter) {
            let fields = rest.split(separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
            guard let hash = Digest(plain: String(decoding: fields[0], as: UTF8.self)),
                fields.count == (letter == "D" ? 2 : 1)
            else { throw Flaw(verifier.nearest, .line) }
            let first = verifier.documents.first { $0.document == hash }?.entry ?? verifier.nearest
            try verifier.take(hash, isThere: letter == "D", isWithheld: letter == "V")
            if letter == "V" {
                try scratchWrite { db in
                    try db.execute(
                        sql: "INSERT INTO withheld_documents (project, hash) VALUES (?, ?)",
                        arguments: [preface.name, Data(hash.raw)])
                }
            }
            if letter == "D" {
                let text = Data(fields[1])
                guard let content = Data(base64Encoded: text), content.base64EncodedData() == text,
                    Digest(of: content) == hash
                else { throw Flaw(first, .document, document: hash) }
                _ = try keep(Array(content))
            }
            line = try lines.next(verifier.nearest)
        }
        try verifier.end()
        guard let (letter, rest) = line, letter == "Z" else { throw Flaw(verifier.nearest, .line) }
        let end = String(decoding: rest, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        guard end.count == 2, let count = Whole.reading(end[0]), count >= 0, String(count) == end[0],
            let head = Digest(plain: String(end[1]))
        else { throw Flaw(verifier.nearest, .line) }
        try verifier.require(count: count, head: head)
        guard try lines.next(verifier.nearest) == nil else { throw Flaw(verifier.nearest, .line) }
    }

    /// A header in the one way in which it may be written, of a format that this version and the file's first line know.
    private static func header(_ bytes: [UInt8], _ number: Int, _ format: Int, _ project: String) throws -> Header {
        let json = try? JSON(reading: bytes)
        if let format = json?["format"]?.whole, format > Header.newestFormat, json?.bytes == bytes {
            throw TrailFault.newer(format: format, project: project)
        }
        guard let header = try? Canonical.decode(Header.self, from: bytes), Canonical.bytes(header) == bytes,
            header.format >= 1, header.bodies >= 0
        else { throw Flaw(number, .header) }
        guard header.format <= format else { throw Flaw(number, .format) }
        guard number <= mostEntries else { throw Flaw(number, .count) }
        return header
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
