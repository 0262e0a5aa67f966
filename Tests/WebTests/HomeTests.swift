import Cast
import Domain
import Foundation
import Samples
import Testing

@testable import Desk
@testable import Web

/// Home, as each of those who come to it has it.
@Suite struct HomeTests {
    /// Both samples on a day on which Green Harbours runs and much is late in it; on that of `Browser.samples` it is over.
    static let running = Task {
        let folder = Temporary()
        let clock = Clock(
            today: Day(2025, 11, 5)!,
            now: { Moment(milliseconds: 1_762_344_000_000, day: Day(2025, 11, 5)!) }, steady: { 0 })
        let installation = try Installation(folder.url, clock: clock, syncFailed: { _ in })
        for sample in Sample.allCases { try await sample.play(into: installation) }
        return Browser(installation, folder)
    }

    /// Every desk with other duties, and nobody's.
    static func seats(_ name: String, _ browser: Browser) throws -> [Browser] {
        let project = try browser.site.installation.desk(name).published.project
        let today = browser.site.installation.clock.today()
        var known: Set<String> = []
        let persons = project.persons.map(\.id).filter { person in
            let duties = project.duties(of: person, on: today).map { "\($0.sort) \($0.partner?.number ?? 0)" }
            return known.insert(duties.sorted().joined(separator: ", ")).inserted
        }
        return [browser] + persons.map { browser.at("\(name)/\($0.number)") }
    }

    /// Where the links of a page itself lead on this site.
    static func links(_ page: String) throws -> [String] {
        let main = String(try GoldenPage.parts(page).main)
        let all = main.matches(of: #/href="(\/[^"#]*)/#).map { PageForm.decoded($0.1) }
        return Array(Set(all)).sorted()
    }

    /// The same, with three of those that lead to pages of records of one kind: acts are all there.
    static func ways(_ page: String) throws -> [String] {
        var known: [String: Int] = [:]
        return try links(page).filter { link in
            guard link.split(separator: "/").count == 4, Int(link.split(separator: "/")[3]) != nil else { return true }
            let kind = String(link.split(separator: "/")[2])
            known[kind, default: 0] += 1
            return known[kind, default: 0] <= 3
        }
    }

    @Test func `every line of home leads to a page that its reader may open, for each desk and for who only looks`()
        async throws
    {
        var opened = 0
        for browser in [try await Self.running.value, try await Browser.samples.value] {
            for name in ["green-harbours", "inno-industry"] {
                for seat in try Self.seats(name, browser) {
                    var home = try await seat.get("/projects/\(name)")
                    #expect(home.status == 200)
                    let links = try Self.ways(home.text)
                    #expect(links.count > 10, "\(name) \(seat.cookies)")
                    for link in links where !link.contains("day-of=") {
                        home = try await seat.get(link)
                        opened += 1
                        #expect(home.status == 200, "\(name) \(seat.cookies): \(link)")
                        #expect(!home.text.contains("<h1>This cannot be done now"), "\(seat.cookies): \(link)")
                    }
                }
            }
        }
        #expect(opened > 600)
    }

    @Test func `each count on top is the number of lines in the list that it leads to`() async throws {
        var counted = 0
        let browser = try await Self.running.value
        for name in ["green-harbours", "inno-industry"] {
            for seat in try Self.seats(name, browser) {
                let home = try await seat.get("/projects/\(name)").text
                for sum in home.matches(of: #/href="([^"]*waiting[^"]*)"><b>([\d,]+)<\/b>/#) {
                    let list = PageForm.decoded(sum.1)
                    let json = try #require(try await seat.get(list + "&as=json").json)
                    #expect(json["count"]?.whole == Int(sum.2), "\(seat.cookies) \(list)")
                    #expect(json["needs"]?.list?.count == Int(sum.2), "\(list)")
                    let page = try await seat.get(list).text
                    #expect(page.components(separatedBy: "<tr><td class=\"due").count - 1 == Int(sum.2), "\(list)")
                    counted += 1
                }
            }
        }
        #expect(counted > 20)
    }

    @Test func `all that waits can be reached from home: it stands there, or in a list that home leads to`()
        async throws
    {
        for browser in [try await Self.running.value, try await Browser.samples.value] {
            for name in ["green-harbours", "inno-industry"] {
                let project = try browser.site.installation.desk(name).published.project
                for seat in try Self.seats(name, browser) {
                    let home = try await seat.get("/projects/\(name)")
                    guard home.text.contains("/waiting") else { continue }
                    var reached: Set<String> = []
                    for link in try Self.links(home.text) where link.contains("/waiting") {
                        let separator = link.contains("?") ? "&" : "?"
                        let needs = try await seat.get("\(link)\(separator)as=json").json?["needs"]?.list ?? []
                        reached.formUnion(needs.compactMap { $0["name"]?.text })
                    }
                    let all = try await seat.get("/projects/\(name)?as=json").json?["needs"]?.list ?? []
                    #expect(
                        all.count == all.filter { reached.contains($0["name"]?.text ?? "") }.count, "\(seat.cookies)")
                    let isOfLeadPartner = HomeTests.side(seat, project) == .lead
                    let today = browser.site.installation.clock.today()
                    if isOfLeadPartner { #expect(reached == Set(project.needs(on: today).map(\.name))) }
                }
            }
        }
    }

    private static func side(_ browser: Browser, _ project: Project) -> HomeSide {
        let person = browser.cookies.first?.split(separator: "/").last.flatMap { Int($0) }
        let today = browser.site.installation.clock.today()
        let duties = person.map { project.duties(of: Key($0), on: today) } ?? []
        return duties.contains(where: \.sort.isOfLeadPartner) ? .lead : .looking
    }

    @Test func `a letter to a partner says what is late in plain sentences, and home holds nobody's address`()
        async throws
    {
        let browser = try await Self.running.value
        let home = try await browser.coordinating("green-harbours").get("/projects/green-harbours").text
        let letters = home.matches(of: #/href="(mailto:[^"]*)"/#).map { PageForm.decoded($0.1) }
        #expect(letters.count > 2)
        let fourth = try #require(letters.first { $0.contains("Ieva") }?.removingPercentEncoding)
        #expect(fourth.hasPrefix("mailto:?subject=Green Harbours"))
        #expect(fourth.contains("Dear Ieva Bērziņa,\r\n\r\n"))
        #expect(fourth.contains("- “Partner report to the controller” was due on 14 September 2025"))
        // What is asked of the partner is said to it, not about it.
        #expect(fourth.contains("Your answer to “Will the Latvian plan be endorsed before the end?”"))
        #expect(letters.allSatisfy { $0.utf8.count < 2_000 })
        let project = try browser.site.installation.desk("green-harbours").published.project
        let addresses = project.contacts.compactMap(\.mail?.text)
        #expect(!addresses.isEmpty)
        for seat in try Self.seats("green-harbours", browser) {
            let text = try await seat.get("/projects/green-harbours").text.removingPercentEncoding ?? ""
            #expect(!addresses.contains { text.contains($0) }, "\(seat.cookies)")
        }
    }

    @Test func `a partner's home is its own, and who only looks sees the project and nothing to do`() async throws {
        let browser = try await Self.running.value
        let project = try browser.site.installation.desk("green-harbours").published.project
        let own = try await browser.at("green-harbours/4").get("/projects/green-harbours?as=json").json
        #expect(own?["needs"]?.list?.isEmpty == false)
        #expect(own?["needs"]?.list?.allSatisfy { $0["partner"]?.whole == 2 } == true)
        let home = try await browser.at("green-harbours/4").get("/projects/green-harbours").text
        #expect(!home.contains("mailto:"))
        for name in ["green-harbours", "inno-industry"] {
            let page = String(try GoldenPage.parts(try await browser.get("/projects/\(name)").text).main)
            #expect(!page.contains("/waiting") && !page.contains("<form") && !page.contains("class=\"act\""))
            for partner in try browser.site.installation.desk(name).published.project.partners {
                #expect(page.contains(">\(partner.name)</a>"), "\(partner.name)")
            }
            #expect(page.contains("class=\"out\""))
        }
        #expect(project.identification.map { home.contains($0.acronym) } == true)
    }

    @Test func `the same duty of many partners is one line, which opens`() async throws {
        let browser = try await Browser.begun()
        let poster: JSON = [
            "title": "Poster", "sort": "publicity", "origin": "programme", "everyPartner": true,
            "rule": ["form": "onDay", "day": "2025-05-20"],
        ]
        #expect(try await browser.sendJSON("/projects/green-harbours/obligations", poster).status == 200)
        let home = try await browser.get("/projects/green-harbours").text
        let folded = home.matches(of: #/<summary>5 partners<\/summary><ul class="plain">(.*?)<\/ul>/#)
        #expect(folded.count == 1)
        #expect(folded.first?.1.components(separatedBy: "fulfil-obligation?").count == 6)
        // Its own stands with who looks, once.
        #expect(home.components(separatedBy: ">Poster</a>").count == 3)
    }

    @Test func `home tells what others entered lately, and not what its reader did`() async throws {
        let browser = try await Browser.begun()
        let lesson: JSON = ["title": "Own lesson", "outcome": "worked"]
        #expect(try await browser.sendJSON("/projects/green-harbours/lessons", lesson).status == 200)
        func since(_ seat: String) async throws -> String {
            let home = try await browser.at(seat).get("/projects/green-harbours").text
            let section = home.firstMatch(of: #/<section class="since">(.*?)<\/section>/#.dotMatchesNewlines())
            return section.map { String($0.1) } ?? ""
        }
        #expect(try await !since("green-harbours/1").contains("Own lesson"))
        let person: JSON = ["name": "Jörg Lüdemann", "partner": 2]
        #expect(try await browser.sendJSON("/projects/green-harbours/persons", person).status == 200)
        let duty: JSON = ["person": 2, "sort": "partnerManager", "partner": 2]
        #expect(try await browser.sendJSON("/projects/green-harbours/duties", duty).status == 200)
        #expect(try await since("green-harbours/2").contains("Own lesson"))
        #expect(try await since("green-harbours/99") == "")
    }
}
