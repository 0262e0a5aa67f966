import Cast
import Testing

@testable import Domain

@Suite struct ObligationsTests {
    /// Six partners, three periods of six months from 1 March 2024, approved on its first day.
    let project: Project

    init() throws { project = try GreenHarbours.project() }

    private func due(_ rule: JSON, each: Bool = false, in project: Project? = nil) throws -> [String] {
        let base = project ?? self.project
        let after = try base.doing(
            "add-obligation",
            [
                "title": "Duty", "sort": "other", "status": "inForce", "origin": "other", "rule": rule,
                "duty": "coordinator", "everyPartner": .flag(each),
            ])
        let obligation = try #require(after.obligations.first { _ in true })
        return after.dueDays(of: obligation).map { $0.day.plain }
    }

    @Test func `each rule gives its days, in leap years too`() throws {
        #expect(try due(["form": "onDay", "day": "2024-02-29"]) == ["2024-02-29"])
        #expect(
            try due(["form": "afterAnchor", "anchor": "approval", "count": 6, "unit": "months"]) == ["2024-09-01"])
        #expect(try due(["form": "afterAnchor", "anchor": "end"]) == ["2025-08-31"])
        #expect(
            try due(["form": "afterPeriod", "count": 2, "unit": "weeks"])
                == ["2024-09-14", "2025-03-14", "2025-09-14"])
        #expect(
            try due(["form": "afterPeriod", "count": 6, "unit": "months"])
                == ["2025-02-28", "2025-08-28", "2026-02-28"])
        #expect(try due(["form": "whileRunning"]) == ["2025-08-31"])
        #expect(
            try due(["form": "everySoOften", "count": 5, "unit": "months"])
                == ["2024-08-01", "2025-01-01", "2025-06-01"])
        let three = try project.doing("change-identification", ["id": 1, "end": "2027-02-28"])
        #expect(
            try due(["form": "everySoOften", "count": 6, "unit": "months"], in: three)
                == ["2024-09-01", "2025-03-01", "2025-09-01", "2026-03-01", "2026-09-01", "2027-02-28"],
            "every half-year of 36 months, the last included")
        #expect(
            try due(["form": "everyYear", "until": "projectEnd"], in: three)
                == ["2025-03-01", "2026-03-01", "2027-02-28"])
        let leap = try GreenHarbours.unbegun.doing(
            "begin-project",
            GreenHarbours.begun.overlaid(by: [
                "start": "2024-01-30", "end": "2024-04-30", "phases": [], "withoutPhases": true,
            ]),
            on: Day(2024, 3, 4)!)
        #expect(
            try due(["form": "everyMonth", "monthDay": 31], in: leap)
                == ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"])
    }

    @Test func `the report of a period is due when the programme says, the last one at the project's end`() throws {
        #expect(try due(["form": "withReport"]) == ["2024-12-01", "2025-06-01", "2025-08-31"])
        #expect(
            try due(["form": "withReport", "count": 4, "unit": "weeks"])
                == ["2024-11-03", "2025-05-04", "2025-08-03"])
        let free = try project.doing("change-identification", ["id": 1, "pack": nil])
        #expect(try due(["form": "withReport"], in: free) == [])
    }

    @Test func `durability is looked at every year to its last day, and not on the day of the end`() throws {
        #expect(
            try due(["form": "everyYear"])
                == ["2026-08-31", "2027-08-31", "2028-08-31", "2029-08-31", "2030-08-31"])
        #expect(
            try due(["form": "everyYear", "day": "2024-02-29"])
                == ["2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28", "2030-02-28"])
        let unknown = try project.doing("change-identification", ["id": 1, "pack": nil, "durabilityYears": nil])
        #expect(try due(["form": "everyYear"], in: unknown) == [])
    }

    @Test func `an extension moves what follows from it, and nothing that is met is due again`() throws {
        let before = try project.doing(
            "add-obligation",
            [
                "title": "To the controller", "sort": "reporting", "status": "inForce", "origin": "programme",
                "rule": ["form": "afterPeriod", "count": 2, "unit": "weeks"], "duty": "financeManager",
            ]
        ).doing("fulfil-obligation", ["obligation": 1, "period": 3, "on": "2025-05-16"])
        let after = try before.doing("change-reporting-period", ["id": 3, "end": "2025-10-31"])
            .doing("change-identification", ["id": 1, "end": "2026-02-28"])
            .doing("add-reporting-period", ["number": 4, "start": "2025-11-01", "end": "2026-02-28"])
        let standing = try after.standing(of: #require(after.obligations[1]), on: Day(2026, 4, 1)!)
        #expect(standing.map { $0.occurrence.day.plain } == ["2024-09-14", "2025-03-14", "2025-11-14", "2026-03-14"])
        #expect(standing.map(\.state) == [.late, .late, .fulfilled, .late])
        #expect(
            try due(
                ["form": "whileRunning"],
                in: after.doing("withdraw-fulfilment", ["id": 1, "reason": "x"])
                    .doing("withdraw-obligation", ["id": 1, "reason": "x"])) == ["2026-02-28"])
    }

    @Test func `what is due before an event follows it, and goes when it is cancelled`() throws {
        let with = try project.doing(
            "add-event",
            [
                "title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-06-20",
                "end": "2025-06-21",
            ])
        let rule: JSON = ["form": "beforeEvent", "count": 2, "unit": "weeks", "events": ["studyVisit"]]
        #expect(try due(rule, in: with) == ["2025-06-06"])
        #expect(try due(["form": "afterEvent", "count": 10, "unit": "days"], in: with) == ["2025-07-01"])
        #expect(try due(["form": "beforeEvent", "events": ["finalEvent"]], in: with) == [])
        let moved = try with.doing("move-event", ["event": 1, "start": "2025-07-10", "reason": "Strike"])
        #expect(try due(rule, in: moved) == ["2025-06-26"])
        let cancelled = try with.doing("cancel-event", ["event": 1, "reason": "Storm"])
        #expect(try due(rule, in: cancelled) == [])
    }

    @Test func `each partner owes its own, from its first day to its last`() throws {
        let rule: JSON = ["form": "afterAnchor", "anchor": "approval", "count": 6, "unit": "months"]
        #expect(try due(rule, each: true).count == 6)
        let left = try project.doing("change-partner", ["id": 5, "to": "2024-08-31"])
        #expect(try due(rule, each: true, in: left).count == 5)
        let late = try project.doing("change-partner", ["id": 6, "from": "2025-01-15"])
        #expect(try due(rule, each: true, in: late).sorted().last == "2025-07-15")
    }

    @Test func `what is missing in a rule is said at its field, and what gives no day is worth a look`() throws {
        func wrong(_ rule: JSON) -> [String] {
            project.findings(
                "add-obligation",
                ["title": "Duty", "sort": "other", "status": "inForce", "origin": "other", "rule": rule])
        }
        #expect(wrong(["form": "afterAnchor"]) == ["rule.anchor missing"])
        #expect(wrong(["form": "everyMonth"]) == ["rule.monthDay missing"])
        #expect(wrong(["form": "everySoOften", "count": 0]) == ["rule.unit missing", "rule.count missing"])
        #expect(wrong(["form": "everyMonth", "monthDay": 32]) == ["rule.monthDay countOutOfRange"])
        #expect(wrong(["form": "onDay"]) == [])
        let after = try project.doing(
            "add-obligation",
            ["title": "Archive", "sort": "archive", "status": "inForce", "origin": "law", "rule": ["form": "onDay"]])
        #expect(
            after.obligations[1]?.findings(in: after).map { "\($0.field) \($0.code)" }
                == ["duty holderMissing", "rule noDueDay"])
        let outside = try project.doing(
            "add-obligation",
            [
                "title": "Late", "sort": "money", "status": "inForce", "origin": "law", "duty": "coordinator",
                "rule": ["form": "onDay", "day": "2025-09-01"],
            ])
        #expect(outside.obligations[1]?.findings(in: outside).map(\.code) == ["dueOutsideProject"])
    }

    @Test func `a due day is met once, in its state, and not before it happened`() throws {
        let poster = try project.doing(
            "add-obligation",
            [
                "title": "Poster", "sort": "publicity", "status": "inForce", "origin": "programme",
                "everyPartner": true, "proofDemanded": "a photograph",
                "rule": ["form": "afterAnchor", "anchor": "approval", "count": 6, "unit": "months"],
            ])
        let met: JSON = ["obligation": 1, "partner": 2, "on": "2025-05-15"]
        #expect(poster.findings("fulfil-obligation", met.overlaid(by: ["on": "2025-05-17"])) == ["on dayToCome"])
        #expect(poster.findings("fulfil-obligation", ["obligation": 1, "on": "2025-05-15"]) == ["partner missing"])
        #expect(
            poster.refusal("fulfil-obligation", met.overlaid(by: ["period": 1]))?.code == "noSuchDueDay")
        let done = try poster.doing("fulfil-obligation", met)
        #expect(done.fulfilments[1]?.due == Day(2024, 9, 1))
        #expect(done.fulfilments[1]?.findings(in: done).map(\.code) == ["proofDemanded"])
        #expect(done.refusal("waive-obligation", met.overlaid(by: ["reason": "x"]))?.code == "alreadySettled")
        let open = try done.doing("reopen-fulfilment", ["fulfilment": 1, "reason": "Another poster"])
        #expect(open.refusal("reopen-fulfilment", ["fulfilment": 1, "reason": "x"])?.code == "notInState")
        #expect(open.refusal("waive-obligation", met.overlaid(by: ["reason": "x"])) == nil)
        let ended = try done.doing("end-obligation", ["obligation": 1, "on": "2025-05-16", "reason": "Over"])
        #expect(ended.refusal("fulfil-obligation", met)?.code == "notInState")
        #expect(
            ended.refusal("end-obligation", ["obligation": 1, "on": "2025-05-16", "reason": "Over"])?.code
                == "notInState")
        #expect(ended.needs(on: .friday).allSatisfy { $0.about?.kind != "obligation" })
    }

    @Test func `taking over from the rules makes each obligation once, brings it up to date, and leaves holders alone`()
        throws
    {
        let taken = try project.doing("take-over-obligations", .object([]))
        #expect(taken.obligations.count > 8)
        #expect(taken.obligations.allSatisfy { $0.document != nil && $0.place != nil && $0.parameter == $0.title })
        #expect(
            taken.obligations.allSatisfy { ($0.origin == .law) == ($0.document?.contains("Regulation (EU)") == true) })
        #expect(taken.refusal("take-over-obligations", .object([]))?.code == "nothingToTakeOver")
        let poster = try #require(taken.obligations.first { $0.parameter == "communication.posterDueMonths" })
        #expect(poster.rule == DueRule(.afterAnchor, anchor: .approval, count: 6, unit: .months))
        let number = JSON.whole(Int64(poster.id.number))
        let named = try taken.doing(
            "change-obligation",
            [
                "id": number, "title": "Our poster",
                "rule": ["form": "afterAnchor", "anchor": "approval", "count": 9, "unit": "months"],
            ])
        let plan = try named.takeOver(on: .friday)
        #expect(plan.lines.filter { $0.effect != .same }.map { $0.obligation.title } == ["Our poster"])
        let again = try named.doing("take-over-obligations", .object([]))
        #expect(again.obligations[poster.id]?.rule == poster.rule)
        #expect(again.obligations[poster.id]?.title == "Our poster")
        #expect(again.obligations.count == taken.obligations.count)
        let ended = try taken.doing(
            "end-obligation", ["obligation": number, "on": "2025-05-16", "reason": "Online only"])
        #expect(ended.refusal("take-over-obligations", .object([]))?.code == "nothingToTakeOver")
        let free = try project.doing("change-identification", ["id": 1, "pack": nil])
        #expect(free.refusal("take-over-obligations", .object([]))?.code == "noPack")
    }

    @Test func `a submitted joint progress report meets its obligation by itself, and only its own`() throws {
        let taken = try project.doing("take-over-obligations", .object([]))
            .doing("add-joint-report-as-found", ["found": .minutes, "number": 1, "period": 1, "status": "submitted", "submittedOn": "2024-11-20"])
        let report = try #require(taken.obligations.first { $0.rule.form == .withReport })
        #expect(taken.standing(of: report, on: Day(2025, 6, 2)!).map(\.state) == [.fulfilled, .late, .ahead])
    }

    @Test func `a promise waits until it is kept or taken back`() throws {
        let made = try project.doing(
            "add-promise",
            [
                "what": "Minutes", "due": "2025-05-15", "direction": "received", "status": "open", "partner": 2,
                "duty": "coordinator",
            ])
        #expect(made.needs(on: Day(2025, 5, 15)!).contains { $0.code == "promiseAwaited" })
        #expect(made.needs(on: .friday).contains { $0.code == "promiseAwaitedLate" && $0.urgency == .late })
        #expect(made.needs(on: .friday, of: 2).contains { $0.about?.kind == "promise" })
        #expect(!made.needs(on: .friday, of: 3).contains { $0.about?.kind == "promise" })
        for verb in ["keep-promise", "take-back-promise"] {
            let input: JSON = ["promise": 1, "on": "2025-05-16", "reason": "x"]
            let form: JSON = verb == "keep-promise" ? ["promise": 1, "on": "2025-05-16"] : input
            let closed = try made.doing(verb, form)
            #expect(!closed.needs(on: .saturday).contains { $0.about?.kind == "promise" })
            #expect(closed.refusal("keep-promise", ["promise": 1, "on": "2025-05-16"])?.code == "notInState")
        }
    }

    @Test func `a question goes to a partner and back, each step in its state and before the outer day`() throws {
        let asked = try project.doing(
            "add-question",
            [
                "title": "Who paid?", "status": "received", "askedBy": "Joint secretariat", "askedOn": "2025-05-12",
                "due": "2025-05-30",
            ])
        let pass: JSON = ["question": 1, "partner": 2, "innerDue": "2025-05-23"]
        #expect(
            asked.findings("pass-question", pass.overlaid(by: ["innerDue": "2025-05-31"])) == [
                "innerDue innerDueTooLate"
            ])
        #expect(asked.findings("pass-question", pass.overlaid(by: ["innerDue": "2025-05-15"])) == ["innerDue dayOver"])
        #expect(asked.refusal("send-answer", ["question": 1, "on": "2025-05-16"])?.code == "notInState")
        let passed = try asked.doing("pass-question", pass)
        #expect(passed.needs(on: .friday, of: 2).map(\.code) == ["questionAsked"])
        #expect(passed.needs(on: .friday).contains { $0.code == "questionPassed" && $0.day == Day(2025, 5, 23) })
        let days = passed.calendar(on: .friday).filter { $0.sort == .question }
        #expect(days.map { $0.day.plain } == ["2025-05-23", "2025-05-30"])
        #expect(Set(days.map(\.name)).count == 2)
        let answered = try passed.doing(
            "answer-question", ["question": 1, "answer": "The host.", "on": "2025-05-16"])
        #expect(answered.needs(on: .friday, of: 2).isEmpty)
        #expect(
            answered.refusal("answer-question", ["question": 1, "answer": "x", "on": "2025-05-16"])?.code
                == "notInState")
        let sent = try answered.doing("send-answer", ["question": 1, "on": "2025-05-16"])
        #expect(sent.refusal("pass-question", pass)?.code == "notInState")
        #expect(sent.refusal("drop-question", ["question": 1, "reason": "x"])?.code == "notInState")
        #expect(!sent.needs(on: .saturday).contains { $0.about?.kind == "question" })
    }

    @Test func `a material goes out when what a rule asks for is ticked, or with a reason`() throws {
        let draft = try project.doing(
            "add-material", ["title": "Poster", "sort": "poster", "status": "draft", "shown": ["emblem", "size"]])
        let lacking = draft.checklist(of: try #require(draft.materials[1])).filter {
            $0.isMandatory && $0.state == .lacking
        }
        #expect(lacking.map(\.element) == [.fundingStatement, .noOwnLogo])
        #expect(lacking.allSatisfy { $0.source != nil })
        #expect(draft.refusal("release-material", ["material": 1, "on": "2025-05-16"])?.code == "elementsLacking")
        #expect(draft.refusal("release-material", ["material": 1, "on": "2025-05-16", "reason": "Too small"]) == nil)
        let ticked = try draft.doing(
            "change-material", ["id": 1, "shown": ["emblem", "size", "fundingStatement", "noOwnLogo"]])
        #expect(ticked.refusal("release-material", ["material": 1, "on": "2025-05-16"]) == nil)
        let out = try ticked.doing("release-material", ["material": 1, "on": "2025-05-16"])
        #expect(out.refusal("release-material", ["material": 1, "on": "2025-05-16"])?.code == "notInState")
    }

    @Test func `what the pack words itself comes in the languages that it gives, and in no other`() throws {
        func given(_ sort: OfficialText.Sort, _ language: String) throws -> String? {
            project.officialTextOfPack(sort, in: try #require(LanguageCode(plain: language)), on: .friday)?.text
        }
        #expect(try given(.fundingStatement, "en") == "Co-funded by the European Union")
        #expect(try given(.fundingStatement, "sl") == nil)
        #expect(try given(.disclaimer, "en") == nil)
    }

    @Test func `a wording stands once in a language at a time`() throws {
        let text: JSON = ["sort": "disclaimer", "language": "sl", "text": "Besedilo"]
        let one = try project.doing("add-official-text", text.overlaid(by: ["validUntil": "2024-12-31"]))
        #expect(one.findings("add-official-text", text) == ["language textTwice"])
        let two = try one.doing("add-official-text", text.overlaid(by: ["validFrom": "2025-01-01"]))
        let slovene = try #require(LanguageCode(plain: "sl"))
        #expect(two.officialText(.disclaimer, in: slovene, on: Day(2024, 12, 31)!)?.id == 1)
        #expect(two.officialText(.disclaimer, in: slovene, on: .friday)?.id == 2)
    }
}
