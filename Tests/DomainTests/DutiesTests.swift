import Cast
import Testing

@testable import Domain

@Suite struct DutiesTests {
    let project: Project

    init() throws { project = try GreenHarbours.project().doing("add-person", ["name": "Luka Furlan", "partner": 1]) }

    @Test func `a duty passes without a gap and without an overlap`() throws {
        let after = try project.doing(
            "hand-over-duty", ["duty": 1, "to": 2, "on": "2025-01-01", "note": "Keys are in the drawer."])
        #expect(after.duties[1]?.to == When("2024-12-31"))
        let next = try #require(after.duties[2])
        #expect(next.person == 2)
        #expect(next.sort == .coordinator)
        #expect(next.from == When("2025-01-01"))
        #expect(next.to == nil)
        #expect(next.ordinal == 2)
        #expect(next.provenance.note == "Keys are in the drawer.")
        for day in [Day(2024, 12, 31)!, Day(2025, 1, 1)!] {
            #expect(after.duties.filter { $0.isHeld(on: day) }.count == 1)
        }
        #expect(after.duties(of: 1, on: Day(2024, 12, 31)!).count == 1)
        #expect(after.duties(of: 1, on: Day(2025, 1, 1)!).isEmpty)
    }

    @Test func `a duty does not pass to who has it, before it began, or after it ended`() throws {
        #expect(project.refusal("hand-over-duty", ["duty": 1, "to": 1, "on": "2025-01-01"])?.code == "sameHolder")
        #expect(project.refusal("hand-over-duty", ["duty": 1, "to": 2, "on": "2024-02-29"])?.code == "dutyNotHeld")
        #expect(project.refusal("hand-over-duty", ["duty": 1, "to": 2, "on": "2024-03-01"])?.code == "dutyNotHeld")
        #expect(project.refusal("hand-over-duty", ["duty": 1, "to": 2, "on": "2024-03-02"]) == nil)
        let over = try project.doing("hand-over-duty", ["duty": 1, "to": 2, "on": "2025-01-01"])
        #expect(over.refusal("hand-over-duty", ["duty": 1, "to": 2, "on": "2025-06-01"])?.code == "dutyNotHeld")
        #expect(
            over.findings("hand-over-duty", ["duty": 9, "to": 8, "on": "2025-06-01"]) == [
                "duty noSuchRecord", "to noSuchRecord",
            ])
    }

    @Test func `whatever a hand-over writes can be read again`() throws {
        let open = try project.doing("change-duty", ["id": 1, "from": nil])
        var unreadable: [String] = []
        for day in ["0001-01-01", "0001-01-02", "9999-12-31"] {
            for case .put(let record) in (try? open.changes("hand-over-duty", ["duty": 1, "to": 2, "on": .text(day)]))
                ?? []
            {
                if (try? Kind.named("duty")?.reading(record.json)) == nil { unreadable.append(day) }
            }
        }
        #expect(unreadable == [])
    }
}
