import Cast
import Foundation
import Testing

@testable import Domain
@testable import Trail

@Suite struct StoreTests {
    @Test(arguments: Keeper.allCases) func `what was written is what is folded, also when the folder is opened again`(
        keeper: Keeper
    ) throws {
        var written = try Written.five(keeper)
        try written.write("withdraw-event", ["id": 2, "reason": "Entered twice."])
        #expect(try written.store.open("green-harbours") == written.project)
        let store = try written.openedAgain()
        let again = try store.open("green-harbours")
        #expect(again == written.project)
        #expect(again.entry == 6)
        #expect(again.entry(of: Reference(kind: "event", number: 1)) == 3)
        #expect(try store.head(of: "green-harbours").hash == written.head)
        #expect(try store.names() == ["green-harbours"])
    }

    @Test(arguments: Keeper.allCases) func `a withdrawn number is not given again after opening`(keeper: Keeper) throws
    {
        var written = try Written.five(keeper)
        try written.write("withdraw-event", ["id": 2, "reason": "Entered twice."])
        #expect(try written.store.open("green-harbours").events.next == 3)
    }

    @Test(arguments: Keeper.allCases) func `every entry is chained to the bytes of the one before it`(keeper: Keeper)
        throws
    {
        let written = try Written.five(keeper)
        let headers = try written.store.headers(of: "green-harbours")
        #expect(headers.map(\.header.entry) == [1, 2, 3, 4, 5])
        #expect(headers[0].header.previous == Header.noPrevious)
        for (before, after) in zip(headers, headers.dropFirst()) {
            #expect(after.header.previous == Digest(of: before.bytes))
        }
        #expect(headers.allSatisfy { Canonical.bytes($0.header) == $0.bytes })
        let result = try written.store.verify("green-harbours")
        #expect(result.entries == 5)
        #expect(result.head == written.head)
    }

    @Test(arguments: Keeper.allCases) func `an entry that was decided on an older head is refused`(keeper: Keeper)
        throws
    {
        var written = try Written(keeper)
        let (late, _) = try written.entry("add-person", ["name": "Luka Furlan"])
        try written.write("add-person", ["name": "Ana Vidmar"])
        #expect(throws: TrailFault.headMoved(project: "green-harbours")) {
            try written.store.append([Append(late)])
        }
        #expect(try written.store.open("green-harbours").personNames.map(\.name) == ["Maja Kocjančič", "Ana Vidmar"])
    }

    @Test(arguments: Keeper.allCases) func `of several entries all are written or none`(keeper: Keeper) throws {
        let written = try Written(keeper)
        let (good, _) = try written.entry("add-person", ["name": "Luka Furlan"])
        let (gap, _) = try written.entry("add-person", ["name": "Ana Vidmar"], after: 5)
        #expect(throws: TrailFault.headMoved(project: "green-harbours")) {
            try written.store.append([Append(good), Append(gap)])
        }
        #expect(try written.store.head(of: "green-harbours").entry == 1)
        #expect(written.flaw() == nil)
    }

    @Test(arguments: Keeper.allCases) func `the history of a record has every version, the earliest first`(
        keeper: Keeper
    ) throws {
        let written = try Written.five(keeper)
        let history = try written.store.history(of: Reference(kind: "event", number: 1), in: "green-harbours")
        #expect(history.map(\.entry) == [2, 3])
        #expect(try history.map { try JSON(reading: $0.body.record ?? [])["status"] } == ["planned", "held"])
    }

    @Test(arguments: Keeper.allCases) func `the project is known as it was at any entry`(keeper: Keeper) throws {
        let written = try Written.five(keeper)
        #expect(try written.store.open("green-harbours", upTo: 0).partners.isEmpty)
        #expect(try written.store.open("green-harbours", upTo: 1).events.isEmpty)
        #expect(try written.store.open("green-harbours", upTo: 2).events[1]?.status == .planned)
        #expect(try written.store.open("green-harbours", upTo: 3).events[1]?.status == .held)
        #expect(try written.store.open("green-harbours", upTo: 3).entry == 3)
    }

    @Test(arguments: Keeper.allCases) func `the last entry of a day is found, and none before the first`(keeper: Keeper)
        throws
    {
        var written = try Written(keeper)
        for day in [Day(2024, 3, 4)!, Day(2024, 3, 6)!, Day(2024, 3, 6)!, Day(2024, 3, 9)!] {
            written.day = day
            try written.write("add-person", ["name": "Luka Furlan"])
        }
        let days = [
            "2024-03-03": 0, "2024-03-04": 2, "2024-03-05": 2, "2024-03-06": 4, "2024-03-08": 4, "2024-03-09": 5,
            "2030-01-01": 5,
        ]
        for (day, entry) in days {
            #expect(try written.store.lastEntry(of: "green-harbours", upTo: Day(day)!) == entry, "\(day)")
        }
    }

    @Test(arguments: Keeper.allCases) func `the trails of two projects do not touch each other`(keeper: Keeper) throws {
        let one = try Written.five(keeper)
        var other = GreenHarbours.unbegun(as: "blue-harbours")
        let changes = try other.changes("begin-project", GreenHarbours.begun)
        other = other.applying(changes)
        try one.store.append([
            Append(
                Entry(
                    try Draft.of(changes), in: "blue-harbours", number: 1,
                    after: Header.noPrevious, moment: .friday, person: nil, verb: "begin-project"))
        ])
        #expect(try one.store.names() == ["blue-harbours", "green-harbours"])
        #expect(try one.store.open("blue-harbours") == other)
        #expect(try one.store.open("green-harbours") == one.project)
        #expect(one.flaw() == nil)
        #expect(try one.store.verify("blue-harbours").entries == 1)
    }

    @Test func `a record of another shape or an unknown kind stops the opening, with its name`() throws {
        let written = try Written()
        let body = Array(#"{"id":7,"kind":"event","title":"no status"}"#.utf8)
        try written.tamper(
            "INSERT INTO bodies VALUES ('green-harbours', 'event', 7, 1, 99, \(Digest(of: body).raw.blob), \(body.blob), 0)"
        )
        let fault = #expect(throws: TrailFault.self) { try written.store.open("green-harbours") }
        guard case .unreadable(let body) = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(body.reference == Reference(kind: "event", number: 7))
        #expect(body.entry == 1)
        #expect(body.reason == "sorts: list" || body.reason == "status: text", "\(body.reason)")

        let other = try Written()
        try other.tamper("UPDATE bodies SET kind = 'spaceship' WHERE kind = 'person'")
        #expect { try other.store.open("green-harbours") } throws: { error in
            if case TrailFault.unknownKind("spaceship", _, "green-harbours") = error { true } else { false }
        }
    }
}
