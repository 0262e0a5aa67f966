import Cast
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Web

/// A page that people read, with its golden file.
///
/// The file holds the status and what the page itself says, `<main>`: neither the frame, which has a file of its own, nor what
/// every step of a sample moves, the numbers of entries and hashes. So it changes when its own page does.
struct GoldenPage: Sendable, CustomTestStringConvertible {
    enum Reader: Equatable { case visitor, coordinator, desk(String) }

    let name: String
    let path: String
    var status = 200
    var reader = Reader.visitor
    var languages = ["en"]

    var testDescription: String { name }
    var files: [String] { languages.map { $0 == "en" ? "\(name).html" : "\(name).\($0).html" } }

    static let all = [
        GoldenPage(name: "projects", path: "/"),
        GoldenPage(name: "begin", path: "/projects/new"),
        GoldenPage(name: "desks", path: "/desk?project=green-harbours"),
        GoldenPage(
            name: "home", path: "/projects/green-harbours", reader: .coordinator, languages: ["en", "sl"]),
        GoldenPage(name: "home-partner", path: "/projects/green-harbours", reader: .desk("green-harbours/4")),
        GoldenPage(name: "home-public", path: "/projects/green-harbours", languages: ["en", "sl"]),
        GoldenPage(name: "home-closed", path: "/projects/inno-industry", reader: .coordinator),
        GoldenPage(name: "waiting", path: "/projects/green-harbours/waiting?part=tidy", reader: .coordinator),
        GoldenPage(name: "results", path: "/projects/inno-industry/results", languages: ["en", "sl"]),
        GoldenPage(name: "results-2022", path: "/projects/inno-industry/results?as-of=2022-01-31"),
        GoldenPage(name: "study-visits", path: "/projects/inno-industry/results/study-visits"),
        GoldenPage(name: "press", path: "/projects/green-harbours/press", reader: .coordinator),
        GoldenPage(name: "timeline", path: "/projects/green-harbours/timeline"),
        GoldenPage(name: "events", path: "/projects/green-harbours/events", reader: .coordinator),
        GoldenPage(name: "event", path: "/projects/green-harbours/events/1", reader: .coordinator),
        GoldenPage(
            name: "event-change", path: "/projects/green-harbours/events/1/change", reader: .coordinator,
            languages: ["en", "sl"]),
        GoldenPage(name: "room", path: "/projects/green-harbours/rooms/partnership"),
        GoldenPage(name: "search", path: "/projects/inno-industry/search?q=krems"),
        // The first entries: the newest are others with every step.
        GoldenPage(name: "trail", path: "/projects/green-harbours/trail?until=12"),
        GoldenPage(name: "entry", path: "/projects/green-harbours/trail/1"),
        GoldenPage(name: "not-here", path: "/projects/green-harbours/ships", status: 404),
        GoldenPage(name: "refused", path: "/projects/green-harbours/events/new", status: 403),
        GoldenPage(name: "rules", path: "/rules"),
        GoldenPage(
            name: "rule", path: "/rules/interreg-europe-2014-2020/funding.rate", languages: ["en", "sl"]),
    ]

    /// What its golden file of the language holds, as the browser reads it.
    func read(_ browser: Browser, in language: String) async throws -> String {
        var browser = browser
        switch reader {
        case .visitor: break
        case .coordinator: browser = try browser.coordinating(String(path.split(separator: "/")[1]))
        case .desk(let seat): browser = browser.at(seat)
        }
        browser.language = language
        let answer = try await browser.get(path)
        #expect(answer.status == status, "\(path)")
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8", "\(path)")
        return try "\(answer.status)\n" + GoldenPage.masked(GoldenPage.parts(answer.text).main)
    }

    /// What a page says itself, and what is around it.
    static func parts(_ page: String) throws -> (main: Substring, around: String) {
        let main = try #require(page.firstMatch(of: #/<main[^>]*>.*<\/main>/#.dotMatchesNewlines()))
        return (main.0, page.replacingCharacters(in: main.range, with: "<main>…</main>"))
    }

    static func masked(_ text: some StringProtocol) -> String {
        String(text).replacing(#/[0-9a-f]{12,}/#) { _ in "…" }
            .replacing(#/<section class="since">.*?<\/section>/#.dotMatchesNewlines()) { _ in "…" }
            .replacing(#/(\/trail\/|\b[Ee]ntry |\b[Vv]nos |name="(?:entry|to)" value="|<dt>Entries<\/dt><dd>)[\d,]+/#) {
                "\($0.1)…"
            }
            .replacing(#/ +\n/#) { _ in "\n" }
    }
}

@Suite struct GoldenPagesTests {
    @Test(arguments: GoldenPage.all) func `key pages look as the golden ones`(page: GoldenPage) async throws {
        let samples = try await Browser.samples.value
        for (language, file) in zip(page.languages, page.files) {
            #expect(Golden.difference(try await page.read(samples, in: language), "pages/\(file)") == nil)
        }
    }

    @Test func `what is around every page looks as the golden one`() async throws {
        let answer = try await Browser.samples.value.coordinating("green-harbours").get("/projects/green-harbours")
        let around = try GoldenPage.parts(answer.text).around
        #expect(Golden.difference(GoldenPage.masked(around), "pages/frame.html") == nil)
    }

    @Test func `every golden page is one that is read`() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Golden.folder.appendingPathComponent("pages").path)
        #expect(Set(files) == Set(GoldenPage.all.flatMap(\.files) + ["frame.html"]))
    }

    /// Otherwise every step of a sample would move a dozen of them, and nobody would read what else has moved.
    @Test func `a step of a sample moves no golden page that does not show it`() async throws {
        let samples = try await Browser.bothSamples()
        func everything() async throws -> [String: String] {
            var read: [String: String] = [:]
            for page in GoldenPage.all { read[page.name] = try await page.read(samples, in: "en") }
            return read
        }
        let before = try await everything()
        for project in ["inno-industry", "green-harbours"] {
            let answer = try await samples.coordinating(project).sendJSON(
                "/projects/\(project)/lessons", ["title": "A golden page shows one page.", "outcome": "worked"])
            #expect(answer.status == 200, "\(answer.text)")
        }
        let after = try await everything()
        #expect(before.keys.filter { before[$0] != after[$0] }.sorted() == [])
    }
}
