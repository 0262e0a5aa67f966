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
        /// A body is missing, or there is one too many.
        case bodies
        /// A body is not what was written.
        case body
        /// The bytes of a body are gone, and no later entry erased it.
        case lost
        /// Withheld, in a trail that says it is whole, or of a kind that holds no particulars.
        case withheld
        /// An entry says that it erased what is still there, or never was.
        case kept
        /// The head is not the one that somebody else knows.
        case head
        case count
        /// A document that the entry names is not there, or other bytes are.
        case document
    }

    public let entry: Int
    public let what: What
    public let position: Int?

    init(_ entry: Int, _ what: What, _ position: Int? = nil) {
        self.entry = entry
        self.what = what
        self.position = position
    }
}

/// What a good trail holds.
public struct Verification: Sendable, Equatable {
    public var entries = 0
    public var head = Header.noPrevious
    /// The entry whose head somebody else knew, where one was given; the entries up to it are those that were written.
    public var knownAt: Int?
    public var erased = 0
    public var redacted = 0
    public var withheld = 0
    public var documents = 0
}

/// Takes entries in order and says at the end whether they are the trail that was written.
///
/// The chain proves order and bytes up to a head that somebody else knows: without one, the last entry could be missing.
struct Verifier {
    let project: String
    let mayWithhold: Bool
    private(set) var result = Verification()
    private var moment: Moment?
    private var gone: [(entry: Int, position: Int, body: Entry.Body)] = []
    private var erasures: [Erasure] = []
    private var documents: [(Digest, entry: Int)] = []
    private var erasedIn: [Int] = []

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

    mutating func take(_ entry: Entry) throws(Flaw) {
        let header = entry.header
        let expected = result.entries + 1
        guard header.entry == expected else { throw Flaw(min(expected, header.entry), .number) }
        guard header.project == project else { throw Flaw(expected, .project) }
        guard header.previous == result.head else {
            // It is the entry before that was altered, as far as anybody can tell: this one names another.
            throw result.entries > 0 ? Flaw(result.entries, .header) : Flaw(expected, .previous)
        }
        // It goes back only where the operator accepted the clock.
        if let moment, header.moment < moment, header.verb != Verb.acceptClock.name { throw Flaw(expected, .moment) }
        guard header.bodies == entry.bodies.count else { throw Flaw(expected, .bodies) }
        for (position, body) in entry.bodies.enumerated() {
            switch body.state {
            case .written:
                guard let bytes = body.bytes, Digest(of: bytes) == body.digest,
                    let name = try? Canonical.decode(Name.self, from: bytes),
                    Reference(kind: name.kind, number: name.id) == body.reference
                else { throw Flaw(expected, .body, position) }
                if name.kind == Erasure.kind, let erasure = try? Canonical.decode(Erasure.self, from: bytes) {
                    erasures.append(erasure)
                    erasedIn.append(expected)
                }
            case .redacted, .erased: gone.append((expected, position, body))
            case .withheld:
                guard mayWithhold, Kind.named(body.reference.kind)?.mayBeWithheld == true else {
                    throw Flaw(expected, .withheld, position)
                }
                result.withheld += 1
            }
        }
        guard Digest(over: entry.bodies) == header.digest else { throw Flaw(expected, .body) }
        for document in header.documents { documents.append((document, expected)) }
        moment = header.moment
        result.entries = expected
        result.head = entry.hash
        if entry.hash == known { result.knownAt = expected }
    }

    /// Whether what is gone was erased, whether documents are there, and whether this is the head that was stated.
    ///
    /// - Parameter remains: whether a document that was erased here may still lie in the folder, since another project names it.
    mutating func finish(count: Int?, remains: (Digest) -> Bool = { _ in false }, hasDocument: (Digest) -> Bool)
        throws(Flaw)
    {
        for (entry, position, body) in gone {
            var last: Erasure?
            for (index, erasure) in erasures.enumerated()
            where erasure.entry == entry && erasure.position == position && erasedIn[index] > entry
                && erasure.old == body.digest
            {
                last = erasure
            }
            guard let last, last.new == body.bytes.map({ Digest(of: $0) }), (last.new == nil) == (body.state == .erased)
            else {
                throw Flaw(entry, body.state == .redacted ? .body : .lost, position)
            }
            if body.state == .erased { result.erased += 1 } else { result.redacted += 1 }
        }
        for (index, erasure) in erasures.enumerated() {
            guard let entry = erasure.entry, let position = erasure.position else { continue }
            guard
                gone.contains(where: { $0.entry == entry && $0.position == position && $0.body.digest == erasure.old })
            else {
                throw Flaw(erasedIn[index], .kept)
            }
        }
        try finishDocuments(remains, hasDocument)
        if let count, count != result.entries { throw Flaw(min(count, result.entries) + 1, .count) }
        if known != nil, result.knownAt == nil { throw Flaw(result.entries, .head) }
    }

    /// Every document that an entry names is there, or an entry erased it since it was last named.
    private mutating func finishDocuments(_ remains: (Digest) -> Bool, _ hasDocument: (Digest) -> Bool) throws(Flaw) {
        var lastNamed: [Digest: Int] = [:]
        var order: [(Digest, entry: Int)] = []
        for (document, entry) in documents {
            if lastNamed[document] == nil { order.append((document, entry)) }
            lastNamed[document] = entry
        }
        for (document, entry) in order {
            let erasing = erasures.indices.last { erasures[$0].isOfDocument && erasures[$0].old == document }.map {
                erasedIn[$0]
            }
            let erased = erasing.map { $0 > lastNamed[document, default: 0] } ?? false
            switch (hasDocument(document), erased) {
            case (true, false): result.documents += 1
            case (false, true): break
            case (true, true): if !remains(document) { throw Flaw(erasing ?? entry, .kept) }
            case (false, false): throw Flaw(entry, .document)
            }
        }
    }
}

extension Store {
    /// Verifies a trail as it lies in the folder: every header, every body, every document. Throws the first flaw.
    ///
    /// A body altered, an entry removed, added or reordered is found. That the last entries are missing is found
    /// only with a head that somebody else knows: the last one, or an earlier one for the entries up to it.
    ///
    /// - Parameters:
    ///   - documents: whether the bytes of documents are read too; without, only that they are there.
    ///   - excused: documents that may be missing, since they were erased after this copy of the trail was made.
    public func verify(
        _ project: String, head: Digest? = nil, reading documents: Bool = true, excused: Set<Digest> = []
    ) throws -> Verification {
        var verifier = Verifier(project: project, mayWithhold: try withholds(project), head: head)
        try eachEntry(of: project) { entry in try verifier.take(entry) }
        let known = verifier.result.entries
        if try bodies(of: project, after: known) > 0 { throw Flaw(known + 1, .bodies) }
        try verifier.finish(count: nil, remains: { (try? names(document: $0, outside: project)) == true }) {
            hasDocument($0) ? !documents || document($0) != nil : excused.contains($0)
        }
        return verifier.result
    }
}
