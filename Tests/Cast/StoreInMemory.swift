import Domain
import Foundation
import Programmes
import Synchronization
import Trail

/// Where something is written, in a store in memory: at each, a test may let it fail.
package enum WritePoint: Sendable, CaseIterable {
    /// Before anything is written; after a header, a body, an erasure, the footprints; before all of it counts; after.
    case appending, header, body, erasing, footprints, committing, answering
    /// Before and after a document is kept, and before one goes.
    case keeping, kept, removing
}

/// Trails without a folder: what is appended is there or is not, in the moment in which the append ends. It outlives desks, as a
/// folder does.
package final class StoreInMemory: TrailStore {
    private struct Shelf {
        var headers: [(entry: Int, bytes: [UInt8])] = []
        /// In order of entry and position.
        var bodies: [PlacedBody] = []
        var footprints: [String: String] = [:]
        var sent: [String: (content: Digest, entry: Int, moment: Int64)] = [:]
        var named: [(document: Digest, entry: Int)] = []
        var erased: [(document: Digest, entry: Int)] = []
    }

    private struct Content {
        var trails: [String: Shelf] = [:]
        var documents: [Digest: [UInt8]] = [:]
        /// What a store with a fault keeps in secret.
        var shadows: [[UInt8]] = []
    }

    private let content = Mutex(Content())
    package let packs: PackShelf
    package let isReadOnly = false
    package let arriving = Arriving()
    /// Called at each point at which something is written, outside all locks; what it throws, the writing throws.
    package let strike = Mutex<@Sendable (WritePoint) throws -> Void>({ _ in })
    /// What is wrong with this store, on purpose.
    private let planted: Planted?

    package init(packs: PackShelf = Packs.shelf, planted: Planted? = nil) {
        self.packs = packs
        self.planted = planted
    }

    private func at(_ point: WritePoint) throws { try strike.withLock { $0 }(point) }

    private func shelf(_ project: String) -> Shelf { content.withLock { $0.trails[project] ?? Shelf() } }

    /// Whether these bytes stand anywhere: in a body, in a document, or where nobody looks.
    package func holds(_ bytes: [UInt8]) -> Bool {
        let text = Data(bytes)
        return content.withLock { content in
            let bodies = content.trails.values.flatMap { $0.bodies.compactMap(\.body.bytes) }
            let rest = content.trails.values.flatMap { $0.footprints.values.map { Array($0.utf8) } }
            return (bodies + rest + content.shadows + content.documents.values).contains {
                Data($0).range(of: text) != nil
            }
        }
    }

    /// What a folder does when it is opened: documents go that no entry names.
    package func finishRemovals() throws {
        let wanted = try wantedDocuments(nil, in: nil)
        content.withLock { content in content.documents = content.documents.filter { wanted.contains($0.key) } }
    }
}

// MARK: Appending

extension StoreInMemory {
    package func append(_ appends: [Append]) throws {
        // A copy that is thrown away, or takes the place of the whole.
        var new = content.withLock { $0 }
        do {
            try at(.appending)
            let last = planted == .losesLastOfBatch && appends.count > 1 ? appends.count - 1 : appends.count
            for append in appends.prefix(last) { try write(append, to: &new) }
            try at(.committing)
        } catch {
            if planted == .keepsTornAppend { commit(new) }
            if planted == .keepsFootprintsOfRefused {
                let torn = new
                content.withLock { content in
                    for name in content.trails.keys {
                        content.trails[name]?.footprints = torn.trails[name]?.footprints ?? [:]
                    }
                }
            }
            if planted == .swallowsFailure { return }
            throw error
        }
        commit(new)
        try at(.answering)
    }

    private func commit(_ new: Content) { content.withLock { $0 = new } }

    private func write(_ append: Append, to content: inout Content) throws {
        guard append.arrival == nil else { throw TrailFault.broken("a store in memory takes no trail in") }
        let (header, bodies) = (append.entry.header, append.entry.bodies)
        var shelf = content.trails[header.project] ?? Shelf()
        guard planted == .skipsHeadCheck || (shelf.headers.last?.entry ?? 0) == header.entry - 1 else {
            throw TrailFault.headMoved(project: header.project)
        }
        if planted != .erasesWithoutEntry || append.entry.erasures.isEmpty {
            var bytes = append.entry.bytes
            if planted == .altersHeader { bytes = Canonical.bytes(header.altered) }
            shelf.headers.append((header.entry, bytes))
            for document in header.documents { shelf.named.append((document, header.entry)) }
            try at(.header)
            for (position, body) in bodies.enumerated() {
                if planted == .losesSecondBody, position == 1 { continue }
                if planted == .losesReason, body.reference.kind == Reason.kind { continue }
                var body = body
                if planted == .altersBody, body.reference.kind == Partner.kind { body = body.altered }
                let at = planted == .swapsBodies && bodies.count > 1 ? bodies.count - 1 - position : position
                shelf.bodies.append(PlacedBody(entry: header.entry, position: at, body: body))
                try self.at(.body)
            }
            shelf.bodies.sort { ($0.entry, $0.position) < ($1.entry, $1.position) }
        }
        for (erasure, replacement) in append.entry.erasures {
            guard let entry = erasure.entry, let position = erasure.position else {
                if erasure.isOfDocument, planted != .forgetsErasedDocuments {
                    shelf.erased.append((erasure.old, header.entry))
                }
                continue
            }
            try erase(entry, position, saying: replacement, in: &shelf, &content)
            try at(.erasing)
        }
        if planted != .losesFootprints {
            for footprint in append.footprints {
                shelf.footprints["\(footprint.what)/\(footprint.key)"] = footprint.value
            }
        }
        if let once = append.once {
            let moment = header.moment.milliseconds
            shelf.sent = shelf.sent.filter { $0.value.moment >= moment - SentOnce.kept }
            guard shelf.sent[once.key] == nil else { throw TrailFault.headMoved(project: header.project) }
            shelf.sent[once.key] = (once.content, header.entry, moment)
        }
        try at(.footprints)
        content.trails[header.project] = shelf
        if let project = append.removes { content.trails[project] = nil }
    }

    private func erase(
        _ entry: Int, _ position: Int, saying replacement: [UInt8]?, in shelf: inout Shelf, _ content: inout Content
    ) throws {
        let wrong = planted == .erasesNeighbour ? 1 : 0
        guard planted != .erasesNothing,
            let place = shelf.bodies.firstIndex(where: { $0.entry == entry + wrong && $0.position == position })
        else { return }
        let body = shelf.bodies[place].body
        if planted == .keepsShadow, let bytes = body.bytes { content.shadows.append(bytes) }
        var said = planted == .losesReplacement ? nil : replacement
        if planted == .redactsWithOld, replacement != nil { said = body.bytes }
        let reference = planted == .renamesErased ? Reference(kind: Partner.kind, number: 99) : body.reference
        shelf.bodies[place] = PlacedBody(
            entry: entry + wrong, position: position,
            body: Entry.Body(
                reference: reference, bytes: said,
                digest: planted == .forgetsOldDigest ? Digest(of: said ?? []) : body.digest,
                state: replacement == nil ? .erased : .redacted))
    }
}

// MARK: Reading

extension StoreInMemory {
    package func names() throws -> [String] { content.withLock { $0.trails.keys.sorted() } }

    package func lastEntry(of project: String, upTo end: Int) throws -> Int {
        let last = shelf(project).headers.last { $0.entry <= end }?.entry ?? 0
        return planted == .saysOneEntryLess && end == .max ? max(0, last - 1) : last
    }

    package func headerBytes(of project: String, after: Int, upTo: Int, most: Int) throws -> [(
        entry: Int, bytes: [UInt8]
    )] {
        Array(shelf(project).headers.filter { $0.entry > after && $0.entry <= upTo }.prefix(most))
    }

    package func entries(of project: String, saying verb: String) throws -> [Int] {
        shelf(project).headers.filter { String(decoding: $0.bytes, as: UTF8.self).contains("\"verb\":\"\(verb)\"") }
            .map(\.entry)
    }

    package func bodies(of project: String, after place: (entry: Int, position: Int), upTo entry: Int) throws
        -> [PlacedBody]
    {
        let all = shelf(project).bodies.filter { ($0.entry, $0.position) > place && $0.entry <= entry }
        // Small pages, so that their ends are met.
        let page = all.prefix(7)
        return Array(planted == .losesFirstOfPage && page.count == 7 ? page.dropFirst() : page)
    }

    package func reasonBodies(of project: String, after: Int, upTo: Int) throws -> [PlacedBody] {
        shelf(project).bodies.filter { $0.entry > after && $0.entry <= upTo && $0.body.reason != nil }
    }

    package func references(of project: String, after: Int, upTo: Int, most: Int) throws -> [Int: [Reference]] {
        let bodies = shelf(project).bodies.filter { $0.entry > after && $0.entry <= upTo }
        return Dictionary(grouping: bodies.prefix(most), by: \.entry).mapValues { bodies in
            let all = bodies.map(\.body.reference)
            return planted == .losesReferences && all.count > 1 ? Array(all.dropLast()) : all
        }
    }

    package func history(of reference: Reference, in project: String) throws -> [PlacedBody] {
        let all = shelf(project).bodies.filter { $0.body.reference == reference }
        return planted == .losesFirstVersion && all.count > 1 ? Array(all.dropFirst()) : all
    }

    package func history(ofKind kind: String, in project: String) throws -> [PlacedBody] {
        shelf(project).bodies.filter { $0.body.reference.kind == kind && $0.body.bytes != nil }
            .sorted { ($0.body.reference.number, $0.entry) < ($1.body.reference.number, $1.entry) }
    }

    package func lastBodies(of project: String, upTo entry: Int?) throws -> LastBodies {
        var bodies = shelf(project).bodies.filter { planted == .foldsEverything || $0.entry <= entry ?? .max }
        let newest = bodies.last?.entry ?? 0
        switch planted {
        case .foldsWithoutNewest: bodies.removeAll { $0.entry == newest && newest > 2 }
        case .foldsWithoutWithdrawals:
            bodies.removeAll { $0.body.reason != nil && $0.body.reference.kind != Reason.kind }
        case .foldsErasedAsBefore: bodies.removeAll { $0.body.bytes == nil }
        default: break
        }
        bodies.sort {
            ($0.body.reference.kind, $0.body.reference.number, $0.entry)
                > ($1.body.reference.kind, $1.body.reference.number, $1.entry)
        }
        var last = LastBodies()
        var before: Reference?
        for placed in bodies where placed.body.reference != before {
            before = placed.body.reference
            placed.body.reference.kind.withCString { kind in
                (placed.body.bytes ?? []).withUnsafeBytes { bytes in
                    last.add(
                        kind: kind, record: placed.body.reference.number, entry: placed.entry,
                        placed.body.bytes == nil ? nil : bytes, isWithheld: placed.body.state == .withheld)
                }
            }
        }
        last.reverse()
        return last
    }

    package func withholds(_ project: String) throws -> Bool { false }
    package func withheldDocuments(of project: String) throws -> Set<Digest> { [] }

    package func footprint(_ what: String, _ key: String, of project: String) throws -> String? {
        shelf(project).footprints["\(what)/\(key)"]
    }

    package func sent(_ key: String, of project: String) throws -> (content: Digest, entry: Int)? {
        shelf(project).sent[key].map { ($0.content, $0.entry) }
    }

    package func write(_ footprints: [Footprint], of project: String) throws {
        content.withLock { content in
            for footprint in footprints {
                content.trails[project]?.footprints["\(footprint.what)/\(footprint.key)"] = footprint.value
            }
        }
    }
}

// MARK: Documents

extension StoreInMemory {
    package func keep(_ upload: Upload) throws {
        let bytes = try upload.bytes()
        try at(.keeping)
        if planted != .losesDocuments { content.withLock { $0.documents[upload.hash] = bytes } }
        try at(.kept)
    }

    package func document(_ hash: Digest) -> [UInt8]? { content.withLock { $0.documents[hash] } }
    package func hasDocument(_ hash: Digest) -> Bool { document(hash) != nil }
    package func isWhole(_ hash: Digest) -> Bool { hasDocument(hash) }

    package func removeDocument(_ hash: Digest) throws {
        try at(.removing)
        if planted != .keepsErasedDocuments { content.withLock { $0.documents[hash] = nil } }
    }

    package func wantedDocuments(_ one: Digest?, in project: String?) throws -> Set<Digest> {
        if planted == .wantsNoDocument { return [] }
        return content.withLock { content in
            var wanted: Set<Digest> = []
            for (name, shelf) in content.trails where project == nil || project == name {
                for named in shelf.named where one == nil || one == named.document {
                    let erased = shelf.erased.last { $0.document == named.document }?.entry ?? 0
                    if named.entry > erased { wanted.insert(named.document) }
                }
            }
            return wanted
        }
    }

    package func projects(naming document: Digest) throws -> [String] {
        content.withLock { content in
            content.trails.filter { $0.value.named.contains { $0.document == document } }.keys.sorted()
        }
    }
}

/// What is wrong with a store on purpose, so that a test shows that the test of stores finds it.
package enum Planted: String, CaseIterable, Sendable {
    case losesSecondBody, losesReason, altersBody, swapsBodies, altersHeader, losesLastOfBatch
    case keepsTornAppend, keepsFootprintsOfRefused, losesFootprints, swallowsFailure, skipsHeadCheck
    case erasesWithoutEntry, erasesNothing, erasesNeighbour, keepsShadow, losesReplacement, redactsWithOld
    case renamesErased, forgetsOldDigest, forgetsErasedDocuments
    case saysOneEntryLess, losesFirstOfPage, losesReferences, losesFirstVersion
    case foldsWithoutNewest, foldsWithoutWithdrawals, foldsEverything, foldsErasedAsBefore
    case losesDocuments, keepsErasedDocuments, wantsNoDocument
}

extension Header {
    /// With another person in it.
    fileprivate var altered: Header {
        var header = self
        header.person = (person ?? 0) + 1
        return header
    }
}

extension Entry.Body {
    /// With another letter in it.
    fileprivate var altered: Entry.Body {
        guard var bytes, let last = bytes.lastIndex(of: UInt8(ascii: "a")) else { return self }
        bytes[last] = UInt8(ascii: "e")
        return Entry.Body(reference: reference, bytes: bytes, digest: digest, state: state)
    }
}
