import Domain

/// One step of the trail: its header, and the bodies of what it changed.
public struct Entry: Sendable {
    public let header: Header
    /// The canonical bytes of the header: what is hashed and kept.
    public let bytes: [UInt8]
    public let hash: Digest
    public let bodies: [Body]

    /// A record as this entry left it, in canonical JSON with its `kind`; or that it was withdrawn, with the reason.
    public struct Body: Sendable {
        public let reference: Reference
        /// What stands there now: as written, redacted, or nothing when it was erased or withheld.
        public let bytes: [UInt8]?
        /// The digest of what was written.
        public let digest: Digest
        public let state: State
    }

    public enum State: Int, Sendable { case written = 0, redacted, erased, withheld }

    /// The next entry of a project: its changes as bodies, chained to the head that it was decided on. It names the documents of
    /// its records, but none that was erased before: such a one may stay named in a record, and is not there.
    public init(
        _ changes: [Change], in project: String, number: Int, after previous: Digest, moment: Moment, person: Int?,
        verb: String, reason: String?, erased: Set<Digest> = []
    ) {
        var documents: [Digest] = []
        bodies = Entry.last(of: changes).map { change in
            let json = Body.json(change)
            if case .put(let record) = change {
                for proof in record.provenance.proofs
                where !documents.contains(proof.document) && !erased.contains(proof.document) {
                    documents.append(proof.document)
                }
            }
            let bytes = json.bytes
            return Body(reference: change.reference, bytes: bytes, digest: Digest(of: bytes), state: .written)
        }
        header = Header(
            format: Header.newestFormat, project: project, entry: number, moment: moment, person: person, verb: verb,
            reason: reason, documents: documents, bodies: bodies.count, digest: Digest(over: bodies),
            previous: previous)
        bytes = Canonical.bytes(header)
        hash = Digest(of: bytes)
    }

    /// An entry as it was read.
    init(header: Header, bytes: [UInt8], bodies: [Body]) {
        self.header = header
        self.bytes = bytes
        self.hash = Digest(of: bytes)
        self.bodies = bodies
    }

    /// Of several changes of one record in a batch, the last one.
    private static func last(of changes: [Change]) -> [Change] {
        guard changes.count > 1 else { return changes }
        var places: [Reference: Int] = [:]
        var result: [Change] = []
        for change in changes {
            if let place = places[change.reference] {
                result[place] = change
            } else {
                places[change.reference] = result.count
                result.append(change)
            }
        }
        return result
    }
}

extension Entry.Body {
    /// The same body without its bytes, for eyes that may not see particulars.
    public var withheld: Entry.Body { Entry.Body(reference: reference, bytes: nil, digest: digest, state: .withheld) }

    static func json(_ change: Change) -> JSON {
        switch change {
        case .put(let record):
            var members = Canonical.json(record).members
            let place = members.firstIndex { !$0.name.utf8.lexicographicallyPrecedes("kind".utf8) } ?? members.count
            members.insert(("kind", .text(record.reference.kind)), at: place)
            return .object(members)
        case .remove(let reference, let reason):
            return ["id": .whole(Int64(reference.number)), "kind": .text(reference.kind), "removed": .text(reason)]
        }
    }

    /// The change that the body says; nil where the bytes are gone.
    ///
    /// A body that does not decode is a fault that names entry and record; nothing is skipped.
    static func change(_ bytes: UnsafeBufferPointer<UInt8>, _ reference: Reference, entry: Int) throws -> Change {
        guard let kind = Kind.named(reference.kind) else {
            throw TrailFault.unknownKind(reference.kind, entry: entry)
        }
        do {
            if canRemove(bytes), let removal = try? Canonical.decode(Removal.self, from: bytes),
                let reason = removal.removed
            {
                return .remove(reference, reason: reason)
            }
            return .put(try kind.decode(bytes))
        } catch { throw TrailFault.unreadable(reference, entry: entry, "\(error)") }
    }

    /// Whether the bytes can be a removal, whose members are `id`, `kind` and `removed`: most records begin otherwise.
    private static func canRemove(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.starts(with: "{\"id\":".utf8) else { return false }
        return bytes.dropFirst(6).drop { $0 >= 48 && $0 <= 57 }.starts(with: ",\"kind\":".utf8)
    }

    struct Removal: Codable { var removed: String? }
}

/// Why a trail cannot be read or written. Ours, or the machine's; never the user's.
public enum TrailFault: Error, Sendable, Equatable {
    case unknownKind(String, entry: Int)
    case unreadable(Reference, entry: Int, String)
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
