import Cast
import Testing

@testable import Domain

/// A person is entered in one form, and its name is kept apart.
@Suite struct PersonsTests {
    /// Maja is person 1, Luka person 2.
    let project: Project

    init() throws { project = try GreenHarbours.project().doing("add-person", ["name": "Luka Furlan", "partner": 1]) }

    @Test func `no body of a person says its name`() throws {
        for changes in [
            try GreenHarbours.unbegun.changes("begin-project", GreenHarbours.begun),
            try project.changes("add-person", ["name": "Ana Vidmar", "organisation": "Port of Koper"]),
            try project.changes("change-person", ["id": 2, "name": "Luka Novak", "organisation": "Port of Koper"]),
        ] {
            for case .put(let record as Person) in changes { #expect(record.name == nil) }
        }
        #expect(project.name(of: 1) == "Maja Kocjančič")
        #expect(project.name(of: 2) == "Luka Furlan")
        #expect(project.name(of: 3) == nil)
        #expect(project.caption(of: Key<Person>(2).reference) == .text("Luka Furlan"))
        #expect(Kind.named(PersonName.kind)?.isPersonal == true)
    }

    @Test func `a name is asked, and changed in the same form`() throws {
        #expect(project.findings("add-person", ["partner": 1]) == ["name missing"])
        #expect(project.findings("change-person", ["id": 2, "name": nil]) == ["name missing"])
        let renamed = try project.doing("change-person", ["id": 2, "name": "Luka Novak"])
        #expect(renamed.name(of: 2) == "Luka Novak")
        #expect(renamed.persons.entry(of: 2) == 2 && renamed.personNames.entry(of: 2) == 3)
        let moved = try project.doing("change-person", ["id": 2, "partner": 3])
        #expect(moved.persons[2]?.partner == 3 && moved.name(of: 2) == "Luka Furlan")
        #expect(moved.persons.entry(of: 2) == 3 && moved.personNames.entry(of: 2) == 2)
        #expect(
            project.refusal("change-person", ["id": 2, "name": "Luka Furlan", "partner": 1])?.code == "nothingChanged")
        #expect(project.refusal("change-person", ["id": 9, "name": "Luka"])?.code == "unknownRecord")
    }

    @Test func `the name is the first body of the entry, and alone in it when it alone changes`() throws {
        func kinds(_ name: String, _ input: JSON) throws -> [String] {
            try project.changes(name, input).map(\.reference.kind)
        }
        #expect(try kinds("add-person", ["name": "Ana Vidmar"]) == ["person-name", "person"])
        #expect(try kinds("change-person", ["id": 2, "name": "Luka Novak"]) == ["person-name"])
        #expect(try kinds("change-person", ["id": 2, "partner": 3]) == ["person"])
        #expect(try kinds("withdraw-person", ["id": 2, "reason": "Entered twice."]) == ["person", "person-name"])
    }

    @Test func `a person goes with the name, and not while anything points to it`() throws {
        let gone = try project.doing("withdraw-person", ["id": 2, "reason": "Entered twice."])
        #expect(gone.persons[2] == nil && gone.personNames[2] == nil && gone.name(of: 2) == nil)
        #expect(project.refusal("withdraw-person", ["id": 1, "reason": "Left."])?.code == "stillNeeded")
        // Who comes next gets neither the number nor the name.
        let next = try gone.doing("add-person", ["name": "Ana Vidmar"])
        #expect(next.name(of: 3) == "Ana Vidmar" && next.name(of: 2) == nil)
    }

    @Test func `a person of before has its name in itself until it is changed`() throws {
        var before = GreenHarbours.unbegun
        before = before.applying([.put(Person(id: 4, name: "Edgars Liepiņš", partner: nil))])
        #expect(before.name(of: 4) == "Edgars Liepiņš")
        #expect(before.refusal("change-person", ["id": 4, "name": "Edgars Liepiņš"])?.code == "nothingChanged")
        let after = try before.doing("change-person", ["id": 4, "organisation": "Port of Liepāja"])
        #expect(after.persons[4]?.name == nil)
        #expect(after.name(of: 4) == "Edgars Liepiņš")
    }

    @Test func `whose name is gone is changed without one, or gets one again`() throws {
        let unnamed = project.applying([.remove(Reference(kind: PersonName.kind, number: 2), reason: "Erased.")])
        #expect(unnamed.caption(of: Key<Person>(2).reference) == .numbered(2))
        let moved = try unnamed.doing("change-person", ["id": 2, "partner": 3])
        #expect(moved.name(of: 2) == nil && moved.persons[2]?.partner == 3)
        #expect(try moved.doing("change-person", ["id": 2, "name": "Luka Furlan"]).name(of: 2) == "Luka Furlan")
    }
}

/// Signed lists stay with the attendance.
@Suite struct AttendanceListTests {
    let project: Project
    let list: JSON = ["document": .text(String(repeating: "a", count: 64)), "name": "list.pdf"]

    init() throws {
        let proofs: JSON = [list, ["document": .text(String(repeating: "b", count: 64)), "name": "minutes.pdf"]]
        project = try GreenHarbours.project().doing(
            "add-event-as-found",
            [
                "found": .minutes,
                "title": "Visit", "sorts": ["studyVisit"], "status": "held", "start": "2025-05-14", "mode": "inPerson",
                "provenance": ["proofs": proofs],
            ])
    }

    @Test func `only what proves the event is moved, and one at least`() throws {
        #expect(project.findings("move-attendance-lists", ["event": 1]) == ["documents missing"])
        let foreign: JSON = .text(String(repeating: "c", count: 64))
        #expect(
            project.findings("move-attendance-lists", ["event": 1, "documents": [foreign]])
                == ["documents.0 notItsProof"])
        let moved = try project.doing(
            "move-attendance-lists", ["event": 1, "documents": [.text(String(repeating: "a", count: 64))]])
        #expect(moved.events[1]?.provenance.proofs.map(\.name) == ["minutes.pdf"])
        #expect(moved.attendanceLists(of: 1).map(\.name) == ["list.pdf"])
        // A list is nobody: it is not counted, and a record of nobody without a list is refused.
        #expect(moved.people(at: try #require(moved.events[1])).isEmpty)
        #expect(
            moved.findings("add-attendance", ["event": 1, "state": "present", "how": "sheet"]) == ["name missing"])
    }
}
