import Cast
import Domain
import Testing
import Trail
import Words

@testable import Desk

/// What a project loses with a body, before it is erased.
@Suite struct LossTests {
    let office: Office
    var project: Project { office.desk.published.project }
    let visit: JSON = [
        "title": "Visit", "sorts": ["studyVisit"], "status": "held", "start": "2025-05-12", "end": "2025-05-13",
        "found": .minutes,
    ]

    init() async throws { office = try await Office() }

    private func step(_ entry: Int, _ position: Int = 0) -> Step {
        Step(EraseBody.any, ["entry": .whole(Int64(entry)), "position": .whole(Int64(position)), "ground": "a court"])
    }

    @Test func `the project's own facts go only as they were before`() async throws {
        let own = try #require(project.identification?.reference)
        let (begun, at) = (
            try #require(project.entry(of: own)), try office.installation.store.places(of: own, in: project.name)
        )
        let refusal = await #expect(throws: Refusal.self) {
            try await office.desk.carryOut(.init([step(begun, at[0].position)], by: .steward))
        }
        #expect(refusal?.code == "erasureUnnames")
        #expect(project.identification?.reference == own)
        try await office.carryOut("change-identification", ["id": 1, "title": "Another title"])
        _ = try await office.desk.carryOut(.init([step(begun, at[0].position)], by: .steward))
        #expect(project.identification?.title == "Another title")
        // A text of it can be taken out of what is recorded now.
        let body = try #require(try office.installation.store.bodies(of: project.name, entry: begun + 1).first)
        let text = String(decoding: body.record ?? [], as: UTF8.self).replacing("Another title", with: "A title")
        try await office.carryOut(
            "redact-body",
            ["entry": .whole(Int64(begun + 1)), "position": 0, "replacement": .text(text), "ground": "a court"])
        #expect(project.identification?.title == "A title")
        #expect(try office.installation.store.verify(project.name).erased == 1)
    }

    @Test func `records, figures and findings that rest on it are named`() async throws {
        try await office.carryOut("add-event-as-found", visit)
        try await office.carryOut(
            "add-decision-as-found",
            [
                "found": .minutes, "event": 1, "title": "We go on", "status": "adopted",
                "procedure": "meeting", "decidedOn": "2025-05-13",
            ])
        let entry = try #require(project.entry(of: Key<Event>(1).reference))
        let loss = try #require(try office.desk.losses(by: [step(entry)]).first)
        #expect(loss.record == Key<Event>(1).reference && loss.isNow && loss.isOnly)
        #expect(loss.pointing == [Reference(kind: "decision", number: 1)])
        #expect(!loss.figures.isEmpty)
        for figure in loss.figures { #expect(project.record(figure) is Figure) }
        let said = Words.of(.en).sentences(loss) { Words.of(.en).name($0, in: project) }
        #expect(
            said[0].hasPrefix("Visit: it goes as it is recorded now") && said[0].hasSuffix("only one of its kind here.")
        )
        #expect(said[1] == "Records that point to it: We go on" && said[2].hasPrefix("Figures that rest on it: "))
        try await office.carryOut("change-event", ["id": 1, "title": "The visit"])
        let before = try #require(try office.desk.losses(by: [step(entry)]).first)
        #expect(!before.isNow && before.pointing.isEmpty && before.figures.isEmpty)
        #expect(
            try office.desk.losses(by: [step(99), step(entry, 7), Step(EraseParticulars.any, ["person": 1])]).isEmpty)
    }

    /// The figures that are named are those that differ afterwards, and no others.
    @Test func `what was foretold is what is lost`() async throws {
        try await office.carryOut("add-event-as-found", visit)
        try await office.carryOut(
            "add-event-as-found", visit.overlaid(by: ["title": "Other", "sorts": ["partnerMeeting"]]))
        for number in [1, 2] {
            let reference = Key<Event>(number).reference
            let entry = try #require(project.entry(of: reference))
            let loss = try #require(try office.desk.losses(by: [step(entry)]).first)
            let before = project
            try await office.carryOut(
                "erase-body", ["entry": .whole(Int64(entry)), "position": 0, "ground": "a court"])
            #expect(project.record(reference) == nil)
            let differs = before.figures.filter { before.standing(of: $0) != project.standing(of: $0) }.map(\.reference)
            #expect(loss.figures == differs)
        }
    }

    /// A law is kept: what is personal goes, whichever kind it is, and nothing stops it.
    @Test func `bodies of personal kinds are erased, the latest too`() async throws {
        try await office.carryOut("add-event-as-found", visit.overlaid(by: ["status": "planned"]))
        try await office.carryOut("add-contact", ["person": 1, "mail": "maja@example.org"])
        try await office.carryOut("add-registration", ["event": 1, "status": "registered", "name": "Ana"])
        try await office.carryOut("add-attendance", ["event": 1, "state": "present", "how": "hand", "registration": 1])
        try await office.carryOut("add-outbox-message", ["to": "ana@example.org", "occasion": "registered"])
        try await office.carryOut("join-people", ["one": ["person": 1], "other": ["registration": 1]])
        let personal = Kind.all.filter { $0.isPersonal && $0.name != Human.kind }
        for kind in personal {
            let record = try #require(kind.each(project).first?.reference, "\(kind.name)")
            for place in try office.installation.store.places(of: record, in: project.name) {
                _ = try await office.desk.carryOut(.init([step(place.entry, place.position)], by: .steward))
            }
            #expect(project.record(record) == nil, "\(kind.name)")
        }
        #expect(try office.installation.store.verify(project.name).erased >= personal.count)
    }
}
