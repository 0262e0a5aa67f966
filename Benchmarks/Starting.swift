import Desk
import Domain
import Foundation

extension Bench {
    /// Start of the program with both samples until its first page, against programs with as many transactions.
    @Sendable static func start(_ bench: Bench) async throws -> [Line] {
        try await withFolder { folder in
            let records = try await Made.samples(in: folder)
            let journal = folder.appendingPathComponent("bench.journal").path
            _ = try bench.numbers("journal.py", [journal, String(records)])
            var rivals: [(name: String, path: String, command: [String])] = []
            if isInstalled("hledger-web") {
                rivals.append(
                    ("hledger-web", "/journal", ["hledger-web", "-f", journal, "--serve", "--port", "{port}"]))
            }
            if isInstalled("fava") {
                let ledger = folder.appendingPathComponent("bench.beancount").path
                _ = try bench.numbers("journal.py", [ledger, String(records)])
                rivals.append(("fava", "/bench/income_statement/", ["fava", ledger, "--port", "{port}"]))
            }
            guard !rivals.isEmpty else { return [try bench.startedLikeHledger(folder, journal, records)] }
            return try rivals.map { rival in
                var (ours, theirs) = (Double.infinity, Double.infinity)
                for _ in 0..<5 {
                    ours = min(ours, try bench.started(folder).seconds)
                    theirs = min(theirs, try bench.numbers("start.py", [rival.path] + rival.command)[0])
                }
                return Line(
                    "start to the first page, \(records) records, against \(rival.name)", ours: Written.time(ours),
                    theirs: Written.time(theirs), ratio: ours / theirs, .atMost(1))
            }
        }
    }

    /// What the server holds once the pages of both samples have been asked for.
    @Sendable static func memory(_ bench: Bench) async throws -> [Line] {
        try await withFolder { folder in
            _ = try await Made.samples(in: folder)
            let megabytes = try bench.started(folder).megabytes
            let many = folder.appendingPathComponent("many")
            let installation = try Installation(many)
            for number in 1...30 {
                let name = "\(Made.name)-\(number)"
                _ = try await installation.begin(name, Made.begun)
                let steps = (1...2_000).map { Step(AddRecord<Activity>.any, Made.input($0)) }
                _ = try await installation.desk(name).carryOut(.init(steps, by: .steward))
            }
            try installation.close()
            let searched = try bench.serving(many) { address, process in
                for number in 1...30 {
                    let page = "\(address)/projects/\(Made.name)-\(number)/search?q=companies"
                    _ = try output(of: "curl", ["-sSf", "-o", "/dev/null", page])
                }
                return try resident(String(process))
            }
            return [
                Line(
                    "memory, 30 projects of 2,000 records searched", ours: String(format: "%.0f MB", searched),
                    theirs: "200 MB", ratio: searched / 200, .atMost(1)),
                Line(
                    "memory, both samples open", ours: String(format: "%.0f MB", megabytes), theirs: "120 MB",
                    ratio: megabytes / 120,
                    .atMost(1)),
            ]
        }
    }

    /// Where no server of theirs is installed: against one balance at the command line.
    private func startedLikeHledger(_ folder: URL, _ journal: String, _ records: Int) throws -> Line {
        var (ours, theirs) = (Double.infinity, Double.infinity)
        for _ in 0..<5 {
            ours = min(ours, try started(folder).seconds)
            theirs = min(theirs, try seconds { _ = try output(of: "hledger", ["-f", journal, "bal"]) })
        }
        return Line(
            "start to the first page, \(records) records, against hledger bal", ours: Written.time(ours),
            theirs: Written.time(theirs), ratio: ours / theirs, .atMost(1))
    }

    private func started(_ folder: URL) throws -> (seconds: Double, megabytes: Double) {
        let measured = try numbers(
            "start.py", ["/projects/inno-industry", grozd.path, "serve", "--data", folder.path, "--port", "{port}"])
        guard measured.count == 2 else { throw Failed("start.py printed \(measured)") }
        return (measured[0], measured[1])
    }
}
