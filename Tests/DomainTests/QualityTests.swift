import Cast
import Testing

@testable import Domain

@Suite struct QualityTests {
    let project: Project

    init() throws {
        project = try GreenHarbours.project()
            .doing("add-person", ["name": "Jörg Lüdemann", "partner": 2])
            .doing("add-person", ["name": "Åsa Öhrn", "partner": 3])
            .doing("add-duty", ["person": 2, "sort": "partnerManager", "partner": 2])
            .doing("add-activity-as-found", ["found": .minutes, "title": "Practices", "status": "running", "lead": 2])
            .doing(
                "add-deliverable-as-found",
                ["found": .minutes, "title": "Catalogue", "activity": 1, "status": "delivered", "holder": 2])
    }

    @Test func `who made a thing does not review it`() {
        func asked(_ reviewer: Int64) -> JSON { ["status": "asked", "deliverable": 1, "reviewer": .whole(reviewer)] }
        #expect(project.findings("add-quality-review", asked(2)) == ["reviewer reviewsOwnWork"])
        #expect(project.refusal("add-quality-review", asked(3)) == nil)
        #expect(
            project.findings("add-quality-review", ["status": "asked", "reviewer": 3]) == [
                "deliverable reviewsNothing"
            ])
    }

    @Test func `a thing is accepted once the changes that a review asked for are made`() throws {
        let criteria: JSON = [["criterion": "Costs have their currency"]]
        let asked = try project.doing(
            "add-quality-review", ["status": "asked", "deliverable": 1, "reviewer": 3, "criteria": criteria])
        #expect(
            asked.findings("give-verdict", ["review": 1, "judgedOn": "2025-05-16", "verdict": "good"]) == [
                "criteria verdictMissing"
            ])
        let judged = try asked.doing(
            "give-verdict",
            [
                "review": 1, "judgedOn": "2025-05-16", "verdict": "withChanges",
                "criteria": [["criterion": "Costs have their currency", "verdict": "withChanges"]],
            ])
        let accepts: JSON = ["deliverable": 1, "acceptedOn": "2025-05-16", "acceptedBy": "Steering group"]
        #expect(judged.refusal("accept-deliverable", accepts)?.code == "reviewWaits")
        let settled = try judged.doing(
            "answer-review", ["review": 1, "settledOn": "2025-05-16", "outcome": "Both are in euro."])
        #expect(try settled.doing("accept-deliverable", accepts).deliverables[1]?.status == .accepted)
    }

    @Test func `a risk that comes true leaves a problem that knows where it comes from`() throws {
        let risky = try project.doing(
            "add-risk", ["title": "A partner leaves", "status": "open", "likelihood": "low", "impact": "high"])
        let true_: JSON = ["risk": 1, "title": "Partner 5 leaves", "since": "2025-05-01"]
        let after = try risky.doing("risk-came-true", true_)
        #expect(after.risks[1]?.status == .cameTrue)
        #expect(after.problems[1]?.risk == 1)
        #expect(after.refusal("risk-came-true", true_) == .notInState(needed: [Risk.Status.open], is: .cameTrue))
        #expect(after.refusal("solve-problem", ["problem": 1, "solvedOn": "2025-05-16", "outcome": "x"]) != nil)
    }

    @Test func `what an evaluation recommends is followed, or why not is said`() throws {
        let done = try project.doing("add-evaluation", ["title": "Mid-term review", "status": "announced"]).doing(
            "carry-out-evaluation",
            [
                "evaluation": 1, "on": "2025-05-15", "outcome": "Good.",
                "recommendations": ["Proof of each change", "Fewer newsletters"],
            ])
        #expect(done.recommendations.map(\.title) == ["Proof of each change", "Fewer newsletters"])
        #expect(
            done.findings("follow-recommendation", ["recommendation": 2, "status": "notFollowed"]) == [
                "outcome missing"
            ])
        let after = try done.doing(
            "follow-recommendation",
            ["recommendation": 2, "status": "notFollowed", "outcome": "They are in the application form."])
        #expect(after.recommendations[2]?.settledOn == .day(.friday))
    }
}
