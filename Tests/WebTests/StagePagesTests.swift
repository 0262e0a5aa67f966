import Cast
import Domain
import Foundation
import Testing

@testable import Desk
@testable import Web

/// The stage of a project, what waits in it, and the day that is shown, on pages.
@Suite struct StagePagesTests {
    @Test func `home, calendar, week and calendar file say the same of what waits, over both samples and many days`()
        async throws
    {
        let browser = try await Browser.samples.value
        var said = 0
        for (name, first) in [("inno-industry", Day(2019, 9, 1)!), ("green-harbours", Day(2024, 3, 1)!)] {
            let project = try browser.site.installation.desk(name).published.project
            for step in 0..<14 {
                let day = step == 13 ? Day(2025, 11, 5)! : first.adding(days: step * 90)
                let needs = project.needs(on: day)
                let asked = needs.filter { $0.urgency == .late || $0.urgency == .next }.filter { $0.day != nil }
                said += asked.count
                func get(_ page: String) async throws -> JSON {
                    let answer = try await browser.get("/projects/\(name)\(page)as-of=\(day)&as=json")
                    return try #require(answer.json)
                }
                let home = try await get("?")["needs"]?.list ?? []
                #expect(home.compactMap { $0["name"]?.text } == needs.map(\.name), "\(name) \(day)")
                #expect(home.compactMap { $0["urgency"]?.text } == needs.map(\.urgency.rawValue), "\(name) \(day)")

                let calendar = try await get("/calendar?weeks=0&state=all&")["entries"]?.list ?? []
                let states = Dictionary(
                    calendar.map { ($0["name"]?.text ?? "", $0["state"]?.text ?? "") }, uniquingKeysWith: { a, _ in a })
                let file = try await browser.get("/projects/\(name)/calendar.ics?as-of=\(day)").text
                    .replacingOccurrences(of: "\r\n ", with: "")
                for need in asked {
                    #expect(states[need.name] == (need.urgency == .late ? "late" : "ahead"), "\(day) \(need.name)")
                    #expect(file.contains("UID:\(need.name)@"), "\(day) \(need.name)")
                }
                let late = states.filter { $0.value == "late" }.map(\.key).sorted()
                #expect(late == asked.filter { $0.urgency == .late }.map(\.name).sorted(), "\(name) \(day)")
                for need in needs where need.urgency == .notOnRecord { #expect(!file.contains("UID:\(need.name)@")) }

                let week = try await get("/week?")["text"]?.text ?? ""
                let sunday = day.adding(days: 35 - day.weekday)
                let near = asked.filter { $0.urgency == .late || ($0.day ?? day) <= sunday }
                #expect(week.components(separatedBy: "\n• ").count - 1 == near.count, "\(name) \(day)")
            }
        }
        #expect(said > 200)
    }

    @Test func `home and the list of projects say where a project stands`() async throws {
        let browser = try await Browser.samples.value
        let list = try await browser.get("/?as=json").json?.list ?? []
        let stages = list.map { "\($0["name"]?.text ?? "") \($0["stage"]?.text ?? "")" }
        #expect(stages.sorted() == ["green-harbours closing", "inno-industry closed"])
        #expect(try await browser.get("/").text.contains("closed"))
        let home = try await browser.coordinating("inno-industry").get("/projects/inno-industry").text
        #expect(home.contains(">closed</span>") && home.contains("Not on record"))
        #expect(!home.contains("state bad"))
        #expect(try await browser.get("/projects/inno-industry?as-of=2021-05-01").text.contains(">running</span>"))
    }

    @Test func `the coordinator closes a project by button, and a partner's manager may not`() async throws {
        let browser = try await Browser.begun()
        let path = "/projects/green-harbours/identification/1/close-project"
        let early = try await browser.sendJSON(path, ["on": "2025-05-16"])
        #expect(early.status == 422 && early.text.contains("closedBefore"))
        #expect(try await browser.get(path).status == 200)
        #expect(try await browser.get("/projects/green-harbours/identification/1").text.contains("close-project"))
        #expect(try await browser.at("green-harbours/9").sendJSON(path, ["on": "2025-09-01"]).status == 403)
    }

    @Test func `what was waived is no publicity that was shown, and what was shown late says how late`() async throws {
        let browser = try await Browser.begun()
        let at = "/projects/green-harbours/obligations"
        let poster: JSON = [
            "title": "Poster", "sort": "publicity", "origin": "programme", "everyPartner": true,
            "rule": ["form": "afterAnchor", "anchor": "approval", "count": 6, "unit": "months"],
        ]
        _ = try await browser.sendJSON(at, poster)
        _ = try await browser.sendJSON(at + "/1/fulfil-obligation", ["partner": 1, "on": "2024-09-13"])
        _ = try await browser.sendJSON(
            at + "/1/waive-obligation", ["partner": 2, "on": "2024-09-02", "reason": "Nothing to hang it on."])
        let page = try await browser.get("/projects/green-harbours/publicity").text
        #expect(page.contains("1 of 5 met · waived 1") && page.contains("done, 12 days late"))
        for record in ["obligations/1", "fulfilments/1"] {
            #expect(
                try await browser.get("/projects/green-harbours/\(record)").text.contains("done, 12 days late"))
        }
        #expect(
            try await browser.get("/projects/green-harbours/calendar?weeks=0&state=all").text.contains(
                "done, 12 days late"))
    }

    @Test func `a project begun without rules says so on home, and takes the nearest with one click`() async throws {
        let folder = Temporary()
        let installation = try Installation(
            folder.url, clock: Clock(at: .friday), mounts: "", readings: nil, syncFailed: { _ in })
        let begun = GreenHarbours.begun.overlaid(by: ["programme": "Interreg Europe", "pack": .null])
        _ = try await installation.begin("green-harbours", begun, at: .friday)
        let visitor = Browser(installation, folder)
        let browser = visitor.at("green-harbours/1")
        let home = try await browser.get("/projects/green-harbours").text
        #expect(home.contains("Interreg Europe 2021-2027") && home.contains("value=\"interreg-europe-2021-2027\""))
        #expect(try await !visitor.get("/projects/green-harbours").text.contains("value=\"interreg-europe-2021-2027\""))
        let path = "/projects/green-harbours/identification/1/take-rule-pack"
        let fields = [("identification", "1"), ("pack", "interreg-europe-2021-2027"), ("entry", "1")]
        #expect(try await visitor.send(path, fields).status == 403)
        #expect(try await browser.send(path, fields).status == 303)
        #expect(try installation.desk("green-harbours").published.project.obligations.count > 5)
        #expect(try await !browser.get("/projects/green-harbours").text.contains("take-rule-pack"))
    }

    @Test func `where another day is set each page says so, and its link shows the machine's day and leads back`()
        async throws
    {
        let folder = Temporary()
        let clock = Clock(today: Day(2024, 11, 5)!, now: { .friday }, steady: { 0 })
        let installation = try Installation(
            folder.url, clock: clock, mounts: "", readings: nil, syncFailed: { _ in })
        _ = try await installation.begin("green-harbours", GreenHarbours.begun, at: .friday)
        var browser = Browser(installation, folder).at("green-harbours/1")
        for page in ["/", "/projects/green-harbours", "/projects/green-harbours/events", "/help"] {
            let text = try await browser.get(page).text
            #expect(text.contains("5 November 2024") && text.contains("day-of=machine"), "\(page)")
        }
        func stands(_ browser: Browser) async throws -> String? {
            try await browser.get("/projects/green-harbours/calendar?as=json").json?["from"]?.text
        }
        #expect(try await stands(browser) == "2024-11-04")
        let change = try await browser.get("/projects/green-harbours?day-of=machine")
        #expect(change.status == 303 && change.location == "/projects/green-harbours")
        browser.cookies.append("grozd-day=machine")
        #expect(try await stands(browser) == "2025-05-12")
        #expect(try await browser.get("/projects/green-harbours").text.contains("day-of=set"))
        // Where no day is set there is none to leave.
        let usual = try await Browser.begun()
        #expect(try await usual.get("/projects/green-harbours?day-of=machine").status == 200)
        #expect(try await !usual.get("/projects/green-harbours").text.contains("day-of="))
    }
}
