import Domain
import Foundation
import GRDB

/// What a backup holds, and what was erased until now: a backup of before an erasure still has the bytes, so whoever restores it
/// carries out the erasures of every manifest that lies beside it.
public struct Manifest: Codable, Sendable, Equatable {
    /// A newer one is refused, never guessed.
    public static let newestFormat = 1
    static let file = "manifest.json"

    public var format = Manifest.newestFormat
    public var moment: Moment
    public var database: File
    public var projects: [Held]
    public var documents: [File]
    /// The files with trails of projects that were put away.
    public var putAway: [Kept]
    public var erasures: [Gone]

    public struct File: Codable, Sendable, Equatable {
        public var hash: Digest
        public var size: Int
    }

    /// A file that has a name of its own.
    public struct Kept: Codable, Sendable, Equatable {
        public var name: String
        public var file: File
    }

    /// A trail as the backup has it.
    public struct Held: Codable, Sendable, Equatable {
        public var name: String
        public var entries: Int
        public var head: Digest
        /// That it does not verify there, and at which entry: it did not in the folder either.
        public var damagedAt: Int?
    }

    /// A body or a document that was erased or replaced, wherever it stands.
    public struct Gone: Codable, Sendable, Equatable {
        public var project: String
        /// Where the body stands; absent for a document.
        public var entry: Int?
        public var position: Int?
        public var old: Digest
        /// What the body says instead; absent when it is erased.
        public var instead: String?
        public var ground: String
    }

    /// What a folder says of itself as a backup; nil when it has no manifest, so that it is none, or half of one.
    public static func of(_ folder: URL) throws -> Manifest? {
        guard let data = FileManager.default.contents(atPath: folder.appendingPathComponent(file).path) else {
            return nil
        }
        guard let json = try? JSON(reading: Array(data)),
            let manifest = try? Canonical.decode(Manifest.self, from: json),
            manifest.format >= 1, manifest.format <= newestFormat
        else { throw Refusal("brokenBackup", [.init("name", .text(folder.appendingPathComponent(file).path))]) }
        return manifest
    }

    /// The whole backups in a folder, by name, which is the order of their moments.
    public static func all(in folder: URL) throws -> [(folder: URL, manifest: Manifest)] {
        try Store.names(in: folder).filter { $0.hasPrefix("grozd-") }.compactMap { name in
            let backup = folder.appendingPathComponent(name)
            return try of(backup).map { (backup, $0) }
        }
    }

    /// Writes it whole, in place of the one before.
    func write(into folder: URL) throws {
        let file = folder.appendingPathComponent(Manifest.file)
        let part = folder.appendingPathComponent(".\(Manifest.file).part")
        let text = Canonical.json(self).pretty() + "\n"
        do { try Data(text.utf8).write(to: part) } catch { throw ExportFault.cannotWrite(file.path) }
        try File.sync(part)
        guard rename(part.path, file.path) == 0 else { throw ExportFault.cannotWrite(file.path) }
        Store.sync(folder)
    }
}

extension Manifest.File {
    /// Copies a file piece by piece, onto the disk, and says what was copied. Nil when it is not there.
    public static func copied(_ from: URL, to place: URL) throws -> Manifest.File? {
        guard let source = FileHandle(forReadingAtPath: from.path) else { return nil }
        defer { try? source.close() }
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        guard
            FileManager.default.createFile(atPath: place.path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let target = FileHandle(forWritingAtPath: place.path)
        else { throw ExportFault.cannotWrite(place.path) }
        defer { try? target.close() }
        var running = RunningDigest()
        var size = 0
        while let piece = try source.read(upToCount: 1 << 20), !piece.isEmpty {
            running.add(piece)
            size += piece.count
            do { try target.write(contentsOf: piece) } catch { throw ExportFault.cannotWrite(place.path) }
        }
        do { try target.synchronize() } catch { throw ExportFault.cannotWrite(place.path) }
        Store.sync(place.deletingLastPathComponent())
        return Manifest.File(hash: running.digest, size: size)
    }

    /// What lies there.
    static func at(_ place: URL) throws -> Manifest.File {
        guard let file = FileHandle(forReadingAtPath: place.path) else { throw ExportFault.cannotRead(place.path) }
        defer { try? file.close() }
        var running = RunningDigest()
        var size = 0
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            running.add(piece)
            size += piece.count
        }
        return Manifest.File(hash: running.digest, size: size)
    }

    static func sync(_ place: URL) throws {
        guard let file = FileHandle(forUpdatingAtPath: place.path) else { throw ExportFault.cannotWrite(place.path) }
        defer { try? file.close() }
        do { try file.synchronize() } catch { throw ExportFault.cannotWrite(place.path) }
    }
}

extension Store {
    /// Stands in a folder that is being restored and is not whole yet: nobody reads it.
    private static let halfMark = "half-restored"

    public static func isHalf(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(halfMark).path)
    }

    /// Where a folder is restored until it is whole.
    public static func halfPlace(of folder: URL) -> URL {
        folder.deletingLastPathComponent().appendingPathComponent(".\(folder.lastPathComponent).restoring")
    }

    /// Whether the folder is not there since a restore was ended just before it took its place.
    public static func isMissingHalf(_ folder: URL) -> Bool {
        !FileManager.default.fileExists(atPath: folder.path) && isHalf(halfPlace(of: folder.standardizedFileURL))
    }

    /// Whether a folder holds an installation, or something of a restore that was ended.
    public static func isThere(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(database).path) || isHalf(folder)
            || isMissingHalf(folder)
    }

    /// Makes the folder, with the mark that it is not whole.
    public static func beginHalf(_ folder: URL) throws {
        let mark = folder.appendingPathComponent(halfMark)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data().write(to: mark)
        } catch { throw ExportFault.cannotWrite(mark.path) }
        sync(folder)
    }

    /// Takes it away, the mark last, so that what is left after a sudden end is known for half. An empty folder may go as well; any
    /// other is refused.
    public static func removeHalf(_ folder: URL) throws {
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        let names = try names(in: folder)
        guard isHalf(folder) || names.isEmpty else {
            throw Refusal("folderNotEmpty", [.init("name", .text(folder.path))])
        }
        for name in names where name != halfMark {
            try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
        }
        try FileManager.default.removeItem(at: folder)
    }

    /// It is whole.
    public static func endHalf(_ folder: URL) throws {
        let mark = folder.appendingPathComponent(halfMark)
        guard unlink(mark.path) == 0 else { throw ExportFault.cannotWrite(mark.path) }
        sync(folder)
    }

    /// Where the files of projects lie that were put away.
    public static let putAway = "put-away"

    /// Where a document lies below a folder.
    public static func path(of document: Digest) -> String {
        "documents/\(document.text.prefix(2))/\(document.text.dropFirst(2))"
    }

    /// Makes a backup below a folder while everything goes on: the database as it is at one moment, every document that its trails
    /// name, and a manifest. All of it is verified and on the disk before it has its name; what a sudden end leaves has a name that
    /// begins with a point, no manifest, and goes with the next backup.
    public func backUp(into folder: URL, at moment: Moment) throws -> (folder: URL, manifest: Manifest) {
        guard !folder.standardizedFileURL.path.hasPrefix(self.folder.standardizedFileURL.path + "/"),
            folder.standardizedFileURL.path != self.folder.standardizedFileURL.path
        else { throw Refusal("backupInside", [.init("name", .text(folder.path))]) }
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw ExportFault.cannotWrite(folder.path) }
        // One at a time; the lock goes with the process.
        let lock = Foundation.open(folder.path, O_RDONLY | O_CLOEXEC)
        guard lock >= 0 else { throw ExportFault.cannotWrite(folder.path) }
        defer { Foundation.close(lock) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw Refusal("backupRunning", [.init("name", .text(folder.path))])
        }
        for name in try Store.names(in: folder) where name.hasPrefix(".grozd-") && name.hasSuffix(".part") {
            try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
        }
        let name = Store.freeName(in: folder, at: moment)
        let part = folder.appendingPathComponent(".\(name).part")
        do {
            try FileManager.default.createDirectory(
                at: part, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch { throw ExportFault.cannotWrite(part.path) }
        let place = folder.appendingPathComponent(name)
        do {
            let manifest = try fill(part, at: moment)
            // From now on every erasure is told to this one too; where nothing can be noted, nothing is erased either.
            if !isReadOnly { try note(backup: place, moment) }
            try manifest.write(into: part)
            guard rename(part.path, place.path) == 0 else { throw ExportFault.cannotWrite(place.path) }
        } catch {
            try? FileManager.default.removeItem(at: part)
            throw error
        }
        Store.sync(folder)
        // What was erased between the two.
        try tellBackups()
        guard let manifest = try Manifest.of(place) else { throw ExportFault.cannotRead(place.path) }
        return (place, manifest)
    }

    private func fill(_ part: URL, at moment: Moment) throws -> Manifest {
        let database = part.appendingPathComponent(Store.database)
        try copyDatabase(to: database)
        let copy = try Store(part, packs: packs)
        var documents: [Manifest.File] = []
        var projects: [Manifest.Held] = []
        do {
            for document in try copy.wantedDocuments(nil, in: nil).sorted(by: { $0.text < $1.text }) {
                let path = Store.path(of: document)
                let place = part.appendingPathComponent(path)
                guard let copied = try Manifest.File.copied(folder.appendingPathComponent(path), to: place) else {
                    continue
                }
                if copied.hash == document {
                    documents.append(copied)
                } else {
                    // An altered one is no document; the trail that names it is damaged, and said to be.
                    try FileManager.default.removeItem(at: place)
                }
            }
            // A document that was erased while the copy was made is missed by nobody.
            let gone = try Set(erasures().filter { $0.entry == nil }.map(\.old))
            for name in try copy.names() {
                let head = try copy.lastReadable(of: name)
                var held = Manifest.Held(name: name, entries: head.entry, head: head.hash)
                do { _ = try copy.verify(name, excused: gone) } catch let flaw as Flaw { held.damagedAt = flaw.entry }
                projects.append(held)
            }
            try copy.close()
        } catch {
            try? copy.close()
            throw error
        }
        try Manifest.File.sync(database)
        var putAway: [Manifest.Kept] = []
        for name in try Store.names(in: folder.appendingPathComponent(Store.putAway)) {
            let path = "\(Store.putAway)/\(name)"
            let copied = try Manifest.File.copied(
                folder.appendingPathComponent(path), to: part.appendingPathComponent(path))
            if let copied { putAway.append(Manifest.Kept(name: name, file: copied)) }
        }
        return Manifest(
            moment: moment, database: try Manifest.File.at(database), projects: projects, documents: documents,
            putAway: putAway, erasures: try erasures())
    }

    private static func freeName(in folder: URL, at moment: Moment) -> String {
        let seconds = moment.milliseconds / 1_000
        let date = ISO8601DateFormatter.string(
            from: Date(timeIntervalSince1970: Double(seconds)), timeZone: .gmt,
            formatOptions: [.withFullDate, .withTime, .withDashSeparatorInDate])
        let name = "grozd-" + date.replacingOccurrences(of: "T", with: "-")
        var free = name
        var number = 2
        while FileManager.default.fileExists(atPath: folder.appendingPathComponent(free).path) {
            free = "\(name)-\(number)"
            number += 1
        }
        return free
    }

    /// Writes the erasures of all trails into the manifest of the newest backup that is still where it was made. What cannot be
    /// written now is written at the next erasure, at the next start and with the next backup.
    public func tellBackups() throws {
        for place in try backups() {
            guard var manifest = try Manifest.of(place) else { continue }
            let all = try erasures()
            // What a manifest knows and this folder does not was erased in a life of the folder that a restore ended.
            let known = manifest.erasures.filter { gone in !all.contains { $0.isSame(as: gone) } }
            guard known + all != manifest.erasures else { return }
            manifest.erasures = known + all
            try manifest.write(into: place)
            return
        }
    }
}

extension Manifest.Gone {
    /// Whether both are of the same body or document; the later one says what stands there.
    public func isSame(as other: Manifest.Gone) -> Bool {
        project == other.project && entry == other.entry && position == other.position && old == other.old
    }
}
