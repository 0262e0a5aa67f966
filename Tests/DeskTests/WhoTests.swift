import Cast
import Domain
import Foundation
import Testing
import Trail
import Words

@testable import Desk

/// Who did something: a person who is pointed to, or an office or body in words.
@Suite struct WhoTests {
    let office: Office
    var project: Project { office.desk.published.project }
    let visit: JSON = ["title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-06-01"]

    init() async throws {
        office = try await Office()
        try await office.carryOut("add-person", ["name": "Ana Vidmar", "partner": 2])
    }

    private func speaker(_ text: String) async throws -> Who? {
        try await office.carryOut(
            "add-event", visit.overlaid(by: ["agenda": [["title": "Opening", "speaker": .text(text)]]]))
        return project.events.reversed().first?.agenda.first?.speaker
    }

    @Test func `the name of one person becomes the person, and words stay words`() async throws {
        for text in ["Ana Vidmar", " ana  VIDMAR", "Vidmar, Ana", "person:2"] {
            #expect(try await speaker(text) == Who(Key<Person>(2)), "\(text)")
        }
        for text in ["Joint secretariat", "Ana Vidmar and Luka", "Vidmar", "person:x", "The person:2"] {
            #expect(try await speaker(text) == Who(plain: text), "\(text)")
        }
        #expect(Who(Key<Person>(2)).plain == "person:2" && Who("Joint secretariat").person == nil)
    }

    @Test func `two persons of one name are not told apart by it`() async throws {
        try await office.carryOut("add-person", ["name": "Ana Vidmar", "partner": 3])
        #expect(try await speaker("Ana Vidmar") == "Ana Vidmar")
        #expect(try await speaker("person:3") == Who(Key<Person>(3)))
    }

    /// Nobody chose a person by changing something else.
    @Test func `words that stand there stay words when something else is changed`() async throws {
        try await office.carryOut("add-person", ["name": "Ana Vidmar", "partner": 3])
        _ = try await speaker("Ana Vidmar")
        try await office.carryOut("change-person", ["id": 3, "name": "Ana Novak"])
        let agenda: JSON = [["title": "Opening", "speaker": "Ana Vidmar"]]
        try await office.carryOut("change-event", ["id": 1, "agenda": agenda, "logistics": "By bus"])
        #expect(project.events[1]?.agenda[0].speaker == "Ana Vidmar")
    }

    @Test func `nobody is pointed to who is not there, and who is pointed to stays`() async throws {
        let refusal = await #expect(throws: Refusal.self) { try await speaker("person:9") }
        #expect(refusal?.findings.map { "\($0.field) \($0.code)" } == ["agenda.0.speaker noSuchRecord"])
        _ = try await speaker("Ana Vidmar")
        #expect(project.references(to: Key<Person>(2).reference) == [Key<Event>(1).reference])
        #expect(Pointers().references(to: Key<Person>(2).reference, in: project) == [Key<Event>(1).reference])
        #expect(project.refusal("withdraw-person", ["id": 2, "reason": "Left."])?.code == "stillNeeded")
    }

    @Test func `a new name is told, and found, wherever the person is named`() async throws {
        let search = Search()
        _ = try await speaker("Ana Vidmar")
        #expect(search.find("vidmar", in: project).map(\.reference).contains(Key<Event>(1).reference))
        try await office.carryOut("change-person", ["id": 2, "name": "Ana Novak"])
        let who = try #require(project.events[1]?.agenda[0].speaker)
        #expect(Words.of(.en).who(who, in: project) == "Ana Novak")
        #expect(search.find("vidmar", in: project).isEmpty)
        #expect(
            search.find("novak", in: project).map(\.reference)
                == [Key<Person>(2).reference, Key<Event>(1).reference])
        let entry = try #require(project.personNames.entry(of: 2))
        try await office.carryOut("erase-body", ["entry": .whole(Int64(entry)), "position": 0, "ground": "asked"])
        #expect(Words.of(.en).who(who, in: project) == "person 2")
        #expect(Words.of(.sl).who(who, in: project) == "oseba 2")
        #expect(search.find("novak", in: project).isEmpty)
    }

    @Test func `words that name a person are worth a look, and nothing is refused for them`() async throws {
        try await office.carryOut(
            "add-event",
            visit.overlaid(by: [
                "title": "Visit of ANA VIDMAR", "minutes": "We met. Vidmar Ana spoke,\nand Maja\nKocjancic.",
                "contents": ["Anastazija Vidmarjeva", "Ana", "ana-vidmar", "Ana Vidmar-Kos", "Eva-Ana Vidmar"],
                "agenda": [["title": "Opening", "speaker": "Ana Vidmar and Luka"]],
            ]))
        let names = NamesOfPersons(project)
        let found = names.findings(in: try #require(project.events[1]))
        #expect(
            found.map { "\($0.field) \($0.code)" } == [
                "title namesPerson", "contents.2 namesPerson", "agenda.0.speaker namesPerson", "minutes namesPerson",
            ])
        #expect(found.allSatisfy { !$0.blocks })
        #expect(
            found.last?.facts == [
                .init("persons", .records([Key<Person>(2).reference, Key<Person>(1).reference]))
            ])
        // What is personal anyway says names, that is what it is for.
        #expect(names.findings(in: try #require(project.personNames[2])) == [])
    }

    @Test func `a name that is withheld in a text is the number of everybody who is or was called so`() async throws {
        try await office.carryOut("change-person", ["id": 2, "name": "Ana Novak"])
        try await office.carryOut("add-person", ["name": "Ana Vidmar", "partner": 3])
        let names = try NamesOfPersons(everIn: "green-harbours", office.installation.store)
        #expect(names.withheld("ana novak, then Vidmar Ana.") == "person 2, then person 2 or person 3.")
        #expect(names.withheld("Ana and Novakova") == nil && names.withheld("") == nil)
        try await office.carryOut("erase-particulars", ["person": 2, "ground": "Asked"])
        let left = try NamesOfPersons(everIn: "green-harbours", office.installation.store)
        #expect(left.withheld("Ana Novak and Ana Vidmar") == "Ana Novak and person 3")
    }

    @Test func `names of before are known until they are erased, whatever else is entered`() async throws {
        let (ever, store) = (NamesEver(), office.installation.store)
        func knows(_ name: String) throws -> Bool {
            let published = office.desk.published
            let fresh = try NamesOfPersons(everIn: project.name, store)
            let known = try ever.names(of: published, store)
            #expect(known.found(in: name).map(\.persons) == fresh.found(in: name).map(\.persons))
            return !known.found(in: name).isEmpty
        }
        #expect(try knows("Ana Vidmar") && !knows("Ana Novak"))
        try await office.carryOut("add-problem", ["title": "Late", "status": "open"])
        #expect(try knows("Ana Vidmar") && !knows("Ana Novak"))
        try await office.carryOut("change-person", ["id": 2, "name": "Ana Novak"])
        try await office.carryOut("add-problem", ["title": "Later", "status": "open"])
        #expect(try knows("Ana Vidmar") && knows("Ana Novak"))
        try await office.carryOut("erase-particulars", ["person": 2, "ground": "Asked"])
        #expect(try !knows("Ana Vidmar") && !knows("Ana Novak") && knows("Maja Kocjančič"))
    }

    @Test func `finding names costs in proportion to the text, however many names there are`() {
        var names = NamesOfPersons()
        for number in 1...20_000 { names.add("Person\(number) Surname\(number % 7)", of: number) }
        let text = (1...20_000).map { "word\($0) Person\($0) Surname\($0 % 7)," }.joined(separator: " ")
        #expect(names.found(in: text).count == 20_000)
    }

    @Test func `the particulars of a person are erased by one verb, and what the person did stays`() async throws {
        try await office.carryOut("add-contact", ["person": 2, "mail": "ana.skrivna@example.org"])
        try await office.carryOut("change-person", ["id": 2, "name": "Ana Skrivna"])
        _ = try await speaker("Ana Skrivna")
        try await office.carryOut("erase-particulars", ["person": 2, "ground": "Request of the person"])
        #expect(project.name(of: 2) == nil && project.contacts.isEmpty)
        #expect(project.persons[2]?.partner == 2 && project.events[1]?.agenda[0].speaker?.person == 2)
        let bytes = try office.installation.store.headers(of: "green-harbours", upTo: project.entry).flatMap {
            header, _ in
            try office.installation.store.bodies(of: "green-harbours", entry: header.entry).flatMap { $0.bytes ?? [] }
        }
        for name in ["Ana Vidmar", "Ana Skrivna", "ana.skrivna"] {
            #expect(!String(decoding: bytes, as: UTF8.self).contains(name), "\(name)")
        }
        let verification = try office.installation.store.verify("green-harbours")
        #expect(verification.erased == 3 && verification.redacted == 0)
        let again = await #expect(throws: Refusal.self) {
            try await office.carryOut("erase-particulars", ["person": 2, "ground": "Request of the person"])
        }
        #expect(again?.code == "nothingToErase")
        #expect(Permission.refusal(.doing(EraseParticulars.any), by: .visitor, in: project, on: .friday) != nil)
    }

    @Test func `in a trail of before a person is called by its old name, and loses it in every body`() async throws {
        let folder = Temporary()
        let later = Moment(milliseconds: 1_893_499_200_000, day: Day(2030, 1, 1)!)
        let installation = try Installation(folder.url, clock: Clock(at: later), syncFailed: { _ in })
        let file = Golden.root.appendingPathComponent("Tests/Goldens/trails/0.1-green-harbours.grozd")
        let name = try await installation.take(file).project
        let desk = try installation.desk(name)
        let person = try #require(desk.published.project.persons.first { $0.name != nil }?.id)
        let called = try #require(desk.published.project.name(of: person))
        _ = try await desk.carryOut(
            .init(
                EraseParticulars.any, ["person": .whole(Int64(person.number)), "ground": "asked"], by: .steward))
        #expect(desk.published.project.name(of: person) == nil && desk.published.project.persons[person] != nil)
        for version in try installation.store.history(of: person.reference, in: name) {
            #expect(!String(decoding: version.body.bytes ?? [], as: UTF8.self).contains(called))
        }
        #expect(try installation.store.verify(name).redacted >= 1)
    }
}
