import Cast
import Testing

@testable import Domain

@Suite struct BeginningTests {
    private func begun(_ changes: JSON) throws(Refusal) -> Project {
        try GreenHarbours.unbegun.doing("begin-project", GreenHarbours.begun.overlaid(by: changes))
    }

    private func refused(_ changes: JSON) -> [String] {
        GreenHarbours.unbegun.findings("begin-project", GreenHarbours.begun.overlaid(by: changes))
    }

    @Test func `a project begins with its partners, periods, phases, coordinator and twelve figures`() throws {
        let project = try begun([:])
        #expect(project.identification?.acronym == "Green Harbours")
        #expect(project.partners.map(\.country.code) == ["SI", "DE", "SE", "LV", "PT", "SI"])
        #expect(project.partners.filter(\.isLead).map(\.id) == [1])
        #expect(
            project.reportingPeriods.map { "\($0.number): \($0.start) – \($0.end)" } == [
                "1: 2024-03-01 – 2024-08-31", "2: 2024-09-01 – 2025-02-28", "3: 2025-03-01 – 2025-08-31",
            ])
        #expect(project.phases.count == 1)
        #expect(project.figures.map(\.name).count == 12)
        #expect(project.figures.allSatisfy { $0.isKeyResult && $0.target == nil })
        #expect(project.duties.map(\.sort) == [.coordinator])
        #expect(project.name(of: 1) == "Maja Kocjančič")
        #expect(project.durabilityEnd == Day(2030, 8, 31))
        #expect(project.entry == 1)
    }

    @Test(arguments: [
        (1, "2024-01-31", "2024-04-15", 3), (6, "2024-02-29", "2025-02-28", 3), (60, "2024-03-01", "2024-03-01", 1),
        (7, "2024-03-31", "2026-12-31", 5), (1, "2024-03-01", "2054-03-01", 361),
    ])
    func `periods of any length follow each other without a gap, and end with the project`(
        months: Int, start: String, end: String, count: Int
    ) throws {
        let project = try begun([
            "periodMonths": .whole(Int64(months)), "start": .text(start), "end": .text(end), "phases": [],
            "withoutPhases": true,
        ])
        let periods = Array(project.reportingPeriods)
        #expect(periods.count == count)
        #expect(periods.first?.start == Day(start))
        #expect(periods.last?.end == Day(end))
        for (one, next) in zip(periods, periods.dropFirst()) { #expect(next.start == one.end.adding(days: 1)) }
        #expect(periods.allSatisfy { $0.start <= $0.end })
    }

    @Test func `what cannot be is refused, all at once`() {
        #expect(refused(["end": "2024-02-29"]) == ["end endBeforeStart"])
        #expect(refused(["periodMonths": 0]) == ["periodMonths monthsOutOfRange"])
        #expect(
            refused(["periodMonths": 61, "partners": []]) == [
                "periodMonths monthsOutOfRange", "partners partnersMissing",
            ])
        #expect(refused(["end": "2054-03-02"]) == ["end tooLongProject"])
        #expect(refused(["phases": [["start": "2024-05-01", "end": "2024-04-01"]]]) == ["phases.0.end endBeforeStart"])
        #expect(refused(["coordinator": nil, "acronym": ""]).sorted() == ["acronym missing", "coordinator missing"])
        #expect(refused(["partners": [["name": "Harbour", "country": "Slovenia"]]]) == ["partners.0.country notOneOf"])
    }

    @Test func `what later verbs would refuse, the beginning refuses too`() {
        #expect(refused(["durabilityYears": 51]) == ["durabilityYears yearsOutOfRange"])
        #expect(refused(["durabilityYears": -1]) == ["durabilityYears yearsOutOfRange"])
    }

    @Test func `a project begins once`() throws {
        #expect(try begun([:]).refusal("begin-project", GreenHarbours.begun)?.code == "alreadyBegun")
    }

    @Test(arguments: ["inno-industry", "g2", "a-b-c"]) func `a short name`(name: String) {
        #expect(Project.isName(name))
    }

    @Test(arguments: [
        "", "a", "2g", "-a", "Green", "a b", "a/b", "..", "new", "desk", "installation", "čoln",
        String(repeating: "a", count: 41),
    ])
    func `what is no short name`(name: String) { #expect(!Project.isName(name)) }
}
