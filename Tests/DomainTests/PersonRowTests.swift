import Cast
import Testing

@testable import Domain

/// A person is one form and one row: who it is, how to reach it, and what it does from when to when.
@Suite struct PersonRowTests {
    /// Maja is person 1, Luka person 2.
    let project: Project

    init() throws { project = try GreenHarbours.project().doing("add-person", ["name": "Luka Furlan", "partner": 1]) }

    static let row: JSON = [
        "name": "Ana Vidmar", "partner": 2, "mail": "ana@port.example", "telephone": "+49 40 1", "duty": "contributor",
        "from": "2024-03-01",
    ]

    @Test func `one form makes a person, how to reach it and what it does, and shows all of it again`() throws {
        let made = try project.doing("add-person", Self.row)
        #expect(
            try project.changes("add-person", Self.row).map(\.reference.kind) == [
                "person-name", "person", "contact", "duty",
            ])
        #expect(made.contacts.map(\.mail) == ["ana@port.example"] && made.contacts[1]?.person == 3)
        #expect(made.duties[2]?.partner == 2 && made.duties[2]?.from == .day(Day(2024, 3, 1)!))
        #expect(made.persons[3]?.row(in: made) == Self.row.overlaid(by: ["id": 3]))
        // Whoever only reads the project gets no particulars with the person.
        #expect(made.persons[3]?.entered(in: made) == ["id": 3, "name": "Ana Vidmar", "partner": 2])
        #expect(made.persons[3]?.json == ["id": 3, "partner": 2])
        #expect(
            made.refusal("change-person", Self.row.overlaid(by: ["id": 3]))?.code == "nothingChanged")
    }

    @Test func `a change of the row changes what it stands for, and nothing else`() throws {
        let made = try project.doing("add-person", Self.row)
        func changes(_ json: JSON) throws -> [String] {
            try made.changes("change-person", json.overlaid(by: ["id": 3])).map(\.reference.description)
        }
        #expect(try changes(["mail": "vidmar@port.example"]) == ["contact/1"])
        #expect(try changes(["mail": .null]) == ["contact/1"])
        #expect(try changes(["to": "2025-12-31"]) == ["duty/2"])
        #expect(try changes(["partner": 3]) == ["person/3"])
        #expect(try changes(["name": "Ana Kos"]) == ["person-name/3"])
        // A contact of which nothing is left goes.
        let gone = try made.doing("change-person", ["id": 3, "mail": .null, "telephone": .null])
        #expect(gone.contacts.isEmpty)
        // What begins after the last duty ended is another one.
        let ended = try made.doing("change-person", ["id": 3, "to": "2024-12-31"])
        let next = try ended.doing(
            "change-person", ["id": 3, "duty": "partnerManager", "from": "2025-01-01", "to": .null])
        #expect(next.duties.filter { $0.person == 3 }.map(\.sort) == [.contributor, .partnerManager])
        #expect(made.findings("change-person", ["id": 3, "duty": .null]) == ["duty byItsVerbs"])
    }

    @Test func `a row is refused at the field that is wrong`() throws {
        func found(_ json: JSON) -> [String] { project.findings("add-person", Self.row.overlaid(by: json)) }
        #expect(found(["mail": "ana@port"]) == ["mail notMail"])
        #expect(found(["duty": .null]) == ["duty missing"])
        #expect(found(["partner": .null]) == ["partner partnerMissing"])
        #expect(found(["from": "2025-03-01", "to": "2024-03-01"]) == ["to endBeforeStart"])
    }

    @Test func `who may enter persons gives no duty by it`() throws {
        let manager = try project.doing("add-person", ["name": "Grit Möller", "partner": 2]).doing(
            "add-duty", ["person": 3, "sort": "partnerManager", "partner": 2])
        let verb = try #require(AnyVerb.named("add-person"))
        func refusal(_ json: JSON, by person: Key<Person>) -> String? {
            do throws(Refusal) {
                _ = try verb.decide(manager, json, Setting(moment: .friday, person: person))
                return nil
            } catch { return error.code }
        }
        #expect(refusal(Self.row, by: 3) == "mayNot")
        #expect(refusal(Self.row.overlaid(by: ["duty": .null, "from": .null]), by: 3) == nil)
        #expect(refusal(Self.row, by: 1) == nil)
    }

    @Test func `a person is withdrawn with its contacts, and not while it has a duty`() throws {
        let made = try project.doing("add-person", Self.row)
        let reason: JSON = ["id": 3, "reason": "Entered twice."]
        let refused = try #require(made.refusal("withdraw-person", reason))
        #expect(refused == .stillNeeded(Key<Person>(3).reference, by: [Key<Duty>(2).reference]))
        let gone = try made.doing("withdraw-duty", ["id": 2, "reason": "Wrong."]).doing("withdraw-person", reason)
        #expect(gone.persons[3] == nil && gone.contacts.isEmpty && gone.name(of: 3) == nil)
    }

    @Test func `whoever belongs to no partner is the lead partner's`() throws {
        let free = try project.doing("add-person", ["name": "Ana Vidmar", "mail": "ana@port.example"])
            .doing("add-person", ["name": "Grit Möller", "partner": 2])
        #expect(free.persons.map { $0.owner(in: free) } == [1, 1, 1, 2])
        #expect(free.contacts[1]?.owner(in: free) == 1)
    }

    @Test func `what is open of a duty stands with who holds it, as long as that is held`() throws {
        let made = try project.doing("add-person", Self.row).doing(
            "add-activity", ["title": "Survey of plugs", "lead": 2, "holder": 2, "due": "2025-06-30"])
        #expect(made.held(by: [3], on: .friday).map(\.about.description) == ["activity/1"])
        #expect(made.held(by: [2], on: .friday).isEmpty)
        let over = try made.doing("change-person", ["id": 3, "to": "2025-01-31"])
        #expect(over.held(by: [3], on: .friday).isEmpty)
    }
}
