import Cast
import Domain
import Foundation
import Testing

@testable import Web

@Suite struct CalendarTests {
    private func lines(_ browser: Browser) async throws -> [String: String] {
        let text = try await browser.get("/projects/green-harbours/calendar.ics?sort=obligation").text
        var found: [String: String] = [:]
        for line in text.replacingOccurrences(of: "\r\n ", with: "").components(separatedBy: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            if parts.count == 2 { found[parts[0]] = parts[1] }
        }
        return found
    }

    @Test func `an extension moves the day in the calendar file, which keeps its identifier and raises its sequence`()
        async throws
    {
        let browser = try await Browser.begun()
        _ = try await browser.sendJSON(
            "/projects/green-harbours/obligations",
            [
                "title": "Final report", "sort": "reporting", "status": "inForce", "origin": "programme",
                "duty": "coordinator", "rule": ["form": "afterAnchor", "anchor": "end"],
            ])
        let before = try await lines(browser)
        _ = try await browser.sendJSON("/projects/green-harbours/identification/1", ["end": "2026-02-28"])
        let after = try await lines(browser)
        #expect(before["DTSTART;VALUE=DATE"] == "20250831")
        #expect(after["DTSTART;VALUE=DATE"] == "20260228")
        #expect(before["UID"] == "obligation-1@green-harbours.grozd")
        #expect(after["UID"] == before["UID"])
        #expect(try #require(Int(after["SEQUENCE"] ?? "")) > #require(Int(before["SEQUENCE"] ?? "")))
    }

    @Test func `what is late stands in the calendar, the week and the hand-over until it is met`() async throws {
        // What was due before the record began is late nowhere.
        let start = Day(2024, 3, 4)!
        let browser = try await Browser.begun(
            at: Moment(milliseconds: Int64(start.count) * 86_400_000 + 43_200_000, day: start))
        _ = try await browser.sendJSON(
            "/projects/green-harbours/promises",
            [
                "what": "Minutes of March", "due": "2024-04-05", "direction": "made", "status": "open",
                "duty": "coordinator",
            ])
        for page in ["calendar", "week", "hand-over"] {
            #expect(
                try await browser.get("/projects/green-harbours/\(page)").text.contains("Minutes of March"), "\(page)")
        }
        _ = try await browser.sendJSON("/projects/green-harbours/promises/1/keep-promise", ["on": "2024-04-05"])
        for page in ["calendar", "week", "hand-over"] {
            #expect(
                try await !browser.get("/projects/green-harbours/\(page)").text.contains("Minutes of March"), "\(page)")
        }
        #expect(
            try await browser.get("/projects/green-harbours/calendar?state=all&weeks=0").text.contains(
                "Minutes of March"))
    }

    @Test func `a form begins with what its address fills in`() async throws {
        let browser = try await Browser.begun()
        let page = try await browser.get("/projects/green-harbours/promises/new?what=Photographs&partner=3")
        #expect(page.text.contains("value=\"Photographs\""))
        #expect(page.text.contains("<option value=\"3\" selected>"))
        let other = try await browser.get("/projects/green-harbours/promises/new?nothing=x&partner=y")
        #expect(other.status == 200)
    }
}
