import Domain
import Foundation
import Trail

extension Bench {
    /// Ten times the entries, as twice the work: the root of the ratio that ten times took.
    @Sendable static func growth(_ bench: Bench) async throws -> [Line] {
        let sizes = [10_000, 100_000, 1_000_000]
        let works = ["append", "open", "verify", "export"]
        var times: [[Double]] = []
        for size in sizes {
            // What is small is measured again, so that its figure is not chance.
            var best = [Double](repeating: .infinity, count: works.count)
            for _ in 0..<(size < 1_000_000 ? 3 : 1) { best = zip(best, try await worked(size)).map { min($0, $1) } }
            times.append(best)
        }
        return zip(sizes.indices, sizes.indices.dropFirst()).flatMap { small, large in
            works.indices.map { work in
                let grown = Double(sizes[large]) / Double(sizes[small])
                return Line(
                    "\(works[work]) \(Written.grouped(sizes[large])) entries against \(Written.grouped(sizes[small])), for twice the work",
                    ours: Written.time(times[large][work]), theirs: Written.time(times[small][work]),
                    ratio: pow(times[large][work] / times[small][work], 1 / log2(grown)), .atMost(2.2))
            }
        }
    }

    private static func worked(_ entries: Int) async throws -> [Double] {
        try await withFolder { folder in
            var store = try Store(folder)
            let append = try seconds {
                try Made.append(1..<entries + 1, together: 500, to: store) { [.put(Made.activity($0))] }
            }
            try store.close()
            store = try Store(folder)
            defer { try? store.close() }
            let open = try seconds {
                guard try store.open(Made.name).activities.count == entries else { throw Failed("not all were opened") }
            }
            let verify = try seconds {
                guard try store.verify(Made.name).entries == entries else { throw Failed("not all were verified") }
            }
            let export = try seconds {
                _ = try store.export(
                    Made.name, to: folder.appendingPathComponent("bench.trail"), particulars: true,
                    nameless: { _ in nil })
            }
            return [append, open, verify, export]
        }
    }
}
