import Cast
import Desk
import Domain
import Testing

@testable import Web

/// Trail and history call persons and records as they were called then.
@Suite struct NamesThenTests {
    @Test func `who acted, and what it was about, is called as it was then, also when it is gone`() async throws {
        let browser = try await Browser.begun()
        let desk = try browser.site.installation.desk("green-harbours")
        func carryOut(_ verb: String, _ input: JSON, by person: Int) async throws {
            _ = try await desk.carryOut(
                .init(AnyVerb.named(verb)!, input, by: .person("green-harbours", Key(person))))
        }
        // Entries 2 to 11.
        try await carryOut("add-person", ["name": "Ana Vidmar", "partner": 1], by: 1)
        try await carryOut("add-duty", ["person": 2, "sort": "coordinator"], by: 1)
        try await carryOut("add-event", ["title": "Visit", "sorts": ["studyVisit"], "host": 2], by: 2)
        try await carryOut("change-person", ["id": 2, "name": "Ana Kos"], by: 2)
        try await carryOut("change-event", ["id": 1, "title": "Visit to the port", "host": 3], by: 2)
        try await carryOut("withdraw-event", ["id": 1, "reason": "x"], by: 2)
        try await carryOut("change-partner", ["id": 2, "name": "Hafenforum"], by: 1)
        try await carryOut("withdraw-duty", ["id": 2, "reason": "x"], by: 1)
        try await carryOut("withdraw-person", ["id": 2, "reason": "Left."], by: 1)
        try await carryOut("restore-event", ["id": 1], by: 1)

        let trail = try await browser.get("/projects/green-harbours/trail").text
        let lines = trail.split(separator: "<li>").reduce(into: [Int: String]()) { lines, line in
            for entry in 1...11 where line.contains("trail/\(entry)\"") { lines[entry] = String(line) }
        }
        for (entry, person, record) in [
            (4, "Ana Vidmar", "Visit<"), (5, "Ana Vidmar", "Ana Kos"), (6, "Ana Kos", "Visit to the port<"),
            (7, "Ana Kos", "Visit to the port"), (10, "Maja Kocjančič", "Ana Kos"),
            (8, "Maja Kocjančič", "Hafenforum"), (11, "Maja Kocjančič", "Visit to the port"),
        ] {
            let line = try #require(lines[entry])
            #expect(line.contains(record), "\(entry): \(line)")
            #expect(line.contains(person) || entry == 5, "\(entry): \(line)")
        }
        let entry = try await browser.get("/projects/green-harbours/trail/6").text
        #expect(entry.contains("Ana Kos") && !entry.contains("person 2"))
        let history = try await browser.get("/projects/green-harbours/events/1").text
        #expect(history.contains("Ana Vidmar") && history.contains("Ana Kos") && !history.contains("Person 2"))
        // The host of before had another name then.
        #expect(history.contains("from Küstenforum Grüne Häfen e. V. to "))
    }
}
