import Cast
import Desk
import Domain
import Foundation
import HTTPTypes
import Testing
import Trail

@testable import Web

/// Choose, check, start: as a browser without scripts does it.
@Suite struct ImportPagesTests {
    static let address = "/projects/green-harbours/events/import"
    static let pasted = """
        Title\tKinds of event\tState\tstart\tHost\tPhone
        Study visit to Wismar\tstudy visit\tplanned\t9 October 2025\tPP2\t+49
        Study visit to nowhere\tstudy visit\tplanned\t31 February 2025\tPP2\t
        """

    private func check(_ browser: Browser, _ text: String = pasted, also: [(String, String)] = []) async throws
        -> Browser.Answer
    {
        try await browser.send(Self.address, [("step", "check"), ("pasted", text), ("language", "en")] + also)
    }

    private func start(_ browser: Browser, _ page: Browser.Answer, also: [(String, String)] = []) async throws
        -> Browser.Answer
    {
        let form = try #require(PageForm(page.text, action: Self.address))
        return try await browser.send(Self.address, form.fields + [("step", "start")] + also)
    }

    @Test func `a check writes nothing, and a start writes all of it as one entry`() async throws {
        let browser = try await Browser.begun()
        let desk = try browser.site.installation.desk("green-harbours")
        let list = try await browser.get("/projects/green-harbours/events")
        #expect(list.text.contains("href=\"\(Self.address)\""))
        let checked = try await check(browser)
        #expect(checked.status == 200 && desk.published.entry == 1)
        for word in ["Study visit to nowhere", "31 February 2025", "Phone"] {
            #expect(checked.text.contains(word), "\(word)")
        }
        let stopped = try await start(browser, checked)
        #expect(stopped.status == 422 && desk.published.entry == 1)
        let done = try await start(browser, checked, also: [("without-refused", "true")])
        #expect(done.status == 303 && done.location == "/projects/green-harbours/trail/2")
        let event = try #require(desk.published.project.events[1])
        #expect(event.title == "Study visit to Wismar" && event.host == 2)
        #expect(event.provenance.proofs.map(\.name) == ["pasted.txt"])
        // The button pressed twice: the second stops, and shows what is different now.
        let again = try await start(browser, checked, also: [("without-refused", "true")])
        #expect(again.status == 409 && again.text.contains("when it was shown: add"))
        #expect(desk.published.project.events.count == 1)
    }

    @Test func `the refused rows come back as a table with their reasons, and may be sent again`() async throws {
        let browser = try await Browser.begun()
        let form = try #require(PageForm(try await check(browser).text, action: Self.address))
        let file = try await browser.send(Self.address, form.fields + [("step", "refused")])
        #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
        let lines = file.text.split(whereSeparator: \.isNewline)
        #expect(lines.count == 2 && lines[0].hasSuffix(",Reasons") && lines[1].contains("31 February 2025"))
        let mended = file.text.replacingOccurrences(of: "31 February", with: "28 February")
        let checked = try await check(browser, mended)
        #expect(checked.text.contains("Import 1 row<") && !checked.text.contains("<li>Reasons</li>"))
    }

    @Test func `a file stays with the page until somebody has said how its letters are kept`() async throws {
        let browser = try await Browser.begun()
        let bytes =
            Array("Title;Kinds of event;State;start;Place\nVisit;studyVisit;planned;2025-10-09;Ko".utf8) + [0xE8]
            + Array("evje\n".utf8)
        var body = Array(
            "--grape\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"visits.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                .utf8)
        body += bytes + Array("\r\n--grape--\r\n".utf8)
        let asked = try await browser.ask(
            .post, Self.address, headers: [("Content-Type", "multipart/form-data; boundary=grape")], body: body)
        #expect(asked.status == 422 && asked.text.contains("Windows-1250: ") && asked.text.contains("Kočevje"))
        let form = try #require(PageForm(asked.text, action: Self.address))
        let checked = try await browser.send(
            Self.address,
            form.fields.filter { $0.0 != "characters" } + [("characters", "windows1250"), ("step", "check")])
        #expect(checked.status == 200 && checked.text.contains("Kočevje"))
        #expect(try await start(browser, checked).status == 303)
        let desk = try browser.site.installation.desk("green-harbours")
        let proof = try #require(desk.published.project.events[1]?.provenance.proofs.first)
        #expect(proof.name == "visits.csv")
        #expect(browser.site.installation.store.document(proof.document) == bytes)
    }

    @Test func `a template has its headings in the language, and is a file`() async throws {
        var browser = try await Browser.begun()
        browser.language = "sl"
        let file = try await browser.get("/projects/green-harbours/persons/template.csv")
        #expect(file.status == 200 && file.headers[.contentDisposition]?.contains("persons-template.csv") == true)
        #expect(file.text.split(whereSeparator: \.isNewline)[1].hasPrefix("Primer;"))
    }

    @Test func `who may not add such records, and kinds that are not imported, have no such page`() async throws {
        let browser = try await Browser.begun()
        for page in ["import", "template.csv"] {
            #expect(try await browser.at("").get("/projects/green-harbours/contacts/\(page)").status == 403)
            #expect(try await browser.get("/projects/green-harbours/contacts/\(page)").status == 200)
            #expect(try await browser.get("/projects/green-harbours/partners/\(page)").status == 404)
        }
        #expect(try await browser.at("").send(Self.address, [("pasted", Self.pasted)]).status == 403)
        #expect(try await browser.send(Self.address, [("step", "check")]).status == 422)
        #expect(try await browser.send(Self.address, [("step", "start"), ("file", "%%%")]).status == 422)
    }
}
