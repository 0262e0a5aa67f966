import Domain

extension CSV {
    /// The headings, with titles and notes above them, are none of the rows that a table may have.
    static let mostAbove = 20

    /// Reads what spreadsheets, ledgers and clipboards write: with or without a byte order mark, in UTF-8, UTF-16 or any of the
    /// `CodePages`, with commas, semicolons or tabs, quotes, lines within cells, and a `sep=` line.
    ///
    /// Nothing is guessed that could change a letter: where the bytes may be one language's letters as well as another's, it
    /// is refused as `unsureCharacters`, with the doubtful words in each reading. A byte that is no letter is a fault of its
    /// cell, and so is a quotation mark of which nobody can tell what it holds.
    ///
    /// - Parameters:
    ///   - language: the language that the file is written in (`sl`).
    ///   - characters: what it is, when somebody said so.
    public static func sheet(
        _ bytes: [UInt8], language: String, characters: Sheet.Characters? = nil
    ) throws(Refusal) -> Sheet {
        guard bytes.count <= Sheet.mostBytes else {
            throw Refusal("tooLarge", [.init("most", .whole(Sheet.mostBytes >> 20))])
        }
        try refuseWorkbook(bytes)
        // What DOS ended its files with is none of their rows.
        let bytes = bytes.last == 0x1A ? Array(bytes.dropLast()) : bytes
        let told = characters.map { [$0] } ?? Letters.told(bytes, language: language)
        guard told.count == 1, let characters = told.first else { throw unsure(Letters.doubtful(bytes, told)) }

        var scalars = Letters.decoded(bytes, as: characters)[...]
        if scalars.first == "\u{FEFF}" { scalars = scalars.dropFirst() }
        let named = namedSeparator(&scalars)
        let separator = named ?? likeliest(scalars)
        var cells = Cells(scalars, separator)
        let rows = try cells.rows()
        guard rows.contains(where: { $0.contains { !$0.isEmpty } }) else { throw Refusal("emptySheet") }

        var faults = cells.faults
        for (row, cells) in rows.enumerated() {
            for (column, cell) in cells.enumerated() where cell.unicodeScalars.contains(Letters.broken) {
                faults.append(Sheet.Fault(row: row + 1, column: column + 1))
            }
        }
        return Sheet(
            rows: rows.enumerated().map { Sheet.Row(number: $0 + 1, cells: $1) }, faults: faults,
            characters: characters, separator: separator)
    }

    /// The tables that the bytes may be written in, each with the doubtful words as it has them; none where that is certain.
    public static func readings(_ bytes: [UInt8], language: String) -> [(Sheet.Characters, [String])] {
        let told = Letters.told(bytes, language: language)
        return told.count == 1 ? [] : Letters.doubtful(bytes, told)
    }

    /// Workbooks, pages and documents are no text, whatever they are named.
    private static func refuseWorkbook(_ bytes: [UInt8]) throws(Refusal) {
        let begin = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased()
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
            || begin.hasPrefix("%pdf") || begin.contains("<html") || begin.contains("<table")
            || begin.hasPrefix("<?xml") || begin.hasPrefix("{\\rtf")
        {
            throw Refusal("notCSV")
        }
    }

    private static func unsure(_ readings: [(Sheet.Characters, [String])]) -> Refusal {
        let said = readings.map { "\($0.title): \($1.joined(separator: ", "))" }
        return Refusal("unsureCharacters", [.init("readings", .text(said.joined(separator: " · ")))])
    }

    /// `sep=;` in a line of its own, which spreadsheets write and take for no row; empty cells may follow it.
    private static func namedSeparator(_ scalars: inout ArraySlice<Unicode.Scalar>) -> Sheet.Separator? {
        let line = scalars.prefix { $0 != "\r" && $0 != "\n" }
        guard line.count >= 5, line.prefix(4).map({ $0.properties.lowercaseMapping }).joined() == "sep=",
            let separator = Sheet.Separator.allCases.first(where: { $0.scalar == line[line.startIndex + 4] }),
            line.dropFirst(5).allSatisfy({ scalar in Sheet.Separator.allCases.contains { $0.scalar == scalar } })
        else { return nil }
        var rest = scalars.dropFirst(line.count)
        if rest.first == "\r" { rest = rest.dropFirst() }
        if rest.first == "\n" { rest = rest.dropFirst() }
        scalars = rest
        return separator
    }

    /// The one that gives most rows the same number of cells, and more than one. A decimal comma gives every row its own.
    /// What stands in quotes parts nothing, whichever of them stands before the quote. Who has tabs in the first row means them:
    /// no other program writes them there.
    private static func likeliest(_ scalars: ArraySlice<Unicode.Scalar>) -> Sheet.Separator {
        let all = [Sheet.Separator.tab, .semicolon, .comma]
        var widths: [[Int: Int]] = all.map { _ in [:] }
        var row = all.map { _ in 1 }
        var (isFirst, rows, at) = (true, 0, scalars.startIndex)
        var cells = Cells(scalars, nil)
        func endRow() {
            for (index, cells) in row.enumerated() where cells > 1 { widths[index][cells, default: 0] += 1 }
            row = all.map { _ in 1 }
            rows += 1
        }
        while at < scalars.endIndex, rows <= 100 {
            let scalar = scalars[at]
            at += 1
            if scalar == "\r" || scalar == "\n" {
                if rows == 0, row[0] > 1 { return .tab }
                endRow()
                isFirst = true
            } else if let index = all.firstIndex(where: { $0.scalar == scalar }) {
                row[index] += 1
                isFirst = true
            } else {
                if scalar == "\"", isFirst, let quoted = cells.quoted(from: at - 1), quoted.isWhole { at = quoted.end }
                isFirst = false
            }
        }
        endRow()
        var best = (separator: Sheet.Separator.comma, rows: 0, cells: 1)
        for (separator, widths) in zip(all, widths) {
            guard let (cells, rows) = widths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { continue }
            if rows > best.rows || (rows == best.rows && cells > best.cells) { best = (separator, rows, cells) }
        }
        return best.separator
    }
}

extension Sheet.Separator {
    var scalar: Unicode.Scalar {
        switch self {
        case .comma: ","
        case .semicolon: ";"
        case .tab: "\t"
        }
    }
}
