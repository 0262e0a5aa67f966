import Cast
import Foundation
import Testing

@testable import Domain
@testable import Trail

@Suite struct ErasingTests {
    @Test(arguments: Keeper.allCases) func `an erased body is gone from the folder, and the trail verifies`(
        keeper: Keeper
    ) throws {
        var written = try Written.five(keeper)
        for number in 1...40 { try written.write("add-person", ["name": .text("Luka Furlan \(number)")]) }
        try written.write("erase-body", ["entry": 4, "position": 0, "ground": "GDPR, art. 17"])
        let result = try written.store.verify("green-harbours")
        #expect(result.erased == 1)
        #expect(result.entries == 46)
        let body = try written.store.bodies(of: "green-harbours", entry: 4)[0]
        #expect(body.state == .erased)
        #expect(body.bytes == nil)
        #expect(try written.store.open("green-harbours").contacts.isEmpty)
        #expect(try written.store.open("green-harbours").contacts.next == 2)
        #expect(try !written.holds("maja.secret@example.org"))
        #expect(try written.holds("Luka Furlan 40"))
    }

    @Test(arguments: Keeper.allCases) func `a redacted body says what it shall say instead, and nothing of before`(
        keeper: Keeper
    ) throws {
        var written = try Written.five(keeper)
        try written.write(
            "redact-body",
            [
                "entry": 3, "position": 0,
                "replacement":
                    #"{"id": 1, "title": "A visit", "status": "held", "sorts": ["studyVisit"], "start": "2024-10-09", "found": [{"fields": ["status"], "source": "Minutes"}]}"#,
                "ground": "A court.",
            ])
        try written.write(
            "redact-body",
            [
                "entry": 2, "position": 0,
                "replacement":
                    #"{"id": 1, "title": "A visit", "status": "planned", "sorts": ["studyVisit"], "start": "2024-10-09"}"#,
                "ground": "A court.",
            ])
        #expect(try written.store.verify("green-harbours").redacted == 2)
        #expect(try written.store.open("green-harbours").events[1]?.title == "A visit")
        #expect(try !written.holds("Study visit to Wismar"))
    }

    @Test(arguments: Keeper.allCases) func `a redacted body may be redacted again, and then erased`(keeper: Keeper)
        throws
    {
        var written = try Written.five(keeper)
        try written.write(
            "redact-body", ["entry": 4, "position": 0, "replacement": #"{"id": 1, "person": 1}"#, "ground": "asked"])
        try written.write(
            "redact-body",
            [
                "entry": 4, "position": 0, "replacement": #"{"id": 1, "person": 1, "mail": "m@example.org"}"#,
                "ground": "asked",
            ])
        #expect(written.flaw() == nil)
        try written.write("erase-body", ["entry": 4, "position": 0, "ground": "asked again"])
        #expect(written.flaw() == nil)
        #expect(try written.store.verify("green-harbours").erased == 1)
    }

    @Test(arguments: Keeper.allCases) func `a record whose last version is erased does not come back as it was before`(
        keeper: Keeper
    ) throws {
        var written = try Written.five(keeper)
        try written.write("change-contact", ["id": 1, "mail": "maja.new@example.org"])
        try written.write("erase-body", ["entry": 6, "position": 0, "ground": "asked"])
        #expect(try written.store.open("green-harbours").contacts.isEmpty)
        #expect(try written.store.open("green-harbours", upTo: 4).contacts[1]?.mail == "maja.secret@example.org")
    }

    @Test(arguments: Keeper.allCases) func `an older version erased leaves the latest`(keeper: Keeper) throws {
        var written = try Written.five(keeper)
        try written.write("change-contact", ["id": 1, "mail": "maja.new@example.org"])
        try written.write("erase-body", ["entry": 4, "position": 0, "ground": "asked"])
        #expect(try written.store.open("green-harbours").contacts[1]?.mail == "maja.new@example.org")
        #expect(try !written.holds("maja.secret@example.org"))
    }

    @Test(arguments: Keeper.allCases) func `what is not there, is gone, or is an erasure is not erased`(keeper: Keeper)
        throws
    {
        var written = try Written.five(keeper)
        func code(_ entry: Int, _ position: Int) -> String? {
            do {
                _ = try written.entry(
                    "erase-body", ["entry": .whole(Int64(entry)), "position": .whole(Int64(position)), "ground": "x"])
            } catch { return (error as? Refusal)?.code }
            return nil
        }
        #expect(code(4, 1) == "noSuchBody")
        #expect(code(99, 0) == "noSuchBody")
        #expect(code(-1, -1) == "noSuchBody")
        try written.write("erase-body", ["entry": 4, "position": 0, "ground": "asked"])
        #expect(code(4, 0) == "alreadyErased")
        #expect(code(6, 0) == "erasureStays")
    }

    @Test(arguments: [
        ("not JSON", "notJSON"), ("[]", "notJSON"), (#"{"id": 2, "person": 1}"#, "otherRecord"),
        (#"{"id": 1, "kind": "person", "name": "x"}"#, "otherRecord"), (#"{"id": 1}"#, "onlyTexts"),
        (#"{"id": 1, "person": 2}"#, "onlyTexts"), (#"{"id": 1, "person": 1, "fax": "1"}"#, "unknownField"),
        (#"{"id": 1, "person": 1, "mail": 7}"#, "notText"),
    ])
    func `a replacement is the same record, and can be read`(replacement: String, code: String) throws {
        let written = try Written.five()
        let refusal = #expect(throws: Refusal.self) {
            try written.entry(
                "redact-body", ["entry": 4, "position": 0, "replacement": .text(replacement), "ground": "x"])
        }
        #expect(refusal?.findings.map(\.code) == [code])
    }

    @Test func `erased is told from lost, even when both happened`() throws {
        var written = try Written.five()
        try written.write("erase-body", ["entry": 4, "position": 0, "ground": "asked"])
        try written.tamper("UPDATE bodies SET body = NULL, state = 2 WHERE entry = 3")
        #expect(written.flaw() == Flaw(3, .lost, 0))
    }

    @Test func `an erasure does not excuse other bytes in the place of what it took`() throws {
        var written = try Written.five()
        try written.write("erase-body", ["entry": 4, "position": 0, "ground": "asked"])
        let body = Array(#"{"id":1,"kind":"contact","mail":"x@example.org","person":1}"#.utf8)
        try written.tamper("UPDATE bodies SET body = \(body.blob), state = 1 WHERE entry = 4")
        #expect(written.flaw() == Flaw(4, .body, 0))
    }
}
