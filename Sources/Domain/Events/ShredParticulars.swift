/// What people entered for an event goes, and on what ground; numbers stay. It erases bodies of the trail, so it belongs to
/// that room and its duties.
///
/// Registrations, attendance and messages of the event are erased in every version that they had, with the lists that prove
/// nothing else. By country and partner, how many were there stays on the event; who said that capacity increased stays
/// counted once. Refused where attendances were withheld: their numbers cannot stay.
public struct ShredParticulars: StateVerb {
    public static let name = "shred-particulars"
    public static let room = Room.trails
    public static let starts: [Event.Status] = [.held, .cancelled, .notHeld, .merged]

    public var event: Key<Event>
    public var ground: String

    public var subject: Key<Event> { event }

    public func decided(_ record: Event, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var event = record
        let gone =
            project.registrations(of: event.id).map(\.reference)
            + project.attendances.filter { $0.event == event.id }.map(\.reference)
            + project.outboxMessages.filter { $0.event == event.id }.map(\.reference)
        let answers = project.likenesses.filter { said in gone.contains(where: said.names) }
        guard project.attendances.withheld == 0 else {
            throw Refusal("shredsWithheld", [.init("record", .record(event.reference))])
        }
        guard !gone.isEmpty else { throw Refusal("nothingToShred", [.init("record", .record(event.reference))]) }

        event.counted = project.people(at: event)
        let once = project.countedHereFirst(event)
        if once > 0 { event.capacityCounted = (event.capacityCounted ?? 0) + once }
        if event.participants == nil {
            let present = event.counted.filter { $0.state == .present }.map(\.number).total
            if (1...Int128(Bounds.count)).contains(present) { event.participants = Count(Int(present)) }
        }
        var next = project.erasures.next.number
        var changes: [Change] = [.put(event)] + project.joinedWithout(Set(gone)).map { .put($0) }
        for reference in gone + answers.map(\.reference) {
            for place in setting.places(reference) {
                changes.append(
                    .erase(
                        Erasure(
                            id: Key(next), entry: place.entry, position: place.position, old: place.digest,
                            ground: ground)))
                next += 1
            }
        }
        for document in project.documents(ofOnly: Set(gone)) {
            changes.append(.erase(Erasure(id: Key(next), old: document, ground: ground)))
            next += 1
        }
        // Nothing goes: then nothing may be counted in its place either.
        guard changes.contains(where: { if case .erase = $0 { true } else { false } }) else {
            throw Refusal("nothingToShred", [.init("record", .record(event.reference))])
        }
        return changes
    }
}

extension Project {
    /// What has to be said so that those who stay are one as before, where they were one by somebody who goes.
    fileprivate func joinedWithout(_ gone: Set<Reference>) -> [Likeness] {
        let before = Identities(self)
        let passed = before.several.filter { all in
            all.contains(where: gone.contains) && all.count { !gone.contains($0) } > 1
        }
        guard !passed.isEmpty else { return [] }
        let left = likenesses.filter { said in gone.contains(where: said.names) }.map {
            Change.remove($0.reference, reason: "")
        }
        let after = Identities(applying(left + gone.map { .remove($0, reason: "") }))
        let first = likenesses.next.number
        var said: [Likeness] = []
        for all in passed {
            var known: [Reference] = []
            for one in all where !gone.contains(one) && !known.contains(where: { after.areSame($0, one) }) {
                if let last = known.first, let a = Likeness.Named(last), let b = Likeness.Named(one) {
                    said.append(
                        Likeness(id: Key(first + said.count), one: a, other: b, answer: .same))
                }
                known.append(one)
            }
        }
        return said
    }

    /// Whether anything that people entered for the event is still kept.
    public func hasParticulars(of event: Key<Event>) -> Bool {
        registrations.contains { $0.event == event } || attendances.contains { $0.event == event }
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
    fileprivate func countedHereFirst(_ event: Event) -> Int {
        let identities = Identities(self)
        func said(_ key: Key<Event>) -> [Reference] {
            attendances(of: key).filter { $0.capacity == .increased }.compactMap {
                $0.named.flatMap { identities.of($0) }
            }
        }
        let others = Set(events.filter { $0.id != event.id && $0.status == .held }.flatMap { said($0.id) })
        return Set(said(event.id)).subtracting(others).count
    }
}
