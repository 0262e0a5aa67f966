import Cast
import Desk
import Domain
import Foundation
import HTTPTypes
import Testing
import Trail

@testable import Web

/// Every address that takes a form, of every kind and verb: what nobody asked is refused there, and nothing else is done.
@Suite struct UnknownFieldsTests {
    static let home = "/projects/green-harbours"

    /// The addresses of a route, each with fields that it takes and the verb that it carries out, where it is one.
    private static func addresses(of pattern: String, in project: Project) throws -> [(
        path: String, fields: [(String, String)], verb: AnyVerb?
    )] {
        let kinds = Kind.all.filter { $0.name != Human.kind && $0.name != PutAway.kind }
        func first(_ kind: Kind) -> Int? { kind.each(project).first { _ in true }?.reference.number }
        let open = try #require(project.registrationForms.first { _ in true }).event.number
        switch pattern {
        case "/projects":
            return [
                (
                    pattern,
                    GreenHarbours.begun.members.compactMap { m in m.value.text.map { (m.name, $0) } } + [
                        ("name", "another")
                    ], BeginProject.any
                )
            ]
        case "/desk": return [(pattern, [("seat", "green-harbours/1")], nil)]
        case "/projects/:project/take-over": return [("\(home)/take-over", [], nil)]
        case "/projects/:project/indicators": return [("\(home)/indicators", [], nil)]
        case "/projects/:project/put-away":
            return [("\(home)/put-away", [("name", "green-harbours"), ("reason", "A mistake.")], nil)]
        case "/projects/:project/dates":
            return [("\(home)/dates", [("t.contract.11.to", "yes"), ("day", ""), ("reason", "It stands.")], nil)]
        case "/projects/:project/gantt":
            return [
                ("\(home)/gantt", [("verb", "fix-baseline"), ("reason", "Agreed.")], nil),
                ("\(home)/gantt", [("a.1.due", "2026-12-31"), ("reason", "Late."), ("by", "1")], nil),
            ]
        case "/projects/:project/attendance/:id":
            return [
                ("\(home)/attendance/1", [("rows.0.state", "present"), ("rows.0.name", "Guest"), ("how", "hand")], nil)
            ]
        case "/projects/:project/survey/:id":
            return [("\(home)/survey/1", [("step", "start"), ("text", "question;answers\nUseful?;12")], nil)]
        case "/events/:project/:id/registration":
            return [
                (
                    "/events/green-harbours/\(open)/registration", [("name", "Guest"), ("mail", "guest@example.org")],
                    nil
                )
            ]
        case "/events/:project/:id/registration/:token":
            let own = project.registrations.first { _ in true }
            return [
                (try #require(own.flatMap { Letter.own($0, "green-harbours") }).text, [("answer", "withdraw")], nil)
            ]
        case "/projects/:project/:plural/import":
            return kinds.filter { !$0.knownBy.isEmpty }.map {
                (
                    "\(home)/\($0.plural)/import",
                    [("step", "start"), ("pasted", "title;start\nFair;2025"), ("language", "en")], nil
                )
            }
        case "/projects/:project/trail/:entry":
            return [("\(home)/trail/2", [("reason", "The wrong list")], nil)]
        case "/projects/:project/same-people":
            let two = [("verb", "join-people"), ("one", "person/1"), ("other", "person/2")]
            return [("\(home)/same-people", two, nil)]
        case "/projects/:project/elsewhere/:id":
            return [("\(home)/elsewhere/1", [("verb", "part-human")], nil)]
        case "/projects/:project/count-by-evidence":
            return [("\(home)/count-by-evidence", [], TakeEvidenceRules.any)]
        case "/projects/:project/:plural":
            return kinds.compactMap { kind in
                kind.verb(.add).map { ("\(home)/\(kind.plural)", [], $0) }
            }
        case "/projects/:project/:plural/new-as-found":
            return kinds.compactMap { kind in
                kind.verb(.addAsFound).map { ("\(home)/\(kind.plural)/new-as-found", [], $0) }
            }
        case "/projects/:project/:plural/views":
            return [("\(home)/events/views", [("name", "Mine"), ("query", "f.status=held")], nil)]
        case "/projects/:project/:plural/rows":
            return kinds.filter { RecordList.all[$0.name] != nil }.map {
                ("\(home)/\($0.plural)/rows", [("row", "1"), ("step", "start")], $0.verb(.change))
            }
        case "/projects/:project/:plural/:id":
            return kinds.compactMap { kind in
                guard let verb = kind.verb(.change), let number = first(kind) else { return nil }
                return ("\(home)/\(kind.plural)/\(number)", [], verb)
            }
        case "/projects/:project/:plural/:id/:act":
            return kinds.flatMap { kind in
                // What comes back has its form where it was withdrawn.
                AnyVerb.all.filter { $0.kind == kind.name && !$0.sort.isOfNew && $0.sort != .restore }.compactMap {
                    verb in
                    first(kind).map { ("\(home)/\(kind.plural)/\($0)/\(act(verb, kind))", [], verb) }
                }
            }
        default:
            Issue.record("no address of \(pattern) is tried")
            return []
        }
    }

    private static func act(_ verb: AnyVerb, _ kind: Kind) -> String {
        ["change", "withdraw"].first { verb.name == "\($0)-\(kind.name)" } ?? verb.name
    }

    private static func coordinator() async throws -> (Browser, Project) {
        let browser = try await Browser.samples.value
        let project = try browser.site.installation.desk("green-harbours").published.project
        return (try browser.coordinating("green-harbours"), project)
    }

    private func heads(_ browser: Browser) throws -> [String] {
        let store = browser.site.installation.store
        return try store.names().map { "\($0) \(try store.head(of: $0).entry)" }
    }

    @Test func `what no form asks is refused by each, named, and nothing is written`() async throws {
        let (browser, project) = try await Self.coordinator()
        let seat = Seat(cookie: browser.cookies[0].split(separator: "=").last.map { String($0) } ?? "")
        let before = try heads(browser)
        var (tried, refused) = (0, 0)
        for route in Site.routes where route.method == .post {
            for (path, fields, verb) in try Self.addresses(of: route.pattern, in: project) {
                let typed = fields.map {
                    "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
                }
                let file =
                    "--grape\r\nContent-Disposition: form-data; name=\"nobody-asked\"; filename=\"a.txt\"\r\n\r\nMinutes\r\n--grape--\r\n"
                let parts = fields.map { "--grape\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n" }
                let json = JSON.object(
                    of: fields.filter { !$0.0.contains(".") }.map { ($0, .text($1)) } + [("nobody-asked", "1")])
                for answer in [
                    try await browser.ask(
                        .post, path, headers: [("Content-Type", "application/x-www-form-urlencoded")],
                        body: Array((typed + ["nobody-asked=1"]).joined(separator: "&").utf8)),
                    try await browser.send(path, fields + [("nobody-asked", "")]),
                    try await browser.ask(
                        .post, path, headers: [("Content-Type", "multipart/form-data; boundary=grape")],
                        body: Array((parts.joined() + file).utf8)),
                    try await browser.sendJSON(path, json),
                ] {
                    tried += 1
                    if answer.status == 403, let verb,
                        Permission.refusal(
                            .doing(verb), by: seat, in: project, on: browser.site.installation.clock.today()) != nil
                    {
                        refused += 1
                        continue
                    }
                    let isNamed = answer.text.contains("nobody-asked")
                    let isDone = answer.headers[.setCookie] != nil || answer.location != nil
                    if answer.status != 422 || !isNamed || isDone {
                        let said = answer.text.firstMatch(of: #/class="lead">(.*?)</#)?.1 ?? answer.text.prefix(300)
                        Issue.record("\(path): \(answer.status) \(isNamed) \(isDone) \(said)")
                    }
                }
            }
        }
        #expect(tried > 800 && refused < tried / 5, "\(tried) \(refused)")
        #expect(try heads(browser) == before)
    }

    @Test func `what only forms of records ask is asked by no other`() async throws {
        let (browser, _) = try await Self.coordinator()
        // What forms of records need stands for nothing elsewhere.
        for name in ["more", "held", "lost", "upload"] {
            #expect(try await browser.send("/projects/green-harbours/take-over", [(name, "1")]).status == 422)
        }
    }
}
