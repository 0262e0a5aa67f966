import Domain
import Foundation
import Programmes
import Trail

/// Puts a backup where an installation can be served from: whole, verified, and with everything carried out that was erased since.
///
/// It is made beside the folder, under a name that begins with a point and with a mark that it is not whole; nobody reads it before
/// every erasure is carried out of every manifest that lies beside the backup, and of the folder that it takes the place of.
public struct Restoring {
    public struct Result: Sendable {
        public let manifest: Manifest
        /// How many erasures later than the backup were carried out, by project.
        public let repeated: [(project: String, count: Int)]
        /// Where the folder lies that was there before.
        public let before: URL?
    }

    let backup: URL
    let folder: URL
    let clock: Clock
    let sharedDisk: Bool

    private var half: URL { Store.halfPlace(of: folder) }

    public init(_ backup: URL, to folder: URL, clock: Clock = Clock(), sharedDisk: Bool = false) {
        self.backup = backup.standardizedFileURL
        self.folder = folder.standardizedFileURL
        self.clock = clock
        self.sharedDisk = sharedDisk
    }

    /// Refused: a folder that is no whole backup, or of which a file is not as its manifest says; a folder that holds something,
    /// unless it is an installation that nobody serves and `over` says so. That one is kept beside, under another name.
    public func restore(over: Bool) async throws -> Result {
        guard let manifest = try Manifest.of(backup) else {
            throw Refusal("unknownBackup", [.init("name", .text(backup.path))])
        }
        var erasures = try Manifest.all(in: backup.deletingLastPathComponent()).map(\.manifest.erasures).reduce(
            [], Self.united)
        erasures = Self.united(erasures, manifest.erasures)
        let holds = FileManager.default.fileExists(atPath: folder.path) && !isEmpty(folder) && !Store.isHalf(folder)
        var live: Store?
        if holds {
            guard over, FileManager.default.fileExists(atPath: folder.appendingPathComponent(Store.database).path)
            else { throw Refusal("folderNotEmpty", [.init("name", .text(folder.path))]) }
            // Who has it open serves it: then this is refused.
            live = try Store(folder, packs: Packs.shelf)
            erasures = Self.united(erasures, try live?.erasures() ?? [])
        }
        defer { try? live?.close() }
        // A restore over it was ended before it was whole: what was there lies beside, and knows what was erased.
        if !holds, let before = try lastBefore() {
            let store = try Store(before, packs: Packs.shelf)
            defer { try? store.close() }
            erasures = Self.united(erasures, try store.erasures())
        }
        do {
            try Store.removeHalf(half)
            let repeated = try await fill(manifest, erasures)
            try live?.close()
            return Result(manifest: manifest, repeated: repeated, before: try takePlace(holds))
        } catch {
            if Store.isHalf(half) { try? Store.removeHalf(half) }
            throw error
        }
    }

    private func fill(_ manifest: Manifest, _ erasures: [Manifest.Gone]) async throws -> [(String, Int)] {
        try Store.beginHalf(half)
        func copy(_ file: Manifest.File, _ path: String) throws {
            let from = backup.appendingPathComponent(path)
            guard try Manifest.File.copied(from, to: half.appendingPathComponent(path)) == file else {
                throw Refusal("brokenBackup", [.init("name", .text(from.path))])
            }
        }
        try copy(manifest.database, Store.database)
        for document in manifest.documents { try copy(document, Store.path(of: document.hash)) }
        for kept in manifest.putAway {
            // A name out of a manifest leads nowhere else.
            guard !kept.name.hasPrefix("."), !kept.name.contains("/") else {
                throw Refusal("brokenBackup", [.init("name", .text(kept.name))])
            }
            try copy(kept.file, "\(Store.putAway)/\(kept.name)")
        }

        let installation = try Installation(half, clock: clock, sharedDisk: sharedDisk, half: true)
        defer { try? installation.store.close() }
        var repeated: [(String, Int)] = []
        let (names, damaged) = (
            try installation.store.names(), manifest.projects.filter { $0.damagedAt != nil }.map(\.name)
        )
        for name in names {
            let mine = try installation.store.outstanding(erasures.filter { $0.project == name })
            guard !mine.isEmpty else { continue }
            let desk = name == Installation.ownName ? try installation.own() : try installation.desk(name)
            try await desk.carryOut(RepeatErasures(erasures: mine))
            repeated.append((name, mine.count))
        }
        for away in try installation.own().published.project.putAways {
            let count = try await repeatErasures(erasures, in: away, of: installation)
            if count > 0 { repeated.append((away.project, count)) }
        }
        // What is told to the newest backup from now on is all that was erased, in whichever life of the folder.
        try installation.store.remember(erasures)
        for name in names where !damaged.contains(name) { _ = try installation.store.verify(name) }
        // What is erased from now on is told to the newest backup beside this one.
        for (place, other) in try Manifest.all(in: backup.deletingLastPathComponent()) {
            try installation.store.note(backup: place, other.moment)
        }
        try installation.tellRestored(Restored(moment: clock.now(), backup: backup.lastPathComponent))
        try installation.store.close()
        return repeated
    }

    /// Carries out what was erased since in a trail that is put away: it is taken in elsewhere, erased in, and put away again as it
    /// is then, which the installation's trail says. A file that is not there has nothing to erase.
    private func repeatErasures(_ erasures: [Manifest.Gone], in away: PutAway, of installation: Installation)
        async throws -> Int
    {
        let shelf = half.appendingPathComponent(Store.putAway)
        let file = shelf.appendingPathComponent(away.file)
        let mine = erasures.filter { $0.project == away.project }
        guard !mine.isEmpty, FileManager.default.fileExists(atPath: file.path) else { return 0 }
        let place = half.appendingPathComponent("erasing")
        defer { try? FileManager.default.removeItem(at: place) }
        let scratch = try Installation(place, clock: clock, sharedDisk: sharedDisk)
        defer { try? scratch.store.close() }
        _ = try await scratch.take(file)
        let outstanding = try scratch.store.outstanding(mine)
        guard !outstanding.isEmpty else { return 0 }
        let desk = try scratch.desk(away.project)
        try await desk.carryOut(RepeatErasures(erasures: outstanding))
        var again = away
        (again.entries, again.head) = (desk.published.entry, desk.published.head)
        let names = try NamesOfPersons(everIn: away.project, scratch.store)
        _ = try scratch.store.putAside(
            away.project, to: shelf.appendingPathComponent(again.file), nameless: names.withheld)
        try await installation.own().carryOut(RepeatErasures(away: again))
        try FileManager.default.removeItem(at: file)
        Store.sync(shelf)
        return outstanding.count
    }

    /// The last steps: what was there gets another name, the new one takes its name, and then it is whole.
    private func takePlace(_ holds: Bool) throws -> URL? {
        var before: URL?
        if holds {
            let aside = folder.deletingLastPathComponent().appendingPathComponent(
                "\(folder.lastPathComponent).before-\(clock.now().milliseconds)")
            try move(folder, to: aside)
            before = aside
        } else {
            try Store.removeHalf(folder)
        }
        try move(half, to: folder)
        try Store.endHalf(folder)
        return before
    }

    private func move(_ from: URL, to place: URL) throws {
        guard rename(from.path, place.path) == 0 else { throw ExportFault.cannotWrite(place.path) }
        Store.sync(place.deletingLastPathComponent())
    }

    /// The folder that was put aside last; nil when none was.
    private func lastBefore() throws -> URL? {
        let parent = folder.deletingLastPathComponent()
        guard FileManager.default.fileExists(atPath: parent.path) else { return nil }
        return try FileManager.default.contentsOfDirectory(atPath: parent.path).filter {
            $0.hasPrefix("\(folder.lastPathComponent).before-")
        }.map { parent.appendingPathComponent($0) }.filter { Store.isThere($0) }.max { $0.path < $1.path }
    }

    private func isEmpty(_ folder: URL) -> Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty) ?? false
    }

    /// Both lists, each body and document once, as the later one says.
    private static func united(_ first: [Manifest.Gone], _ later: [Manifest.Gone]) -> [Manifest.Gone] {
        first.filter { gone in !later.contains { $0.isSame(as: gone) } } + later
    }
}

/// That the folder came from a backup, and nobody has said yet that letters may leave it again: they may have left before.
public struct Restored: Codable, Sendable, Equatable {
    public var moment: Moment
    public var backup: String
    static let file = "restored.json"
}

extension Installation {
    /// Set from a restore until the operator accepts it. While it is, nothing is sent to anybody.
    public var restored: Restored? {
        get throws {
            let place = store.folder.appendingPathComponent(Restored.file)
            guard let data = FileManager.default.contents(atPath: place.path) else { return nil }
            return try Canonical.decode(Restored.self, from: Array(data))
        }
    }

    func tellRestored(_ restored: Restored) throws {
        let place = store.folder.appendingPathComponent(Restored.file)
        do { try Data(Canonical.bytes(restored)).write(to: place) } catch { throw ExportFault.cannotWrite(place.path) }
        Store.sync(store.folder)
    }

    /// The operator has looked: what leaves the installation may leave it again. Refused when it was not restored.
    public func acceptRestored() throws {
        guard try restored != nil else { throw Refusal("notRestored") }
        let place = store.folder.appendingPathComponent(Restored.file)
        guard unlink(place.path) == 0 else { throw ExportFault.cannotWrite(place.path) }
        Store.sync(store.folder)
    }
}

/// What was erased after a backup was made is erased again from what it brought back; of a trail that is put away, where it
/// lies now. Nobody asks for it by name.
struct RepeatErasures: Verb {
    static let name = "repeat-erasures"
    static let room = Room.trails

    var erasures: [Manifest.Gone] = []
    var away: PutAway?

    /// As it was written here: there may be more than a form holds, and longer texts.
    static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> RepeatErasures {
        do { return try Canonical.decode(RepeatErasures.self, from: json) } catch { throw Refusal("brokenForm") }
    }

    func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        if let away { return [.put(away)] }
        return erasures.enumerated().map { index, gone in
            let instead = gone.instead.map { Entry.Body.salted(Array($0.utf8)) }
            return .erase(
                Erasure(
                    id: Key(project.erasures.next.number + index), entry: gone.entry, position: gone.position,
                    old: gone.old, new: instead.map { Digest(of: $0) }, ground: gone.ground), replacement: instead)
        }
    }
}

extension ProjectDesk {
    func carryOut(_ repeated: RepeatErasures) async throws {
        _ = try await carryOut(.init(AnyVerb(RepeatErasures.self), Canonical.json(repeated), by: .steward))
    }
}
