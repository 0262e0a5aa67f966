import Domain
import Testing

/// What a reader looks for in the events of the samples.
@Suite struct EventsOfSamplesTests {
    @Test func `INNO INDUSTRY shows what became of the plan of its events, and where each count comes from`() throws {
        let project = try Played("inno-industry").project
        func titles(_ change: Event.Change) -> [String] {
            project.events.filter { $0.moves.contains { $0.sort == change } }.map(\.title)
        }
        #expect(
            titles(.hostSwapped) == [
                "Meeting in Sweden (planned, last week of May)", "Virtual study visit to Slovakia",
            ])
        #expect(titles(.putOnline) == ["Virtual study visit to Slovakia"])
        let together = project.events.filter { $0.backToBack != nil }
        #expect(together.count == 2 && together.map(\.start) == [When("2020-12-16"), When("2020-12-16")])
        #expect(together.allSatisfy { project.counting(of: $0, on: Day(2023, 3, 1)!).allSatisfy { $0.why == .counts } })
        #expect(together.map(\.backToBack) == together.reversed().map { $0.id })
        let krems = try #require(project.events.first { $0.place?.hasPrefix("Krems") == true })
        #expect(krems.mode == .hybrid && krems.participants == Count(50))
        #expect(project.events.contains { $0.organisations == Count(15) && $0.participants == nil })
        #expect(project.events.contains { $0.participants == Count(15, .about) })

        let workshops = try #require(project.eventSeries.first { $0.sort == .stakeholderMeeting })
        #expect(project.planned(in: workshops) == 50)
        let lines = project.standing(of: workshops)
        #expect(lines.map { $0.held.count }.reduce(0, +) == 22)
        #expect(lines.allSatisfy { $0.planned == 5 } && lines.count == 10)
        let visits = try #require(project.eventSeries.first { $0.sort == .studyVisit })
        let all = try #require(project.standing(of: visits).first)
        #expect(all.planned == 10 && all.held.count == 3 && all.ahead.count == 1 && all.lost.count == 1)
    }

    @Test func `Green Harbours has every change, decision, follow-up, registration and attendance in every state`()
        throws
    {
        let project = try Played("green-harbours").project
        func all<C: Choice>(_ type: C.Type, _ found: [C]) -> [C] { C.allCases.filter { !found.contains($0) } }
        #expect(all(Event.Change.self, project.events.flatMap { $0.moves.compactMap(\.sort) }) == [])
        #expect(all(Decision.Status.self, project.decisions.map(\.status)) == [])
        #expect(all(Decision.Procedure.self, project.decisions.map(\.procedure)) == [])
        #expect(all(FollowUp.Status.self, project.followUps.map(\.status)) == [])
        #expect(project.followUps.contains { $0.wasLate })
        #expect(all(Registration.Status.self, project.registrations.map(\.status)) == [])
        #expect(all(Attendance.State.self, project.attendances.map(\.state)) == [])
        #expect(all(Attendance.How.self, project.attendances.map(\.how)) == [])
        #expect(all(SurveyResult.Meaning.self, project.surveyResults.map(\.meaning)) == [])
        #expect(all(OutboxMessage.Occasion.self, project.outboxMessages.map(\.occasion)) == [.other])
        #expect(project.peopleWithIncreasedCapacity() == .init(people: 4, anonymous: 0, events: [20]))
        // Nobody has shown that event: its people are not evidenced.
        let people = try #require(project.figures.first { $0.rule == .peopleWithIncreasedCapacity })
        let evidence = project.evidence(of: people, on: Day(2025, 11, 5)!)
        #expect(evidence.value?.part == 0 && evidence.unshown.map(\.record) == [Reference(kind: "event", number: 20)])
        let codes = project.events.flatMap { $0.findings(in: project) }.map(\.code)
        #expect(codes.contains("headCountDiffers"))
    }
}
