import Cast
import Domain
import Testing
import Trail

@testable import Desk

/// What still names a person when name and contacts are erased.
@Suite struct StillNamingTests {
    let office: Office
    var project: Project { office.desk.published.project }
    let visit: JSON = ["title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-05-12"]

    init() async throws {
        office = try await Office()
        try await office.carryOut("add-person", ["name": "Ana Vidmar", "partner": 2])
        try await office.carryOut("change-person", ["id": 2, "name": "Ana Novak"])
    }

    private func still() throws -> [String] {
        try office.desk.stillNaming(2).map { one in
            let versions = one.versions.map { "\($0.entry)/\($0.position.map(String.init) ?? "-")" }
            return
                "\(one.record) \(one.field) \(one.how) \(one.isNow ? "now" : "before") \(versions.joined(separator: " "))"
        }
    }

    private func send(_ verb: String, _ input: JSON, _ uploads: Uploads = Uploads(), reason: String? = nil) async throws
    {
        _ = try await office.desk.carryOut(
            .init([Step(AnyVerb.named(verb)!, input)], by: Office.coordinator, reason: reason, uploads: uploads))
    }

    @Test func `nothing names a person of whom only name and contacts are kept`() async throws {
        try await send("add-contact", ["person": 2, "mail": "ana@example.org"])
        try await send("add-event", visit.overlaid(by: ["agenda": [["title": "Opening", "speaker": "Ana Novak"]]]))
        #expect(project.events[1]?.agenda[0].speaker == Who(Key<Person>(2)))
        #expect(try still() == [])
    }

    @Test func `words with a present or a former name are named in every version, with the place to redact`()
        async throws
    {
        try await send("add-event", visit.overlaid(by: ["title": "Visit of Vidmar Ana", "minutes": "Without her."]))
        try await send("change-event", ["id": 1, "title": "Visit of ANA NOVAK"])
        try await send("add-event", visit.overlaid(by: ["minutes": "Ana\nVidmar spoke."]))
        try await send("change-event", ["id": 2, "minutes": "Somebody spoke."])
        try await send("add-problem", ["title": "Ana", "status": "open"], reason: "Ana Novak asked")
        let entry = project.entry
        #expect(
            try still() == [
                "event/1 title words now \(entry - 4)/0 \(entry - 3)/0", "event/2 minutes words before \(entry - 2)/0",
                "reason/\(entry) text words now \(entry)/1",
            ])
        // What is named there is what redacting asks for, and then it is named no more.
        for one in try office.desk.stillNaming(2) where one.record.kind == "event" {
            for version in one.versions {
                let body = try office.installation.store.bodies(of: project.name, entry: version.entry)[
                    version.position ?? -1]
                let text = String(decoding: body.record ?? [], as: UTF8.self)
                let other = ["Vidmar Ana", "ANA NOVAK", "Ana\\nVidmar"].reduce(text) {
                    $0.replacing($1, with: "person 2")
                }
                try await send(
                    "redact-body",
                    [
                        "entry": .whole(Int64(version.entry)), "position": .whole(Int64(version.position ?? -1)),
                        "replacement": .text(other), "ground": "asked",
                    ])
            }
        }
        #expect(try still() == ["reason/\(entry) text words now \(entry)/1"])
    }

    @Test func `files, lists, registrations and messages about the person are named`() async throws {
        var uploads = Uploads()
        let (portrait, list) = (uploads.add(Array("portrait".utf8)), uploads.add(Array("list".utf8)))
        try await send("add-contact", ["person": 2, "mail": "ana@example.org"])
        try await send(
            "add-event",
            visit.overlaid(by: [
                "provenance": ["proofs": [["document": .text(portrait.text), "name": "ana-vidmar.jpg"]]]
            ]), uploads)
        let at = project.entry
        try await send(
            "add-registration", ["event": 1, "status": "registered", "name": "A. N.", "mail": "ANA@example.org"])
        try await send(
            "add-registration", ["event": 1, "status": "registered", "name": "Luka", "mail": "luka@example.org"])
        try await send(
            "add-attendance",
            [
                "event": 1, "state": "present", "how": "sheet", "person": 2,
                "provenance": ["proofs": [["document": .text(list.text), "name": "list.pdf"]]],
            ], uploads)
        try await send("add-attendance", ["event": 1, "state": "present", "how": "hand", "registration": 1])
        try await send("add-attendance", ["event": 1, "state": "present", "how": "hand", "registration": 2])
        try await send("add-outbox-message", ["to": "ana@example.org", "occasion": "registered", "event": 1])
        try await send("add-outbox-message", ["to": "luka@example.org", "occasion": "registered", "event": 1])
        #expect(
            try still() == [
                "event/1 provenance.proofs.0.name fileName now \(at)/0",
                "outbox-message/1  about now \(at + 6)/0", "registration/1  about now \(at + 1)/0",
            ])
        #expect(try office.desk.stillNaming(2).compactMap(\.document) == [portrait])
        // Asked with the steps that erase, as a command and a page do, of nobody else.
        let step = Step(EraseParticulars.any, ["person": 2, "ground": "asked"])
        #expect(try office.desk.stillNaming(after: [step]).count == 3)
        #expect(try office.desk.stillNaming(after: [Step(EraseBody.any, ["entry": 1])]) == [])
        // Erased, nobody knows the names any more.
        let answer = try await office.carryOut("erase-particulars", ["person": 2, "ground": "asked"])
        #expect(answer.entry == at + 8)
        #expect(try still().contains { $0.contains("fileName") } == false)
    }

    @Test func `a header of before and the ground of an erasure stay, and say so`() async throws {
        try await send("add-problem", ["title": "Late", "status": "open"])
        try await send(
            "erase-body", ["entry": .whole(Int64(project.entry)), "position": 0, "ground": "Asked by Ana Novak"])
        #expect(try still() == ["erasure/1 ground stays now \(project.entry)/0"])
        #expect(try office.desk.stillNaming(2).map(\.how.verb) == [nil])
    }

    @Test func `the ground of erasing a name does not hold it`() async throws {
        for name in ["Ana Novak", "VIDMAR, Ana"] {
            for foresees in [false, true] {
                let step = Step(EraseParticulars.any, ["person": 2, "ground": .text("Request of \(name)")])
                let refusal = await #expect(throws: Refusal.self) {
                    let asked = ProjectDesk.Asked([step], by: Office.coordinator)
                    if foresees {
                        _ = try office.desk.foreseeing(asked)
                    } else {
                        _ = try await office.desk.carryOut(asked)
                    }
                }
                #expect(refusal?.findings.map { "\($0.field) \($0.code)" } == ["ground groundNames"])
            }
        }
        // Somebody else's name is no matter of this person.
        try await office.carryOut("erase-particulars", ["person": 2, "ground": "Asked by Maja Kocjancic"])
        #expect(project.name(of: 2) == nil)
    }

    @Test func `a contact that was withdrawn, or became somebody else's, goes with the person whose it was`()
        async throws
    {
        try await send("add-contact", ["person": 2, "mail": "old.ana@example.org"])
        try await send("withdraw-contact", ["id": 1, "reason": "Wrong"])
        try await send("add-contact", ["person": 2, "mail": "office.ana@example.org"])
        try await send("change-contact", ["id": 2, "person": 1, "mail": "office@example.org"])
        try await office.carryOut("erase-particulars", ["person": 2, "ground": "asked"])
        let store = office.installation.store
        let bytes = try (1...project.entry).flatMap { entry in
            try store.bodies(of: project.name, entry: entry).flatMap { $0.bytes ?? [] }
        }
        #expect(!String(decoding: bytes, as: UTF8.self).contains("ana@example.org"))
        #expect(project.contacts.map(\.mail) == ["office@example.org"])
        _ = try store.verify(project.name)
    }

    @Test func `what is foreseen is what happens, and nothing has happened yet`() async throws {
        let before = office.desk.published.head
        let asked = ProjectDesk.Asked(EraseParticulars.any, ["person": 2, "ground": "asked"], by: Office.coordinator)
        let foreseen = try office.desk.foreseeing(asked).map(\.reference)
        #expect(office.desk.published.head == before && project.name(of: 2) == "Ana Novak")
        #expect(try await office.desk.carryOut(asked).records == foreseen)
        #expect(throws: Refusal("nothingToErase", [.init("record", .record(Key<Person>(2).reference))])) {
            try office.desk.foreseeing(asked)
        }
        let visitor = ProjectDesk.Asked(EraseParticulars.any, ["person": 2, "ground": "asked"], by: .visitor)
        #expect(throws: Refusal.self) { try office.desk.foreseeing(visitor) }
    }
}
