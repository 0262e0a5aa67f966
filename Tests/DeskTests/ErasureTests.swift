import Cast
import Foundation
import Synchronization
import Testing

@testable import Desk
@testable import Domain
@testable import Trail

/// What is erased goes from the folder, from memory and from what is made of records, and does not come back.
@Suite struct ErasureTests {
    let office: Office

    init() async throws { office = try await Office() }

    private var project: Project { office.desk.published.project }
    private var store: Store { office.installation.store }
    private let secret = Array("Zaupno 4711".utf8)

    /// An event with the file as its proof, sent as pages send it.
    private func upload(_ bytes: [UInt8], title: String = "Kick-off", to desk: ProjectDesk? = nil) async throws
        -> Digest
    {
        var uploads = Uploads()
        let hash = uploads.add(bytes)
        let input: JSON = [
            "title": .text(title), "sorts": ["kickOff"], "status": "planned",
            "provenance": ["proofs": [["document": .text(hash.text), "name": "minutes.txt"]]],
        ]
        _ = try await (desk ?? office.desk).carryOut(
            .init(AnyVerb.named("add-event")!, input, by: desk == nil ? Office.coordinator : .steward, uploads: uploads)
        )
        return hash
    }

    private func stands(_ bytes: [UInt8]) -> [String] {
        let files = FileManager.default.enumerator(at: office.folder.url, includingPropertiesForKeys: nil)!
        return files.compactMap { $0 as? URL }.filter {
            (try? Data(contentsOf: $0))?.range(of: Data(bytes)) != nil
        }.map(\.lastPathComponent)
    }

    @Test func `a lock is not erased: what was reported stays, and the period is unlocked by its verb`() async throws {
        try await office.carryOut("lock-period", ["period": 1])
        let entry = Int64(office.desk.published.project.entry)
        let refusal = await #expect(throws: Refusal.self) {
            try await office.carryOut("erase-body", ["entry": .whole(entry), "position": 0, "ground": "GDPR"])
        }
        #expect(refusal?.code == "lockStays")
        #expect(office.desk.published.project.periodLocks[Key(1)]?.status == .locked)
    }

    @Test func `a file that comes with a refused verb leaves nothing in the folder`() async throws {
        await #expect(throws: Refusal.self) { try await upload(secret, title: "") }
        await #expect(throws: Refusal.self) { try await upload(secret, title: String(repeating: "x", count: 2_000)) }
        store.failure.withLock { $0 = .diskFull }
        await #expect(throws: TrailFault.diskFull) { try await upload(secret) }
        #expect(stands(secret) == [])
        let hash = try await upload(secret)
        #expect(store.document(hash) == secret)
        #expect(try store.verify("green-harbours").documents == 1)
    }

    @Test func `the answer to an erasure shows nothing of what was erased`() async throws {
        let answer = try await office.desk.carryOut(
            .init(EraseParticulars.any, ["person": 1, "ground": "asked"], by: Office.coordinator))
        #expect(answer.published.project.name(of: 1) == nil && project.name(of: 1) == nil)
        #expect(answer.published.head == office.desk.published.head)
    }

    @Test func `a file that no record names is not kept`() async throws {
        var uploads = Uploads()
        _ = uploads.add(secret)
        _ = try await office.desk.carryOut(
            .init(AnyVerb.named("add-person")!, ["name": "Luka Furlan"], by: Office.coordinator, uploads: uploads))
        #expect(stands(secret) == [])
    }

    @Test func `an erased document is not taken in again by its project, nor kept for a refusal`() async throws {
        let hash = try await upload(secret)
        try await office.carryOut("erase-document", ["document": .text(hash.text), "ground": "Asked by Ms Rossi"])
        #expect(stands(secret) == [])
        let refusal = await #expect(throws: Refusal.self) { try await upload(secret, title: "Again") }
        #expect(refusal?.findings.map(\.code) == ["documentErased"])
        #expect(refusal?.findings.first?.facts.contains(.init("ground", .text("Asked by Ms Rossi"))) == true)
        #expect(stands(secret) == [])
        // The record that names it may be changed: its entry does not name what is not there.
        try await office.carryOut("change-event", ["id": 1, "title": "Kick-off meeting"])
        #expect(project.events[1]?.provenance.proofs.map(\.document) == [hash])
        #expect(try store.verify("green-harbours").entries == 4)
    }

    @Test func `another project that names the document keeps it, and may take it in`() async throws {
        _ = try await office.installation.begin("other-harbours", GreenHarbours.begun, at: .friday)
        let other = try office.installation.desk("other-harbours")
        let hash = try await upload(secret)
        _ = try await upload(secret, to: other)
        try await office.carryOut("erase-document", ["document": .text(hash.text), "ground": "asked"])
        #expect(store.document(hash) == secret)
        _ = try await other.carryOut(
            .init(AnyVerb.named("erase-document")!, ["document": .text(hash.text), "ground": "asked"], by: .steward))
        #expect(stands(secret) == [])
        for name in ["green-harbours", "other-harbours"] { #expect(throws: Never.self) { try store.verify(name) } }
    }

    @Test func `a project always says what it is, and the list of projects says nothing of what is gone`() async throws
    {
        try await office.carryOut("change-identification", ["id": 1, "title": "Skrivno ime"])
        await #expect(throws: Refusal("withdrawalUnnames")) {
            try await office.carryOut("withdraw-identification", ["id": 1, "reason": "x"])
        }
        try await office.carryOut("change-identification", ["id": 1, "title": "Drugo"])
        #expect(try office.installation.projects().first?.line?.title == "Drugo")
        let places = try store.places(of: Key<Identification>(1).reference, in: "green-harbours")
        for place in places.dropLast() {
            try await office.carryOut(
                "erase-body",
                [
                    "entry": .whole(Int64(place.entry)), "position": .whole(Int64(place.position)),
                    "ground": "asked",
                ])
        }
        #expect(stands(Array("Skrivno ime".utf8)) == [])
    }

    @Test func `verbs that come while something is erased are decided without it`() async throws {
        try await office.carryOut("add-person", ["name": "Zaupna Oseba"])
        let desk = office.desk
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<40 {
                group.addTask {
                    let verb = writer == 20 ? "redact-body" : "add-person"
                    let input: JSON =
                        writer == 20
                        ? [
                            "entry": 2, "position": 0, "replacement": #"{"id": 2, "name": "Person 2"}"#,
                            "ground": "asked",
                        ]
                        : ["name": .text("Writer \(writer)")]
                    _ = try await desk.carryOut(.init(AnyVerb.named(verb)!, input, by: Office.coordinator))
                }
            }
            try await group.waitForAll()
        }
        #expect(project.name(of: 2) == "Person 2")
        #expect(project == (try store.open("green-harbours")))
        #expect(stands(Array("Zaupna Oseba".utf8)) == [])
    }

    @Test func `the list of projects says what stands there after a redaction, and nothing after an erasure`()
        async throws
    {
        try await office.carryOut("change-identification", ["id": 1, "title": "Zaupno ime projekta"])
        func line() throws -> String? { try office.installation.projects().first?.line?.title }
        #expect(try line() == "Zaupno ime projekta")
        let body = try #require(try store.bodies(of: "green-harbours", entry: 2).first?.record)
        let text = String(decoding: body, as: UTF8.self).replacingOccurrences(
            of: "Zaupno ime projekta", with: "Green Harbours")
        try await office.carryOut(
            "redact-body", ["entry": 2, "position": 0, "replacement": .text(text), "ground": "a court"])
        #expect(try line() == "Green Harbours")
        #expect(stands(Array("Zaupno ime projekta".utf8)) == [])
        // Nobody erases what the project is as it stands; what a backup brought back may have been erased since, as it was then.
        let old = try #require(try store.bodies(of: "green-harbours", entry: 2).first?.digest)
        let gone = Manifest.Gone(project: "green-harbours", entry: 2, position: 0, old: old, ground: "a court")
        #expect(project.needs(on: Day(2025, 5, 16)!).filter { $0.code == "unnamed" }.isEmpty)
        try await office.desk.carryOut(RepeatErasures(erasures: [gone]))
        #expect(try office.installation.projects().first?.line == nil)
        #expect(project.needs(on: Day(2025, 5, 16)!).filter { $0.code == "unnamed" }.count == 1)
    }

    @Test func `a line of the list that was kept from before is made again when the project is opened`() async throws {
        try store.write([Footprint(what: "line", key: "1", value: #"{"acronym":"OLD"}"#)], of: "green-harbours")
        try store.close()
        let again = try Installation(office.folder.url, clock: Clock(at: .friday))
        #expect(try again.projects().first?.line == nil)
        let title = try again.desk("green-harbours").published.project.identification?.title
        #expect(try again.projects().first?.line?.title == title)
    }

    @Test func `redacting a withdrawal changes its reason and brings nothing back`() async throws {
        try await office.carryOut("add-person", ["name": "Luka Furlan"])
        try await office.carryOut("withdraw-person", ["id": 2, "reason": "He told us in confidence"])
        func redact(_ text: String) async throws {
            try await office.carryOut(
                "redact-body", ["entry": 3, "position": 0, "replacement": .text(text), "ground": "asked"])
        }
        for text in [
            #"{"id": 2, "name": "Luka Furlan"}"#, #"{"id": 2}"#, #"{"id": 2, "removed": "x", "name": "y"}"#,
            #"{"id": 3, "removed": "x"}"#,
        ] {
            await #expect(throws: Refusal.self, "\(text)") { try await redact(text) }
        }
        try await redact(#"{"id": 2, "removed": "Entered twice"}"#)
        #expect(project.persons[2] == nil)
        #expect(
            try store.bodies(of: "green-harbours", entry: 3)[0].record.map { String(decoding: $0, as: UTF8.self) }?
                .contains("confidence") == false)
        #expect(try store.verify("green-harbours").redacted == 1)
        #expect(try store.open("green-harbours") == project)
        // Nor does a redaction of an earlier version.
        try await office.carryOut(
            "redact-body",
            [
                "entry": 2, "position": 0, "replacement": #"{"id": 2, "name": "Person 2"}"#,
                "ground": "asked",
            ])
        #expect(project.persons[2] == nil && project.name(of: 2) == nil && stands(Array("Luka Furlan".utf8)) == [])
    }

    /// For every kind: texts may change, and nothing else.
    @Test func `a redaction of any kind keeps everything but texts, and what stands then is what the trail folds to`()
        async throws
    {
        for (verb, input) in Project.roomForRules { try await office.carryOut(verb, input) }
        var chance = Chance(41)
        var tried = 0
        for kind in Kind.entered where kind.name != PersonName.kind {
            var made: ProjectDesk.Answer?
            for _ in 0..<400 where made == nil {
                let input = chance.json(AnyVerb.named("add-\(kind.name)")!.form, in: project).overlaid(by: [
                    "provenance": nil
                ])
                made = try? await office.carryOut("add-\(kind.name)", input)
            }
            let answer = try #require(made, "\(kind.name)")
            let bodies = try store.bodies(of: "green-harbours", entry: answer.entry)
            let position = try #require(bodies.firstIndex { $0.reference.kind == kind.name })
            let record = try #require(kind.find(project, bodies[position].reference.number))
            let number = JSON.whole(Int64(record.reference.number))
            for member in kind.shape.members
            where member.name != "id" && member.name != "salt" && member.name != "provenance" {
                let other = chance.json(
                    .group([.init(name: member.name, shape: member.shape, required: true)]), in: project)
                let changed = record.json.overlaid(by: other).overlaid(by: ["id": number])
                do {
                    try await office.carryOut(
                        "redact-body",
                        [
                            "entry": .whole(Int64(answer.entry)), "position": .whole(Int64(position)),
                            "replacement": .text(changed.written), "ground": "tried",
                        ])
                } catch is Refusal { continue }
                tried += 1
                let now = try #require(kind.find(project, record.reference.number))
                #expect(
                    Self.withoutTexts(now.json, kind.shape) == Self.withoutTexts(record.json, kind.shape),
                    "\(kind.name) \(member.name)")
                #expect(project == (try store.open("green-harbours")), "\(kind.name) \(member.name)")
            }
        }
        #expect(tried > 100)
        #expect(throws: Never.self) { try store.verify("green-harbours") }
    }

    /// What is left of a value when its texts are taken out.
    private static func withoutTexts(_ json: JSON?, _ shape: Shape) -> JSON {
        switch shape {
        case .line, .mail, .prose, .who, .address, .list(.line), .list(.prose), .list(.address): .null
        case .list(let item): .list((json?.list ?? []).map { withoutTexts($0, item) })
        case .group(let members): .object(of: members.map { ($0.name, withoutTexts(json?[$0.name], $0.shape)) })
        default: json ?? .null
        }
    }

    @Test func `a redaction changes no figure`() async throws {
        for title in ["A", "B"] {
            try await office.carryOut(
                "add-event-as-found",
                [
                    "found": .minutes, "title": .text(title), "sorts": ["studyVisit"], "status": "held",
                    "start": "2024-03-01",
                ])
        }
        try await office.carryOut(
            "change-event",
            ["id": 1, "provenance": ["doubts": [["about": "belonging", "reason": "Ms Rossi doubts it"]]]])
        let body = try #require(project.events[1]).json
        func redact(_ doubt: JSON) async throws {
            let text = body.overlaid(by: ["provenance": ["doubts": [doubt]]]).written
            try await office.carryOut(
                "redact-body", ["entry": 4, "position": 0, "replacement": .text(text), "ground": "asked"])
        }
        let refusal = await #expect(throws: Refusal.self) { try await redact(["about": "title", "reason": "x"]) }
        #expect(refusal?.findings.map(\.code) == ["onlyTexts"])
        try await redact(["about": "belonging", "reason": "Somebody doubts it"])
        #expect(project.events[1]?.provenance.doubtsBelonging == true)
    }

    @Test func `a personal record is redacted with another salt, so that what stood there is not guessed`() async throws
    {
        try await office.carryOut("add-contact", ["person": 1, "telephone": "+386 5 000 00 00"])
        let before = try #require(try store.bodies(of: "green-harbours", entry: 2)[0].bytes).prefix(32)
        let text = try #require(project.contacts[1]).json.overlaid(by: ["telephone": nil]).written
        try await office.carryOut(
            "redact-body", ["entry": 2, "position": 0, "replacement": .text(text), "ground": "asked"])
        let after = try #require(try store.bodies(of: "green-harbours", entry: 2)[0].bytes).prefix(32)
        #expect(project.contacts[1]?.telephone == nil && after != before)
        #expect(stands(Array(before)) == [])
    }

    @Test func `when the folder cannot be asked, nothing is shredded and nobody is counted`() async throws {
        try await office.carryOut(
            "add-event-as-found",
            ["found": .minutes, "title": "Visit", "sorts": ["studyVisit"], "status": "held", "start": "2024-03-01"])
        try await office.carryOut(
            "add-attendance", ["event": 1, "name": "Ana Vidmar", "state": "present", "how": "hand"])
        let before = project
        try store.execute("ALTER TABLE bodies RENAME TO bodies_away")
        await #expect(throws: (any Error).self) {
            try await office.carryOut("shred-particulars", ["event": 1, "ground": "GDPR"])
        }
        await #expect(throws: (any Error).self) {
            try await office.carryOut("erase-body", ["entry": 3, "position": 0, "ground": "GDPR"])
        }
        try store.execute("ALTER TABLE bodies_away RENAME TO bodies")
        #expect(project == before && project.events[1]?.participants == nil)
        try await office.carryOut("shred-particulars", ["event": 1, "ground": "GDPR"])
        #expect(project.attendances.isEmpty && project.events[1]?.participants == Count(1))
    }
}
