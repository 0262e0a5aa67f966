import Domain
import Foundation

/// A trail as one file of lines, for other installations, auditors and the next ten years.
///
/// `grozd-trail 2` (1 where no entry is of format 2); `P` what it is; for each entry `H` its header and then its bodies
/// (`B` as written, `R` redacted, `E` erased, `W` withheld, `N` with names withheld); `D` documents in base64, `X` documents
/// erased, `V` withheld; `Z` count and head. `tools/verify-trail.py` reads it with nothing but Python.
public enum TrailFile {
    static func firstLine(_ format: Int) -> String { "grozd-trail \(format)" }

    struct Preface: Codable {
        var name: String
        var entries: Int
        var head: Digest
        var particulars: Bool
    }

    /// The bytes that a document may have at most: as large as an upload may be.
    static let largestDocument = 64 << 20
}

/// What goes wrong with a file on its way out or in.
public enum ExportFault: Error, Sendable, Equatable {
    case cannotWrite(String)
    case cannotRead(String)
    case notATrail
    /// The file is of a format that only a newer version reads.
    case newerFile(Int)
    case alreadyHere(String)
    /// The name is kept for the product's own use.
    case reservedName(String)
    /// A record points to one that never was in the trail.
    case neverWas(Reference, from: Reference)
}

/// A trail file, read line by line and verified as it is read, with no more in memory than a line and what the verifier holds.
/// What stands in it is handed on; where it goes is not known here.
struct TrailReading {
    /// What a file holds behind its preface, in this order.
    enum Part {
        case header(Header, [UInt8])
        case body(Entry.Body, entry: Int, position: Int)
        case endOfEntries
        case document([UInt8])
        case withheldDocument(Digest)
    }

    let preface: TrailFile.Preface
    private(set) var verifier: Verifier
    private let format: Int
    private let lines: TrailLines

    /// The entries that a trail from elsewhere may have at most.
    static let mostEntries = 10_000_000

    /// Refused is what does not begin as a trail does, and what only a newer version reads.
    init(_ lines: TrailLines) throws(ExportFault) {
        guard let first = lines.first(), first.hasPrefix("grozd-trail "), let format = Whole.key(first.dropFirst(12)),
            first == TrailFile.firstLine(format), format > 0
        else { throw ExportFault.notATrail }
        guard format <= Header.newestFormat else { throw ExportFault.newerFile(format) }
        guard let line = try? lines.next(1), line.letter == "P",
            let preface = try? Canonical.decode(TrailFile.Preface.self, from: Array(line.rest)),
            Canonical.json(preface).overlaid(by: ["particulars": .flag(preface.particulars)]).bytes
                == Array(line.rest), preface.entries > 0, Project.isSpelledAsName(preface.name)
        else { throw ExportFault.notATrail }
        self.preface = preface
        self.format = format
        self.lines = lines
        verifier = Verifier(project: preface.name, mayWithhold: !preface.particulars)
    }

    /// Reads to the end. What was handed on before a flaw was found is nothing worth.
    mutating func read(_ keep: (Part) throws -> Void) throws {
        var line = try lines.next(verifier.nearest)
        while let (letter, rest) = line, letter == "H" {
            let number = verifier.result.entries + 1
            let header = try self.header(Array(rest), number)
            try verifier.take(header, Array(rest))
            try keep(.header(header, Array(rest)))
            var position = 0
            while !verifier.isFull {
                guard let (letter, rest) = try lines.next(number), "BREWN".contains(letter) else {
                    throw Flaw(number, .bodies)
                }
                guard let body = Entry.Body(letter, rest) else { throw Flaw(number, .body, position) }
                try verifier.take(body)
                try keep(.body(body, entry: number, position: position))
                position += 1
            }
            line = try lines.next(number)
        }
        if let letter = line?.letter, "BREWN".contains(letter) { throw Flaw(verifier.nearest, .bodies) }
        try keep(.endOfEntries)
        try verifier.endEntries(count: preface.entries, head: preface.head)
        // The first line says 2 where any entry is of format 2.
        guard (format == 2) == (verifier.result.format2From != nil) else { throw Flaw(verifier.nearest, .format) }

        while let (letter, rest) = line, "DXV".contains(letter) {
            try document(letter, rest, keep)
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
    private func header(_ bytes: [UInt8], _ number: Int) throws -> Header {
        let json = try? JSON(reading: bytes)
        if let format = json?["format"]?.whole, format > Header.newestFormat, json?.bytes == bytes {
            throw TrailFault.newer(format: format, project: preface.name)
        }
        guard let header = try? Canonical.decode(Header.self, from: bytes), Canonical.bytes(header) == bytes,
            header.format >= 1, header.bodies >= 0
        else { throw Flaw(number, .header) }
        guard header.format <= format else { throw Flaw(number, .format) }
        guard number <= TrailReading.mostEntries else { throw Flaw(number, .count) }
        return header
    }

    private mutating func document(
        _ letter: Character, _ rest: ArraySlice<UInt8>, _ keep: (Part) throws -> Void
    ) throws {
        let fields = rest.split(separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        guard let hash = Digest(plain: String(decoding: fields[0], as: UTF8.self)),
            fields.count == (letter == "D" ? 2 : 1)
        else { throw Flaw(verifier.nearest, .line) }
        let first = verifier.documents.first { $0.document == hash }?.entry ?? verifier.nearest
        try verifier.take(hash, isThere: letter == "D", isWithheld: letter == "V")
        if letter == "V" { try keep(.withheldDocument(hash)) }
        if letter == "D" {
            let text = Data(fields[1])
            guard let content = Data(base64Encoded: text), content.base64EncodedData() == text,
                Digest(of: content) == hash
            else { throw Flaw(first, .document, document: hash) }
            try keep(.document(Array(content)))
        }
    }
}
