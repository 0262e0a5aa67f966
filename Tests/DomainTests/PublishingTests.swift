import Cast
import Domain
import Testing

/// Texts, newsletters, joint outputs and joint progress reports go from state to state by their verbs.
struct PublishingTests {
    private let project: Project

    init() throws { project = try GreenHarbours.project() }

    @Test(
        arguments: [
            ("add-news-item", "publish-news-item", "newsItem", ["title": "We have begun"]),
            ("add-newsletter", "send-newsletter", "newsletter", ["number": 1]),
            ("add-joint-output", "publish-joint-output", "jointOutput", ["title": "A joint SWOT"]),
        ] as [(String, String, String, JSON)])
    func `what is public is made so by its verb, once, on a day that has come`(
        add: String, verb: String, field: String, entered: JSON
    ) throws {
        let made = try project.doing(add, entered)
        let act: JSON = JSON.object(of: [(field, 1), ("on", "2025-05-15")])
        #expect(made.refusal(verb, act.overlaid(by: ["on": "2025-05-17"]))?.code == "dayToCome")
        let out = try made.doing(verb, act)
        #expect(out.refusal(verb, act)?.code == "notInState")
        for state in ["published", "sent"] {
            let wrong = project.refusal(add, entered.overlaid(by: ["status": .text(state)]))
            #expect(wrong != nil, "\(add) \(state)")
        }
    }

    @Test func `a joint progress report goes its way with the day and the body of each step`() throws {
        let draft = try project.doing("add-joint-report", ["number": 1, "period": 1])
        let submitted = try draft.doing("submit-joint-report", ["jointReport": 1, "on": "2024-11-29"])
        let asked = try submitted.doing(
            "question-joint-report", ["jointReport": 1, "on": "2025-01-09", "by": "Joint secretariat"])
        #expect(asked.jointReports[1]?.status == .inClarification)
        let answered = try asked.doing("answer-joint-report", ["jointReport": 1, "on": "2025-01-24"])
        #expect(answered.jointReports[1]?.submittedOn?.plain == "2024-11-29")
        let approve: JSON = ["jointReport": 1, "on": "2025-01-28", "by": "Joint secretariat"]
        let approved = try answered.doing("approve-joint-report", approve)
        #expect(approved.jointReports[1]?.approvedOn?.plain == "2025-01-28")
        #expect(
            approved.jointReports[1]?.states.map(\.status) == [.submitted, .inClarification, .submitted, .approved])
        // Nobody approves what was not submitted, nor before it was, nor without saying who.
        #expect(draft.refusal("approve-joint-report", approve)?.code == "notInState")
        #expect(submitted.refusal("approve-joint-report", ["jointReport": 1, "on": "2025-01-28"])?.code == "blocked")
        #expect(
            answered.refusal("approve-joint-report", approve.overlaid(by: ["on": "2025-01-01"]))?.findings.first?.code
                == "beforeLastStep")
        #expect(approved.refusal("submit-joint-report", ["jointReport": 1, "on": "2025-02-01"])?.code == "notInState")
        #expect(draft.refusal("change-joint-report", ["id": 1, "status": "approved"]) != nil)
    }

    @Test func `a text that will be published is not found to be so`() {
        let text: JSON = ["title": "We will end", "status": "published", "on": "2026-01-01", "found": .minutes]
        #expect(project.refusal("add-news-item-as-found", text)?.findings.map(\.code) == ["dayToCome"])
    }

    @Test func `what the programme decides is decided by nobody of a partner`() throws {
        let submitted = try project.doing("add-joint-report", ["number": 1])
            .doing("submit-joint-report", ["jointReport": 1, "on": "2025-02-01"])
        let approve: JSON = ["jointReport": 1, "on": "2025-03-01", "by": "person:1"]
        let refused = submitted.refusal("approve-joint-report", approve)
        #expect(refused?.findings.map(\.code) == ["ofPartner"])
        // What was is no field of Add and Change, either.
        let states: JSON = ["states": [["status": "approved", "on": "2025-01-01", "saidBy": "Joint secretariat"]]]
        #expect(
            project.refusal("add-joint-report", states.overlaid(by: ["number": 2]))?.findings.map(\.code) == [
                "byItsVerbs"
            ])
        #expect(
            submitted.refusal("change-joint-report", states.overlaid(by: ["id": 1]))?.findings.map(\.code) == [
                "byItsVerbs"
            ])
    }

    @Test func `a correction is of what was done, and does no step`() throws {
        let draft = try project.doing("add-newsletter", ["number": 1])
        let correct: JSON = ["id": 1, "status": "sent", "on": "2025-05-01", "because": "It was sent."]
        let refused = draft.refusal("correct-newsletter", correct)
        #expect(refused?.findings.map(\.code) == ["byItsVerbs"])
        let sent = try draft.doing("send-newsletter", ["newsletter": 1, "on": "2025-05-02"])
        #expect(sent.refusal("correct-newsletter", correct.overlaid(by: ["on": "2025-05-01"])) == nil)
        #expect(sent.refusal("correct-newsletter", correct.overlaid(by: ["on": "2025-06-01"])) != nil)
        #expect(
            sent.refusal("change-newsletter", ["id": 1, "on": "2025-05-01"])?.findings.map(\.code) == ["byItsVerbs"])
    }

    @Test func `a report that was corrected to a draft bears the day of its new submission`() throws {
        let submitted = try project.doing("add-joint-report", ["number": 1])
            .doing("submit-joint-report", ["jointReport": 1, "on": "2025-02-01"])
        let draft = try submitted.doing("correct-joint-report", ["id": 1, "status": "draft", "because": "Too soon."])
        let again = try draft.doing("submit-joint-report", ["jointReport": 1, "on": "2025-04-01"])
        #expect(again.jointReports[1]?.submittedOn?.plain == "2025-04-01")
    }

    /// Whatever verb says that something was done, on whatever record of Green Harbours there would be.
    @Test func `nothing is done on a day to come, by whatever verb`() throws {
        let held = try project.doing("add-event", ["title": "Visit", "sorts": ["studyVisit"], "start": "2025-05-12"])
        let ways: [(Project, String, JSON, String)] = [
            (
                held, "hold-event", ["event": 1, "start": "2025-05-12", "end": "2029-05-12", "mode": "inPerson"], "end"
            ),
            (
                project, "add-media-appearance",
                ["outlet": "Radio Luka", "subject": "Posts", "on": "2029-01-01"], "on"
            ),
            (
                try project.doing(
                    "add-activity", ["title": "Guide", "start": "2025-01", "due": "2025-09-30", "lead": 1]
                )
                .doing("start-activity", ["activity": 1, "startedOn": "2025-01-10"]),
                "correct-activity", ["id": 1, "startedOn": "2029-01-01", "because": "x"], "startedOn"
            ),
            (
                try project.doing(
                    "add-contract", ["sort": "partnershipAgreement", "title": "Agreement", "parties": [["partner": 1]]]),
                "sign-contract", ["contract": 1, "partner": 1, "on": "2029-01-01"], "on"
            ),
            (
                try project.doing("add-joint-report", ["number": 1]), "set-joint-report-as-found",
                ["id": 1, "states": [["status": "submitted", "on": "2029-10-01"]], "found": .minutes], "status"
            ),
        ]
        for (before, verb, input, field) in ways {
            #expect(before.findings(verb, input) == ["\(field) dayToCome"], "\(verb)")
        }
        let taken = try project.doing("take-over-obligations", .object([]))
        let met: JSON = ["obligation": 1, "on": "2029-01-01"]
        #expect(taken.findings("add-fulfilment", met).contains("on dayToCome"))
    }

    @Test func `no more people can do more than were there`() throws {
        let held = try project.doing("add-event", ["title": "Visit", "sorts": ["studyVisit"], "start": "2025-05-12"])
            .doing("hold-event", ["event": 1, "start": "2025-05-12", "mode": "inPerson", "participants": "12"])
        #expect(held.refusal("change-event", ["id": 1, "capacityCounted": 12]) == nil)
        for number in [13, -1, 500_000] as [JSON] {
            #expect(
                held.findings("change-event", ["id": 1, "capacityCounted": number]) == ["capacityCounted partOfWhole"])
        }
    }

    @Test func `what was found validated is not handed in any more`() throws {
        let found = try project.doing(
            "add-good-practice-as-found", ["title": "Shore power", "status": "validated", "found": .minutes])
        let submit: JSON = ["practice": 1, "on": "2025-05-01", "by": "person:1"]
        #expect(found.refusal("submit-practice", submit)?.code == "notInState")
        let named = try project.doing("add-good-practice", ["title": "Shore power"])
        #expect(named.refusal("submit-practice", submit)?.code != "notInState")
    }

    @Test func `what was held is not moved to a day to come`() throws {
        let held = try project.doing("add-event", ["title": "Visit", "sorts": ["studyVisit"], "start": "2025-05-12"])
            .doing("hold-event", ["event": 1, "start": "2025-05-12", "mode": "inPerson"])
        let refused = held.refusal("change-event", ["id": 1, "start": "2026-03-03"])
        #expect(refused?.findings.map { "\($0.field) \($0.code)" } == ["start dayToCome"])
        #expect(held.refusal("change-event", ["id": 1, "start": "2025-05-13"]) == nil)
        let planned = try project.doing(
            "add-event", ["title": "Visit", "sorts": ["studyVisit"], "start": "2026-05-12"])
        #expect(planned.refusal("correct-event", ["id": 1, "status": "held", "because": "x"]) != nil)
        #expect(planned.refusal("change-event", ["id": 1, "start": "2026-05-13"]) == nil)
    }

    @Test func `who stands twice in a list of attendance was there once, and only who was there can do more`() throws {
        let held = try project.doing("add-event", ["title": "Visit", "sorts": ["studyVisit"], "start": "2025-05-12"])
            .doing("hold-event", ["event": 1, "start": "2025-05-12", "mode": "inPerson"])
        func list(_ project: Project, _ row: JSON) throws -> Project {
            try project.doing(
                "add-attendance", (["event": 1, "capacity": "increased", "how": "sheet"] as JSON).overlaid(by: row))
        }
        let there = try list(list(held, ["person": 1, "state": "present"]), ["person": 1, "state": "absent"])
        let people = there.people(at: try #require(there.events[1]))
        #expect(people.map(\.number).total == 1 && people.map(\.state) == [.present])
        let absent = try list(there, ["name": "Ana Vidmar", "organisation": "Port", "state": "absent"])
        #expect(absent.peopleWithIncreasedCapacity().people == 1)
        // They are evidenced once somebody shows the event.
        let counted = try absent.doing(
            "add-figure", ["name": "people", "rule": "peopleWithIncreasedCapacity", "target": 12])
        let figure = try #require(counted.figures.first { $0.rule == .peopleWithIncreasedCapacity })
        #expect(counted.evidence(of: figure, on: .friday).value?.part == 0)
        let shown = try counted.doing("add-event-source", ["id": 1, "address": "https://harbours.example/minutes"])
        #expect(shown.evidence(of: figure, on: .friday).value?.part == 1)
    }
}
