import Domain

extension Bench {
    /// A put while a reader holds the project as it was: what it copies must not grow with the project.
    @Sendable static func put(_ bench: Bench) async throws -> [Line] {
        let small = Project(name: Made.name).applying((1...10_000).map { .put(Made.activity($0)) })
        let large = Project(name: Made.name).applying((1...1_000_000).map { .put(Made.activity($0)) })
        var (few, many) = (Double.infinity, Double.infinity)
        for _ in 0..<5 {
            few = min(few, time(small, 10_000))
            many = min(many, time(large, 1_000_000))
        }
        return [
            Line(
                "put while a reader holds: 1,000,000 rows against 10,000", ours: Written.time(many),
                theirs: Written.time(few),
                ratio: many / few, .atMost(3))
        ]
    }

    /// The time of one put, anywhere in the table.
    private static func time(_ project: Project, _ rows: Int) -> Double {
        let puts = 5_000
        var now = project
        var at = 1
        let changes = (0..<puts).map { _ -> Change in
            at = (at + 611_953) % rows
            return .put(Made.activity(at + 1))
        }
        return seconds {
            for change in changes {
                let held = now
                now = held.applying([change])
                withExtendedLifetime(held) {}
            }
        } / Double(puts)
    }
}
