import Cast
import Testing

@testable import Domain

@Suite struct WorkPlanTests {
    /// Practices, then a toolkit that depends on them, then a training that depends on the toolkit.
    let project: Project

    init() throws {
        project = try GreenHarbours.project()
            .doing("add-activity", Self.activity("Practices", "2025-01-01", "2025-04-30"))
            .doing("add-activity", Self.activity("Toolkit", "2025-05-01", "2025-06-30", after: [1]))
            .doing("add-activity", Self.activity("Training", "2025-07-11", "2025-08-10", after: [2]))
            .doing(
                "add-deliverable", ["title": "Toolkit", "activity": 2, "status": "planned", "due": "2025-06-20"])
    }

    @Test func `a circle of dependence is refused, and named whole`() {
        let refusal = project.refusal("change-activity", ["id": 1, "dependsOn": [3]])
        #expect(refusal?.findings.map(\.code) == ["dependenceCircle"])
        #expect(
            refusal?.findings.first?.facts.map(\.fact) == [
                .records([
                    Reference(kind: "activity", number: 3), Reference(kind: "activity", number: 2),
                    Reference(kind: "activity", number: 1),
                ])
            ])
        #expect(project.findings("change-activity", ["id": 1, "dependsOn": [1]]) == ["dependsOn dependenceCircle"])
        #expect(project.refusal("change-activity", ["id": 3, "dependsOn": [1, 2]]) == nil)
    }

    @Test func `what is late pushes what depends on it, and only as far as there are no days to spare`() throws {
        let started = try project.doing("start-activity", ["activity": 1, "startedOn": "2025-01-07"])
        let comes = started.consequences(of: 1, on: .friday)
        // Sixteen days late: the toolkit begins the day after today; the training has ten days to spare.
        #expect(comes.map(\.record.description) == ["activity/2", "deliverable/1", "activity/3"])
        #expect(comes.map(\.days) == [16, 16, 6])
        #expect(comes.map(\.becomes.plain) == ["2025-07-16", "2025-07-06", "2025-08-16"])
        let finished = try started.doing("finish-activity", ["activity": 1, "finishedOn": "2025-04-30"])
        #expect(finished.consequences(of: 1, on: .friday) == [])
    }

    @Test func `a thousand links deep are followed, and a circle that came in otherwise ends`() throws {
        var changes: [Change] = []
        for number in 1...20_000 {
            changes.append(
                .put(
                    Activity(
                        id: Key(number), title: "Link", status: .planned, start: When("2025-05-16"),
                        due: When("2025-05-20"), dependsOn: number == 1 ? [20_000] : [Key(number - 1)])))
        }
        let long = project.applying(changes)
        #expect(long.forecast(on: .friday).all.count == 20_000)
        #expect(long.activities[1].map { long.circle(through: $0)?.count } == 20_000)
    }

    @Test func `what was agreed stays when days move, and every move has its reason`() throws {
        let moved = try project.doing("move-activity", ["activity": 2, "due": "2025-07-31", "reason": "Extension"])
            .doing("move-activity", ["activity": 2, "due": "2025-08-15", "reason": "Illness"], on: .saturday)
        let activity = try #require(moved.activities[2])
        #expect(activity.baseline?.due == When("2025-06-30"))
        #expect(activity.daysBehindBaseline == 46)
        #expect(activity.moves.map(\.what) == ["2025-06-30 → 2025-07-31", "2025-07-31 → 2025-08-15"])
        #expect(activity.moves.map(\.reason) == ["Extension", "Illness"])
        let agreed = try moved.doing("fix-baseline", ["reason": "Request for change 1"])
        #expect(agreed.activities[2]?.daysBehindBaseline == 0)
        #expect(agreed.refusal("fix-baseline", ["reason": "Again"])?.code == "nothingChanged")
    }

    @Test func `several move as one, or none does`() throws {
        let both: JSON = [
            "activities": [["activity": 2, "due": "2025-07-15"], ["activity": 3, "start": "2025-07-20"]],
            "deliverables": [["deliverable": 1, "due": "2025-07-10"]], "reason": "Extension",
        ]
        #expect(try project.changes("move-plan", both).map(\.reference.description).count == 3)
        let wrong: JSON = [
            "activities": [["activity": 2, "due": "2025-07-15"], ["activity": 3, "due": "2025-01-01"]],
            "reason": "Extension",
        ]
        let refusal = project.refusal("move-plan", wrong)
        #expect(refusal?.findings.map { "\($0.about?.description ?? "") \($0.code)" } == ["activity/3 endBeforeStart"])
    }

    @Test func `an activity is not finished while something is missing, nor from a state that does not lead there`()
        throws
    {
        #expect(
            project.refusal("finish-activity", ["activity": 2, "finishedOn": "2025-05-16"])
                == .notInState(needed: [Activity.Status.running], is: Activity.Status.planned))
        let running = try project.doing("start-activity", ["activity": 2, "startedOn": "2025-05-16"])
        #expect(
            running.refusal("finish-activity", ["activity": 2, "finishedOn": "2025-05-16"])?.code
                == "deliverablesMissing")
        let handed = try running.doing("hand-over-deliverable", ["deliverable": 1, "deliveredOn": "2025-05-16"])
        #expect(handed.refusal("finish-activity", ["activity": 2, "finishedOn": "2025-05-17"])?.code == "dayToCome")
        #expect(handed.refusal("finish-activity", ["activity": 2, "finishedOn": "2025-05-16"]) == nil)
        #expect(handed.refusal("move-deliverable", ["deliverable": 1, "due": "2025-06-01", "reason": "x"]) != nil)
        let dropped = try running.doing("drop-activity", ["activity": 2, "droppedBecause": "No money"])
        #expect(dropped.deliverables[1]?.status == .dropped)
    }

    private static func activity(_ title: String, _ start: String, _ due: String, after: [Int] = []) -> JSON {
        [
            "title": .text(title), "status": "planned", "start": .text(start), "due": .text(due), "lead": 2,
            "dependsOn": .list(after.map { .whole(Int64($0)) }),
        ]
    }
}
