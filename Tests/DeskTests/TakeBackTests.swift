import Cast
import Desk
import Domain
import Testing
import Words

/// An import that is taken back whole, or not at all.
struct TakeBackTests {
    private func start(_ office: Office, _ importing: Importing, by seat: Seat = Office.coordinator) async throws
        -> Importing.Started
    {
        try await office.desk.start(importing, by: seat, today: .friday, bytes: Array("the file".utf8))
    }

    private func takeBack(_ office: Office, _ entry: Int, by seat: Seat = Office.coordinator) async -> Refusal? {
        do {
            try await office.carryOut(
                "take-back-import", ["entry": .whole(Int64(entry)), "reason": "The wrong list"], by: seat)
            return nil
        } catch { return error as? Refusal }
    }

    @Test func `an import is taken back whole: what it added goes, and what it changed is as it was`() async throws {
        let office = try await Office()
        try await office.carryOut(
            "add-event", ["title": "A", "sorts": ["other"], "start": "2025-01-10", "place": "Kiel"])
        let before = office.desk.published.project
        let rows = [
            ["title", "sorts", "start", "place"], ["A", "", "2025-01-10", "Wismar"],
            ["B", "other", "2026-01-11", "Izola"],
        ]
        let kind = try #require(Kind.named("event"))
        let sheet = Sheet(rows: rows.enumerated().map { Sheet.Row(number: $0 + 1, cells: $1) })
        _ = try await start(office, try Importing(kind, sheet, language: .en, name: "events.csv"))
        #expect(office.desk.published.project.events.map(\.place) == ["Wismar", "Izola"])
        #expect(await takeBack(office, 3, by: .visitor)?.code == "noDesk")
        #expect(await takeBack(office, 2)?.code == "notAnImport")
        #expect(await takeBack(office, 3) == nil)
        let after = office.desk.published.project
        #expect(after.entry == 4 && after.events.map(\.id) == before.events.map(\.id))
        #expect(after.events[1] == before.events[1] && after.events[2] == nil)
        // Once is enough; and what came in once comes in again.
        #expect(await takeBack(office, 3)?.code == "changedSinceImport")
        guard case .done = try await start(office, try Importing(kind, sheet, language: .en, name: "events.csv")) else {
            Issue.record("not done")
            return
        }
        #expect(await takeBack(office, 5) == nil)
    }

    @Test func `an import of which somebody changed or needs a record is not taken back, and it is said which`()
        async throws
    {
        let office = try await Office()
        let rows = [["name", "partner", "mail"], ["Ana Novak", "PP1", "ana@example.org"], ["Iva Zore", "PP1", ""]]
        _ = try await start(office, ImportTests.importing(rows, "person"))
        let persons = office.desk.published.project.persons.suffix(2).map(\.id.number)
        try await office.carryOut(
            "add-duty", ["person": .whole(Int64(persons[0])), "sort": "coordinator", "from": "2025-01-01"])
        let needed = await takeBack(office, 2)
        #expect(needed?.code == "stillNeeded")
        try await office.carryOut("change-person", ["id": .whole(Int64(persons[1])), "organisation": "Office"])
        let changed = await takeBack(office, 2)
        #expect(changed?.code == "changedSinceImport")
        #expect(changed?.facts.first?.fact == .records([Reference(kind: "person", number: persons[1])]))
    }

    @Test func `what a record was before comes back only where it fits what is there by now`() async throws {
        let office = try await Office()
        func practice(_ title: String) throws -> Importing {
            try ImportTests.importing([["id", "title"], ["1", title]], "good-practice")
        }
        try await office.carryOut("add-good-practice", ["title": "Shore power"])
        guard case .done = try await start(office, try practice("Power from the shore")) else {
            Issue.record("not done")
            return
        }
        // Somebody enters it anew under its old name.
        try await office.carryOut("add-good-practice", ["title": "Shore power"])
        let refused = await takeBack(office, 3)
        #expect(refused?.code == "wouldDouble")
        #expect(office.desk.published.project.goodPractices.map(\.title) == ["Power from the shore", "Shore power"])
        try await office.carryOut("withdraw-good-practice", ["id": 2, "reason": "Twice"])
        #expect(await takeBack(office, 3) == nil)
        #expect(office.desk.published.project.goodPractices.map(\.title) == ["Shore power"])
        #expect(office.desk.published.project.reasons[6]?.text.text == "The wrong list")
    }

    @Test func `what the programme decided, and a table brought with its document, a partner does not take back`()
        async throws
    {
        let office = try await Office()
        try await office.carryOut("add-person", ["name": "Jo Lund", "partner": 2])
        try await office.carryOut(
            "add-duty", ["person": 2, "sort": "partnerManager", "partner": 2, "from": "2024-03-01"])
        let manager = Seat.person("green-harbours", 2)
        try await office.carryOut("add-good-practice", ["title": "Shore power", "partner": 2])
        let sheet = Sheet(
            rows: [["id", "title", "status"], ["1", "Shore power", "validated"]].enumerated().map {
                Sheet.Row(number: $0 + 1, cells: $1)
            })
        let kind = try #require(Kind.named("good-practice"))
        let importing = try Importing(kind, sheet, language: .en, name: "practices.csv", found: .minutes)
        guard case .done(let answer, _) = try await start(office, importing) else {
            Issue.record("not done")
            return
        }
        #expect(await takeBack(office, answer.entry, by: manager)?.code == "decidedByOthers")
        #expect(office.desk.published.project.goodPractices[1]?.status == .validated)
        #expect(await takeBack(office, answer.entry) == nil)
    }
}
