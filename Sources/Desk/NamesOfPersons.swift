import Domain
import Synchronization
import Trail
import Words

/// The names of a project's persons, to find them in words: whole names, without regard to capitals and marks, the surname in
/// front or behind.
public struct NamesOfPersons: Sendable {
    /// The words of each name, by their first.
    private var byFirst: [String: [(words: [String], person: Int)]] = [:]

    public init(_ project: Project) {
        for person in project.persons {
            if let name = project.name(of: person.id) { add(name, of: person.id.number) }
        }
    }

    public init() {}

    /// Every name that persons of a trail have or had, in any version that is not erased; of all persons, or of one.
    package init(everIn project: String, _ trails: any TrailSource, of person: Key<Person>? = nil) throws {
        for (reference, record) in try trails.records(ofKinds: [PersonName.kind, Person.kind], in: project)
        where person == nil || reference.number == person?.number {
            if let name = record["name"]?.text { add(name, of: reference.number) }
        }
    }

    /// The text with "person 17" in place of every name, in the words of the trail; nil where it names nobody.
    public func withheld(_ text: String) -> String? {
        let found = found(in: text)
        guard !found.isEmpty else { return nil }
        var said = ""
        var at = text.startIndex
        for name in found {
            said += text[.between(at, name.range.lowerBound)]
            said += name.persons.map { "person \($0)" }.joined(separator: " or ")
            at = name.range.upperBound
        }
        return said + text.suffix(from: at)
    }

    public var isEmpty: Bool { byFirst.isEmpty }

    public mutating func add(_ name: String, of person: Int) {
        let words = NamesOfPersons.words(of: name).map(\.folded)
        guard !words.isEmpty else { return }
        for order in words.count == 1 ? [words] : [words, [words[words.count - 1]] + words.dropLast()] {
            let known = byFirst[order[0]] ?? []
            if !known.contains(where: { $0.words == order && $0.person == person }) {
                byFirst[order[0], default: []].append((order, person))
            }
        }
    }

    /// A name in a text, and the persons who are called so.
    public struct Found: Sendable {
        public let range: Range<String.Index>
        public let persons: [Int]
    }

    /// Every name in the text, in order; of names that begin at one place the longest.
    public func found(in text: String) -> [Found] {
        guard !byFirst.isEmpty else { return [] }
        let words = NamesOfPersons.words(of: text)
        var found: [Found] = []
        var at = 0
        while at < words.count {
            let here = (byFirst[words[at].folded] ?? []).filter { name in
                at + name.words.count <= words.count
                    && name.words.indices.allSatisfy { words[at + $0].folded == name.words[$0] }
                    && (1..<max(1, name.words.count)).allSatisfy {
                        NamesOfPersons.isGap(
                            text[words[at + $0 - 1].range.upperBound..<words[at + $0].range.lowerBound])
                    }
                    && !NamesOfPersons.goesOn(text, words[at].range, words[at + name.words.count - 1].range)
            }
            guard let longest = here.map(\.words.count).max() else {
                at += 1
                continue
            }
            var persons: [Int] = []
            for name in here where name.words.count == longest && !persons.contains(name.person) {
                persons.append(name.person)
            }
            let range = words[at].range.lowerBound..<words[at + longest - 1].range.upperBound
            found.append(Found(range: range, persons: persons.sorted()))
            at += longest
        }
        return found
    }

    /// The person whose name the text is, and nothing else; nil when it is nobody's or several persons'.
    public func person(called text: String) -> Int? {
        let found = found(in: text)
        let trimmed = text.drop(while: \.isWhitespace)
        guard found.count == 1, found[0].persons.count == 1, found[0].range.lowerBound == trimmed.startIndex,
            text[found[0].range.upperBound...].allSatisfy(\.isWhitespace)
        else { return nil }
        return found[0].persons[0]
    }

    /// Between two words of a name: a blank, a hyphen, a point or comma with a blank.
    private static func isGap(_ text: Substring) -> Bool {
        text.count <= 3 && text.allSatisfy { $0.isWhitespace || "-–.,'’".contains($0) }
    }

    /// Whether the word before or after belongs to the name: "Kos-Mlakar" is another name than "Kos".
    private static func goesOn(_ text: String, _ first: Range<String.Index>, _ last: Range<String.Index>) -> Bool {
        let (before, after) = (
            text.prefix(upTo: first.lowerBound).suffix(2), text.suffix(from: last.upperBound).prefix(2)
        )
        return before.count == 2 && before.last == "-" && before.first?.isLetter == true
            || after.count == 2 && after.first == "-" && after.last?.isLetter == true
    }

    private static func words(of text: String) -> [(folded: String, range: Range<String.Index>)] {
        text.split { !$0.isLetter && !$0.isNumber }.map { (Words.folded(String($0)), $0.startIndex..<$0.endIndex) }
    }
}

extension NamesOfPersons {
    /// What was entered, with the person in place of its name where a field asks who. Two persons of one name stay words: only
    /// whoever typed them can tell. So do words that stood there before: nobody chose a person by leaving them.
    public static func choosing(
        _ json: JSON, _ shape: Shape, but before: Set<String> = [], among names: () -> NamesOfPersons
    ) -> JSON {
        switch (shape, json) {
        case (.who, .text(let text)) where Who(text).person == nil && !before.contains(text):
            names().person(called: text).map { .text(Who(Key($0)).plain) } ?? json
        case (.list(let item), .list(let items)): .list(items.map { choosing($0, item, but: before, among: names) })
        case (.group(let members), .object(let given)):
            .object(
                of: given.map { name, value in
                    let member = members.first { $0.name == name }
                    return (name, member.map { choosing(value, $0.shape, but: before, among: names) } ?? value)
                })
        default: json
        }
    }

    /// The words in the fields that say who.
    static func words(in json: JSON, _ shape: Shape) -> Set<String> {
        switch (shape, json) {
        case (.who, .text(let text)): Who(text).person == nil ? [text] : []
        case (.list(let item), .list(let items)): items.reduce(into: []) { $0.formUnion(words(in: $1, item)) }
        case (.group(let members), .object):
            members.reduce(into: []) { found, member in
                if let inner = json[member.name] { found.formUnion(words(in: inner, member.shape)) }
            }
        default: []
        }
    }

    /// Where a record's own words name a person of the project: better chosen, so that the name can be withheld and follows the
    /// person. What is on record stays as it is.
    public func findings(in record: any Record) -> [Finding] {
        guard !isEmpty, let kind = Kind.named(record.reference.kind), !kind.isPersonal else { return [] }
        return kind.shape.texts(in: record.json).compactMap { field, text in
            var persons: [Int] = []
            for person in found(in: text).flatMap(\.persons) where !persons.contains(person) { persons.append(person) }
            guard !persons.isEmpty else { return nil }
            return Finding(
                "namesPerson", .warns, field: field,
                facts: [.init("persons", .records(persons.map { Key<Person>($0).reference }))])
        }
    }
}

/// The names that the persons of each project have or had: made once for a head of its trail, and made anew only where an entry
/// since then changed a person or a name, or erased something.
public final class NamesEver: Sendable {
    private let known = Mutex<[String: (entry: Int, head: Digest, names: NamesOfPersons)]>([:])

    public init() {}

    package func names(of published: ProjectDesk.Published, _ trails: any TrailSource) throws -> NamesOfPersons {
        let project = published.project.name
        let before = known.withLock { $0[project] }
        if let before, before.head == published.head { return before.names }
        let names =
            try before.flatMap { try hold($0.entry, $0.head, until: published, trails) ? $0.names : nil }
            ?? NamesOfPersons(everIn: project, trails)
        known.withLock { $0[project] = (published.entry, published.head, names) }
        return names
    }

    /// Whether the trail goes on from there, and nothing in it since touched a name.
    private func hold(_ entry: Int, _ head: Digest, until published: ProjectDesk.Published, _ trails: any TrailSource)
        throws
        -> Bool
    {
        let project = published.project.name
        guard entry > 0, entry < published.entry,
            let header = try trails.headers(of: project, after: entry - 1, upTo: entry).first,
            Digest(of: header.bytes) == head
        else { return false }
        let touched = try trails.references(of: project, after: entry, upTo: published.entry).values
        return !touched.contains { $0.contains { [Person.kind, PersonName.kind, Erasure.kind].contains($0.kind) } }
    }
}
