import Desk
import Domain
import Foundation

extension Bench {
    /// Pages a second, against the empty handler of the same server; taken in turns, the round in the middle of five.
    @Sendable static func pages(_ bench: Bench) async throws -> [Line] {
        try await withFolder { folder in
            _ = try await Made.samples(in: folder) { installation in
                _ = try await installation.begin(Made.name, Made.begun)
                let steps = (1...1_000).map { Step(AddRecord<Activity>.any, Made.input($0)) }
                _ = try await installation.desk(Made.name).carryOut(.init(steps, by: .steward))
                try await large(installation)
                try await plan(installation)
            }
            let pages: [(what: String, path: String, least: Double)] = [
                ("page: one event", "/projects/inno-industry/events/5", 0.2),
                ("page: one good practice", "/projects/inno-industry/good-practices/3", 0.2),
                ("page: list of 37 events", "/projects/inno-industry/events", 0.2),
                ("page: list of 26 news items", "/projects/inno-industry/news", 0.2),
                ("page: 100 rows of a list of 1,000", "/projects/bench/activities", 0.2),
                ("page: filter and search in 20,000", "/projects/large/activities?q=19997&f.status=running", 0.1),
                ("page: Gantt chart of 500 activities", "/projects/plan/gantt", 0.05),
                ("page: home", "/projects/inno-industry", 0.2),
                ("page: timeline", "/projects/inno-industry/timeline", 0.2),
                ("page: results", "/projects/inno-industry/results", 0.2),
                ("page: search", "/projects/inno-industry/search?q=digital", 0.2),
            ]
            return try bench.serving(folder) { address, _ in
                let django = try bench.django(folder, address)
                return try django
                    + pages.map { page in
                        _ = try asked(address + page.path, seconds: 1)
                        let rounds = try (0..<5).map { _ in
                            (
                                empty: try asked(address + "/empty", seconds: 1),
                                ours: try asked(address + page.path, seconds: 1)
                            )
                        }
                        let (empty, ours) = rounds.sorted { $0.ours / $0.empty < $1.ours / $1.empty }[rounds.count / 2]
                        return Line(
                            page.what, ours: Written.rate(ours, "pages"), theirs: Written.rate(empty, "empty"),
                            ratio: ours / empty,
                            .atLeast(page.least))
                    }
            }
        }
    }

    private static func large(_ installation: Installation) async throws {
        _ = try await installation.begin(Made.large, Made.begun)
        let steps = (1...20_000).map { Step(AddRecord<Activity>.any, Made.input($0)) }
        _ = try await installation.desk(Made.large).carryOut(.init(steps, by: .steward))
    }

    private static func plan(_ installation: Installation) async throws {
        _ = try await installation.begin(Made.plan, Made.begun)
        let packages = (1...50).map { number in
            Step(
                AddRecord<WorkPackage>.any,
                ["number": .whole(Int64(number)), "title": "Exchange of experience", "lead": 1])
        }
        let activities = (1...500).map { Step(AddAsFound<Activity>.any, Made.planned($0)) }
        let deliverables = (1...100).map { number in
            Step(
                AddRecord<Deliverable>.any,
                [
                    "title": .text("Comparison \(number)"), "activity": .whole(Int64(number * 5)),
                    "due": .text(Day(2024, 6, 1)!.adding(days: number * 5).plain),
                ])
        }
        _ = try await installation.desk(Made.plan).carryOut(.init(packages + activities + deliverables, by: .steward))
    }

    /// A list against the same rows by Django; in turns, the round in the middle of five.
    private func django(_ folder: URL, _ address: String) throws -> [Line] {
        let rows = folder.appendingPathComponent("events.json").path
        let database = folder.appendingPathComponent("django.sqlite").path
        let list = address + "/projects/inno-industry/events"
        _ = try output(of: "curl", ["-sS", "-H", "Accept: application/json", "-o", rows, list])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", others.appendingPathComponent("django_list.py").path, rows, database, "18499",
        ]
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let theirs = "http://127.0.0.1:18499/events"
        _ = try output(
            of: "curl",
            ["-sf", "--retry", "20", "--retry-connrefused", "--retry-delay", "1", "-o", "/dev/null", theirs])
        let rounds = try (0..<5).map { _ in
            (theirs: try Self.asked(theirs, seconds: 1), ours: try Self.asked(list, seconds: 1))
        }
        let (theirRate, ours) = rounds.sorted { $0.ours / $0.theirs < $1.ours / $1.theirs }[rounds.count / 2]
        return [
            Line(
                "page: list of 37 events, against Django with two workers",
                ours: Written.rate(ours, "pages"),
                theirs: Written.rate(theirRate, "pages"), ratio: ours / theirRate, .atLeast(40))
        ]
    }

    /// Requests a second, with 32 connections.
    private static func asked(_ address: String, seconds: Int) throws -> Double {
        let printed = try output(of: "wrk", ["-t1", "-c32", "-d\(seconds)s", address])
        let rate = printed.split(separator: "\n").first { $0.hasPrefix("Requests/sec:") }
        guard !printed.contains("Non-2xx"), let number = rate?.split(separator: " ").last.flatMap({ Double($0) }) else {
            throw Failed("\(address): \(printed)")
        }
        return number
    }
}
