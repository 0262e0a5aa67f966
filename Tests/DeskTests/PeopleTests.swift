import Cast
import Desk
import Domain
import Foundation
import Testing
import Trail
import Words

/// People are taken in as rows, kept by whom they belong to, and are who they are until they are shredded.
@Suite struct PeopleTests {
    private static let labels = ["id", "name", "partner", "organisation", "mail", "telephone", "duty", "from", "to"]
    private static let rows = [
        ["", "Ana Vidmar", "PP2", "", "ana@port.example", "+49 40 1", "contributor", "1 March 2024", ""],
        ["", "Luka Furlan", "", "Port of Koper", "luka@port.example", "", "", "", ""],
        ["", "Bo Ek", "PP3", "", "office@port.example", "", "", "", ""],
        ["", "Eva Ek", "PP3", "", "office@port.example", "", "", "", ""],
    ]

    private func importing(_ rows: [[String]], _ language: Language = .en) throws -> Importing {
        let heads = Self.labels.map { Words.of(language).label(field: $0, of: Person.kind) }
        let sheet = Sheet(rows: ([heads] + rows).enumerated().map { Sheet.Row(number: $0 + 1, cells: $1) })
        return try Importing(try #require(Kind.named(Person.kind)), sheet, language: language, name: "people.csv")
    }

    private func taken(_ office: Office) async throws {
        let check = try importing(Self.rows).check(
            on: office.desk.published.project, by: Office.coordinator, today: .friday)
        #expect(check.rows.dropFirst().map(\.outcome) == [.add, .add, .add, .add])
        guard
            case .done = try await office.desk.start(
                try importing(Self.rows), shown: check.marks, by: Office.coordinator, today: .friday, bytes: [])
        else { throw Refusal("stopped") }
    }

    @Test func `a row is a person with address and duty, and comes back as the same`() async throws {
        let office = try await Office()
        try await taken(office)
        let project = office.desk.published.project
        #expect(project.contacts.compactMap(\.mail?.text).count == 4 && project.duties.count == 2)
        func outcomes(_ rows: [[String]]) throws -> [Importing.Outcome] {
            try importing(rows).check(on: project, by: Office.coordinator, today: .friday).rows.dropFirst().map(
                \.outcome)
        }
        #expect(try outcomes(Self.rows) == [.same, .same, .same, .same])
        let numbered = Self.rows.enumerated().map { [String($0 + 2)] + $1.dropFirst() }
        #expect(try outcomes(numbered) == [.same, .same, .same, .same])
        // Who has the address and the name is meant, whatever partner the row says.
        let moved = [["", "ana vidmar", "PP4", "", "ANA@port.example", "", "", "", ""]]
        let check = try importing(moved).check(on: project, by: Office.coordinator, today: .friday)
        #expect(check.rows[1].record == Key<Person>(2).reference && check.rows[1].outcome == .change)
    }

    @Test func `an address that somebody else has is shown, and never renames that somebody`() async throws {
        let office = try await Office()
        try await taken(office)
        let row = [["", "Boris Novak", "PP2", "", "ana@port.example", "", "", "", ""]]
        let check = try importing(row).check(
            on: office.desk.published.project, by: Office.coordinator, today: .friday)
        #expect(check.rows[1].outcome == .add && check.rows[1].record == nil)
        #expect(check.rows[1].findings.map(\.code) == ["mailKnown"])
        let wrong = try importing([["", "Cene Zor", "PP2", "", "cene@port,example", "", "", "", ""]]).check(
            on: office.desk.published.project, by: Office.coordinator, today: .friday)
        #expect(wrong.rows[1].outcome == .refused && wrong.rows[1].findings.map(\.code) == ["notMail"])
    }

    @Test func `a partner's manager neither changes nor claims who belongs to no partner, and joins nobody of others`()
        async throws
    {
        let office = try await Office()
        try await taken(office)
        try await office.carryOut("add-duty", ["person": 2, "sort": "partnerManager", "partner": 2])
        let manager = Seat.person("green-harbours", 2)
        func code(_ verb: String, _ input: JSON, _ seat: Seat? = nil) async -> String? {
            do {
                try await office.carryOut(verb, input, by: seat ?? manager)
                return nil
            } catch { return (error as? Refusal)?.code }
        }
        #expect(await code("change-person", ["id": 3, "organisation": "Mine"]) == "notYours")
        #expect(await code("change-person", ["id": 3, "partner": 2]) == "notYours")
        #expect(await code("change-contact", ["id": 2, "mail": "mine@port.example"]) == "notYours")
        #expect(await code("add-person", ["name": "Nobody's"]) == "notForOthers")
        #expect(await code("add-person", ["name": "Ours", "partner": 2, "duty": "coordinator"]) == "mayNot")
        #expect(await code("add-person", ["name": "Ours", "partner": 2, "mail": "ours@port.example"]) == nil)
        let others: JSON = ["one": ["person": 4], "other": ["person": 5]]
        #expect(await code("part-people", others) == "notForOthers")
        #expect(await code("part-people", others, .visitor) == "noDesk")
        #expect(await code("part-people", others, Office.coordinator) == nil)
        try await office.carryOut("add-duty", ["person": 3, "sort": "reader"])
        #expect(await code("join-people", others, .person("green-harbours", 3)) == "mayNot")
    }

    @Test func `shredding leaves the number of people as it was, and nobody to be joined`() async throws {
        let office = try await Office()
        for (number, day) in [(1, "2025-05-13"), (2, "2025-05-14"), (3, "2025-05-15")] {
            let event = JSON.whole(Int64(number))
            try await office.carryOut(
                "add-event",
                ["title": .text("Workshop \(number)"), "sorts": ["stakeholderMeeting"], "start": .text(day)])
            try await office.carryOut("hold-event", ["event": event, "start": .text(day), "mode": "inPerson"])
            // One address at the first two, none at the third.
            try await office.carryOut(
                "add-registration",
                [
                    "event": event, "name": .text("Ana \(number)"),
                    "mail": number < 3 ? .text("ana\(number)@port.example") : .null,
                ])
            try await office.carryOut(
                "record-attendance",
                [
                    "event": event, "how": "hand",
                    "rows": [["state": "present", "registration": event, "capacity": "increased"]],
                ])
        }
        func people() -> Int128 { office.desk.published.project.peopleWithIncreasedCapacity().people }
        #expect(people() == 3)
        try await office.carryOut("join-people", ["one": ["registration": 1], "other": ["registration": 2]])
        try await office.carryOut("join-people", ["one": ["registration": 2], "other": ["registration": 3]])
        #expect(people() == 1)
        // The one by whom the other two were one goes.
        try await office.carryOut("shred-particulars", ["event": 2, "ground": "The day of keeping has passed"])
        #expect(people() == 1)
        let left = office.desk.published.project
        #expect(left.likenesses.map(\.answer) == [.same])
        #expect(Identities(left).areSame(Key<Registration>(1).reference, Key<Registration>(3).reference))
        await #expect(throws: Refusal.self) {
            try await office.carryOut("join-people", ["one": ["registration": 1], "other": ["registration": 2]])
        }
        for event in [1, 3] as [Int64] {
            try await office.carryOut("shred-particulars", ["event": .whole(event), "ground": "The day has passed"])
            #expect(people() == 1)
        }
        #expect(office.desk.published.project.likenesses.isEmpty)
        _ = try office.installation.store.verify("green-harbours")
    }

    @Test func `what was said of who somebody is goes with the name`() async throws {
        let office = try await Office()
        try await taken(office)
        try await office.carryOut("part-people", ["one": ["person": 4], "other": ["person": 5]])
        try await office.carryOut("join-people", ["one": ["person": 4], "other": ["person": 5]])
        try await office.carryOut("erase-particulars", ["person": 4, "ground": "Asked for it"])
        let project = office.desk.published.project
        #expect(project.likenesses.isEmpty && project.name(of: 4) == nil && project.name(of: 5) == "Eva Ek")
        await #expect(throws: Refusal("notNamed", [.init("record", .record(Key<Person>(4).reference))])) {
            try await office.carryOut("join-people", ["one": ["person": 4], "other": ["person": 5]])
        }
    }

    @Test func `who is withdrawn with contacts comes back with them`() async throws {
        let office = try await Office()
        try await taken(office)
        try await office.carryOut("withdraw-person", ["id": 3, "reason": "By mistake."])
        #expect(office.desk.published.project.contacts[2] == nil)
        try await office.carryOut("restore-person", ["id": 3, "reason": "It was none."])
        let project = office.desk.published.project
        #expect(project.contacts[2]?.mail == "luka@port.example" && project.name(of: 3) == "Luka Furlan")
    }

    @Test func `of two who change one person, one the number and one the duty, both stand`() async throws {
        let office = try await Office()
        try await taken(office)
        let seen = office.desk.published.entry
        let before = try #require(office.desk.published.project.persons[2]).row(in: office.desk.published.project)
        try await office.carryOut("change-person", before.overlaid(by: ["telephone": "+49 40 2"]), seen: seen)
        try await office.carryOut("change-person", before.overlaid(by: ["to": "2025-12-31"]), seen: seen)
        let now = try #require(office.desk.published.project.persons[2]).row(in: office.desk.published.project)
        #expect(now["telephone"] == "+49 40 2" && now["to"] == "2025-12-31")
        await #expect(throws: ProjectDesk.Conflict.self) {
            try await office.carryOut("change-person", before.overlaid(by: ["telephone": "+49 40 3"]), seen: seen)
        }
    }
}
