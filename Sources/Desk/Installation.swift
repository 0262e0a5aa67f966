import Domain
import Foundation
import Logging
import Programmes
import Synchronization
import Trail

/// A data folder with all its projects, opened when asked for.
///
/// Its own trail (under the name `installation`) is of the same make: human beings and who they are in which project.
public final class Installation: Sendable {
    public static let ownName = "installation"

    package let store: Store
    /// Who read what, beside the trails.
    private let noted: any Readings
    public let clock: Clock
    /// The kinds whose records are told to their partner alone; those that say so, unless a test has others.
    let hiding: Set<String>
    let sights = Sights()
    private let committer: Committer
    private let desks = Mutex<[String: ProjectDesk]>([:])
    /// Whether the projects that are not open did open, at which entry they were looked at.
    private let looked = Mutex<[String: (head: Int, trouble: Refusal?)]>([:])
    /// The names under which somebody is beginning a project now.
    private let beginning = Mutex<Set<String>>([])
    private let past = Mutex<[(name: String, entry: Int, erasures: Int, project: Project)]>([])
    private let hindrances = Mutex(Hindrances())
    private let syncFailed: @Sendable (TrailFault) -> Void

    /// - Parameters:
    ///   - sharedDisk: whether somebody takes the risk of a disk that other machines may have too; refused without.
    ///   - half: whether the folder may be half restored; refused otherwise.
    ///   - syncFailed: what to do when the disk may have lost what it was given; the process must not go on.
    public convenience init(
        _ folder: URL, clock: Clock = Clock(), sharedDisk: Bool = false, half: Bool = false,
        syncFailed: @escaping @Sendable (TrailFault) -> Void = Installation.end
    ) throws {
        try self.init(
            folder, clock: clock, sharedDisk: sharedDisk, half: half, mounts: SharedDisk.mounts(),
            syncFailed: syncFailed)
    }

    /// One in which other kinds hide than their nouns say, to measure what that costs.
    package convenience init(_ folder: URL, hiding: Set<String>) throws {
        try self.init(folder, mounts: SharedDisk.mounts(), hiding: hiding)
    }

    init(
        _ folder: URL, clock: Clock = Clock(), sharedDisk: Bool = false, half: Bool = false, mounts: String,
        hiding: Set<String> = Kind.hiding, readings: (any Readings)? = nil,
        syncFailed: @escaping @Sendable (TrailFault) -> Void = Installation.end
    ) throws {
        self.hiding = hiding
        if !sharedDisk, let disk = SharedDisk.type(under: folder, mounts: mounts) {
            throw Refusal("sharedDisk", [.init("name", .text(folder.path)), .init("disk", .text(disk))])
        }
        store = try Store(folder, packs: Packs.shelf, half: half)
        noted = readings ?? store
        committer = Committer(store)
        self.clock = clock
        self.syncFailed = syncFailed
        guard !store.isReadOnly else { return }
        try store.finishRemovals()
        tellBackups()
        try sweepPutAway()
    }

    /// Tells the newest backup what was erased. What cannot be told is in the log, and told at the next erasure, start or backup.
    private func tellBackups() {
        do { try store.tellBackups() } catch {
            ProjectDesk.log.warning("the newest backup could not be told of an erasure: \(error)")
        }
    }

    /// The trails of all projects and their documents, to be read.
    package var trails: any TrailSource { store }
    public var folder: URL { store.folder }
    /// Whether a folder holds an installation, or something of a restore that was ended.
    public static func isThere(_ folder: URL) -> Bool { Store.isThere(folder) }
    /// Begins to take in a file that somebody sends. Refused where the folder may not be written.
    public func incoming() throws -> Incoming { try Incoming(in: store) }
    public var isReadOnly: Bool { store.isReadOnly }
    public func close() throws { try store.close() }

    /// Notes that somebody read something of a project as of an entry, now; person 0 is who owns the folder. Refused where nothing
    /// can be noted: then it is not read.
    public func note(reading what: String, of project: String, by person: Int, at entry: Int) throws {
        try noted.note(Reading(what, by: person, at: entry, clock.now()), of: project)
    }

    /// Who read particulars of persons, in order.
    public func readings(of project: String) throws -> [Reading] { try noted.readings(of: project) }

    /// The last reading of the thing by the person, of those until then, in milliseconds as a moment has them.
    public func lastReading(of what: String, in project: String, by person: Int, until then: Int64) throws -> Reading? {
        try noted.lastReading(of: what, in: project, by: person, until: then)
    }

    /// The views of a list that a person saved.
    public func savedViews(of person: Key<Person>, on kind: String, in project: String) throws -> [SavedView] {
        try store.savedViews(of: person.number, on: kind, in: project)
    }

    public func save(_ view: SavedView, of person: Key<Person>, on kind: String, in project: String) throws {
        try store.save(view, of: person.number, on: kind, in: project)
    }

    public func forgetView(_ name: String, of person: Key<Person>, on kind: String, in project: String) throws {
        try store.forgetView(name, of: person.number, on: kind, in: project)
    }

    /// Makes a backup below a folder while everything goes on.
    public func backUp(into folder: URL) throws -> (folder: URL, manifest: Manifest) {
        try store.backUp(into: folder, at: clock.now())
    }

    /// Ends the process, with the reason in the log.
    public static func end(_ fault: TrailFault) {
        ProjectDesk.log.critical("the disk may have lost what it was given, so this process ends: \(fault)")
        exit(70)
    }

    /// A project in the list: its line, and why it does not open whole, if it does not.
    public struct Listed: Sendable {
        public let name: String
        public let line: ProjectLine?
        public let trouble: Refusal?
        /// Whether it can be looked at, as it is or as of an earlier entry.
        public var opens: Bool { trouble?.code.hasPrefix("newer") != true }

        public var json: JSON {
            var json = (line.map { Canonical.json($0) } ?? .object([])).overlaid(by: ["name": .text(name)])
            if let trouble {
                let facts = trouble.facts.compactMap { fact in
                    switch fact.fact {
                    case .text(let text), .word(_, let text): (fact.name, JSON.text(text))
                    case .whole(let number): (fact.name, JSON.whole(Int64(number)))
                    default: nil
                    }
                }
                json = json.overlaid(by: ["trouble": .object(of: facts + [("code", .text(trouble.code))])])
            }
            return json
        }
    }

    /// The projects that there are, with the line of each. One that does not open is among them, and stops no other.
    public func projects() throws -> [Listed] {
        try store.names().filter { $0 != Self.ownName }.map { name in
            Listed(name: name, line: try line(of: name), trouble: try damage(of: name) ?? trouble(with: name))
        }
    }

    private func line(of name: String) throws -> ProjectLine? {
        guard let written = try store.footprint("line", "1", of: name) else { return nil }
        // It is made anew from the trail when the project is opened: until then the list has its name alone.
        do { return try Canonical.decode(ProjectLine.self, from: try JSON(reading: written)) } catch {
            ProjectDesk.log.warning("\(name): its line in the list of projects does not read: \(error)")
            return nil
        }
    }

    /// Why a project does not open whole. It is opened to know, unless it is open or was looked at since its last entry.
    private func trouble(with name: String) throws -> Refusal? {
        if let open = desks.withLock({ $0[name] }), !open.isRetired {
            return open.hindrance.flatMap { $0.code.hasPrefix("damaged") ? $0 : nil }
        }
        let trouble: Refusal?
        do {
            let head = try store.lastEntry(of: name)
            if let known = looked.withLock({ $0[name] }), known.head == head { return known.trouble }
            trouble = try ProjectDesk.opened(name, store).1
            looked.withLock { $0[name] = (head, trouble) }
        } catch {
            trouble = Installation.newer(error, name) ?? Refusal("damagedFolder", [.init("what", .text("\(error)"))])
        }
        return trouble
    }

    /// What a newer version has written, as a refusal; nil for any other fault.
    private static func newer(_ error: any Error, _ name: String) -> Refusal? {
        switch error {
        case TrailFault.newer(let format, _):
            Refusal("newerTrail", [.init("name", .text(name)), .init("format", .text(String(format)))])
        case TrailFault.unknownKind(let kind, let entry, _):
            Refusal(
                "newerKind",
                [
                    .init("name", .text(name)), .init("kind", .text(kind)), .init("entry", .text(String(entry))),
                ])
        default: nil
        }
    }

    /// Opens every project that opens, so that whoever comes first need not wait.
    public func openAll() throws {
        for name in try store.names() where name != Self.ownName {
            // What does not open is named in the list of projects, and the others are served.
            do {
                if let hindrance = try opened(name).hindrance, hindrance.code.hasPrefix("damaged") {
                    ProjectDesk.log.critical("damaged: project=\(name) \(hindrance.logged)")
                }
            } catch { ProjectDesk.log.error("does not open: project=\(name) \(error)") }
        }
    }

    /// The desk of a project that has begun; refused with the names of those that have.
    public func desk(_ name: String) throws -> ProjectDesk {
        if name != Self.ownName, let open = desks.withLock({ $0[name] }), !open.isRetired { return open }
        guard Project.isName(name), try store.has(name) else {
            throw Refusal(
                "unknownProject",
                [
                    .init("name", .text(name)),
                    .init("known", .text(try store.names().filter { $0 != Self.ownName }.joined(separator: ", "))),
                ])
        }
        return try opened(name)
    }

    /// The same, or the installation's own: for who owns the folder.
    public func desk(ofTrail name: String) throws -> ProjectDesk { try name == Self.ownName ? own() : desk(name) }

    /// A desk for a project that has not begun, known to nobody else: its first entry must begin it, and then the project
    /// has a desk like any other. Refused when the name is taken or is none.
    public func unbegun(_ name: String) throws -> ProjectDesk {
        guard Project.isName(name) else {
            let code = Project.isSpelledAsName(name) ? "nameReserved" : "notName"
            throw Refusal.blocked(by: [Finding(code, .blocks, field: "name", facts: [.init("text", .text(name))])])
        }
        guard try !store.has(name) else { throw Refusal("projectExists", [.init("name", .text(name))]) }
        return try fresh(name)
    }

    /// Human beings and their identities in projects.
    public func own() throws -> ProjectDesk { try opened(Self.ownName) }

    private func opened(_ name: String) throws -> ProjectDesk {
        let fresh = try fresh(name)
        return desks.withLock { desks in
            if let open = desks[name], !open.isRetired { return open }
            desks[name] = fresh
            return fresh
        }
    }

    private func fresh(_ name: String) throws -> ProjectDesk {
        let desk: ProjectDesk
        do {
            desk = try ProjectDesk(
                name, store: store, committer: committer, clock: clock, hiding: hiding,
                erased: { [weak self] in self?.tellBackups() },
                syncFailed: syncFailed)
        } catch { throw Installation.newer(error, name) ?? error }
        if let hindrance = hindrance(of: name) { desk.hinder(by: hindrance) }
        return desk
    }

    /// Begins a project: its first entry. Refused when the name is taken or is none; a beginning that is refused leaves
    /// nothing, and of two at once one wins.
    public func begin(
        _ name: String, _ input: JSON, uploads: Uploads = Uploads(), at moment: Moment? = nil
    ) async throws -> ProjectDesk.Answer {
        guard beginning.withLock({ $0.insert(name).inserted }) else {
            throw Refusal("projectExists", [.init("name", .text(name))])
        }
        defer { _ = beginning.withLock { $0.remove(name) } }
        let desk = try unbegun(name)
        // Whoever names a known programme need not know how its rule pack is called.
        var whole = input
        if input["pack"] == nil, let programme = input["programme"]?.text,
            let pack = Packs.pack(ofProgramme: programme)?.pack.id
        {
            whole = input.overlaid(by: ["pack": .text(pack)])
        }
        let answer = try await desk.carryOut(.init(BeginProject.any, whole, by: .steward, uploads: uploads), at: moment)
        try await introduce(answer.published.project, at: moment)
        return answer
    }

    /// Notes in the installation's trail who the persons of a project are.
    public func introduce(_ project: Project, at moment: Moment?) async throws {
        let steps = Installation.introductions(of: project, besides: try own().published.project.humans)
        if !steps.isEmpty { _ = try await own().carryOut(.init(steps, by: .steward), at: moment) }
    }

    /// Who the persons of a project are, as far as the installation has not been told.
    private static func introductions(of project: Project, besides known: Table<Human>) -> [Step] {
        let known = Set(known.flatMap(\.identities).filter { $0.project == project.name }.map(\.person))
        return project.persons.filter { !known.contains($0.id.number) }.map { person in
            let identity: JSON = ["project": .text(project.name), "person": .whole(Int64(person.id.number))]
            return Step(AddRecord<Human>.any, ["identities": [identity]])
        }
    }

    /// Takes in an exported trail: read, verified and folded in a scratch place, then taken over in one transaction with its
    /// line in the list and who its persons are; or nothing. What today's checks would refuse of it hinders nothing.
    public func take(_ file: URL, progress: (Int, Int) -> Void = { _, _ in }) async throws -> (
        project: String, verification: Verification, findings: [Finding]
    ) {
        try store.refuseReadOnly()
        let arrival = try store.receive(file, progress: progress)
        let project = arrival.project
        arrival.note(ProjectDesk.footprints(of: project.identification.map { [.put($0)] } ?? []))
        do {
            let steps = Installation.introductions(of: project, besides: try own().published.project.humans)
            if steps.isEmpty {
                try store.takeOver(arrival)
            } else {
                _ = try await own().carryOut(.init(steps, by: .steward, bringing: arrival))
            }
        } catch TrailFault.headMoved(project.name) { throw ExportFault.alreadyHere(project.name) }
        desks.withLock { $0[project.name] = nil }
        return (project.name, arrival.verification, project.blocking())
    }

    /// The project as it was known: at an entry, or at the end of a day. Refused where something of that time cannot be read.
    public func project(_ name: String, asKnown known: Known) throws -> Project {
        let (project, unreadable) = try state(name, asKnown: known)
        if let first = unreadable.first {
            throw Refusal(
                "unreadable",
                [
                    .init("entry", .text(String(first.entry))), .init("record", .text(first.reference.description)),
                    .init("reason", .text(first.reason)),
                ])
        }
        return project
    }

    /// The project as it was known by the entry that made the record; nil where that is not known any more.
    public func project(_ name: String, whenMade record: Reference) -> Project? {
        do {
            return try store.places(of: record, in: name).map(\.entry).min().map {
                try project(name, asKnown: .entry($0))
            }
        } catch {
            ProjectDesk.log.error("\(name): what was known at \(record): \(error)")
            return nil
        }
    }

    /// The project as it was known, and what of it cannot be read. The last few are kept.
    public func state(_ name: String, asKnown known: Known) throws -> (project: Project, unreadable: [UnreadableBody]) {
        let desk = try desk(ofTrail: name)
        let latest = desk.published
        let entry: Int
        switch known {
        case .entry(let number):
            let last = try store.lastEntry(of: name)
            guard number >= 0, number <= last else {
                throw Refusal(
                    "unknownEntry", [.init("entry", .text(String(number))), .init("last", .text(String(last)))])
            }
            entry = number
        case .day(let day): entry = try store.lastEntry(of: name, upTo: day)
        }
        if entry == latest.entry { return (latest.project, []) }
        // A state that was kept before an erasure still holds what was erased.
        let erasures = latest.project.erasures.count
        let kept = past.withLock { past in
            past.removeAll { $0.name == name && $0.erasures != erasures }
            return past.first { $0.name == name && $0.entry == entry }
        }
        if let kept { return (kept.project, []) }
        let (project, unreadable) = try store.read(name, upTo: entry)
        guard unreadable.isEmpty else { return (project, unreadable) }
        past.withLock { past in
            past.append((name, entry, erasures, project))
            if past.count > 4 { past.removeFirst() }
        }
        return (project, [])
    }

    /// Lets go of a project that is no longer here.
    func forget(_ name: String) {
        desks.withLock { $0[name] = nil }
        past.withLock { $0.removeAll { $0.name == name } }
        sights.forget(name)
        hindrances.withLock {
            $0.damage[name] = nil
            $0.checked.remove(name)
        }
    }

    /// Lets go of projects that nobody has used for so long; they are opened again when asked for.
    public func dropIdle(unusedFor duration: Duration) {
        desks.withLock { desks in
            for (name, desk) in desks where desk.retire(unusedFor: duration) { desks[name] = nil }
        }
        past.withLock { $0 = [] }
        sights.forget()
    }
}

// MARK: What hinders

extension Installation {
    /// Why nothing may be done in projects now.
    struct Hindrances {
        /// The whole folder is damaged.
        var folder: Refusal?
        /// The trail of a project is damaged.
        var damage: [String: Refusal] = [:]
        /// The trails that were looked at since the start.
        var checked: Set<String> = []
    }

    /// What is damaged in a project, or in the whole folder: it is read, and nothing is entered.
    public func damage(of name: String) -> Refusal? { hindrances.withLock { $0.damage[name] ?? $0.folder } }

    func hindrance(of name: String) -> Refusal? {
        store.isReadOnly ? Refusal("readOnly") : damage(of: name)
    }

    /// Looks at the whole folder: SQLite's own pages, every header and body of every trail, and whether each document that
    /// is named is there. Where a flaw is found, it is named in the log, and the project is read only from then on.
    public func check() {
        do {
            for what in try store.brokenPages() { hinder(nil, Refusal("damagedFolder", [.init("what", .text(what))])) }
            try checkTrails()
        } catch { hinder(nil, Refusal("damagedFolder", [.init("what", .text("\(error)"))])) }
    }

    /// Every trail; of each once as long as this process lasts.
    public func checkTrails() throws { for name in try store.names() { check(name) } }

    /// The same for one trail; once as long as this process lasts, unless it is asked for again.
    public func check(_ name: String, again: Bool = false) {
        guard hindrances.withLock({ $0.checked.insert(name).inserted }) || again else { return }
        do {
            // What is entered meanwhile may look like a flaw once, never twice.
            guard let flaw = try flaw(of: name), try self.flaw(of: name) == flaw else { return }
            hinder(
                name,
                .damaged(name, flaw))
        } catch { hinder(nil, Refusal("damagedFolder", [.init("what", .text("\(error)"))])) }
    }

    private func flaw(of name: String) throws -> Flaw? {
        do {
            _ = try store.verify(name, reading: false)
            return nil
        } catch let flaw as Flaw { return flaw } catch TrailFault.newer {
            // It is named in the list of projects.
            return nil
        }
    }

    private func hinder(_ name: String?, _ refusal: Refusal) {
        ProjectDesk.log.critical("damaged: \(name.map { "project=\($0)" } ?? "the data folder") \(refusal.logged)")
        hindrances.withLock { if let name { $0.damage[name] = refusal } else { $0.folder = refusal } }
        hinderDesks()
    }

    private func hinderDesks() {
        for (name, desk) in desks.withLock({ $0 }) {
            if let hindrance = hindrance(of: name) { desk.hinder(by: hindrance) }
        }
    }
}

/// As known at an entry of the trail, or at the end of a day.
public enum Known: Sendable, Equatable {
    case entry(Int)
    case day(Day)

    public init?(_ text: String) {
        if let day = Day(text) {
            self = .day(day)
        } else if let entry = Whole.reading(text, within: 0...Bounds.reading.upperBound) {
            self = .entry(entry)
        } else {
            return nil
        }
    }
}

extension Refusal {
    /// Its facts for the log, as `entry=182 what=body`: codes and numbers as they are. What it is about is said before.
    public var logged: String {
        facts.compactMap { named in
            guard named.name != "name" else { return nil }
            return switch named.fact {
            case .text(let text), .word(_, let text), .field(let text): "\(named.name)=\(text)"
            case .whole(let number): "\(named.name)=\(number)"
            case .record(let reference): "\(named.name)=\(reference)"
            case .day(let day): "\(named.name)=\(day)"
            case .when, .amount, .words, .records: nil
            }
        }.joined(separator: " ")
    }
}
