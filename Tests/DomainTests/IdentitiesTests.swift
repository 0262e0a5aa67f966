import Cast
import Testing

@testable import Domain

/// Who is who among the persons, registrations and attendances of a project.
@Suite struct IdentitiesTests {
    /// Two held events; Maja is person 1.
    let project: Project

    init() throws {
        var project = try GreenHarbours.project()
        for (number, day) in [(1, "2025-05-14"), (2, "2025-05-15")] {
            project = try project.doing(
                "add-event",
                [
                    "title": .text("Workshop \(number)"), "sorts": ["stakeholderMeeting"], "start": .text(day),
                    "mode": "inPerson", "host": 1,
                ]
            ).doing("hold-event", ["event": .whole(Int64(number)), "start": .text(day), "mode": "inPerson"])
        }
        self.project = project
    }

    private func registered(
        _ name: String, _ mail: String?, _ organisation: String? = nil, in project: Project, event: Int64 = 1
    ) throws -> Project {
        try project.doing(
            "add-registration",
            [
                "event": .whole(event), "name": .text(name), "mail": mail.map { .text($0) } ?? .null,
                "organisation": organisation.map { .text($0) } ?? .null,
            ])
    }

    @Test func `who was said to be one stands in one row, and nobody who only shares a mail address`() throws {
        var project = project
        for name in ["Ana Vidmar", "Bo Lund", "Vidmar A.", "B. Lund"] {
            project = try project.doing("add-person", ["name": .text(name), "partner": 1, "mail": "team@p1.example"])
        }
        func same(_ one: Int64, _ other: Int64) -> JSON {
            ["one": ["person": .whole(one)], "other": ["person": .whole(other)]]
        }
        let said = try project.doing("join-people", same(2, 4)).doing("join-people", same(3, 5))
        #expect(said.joinedLater == [4, 5])
        #expect(said.joined(with: 3) == [3, 5] && said.joined(with: 4) == [2, 4] && said.joined(with: 1) == [1])
    }

    /// Everybody said at an event that they can do more now.
    private func more(_ rows: [JSON], at event: Int64, in project: Project) throws -> Project {
        try project.doing(
            "record-attendance",
            [
                "event": .whole(event), "how": "hand",
                "rows": .list(rows.map { $0.overlaid(by: ["state": "present", "capacity": "increased"]) }),
            ])
    }

    /// One woman, registered at the first event, a person of the project at the second.
    private func twice(_ registered: String, _ person: String) throws -> Project {
        var project = try self.registered("A. Vidmar", registered, in: self.project)
        project = try project.doing(
            "add-person", ["name": "Ana Vidmar", "organisation": "Port of Koper", "mail": .text(person)])
        project = try more([["registration": 1]], at: 1, in: project)
        return try more([["person": 2]], at: 2, in: project)
    }

    @Test func `who is registered by an address and a person with that address counts once`() throws {
        #expect(try twice("ANA@port.example", "ana@port.example").peopleWithIncreasedCapacity().people == 1)
        #expect(try twice("ana+koper@port.example", "ana@port.example").peopleWithIncreasedCapacity().people == 2)
    }

    @Test func `without an address one name and one organisation is one, whatever comes first in the name`() throws {
        var project = try project.doing("add-person", ["name": "Ana Vidmar", "partner": 2])
        project = try more([["person": 2]], at: 1, in: project)
        let named: JSON = ["name": "VIDMAR Ana", "organisation": "Küstenforum Grüne Häfen e. V."]
        #expect(try more([named], at: 2, in: project).peopleWithIncreasedCapacity().people == 1)
        #expect(
            try more([["name": "Ana Vidmar", "organisation": "Elsewhere"]], at: 2, in: project)
                .peopleWithIncreasedCapacity().people == 2)
    }

    @Test func `two addresses under one name are asked, and never taken for one`() throws {
        var project = try registered("Ana Vidmar", "ana@port.example", "Port", in: project)
        project = try registered("Ana Vidmar", "vidmar@home.example", "Port", in: project, event: 2)
        let pair = Identities.Pair(
            one: Key<Registration>(1).reference, other: Key<Registration>(2).reference)
        #expect(Identities(project).probable == [pair] && Identities(project).several == [])
        let (one, other): (JSON, JSON) = (["registration": 1], ["registration": 2])
        let joined = try project.doing("join-people", ["one": one, "other": other])
        #expect(Identities(joined).probable == [] && Identities(joined).several == [[pair.one, pair.other]])
        // A join is undone, and the answer is remembered.
        let parted = try joined.doing("part-people", ["one": other, "other": one])
        #expect(parted.likenesses.map(\.answer) == [.two])
        #expect(Identities(parted).probable == [] && Identities(parted).several == [])
        #expect(parted.refusal("part-people", ["one": one, "other": other])?.code == "nothingChanged")
    }

    @Test func `who was said to be two is not one by an address either, nor by somebody between`() throws {
        let project = try twice("ana@port.example", "ana@port.example")
        let (woman, person): (JSON, JSON) = (["registration": 1], ["person": 2])
        let parted = try project.doing("part-people", ["one": woman, "other": person])
        #expect(parted.peopleWithIncreasedCapacity().people == 2)
        let third = try registered("Ana", "ana@port.example", in: parted, event: 2)
        func areSame(_ one: Reference, _ other: Reference, in project: Project) -> Bool {
            Identities(project).areSame(one, other)
        }
        let (first, second, ana) = (
            Key<Registration>(1).reference, Key<Registration>(2).reference, Key<Person>(2).reference
        )
        #expect(!areSame(first, ana, in: third))
        #expect(areSame(second, ana, in: third) != areSame(second, first, in: third))
        // What was said is stronger than an address, and two answers do not undo a third.
        let joined = try third.doing("join-people", ["one": ["registration": 2], "other": woman])
        #expect(areSame(second, first, in: joined) && !areSame(second, ana, in: joined))
        #expect(
            joined.refusal("join-people", ["one": ["registration": 2], "other": person])?.code == "saidToBeTwo")
    }

    @Test func `nobody is joined with oneself, with a number, or with nobody`() throws {
        let project = try twice("ana@port.example", "ana@port.example")
        #expect(
            project.findings("join-people", ["one": ["person": 2], "other": ["person": 2]]) == ["other samePerson"])
        #expect(project.findings("join-people", ["one": ["person": 2], "other": [:]]) == ["other onePerson"])
        #expect(
            project.findings("join-people", ["one": ["person": 2, "registration": 1], "other": ["person": 1]])
                == ["one onePerson"])
        #expect(
            project.findings("join-people", ["one": ["person": 99], "other": ["person": 1]]) == [
                "one.person noSuchRecord"
            ])
        // Who was there by registration is joined by that registration.
        #expect(
            project.refusal("join-people", ["one": ["attendance": 1], "other": ["person": 1]])?.code == "notNamed")
        var nameless = project
        nameless.apply(.remove(Key<PersonName>(2).reference, reason: ""), entry: project.entry)
        #expect(
            nameless.refusal("part-people", ["one": ["person": 2], "other": ["person": 1]])?.code == "notNamed")
    }

    @Test func `a page of a person finds what was attended under other names`() throws {
        let project = try twice("ana@port.example", "ana@port.example")
        #expect(project.attended(by: 2).map(\.id) == [1, 2])
        let parted = try project.doing("part-people", ["one": ["registration": 1], "other": ["person": 2]])
        #expect(parted.attended(by: 2).map(\.id) == [2])
    }
}
