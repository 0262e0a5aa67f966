import Cast
import Foundation
import Testing

@testable import Desk
@testable import Domain
@testable import Trail

/// What stands in a trail and cannot be read: it stops no other project, can be looked at, and is repaired.
@Suite struct DamagedTests {
    let office: Office
    let event = Reference(kind: "event", number: 1)

    /// Green Harbours with an event in entry 2, changed in 3, and a person in 4.
    init() async throws {
        office = try await Office()
        try await office.carryOut(
            "add-event", ["title": "Study visit to Wismar", "sorts": ["studyVisit"], "status": "planned"])
        try await office.carryOut("change-event", ["id": 1, "outcome": "Planned well"])
        try await office.carryOut("add-person", ["name": "Luka Furlan"])
    }

    /// Writes an entry whose bodies say what somebody else's program might have written; the chain holds.
    private func write(_ records: (Reference, String)..., in store: Store, of name: String = "green-harbours") throws {
        let head = try store.head(of: name)
        let bodies = records.map { reference, record in
            let bytes = Entry.Body.salted(Array(record.utf8))
            return Entry.Body(reference: reference, bytes: bytes, digest: Digest(of: bytes), state: .written)
        }
        let header = Header(
            format: 2, project: name, entry: head.entry + 1, moment: head.moment ?? .friday, person: nil,
            verb: "change-event", documents: [], bodies: bodies.count, digest: Digest(over: bodies),
            previous: head.hash)
        try store.append([Append(Entry(header, bodies))])
    }

    private let untitled = #"{"id":1,"kind":"event","sorts":["studyVisit"],"status":"planned"}"#

    /// The same folder, opened anew after something was written into its store.
    private func reopened(_ writing: (Store) throws -> Void) throws -> Installation {
        try writing(office.installation.store)
        try office.installation.store.close()
        return try Installation(office.folder.url, clock: Clock(at: .saturday), syncFailed: { _ in })
    }

    private func refusal(_ doing: () async throws -> Void) async -> Refusal? {
        do {
            try await doing()
            return nil
        } catch { return error as? Refusal }
    }

    @Test func `it is listed with entry, record and reason, and shown as of the entry before`() async throws {
        let before = office.desk.published.project
        let installation = try reopened { try write((event, untitled), in: $0) }
        let listed = try #require(try installation.projects().first)
        #expect(listed.opens)
        #expect(
            listed.json["trouble"] == [
                "code": "damaged", "entry": "5", "record": "event/1", "reason": "title: text", "shown": "4",
            ])
        let desk = try installation.desk("green-harbours")
        #expect(desk.published.project == before)
        #expect(desk.published.head == (try installation.store.headers(of: "green-harbours")[3].bytes).digest)
        let refused = await refusal {
            _ = try await desk.carryOut(.init(AnyVerb.named("add-person")!, ["name": "Ana Vidmar"], by: .steward))
        }
        #expect(refused?.code == "damaged")
        #expect(try installation.store.verify("green-harbours").entries == 5)
        try installation.store.close()
    }

    @Test func `others are served and take new entries`() async throws {
        _ = try await office.installation.begin("blue-harbours", GreenHarbours.begun, at: .friday)
        let installation = try reopened { try write((event, untitled), in: $0) }
        try installation.openAll()
        #expect(try installation.projects().map(\.opens) == [true, true])
        #expect(try installation.projects().map { $0.trouble?.code } == [nil, "damaged"])
        let desk = try installation.desk("blue-harbours")
        _ = try await desk.carryOut(.init(AnyVerb.named("add-person")!, ["name": "Ana Vidmar"], by: .steward))
        #expect(desk.published.entry == 2)
        try installation.store.close()
    }

    @Test func `where the entry before does not open either, it is shown as of one that does`() throws {
        let installation = try reopened { store in
            try write((event, untitled), in: store)
            try write((Reference(kind: "person", number: 2), #"{"id":2,"kind":"person","partner":"none"}"#), in: store)
            try write((event, untitled), in: store)
        }
        let desk = try installation.desk("green-harbours")
        #expect(desk.published.entry == 4)
        #expect(desk.published.project.events[1]?.title == "Study visit to Wismar")
        // What must be repaired is what is bad now, the earliest first.
        #expect(desk.hindrance?.facts.first?.fact == .text("6"))
        try installation.store.close()
    }

    @Test(arguments: [(2, "add"), (3, "change"), (4, "change")])
    func `a repair puts the version of an entry, and everything goes on at once`(entry: Int, what: String) async throws
    {
        let installation = try reopened { try write((event, untitled), in: $0) }
        let desk = try installation.desk("green-harbours")
        let repaired = try await desk.repair(event, asOf: entry, reason: "Written by a program of others")
        #expect(repaired.entry == 6)
        #expect(desk.published.project.events[1]?.outcome == (entry == 2 ? nil : "Planned well"))
        #expect(desk.published.project.reasons[6]?.text.text == "Written by a program of others")
        #expect(desk.hindrance == nil)
        #expect(try installation.projects().first?.trouble == nil)
        let answer = try await desk.carryOut(
            .init(AnyVerb.named("add-person")!, ["name": "Ana Vidmar"], by: .steward))
        #expect(answer.entry == 7)
        // The bad body stays where it is, and the trail still proves it.
        let verified = try installation.store.verify("green-harbours")
        #expect(verified.entries == 7)
        #expect(try installation.store.history(of: event, in: "green-harbours").map(\.entry) == [2, 3, 5, 6])
        #expect(try installation.store.headers(of: "green-harbours")[5].header.verb == "repair-record")
        let unreadable = try installation.store.unreadable(of: "green-harbours", after: 0, upTo: 7)
        #expect(unreadable == [5: [UnreadableBody(reference: event, entry: 5, reason: "title: text")]])
        try installation.store.close()
        let again = try Installation(office.folder.url, clock: Clock(at: .saturday), syncFailed: { _ in })
        #expect(try again.desk("green-harbours").published.project == answer.published.project)
        // As it was known at the bad entry is refused with what is bad, and the page of the entry can still be made.
        let then = await refusal { _ = try again.project("green-harbours", asKnown: .entry(5)) }
        #expect(then?.code == "unreadable")
        #expect(try again.state("green-harbours", asKnown: .entry(5)).unreadable.map(\.reference) == [event])
        #expect(try again.state("green-harbours", asKnown: .entry(6)).unreadable == [])
        try again.store.close()
    }

    @Test func `where there was none then, a repair withdraws it`() async throws {
        let installation = try reopened { store in
            try write(
                (Reference(kind: "event", number: 7), untitled.replacing("\"id\":1", with: "\"id\":7")), in: store)
        }
        let desk = try installation.desk("green-harbours")
        try await #require(
            refusal { _ = try await desk.repair(Reference(kind: "event", number: 7), asOf: 5, reason: "x") }?.code
                == "unreadableThen")
        _ = try await desk.repair(Reference(kind: "event", number: 7), asOf: 4, reason: "Never was")
        #expect(desk.published.project.events[7] == nil)
        #expect(desk.published.project.events.next == 8)
        #expect(
            try installation.store.reasons(of: "green-harbours", after: 5, upTo: 6, particulars: false)[6]
                == "Never was")
        #expect(try installation.store.verify("green-harbours").entries == 6)
        try installation.store.close()
    }

    @Test func `of several that are bad, each is repaired in turn`() async throws {
        let person = Reference(kind: "person", number: 2)
        let installation = try reopened {
            try write((event, untitled), (person, #"{"id":2,"kind":"person","partner":"none"}"#), in: $0)
        }
        let desk = try installation.desk("green-harbours")
        _ = try await desk.repair(event, asOf: 4, reason: "First")
        #expect(desk.hindrance?.code == "damaged")
        #expect(desk.published.entry == 4)
        _ = try await desk.repair(person, asOf: 4, reason: "Second")
        #expect(desk.hindrance == nil)
        #expect(desk.published.project.name(of: 2) == "Luka Furlan")
        #expect(try installation.store.open("green-harbours") == desk.published.project)
        try installation.store.close()
    }

    @Test func `nothing is repaired that can be read, nor as of an entry that never was`() async throws {
        let sound = await refusal { _ = try await office.desk.repair(event, asOf: 2, reason: "x") }
        #expect(sound?.code == "nothingToRepair")
        let installation = try reopened { try write((event, untitled), in: $0) }
        let desk = try installation.desk("green-harbours")
        for entry in [-1, 6, .max, .min] {
            let refused = await refusal { _ = try await desk.repair(event, asOf: entry, reason: "x") }
            #expect(refused?.code == "unknownEntry", "\(entry)")
        }
        let other = await refusal {
            _ = try await desk.repair(Reference(kind: "person", number: 1), asOf: 1, reason: "x")
        }
        #expect(other?.code == "nothingToRepair")
        #expect(try installation.store.head(of: "green-harbours").entry == 5)
        try installation.store.close()
    }

    @Test(arguments: [
        #"{"id":1,"kind":"event""#, "[]", "nothing",
        #"{"id":2,"kind":"event","sorts":[],"status":"planned","title":"x"}"#,
        #"{"id":1,"kind":"event","sorts":["studyVisit"],"status":"hoped","title":"x"}"#,
    ])
    func `whatever stands there, the project is listed and the others open`(record: String) throws {
        let installation = try reopened { try write((event, record), in: $0) }
        #expect(try installation.projects().map { $0.trouble?.code } == ["damaged"])
        #expect(try installation.desk("green-harbours").published.entry == 4)
        try installation.store.close()
    }

    /// What a disk, or somebody behind the product's back, may do to the rows of Green Harbours; the entry that shows it, and as of
    /// which one it is shown.
    static let rows: [(sql: String, entry: Int, shown: Int)] = [
        ("UPDATE entries SET header = x'7b' WHERE project = 'green-harbours' AND number = 4", 4, 3),
        ("UPDATE entries SET header = x'' WHERE project = 'green-harbours' AND number > 2", 3, 2),
        ("UPDATE entries SET header = zeroblob(200) WHERE project = 'green-harbours'", 1, 0),
        (
            "UPDATE entries SET header = CAST('{\"format\":2}' AS BLOB) WHERE project = 'green-harbours' AND number = 4",
            4, 3
        ),
        ("DELETE FROM entries WHERE project = 'green-harbours' AND number = 4", 4, 3),
        ("DELETE FROM entries WHERE project = 'green-harbours' AND number > 2", 3, 2),
        ("UPDATE entries SET header = x'7b' WHERE project = 'green-harbours' AND number = 2", 2, 4),
        ("DELETE FROM entries WHERE project = 'green-harbours' AND number = 2", 2, 4),
    ]

    @Test(arguments: rows)
    func `a header that does not read, or is not there, is damage of its project alone`(
        sql: String, entry: Int, shown: Int
    ) async throws {
        _ = try await office.installation.begin("blue-harbours", GreenHarbours.begun, at: .friday)
        let installation = try reopened { store in
            for trigger in ["entries_stay", "entries_remain"] { try store.execute("DROP TRIGGER \(trigger)") }
            try store.execute(sql)
        }
        defer { try? installation.store.close() }
        try installation.openAll()
        // What does not show where the trail ends shows as soon as it is looked at whole.
        if shown >= entry { installation.check() }
        let listed = try installation.projects()
        #expect(listed.map { $0.trouble?.code } == [nil, "damagedTrail"])
        #expect(listed[1].opens)
        #expect(listed[1].trouble?.facts.contains { $0.name == "entry" && $0.fact == .whole(entry) } == true)
        let desk = try installation.desk("green-harbours")
        #expect(desk.published.entry == shown)
        #expect(desk.hindrance == listed[1].trouble)
        for doing in ["add-person", "repair"] {
            let refused = await refusal {
                if doing == "repair" {
                    _ = try await desk.repair(event, asOf: 2, reason: "x")
                } else {
                    _ = try await desk.carryOut(.init(AnyVerb.named(doing)!, ["name": "Ana Vidmar"], by: .steward))
                }
            }
            #expect(refused == listed[1].trouble)
        }
        let before = try installation.store.bodies(of: "green-harbours", entry: 2)
        #expect(before.count == 1)
        #expect(throws: Flaw.self) { try installation.store.verify("green-harbours") }
        let other = try installation.desk("blue-harbours")
        _ = try await other.carryOut(.init(AnyVerb.named("add-person")!, ["name": "Ana Vidmar"], by: .steward))
        #expect(other.published.entry == 2)
        let made = try await installation.begin("red-harbours", GreenHarbours.begun, at: .saturday)
        #expect(made.entry == 1)
    }

    @Test func `a body larger than one may be is not read`() throws {
        let long = String(repeating: "x", count: Entry.Body.largest)
        let installation = try reopened {
            try write((event, untitled.replacing("{", with: "{\"long\":\"\(long)\",", maxReplacements: 1)), in: $0)
        }
        #expect(try installation.projects().first?.json["trouble"]?["reason"] == "> 1 MiB")
        #expect(throws: Flaw(5, .body, 0)) { try installation.store.verify("green-harbours") }
        try installation.store.close()
    }

    @Test func `what a newer version wrote is named and not opened in part`() async throws {
        let installation = try reopened {
            try write((Reference(kind: "spaceship", number: 1), #"{"id":1,"kind":"spaceship"}"#), in: $0)
        }
        let listed = try #require(try installation.projects().first)
        #expect(!listed.opens)
        #expect(listed.json["trouble"]?["code"] == "newerKind")
        #expect(listed.line?.acronym == "Green Harbours")
        let refused = await refusal { _ = try installation.desk("green-harbours") }
        #expect(refused?.code == "newerKind")
        let then = await refusal { _ = try installation.project("green-harbours", asKnown: .entry(2)) }
        #expect(then?.code == "newerKind")
        try installation.openAll()
        try installation.store.close()
    }
}

extension [UInt8] {
    fileprivate var digest: Digest { Digest(of: self) }
}

/// What was accepted is what is read back.
@Suite struct ReadBackTests {
    /// Over all kinds, with records by chance: what the answer shows is what the disk gives again.
    @Test(arguments: [40, 41]) func `what is accepted opens again and equals what was published`(seed: UInt64)
        async throws
    {
        let office = try await Office()
        var chance = Chance(seed)
        try await office.carryOut(
            "add-action-plan-as-found", ["found": .minutes, "region": "Coast", "status": "draft"])
        try await office.carryOut("add-event", ["title": "Visit", "sorts": ["studyVisit"], "status": "planned"])
        var accepted: Set<String> = []
        for round in 0..<3 {
            for kind in Kind.entered {
                for _ in 0..<60 {
                    let input = chance.json(
                        AnyVerb.named("add-\(kind.name)")!.form, in: office.desk.published.project
                    ).overlaid(by: ["provenance": nil])
                    guard let answer = try? await office.carryOut("add-\(kind.name)", input) else { continue }
                    accepted.insert(kind.name)
                    #expect(answer.published.project.record(answer.records[0]) != nil)
                    break
                }
            }
            #expect(
                try office.installation.store.open("green-harbours") == office.desk.published.project, "round \(round)")
        }
        #expect(accepted.count > Kind.listed.count * 2 / 3, "\(accepted.count) of \(Kind.listed.count)")
        #expect(try office.installation.store.verify("green-harbours").entries == office.desk.published.entry)
    }

    /// A verb that decides what cannot be read again, as a mistake of ours would.
    private func verb(_ name: String, _ decided: @escaping @Sendable (Project) -> Change) -> AnyVerb {
        AnyVerb(name, in: .events, on: nil, by: .duties([]), form: .group([])) { (project, _, _) throws(Refusal) in
            [decided(project)]
        }
    }

    @Test func `what could not be read again is refused, with record and reason, and nothing is written`() async throws
    {
        let office = try await Office()
        let long = Event(
            id: 1, title: String(repeating: "x", count: Entry.Body.largest), sorts: [.other], status: .planned)
        var counted = Event(id: 1, title: "Visit", sorts: [.other], status: .planned)
        counted.counted = [.init(number: Int(JSON.largest) + 1, state: .present, country: nil, partner: nil)]
        for (event, reason) in [(long, "> 1 MiB"), (counted, "JSON")] {
            let refused = await #expect(throws: Refusal.self) {
                try await office.desk.carryOut(.init(verb("x", { _ in .put(event) }), [:], by: .steward))
            }
            #expect(refused?.code == "cannotBeKept")
            #expect(refused?.facts.first?.fact == .record(event.reference))
            if case .text(let said)? = refused?.facts.last?.fact { #expect(said.hasPrefix(reason), "\(said)") }
        }
        let large = Event(id: 1, title: String(repeating: "x", count: 600 << 10), sorts: [.other], status: .planned)
        let entering = await #expect(throws: Refusal.self) {
            try await office.desk.carryOut(.init(verb("x", { _ in .put(large) }), [:], by: .steward))
        }
        #expect(entering?.findings.map(\.code) == ["recordTooLarge"])
        let withdrawal = verb("y") { _ in
            .remove(Reference(kind: "person", number: 1), reason: String(repeating: "x", count: Entry.Body.largest))
        }
        await #expect(throws: Refusal.self) {
            try await office.desk.carryOut(.init(withdrawal, [:], by: .steward))
        }
        #expect(office.desk.published.entry == 1)
        #expect(try office.installation.store.head(of: "green-harbours").entry == 1)
        #expect(try await office.carryOut("add-person", ["name": "Luka Furlan"]).entry == 2)
    }

    @Test func `a reason that was asked is a body, and the header has none`() async throws {
        let office = try await Office()
        let step = Step(AnyVerb.named("add-person")!, ["name": "Luka Furlan"])
        let answer = try await office.desk.carryOut(
            .init([step], by: .steward, reason: "persons.csv"))
        #expect(answer.records == [Reference(kind: "person", number: 2)])
        let (header, bytes) = try office.installation.store.headers(of: "green-harbours", after: 1)[0]
        #expect(header.reason == nil && header.format == 2 && header.bodies == 3)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("persons.csv"))
        #expect(answer.published.project.reasons[2]?.text.text == "persons.csv")
        #expect(
            try office.installation.store.reasons(of: "green-harbours", after: 0, upTo: 2, particulars: false)
                == [2: "persons.csv"])
        try await office.carryOut("add-contact", ["person": 2, "mail": "luka@example.org"])
        try await office.carryOut("withdraw-contact", ["id": 1, "reason": "Luka's wish"])
        let store = office.installation.store
        #expect(try store.headers(of: "green-harbours").allSatisfy { $0.header.reason == nil })
        #expect(try store.reasons(of: "green-harbours", after: 3, upTo: 4, particulars: true) == [4: "Luka's wish"])
        #expect(try store.reasons(of: "green-harbours", after: 3, upTo: 4, particulars: false) == [:])
    }

    @Test func `every body has a salt of its own, and equal records have equal bytes`() async throws {
        let office = try await Office()
        let store = office.installation.store
        try await office.carryOut("add-person", ["name": "Luka Furlan"])
        try await office.carryOut("change-person", ["id": 2, "name": "Luka Novak"])
        try await office.carryOut("change-person", ["id": 2, "name": "Luka Furlan"])
        let bodies = try (1...4).flatMap { try store.bodies(of: "green-harbours", entry: $0) }
        #expect(bodies.allSatisfy { Entry.Body.isSalted($0.bytes ?? []) })
        #expect(Set(bodies.map { Array(($0.bytes ?? []).prefix(32)) }).count == bodies.count)
        let (first, last) = (bodies[bodies.count - 4], bodies[bodies.count - 1])
        #expect(first.record == last.record && first.digest != last.digest)
        for contact in [["person": 2, "mail": "luka@example.org"] as JSON] {
            try await office.carryOut("add-contact", contact)
            #expect(office.desk.published.project.contacts[1]?.salt == nil)
        }
        let owned = try office.installation.store.headers(of: Installation.ownName)
        #expect(owned.allSatisfy { $0.header.format == 2 })
    }
}
