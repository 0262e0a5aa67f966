import Foundation

import struct Crypto.SHA256
import Domain

/// The line of an entry that is chained: who did what when, and the digest of what it changed.
///
/// Its canonical bytes are what is hashed; they are never encoded again in order to verify.
public struct Header: Codable, Sendable, Equatable {
    /// The newest shape of headers and bodies that this program reads, and the one that it writes.
    ///
    /// In format 1 bodies have no salt, and a reason stands in the header; from 2 on every body has a salt, and a reason is
    /// a body. A trail of format 1 goes on in format 2, and never back.
    public static let newestFormat = 2
    /// The bytes that a header may have at most.
    public static let largest = 1 << 16
    public static let noPrevious = Digest(plain: String(repeating: "0", count: 64))!

    public var format: Int
    public var project: String
    /// Counts up from 1 in each project.
    public var entry: Int
    public var moment: Moment
    /// Who acted; nil for the installation itself.
    public var person: Int?
    public var verb: String
    /// Why, in format 1.
    public var reason: String?
    /// Documents that the entry names, by hash.
    public var documents: [Digest]
    /// How many bodies it has.
    public var bodies: Int
    /// SHA-256 over, for each body in order, the 32 bytes of its SHA-256 and its name as a line (`event/12\n`).
    public var digest: Digest
    /// SHA-256 of the previous header's bytes; zeros for the first.
    public var previous: Digest
}

extension Digest {
    /// The SHA-256 of the bytes.
    public init(of bytes: some Sequence<UInt8>) {
        var hash = SHA256()
        hash.update(data: Array(bytes))
        self.init(raw: Array(hash.finalize()))
    }

    /// Over bodies: the 32 bytes of each one's digest, and whose body it is, so that what is erased keeps its name.
    init(over bodies: [Entry.Body]) {
        var running = Running()
        for body in bodies { running.take(body) }
        self = running.digest
    }

    /// The digest over bodies while they are taken one by one.
    struct Running {
        private var hash = SHA256()
        mutating func take(_ body: Entry.Body) {
            hash.update(data: body.digest.raw)
            hash.update(data: Array("\(body.reference)\n".utf8))
        }
        var digest: Digest { Digest(raw: Array(hash.finalize())) }
    }

    /// From its 32 bytes.
    public init(raw bytes: [UInt8]) {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            for half in [byte >> 4, byte & 15] { text.append(half < 10 ? 48 + half : 87 + half) }
        }
        self = Digest(plain: String(decoding: text, as: UTF8.self)) ?? .specimen
    }

    /// The 32 bytes.
    public var raw: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(32)
        var high: UInt8?
        for character in text.utf8 {
            let half = character < 58 ? character - 48 : character - 87
            if let first = high {
                out.append(first << 4 | half)
                high = nil
            } else {
                high = half
            }
        }
        return out
    }
}

/// The SHA-256 of bytes that come piece by piece.
struct RunningDigest {
    private var running = SHA256()

    mutating func add(_ piece: Data) { running.update(data: piece) }

    var digest: Digest { Digest(raw: Array(running.finalize())) }
}
