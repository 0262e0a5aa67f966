import Cast
import Desk
import Domain
import Testing

/// A new record that looks like one that is there.
struct AlikeTests {
    private let office: Office
    private let event: JSON = [
        "title": "Kick-off meeting", "start": "2025-05-14", "sorts": ["partnerMeeting"],
    ]

    init() async throws { office = try await Office() }

    @discardableResult
    private func send(_ verb: String, _ input: JSON, _ alike: ProjectDesk.Asked.Alike = .asked) async throws
        -> ProjectDesk.Answer
    {
        var asked = ProjectDesk.Asked(AnyVerb.named(verb)!, input, by: Office.coordinator)
        asked.alike = alike
        return try await office.installation.desk("green-harbours").carryOut(asked)
    }

    private func refusal(_ verb: String, _ input: JSON, by seat: Seat = Office.coordinator) async -> Refusal? {
        var asked = ProjectDesk.Asked(AnyVerb.named(verb)!, input, by: seat)
        asked.alike = .asked
        do {
            _ = try await office.installation.desk("green-harbours").carryOut(asked)
            return nil
        } catch { return error as? Refusal }
    }

    @Test(
        arguments: [
            ["title": "kickoff  MEETING"], ["title": "Kick off meeting!"], ["start": "2025-05"], ["place": "Piran"],
        ] as [JSON])
    func `what is called the same on the same day is asked before it is added`(_ other: JSON) async throws {
        let first = try await send("add-event", event)
        let refused = await refusal("add-event", event.overlaid(by: other))
        #expect(refused?.code == "likelyDouble" && refused?.facts.first?.fact == .records(first.records))
        #expect(office.desk.published.project.events.count == 1)
        // Whoever says that it is another one adds it; a command adds it and is told.
        #expect(try await send("add-event", event.overlaid(by: other), .ignored).alike.isEmpty)
        let told = try await send("add-event", event.overlaid(by: other), .told)
        #expect(told.alike.map(\.record) == told.records && told.alike[0].others.count == 2)
    }

    @Test(arguments: [["title": "Kick-off meeting 2"], ["start": "2025-05-15"], ["start": "2025-06"]] as [JSON])
    func `what says that it is another one is not asked`(_ other: JSON) async throws {
        try await send("add-event", event)
        #expect(await refusal("add-event", event.overlaid(by: other)) == nil)
    }

    @Test func `what stands at the same web address is asked, whatever it is called`() async throws {
        let first = try await send(
            "add-news-item",
            [
                "title": "Harbours meet",
                "address": "https://example.org/harbours",
            ])
        let again: JSON = [
            "title": "A meeting", "address": "https://example.org/harbours",
        ]
        #expect(await refusal("add-news-item", again)?.facts.first?.fact == .records(first.records))
        #expect(await refusal("add-news-item", again.overlaid(by: ["address": "https://example.org/other"])) == nil)
    }

    @Test func `what has no name looks the same where all that it is about is the same`() async throws {
        let event = try await send("add-event", event).records[0]
        let there: JSON = ["event": .whole(Int64(event.number)), "person": 1, "state": "present", "how": "sheet"]
        let first = try await send("add-attendance", there)
        let again = await refusal("add-attendance", there.overlaid(by: ["how": "hand"]))
        #expect(again?.code == "likelyDouble" && again?.facts.first?.fact == .records(first.records))
        let guest: JSON = [
            "event": .whole(Int64(event.number)), "name": "Grit Möller", "state": "present", "how": "hand",
        ]
        #expect(await refusal("add-attendance", guest) == nil)
        #expect(await refusal("add-attendance", guest)?.code == "likelyDouble")
        #expect(await refusal("add-attendance", guest.overlaid(by: ["name": "Grit Holm"])) == nil)
    }

    @Test func `a command acts on no day that nobody has seen yet`() async throws {
        func send(_ today: Day) async throws {
            let step = Step(AnyVerb.named("add-event")!, event)
            _ = try await office.desk.carryOut(.init([step], by: Office.coordinator, today: today))
        }
        try await send(Day.friday.adding(days: -30))
        try await send(.friday)
        let refused = await #expect(throws: Refusal.self) { try await send(Day.friday.adding(days: 1)) }
        #expect(refused?.findings.map(\.code) == ["dayToCome"])
    }

    @Test func `capitals and marks make no other name`() async throws {
        try await send("add-organisation", ["name": "Pristanišče Möller", "parts": ["stakeholder"]])
        let other: JSON = ["name": "PRISTANISCE MOLLER", "parts": ["stakeholder"]]
        #expect(await refusal("add-organisation", other)?.code == "likelyDouble")
    }

    @Test func `a record as found is asked like any other, and a change is not`() async throws {
        let visit: JSON = ["title": "Kick-off meeting", "sorts": ["partnerMeeting"], "start": "2024-03-12"]
        let first = try await send("add-event", visit)
        let found = visit.overlaid(by: ["status": "held", "found": .minutes])
        #expect(await refusal("add-event-as-found", found)?.code == "likelyDouble")
        #expect(await refusal("change-event", ["id": .whole(Int64(first.records[0].number)), "place": "Piran"]) == nil)
    }
}
