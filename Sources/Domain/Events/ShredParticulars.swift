/// What people entered for an event goes, and on what ground; numbers stay.
public struct ParticularsShredded: Codable, Sendable {
    public var event: Key<Event>
    public var ground: String
}

extension Verb {
    /// Erases bodies of the trail, so it belongs to that room and its duties.
    public static let shredParticulars = Verb(
        "shred-particulars", in: .trails, on: "event", ParticularsShredded.self,
        when: { ($0 as? Event).map { !$0.isAhead } ?? false }
    ) {
        (project, input, setting) throws(Refusal) in try project.shredding(input, setting)
    }
}

extension Project {
    /// Whether anything that people entered for the event is still kept.
    public func hasParticulars(of event: Key<Event>) -> Bool {
        registrations.contains { $0.event == event } || attendances.contains { $0.event == event }
    }

    /// Registrations, attendance and messages of the event are erased in every version that they had, with the lists that prove
    /// nothing else. By country and
    /// partner, how many were there stays on the event; who said that capacity increased stays counted once. Refused where
    /// attendances were withheld: their numbers cannot stay.
    public func shredding(_ input: ParticularsShredded, _ setting: Setting) throws(Refusal) -> [Change] {
        var event = try events.require(input.event)
        guard !event.isAhead else { throw .notInState(needed: Event.Status.held, is: event.status) }
        let gone =
            registrations(of: event.id).map(\.reference)
            + attendances.filter { $0.event == event.id }.map(\.reference)
            + outboxMessages.filter { $0.event == event.id }.map(\.reference)
        guard attendances.withheld == 0 else {
            throw Refusal("shredsWithheld", [.init("record", .record(event.reference))])
        }
        guard !gone.isEmpty else { throw Refusal("nothingToShred", [.init("record", .record(event.reference))]) }

        event.counted = people(at: event)
        let once = countedHereFirst(event)
        if once > 0 { event.capacityCounted = (event.capacityCounted ?? 0) + once }
        if event.participants == nil {
            let present = event.counted.filter { $0.state == .present }.map(\.number).total
            if (1...Int128(Bounds.count)).contains(present) { event.participants = Count(Int(present)) }
        }
        var next = erasures.next.number
        var changes: [Change] = [.put(event)]
        for reference in gone {
            for place in setting.places(reference) {
                changes.append(
                    .put(
                        Erasure(
                            id: Key(next), entry: place.entry, position: place.position, old: place.digest,
                            ground: input.ground)))
                next += 1
            }
        }
        for document in documents(ofOnly: Set(gone)) {
            changes.append(.put(Erasure(id: Key(next), old: document, ground: input.ground)))
            next += 1
        }
        // Nothing goes: then nothing may be counted in its place either.
        guard changes.count > 1 else { throw Refusal("nothingToShred", [.init("record", .record(event.reference))]) }
        return changes
    }

    /// The documents that these records name as proofs and no other does, each once, but for those that are erased.
    public func documents(ofOnly gone: Set<Reference>) -> [Digest] {
        func proofs(_ records: [any Record]) -> [Digest] { records.flatMap { $0.provenance.proofs.map(\.document) } }
        let erased = erasures.filter(\.isOfDocument).map(\.old)
        let candidates = proofs(gone.sorted().compactMap { record($0) }).filter { !erased.contains($0) }
        guard !candidates.isEmpty else { return [] }
        let others = Set(Kind.all.flatMap { kind in proofs(kind.each(self).filter { !gone.contains($0.reference) }) })
        var found: [Digest] = []
        for document in candidates where !others.contains(document) && !found.contains(document) {
            found.append(document)
        }
        return found
    }

    /// How many of those whose capacity increased are counted at this event and not at one before it in the count.
    private func countedHereFirst(_ event: Event) -> Int {
        func said(_ key: Key<Event>) -> [String] {
            attendances(of: key).filter { $0.capacity == .increased }.compactMap { identity(of: $0) }
        }
        let others = Set(events.filter { $0.id != event.id && $0.status == .held }.flatMap { said($0.id) })
        return Set(said(event.id)).subtracting(others).count
    }
}
