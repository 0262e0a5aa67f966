import Cast
import Foundation
import Testing

@testable import Desk
@testable import Domain
@testable import Trail

/// A backup is whole or none, and what was erased does not come back with it.
@Suite struct BackupTests {
    let office: Office
    let place = Temporary()
    private var backups: URL { place.url.appendingPathComponent("backups") }
    private var restored: URL { place.url.appendingPathComponent("restored") }
    private var store: Store { office.installation.store }

    init() async throws { office = try await Office() }

    private func backUp(_ day: Int = 1) throws -> URL {
        try store.backUp(into: backups, at: Moment(milliseconds: Int64(day) * 86_400_000, day: Day(count: day))).folder
    }

    private func restore(_ backup: URL, over: Bool = false) async throws -> Restoring.Result {
        try await Restoring(backup, to: restored, clock: Clock(at: .saturday)).restore(over: over)
    }

    private func code(_ body: () async throws -> Void) async -> String? {
        do { try await body() } catch { return (error as? Refusal)?.code ?? "\(error)" }
        return nil
    }

    private func stands(_ text: String, in folder: URL) -> [String] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)!
        return files.compactMap { $0 as? URL }.filter {
            (try? Data(contentsOf: $0))?.range(of: Data(text.utf8)) != nil
        }.map(\.lastPathComponent)
    }

    /// An event with a document, a person, a contact: entries 2, 3 and 4.
    private func fill() async throws -> Digest {
        var uploads = Uploads()
        let hash = uploads.add(Array("Document 4711".utf8))
        let event: JSON = [
            "title": "Kick-off", "sorts": ["kickOff"], "status": "planned",
            "provenance": ["proofs": [["document": .text(hash.text), "name": "minutes.txt"]]],
        ]
        _ = try await office.desk.carryOut(
            .init(AnyVerb.named("add-event")!, event, by: Office.coordinator, uploads: uploads))
        try await office.carryOut("add-person", ["name": "Person 4712"])
        try await office.carryOut("add-contact", ["person": 1, "telephone": "Telephone 4713"])
        return hash
    }

    private func eraseAll(_ hash: Digest) async throws {
        try await office.carryOut("erase-document", ["document": .text(hash.text), "ground": "Ground A"])
        try await office.carryOut(
            "redact-body",
            [
                "entry": 3, "position": 0, "replacement": #"{"id": 2, "name": "Person 2"}"#,
                "ground": "Ground B",
            ])
        try await office.carryOut("erase-body", ["entry": 4, "position": 0, "ground": "Ground C"])
    }

    @Test func `what is restored is what was backed up, with every document`() async throws {
        let hash = try await fill()
        let backup = try backUp()
        try await office.carryOut("add-person", ["name": "Later"])
        let result = try await restore(backup)
        #expect(result.manifest.projects.map(\.name) == ["green-harbours", "installation"])
        #expect(result.manifest.projects.first?.entries == 4 && result.repeated.isEmpty && result.before == nil)
        let again = try Installation(restored, clock: Clock(at: .saturday))
        let project = try again.desk("green-harbours").published.project
        #expect(project == (try store.open("green-harbours", upTo: 4)))
        #expect(again.store.document(hash) == Array("Document 4711".utf8))
        #expect(try again.projects().first?.line?.title == project.identification?.title)
        // It goes on by itself.
        _ = try await again.desk("green-harbours").carryOut(
            .init(AnyVerb.named("add-person")!, ["name": "Goes on"], by: Office.coordinator))
        #expect(try again.store.verify("green-harbours").entries == 5)
        try again.store.close()
    }

    @Test func `what was erased since the backup is erased again before anybody reads, and the trail says so`()
        async throws
    {
        let hash = try await fill()
        let backup = try backUp()
        try await eraseAll(hash)
        #expect(try Manifest.of(backup)?.erasures.map(\.ground) == ["Ground A", "Ground B", "Ground C"])
        let result = try await restore(backup)
        #expect(result.repeated.map(\.count) == [3])
        for text in ["Document 4711", "Person 4712", "Telephone 4713"] {
            #expect(!stands(text, in: backup).isEmpty && stands(text, in: restored) == [], "\(text)")
        }
        let again = try Installation(restored, clock: Clock(at: .saturday))
        let project = try again.desk("green-harbours").published.project
        #expect(project.entry == 5 && project.name(of: 2) == "Person 2" && project.contacts.isEmpty)
        #expect(project.erasures.map(\.ground) == ["Ground A", "Ground B", "Ground C"])
        let verified = try again.store.verify("green-harbours")
        #expect(verified.erased == 1 && verified.redacted == 1 && verified.documents == 0)
        let header = try again.store.headers(of: "green-harbours", after: 4).first?.header
        #expect(header?.verb == "repeat-erasures" && header?.person == nil)
        try again.store.close()
    }

    @Test
    func `an older backup learns of an erasure from the newer one beside it, or from the folder that it replaces`()
        async throws
    {
        let hash = try await fill()
        let old = try backUp(1)
        let new = try backUp(2)
        try await eraseAll(hash)
        #expect(try Manifest.of(old)?.erasures == [] && Manifest.of(new)?.erasures.count == 3)
        #expect(try await restore(old).repeated.map(\.count) == [3])

        // Without any manifest that knows, the folder that is replaced does.
        try FileManager.default.removeItem(at: new)
        try store.close()
        let live = Restoring(old, to: office.folder.url, clock: Clock(at: .saturday))
        #expect(await code { _ = try await live.restore(over: false) } == "folderNotEmpty")
        let result = try await live.restore(over: true)
        #expect(result.repeated.map(\.count) == [3])
        let before = try #require(result.before)
        defer { try? FileManager.default.removeItem(at: before) }
        #expect(stands("Person 4712", in: office.folder.url) == [])
        let kept = try Store(before)
        #expect(try kept.head(of: "green-harbours").entry == 7)
        try kept.close()
    }

    @Test func `what was erased before the backup is not in it, and is not erased twice`() async throws {
        try await eraseAll(try await fill())
        let backup = try backUp()
        for text in ["Document 4711", "Person 4712", "Telephone 4713"] { #expect(stands(text, in: backup) == []) }
        #expect(try Manifest.of(backup)?.erasures.count == 3)
        let result = try await restore(backup)
        #expect(result.repeated.isEmpty)
        let again = try Store(restored)
        #expect(try again.head(of: "green-harbours").hash == office.desk.published.head)
        try again.close()
    }

    @Test func `erasures of a restored folder are told to the newest backup, and so is one that a kill kept from it`()
        async throws
    {
        let hash = try await fill()
        let backup = try backUp()
        _ = try await restore(backup)
        let again = try Installation(restored, clock: Clock(at: .saturday))
        _ = try await again.desk("green-harbours").carryOut(
            .init(
                AnyVerb.named("erase-document")!, ["document": .text(hash.text), "ground": "Ground D"],
                by: Office.coordinator))
        #expect(try Manifest.of(backup)?.erasures.map(\.ground) == ["Ground D"])
        var manifest = try #require(try Manifest.of(backup))
        manifest.erasures = []
        try manifest.write(into: backup)
        try again.store.close()
        try Installation(restored, clock: Clock(at: .saturday)).store.close()
        #expect(try Manifest.of(backup)?.erasures.map(\.ground) == ["Ground D"])
        // A manifest that cannot be read hinders neither a start nor an erasure.
        try Data("{".utf8).write(to: backup.appendingPathComponent("manifest.json"))
        try Installation(restored, clock: Clock(at: .saturday)).store.close()
    }

    @Test func `nothing is sent from a restored folder until the operator accepts it`() async throws {
        #expect(try office.installation.restored == nil)
        #expect(await code { try office.installation.acceptRestored() } == "notRestored")
        let backup = try backUp()
        _ = try await restore(backup)
        var again = try Installation(restored, clock: Clock(at: .saturday))
        #expect(try again.restored == Restored(moment: .saturday, backup: backup.lastPathComponent))
        try again.acceptRestored()
        try again.store.close()
        again = try Installation(restored, clock: Clock(at: .saturday))
        #expect(try again.restored == nil)
        try again.store.close()
    }

    @Test func `what is no whole backup, or not as its manifest says, is refused and leaves nothing`() async throws {
        _ = try await fill()
        let backup = try backUp()
        let manifest = backup.appendingPathComponent("manifest.json")
        let whole = try Data(contentsOf: manifest)
        let document = try #require(
            try FileManager.default.subpathsOfDirectory(atPath: backup.path).first { $0.count > 60 })
        func refused(_ file: String, _ change: (inout Data) -> Void) async throws -> String? {
            let file = backup.appendingPathComponent(file)
            let good = try Data(contentsOf: file)
            var bad = good
            change(&bad)
            try bad.write(to: file)
            let said = await code { _ = try await restore(backup) }
            try good.write(to: file)
            #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.path) == ["backups"])
            return said
        }
        #expect(try await refused("grozd.sqlite") { $0[5_000] ^= 1 } == "brokenBackup")
        #expect(try await refused("grozd.sqlite") { $0.removeLast() } == "brokenBackup")
        #expect(try await refused(document) { $0[0] ^= 1 } == "brokenBackup")
        #expect(try await refused(document) { $0 = Data() } == "brokenBackup")
        #expect(try await refused("manifest.json") { $0.removeLast(40) } == "brokenBackup")
        #expect(
            try await refused("manifest.json") {
                $0.replace(Data("\"format\": 1".utf8), with: Data("\"format\": 9".utf8))
            } == "brokenBackup")
        try FileManager.default.removeItem(at: manifest)
        #expect(await code { _ = try await restore(backup) } == "unknownBackup")
        #expect(await code { _ = try await restore(place.url) } == "unknownBackup")
        try whole.write(to: manifest)

        try FileManager.default.createDirectory(at: restored, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: restored.appendingPathComponent("letter.txt"))
        for over in [false, true] {
            #expect(await code { _ = try await restore(backup, over: over) } == "folderNotEmpty")
        }
        #expect(stands("mine", in: restored) == ["letter.txt"])
        // A folder that somebody serves is not replaced.
        let served = Restoring(backup, to: office.folder.url, clock: Clock(at: .saturday))
        #expect(await code { _ = try await served.restore(over: true) }?.hasPrefix("folderInUse") == true)
    }

    @Test func `half a restore is not opened, and the next one takes its place`() async throws {
        _ = try await fill()
        let backup = try backUp()
        try Store.beginHalf(restored)
        #expect(await code { _ = try Store(restored) } == "halfRestored")
        let half = place.url.appendingPathComponent(".restored.restoring")
        try Store.beginHalf(half)
        try Data("rest".utf8).write(to: half.appendingPathComponent("x"))
        _ = try await restore(backup)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: place.url.path).sorted() == ["backups", "restored"])
        try Store(restored).close()
    }

    @Test func `what a restore put aside before it was ended still says what was erased`() async throws {
        let hash = try await fill()
        let backup = try backUp()
        try await eraseAll(hash)
        var manifest = try #require(try Manifest.of(backup))
        manifest.erasures = []
        try manifest.write(into: backup)
        try store.close()
        try Store.beginHalf(Store.halfPlace(of: restored))
        #expect(await code { _ = try Store(restored) } == "halfRestored")
        #expect(!FileManager.default.fileExists(atPath: restored.path))
        try FileManager.default.copyItem(
            at: office.folder.url, to: place.url.appendingPathComponent("restored.before-1"))
        #expect(try await restore(backup, over: true).repeated.map(\.count) == [3])
        for text in ["Document 4711", "Person 4712", "Telephone 4713"] { #expect(stands(text, in: restored) == []) }
    }

    @Test func `half a backup goes with the next one, and two at once or one within the folder are refused`()
        async throws
    {
        let rest = backups.appendingPathComponent(".grozd-1970-01-01-000000.part")
        try FileManager.default.createDirectory(at: rest, withIntermediateDirectories: true)
        try Data("rest".utf8).write(to: rest.appendingPathComponent("grozd.sqlite"))
        let names = try [backUp(), backUp()].map(\.lastPathComponent)
        #expect(try FileManager.default.contentsOfDirectory(atPath: backups.path).sorted() == names)
        #expect(names[1] == names[0] + "-2")
        let lock = open(backups.path, O_RDONLY)
        #expect(flock(lock, LOCK_EX) == 0)
        #expect(await code { _ = try backUp() } == "backupRunning")
        close(lock)
        for inside in [office.folder.url, office.folder.url.appendingPathComponent("documents/x")] {
            #expect(await code { _ = try store.backUp(into: inside, at: .friday) } == "backupInside")
        }
    }

    @Test func `a project that was put away is in the backup, and a name in a manifest leads nowhere else`()
        async throws
    {
        _ = try await office.installation.begin("mistake", GreenHarbours.begun, at: .friday)
        let away = try await office.installation.putAway("mistake", because: "Begun twice")
        let backup = try backUp()
        _ = try await restore(backup)
        #expect(FileManager.default.fileExists(atPath: restored.appendingPathComponent("put-away/\(away.file)").path))
        let again = try Installation(restored, clock: Clock(at: .saturday))
        #expect(try again.projects().map(\.name) == ["green-harbours"])
        try again.store.close()
        try FileManager.default.removeItem(at: restored)

        var manifest = try #require(try Manifest.of(backup))
        manifest.putAway[0].name = "../../../stolen"
        try manifest.write(into: backup)
        #expect(await code { _ = try await restore(backup) } == "brokenBackup")
    }

    /// A backup of while the project is put away, and one of before; then it comes back, and everything is erased in it.
    private func backedUpWhileAway() async throws -> (before: URL, while: URL) {
        let hash = try await fill()
        let before = try backUp(1)
        _ = try await office.installation.putAway("green-harbours", because: "Begun twice")
        let away = try backUp(2)
        try await office.installation.bringBack("green-harbours", because: "It was right")
        let desk = try office.installation.desk("green-harbours")
        for (verb, input) in [
            ("erase-document", ["document": .text(hash.text), "ground": "Ground A"] as JSON),
            (
                "redact-body",
                ["entry": 3, "position": 0, "replacement": #"{"id": 2, "name": "Person 2"}"#, "ground": "Ground B"]
            ),
            ("erase-body", ["entry": 4, "position": 0, "ground": "Ground C"]),
        ] { _ = try await desk.carryOut(.init(AnyVerb.named(verb)!, input, by: Office.coordinator)) }
        return (before, away)
    }

    private let erased = ["Person 4712", "Telephone 4713", Data("Document 4711".utf8).base64EncodedString()]

    @Test func `what was erased since is erased in a trail that is put away too, and it comes back without`()
        async throws
    {
        let backup = try await backedUpWhileAway().while
        for text in erased { #expect(!stands(text, in: backup).isEmpty, "\(text)") }
        #expect(try await restore(backup).repeated.map(\.count) == [3])
        for text in erased + ["Document 4711"] { #expect(stands(text, in: restored) == [], "\(text)") }
        let names = try FileManager.default.contentsOfDirectory(atPath: restored.path)
        #expect(!names.contains("erasing") && !names.contains("half-restored"))
        let again = try Installation(restored, clock: Clock(at: .saturday))
        for name in try again.store.names() { #expect(throws: Never.self) { try again.store.verify(name) } }
        #expect(
            try FileManager.default.subpathsOfDirectory(atPath: restored.path).count { $0.hasSuffix(".trail") } == 1)
        try await again.bringBack("green-harbours", because: "It was right")
        let project = try again.desk("green-harbours").published.project
        #expect(project.entry == 5 && project.name(of: 2) == "Person 2" && project.contacts.isEmpty)
        #expect(project.erasures.map(\.ground) == ["Ground A", "Ground B", "Ground C"])
        let verified = try again.store.verify("green-harbours")
        #expect(verified.erased == 1 && verified.redacted == 1 && verified.documents == 0)
        try again.store.close()
    }

    @Test func `a restore over the folder erases in what is put away, without any manifest that knows`() async throws {
        let backups = try await backedUpWhileAway()
        // Neither does any trail of the folder: the project is put away again, and a backup made of that.
        _ = try await office.installation.putAway("green-harbours", because: "Wrong after all")
        let last = try backUp(3)
        #expect(try Manifest.of(last)?.erasures.map(\.ground).sorted() == ["Ground A", "Ground B", "Ground C"])
        try FileManager.default.removeItem(at: last)
        var manifest = try #require(try Manifest.of(backups.while))
        manifest.erasures = []
        try manifest.write(into: backups.while)
        try store.close()
        for backup in [backups.while, backups.before] {
            let result = try await Restoring(backup, to: office.folder.url, clock: Clock(at: .saturday))
                .restore(over: true)
            #expect(result.repeated.map(\.count) == [3])
            for text in erased + ["Document 4711"] {
                #expect(stands(text, in: office.folder.url) == [], "\(text)")
            }
            try FileManager.default.removeItem(at: try #require(result.before))
        }
    }

    @Test func `what was erased before it was put away is in no backup, and is not erased twice`() async throws {
        try await eraseAll(try await fill())
        _ = try await office.installation.putAway("green-harbours", because: "Begun twice")
        let backup = try backUp()
        #expect(try Manifest.of(backup)?.erasures.count == 3)
        for text in erased + ["Document 4711"] { #expect(stands(text, in: backup) == [], "\(text)") }
        #expect(try await restore(backup).repeated.isEmpty)
    }

    @Test func `a backup of a damaged trail says so, and the others are good`() async throws {
        let hash = try await fill()
        try Data("other".utf8).write(to: office.folder.url.appendingPathComponent(Store.path(of: hash)))
        let backup = try backUp()
        #expect(try Manifest.of(backup)?.projects.map(\.damagedAt) == [2, nil])
        _ = try await restore(backup)
        let again = try Store(restored)
        #expect(throws: Flaw(2, .document, document: hash)) { try again.verify("green-harbours") }
        try again.close()
    }

    @Test func `a backup while people write and erase is one moment of each trail`() async throws {
        let desk = office.desk
        let store = store
        let backups = backups
        let made = try await withThrowingTaskGroup(of: [URL].self) { group in
            for writer in 0..<30 {
                group.addTask {
                    _ = try await desk.carryOut(
                        .init(AnyVerb.named("add-person")!, ["name": .text("Writer \(writer)")], by: Office.coordinator)
                    )
                    let entry = desk.published.entry
                    _ = try? await desk.carryOut(
                        .init(
                            AnyVerb.named("erase-body")!,
                            ["entry": .whole(Int64(entry)), "position": 0, "ground": "tried"], by: Office.coordinator))
                    return []
                }
            }
            group.addTask {
                try (1...4).map {
                    try store.backUp(
                        into: backups, at: Moment(milliseconds: Int64($0) * 86_400_000, day: Day(count: $0))
                    ).folder
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        for backup in made {
            let manifest = try #require(try Manifest.of(backup))
            #expect(manifest.projects.allSatisfy { $0.damagedAt == nil })
            _ = try await Restoring(backup, to: restored, clock: Clock(at: .saturday)).restore(over: false)
            let again = try Store(restored)
            let erased = try again.verify("green-harbours").erased
            #expect(erased == (try again.open("green-harbours").erasures.count))
            try again.close()
            try FileManager.default.removeItem(at: restored)
        }
        #expect(try Manifest.of(try #require(made.last))?.erasures == store.erasures())
    }
}
