import Dispatch
import Domain
import Foundation
import Logging
import Synchronization
import Trail

/// Where the verbs of one project are carried out: one writer, any number of readers.
///
/// It keeps the project as it will be (accepted, not yet on the disk) and as published, apart from each other: who reads never
/// waits for a verb that is being decided. A verb is decided on the former; its answer comes when its entry is durable. If the
/// disk refuses, what was accepted since is dropped, and everybody who waited is told.
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

    /// What verbs are decided on. It is locked while one is decided.
    private struct Accepted {
        var project: Project
        var head: Digest
        var moment: Moment?
        /// What was sent under a key and is not on the disk yet: whoever sends it again waits until it is, or is not.
        var underway: [String: DispatchSemaphore] = [:]

        init(_ published: Published) { (project, head, moment) = (published.project, published.head, published.moment) }
    }

    /// What readers are told. It is locked for a moment, and within it nothing else is.
    private struct Shown {
        var published: Published
        /// Grows whenever what was accepted is dropped.
        var generation = 0
        var lastUse: ContinuousClock.Instant = .now
        var isRetired = false
        var hindrance: Refusal?
        /// Whether the last entry was later than now when the trail was opened.
        var openedAhead = false
    }

    public let name: String
    private let accepted: Mutex<Accepted>
    private let shown: Mutex<Shown>
    /// Verbs wait here for their turn, so that they hold up no thread that others need.
    let writer: DispatchQueue
    let store: any TrailStore
    private let committer: Committer
    let hiding: Set<String>
    let clock: Clock
    private let erased: @Sendable () -> Void
    private let syncFailed: @Sendable (TrailFault) -> Void
    let planted: Planted?

    /// What a desk does wrong on purpose, so that a test shows that such a thing would be found.
    enum Planted: String, CaseIterable {
        case publishesEarly, keepsWhatWasDropped, foldsNotAnew, overwrites, asksNobody, goesBackInTime
        case decidesOnPublished, believesAnyClock, forgetsAfter, namesAnyDocument, keepsUnnamed, losesLastStep
        case actsForNobody, seesAll, knowsHidden, namesHidden
    }

    /// - Parameters:
    ///   - erased: what else must be done when something was erased: copies that lie elsewhere are told.
    ///   - syncFailed: what to do when the disk may have lost what it was given.
    init(
        _ name: String, store: any TrailStore, committer: Committer, clock: Clock, hiding: Set<String> = [],
        erased: @escaping @Sendable () -> Void = {}, syncFailed: @escaping @Sendable (TrailFault) -> Void,
        planted: Planted? = nil
    ) throws {
        self.name = name
        writer = DispatchQueue(label: "writer")
        self.store = store
        self.committer = committer
        self.clock = clock
        self.hiding = hiding
        self.erased = erased
        self.syncFailed = syncFailed
        self.planted = planted
        let (published, damage) = try ProjectDesk.opened(name, store)
        // The line in the list of projects is what the trail says now.
        let line = published.project.identification.map { ProjectLine($0).json.written }
        if damage == nil, !store.isReadOnly, try store.footprint("line", "1", of: name) != line {
            try store.write([Footprint(what: "line", key: "1", value: line)], of: name)
        }
        let ahead = published.moment.map { $0.milliseconds - clock.now().milliseconds > Clock.ahead } ?? false
        accepted = Mutex(Accepted(published))
        shown = Mutex(Shown(published: published, hindrance: damage, openedAhead: ahead))
    }

    /// The project as published, for a page or a command. It is a value: nothing that happens later changes it.
    public var published: Published {
        shown.withLock { shown in
            shown.lastUse = .now
            return shown.published
        }
    }

    /// Whether nothing is being decided, and everything that was accepted is on the disk.
    var isSettled: Bool {
        accepted.withLockIfAvailable { accepted in
            shown.withLock { $0.published.entry == accepted.project.entry }
        } ?? false
    }

    var isRetired: Bool { shown.withLock { $0.isRetired } }

    /// Why nothing may be done here now, though all that is published can be read: what is damaged, or must be accepted by
    /// the operator first. Nil when verbs are carried out.
    public var hindrance: Refusal? {
        let shown = shown.withLock { $0 }
        return shown.hindrance ?? untimely(shown.published.moment, openedAhead: shown.openedAhead)
    }

    /// That nothing may be entered at this time: the last entry of the trail that was opened lies in the future, or the
    /// clock was set.
    private func untimely(_ last: Moment?, openedAhead: Bool) -> Refusal? {
        (openedAhead ? lateness(of: last) : nil) ?? clock.refusal
    }

    /// That the last entry lies in the future.
    private func lateness(of last: Moment?) -> Refusal? {
        let now = clock.now()
        guard let last, last.milliseconds - now.milliseconds > Clock.ahead else { return nil }
        return Refusal(
            "entryAhead",
            [.init("name", .text(name)), .init("last", .text(last.utc)), .init("now", .text(now.utc))])
    }

    /// That the last entry lies in the future, whether the trail was opened so or the clock was set back since.
    var ahead: Refusal? { lateness(of: shown.withLock { $0.published.moment }) }

    /// Refuses every verb from now on with this refusal; nil ends it.
    public func hinder(by refusal: Refusal?) { shown.withLock { $0.hindrance = refusal } }

    /// Ends this desk when nobody has used it for so long and nothing is on its way; its project is opened anew when asked for.
    func retire(unusedFor duration: Duration) -> Bool {
        accepted.withLockIfAvailable { accepted in
            shown.withLock { shown in
                guard accepted.project.entry == shown.published.entry, shown.lastUse.duration(to: .now) >= duration
                else { return false }
                shown.isRetired = true
                return true
            }
        } ?? false
    }

    /// Carries out one verb or a batch as one entry. Refused, in conflict, or durable when this returns.
    ///
    /// A document that it names for the first time is on the disk before the entry is; if it is refused, nothing stays of it.
    public func carryOut(_ asked: Asked, at moment: Moment? = nil) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            carryOut(asked, at: moment) { continuation.resume(with: $0) }
        }
    }

    /// The same, with the answer on another thread. Verbs are decided in the order in which this is called.
    func carryOut(
        _ asked: Asked, at moment: Moment?, answer: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        writer.async {
            // Nobody decides on what an erasure is about to take away.
            let erased = DispatchSemaphore(value: 0)
            var held: [Digest]?
            do {
                while true {
                    let kept = held
                    let outcome = try self.accepted.withLock { accepted in
                        try self.accept(asked, at: moment, &accepted, kept: kept, erased: { erased.signal() }) {
                            answer(self.settled($0, kept ?? []))
                        }
                    }
                    switch outcome {
                    case .accepted(let erases):
                        if erases { erased.wait() }
                        return
                    case .isUnderway(let settled):
                        settled.wait()
                        settled.signal()
                    case .wasDone(let done):
                        return answer(self.settled(.success(done), held ?? []))
                    case .needs(let documents):
                        try self.store.keep(documents, of: asked.uploads)
                        held = (held ?? []) + documents
                    }
                }
            } catch {
                self.note(refused: asked, error)
                answer(self.settled(.failure(error), held ?? []))
            }
        }
    }

    private enum Outcome {
        case accepted(erases: Bool)
        /// These documents must lie in the folder first.
        case needs([Digest])
        /// The same was sent before: it is on its way to the disk, or done.
        case isUnderway(DispatchSemaphore)
        case wasDone(Answer)
    }

    private func settled(_ answer: Result<Answer, any Error>, _ held: [Digest]) -> Result<Answer, any Error> {
        do {
            if !held.isEmpty, planted != .keepsUnnamed { try store.settle(held) }
            return answer
        } catch { return .failure(error) }
    }

    /// What would have touched the trail itself, or many people's particulars, is in the log when it is refused.
    private func note(refused asked: Asked, _ error: any Error) {
        for step in asked.steps where step.verb.room == .trails || step.verb.name == ShredParticulars.name {
            ProjectDesk.log.warning("\(name): \(step.verb.name) refused: \((error as? Refusal)?.code ?? "\(error)")")
        }
    }

    static let log = Logger(label: "grozd.desk")

    /// Decides on the project as it will be, and hands the entry to the committer. The order of accepting is the order of the trail.
    private func accept(
        _ asked: Asked, at given: Moment?, _ accepted: inout Accepted, kept: [Digest]?,
        erased: @escaping @Sendable () -> Void,
        done: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) throws -> Outcome {
        let shown = self.shown.withLock { shown in
            shown.lastUse = .now
            return shown
        }
        guard !shown.isRetired else { throw TrailFault.headMoved(project: name) }
        if let hindrance = shown.hindrance { throw hindrance }
        // The one entry that may be earlier than the one before it: the operator says that the clock is right now.
        let accepts = asked.steps.count == 1 && asked.steps[0].verb.name == AcceptClock.name
        if given == nil, !accepts, planted != .believesAnyClock,
            let refusal = untimely(accepted.moment, openedAhead: shown.openedAhead)
        {
            throw refusal
        }
        // Nothing is before the first entry, and that says what the project is; the installation's own trail needs no
        // beginning.
        if accepted.project.entry == 0, name != Installation.ownName,
            !ProjectDesk.beginnings.contains(asked.steps.first?.verb.name ?? "")
        {
            throw Refusal("unknownProject", [.init("name", .text(name)), .init("known", .text(""))])
        }
        let once = try asked.sent(in: name)
        if let once {
            if let settled = accepted.underway[once.key] { return .isUnderway(settled) }
            if let done = try outcome(of: once, shown.published) { return .wasDone(done) }
        }
        if let after = asked.after, accepted.project.entry != after, planted != .forgetsAfter {
            throw Refusal("movedOn")
        }
        let moment = given ?? clock.now()
        let now = accepts || planted == .goesBackInTime ? moment : max(moment, accepted.moment ?? moment)
        // Moments never run backwards; the day of today is the machine's, even if somebody once entered in another century.
        let today = asked.today ?? given?.day ?? clock.today()
        // Another day may be asked for, and none that nobody has seen yet: on it everything would have happened.
        let latest = max(clock.today(), moment.day)
        if let day = asked.today, day > latest {
            throw Refusal.blocked(by: [
                Finding("dayToCome", .blocks, facts: [.init("today", .day(latest))])
            ])
        }
        let number = accepted.project.entry + 1
        let person = planted == .actsForNobody ? nil : asked.seat.person(in: name)
        var project = planted == .decidesOnPublished ? shown.published.project : accepted.project
        var deciding = self.deciding(asked, on: project, at: now, today: today, person: person)
        var drafts: [Draft] = []
        var arriving: [Digest] = []
        for place in asked.steps.indices {
            try asked.naming(place) { step in
                let decided = try self.decided(step, in: project, &deciding)
                // What comes back names what it named before.
                for change in decided where step.verb.sort != .restore {
                    guard let record = change.record else { continue }
                    arriving += try newDocuments(of: record, in: project, asked.uploads).filter {
                        !arriving.contains($0)
                    }
                }
                // What goes on is what will be read, from the very bytes that are kept.
                let read = try Draft.of(decided)
                if let large = read.first(where: { $0.body.record?.count ?? 0 > Bounds.body }) {
                    throw Refusal.blocked(by: [
                        Finding(
                            "recordTooLarge", .blocks, about: large.change.reference,
                            facts: [.init("most", .whole(Bounds.body >> 10))])
                    ])
                }
                if planted != .losesLastStep || drafts.isEmpty { drafts += read }
                let next = project.applying(read.map(\.change), entry: number, begun: now.day)
                try refuse(step, decided, from: project, to: next, deciding)
                try compare(step, decided, to: next, &deciding)
                project = next
            }
        }
        guard !drafts.isEmpty else { throw Refusal("nothingChanged") }
        if let reason = asked.reason ?? asked.correction {
            let draft = try Draft(.put(Reason(entry: number, text: reason)))
            drafts.append(draft)
            project = project.applying([draft.change], entry: number)
        }
        if !arriving.allSatisfy({ kept?.contains($0) ?? false }) { return .needs(arriving) }

        var verbs: [String] = []
        for step in asked.steps where !verbs.contains(step.verb.name) { verbs.append(step.verb.name) }
        let entry = Entry(
            drafts, in: name, number: number, after: accepted.head, moment: now, person: person?.number,
            verb: asked.called ?? (verbs.count == 1 ? verbs[0] : "batch"),
            erased: ProjectDesk.erased(drafts.map(\.change), in: project))
        guard entry.bytes.count <= Header.largest else { throw Refusal("tooManyDocuments") }
        let footprints = try footprints(of: drafts.map(\.change), in: project)
        let published = Published(project: project, head: entry.hash, moment: now)
        let settling = DispatchSemaphore(value: 0)
        var underway = accepted.underway
        if let once { underway[once.key] = settling }
        accepted = Accepted(published)
        accepted.underway = underway
        if planted == .publishesEarly { self.shown.withLock { $0.published = published } }

        let answer = Answer(
            entry: number, records: entry.bodies.map(\.reference).filter { $0.kind != Reason.kind }.meant,
            published: published, names: deciding.names, alike: deciding.alike)
        var append = Append(entry, footprints: footprints, bringing: asked.arrival)
        append.removes = asked.removing
        append.once = once
        let erases = !entry.erasures.isEmpty
        committer.commit(append) { result in
            self.finish(result, published, generation: shown.generation, erases: erases)
            if erases { erased() }
        } answer: { result in
            if let once {
                self.accepted.withLock { $0.underway[once.key] = nil }
                settling.signal()
            }
            done(
                result.mapError { $0 as any Error }.flatMap { _ in
                    Result {
                        for (erasure, _) in entry.erasures where erasure.isOfDocument {
                            try self.store.removeUnwanted(erasure.old)
                        }
                        // What was erased is in no answer either: the project was folded anew.
                        return erases ? answer.showing(self.published.project) : answer
                    }
                })
        }
        return .accepted(erases: erases)
    }

    /// What became of the same, sent before under this key; nil when nothing was. Refused where it was something else.
    private func outcome(of once: SentOnce, _ published: Published) throws -> Answer? {
        guard let before = try store.sent(once.key, of: name) else { return nil }
        let changed = try store.references(of: name, after: before.entry - 1, upTo: before.entry)[before.entry] ?? []
        let records = changed.filter { $0.kind != Reason.kind }.meant
        guard before.content == once.content else { throw Refusal("alreadySent", [.init("others", .records(records))]) }
        return Answer(entry: before.entry, records: records, published: published, names: StepNames())
    }

    /// What begins a project: the verb of people, and the record with which one begins that is told as it was.
    private static let beginnings: Set = [BeginProject.name, AddRecord<Identification>.name]

    /// 128 bits of chance.
    static func salt() -> String {
        (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }.joined(separator: "-")
    }

    /// A key under which something is sent once.
    public static func chance() -> String { Digest(of: Array(salt().utf8)).text.prefix(32).description }

    /// Repairs a record that cannot be read, so that the project opens: `repairing` says how. When nothing else is damaged,
    /// verbs are carried out again at once.
    public func repair(_ reference: Reference, asOf entry: Int, reason: String) async throws -> Published {
        try await withCheckedThrowingContinuation { continuation in
            writer.async {
                let decided: Result<Void, any Error> = self.accepted.withLock { _ in
                    Result {
                        let shown = self.shown.withLock { $0 }
                        guard !shown.isRetired else { throw TrailFault.headMoved(project: self.name) }
                        if let hindrance = shown.hindrance, hindrance.code != "damaged" { throw hindrance }
                        let repair = try self.repairing(
                            reference, asOf: entry, reason: reason, self.store, now: self.clock.now())
                        let append = Append(
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
        accepted.withLock { accepted in
            shown.withLock { shown in
                shown.generation += 1
                shown.hindrance = damage?.refusal(shown: shown.published.entry)
                guard damage == nil else { return }
                shown.published = repaired
                accepted = Accepted(repaired)
            }
        }
    }

    private func finish(_ result: Result<Void, TrailFault>, _ published: Published, generation: Int, erases: Bool) {
        switch result {
        case .success:
            // What is erased must not be seen, nor kept by a page, under the new head: folded anew before anybody sees it.
            if erases, planted != .foldsNotAnew { return reopen() }
            shown.withLock { shown in
                if shown.generation == generation { shown.published = published }
            }
        case .failure(let fault):
            ProjectDesk.log.error("\(name): nothing was kept after entry \(self.published.entry): \(fault)")
            accepted.withLock { accepted in
                shown.withLock { shown in
                    guard shown.generation == generation else { return }
                    shown.generation += 1
                    if planted != .keepsWhatWasDropped { accepted = Accepted(shown.published) }
                }
            }
            if case .syncFailed = fault { syncFailed(fault) }
        }
    }

    /// After an erasure the project is folded anew, so that what is gone from the disk is gone from memory. Nothing was accepted
    /// since. What cannot be folded ends this desk, rather than show what was erased.
    private func reopen() {
        let opened = Result {
            let head = try store.head(of: name)
            return (head, try store.open(name, upTo: head.entry))
        }
        accepted.withLock { accepted in
            shown.withLock { shown in
                guard case .success((let head, let project)) = opened else {
                    shown.isRetired = true
                    return
                }
                shown.published = Published(project: project, head: head.hash, moment: head.moment)
                accepted = Accepted(shown.published)
            }
        }
        erased()
    }

    func body(_ entry: Int, _ position: Int) throws -> Entry.Body? {
        guard entry > 0, position >= 0 else { return nil }
        let bodies = try store.bodies(of: name, entry: entry)
        return position < bodies.count ? bodies[position] : nil
    }

    /// The documents that the changed records name and this project has erased.
    private static func erased(_ changes: [Change], in project: Project) -> Set<Digest> {
        Set(
            changes.flatMap { $0.record?.provenance.proofs.map(\.document) ?? [] }.filter {
                project.erasure(of: $0) != nil
            })
    }

    static func footprints(of changes: [Change]) -> [Footprint] {
        changes.compactMap { change in
            guard case .put(let record) = change, let identification = record as? Identification else { return nil }
            return Footprint(what: "line", key: "1", value: ProjectLine(identification).json.written)
        }
    }

    /// The same, after what the entry erases: what stood in a footprint goes with the body that it was made from.
    private func footprints(of changes: [Change], in project: Project) throws -> [Footprint] {
        var footprints = Self.footprints(of: changes)
        if project.identification == nil { return [Footprint(what: "line", key: "1", value: nil)] }
        guard footprints.isEmpty, let known = project.identification?.reference else { return footprints }
        for case .erase(let erasure, let replacement) in changes {
            guard let entry = erasure.entry, entry == project.entry(of: known), let position = erasure.position,
                try body(entry, position)?.reference == known
            else { continue }
            let record = try replacement.map {
                try Canonical.decode(Identification.self, from: Entry.Body.unsalted($0))
            }
            footprints = [
                Footprint(what: "line", key: "1", value: record.map { ProjectLine($0).json.written })
            ]
        }
        return footprints
    }
}
