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

    /// What is searched of a record: its texts as they are written, the same folded, and its folded name.
    private final class Text: Sendable {
        let reference: Reference
        let room: Room
        let isPersonal: Bool
        /// Those that last changed it and, of a person, its name.
        let entry: [Int]
        /// Whether it is searched by names of persons that it points to.
        let namesPersons: Bool
        let original: String
        let folded: [UInt8]
        let name: [UInt8]

        init(
            _ reference: Reference, _ kind: Kind, entry: [Int], namesPersons: Bool, original: String, name: [UInt8]
        ) {
            self.reference = reference
            room = kind.room
            isPersonal = kind.isParticular
            self.entry = entry
            self.namesPersons = namesPersons
            self.original = original
            folded = Array(Words.folded(original).utf8)
            self.name = name
        }
    }

    /// The texts of a project in the order of its kinds, as of an entry, and the erasures that it had.
    private struct Texts {
        var entry = -1
        var erasures = 0
        /// The entry that last changed the name of a person.
        var names = 0
        var rows: [Text] = []
    }

    private let texts = Mutex<[String: Texts]>([:])

    public init() {}

    /// Nobody looks for more words at once; what has more is found nowhere.
    public static let mostWords = 12

    /// Every record that has all the words, names first, at most so many; those with particulars of persons only when asked.
    public func find(_ words: String, in project: Project, particulars: Bool = true, most: Int = 200) -> [Hit] {
        let wanted = Words.folded(words).split(separator: " ").map { Array($0.utf8) }
        guard !wanted.isEmpty, wanted.count <= Search.mostWords else { return [] }
        var named: [Text] = []
        var others: [Text] = []
        for text in rows(of: project.everything) where particulars || !text.isPersonal {
            guard !project.isPart || project.entry(of: text.reference) != nil else { continue }
            guard wanted.allSatisfy({ text.folded.holds($0) }) else { continue }
            if wanted.allSatisfy({ text.name.holds($0) }) {
                named.append(text)
            } else if others.count < most {
                others.append(text)
            }
            if named.count >= most { break }
        }
        func hit(_ text: Text, _ inName: Bool) -> Hit {
            Hit(
                reference: text.reference, room: text.room, excerpt: Search.excerpt(text.original, wanted[0]),
                inName: inName)
        }
        return named.prefix(most).map { hit($0, true) }
            + others.prefix(most - min(most, named.count)).map { hit($0, false) }
    }

    /// What is searched of each record of a kind, folded, by its number.
    public func texts(of kind: Kind, in project: Project) -> [Int: [UInt8]] {
        var texts: [Int: [UInt8]] = [:]
        for text in rows(of: project.everything) where text.reference.kind == kind.name {
            texts[text.reference.number] = text.folded
        }
        return texts
    }

    /// The texts of this state. What did not change since the last one that was searched is taken over from it.
    private func rows(of project: Project) -> [Text] {
        // What is erased or redacted keeps its entry, so the texts made before know nothing of it.
        let erasures = project.erasures.count
        let kept = texts.withLock { $0[project.name] } ?? Texts()
        if kept.entry == project.entry, kept.erasures == erasures { return kept.rows }
        var before: [Reference: Text] = [:]
        if kept.erasures == erasures { for text in kept.rows { before[text.reference] = text } }
        let names = project.personNames.reduce(0) { max($0, project.personNames.entry(of: $1.id) ?? 0) }
        var made = Texts(entry: project.entry, erasures: erasures, names: names)
        for kind in Kind.listed where kind.name != PersonName.kind {
            for record in kind.each(project) {
                let reference = record.reference
                var entry = [kind.entry(project, reference.number) ?? 0]
                if let person = record as? Person {
                    entry.append(project.personNames.entry(of: Key(person.id.number)) ?? 0)
                }
                if let old = before[reference], old.entry == entry, !old.namesPersons || kept.names == names {
                    made.rows.append(old)
                } else {
                    made.rows.append(Search.text(of: record, in: project, kind, entry))
                }
            }
        }
        let state = made
        texts.withLock { $0[project.name] = state }
        return state.rows
    }

    private static func text(of record: any Record, in project: Project, _ kind: Kind, _ entry: [Int]) -> Text {
        let json = record.entered(in: project)
        let original = strings(json, kind.shape, in: project).joined(separator: " · ")
        var name: [UInt8] = []
        if let caption = record.caption(in: project).text { name = Array(Words.folded(caption).utf8) }
        return Text(
            record.reference, kind, entry: entry,
            namesPersons: kind.shape.asksWho && kind.shape.references(in: json).contains { $0.kind == Person.kind },
            original: original, name: name)
    }

    /// Every text of a record, in order of its fields.
    static func strings(_ json: JSON, _ shape: Shape, in project: Project) -> [String] {
        switch (shape, json) {
        case (.who, .text(let text)):
            Who(text).person.map { project.name(of: $0).map { [$0] } ?? [] } ?? [text]
        case (.digest, _), (.choice, _), (.moment, _): []
        case (_, .text(let text)): [text]
        case (.list(let item), .list(let items)): items.flatMap { strings($0, item, in: project) }
        case (.group(let members), _):
            members.filter { $0.name != "salt" && $0.name != "mediaType" }.flatMap { member in
                json[member.name].map { strings($0, member.shape, in: project) } ?? []
            }
        default: []
        }
    }

    /// About 40 letters before the word to 100 behind its beginning, cut between words.
    private static func excerpt(_ text: String, _ word: [UInt8]) -> String {
        let utf8 = text.utf8
        let at = place(of: word, in: text)
        var from = utf8.index(at, offsetBy: -40, limitedBy: utf8.startIndex) ?? utf8.startIndex
        if from > utf8.startIndex { from = utf8[from..<at].firstIndex(of: 32).map { utf8.index(after: $0) } ?? at }
        var to = utf8.index(at, offsetBy: 100, limitedBy: utf8.endIndex) ?? utf8.endIndex
        if to < utf8.endIndex {
            to = utf8[at..<to].lastIndex(of: 32) ?? utf8[to...].firstIndex(of: 32) ?? utf8.endIndex
        }
        return (from > utf8.startIndex ? "…" : "") + text[from..<to] + (to < utf8.endIndex ? "…" : "")
    }

    /// Where the folded word begins in a text; its beginning when the word is not within it. Folds no further than needed.
    private static func place(of word: [UInt8], in text: String) -> String.Index {
        if let at = plainly(word, in: text) { return at }
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

    /// Where the word stands as it is, but for capitals; nil where only folding finds it.
    private static func plainly(_ word: [UInt8], in text: String) -> String.Index? {
        let offset = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
            guard let first = word.first, bytes.count >= word.count else { return nil }
            func small(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 32 : byte }
            for at in Range.between(0, bytes.count - word.count + 1) where small(bytes[at]) == first {
                if word.indices.allSatisfy({ small(bytes[at + $0]) == word[$0] }) { return at }
            }
            return nil
        }
        return (offset ?? nil).map { text.utf8.index(text.utf8.startIndex, offsetBy: $0) }
    }
}

extension Shape {
    /// Whether a value of this shape says who did something.
    var asksWho: Bool {
        switch self {
        case .who: true
        case .list(let item): item.asksWho
        case .group(let members): members.contains { $0.shape.asksWho }
        default: false
        }
    }
}
