import Cast
import Desk
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Trail
@testable import Web

/// What was erased or redacted is on no page, in no list, search, file or earlier state.
@Suite struct ErasedPagesTests {
    static let secret = "Skrivnostni Zaliv"

    /// Every address that could say it, as pages, JSON and CSV.
    private func answers(_ browser: Browser, hash: String) async throws -> [(path: String, text: String)] {
        let kinds = ["events", "news", "partners", "persons", "erasures", "identifications"]
        var paths = ["/", "/projects", "/?as=json", "/projects/green-harbours/search?q=skrivnostni"]
        let parts = [
            ":project": "green-harbours", ":figure": "study-visits", ":hash": hash, ":id": "1", ":act": "change",
            ":room": "events",
            ":pack": "interreg-europe-2014-2020", ":rule": "funding.rate", ":about": "public", ":token": "none",
        ]
        for route in Site.routes where route.method == .get {
            for plural in route.pattern.contains(":plural") ? kinds : [""] {
                for entry in route.pattern.contains(":entry") ? ["1", "2", "3", "4", "5", "6", "diff"] : [""] {
                    let path = parts.merging([":plural": plural, ":entry": entry]) { $1 }.reduce(route.pattern) {
                        $0.replacingOccurrences(of: $1.key, with: $1.value)
                    }
                    paths += [path, path + "?as=json", path + "?as=csv"]
                    if path.hasPrefix("/projects/green-harbours") { paths += (1...7).map { path + "?as-known=\($0)" } }
                }
            }
        }
        var answers: [(path: String, text: String)] = []
        for path in paths { answers.append((path, try await browser.get(path).text)) }
        return answers
    }

    @Test(arguments: [true, false]) func `what is gone is on no page and in no state of before`(redacted: Bool)
        async throws
    {
        let browser = try await Browser.begun()
        let desk = try browser.site.installation.desk("green-harbours")
        var uploads = Uploads()
        let hash = uploads.add(Array("Minutes of \(Self.secret)".utf8))
        func carryOut(_ verb: String, _ input: JSON, _ uploads: Uploads = Uploads()) async throws {
            _ = try await desk.carryOut(
                .init(AnyVerb.named(verb)!, input, by: .person("green-harbours", 1), uploads: uploads))
        }
        try await carryOut(
            "change-identification", ["id": 1, "title": .text(Self.secret), "acronym": .text(Self.secret)])
        try await carryOut("change-partner", ["id": 1, "city": .text(Self.secret)])
        try await carryOut(
            "add-event-as-found",
            [
                "found": .minutes,
                "title": .text("Visit to \(Self.secret)"), "sorts": ["studyVisit"], "status": "held",
                "start": "2025-05-01",
                "provenance": ["proofs": [["document": .text(hash.text), "name": .text("\(Self.secret).txt")]]],
            ], uploads)
        try await carryOut("add-person", ["name": .text(Self.secret)])
        let before = try await answers(browser, hash: hash.text).filter { $0.text.contains(Self.secret) }.map(\.path)
        // Caches are warm now, and the text is everywhere.
        for path in [
            "/", "/projects/green-harbours", "/projects/green-harbours/events/1",
            "/projects/green-harbours/events?as=csv", "/projects/green-harbours/trail/diff",
            "/projects/green-harbours/search?q=skrivnostni", "/projects/green-harbours/documents/\(hash.text)",
            "/projects/green-harbours/partners/1?as-known=3",
        ] {
            #expect(before.contains(path), "\(path)")
        }
        for entry in 2...5 {
            let bodies = try browser.site.installation.store.bodies(of: "green-harbours", entry: entry)
            for (position, body) in bodies.enumerated() {
                let text = String(decoding: body.record ?? [], as: UTF8.self)
                guard text.contains(Self.secret) else { continue }
                var input: JSON = [
                    "entry": .whole(Int64(entry)), "position": .whole(Int64(position)), "ground": "asked",
                ]
                // What the project is stays, but for its texts.
                let redacts = redacted || body.reference.kind == Identification.kind
                if redacts {
                    let other = text.replacingOccurrences(of: Self.secret, with: "another place")
                    input = input.overlaid(by: ["replacement": .text(other)])
                }
                try await carryOut(redacts ? "redact-body" : "erase-body", input)
            }
        }
        try await carryOut("erase-document", ["document": .text(hash.text), "ground": "Asked by its author"])
        for (path, text) in try await answers(browser, hash: hash.text) {
            // A search shows what was searched for.
            if path.hasSuffix("q=skrivnostni") { continue }
            #expect(!text.contains(Self.secret), "\(path)")
        }
        #expect(
            try await browser.get("/projects/green-harbours/search?q=skrivnostni&as=json").json?["hits"]?.list?.isEmpty
                != false)
        let files = FileManager.default.enumerator(at: browser.folder.url, includingPropertiesForKeys: nil)!
        for file in files { #expect((try? Data(contentsOf: file as! URL))?.range(of: Data(Self.secret.utf8)) == nil) }
    }

    @Test
    func
        `an erased document is answered with day and ground, also as it was known before, and where another project keeps it`()
        async throws
    {
        let browser = try await Browser.begun()
        let installation = browser.site.installation
        _ = try await installation.begin("other-harbours", GreenHarbours.begun, at: .friday)
        var uploads = Uploads()
        let hash = uploads.add(Array("Minutes".utf8))
        let input: JSON = [
            "title": "Kick-off", "sorts": ["kickOff"], "status": "planned", "start": "2025-05-01",
            "provenance": ["proofs": [["document": .text(hash.text), "name": "m.txt"]]],
        ]
        for name in ["green-harbours", "other-harbours"] {
            _ = try await installation.desk(name).carryOut(
                .init(AnyVerb.named("add-event")!, input, by: .person(name, 1), uploads: uploads))
        }
        _ = try await installation.desk("green-harbours").carryOut(
            .init(
                AnyVerb.named("erase-document")!, ["document": .text(hash.text), "ground": "Asked by its author"],
                by: .person("green-harbours", 1)))
        for query in ["", "?as-known=2", "?lang=sl"] {
            let answer = try await browser.get("/projects/green-harbours/documents/\(hash.text)\(query)")
            #expect(answer.status == 410 && answer.text.contains("Asked by its author"))
            #expect(query == "?lang=sl" || answer.text.contains("16 May 2025"), "\(answer.text)")
            #expect(query == "?lang=sl" || answer.text.contains("<h1>This was erased</h1>"))
        }
        // It stands as a proof no more: it is said to be erased, links nowhere and is not counted.
        for query in ["", "?as-known=2"] {
            let page = try await browser.get("/projects/green-harbours/events/1\(query)").text
            #expect(!page.contains("documents/\(hash.text)") && page.contains("Asked by its author"), "\(page)")
            #expect(page.contains("There is no evidence yet"))
        }
        let other = try await browser.at("other-harbours/1").get("/projects/other-harbours/events/1").text
        #expect(other.contains("documents/\(hash.text)") && !other.contains("There is no evidence yet"))
        #expect(
            try await browser.at("other-harbours/1").get("/projects/other-harbours/documents/\(hash.text)").text
                == "Minutes")
    }

    @Test func `a record that was erased by hand is said to be, at the position that trail and page name`() async throws
    {
        let browser = try await Browser.begun()
        let desk = try browser.site.installation.desk("green-harbours")
        let added = try await desk.carryOut(
            .init(
                AnyVerb.named("add-contact")!, ["person": 1, "mail": "maja@example.org"],
                by: .person("green-harbours", 1)))
        let path = "/projects/green-harbours/contacts/\(added.records[0].number)"
        #expect(try await browser.get(path).status == 200)
        let entry = try await browser.get("/projects/green-harbours/trail/\(added.entry)?as=json").json
        let body = try #require(entry?["bodies"]?.list?.first { $0["record"]?.text?.hasPrefix("contact/") == true })
        #expect(
            try await browser.get("/projects/green-harbours/trail/\(added.entry)").text.contains("Position of each"))
        _ = try await desk.carryOut(
            .init(
                AnyVerb.named("erase-body")!,
                ["entry": .whole(Int64(added.entry)), "position": body["position"] ?? .null, "ground": "Article 17"],
                by: .steward))
        let answer = try await browser.get(path)
        #expect(answer.status == 410 && answer.text.contains("<h1>This was erased</h1>"))
        #expect(
            answer.text.contains("in entry \(added.entry + 1) on 16 May 2025: Article 17"), "\(answer.text)")
        #expect(try await browser.get("/projects/green-harbours/contacts/9").status == 404)
    }

    @Test func `an entry that cannot be read is marked in the list of entries`() async throws {
        let browser = try await Browser.begun()
        let store = browser.site.installation.store
        let head = try store.head(of: "green-harbours")
        let bytes = Entry.Body.salted(Array(#"{"id":1,"kind":"event","status":"planned"}"#.utf8))
        let body = Entry.Body(
            reference: Reference(kind: "event", number: 1), bytes: bytes, digest: Digest(of: bytes), state: .written)
        let header = Header(
            format: 2, project: "green-harbours", entry: head.entry + 1, moment: head.moment ?? .friday, person: nil,
            verb: "change-event", documents: [], bodies: 1, digest: Digest(over: [body]), previous: head.hash)
        #expect(try await !browser.get("/projects/green-harbours/trail").text.contains("cannot be read"))
        try store.append([Append(Entry(header, [body]))])
        #expect(
            try await browser.get("/projects/green-harbours/trail?until=\(head.entry + 1)").text.contains(
                "Event 1: cannot be read"))
    }

    @Test func `a project that came without particulars says so where they would stand`() async throws {
        let sent = try await Browser.begun()
        let desk = try sent.site.installation.desk("green-harbours")
        let added = try await desk.carryOut(
            .init(
                AnyVerb.named("add-contact")!, ["person": 1, "mail": "maja@example.org"],
                by: .person("green-harbours", 1)))
        let says = "came as a trail without particulars"
        for path in ["", "/persons", "/contacts"] {
            #expect(try await !sent.get("/projects/green-harbours\(path)").text.contains(says))
        }
        let file = sent.folder.url.appendingPathComponent("without.grozd")
        _ = try sent.site.installation.store.export(
            "green-harbours", to: file, particulars: false, nameless: { _ in nil })
        let folder = Temporary()
        let installation = try Installation(folder.url, clock: Clock(at: .friday), syncFailed: { _ in })
        _ = try await installation.take(file)
        let browser = Browser(installation, folder).at("green-harbours/1")
        for path in ["", "/persons", "/contacts", "/events", "/not-shown", "/participation", "/rooms/people"] {
            #expect(try await browser.get("/projects/green-harbours\(path)").text.contains(says), "\(path)")
        }
        #expect(try await browser.get("/projects/green-harbours/rooms/people").text.contains("1 withheld"))
        #expect(try await browser.get("/projects/green-harbours/contacts?as=json").text.contains("\"withheld\": 1"))
        let answer = try await browser.get("/projects/green-harbours/contacts/\(added.records[0].number)")
        #expect(answer.status == 410 && answer.text.contains("is withheld"), "\(answer.text)")
    }

    /// What is withheld is not nothing: whatever is counted where particulars are missing is either what it was where they are
    /// not, or said to be not known.
    @Test func `no figure is another number where particulars are withheld`() async throws {
        let sent = try await Browser.samples.value
        let store = sent.site.installation.store
        let folder = Temporary()
        let installation = try Installation(
            folder.url, clock: Clock(at: sent.site.installation.clock.now()), syncFailed: { _ in })
        var notKnown: Set<CountingRule> = []
        for name in ["green-harbours", "inno-industry"] {
            let file = folder.url.appendingPathComponent("\(name).grozd")
            _ = try store.export(name, to: file, particulars: false, nameless: { _ in nil })
            _ = try await installation.take(file)
            let (whole, without) = (try store.open(name), try installation.store.open(name))
            for day in [nil, whole.identification?.end, whole.identification?.start.adding(days: 300)] {
                for rule in CountingRule.allCases {
                    let (there, here) = (whole.evidence(for: rule, asOf: day), without.evidence(for: rule, asOf: day))
                    #expect(there.isKnown)
                    if here.isKnown { #expect(there == here, "\(name): \(rule)") } else { notKnown.insert(rule) }
                }
                for figure in whole.figures {
                    let (there, here) = (whole.standing(of: figure, asOf: day), without.standing(of: figure, asOf: day))
                    #expect(here.evidenced == nil || there.evidenced == here.evidenced, "\(name): \(figure.name)")
                    #expect(here.gap == nil || there.gap == here.gap, "\(name): \(figure.name)")
                }
            }
        }
        #expect(notKnown == [.peopleWithIncreasedCapacity])

        let browser = Browser(installation, folder)
        let project = try installation.store.open("green-harbours")
        let figure = try #require(project.figures.first { $0.rule == .peopleWithIncreasedCapacity })
        let page = try await browser.get("/projects/green-harbours/results/\(figure.name)").text
        #expect(page.contains("is not known here") && !page.contains("No record shows it yet"))
        for path in ["results", "indicators"] {
            #expect(try await browser.get("/projects/green-harbours/\(path)").text.contains("not known"), "\(path)")
        }
        let json = try await browser.get("/projects/green-harbours/results/\(figure.name)?as=json").text
        #expect(json.contains("\"evidenced\": null"), "\(json)")
        // What was counted there cannot be counted here, so nothing may be shredded in its place.
        let held = try #require(project.events.first { $0.status == .held })
        await #expect {
            _ = try await installation.desk("green-harbours").carryOut(
                .init(
                    ShredParticulars.any, ["event": .whole(Int64(held.id.number)), "ground": "retention"], by: .steward)
            )
        } throws: {
            ($0 as? Refusal)?.code == "shredsWithheld"
        }
    }

    @Test func `a form that is refused holds the files that came with it, and sends them again`() async throws {
        let browser = try await Browser.begun()
        let path = "/projects/green-harbours/events"
        let body =
            "--grape\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n\r\n"
            + "--grape\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"minutes.txt\"\r\nContent-Type: text/plain\r\n\r\nMinutes 4711\r\n--grape--\r\n"
        let type = [("Content-Type", "multipart/form-data; boundary=grape")]
        let refused = try await browser.ask(.post, path, headers: type, body: Array(body.utf8))
        #expect(refused.status == 422 && refused.text.contains("minutes.txt"))
        let documents = browser.folder.url.appendingPathComponent("documents").path
        #expect((FileManager.default.subpaths(atPath: documents) ?? []).allSatisfy { $0.count < 10 })
        let held = try #require(refused.text.firstMatch(of: /name="held" value="([^"]*)"/)).1
        let sent = try await browser.send(
            path, [("title", "Kick-off"), ("sorts", "kickOff"), ("held", String(held))])
        #expect(sent.status == 303)
        let proof = try #require(browser.project.events[1]?.provenance.proofs.first)
        #expect(proof.name == "minutes.txt" && proof.mediaType == "text/plain")
        #expect(browser.site.installation.store.document(proof.document) == Array("Minutes 4711".utf8))
        // What is held is no more than what anybody could send: nonsense in it is no file.
        let nonsense = try await browser.send(
            path, [("title", "Other"), ("sorts", "kickOff"), ("held", "x y"), ("held", "")])
        #expect(nonsense.status == 303 && browser.project.events[2]?.provenance.proofs == [])
    }
}

/// What still names a person is said before particulars are erased, and once more when they are.
@Suite struct StillPagesTests {
    static let path = "/projects/green-harbours/persons/2/erase-particulars"

    private func begun() async throws -> Browser {
        let browser = try await Browser.begun()
        let desk = try browser.site.installation.desk("green-harbours")
        for (verb, input) in [
            ("add-person", ["name": "Ana Vidmar"]), ("change-person", ["id": 2, "name": "Ana Novak"]),
            ("add-problem", ["title": "Ana Vidmar is ill", "status": "open"]),
        ] as [(String, JSON)] {
            _ = try await desk.carryOut(.init(AnyVerb.named(verb)!, input, by: .person("green-harbours", 1)))
        }
        return browser
    }

    @Test func `the form names what still names the person, with a way to each`() async throws {
        let browser = try await begun()
        let form = try await browser.get(Self.path)
        #expect(form.status == 200 && form.text.contains("What still names the person afterwards"))
        #expect(form.text.contains("href=\"/projects/green-harbours/problems/1\""))
        #expect(form.text.contains("href=\"/projects/green-harbours/trail/4\""))
        let still = try await browser.get(Self.path + "?as=json").json?["still"]?.list
        #expect(
            still?.map { "\($0["record"]?.text ?? "") \($0["field"]?.text ?? "") \($0["verb"]?.text ?? "")" } == [
                "problem/1 title redact-body"
            ])
        // Who is named where is a particular: noted, and kept by nobody.
        #expect(form.headers[.cacheControl] == "no-store")
        let readings = try browser.site.installation.readings(of: "green-harbours")
        #expect(readings.last?.what == "persons/2/erase-particulars")
        let visitor = try await browser.at("").get(Self.path)
        #expect(visitor.status == 403 && !visitor.text.contains("problems/1"))
        // Other forms say nothing of the kind.
        #expect(try await browser.get("/projects/green-harbours/persons/2/change?as=json").json?["still"] == nil)
    }

    @Test(arguments: [true, false]) func `the answer says it once more, for then nobody knows the name`(json: Bool)
        async throws
    {
        let browser = try await begun()
        let refused = try await browser.sendJSON(Self.path, ["ground": "Asked by Ana Vidmar"])
        #expect(refused.status == 422 && refused.text.contains("groundNames"))
        let answer =
            json
            ? try await browser.sendJSON(Self.path, ["ground": "Asked"])
            : try await browser.send(Self.path, [("entry", String(browser.project.entry)), ("ground", "Asked")])
        #expect(answer.status == 200)
        if json {
            #expect(answer.json?["still"]?.list?.first?["record"] == "problem/1" && answer.json?["entry"] == 5)
        } else {
            #expect(answer.text.contains("href=\"/projects/green-harbours/problems/1\""))
            #expect(!answer.text.contains("Novak"))
        }
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(browser.project.name(of: 2) == nil)
    }

    @Test func `a page of a record says that a former name stands in its words, until nobody knows it`() async throws {
        let browser = try await begun()
        let path = "/projects/green-harbours/problems/1"
        func warned() async throws -> Bool {
            let json = try await browser.get(path + "?as=json").json?["warnings"]?.list ?? []
            let page = try await browser.get(path).text.contains("This names Ana Novak")
            #expect(page == json.contains { $0["finding"] == "namesPerson" })
            return page
        }
        #expect(try await warned())
        _ = try await browser.sendJSON(Self.path, ["ground": "Asked"])
        #expect(try await browser.get(path).text.contains("This names") == false)
        #expect(try await browser.get(path + "?as=json").json?["warnings"]?.list?.isEmpty == true)
    }
}
