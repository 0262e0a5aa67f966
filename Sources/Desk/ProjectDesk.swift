import Dispatch
import Domain
import Foundation
import Logging
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
        /// Files that came with it: kept if it is accepted and names them.
        public let uploads: Uploads
        /// A trail from elsewhere that is taken over together with the entry.
        let arrival: Arrival?
        /// A project whose trail goes with the entry; only the installation's own desk is asked for this.
        var removing: String?

        public init(
            _ steps: [Step], by seat: Seat, seen: Int? = nil, reason: String? = nil, names: StepNames = StepNames(),
            today: Day? = nil, after: Int? = nil, uploads: Uploads = Uploads(), bringing arrival: Arrival? = nil
        ) {
            self.steps = steps
            self.seat = seat
            self.seen = seen
            self.reason = reason
            self.names = names
            self.today = today
            self.after = after
            self.uploads = uploads
            self.arrival = arrival
        }

        public init(_ verb: AnyVerb, _ input: JSON, by seat: Seat, seen: Int? = nil, uploads: Uploads = Uploads()) {
            self.init([Step(verb, input)], by: seat, seen: seen, uploads: uploads)
        }
    }

    public struct Answer: Sendable {
        public let entry: Int
        /// The records that it made or changed, in order.
        public let records: [Reference]
        public let published: Published
        /// What its steps named, and what was named before.
        public let names: StepNames

        fileprivate func showing(_ project: Project) -> Answer {
            let shown = Published(project: project, head: published.head, moment: published.moment)
            return Answer(entry: entry, records: records, published: shown, names: names)
        }
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
        /// Whether the last entry was later than now when the trail was opened.
        var openedAhead = false
    }

    public let name: String
    private let state: Mutex<State>
    /// Verbs wait here for their turn, so that they hold up no thread that others need.
    private let writer: DispatchQueue
    let store: Store
    private let committer: Committer
    private let hiding: Set<String>
    let clock: Clock
    private let syncFailed: @Sendable (TrailFault) -> Void

    init(
        _ name: String, store: Store, committer: Committer, clock: Clock, hiding: Set<String>,
        syncFailed: @escaping @Sendable (TrailFault) -> Void
    ) throws {
        self.name = name
        writer = DispatchQueue(label: "writer")
        self.store = store
        self.committer = committer
        self.clock = clock
        self.hiding = hiding
        self.syncFailed = syncFailed
        let (published, damage) = try ProjectDesk.opened(name, store)
        // The line in the list of projects is what the trail says now.
        let line = published.project.identification.map { ProjectLine($0).json.written }
        if damage == nil, !store.isReadOnly, try store.footprint("line", "1", of: name) != line {
            try store.write([Store.Footprint(what: "line", key: "1", value: line)], of: name)
        }
        let ahead = published.moment.map { $0.milliseconds - clock.now().milliseconds > Clock.ahead } ?? false
        state = Mutex(
            State(
                accepted: published.project, acceptedHead: published.head, moment: published.moment,
                published: published, hindrance: damage, openedAhead: ahead))
    }

    /// The project as published, for a page or a command. It is a value: nothing that happens later changes it.
    public var published: Published {
        state.withLock { state in
            state.lastUse = .now
            return state.published
        }
    }

    /// Whether everything that was accepted is on the disk.
    var isSettled: Bool { state.withLock { $0.accepted.entry == $0.published.entry } }

    var isRetired: Bool { state.withLock { $0.isRetired } }

    /// Why nothing may be done here now, though all that is published can be read: what is damaged, or must be accepted by
    /// the operator first. Nil when verbs are carried out.
    public var hindrance: Refusal? { state.withLock { $0.hindrance ?? untimely($0) } }

    /// That nothing may be entered at this time: the last entry of the trail that was opened lies in the future, or the
    /// clock was set.
    private func untimely(_ state: State) -> Refusal? {
        (state.openedAhead ? lateness(of: state.moment) : nil) ?? clock.refusal
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
    var ahead: Refusal? { lateness(of: state.withLock { $0.moment }) }

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
    ///
    /// A document that it names for the first time is on the disk before the entry is; if it is refused, nothing stays of it.
    public func carryOut(_ asked: Asked, at moment: Moment? = nil) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            writer.async {
                // Nobody decides on what an erasure is about to take away.
                let erased = DispatchSemaphore(value: 0)
                var held: [Digest]?
                do {
                    while true {
                        let kept = held
                        let outcome = try self.state.withLock { state in
                            try self.accept(asked, at: moment, &state, kept: kept, erased: { erased.signal() }) {
                                answer in
                                continuation.resume(with: self.settled(answer, kept ?? []))
                            }
                        }
                        switch outcome {
                        case .accepted(let erases):
                            if erases { erased.wait() }
                            return
                        case .needs(let documents):
                            try self.store.keep(documents, of: asked.uploads)
                            held = (held ?? []) + documents
                        }
                    }
                } catch {
                    self.note(refused: asked, error)
                    continuation.resume(with: self.settled(.failure(error), held ?? []))
                }
            }
        }
    }

    func eyes(of seat: Seat, _ project: Project, _ today: Day) -> Eyes {
        Permission.eyes(of: seat, in: project, on: today, hiding: hiding)
    }

    /// What the steps would change in the project as it is published, in order; nothing is carried out, and what would be refused is.
    public func foreseeing(_ asked: Asked) throws -> [Change] {
        if let hindrance { throw hindrance }
        var project = published.project
        let (folder, now, today) = (Asking(), clock.now(), asked.today ?? clock.today())
        let setting = setting(at: now, today: today, person: asked.seat.person(in: name), folder)
        var names = asked.names
        var changes: [Change] = []
        for step in asked.steps {
            if let refusal = Permission.refusal(.doing(step.verb), by: asked.seat, in: project, on: today) {
                throw refusal
            }
            let input = names.resolve(step.input, step.verb.form)
            try refuseNaming(step.verb, input)
            try ProjectDesk.refuseHidden(step.verb, input, project.seen(by: eyes(of: asked.seat, project, today)))
            let decided = try folder.deciding { try step.verb.decide(project, input, setting) }
            names.note(step, decided)
            changes += decided
            let next = project.applying(decided, entry: published.entry + 1)
            if let refusal = Permission.refusal(
                step.verb, changing: decided, from: project, to: next, by: asked.seat, on: today)
            {
                throw refusal
            }
            project = next
        }
        guard !changes.isEmpty else { throw Refusal("nothingChanged") }
        return changes
    }

    /// The ground of an erasure stays for ever: it does not say the name that goes.
    private func refuseNaming(_ verb: AnyVerb, _ input: JSON) throws {
        guard verb.name == EraseParticulars.name, let ground = input["ground"]?.text,
            let person = input["person"]?.whole,
            try !NamesOfPersons(everIn: name, store, of: Key(person)).found(in: ground).isEmpty
        else { return }
        throw Refusal.blocked(by: [Finding("groundNames", .blocks, field: "ground")])
    }

    /// What the folder cannot be asked is no answer: no verb is decided on it.
    private final class Asking: Sendable {
        private let fault = Mutex<(any Error)?>(nil)

        func callAsFunction<T>(_ usual: T, _ question: () throws -> T) -> T {
            do { return try question() } catch {
                fault.withLock { $0 = $0 ?? error }
                return usual
            }
        }

        func deciding(_ decide: () throws -> [Change]) throws -> [Change] {
            do {
                let decided = try decide()
                if let fault = fault.withLock({ $0 }) { throw fault }
                return decided
            } catch { throw fault.withLock { $0 } ?? error }
        }
    }

    private func setting(at moment: Moment, today: Day, person: Key<Person>?, _ folder: Asking) -> Setting {
        Setting(
            moment: moment, today: today, person: person, salt: ProjectDesk.salt(),
            digest: { entry, position in folder(nil) { try self.body(entry, position)?.digest } },
            body: { entry, position in folder(nil) { try self.body(entry, position)?.record } },
            salted: { Entry.Body.salted($0) }, hash: { Digest(of: $0) },
            places: { reference in folder([]) { try self.store.places(of: reference, in: self.name) } },
            everOf: { kind in folder([]) { try self.store.everOf(kind, in: self.name) } })
    }

    private enum Outcome {
        case accepted(erases: Bool)
        /// These documents must lie in the folder first.
        case needs([Digest])
    }

    private func settled(_ answer: Result<Answer, any Error>, _ held: [Digest]) -> Result<Answer, any Error> {
        do {
            if !held.isEmpty { try store.settle(held) }
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
        _ asked: Asked, at given: Moment?, _ state: inout State, kept: [Digest]?,
        erased: @escaping @Sendable () -> Void,
        done: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) throws -> Outcome {
        guard !state.isRetired else { throw TrailFault.headMoved(project: name) }
        if let hindrance = state.hindrance { throw hindrance }
        // The one entry that may be earlier than the one before it: the operator says that the clock is right now.
        let accepts = asked.steps.count == 1 && asked.steps[0].verb.name == AcceptClock.name
        if given == nil, !accepts, let refusal = untimely(state) { throw refusal }
        // Nothing is before the first entry, and that says what the project is; the installation's own trail needs no
        // beginning.
        if state.accepted.entry == 0, name != Installation.ownName,
            !ProjectDesk.beginnings.contains(asked.steps.first?.verb.name ?? "")
        {
            throw Refusal("unknownProject", [.init("name", .text(name)), .init("known", .text(""))])
        }
        state.lastUse = .now
        if let after = asked.after, state.accepted.entry != after { throw Refusal("movedOn") }
        let moment = given ?? clock.now()
        let now = accepts ? moment : max(moment, state.moment ?? moment)
        // Moments never run backwards; the day of today is the machine's, even if somebody once entered in another century.
        let today = asked.today ?? given?.day ?? clock.today()
        let number = state.accepted.entry + 1
        let person = asked.seat.person(in: name)
        let folder = Asking()
        let setting = setting(at: now, today: today, person: person, folder)

        var project = state.accepted
        var drafts: [Draft] = []
        var erases: [Erasure] = []
        var names = asked.names
        var persons: NamesOfPersons?
        var arriving: [Digest] = []
        for step in asked.steps {
            if let refusal = Permission.refusal(.doing(step.verb), by: asked.seat, in: project, on: today) {
                throw refusal
            }
            let resolved = names.resolve(step.input, step.verb.form)
            try refuseNaming(step.verb, resolved)
            try ProjectDesk.refuseHidden(step.verb, resolved, project.seen(by: eyes(of: asked.seat, project, today)))
            let input = NamesOfPersons.choosing(
                resolved, step.verb.form, but: ProjectDesk.words(before: step.verb, resolved, in: project)
            ) {
                let known = persons ?? NamesOfPersons(project)
                persons = known
                return known
            }
            let decided = try folder.deciding { try step.verb.decide(project, input, setting) }
            try refuseConflicts(decided, asked, project)
            names.note(step, decided)
            if decided.contains(where: { $0.reference.meant.kind == Person.kind }) { persons = nil }
            for change in decided {
                if case .put(let record) = change {
                    arriving += try newDocuments(of: record, in: project, asked.uploads).filter {
                        !arriving.contains($0)
                    }
                }
            }
            // What goes on is what will be read, from the very bytes that are kept; what is said instead of a redacted body
            // stands in none of them.
            let read = try Draft.of(decided)
            if let large = read.first(where: { $0.body.record?.count ?? 0 > Bounds.body }) {
                throw Refusal.blocked(by: [
                    Finding(
                        "recordTooLarge", .blocks, about: large.change.reference,
                        facts: [.init("most", .whole(Bounds.body >> 10))])
                ])
            }
            erases += decided.compactMap { change in
                if case .put(let record) = change { record as? Erasure } else { nil }
            }
            drafts += read
            let next = project.applying(read.map(\.change), entry: number)
            if let refusal = Permission.refusal(
                step.verb, changing: decided, from: project, to: next, by: asked.seat, on: today)
            {
                throw refusal
            }
            project = next
        }
        guard !drafts.isEmpty else { throw Refusal("nothingChanged") }
        if let reason = asked.reason {
            let draft = try Draft(.put(Reason(entry: number, text: reason)))
            drafts.append(draft)
            project = project.applying([draft.change], entry: number)
        }
        if !arriving.allSatisfy({ kept?.contains($0) ?? false }) { return .needs(arriving) }

        var verbs: [String] = []
        for step in asked.steps where !verbs.contains(step.verb.name) { verbs.append(step.verb.name) }
        let entry = Entry(
            drafts, in: name, number: number, after: state.acceptedHead, moment: now, person: person?.number,
            verb: verbs.count == 1 ? verbs[0] : "batch", erased: ProjectDesk.erased(drafts.map(\.change), in: project))
        guard entry.bytes.count <= Header.largest else { throw Refusal("tooManyDocuments") }
        let footprints = try footprints(of: drafts.map(\.change), erases, in: project)
        let generation = state.generation
        let published = Published(project: project, head: entry.hash, moment: now)
        state.accepted = project
        state.acceptedHead = entry.hash
        state.moment = now

        let answer = Answer(
            entry: number, records: entry.bodies.map(\.reference).filter { $0.kind != Reason.kind }.meant,
            published: published, names: names)
        var append = Store.Append(entry, footprints: footprints, erasures: erases, bringing: asked.arrival)
        append.removes = asked.removing
        committer.commit(append) { [erases] result in
            self.finish(result, published, generation: generation, erases: erases)
            if !erases.isEmpty { erased() }
        } answer: { [erases] result in
            done(
                result.mapError { $0 as any Error }.flatMap { _ in
                    Result {
                        for erasure in erases where erasure.isOfDocument { try self.store.removeUnwanted(erasure.old) }
                        // What was erased is in no answer either: the project was folded anew.
                        return erases.isEmpty ? answer : answer.showing(self.published.project)
                    }
                })
        }
        return .accepted(erases: !erases.isEmpty)
    }

    /// The words that stand already where the record that is changed says who: they stay words until somebody types them anew.
    private static func words(before verb: AnyVerb, _ input: JSON, in project: Project) -> Set<String> {
        guard let name = verb.kind, let kind = Kind.named(name), let number = input["id"]?.whole,
            let record = project.record(Reference(kind: name, number: number))
        else { return [] }
        return NamesOfPersons.words(in: record.json, kind.shape)
    }

    /// What begins a project: the verb of people, and the record with which one begins that is told as it was.
    private static let beginnings: Set = [BeginProject.name, AddRecord<Identification>.name]

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
            if !erases.isEmpty { return reopen() }
            state.withLock { state in
                if state.generation == generation { state.published = published }
            }
        case .failure(let fault):
            ProjectDesk.log.error("\(name): nothing was kept after entry \(self.published.entry): \(fault)")
            state.withLock { state in
                guard state.generation == generation else { return }
                state.generation += 1
                state.accepted = state.published.project
                state.acceptedHead = state.published.head
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
        state.withLock { state in
            guard case .success((let head, let project)) = opened else {
                state.isRetired = true
                return
            }
            state.accepted = project
            state.published = Published(project: project, head: head.hash, moment: head.moment)
        }
        ProjectDesk.tellBackups(store)
    }

    /// Tells the newest backup what was erased. What cannot be told is in the log, and told at the next erasure, start or backup.
    static func tellBackups(_ store: Store) {
        do { try store.tellBackups() } catch {
            log.warning("the newest backup could not be told of an erasure: \(error)")
        }
    }

    private func body(_ entry: Int, _ position: Int) throws -> Entry.Body? {
        guard entry > 0, position >= 0 else { return nil }
        let bodies = try store.bodies(of: name, entry: entry)
        return position < bodies.count ? bodies[position] : nil
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

    /// The documents that a record names and did not before: sent with the verb, or in the folder already. One that this project
    /// erased since may stay named, and is not named anew.
    private func newDocuments(of record: some Record, in project: Project, _ uploads: Uploads) throws(Refusal)
        -> [Digest]
    {
        let known = Set(project.record(record.reference)?.provenance.proofs.map(\.document) ?? [])
        var new: [Digest] = []
        for (index, proof) in record.provenance.proofs.enumerated() where !known.contains(proof.document) {
            let field = "provenance.proofs.\(index).document"
            if let erasure = project.erasure(of: proof.document) {
                throw .blocked(by: [
                    Finding(
                        "documentErased", .blocks, field: field,
                        facts: [.init("name", .text(proof.name)), .init("ground", .text(erasure.ground))])
                ])
            }
            guard uploads[proof.document] != nil || store.hasDocument(proof.document) else {
                throw .blocked(by: [
                    Finding(
                        "noSuchDocument", .blocks, field: field, facts: [.init("text", .text(proof.document.text))])
                ])
            }
            new.append(proof.document)
        }
        return new
    }

    /// The documents that the changed records name and this project has erased.
    private static func erased(_ changes: [Change], in project: Project) -> Set<Digest> {
        var erased: Set<Digest> = []
        for case .put(let record) in changes {
            for proof in record.provenance.proofs where project.erasure(of: proof.document) != nil {
                erased.insert(proof.document)
            }
        }
        return erased
    }

    static func footprints(of changes: [Change]) -> [Store.Footprint] {
        changes.compactMap { change in
            guard case .put(let record) = change, let identification = record as? Identification else { return nil }
            return Store.Footprint(what: "line", key: "1", value: ProjectLine(identification).json.written)
        }
    }

    /// The same, after what the entry erases: what stood in a footprint goes with the body that it was made from.
    private func footprints(of changes: [Change], _ erasures: [Erasure], in project: Project) throws -> [Store
        .Footprint]
    {
        var footprints = Self.footprints(of: changes)
        if project.identification == nil { return [Store.Footprint(what: "line", key: "1", value: nil)] }
        guard footprints.isEmpty, let known = project.identification?.reference else { return footprints }
        for erasure in erasures {
            guard let entry = erasure.entry, entry == project.entry(of: known), let position = erasure.position,
                try body(entry, position)?.reference == known
            else { continue }
            let record = try erasure.replacement.map {
                try Canonical.decode(Identification.self, from: Entry.Body.unsalted($0))
            }
            footprints = [
                Store.Footprint(what: "line", key: "1", value: record.map { ProjectLine($0).json.written })
            ]
        }
        return footprints
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
