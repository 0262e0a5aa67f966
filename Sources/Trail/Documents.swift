import Domain
import Foundation
import Synchronization

/// Documents by the SHA-256 of their content, kept as they came.
extension Store {
    private func place(of hash: Digest) -> URL {
        folder.appendingPathComponent("documents").appendingPathComponent(String(hash.text.prefix(2)))
            .appendingPathComponent(String(hash.text.dropFirst(2)))
    }

    package func keep(_ upload: Upload) throws {
        try refuseReadOnly()
        if isWhole(upload.hash) { return }
        let place = place(of: upload.hash)
        let parent = place.deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let temporary = parent.appendingPathComponent(".\(UUID().uuidString)")
        defer { unlink(temporary.path) }
        try upload.put(at: temporary)
        let file = Foundation.open(temporary.path, O_RDONLY | O_CLOEXEC)
        let synced = file >= 0 && fsync(file) == 0
        Foundation.close(file)
        guard synced else { throw TrailFault.syncFailed("document \(upload.hash.text)") }
        guard rename(temporary.path, place.path) == 0 else { throw TrailFault.broken("cannot name \(place.path)") }
        for directory in [parent, parent.deletingLastPathComponent(), folder] { Store.sync(directory) }
    }

    /// Moves what scratch places have kept here, as long as something goes on that makes entries name it; what no entry names
    /// after that is gone again. What lies here already stays. On the disk when it goes on, so that entries may name it.
    func takingOverDocuments(of scratches: [Store], _ goOn: () throws -> Void) throws {
        let brought = try scratches.map { scratch in (scratch, try scratch.keptDocuments()) }
        let documents = brought.flatMap(\.1)
        arriving.hold(documents)
        do {
            for (scratch, documents) in brought {
                for hash in documents where !isWhole(hash) { try takeOver(hash, from: scratch) }
            }
            try goOn()
        } catch {
            try settle(documents)
            throw error
        }
        arriving.release(documents)
    }

    private func takeOver(_ hash: Digest, from scratch: Store) throws {
        let place = place(of: hash)
        let parent = place.deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard rename(scratch.place(of: hash).path, place.path) == 0 else {
            throw TrailFault.broken("cannot name \(place.path)")
        }
        for directory in [parent, parent.deletingLastPathComponent(), folder] { Store.sync(directory) }
    }

    /// The documents that lie in this folder.
    private func keptDocuments() throws -> [Digest] {
        let root = folder.appendingPathComponent("documents")
        return try Store.names(in: root).flatMap { shelf in
            try Store.names(in: root.appendingPathComponent(shelf)).compactMap { Digest(plain: shelf + $0) }
        }
    }

    package func document(_ hash: Digest) -> [UInt8]? {
        guard let data = FileManager.default.contents(atPath: place(of: hash).path) else { return nil }
        let bytes = Array(data)
        return Digest(of: bytes) == hash ? bytes : nil
    }

    package func isWhole(_ hash: Digest) -> Bool { (try? Digest(ofFile: place(of: hash))) == hash }

    package func hasDocument(_ hash: Digest) -> Bool { FileManager.default.fileExists(atPath: place(of: hash).path) }

    package func removeDocument(_ hash: Digest) throws {
        let path = place(of: hash).path
        guard unlink(path) == 0 || errno == ENOENT else { throw TrailFault.broken("cannot remove \(path)") }
        Store.sync(place(of: hash).deletingLastPathComponent())
    }

    /// Finishes, when the folder is opened, what a sudden end left undone: documents that were erased, that no entry came to
    /// name, or that were half written go, and so does what was erased from the log of the database.
    public func finishRemovals() throws {
        try cutOffLog()
        let wanted = try wantedDocuments(nil, in: nil)
        let root = folder.appendingPathComponent("documents")
        for shelf in try Store.names(in: root) {
            for file in try Store.names(in: root.appendingPathComponent(shelf)) {
                if let hash = Digest(plain: shelf + file), wanted.contains(hash) { continue }
                let path = root.appendingPathComponent(shelf).appendingPathComponent(file).path
                guard unlink(path) == 0 else { throw TrailFault.broken("cannot remove \(path)") }
            }
        }
    }

    /// Brings a folder's list of names to the disk, as far as the system can.
    public static func sync(_ folder: URL) {
        let handle = Foundation.open(folder.path, O_RDONLY | O_CLOEXEC)
        guard handle >= 0 else { return }
        fsync(handle)
        Foundation.close(handle)
    }

    static func names(in folder: URL) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }
}

extension TrailStore {
    /// Keeps a document; it is on the disk before this returns, so that an entry may name it.
    package func keep(_ bytes: [UInt8]) throws -> Digest {
        let upload = Upload(bytes)
        try keep(upload)
        return upload.hash
    }

    /// Keeps what was sent for an entry that will name these documents, until `settle`; meanwhile nothing takes them away.
    /// Of what was sent, only what the entry names is written.
    package func keep(_ documents: [Digest], of uploads: Uploads) throws {
        arriving.hold(documents)
        do {
            for document in documents {
                if let upload = uploads[document] { try keep(upload) }
            }
        } catch {
            try settle(documents)
            throw error
        }
    }

    /// Ends the hold of `keep`: what no entry names stays no longer.
    package func settle(_ documents: [Digest]) throws {
        arriving.release(documents)
        for document in documents { try removeUnwanted(document) }
    }

    /// Takes a document away, unless a project names it that has not erased it, or is about to.
    package func removeUnwanted(_ hash: Digest) throws {
        try arriving.unlessHeld(hash) {
            guard hasDocument(hash), try wantedDocuments(hash, in: nil).isEmpty else { return }
            try removeDocument(hash)
        }
    }
}

/// Documents that are there for entries on their way to the disk: nothing takes them away meanwhile.
package final class Arriving: Sendable {
    private let holds = Mutex<[Digest: Int]>([:])

    package init() {}

    func hold(_ documents: [Digest]) {
        holds.withLock { holds in for document in documents { holds[document, default: 0] += 1 } }
    }

    func release(_ documents: [Digest]) {
        holds.withLock { holds in
            for document in documents { holds[document] = holds[document].flatMap { $0 > 1 ? $0 - 1 : nil } }
        }
    }

    func unlessHeld(_ document: Digest, _ body: () throws -> Void) rethrows {
        try holds.withLock { if $0[document] == nil { try body() } }
    }
}
