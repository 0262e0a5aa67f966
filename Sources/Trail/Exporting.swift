import Domain
import Foundation

extension TrailSource {
    /// Writes the trail of a project with its documents, verified while it is written: a trail with a flaw leaves no file.
    /// Without particulars: the bodies of personal kinds are withheld, names in the texts of others, and documents that prove
    /// nothing but particulars. A trail that came without particulars has none to give.
    ///
    /// Refused: a body with a name in it that does not read, or would not with what `nameless` says in its place.
    ///
    /// - Parameter nameless: what stands in a text in place of itself; nil where it names nobody.
    package func export(
        _ project: String, to file: URL, particulars: Bool, nameless: (String) -> String?,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Exported {
        if let format = try newerFormat(of: project) { throw TrailFault.newer(format: format, project: project) }
        let head = try head(of: project)
        let mayWithhold = try withholds(project)
        let particulars = particulars && !mayWithhold
        let part = file.deletingLastPathComponent().appendingPathComponent(".\(file.lastPathComponent).part")
        guard FileManager.default.createFile(atPath: part.path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: part.path)
        else { throw ExportFault.cannotWrite(file.path) }
        defer { try? FileManager.default.removeItem(at: part) }

        var out: [UInt8] = []
        func line(_ letter: String, _ fields: [some Sequence<UInt8>]) throws {
            out.append(contentsOf: letter.utf8)
            for field in fields {
                out.append(UInt8(ascii: " "))
                out.append(contentsOf: field)
            }
            out.append(UInt8(ascii: "\n"))
            try flush(1 << 20)
        }
        func flush(_ size: Int) throws {
            guard out.count > size else { return }
            do { try handle.write(contentsOf: out) } catch { throw ExportFault.cannotWrite(file.path) }
            out.removeAll(keepingCapacity: true)
        }

        let last = try headers(of: project, after: head.entry - 1, upTo: head.entry).first?.header.format ?? 1
        out.append(contentsOf: (TrailFile.firstLine(last) + "\n").utf8)
        let preface = TrailFile.Preface(
            name: project, entries: head.entry, head: head.hash, particulars: particulars)
        try line("P", [Canonical.json(preface).overlaid(by: ["particulars": .flag(particulars)]).bytes])

        var verifier = Verifier(project: project, mayWithhold: mayWithhold)
        var (entry, inPart) = (0, 0)
        try walk(project) { header, bytes in
            try verifier.take(header, bytes)
            try line("H", [bytes])
            entry = header.entry
            if header.entry % 1_000 == 0 { progress(header.entry, head.entry) }
        } body: { body in
            try verifier.take(body)
            let (digest, name) = (Array(body.digest.text.utf8), Array("\(body.reference)".utf8))
            let isWithheld = !particulars && body.isPersonal
            if !particulars, !isWithheld, let said = try body.saying(nameless, entry) ?? body.saidInPart {
                inPart += 1
                return try line("N", [digest, Array(Digest(of: said).text.utf8), said])
            }
            switch (body.state, body.bytes) {
            case (.erased, _): try line("E", [digest, name])
            case (.withheld, _): try line("W", [digest, name])
            case _ where isWithheld: try line("W", [digest, name])
            case (.redacted, let bytes?): try line("R", [digest, bytes])
            case (_, let bytes): try line("B", [bytes ?? []])
            }
        }
        try finishEntries(&verifier)
        try verifier.require(count: head.entry, head: head.hash)
        let withheld = try withheldDocuments(of: project)
        for (hash, _) in verifier.documents {
            // What this trail erased is erased, though another project may keep the file.
            let bytes = verifier.isErased(hash) ? nil : document(hash)
            let isHidden = !particulars && verifier.isParticular(hash)
            let isWithheld = bytes == nil && isHidden && withheld.contains(hash)
            try verifier.take(hash, isThere: bytes != nil, isWithheld: isWithheld)
            if isHidden {
                try line("V", [Array(hash.text.utf8)])
            } else if let bytes {
                try line("D", [Array(hash.text.utf8), Array(Data(bytes).base64EncodedData())])
            } else {
                try line("X", [Array(hash.text.utf8)])
            }
        }
        try verifier.end()
        try line("Z", [Array(String(head.entry).utf8), Array(head.hash.text.utf8)])
        try flush(0)
        try handle.synchronize()
        try handle.close()
        guard rename(part.path, file.path) == 0 else { throw ExportFault.cannotWrite(file.path) }
        return Exported(entries: head.entry, head: head.hash, particulars: particulars, withheldInPart: inPart)
    }
}

/// What was written to a file.
public struct Exported: Sendable, Equatable {
    public let entries: Int
    public let head: Digest
    /// Whether what is particular is in it.
    public let particulars: Bool
    /// How many bodies have names withheld in their texts.
    public let withheldInPart: Int
}

extension Entry.Body {
    /// What is there of a body that came without names.
    fileprivate var saidInPart: [UInt8]? { state == .withheldInPart ? bytes : nil }

    /// The record with its texts as `nameless` has them; nil where none of them changes. It is the same record, and reads.
    fileprivate func saying(_ nameless: (String) -> String?, _ entry: Int) throws -> [UInt8]? {
        guard let record, let json = try? JSON(reading: record), let kind = Kind.named(reference.kind) else {
            return nil
        }
        let shape =
            json["removed"] == nil ? kind.shape : .group([.init(name: "removed", shape: .prose, required: true)])
        guard let said = shape.replacingTexts(in: json, by: nameless)?.bytes else { return nil }
        do {
            _ = try said.withUnsafeBufferPointer { try Entry.Body.change($0, reference) }
        } catch {
            throw TrailFault.unreadable(
                UnreadableBody(reference: reference, entry: entry, reason: UnreadableBody.reason(error)))
        }
        return said
    }

    /// Whether it is withheld where particulars are: of a personal kind, or a person of before with the name in it.
    fileprivate var isPersonal: Bool {
        guard let kind = Kind.named(reference.kind) else { return true }
        return kind.isPersonal
            || kind.name == Person.kind && record.flatMap({ try? JSON(reading: $0) })?["name"] != nil
    }
}
