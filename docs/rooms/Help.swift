import Domain
import Foundation

/// The help pages of the rooms, as they lie in `docs/rooms/<language>/<room>.md`: the same files in the repository and in
/// the product.
public enum Help {
    /// The page of a room in that language, as it is written; nil where there is none.
    public static func text(of room: Room, language: String) -> String? { pages["\(language)/\(room.rawValue)"] }

    /// All of them, read once: a server that is short of file handles later still has them.
    private static let pages: [String: String] = {
        var pages: [String: String] = [:]
        for language in ["en", "sl"] {
            for room in Room.allCases {
                let name = "\(language)/\(room.rawValue)"
                guard let file = Bundle.module.url(forResource: name, withExtension: "md") else { continue }
                pages[name] = try? String(contentsOf: file, encoding: .utf8)
            }
        }
        return pages
    }()
}
