import Cast
import Domain
import Testing

/// Texts, newsletters, joint outputs and joint progress reports go from state to state by their verbs.
struct PublishingTests {
    private let project: Project

    init() throws { project = try GreenHarbours.project() }

    @Test(arguments: [
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
}
