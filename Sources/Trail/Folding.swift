import Dispatch
import Domain
import Foundation
import Synchronization

/// The last body of each record, in one buffer, in order of kind and record.
package struct LastBodies {
    struct Place {
        var kind: Int
        var record: Int
        var entry: Int
        /// In the buffer; nothing when the body was erased or withheld.
        var range: Range<Int>?
        var isWithheld: Bool
    }

    private(set) var kinds: [String] = []
    private(set) var places: [Place] = []
    private(set) var buffer: [UInt8] = []

    package init() {}

    /// Whether the record taken last is this one: what follows of it is superseded.
    func has(kind: UnsafePointer<CChar>, record: Int) -> Bool {
        guard let last = places.last, last.record == record else { return false }
        return strcmp(kinds[kinds.count - 1], kind) == 0
    }

    /// Of what is larger than a body may be, no more is kept than shows that it is.
    package mutating func add(
        kind: UnsafePointer<CChar>, record: Int, entry: Int, _ bytes: UnsafeRawBufferPointer?, isWithheld: Bool
    ) {
        if kinds.isEmpty || strcmp(kinds[kinds.count - 1], kind) != 0 { kinds.append(String(cString: kind)) }
        var range: Range<Int>?
        if let bytes {
            let start = buffer.count
            buffer.append(contentsOf: bytes.prefix(Entry.Body.largest + Entry.Body.saltSize + 1))
            range = start..<buffer.count
        }
        places.append(Place(kind: kinds.count - 1, record: record, entry: entry, range: range, isWithheld: isWithheld))
    }

    /// Puts the records that were taken from the end in order.
    package mutating func reverse() { places.reverse() }
}

extension TrailSource {
    /// The project as of an entry (its last one when nil). A body that does not decode is a fault that names entry and record.
    package func open(_ name: String, upTo entry: Int? = nil) throws -> Project {
        let (project, unreadable) = try read(name, upTo: entry)
        if let first = unreadable.first { throw TrailFault.unreadable(first) }
        return project
    }

    /// The project as of an entry: the last body of each record up to it, decoded on all cores. Beside it, in order of
    /// entries, what cannot be read; these records are not in the project, though their numbers are given.
    ///
    /// Refused: a trail of a newer version. Cost: one pass over the rows, and one decoding for each record; superseded
    /// versions are not decoded.
    package func read(_ name: String, upTo entry: Int? = nil) throws -> (project: Project, unreadable: [UnreadableBody])
    {
        if let format = try newerFormat(of: name) { throw TrailFault.newer(format: format, project: name) }
        let last = try lastBodies(of: name, upTo: entry)
        let kinds = try last.kinds.enumerated().map { index, kind in
            guard let known = Kind.named(kind) else {
                throw TrailFault.unknownKind(
                    kind, entry: last.places.first { $0.kind == index }?.entry ?? 0, project: name)
            }
            return known
        }
        let size = 2_000
        let chunks = (last.places.count + size - 1) / size
        let decoded = Mutex<[[Result<Change?, UnreadableBody>]]>(Array(repeating: [], count: chunks))

        last.buffer.withUnsafeBufferPointer { buffer in
            nonisolated(unsafe) let bytes = buffer
            DispatchQueue.concurrentPerform(iterations: chunks) { chunk in
                let results = last.places[chunk * size..<min(last.places.count, (chunk + 1) * size)].map {
                    place -> Result<Change?, UnreadableBody> in
                    guard let range = place.range else { return .success(nil) }
                    let reference = Reference(kind: kinds[place.kind].name, number: place.record)
                    do {
                        return .success(
                            try Entry.Body.change(UnsafeBufferPointer(rebasing: bytes[range]), reference))
                    } catch {
                        return .failure(
                            UnreadableBody(
                                reference: reference, entry: place.entry, reason: UnreadableBody.reason(error)))
                    }
                }
                decoded.withLock { $0[chunk] = results }
            }
        }

        var project = Project(name: name, packs: packs)
        var unreadable: [UnreadableBody] = []
        for (result, place) in zip(decoded.withLock { $0 }.joined(), last.places) {
            let kind = kinds[place.kind]
            switch result {
            case .success(let change):
                if let record = change?.record {
                    kind.put(&project, record, place.entry)
                } else if place.isWithheld {
                    kind.withhold(&project, place.record)
                } else {
                    kind.reserve(&project, place.record)
                }
            case .failure(let fault):
                kind.reserve(&project, place.record)
                unreadable.append(fault)
            }
        }
        let number = try entry ?? lastEntry(of: name)
        let begun = number > 0 ? try readableHeaders(of: name, upTo: 1).first?.header.moment.day : nil
        return (project.applying([], entry: number, begun: begun), unreadable.sorted { $0.entry < $1.entry })
    }
}
