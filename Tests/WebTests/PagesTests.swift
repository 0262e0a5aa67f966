import Cast
import Desk
import Domain
import Foundation
import HTTPTypes
import Testing
import Trail

@testable import Web

@Suite struct PagesTests {
    /// An address of every pattern, for someone who may.
    @Test func `every address answers for someone`() async throws {
        let browser = try await Browser.begun()
        let installation = browser.site.installation
        let hash = try installation.store.keep(Array("Minutes".utf8))
        _ = try await browser.sendJSON(
            "/projects/green-harbours/events",
            [
                "title": "Kick-off", "sorts": ["kickOff"], "status": "planned", "start": "2025-05-01",
                "provenance": ["proofs": [["document": .text(hash.text), "name": "m.txt"]]],
            ])
        _ = try await browser.sendJSON(
            "/projects/green-harbours/events",
            ["title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-06-01"])
        _ = try await browser.sendJSON(
            "/projects/green-harbours/registration-forms", ["event": 1, "opensOn": "2025-01-01", "places": 5])
        _ = try await browser.sendJSON(
            "/projects/green-harbours/registrations", ["event": 1, "status": "registered", "name": "Ana Vidmar"])
        let registration = try #require(browser.project.registrations[1])
        let token = try #require(Letter.own(registration, "green-harbours")?.text.split(separator: "/").last)
        let parts = [
            ":token": String(token), ":project": "green-harbours", ":figure": "study-visits", ":entry": "2",
            ":hash": hash.text,
            ":plural": "events", ":id": "1", ":act": "change", ":room": "events",
            ":pack": "interreg-europe-2014-2020", ":rule": "funding.rate", ":about": "public",
        ]
        for route in Site.routes where route.method == .get {
            let path = parts.reduce(route.pattern) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
            let answer = try await browser.get(path)
            // Only of a held event people are asked afterwards.
            #expect(answer.status == (path.contains("/survey/") ? 409 : 200), "\(path)")
            let head = try await browser.ask(.head, path)
            #expect(head.status == answer.status && head.headers == answer.headers, "\(path)")
            #expect(head.headers[.contentLength] == String(answer.bytes.count) && head.bytes.isEmpty, "\(path)")
        }
        for route in Site.routes where route.method == .post {
            let path = parts.reduce(route.pattern) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
            let status = try await browser.send(path, [("entry", "2")]).status
            #expect([303, 422].contains(status) || status == 409 && path.contains("/survey/"), "\(path): \(status)")
        }
    }

    @Test func `every list, record, room and form of both samples is a whole page, and JSON`() async throws {
        let samples = try await Browser.samples.value
        for project in ["inno-industry", "green-harbours"] {
            let now = try samples.site.installation.desk(project).published.project
            let browser = try samples.coordinating(project)
            var paths = Room.allCases.map { "rooms/\($0.rawValue)" }
            for kind in Kind.listed {
                paths.append(kind.plural)
                if kind.verb(.add) != nil { paths.append("\(kind.plural)/new") }
                if let first = kind.each(now).first { paths.append("\(kind.plural)/\(first.reference.number)") }
            }
            for path in paths {
                let page = try await browser.get("/projects/\(project)/\(path)")
                #expect(page.status == 200, "\(path)")
                #expect(page.text.hasSuffix("</html>") && !page.text.contains("⟦"), "\(path)")
                let json = try await browser.get("/projects/\(project)/\(path)", accept: "application/json")
                #expect(json.json != nil, "\(path)")
            }
        }
    }

    @Test func `whoever looks at a project as it was stays there, whatever form of a page asks for more`() async throws
    {
        let browser = try await Browser.samples.value
        let home = "/projects/green-harbours"
        let paths =
            View.all.map { "\(home)/\($0.name)" } + Kind.listed.map { "\(home)/\($0.plural)" }
            + ["\(home)/timeline", "\(home)/search?q=harbour", home]
        var forms = 0
        for path in paths {
            let state = "as-known=400&as-of=2025-05-01"
            let answer = try await browser.coordinating("green-harbours").get(
                path + (path.contains("?") ? "&" : "?") + state)
            guard answer.status == 200 else { continue }
            for form in answer.text.components(separatedBy: "<form").dropFirst() {
                let form = form.components(separatedBy: "</form>")[0]
                // What is entered goes to the project as it is; the foot asks for another state itself.
                if form.contains("method=\"post\"") || form.contains("id=\"as-of\"") { continue }
                let stays =
                    form.contains("name=\"as-known\" value=\"400\"")
                    && form.contains("name=\"as-of\" value=\"2025-05-01\"")
                #expect(stays, "\(path): \(form.prefix(300))")
                forms += 1
            }
        }
        #expect(forms > 100)
    }

    @Test func `what does not exist says so, in words`() async throws {
        let browser = try await Browser.samples.value
        for path in [
            "/nothing", "/projects/blue-harbours", "/projects/green-harbours/events/9999",
            "/projects/green-harbours/events/abc", "/projects/green-harbours/trail/9999",
            "/projects/green-harbours/results/ships",
            "/projects/green-harbours/documents/\(String(repeating: "0", count: 64))",
            "/projects/green-harbours/events?as-known=never",
            "/projects/green-harbours/rooms/garden", "/projects/../etc/passwd", "/projects/green-harbours/humans",
            "/projects/%00", "/projects/green-harbours/events/1/explode",
            "/projects/green-harbours/baselines?from=9&to=99", "/projects/green-harbours/baselines?from=1&to=soon",
            "/projects/green-harbours/baselines?to=9223372036854775808",
        ] {
            let answer = try await browser.get(path)
            #expect(answer.status == 404, "\(path): \(answer.status)")
            #expect(answer.text.contains("<h1>"), "\(path)")
            let head = try await browser.ask(.head, path)
            #expect(head.status == 404 && head.headers == answer.headers && head.bytes.isEmpty, "\(path)")
        }
    }

    @Test(
        arguments: [
            (["\"a\""], true), (["W/\"a\""], true), (["\"b\", \"a\""], true), (["\"b\",W/\"a\",\"c\""], true),
            (["*"], true),
            ([" * "], false), (["\"b\"", " W/\"a\" "], true), (["\"b\" , , \"a\""], true),
            (["\"x, \\\"a\\\"\""], false),
            ([], false), ([""], false), (["a"], false), (["\"b\""], false), (["\"A\""], false), (["w/\"a\""], false),
            (["\"a"], false), (["a\""], false), (["b \"a\""], false), (["\"b\" \"a\""], false), (["\"b, \"a\""], false),
            (["W/"], false),
            (["\"b\", *"], false), (["\"ba\""], false), ([","], false),
        ] as [([String], Bool)])
    func `a tag is recognised in a list and when a proxy made it weak, and in nothing else`(
        fields: [String], known: Bool
    ) {
        #expect(EntityTag.has("\"a\"", in: fields) == known)
    }

    @Test func `a page that has not changed is not sent twice, and another language is another page`() async throws {
        let browser = try await Browser.begun()
        let first = try await browser.get("/projects/green-harbours/partners")
        let tag = try #require(first.headers[.eTag])
        #expect(
            try await browser.ask(.get, "/projects/green-harbours/partners", headers: [("If-None-Match", tag)]).status
                == 304)
        // As nginx hands it on when it packs pages.
        let weak = [("If-None-Match", "\"other\", W/\(tag)")]
        #expect(try await browser.ask(.get, "/projects/green-harbours/partners", headers: weak).status == 304)
        #expect(try await browser.ask(.head, "/projects/green-harbours/partners", headers: weak).status == 304)
        var slovene = browser
        slovene.language = "sl"
        #expect(
            try await slovene.ask(.get, "/projects/green-harbours/partners", headers: [("If-None-Match", tag)]).status
                == 200)
        #expect(
            try await browser.at("").ask(.get, "/projects/green-harbours/partners", headers: [("If-None-Match", tag)])
                .status == 200)
        _ = try await browser.sendJSON(
            "/projects/green-harbours/partners", ["name": "Harbour of Koper", "country": "SI"])
        #expect(
            try await browser.ask(.get, "/projects/green-harbours/partners", headers: [("If-None-Match", tag)]).status
                == 200)
    }

    @Test func `every page forbids foreign scripts, frames and guessing of types`() async throws {
        let browser = try await Browser.begun()
        for path in [
            "/", "/desk", "/projects/green-harbours", "/projects/green-harbours/partners?as=csv",
            "/projects/green-harbours/nothing",
        ] {
            let headers = try await browser.get(path).headers
            #expect(headers[.contentSecurityPolicy]?.contains("default-src 'self'") == true, "\(path)")
            #expect(headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true, "\(path)")
            #expect(headers[.xContentTypeOptions] == "nosniff", "\(path)")
            #expect(headers[.cacheControl]?.contains("private") == true, "\(path)")
        }
    }

    @Test func `particulars are shown at a desk with a duty only`() async throws {
        let browser = try await Browser.begun()
        _ = try await browser.sendJSON(
            "/projects/green-harbours/contacts", ["person": 1, "mail": "maja.secret@example.org"])
        let paths = [
            "contacts", "contacts/1", "contacts/1/change", "contacts?as=csv", "contacts?as=json", "search?q=secret",
            "trail/2", "trail/diff?from=1&to=2", "persons/1", "contacts?as-known=2", "", "rooms/people",
        ]
        #expect(try await browser.get("/projects/green-harbours/contacts/1").text.contains("maja.secret"))
        for path in paths {
            #expect(
                try await !browser.at("").get("/projects/green-harbours/" + path).text.contains("maja.secret"),
                "\(path)")
        }
    }
}

@Suite struct EscapingTests {
    /// Markup in every field that takes text, of every kind: on lists, records, forms, search and trail it is text.
    @Test(
        arguments: Kind.entered.map(\.name))
    func `markup in any field is shown as text`(name: String) async throws {
        let kind = try #require(Kind.named(name))
        let browser = try await Browser.begun()
        let mark = "<script>alert(1)</script><b x='\" onload=y"
        func json(_ shape: Shape, _ field: String) -> JSON? {
            switch shape {
            case .who: return .text(mark)
            case .line: return .text(mark)
            case .prose: return .text(mark + "\n\n" + mark + "\n</textarea>")
            case .number, .percent: return .text("1200.50")
            case .whole: return 7
            case .flag: return true
            case .day: return name == "fulfilment" ? "2025-05-15" : field == "start" ? "2031-01-01" : "2031-12-31"
            case .when: return "2025-01-01"
            case .amount: return "12.50 EUR"
            case .count: return "~5"
            case .address: return "https://example.org/?a='b'&c=1"
            case .mail: return "'b'&c@example.org"
            case .choice(_, let words): return .text(words[0])
            case .key(let kind): return (Kind.named(kind).map { $0.count(browser.project) } ?? 0) > 0 ? 1 : nil
            case .list(let item): return json(item, field).map { [$0, $0] }
            case .group(let members):
                if field == "proofs" { return nil }
                return .object(
                    of: members.compactMap { member in json(member.shape, member.name).map { (member.name, $0) } })
            case .moment, .digest: return nil
            }
        }
        if ["registration-form", "registration", "attendance", "survey-result"].contains(name) {
            _ = try await browser.sendJSON(
                "/projects/green-harbours/events", ["title": "Visit", "sorts": ["studyVisit"]])
        }
        if ["action", "quality-review", "action-monitoring"].contains(name) {
            _ = try await browser.sendJSON(
                "/projects/green-harbours/action-plans", ["region": "Coast"])
        }
        if name == "fulfilment" {
            _ = try await browser.sendJSON(
                "/projects/green-harbours/obligations",
                [
                    "title": "Poster", "sort": "publicity", "origin": "programme",
                    "rule": ["form": "whileRunning"],
                ])
        }
        if name == "deliverable" {
            _ = try await browser.sendJSON(
                "/projects/green-harbours/activities", ["title": "Practices"])
        }
        if name == "action-monitoring" {
            _ = try await browser.sendJSON(
                "/projects/green-harbours/actions", ["plan": 1, "title": "One plug"])
        }
        if name == "showing" {
            _ = try await browser.sendJSON(
                "/projects/green-harbours/good-practices", ["title": "One plug"])
        }
        if name == "evidence-rule" {
            for (_, input) in Project.roomForRules {
                _ = try await browser.sendJSON(
                    "/projects/green-harbours/evidence-rules/\(input["id"]?.whole ?? 0)/withdraw", input)
            }
        }
        // A counted figure takes no value; a reviewer is nobody's maker; websites have no states; times, zones, shares and
        // currencies are no free text.
        let input = try #require(json(AnyVerb.named("add-\(name)")!.form, "")).overlaid(by: [
            "isLead": nil, "standsFor": nil, "maker": nil, "rate": nil, "startsAt": nil, "endsAt": nil,
            "timeZone": nil, "currency": nil, "percent": nil,
            name == "period-value" ? "value" : "isLead": nil, name == "published-value" ? "amount" : "isLead": nil,
            "precision": nil,
        ]).overlaid(by: name == "evidence-rule" ? ["figure": 12, "states": nil] : .object([]))
        let known = AnyVerb.named("add-\(name)")!.form.members.map(\.name)
        let added = try await browser.sendJSON(
            "/projects/green-harbours/\(kind.plural)",
            .object(of: input.members.filter { known.contains($0.name) }.map { ($0.name, $0.value) }))
        let number = try #require(
            added.json?["records"]?.list?.first?.text?.split(separator: "/").last, "\(added.text)")
        let one = "/projects/green-harbours/\(kind.plural)/\(number)"
        let sent = try await browser.sendJSON(one, ["provenance": ["note": .text(mark)]])
        #expect(sent.status == 200)
        let entry = browser.project.entry
        for path in [
            "/projects/green-harbours/\(kind.plural)", one, one + "/change", one + "/withdraw",
            "/projects/green-harbours/search?q=script", "/projects/green-harbours/trail/\(entry)",
            "/projects/green-harbours/trail/\(entry - 1)", "/projects/green-harbours/trail",
            "/projects/green-harbours/trail/diff?from=1&to=\(entry)", "/projects/green-harbours",
            "/projects/green-harbours/timeline",
            "/projects/green-harbours/results", "/projects/green-harbours/press",
            "/projects/green-harbours/\(kind.plural)?q=%3Cscript%3E&sort=%22%3E%3Cscript%3E&f.title=%3Cscript%3E",
        ] {
            let page = try await browser.get(path)
            #expect(page.status == 200, "\(path)")
            #expect(
                !page.text.contains("<script>alert") && !page.text.contains("<script>&") && !page.text.contains("<b x=")
                    && !page.text.contains("\"><script>"), "\(path)")
        }
        #expect(try await browser.get(one).text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }
}

extension Browser {
    var project: Project {
        (try? site.installation.desk("green-harbours").published.project) ?? GreenHarbours.unbegun
    }
}

@Suite struct TablesTests {
    @Test func `a list as a table has what is seen, and no formula`() async throws {
        let browser = try await Browser.begun()
        _ = try await browser.sendJSON(
            "/projects/green-harbours/persons",
            ["name": "=HYPERLINK(\"https://example.org\")", "organisation": "Koper; \"Luka\", d. d."])
        let answer = try await browser.get("/projects/green-harbours/persons?as=csv")
        #expect(answer.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(answer.text.hasPrefix("\u{FEFF}"))
        #expect(answer.text.contains("\"'=HYPERLINK(\"\"https://example.org\"\")\""))
        #expect(answer.text.contains("\"Koper; \"\"Luka\"\", d. d.\""))
        #expect(answer.text.contains("\r\n"))
        let found = try await browser.get("/projects/green-harbours/persons?as=csv&q=maja")
        #expect(found.text.contains("Maja Kocjančič") && !found.text.contains("HYPERLINK"))
    }
}
