import Desk
import Domain
import Foundation
import Web

extension Bench {
    /// A first page through eyes that did not look since the last change, against the coordinator's, and what twelve classes of
    /// eyes hold, against one; in a project whose 20,000 activities are told to their partner alone.
    @Sendable static func eyes(_ bench: Bench) async throws -> [Line] {
        try await withFolder { folder in
            let installation = try Installation(folder, hiding: [Activity.kind])
            _ = try await installation.begin(Made.name, Made.begun)
            let desk = try installation.desk(Made.name)
            let seats = try await seated(desk)
            let (addresses, address) = AsyncStream.makeStream(of: String.self)
            let serving = Task { try await Site(installation).serve(port: 0) { address.yield("127.0.0.1:\($0)") } }
            defer { serving.cancel() }
            guard let host = await addresses.first(where: { _ in true }) else { throw Failed("no page is served") }
            let paths = ["", "/activities", "/search?q=companies"].map { "/projects/\(Made.name)\($0)" }

            let one = try await held(by: seats[..<1], host, paths, bench)
            let twelve = try await held(by: seats[...], host, paths, bench)
            var lines: [Line] = []
            for (path, what) in zip(paths, ["home", "a list of 20,000", "search in 20,000"]) {
                func first(_ seat: String) async throws -> Double {
                    var rounds: [Double] = []
                    for round in 0..<7 {
                        _ = try await desk.carryOut(
                            .init(
                                ChangeRecord<Activity>.any,
                                ["id": 1, "description": .text("\(seat) \(path) \(round)")], by: .steward))
                        rounds.append(try bench.numbers("asked.py", [host, "grozd-desk=\(seat)", path])[0])
                    }
                    return rounds.sorted()[rounds.count / 2]
                }
                let (theirs, ours) = (try await first(seats[0]), try await first(seats[4]))
                lines.append(
                    Line(
                        "first page, \(what), of eyes not asked yet, against the coordinator's",
                        ours: Written.time(ours), theirs: Written.time(theirs), ratio: ours / theirs, .atMost(1.5)))
            }
            lines.append(
                Line(
                    "memory, twelve classes of eyes against one", ours: String(format: "%.0f MB", twelve),
                    theirs: String(format: "%.0f MB", one), ratio: twelve / one, .atMost(1.3)))
            return lines
        }
    }

    /// Ten partners, of whom the fourth has nearly all activities, which is the dearest to see; the desks of the coordinator, of each partner's manager, and a visitor's.
    private static func seated(_ desk: ProjectDesk) async throws -> [String] {
        let partners = (2...10).map { Step(AddRecord<Partner>.any, ["name": .text("Partner \($0)"), "country": "AT"]) }
        _ = try await desk.carryOut(.init(partners, by: .steward))
        let activities = (1...20_000).map { number in
            Step(
                AddRecord<Activity>.any,
                Made.input(number).overlaid(by: ["lead": .whole(Int64(number % 20 == 0 ? number / 20 % 10 + 1 : 4))]))
        }
        _ = try await desk.carryOut(.init(activities, by: .steward))
        var seats = ["\(Made.name)/1"]
        for partner in 1...10 {
            let person = try await desk.carryOut(
                .init(AddRecord<Person>.any, ["name": .text("Manager \(partner)")], by: .steward))
            guard let key = person.records.first(where: { $0.kind == Person.kind })?.number else {
                throw Failed("no person")
            }
            let duty: JSON = [
                "person": .whole(Int64(key)), "sort": "partnerManager", "partner": .whole(Int64(partner)),
            ]
            _ = try await desk.carryOut(.init(AddRecord<Duty>.any, duty, by: .steward))
            seats.append("\(Made.name)/\(key)")
        }
        return seats + [""]
    }

    /// The megabytes of this process once they have all asked for the pages.
    private static func held(by seats: ArraySlice<String>, _ host: String, _ paths: [String], _ bench: Bench)
        async throws
        -> Double
    {
        for seat in seats { _ = try bench.numbers("asked.py", [host, "grozd-desk=\(seat)"] + paths) }
        return try resident("self")
    }

    /// What a process holds in memory, in megabytes.
    static func resident(_ process: String) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS") }
        guard let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap({ Double($0) }) else {
            throw Failed("no memory of \(process)")
        }
        return kilobytes / 1_024
    }
}
