import Cast
import Desk
import Domain
import Foundation
import Testing

@testable import Web

/// A page of another day tells of that day, or says that it shows today.
@Suite struct DayPagesTests {
    /// What the page says, without what is around it, its links to itself and its own sentence.
    private func told(_ text: String) -> String {
        let main = text.split(separator: "<main", maxSplits: 1).last.map(String.init) ?? text
        var body = main.split(separator: "</main>", maxSplits: 1).first.map(String.init) ?? main
        if let start = body.range(of: "<aside class=\"past\">"), let end = body.range(of: "</aside>") {
            body.removeSubrange(start.lowerBound..<end.upperBound)
        }
        return body.replacing("?as-of=2024-09-30", with: "").replacing("&amp;as-of=2024-09-30", with: "")
            .replacing("as-of=2024-09-30&amp;", with: "").replacing(
                "<input type=\"hidden\" name=\"as-of\" value=\"2024-09-30\">", with: "")
    }

    private let parts = [
        ":project": "green-harbours", ":figure": "study-visits", ":entry": "2", ":room": "events", ":act": "change",
        ":id": "1",
    ]
    /// Of the day, and the same on both: what the rule pack says did not change between them.
    private let sameOnBoth = ["/projects/green-harbours/take-over", "/projects/green-harbours/wordings"]

    @Test func `every page of a project tells of the day that is asked for, or says that it shows today`() async throws
    {
        let browser = try await Browser.samples.value.coordinating("green-harbours")
        var paths: [String] = []
        for route in Site.routes where route.method == .get && route.pattern.hasPrefix("/projects/:project") {
            let path = parts.reduce(route.pattern) { $0.replacing($1.key, with: $1.value) }
            if path.contains(":plural") {
                paths += Kind.listed.map { path.replacing(":plural", with: $0.plural) }
            } else {
                paths.append(path)
            }
        }
        var today: Set<String> = []
        for path in paths where !path.contains(":") {
            let now = try await browser.get(path)
            guard now.status == 200, now.text.contains("<main") else { continue }
            let then = try await browser.get(path + "?as-of=2024-09-30")
            guard then.status == 200 else { continue }
            let shows = then.text.contains("This page shows today, not 30 September 2024")
            let counts = then.text.contains("You see what counted as of 30 September 2024")
            #expect(shows != counts, "\(path) says of which day it is")
            if shows { today.insert(path) }
            if !shows, !sameOnBoth.contains(path) {
                #expect(told(now.text) != told(then.text), "\(path) says that it is of another day, and is not")
            }
        }
        let home = "/projects/green-harbours"
        #expect(today.isSuperset(of: ["\(home)/signatures", "\(home)/dates"]))
        #expect(!today.contains(home) && !today.contains("\(home)/events") && !today.contains("\(home)/results"))
    }

    @Test func `a state before the first entry says so, instead of an empty project`() async throws {
        let browser = try await Browser.samples.value.coordinating("green-harbours")
        let answer = try await browser.get("/projects/green-harbours?as-known=2020-01-01")
        #expect(answer.status == 404)
        #expect(answer.text.contains("this project had no entry yet"))
        #expect(!answer.text.contains("class=\"first\""))
    }

    @Test func `home tells how far off things are from the day that is asked for`() async throws {
        let browser = try await Browser.samples.value.coordinating("green-harbours")
        let answer = try await browser.get("/projects/green-harbours?as-of=2024-09-30")
        #expect(!answer.text.contains("years ago"))
    }

    @Test func `a calendar leads to where people reach it, and counts the changes of each event`() async throws {
        let browser = try await Browser.begun()
        let sites = Site(
            browser.site.installation, publicAddress: WebAddress("https://grozd.example.org"))
        let reached = Browser(sites, browser.folder)
        _ = try await browser.sendJSON(
            "/projects/green-harbours/events",
            ["title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-06-01"])
        _ = try await browser.sendJSON(
            "/projects/green-harbours/events",
            ["title": "Other", "sorts": ["studyVisit"], "status": "planned", "start": "2025-07-01"])
        let before = try await reached.get("/projects/green-harbours/events.ics").text
        #expect(before.contains("URL:https://grozd.example.org/projects/green-harbours/events/1\r\n"))
        #expect(before.split(separator: "\r\n").filter { $0.hasPrefix("SEQUENCE") } == ["SEQUENCE:0", "SEQUENCE:0"])
        _ = try await browser.sendJSON(
            "/projects/green-harbours/events/1/move-event",
            ["event": 1, "start": "2025-06-02", "withoutDay": false, "reason": "Weather"])
        let after = try await reached.get("/projects/green-harbours/events.ics").text
        #expect(after.split(separator: "\r\n").filter { $0.hasPrefix("SEQUENCE") } == ["SEQUENCE:1", "SEQUENCE:0"])
        let days = try await reached.get("/projects/green-harbours/calendar.ics").text
        #expect(days.contains("URL:https://grozd.example.org/projects/green-harbours/events/1\r\n"))
    }
}
