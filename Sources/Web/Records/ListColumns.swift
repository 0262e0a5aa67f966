import Desk
import Domain
import Words

/// How a column of a list is set: by what stands in it.
enum ColumnLook: Sendable {
    case day, span, state, number, amount, flag, partner, text

    /// By its first cells that hold anything; a column of nothing is text.
    init(_ rows: [RecordList.Row], _ column: Int, in project: Project) {
        var look = ColumnLook.text
        for row in rows {
            guard let found = ColumnLook(row.cells[column], in: project) else { continue }
            look = found
            // A day is one of a column of spans until one has an end, and a partner may be one without a number.
            if found != .day && found != .partner { break }
        }
        self = look
    }

    private init?(_ cell: Cell, in project: Project) {
        switch cell {
        case .when(let from, let to): self = to != nil && to != from ? .span : .day
        case .word(let list, _): self = Show.isState(list) ? .state : .text
        case .amount: self = .amount
        case .whole, .count: self = .number
        case .flag: self = .flag
        case .record(let reference, _):
            guard let reference else { return nil }
            let partner = reference.kind == Partner.kind ? project.partners[Key(reference.number)] : nil
            self = partner?.number == nil ? .text : .partner
        case .shown(let inner, _):
            guard let look = ColumnLook(inner, in: project) else { return nil }
            self = look
        default: self = .text
        }
    }

    /// Whether what stands in it may be cut, with the whole of it shown on pointing.
    var gives: Bool { self == .text }

    /// Whether a card on a phone must say what it is.
    var needsLabel: Bool { self == .number || self == .amount || self == .flag }

    /// How wide it is, in hundredths of a rem, with texts of so many letters at most: what is never cut gets all that it needs.
    func width(_ letters: Int) -> Int {
        switch self {
        case .day, .span, .number, .amount: letters * 54 + 90
        case .state: min(letters * 45, 1000) + 250
        case .partner, .flag: letters * 56 + 90
        case .text: letters * 50 + 90
        }
    }

    /// How many letters its texts have, where they need not be counted.
    var usualLetters: Int { self == .flag ? 4 : self == .partner ? 6 : 14 }

    /// Which columns a list shows first, where its noun does not say it.
    var rank: Int {
        switch self {
        case .state: 0
        case .day, .span: 1
        case .partner: 2
        case .text, .number, .amount: 3
        case .flag: 4
        }
    }
}

/// Which columns a list shows, and how wide they are together.
struct ListColumns {
    /// What a window of 1280 px has beside the menu, and the least that the name and a text keep of it, in hundredths of a rem.
    private static let room = 6200
    private static let leastName = 1600
    private static let leastText = 650
    private static let most = 6
    /// A name of no more letters than this needs no more than it has.
    static let briefName = 20

    /// Columns that are shown when nobody chooses, by their places in the list.
    static func first(
        _ list: RecordList, _ looks: [ColumnLook], _ options: [[(value: String, name: String)]],
        _ rows: [RecordList.Row], _ words: Words, _ place: Place
    ) -> [Int] {
        // A column in which nothing stands says nothing.
        let filled = list.columns.indices.filter { column in rows.contains { !$0.cells[column].isEmpty } }
        func least(_ column: Int) -> Int {
            let look = looks[column]
            let head = words.column(list.columns[column], of: list.kind.name)
            let longest = head.split(separator: " ").map(\.count).max() ?? 0
            let letters =
                switch look {
                case .state: options[column].map(\.name.count).max() ?? 0
                case .day: words.shortWhen(longDay).count
                case .span where rows.count <= counted:
                    rows.lazy.map { $0.cells[column].letters(words, place) }.max() ?? 0
                case .span: words.shortSpan(longDay, .day(Day(count: longDay.last.count + 60))).count
                case .number, .amount: widestCell(column, rows)?.letters(words, place) ?? 0
                case .flag, .partner, .text: look.usualLetters
                }
            return max(look.gives ? leastText : look.width(letters), longest * 50 + 90)
        }
        let said = list.first.compactMap { list.columns.firstIndex(of: $0) }
        let candidates: [Int]
        if said.isEmpty {
            let main = Array(looks.indices.prefix(list.mainColumns))
            let order = list.order.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 }
            func rank(_ column: Int) -> Int { list.columns[column] == order ? 0 : looks[column].rank }
            candidates = main.sorted { (rank($0), $0) < (rank($1), $1) }
        } else {
            candidates = said
        }
        var (left, chosen) = (room - leastName, [Int]())
        for column in candidates where filled.contains(column) && chosen.count < most && least(column) <= left {
            left -= least(column)
            chosen.append(column)
        }
        return said.isEmpty ? chosen.sorted() : chosen
    }

    /// In a longer list no letters of spans are counted: any may go from one month to the next.
    private static let counted = 2_000
    /// A day as long as any: 28 October.
    private static let longDay = When.day(Day(count: 20_024))

    /// The number that is longest to write, looked for without writing any.
    private static func widestCell(_ column: Int, _ rows: [RecordList.Row]) -> Cell? {
        func size(_ cell: Cell) -> Int {
            switch cell {
            case .whole(let number): Int(clamping: (number ?? 0).magnitude)
            // "At least 10" is longer than any number that one has seen of people.
            case .count(let count): count.map { $0.precision == .exact ? $0.number : .max } ?? -1
            case .amount(let money): Int(clamping: money?.cents.magnitude ?? 0)
            case .shown(let inner, _): size(inner)
            default: 0
            }
        }
        return rows.max { size($0.cells[column]) < size($1.cells[column]) }?.cells[column]
    }

    /// How wide a text may be before it is cut, in halves of a rem, so that the rows that are seen fit; nil where they cannot.
    static func widest(_ columns: [(look: ColumnLook, letters: Int)], name: Int) -> Int? {
        let fixed = Int(clamping: columns.filter { !$0.look.gives }.map { $0.look.width($0.letters) }.total)
        let texts = columns.filter(\.look.gives).map { $0.look.width($0.letters) }
        let least = name <= briefName ? 1100 : leastName
        guard fixed + 600 * texts.count + least <= room + 50 else { return nil }
        var left = room - fixed - min(max(name * 48 + 90, least), 2300)
        // A text that is short leaves what it does not need to the others.
        var widest = 0
        for (place, width) in texts.sorted().enumerated() {
            widest = left / (texts.count - place)
            if width > widest { break }
            left -= width
            widest = width
        }
        return min(max(widest, 600), 2600) / 50
    }
}

extension Cell {
    /// As a list shows it on one line: days short, a partner by number and country.
    func line(_ words: Words, _ place: Place) -> HTML {
        switch self {
        case .when(let from?, let to): return "\(words.shortSpan(from, to))"
        case .record(let reference?, let day) where reference.kind == Partner.kind:
            let name = words.name(reference, in: place.project.called(on: day))
            guard let partner = place.project.partners[Key(reference.number)], let short = words.short(partner) else {
                return html(words, place)
            }
            return "<a\(href: place.to(reference)) title=\"\(name)\">\(short)</a>"
        default: return html(words, place)
        }
    }

    /// Whether nothing stands in it.
    var isEmpty: Bool {
        switch self {
        case .text(let text): text?.isEmpty ?? true
        case .when(let from, let to): from == nil && to == nil
        case .whole(let number): number == nil
        case .amount(let money): money == nil
        case .count(let count): count == nil
        case .word(_, let word): word == nil
        case .words(_, let all): all.isEmpty
        case .record(let reference, _): reference == nil
        case .records(let all): all.isEmpty
        case .who(let who): who == nil
        case .flag(let flag): !flag
        case .said(let text, _): text.isEmpty
        case .shown(let cell, _): cell.isEmpty
        }
    }

    /// How many letters of it a list shows.
    func letters(_ words: Words, _ place: Place) -> Int {
        switch self {
        case .when(let from?, let to): words.shortSpan(from, to).count
        case .record(let reference?, _) where reference.kind == Partner.kind:
            place.project.partners[Key(reference.number)].flatMap { words.short($0) }?.count
                ?? plain(words, place).count
        default: plain(words, place).count
        }
    }
}

extension Words {
    /// What stands above a column: the short word where there is one, else the field's label.
    func column(_ field: String, of kind: String) -> String {
        optional("column.\(kind).\(field)") ?? optional("column.\(field)") ?? label(field: field, of: kind)
    }

    /// "P4 LV"; nil for a partner without a number.
    func short(_ partner: Partner) -> String? {
        partner.number.map { self("partner.short", [("n", number($0)), ("country", partner.country.code)]) }
    }
}
