import Domain
import Foundation

/// The texts of one language as its files hold them.
///
/// A line is `key = text`. Lines that begin with `#` are remarks. `\n` breaks a line, ` | ` parts the forms of a counted
/// noun, `{name}` is a place for a fact.
final class Book: Sendable {
    let language: Language
    let texts: [String: Text]
    let dates: Dates
    /// Lines that are none of the above, and keys that occur twice. Tests demand that there are none.
    let faults: [String]

    static func of(_ language: Language) -> Book {
        switch language {
        case .en: en
        case .sl: sl
        case .de: de
        case .lv: lv
        case .es: es
        case .pt: pt
        case .sv: sv
        case .sk: sk
        case .hu: hu
        case .ro: ro
        }
    }

    private static let en = Book(.en)
    private static let sl = Book(.sl)
    private static let de = Book(.de)
    private static let lv = Book(.lv)
    private static let es = Book(.es)
    private static let pt = Book(.pt)
    private static let sv = Book(.sv)
    private static let sk = Book(.sk)
    private static let hu = Book(.hu)
    private static let ro = Book(.ro)

    /// Where the files of a language are: in the resources that the build puts beside the executable.
    static func folder(of language: Language) -> URL {
        Bundle.module.bundleURL.appendingPathComponent("texts/\(language.rawValue)", isDirectory: true)
    }

    private init(_ language: Language) {
        var texts: [String: Text] = [:]
        var faults: [String] = []
        let folder = Book.folder(of: language)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names.sorted() where name.hasSuffix(".txt") {
            guard let content = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) else {
                faults.append("\(name): not UTF-8")
                continue
            }
            for (index, line) in content.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if line.isEmpty || line.hasPrefix("#") { continue }
                guard let (key, text) = Book.entry(line), texts[key] == nil else {
                    faults.append("\(name):\(index + 1): \(line)")
                    continue
                }
                texts[key] = text
            }
        }
        self.language = language
        self.texts = texts
        self.faults = faults
        dates = Dates(texts)
    }

    private static func entry(_ line: Substring) -> (String, Text)? {
        guard let mark = line.firstIndex(of: "=") else { return nil }
        let key = line[..<mark].trimmingCharacters(in: .whitespaces)
        let text = line[line.index(after: mark)...].trimmingCharacters(in: .whitespaces)
        guard !key.isEmpty, !text.isEmpty, !key.contains(" ") else { return nil }
        return (key, Text(text))
    }
}

/// What stands behind a key: one wording, or the forms of a counted noun.
struct Text: Sendable {
    let forms: [Wording]

    init(_ written: String) {
        forms = written.components(separatedBy: " | ").map { Wording($0.replacingOccurrences(of: "\\n", with: "\n")) }
    }

    /// The form with that number; the last one where the text has fewer.
    func form(_ index: Int) -> Wording { forms[min(index, forms.count - 1)] }
}

/// A text with places for facts, taken apart once.
struct Wording: Sendable {
    enum Piece: Sendable {
        case text(String)
        case place(String)
    }

    let whole: String
    /// Empty when it has no places.
    let pieces: [Piece]

    init(_ whole: String) {
        self.whole = whole
        var pieces: [Piece] = []
        var rest = whole[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
            pieces.append(.place(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !pieces.isEmpty, !rest.isEmpty { pieces.append(.text(String(rest))) }
        self.pieces = pieces
    }

    /// The names of its places.
    var places: [String] { pieces.compactMap { if case .place(let name) = $0 { name } else { nil } } }

    /// A place whose fact is not given stays as it is written, so that the mistake is seen.
    func filled(_ facts: [(String, String)]) -> String {
        if pieces.isEmpty { return whole }
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .place(let name): text += facts.first { $0.0 == name }?.1 ?? "{\(name)}"
            }
        }
        return text
    }
}
