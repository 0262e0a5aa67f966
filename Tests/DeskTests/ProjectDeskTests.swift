import Cast
import Foundation
import Synchronization
import Testing

@testable import Desk
@testable import Domain
@testable import Trail

@Suite struct ProjectDeskTests {
    let office: Office

    init() async throws { office = try await Office() }

    @Test func `what was answered is on the disk, and what readers hold does not change`() async throws {
        let before = office.desk.published
        let answer = try await office.carryOut("add-person", ["name": "Luka Furlan"])
        #expect(answer.entry == 2)
        #expect(answer.records == [Reference(kind: "person", number: 2)])
        #expect(before.project.persons.count == 1)
        #expect(office.desk.published.project.persons.count == 2)
        #expect(try office.installation.store.head(of: "green-harbours").hash == answer.published.head)
        #expect(try office.installation.store.open("green-harbours") == answer.published.project)
    }

    @Test func `64 writers at once: every answer comes, in the order of the trail`() async throws {
        let desk = office.desk
        let answers = try await withThrowingTaskGroup(of: (Int, Int, String).self) { group in
            for writer in 0..<64 {
                group.addTask {
                    let answer = try await desk.carryOut(
                        .init(AnyVerb.named("add-person")!, ["name": .text("Writer \(writer)")], by: Office.coordinator)
                    )
                    let number = answer.records[0].number
                    return (answer.entry, number, answer.published.project.name(of: Key(number)) ?? "")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.map(\.0).sorted() == Array(2...65))
        #expect(answers.allSatisfy { $0.1 == $0.0 })
        #expect(Set(answers.map(\.2)).count == 64)
        #expect(try office.installation.store.verify("green-harbours").entries == 65)
        #expect(try office.installation.store.open("green-harbours") == office.desk.published.project)
    }

    /// Decides nothing before somebody has read what readers read.
    private struct WaitForReaders: Verb {
        static let name = "wait-for-readers"
        static let room = Room.trails
        static let begun = DispatchSemaphore(value: 0)
        static let read = DispatchSemaphore(value: 0)

        func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
            Self.begun.signal()
            Self.read.wait()
            return [.remove(Reference(kind: Partner.kind, number: 6), reason: "Read.")]
        }
    }

    /// No clock decides: if a reader waited for the verb, both would wait for ever. The limit only ends what hangs.
    @Test(.timeLimit(.minutes(20))) func `who reads does not wait for a verb that is being decided`() async throws {
        let (desk, installation) = (office.desk, office.installation)
        Thread.detachNewThread {
            WaitForReaders.begun.wait()
            let listed = (try? installation.projects().map(\.name)) ?? []
            let same = (try? installation.desk("green-harbours")) === desk
            // Nor is a desk let go of, or settled, in the middle of a verb.
            installation.dropIdle(unusedFor: .zero)
            if desk.published.entry == 1, desk.hindrance == nil, desk.ahead == nil, listed == ["green-harbours"], same,
                !desk.isRetired, !desk.isSettled
            {
                WaitForReaders.read.signal()
            }
        }
        let answer = try await desk.carryOut(.init(AnyVerb(WaitForReaders.self), [:], by: .steward))
        #expect(answer.entry == 2)
        #expect(desk.published.project.partners.count == 5 && desk.isSettled)
    }

    @Test func `moments never run backwards`() async throws {
        try await office.carryOut("add-person", ["name": "Luka Furlan"], at: .saturday)
        let earlier = try await office.carryOut("add-person", ["name": "Ana Vidmar"], at: .friday)
        #expect(earlier.published.moment == .saturday)
        #expect(try office.installation.store.verify("green-harbours").entries == 3)
    }

    @Test func `who changes what somebody else changed since is shown both versions`() async throws {
        try await office.carryOut("change-partner", ["id": 2, "city": "Wismar"], seen: 1)
        let conflict = await #expect(throws: ProjectDesk.Conflict.self) {
            try await office.carryOut("change-partner", ["id": 2, "city": "Rostock"], seen: 1)
        }
        #expect(conflict?.refusal.code == "changedSince")
        #expect((conflict?.theirs as? Partner)?.city == "Wismar")
        #expect((conflict?.mine as? Partner)?.city == "Rostock")
        #expect(conflict?.entry == 2)
        #expect(try await office.carryOut("change-partner", ["id": 3, "city": "Härnösand"], seen: 1).entry == 3)
        #expect(try await office.carryOut("change-partner", ["id": 2, "city": "Rostock"], seen: 2).entry == 4)
        #expect(try await office.carryOut("change-partner", ["id": 2, "city": "Kiel"]).entry == 5)
    }

    /// For every kind, in one place: nobody overwrites or withdraws what changed since.
    @Test func `no change and no withdrawal of any kind goes over another's`() async throws {
        for (verb, input) in Project.roomForRules { try await office.carryOut(verb, input) }
        var chance = Chance(30)
        try await office.carryOut(
            "add-action-plan-as-found", ["found": .minutes, "region": "Coast", "status": "draft"])
        try await office.carryOut("add-event", ["title": "Visit", "sorts": ["studyVisit"], "status": "planned"])
        for kind in Kind.entered {
            var made: Reference?
            for _ in 0..<400 where made == nil {
                let input = chance.json(AnyVerb.named("add-\(kind.name)")!.form, in: office.desk.published.project)
                    .overlaid(by: ["provenance": nil])
                    // Whoever has a duty is not withdrawn.
                    .overlaid(by: kind.name == Person.kind ? ["duty": nil, "from": nil, "to": nil] : [:])
                made = try? await office.carryOut("add-\(kind.name)", input).records[0]
            }
            let number = JSON.whole(Int64(try #require(made, "\(kind.name)").number))
            let seen = office.desk.published.entry
            try await office.carryOut(
                "change-\(kind.name)", ["id": number, "provenance": ["note": "theirs"]], seen: seen)
            await #expect(throws: ProjectDesk.Conflict.self, "\(kind.name)") {
                try await office.carryOut(
                    "change-\(kind.name)", ["id": number, "provenance": ["note": "mine"]], seen: seen)
            }
            await #expect(throws: ProjectDesk.Conflict.self, "\(kind.name)") {
                try await office.carryOut("withdraw-\(kind.name)", ["id": number, "reason": "mine"], seen: seen)
            }
        }
    }

    @Test func `what somebody else withdrew is not changed`() async throws {
        try await office.carryOut("withdraw-partner", ["id": 5, "reason": "Left."], seen: 1)
        await #expect(throws: (any Error).self) {
            try await office.carryOut("change-partner", ["id": 5, "city": "Coimbra"], seen: 1)
        }
    }

    @Test func `a batch is one entry, and its steps name what they made`() async throws {
        let steps = try Step.reading([
            ["verb": "add-person", "name": "luka", "with": ["name": "Luka Furlan", "partner": 1]],
            ["verb": "add-duty", "with": ["person": "@luka", "sort": "financeManager"]],
            ["verb": "add-news-item", "with": ["title": "@luka has come", "status": "draft"]],
        ])
        let answer = try await office.desk.carryOut(.init(steps, by: Office.coordinator))
        #expect(answer.entry == 2)
        #expect(answer.published.project.duties[2]?.person == 2)
        #expect(answer.published.project.news[1]?.title == "@luka has come")
        #expect(answer.names["luka"] == 2)
        #expect(try office.installation.store.headers(of: "green-harbours", after: 1)[0].header.verb == "batch")
    }

    @Test func `what is refused in a batch names its step and record, and an unknown name is named`() async throws {
        func refusal(_ steps: JSON) async throws -> Refusal? {
            do { _ = try await office.desk.carryOut(.init(try Step.reading(steps), by: Office.coordinator)) } catch {
                return error as? Refusal
            }
            return nil
        }
        let ana: JSON = ["verb": "add-person", "name": "ana", "with": ["name": "Ana Vidmar"]]
        let wrong = try await refusal([ana, ["verb": "add-event", "with": ["title": "Visit", "start": "soon"]]])
        #expect(wrong?.step == .init(number: 2, verb: "add-event", record: .text("Visit")))
        let gone = try await refusal([ana, ["verb": "change-partner", "with": ["id": 77, "city": "Kiel"]]])
        #expect(gone?.step?.record == .record(Reference(kind: "partner", number: 77)))
        let unknown = try await refusal([
            ana, ["verb": "add-duty", "with": ["person": "@anna", "sort": "coordinator"]],
        ])
        #expect(unknown?.findings.map(\.code) == ["unknownName"] && unknown?.findings.first?.field == "person")
        #expect(
            unknown?.findings.first?.facts == [.init("name", .text("@anna")), .init("known", .text("@ana"))])
        let subject = try await refusal([ana, ["verb": "withdraw-person", "with": ["id": "@anna", "reason": "x"]]])
        #expect(subject?.findings.first?.field == "id" && subject?.step?.record == .text("@anna"))
        // One alone is no step.
        #expect(try await refusal([["verb": "change-partner", "with": ["id": 77, "city": "Kiel"]]])?.step == nil)
        #expect(office.desk.published.entry == 1)
        // A name that only looks like one stays words.
        try await office.carryOut("add-news-item", ["title": "@anna has come", "status": "draft"])
    }

    @Test func `of a batch nothing happens when one step is refused`() async throws {
        let steps = try Step.reading([
            ["verb": "add-person", "with": ["name": "Luka Furlan"]],
            ["verb": "add-duty", "with": ["person": "@nobody", "sort": "reader"]],
        ])
        await #expect(throws: Refusal.self) { try await office.desk.carryOut(.init(steps, by: Office.coordinator)) }
        #expect(office.desk.published.entry == 1)
        #expect(
            try await office.carryOut("add-person", ["name": "Ana Vidmar"]).records == [
                Reference(kind: "person", number: 2)
            ])
    }

    @Test(
        arguments: [
            (["verb": "add-person"] as JSON, "notSteps"), ([["with": [:]]], "notSteps"),
            ([["verb": "add-ship"]], "unknownVerb"), ("add-person", "notSteps"),
        ] as [(JSON, String)])
    func `what is no batch is refused`(json: JSON, code: String) {
        let refusal = #expect(throws: Refusal.self) { try Step.reading(json) }
        #expect(refusal?.code == code)
    }

    @Test func `a proof must be there before it is named`() async throws {
        let input: JSON = [
            "name": "Luka Furlan",
            "provenance": ["proofs": [["document": .text(String(repeating: "a", count: 64)), "name": "cv.pdf"]]],
        ]
        let refusal = await #expect(throws: Refusal.self) { try await office.carryOut("add-person", input) }
        #expect(refusal?.findings.map(\.field) == ["provenance.proofs.0.document"])
        let hash = try office.installation.store.keep([1, 2, 3])
        let good = input.overlaid(by: ["provenance": ["proofs": [["document": .text(hash.text), "name": "cv.pdf"]]]])
        #expect(try await office.carryOut("add-person", good).entry == 2)
        #expect(try office.installation.store.headers(of: "green-harbours", after: 1)[0].header.documents == [hash])
    }

    @Test(arguments: [TrailFault.diskFull, .syncFailed("planned")])
    func
        `when the disk refuses, what was accepted is dropped, everybody is told, and the next verb stands on what is there`(
            fault: TrailFault
        ) async throws
    {
        office.installation.store.failure.withLock { $0 = fault }
        let desk = office.desk
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    (try? await desk.carryOut(
                        .init(AnyVerb.named("add-person")!, ["name": .text("Writer \(writer)")], by: Office.coordinator)
                    ))
                        != nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let written = outcomes.filter { $0 }.count
        #expect(outcomes.count == 8)
        #expect(written < 8)
        #expect(office.desk.published.entry == 1 + written)
        if fault == .diskFull { #expect(office.stopped.all == []) } else { #expect(office.stopped.all.first == fault) }
        let next = try await office.carryOut("add-person", ["name": "Luka Furlan"])
        #expect(next.entry == 2 + written)
        #expect(next.records[0].number == 2 + written)
        #expect(try office.installation.store.verify("green-harbours").entries == 2 + written)
    }

    @Test func `the project as it was known, at an entry and at the end of a day`() async throws {
        try await office.carryOut("change-partner", ["id": 2, "city": "Wismar"], at: .saturday)
        #expect(try office.installation.project("green-harbours", asKnown: .entry(1)).partners[2]?.city == nil)
        #expect(try office.installation.project("green-harbours", asKnown: .day(.friday)).partners[2]?.city == nil)
        #expect(
            try office.installation.project("green-harbours", asKnown: .day(.saturday)).partners[2]?.city == "Wismar")
        #expect(try office.installation.project("green-harbours", asKnown: .day(Day(2020, 1, 1)!)).partners.isEmpty)
        #expect(throws: Refusal.self) { try office.installation.project("green-harbours", asKnown: .entry(3)) }
        #expect(throws: Refusal.self) { try office.installation.project("green-harbours", asKnown: .entry(-1)) }
    }

    @Test func `an erased body is gone from memory too, and from what is known of before`() async throws {
        try await office.carryOut("add-contact", ["person": 1, "mail": "maja@example.org"])
        try await office.carryOut("add-person", ["name": "Luka Furlan"])
        #expect(try office.installation.project("green-harbours", asKnown: .entry(2)).contacts.count == 1)
        try await office.carryOut("erase-body", ["entry": 2, "position": 0, "ground": "asked"])
        #expect(office.desk.published.project.contacts.isEmpty)
        let second = try office.installation.project("green-harbours", asKnown: .entry(2))
        #expect(second.contacts.isEmpty)
        #expect(try office.installation.project("green-harbours", asKnown: .entry(3)).contacts.isEmpty)
    }

    @Test func `a redacted name is found no more`() async throws {
        let search = Search()
        try await office.carryOut("add-person", ["name": "Luka Furlan"])
        #expect(search.find("furlan", in: office.desk.published.project).count == 1)
        try await office.carryOut(
            "redact-body",
            [
                "entry": 2, "position": 0, "ground": "asked",
                "replacement": "{\"id\":2,\"kind\":\"person-name\",\"name\":\"A person\"}",
            ])
        #expect(search.find("furlan", in: office.desk.published.project).isEmpty)
        #expect(search.find("a person", in: office.desk.published.project).count == 1)
    }

    @Test func `a project begins once, under a name that is one`() async throws {
        await #expect(throws: Refusal.self) {
            try await office.installation.begin("green-harbours", GreenHarbours.begun)
        }
        await #expect(throws: Refusal.self) { try await office.installation.begin("../etc", GreenHarbours.begun) }
        #expect(throws: Refusal.self) { try office.installation.desk("blue-harbours") }
        #expect(throws: Refusal.self) { try office.installation.desk("installation") }
        #expect(try office.installation.projects().map(\.name) == ["green-harbours"])
        #expect(try office.installation.projects().first?.line?.acronym == "Green Harbours")
        #expect(
            try office.installation.own().published.project.humans.map(\.json) == [
                ["id": 1, "identities": [["person": 1, "project": "green-harbours"]]]
            ])
    }
}
