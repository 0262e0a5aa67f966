import Desk
import Domain
import Synchronization
import Words

/// A list as one state of the project gives it, in one order and language: what each request to it would work out anew.
///
/// Texts to search in, gaps and the markup of rows are made when they are first asked for.
final class PreparedList: Sendable {
    let kind: Kind
    let rows: [RecordList.Row]
    let looks: [ColumnLook]
    /// The columns that are shown when nobody chooses.
    let first: [Int]
    /// By which words each column may be filtered, with what each is called.
    let options: [[(value: String, name: String)]]
    /// How the figures stand that count this kind and no other.
    let standings: [Standing]
    /// Of each column, the rows that have the word.
    private let having: [[String: [Int]]]
    private let words: Words
    private let place: Place
    private let search: Search
    private let texts = Mutex<[[UInt8]]>([])
    private let lines = Mutex<[HTML?]>([])
    /// What a search was asked for: the columns with their words, the gap, and what was typed.
    private struct Sought: Hashable {
        let words: [String]
        let gap: String?
        let search: String
    }
    private let searched = Mutex<[Sought: [Int]]>([:])
    private let list: RecordList
    private let late = Mutex<[Int]?>(nil)
    private let shown = Mutex<[String: HTML]>([:])
    private let lacking = Mutex<[ListGap]?>(nil)

    init(_ list: RecordList, _ sort: String, _ ask: Ask, _ place: Place) {
        let words = ask.words
        kind = list.kind
        self.list = list
        self.words = words
        self.place = place
        search = ask.site.search
        let found = list.rows(place.project, list.isDated(place.project) ? place.asOf : nil)
        options = list.columns.indices.map { index in
            var options: [(value: String, name: String)] = []
            var known: Set<String> = []
            for row in found {
                let cell = row.cells[index]
                guard !cell.values.allSatisfy(known.contains) else { continue }
                for choice in cell.choices(words, place) where known.insert(choice.value).inserted {
                    options.append(choice)
                }
            }
            return words.sorted(options) { $0.name }
        }
        let rows = Self.sorted(found, list, sort, words, place)
        having = list.columns.indices.map { index in
            var having: [String: [Int]] = [:]
            for (position, row) in rows.enumerated() {
                for value in row.cells[index].values { having[value, default: []].append(position) }
            }
            return having
        }
        self.rows = rows
        looks = list.columns.indices.map { ColumnLook(found, $0, in: place.project) }
        first = ListColumns.first(list, looks, options, found, words, place)
        standings = place.project.figures.filter { $0.isKeyResult && $0.rule.kind == list.kind.name }
            .map { place.project.standing(of: $0, asOf: place.asOf, on: place.today) }
    }

    private static func sorted(
        _ rows: [RecordList.Row], _ list: RecordList, _ sort: String, _ words: Words, _ place: Place
    ) -> [RecordList.Row] {
        let falling = sort.hasPrefix("-")
        let column = falling ? String(sort.dropFirst()) : sort
        if column == "name" {
            let rising = words.sorted(rows) { words.caption($0.caption, kind: list.kind.name) }
            return falling ? rising.reversed() : rising
        }
        guard let index = list.columns.firstIndex(of: column) else { return rows }
        return rows.enumerated().sorted { a, b in
            let (x, y) = falling ? (b, a) : (a, b)
            if x.element.cells[index].precedes(y.element.cells[index], words, place) { return true }
            if y.element.cells[index].precedes(x.element.cells[index], words, place) { return false }
            return a.offset < b.offset
        }.map(\.element)
    }

    /// How many rows have the word in the column.
    func count(_ column: Int, _ value: String) -> Int { having[column][value]?.count ?? 0 }

    /// What rows are late with or do not show, each with its rows.
    var gaps: [ListGap] {
        if let made = lacking.withLock({ $0 }) { return made }
        let made = ListGap.all(list, rows, standings, place)
        lacking.withLock { $0 = made }
        return made
    }

    private func rows(lacking name: String) -> [Int] {
        guard let gap = gaps.first(where: { $0.name == name }) else { return [] }
        if let rows = gap.rows { return rows }
        if let made = late.withLock({ $0 }) { return made }
        let made = ListGap.late(list, rows, place)
        late.withLock { $0 = made }
        return made
    }

    /// What is shown of the list at an address, made once; of the latest addresses.
    func kept(_ address: String, _ make: () -> HTML) -> HTML {
        guard place.isLatest else { return make() }
        if let made = shown.withLock({ $0[address] }) { return made }
        let made = make()
        shown.withLock { shown in
            if shown.count >= 32 { shown = [:] }
            shown[address] = made
        }
        return made
    }

    /// The rows that have the chosen word in each column, lack what is asked for, and have all the searched words anywhere, in
    /// order.
    func positions(_ chosen: [(column: Int, value: String)], lacking gap: String?, _ search: String) -> [Int] {
        var found: [Int]?
        func keep(_ these: [Int]) {
            guard let before = found else { return found = these }
            let both = Set(these)
            found = before.filter(both.contains)
        }
        for (column, value) in chosen { keep(having[column][value] ?? []) }
        if let gap { keep(rows(lacking: gap)) }
        let wanted = Words.folded(search).split(separator: " ").map { Array($0.utf8) }
        guard !wanted.isEmpty else { return found ?? Array(rows.indices) }
        guard wanted.count <= Search.mostWords else { return [] }
        // Leafing through what was found asks the same again.
        let key = Sought(words: chosen.flatMap { [String($0.column), $0.value] }, gap: gap, search: search)
        if let known = searched.withLock({ $0[key] }) { return known }
        let texts = allTexts
        let held = (found ?? Array(rows.indices)).filter { position in
            wanted.allSatisfy { texts[position].holds($0) }
        }
        searched.withLock { searched in
            if searched.count >= 64 { searched = [:] }
            searched[key] = held
        }
        return held
    }

    /// Of each row what its columns say in the language, and all texts of its record.
    private var allTexts: [[UInt8]] {
        texts.withLock { texts in
            if texts.isEmpty {
                let whole = search.texts(of: kind, in: place.project)
                texts = rows.map { row in
                    Array(text(of: row).utf8) + [UInt8(ascii: "\n")] + (whole[row.reference.number] ?? [])
                }
            }
            return texts
        }
    }

    private func text(of row: RecordList.Row) -> String {
        Words.folded(
            ([words.caption(row.caption, kind: kind.name)] + row.cells.map { $0.plain(words, place) })
                .joined(separator: " "))
    }

    /// The markup of a row with the first columns, made once.
    func line(_ position: Int, _ make: (RecordList.Row) -> HTML) -> HTML {
        if let made = lines.withLock({ $0.isEmpty ? nil : $0[position] }) { return made }
        let made = make(rows[position])
        lines.withLock { lines in
            if lines.isEmpty { lines = Array(repeating: nil, count: rows.count) }
            lines[position] = made
        }
        return made
    }
}
