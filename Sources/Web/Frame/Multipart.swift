import Domain
import Files
import Foundation

/// Reads a form with files (RFC 7578) as its bytes come: what is in fields is kept, what is in files is handed on at once.
///
/// Parts stand between boundaries, each with headers, an empty line and its content; the last boundary ends with two hyphens.
/// Whatever bytes come, they are read or refused, at a cost in proportion to their number, and in whatever portions they come
/// the result is the same.
struct Multipart {
    struct File: Equatable {
        let field: String
        let name: String
        let type: String
    }

    enum Piece {
        /// A file begins, with at least one byte.
        case file(File)
        /// More of the file that began last.
        case bytes(ArraySlice<UInt8>)
    }

    private(set) var fields: [Sent.Field] = []
    /// The names of files that somebody chose and that hold nothing. One without a name is one that nobody chose.
    private(set) var empty: [String] = []
    /// How many bytes of fields lie in memory.
    private(set) var kept = 0

    static let mostFiles = 100
    private static let longestHead = 4_096

    private enum State {
        case preamble
        /// Behind a boundary: another part, or the end.
        case edge
        case head(searched: Int)
        case field(String)
        case file(File, isBegun: Bool)
        case done
    }

    private let mark: [UInt8]
    private var state = State.preamble
    /// What has come and is not read: a boundary stands at the beginning of a line, so the first is given one.
    private var held: [UInt8] = [13, 10]
    private var content: [UInt8] = []
    private var files = 0

    /// Of what the header `Content-Type` says.
    init(_ type: String) throws(Sent.Fault) {
        guard let boundary = Multipart.parameters(type)["boundary"], Multipart.isName(boundary) else { throw .broken }
        mark = Array("\r\n--\(boundary)".utf8)
    }

    mutating func read(_ portion: some Sequence<UInt8>, _ take: (Piece) throws -> Void) throws {
        held.append(contentsOf: portion)
        var at = 0
        while try step(&at, take) {}
        held.removeFirst(at)
    }

    /// The fields, where all has come.
    func whole() throws(Sent.Fault) -> [Sent.Field] {
        guard case .done = state else { throw .broken }
        return fields
    }

    /// Reads on from a place of what is held; false when more must come first.
    private mutating func step(_ at: inout Int, _ take: (Piece) throws -> Void) throws -> Bool {
        switch state {
        case .done:
            at = held.count
            return false
        case .edge:
            guard held.count - at >= 2 else { return false }
            switch (held[at], held[at + 1]) {
            case (13, 10): state = .head(searched: 0)
            case (45, 45): state = .done
            default: throw Sent.Fault.broken
            }
            at += 2
            return true
        case .head(let searched):
            guard let end = place(of: [13, 10, 13, 10], from: at + max(0, searched - 3)) else {
                guard held.count - at <= Multipart.longestHead + 4 else { throw Sent.Fault.broken }
                state = .head(searched: held.count - at)
                return false
            }
            try open(held.part(at, end))
            at = end + 4
            return true
        case .preamble, .field, .file:
            let end = place(of: mark, from: at)
            let until = end ?? max(at, held.count - mark.count + 1)
            if until > at { try add(held.part(at, until), take) }
            at = end.map { $0 + mark.count } ?? until
            if end != nil { try close() }
            return end != nil
        }
    }

    private mutating func open(_ head: ArraySlice<UInt8>) throws(Sent.Fault) {
        guard head.count <= Multipart.longestHead, let text = String(validating: head, as: UTF8.self) else {
            throw .broken
        }
        var said: [String: String] = [:]
        var type = "application/octet-stream"
        for line in text.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":"), !line.utf8.starts(with: mark.dropFirst(2)) else {
                throw .broken
            }
            let value = line.suffix(from: line.index(after: colon))
            switch line.prefix(upTo: colon).lowercased() {
            case "content-disposition": said = Multipart.parameters(value)
            case "content-type": type = value.trimmingCharacters(in: .whitespaces)
            default: break
            }
        }
        guard let name = said["name"].map(Multipart.plain), Multipart.isName(name) else { throw .broken }
        guard said["filename"] != nil || said["filename*"] != nil else {
            state = .field(name)
            kept += name.utf8.count
            return
        }
        guard let called = said["filename*"].flatMap(Multipart.extended) ?? said["filename"].map(Multipart.plain) else {
            throw .broken
        }
        let file = File(field: name, name: Multipart.shortened(called), type: String(type.prefix(200)))
        state = .file(file, isBegun: false)
    }

    /// A name of at most 200 letters keeps how it ends: `.pdf` says what is in it.
    static func shortened(_ name: String) -> String {
        guard name.count > 200 else { return name }
        let ending = name.lastIndex(of: ".").map { name[$0...] } ?? ""
        return ending.count > 20 ? String(name.prefix(200)) : name.prefix(199 - ending.count) + "…" + ending
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>, _ take: (Piece) throws -> Void) throws {
        switch state {
        case .field:
            content += bytes
            kept += bytes.count
        case .file(let file, let isBegun):
            if !isBegun {
                guard files < Multipart.mostFiles else { throw Sent.Fault.tooMany(most: Multipart.mostFiles) }
                files += 1
                state = .file(file, isBegun: true)
                try take(.file(file))
            }
            try take(.bytes(bytes))
        default: break
        }
    }

    /// The part ends, or what stands before the first.
    private mutating func close() throws(Sent.Fault) {
        if case .file(let file, isBegun: false) = state, !file.name.isEmpty, empty.count < Multipart.mostFiles {
            empty.append(file.name)
        }
        if case .field(let name) = state {
            guard let text = String(validating: content, as: UTF8.self) else { throw .broken }
            guard fields.count < Sent.mostFields else { throw .tooMany(most: Sent.mostFields) }
            fields.append(Sent.Field(name: name, value: text))
            content = []
        }
        state = .edge
    }

    private func place(of wanted: [UInt8], from start: Int) -> Int? {
        held.withUnsafeBufferPointer { bytes in
            var at = start
            while at + wanted.count <= bytes.count {
                guard let first = bytes.part(at, bytes.count).firstIndex(of: wanted[0]) else { return nil }
                if bytes.part(first, first + wanted.count).elementsEqual(wanted) { return first }
                at = first + 1
            }
            return nil
        }
    }
}

// MARK: Parameters of headers

extension Multipart {
    /// `form-data; name="a; b"; filename=c`: what stands between quotation marks is whole, and a backslash before a mark is none
    /// of it. The first of a name counts.
    private static func parameters(_ header: some StringProtocol) -> [String: String] {
        var found: [String: String] = [:]
        var rest = String(header).unicodeScalars.drop { $0 != ";" }
        while rest.popFirst() != nil {
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            var value = String.UnicodeScalarView()
            if rest.popFirst(where: { $0 == "=" }) {
                rest = rest.drop { $0 == " " }
                if rest.popFirst(where: { $0 == "\"" }) {
                    while let letter = rest.popFirst(), letter != "\"" {
                        let isEscape = letter == "\\" && (rest.first == "\"" || rest.first == "\\")
                        value.append(isEscape ? rest.removeFirst() : letter)
                    }
                } else {
                    value.append(contentsOf: rest.prefix { $0 != ";" })
                    while value.last == " " || value.last == "\t" { value.removeLast() }
                }
            }
            rest = rest.drop { $0 != ";" }
            let key = String(name).trimmingCharacters(in: .whitespaces).lowercased()
            if found[key] == nil { found[key] = String(value) }
        }
        return found
    }

    private static func isName(_ text: String) -> Bool { !text.isEmpty && text.utf8.count <= Sent.longestName }

    /// Without the three marks that browsers escape in names of fields and files.
    private static func plain(_ text: String) -> String {
        [("%22", "\""), ("%0D", "\r"), ("%0A", "\n")].reduce(text) { text, mark in
            text.replacingOccurrences(of: mark.0, with: mark.1, options: .caseInsensitive)
        }
    }

    /// `UTF-8''Ra%C4%8Dun.pdf` (RFC 8187); nil where it is not readable so.
    private static func extended(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        return parts[2].removingPercentEncoding
    }
}

extension Substring.UnicodeScalarView {
    fileprivate mutating func popFirst(where isWanted: (Unicode.Scalar) -> Bool) -> Bool {
        guard first.map(isWanted) == true else { return false }
        removeFirst()
        return true
    }
}
