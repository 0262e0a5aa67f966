import Cast
import Testing

@testable import Domain

@Suite struct EventsTests {
    let project: Project

    init() throws {
        project = try GreenHarbours.project().doing(
            "add-event",
            [
                "title": "Study visit to Wismar", "sorts": ["studyVisit"], "status": "planned", "start": "2025-05-14",
                "end": "2025-05-15",
                "mode": "inPerson", "place": "Wismar", "host": 2,
            ])
    }

    @Test func `an event that was held as planned keeps no plan`() throws {
        let after = try project.doing(
            "hold-event",
            ["event": 1, "start": "2025-05-14", "end": "2025-05-15", "mode": "inPerson", "participants": "~20"])
        let event = try #require(after.events[1])
        #expect(event.status == .held)
        #expect(event.plan == nil)
        #expect(event.place == "Wismar")
        #expect(event.participants == Count(20, .about))
    }

    @Test func `what came otherwise is kept as the plan`() throws {
        let after = try project.doing(
            "hold-event", ["event": 1, "start": "2025-05-15", "mode": "online", "outcome": "Storm."])
        let event = try #require(after.events[1])
        #expect(
            event.plan
                == Event.Plan(
                    start: When("2025-05-14"), end: When("2025-05-15"), mode: .inPerson, place: "Wismar", host: 2))
        #expect(event.start == When("2025-05-15"))
        #expect(event.end == nil)
        #expect(event.mode == .online)
    }

    @Test func `nobody records today what happens tomorrow`() {
        let refusal = project.refusal("hold-event", ["event": 1, "start": "2025-05-17", "mode": "inPerson"])
        #expect(refusal?.code == "notYet")
        #expect(
            project.refusal("hold-event", ["event": 1, "start": "2025-05-17", "mode": "inPerson"], on: .saturday) == nil
        )
    }

    @Test func `an event does not end before it begins`() {
        #expect(
            project.findings(
                "hold-event", ["event": 1, "start": "2025-05-14", "end": "2025-05-13", "mode": "inPerson"]) == [
                    "end endBeforeStart"
                ])
        #expect(
            project.findings(
                "move-event", ["event": 1, "start": "2025-06-14", "end": "2025-06-13", "reason": "Storm."]) == [
                    "end endBeforeStart"
                ])
    }

    @Test func `the first plan and every move stay readable`() throws {
        let once = try project.doing(
            "move-event", ["event": 1, "start": "2025-06-10", "end": "2025-06-11", "reason": "Storm.", "by": "host"])
        let twice = try once.doing(
            "move-event", ["event": 1, "mode": "online", "host": 1, "reason": "No beds."], on: .saturday)
        let event = try #require(twice.events[1])
        #expect(event.status == .moved)
        #expect(event.plan?.start == When("2025-05-14"))
        #expect(event.plan?.mode == .inPerson)
        #expect(event.start == When("2025-06-10"))
        #expect(event.end == When("2025-06-11"))
        #expect(event.host == 1)
        #expect(event.moves.map(\.reason) == ["Storm.", "No beds."])
        #expect(event.moves.map { $0.on?.plain } == ["2025-05-16", "2025-05-17"])
        #expect(event.moves[0].before == Event.Plan(start: When("2025-05-14"), end: When("2025-05-15")))
        #expect(event.moves[0].after == Event.Plan(start: When("2025-06-10"), end: When("2025-06-11")))
    }

    @Test func `an event that moves to a single day has no old end`() throws {
        let after = try project.doing("move-event", ["event": 1, "start": "2025-06-10", "reason": "Storm."])
        #expect(after.events[1]?.end == nil)
    }

    @Test func `an event put off without a day waits for one, and its first day stays as the plan`() throws {
        let after = try project.doing("move-event", ["event": 1, "withoutDay": true, "reason": "Lockdown."])
        #expect(after.events[1]?.start == nil && after.events[1]?.end == nil)
        #expect(after.events[1]?.plan?.start == When("2025-05-14"))
        #expect(after.needs(on: .friday).contains { $0.code == "eventWithoutDay" })
        #expect(after.refusal("move-event", ["event": 1, "withoutDay": true, "reason": "x"])?.code == "nothingChanged")
        #expect(
            project.findings("move-event", ["event": 1, "withoutDay": true, "start": "2025-06-01", "reason": "x"])
                == ["start dayAndWithoutDay"])
    }

    @Test func `a move to where it is already is refused`() {
        #expect(
            project.refusal("move-event", ["event": 1, "place": "Wismar", "reason": "x"])?.code == "nothingChanged")
        #expect(project.findings("move-event", ["event": 1, "place": "Rostock"]) == ["reason missing"])
    }

    @Test func `cancelled before its day, not held once the day has passed`() throws {
        let before = try project.doing("cancel-event", ["event": 1, "reason": "Storm."], on: Day(2025, 5, 15)!)
        #expect(before.events[1]?.status == .cancelled)
        let after = try project.doing("cancel-event", ["event": 1, "reason": "Storm."], on: Day(2025, 5, 16)!)
        #expect(after.events[1]?.status == .notHeld)
        #expect(after.events[1]?.moves.last?.reason == "Storm.")
    }

    @Test(arguments: ["held", "cancelled", "notHeld"]) func `what is over is neither held, moved nor cancelled again`(
        status: String
    ) throws {
        let over = try project.doing(
            "set-event-as-found", ["id": 1, "status": .text(status), "found": .minutes])
        let state = Refusal.notInState(needed: HoldEvent.starts, is: Event.Status(rawValue: status)!)
        #expect(over.refusal("hold-event", ["event": 1, "start": "2025-05-14", "mode": "inPerson"]) == state)
        #expect(over.refusal("move-event", ["event": 1, "start": "2025-06-14", "reason": "x"]) == state)
        #expect(over.refusal("cancel-event", ["event": 1, "reason": "x"]) == state)
    }

    @Test func `a moved event is still to be held`() throws {
        let moved = try project.doing("move-event", ["event": 1, "place": "Rostock", "reason": "Storm."])
        let held = try moved.doing("hold-event", ["event": 1, "start": "2025-05-16", "mode": "inPerson"])
        #expect(held.events[1]?.status == .held)
        #expect(held.events[1]?.plan?.place == "Wismar")
    }

    @Test func `an event of which only the month is known is unaccounted for when the month is over`() throws {
        let may = try project.doing("change-event", ["id": 1, "start": "2025-05", "end": nil])
        #expect(may.events[1]?.isUnaccounted(on: Day(2025, 5, 31)!) == false)
        #expect(may.events[1]?.isUnaccounted(on: Day(2025, 6, 1)!) == true)
    }
}
