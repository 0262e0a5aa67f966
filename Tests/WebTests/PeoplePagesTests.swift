import Cast
import Desk
import Domain
import HTTPTypes
import Testing
import Trail

@testable import Web

/// The list of people, a person's page, and who is asked whether two are one.
@Suite struct PeoplePagesTests {
    let browser: Browser
    let readings = ReadingsInMemory()
    let green = "/projects/green-harbours"

    init() async throws {
        browser = try await Browser.begun(readings)
        for (name, partner, mail) in [("Ana Vidmar", 2, "ana@port.example"), ("Vidmar Ana", 2, "vidmar@home.example")] {
            _ = try await browser.sendJSON(
                green + "/persons",
                [
                    "name": .text(name), "partner": .whole(Int64(partner)), "mail": .text(mail),
                    "telephone": "+49 40 1", "duty": "contributor", "from": "2024-03-01",
                ])
        }
    }

    @Test func `the list of people says how to reach them to who may read it, which is noted`() async throws {
        let before = try readings.readings(of: "green-harbours").count
        for wanted in ["", "?as=csv", "?as=json", "?q=port.example", "?sort=mail"] {
            let mine = try await browser.get(green + "/persons" + wanted)
            #expect(mine.text.contains("ana@port.example"), "\(wanted)")
            #expect(mine.headers[.cacheControl] == "no-store")
            let visitor = try await browser.at("").get(green + "/persons" + wanted)
            #expect(!visitor.text.contains("ana@port.example") && !visitor.text.contains("+49 40 1"), "\(wanted)")
        }
        #expect(try readings.readings(of: "green-harbours").count == before + 5)
        let visitor = try await browser.at("").get(green + "/persons")
        #expect(visitor.text.contains("Ana Vidmar") && visitor.text.contains("contributor"))
    }

    @Test func `what leaves as CSV comes in again as the same, in every language`() async throws {
        for language in ["en", "sl", "de", "hu", "lv"] {
            var browser = browser
            browser.language = language
            let list = try await browser.get(green + "/persons?as=csv")
            let checked = try await browser.sendJSON(
                green + "/persons/import", ["pasted": .text(list.text), "language": .text(language)])
            let outcomes = checked.json?["rows"]?.list?.compactMap { $0["outcome"]?.text } ?? []
            #expect(
                outcomes.filter { $0 == "same" }.count == 3 && !outcomes.contains("change"), "\(language) \(outcomes)")
        }
    }

    @Test func `a person's page shows contact and duty to who may, and a form begins with them`() async throws {
        let page = try await browser.get(green + "/persons/2").text
        #expect(page.contains("ana@port.example") && page.contains("contributor"))
        let form = try await browser.get(green + "/persons/2/change").text
        #expect(form.contains("value=\"ana@port.example\"") && form.contains("value=\"+49 40 1\""))
        let visitor = try await browser.at("").get(green + "/persons/2").text
        #expect(visitor.contains("contributor") && !visitor.contains("ana@port.example"))
    }

    @Test func `two who are alike are asked, joined, and parted again with buttons`() async throws {
        let page = green + "/same-people"
        func pairs(_ name: String) async throws -> [JSON] {
            try await browser.get(page + "?as=json").json?[name]?.list ?? []
        }
        #expect(try await pairs("probable") == [["person/2", "person/3"]])
        #expect(try await browser.get(page).text.contains("They are one"))
        let asked: JSON = ["verb": "join-people", "one": "person/2", "other": "person/3"]
        #expect(try await browser.at("").sendJSON(page, asked).status == 403)
        #expect(try await browser.at("").get(page).status == 403)
        #expect(try await browser.sendJSON(page, asked).status == 200)
        #expect(try await pairs("several") == [["person/2", "person/3"]])
        #expect(try await browser.get(green + "/persons/2?as=json").text.contains("likeness/1"))
        let visitor = try await browser.at("").get(green + "/persons/2")
        #expect(visitor.status == 200 && !visitor.text.contains("Answers: one person or two"))
        #expect(!(try await browser.at("").get(green + "/persons/2?as=json").text.contains("likeness")))
        let row = "<a href=\"\(green)/persons/3\""
        #expect(!(try await browser.get(green + "/persons").text.contains(row)))
        // What belongs to one human being stands on one page, and the other leads there.
        let (one, other) = ("<a href=\"\(green)/persons/2\">", try await browser.get(green + "/persons/3").text)
        #expect(try await browser.get(green + "/persons/2").text.contains("vidmar@home.example"))
        #expect(other.contains("stand at \(one)") && !other.contains("duties/new?person=3"))
        #expect(try await browser.sendJSON(page, asked.overlaid(by: ["verb": "part-people"])).status == 200)
        #expect(try await pairs("two") == [["person/2", "person/3"]])
        #expect(try await pairs("probable") == [])
        #expect(try await pairs("several") == [])
        #expect(!(try await browser.get(green + "/persons/2").text.contains("vidmar@home.example")))
        #expect(try await browser.get(green + "/persons/3").text.contains("duties/new?person=3"))
        #expect(try await browser.get(green + "/persons").text.contains(row))
        for wrong: JSON in [
            asked.overlaid(by: ["one": "event/1"]), asked.overlaid(by: ["other": "person/99"]),
            asked.overlaid(by: ["one": "person/-1"]), ["verb": "join-people"],
            asked.overlaid(by: ["verb": "add-person"]),
            asked.overlaid(by: ["other": "person/2"]),
        ] {
            #expect(try await browser.sendJSON(page, wrong).status == 422, "\(wrong)")
        }
    }
}
