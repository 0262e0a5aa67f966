import Cast
import Foundation
import Samples
import Testing
import Words

@testable import Desk
@testable import Domain
@testable import Trail

@Suite struct ReadingTests {
    private func project() throws -> Project {
        try GreenHarbours.project().doing(
            "add-event",
            [
                "title": "Študijski obisk v Wismarju", "sorts": ["studyVisit"], "status": "planned",
                "start": "2025-05-14", "outcome": "Shore power for ferries.",
            ])
    }

    @Test func `search finds words without regard to capitals and diacritics, names first`() throws {
        let search = Search()
        let project = try project().doing(
            "add-news-item",
            ["title": "News", "status": "draft", "text": "After the študijski obisk everybody was tired."])
        #expect(search.find("STUDIJSKI obisk", in: project).map(\.reference.description) == ["event/1", "news-item/1"])
        #expect(search.find("ferries", in: project).map(\.reference.description) == ["event/1"])
        #expect(search.find("ferries", in: project).first?.inName == false)
        #expect(search.find("ferries", in: project).first?.excerpt.contains("Shore power for ferries.") == true)
        #expect(search.find("kocjancic", in: project).first?.reference == Reference(kind: "person", number: 1))
        #expect(search.find("obisk garlic", in: project).isEmpty)
        #expect(search.find("", in: project).isEmpty)
        #expect(search.find("   ", in: project).isEmpty)
    }

    @Test func `search sees a record as it is now, and as it was`() throws {
        let search = Search()
        let old = try project()
        let new = try old.doing("change-event", ["id": 1, "outcome": "Waste."])
        #expect(search.find("ferries", in: old).count == 1)
        #expect(search.find("ferries", in: new).isEmpty)
        #expect(search.find("ferries", in: old).count == 1)
        #expect(search.find("waste", in: new).count == 1)
    }

    @Test func `what is different is said in words`() throws {
        let old = try project()
        let new = try old.doing("change-event", ["id": 1, "start": "2025-06", "outcome": nil, "place": "Wismar"])
            .doing("add-person", ["name": "Luka Furlan"]).doing("withdraw-partner", ["id": 5, "reason": "Left."])
        let comparison = Comparison(from: old, to: new)
        #expect(
            comparison.differences.map { "\($0.what.rawValue) \($0.reference)" } == [
                "withdrawn partner/5", "added person/2", "changed event/1",
            ])
        let words = Words.of(.en)
        let sentences = comparison.differences.last?.fields.map { words.sentence($0, of: "event", old: old, new: new) }
        #expect(Golden.difference((sentences ?? []).joined(separator: "\n"), "comparison.txt") == nil)
        #expect(Comparison(from: old, to: old).differences == [])
    }

    @Test func `a press text says of each number whether it is claimed or evidenced`() throws {
        let project = try project().doing("add-published-value", ["figure": 2, "value": "5", "on": "2025-02-28"])
            .doing("hold-event", ["event": 1, "start": "2025-05-14", "mode": "inPerson"])
            .doing("add-event-source", ["id": 1, "address": "https://harbours.example/visit"])
        for (basis, value) in [(News.Basis.claimed, 5), (.evidenced, 1)] {
            let press = PressText(project, project.keyResults(), basis, on: .friday, Words.of(.en))
            let quote = try #require(press.quotes.first { $0.figure == 2 })
            #expect(quote.value == value)
            #expect(quote.basis == basis)
            #expect(press.quotes.filter { $0.figure != 2 }.allSatisfy { $0.basis == .evidenced })
        }
        let slovene = PressText(project, project.keyResults(), .claimed, on: .friday, Words.of(.sl))
        #expect(Golden.difference(slovene.title + "\n\n" + slovene.text, "press.sl.txt") == nil)
    }

    @Test func `INNO INDUSTRY on 31 January 2022: eleven study visits and seven newsletters were claimed`() async throws
    {
        let folder = Temporary()
        let installation = try Installation(folder.url, clock: Clock(at: .friday), syncFailed: { _ in })
        try await Sample.innoIndustry.play(into: installation)
        let project = try installation.desk("inno-industry").published.project
        let day = Day(2022, 1, 31)!
        let shown = project.keyResults(asOf: day).map {
            "\($0.figure.name): \($0.claimed?.value?.plain ?? "-") claimed, \($0.evidenced ?? -1) evidenced, \($0.doubtful) doubtful"
        }
        #expect(Golden.difference(shown.joined(separator: "\n"), "inno-industry-2022-01-31.txt") == nil)
        #expect(shown.contains { $0.hasPrefix("study-visits: 11 claimed") })
        #expect(shown.contains { $0.hasPrefix("newsletters: 7 claimed") })
        let now = project.keyResults()
        for (then, now) in zip(project.keyResults(asOf: day), now) {
            #expect(then.evidence.counted.allSatisfy(now.evidence.counted.contains), "\(then.figure.name)")
        }
    }
}

@Suite struct ReleasedTrailsTests {
    static let folder = Golden.folder.appendingPathComponent("trails")
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
        $0.hasSuffix(".grozd")
    }.map { String($0.dropLast(6)) }.sorted()

    @Test func `there is a trail of every release`() { #expect(!Self.names.isEmpty) }

    /// Old trails keep their figures and their records for ever.
    @Test(arguments: names) func `a trail of an older release is read, with the same figures and records`(name: String)
        async throws
    {
        let folder = Temporary()
        let installation = try Installation(folder.url, clock: Clock(at: .friday), syncFailed: { _ in })
        let (project, verification, findings) = try await installation.take(
            Self.folder.appendingPathComponent(name + ".grozd"))
        let now = try installation.desk(project).published.project
        #expect(now.entry == verification.entries)
        #expect(findings == [])
        let results = now.keyResults().map {
            "\($0.figure.name): \($0.claimed?.value?.plain ?? "-") claimed, \($0.evidenced ?? -1) evidenced, \($0.doubtful) doubtful"
        }
        #expect(Golden.difference(results.joined(separator: "\n"), "trails/\(name).results.txt") == nil)
        let records = Kind.all.flatMap { kind in
            kind.each(now).map { "\($0.reference)@\(kind.entry(now, $0.reference.number) ?? 0) \($0.json.written)" }
        }
        #expect(Golden.difference(records.joined(separator: "\n"), "trails/\(name).records.txt") == nil)
    }
}

@Suite struct SocketTests {
    @Test func `a call is answered by the process that has the folder, however long its path`() async throws {
        let folder = Temporary()
        let deep = folder.url.appendingPathComponent(String(repeating: "long-", count: 30)).appendingPathComponent(
            "data")
        try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
        #expect(Socket.ask(in: deep, .init(arguments: ["projects"], folder: "/", input: nil)) == nil)
        try Socket.listen(in: deep) { call in
            Socket.Outcome(
                output: call.arguments.joined(separator: "|")
                    + (call.input.map { String(decoding: $0, as: UTF8.self) } ?? "-"), errors: call.folder,
                code: call.arguments.count)
        }
        let mode =
            try FileManager.default.attributesOfItem(atPath: deep.appendingPathComponent("grozd.sock").path)[
                .posixPermissions] as? Int
        #expect(mode == 0o600)
        let outcomes = await withTaskGroup(of: String.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let call = Socket.Call(
                        arguments: ["do", "čšž \"\n", "\(number)"], folder: "/tmp/a b",
                        input: number % 2 == 0 ? [] : nil)
                    let outcome = await asked(call, in: deep)
                    return "\(outcome?.output ?? "none") \(outcome?.errors ?? "") \(outcome?.code ?? -1)"
                }
            }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(outcomes == Set((0..<20).map { "do|čšž \"\n|\($0)\($0 % 2 == 0 ? "" : "-") /tmp/a b 3" }))
        let large = String(repeating: "č", count: 3_000_000)
        #expect(await asked(.init(arguments: [], folder: "", input: Array(large.utf8)), in: deep)?.output == large)
    }

    /// Asking waits; it must not take a thread from who answers.
    private func asked(_ call: Socket.Call, in folder: URL) async -> Socket.Outcome? {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: Socket.ask(in: folder, call)) }.start()
        }
    }
}
