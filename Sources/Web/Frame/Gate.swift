import Desk
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes
import Words

/// A request with where it comes from.
public struct Visit: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// The address of the other end of the connection, which may be a proxy's.
    let remote: String?

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remote = source.channel.remoteAddress?.ipAddress
    }
}

/// Whether a request is answered at all, before anything is read for it.
struct Gate: RouterMiddleware {
    let site: Site

    func handle(
        _ request: Request, context: Visit, next: (Request, Visit) async throws -> Response
    ) async throws -> Response {
        if isBorrowed(request) {
            // Nobody reads it, so it is no page.
            let text = Ask(site, request, context).words("refusal.foreignPage")
            return Response(
                status: .forbidden, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
                body: .init(byteBuffer: ByteBuffer(string: text + "\n")))
        }
        guard site.limits.settings.perMinute != nil, Ask(site, request, context).seat == .visitor else {
            return try await next(request, context)
        }
        let address = site.limits.address(of: context.remote, forwarded: request.headers[.forwardedFor])
        if let seconds = site.limits.enter(address) {
            let refusal = Refusal("tooOften", [.init("seconds", .whole(seconds))])
            var response = refuse(refusal, 429, request, context)
            response.headers[.retryAfter] = String(seconds)
            return response
        }
        defer { site.limits.left(address) }
        return try await next(request, context)
    }

    /// Another site shows what is ours as if it were its own, or spends our time: an image, a script, a frame. A page that
    /// somebody opens is none, and no calendar. Browsers say so themselves; what says nothing is no browser's.
    private func isBorrowed(_ request: Request) -> Bool {
        guard request.method == .get || request.method == .head, let site = request.headers[.secFetchSite],
            site != "same-origin", site != "none", !request.uri.path.hasSuffix(".ics")
        else { return false }
        return request.headers[.secFetchMode] != "navigate"
            || request.headers[.secFetchDest] ?? "document" != "document"
    }

    private func refuse(_ refusal: Refusal, _ status: Int, _ request: Request, _ context: Visit) -> Response {
        let ask = Ask(site, request, context)
        return site.respond(.page(RefusalPage(refusal, ask), status: status), ask, request)
    }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let secFetchMode = HTTPField.Name("Sec-Fetch-Mode")!
    static let secFetchDest = HTTPField.Name("Sec-Fetch-Dest")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
}
