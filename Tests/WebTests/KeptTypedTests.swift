import Cast
import Desk
import Domain
import HTTPTypes
import Testing

@testable import Web

/// A form that cannot be sent now comes back with what was typed; and one sits at one desk of each project.
@Suite struct KeptTypedTests {
    private let list = "/projects/green-harbours/events"
    private let typed = [("title", "Visit <b>"), ("sorts", "studyVisit"), ("start", "9 October 2025")]

    @Test func `who may not now gets back what was typed, and sends it later`() async throws {
        let browser = try await Browser.begun()
        for seat in ["", "blue-harbours/1", "green-harbours/99"] {
            let answer = try await browser.at(seat).send(list, typed + [("once", "k"), ("entry", "1")])
            #expect(answer.status == 403)
            let form = try #require(PageForm(answer.text, action: list))
            for field in typed { #expect(form.fields.contains { $0 == field }, "\(field)") }
            #expect(answer.text.contains("href=\"/desk?project=green-harbours\" target=\"_blank\""))
            #expect(!answer.text.contains("Visit <b>"))
            #expect(browser.project.events.count == 0)
        }
        let answer = try await browser.at("").send(list, typed)
        let form = try #require(PageForm(answer.text, action: list))
        #expect(try await browser.send(list, form.fields).location == list + "/1")
    }

    @Test func `what was typed stays where the record was withdrawn meanwhile, or the page is another's`() async throws
    {
        let browser = try await Browser.begun()
        #expect(try await browser.send(list, typed).status == 303)
        let change = try #require(PageForm(try await browser.get(list + "/1/change").text, action: list + "/1"))
        #expect(try await browser.send(list + "/1/withdraw", [("reason", "Entered twice.")]).status == 303)
        let fields = change.fields.filter { $0.0 != "place" } + [("place", "Piran & more")]
        let gone = try await browser.send(list + "/1", fields)
        #expect(gone.status == 410 && gone.text.contains("Entered twice.") && gone.text.contains("Piran"))
        let kept = try #require(PageForm(gone.text, action: list + "/1"))
        #expect(kept.fields.contains { $0.0 == "title" && $0.1 == "Visit <b>" } && !gone.text.contains("<b>\""))
        #expect(try await browser.send(list + "/1/restore", [("reason", "It was not.")]).status == 303)
        #expect(try await browser.send(list + "/1", kept.fields).status == 303)
        #expect(browser.project.events[1]?.place?.contains("Piran") == true)
        // Addresses of persons are for no visitor, but what the visitor typed is.
        let contact = try await browser.at("").send(
            "/projects/green-harbours/contacts", [("mail", "ana@example.org"), ("person", "1")])
        #expect(contact.status == 403 && contact.text.contains("ana@example.org"))
        // Where nothing was typed there is nothing to keep.
        #expect(try await !browser.at("").get(list + "/new").text.contains("multipart/form-data"))
    }

    @Test func `one sits at one desk of each project`() throws {
        let seats = Seat.all(cookie: "blue-harbours/2+green-harbours/3")
        #expect(seats == [.person("blue-harbours", 2), .person("green-harbours", 3)])
        let kept = Seat.person("green-harbours", 4).setting(among: seats).prefix { $0 != ";" }
        #expect(kept == "grozd-desk=green-harbours/4+blue-harbours/2")
        #expect(Seat.visitor.setting(among: seats).hasPrefix("grozd-desk=;"))
        #expect(Seat.all(cookie: "+/+x+green-harbours/0+green-harbours/5") == [.person("green-harbours", 5)])
    }

    @Test func `at the desk of another project one still sits at the own one`() async throws {
        let browser = try await Browser.bothSamples()
        let both = browser.at("inno-industry/1+green-harbours/15")
        #expect(try await both.get("/projects/green-harbours/events/new").status == 200)
        #expect(try await both.get("/projects/inno-industry").status == 200)
        let answer = try await both.send("/desk", [("seat", "inno-industry/2")])
        #expect(answer.status == 303)
        #expect(
            answer.headers[.setCookie]?.hasPrefix("grozd-desk=inno-industry/2+green-harbours/15;") == true)
    }
}
