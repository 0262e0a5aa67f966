import Domain
import Hummingbird
import Logging

/// Every answer of consequence is in the log: what was forbidden, too large or too much, and what failed. Without anything
/// that somebody typed: of the address only the words of its pattern, the project, and numbers.
struct Noted: RouterMiddleware {
    let logger: Logger

    func handle(
        _ request: Request, context: Visit, next: (Request, Visit) async throws -> Response
    ) async throws -> Response {
        do {
            let response = try await next(request, context)
            note(response.status.code, request, context)
            return response
        } catch {
            note((error as? any HTTPResponseError)?.status.code ?? 500, request, context)
            throw error
        }
    }

    private func note(_ status: Int, _ request: Request, _ context: Visit) {
        guard [403, 413, 429].contains(status) || status >= 500 else { return }
        let address = Noted.address(request.uri.path, context.endpointPath ?? "")
        logger.log(level: status >= 500 ? .error : .warning, "\(status) \(request.method.rawValue) \(address)")
    }

    static func address(_ path: String, _ pattern: String) -> String {
        let given = path.split(separator: "/")
        let segments = pattern.split(separator: "/").enumerated().map { place, segment -> Substring in
            guard place < given.count, segment.hasPrefix(":") || segment.hasPrefix("{") else { return segment }
            let isNumber = given[place].utf8.count <= 16 && given[place].utf8.allSatisfy { (48...57).contains($0) }
            let isProject = segment.contains("project") && Project.isName(String(given[place]))
            return isNumber || isProject ? given[place] : "…"
        }
        return "/" + segments.joined(separator: "/")
    }
}
