/// Which body goes, and on what ground (GDPR, art. 17; a court; the end of a retention period).
public struct EraseBody: Verb {
    public static let name = "erase-body"
    public static let room = Room.trails

    public var entry: Int
    public var position: Int
    public var ground: String

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        [try project.erasing(entry, position, replacement: nil, ground: ground, setting)]
    }
}

/// What a body shall say instead: the same record, with the name or text taken out.
public struct RedactBody: Verb {
    public static let name = "redact-body"
    public static let room = Room.trails

    public var entry: Int
    public var position: Int
    /// The whole new body as JSON.
    public var replacement: Prose
    public var ground: String

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        [try project.erasing(entry, position, replacement: replacement, ground: ground, setting)]
    }
}

/// Which document goes, and on what ground.
public struct EraseDocument: Verb {
    public static let name = "erase-document"
    public static let room = Room.trails

    public var document: Digest
    public var ground: String

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard project.erasure(of: document) == nil else {
            throw Refusal("alreadyErased", [.init("text", .text(document.text))])
        }
        return [.erase(Erasure(id: project.erasures.next, old: document, ground: ground))]
    }
}

extension Project {
    /// The erasure of one body, under the next number unless another is given.
    ///
    /// Refused: a body that does not exist or is erased already, an erasure itself, a lock (what was reported stays), a
    /// replacement that `redacted` refuses, and what the project is as it stands: without it there is neither name, programme
    /// nor dates. A text of it is redacted, and what it said before is erased, as anything else.
    func erasing(
        _ entry: Int, _ position: Int, replacement: Prose?, ground: String, as number: Key<Erasure>? = nil,
        _ setting: Setting
    ) throws(Refusal) -> Change {
        let place: [Fact.Named] = [.init("entry", .whole(entry)), .init("position", .whole(position))]
        guard let old = setting.digest(entry, position) else { throw Refusal("noSuchBody", place) }
        guard let bytes = setting.body(entry, position), let body = try? JSON(reading: bytes),
            let kind = body["kind"]?.text
        else { throw Refusal("alreadyErased", place) }
        guard kind != Erasure.kind else { throw Refusal("erasureStays", place) }
        guard kind != PeriodLock.kind || replacement != nil else { throw Refusal("lockStays", place) }
        if replacement == nil, let own = identification, kind == Identification.kind,
            body["id"]?.whole == own.id.number, self.entry(of: own.reference) == entry
        {
            throw Refusal("erasureUnnames", place)
        }

        let new = try replacement.map { text throws(Refusal) in
            setting.salted(try redacted(body, of: kind, saying: text, in: entry, setting))
        }
        return .erase(
            Erasure(
                id: number ?? erasures.next, entry: entry, position: position, old: old, new: new.map(setting.hash),
                ground: ground), replacement: new)
    }
}
