import Cast
import Testing

@testable import Desk
@testable import Domain
@testable import Trail

/// A record that was withdrawn comes back.
struct RestoreTests {
    let office: Office
    private var project: Project { office.desk.published.project }

    init() async throws { office = try await Office() }

    private func refusal(_ verb: String, _ input: JSON, by seat: Seat = Office.coordinator) async -> Refusal? {
        do {
            try await office.carryOut(verb, input, by: seat)
            return nil
        } catch { return error as? Refusal }
    }

    @Test func `of every kind, what was withdrawn comes back as it was, under its own number`() async throws {
        for (verb, input) in Project.roomForRules { try await office.carryOut(verb, input) }
        var chance = Chance(43)
        try await office.carryOut("add-event", ["title": "Visit", "sorts": ["studyVisit"], "status": "planned"])
        var tried = 0
        for kind in Kind.listed {
            guard let restore = kind.verb(.restore) else {
                #expect(kind.verb(.withdraw) == nil, "\(kind.name)")
                continue
            }
            #expect(restore.may == kind.verb(.withdraw)?.may, "\(kind.name)")
            if kind.name == Identification.kind { continue }
            let verb = try #require(kind.verb(.add) ?? kind.verb(.addAsFound))
            var made: Reference?
            for _ in 0..<400 where made == nil {
                // Whoever has a duty is not withdrawn.
                let input = chance.json(verb.form, in: project).overlaid(
                    by: kind.name == Person.kind
                        ? ["duty": .null, "from": .null, "to": .null] : ["found": .minutes])
                let asked =
                    verb.sort == .addAsFound ? input : input.overlaid(by: ["found": .null, "provenance": .null])
                made = try? await office.carryOut(verb.name, asked).records[0]
            }
            let reference = try #require(made, "\(kind.name)")
            let before = try #require(project.record(reference)).entered(in: project)
            let id: JSON = ["id": .whole(Int64(reference.number))]
            #expect(await refusal(restore.name, id)?.code == "notWithdrawn", "\(kind.name)")
            try await office.carryOut("withdraw-\(kind.name)", id.overlaid(by: ["reason": "Entered twice."]))
            #expect(project.record(reference) == nil)
            let answer = try await office.carryOut(restore.name, id.overlaid(by: ["reason": "It was not."]))
            #expect(answer.records.first == reference, "\(kind.name)")
            #expect(project.record(reference)?.entered(in: project) == before, "\(kind.name)")
            let reasons = try office.installation.store.reasons(
                of: project.name, after: answer.entry - 1, upTo: answer.entry, particulars: true)
            #expect(reasons[answer.entry] == "It was not.", "\(kind.name)")
            // Once more, and the next new one gets another number.
            #expect(await refusal(restore.name, id)?.code == "notWithdrawn", "\(kind.name)")
            #expect(kind.next(project) > reference.number)
            tried += 1
        }
        #expect(tried > 40)
        #expect(await refusal("restore-event", ["id": 99])?.code == "unknownRecord")
        let opened = try office.installation.store.open(project.name, upTo: project.entry)
        #expect(opened == project)
    }

    @Test func `what it points to comes back first`() async throws {
        try await office.carryOut("add-event", ["title": "Visit", "sorts": ["studyVisit"], "status": "planned"])
        try await office.carryOut("add-follow-up", ["title": "Minutes", "event": 1])
        try await office.carryOut("withdraw-follow-up", ["id": 1, "reason": "x"])
        try await office.carryOut("withdraw-event", ["id": 1, "reason": "x"])
        let refused = await refusal("restore-follow-up", ["id": 1])
        #expect(refused?.code == "restoreNeeds")
        #expect(
            refused?.facts.last?.fact == .records([Reference(kind: "event", number: 1)]))
        try await office.carryOut("restore-event", ["id": 1])
        try await office.carryOut("restore-follow-up", ["id": 1])
        #expect(project.record(Reference(kind: "follow-up", number: 1)) != nil)
    }

    @Test func `what would stand there twice does not come back`() async throws {
        try await office.carryOut(
            "add-event", ["title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-05-14"])
        try await office.carryOut("withdraw-event", ["id": 1, "reason": "x"])
        try await office.carryOut("add-event", ["title": "visit", "sorts": ["other"], "start": "2025-05-14"])
        let refused = await refusal("restore-event", ["id": 1])
        #expect(refused?.code == "wouldDouble")
        #expect(refused?.facts.last?.fact == .records([Reference(kind: "event", number: 2)]))
        try await office.carryOut("change-event", ["id": 2, "start": "2025-05-15"])
        try await office.carryOut("restore-event", ["id": 1])
        #expect(project.events.count == 2)
    }

    @Test func `a person comes back with the name, and what was erased does not`() async throws {
        let added = try await office.carryOut("add-person", ["name": "Ana Vidmar"])
        let id = JSON.whole(Int64(added.records[0].number))
        try await office.carryOut("withdraw-person", ["id": id, "reason": "Left."])
        try await office.carryOut("restore-person", ["id": id])
        #expect(project.name(of: Key(added.records[0].number)) == "Ana Vidmar")
        try await office.carryOut("withdraw-person", ["id": id, "reason": "Left."])
        let places = try office.installation.store.places(
            of: Reference(kind: PersonName.kind, number: added.records[0].number), in: project.name)
        // The version before the withdrawal.
        let place = places[places.count - 2]
        try await office.carryOut(
            "erase-body",
            ["entry": .whole(Int64(place.entry)), "position": .whole(Int64(place.position)), "ground": "asked"])
        #expect(await refusal("restore-person", ["id": id])?.code == "goneForGood")
        #expect(project.persons[Key(added.records[0].number)] == nil)
    }

    @Test func `two restore at once, and one of them is told that it is there`() async throws {
        try await office.carryOut("add-event", ["title": "Visit", "sorts": ["studyVisit"], "status": "planned"])
        let page = project.entry
        try await office.carryOut("withdraw-event", ["id": 1, "reason": "x"])
        let desk = office.desk
        let codes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    do {
                        _ = try await desk.carryOut(
                            .init(AnyVerb.named("restore-event")!, ["id": 1], by: Office.coordinator))
                        return "done"
                    } catch { return (error as? Refusal)?.code ?? "\(error)" }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.sorted() == ["done", "notWithdrawn"])
        // Who had its form open all the while changes it.
        try await office.carryOut("change-event", ["id": 1, "title": "Visit", "place": "Piran"], seen: page)
        #expect(project.events[1]?.place == "Piran")
    }

    @Test func `a redacted record comes back redacted`() async throws {
        let added = try await office.carryOut("add-event", ["title": "Visit of Ana", "sorts": ["studyVisit"]])
        var event = try #require(project.events[1])
        event.title = "Visit"
        let text = event.json.written
        try await office.carryOut(
            "redact-body",
            ["entry": .whole(Int64(added.entry)), "position": 0, "replacement": .text(text), "ground": "a court"])
        try await office.carryOut("withdraw-event", ["id": 1, "reason": "x"])
        try await office.carryOut("restore-event", ["id": 1])
        #expect(project.events[1]?.title == "Visit")
    }
}
