import Desk
import Domain
import Foundation
import Trail

extension Bench {
    /// 64 writers at once, each waiting for its answer, against sqlite3 writing the very same rows.
    ///
    /// sqlite3 gets 64 entries a transaction, the most that so many writers can have waiting: as few syncs as there can be.
    @Sendable static func append(_ bench: Bench) async throws -> [Line] {
        var lines: [Line] = []
        for projects in [1, 8] {
            // A disk that others use is fast in one second and slow in the next: what counts is the round in the middle.
            var rounds: [(ours: Double, theirs: Double)] = []
            for _ in 0..<5 {
                try await withFolder { folder in
                    let ours = try await written(in: folder, writers: 64, entries: 400, projects: projects)
                    let copy = folder.appendingPathComponent("theirs.sqlite").path
                    let rows = try bench.numbers(
                        "append.py", [folder.appendingPathComponent("grozd.sqlite").path, copy, "64"])
                    rounds.append((ours, rows[0]))
                }
            }
            let (ours, theirs) = rounds.sorted { $0.ours / $0.theirs < $1.ours / $1.theirs }[rounds.count / 2]
            lines.append(
                Line(
                    "append: 64 writers, \(projects == 1 ? "one project" : "\(projects) projects")",
                    ours: Written.rate(ours, "rows"),
                    theirs: Written.rate(theirs, "rows"), ratio: ours / theirs, .atLeast(projects == 1 ? 0.2 : 0.35)))
        }
        return lines
    }

    /// Rows durable a second: a header and a body for each activity added.
    private static func written(in folder: URL, writers: Int, entries: Int, projects: Int) async throws -> Double {
        let installation = try Installation(folder)
        var desks: [ProjectDesk] = []
        for number in 1...projects {
            let name = "\(Made.name)-\(number)"
            _ = try await installation.begin(name, Made.begun)
            desks.append(try installation.desk(name))
        }
        let verb = AddRecord<Activity>.any
        let inputs = (0..<writers * entries).map { Made.input($0) }
        let clock = ContinuousClock()
        let took = try await clock.measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<writers {
                    let desk = desks[writer % projects]
                    group.addTask {
                        for number in 0..<entries {
                            _ = try await desk.carryOut(.init(verb, inputs[writer * entries + number], by: .steward))
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        try installation.close()
        return Double(2 * writers * entries) / (took / .seconds(1))
    }
}
