import Cast
import Testing

@testable import Domain

@Suite struct StageTests {
    /// From 1 March 2024 to 31 August 2025, entered on 4 March 2024.
    let project: Project
    /// Ended in 2021 and entered years later: periods, a partner of before, an event as found, obligations of its pack.
    let old: Project
    static let entered = Day(2026, 11, 23)!

    init() throws {
        project = try GreenHarbours.project()
        let found: JSON = ["on": "2021", "source": "Annual report of the agency"]
        old = try GreenHarbours.unbegun.doing(
            "begin-project",
            GreenHarbours.begun.overlaid(by: [
                "programme": "Interreg Europe 2014-2020", "pack": "interreg-europe-2014-2020", "approvedOn": "2018-04",
                "start": "2018-06-01", "end": "2021-05-31", "phases": [], "withoutPhases": true,
            ]), on: Self.entered
        )
        .doing("take-over-obligations", .object([]), on: Self.entered)
        .doing("change-partner", ["id": 5, "to": "2018-03-31"], on: Self.entered)
        .doing(
            "add-event-as-found",
            ["title": "Final event", "sorts": ["finalEvent"], "status": "held", "start": "2021-04-15", "found": found],
            on: Self.entered
        )
        .doing(
            "add-event", ["title": "Workshop", "sorts": ["other"], "status": "planned", "start": "2020-03-12"],
            on: Self.entered
        )
        .doing(
            "add-activity", ["title": "Guide", "start": "2019-01", "due": "2020-09-30", "lead": 2], on: Self.entered
        )
        .doing(
            "add-joint-report-as-found", ["found": .minutes, "number": 1, "period": 1, "status": "approved"],
            on: Self.entered)
    }

    private func late(_ project: Project, _ day: Day) -> [String] {
        project.needs(on: day).filter { $0.urgency == .late }.map { "\($0.code) \($0.about?.description ?? "")" }
    }

    @Test func `a project is being prepared, runs, closes, and is closed once that has certainly passed`() throws {
        func stages(_ project: Project, _ days: String...) -> [Stage?] { days.map { project.stage(on: Day($0)!) } }
        #expect(
            stages(project, "2024-02-29", "2024-03-01", "2025-08-31", "2025-09-01") == [
                .preparing, .running, .running, .closing,
            ])
        let closed = try project.doing(
            "close-project", ["identification": 1, "on": "2026-03-10", "finalPaymentOn": "2026-03-02"],
            on: Day(2026, 3, 12)!)
        #expect(stages(closed, "2026-03-09", "2026-03-10") == [.closing, .closed])
        #expect(closed.identification?.finalPaymentOn == Day(2026, 3, 2))
        let year = try old.doing(
            "set-identification-as-found", ["id": 1, "closedOn": "2022", "found": .minutes], on: Self.entered)
        #expect(stages(year, "2022-12-30", "2022-12-31") == [.closing, .closed])
        #expect(GreenHarbours.unbegun.stage(on: .friday) == nil)
    }

    @Test func `a project is closed once, after its end and its last payment, on no day to come, by its verbs alone`() {
        let close: JSON = ["identification": 1, "on": "2026-03-10"]
        let day = Day(2026, 3, 12)!
        func wrong(_ more: JSON) -> [String] {
            project.findings("close-project", close.overlaid(by: more), on: day)
        }
        #expect(wrong(["on": "2025-08-30"]) == ["on closedBefore"])
        #expect(wrong(["finalPaymentOn": "2026-03-11"]) == ["on closedBefore"])
        #expect(wrong(["on": "2026-03-13"]) == ["on dayToCome"])
        #expect(wrong([:]) == [])
        #expect(project.findings("change-identification", ["id": 1, "closedOn": "2026-03-10"]) != [])
        #expect(
            project.findings("set-identification-as-found", ["id": 1, "closedOn": "2026-03-10"], on: day)
                == ["found missing"])
        #expect(
            project.findings(
                "set-identification-as-found", ["id": 1, "closedOn": "2025-06", "found": .minutes], on: day)
                == ["closedOn closedBefore"])
    }

    @Test func `a closed project is closed no more by a correction with its reason, and is as it was before`() throws {
        let day = Day(2026, 3, 12)!
        let closed = try project.doing("close-project", ["identification": 1, "on": "2026-03-10"], on: day)
        #expect(
            closed.refusal("close-project", ["identification": 1, "on": "2026-03-11"], on: day)?.code
                == "alreadyClosed")
        #expect(
            closed.findings("correct-identification", ["id": 1, "closedOn": .null], on: day) == ["because missing"])
        let open = try closed.doing(
            "correct-identification", ["id": 1, "closedOn": .null, "because": "A recovery came."], on: day)
        #expect(open.stage(on: day) == .closing)
        #expect(late(open, day) == late(project, day) && late(closed, day) != late(project, day))
    }

    @Test func `a project that ended in 2021 and is entered today has nothing late but, later on, durability`() throws {
        let closed = try old.doing(
            "set-identification-as-found", ["id": 1, "closedOn": "2022", "found": .minutes], on: Self.entered)
        let durable = Set(old.obligations.filter(\.outlasts).map(\.reference))
        #expect(!durable.isEmpty)
        for project in [old, closed] {
            #expect(late(project, Self.entered) == [])
            for month in 0..<60 {
                let day = Self.entered.adding(months: month)
                for need in project.needs(on: day) where need.urgency == .late {
                    #expect(need.about.map(durable.contains) == true, "\(day) \(need)")
                }
                for entry in project.calendar(on: day) where entry.state == .late {
                    #expect(durable.contains(entry.about), "\(day) \(entry.name)")
                }
            }
            // That it is not known is said, and of durability what comes is asked.
            #expect(project.needs(on: Self.entered).contains { $0.urgency == .notOnRecord })
        }
        // What falls due once the record has begun is late when it was not done.
        #expect(late(closed, Day(2027, 6, 1)!).count == 0)
        let lasting = try closed.doing("change-identification", ["id": 1, "durabilityYears": 10], on: Self.entered)
        #expect(late(lasting, Day(2027, 6, 1)!).count == 1)
        #expect(closed.needs(on: Self.entered).allSatisfy { $0.urgency == .notOnRecord || $0.lasts })
    }

    @Test func `who left before the project began owes nothing, and no report of an unknown day is owed`() {
        let fifth = old.obligations.flatMap { old.dueDays(of: $0) }.filter { $0.partner == 5 }
        #expect(fifth == [])
        let second = old.obligations.flatMap { old.dueDays(of: $0) }.filter { $0.partner == 2 }
        #expect(!second.isEmpty)
        #expect(old.jointReports[1]?.findings(in: old).map { "\($0.field) \($0.code)" } == ["submittedOn dayNotKnown"])
        #expect(
            project.findings(
                "add-joint-report-as-found", ["found": .minutes, "number": 1, "period": 1, "status": "submitted"])
                == ["submittedOn missing"])
    }

    @Test func `what the records show meets an obligation: the final event that was held, the project that is closed`()
        throws
    {
        func state(_ project: Project, _ parameter: String, on day: Day = Self.entered) throws -> Occurrence.State {
            let obligation = try #require(project.obligations.first { $0.parameter == parameter })
            return try #require(project.standing(of: obligation, on: day).first).state
        }
        #expect(try state(old, "communication.finalEvent") == .fulfilled)
        #expect(try state(old, "closure.rule") == .notOnRecord)
        let closed = try old.doing("close-project", ["identification": 1, "on": "2022-02-01"], on: Self.entered)
        #expect(try state(closed, "closure.rule") == .fulfilled)
        #expect(try state(closed, "closure.rule", on: Day(2022, 1, 31)!) != .fulfilled)
    }

    @Test func `of what was due nobody may know any more, with a reason, until it is opened again`() throws {
        let poster = try project.doing(
            "add-obligation",
            [
                "title": "Poster", "sort": "publicity", "origin": "programme", "everyPartner": true,
                "rule": ["form": "afterAnchor", "anchor": "approval", "count": 6, "unit": "months"],
            ])
        let unknown: JSON = ["obligation": 1, "partner": 2, "reason": "The archive burnt."]
        #expect(
            poster.refusal("leave-obligation-unknown", unknown, on: Day(2024, 9, 1)!)?.code == "notDueYet")
        #expect(poster.findings("leave-obligation-unknown", ["obligation": 1, "partner": 2]) == ["reason missing"])
        let left = try poster.doing("leave-obligation-unknown", unknown)
        #expect(late(left, .friday).count == late(poster, .friday).count - 1)
        let entry = try #require(left.calendar(on: .friday).first { $0.partner == 2 && $0.sort == .obligation })
        #expect(entry.state == .notKnown && !entry.isOpen)
        #expect(
            left.refusal("fulfil-obligation", ["obligation": 1, "partner": 2, "on": "2025-05-15"])?.code
                == "alreadySettled")
        let open = try left.doing("reopen-fulfilment", ["fulfilment": 1, "reason": "A photograph turned up."])
        #expect(late(open, .friday) == late(poster, .friday))
    }

    @Test func `what is waived, or met, leaves no line of its period, and a report stands once beside its obligation`()
        throws
    {
        let taken = try project.doing("take-over-obligations", .object([]))
        let report = try #require(taken.obligations.first { $0.isOfReports })
        func reports(_ project: Project, _ day: Day) -> [String] {
            project.needs(on: day).filter { $0.about?.kind == "reporting-period" || $0.about == report.reference }
                .map { "\($0.code) \($0.day?.plain ?? "")" }
        }
        let day = Day(2024, 12, 2)!
        let next = "periodEnds 2025-02-28"
        #expect(reports(project, day) == ["reportLate 2024-12-01", next])
        #expect(reports(taken, day) == ["obligationLate 2024-12-01", next])
        let waived = try taken.doing(
            "waive-obligation",
            [
                "obligation": .whole(Int64(report.id.number)), "period": 1, "on": "2024-12-02",
                "reason": "The secretariat joins it with the second.",
            ], on: day)
        #expect(reports(waived, day) == [next])
    }

    @Test func `what was done after its day says how late it was`() throws {
        let taken = try project.doing("take-over-obligations", .object([]))
            .doing(
                "add-joint-report-as-found",
                ["found": .minutes, "number": 1, "period": 1, "status": "submitted", "submittedOn": "2024-12-13"]
            )
            .doing("add-promise", ["what": "Minutes", "due": "2025-05-01", "direction": "made", "duty": "coordinator"])
            .doing("keep-promise", ["promise": 1, "on": "2025-05-02"])
        func late(_ sort: DueEntry.Sort) -> [Int] {
            taken.calendar(on: .friday).filter { $0.sort == sort }.compactMap(\.daysLate)
        }
        #expect(late(.obligation) == [12] && late(.promise) == [1])
        let early = try project.doing(
            "add-joint-report-as-found",
            ["found": .minutes, "number": 1, "period": 1, "status": "submitted", "submittedOn": "2024-11-30"])
        #expect(early.calendar(on: .friday).allSatisfy { $0.daysLate == nil })
    }

    @Test func `a project without a rule pack is offered the nearest of its programme and days, and takes it once`()
        throws
    {
        func offered(_ programme: String, _ start: String, _ end: String) throws -> String? {
            try project.doing(
                "change-identification",
                ["id": 1, "pack": nil, "programme": .text(programme), "start": .text(start), "end": .text(end)]
            ).nearestPack?.id
        }
        #expect(try offered("Interreg Europe", "2024-03-01", "2026-02-28") == "interreg-europe-2021-2027")
        #expect(try offered("INTERREG EUROPE", "2019-08-01", "2023-01-31") == "interreg-europe-2014-2020")
        #expect(
            try offered("Interreg Central Europe", "2023-03-01", "2026-02-28") == "interreg-central-europe-2021-2027")
        #expect(try offered("Interreg VI-A Italia-Slovenija", "2023-03-01", "2026-02-28") == "eu-2021-2027")
        #expect(try offered("Interreg Europe", "2003-03-01", "2006-02-28") == nil)
        #expect(try offered("Erasmus+", "2024-03-01", "2026-02-28") == nil)

        let without = try project.doing(
            "change-identification", ["id": 1, "pack": nil, "programme": "Interreg Europe"])
        #expect(without.needs(on: .friday).contains { $0.code == "rulePackOffered" && $0.verb == "take-rule-pack" })
        let take: JSON = ["identification": 1, "pack": "interreg-europe-2021-2027"]
        #expect(
            without.findings("take-rule-pack", take.overlaid(by: ["pack": "interreg-moon"])) == ["pack unknownPack"])
        let taken = try without.doing("take-rule-pack", take)
        #expect(taken.rulePack?.id == "interreg-europe-2021-2027" && !taken.obligations.isEmpty)
        #expect(taken.reportingPeriods.count == project.reportingPeriods.count)
        #expect(!taken.needs(on: .friday).contains { $0.code == "rulePackOffered" })
        #expect(taken.refusal("take-rule-pack", take)?.code == "packTaken")
    }
}
