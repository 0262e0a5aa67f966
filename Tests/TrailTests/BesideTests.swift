import Cast
import Domain
import Foundation
import Testing
import Trail

/// What stands beside the trails, whoever keeps it.
@Suite struct BesideTests {
    private let project = "green-harbours"

    private func moment(_ seconds: Int64) -> Moment {
        Moment(milliseconds: Moment.friday.milliseconds + seconds * 1_000, day: Moment.friday.day)
    }

    @Test(arguments: Keeper.allCases)
    func `who read what is told in order, of each project its own, and that somebody looked at the home page is not`(
        keeper: Keeper
    ) throws {
        let folder = Temporary()
        let readings = try keeper.readings(in: folder.url)
        let first = Reading("contacts/1", by: 1, at: 5, moment(60))
        // Whoever notes later comes later, whatever the clock said.
        let second = Reading("trail/export", by: 0, at: 4, moment(0))
        for reading in [first, Reading(Reading.home, by: 1, at: 5, moment(61)), second, first] {
            try readings.note(reading, of: project)
        }
        try readings.note(Reading("contacts/2", by: 7, at: 1, moment(0)), of: "blue-harbours")
        #expect(try readings.readings(of: project) == [first, second, first])
        #expect(try readings.readings(of: "blue-harbours").map(\.person) == [7])
        #expect(try readings.readings(of: "red-harbours") == [])
    }

    @Test(arguments: Keeper.allCases)
    func `the last reading is of the thing, by the person, in the project, and not after the moment that is asked of`(
        keeper: Keeper
    ) throws {
        let folder = Temporary()
        let readings = try keeper.readings(in: folder.url)
        for (entry, seconds) in [(1, 0), (2, 60), (3, 120), (4, 120)] as [(Int, Int64)] {
            try readings.note(Reading(Reading.home, by: 1, at: entry, moment(seconds)), of: project)
        }
        func last(_ seconds: Int64, of what: String = Reading.home, in project: String? = nil, by person: Int = 1)
            throws -> Reading?
        {
            try readings.lastReading(
                of: what, in: project ?? self.project, by: person, until: moment(seconds).milliseconds)
        }
        #expect(try last(-1) == nil)
        #expect(try last(0)?.entry == 1)
        #expect(try last(119) == Reading(Reading.home, by: 1, at: 2, moment(60)))
        // Of two at once the later.
        #expect(try last(3_600)?.entry == 4)
        #expect(try last(3_600, of: "contacts/1") == nil)
        #expect(try last(3_600, in: "blue-harbours") == nil)
        #expect(try last(3_600, by: 2) == nil)
    }

    @Test func `readings outlive the process`() throws {
        let folder = Temporary()
        let store = try Store(folder.url)
        let reading = Reading("contacts/1", by: 1, at: 5, .friday)
        try store.note(reading, of: project)
        try store.close()
        #expect(try Store(folder.url).readings(of: project).map(\.moment.milliseconds) == [Moment.friday.milliseconds])
    }

    @Test(arguments: Keeper.allCases)
    func `a footprint is there with its entry or not at all, is written over, and goes`(keeper: Keeper) throws {
        let written = try Written(keeper)
        let (store, name) = (written.store, written.project.name)
        func footprint(_ value: String?) -> [Footprint] { [Footprint(what: "line", key: "1", value: value)] }
        #expect(try store.footprint("line", "1", of: name) == nil)
        let (late, _) = try written.entry("add-person", ["name": "Ana Vidmar"], after: 5)
        #expect(throws: TrailFault.self) { try store.append([Append(late, footprints: footprint("late"))]) }
        #expect(try store.footprint("line", "1", of: name) == nil)
        let (next, _) = try written.entry("add-person", ["name": "Ana Vidmar"])
        try store.append([Append(next, footprints: footprint("next"))])
        #expect(try store.footprint("line", "1", of: name) == "next")
        #expect(try store.footprint("line", "2", of: name) == nil)
        #expect(try store.footprint("line", "1", of: "blue-harbours") == nil)
        try store.write(footprint("again"), of: name)
        #expect(try store.footprint("line", "1", of: name) == "again")
        try store.write(footprint(nil), of: name)
        #expect(try store.footprint("line", "1", of: name) == nil)
    }
}
