/// Which body goes, and on what ground (GDPR, art. 17; a court; the end of a retention period).
public struct BodyErased: Codable, Sendable {
    public var entry: Int
    public var position: Int
    public var ground: String
}

/// What a body shall say instead: the same record, with the name or text taken out.
public struct BodyRedacted: Codable, Sendable {
    public var entry: Int
    public var position: Int
    /// The whole new body as JSON.
    public var replacement: Prose
    public var ground: String
}

/// Which document goes, and on what ground.
public struct DocumentErased: Codable, Sendable {
    public var document: Digest
    public var ground: String
}

extension Verb {
    public static let eraseBody = Verb("erase-body", in: .trails, BodyErased.self) {
        (project, input, setting) throws(Refusal) in
        try project.erasing(input.entry, input.position, replacement: nil, ground: input.ground, setting)
    }
    public static let redactBody = Verb("redact-body", in: .trails, BodyRedacted.self) {
        (project, input, setting) throws(Refusal) in
        try project.erasing(input.entry, input.position, replacement: input.replacement, ground: input.ground, setting)
    }
    public static let eraseDocument = Verb("erase-document", in: .trails, DocumentErased.self) {
        (project, input, setting) throws(Refusal) in
        guard !project.erasures.contains(where: { $0.isOfDocument && $0.old == input.document }) else {
            throw Refusal("alreadyErased", [.init("text", .text(input.document.text))])
        }
        return [.put(Erasure(id: project.erasures.next, old: input.document, ground: input.ground))]
    }
}

extension Project {
    /// The entry that records an erasure. The desk takes the bytes away in the same transaction.
    ///
    /// Refused: a body that does not exist or is erased already, an erasure itself, a replacement that `redacted` refuses, and what
    /// the project is as it stands: without it there is neither name, programme nor dates. A text of it is redacted, and what it
    /// said before is erased, as anything else.
    func erasing(_ entry: Int, _ position: Int, replacement: Prose?, ground: String, _ setting: Setting) throws(Refusal)
        -> [Change]
    {
        let place: [Fact.Named] = [.init("entry", .whole(entry)), .init("position", .whole(position))]
        guard let old = setting.digest(entry, position) else { throw Refusal("noSuchBody", place) }
        guard let bytes = setting.body(entry, position), let body = try? JSON(reading: bytes),
            let kind = body["kind"]?.text
        else { throw Refusal("alreadyErased", place) }
        guard kind != Erasure.kind else { throw Refusal("erasureStays", place) }
        if replacement == nil, let own = identification, kind == Identification.kind,
            body["id"]?.whole == own.id.number, self.entry(of: own.reference) == entry
        {
            throw Refusal("erasureUnnames", place)
        }

        let new = try replacement.map { text throws(Refusal) in
            setting.salted(try redacted(body, of: kind, saying: text, in: entry, setting))
        }
        return [
            .put(
                Erasure(
                    id: erasures.next, entry: entry, position: position, old: old, new: new.map(setting.hash),
                    ground: ground,
                    replacement: new))
        ]
    }
}
