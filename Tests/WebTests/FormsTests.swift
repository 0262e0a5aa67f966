import Cast
import Desk
import Domain
import HTTPTypes
import Testing

@testable import Web

@Suite struct FormsTests {
    /// A folder of its own: a form that changes something is a fault, and must not spoil what others read.
    private static let samples = Task { try await Browser.bothSamples() }
    private static let kinds = Kind.listed.filter { $0.verb(.change) != nil }.map(\.name)

    /// A form that is opened and sent back must not change a record: not a day, not a cent, not a line.
    @Test(arguments: kinds) func `a form that nobody touched changes nothing`(name: String) async throws {
        let kind = try #require(Kind.named(name))
        let samples = try await Self.samples.value
        var wrong: [String] = []
        for project in ["inno-industry", "green-harbours"] {
            let desk = try samples.site.installation.desk(project)
            let now = desk.published.project
            let coordinator = try samples.coordinating(project)
            for (index, record) in kind.each(now).enumerated() {
                var browser = coordinator
                let languages = ["sl", "hu", "sv", "lv", "de", "pt", "es", "sk", "ro"]
                for language in index % 5 == 0 ? ["en", languages[index / 5 % languages.count]] : ["en"] {
                    browser.language = language
                    let address = "/projects/\(project)/\(kind.plural)/\(record.reference.number)"
                    let page = try await browser.get(address + "/change")
                    guard let form = PageForm(page.text, action: address) else {
                        wrong.append("\(project) \(record.reference): \(page.status), no form")
                        continue
                    }
                    let answer = try await browser.send(address, form.fields, accept: "application/json")
                    if answer.json?["refused"] != "nothingChanged" {
                        let changed = Comparison.fields(
                            record.json, desk.published.project.record(record.reference)?.json, kind.shape)
                        wrong.append(
                            "\(project) \(record.reference) (\(language)): \(answer.status) \(changed.isEmpty ? String(answer.text.prefix(300)) : "\(changed)")"
                        )
                    }
                }
            }
        }
        #expect(wrong == [])
    }

    @Test func `a record is added, changed and withdrawn by its forms`() async throws {
        let browser = try await Browser.begun()
        let list = "/projects/green-harbours/events"
        let new = try #require(PageForm(try await browser.get(list + "/new").text, action: list))
        func filled(_ form: PageForm, _ values: [String: String]) -> [(String, String)] {
            form.fields.filter { values[$0.0] == nil } + values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
        let added = try await browser.send(
            list,
            filled(
                new,
                [
                    "title": "Study visit to Wismar", "sorts": "studyVisit",
                    "start": "9 October 2025",
                ]))
        #expect(added.status == 303)
        #expect(added.location == list + "/1")
        let change = try #require(PageForm(try await browser.get(list + "/1/change").text, action: list + "/1"))
        #expect(change.fields.contains { $0 == ("title", "Study visit to Wismar") })
        #expect(try await browser.send(list + "/1", filled(change, ["title": "Study visit to Rostock"])).status == 303)
        let stale = try await browser.send(list + "/1", filled(change, ["title": "Study visit to Kiel"]))
        #expect(stale.status == 409)
        #expect(stale.text.contains("Study visit to Rostock") && stale.text.contains("Study visit to Kiel"))
        let hold = try #require(
            PageForm(try await browser.get(list + "/1/cancel-event").text, action: list + "/1/cancel-event"))
        #expect(try await browser.send(hold.action, filled(hold, ["reason": "Storm."])).status == 303)
        let withdraw = try #require(
            PageForm(try await browser.get(list + "/1/withdraw").text, action: list + "/1/withdraw"))
        #expect(try await browser.send(withdraw.action, filled(withdraw, ["reason": ""])).status == 422)
        #expect(
            try await browser.send(withdraw.action, filled(withdraw, ["reason": "Entered twice."])).location == list
                + "/1")
        // Its page says what it was, and leads back.
        let gone = try await browser.get(list + "/1")
        #expect(gone.status == 410)
        for text in [
            "<h1>Study visit to Rostock</h1>", "Entered twice.", "9 October 2025", "Maja Kocjančič",
            list + "/1/restore",
        ] {
            #expect(gone.text.contains(text), "\(text)")
        }
        #expect(!gone.text.contains(list + "/1/change"))
        let restore = try #require(
            PageForm(try await browser.get(list + "/1/restore").text, action: list + "/1/restore"))
        #expect(
            try await browser.send(restore.action, filled(restore, ["reason": "It was not."])).location == list + "/1")
        #expect(try await browser.get(list + "/1").status == 200)
        #expect(try await browser.get(list + "/1/restore").status == 409)
        #expect(try await browser.send(restore.action, filled(restore, [:])).status == 422)
    }

    @Test func `what hinders a withdrawn record from coming back is named with links`() async throws {
        let browser = try await Browser.begun()
        let list = "/projects/green-harbours/events"
        let desk = try browser.site.installation.desk("green-harbours")
        func carryOut(_ verb: String, _ input: JSON) async throws {
            _ = try await desk.carryOut(.init(AnyVerb.named(verb)!, input, by: .steward))
        }
        try await carryOut("add-event", ["title": "Visit", "sorts": ["studyVisit"]])
        try await carryOut("add-follow-up", ["title": "Minutes", "event": 1])
        try await carryOut("withdraw-follow-up", ["id": 1, "reason": "x"])
        try await carryOut("withdraw-event", ["id": 1, "reason": "x"])
        let gone = try await browser.get("/projects/green-harbours/follow-ups/1")
        #expect(gone.status == 410 && gone.text.contains("it points to Visit"))
        #expect(gone.text.contains("href=\"\(list)/1\"") && !gone.text.contains("/follow-ups/1/restore"))
        let refused = try await browser.send("/projects/green-harbours/follow-ups/1/restore", [("entry", "5")])
        #expect(refused.status == 422 && refused.text.contains("href=\"\(list)/1\""))
    }

    @Test func `a refused form keeps what was typed, and says everything that is wrong at its field`() async throws {
        let browser = try await Browser.begun()
        let list = "/projects/green-harbours/partners"
        let answer = try await browser.send(
            list,
            [
                ("entry", "1"), ("name", ""), ("country", "XX"), ("city", "Köper \"<b>\""), ("fund", "a lot"),
                ("from", "30 February 2025"),
            ])
        #expect(answer.status == 422)
        for field in ["name", "country", "fund", "from"] {
            #expect(
                answer.text.contains("id=\"\(field)-error\"") && answer.text.contains("href=\"#\(field)\""), "\(field)")
        }
        #expect(answer.text.contains("value=\"Köper &quot;&lt;b&gt;&quot;\""))
        #expect(answer.text.contains("value=\"a lot\""))
        #expect(answer.text.contains("value=\"30 February 2025\""))
    }

    @Test func `one more row is asked for without sending the form`() async throws {
        let browser = try await Browser.begun()
        let list = "/projects/green-harbours/websites"
        let answer = try await browser.send(
            list,
            [
                ("entry", "1"), ("name", "Green Harbours"), ("addresses.0.address", "https://example.org"),
                ("more", "addresses"),
            ])
        #expect(answer.status == 200)
        #expect(answer.text.contains("name=\"addresses.1.address\""))
        #expect(answer.text.contains("value=\"https://example.org\""))
        #expect(try browser.site.installation.desk("green-harbours").published.entry == 1)
    }

    @Test func `a form of another site, or a request for another host, does nothing`() async throws {
        let browser = try await Browser.begun()
        let type = ("Content-Type", "application/x-www-form-urlencoded")
        for header in [
            ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://example.org"),
            ("Origin", "null"),
        ] {
            let answer = try await browser.ask(
                .post, "/projects/green-harbours/persons", headers: [type, header],
                body: Array("entry=1&name=Nobody".utf8))
            #expect(answer.status == 403, "\(header)")
        }
        #expect(try browser.site.installation.desk("green-harbours").published.entry == 1)
        let own = try await browser.ask(
            .post, "/projects/green-harbours/persons", headers: [type, ("Sec-Fetch-Site", "same-origin")],
            body: Array("entry=1&name=Luka+Furlan".utf8))
        #expect(own.status == 303)
    }

    @Test func `who has no desk, or no duty for it, changes nothing`() async throws {
        let browser = try await Browser.begun()
        for seat in ["", "green-harbours/99", "blue-harbours/1", "../1", "green-harbours/-1"] {
            #expect(
                try await browser.at(seat).send(
                    "/projects/green-harbours/persons", [("entry", "1"), ("name", "Nobody")]
                ).status != 303, "\(seat)")
        }
        #expect(try browser.site.installation.desk("green-harbours").published.entry == 1)
    }

    @Test func `a past state is only read`() async throws {
        let browser = try await Browser.begun()
        let answer = try await browser.send(
            "/projects/green-harbours/persons?as-known=0", [("entry", "1"), ("name", "Nobody")])
        #expect(answer.status != 303)
        #expect(try browser.site.installation.desk("green-harbours").published.entry == 1)
    }

    @Test func `programs send JSON and get JSON`() async throws {
        let browser = try await Browser.begun()
        let added = try await browser.sendJSON(
            "/projects/green-harbours/persons", ["name": "Luka Furlan", "partner": 1])
        #expect(added.json?["records"] == ["person/2"])
        #expect(added.json?["entry"] == 2)
        let refused = try await browser.sendJSON("/projects/green-harbours/persons", ["nam": "Luka Furlan"])
        #expect(refused.status == 422)
        #expect(refused.json?["findings"]?.list?.compactMap { $0["finding"]?.text } == ["unknownField", "missing"])
        #expect(try await browser.sendJSON("/projects/green-harbours/persons", []).status == 400)
    }
}

@Suite struct PartsTests {
    private func parts(_ body: [UInt8], boundary: String = "grape") async throws -> Browser.Answer {
        let browser = try await Browser.begun()
        return try await browser.ask(
            .post, "/projects/green-harbours/websites",
            headers: [("Content-Type", "multipart/form-data; boundary=\(boundary)")], body: body)
    }

    @Test func `a binary file is kept as it was sent, and named as proof`() async throws {
        let browser = try await Browser.begun()
        let content: [UInt8] = Array(0...255) + Array("\r\n--grap\r\n\r\n--".utf8) + [0, 13, 10]
        var body = Array(
            "--grape\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nLuka Furlan\r\n--grape\r\n".utf8)
        body +=
            Array(
                "Content-Disposition: form-data; name=\"upload\"; filename=\"zapisnik č.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
                    .utf8) + content
        body += Array("\r\n--grape--\r\n".utf8)
        let answer = try await browser.ask(
            .post, "/projects/green-harbours/persons",
            headers: [("Content-Type", "multipart/form-data; boundary=\"grape\"")], body: body)
        #expect(answer.status == 303)
        let proof = try #require(
            try browser.site.installation.desk("green-harbours").published.project.persons[2]?.provenance.proofs.first)
        #expect(proof.name == "zapisnik č.pdf")
        #expect(proof.mediaType == "application/pdf")
        let document = try await browser.get("/projects/green-harbours/documents/\(proof.document.text)")
        #expect(document.bytes == content)
        #expect(document.headers[.contentDisposition]?.contains("attachment") == true)
        #expect(document.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
    }

    @Test(arguments: [
        "", "no boundary here", "--grape", "--grape\r\n",
        "--grape\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nLuka",
        "--grape\r\nContent-Disposition: form-data; name=\"name\"\r\nLuka\r\n--grape--\r\n",
        "--grape\n\nx\n--grape--\n",
    ])
    func `a broken body is refused, and nothing is written`(text: String) async throws {
        #expect([400, 422].contains(try await parts(Array(text.utf8)).status))
    }

    @Test func `a field that is not UTF-8 is refused`() async throws {
        let body =
            Array("--grape\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n".utf8) + [0xFF, 0xFE]
            + Array("\r\n--grape--\r\n".utf8)
        #expect(try await parts(body).status == 400)
        #expect(try await parts([], boundary: "").status == 400)
    }
}
