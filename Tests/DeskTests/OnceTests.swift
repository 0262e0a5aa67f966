import Cast
import Synchronization
import Testing

@testable import Desk
@testable import Domain
@testable import Trail

/// What is sent twice is done once.
struct OnceTests {
    let office: Office
    private let event: JSON = ["title": "Visit", "sorts": ["studyVisit"], "start": "2025-05-14"]

    init() async throws { office = try await Office() }

    private func send(_ key: String, _ input: JSON, by seat: Seat = Office.coordinator) async throws
        -> ProjectDesk.Answer
    {
        var asked = ProjectDesk.Asked(AnyVerb.named("add-event")!, input, by: seat)
        asked.once = key
        return try await office.desk.carryOut(asked)
    }

    private func refusal(_ key: String, _ input: JSON) async -> Refusal? {
        do {
            _ = try await send(key, input)
            return nil
        } catch { return error as? Refusal }
    }

    @Test func `the same sent again is answered with the first one's record, also after it was opened anew`()
        async throws
    {
        let first = try await send("k", event)
        let again = try await send("k", event)
        #expect(again.entry == first.entry && again.records == first.records)
        #expect(again.published.project.record(first.records[0]) != nil)
        #expect(office.desk.published.project.events.count == 1)
        #expect(office.desk.retire(unusedFor: .zero))
        let desk = try office.installation.desk("green-harbours")
        var asked = ProjectDesk.Asked(AnyVerb.named("add-event")!, event, by: Office.coordinator)
        asked.once = "k"
        #expect(try await desk.carryOut(asked).records == first.records)
    }

    @Test func `something else under the same key is refused with the first one's record`() async throws {
        let first = try await send("k", event)
        let refused = await refusal("k", event.overlaid(by: ["place": "Piran"]))
        #expect(refused?.code == "alreadySent" && refused?.facts.first?.fact == .records(first.records))
        // Another key, another person, and no key are another matter.
        #expect(try await send("l", event).entry == first.entry + 1)
        #expect(try await send("k", event, by: .steward).entry == first.entry + 2)
        #expect(try await office.carryOut("add-event", event).entry == first.entry + 3)
        #expect(await refusal(String(repeating: "k", count: 201), event)?.findings.first?.field == "once")
    }

    @Test func `what was refused may be sent again under its key`() async throws {
        #expect(await refusal("k", ["title": ""])?.code == "blocked")
        #expect(try await send("k", event).records == [Reference(kind: "event", number: 1)])
    }

    @Test func `however many send it at the same time, it is there once and all are told so`() async throws {
        let answers = try await withThrowingTaskGroup(of: ProjectDesk.Answer.self) { group in
            for _ in 0..<24 { group.addTask { try await send("k", event) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(answers.map(\.entry)).count == 1 && answers.count == 24)
        #expect(answers.allSatisfy { $0.published.entry >= $0.entry })
        #expect(office.desk.published.project.events.count == 1)
    }

    @Test func `where the disk refuses the first, nobody is told that it is there`() async throws {
        office.installation.store.failure.withLock { $0 = .diskFull }
        let outcomes = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<6 { group.addTask { try? await send("k", event).entry } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let events = office.desk.published.project.events.count
        #expect(outcomes.count == 6 && outcomes.contains(nil))
        #expect(events == (outcomes.contains { $0 != nil } ? 1 : 0))
        #expect(try await send("k", event).records == [Reference(kind: "event", number: 1)])
        #expect(office.desk.published.project.events.count == 1)
    }
}
