import Cast
import Testing

@testable import Domain

/// What real projects have, and where it stands.
@Suite struct FactsTests {
    let project: Project

    init() throws {
        project = try GreenHarbours.project()
            .doing(
                "add-event", ["title": "Staff of Wismar in Koper", "sorts": ["staffExchange"], "start": "2025-05-14"]
            )
            .doing("add-related-project", ["name": "Blue Quays", "relation": "Its posts were looked at first."])
            .doing("add-organisation", ["name": "Harbour of Wismar"])
    }

    private func event(_ more: JSON) -> [String] {
        project.findings("change-event", (["id": 1] as JSON).overlaid(by: more))
    }

    @Test
    func
        `a conference, a staff exchange, a joint workshop and a survey are kinds of event, and no other kind counts them`()
        throws
    {
        for sort in ["conference", "staffExchange", "jointWorkshop", "survey"] {
            let held = try project.doing(
                "add-event-as-found",
                [
                    "title": .text(sort), "sorts": .list([.text(sort)]), "status": "held", "start": "2024-05-14",
                    "found": .minutes,
                ])
            for rule in CountingRule.allCases { #expect(held.candidates(for: rule).isEmpty, "\(rule) \(sort)") }
        }
    }

    @Test func `an event has its times by the clock of a zone, and what is no time or zone is refused in place`() {
        #expect(event(["startsAt": "09:30", "endsAt": "16:00", "timeZone": "Europe/Ljubljana"]) == [])
        for zone in ["UTC", "UTC+2", "UTC-03:30", "CET", "Europe/Isle_of_Man", "America/Argentina/Salta"] {
            #expect(event(["timeZone": .text(zone)]) == [], "\(zone)")
        }
        for time in ["9:30", "24:00", "12:60", "noon", "09.30", "09:30:00", "", "-1:30", "０９:30"] {
            #expect(!event(["startsAt": .text(time)]).isEmpty, "\(time)")
        }
        for zone in ["UTC+15", "UTC+", "UTC+2:3", "Slovenia time", "Europe/", "/", "Europe/Riga/Old/Town", "x"] {
            #expect(event(["timeZone": .text(zone)]) == ["timeZone notTimeZone"], "\(zone)")
        }
        #expect(event(["startsAt": "16:00", "endsAt": "09:30"]) == ["endsAt endBeforeBeginning"])
        #expect(event(["startsAt": "16:00", "endsAt": "09:30", "end": "2025-05-15"]) == [])
    }

    @Test func `an event takes place in several countries, with other projects, at organisations, with guests`() throws
    {
        let more: JSON = [
            "country": "SI", "otherCountries": ["DE", "LV"], "heldWith": [1], "visited": [1],
            "guests": [["who": "Programme director", "organisation": 1, "role": "speaker"]],
        ]
        let whole = try project.doing("change-event", (["id": 1] as JSON).overlaid(by: more))
        #expect(whole.refusal("withdraw-related-project", ["id": 1, "reason": "Twice"])?.code == "stillNeeded")
        #expect(whole.refusal("withdraw-organisation", ["id": 1, "reason": "Twice"])?.code == "stillNeeded")
        #expect(event(["otherCountries": ["DE"]]) == ["country firstCountryMissing"])
        #expect(event(["heldWith": [9]]).isEmpty == false)
    }

    @Test func `a move says day, mode, place and host before and after, and only what changed`() throws {
        let moved = try project.doing(
            "move-event", ["event": 1, "start": "2025-06-12", "place": "Izola", "reason": "The ferry did not sail."])
        let move = try #require(moved.events[1]?.moves.last)
        #expect(move.what == nil)
        #expect(move.before == Event.Plan(start: When("2025-05-14")))
        #expect(move.after == Event.Plan(start: When("2025-06-12"), place: "Izola"))
        let online = try moved.doing("convert-event", ["event": 1, "mode": "online", "reason": "Storm."])
        #expect(online.events[1]?.moves.last?.after?.mode == .online)
        #expect(online.events[1]?.moves.last?.before?.place == "Izola")
        let open = try online.doing("move-event", ["event": 1, "withoutDay": true, "reason": "Nobody knows."])
        #expect(open.events[1]?.moves.last?.before == Event.Plan(start: When("2025-06-12")))
        #expect(open.events[1]?.moves.last?.after == nil)
        #expect(
            open.refusal("move-event", ["event": 1, "mode": "online", "reason": "Again."])?.code == "nothingChanged")
    }

    @Test func `a registration elsewhere has its last day only, and nobody registers here`() throws {
        let elsewhere = try project.doing("add-registration-form", ["event": 1, "closesOn": "2025-05-01"])
        let person: JSON = ["event": 1, "name": "Maja Kos", "mail": "maja@example.org"]
        #expect(elsewhere.refusal("register", person)?.code == "noRegistration")
        #expect(project.findings("add-registration-form", ["event": 1]) == ["opensOn missing"])
    }

    @Test func `a survey may be known in per cent only`() throws {
        let held = try project.doing(
            "add-event-as-found",
            ["title": "Visit", "sorts": ["studyVisit"], "status": "held", "start": "2024-05-14", "found": .minutes])
        let asked: JSON = ["event": 2, "question": "Was it useful?", "meaning": "usefulness"]
        func percent(_ text: String) -> [String] {
            held.findings("add-survey-result", asked.overlaid(by: ["percent": .text(text)]))
        }
        for right in ["0", "87.5", "100"] { #expect(percent(right) == []) }
        for wrong in ["100.1", "-1", "87,5", "most", "87 %"] {
            #expect(percent(wrong) == ["percent notPercent"], "\(wrong)")
        }
        let taken = try held.doing(
            "take-survey",
            ["event": 2, "rows": [["question": "Was it useful?", "meaning": "usefulness", "percent": "87.5"]]])
        #expect(taken.surveyResults[1]?.percent == "87.5")
    }

    @Test func `a partner keeps its books in a currency`() {
        #expect(project.findings("change-partner", ["id": 3, "currency": "SEK"]) == [])
        for wrong in ["kronor", "sek", "SE", "€"] {
            #expect(
                project.findings("change-partner", ["id": 3, "currency": .text(wrong)]) == ["currency notCurrency"])
        }
    }

    @Test
    func
        `a plan has a title and pages; its state may be unknown, which is only found, counts for nothing and ends with a verb`()
        throws
    {
        let plan: JSON = ["region": "Kurzeme", "title": "Plan for Kurzeme", "pages": "2-15", "partner": 4]
        #expect(project.refusal("add-action-plan", plan.overlaid(by: ["status": "unknown"])) != nil)
        let found = try project.doing(
            "add-action-plan-as-found", plan.overlaid(by: ["status": "unknown", "found": .minutes]))
        let mine = try #require(found.actionPlans[1])
        #expect(mine.caption == .text("Plan for Kurzeme"))
        #expect(!mine.isFinished && !mine.candidate(in: found).isDone)
        #expect(try found.doing("draft-plan", ["plan": 1, "on": "2025-05-01"]).actionPlans[1]?.status == .draft)
        let month = try project.doing(
            "add-action-plan-as-found",
            plan.overlaid(
                by: ["status": "draft", "steps": [["state": "draft", "on": "2024-10"]], "found": .minutes]))
        #expect(month.actionPlans[1]?.steps.first?.on == .month(2024, 10))
        #expect(month.findings("discuss-plan", ["plan": 1, "on": "2024-09-30"]) == ["on beforeLastStep"])
        #expect(try month.doing("discuss-plan", ["plan": 1, "on": "2024-10-12"]).actionPlans[1]?.status == .workshop)
    }

    @Test func `amounts that somebody published about a change are claims: no figure adds them`() throws {
        let change: JSON = [
            "title": "Shore power is eligible", "partner": 6, "limits": [["what": "Support", "value": "at most 50 %"]],
            "amounts": [["what": "Investment enabled", "amount": "50000000.00 EUR", "precision": "about"]],
        ]
        let claimed = try project.doing("add-policy-change", change)
        #expect(claimed.candidates(for: .fundsInfluenced).isEmpty)
        #expect(claimed.policyChanges[1]?.amounts.first?.precision == .about)
    }

    @Test func `the parts of a target add up to it, or it is pointed out`() {
        let figure: JSON = ["name": "posts", "rule": "notCounted", "target": 30]
        func parts(_ numbers: [Int]) -> [Finding] {
            let parts = numbers.map { JSON.object([("number", .whole(Int64($0))), ("what", "a region")]) }
            let made = try? project.doing("add-figure", figure.overlaid(by: ["targetParts": .list(parts)]))
            return made?.figures.map { $0 }.last.map { $0.findings(in: made ?? project) } ?? []
        }
        #expect(parts([10, 20]).isEmpty)
        #expect(parts([]).isEmpty)
        #expect(parts([10, 10]).map(\.code) == ["partsOfTarget"])
        #expect(
            project.findings(
                "add-figure", figure.overlaid(by: ["targetParts": [["what": "a", "number": 9_007_199_254_740_991]]]))
                == ["targetParts.0.number countOutOfRange"])
    }

    @Test func `a report stands in a state on a day, as somebody says, beside the state that it is in`() throws {
        let report = try project.doing(
            "add-joint-report-as-found",
            [
                "found": .minutes, "number": 1, "status": "approved", "submittedOn": "2024-11-28",
                "states": [["status": "inClarification", "on": "2025-01-31", "saidBy": "Joint secretariat"]],
            ])
        #expect(report.jointReports[1]?.status == .approved)
        #expect(report.jointReports[1]?.states.first?.status == .inClarification)
    }

    @Test func `a misprint was corrected, was not, or nobody knows; without a misprint there is nothing to correct`() {
        func media(_ more: JSON) -> [String] {
            project.findings(
                "add-media-appearance", (["outlet": "Radio Luka", "subject": "Posts"] as JSON).overlaid(by: more))
        }
        #expect(media(["misprint": "Latvia as Lithuania", "corrected": "corrected", "correctedOn": "2025-05"]) == [])
        #expect(media(["misprint": "Latvia as Lithuania", "corrected": "notKnown"]) == [])
        #expect(media(["corrected": "notKnown"]) == ["misprint misprintMissing"])
        #expect(media(["misprint": "Latvia", "correctedOn": "2025-05"]) == ["correctedOn notCorrected"])
    }

    @Test func `an idea that arose at an event has its place beside forerunners with programme and lead partner`()
        throws
    {
        let idea = try project.doing(
            "add-related-project",
            ["name": "Quiet Quays", "relation": "Noise", "sort": "idea", "event": 1, "partner": 2]
        ).doing(
            "change-related-project",
            ["id": 1, "sort": "forerunner", "programme": "Interreg South Baltic", "leadPartner": "Harbour of Wismar"])
        #expect(idea.relatedProjects[2]?.event == 1)
        #expect(idea.relatedProjects[1]?.leadPartner == "Harbour of Wismar")
    }
}
