import Cast
import Desk
import Domain
import Foundation
import HTTPTypes
import Synchronization
import Testing
import Trail
import Words

@testable import Web

/// Particulars of persons, wherever they could be read: who gets them, and what is noted.
@Suite struct ParticularsTests {
    let browser: Browser
    let readings = ReadingsInMemory()
    /// What stands in records of particulars and nowhere else.
    static let secrets = [
        "maja.secret@example.org", "+386 40 555 777", "Skrivna ulica 9", "Ana Skrivna", "ana.skrivna@example.org",
        "no hidden nuts", "Gregor Gost", "Signed by Gregor",
    ]
    let list = Digest(of: Array("Signed by Gregor".utf8))
    let minutes = Digest(of: Array("Minutes for everybody".utf8))

    init() async throws {
        browser = try await Browser.begun(readings)
        let green = "/projects/green-harbours"
        _ = try await browser.sendJSON(
            green + "/contacts",
            [
                "person": 1, "mail": "maja.secret@example.org", "telephone": "+386 40 555 777",
                "address": "Skrivna ulica 9",
            ])
        _ = try browser.site.installation.store.keep(Array("Minutes for everybody".utf8))
        let proofs: JSON = [["document": .text(minutes.text), "name": "minutes.pdf"]]
        _ = try await browser.sendJSON(
            green + "/events",
            [
                "title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-05-14",
                "mode": "inPerson",
                "provenance": ["proofs": proofs],
            ])
        _ = try await browser.sendJSON(
            green + "/registrations",
            [
                "event": 1, "status": "registered", "name": "Ana Skrivna", "mail": "ana.skrivna@example.org",
                "diet": "no hidden nuts",
            ])
        _ = try await browser.sendJSON(
            green + "/outbox-messages", ["to": "ana.skrivna@example.org", "occasion": "registered", "event": 1])
        _ = try browser.site.installation.store.keep(Array("Signed by Gregor".utf8))
        _ = try await browser.sendJSON(
            green + "/attendance/1",
            [
                "how": "sheet",
                "rows": [["state": "present", "name": "Gregor Gost"], ["state": "present", "registration": 1]],
                "provenance": ["proofs": [["document": .text(list.text), "name": "list.pdf"]]],
            ])
    }

    /// Every address that is read, of every kind of record, below the project.
    private var paths: [String] {
        let parts = [
            ":project": "green-harbours", ":figure": "study-visits", ":room": "events", ":id": "1",
            ":pack": "interreg-europe-2014-2020", ":rule": "funding.rate", ":about": "public", ":act": "change",
        ]
        var paths: [String] = []
        for route in Site.routes where route.method == .get && !route.pattern.hasSuffix(":token") {
            let path = parts.reduce(route.pattern) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
            if path.contains(":entry") {
                paths += (1...browser.project.entry).map { path.replacingOccurrences(of: ":entry", with: "\($0)") }
            } else if path.contains(":hash") {
                paths += [list, minutes].map { path.replacingOccurrences(of: ":hash", with: $0.text) }
            } else if path.contains(":plural") {
                paths += Kind.all.map { path.replacingOccurrences(of: ":plural", with: $0.plural) }
            } else {
                paths.append(path)
            }
        }
        let green = "/projects/green-harbours"
        paths += ["skrivna", "secret", "gost", "nuts"].map { green + "/search?q=\($0)" }
        return paths + [
            green + "/trail/diff?from=1&to=\(browser.project.entry)", green + "/contacts/1?as-known=2",
            green + "/events/1?as-known=3", green + "/documents/\(list.text)?as-known=3",
        ]
    }

    private func answers(_ path: String, at seat: String) async throws -> [Browser.Answer] {
        let mark = path.contains("?") ? "&" : "?"
        var answers: [Browser.Answer] = []
        for wanted in ["", mark + "as=json", mark + "as=csv"] {
            answers.append(try await browser.at(seat).get(path + wanted))
        }
        return answers
    }

    private func holds(_ answer: Browser.Answer) -> Bool { Self.secrets.contains { answer.text.contains($0) } }

    @Test func `a visitor gets particulars of nobody, wherever they look`() async throws {
        let before = try readings.readings(of: "green-harbours").count
        for path in paths {
            for answer in try await answers(path, at: "") {
                #expect(!holds(answer), "\(path)")
                #expect(
                    !answer.text.contains(list.text) || path.contains("/trail") || path.contains(list.text), "\(path)")
            }
        }
        #expect(try readings.readings(of: "green-harbours").count == before)
        #expect(try await browser.at("").get("/projects/green-harbours/documents/\(list.text)").status == 403)
        #expect(try await browser.at("").get("/projects/green-harbours/documents/\(minutes.text)").status == 200)
    }

    @Test func `whoever gets particulars has read them, which is noted, and the answer is kept by nobody`() async throws
    {
        var ways: Set<String> = []
        for path in paths {
            for answer in try await answers(path, at: "green-harbours/1") where holds(answer) {
                ways.insert(String(path.dropFirst("/projects/green-harbours/".count)))
                #expect(answer.headers[.cacheControl] == "no-store", "\(path)")
                #expect(answer.headers[.eTag] == nil, "\(path)")
                let what = path.split(separator: "/").dropFirst(2).joined(separator: "/").split(separator: "?")[0]
                #expect(
                    try readings.readings(of: "green-harbours").contains { $0.person == 1 && $0.what == what },
                    "\(path)")
            }
        }
        for way in [
            "contacts", "contacts/1", "contacts/1/change", "persons", "persons/1", "persons/1/change", "registrations",
            "attendances", "outbox-messages",
            "attendance/1", "attendance/1/sheet", "not-shown", "search?q=skrivna", "events/1", "trail/2",
            "documents/\(list.text)",
        ] { #expect(ways.contains(way), "\(way)") }
        // What everybody may read is no reading.
        let before = try readings.readings(of: "green-harbours").count
        for path in ["", "/duties", "/partners/1", "/documents/\(minutes.text)", "/trail/1", "/search?q=visit"] {
            let answer = try await browser.get("/projects/green-harbours" + path)
            #expect(answer.status == 200 && answer.headers[.cacheControl] == "no-cache, private", "\(path)")
        }
        #expect(try readings.readings(of: "green-harbours").count == before)
    }

    @Test func `what cannot be noted goes out to nobody`() async throws {
        var ways = 0
        for path in paths {
            let told = try await browser.at("green-harbours/1").get(path)
            guard holds(told) else { continue }
            ways += 1
            readings.refuses.withLock { $0 = true }
            let kept = try await browser.at("green-harbours/1").get(path)
            #expect(kept.status >= 400 && !holds(kept), "\(path)")
            readings.refuses.withLock { $0 = false }
        }
        #expect(ways > 12)
    }

    @Test func `no answer holds a text of chance or somebody's own link`() async throws {
        let project = browser.project
        let salts = Kind.all.flatMap { $0.each(project) }.compactMap { $0.json["salt"]?.text }
        let links = project.registrations.compactMap { $0.token { Digest(of: $0) } }
        for path in paths {
            for answer in try await answers(path, at: "green-harbours/1") {
                #expect(!(salts + links).contains { answer.text.contains($0) }, "\(path)")
                #expect(!answer.text.contains("\"salt\""), "\(path)")
            }
        }
    }

    @Test func `the own link is kept by nobody, and noted nowhere`() async throws {
        let link = try #require(
            browser.project.registrations[1].flatMap { Letter.own($0, "green-harbours")?.text })
        let before = try readings.readings(of: "green-harbours").count
        for seat in ["", "green-harbours/1"] {
            let answer = try await browser.at(seat).get(link)
            #expect(answer.text.contains("Ana Skrivna"))
            #expect(answer.headers[.cacheControl] == "no-store")
        }
        #expect(try readings.readings(of: "green-harbours").count == before)
    }

    @Test func `an attendance list is a proof of the attendance, and an old one is moved there`() async throws {
        let green = "/projects/green-harbours"
        #expect(browser.project.events[1]?.provenance.proofs.map(\.name) == ["minutes.pdf"])
        #expect(browser.project.attendanceLists(of: 1).map(\.name) == ["list.pdf"])
        #expect(browser.project.attendances(of: 1).count == 2)
        let form = try await browser.get(green + "/events/1/move-attendance-lists")
        #expect(form.text.contains("value=\"\(minutes.text)\"") && form.text.contains("minutes.pdf"))
        let moved = try await browser.send(
            green + "/events/1/move-attendance-lists",
            [("entry", String(browser.project.entry)), ("documents", minutes.text)])
        #expect(moved.status == 303, "\(moved.text)")
        #expect(browser.project.events[1]?.provenance.proofs == [])
        #expect(browser.project.attendanceLists(of: 1).map(\.name) == ["list.pdf", "minutes.pdf"])
        #expect(browser.project.attendances(of: 1).count == 2 && browser.project.attendances.count == 3)
        for path in ["", "?as-known=3"] {
            #expect(try await browser.at("").get(green + "/documents/\(minutes.text)" + path).status == 403)
        }
        #expect(try await browser.get(green + "/documents/\(minutes.text)").status == 200)
    }

    @Test func `a scanned list is nobody: people alone are listed and counted`() async throws {
        let green = "/projects/green-harbours"
        let people = browser.project.attendances.filter { !$0.isList }.count
        let lists = browser.project.attendances.count - people
        #expect(people == 2 && lists == 1)
        let page = try await browser.get(green + "/attendances")
        #expect(page.text.contains(Words.of(.en).count(people, "kind.attendance")))
        #expect(try await browser.get(green + "/attendances?as=json").json?["records"]?.list?.count == people)
        let csv = try await browser.get(green + "/attendances?as=csv").text
        #expect(csv.split(whereSeparator: \.isNewline).count == people + 1, "\(csv)")
        let event = try await browser.get(green + "/attendance/1?as=csv").text
        #expect(
            event.split(whereSeparator: \.isNewline).dropFirst().count { $0.contains("resent") } == people, "\(event)")
        let rooms = try await browser.get(green + "/rooms/events?as=json").json?["kinds"]?.list
        #expect(rooms?.first { $0["kind"] == "attendance" }?["count"]?.whole == people)
        // Where an event has many people the list is still found from it.
        for _ in 0..<4 {
            _ = try await browser.sendJSON(
                green + "/attendances", ["event": 1, "state": "present", "how": "hand", "name": "Somebody"])
        }
        let list = try #require(browser.project.attendances.first { $0.isList })
        let detail = try await browser.get(green + "/events/1").text
        #expect(
            detail.contains("<span class=\"far\">6</span>")
                && detail.contains("\(green)/attendances/\(list.id.number)\""))
    }

    @Test func `lists are shredded with the attendance that they prove`() async throws {
        let green = "/projects/green-harbours"
        _ = try await browser.sendJSON(
            green + "/events/1/hold-event", ["start": "2025-05-14", "mode": "inPerson"])
        _ = try await browser.sendJSON(green + "/events/1/shred-particulars", ["ground": "Period of keeping has ended"])
        let store = browser.site.installation.store
        #expect(store.document(list) == nil)
        #expect(store.document(minutes) != nil)
        #expect(try store.verify("green-harbours").documents >= 1)
        #expect(browser.project.attendances.isEmpty)
        #expect(browser.project.people(at: try #require(browser.project.events[1])).map(\.number) == [2])
    }
}
