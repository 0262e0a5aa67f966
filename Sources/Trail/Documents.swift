import Domain
import Foundation

/// Documents by the SHA-256 of their content, kept as they came.
extension Store {
    private func place(of hash: Digest) -> URL {
        folder.appendingPathComponent("documents").appendingPathComponent(String(hash.text.prefix(2)))
            .appendingPathComponent(String(hash.text.dropFirst(2)))
    }

    /// Keeps a document; file and folder are on the disk before this returns, so that an entry may name it.
    public func keep(_ bytes: [UInt8]) throws -> Digest {
        let hash = Digest(of: bytes)
        let place = place(of: hash)
        if document(hash) != nil {
            // It may have lain here unnamed for long: whoever brings it again means to name it.
            utimensat(AT_FDCWD, place.path, nil, 0)
            return hash
        }
        let parent = place.deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let temporary = parent.appendingPathComponent(".\(UUID().uuidString)")
        let file = Foundation.open(temporary.path, O_CREAT | O_WRONLY | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw TrailFault.broken("cannot write \(temporary.path)") }
        defer { unlink(temporary.path) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(file, $0.baseAddress! + written, bytes.count - written)
            }
            guard count > 0 else {
                Foundation.close(file)
                throw errno == ENOSPC || errno == EFBIG
                    ? TrailFault.diskFull : TrailFault.broken("cannot write a document")
            }
            written += count
        }
        let synced = fsync(file) == 0
        Foundation.close(file)
        guard synced else { throw TrailFault.syncFailed("document \(hash.text)") }
        guard rename(temporary.path, place.path) == 0 else { throw TrailFault.broken("cannot name \(place.path)") }
        sync([parent, parent.deletingLastPathComponent(), folder])
        return hash
    }

    /// Moves what a scratch place has kept here; what lies here already stays. On the disk when this returns, so that entries
    /// may name it.
    func takeOverDocuments(of scratch: Store) throws {
        let root = scratch.folder.appendingPathComponent("documents")
        for shelf in (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? [] {
            for file in try FileManager.default.contentsOfDirectory(
                atPath: root.appendingPathComponent(shelf).path)
            {
                guard let hash = Digest(plain: shelf + file), document(hash) == nil else { continue }
                let place = place(of: hash)
                let parent = place.deletingLastPathComponent()
                try FileManager.default.createDirectory(
                    at: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                guard rename(scratch.place(of: hash).path, place.path) == 0 else {
                    throw TrailFault.broken("cannot name \(place.path)")
                }
                sync([parent, parent.deletingLastPathComponent(), folder])
            }
        }
    }

    private func sync(_ folders: [URL]) {
        for folder in folders {
            let handle = Foundation.open(folder.path, O_RDONLY | O_CLOEXEC)
            if handle >= 0 {
                fsync(handle)
                Foundation.close(handle)
            }
        }
    }

    /// The content; nil when there is no such document, or its bytes are not those of the name.
    public func document(_ hash: Digest) -> [UInt8]? {
        guard let data = FileManager.default.contents(atPath: place(of: hash).path) else { return nil }
        let bytes = Array(data)
        return Digest(of: bytes) == hash ? bytes : nil
    }

    public func hasDocument(_ hash: Digest) -> Bool { FileManager.default.fileExists(atPath: place(of: hash).path) }

    /// Takes a document away, after an entry that says so.
    public func removeDocument(_ hash: Digest) throws {
        let path = place(of: hash).path
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
    }

    /// Removes what no entry names and is older than a day.
    public func sweepDocuments(now: Date) throws {
        let named = try namedDocuments()
        let root = folder.appendingPathComponent("documents")
        for shelf in (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? [] {
            let place = root.appendingPathComponent(shelf)
            for file in (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [] {
                let path = place.appendingPathComponent(file).path
                let changed = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
                guard let changed, now.timeIntervalSince(changed) > 86_400 else { continue }
                if let hash = Digest(plain: shelf + file), named.contains(hash) { continue }
                try? FileManager.default.removeItem(atPath: path)
            }
        }
    }
}
