import Domain
import Foundation
import GRDB
import Synchronization

/// The data folder: SQLite with the trails of all projects, and the documents beside it.
///
/// One process has it, with one connection; SQLite's own lock is the lock on the folder and dies with the process.
/// Tables are append-only by trigger: a body may change only when an entry that erases it was written in the same
/// transaction.
public final class Store: TrailStore {
    public let folder: URL
    let queue: DatabaseQueue
    /// Whether the folder may not be written: what it holds is read from a copy, and everything else is refused.
    public let isReadOnly: Bool
    /// The rule packs that its projects may stand on.
    package let packs: PackShelf
    /// Projects that are on their way in, by name.
    let coming = Mutex<Set<String>>([])
    /// What the next append fails with, for tests of what cannot be provoked otherwise.
    package let failure = Mutex<TrailFault?>(nil)
    package let arriving = Arriving()

    /// Opens the folder, or makes it. Refused when another process has it. A folder that may not be written is read.
    ///
    /// - Parameter half: whether it may be half restored; refused otherwise.
    public convenience init(_ folder: URL, packs: PackShelf = PackShelf(), half: Bool = false) throws {
        guard half || !Store.isHalf(folder) && !Store.isMissingHalf(folder) else {
            throw Refusal("halfRestored", [.init("name", .text(folder.path))])
        }
        try self.init(folder, packs: packs, isScratch: false)
        if !isReadOnly { Scratch.sweep(folder) }
    }

    /// What lies in a scratch place need not outlive a loss of power.
    init(_ folder: URL, packs: PackShelf = PackShelf(), isScratch: Bool) throws {
        self.folder = folder
        self.packs = packs
        let copy = try Store.copyToRead(folder)
        isReadOnly = copy != nil
        defer { if let copy { try? FileManager.default.removeItem(at: copy) } }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA locking_mode=EXCLUSIVE;
                    PRAGMA journal_mode=\(isScratch ? "MEMORY" : "WAL"); PRAGMA synchronous=\(isScratch ? "OFF" : "FULL");
                    PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;
                    """)
        }
        configuration.busyMode = .immediateError
        do {
            queue = try DatabaseQueue(
                path: (copy ?? folder).appendingPathComponent(Store.database).path, configuration: configuration)
            try queue.write { db in
                let knowsErased = try db.tableExists("erased_documents")
                try db.execute(sql: Store.schema)
                if !knowsErased { try Store.noteErasedDocuments(db) }
            }
            // The copy goes at once; the connection keeps its bytes as long as it lasts.
            if copy != nil { try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only=ON") } }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
        {
            throw TrailFault.folderInUse(folder.path)
        }
    }

    public func close() throws { try queue.close() }

    /// Runs a statement of a test or a bench against the same connection.
    package func execute(_ sql: String) throws { try queue.write { try $0.execute(sql: sql) } }
}
