/// That a body or a document was taken away or replaced: which, on what ground, and the digests before and after.
///
/// The trail verifies before and after: the digest of what was written stays in its entry, and this record says that
/// the bytes behind it are gone on purpose.
public struct Erasure: Record {
    public static let kind = "erasure"
    public static let plural = "erasures"
    public static let room = Room.trails
    public static var verbs: [AnyVerb] { AnyVerb.of(EraseBody.self, RedactBody.self, EraseDocument.self) }

    public var id: Key<Erasure>
    /// The entry whose body is erased, and the body's place in it, from 0. Absent for a document.
    public var entry: Int?
    public var position: Int?
    /// The digest of the body as written, or of the document.
    public var old: Digest
    /// The digest of the redacted body; absent when it is erased whole.
    public var new: Digest?
    public var ground: String
    public var provenance: Provenance = Provenance()

    public init(
        id: Key<Erasure>, entry: Int? = nil, position: Int? = nil, old: Digest, new: Digest? = nil, ground: String
    ) {
        self.id = id
        self.entry = entry
        self.position = position
        self.old = old
        self.new = new
        self.ground = ground
    }

    public var caption: Caption { .numbered(id.number) }
    public var isOfDocument: Bool { entry == nil }
}

extension Project {
    public var erasures: Table<Erasure> { self[Erasure.self] }

    /// The proofs whose documents were not erased here: what was erased can be shown to nobody. The table from which a record came
    /// proves nothing of it.
    public func showable(_ proofs: [Proof]) -> [Proof] {
        proofs.filter { !$0.isOrigin && (erasures.isEmpty || erasure(of: $0.document) == nil) }
    }

    /// The erasure of a document that was erased here; nil when it was not.
    public func erasure(of document: Digest) -> Erasure? { erasures.first { $0.isOfDocument && $0.old == document } }
}

extension Kind {
    static let ofTrails = [Kind(Erasure.self), Kind(Reason.self)]
}
