import Domain
import Foundation

/// The help pages of the rooms, as they lie in `docs/rooms/<language>/<room>.md`: the same files in the repository and in
/// the product.
public enum Help {
    /// The page of a room in that language, as it is written; nil where there is none.
    public static func text(of room: Room, language: String) -> String? {
        guard language.allSatisfy(\.isLetter),
            let file = Bundle.module.url(forResource: "\(language)/\(room.rawValue)", withExtension: "md")
        else { return nil }
        return try? String(contentsOf: file, encoding: .utf8)
    }
}
