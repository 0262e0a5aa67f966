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

extension AnyVerb {
    public static let eraseBody = AnyVerb("erase-body", in: .trails, BodyErased.self) {
        (project, input, setting) throws(Refusal) in
        try project.erasing(input.entry, input.position, replacement: nil, ground: input.ground, setting)
    }
    public static let redactBody = AnyVerb("redact-body", in: .trails, BodyRedacted.self) {
        (project, input, setting) throws(Refusal) in
        try project.erasing(input.entry, input.position, replacement: input.replacement, ground: input.ground, setting)
    }
    public static let eraseDocument = AnyVerb("erase-document", in: .trails, DocumentErased.self) {
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
    /// Refused: a body that does not exist or is erased already, an erasure itself, and a replacement that `redacted` refuses.
    func erasing(_ entry: Int, _ position: Int, replacement: Prose?, ground: String, _ setting: Setting) throws(Refusal)
        -> [Change]
    {
        let place: [Fact.Named] = [.init("entry", .whole(entry)), .init("position", .whole(position))]
        guard let old = setting.digest(entry, position) else { throw Refusal("noSuchBody", place) }
        guard let bytes = setting.body(entry, position), let body = try? JSON(reading: bytes),
            let kind = body["kind"]?.text
        else { throw Refusal("alreadyErased", place) }
        guard kind != Erasure.kind else { throw Refusal("erasureStays", place) }

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
