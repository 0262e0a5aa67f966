import Cast
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Samples
import Testing
import Trail

@testable import Desk
@testable import Web

/// Asks a site as a browser would, without sockets.
struct Browser: Sendable {
    let site: Site
    let responder: any HTTPResponder<Visit>
    let folder: Temporary
    var cookies: [String] = []
    var language = "en"

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]
        var text: String { String(decoding: bytes, as: UTF8.self) }
        var json: JSON? { try? JSON(reading: bytes) }
        var location: String? { headers[.location] }
    }

    struct Bytes: ResponseBodyWriter {
        let keep: @Sendable (ByteBuffer) -> Void
        mutating func write(_ buffer: ByteBuffer) async throws { keep(buffer) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    init(_ installation: Installation, _ folder: Temporary) { self.init(Site(installation), folder) }

    init(_ site: Site, _ folder: Temporary) {
        self.site = site
        responder = site.router().buildResponder()
        self.folder = folder
    }

    /// Today, in the samples.
    static let day = Day(2026, 11, 23)!

    /// Both samples, in one folder for all tests that only read.
    static let samples = Task { try await bothSamples() }

    static func bothSamples() async throws -> Browser {
        let folder = Temporary()
        let clock = Clock(at: Moment(milliseconds: Int64(day.count) * 86_400_000 + 43_200_000, day: day))
        let installation = try Installation(folder.url, clock: clock, syncFailed: { _ in })
        for sample in Sample.allCases { try await sample.play(into: installation) }
        return Browser(installation, folder)
    }

    /// Green Harbours as it begins, in a folder of its own, at the coordinator's desk.
    static func begun(_ readings: (any Trail.Readings)? = nil, at moment: Moment = .friday) async throws -> Browser {
        let folder = Temporary()
        let installation = try Installation(
            folder.url, clock: Clock(at: .friday), mounts: "", readings: readings, syncFailed: { _ in })
        _ = try await installation.begin("green-harbours", GreenHarbours.begun, at: moment)
        return Browser(installation, folder).at("green-harbours/1")
    }

    func at(_ seat: String) -> Browser {
        var browser = self
        browser.cookies = ["grozd-desk=\(seat)"]
        return browser
    }

    /// At the desk of who coordinates a sample today.
    func coordinating(_ project: String) throws -> Browser {
        let now = try site.installation.desk(project).published.project
        let duties = now.duties.filter { $0.sort == .coordinator && $0.isHeld(on: Browser.day) }
        return at("\(project)/\(try #require(duties.first).person.number)")
    }

    func ask(_ method: HTTPRequest.Method = .get, _ path: String, headers: [(String, String)] = [], body: [UInt8] = [])
        async throws -> Answer
    {
        var fields = HTTPFields()
        for (name, value) in headers { fields.append(HTTPField(name: HTTPField.Name(name)!, value: value)) }
        if !cookies.isEmpty { fields.append(HTTPField(name: .cookie, value: cookies.joined(separator: "; "))) }
        fields.append(HTTPField(name: .acceptLanguage, value: language))
        let request = Request(
            head: HTTPRequest(
                method: method, scheme: "http", authority: "127.0.0.1:8080", path: path, headerFields: fields),
            body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let context = Visit(
            source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: Logger(label: "test")))
        let response = try await responder.respond(to: request, context: context)
        let box = Collected()
        try await response.body.write(Bytes { box.add($0) })
        return Answer(status: response.status.code, headers: response.headers, bytes: box.bytes)
    }

    private final class Collected: @unchecked Sendable {
        private let lock = NSLock()
        private var all: [UInt8] = []
        func add(_ buffer: ByteBuffer) { lock.withLock { all += Array(buffer.readableBytesView) } }
        var bytes: [UInt8] { lock.withLock { all } }
    }

    func get(_ path: String, accept: String? = nil) async throws -> Answer {
        try await ask(.get, path, headers: accept.map { [("Accept", $0)] } ?? [])
    }

    /// Sends fields as a page's form does, in parts.
    func send(_ path: String, _ fields: [(String, String)], accept: String? = nil) async throws -> Answer {
        var body = ""
        for (name, value) in fields {
            body += "--grape\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        body +=
            "--grape\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--grape--\r\n"
        return try await ask(
            .post, path,
            headers: [("Content-Type", "multipart/form-data; boundary=grape")]
                + (accept.map { [("Accept", $0)] } ?? []), body: Array(body.utf8))
    }

    func sendJSON(_ path: String, _ json: JSON) async throws -> Answer {
        try await ask(
            .post, path, headers: [("Content-Type", "application/json"), ("Accept", "application/json")],
            body: json.bytes)
    }
}

/// The forms of a page, and what a browser sends when nobody has touched them.
struct PageForm {
    let action: String
    let fields: [(String, String)]

    /// The form that is sent to an address of records.
    init?(_ html: String, action wanted: String) {
        guard
            let form = html.matches(
                of: #/<form method="post" action="([^"]*)"[^>]*>(.*?)<\/form>/#.dotMatchesNewlines()
            ).first(where: { $0.1 == wanted })
        else { return nil }
        action = String(form.1)
        var fields: [(String, String)] = []
        let controls = #/<input([^>]*)>|<textarea([^>]*)>(.*?)<\/textarea>|<select([^>]*)>(.*?)<\/select>/#
            .dotMatchesNewlines()
        for match in form.2.matches(of: controls) {
            if let input = match.1 {
                guard let name = PageForm.attribute("name", input) else { continue }
                let type = PageForm.attribute("type", input) ?? "text"
                if type == "file" || type == "submit" { continue }
                if type == "checkbox" || type == "radio", !PageForm.has("checked", input) { continue }
                fields.append((name, PageForm.attribute("value", input) ?? (type == "checkbox" ? "on" : "")))
            } else if let area = match.2, let content = match.3 {
                guard let name = PageForm.attribute("name", area) else { continue }
                let text = PageForm.decoded(content.hasPrefix("\n") ? content.dropFirst() : content)
                fields.append(
                    (
                        name,
                        text.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\n", with: "\r\n")
                    ))
            } else if let select = match.4, let content = match.5 {
                guard let name = PageForm.attribute("name", select) else { continue }
                let options = content.matches(of: #/<option([^>]*)>/#).map { $0.1 }
                var chosen = options.filter { PageForm.has("selected", $0) }
                if chosen.isEmpty, !PageForm.has("multiple", select), let first = options.first { chosen = [first] }
                for option in chosen { fields.append((name, PageForm.attribute("value", option) ?? "")) }
            }
        }
        self.fields = fields
    }

    private static func attribute(_ name: String, _ text: Substring) -> String? {
        text.firstMatch(of: try! Regex(" \(name)=\"([^\"]*)\"", as: (Substring, Substring).self)).map { decoded($0.1) }
    }

    private static func has(_ name: String, _ text: Substring) -> Bool {
        text.contains(try! Regex(" \(name)(?![\\w=-])"))
    }

    static func decoded(_ text: Substring) -> String {
        text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
            .replacingOccurrences(of: "&quot;", with: "\"")
            .replacingOccurrences(of: "&#39;", with: "'").replacingOccurrences(of: "&amp;", with: "&")
    }
}
