import Cast
import Foundation
import Testing

@testable import Domain
@testable import Trail

/// Whoever has the file can change it; the trail says so, and where.
@Suite struct TamperingTests {
    let written: Written<Store>

    init() throws { written = try Written.five() }

    private func blob(_ entry: Int, _ change: (inout Header) -> Void) throws -> String {
        var header = try written.header(entry)
        change(&header)
        return Canonical.bytes(header).blob
    }

    @Test func `an untouched trail is good, also up to a head that somebody knows`() throws {
        #expect(written.flaw() == nil)
        #expect(written.flaw(head: written.head) == nil)
        let third = Digest(of: try written.store.headers(of: "green-harbours", after: 2, upTo: 3)[0].bytes)
        #expect(try written.store.verify("green-harbours", head: third).knownAt == 3)
        #expect(written.flaw(head: Digest(of: [1]))?.what == .head)
    }

    @Test func `another verb, person or moment in a header is not what the next entry was chained to`() throws {
        try written.tamper("UPDATE entries SET header = \(blob(3) { $0.verb = "hold-event" }) WHERE number = 3")
        #expect(written.flaw() == Flaw(3, .header))
    }

    @Test func `the last header altered is seen by whoever knows the head`() throws {
        try written.tamper("UPDATE entries SET header = \(blob(5) { $0.person = 1 }) WHERE number = 5")
        #expect(written.flaw() == nil)
        #expect(written.flaw(head: written.head) == Flaw(5, .head))
    }

    @Test func `a header that is none`() throws {
        try written.tamper("UPDATE entries SET header = \(Array("{}".utf8).blob) WHERE number = 3")
        #expect(written.flaw() == Flaw(3, .header))
    }

    @Test func `a header of another number or project`() throws {
        try written.tamper("UPDATE entries SET header = \(blob(3) { $0.entry = 4 }) WHERE number = 3")
        #expect(written.flaw() == Flaw(3, .number))
        try written.tamper("UPDATE entries SET header = \(blob(2) { $0.project = "blue-harbours" }) WHERE number = 2")
        #expect(written.flaw() == Flaw(2, .project))
    }

    @Test func `two entries in each other's place`() throws {
        try written.tamper(
            """
            UPDATE entries SET number = 103 WHERE number = 3; UPDATE entries SET number = 3 WHERE number = 4;
            UPDATE entries SET number = 4 WHERE number = 103;
            """)
        #expect(written.flaw() == Flaw(3, .number))
    }

    @Test func `an entry removed from the middle`() throws {
        try written.tamper("DELETE FROM bodies WHERE entry = 3; DELETE FROM entries WHERE number = 3")
        #expect(written.flaw() == Flaw(3, .number))
    }

    @Test func `the first entry removed`() throws {
        try written.tamper("DELETE FROM bodies WHERE entry = 1; DELETE FROM entries WHERE number = 1")
        #expect(written.flaw() == Flaw(1, .number))
    }

    @Test func `the last entry removed is seen by its bodies, or by whoever knows the head`() throws {
        try written.tamper("DELETE FROM entries WHERE number = 5")
        #expect(written.flaw() == Flaw(5, .bodies))
        try written.tamper("DELETE FROM bodies WHERE entry = 5")
        #expect(written.flaw() == nil)
        #expect(written.flaw(head: written.head) == Flaw(4, .head))
    }

    @Test func `everything removed is seen by whoever knows the head`() throws {
        try written.tamper("DELETE FROM bodies; DELETE FROM entries")
        #expect(written.flaw(head: written.head) == Flaw(0, .head))
    }

    @Test func `a body altered`() throws {
        let body = try #require(try written.store.bodies(of: "green-harbours", entry: 3)[0].record)
        let other = Entry.Body.salted(
            JSON.object(
                of: try JSON(reading: body).members.map {
                    ($0.name, $0.name == "title" ? "Holiday in Wismar" : $0.value)
                }
            ).bytes)
        try written.tamper("UPDATE bodies SET body = \(other.blob) WHERE entry = 3")
        #expect(written.flaw() == Flaw(3, .body, 0))
        try written.tamper(
            "UPDATE bodies SET body = \(other.blob), digest = \(Digest(of: other).raw.blob) WHERE entry = 3")
        #expect(written.flaw() == Flaw(3, .body))
    }

    @Test func `a body given to another record`() throws {
        try written.tamper("UPDATE bodies SET record = 9 WHERE entry = 3")
        #expect(written.flaw() == Flaw(3, .body, 0))
    }

    @Test func `a body removed, and one added`() throws {
        try written.tamper("DELETE FROM bodies WHERE entry = 3")
        #expect(written.flaw() == Flaw(3, .bodies))
        let body = Array(#"{"id":9,"kind":"person","name":"Nobody"}"#.utf8)
        try written.tamper(
            "INSERT INTO bodies VALUES ('green-harbours', 'person', 9, 2, 1, \(Digest(of: body).raw.blob), \(body.blob), 0)"
        )
        #expect(written.flaw() == Flaw(2, .bodies))
    }

    @Test func `two bodies of one entry in each other's place`() throws {
        try written.tamper(
            """
            UPDATE bodies SET position = 100 WHERE entry = 1 AND position = 0; UPDATE bodies SET position = 0 WHERE entry = 1 AND position = 1;
            UPDATE bodies SET position = 1 WHERE entry = 1 AND position = 100;
            """)
        #expect(written.flaw() == Flaw(1, .body))
    }

    @Test func `a body behind the last entry`() throws {
        let body = Array(#"{"id":9,"kind":"person","name":"Nobody"}"#.utf8)
        try written.tamper(
            "INSERT INTO bodies VALUES ('green-harbours', 'person', 9, 6, 0, \(Digest(of: body).raw.blob), \(body.blob), 0)"
        )
        #expect(written.flaw() == Flaw(6, .bodies))
    }

    @Test func `bytes that are gone without an entry that erased them are lost`() throws {
        try written.tamper("UPDATE bodies SET body = NULL, state = 2 WHERE entry = 4")
        #expect(written.flaw() == Flaw(4, .lost, 0))
    }

    @Test func `a redaction that no entry carried out`() throws {
        let body = Array(#"{"id":1,"kind":"contact","person":1}"#.utf8)
        try written.tamper("UPDATE bodies SET body = \(body.blob), state = 1 WHERE entry = 4")
        #expect(written.flaw() == Flaw(4, .body, 0))
    }

    @Test func `what is not personal cannot be called withheld`() throws {
        try written.tamper("UPDATE bodies SET body = NULL, state = 3 WHERE entry = 3")
        #expect(written.flaw() != nil)
    }

    @Test func `a moment before that of the entry before it`() throws {
        let (entry, _) = try written.entry(
            "add-person", ["name": "Luka Furlan"], at: Moment(milliseconds: 0, day: Day(count: 0)))
        try written.store.append([Append(entry)])
        #expect(written.flaw() == Flaw(6, .moment))
    }

    @Test func `the first of several is named`() throws {
        try written.tamper("UPDATE bodies SET body = x'7b7d' WHERE entry IN (2, 4)")
        #expect(written.flaw() == Flaw(2, .body, 0))
    }

    @Test(arguments: [
        "UPDATE entries SET header = x'7b7d'", "DELETE FROM entries WHERE number = 5",
        "UPDATE entries SET number = 9 WHERE number = 5",
        "INSERT OR REPLACE INTO entries VALUES ('green-harbours', 5, x'7b7d')",
        "REPLACE INTO entries SELECT project, number, x'7b7d' FROM entries WHERE number = 2",
        "UPDATE OR REPLACE entries SET number = 4 WHERE number = 5",
        "INSERT INTO entries VALUES ('green-harbours', 5, x'7b7d') ON CONFLICT DO UPDATE SET header = x'7b7d'",
        "UPDATE bodies SET body = x'7b7d' WHERE entry = 3", "UPDATE bodies SET body = NULL, state = 2 WHERE entry = 3",
        "UPDATE bodies SET body = NULL, state = 3 WHERE entry = 3",
        "DELETE FROM bodies WHERE entry = 3",
        "INSERT OR REPLACE INTO bodies SELECT project, kind, record, entry, position, digest, x'7b7d', state FROM bodies WHERE entry = 3",
        "UPDATE bodies SET digest = zeroblob(32) WHERE entry = 3",
        "INSERT INTO entries VALUES ('green-harbours', 0, x'7b7d')",
        "INSERT INTO entries VALUES ('green-harbours', 'six', x'7b7d')",
        "INSERT INTO bodies VALUES ('green-harbours', 'person', 9, 6, 0, x'00', x'7b7d', 0)",
        "INSERT INTO bodies VALUES ('green-harbours', 'person', 9, 6, 0, zeroblob(32), NULL, 0)",
    ])
    func `the tables themselves refuse what is no appending`(sql: String) throws {
        #expect(throws: (any Error).self) { try written.store.execute(sql) }
        #expect(written.flaw() == nil)
    }

    @Test func `readings are only appended to`() throws {
        try written.store.note(Reading("contact/1", by: 1, at: 5, .friday), of: "green-harbours")
        for sql in ["UPDATE readings SET person = 2", "DELETE FROM readings"] {
            #expect(throws: (any Error).self) { try written.store.execute(sql) }
        }
    }
}
