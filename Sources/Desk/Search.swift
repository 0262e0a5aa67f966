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

    private let texts = Mutex<[String: [Reference: Text]]>([:])

    public init() {}

    /// Every record that has all the words, names first, at most so many; those with particulars of persons only when asked.
    public func find(_ words: String, in project: Project, particulars: Bool = true, most: Int = 200) -> [Hit] {
        let wanted = Words.folded(words).split(separator: " ").map { Array($0.utf8) }
        guard !wanted.isEmpty, wanted.count <= 12 else { return [] }
        return texts.withLock { all in
            var mine = all[project.name] ?? [:]
            defer { all[project.name] = mine }
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
                    hits.append(Hit(reference: reference, room: kind.room, excerpt: Search.excerpt(text.original, wanted[0]), inName: inName))
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

    private static func excerpt(_ text: String, _ word: [UInt8]) -> String {
        let characters = Array(text)
        let folded = characters.map { Words.folded(String($0)) }
        let wanted = String(decoding: word, as: UTF8.self)
        var at = 0
        var window = ""
        for index in folded.indices {
            window = folded[index..<min(index + wanted.count, folded.count)].joined()
            if window.hasPrefix(wanted) {
                at = index
                break
            }
        }
        let from = max(0, at - 40)
        let to = min(characters.count, at + 100)
        return (from > 0 ? "…" : "") + String(characters[from..<to]) + (to < characters.count ? "…" : "")
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
