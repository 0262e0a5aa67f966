import Cast
import Testing

@testable import Domain

/// Phases that come later, pauses between them, and requests that wait for one another.
@Suite struct ExtendingTests {
    /// Two years of learning and one of monitoring, and a request that is approved.
    private func approved() throws -> Project {
        var project = try GreenHarbours.unbegun.doing(
            "begin-project",
            GreenHarbours.begun.overlaid(by: [
                "programme": "Interreg Europe 2014-2020", "pack": "interreg-europe-2014-2020", "start": "2019-08-01",
                "end": "2022-07-31", "approvedOn": "2019", "periodMonths": nil, "durabilityYears": nil,
                "phases": [
                    ["start": "2019-08-01", "end": "2021-07-31"], ["start": "2021-08-01", "end": "2022-07-31"],
                ],
            ]), on: Day(2019, 9, 1)!
        ).doing("add-request-for-change", ["title": "Extension", "subject": "duration", "newEnd": "2023-07-31"])
        for (verb, day) in [("agree-on-request", 1), ("send-request", 2), ("approve-request", 3)] {
            project = try project.doing(verb, ["request": 1, "on": .text("2021-03-0\(day)"), "by": "Somebody"])
        }
        return project
    }

    private func spans(_ project: Project) -> [String] { project.phases.map { "\($0.start) \($0.end)" } }

    @Test func `phases follow one another without sharing a day, however one is entered`() throws {
        let project = try GreenHarbours.project()
        let first = try #require(project.phases.first { _ in true })
        let over: JSON = ["number": 9, "start": .text(first.end.plain), "end": .text(first.end.adding(days: 30).plain)]
        #expect(project.findings("add-phase", over).contains("start phasesOverlap"))
    }

    @Test func `a phase added with an extension stands under now alone, and no other grows`() throws {
        let after = try approved().doing(
            "extend-project",
            [
                "request": 1, "on": "2021-03-04",
                "phases": [
                    ["title": "Pause", "start": "2022-08-01", "end": "2023-01-31", "isPause": true],
                    ["title": "Third", "start": "2023-02-01", "end": "2023-07-31"],
                ],
            ])
        #expect(
            spans(after) == [
                "2019-08-01 2021-07-31", "2021-08-01 2022-07-31", "2022-08-01 2023-01-31", "2023-02-01 2023-07-31",
            ])
        #expect(after.phases.map { after.isOriginal($0) } == [true, true, false, false])
        #expect(try after.phaseSpans(.original).map(\.end.plain) == ["2021-07-31", "2022-07-31"])
        #expect(after.identification?.end.plain == "2023-07-31")
        let added = after.reportingPeriods.filter { $0.addedBy == 1 }
        #expect(!added.isEmpty)
        #expect(added.allSatisfy { $0.start >= Day(2023, 2, 1)! }, "in a pause nothing is reported")
    }

    @Test func `a phase that was added before the extension does not grow with it`() throws {
        let early = try approved().doing("add-phase", ["number": 3, "start": "2022-08-01", "end": "2023-07-31"])
        #expect(try early.phaseSpans(.now).count == 2, "before the extension it is no part of the project's time")
        let after = try early.doing("extend-project", ["request": 1, "on": "2021-03-04"])
        #expect(spans(after) == ["2019-08-01 2021-07-31", "2021-08-01 2022-07-31", "2022-08-01 2023-07-31"])
        #expect(after.phases[3]?.originalEnd == nil)
        #expect(try after.phaseSpans(.original).map(\.end.plain) == ["2021-07-31", "2022-07-31"])
    }

    @Test func `an added phase lies in the new time, and none overlaps another`() throws {
        func found(_ phases: JSON) throws -> [String] {
            try approved().findings("extend-project", ["request": 1, "on": "2021-03-04", "phases": phases])
        }
        #expect(try found([["start": "2022-07-01", "end": "2023-07-31"]]) == ["phases.0.start phaseOutsideExtension"])
        #expect(try found([["start": "2022-08-01", "end": "2023-08-31"]]) == ["phases.0.start phaseOutsideExtension"])
        #expect(
            try found([
                ["start": "2022-08-01", "end": "2023-01-31"], ["start": "2023-01-01", "end": "2023-07-31"],
            ]) == ["phases phasesOverlap"])
    }

    @Test func `a request waits while another one of the same matter has open questions`() throws {
        var project = try approved().doing(
            "add-request-for-change", ["title": "Again", "subject": "duration", "newEnd": "2023-12-31"])
        for (verb, day) in [("agree-on-request", 1), ("send-request", 2), ("question-request", 3)] {
            project = try project.doing(verb, ["request": 2, "on": .text("2021-03-0\(day)"), "by": "Somebody"])
        }
        #expect(project.refusal("extend-project", ["request": 1, "on": "2021-03-04"])?.code == "requestWaits")
        let answered = try project.doing("answer-request", ["request": 2, "on": "2021-03-04", "by": "Somebody"])
        #expect(answered.refusal("extend-project", ["request": 1, "on": "2021-03-05"]) == nil)
    }

    @Test func `a length that the pack does not know is asked for its phases, and not begun without them`() throws {
        let thirty = GreenHarbours.begun.overlaid(by: ["end": "2026-08-31", "phases": []])
        #expect(GreenHarbours.unbegun.findings("begin-project", thirty) == ["phases phasesNeeded"])
        let none = try GreenHarbours.unbegun.doing("begin-project", thirty.overlaid(by: ["withoutPhases": true]))
        #expect(none.phases.isEmpty)
    }

    @Test func `a vote of tomorrow is not taken`() throws {
        let sent = try GreenHarbours.project().doing(
            "add-decision",
            ["title": "Logo", "text": "Take it", "procedure": "written"]
        ).doing("send-decision", ["decision": 1, "deadline": "2025-06-30", "silenceIsYes": false])
        let vote: JSON = ["decision": 1, "partner": 2, "answer": "yes"]
        #expect(sent.findings("vote-on-decision", vote.overlaid(by: ["on": "2025-05-17"])) == ["on dayToCome"])
        #expect(sent.findings("vote-on-decision", vote.overlaid(by: ["on": "2025-05-16"])) == [])
    }

    @Test func `who waits for a place, or withdrew, is asked about before counting as present`() throws {
        let project = try GreenHarbours.project().doing(
            "add-event", ["title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-05-10"]
        ).doing("add-registration", ["event": 1, "name": "Ana Vidmar"]).doing("release-place", ["registration": 1])
        func sheet(_ more: JSON) -> JSON {
            let row: JSON = ["state": "present", "registration": 1]
            return ["event": 1, "how": "hand", "rows": .list([row.overlaid(by: more)])]
        }
        #expect(project.findings("record-attendance", sheet([:])) == ["rows.0.registration cameWithoutPlace"])
        #expect(project.refusal("record-attendance", sheet(["withoutPlace": true])) == nil)
        #expect(
            project.refusal("record-attendance", sheet(["state": "absent"])) == nil, "who did not come needs no place")
    }
}
