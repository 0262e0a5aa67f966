import Desk
import Domain
import Files
import Foundation
import HTTPTypes
import Help
import Hummingbird
import Logging
import NIOCore
import Trail
import Words

/// The web of an installation: every address, and what answers there.
public struct Site: Sendable {
    public let installation: Installation
    let limits: Limits
    /// Where people reach it, for links in calendars and letters; as they asked for it where nothing is said.
    let publicAddress: WebAddress?
    private let receiving = Receiving()
    let search = Search()
    let pointers = Pointers()
    let histories = Kept<[RecordPage.Version]>()
    let lists = Kept<PreparedList>(most: 200)
    let views = SavedViews.Known()
    let markup = Kept<HTML>()
    let names = Kept<NamesOfPersons>()
    let namesEver = NamesEver()
    let plans = Kept<GanttPage.Plan>()
    let charts = Kept<HTML>()
    let logger = Logger(label: "grozd.web")
    /// Changes with every start, so that pages of an older program are not taken for current.
    let build = UUID().uuidString.prefix(8)

    public init(
        _ installation: Installation, limits: Limits.Settings = Limits.Settings(), publicAddress: WebAddress? = nil
    ) {
        self.installation = installation
        self.publicAddress = publicAddress
        self.limits = Limits(limits)
    }

    typealias Answer = @Sendable (Ask, Form?) async throws -> Reply

    enum Method: Sendable { case get, post }

    struct Route: Sendable {
        let method: Method
        let pattern: String
        /// Of a form that is not shown again as it was typed: what it asks. Others name what nobody asked themselves.
        var asks: Form.Asks?
        let answer: Answer
    }

    /// Every address, in one list. The order of rooms is that of the menu.
    static let routes: [Route] =
        [ProjectsPages.routes, DeskPages.routes, HomePage.routes, TimelinePage.routes, SearchPage.routes].flatMap { $0 }
        + RoomPart.all.flatMap(\.routes)
        + [
            RulesPages.routes, ImportPages.routes, HelpPages.routes, TrailPages.routes, DocumentPages.routes,
            RecordPages.routes,
        ].flatMap { $0 }

    public func router() -> Router<Visit> {
        let router = Router(context: Visit.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Noted(logger: logger))
        // Before the addresses, for it guards those that come after it.
        router.add(middleware: Gate(site: self))
        for route in Site.routes {
            router.on(RouterPath(route.pattern), method: route.method == .get ? .get : .post) { request, context in
                await self.answer(request, context, route)
            }
        }
        router.get("/assets/grozd.css") { request, _ in Site.asset("grozd.css", "text/css; charset=utf-8") }
        router.get("/assets/grozd.js") { request, _ in Site.asset("grozd.js", "text/javascript; charset=utf-8") }
        router.get("/empty") { _, _ in Response(status: .ok) }
        router.add(middleware: NotFound(site: self))
        return router
    }

    /// Serves on this machine only, until the task is cancelled: there are no accounts yet.
    public func serve(port: Int, ready: @escaping @Sendable (Int) async -> Void) async throws {
        // What pages are made of is read before the first one, as words are: a shortage of file handles later breaks none.
        _ = (Site.assets, Help.text(of: .partnership, language: "en"))
        let connections = Connections(limits)
        let application = Application(
            router: router(),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [Patience(connections)], idleTimeout: Patience.idle)),
            // `Connections` ends what is one too many; where every one is being answered, the next waits at the door.
            configuration: .init(
                address: .hostname("127.0.0.1", port: port), serverName: "Grozd",
                availableConnectionsDelegate: .maximum(limits.settings.connections + 8, logger: quiet)),
            onServerRunning: { channel in await ready(channel.localAddress?.port ?? port) }, logger: quiet)
        try await application.runService()
    }

    private var quiet: Logger {
        var logger = Logger(label: "grozd.server")
        logger.logLevel = .warning
        return logger
    }

    static let assets: [String: [UInt8]] = Dictionary(
        uniqueKeysWithValues: ["grozd.css", "grozd.js"].map { name in
            (
                name,
                (Bundle.module.url(forResource: "assets/\(name)", withExtension: nil)).flatMap {
                    try? Data(contentsOf: $0)
                }.map { Array($0) } ?? []
            )
        })

    private static func asset(_ name: String, _ type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-cache", .xContentTypeOptions: "nosniff"],
            body: .init(byteBuffer: ByteBuffer(bytes: assets[name] ?? [])))
    }

    func answer(_ request: Request, _ context: Visit, _ route: Route) async -> Response {
        let ask = Ask(self, request, context)
        var form: Form?
        do {
            try refuseForeign(request)
            let address = limits.address(of: context.remote, forwarded: request.headers[.forwardedFor])
            let held = receiving.begin(from: address)
            defer { withExtendedLifetime(held) {} }
            if route.method == .post {
                form = try await Form(request, mayBeLarge: isSeated(ask.seat), held, installation)
            }
            if let unknown = route.asks.flatMap({ form?.unknown(to: $0) }), !unknown.isEmpty {
                throw Refusal.blocked(by: unknown)
            }
            if let change = ask.changeOfDay { return respond(change, ask, request) }
            var reply = try await route.answer(ask, form)
            if let language = ask.query("lang"), Language(rawValue: language) != nil {
                reply.cookies.append("grozd-language=\(language); Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly")
            }
            return try noting(ask, respond(reply, ask, request))
        } catch {
            return respond(failure(error, ask, form), ask, request)
        }
    }

    /// Whether somebody sits at a desk that there is.
    private func isSeated(_ seat: Seat) -> Bool {
        guard case .person(let project, let key) = seat else { return seat == .steward }
        return (try? installation.desk(project).published.project.persons[key]) != nil
    }

    /// Where every answer passes that holds particulars of persons: who gets it is noted before it goes out, and it is kept by
    /// nobody. What cannot be noted does not go out.
    private func noting(_ ask: Ask, _ response: Response) throws -> Response {
        guard ask.readings.holdsAny, response.status != .seeOther else { return response }
        var response = response
        response.headers[.cacheControl] = "no-store"
        response.headers[.eTag] = nil
        guard ask.path.first == "projects", ask.path.count > 1, let person = ask.seat.person(in: ask.path[1]) else {
            return response
        }
        let what = ask.path.dropFirst(2).joined(separator: "/")
        try installation.note(
            reading: what, of: ask.path[1], by: person.number,
            at: try installation.desk(ask.path[1]).published.entry)
        return response
    }

    /// A form of another site does not act here, and no other name leads to this machine's own address.
    private func refuseForeign(_ request: Request) throws(Stop) {
        if let host = request.head.authority {
            let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
            guard ["127.0.0.1", "localhost", "[::1]"].contains(name) else { throw Stop(Refusal("foreignForm"), 403) }
        }
        guard request.method == .post else { return }
        if let site = request.headers[.secFetchSite] {
            guard site == "same-origin" || site == "none" else { throw Stop(Refusal("foreignForm"), 403) }
        } else if let origin = request.headers[.origin] {
            guard origin == "http://\(request.head.authority ?? "")" else { throw Stop(Refusal("foreignForm"), 403) }
        }
    }

    /// - Parameter form: what was typed; the page keeps it.
    func failure(_ error: any Error, _ ask: Ask, _ form: Form? = nil) -> Reply {
        switch error {
        case let stop as Stop: return .page(RefusalPage(stop.refusal, ask, form), status: stop.status)
        case let refusal as Refusal:
            let unknown = refusal.code.hasPrefix("unknown")
            return .page(RefusalPage(refusal, ask, form), status: unknown ? 404 : refusal.isOfPermission ? 403 : 422)
        case let flaw as Flaw where ask.path.first == "projects" && ask.path.count > 1:
            logger.error("\(ask.path[1]) is damaged at entry \(flaw.entry): \(flaw.what.rawValue)")
            return .page(RefusalPage(.damaged(ask.path[1], flaw), ask), status: 403)
        default:
            let identifier = String(UUID().uuidString.prefix(8))
            logger.error("fault \(identifier): \(error)")
            let refusal =
                "\(error)".contains("diskFull")
                ? Refusal("diskFull") : Refusal("fault", [.init("identifier", .text(identifier))])
            return .page(RefusalPage(refusal, ask, form), status: refusal.code == "diskFull" ? 507 : 500)
        }
    }

    func respond(_ reply: Reply, _ ask: Ask, _ request: Request) -> Response {
        var headers: HTTPFields = [
            .xContentTypeOptions: "nosniff", .cacheControl: "no-cache, private",
            .contentSecurityPolicy:
                "default-src 'self'; img-src 'self' data:; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            .referrerPolicy: "same-origin", .vary: "Accept, Accept-Language, Cookie",
        ]
        for cookie in reply.cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        if let tag = reply.tag {
            let whole =
                "\"\(build).\(tag).\(ask.words.language.rawValue).\(ask.today).\(ask.seat.cookie).\(ask.wants)\""
            headers[.eTag] = whole
            if EntityTag.has(whole, in: request.headers[values: .ifNoneMatch]) {
                return Response(status: .notModified, headers: headers)
            }
        }
        let status = HTTPResponse.Status(code: reply.status)
        switch reply.body {
        case .redirect(let path):
            headers[.location] = path.text
            return Response(status: .seeOther, headers: headers)
        case .bytes(let bytes, let type, let name):
            headers[.contentType] = type
            headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
            if let name { headers[.contentDisposition] = "attachment; filename*=UTF-8''\(Path.escaped(name))" }
            return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        case .page(let page):
            switch ask.wants {
            case .json:
                headers[.contentType] = "application/json; charset=utf-8"
                return Response(
                    status: status, headers: headers,
                    body: .init(byteBuffer: ByteBuffer(string: page.json.pretty() + "\n")))
            case .csv:
                if let table = page.table(ask.words) {
                    headers[.contentType] = "text/csv; charset=utf-8"
                    headers[.contentDisposition] = "attachment; filename=\"\(ask.path.last ?? "grozd").csv\""
                    return Response(
                        status: status, headers: headers,
                        body: .init(
                            byteBuffer: ByteBuffer(string: CSV.written(CSV.headed(table), for: ask.words.language))))
                }
                fallthrough
            case .page:
                headers[.contentType] = "text/html; charset=utf-8"
                return Response(
                    status: status, headers: headers,
                    body: .init(byteBuffer: ByteBuffer(bytes: Frame.page(page, ask).bytes)))
            }
        }
    }
}

/// An address that nothing answers gets a page that says so.
struct NotFound: RouterMiddleware {
    let site: Site
    func handle(
        _ request: Request, context: Visit, next: (Request, Visit) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch let error as HTTPError where error.status == .notFound {
            let ask = Ask(site, request, context)
            let page = site.respond(.page(RefusalPage(Refusal("unknownPage"), ask), status: 404), ask, request)
            return request.method == .head ? page.createHeadResponse() : page
        }
    }
}

extension Ask {
    init(_ site: Site, _ request: Request, _ context: Visit) {
        self.site = site
        base = site.publicAddress?.text ?? request.head.authority.map { "http://" + $0 } ?? ""
        method = request.method.rawValue
        path = request.uri.path.split(separator: "/").map {
            $0.utf8.contains(UInt8(ascii: "%")) ? $0.removingPercentEncoding ?? String($0) : String($0)
        }
        query = Sent.query(request.uri.query ?? "").map { ($0.name, $0.value) }
        let cookies = Ask.cookies(request)
        // Where another day is set, as in the demonstration, whoever wants to sees the machine's.
        let clock = site.installation.clock
        today = cookies["grozd-day"] == "machine" ? clock.now().day : clock.today()
        let chosen = query.first { $0.name == "lang" }?.value ?? cookies["grozd-language"]
        words = Words.of(chosen.flatMap { Language(rawValue: $0) } ?? Ask.language(request.headers[.acceptLanguage]))
        // One sits at one desk of each project; elsewhere one is who one was last.
        let seats = Seat.all(cookie: cookies["grozd-desk"] ?? "")
        self.seats = seats
        let own = path.first == "projects" && path.count > 1 ? path[1] : nil
        seat = own.flatMap { name in seats.first { $0.person(in: name) != nil } } ?? seats.first ?? .visitor
        let asked = query.first { $0.name == "as" }?.value
        let accept = request.headers[.accept] ?? ""
        wants =
            asked == "csv"
            ? .csv : asked == "json" || (asked == nil && accept.hasPrefix("application/json")) ? .json : .page
    }

    /// The same page again, on the day of the machine or on the day that is set for this desk.
    fileprivate var changeOfDay: Reply? {
        let clock = site.installation.clock
        guard method == "GET", let set = clock.set, set != clock.now().day, let day = query("day-of"),
            ["machine", "set"].contains(day)
        else { return nil }
        var reply = Reply.redirect(path(with: [("day-of", nil)]))
        reply.cookies.append("grozd-day=\(day); Path=/; SameSite=Lax; HttpOnly")
        return reply
    }

    private static func cookies(_ request: Request) -> [String: String] {
        var cookies: [String: String] = [:]
        for field in request.headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                if parts.count == 2 { cookies[parts[0].trimmingCharacters(in: .whitespaces)] = String(parts[1]) }
            }
        }
        return cookies
    }

    /// The first language of the browser's wishes that the product speaks.
    private static func language(_ wishes: String?) -> Language {
        for wish in (wishes ?? "").split(separator: ",") {
            let code = (wish.split(separator: ";").first ?? "").trimmingCharacters(in: .whitespaces).prefix(2)
                .lowercased()
            if let language = Language(rawValue: code) { return language }
        }
        return .en
    }

    /// The project of the address, in the state that is asked for; refused when this person may not read the room.
    func place(_ room: Room? = nil) throws -> Place {
        guard path.count >= 2 else { throw Stop(Refusal("unknownPage")) }
        let desk = try site.installation.desk(path[1])
        let published = desk.published
        var project = published.project
        var known: String?
        if let text = query("as-known") {
            guard let state = Known(text) else { throw Stop(Refusal("unknownDay", [.init("text", .text(text))])) }
            project = try site.installation.project(path[1], asKnown: state)
            known = text
            if project.entry == 0, published.project.entry > 0 { throw Stop(try notBegun(by: text, published)) }
        }
        var asOf: Day?
        if let text = query("as-of") {
            guard let day = Day(text) ?? words.readDay(text) else {
                throw Stop(Refusal("unknownDay", [.init("text", .text(text))]))
            }
            asOf = day
        }
        if let refusal = Permission.refusal(.reading(room ?? .partnership), by: seat, in: published.project, on: today)
        {
            throw Stop(refusal, 403)
        }
        return Place(
            name: path[1], project: project, published: published, hindrance: desk.hindrance, seat: seat, seats: seats,
            today: today,
            asKnown: known, asOf: asOf, installation: site.installation, readings: readings, markup: site.markup,
            names: site.names, ever: site.namesEver, base: base)
    }
}

extension Ask {
    /// That there was nothing yet, and since when there is.
    private func notBegun(by state: String, _ published: ProjectDesk.Published) throws -> Refusal {
        let headers = try site.installation.trails.readableHeaders(of: published.project.name, upTo: 1)
        return Refusal(
            "notBegunThen",
            [.init("state", .text(state))] + headers.prefix(1).map { .init("day", .day($0.header.moment.day)) })
    }
}

extension Seat {
    /// `inno-industry/3`, or nothing for a visitor.
    var cookie: String { if case .person(let project, let key) = self { "\(project)/\(key.number)" } else { "" } }

    /// The last one first, one of each project.
    static func all(cookie: String) -> [Seat] {
        cookie.split(separator: "+").prefix(most).map { Seat(cookie: String($0)) }.filter { $0 != .visitor }
    }

    /// What is kept when somebody sits down here; all are left where it is nobody's.
    func setting(among others: [Seat]) -> String {
        var seats: [Seat] = []
        if case .person(let project, _) = self {
            seats = [self] + others.filter { $0.person(in: project) == nil }
        }
        let kept = seats.prefix(Seat.most).map(\.cookie).joined(separator: "+")
        return "grozd-desk=\(kept); Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
    }

    private static let most = 20

    init(cookie: String) {
        let parts = cookie.split(separator: "/")
        if parts.count == 2, Project.isName(String(parts[0])), let number = Whole.key(parts[1]) {
            self = .person(String(parts[0]), Key(number))
        } else {
            self = .visitor
        }
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
}
