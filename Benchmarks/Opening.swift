import Domain
import Foundation
import Trail

extension Bench {
    /// Opening 100,000 records from cold, against Python's `json.loads` of the same bodies; then what old versions cost.
    @Sendable static func open(_ bench: Bench) async throws -> [Line] {
        let records = 100_000
        let together = 1_000
        return try await withFolder { folder in
            let bodies = folder.appendingPathComponent("bodies.jsonl")
            try write(records, together, in: folder, bodies)
            var (first, loads) = (Double.infinity, Double.infinity)
            for _ in 0..<3 {
                first = min(first, try opened(folder, records))
                loads = min(loads, try bench.numbers("open.py", [bodies.path]).first ?? .infinity)
            }

            let entries = records / together
            let store = try Store(folder)
            try Made.append(entries + 1..<entries * 4 + 1, together: 10, to: store) { number in
                let from = (number - 1) % entries * together
                return (from + 1...from + together).map { .put(Made.event($0, version: (number - 1) / entries)) }
            }
            try store.close()
            var all = Double.infinity
            for _ in 0..<3 { all = min(all, try opened(folder, records)) }
            let (current, old) = (first / Double(records), max(0, all - first) / Double(3 * records))
            return [
                Line(
                    "open \(Written.grouped(records)) records, against json.loads", ours: Written.time(first),
                    theirs: Written.time(loads),
                    ratio: first / loads, .atMost(0.4)),
                Line(
                    "open: a superseded version against a current one", ours: Written.time(old),
                    theirs: Written.time(current),
                    ratio: old / current, .atMost(0.1)),
            ]
        }
    }

    private static func write(_ records: Int, _ together: Int, in folder: URL, _ bodies: URL) throws {
        let store = try Store(folder)
        var lines: [UInt8] = []
        let made = 1..<records / together + 1
        try Made.append(made, together: 10, to: store) { number in
            ((number - 1) * together + 1...number * together).map { .put(Made.event($0, version: 0)) }
        } each: { entry in
            for body in entry.bodies { lines += (body.record ?? []) + [UInt8(ascii: "\n")] }
        }
        try store.close()
        try Data(lines).write(to: bodies)
    }

    private static func opened(_ folder: URL, _ records: Int) throws -> Double {
        var count = 0
        let took = try seconds {
            let store = try Store(folder)
            count = try store.open(Made.name).events.count
            try store.close()
        }
        guard count == records else { throw Failed("opened \(count) of \(records) records") }
        return took
    }
}
