import Domain
import Foundation

import struct Crypto.SHA256

/// A file that somebody sent: what is small may lie in memory, else it lies in the scratch folder as long as somebody holds it.
public struct Upload: Sendable {
    public let hash: Digest
    /// In bytes.
    public let size: Int
    private let content: Content

    private enum Content: Sendable {
        case memory([UInt8])
        case scratch(Scrap)
    }

    public init(_ bytes: [UInt8]) { (hash, size, content) = (Digest(of: bytes), bytes.count, .memory(bytes)) }

    fileprivate init(_ hash: Digest, _ size: Int, _ scrap: Scrap) {
        (self.hash, self.size, content) = (hash, size, .scratch(scrap))
    }

    /// All of it, or its first bytes, in memory.
    public func bytes(upTo most: Int = .max) throws -> [UInt8] {
        switch content {
        case .memory(let bytes): return Array(bytes.prefix(most))
        case .scratch(let scrap):
            let file = try FileHandle(forReadingFrom: scrap.place)
            return Array(try file.read(upToCount: min(most, size)) ?? Data())
        }
    }

    /// Gives it another name, on the same disk; what lies in memory is written there.
    func put(at place: URL) throws {
        switch content {
        case .memory(let bytes): try Writing(place).write(bytes[...])
        case .scratch(let scrap):
            guard link(scrap.place.path, place.path) == 0 || rename(scrap.place.path, place.path) == 0 else {
                throw Writing.fault(place)
            }
        }
    }
}

/// A file in the scratch folder. It goes when nobody holds it; what an entry names has a name elsewhere by then.
private final class Scrap: Sendable {
    let place: URL
    init(_ place: URL) { self.place = place }
    deinit { unlink(place.path) }
}

/// A new file that is written from its beginning.
private final class Writing: Sendable {
    private let handle: Int32
    private let place: URL

    init(_ place: URL) throws {
        self.place = place
        handle = Foundation.open(place.path, O_CREAT | O_WRONLY | O_EXCL | O_CLOEXEC, 0o600)
        guard handle >= 0 else { throw Writing.fault(place) }
    }

    deinit { Foundation.close(handle) }

    func write(_ bytes: ArraySlice<UInt8>) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(handle, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Writing.fault(place) }
            rest = rest.dropFirst(count)
        }
    }

    static func fault(_ place: URL) -> TrailFault {
        errno == ENOSPC || errno == EFBIG ? .diskFull : .broken("cannot write \(place.path)")
    }
}

/// A file on its way in: its bytes go to the scratch folder as they come, and into its SHA-256. Let go before it is whole, it is gone.
public struct Incoming: Sendable {
    private let scrap: Scrap
    private let writing: Writing
    private var hash = SHA256()
    private var size = 0

    /// Refused where the folder may not be written.
    package init(in store: Store) throws {
        try store.refuseReadOnly()
        let scratch = Scratch.place(in: store.folder)
        try FileManager.default.createDirectory(
            at: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        scrap = Scrap(scratch.appendingPathComponent(UUID().uuidString))
        writing = try Writing(scrap.place)
    }

    public mutating func write(_ bytes: ArraySlice<UInt8>) throws {
        try writing.write(bytes)
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        size += bytes.count
    }

    public var whole: Upload { Upload(Digest(raw: Array(hash.finalize())), size, scrap) }
}

/// Files that somebody sent, by their SHA-256. They are among the documents only when an entry names them.
public struct Uploads: Sendable {
    private var files: [Digest: Upload] = [:]

    public init() {}

    public var isEmpty: Bool { files.isEmpty }

    public mutating func add(_ upload: Upload) { files[upload.hash] = upload }

    public mutating func add(_ bytes: [UInt8]) -> Digest {
        let upload = Upload(bytes)
        add(upload)
        return upload.hash
    }

    public subscript(hash: Digest) -> Upload? { files[hash] }
}

extension Digest {
    /// The SHA-256 of a file, with no more of it in memory than a piece.
    init(ofFile place: URL) throws {
        let file = try FileHandle(forReadingFrom: place)
        var hash = SHA256()
        while let piece = try file.read(upToCount: 1 << 18), !piece.isEmpty { hash.update(data: piece) }
        self.init(raw: Array(hash.finalize()))
    }
}
