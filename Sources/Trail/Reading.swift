import Domain

/// What a trail tells, whatever it is kept in.
extension TrailSource {
    package func refuseReadOnly() throws(Refusal) { if isReadOnly { throw Refusal("readOnly") } }

    /// Whether there is a trail of this name.
    package func has(_ project: String) throws -> Bool { try lastEntry(of: project) > 0 }

    /// The number and hash of the last entry of a trail; 0 and zeros for an empty one. A header that does not read there, or
    /// bodies behind it, are a flaw.
    package func head(of project: String) throws -> (entry: Int, hash: Digest, moment: Moment?) {
        let (entry, hash, moment, flaw) = try lastReadable(of: project)
        if let flaw { throw flaw }
        return (entry, hash, moment)
    }

    /// The last entry whose header reads (0 and zeros when there is none), and what is wrong behind it, up to an entry or the
    /// end of the trail.
    package func lastReadable(of project: String, upTo end: Int = .max) throws -> (
        entry: Int, hash: Digest, moment: Moment?, flaw: Flaw?
    ) {
        var number = try lastEntry(of: project, upTo: end)
        var isFlawed = false
        while number > 0 {
            let bytes = try headerBytes(of: project, after: number - 1, upTo: number, most: 1).first?.bytes ?? []
            guard let header = try? Canonical.decode(Header.self, from: bytes) else {
                isFlawed = true
                number = try lastEntry(of: project, upTo: number - 1)
                continue
            }
            let flaw =
                isFlawed
                ? Flaw(number + 1, .header)
                : try bodies(of: project, after: (number, .max), upTo: end).isEmpty ? nil : Flaw(number + 1, .bodies)
            return (number, Digest(of: bytes), header.moment, flaw)
        }
        return (0, Header.noPrevious, nil, isFlawed ? Flaw(1, .header) : nil)
    }

    /// The number of the last entry, whatever its header says; 0 for an empty trail.
    package func lastEntry(of project: String) throws -> Int { try lastEntry(of: project, upTo: .max) }

    /// The format of a trail that a newer version has written; nil of one that can be read.
    package func newerFormat(of project: String) throws -> Int? {
        let last = try lastEntry(of: project)
        guard let bytes = try headerBytes(of: project, after: last - 1, upTo: last, most: 1).first?.bytes,
            let format = (try? JSON(reading: bytes))?["format"]?.whole
        else { return nil }
        return format > Header.newestFormat ? format : nil
    }

    /// From which entry on format 2 holds; nil in a trail that is wholly of format 1. It never goes back.
    package func format2From(in project: String) throws -> Int? {
        let end = try lastEntry(of: project)
        var (low, high) = (1, end + 1)
        while low < high {
            let middle = (low + high) / 2
            let format = try readableHeaders(of: project, after: middle - 1, upTo: middle).first?.header.format ?? 1
            if format < 2 { low = middle + 1 } else { high = middle }
        }
        return low <= end ? low : nil
    }

    /// Headers in order, from after one entry up to another (all when nil), at most so many. One that does not read is a flaw.
    package func headers(of project: String, after: Int = 0, upTo: Int? = nil, most: Int = .max) throws -> [(
        header: Header, bytes: [UInt8]
    )] {
        var last = after
        return try headerBytes(of: project, after: after, upTo: upTo ?? .max, most: most).map { _, bytes in
            guard let header = try? Canonical.decode(Header.self, from: bytes) else { throw Flaw(last + 1, .header) }
            last = header.entry
            return (header, bytes)
        }
    }

    /// The same without those that do not read: a page of a damaged trail shows what there is.
    package func readableHeaders(of project: String, after: Int = 0, upTo: Int) throws -> [(
        header: Header, bytes: [UInt8]
    )] {
        try headerBytes(of: project, after: after, upTo: upTo, most: .max).compactMap { _, bytes in
            (try? Canonical.decode(Header.self, from: bytes)).map { ($0, bytes) }
        }
    }

    /// Which records each entry changed, all of them, for the entries after one up to another.
    package func references(of project: String, after: Int, upTo: Int) throws -> [Int: [Reference]] {
        try references(of: project, after: after, upTo: upTo, most: .max)
    }

    /// Bodies in order, of the entries after one up to another, a page of them in memory at a time.
    package func eachBody(
        of project: String, after: Int, upTo: Int, _ body: (PlacedBody) throws -> Void
    ) throws {
        var place = (entry: after, position: Int.max)
        while true {
            let page = try bodies(of: project, after: place, upTo: upTo)
            guard let last = page.last else { return }
            for placed in page { try body(placed) }
            place = (last.entry, last.position)
        }
    }

    /// The bodies of one entry in their order.
    package func bodies(of project: String, entry: Int) throws -> [Entry.Body] {
        var bodies: [Entry.Body] = []
        try eachBody(of: project, after: entry - 1, upTo: entry) { bodies.append($0.body) }
        return bodies
    }

    /// Why entries were made, from after one up to another: as their headers say in format 1; from 2 on as a body says, or that
    /// a record was withdrawn. Without particulars: nothing that bodies of personal kinds say.
    package func reasons(of project: String, after: Int, upTo: Int, particulars: Bool) throws -> [Int: String] {
        var reasons: [Int: String] = [:]
        for (header, _) in try readableHeaders(of: project, after: after, upTo: upTo) {
            if let reason = header.reason { reasons[header.entry] = reason }
        }
        for placed in try reasonBodies(of: project, after: after, upTo: upTo) {
            let kind = placed.body.reference.kind
            guard particulars || Kind.named(kind)?.isPersonal == false, let reason = placed.body.reason else {
                continue
            }
            if kind == Reason.kind || reasons[placed.entry] == nil { reasons[placed.entry] = reason }
        }
        return reasons
    }

    /// What every version of the records of some kinds says, where it is neither erased nor withheld, in order of kind and record.
    package func records(ofKinds kinds: [String], in project: String) throws -> [(reference: Reference, record: JSON)] {
        try kinds.flatMap { kind in
            try history(ofKind: kind, in: project).compactMap { placed in
                placed.body.record.flatMap { try? JSON(reading: $0) }.map { (placed.body.reference, $0) }
            }
        }
    }

    /// Which bodies of the entries after one up to another cannot be read, also where a later version can.
    package func unreadable(of project: String, after: Int, upTo: Int) throws -> [Int: [UnreadableBody]] {
        var unreadable: [Int: [UnreadableBody]] = [:]
        try eachBody(of: project, after: after, upTo: upTo) { placed in
            do throws(UnreadableBody) { _ = try placed.body.change } catch {
                unreadable[placed.entry, default: []].append(
                    UnreadableBody(reference: error.reference, entry: placed.entry, reason: error.reason))
            }
        }
        return unreadable
    }

    /// The last entry at which all these records could be read, or were not yet.
    package func lastEntry(before unreadable: [UnreadableBody], in project: String) throws -> Int {
        var last = Int.max
        for fault in unreadable {
            var first = fault.entry
            for version in try history(of: fault.reference, in: project).reversed() where version.entry <= fault.entry {
                guard (try? version.body.change) == nil, version.body.bytes != nil else { break }
                first = version.entry
            }
            last = min(last, first - 1)
        }
        return last
    }

    /// Where the bodies of a record stand that are not erased or withheld.
    package func places(of reference: Reference, in project: String) throws -> [BodyPlace] {
        try history(of: reference, in: project).filter { $0.body.bytes != nil }.map {
            BodyPlace(entry: $0.entry, position: $0.position, digest: $0.body.digest)
        }
    }

    /// What a record was that is withdrawn: its last body before that. Nil where it is on record, or never was, or the withdrawal
    /// itself does not say so any more.
    package func withdrawn(_ reference: Reference, in project: String, upTo entry: Int = .max) throws -> Withdrawn? {
        let history = try history(of: reference, in: project).filter { $0.entry <= entry }
        guard let last = history.last, case .remove? = try? last.body.change, let before = history.dropLast().last
        else {
            return nil
        }
        var was: (any Record)?
        if [.written, .redacted].contains(before.body.state), case .put(let record)? = try? before.body.change {
            was = record
        }
        return Withdrawn(entry: last.entry, was: was)
    }

    /// What the entry brought or changed, each with what it was before, when it was made under this name; else nil.
    package func takenIn(_ entry: Int, of project: String, under name: String) throws -> [TakenIn]? {
        guard entry > 0, try readableHeaders(of: project, after: entry - 1, upTo: entry).first?.header.verb == name
        else {
            return nil
        }
        return try bodies(of: project, entry: entry).filter { $0.reference.kind != Reason.kind }.map { body in
            let history = try history(of: body.reference, in: project)
            guard let before = history.last(where: { $0.entry < entry })?.body else {
                return TakenIn(reference: body.reference, was: nil, isGone: false)
            }
            switch try? before.change {
            case .put(let record) where [.written, .redacted].contains(before.state):
                return TakenIn(reference: body.reference, was: record, isGone: false)
            case .remove: return TakenIn(reference: body.reference, was: nil, isGone: false)
            default: return TakenIn(reference: body.reference, was: nil, isGone: true)
            }
        }
    }

    /// The records of a kind of which anything is neither erased nor withheld, those that were withdrawn among them.
    package func everOf(_ kind: String, in project: String) throws -> [Reference] {
        Set(try history(ofKind: kind, in: project).map(\.body.reference)).sorted()
    }

    /// Headers and bodies in order, each header before its bodies, with few of them in memory at a time.
    package func walk(
        _ project: String, header taking: (Header, [UInt8]) throws -> Void, body: (Entry.Body) throws -> Void
    ) throws {
        var last = 0
        while true {
            let rows = try headerBytes(of: project, after: last, upTo: .max, most: 500)
            guard let end = rows.last?.entry else { return }
            var waiting = rows[...]
            func takeHeaders(upTo entry: Int) throws {
                while last < entry, let row = waiting.popFirst() {
                    guard let header = try? Canonical.decode(Header.self, from: row.bytes) else {
                        throw Flaw(last + 1, .header)
                    }
                    try taking(header, row.bytes)
                    last = row.entry
                }
            }
            try eachBody(of: project, after: last == 0 ? -1 : last, upTo: end) { placed in
                try takeHeaders(upTo: placed.entry)
                try body(placed.body)
            }
            try takeHeaders(upTo: end)
        }
    }

    /// The last entry recorded up to the end of a day in the project's time zone. Where the clock went back, what was
    /// recorded after counts before what was recorded with a later day.
    package func lastEntry(of project: String, upTo day: Day) throws -> Int {
        var end = try lastEntry(of: project)
        // Moments only grow between two places where the clock went back.
        for start in try clocksSet(in: project).map(\.entry).reversed() + [1] {
            var (low, high) = (start - 1, end)
            while low < high {
                let middle = low + (high - low + 1) / 2
                let at = try headers(of: project, after: middle - 1, upTo: middle).first?.header.moment.day
                if let at, at <= day { low = middle } else { high = middle - 1 }
            }
            if low >= start { return low }
            end = start - 1
        }
        return 0
    }

    package func clocksSet(in project: String) throws -> [ClockSet] {
        try entries(of: project, saying: AcceptClock.name).compactMap { entry in
            let headers = try readableHeaders(of: project, after: entry - 2, upTo: entry).map(\.header)
            guard let from = headers.first?.moment, let to = headers.last?.moment, to < from else { return nil }
            return ClockSet(entry: entry, from: from, to: to)
        }
    }

    /// Whether any entry of the project names the document.
    package func names(document: Digest, in project: String) throws -> Bool {
        try projects(naming: document).contains(project)
    }

    /// Whether an entry of another project names the document.
    package func names(document: Digest, outside project: String) throws -> Bool {
        try projects(naming: document).contains { $0 != project }
    }

    /// Of these erasures of a project, those that are not carried out in it: the body stands there as it was written, or otherwise
    /// than it should; the document is named and was not erased since.
    package func outstanding(_ erasures: [Manifest.Gone]) throws -> [Manifest.Gone] {
        try erasures.filter { gone in
            guard let entry = gone.entry, let position = gone.position else {
                return try wantedDocuments(gone.old, in: gone.project).contains(gone.old)
            }
            let bodies = try bodies(of: gone.project, entry: entry)
            guard bodies.indices.contains(position), bodies[position].digest == gone.old,
                let record = bodies[position].record
            else { return false }
            return record != gone.instead.map { Array($0.utf8) }
        }
    }
}

/// Where moments go back in a trail: the operator accepted the clock as it was then.
public struct ClockSet: Sendable, Equatable {
    public let entry: Int
    public let from: Moment
    public let to: Moment
    /// Whether a day lies between: what was recorded with it may have been recorded before or after.
    public func spans(_ day: Day) -> Bool { to.day <= day && day <= from.day }
}
