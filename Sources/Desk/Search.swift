import Domain
import Synchronization
import Words

/// Finds records by words in any of their fields, without regard to capitals and diacritics.
public final class Search: Sendable {
    public struct Hit: Sendable {
        public let reference: Reference
        public let room: Room
        /// What stands around the first word found, from the record's own text.
        public let excerpt: String
        /// Whether the name itself was hit.
        public let inName: Bool
    }

    private struct Text {
        let entry: Int
        let folded: [UInt8]
        let original: String
    }

    /// Of a project: the erasures that it had when these texts were made, and the texts.
    private let texts = Mutex<[String: (erasures: Int, of: [Reference: Text])]>([:])

    public init() {}

    /// Every record that has all the words, names first, at most so many; those with particulars of persons only when asked.
    public func find(_ words: String, in project: Project, particulars: Bool = true, most: Int = 200) -> [Hit] {
        let wanted = Words.folded(words).split(separator: " ").map { Array($0.utf8) }
        guard !wanted.isEmpty, wanted.count <= 12 else { return [] }
        return texts.withLock { all in
            // What is erased or redacted keeps its entry, so the texts made before know nothing of it.
            let erasures = project.erasures.count
            var mine = all[project.name].flatMap { $0.erasures == erasures ? $0.of : nil } ?? [:]
            defer { all[project.name] = (erasures, mine) }
            var hits: [Hit] = []
            for kind in Kind.all where kind.name != Erasure.kind && (particulars || !kind.isPersonal) {
                for record in kind.each(project) {
                    let reference = record.reference
                    let entry = kind.entry(project, reference.number) ?? 0
                    let text: Text
                    if let kept = mine[reference], kept.entry == entry {
                        text = kept
                    } else {
                        let original = Search.strings(Canonical.json(record), kind.shape).joined(separator: " · ")
                        text = Text(entry: entry, folded: Array(Words.folded(original).utf8), original: original)
                        mine[reference] = text
                    }
                    guard wanted.allSatisfy({ text.folded.firstRange(of: $0) != nil }) else { continue }
                    var inName = false
                    if case .text(let name) = record.caption {
                        let folded = Array(Words.folded(name).utf8)
                        inName = wanted.allSatisfy { folded.firstRange(of: $0) != nil }
                    }
                    hits.append(
                        Hit(
                            reference: reference, room: kind.room, excerpt: Search.excerpt(text.original, wanted[0]),
                            inName: inName))
                    if hits.count >= most * 4 { break }
                }
            }
            return Array((hits.filter(\.inName) + hits.filter { !$0.inName }).prefix(most))
        }
    }

    /// Every text of a record, in order of its fields.
    static func strings(_ json: JSON, _ shape: Shape) -> [String] {
        switch (shape, json) {
        case (.digest, _), (.choice, _), (.moment, _): []
        case (_, .text(let text)): [text]
        case (.list(let item), .list(let items)): items.flatMap { strings($0, item) }
        case (.group(let members), _):
            members.filter { $0.name != "salt" && $0.name != "mediaType" }.flatMap { member in
                json[member.name].map { strings($0, member.shape) } ?? []
            }
        default: []
        }
    }

    /// From 40 characters before the word to 100 behind its beginning.
    private static func excerpt(_ text: String, _ word: [UInt8]) -> String {
        let at = place(of: word, in: text)
        let from = text.index(at, offsetBy: -40, limitedBy: text.startIndex) ?? text.startIndex
        let to = text.index(at, offsetBy: 100, limitedBy: text.endIndex) ?? text.endIndex
        return (from > text.startIndex ? "…" : "") + text[from..<to] + (to < text.endIndex ? "…" : "")
    }

    /// Where the folded word begins in a text; its beginning when the word is not within it. Folds no further than needed.
    private static func place(of word: [UInt8], in text: String) -> String.Index {
        var folded: [UInt8] = []
        var starts: [(byte: Int, index: String.Index)] = []
        for index in text.indices {
            starts.append((folded.count, index))
            let character = text[index]
            if let ascii = character.asciiValue {
                folded.append(ascii >= 65 && ascii <= 90 ? ascii + 32 : ascii)
            } else {
                folded += Words.folded(String(character)).utf8
            }
            guard folded.count >= word.count, folded.last == word.last, folded.suffix(word.count).elementsEqual(word)
            else { continue }
            return starts.last { $0.byte <= folded.count - word.count }?.index ?? text.startIndex
        }
        return text.startIndex
    }
}

extension Array where Element == UInt8 {
    fileprivate func firstRange(of wanted: [UInt8]) -> Int? {
        guard let first = wanted.first, count >= wanted.count else { return nil }
        return withUnsafeBufferPointer { bytes in
            var at = 0
            let last = bytes.count - wanted.count
            while at <= last {
                if bytes[at] == first {
                    var same = 1
                    while same < wanted.count, bytes[at + same] == wanted[same] { same += 1 }
                    if same == wanted.count { return at }
                }
                at += 1
            }
            return nil
        }
    }
}
