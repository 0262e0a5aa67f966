import Cast
import Desk
import Domain
import Foundation
import HTTPTypes
import Synchronization
import Testing
import Trail

@testable import Web

@Suite struct GateTests {
    /// What a browser says of a request that another site made.
    private static func foreign(_ mode: String, _ dest: String) -> [(String, String)] {
        [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)]
    }

    @Test(arguments: [
        ("no-cors", "image"), ("no-cors", "script"), ("navigate", "iframe"), ("navigate", "frame"), ("cors", "empty"),
        ("no-cors", "style"), ("same-origin", "empty"),
    ])
    func `another site shows nothing of ours as image, script or frame`(mode: String, dest: String) async throws {
        let browser = try await Browser.samples.value
        for path in [
            "/", "/projects/inno-industry/trail?until=-9223372036854775808", "/assets/grozd.js", "/no-such-page",
        ] {
            let answer = try await browser.ask(.get, path, headers: Self.foreign(mode, dest))
            #expect(answer.status == 403, "\(path)")
            #expect(!answer.text.contains("INNO INDUSTRY"))
        }
        #expect(try await browser.ask(.head, "/projects", headers: Self.foreign(mode, dest)).status == 403)
        let near = [("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)]
        #expect(try await browser.ask(.get, "/projects", headers: near).status == 403)
        let own = [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)]
        #expect(try await browser.ask(.get, "/projects", headers: own).status == 200)
    }

    @Test func `a page that somebody opens from elsewhere is answered, and so is a calendar`() async throws {
        let browser = try await Browser.samples.value
        #expect(try await browser.ask(.get, "/projects", headers: Self.foreign("navigate", "document")).status == 200)
        let calendar = "/projects/inno-industry/events.ics"
        #expect(try await browser.ask(.get, calendar, headers: Self.foreign("cors", "empty")).status == 200)
        #expect(try await browser.get("/projects").status == 200)
        #expect(try await browser.ask(.get, "/projects", headers: [("Sec-Fetch-Site", "none")]).status == 200)
    }

    @Test(arguments: [
        "trail?until=-9223372036854775808", "trail?until=99999999999999999999", "trail/-9223372036854775808", "trail/0",
        "trail/9223372036854775807", "trail/diff?from=-1&to=9223372036854775807", "events?page=-9223372036854775808",
        "events?page=9223372036854775807", "events/-9223372036854775808", "events/9223372036854775808",
        "?as-known=-9223372036854775808", "?as-known=9223372036854775807", "?as-of=9999-12-31", "?as-of=0001-01-01",
        "calendar?from=9999-12-31&weeks=-1", "calendar?from=0001-01-01&weeks=52", "week?partner=-9223372036854775808",
        "events.ics?event=-9223372036854775808", "timeline?as-of=9999-12-31", "gantt?as-of=0001-01-01",
        "results?as-of=9999-12-31", "attendance/1/certificates?attendance=-9223372036854775808",
        "events/new?series=-9223372036854775808", "partners-on-a-day?day=9999-12-31", "search?q=%FF%00",
    ])
    func `no number in an address ends the server or makes a fault`(path: String) async throws {
        for seat in ["", "inno-industry/1", "inno-industry/-9223372036854775808", "inno-industry/99999999999999999999"]
        {
            let answer = try await Browser.samples.value.at(seat).get(
                "/projects/inno-industry" + (path.hasPrefix("?") ? path : "/" + path))
            #expect([200, 303, 403, 404].contains(answer.status), "\(answer.status)")
        }
    }

    @Test func `a form with a row before the first, or beyond the last, is refused with a sentence`() async throws {
        let browser = try await Browser.begun()
        for row in ["-1", "-9223372036854775808", "1000", "99999999999999999999"] {
            let answer = try await browser.send(
                "/projects", [("name", "small"), ("acronym", "SMALL"), ("partners.\(row).name", "Kranj")])
            #expect(answer.status == 400)
            #expect(answer.text.contains("A row of the form is not one that a list can have"))
        }
    }

    @Test func `a part without header lines is refused with a sentence, for visitors too`() async throws {
        let browser = try await Browser.begun().at("")
        for path in ["/projects", "/desk", "/projects/green-harbours/events"] {
            let answer = try await browser.ask(
                .post, path, headers: [("Content-Type", "multipart/form-data; boundary=grape")],
                body: Array("--grape\r\n\r\nx\r\n--grape--\r\n".utf8))
            #expect(answer.status == 400)
            #expect(answer.text.contains("did not arrive whole"))
        }
    }

    @Test func `a field that nobody asked is named, and nothing is added`() async throws {
        let browser = try await Browser.begun()
        let fields = [("title", "Risk"), ("likelihood", "low"), ("impact", "low"), ("status", "open")]
        let answer = try await browser.send("/projects/green-harbours/risks", fields + [("tilte", "Typo")])
        #expect(answer.status == 422)
        #expect(answer.text.contains("There is no field “tilte” here"))
        #expect(browser.site.installation.desk(named: "green-harbours").risks.isEmpty)
    }

    @Test func `twenty thousand fields and a thousand rows cost little more than their bytes`() async throws {
        let browser = try await Browser.begun()
        let rows = (0..<1_000).map { "partners.\($0).name=Kranj&partners.\($0).country=SI" }
        let unknown = (0..<7_000).map { "unknown\($0)=1" }
        let clock = ContinuousClock()
        func post(_ fields: [String]) async throws -> (status: Int, time: Duration) {
            let start = clock.now
            let answer = try await browser.ask(
                .post, "/projects", headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array(fields.joined(separator: "&").utf8))
            return (answer.status, start.duration(to: clock.now))
        }
        let many = try await post(rows + unknown)
        #expect(many.status == 422 && many.time < .seconds(5))
        let more = try await post(rows + unknown + (0..<20_000).map { "more\($0)=1" })
        #expect(more.status == 400 && more.time < .seconds(5))
    }

    @Test func `a visitor may send a record, not a file of sixty megabytes`() async throws {
        let browser = try await Browser.begun().at("")
        let large = Array("a=".utf8) + Array(repeating: UInt8(ascii: "x"), count: 3 << 20)
        let answer = try await browser.ask(
            .post, "/projects", headers: [("Content-Type", "application/x-www-form-urlencoded")], body: large)
        #expect(answer.status == 413)
        #expect(answer.text.contains("2 megabytes at most"))
    }

    /// Records as an earlier version took them: each page shows them, and the server goes on.
    @Test(.timeLimit(.minutes(5))) func `every page bears what can be read`() async throws {
        let first = try await Browser.begun()
        let store = first.site.installation.store
        let head = try store.head(of: "green-harbours")
        let entry = Entry(
            try Draft.of(Extremes.changes(of: 4)), in: "green-harbours", number: head.entry + 1, after: head.hash,
            moment: .friday,
            person: nil, verb: "batch")
        try store.append([Append(entry)])
        try store.close()
        let installation = try Installation(first.folder.url, clock: Clock(at: .friday), syncFailed: { _ in })
        let browser = Browser(installation, first.folder).at("green-harbours/1")
        let home = "/projects/green-harbours"
        var paths = View.all.map { "\(home)/\($0.name)" } + Room.allCases.map { "\(home)/rooms/\($0.rawValue)" }
        paths += [
            "", "/trail", "/trail/2", "/trail/diff?from=1&to=2", "/results", "/press", "/press?basis=evidenced",
            "/calendar?weeks=0&state=all",
            "/calendar.ics", "/events.ics", "/timeline", "/gantt", "/search?q=img", "/attendance/1",
            "/attendance/2/sheet",
            "/survey/1", "/?as-of=0001-01-01", "/?as-of=9999-12-31", "/results?as-of=9999-12-31",
        ].map { home + $0 }
        for kind in Kind.listed {
            paths += ["", "?as=csv", "?as=json", "?sort=name"].map { "\(home)/\(kind.plural)\($0)" }
            paths += (1...4).flatMap { ["\(home)/\(kind.plural)/\($0)", "\(home)/\(kind.plural)/\($0)/change"] }
        }
        for figure in installation.desk(named: "green-harbours").figures {
            if let name = figure.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) {
                paths.append("\(home)/results/\(name)")
            }
        }
        for path in paths {
            let answer = try await browser.get(path)
            #expect([200, 303, 403, 404].contains(answer.status), "\(path): \(answer.status)")
        }
    }
}

extension Installation {
    fileprivate func desk(named name: String) -> Project {
        (try? desk(name).published.project) ?? Project(name: name)
    }
}

@Suite struct LimitsTests {
    private let start = ContinuousClock.now

    @Test func `a hall of two hundred people registers in ten minutes, and a machine does not`() {
        let limits = Limits(Limits.Settings(perMinute: Limits.Settings.usual))
        // Each opens the page, sends it, and reads the answer: all within the first two minutes.
        for person in 0..<200 {
            for step in 0..<5 {
                let now = start.advanced(by: .milliseconds(600 * person + step))
                #expect(limits.enter("hall", now: now) == nil)
                limits.left("hall")
            }
        }
        let later = start.advanced(by: .seconds(600))
        let answers = (0..<2_000).map { _ -> Int? in
            defer { limits.left("machine") }
            return limits.enter("machine", now: later)
        }
        #expect(answers.prefix(1_200).allSatisfy { $0 == nil })
        #expect(answers.dropFirst(1_200).allSatisfy { $0 == 1 })
        #expect(limits.enter("hall", now: later) == nil)
        #expect(limits.enter("machine", now: later.advanced(by: .seconds(1))) == nil)
    }

    @Test func `one address has so many answered at the same time`() {
        let limits = Limits(Limits.Settings(perMinute: 1_000, atOnce: 3))
        #expect((0..<4).map { _ in limits.enter("a", now: start) } == [nil, nil, nil, 1])
        #expect(limits.enter("b", now: start) == nil)
        limits.left("a")
        #expect(limits.enter("a", now: start) == nil)
    }

    @Test func `without a setting and without a proxy there is no limit`() {
        #expect(Limits.Settings().perMinute == nil)
        #expect(Limits.Settings(proxy: "127.0.0.1").perMinute == 1_200)
        let limits = Limits()
        #expect((0..<10_000).allSatisfy { _ in limits.enter("bench", now: start) == nil })
    }

    @Test func `only the configured proxy says where a request comes from, by its last word`() {
        let limits = Limits(Limits.Settings(proxy: "127.0.0.1"))
        #expect(limits.address(of: "127.0.0.1", forwarded: "1.2.3.4, 193.2.1.66") == "193.2.1.66")
        #expect(limits.address(of: "127.0.0.1", forwarded: nil) == "127.0.0.1")
        #expect(limits.address(of: "127.0.0.1", forwarded: "unknown") == "127.0.0.1")
        #expect(limits.address(of: "10.0.0.7", forwarded: "193.2.1.66") == "10.0.0.7")
        #expect(Limits().address(of: "127.0.0.1", forwarded: "193.2.1.66") == "127.0.0.1")
        // All of a house's long addresses are one.
        let house = limits.address(of: "127.0.0.1", forwarded: "2001:db8::1")
        #expect(limits.address(of: "127.0.0.1", forwarded: "2001:db8::ffff:1") == house)
        #expect(limits.address(of: "127.0.0.1", forwarded: "2001:db8:0:1::1") != house)
    }

    @Test func `however many addresses there are, what is kept of them ends`() {
        let limits = Limits(Limits.Settings(perMinute: 60))
        for number in 0..<25_000 {
            #expect(limits.enter("\(number)", now: start) == nil)
            limits.left("\(number)")
        }
        #expect(limits.count <= Limits.mostAddresses + 1)
    }

    @Test func `who is over it gets a page in the language, and when to come again`() async throws {
        let samples = try await Browser.samples.value
        let site = Site(samples.site.installation, limits: Limits.Settings(perMinute: 2))
        var visitor = Browser(site, samples.folder)
        visitor.language = "sl"
        #expect(try await visitor.get("/projects").status == 200)
        #expect(try await visitor.get("/projects").status == 200)
        let answer = try await visitor.get("/projects")
        #expect(answer.status == 429)
        #expect(answer.headers[.retryAfter] == "30")
        #expect(answer.text.contains("Počakajte 30 s"))
        #expect(try await visitor.at("inno-industry/1").get("/projects").status == 200)
    }
}

@Suite struct ConnectionsTests {
    /// Who was told to end, in order.
    private final class Ended: Sendable {
        private let numbers = Mutex<[String]>([])
        var all: [String] { numbers.withLock { $0 } }
        func callAsFunction(_ name: String) { numbers.withLock { $0.append(name) } }
    }

    private let ended = Ended()

    private func connections(_ ofOneAddress: Int, _ all: Int = 1_000, proxy: String? = nil) -> Connections {
        var settings = Limits.Settings(connections: ofOneAddress, proxy: proxy)
        settings.connections = all
        return Connections(Limits(settings))
    }

    private func open(_ name: String, _ address: String, _ connections: Connections) -> Int {
        connections.opened(from: address) { [ended] in ended(name) }
    }

    @Test func `one connection too many ends the one of its address that has waited longest`() {
        let connections = connections(3)
        _ = open("other", "127.0.0.2", connections)
        let numbers = ["a", "b", "c"].map { open($0, "127.0.0.1", connections) }
        #expect(ended.all == [])
        // What is being answered stays; what was answered waits from then on.
        connections.asked(numbers[0])
        connections.asked(numbers[1])
        connections.answered(numbers[1])
        _ = open("d", "127.0.0.1", connections)
        #expect(ended.all == ["c"])
        _ = open("e", "127.0.0.1", connections)
        #expect(ended.all == ["c", "b"])
        #expect(connections.count == 4)
    }

    @Test func `where every connection is being answered, the new one ends`() {
        let connections = connections(2)
        for name in ["a", "b"] { connections.asked(open(name, "127.0.0.1", connections)) }
        let late = open("late", "127.0.0.1", connections)
        #expect(ended.all == ["late"])
        // What it still says of itself changes nothing.
        connections.asked(late)
        connections.answered(late)
        connections.closed(late)
        #expect(connections.count == 2)
    }

    @Test func `too many in all end the one that has waited longest, of whatever address`() {
        let connections = connections(10, 3)
        for number in 1...5 { _ = open("\(number)", "127.0.0.\(number)", connections) }
        #expect(ended.all == ["1", "2"])
        #expect(connections.count == 3)
    }

    @Test func `what ended gives its place back, and the proxy has no limit of its own`() {
        let connections = connections(2, proxy: "127.0.0.9")
        for _ in 0..<10 { connections.closed(open("gone", "127.0.0.1", connections)) }
        for _ in 0..<10 { _ = open("proxied", "127.0.0.9", connections) }
        #expect(ended.all == [] && connections.count == 10)
    }

    @Test func `a process that may have few files open has fewer connections, and one address never all of them`() {
        let settings = Limits.Settings().within(1_024)
        #expect(settings.connections == 768 && settings.ofOneAddress == 384)
        #expect(Limits.Settings().within(4_096).connections == 2_000)
        #expect(Limits.Settings().within(4_096).ofOneAddress == 400)
        #expect(Limits.Settings(connections: 5).within(4_096).ofOneAddress == 5)
    }
}
