import Domain

/// What is asked of whatever keeps trails. All that is told of them is made of these few questions.
package protocol TrailSource: AnyObject, Sendable {
    /// The rule packs that its projects may stand on.
    var packs: PackShelf { get }
    /// Whether it may only be read.
    var isReadOnly: Bool { get }

    /// The names of all trails, the installation's own among them.
    func names() throws -> [String]
    /// The number of the last entry up to one, whatever its header says; 0 when there is none.
    func lastEntry(of project: String, upTo end: Int) throws -> Int
    /// The bytes of headers in order, from after one entry up to another, at most so many. What is larger than a header may be
    /// comes empty.
    func headerBytes(of project: String, after: Int, upTo: Int, most: Int) throws -> [(entry: Int, bytes: [UInt8])]
    /// The entries whose headers say this verb.
    func entries(of project: String, saying verb: String) throws -> [Int]
    /// Bodies in order, those that follow a place, of entries up to one: a page of them, none only when none follows.
    func bodies(of project: String, after place: (entry: Int, position: Int), upTo entry: Int) throws -> [PlacedBody]
    /// Of the entries after one up to another, in order, the bodies that may say why: reasons, and withdrawals.
    func reasonBodies(of project: String, after: Int, upTo: Int) throws -> [PlacedBody]
    /// Which records each entry changed, in their order, for the entries after one up to another; the first so many.
    func references(of project: String, after: Int, upTo: Int, most: Int) throws -> [Int: [Reference]]
    /// Every version of one record, the earliest first.
    func history(of reference: Reference, in project: String) throws -> [PlacedBody]
    /// Every version of the records of a kind that is neither erased nor withheld, in order of record and entry.
    func history(ofKind kind: String, in project: String) throws -> [PlacedBody]
    /// The last body of each record up to an entry, without decoding, in one buffer.
    func lastBodies(of project: String, upTo entry: Int?) throws -> LastBodies
    /// Whether bodies of the project were withheld when it came.
    func withholds(_ project: String) throws -> Bool
    /// What was sent under a key, and the entry that it became; nil when nothing was, in the last week.
    func sent(_ key: String, of project: String) throws -> (content: Digest, entry: Int)?

    /// The content; nil when there is no such document, or its bytes are not those of the name.
    func document(_ hash: Digest) -> [UInt8]?
    /// Whether there is such a document, and its bytes are those of the name.
    func isWhole(_ hash: Digest) -> Bool
    func hasDocument(_ hash: Digest) -> Bool
    /// The documents that belong here: named by an entry of a project that has not erased them since. Of one document or of all,
    /// in one project or in all.
    func wantedDocuments(_ one: Digest?, in project: String?) throws -> Set<Digest>
    /// The projects of which any entry names the document.
    func projects(naming document: Digest) throws -> [String]
    /// The documents of the project that were withheld when it came.
    func withheldDocuments(of project: String) throws -> Set<Digest>
}

/// What a trail is written to. Entries are appended after the head that they were decided on; nothing that is written changes, but
/// what an entry erases.
///
/// A data folder is one maker (`Store`), memory is another (in the tests); the same claims hold for both. Footprints belong here,
/// since they are written with the entry or not at all. Backups are files that are made of a folder, and `Store` alone makes them.
package protocol TrailStore: TrailSource {
    /// Documents that are on their way to an entry.
    var arriving: Arriving { get }

    /// Appends entries of any projects, with what they erase and what stands beside them: all of it or nothing, and durable when
    /// this returns. Refused as `headMoved` when an entry does not follow the last one of its trail.
    func append(_ appends: [Append]) throws
    /// One footprint; nil when there is none.
    func footprint(_ what: String, _ key: String, of project: String) throws -> String?
    /// Writes footprints again, from the trail.
    func write(_ footprints: [Footprint], of project: String) throws
    /// Keeps a document; it is durable before this returns, so that an entry may name it.
    func keep(_ upload: Upload) throws
    func removeDocument(_ hash: Digest) throws
}

/// A body and where it stands.
package struct PlacedBody: Sendable {
    package let entry: Int
    package let position: Int
    package let body: Entry.Body

    package init(entry: Int, position: Int, body: Entry.Body) {
        self.entry = entry
        self.position = position
        self.body = body
    }
}

/// A row beside the trail, made from the changes by a pure function; it can be made again from the trail.
public struct Footprint: Sendable, Equatable {
    public let what: String
    public let key: String
    /// Nil takes it away.
    public let value: String?

    public init(what: String, key: String, value: String?) {
        self.what = what
        self.key = key
        self.value = value
    }
}

/// Under which key something was sent, and what: so that sending it again is not doing it again. It is no part of the trail.
public struct SentOnce: Sendable, Equatable {
    /// So long it is kept, in milliseconds.
    package static let kept: Int64 = 7 * 86_400_000
    public let key: String
    public let content: Digest

    public init(key: String, content: Digest) {
        self.key = key
        self.content = content
    }
}

/// An entry on its way to the disk, with what is written beside it.
public struct Append: Sendable {
    public let entry: Entry
    public let footprints: [Footprint]
    /// A trail that is taken over in the same transaction.
    public let arrival: Arrival?
    /// A trail whose rows go with this entry.
    public var removes: String?
    /// The key under which it was sent.
    public var once: SentOnce?

    public init(_ entry: Entry, footprints: [Footprint] = [], bringing arrival: Arrival? = nil) {
        self.entry = entry
        self.footprints = footprints
        self.arrival = arrival
    }
}
