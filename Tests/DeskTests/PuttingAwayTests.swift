import Cast
import Foundation
import Synchronization
import Testing

@testable import Desk
@testable import Domain
@testable import Trail

@Suite struct PuttingAwayTests {
    let office: Office
    private var installation: Installation { office.installation }
    private var store: Store { office.installation.store }
    private var folder: URL { office.folder.url.appendingPathComponent("put-away") }

    init() async throws {
        office = try await Office()
        _ = try await office.installation.begin("blue-harbours", GreenHarbours.begun, at: .friday)
        let minutes = try office.installation.store.keep(Array("Minutes".utf8))
        let shared = try office.installation.store.keep(Array("Shared".utf8))
        func event(_ title: JSON, _ documents: [Digest]) -> JSON {
            [
                "title": title, "sorts": ["studyVisit"], "status": "planned",
                "provenance": [
                    "proofs": .list(documents.map { ["document": .text($0.text), "name": "m.txt"] })
                ],
            ]
        }
        try await office.carryOut("add-event", event("Unmistakable", [minutes, shared]))
        _ = try await office.installation.desk("blue-harbours").carryOut(
            .init(AnyVerb.named("add-event")!, event("Kept", [shared]), by: .steward))
        try office.installation.note(reading: "person/1", of: "green-harbours", by: 1, at: 1)
    }

    private func refusal(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return (error as? Refusal)?.code ?? "\(error)" }
    }

    @Test func `a project put away is gone with its documents, its name is free, and others are as before`()
        async throws
    {
        let head = office.desk.published.head
        let blue = try installation.desk("blue-harbours").published.head
        let away = try await installation.putAway("green-harbours", because: "Begun twice")
        #expect(away.entries == 2 && away.head == head)
        #expect(try installation.projects().map(\.name) == ["blue-harbours"])
        #expect(await refusal { _ = try installation.desk("green-harbours") } == "unknownProject")
        // Who still holds the desk enters nothing.
        #expect(await refusal { try await office.carryOut("add-person", ["name": "Ana Vidmar"]) } == "beingPutAway")
        #expect(!store.hasDocument(Digest(of: Array("Minutes".utf8))))
        #expect(store.hasDocument(Digest(of: Array("Shared".utf8))))
        #expect(try installation.desk("blue-harbours").published.head == blue)
        for name in try store.names() { #expect(throws: Never.self) { try store.verify(name) } }
        #expect(try store.footprint("line", "1", of: "green-harbours") == nil)
        #expect(try store.footprint("line", "1", of: "blue-harbours") != nil)
        let humans = try installation.own().published.project.humans
        #expect(!humans.contains { $0.identities.contains { $0.project == "green-harbours" } })
        #expect(humans.contains { $0.identities.contains { $0.project == "blue-harbours" } })
        // The guards of the tables are there again.
        for table in ["entries", "bodies", "readings"] {
            #expect(throws: (any Error).self) { try store.execute("DELETE FROM \(table)") }
        }
        // Nothing of it stands in the database or its log; who read in it is still known.
        try store.close()
        var bytes = Data()
        for file in ["grozd.sqlite", "grozd.sqlite-wal"] {
            bytes += (try? Data(contentsOf: office.folder.url.appendingPathComponent(file))) ?? Data()
        }
        #expect(bytes.range(of: Data("Unmistakable".utf8)) == nil)
        #expect(bytes.range(of: Data("Kept".utf8)) != nil && bytes.range(of: Data("green-harbours@2".utf8)) != nil)
    }

    @Test func `it comes back as it was, and goes on`() async throws {
        let before = office.desk.published
        let away = try await installation.putAway("green-harbours", because: "Begun twice")
        try await installation.bringBack("green-harbours", because: "It was right")
        let desk = try installation.desk("green-harbours")
        #expect(desk.published.head == before.head && desk.published.project == before.project)
        #expect(store.hasDocument(Digest(of: Array("Minutes".utf8))))
        #expect(try store.verify("green-harbours").head == away.head)
        #expect(
            try await desk.carryOut(.init(AnyVerb.named("add-person")!, ["name": "Ana Vidmar"], by: .steward)).entry
                == 3)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        #expect(
            await refusal { try await installation.bringBack("green-harbours", because: "Twice") } == "unknownPutAway")
    }

    @Test func `its name may be taken meanwhile; then it does not come back`() async throws {
        let away = try await installation.putAway("green-harbours", because: "Begun twice")
        _ = try await installation.begin("green-harbours", GreenHarbours.begun, at: .friday)
        #expect(try installation.desk("green-harbours").published.entry == 1)
        #expect(await refusal { try await installation.bringBack("green-harbours", because: "Why not") } != nil)
        #expect(try installation.desk("green-harbours").published.entry == 1)
        #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(away.file).path))
        // The second one can be put away beside it.
        _ = try await installation.putAway("green-harbours", because: "Once more")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
    }

    @Test func `what is old or large asks twice, and what is damaged stays`() async throws {
        let people = (0..<200).map { Step(AnyVerb.named("add-person")!, ["name": .text("Person \($0)")]) }
        for step in people { _ = try await office.desk.carryOut(.init([step], by: .steward)) }
        #expect(
            await refusal { _ = try await installation.putAway("green-harbours", because: "Begun twice") }
                == "tooOldToPutAway")
        #expect(try installation.desk("green-harbours").hindrance == nil)
        try store.execute("DROP TRIGGER bodies_remain")
        try store.execute("DELETE FROM bodies WHERE project = 'green-harbours' AND entry = 3")
        installation.check()
        #expect(
            await refusal { _ = try await installation.putAway("green-harbours", because: "Begun twice", old: true) }
                == "damagedTrail")
        #expect(try installation.projects().count == 2)
    }

    @Test func `ended before the entry that says so, nothing happened; a file without an entry goes at the next start`()
        async throws
    {
        store.failure.withLock { $0 = .diskFull }
        #expect(await refusal { _ = try await installation.putAway("green-harbours", because: "Begun twice") } != nil)
        #expect(try installation.desk("green-harbours").hindrance == nil)
        #expect(try await office.carryOut("add-person", ["name": "Ana Vidmar"]).entry == 3)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
        try store.close()
        let again = try Installation(office.folder.url, clock: Clock(at: .friday), syncFailed: { _ in })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        #expect(try again.projects().count == 2)
        _ = try await again.putAway("green-harbours", because: "Begun twice")
        try again.store.close()
        // What an entry names stays.
        _ = try Installation(office.folder.url, clock: Clock(at: .friday), syncFailed: { _ in })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }
}
