import Domain

/// Cuts a text into rows and cells.
///
/// A cell that begins with a quotation mark ends where a spreadsheet ends it: at the next one that stands alone. Does anything
/// else than a separator or a line's end follow, it was no quoted cell, and its marks are letters: so a spreadsheet copies
/// `"Green Harbours" team`. No row is lost within a cell: where such a mark holds separators or lines, the cell is a fault.
struct Cells {
    /// A quoted part that begins a cell.
    struct Quoted {
        /// Behind the mark that closes it.
        var end: Int
        var text = String.UnicodeScalarView()
        var hasBreak = false
        var hasSeparator = false
        /// Where its last line begins.
        var lastLine = 0
        /// Marks within it are doubled.
        var isDoubled = false
        /// Nothing but blanks stands between it and the end of the cell.
        var isWhole = false
    }

    private let scalars: ArraySlice<Unicode.Scalar>
    /// Nil where each of them counts: while it is looked for.
    private let separator: Sheet.Separator?
    private let mark: Unicode.Scalar?
    private(set) var faults: [Sheet.Fault] = []
    /// How many marks were opened and closed nowhere: each is looked for to the end of the text.
    private var open = 0
    private static let mostOpen = 20

    init(_ scalars: ArraySlice<Unicode.Scalar>, _ separator: Sheet.Separator?) {
        self.scalars = scalars
        self.separator = separator
        mark = separator?.scalar
    }

    private func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        if let mark { return scalar == mark }
        return scalar == "," || scalar == ";" || scalar == "\t"
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool { scalar == "\r" || scalar == "\n" }

    /// Refused where a mark is opened and closed nowhere, as it would hold all rows after it. With tabs it is a letter: so
    /// spreadsheets copy it.
    mutating func rows() throws(Refusal) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        // Who quotes what needs no quotes does so in the headings, too; what is copied has its own.
        var quotesAll = false
        var at = scalars.startIndex
        while at < scalars.endIndex || !row.isEmpty {
            let start = at
            var text: String
            if at < scalars.endIndex, scalars[at] == "\"" {
                let quoted = open < Self.mostOpen ? self.quoted(from: at) : nil
                if let quoted, quoted.isWhole {
                    at = end(from: quoted.end)
                    let isLetter = !quoted.isDoubled && !quoted.hasBreak && !quoted.hasSeparator && !quotesAll
                    if separator == .tab, isLetter, !rows.isEmpty {
                        text = self.text(start, at)
                    } else {
                        text = String(quoted.text)
                        if rows.isEmpty { quotesAll = true }
                        if separator == .tab, mayBeTwo(quoted) { fault(rows, row) }
                    }
                } else if separator == .tab {
                    at = end(from: start)
                    text = self.text(start, at)
                } else if let quoted {
                    at = end(from: quoted.end)
                    text = self.text(start, at)
                    if quoted.hasBreak || quoted.hasSeparator { fault(rows, row) }
                } else {
                    throw Refusal("openQuote", [.init("row", .whole(rows.count + 1))])
                }
            } else {
                at = end(from: at)
                text = self.text(start, at)
            }
            if text.hasPrefix("=\"") { text = Self.unwrapped(text) }
            row.append(CSV.unguarded(text))
            guard row.count <= Sheet.mostColumns else {
                throw Refusal(
                    "tooManyColumns", [.init("most", .whole(Sheet.mostColumns)), .init("row", .whole(rows.count + 1))])
            }
            if at < scalars.endIndex, isSeparator(scalars[at]) {
                at += 1
                continue
            }
            rows.append(row)
            row = []
            guard rows.count <= Sheet.mostRows + CSV.mostAbove else {
                throw Refusal("tooManyRows", [.init("most", .whole(Sheet.mostRows))])
            }
            if at < scalars.endIndex {
                at += scalars[at] == "\r" && at + 1 < scalars.endIndex && scalars[at + 1] == "\n" ? 2 : 1
            }
        }
        return rows
    }

    /// The quoted part that begins here; nil where the mark is closed nowhere.
    mutating func quoted(from start: Int) -> Quoted? {
        guard open < Self.mostOpen else { return nil }
        var quoted = Quoted(end: start)
        var at = start + 1
        while at < scalars.endIndex {
            let scalar = scalars[at]
            at += 1
            guard scalar == "\"" else {
                quoted.text.append(scalar)
                if Self.isBreak(scalar) { (quoted.hasBreak, quoted.lastLine) = (true, at) }
                if isSeparator(scalar) { quoted.hasSeparator = true }
                continue
            }
            if at < scalars.endIndex, scalars[at] == "\"" {
                quoted.text.append(scalar)
                quoted.isDoubled = true
                at += 1
                continue
            }
            quoted.end = at
            while at < scalars.endIndex, scalars[at] == " " { at += 1 }
            quoted.isWhole = at == scalars.endIndex || isSeparator(scalars[at]) || Self.isBreak(scalars[at])
            return quoted
        }
        open += 1
        return nil
    }

    /// Copied, a mark that begins a cell is a letter: then what holds a tab is two cells, and what ends where a line begins with
    /// a quoted cell is two rows.
    private mutating func mayBeTwo(_ quoted: Quoted) -> Bool {
        if quoted.hasSeparator { return true }
        guard quoted.hasBreak, quoted.lastLine < scalars.endIndex, scalars[quoted.lastLine] == "\"",
            let other = self.quoted(from: quoted.lastLine)
        else { return false }
        return other.isWhole && other.hasBreak
    }

    /// Where the cell ends.
    private func end(from start: Int) -> Int {
        var at = start
        while at < scalars.endIndex, !isSeparator(scalars[at]), !Self.isBreak(scalars[at]) { at += 1 }
        return at
    }

    private func text(_ start: Int, _ end: Int) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars.part(start, end))
        return String(text)
    }

    private mutating func fault(_ rows: [[String]], _ row: [String]) {
        faults.append(Sheet.Fault(row: rows.count + 1, column: row.count + 1, .quotes))
    }

    /// `="0034"`: how some programs keep a spreadsheet from taking the noughts away. What we write never begins so.
    private static func unwrapped(_ text: String) -> String {
        text.hasSuffix("\"") && text.utf8.count >= 3 ? String(text.dropFirst(2).dropLast()) : text
    }
}
