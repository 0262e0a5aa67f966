import Cast
import Desk
import Domain
import Testing
import Trail

/// Human beings across projects: joined by who reads particulars in both, and told to nobody else.
@Suite struct HumansTests {
    let office: Office
    let installation: Installation
    let green = Human.Identity(project: "green-harbours", person: 1)
    let blue = Human.Identity(project: "blue-harbours", person: 1)
    let both = [Seat.person("green-harbours", 1), Seat.person("blue-harbours", 1)]

    init() async throws {
        office = try await Office()
        installation = office.installation
        // The same name, and the same address, in two projects.
        _ = try await installation.begin("blue-harbours", GreenHarbours.begun, at: .friday)
        for project in ["green-harbours", "blue-harbours"] {
            _ = try await installation.desk(project).carryOut(
                .init(AnyVerb.named("add-contact")!, ["person": 1, "mail": "maja@port.example"], by: .steward))
        }
    }

    private func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch {
            let refusal = error as? Refusal
            return refusal?.findings.first?.code ?? refusal?.code ?? "\(error)"
        }
    }

    @Test func `nobody is one across projects by being alike`() throws {
        #expect(try installation.elsewhere(green, seenFrom: nil) == [])
        #expect(try installation.own().published.project.humans.allSatisfy { $0.identities.count == 1 })
    }

    @Test func `who reads particulars in both joins and parts, and nobody else sees it`() async throws {
        for seats in [[], [both[0]], [both[1]], [.visitor, both[0]], [both[0], .person("blue-harbours", 99)]] {
            #expect(await code { try await installation.joinHumans(green, blue, at: seats) } == "noDesk")
        }
        try await installation.joinHumans(green, blue, at: both)
        #expect(try installation.elsewhere(green, seenFrom: both) == [blue])
        #expect(try installation.elsewhere(blue, seenFrom: both) == [green])
        for seats in [[], [both[0]], [.visitor]] {
            #expect(try installation.elsewhere(green, seenFrom: seats) == [])
            #expect(
                await code { try await installation.partHuman(green, at: seats) }
                    == (seats == [both[0]] ? "notJoined" : "noDesk"))
        }
        #expect(await code { try await installation.joinHumans(blue, green, at: both) } == "nothingChanged")
        // It is an entry of the installation's trail, with the desks at which it was said, and it is undone.
        let own = try installation.own().published
        let reasons = try installation.store.reasons(
            of: Installation.ownName, after: own.entry - 1, upTo: own.entry, particulars: true)
        #expect(reasons[own.entry] == "blue-harbours/1, green-harbours/1")
        try await installation.partHuman(blue, at: both)
        #expect(try installation.elsewhere(green, seenFrom: nil) == [])
        #expect(try installation.own().published.project.humans.map(\.identities.count) == [1, 1])
        _ = try installation.store.verify(Installation.ownName)
    }

    @Test func `whoever is nobody's, nameless or of the same project is not joined`() async throws {
        _ = try await office.carryOut("add-person", ["name": "Luka Furlan", "partner": 1])
        let luka = Human.Identity(project: "green-harbours", person: 2)
        #expect(await code { try await installation.joinHumans(green, luka, at: both) } == "joinWithin")
        #expect(await code { try await installation.joinHumans(green, green, at: both) } != nil)
        let nobody = Human.Identity(project: "blue-harbours", person: 9)
        #expect(await code { try await installation.joinHumans(green, nobody, at: both) } == "unknownRecord")
        try await installation.joinHumans(green, blue, at: both)
        #expect(await code { try await installation.joinHumans(luka, blue, at: both) } == "joinWithin")
        // A project's own trail takes no such verb, and nobody carries it out past the installation.
        for seat in [Office.coordinator, .steward] {
            let asked: JSON = ["one": Canonical.json(luka), "other": Canonical.json(blue)]
            #expect(await code { try await office.carryOut("join-humans", asked, by: seat) } == "stewardOnly")
        }
    }

    @Test func `who erases learns as steward who else still names the human being, as far as joined`() async throws {
        try await installation.joinHumans(green, blue, at: both)
        try await office.carryOut("erase-particulars", ["person": 1, "ground": "Asked for it"], by: .steward)
        #expect(try installation.elsewhere(green, seenFrom: nil) == [blue])
        _ = try await installation.desk("blue-harbours").carryOut(
            .init(AnyVerb.named("erase-particulars")!, ["person": 1, "ground": "Asked for it"], by: .steward))
        #expect(try installation.elsewhere(green, seenFrom: nil) == [])
        #expect(await code { try await installation.joinHumans(green, blue, at: both) } == "notNamed")
    }
}
