import Cast
import Foundation
import Testing

@testable import Desk
@testable import Domain
@testable import Trail

@Suite struct DamageTests {
    let office: Office
    private let store: Store

    init() async throws {
        office = try await Office()
        store = office.installation.store
        for name in ["Luka Furlan", "Ana Vidmar"] { try await office.carryOut("add-person", ["name": .text(name)]) }
        _ = try await office.installation.begin("blue-harbours", GreenHarbours.begun, at: .friday)
    }

    private func refusal(_ name: String) async throws -> Refusal? {
        do {
            let desk = try office.installation.desk(name)
            _ = try await desk.carryOut(.init(AnyVerb.named("add-person")!, ["name": "Maja Kos"], by: .steward))
            return nil
        } catch { return error as? Refusal }
    }

    /// What somebody, or a disk, may do to the folder behind the product's back, and the entry that shows it.
    static let tampering: [(String, Int)] = [
        (
            "UPDATE bodies SET body = CAST(replace(body, 'Luka', 'Lena') AS BLOB) WHERE project = 'green-harbours' AND entry = 2",
            2
        ),
        ("DELETE FROM bodies WHERE project = 'green-harbours' AND entry = 3", 3),
        ("DELETE FROM entries WHERE project = 'green-harbours' AND number = 2", 2),
        (
            "UPDATE entries SET header = CAST(replace(header, 'add-person', 'add-parson') AS BLOB) WHERE project = 'green-harbours' AND number = 2",
            2
        ),
    ]

    @Test(arguments: tampering)
    func `a damaged trail is named with its entry and is read only, others go on`(sql: String, entry: Int) async throws
    {
        for trigger in ["entries_stay", "entries_remain", "bodies_stay", "bodies_remain"] {
            try store.execute("DROP TRIGGER \(trigger)")
        }
        try store.execute(sql)
        office.installation.check()
        let refusal = try #require(try await refusal("green-harbours"))
        #expect(refusal.code == "damagedTrail")
        #expect(refusal.facts.contains { $0.name == "entry" && $0.fact == .whole(entry) })
        #expect(office.installation.damage(of: "green-harbours") == refusal)
        #expect(office.installation.damage(of: "blue-harbours") == nil)
        #expect(try office.installation.desk("green-harbours").published.project.persons.count == 3)
        #expect(try await self.refusal("blue-harbours") == nil)
        // Let go and opened again, it is still so.
        office.installation.dropIdle(unusedFor: .zero)
        #expect(try await self.refusal("green-harbours")?.code == "damagedTrail")
    }

    @Test func `a document that is named and not there is damage, one that was erased is none`() async throws {
        let kept = try store.keep(Array("Minutes".utf8)), erased = try store.keep(Array("List".utf8))
        for document in [kept, erased] {
            try await office.carryOut(
                "add-event",
                [
                    "title": "Visit", "sorts": ["studyVisit"], "status": "planned",
                    "provenance": ["proofs": [["document": .text(document.text), "name": "m.txt"]]],
                ])
        }
        try await office.carryOut(
            "erase-document", ["document": .text(erased.text), "ground": "Request of the person"], by: .steward)
        office.installation.check("green-harbours")
        #expect(office.installation.damage(of: "green-harbours") == nil)

        try office.installation.store.close()
        let again = try Installation(office.folder.url, clock: Clock(at: .friday), syncFailed: { _ in })
        try FileManager.default.removeItem(
            at: office.folder.url.appendingPathComponent("documents/\(kept.text.prefix(2))/\(kept.text.dropFirst(2))"))
        again.check()
        #expect(again.damage(of: "green-harbours")?.code == "damagedTrail")
    }

    @Test func `what is entered while the check looks is no damage`() async throws {
        let (installation, desk) = (office.installation, office.desk)
        let looking = Task.detached {
            for _ in 0..<20 { installation.check("green-harbours", again: true) }
        }
        for number in 0..<200 {
            _ = try await desk.carryOut(.init(AnyVerb.named("add-person")!, ["name": .text("\(number)")], by: .steward))
        }
        await looking.value
        #expect(installation.damage(of: "green-harbours") == nil)
    }
}
