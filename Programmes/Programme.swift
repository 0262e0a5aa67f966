import Domain
import Foundation

/// A programme by name, as `programmes.txt` lists them; what it demands comes with its rule pack.
public struct Programme: Sendable, Equatable {
    public let name: String
    /// How many months its reporting periods usually have.
    public let periodMonths: Int

    /// Those that are known, in the order of the file. A line that does not read is a mistake in the file and is refused by the tests.
    public static let known: [Programme] = {
        guard let file = Bundle.module.url(forResource: "programmes", withExtension: "txt"),
            let text = try? String(contentsOf: file, encoding: .utf8)
        else { return [] }
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { Programme(line: $0) }
    }()

    init?(line: Substring) {
        let parts = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count == 2, !parts[0].isEmpty, let months = Whole.reading(parts[1], within: 1...60) else {
            return nil
        }
        name = parts[0]
        periodMonths = months
    }
}
