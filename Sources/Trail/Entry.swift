import Domain

/// One step of the trail: its header, and the bodies of what it changed.
public struct Entry: Sendable {
    public let header: Header
    /// The canonical bytes of the header: what is hashed and kept.
    public let bytes: [UInt8]
    public let hash: Digest
    public let bodies: [Body]
    /// What goes with it, and what a redacted body says instead.
    public let erasures: [(erasure: Erasure, replacement: [UInt8]?)]

    /// The next entry of a project: what was drafted, chained to the head that it was decided on. Of several drafts of one
    /// record the last one stands. It names the documents of its records, but none that was erased before: such a one may stay
    /// named in a record, and is not there.
    public init(
        _ drafts: [Draft], in project: String, number: Int, after previous: Digest, moment: Moment, person: Int?,
        verb: String, erased: Set<Digest> = []
    ) {
        let drafts = Entry.last(of: drafts)
        var documents: [Digest] = []
        for draft in drafts {
            for proof in draft.change.record?.provenance.proofs ?? []
            where !documents.contains(proof.document) && !erased.contains(proof.document) {
                documents.append(proof.document)
            }
        }
        bodies = drafts.map(\.body)
        erasures = drafts.compactMap { draft in
            if case .erase(let erasure, let replacement) = draft.change { (erasure, replacement) } else { nil }
        }
        header = Header(
            format: Header.newestFormat, project: project, entry: number, moment: moment, person: person, verb: verb,
            documents: documents, bodies: bodies.count, digest: Digest(over: bodies), previous: previous)
        bytes = Canonical.bytes(header)
        hash = Digest(of: bytes)
    }

    /// An entry as another program may have written it, for tests of what cannot be accepted here.
    package init(_ header: Header, _ bodies: [Body]) {
        self.header = header
        self.bodies = bodies
        erasures = []
        bytes = Canonical.bytes(header)
        hash = Digest(of: bytes)
    }

    private static func last(of drafts: [Draft]) -> [Draft] {
        guard drafts.count > 1 else { return drafts }
        var places: [Reference: Int] = [:]
        var result: [Draft] = []
        for draft in drafts {
            if let place = places[draft.change.reference] {
                result[place] = draft
            } else {
                places[draft.change.reference] = result.count
                result.append(draft)
            }
        }
        return result
    }
}

/// What a verb decided, as the trail will keep it and as it will be read: encoded once, and read back from those very bytes.
public struct Draft: Sendable {
    /// What the bytes say. This, not what was decided, is put into the project.
    public let change: Change
    public let body: Entry.Body

    /// Refused as `cannotBeKept`: what is larger than a body may be, does not read, or reads as another record.
    public init(_ decided: Change) throws(Refusal) {
        let reference = decided.reference
        let record = Entry.Body.json(decided).bytes
        func refusal(_ reason: String) -> Refusal {
            Refusal("cannotBeKept", [.init("record", .record(reference)), .init("reason", .text(reason))])
        }
        guard record.count <= Entry.Body.largest else { throw refusal(UnreadableBody.tooLarge) }
        let bytes = Entry.Body.salted(record)
        body = Entry.Body(reference: reference, bytes: bytes, digest: Digest(of: bytes), state: .written)
        let read: Change
        do { read = try bytes.withUnsafeBufferPointer { try Entry.Body.change($0, reference) } } catch {
            throw refusal(UnreadableBody.reason(error))
        }
        // What is said instead of a redacted body stands in no body of this entry.
        if case .erase(_, let replacement) = decided, case .erase(let erasure, _) = read {
            change = .erase(erasure, replacement: replacement)
        } else {
            change = read
        }
    }

    /// Of all that a verb decided, in order.
    public static func of(_ decided: [Change]) throws(Refusal) -> [Draft] {
        try decided.map { change throws(Refusal) in try Draft(change) }
    }
}

extension Entry {
    /// A record as an entry left it, in canonical JSON with its `kind`; or that it was withdrawn, with the reason.
    ///
    /// From format 2 on a salt stands before it: 32 digits of chance and a blank, so that nobody can guess from the digest
    /// of a body that is withheld what it says.
    public struct Body: Sendable {
        public let reference: Reference
        /// What stands there now, salt and record: as written, redacted, withheld in part, or nothing when it was erased or withheld.
        public let bytes: [UInt8]?
        /// The digest of what was written.
        public let digest: Digest
        public let state: State

        package init(reference: Reference, bytes: [UInt8]?, digest: Digest, state: State) {
            self.reference = reference
            self.bytes = bytes
            self.digest = digest
            self.state = state
        }
    }

    /// In a folder, `withheldInPart` is a row of its own beside other bytes than were written.
    public enum State: Int, Sendable { case written = 0, redacted, erased, withheld, withheldInPart }
}

extension Entry.Body {
    /// The bytes that a record may have at most: more is never written, and never read.
    public static let largest = 1 << 20
    static let saltSize = 33

    /// The record within the bytes, in JSON.
    public var record: [UInt8]? { bytes.map(Entry.Body.unsalted) }

    /// The record within such bytes.
    public static func unsalted(_ bytes: [UInt8]) -> [UInt8] {
        isSalted(bytes) ? Array(bytes.dropFirst(saltSize)) : bytes
    }

    /// The same body without its bytes, for eyes that may not see particulars.
    public var withheld: Entry.Body { Entry.Body(reference: reference, bytes: nil, digest: digest, state: .withheld) }

    /// Whether a salt stands before the record, as format 2 has it.
    static func isSalted(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        bytes.count > saltSize
            && bytes.prefix(saltSize - 1).allSatisfy { ($0 >= 48 && $0 <= 57) || ($0 >= 97 && $0 <= 102) }
            && bytes.dropFirst(saltSize - 1).first == 32
    }

    /// A record with a fresh salt of its own.
    public static func salted(_ record: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(saltSize + record.count)
        for var half in [UInt64.random(in: 0 ... .max), .random(in: 0 ... .max)] {
            for _ in 0..<16 {
                let digit = UInt8(half & 15)
                bytes.append(digit < 10 ? 48 + digit : 87 + digit)
                half >>= 4
            }
        }
        bytes.append(32)
        bytes += record
        return bytes
    }

    static func json(_ change: Change) -> JSON {
        func json(_ record: any Record) -> JSON {
            var members = Canonical.json(record).members
            let place = members.firstIndex { !$0.name.utf8.lexicographicallyPrecedes("kind".utf8) } ?? members.count
            members.insert(("kind", .text(record.reference.kind)), at: place)
            return .object(members)
        }
        return switch change {
        case .put(let record): json(record)
        case .erase(let erasure, _): json(erasure)
        case .remove(let reference, let reason):
            ["id": .whole(Int64(reference.number)), "kind": .text(reference.kind), "removed": .text(reason)]
        }
    }

    /// The change that the body says; nil where its bytes are gone.
    public var change: Change? {
        get throws(UnreadableBody) {
            guard let bytes else { return nil }
            do { return try bytes.withUnsafeBufferPointer { try Entry.Body.change($0, reference) } } catch {
                throw UnreadableBody(reference: reference, entry: 0, reason: UnreadableBody.reason(error))
            }
        }
    }

    /// The change that the bytes of a body say. Throws what is wrong with them; nothing is skipped.
    static func change(_ bytes: UnsafeBufferPointer<UInt8>, _ reference: Reference) throws -> Change {
        let record = isSalted(bytes) ? UnsafeBufferPointer(rebasing: bytes.dropFirst(saltSize)) : bytes
        guard record.count <= largest else { throw UnreadableBody.Fault.tooLarge }
        guard let kind = Kind.named(reference.kind) else { throw UnreadableBody.Fault.unknownKind }
        if canRemove(record), let removal = try? Canonical.decode(Removal.self, from: record),
            let reason = removal.removed
        {
            return .remove(reference, reason: reason)
        }
        let decoded = try kind.decode(record)
        guard decoded.reference.number == reference.number else { throw UnreadableBody.Fault.otherRecord }
        return if let erasure = decoded as? Erasure { .erase(erasure) } else { .put(decoded) }
    }

    /// Whether the bytes can be a removal, whose members are `id`, `kind` and `removed`: most records begin otherwise.
    private static func canRemove(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.starts(with: "{\"id\":".utf8) else { return false }
        return bytes.dropFirst(6).drop { $0 >= 48 && $0 <= 57 }.starts(with: ",\"kind\":".utf8)
    }

    struct Removal: Codable { var removed: String? }

    /// Why, where the body is a reason or says that a record was withdrawn.
    public var reason: String? {
        guard let record else { return nil }
        if reference.kind == Reason.kind { return try? Canonical.decode(Reason.self, from: record).text.text }
        return try? Canonical.decode(Removal.self, from: record).removed
    }
}

/// A body that this version cannot read: of which record, since which entry, and why.
public struct UnreadableBody: Error, Sendable, Equatable {
    public let reference: Reference
    public let entry: Int
    public let reason: String

    enum Fault: Error { case tooLarge, unknownKind, otherRecord }

    static let tooLarge = "> 1 MiB"

    /// What is wrong with a body, as the field and what it should be.
    static func reason(_ error: any Error) -> String {
        switch error {
        case Fault.tooLarge: tooLarge
        case let fault as BodyFault: "\(fault.member.isEmpty ? "record" : fault.member): \(fault.expected)"
        case let fault as NotJSON: "JSON: \(fault.reason.rawValue), \(fault.offset)"
        default: "\(error)"
        }
    }
}

/// Why a trail cannot be read or written. Ours, or the machine's; never the user's.
public enum TrailFault: Error, Sendable, Equatable {
    /// A body of a kind that this version does not know: a newer one wrote it.
    case unknownKind(String, entry: Int, project: String)
    case unreadable(UnreadableBody)
    /// Another process has the data folder.
    case folderInUse(String)
    /// A trail written by a newer version: this one would drop what it does not know.
    case newer(format: Int, project: String)
    case diskFull
    /// The bytes may or may not be on the disk: the process must stop.
    case syncFailed(String)
    case headMoved(project: String)
    case broken(String)
}
