import Domain
import Foundation
import Synchronization

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

    private typealias File = (name: String, bytes: [UInt8])

    /// The files of languages that nobody asked for yet.
    private static let held = Mutex<[Language: [File]]>([:])

    /// Reads the files of every language, so that none has to be opened later; each is taken apart when it is first asked for.
    static func hold() {
        for language in Language.allCases {
            let files = files(of: language)
            held.withLock { $0[language] = files }
        }
    }

    private static func files(of language: Language) -> [File] {
        let folder = folder(of: language).path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().filter { $0.hasSuffix(".txt") }.map { name in
            (name, FileManager.default.contents(atPath: folder + "/" + name).map { [UInt8]($0) } ?? [])
        }
    }

    private init(_ language: Language) {
        var texts: [String: Text] = [:]
        var faults: [String] = []
        texts.reserveCapacity(1_500)
        for (name, bytes) in Book.held.withLock({ $0.removeValue(forKey: language) }) ?? Book.files(of: language) {
            guard !bytes.isEmpty, String(validating: bytes, as: UTF8.self) != nil else {
                faults.append("\(name): not UTF-8")
                continue
            }
            for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                .enumerated()
            {
                if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
                guard let (key, text) = Book.entry(line), texts[key] == nil else {
                    faults.append("\(name):\(index + 1): \(String(decoding: line, as: UTF8.self))")
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

    /// A language of which only these texts exist.
    init(_ language: Language, only texts: [String: Text]) {
        self.language = language
        self.texts = texts
        faults = []
        dates = Dates(texts)
    }

    /// `key = text`; spaces around either do not count.
    private static func entry(_ line: ArraySlice<UInt8>) -> (String, Text)? {
        guard let mark = line.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let key = trimmed(line[..<mark])
        let text = trimmed(line[(mark + 1)...])
        guard !key.isEmpty, !text.isEmpty, !key.contains(UInt8(ascii: " ")) else { return nil }
        return (String(decoding: key, as: UTF8.self), Text(text))
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let inner = bytes.drop { $0 == UInt8(ascii: " ") }
        guard let last = inner.lastIndex(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }) else {
            return []
        }
        return inner[...last]
    }
}

/// What stands behind a key: one wording, or the forms of a counted noun.
struct Text: Sendable {
    let forms: [Wording]

    init(_ written: ArraySlice<UInt8>) {
        let text = String(decoding: written, as: UTF8.self)
        let forms = written.contains(UInt8(ascii: "|")) ? text.components(separatedBy: " | ") : [text]
        self.forms = forms.map { form in
            Wording(form.utf8.contains(UInt8(ascii: "\\")) ? form.replacingOccurrences(of: "\\n", with: "\n") : form)
        }
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
        guard whole.utf8.contains(UInt8(ascii: "{")) else {
            pieces = []
            return
        }
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
