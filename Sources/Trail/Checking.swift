import Domain
import Foundation
import GRDB

extension TrailSource {
    /// Verifies a trail as it lies in the folder: every header, every body, every document. Throws the first flaw.
    ///
    /// A body altered, an entry removed, added or reordered is found. That the last entries are missing is found
    /// only with a head that somebody else knows: the last one, or an earlier one for the entries up to it.
    ///
    /// - Parameters:
    ///   - documents: whether the bytes of documents are read too; without, only that they are there.
    ///   - excused: documents that may be missing, since they were erased after this copy of the trail was made.
    package func verify(
        _ project: String, head: Digest? = nil, reading documents: Bool = true, excused: Set<Digest> = []
    ) throws -> Verification {
        if let format = try newerFormat(of: project) { throw TrailFault.newer(format: format, project: project) }
        var verifier = Verifier(project: project, mayWithhold: try withholds(project), head: head)
        try walk(project, header: { try verifier.take($0, $1) }, body: { try verifier.take($0) })
        try finishEntries(&verifier)
        let withheld = try withheldDocuments(of: project)
        for (hash, _) in verifier.documents {
            let isHere = hasDocument(hash)
            let isThere =
                isHere
                ? !documents || isWhole(hash) : excused.contains(hash) && !verifier.isErased(hash)
            let isWithheld = !isHere && withheld.contains(hash) && !verifier.isErased(hash)
            try verifier.take(
                hash, isThere: isThere, remains: try names(document: hash, outside: project), isWithheld: isWithheld)
        }
        try verifier.end()
        try verifier.requireKnown()
        return verifier.result
    }

    /// After the last entry as it lies in the folder: no bodies are behind it, and what is gone was erased.
    func finishEntries(_ verifier: inout Verifier) throws {
        try verifier.endEntries()
        let entries = verifier.result.entries
        guard try bodies(of: verifier.project, after: (entries, .max), upTo: .max).isEmpty else {
            throw Flaw(entries + 1, .bodies)
        }
    }
}

extension Store {
    /// What SQLite finds wrong with its own pages; empty when nothing is. Reads the whole database once.
    public func brokenPages() throws -> [String] {
        try queue.read { try String.fetchAll($0, sql: "PRAGMA quick_check(4)").filter { $0 != "ok" } }
    }

    /// A copy of the database in a folder of its own, when its own folder may not be written: reading it where it lies
    /// would need a lock, and what a killed server left in the log beside it could not be read. Nil when it may be
    /// written; refused while another process writes it.
    static func copyToRead(_ folder: URL) throws -> URL? {
        let file = folder.appendingPathComponent(database)
        guard access(file.path, F_OK) == 0, access(folder.path, W_OK) != 0 || access(file.path, W_OK) != 0 else {
            return nil
        }
        guard !isHeld(file) else { throw TrailFault.folderInUse(folder.path) }
        var template = Array((NSTemporaryDirectory() + "/grozd-reading-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else {
            throw Refusal("cannotWrite", [.init("name", .text(NSTemporaryDirectory()))])
        }
        let copy = URL(fileURLWithPath: String(cString: made), isDirectory: true)
        do {
            for name in [database, database + "-wal"]
            where access(folder.appendingPathComponent(name).path, F_OK) == 0 {
                try FileManager.default.copyItem(
                    at: folder.appendingPathComponent(name), to: copy.appendingPathComponent(name))
                chmod(copy.appendingPathComponent(name).path, 0o600)
            }
        } catch {
            try? FileManager.default.removeItem(at: copy)
            throw error
        }
        return copy
    }

    public static let database = "grozd.sqlite"

    /// Whether another process holds SQLite's lock on the file for writing.
    private static func isHeld(_ file: URL) -> Bool {
        let handle = Foundation.open(file.path, O_RDONLY | O_CLOEXEC)
        guard handle >= 0 else { return false }
        defer { Foundation.close(handle) }
        // The bytes that SQLite locks, far behind all pages.
        var lock = Foundation.flock()
        lock.l_type = Int16(F_RDLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 0x4000_0000
        lock.l_len = 512
        return fcntl(handle, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
    }
}
