import Domain
import Foundation

/// A trail as one file of lines, for other installations, auditors and the next ten years.
///
/// `grozd-trail 1`; `P` what it is; for each entry `H` its header and then its bodies (`B` as written, `R` redacted,
/// `E` erased, `W` withheld); `D` documents in base64, `X` documents erased; `Z` count and head. `tools/verify-trail.py`
/// reads it with nothing but Python.
public enum TrailFile {
    static let firstLine = "grozd-trail 1"

    struct Preface: Codable {
        var name: String
        var entries: Int
        var head: Digest
        var particulars: Bool
    }
}

extension Store {
    /// Writes the trail of a project with its documents. Without particulars: the bodies of personal kinds are withheld.
    /// A trail that came without particulars has none to give.
    public func export(_ project: String, to file: URL, particulars: Bool, progress: (Int, Int) -> Void = { _, _ in })
        throws -> (entries: Int, head: Digest, particulars: Bool)
    {
        let head = try head(of: project)
        let particulars = try particulars && !withholds(project)
        let part = file.deletingLastPathComponent().appendingPathComponent(".\(file.lastPathComponent).part")
        guard FileManager.default.createFile(atPath: part.path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: part.path)
        else { throw ExportFault.cannotWrite(file.path) }
        defer { try? FileManager.default.removeItem(at: part) }

        var out: [UInt8] = []
        func line(_ letter: String, _ bytes: some Sequence<UInt8>) {
            out.append(contentsOf: letter.utf8)
            out.append(UInt8(ascii: " "))
            out.append(contentsOf: bytes)
            out.append(UInt8(ascii: "\n"))
        }
        func flush(_ size: Int) throws {
            guard out.count > size else { return }
            do { try handle.write(contentsOf: out) } catch { throw ExportFault.cannotWrite(file.path) }
            out.removeAll(keepingCapacity: true)
        }

        out.append(contentsOf: (TrailFile.firstLine + "\n").utf8)
        line(
            "P",
            Canonical.json(
                TrailFile.Preface(name: project, entries: head.entry, head: head.hash, particulars: particulars)
            )
            .overlaid(by: .object([("particulars", .flag(particulars))])).bytes)
        var documents: [Digest] = []
        try eachEntry(of: project) { entry in
            line("H", entry.bytes)
            for body in entry.bodies {
                let digest = Array(body.digest.text.utf8)
                let name = Array(" \(body.reference)".utf8)
                let withheld = !particulars && body.isPersonal
                switch (body.state, body.bytes) {
                case (.erased, _): line("E", digest + name)
                case (.withheld, _): line("W", digest + name)
                case _ where withheld: line("W", digest + name)
                case (.redacted, let bytes?): line("R", digest + [UInt8(ascii: " ")] + bytes)
                case (_, let bytes): line("B", bytes ?? [])
                }
            }
            for document in entry.header.documents where !documents.contains(document) { documents.append(document) }
            try flush(1 << 20)
            if entry.header.entry % 1_000 == 0 { progress(entry.header.entry, head.entry) }
        }
        for hash in documents {
            if let bytes = document(hash) {
                line("D", Array("\(hash.text) ".utf8) + Array(Data(bytes).base64EncodedData()))
            } else {
                line("X", hash.text.utf8)
            }
            try flush(1 << 20)
        }
        line("Z", "\(head.entry) \(head.hash.text)".utf8)
        try flush(0)
        try handle.synchronize()
        try handle.close()
        guard rename(part.path, file.path) == 0 else { throw ExportFault.cannotWrite(file.path) }
        return (head.entry, head.hash, particulars)
    }

    /// Takes a whole trail in, verified first: all of it, or nothing.
    ///
    /// Refused: a file that does not verify or is not one, a project that is here already, a trail of a newer version.
    public func take(_ file: URL, progress: (Int, Int) -> Void = { _, _ in }) throws -> (
        project: String, verification: Verification
    ) {
        guard let data = try? Data(contentsOf: file, options: .mappedIfSafe) else {
            throw ExportFault.cannotRead(file.path)
        }
        // A file that does not end with the end of a line was cut off.
        guard data.last == UInt8(ascii: "\n") else { throw ExportFault.notATrail }
        var lines = TrailLines(data)
        guard let first = lines.next(), first.elementsEqual(TrailFile.firstLine.utf8) else {
            throw ExportFault.notATrail
        }
        guard let (letter, rest) = lines.nextPart(), letter == "P",
            let preface = try? Canonical.decode(TrailFile.Preface.self, from: Array(rest)),
            preface.name == "installation" || Project.isName(preface.name)
        else { throw ExportFault.notATrail }
        guard try head(of: preface.name).entry == 0 else { throw ExportFault.alreadyHere(preface.name) }

        var verifier = Verifier(project: preface.name, mayWithhold: !preface.particulars)
        var entries: [Store.Append] = []
        var documents: [Digest: [UInt8]] = [:]
        var named: Set<Digest> = []
        var ended = false
        var part = lines.nextPart()
        while let (letter, rest) = part {
            // Nothing stands behind the last line.
            guard !ended else { throw ExportFault.notATrail }
            switch letter {
            case "H":
                let bytes = Array(rest)
                let number = entries.count + 1
                if let format = (try? JSON(reading: bytes))?["format"]?.whole, format > Header.newestFormat {
                    throw TrailFault.newer(format: format, project: preface.name)
                }
                guard let header = try? Canonical.decode(Header.self, from: bytes), Canonical.bytes(header) == bytes,
                    header.format >= 1
                else {
                    throw Flaw(number, .header)
                }
                var bodies: [Entry.Body] = []
                part = lines.nextPart()
                while let (letter, rest) = part, "BREW".contains(letter) {
                    guard let body = Entry.Body(letter, Array(rest)) else { throw Flaw(number, .body, bodies.count) }
                    bodies.append(body)
                    part = lines.nextPart()
                }
                let entry = Entry(header: header, bytes: bytes, bodies: bodies)
                try verifier.take(entry)
                named.formUnion(header.documents)
                entries.append(Append(entry))
                if number % 1_000 == 0 { progress(number, preface.entries) }
                continue
            case "D":
                let fields = rest.split(separator: UInt8(ascii: " "), maxSplits: 1)
                guard fields.count == 2, let hash = Digest(plain: String(decoding: fields[0], as: UTF8.self)),
                    let content = Data(base64Encoded: Data(fields[1])), Digest(of: Array(content)) == hash,
                    content.base64EncodedData() == Data(fields[1])
                else { throw ExportFault.brokenDocument }
                guard named.contains(hash), documents.updateValue(Array(content), forKey: hash) == nil else {
                    throw ExportFault.brokenDocument
                }
            case "X":
                guard let hash = Digest(plain: String(decoding: rest, as: UTF8.self)), named.contains(hash),
                    documents[hash] == nil
                else {
                    throw ExportFault.brokenDocument
                }
            case "Z":
                guard String(decoding: rest, as: UTF8.self) == "\(preface.entries) \(preface.head.text)" else {
                    throw Flaw(preface.entries, .head)
                }
                ended = true
            default: throw ExportFault.notATrail
            }
            part = lines.nextPart()
        }
        guard ended else { throw Flaw(entries.count + 1, .count) }
        guard verifier.result.head == preface.head else { throw Flaw(verifier.result.entries, .head) }
        try verifier.finish(count: preface.entries) { documents[$0] != nil }
        for content in documents.values { _ = try keep(content) }
        try append(entries)
        if !preface.particulars { try noteTakenWithoutParticulars(preface.name) }
        return (preface.name, verifier.result)
    }
}

extension Entry.Body {
    /// Whether it is withheld where particulars are: of a personal kind, or a person of before with the name in it.
    fileprivate var isPersonal: Bool {
        guard let kind = Kind.named(reference.kind) else { return true }
        return kind.isPersonal
            || kind.name == Person.kind && bytes.flatMap({ try? JSON(reading: $0) })?["name"] != nil
    }
}

/// What goes wrong with a file on its way out or in.
public enum ExportFault: Error, Sendable, Equatable {
    case cannotWrite(String), cannotRead(String), notATrail, alreadyHere(String), brokenDocument
}

extension Entry.Body {
    fileprivate init?(_ letter: Character, _ rest: [UInt8]) {
        func reference(_ bytes: [UInt8]) -> Reference? {
            guard let json = try? JSON(reading: bytes), let kind = json["kind"]?.text, let number = json["id"]?.whole,
                number > 0,
                json.bytes == bytes
            else { return nil }
            return Reference(kind: kind, number: number)
        }
        switch letter {
        case "B":
            guard let reference = reference(rest) else { return nil }
            self.init(reference: reference, bytes: rest, digest: Digest(of: rest), state: .written)
        case "R":
            guard rest.count > 65, let digest = Digest(plain: String(decoding: rest[..<64], as: UTF8.self)),
                let reference = reference(Array(rest[65...]))
            else { return nil }
            self.init(reference: reference, bytes: Array(rest[65...]), digest: digest, state: .redacted)
        default:
            let fields = String(decoding: rest, as: UTF8.self).split(separator: " ")
            guard fields.count == 2, let digest = Digest(plain: String(fields[0])), let reference = Reference(fields[1])
            else {
                return nil
            }
            self.init(reference: reference, bytes: nil, digest: digest, state: letter == "E" ? .erased : .withheld)
        }
    }
}

/// The lines of a trail file, one after the other.
private struct TrailLines {
    private let data: Data
    private var at: Data.Index

    init(_ data: Data) {
        self.data = data
        at = data.startIndex
    }

    mutating func next() -> Data? {
        guard at < data.endIndex else { return nil }
        let end = data[at...].firstIndex(of: UInt8(ascii: "\n")) ?? data.endIndex
        defer { at = min(end + 1, data.endIndex) }
        return data[at..<end]
    }

    mutating func nextPart() -> (letter: Character, rest: Data)? {
        guard let line = next() else { return nil }
        guard line.count >= 2, line[line.startIndex + 1] == UInt8(ascii: " ") else { return ("?", Data()) }
        return (Character(UnicodeScalar(line[line.startIndex])), line.dropFirst(2))
    }
}
