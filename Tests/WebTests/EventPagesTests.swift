import Cast
import Desk
import Domain
import Foundation
import HTTPTypes
import Testing
import Trail

@testable import Web

@Suite struct EventPagesTests {
    /// Green Harbours with a visit that has two places, and a visitor without a desk.
    static func withRegistration() async throws -> Browser {
        let browser = try await Browser.begun()
        _ = try await browser.sendJSON(
            "/projects/green-harbours/events",
            [
                "title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-05-16",
                "end": "2025-06-11", "place": "Wismar",
            ])
        _ = try await browser.sendJSON(
            "/projects/green-harbours/registration-forms",
            ["event": 1, "opensOn": "2025-05-01", "closesOn": "2025-06-01", "places": 2, "waitingList": true])
        return browser
    }

    static func guest(_ name: String) -> [(String, String)] {
        [
            ("name", name), ("mail", "\(name.lowercased())@example.org"), ("country", "SI"), ("diet", "vegetarian"),
            ("website", ""),
        ]
    }

    @Test func `anybody registers without a desk, sees the own page, and makes room for who waits`() async throws {
        let browser = try await Self.withRegistration()
        let visitor = browser.at("")
        let path = "/events/green-harbours/1/registration"
        #expect(try await visitor.get(path).text.contains("2\u{A0}places are free."))
        var own: [String] = []
        for name in ["Ana", "Eva", "Ida"] {
            let answer = try await visitor.send(path, Self.guest(name))
            #expect(answer.status == 303)
            own.append(try #require(answer.location))
        }
        #expect(try await visitor.get(path).text.contains("All places are taken."))
        #expect(try await visitor.get(own[0]).text.contains("You have a place."))
        #expect(try await visitor.get(own[2]).text.contains("You are number 1 on the waiting list."))
        #expect(try await !visitor.get(own[0]).text.contains("Who comes"))
        #expect(try await visitor.send(own[0], [("answer", "withdraw")]).status == 303)
        #expect(try await visitor.get(own[2]).text.contains("You have a place."))
        #expect(try await visitor.send(own[2], [("answer", "confirm")]).status == 303)
        #expect(browser.project.registrations.map(\.status) == [.withdrawn, .registered, .confirmed])
        let named = try await visitor.send(path, Self.guest("Zoja") + [("onLists", "true")])
        #expect(try await !visitor.get(own[1]).text.contains("Zoja"))
        _ = try await visitor.send(own[1], [("answer", "withdraw")])
        #expect(try await visitor.get(own[2]).text.contains("Zoja, Slovenia"))
        #expect(try await !visitor.get(try #require(named.location)).text.contains("Ida"))

        let message = try await browser.get("/projects/green-harbours/outbox-messages/4")
        #expect(message.text.contains("You have withdrawn: Visit") && message.text.contains("Dear Ana,"))
        #expect(try await browser.get("/projects/green-harbours/outbox-messages/5").text.contains(own[2]))
    }

    @Test func `what is wrong is said in the form, programs give themselves away, and a wrong link leads nowhere`()
        async throws
    {
        let visitor = try await Self.withRegistration().at("")
        let path = "/events/green-harbours/1/registration"
        let wrong = try await visitor.send(path, [("name", "<b>Ana"), ("mail", "nobody")])
        #expect(
            wrong.status == 422 && wrong.text.contains("is no e-mail address") && wrong.text.contains("&lt;b&gt;Ana"))
        #expect(
            try await visitor.send(path, Self.guest("Bot").dropLast() + [("website", "https://spam.example")]).status
                == 422)
        let more = try await visitor.send(path, Self.guest("Bot") + [("status", "confirmed"), ("event", "9")])
        #expect(more.status == 422 && more.text.contains("There is no field “status” here"))
        #expect(visitor.project.registrations.isEmpty)
        #expect(try await visitor.send(path, Self.guest("Bot")).status == 303)
        #expect(visitor.project.registrations.map(\.status) == [.registered])
        #expect(visitor.project.registrations.map(\.event) == [1])
        #expect(try await visitor.get(path + "/1-" + String(repeating: "0", count: 40)).status == 404)
        #expect(try await visitor.send(path + "/1-0", [("answer", "withdraw")]).status == 404)
        #expect(try await visitor.get("/events/green-harbours/9/registration").status == 404)
        #expect(try await visitor.get("/events/nothing/1/registration").status == 404)
    }

    @Test func `what people entered is for who works in the project`() async throws {
        let browser = try await Self.withRegistration()
        _ = try await browser.at("").send("/events/green-harbours/1/registration", Self.guest("Zvezdana"))
        for path in [
            "events/1", "registrations", "registrations/1", "registrations?as=json", "attendance/1",
            "attendance/1/sheet",
            "attendance/1/certificates", "not-shown", "outbox-messages", "outbox-messages/1", "trail/4",
            "events.ics", "", "events/1?as=json",
        ] {
            let answer = try await browser.at("").get("/projects/green-harbours/" + path)
            #expect(!answer.text.lowercased().contains("zvezdana"), "\(path)")
        }
        let found = try await browser.at("").get(
            "/projects/green-harbours/search?q=zvezdana", accept: "application/json")
        #expect(!found.text.contains("registration"))
        #expect(try await browser.get("/projects/green-harbours/attendance/1/sheet").text.contains("Zvezdana"))
        #expect(try await browser.get("/projects/green-harbours/not-shown").text.contains("Zvezdana"))
        #expect(try await browser.get("/projects/green-harbours/events/1").text.contains("vegetarian: 1"))
        #expect(try await !browser.at("").get("/projects/green-harbours/events/1").text.contains("vegetarian"))
    }

    @Test func `attendance of everybody expected is one form and one entry, and certificates go to those present`()
        async throws
    {
        let browser = try await Self.withRegistration()
        for name in ["Ana", "Eva"] {
            _ = try await browser.at("").send("/events/green-harbours/1/registration", Self.guest(name))
        }
        let path = "/projects/green-harbours/attendance/1"
        let page = try await browser.get(path).text
        var form = try #require(PageForm(page, action: path)?.fields)
        #expect(form.contains { $0 == ("rows.0.registration", "1") })
        form.removeAll { ["rows.3.name", "rows.3.country"].contains($0.0) }
        form += [
            ("rows.0.state", "present"), ("rows.1.state", "excused"), ("rows.3.name", "Guest <i>"),
            ("rows.3.country", "SE"),
        ]
        let before = browser.project.entry
        #expect(try await browser.send(path, form).status == 303)
        #expect(browser.project.entry == before + 1)
        #expect(browser.project.attendances.map(\.state) == [.present, .excused, .present])
        #expect(browser.project.attendances.map { browser.project.country(of: $0)?.code } == ["SI", "SI", "SE"])
        #expect(try await browser.get(path + "/certificates").text.contains("Nobody is recorded as present yet."))
        _ = try await browser.sendJSON(
            "/projects/green-harbours/events/1/hold-event", ["start": "2025-05-16", "mode": "inPerson"])
        let certificates = try await browser.get(path + "/certificates").text
        #expect(certificates.components(separatedBy: "class=\"certificate\"").count == 3)
        #expect(
            certificates.contains("Ana") && !certificates.contains("Eva") && certificates.contains("Guest &lt;i&gt;"))
        #expect(certificates.contains("Co-funded by the European Union"))
    }

    /// A conference for which so many registered, in a folder of its own.
    private static func conference(_ count: Int) async throws -> Browser {
        let first = try await withRegistration()
        let store = first.site.installation.store
        let head = try store.head(of: "green-harbours")
        let registered = try Range.between(1, count + 1).map { number -> Change in
            .put(
                try Canonical.decode(
                    Registration.self,
                    from: [
                        "id": .whole(Int64(number)), "event": 1, "status": "registered",
                        "name": .text("Visitor \(number)."),
                        "country": "SI",
                    ]))
        }
        let entry = Entry(
            try Draft.of(registered), in: "green-harbours", number: head.entry + 1, after: head.hash, moment: .friday,
            person: nil, verb: "batch")
        try store.append([Append(entry)])
        try store.close()
        let installation = try Installation(first.folder.url, clock: Clock(at: .friday), syncFailed: { _ in })
        return Browser(installation, first.folder).at("green-harbours/1")
    }

    @Test func `fifteen hundred people are recorded page by page, and nobody is left out`() async throws {
        let browser = try await Self.conference(1_500)
        let home = "/projects/green-harbours/attendance/1"
        var (path, pages) = (home, 0)
        while path.hasPrefix(home) {
            let page = try await browser.get(path)
            var form = try #require(PageForm(page.text, action: path)?.fields)
            #expect(form.count < 2_000)
            let known = form.map(\.0).filter { $0.hasSuffix(".registration") }
            form += known.map { ($0.replacing(".registration", with: ".state"), "present") }
            // Somebody comes who is on no list, while the pages are gone through.
            let free = try #require(form.last { $0.0.hasSuffix(".organisation") }?.0.dropLast(13))
            form.removeAll { $0.0 == "\(free).name" }
            form.append(("\(free).name", "Guest \(pages)"))
            let answer = try await browser.send(path, form)
            #expect(answer.status == 303, "\(path)")
            pages += 1
            path = try #require(answer.location)
        }
        #expect(pages == 8 && path == "/projects/green-harbours/events/1")
        let all = browser.project.attendances
        #expect(Set(all.compactMap(\.registration?.number)) == Set(1...1_500))
        #expect(all.count == 1_508 && all.allSatisfy { $0.state == .present })
        #expect(browser.project.events[1]?.participants == Count(1_508))
        // All of them are in what leaves, and on the list to be signed.
        #expect(try await browser.get(home + "?as=json").json?["expected"]?.list?.count ?? 0 >= 1_508)
        #expect(try await browser.get(home + "/sheet").text.contains("Visitor 1500."))
    }

    @Test func `one of many is found by name, and the search stays`() async throws {
        let browser = try await Self.conference(450)
        let home = "/projects/green-harbours/attendance/1"
        let page = try await browser.get(home)
        #expect(page.text.contains("Visitor 200.") && !page.text.contains("Visitor 201."))
        #expect(page.text.contains("href=\"\(home)?page=2\"") && page.text.contains("Rows 1–200 of"))
        #expect(try await browser.get(home + "?page=99").text.contains("Visitor 450."))
        let path = home + "?q=visitor%20333"
        let found = try await browser.get(path).text
        #expect(found.contains("Visitor 333.") && !found.contains("Visitor 33."))
        var form = try #require(PageForm(found, action: path)?.fields)
        #expect(try await browser.send(path, form).status == 422)
        form.append(("rows.0.state", "excused"))
        let answer = try await browser.send(path, form)
        #expect(answer.status == 303 && answer.location == path)
        #expect(browser.project.attendances.map(\.registration?.number) == [333])
        #expect(try await browser.get(home + "?q=nobody").text.contains("Nothing was found."))
    }

    @Test func `what was marked stays when it is refused, and goes through when it is sent again`() async throws {
        let browser = try await Self.conference(3)
        let home = "/projects/green-harbours/attendance/1"
        var form = try #require(PageForm(try await browser.get(home).text, action: home)?.fields)
        // Meanwhile somebody else records one of the list, and so the event's head count.
        _ = try await browser.sendJSON(home, ["how": "hand", "rows": [["registration": 3, "state": "present"]]])
        let free = try #require(form.first { $0.0.hasSuffix(".name") && $0.1.isEmpty }?.0.dropLast(5))
        form.removeAll { $0.0 == "\(free).name" || $0.0 == "\(free).country" || $0.0 == "how" }
        form += [
            ("rows.0.state", "excused"), ("\(free).name", "Guest <b>"), ("\(free).country", "Atlantis"),
            ("how", "hand"),
        ]
        let wrong = try await browser.send(home, form)
        #expect([409, 422].contains(wrong.status))
        var again = try #require(PageForm(wrong.text, action: home)?.fields)
        for field in [
            ("rows.0.state", "excused"), ("\(free).name", "Guest <b>"), ("\(free).country", "Atlantis"),
            ("how", "hand"),
        ] {
            #expect(again.contains { $0 == field }, "\(field)")
        }
        #expect(again.contains { $0 == ("rows.2.state", "present") })
        again.removeAll { $0.0 == "\(free).country" }
        #expect(try await browser.send(home, again).status == 303)
        let list = browser.project.attendances.map { "\($0.registration?.number ?? 0) \($0.name ?? "") \($0.state)" }
        #expect(list == ["3  present", "1  excused", "0 Guest <b> present"])
        #expect(browser.project.events[1]?.participants == Count(2))
    }

    @Test func `a sheet of survey results is checked first, and taken in whole`() async throws {
        let browser = try await Self.withRegistration()
        _ = try await browser.sendJSON(
            "/projects/green-harbours/events/1/hold-event", ["start": "2025-05-16", "mode": "inPerson"])
        let path = "/projects/green-harbours/survey/1"
        let bad = "Question;Answers;Said yes;Weather\nMore?;3;4;rain\nUseful?;x;;"
        let check = try await browser.send(path, [("step", "check"), ("text", bad)])
        #expect(check.status == 422 && check.text.contains("More said yes (4) than answered (3)."))
        #expect(check.text.contains("These columns are not read: Weather."))
        #expect(try await browser.send(path, [("step", "start"), ("text", bad)]).status == 422)
        #expect(browser.project.surveyResults.isEmpty)
        let good = "Vprašanje;Kaj sprašuje;Povprečje;Najboljša ocena\nKoristno?;koristnost;4,35;5"
        #expect(try await browser.send(path, [("step", "check"), ("text", good)]).status == 200)
        #expect(browser.project.surveyResults.isEmpty)
        #expect(try await browser.send(path, [("step", "start"), ("text", good)]).status == 303)
        #expect(browser.project.surveyResults.map(\.average) == ["4.35"])
        #expect(browser.project.surveyResults.map(\.meaning) == [.usefulness])
    }

    @Test func `a sheet of survey results keeps every letter, or asks how letters are kept`() async throws {
        let browser = try await Self.withRegistration()
        _ = try await browser.sendJSON(
            "/projects/green-harbours/events/1/hold-event", ["start": "2025-05-16", "mode": "inPerson"])
        let path = "/projects/green-harbours/survey/1"
        let question = "Ali ste se česa lotili?"
        let sheet =
            Array("Question;What it asks after;Answers\n".utf8)
            + question.unicodeScalars.map { $0 == "č" ? 0xE8 : UInt8($0.value) } + Array(";other;12\n".utf8)
        func send(_ fields: [(String, String)], file: [UInt8]? = nil) async throws -> Browser.Answer {
            let parts = fields.map { "--grape\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n" }
            let head = "--grape\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"survey.csv\"\r\n\r\n"
            return try await browser.ask(
                .post, path, headers: [("Content-Type", "multipart/form-data; boundary=grape")],
                body: Array(parts.joined().utf8) + (file.map { Array(head.utf8) + $0 + [13, 10] } ?? [])
                    + Array("--grape--\r\n".utf8))
        }
        // One word does not say which of two letters a byte is: nothing is taken in, not even when it is started at once.
        let asked = try await send([("step", "start")], file: sheet)
        #expect(asked.status == 422 && asked.text.contains("Windows-1250: česa · ") && asked.text.contains("èesa"))
        #expect(browser.project.surveyResults.isEmpty)
        let told = try await browser.sendJSON(path, ["text": "nothing"]).json
        #expect(told?["refused"] == "noHeadings" && told?["sentence"]?.text?.isEmpty == false)
        // The page holds the file until somebody has said it.
        let form = try #require(PageForm(asked.text, action: path))
        let checked = try await send(form.fields.filter { $0.0 != "characters" } + [("characters", "windows1250")])
        #expect(checked.status == 200 && checked.text.contains(question) && browser.project.surveyResults.isEmpty)
        let start = try #require(PageForm(checked.text, action: path))
        #expect(start.fields.contains { $0 == ("step", "start") })
        #expect(try await send(start.fields).status == 303)
        #expect(browser.project.surveyResults.map(\.question) == [question])
        #expect(browser.project.surveyResults.map(\.answers) == [12])
        // Two words do; a row whose bytes are no letters is refused.
        let more = "Ste se česa naučili?"
        let sure = Array("Question;Answers\n".utf8) + more.unicodeScalars.map { $0 == "č" ? 0xE8 : UInt8($0.value) }
        #expect(try await send([], file: sure + Array(";12\n".utf8)).text.contains(more))
        let broken = Array("Question;Answers\nČasa;3\nŽ".utf8) + [0xFF] + Array(";4\n".utf8)
        let refused = try await send([("step", "start")], file: broken)
        #expect(refused.status == 422 && browser.project.surveyResults.count == 1)
    }

    @Test func `a calendar asks again and finds what was moved or cancelled under the same name`() async throws {
        let browser = try await Self.withRegistration()
        func lines(_ query: String) async throws -> [String] {
            let answer = try await browser.at("").get("/projects/green-harbours/events.ics" + query)
            #expect(answer.headers[.contentType] == "text/calendar; charset=utf-8")
            return answer.text.components(separatedBy: "\r\n")
        }
        let first = try await lines("?event=1")
        #expect(first.contains("UID:event-1@green-harbours.grozd") && first.contains("SEQUENCE:0"))
        #expect(first.contains("DTEND;VALUE=DATE:20250612"))
        _ = try await browser.sendJSON(
            "/projects/green-harbours/events/1/cancel-event", ["reason": "Storm"])
        let second = try await lines("")
        #expect(second.contains("UID:event-1@green-harbours.grozd") && second.contains("SEQUENCE:1"))
        #expect(second.contains("STATUS:CANCELLED"))
        #expect(try await lines("?partner=2").contains("STATUS:CANCELLED"))
        #expect(try await lines("?person=1").contains("STATUS:CANCELLED"))
        #expect(try await browser.get("/projects/green-harbours/events.ics?event=9").status == 404)
        #expect(try await browser.get("/projects/green-harbours/events.ics?partner=x").status == 404)
    }
}
