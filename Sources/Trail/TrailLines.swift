import Domain
import Foundation

/// The lines of a trail file, one after the other, with no more of it in memory than a line and what is read ahead.
final class TrailLines {
    private let file: Int32
    private var buffer: [UInt8] = []
    private var at = 0
    private var hasEnded = false
    private static let ahead = 1 << 18

    /// Refused: what cannot be opened for reading, and what is no file; a pipe could be waited for without end.
    init(_ file: URL) throws(ExportFault) {
        self.file = Foundation.open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard self.file >= 0 else { throw .cannotRead(file.path) }
        var status = stat()
        guard fstat(self.file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            Foundation.close(self.file)
            throw .cannotRead(file.path)
        }
    }

    deinit { Foundation.close(file) }

    /// The bytes that a line of this letter may have at most, behind letter and blank; of another letter, none.
    static func largest(_ letter: UInt8) -> Int? {
        let body = Entry.Body.largest + Entry.Body.saltSize
        return switch letter {
        case UInt8(ascii: "P"), UInt8(ascii: "H"): Header.largest
        case UInt8(ascii: "B"): body
        case UInt8(ascii: "R"): body + 65
        case UInt8(ascii: "N"): Entry.Body.largest + 130
        case UInt8(ascii: "D"): 65 + (TrailFile.largestDocument + 2) / 3 * 4
        case UInt8(ascii: "E"), UInt8(ascii: "W"), UInt8(ascii: "X"), UInt8(ascii: "V"),
            UInt8(ascii: "Z"):
            256
        default: nil
        }
    }

    /// The first line; nil when it is none, or a long one.
    func first() -> String? {
        guard let line = try? whole(atMost: { _ in 64 }) else { return nil }
        return String(validating: line, as: UTF8.self)
    }

    /// The letter of the next line and the bytes behind it; nil at the end of the file. A line that is too long, has another
    /// letter or does not end is a flaw of the nearest entry.
    func next(_ nearest: Int) throws(Flaw) -> (letter: Character, rest: ArraySlice<UInt8>)? {
        let line: ArraySlice<UInt8>?
        do { line = try whole { TrailLines.largest($0).map { $0 + 2 } } } catch { throw Flaw(nearest, .line) }
        guard let line else { return nil }
        guard line.count >= 2, line[line.startIndex + 1] == UInt8(ascii: " ") else { throw Flaw(nearest, .line) }
        return (Character(UnicodeScalar(line[line.startIndex])), line.dropFirst(2))
    }

    private struct Broken: Error {}

    private func whole(atMost: (UInt8) -> Int?) throws -> ArraySlice<UInt8>? {
        var searched = at
        while true {
            if let end = lineFeed(from: searched) {
                guard end == at || end - at <= atMost(buffer[at]) ?? 0 else { throw Broken() }
                defer { at = end + 1 }
                return buffer[at..<end]
            }
            var most = 0
            if at < buffer.count {
                most = atMost(buffer[at]) ?? 0
                guard buffer.count - at <= most else { throw Broken() }
            }
            searched = buffer.count - at
            try fill(atMost: most)
            if hasEnded {
                guard at == buffer.count else { throw Broken() }
                return nil
            }
        }
    }

    private func lineFeed(from place: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard place < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + place, Int32(UInt8(ascii: "\n")), bytes.count - place)
            else { return nil }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }

    /// Reads on, after what was used is let go: `at` is 0 then. For a line that proves long, the place for the longest is set
    /// aside once: growing by doubling would need thrice as much.
    private func fill(atMost most: Int) throws {
        buffer.removeFirst(at)
        at = 0
        let step = TrailLines.ahead
        if buffer.count > 4 * step { buffer.reserveCapacity(most + step) }
        var count = 0
        let piece = [UInt8](unsafeUninitializedCapacity: step) { space, initialized in
            count = Foundation.read(file, space.baseAddress, step)
            initialized = max(0, count)
        }
        guard count >= 0 else { throw Broken() }
        hasEnded = count == 0
        buffer += piece
    }
}

extension Entry.Body {
    /// From a line of a trail file; nil when it is no proper one. What it says is in the only way in which it may be written.
    init?(_ letter: Character, _ rest: ArraySlice<UInt8>) {
        func reference(_ bytes: [UInt8]) -> Reference? {
            let record = Entry.Body.isSalted(bytes) ? Array(bytes.dropFirst(Entry.Body.saltSize)) : bytes
            guard let json = try? JSON(reading: record), let kind = json["kind"]?.text, let number = json["id"]?.whole,
                json.bytes == record
            else { return nil }
            return Reference(named: "\(kind)/\(number)")
        }
        switch letter {
        case "B":
            let bytes = Array(rest)
            guard let reference = reference(bytes) else { return nil }
            self.init(reference: reference, bytes: bytes, digest: Digest(of: bytes), state: .written)
        case "R":
            let bytes = Array(rest.dropFirst(65))
            guard rest.count > 65, let digest = Digest(plain: String(decoding: rest.prefix(64), as: UTF8.self)),
                rest.dropFirst(64).first == 32, let reference = reference(bytes)
            else { return nil }
            self.init(reference: reference, bytes: bytes, digest: digest, state: .redacted)
        case "N":
            let bytes = Array(rest.dropFirst(130))
            guard rest.count > 130, let digest = Digest(plain: String(decoding: rest.prefix(64), as: UTF8.self)),
                rest.dropFirst(64).first == 32, rest.dropFirst(129).first == 32,
                String(decoding: rest.dropFirst(65).prefix(64), as: UTF8.self) == Digest(of: bytes).text,
                !Entry.Body.isSalted(bytes), let reference = reference(bytes)
            else { return nil }
            self.init(reference: reference, bytes: bytes, digest: digest, state: .withheldInPart)
        default:
            guard rest.dropFirst(64).first == 32,
                let digest = Digest(plain: String(decoding: rest.prefix(64), as: UTF8.self)),
                let name = String(validating: rest.dropFirst(65), as: UTF8.self), let reference = Reference(named: name)
            else { return nil }
            self.init(reference: reference, bytes: nil, digest: digest, state: letter == "E" ? .erased : .withheld)
        }
    }
}

extension Reference {
    /// Reads `event/12`, of whatever kind: one that only a newer version knows, too.
    fileprivate init?(named text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Whole.key(parts[1]),
            String(number) == parts[1],
            parts[0].split(separator: "-", omittingEmptySubsequences: false).allSatisfy({ part in
                !part.isEmpty && part.utf8.allSatisfy { $0 >= 97 && $0 <= 122 }
            })
        else { return nil }
        self.init(kind: String(parts[0]), number: number)
    }
}
