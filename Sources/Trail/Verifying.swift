import Domain

/// What is wrong with a trail, at its first bad entry.
public struct Flaw: Error, Sendable, Equatable {
    public enum What: String, Choice {
        /// The header does not read as one.
        case header
        /// Its number does not follow: an entry was removed, added or put elsewhere.
        case number
        /// It is not chained to the entry before it.
        case previous
        /// Its moment lies before that of the entry before it.
        case moment
        case project
        /// It goes back to an older format, has what its format does not have, or is not of the format that the file states.
        case format
        /// A body is missing, or there is one too many.
        case bodies
        /// A body is not what was written.
        case body
        /// The bytes of a body are gone, and no later entry erased it.
        case lost
        /// Withheld, in a trail that says it is whole, or of a kind that holds no particulars; or a document that others prove with.
        case withheld
        /// An entry says that it erased what is still there, or never was.
        case kept
        /// The head is not the one that somebody else knows.
        case head
        case count
        /// A document that the entry names is not there, or other bytes are.
        case document
        /// A line of a file is none that an export has, is too long, or does not end.
        case line
    }

    /// The first entry at which it shows; of what belongs to none, the last one before it.
    public let entry: Int
    public let what: What
    public let position: Int?
    public let document: Digest?

    package init(_ entry: Int, _ what: What, _ position: Int? = nil, document: Digest? = nil) {
        self.entry = entry
        self.what = what
        self.position = position
        self.document = document
    }
}

/// What a good trail holds.
public struct Verification: Sendable, Equatable {
    public var entries = 0
    public var head = Header.noPrevious
    /// The entry whose head somebody else knew, where one was given; the entries up to it are those that were written.
    public var knownAt: Int?
    /// From which entry on format 2 holds; nil in a trail that is wholly of format 1.
    public var format2From: Int?
    public var erased = 0
    public var redacted = 0
    public var withheld = 0
    /// Bodies of other kinds in which names of persons are withheld. What they say is outside the head.
    public var withheldInPart = 0
    public var documents = 0
    public var documentsWithheld = 0
}

/// Takes headers, bodies and documents in order and says whether they are the trail that was written, with no more in
/// memory than what is gone and what is named.
///
/// The chain proves order and bytes up to a head that somebody else knows: without one, the last entry could be missing.
/// `tools/verify-trail.py` checks the same in the same order, and names the same entry.
struct Verifier {
    private struct Place: Hashable, Comparable {
        let entry: Int
        let position: Int
        static func < (a: Place, b: Place) -> Bool { (a.entry, a.position) < (b.entry, b.position) }
    }
    private struct Gone {
        let state: Entry.State
        let old: Digest
        let stands: Digest?
        var isWithheld: Bool { state == .withheld || state == .withheldInPart }
    }

    let project: String
    let mayWithhold: Bool
    private(set) var result = Verification()
    private var moment: Moment?
    /// The header whose bodies are being taken, and what has been taken of them.
    private var header: Header?
    private var position = 0
    private var digests = Digest.Running()
    private var changed: Set<Reference> = []
    private var gone: [Place: Gone] = [:]
    private var erasures: [Place: (by: Int, old: Digest, new: Digest?)] = [:]
    private var erasedDocuments: [Digest: Int] = [:]
    private var firstNaming: [(document: Digest, entry: Int)] = []
    private var lastNaming: [Digest: (first: Int, last: Int)] = [:]
    /// The documents that prove a record which is no particular.
    private var shown: Set<Digest> = []
    private let known: Digest?

    init(project: String, mayWithhold: Bool, head known: Digest? = nil) {
        self.project = project
        self.mayWithhold = mayWithhold
        self.known = known
    }

    private struct Name: Codable {
        var kind: String
        var id: Int
    }

    /// What an erasure says, as far as it matters here.
    private struct Erased: Codable {
        var entry: Int?
        var position: Int?
        var old: Digest
        var new: Digest?
    }

    /// The entry that what belongs to no entry is said of.
    var nearest: Int { max(1, result.entries) }

    /// The next header: it follows the one before in number, hash, format and time.
    mutating func take(_ header: Header, _ bytes: [UInt8]) throws(Flaw) {
        try endBodies()
        let expected = result.entries + 1
        guard header.entry == expected else { throw Flaw(expected, .number) }
        guard header.previous == result.head else {
            // It is the entry before that was altered, as far as anybody can tell: this one names another.
            throw result.entries > 0 ? Flaw(result.entries, .header) : Flaw(expected, .previous)
        }
        guard header.project == project else { throw Flaw(expected, .project) }
        guard header.format >= (result.format2From == nil ? 1 : 2), header.format < 2 || header.reason == nil else {
            throw Flaw(expected, .format)
        }
        // It goes back only where the operator accepted the clock.
        if let moment, header.moment < moment, header.verb != Verb.acceptClock.name { throw Flaw(expected, .moment) }
        moment = header.moment
        if header.format >= 2, result.format2From == nil { result.format2From = expected }
        result.entries = expected
        result.head = Digest(of: bytes)
        if result.head == known { result.knownAt = expected }
        self.header = header
        position = 0
        digests = Digest.Running()
        changed = []
    }

    /// Whether the header taken last has had all its bodies.
    var isFull: Bool { header.map { position >= $0.bodies } ?? true }

    /// Whether the bodies that are being taken have a salt; of what is said instead of one, the entry that says so decides.
    var isSalted: Bool { (header?.format ?? 0) >= 2 }

    /// The next body of the header taken last.
    mutating func take(_ body: Entry.Body) throws(Flaw) {
        guard let header, !isFull, changed.insert(body.reference).inserted else { throw Flaw(nearest, .bodies) }
        let place = Place(entry: header.entry, position: position)
        func flaw(_ what: Flaw.What) -> Flaw { Flaw(place.entry, what, place.position) }
        switch body.state {
        case .written:
            guard let bytes = body.bytes, let record = body.record, bytes.count - record.count == (isSalted ? 33 : 0),
                record.count <= Entry.Body.largest, Digest(of: bytes) == body.digest,
                let name = try? Canonical.decode(Name.self, from: record),
                Reference(kind: name.kind, number: name.id) == body.reference
            else { throw flaw(.body) }
            note(record, of: name.kind, by: header.entry)
        case .redacted:
            guard let record = body.record, record.count <= Entry.Body.largest,
                !isSalted || body.bytes.map({ Entry.Body.isSalted($0) }) == true
            else { throw flaw(.body) }
            gone[place] = Gone(state: .redacted, old: body.digest, stands: body.bytes.map { Digest(of: $0) })
            result.redacted += 1
        case .erased:
            gone[place] = Gone(state: .erased, old: body.digest, stands: nil)
            result.erased += 1
        case .withheld:
            guard mayWithhold, Kind.named(body.reference.kind)?.mayBeWithheld == true else { throw flaw(.withheld) }
            gone[place] = Gone(state: .withheld, old: body.digest, stands: nil)
            result.withheld += 1
        case .withheldInPart:
            // What it says is outside the head, as the export says of itself.
            guard mayWithhold else { throw flaw(.withheld) }
            guard let record = body.bytes, record.count <= Entry.Body.largest, !Entry.Body.isSalted(record),
                (try? JSON(reading: record))?.bytes == record,
                let name = try? Canonical.decode(Name.self, from: record),
                Reference(kind: name.kind, number: name.id) == body.reference
            else { throw flaw(.body) }
            note(record, of: name.kind, by: header.entry)
            gone[place] = Gone(state: .withheldInPart, old: body.digest, stands: nil)
            result.withheldInPart += 1
        }
        if !header.documents.isEmpty { noteProofs(of: body) }
        digests.take(body)
        position += 1
    }

    private mutating func noteProofs(of body: Entry.Body) {
        let reference = body.reference
        guard let json = body.record.flatMap({ try? JSON(reading: $0) }),
            Kind.named(reference.kind)?.mayBeWithheld != true || reference.kind == Person.kind && json["name"] == nil
        else { return }
        for proof in json["provenance"]?["proofs"]?.list ?? [] {
            if let document = proof["document"]?.text.flatMap({ Digest(plain: $0) }) { shown.insert(document) }
        }
    }

    private mutating func note(_ record: [UInt8], of kind: String, by entry: Int) {
        guard kind == Erasure.kind, let erasure = try? Canonical.decode(Erased.self, from: record) else { return }
        guard let erased = erasure.entry else {
            erasedDocuments[erasure.old] = entry
            return
        }
        guard let position = erasure.position, erased < entry else { return }
        erasures[Place(entry: erased, position: position)] = (entry, erasure.old, erasure.new)
    }

    private mutating func endBodies() throws(Flaw) {
        guard let header else { return }
        guard isFull else { throw Flaw(header.entry, .bodies) }
        guard digests.digest == header.digest else { throw Flaw(header.entry, .body) }
        for document in header.documents {
            if lastNaming[document] == nil { firstNaming.append((document, header.entry)) }
            lastNaming[document, default: (header.entry, 0)].last = header.entry
        }
        self.header = nil
    }

    /// After the last entry: whether these are as many as was stated, up to that head, and whether what is gone was erased.
    mutating func endEntries(count: Int? = nil, head: Digest? = nil) throws(Flaw) {
        try endBodies()
        try require(count: count, head: head)
        for (place, gone) in gone.sorted(by: { $0.key < $1.key }) {
            guard let erasure = erasures[place] else {
                if gone.isWithheld { continue }
                throw Flaw(place.entry, gone.state == .redacted ? .body : .lost, place.position)
            }
            guard erasure.old == gone.old, gone.isWithheld || erasure.new == gone.stands else {
                throw Flaw(place.entry, gone.state == .redacted ? .body : .lost, place.position)
            }
        }
        for (place, erasure) in erasures.sorted(by: { $0.key < $1.key }) where gone[place] == nil {
            throw Flaw(erasure.by, .kept)
        }
    }

    /// Whether a count and a head that were stated are those that were met.
    func require(count: Int?, head: Digest?) throws(Flaw) {
        if let count, count != result.entries { throw Flaw(min(count, result.entries) + 1, .count) }
        if let head, head != result.head { throw Flaw(nearest, .header) }
    }

    /// Every document that a header names, in that order, with the entry that names it first.
    var documents: [(document: Digest, entry: Int)] { firstNaming }

    /// Whether the trail erased the document since it was last named.
    func isErased(_ document: Digest) -> Bool {
        erasedDocuments[document].map { $0 > lastNaming[document]?.last ?? 0 } ?? false
    }

    /// Whether a document proves nothing but particulars, so that it is one: withheld where they are.
    func isParticular(_ document: Digest) -> Bool { !shown.contains(document) && !isErased(document) }

    /// One of the documents: whether its bytes are there. Each comes once, and is there unless an entry erased it since it
    /// was last named.
    ///
    /// - Parameters:
    ///   - remains: that it may still lie in the folder though it was erased here, since another project names it.
    ///   - isWithheld: that it is not there since particulars are not.
    mutating func take(
        _ document: Digest, isThere: Bool, remains: Bool = false, isWithheld: Bool = false
    ) throws(Flaw) {
        guard let named = lastNaming[document] else { throw Flaw(nearest, .document, document: document) }
        if isWithheld {
            guard mayWithhold, isParticular(document) else { throw Flaw(named.first, .withheld, document: document) }
            lastNaming[document] = nil
            result.documentsWithheld += 1
            return
        }
        let isErased = isErased(document)
        lastNaming[document] = nil
        if isThere, isErased, !remains {
            throw Flaw(erasedDocuments[document] ?? named.first, .kept, document: document)
        }
        guard isThere || isErased else { throw Flaw(named.first, .document, document: document) }
        if isThere, !isErased { result.documents += 1 }
    }

    /// After the last document: whether all have come, and whether the head that somebody knows was met.
    func end() throws(Flaw) {
        for (document, entry) in firstNaming where lastNaming[document] != nil {
            throw Flaw(entry, .document, document: document)
        }
    }

    /// Whether the head that somebody else knows was the head after any entry.
    func requireKnown() throws(Flaw) { if known != nil, result.knownAt == nil { throw Flaw(result.entries, .head) } }
}
