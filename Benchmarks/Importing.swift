import Desk
import Domain
import Files
import Foundation
import Trail
import Words

extension Bench {
    /// Checking a table of 10,000 persons and importing it, each from the bytes of the file, against Python's `csv`, which only
    /// reads it; then against half as many. What counts is processor time of both, as hardly anything is waited for.
    @Sendable static func importing(_ bench: Bench) async throws -> [Line] {
        let sizes = [5_000, 10_000]
        let works = ["check", "start", "csv"]
        var best = sizes.map { _ in works.map { _ in Double.infinity } }
        for _ in 0..<9 {
            for (at, persons) in sizes.enumerated() {
                best[at] = zip(best[at], try await imported(persons, bench)).map { min($0, $1) }
            }
        }
        return [0, 1].flatMap { work in
            [
                Line(
                    "import, \(works[work]) 10,000 persons, against reading them with csv",
                    ours: Written.time(best[1][work]), theirs: Written.time(best[1][2]),
                    ratio: best[1][work] / best[1][2], .atMost(150)),
                Line(
                    "import, \(works[work]) 10,000 persons against 5,000", ours: Written.time(best[1][work]),
                    theirs: Written.time(best[0][work]), ratio: best[1][work] / best[0][work], .atMost(2.2)),
            ]
        }
    }

    private static func imported(_ persons: Int, _ bench: Bench) async throws -> [Double] {
        try await withFolder { folder in
            let file = folder.appendingPathComponent("persons.csv")
            let bytes = Array(Made.persons(persons).utf8)
            try Data(bytes).write(to: file)
            let installation = try Installation(folder.appendingPathComponent("data"))
            _ = try await installation.begin(Made.name, Made.begun)
            let desk = try installation.desk(Made.name)
            let today = installation.clock.today()
            guard let kind = Kind.named(Person.kind) else { throw Failed("no persons") }
            func read() throws -> Importing {
                try Importing(kind, try CSV.sheet(bytes, language: "en"), language: .en, name: "persons.csv")
            }
            let begun = processorTime()
            let check = try read().check(on: desk.published.project, by: .steward, today: today)
            guard check.count(.add) == persons else { throw Failed("\(check.count(.add)) of \(persons) rows") }
            let checked = processorTime()
            guard case .done = try await desk.start(try read(), by: .steward, today: today, bytes: bytes) else {
                throw Failed("nothing was imported")
            }
            let started = processorTime()
            try installation.store.close()
            let csv = try bench.numbers("csvread.py", [file.path]).first ?? 0
            return [checked - begun, started - checked, csv]
        }
    }
}
