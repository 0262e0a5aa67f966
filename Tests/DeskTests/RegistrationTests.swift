import Cast
import Desk
import Domain
import Foundation
import Testing

@testable import Trail

@Suite struct RegistrationTests {
    let office: Office

    init() async throws {
        office = try await Office()
        try await office.carryOut(
            "add-event",
            ["title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-06-10", "place": "Wismar"])
        try await office.carryOut(
            "add-registration-form",
            [
                "event": 1, "opensOn": "2025-05-01", "closesOn": "2025-06-01", "places": 40, "waitingList": true,
                "keepUntil": "2025-12-31",
            ])
    }

    func register(_ number: Int) async throws {
        _ = try await office.desk.carryOut(
            .init(
                Register.any,
                [
                    "event": 1, "name": .text("Guest \(number)"), "mail": .text("guest\(number)@example.org"),
                    "country": "SI",
                ], by: .visitor))
    }

    var all: [Registration] { Array(office.desk.published.project.registrations) }

    func numbers(_ status: Registration.Status) -> [Int] { all.filter { $0.status == status }.map(\.id.number) }

    @Test
    func `500 at once for 40 places: none is lost, none is given twice, and who withdraws makes room for the next`()
        async throws
    {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<500 { group.addTask { try await register(number) } }
            try await group.waitForAll()
        }
        #expect(all.count == 500)
        #expect(Set(all.compactMap(\.mail)).count == 500)
        #expect(numbers(.registered) == Array(1...40))
        #expect(numbers(.waiting) == Array(41...500))
        #expect(office.desk.published.project.outboxMessages.count == 500)

        let hash: ([UInt8]) -> Digest = { Digest(of: $0) }
        let first = Array(all.prefix(10))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for one in first {
                let token = try #require(one.token(hash))
                group.addTask {
                    _ = try await office.desk.carryOut(
                        .init(
                            AnswerRegistration.any,
                            [
                                "registration": .whole(Int64(one.id.number)), "token": .text(token),
                                "answer": "withdraw",
                            ], by: .visitor))
                }
            }
            try await group.waitForAll()
        }
        #expect(numbers(.withdrawn) == Array(1...10))
        #expect(numbers(.registered) == Array(11...50))
        #expect(try office.installation.store.open("green-harbours") == office.desk.published.project)
        let told = office.desk.published.project.outboxMessages.filter { $0.occasion == .movedUp }
        #expect(told.compactMap(\.registration?.number).sorted() == Array(41...50))
    }

    @Test func `only the own link answers, whoever asks`() async throws {
        for number in 0..<2 { try await register(number) }
        let tokens = all.compactMap { $0.token { Digest(of: $0) } }
        #expect(Set(tokens).count == 2 && tokens.allSatisfy { $0.count == 40 })
        for token in [tokens[1], String(repeating: "0", count: 40)] {
            await #expect(throws: Refusal.unknownRecord(Reference(kind: "registration", number: 1))) {
                try await office.carryOut(
                    "answer-registration", ["registration": 1, "token": .text(token), "answer": "withdraw"])
            }
        }
        try await office.carryOut(
            "answer-registration", ["registration": 1, "token": .text(tokens[0]), "answer": "confirm"], by: .visitor)
        #expect(all[0].status == .confirmed)
    }

    @Test func `registration opens and closes, knows an address once, and says what is wrong`() async throws {
        try await register(1)
        func code(_ input: JSON, _ day: String = "2025-05-16") async -> String? {
            let moment = Moment(milliseconds: 1_747_382_400_000, day: Day(day)!)
            do {
                _ = try await office.desk.carryOut(.init([Step(Register.any, input)], by: .visitor), at: moment)
                return nil
            } catch { return (error as? Refusal).map { $0.findings.first.map { "\($0.field) \($0.code)" } ?? $0.code } }
        }
        let guest: JSON = ["event": 1, "name": "Ana", "mail": "ana@example.org"]
        #expect(await code(guest, "2025-04-30") == "registrationNotOpen")
        #expect(await code(guest, "2025-06-02") == "registrationClosed")
        #expect(await code(["event": 1, "name": "Ana", "mail": "GUEST1@example.org"]) == "mail alreadyRegistered")
        #expect(await code(["event": 1, "name": "Ana", "mail": "nobody"]) == "mail notMail")
        #expect(
            await code(["event": 1, "name": .text(String(repeating: "a", count: 201)), "mail": "a@b.si"])
                == "name tooLong")
        #expect(await code(guest) == nil)
        await #expect(throws: Refusal("noDesk")) {
            try await office.carryOut(
                "add-registration", ["event": 1, "status": "registered", "name": "Eve"], by: .visitor)
        }
    }

    @Test func `without a waiting list a full event refuses, and more places are filled in order`() async throws {
        try await office.carryOut("change-registration-form", ["id": 1, "places": 1])
        for number in 0..<3 { try await register(number) }
        #expect(numbers(.waiting) == [2, 3])
        try await office.carryOut("change-registration-form", ["id": 1, "places": 2])
        try await office.carryOut("fill-places", ["form": 1])
        #expect(numbers(.registered) == [1, 2])
        try await office.carryOut("change-registration-form", ["id": 1, "waitingList": false])
        await #expect(throws: Refusal("noPlaceLeft", [.init("places", .whole(2))])) { try await register(9) }
        try await office.carryOut("release-place", ["registration": 2])
        #expect(numbers(.registered) == [1, 3])
    }

    @Test func `shredded particulars are gone from the disk, numbers and evidence stay, and the trail is whole`()
        async throws
    {
        for number in 0..<3 { try await register(number) }
        try await office.carryOut("hold-event", ["event": 1, "start": "2025-05-15", "mode": "inPerson"])
        await #expect(throws: Refusal.self) {
            try await office.carryOut("shred-particulars", ["event": 1, "ground": "x"], by: .visitor)
        }
        try await office.carryOut(
            "record-attendance",
            [
                "event": 1, "how": "sheet",
                "rows": [
                    ["state": "present", "registration": 1, "capacity": "increased"],
                    ["state": "absent", "registration": 2], ["state": "present", "registration": 3],
                ],
            ])
        try await office.carryOut("shred-particulars", ["event": 1, "ground": "The day of keeping has passed"])
        let project = office.desk.published.project
        #expect(project.registrations.isEmpty && project.attendances.isEmpty && project.outboxMessages.isEmpty)
        let event = try #require(project.events[1])
        #expect(event.participants == Count(2) && project.peopleWithIncreasedCapacity().people == 1)
        #expect(
            project.people(at: event).map { "\($0.number) \($0.state) \($0.country?.code ?? "")" } == [
                "2 present SI", "1 absent SI",
            ])
        #expect(try office.installation.store.verify("green-harbours").erased > 6)
        let files = try FileManager.default.contentsOfDirectory(at: office.folder.url, includingPropertiesForKeys: nil)
        for file in files {
            guard let bytes = try? Data(contentsOf: file) else { continue }
            #expect(bytes.range(of: Data("guest1@example.org".utf8)) == nil, "\(file.lastPathComponent)")
        }
        await #expect(throws: Refusal("nothingToShred", [.init("record", .record(event.reference))])) {
            try await office.carryOut("shred-particulars", ["event": 1, "ground": "again"])
        }
    }
}
