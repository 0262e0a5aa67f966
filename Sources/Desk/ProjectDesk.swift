import Dispatch
import Domain
import Foundation
import Synchronization
import Trail

/// Where the verbs of one project are carried out: one writer, any number of readers.
///
/// It keeps the project as it will be (accepted, not yet on the disk) and as published. A verb is decided on the former;
/// its answer comes when its entry is durable. If the disk refuses, what was accepted since is dropped, and everybody
/// who waited is told.
public final class ProjectDesk: Sendable {
    /// What readers see: the project, and the head of its trail.
    public final class Published: Sendable {
        public let project: Project
        public let head: Digest
        public let moment: Moment?
        public var entry: Int { project.entry }

        init(project: Project, head: Digest, moment: Moment?) {
            self.project = project
            self.head = head
            self.moment = moment
        }
    }

    /// What somebody asks for.
    public struct Asked: Sendable {
        public let steps: [Step]
        public let seat: Seat
        /// The entry that the page was made from; nil from a command, which sees the latest.
        public let seen: Int?
        public let reason: String?
        /// Records that earlier entries named.
        public let names: StepNames
        /// The day for what is due and late, where somebody set another.
        public let today: Day?
        /// The entry after which alone it may be carried out: refused as `movedOn` when anything happened since.
        public let after: Int?
        /// A trail from elsewhere that is taken over together with the entry.
        let arrival: Arrival?

        public init(
            _ steps: [Step], by seat: Seat, seen: Int? = nil, reason: String? = nil, names: StepNames = StepNames(),
            today: Day? = nil, after: Int? = nil, bringing arrival: Arrival? = nil
        ) {
            self.steps = steps
            self.seat = seat
            self.seen = seen
            self.reason = reason
            self.names = names
            self.today = today
            self.after = after
            self.arrival = arrival
        }

        public init(_ verb: Verb, _ input: JSON, by seat: Seat, seen: Int? = nil) {
            self.init([Step(verb, input)], by: seat, seen: seen)
        }
    }

    public struct Answer: Sendable {
        public let entry: Int
        /// The records that it made or changed, in order.
        public let records: [Reference]
        public let published: Published
        /// What its steps named, and what was named before.
        public let names: StepNames
    }

    /// A record changed since the page was made: both versions, and the entry that changed it.
    public struct Conflict: Error, Sendable {
        public let reference: Reference
        public let entry: Int
        public let theirs: (any Record)?
        public let mine: (any Record)?
        public let refusal: Refusal
    }

    private struct State {
        var accepted: Project
        var acceptedHead: Digest
        var moment: Moment?
        var published: Published
        /// Grows whenever what was accepted is dropped.
        var generation = 0
        var lastUse: ContinuousClock.Instant = .now
        var isRetired = false
        var hindrance: Refusal?
    }

    public let name: String
    private let state: Mutex<State>
    /// Verbs wait here for their turn, so that they hold up no thread that others need.
    private let writer: DispatchQueue
    private let store: Store
    private let committer: Committer
    let clock: Clock
    private let syncFailed: @Sendable (TrailFault) -> Void

    init(
        _ name: String, store: Store, committer: Committer, clock: Clock,
        syncFailed: @escaping @Sendable (TrailFault) -> Void
    ) throws {
        self.name = name
        writer = DispatchQueue(label: "writer")
        self.store = store
        self.committer = committer
        self.clock = clock
        self.syncFailed = syncFailed
        let (published, damage) = try ProjectDesk.opened(name, store)
        state = Mutex(
            State(
                accepted: published.project, acceptedHead: published.head, moment: published.moment,
                published: published, hindrance: damage?.refusal(shown: published.entry)))
    }

    /// The project as published, for a page or a command. It is a value: nothing that happens later changes it.
    public var published: Published {
        state.withLock { state in
            state.lastUse = .now
            return state.published
        }
    }

    var isRetired: Bool { state.withLock { $0.isRetired } }

    /// Why nothing may be done here now, though all that is published can be read: what is damaged, or must be accepted by
    /// the operator first. Nil when verbs are carried out.
    public var hindrance: Refusal? { state.withLock { $0.hindrance } }

    /// Refuses every verb from now on with this refusal; nil ends it.
    public func hinder(by refusal: Refusal?) { state.withLock { $0.hindrance = refusal } }

    /// Ends this desk when nobody has used it for so long and nothing is on its way; its project is opened anew when asked for.
    func retire(unusedFor duration: Duration) -> Bool {
        state.withLock { state in
            guard state.accepted.entry == state.published.entry, state.lastUse.duration(to: .now) >= duration else {
                return false
            }
            state.isRetired = true
            return true
        }
    }

    /// Carries out one verb or a batch as one entry. Refused, in conflict, or durable when this returns.
    public func carryOut(_ asked: Asked, at moment: Moment? = nil) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            writer.async {
                let decided: Result<Void, any Error> = self.state.withLock { state in
                    Result { try self.accept(asked, at: moment, &state) { continuation.resume(with: $0) } }
                }
                if case .failure(let error) = decided { continuation.resume(throwing: error) }
            }
        }
    }

    /// Decides on the project as it will be, and hands the entry to the committer. The order of accepting is the order of the trail.
    private func accept(
        _ asked: Asked, at given: Moment?, _ state: inout State,
        done: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) throws {
        guard !state.isRetired else { throw TrailFault.headMoved(project: name) }
        if let hindrance = state.hindrance { throw hindrance }
        state.lastUse = .now
        if let after = asked.after, state.accepted.entry != after { throw Refusal("movedOn") }
        let now = max(given ?? clock.now(), state.moment ?? given ?? clock.now())
        let today = asked.today ?? given?.day ?? clock.today(now)
        let number = state.accepted.entry + 1
        let person = asked.seat.person(in: name)
        let setting = Setting(
            moment: now, today: today, person: person, salt: ProjectDesk.salt(),
            digest: { entry, position in self.body(entry, position)?.digest },
            body: { entry, position in self.body(entry, position)?.record },
            salted: { Entry.Body.salted($0) }, hash: { Digest(of: $0) },
            places: { (try? self.store.places(of: $0, in: self.name)) ?? [] })

        var project = state.accepted
        var drafts: [Draft] = []
        var erases: [Erasure] = []
        var names = asked.names
        for step in asked.steps {
            if let refusal = Permission.refusal(.doing(step.verb), by: asked.seat, in: project, on: today) {
                throw refusal
            }
            let input = names.resolve(step.input, step.verb.form)
            let decided = try step.verb.decide(project, input, setting)
            try refuseConflicts(decided, asked, project)
            names.note(step, decided)
            for change in decided {
                if case .put(let record) = change { try requireDocuments(of: record, in: project) }
            }
            // What goes on is what will be read, from the very bytes that are kept; what is said instead of a redacted body
            // stands in none of them.
            let read = try Draft.of(decided)
            erases += decided.compactMap { change in
                if case .put(let record) = change { record as? Erasure } else { nil }
            }
            drafts += read
            project = project.applying(read.map(\.change), entry: number)
        }
        guard !drafts.isEmpty else { throw Refusal("nothingChanged") }
        let records = drafts.map(\.change.reference)
        if let reason = asked.reason {
            let draft = try Draft(.put(Reason(entry: number, text: reason)))
            drafts.append(draft)
            project = project.applying([draft.change], entry: number)
        }

        var verbs: [String] = []
        for step in asked.steps where !verbs.contains(step.verb.name) { verbs.append(step.verb.name) }
        let entry = Entry(
            drafts, in: name, number: number, after: state.acceptedHead, moment: now, person: person?.number,
            verb: verbs.count == 1 ? verbs[0] : "batch")
        guard entry.bytes.count <= Header.largest else { throw Refusal("tooManyDocuments") }
        let generation = state.generation
        let published = Published(project: project, head: entry.hash, moment: now)
        state.accepted = project
        state.acceptedHead = entry.hash
        state.moment = now

        let answer = Answer(
            entry: number, records: entry.bodies.map(\.reference).filter(records.contains), published: published,
            names: names)
        let append = Store.Append(
            entry, footprints: Self.footprints(of: drafts.map(\.change)), erasures: erases, bringing: asked.arrival)
        committer.commit(append) { [erases] result in
            self.finish(result, published, generation: generation, erases: erases)
        } answer: { result in
            done(result.map { answer }.mapError { $0 as any Error })
        }
    }

    /// 128 bits of chance.
    private static func salt() -> String {
        (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }.joined(separator: "-")
    }

    /// Repairs a record that cannot be read, so that the project opens: `repairing` says how. When nothing else is damaged,
    /// verbs are carried out again at once.
    public func repair(_ reference: Reference, asOf entry: Int, reason: String) async throws -> Published {
        try await withCheckedThrowingContinuation { continuation in
            writer.async {
                let decided: Result<Void, any Error> = self.state.withLock { state in
                    Result {
                        guard !state.isRetired else { throw TrailFault.headMoved(project: self.name) }
                        if let hindrance = state.hindrance, hindrance.code != "damaged" { throw hindrance }
                        let repair = try self.repairing(
                            reference, asOf: entry, reason: reason, self.store, now: self.clock.now())
                        let append = Store.Append(
                            repair.entry,
                            footprints: Self.footprints(
                                of: repair.published.project.identification.map { [.put($0)] } ?? []))
                        self.committer.commit(append) { result in
                            if case .success = result { self.finish(repair.published, left: repair.damage) }
                            if case .failure(.syncFailed(let what)) = result { self.syncFailed(.syncFailed(what)) }
                        } answer: { result in
                            continuation.resume(
                                with: result.map { repair.published }.mapError { $0 as any Error })
                        }
                    }
                }
                if case .failure(let error) = decided { continuation.resume(throwing: error) }
            }
        }
    }

    /// After a repair: the project goes on whole, or stays as it is shown, for what else is damaged.
    private func finish(_ repaired: Published, left damage: Damage?) {
        state.withLock { state in
            state.generation += 1
            state.hindrance = damage?.refusal(shown: state.published.entry)
            guard damage == nil else { return }
            state.published = repaired
            state.accepted = repaired.project
            state.acceptedHead = repaired.head
            state.moment = repaired.moment
        }
    }

    private func finish(_ result: Result<Void, TrailFault>, _ published: Published, generation: Int, erases: [Erasure])
    {
        switch result {
        case .success:
            // What is erased must not be seen, nor kept by a page, under the new head: folded anew before anybody sees it.
            if !erases.isEmpty, reopen(after: erases) { return }
            state.withLock { state in
                if state.generation == generation { state.published = published }
            }
        case .failure(let fault):
            state.withLock { state in
                guard state.generation == generation else { return }
                state.generation += 1
                state.accepted = state.published.project
                state.acceptedHead = state.published.head
            }
            if case .syncFailed = fault { syncFailed(fault) }
        }
    }

    /// After an erasure the project is folded anew, so that what is gone from the disk is gone from memory.
    private func reopen(after erasures: [Erasure]) -> Bool {
        for erasure in erasures
        where erasure.isOfDocument && (try? store.names(document: erasure.old, outside: name)) == false {
            try? store.removeDocument(erasure.old)
        }
        guard let head = try? store.head(of: name), let project = try? store.open(name, upTo: head.entry) else {
            return false
        }
        return state.withLock { state in
            guard state.accepted.entry == head.entry else { return false }
            state.accepted = project
            state.published = Published(project: project, head: head.hash, moment: head.moment)
            return true
        }
    }

    private func body(_ entry: Int, _ position: Int) -> Entry.Body? {
        guard entry > 0, position >= 0, let bodies = try? store.bodies(of: name, entry: entry), position < bodies.count
        else {
            return nil
        }
        return bodies[position]
    }

    /// Nobody overwrites what somebody else changed since: refused for every verb, here.
    private func refuseConflicts(_ changes: [Change], _ asked: Asked, _ project: Project) throws {
        guard let seen = asked.seen else { return }
        for change in changes {
            guard let entry = project.entry(of: change.reference), entry > seen else { continue }
            var mine: (any Record)?
            if case .put(let record) = change { mine = record }
            throw Conflict(
                reference: change.reference, entry: entry, theirs: project.record(change.reference), mine: mine,
                refusal: Refusal(
                    "changedSince", [.init("record", .record(change.reference)), .init("entry", .text(String(entry)))]))
        }
    }

    /// A document must be kept before a record names it; one that was erased since may stay named.
    private func requireDocuments(of record: some Record, in project: Project) throws(Refusal) {
        let known = Set(project.record(record.reference)?.provenance.proofs.map(\.document) ?? [])
        for (index, proof) in record.provenance.proofs.enumerated()
        where !known.contains(proof.document) && !store.hasDocument(proof.document) {
            throw .blocked(by: [
                Finding(
                    "noSuchDocument", .blocks, field: "provenance.proofs.\(index).document",
                    facts: [.init("text", .text(proof.document.text))])
            ])
        }
    }

    static func footprints(of changes: [Change]) -> [Store.Footprint] {
        changes.compactMap { change in
            guard case .put(let record) = change, let identification = record as? Identification else { return nil }
            return Store.Footprint(what: "line", key: "1", value: ProjectLine(identification).json.written)
        }
    }
}

/// A project in the list of projects, as its footprint keeps it.
public struct ProjectLine: Codable, Sendable, Equatable {
    public var acronym: String
    public var title: String
    public var programme: String
    /// The rule pack that it stands on; a line written before packs were named has none.
    public var pack: String?
    public var start: Day
    public var end: Day

    init(_ identification: Identification) {
        acronym = identification.acronym
        title = identification.title
        programme = identification.programme
        pack = identification.pack
        start = identification.start
        end = identification.end
    }

    var json: JSON { Canonical.json(self) }
}

/// What time it is, for the desks: the machine's, and the day that somebody may have set for what is due and late.
public struct Clock: Sendable {
    public let now: @Sendable () -> Moment
    private let fixed: Day?

    public init(timeZone: TimeZone = TimeZone(identifier: "Europe/Brussels") ?? .gmt, today: Day? = nil) {
        fixed = today
        // A time zone changes at a quarter of an hour at the earliest; asking it costs more than all the rest.
        let last = Mutex((quarter: Int.min, offset: 0))
        now = {
            let date = Date()
            let utc = Int(date.timeIntervalSince1970.rounded(.down))
            let offset = last.withLock { last in
                if last.quarter != utc / 900 { last = (utc / 900, timeZone.secondsFromGMT(for: date)) }
                return last.offset
            }
            let seconds = utc + offset
            let day = Day(count: Int((Double(seconds) / 86_400).rounded(.down)))
            return Moment(milliseconds: Int64(date.timeIntervalSince1970 * 1000), day: day)
        }
    }

    /// A clock that stands still, for tests.
    public init(at moment: Moment) {
        fixed = moment.day
        now = { moment }
    }

    public func today(_ moment: Moment? = nil) -> Day { fixed ?? (moment ?? now()).day }
}
