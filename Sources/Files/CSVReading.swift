import Domain

extension CSV {
    /// The headings, with titles and notes above them, are none of the rows that a table may have.
    static let mostAbove = 20

    /// Reads what spreadsheets, ledgers and clipboards write: with or without a byte order mark, in UTF-8, UTF-16 or a
    /// table of Windows, with commas, semicolons or tabs, quotes, lines within cells, and a `sep=` line.
    ///
    /// Nothing is guessed that could change a letter: where the bytes may be one language's letters as well as another's, it
    /// is refused as `unsureCharacters`, with a sample of each reading. A byte that is no letter is a fault of its cell.
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
        let told = characters.map { [$0] } ?? Letters.told(bytes, language: language)
        guard told.count == 1, let characters = told.first else { throw unsure(bytes, told) }

        var scalars = Letters.decoded(bytes[...], as: characters)[...]
        if scalars.first == "\u{FEFF}" { scalars = scalars.dropFirst() }
        let named = namedSeparator(&scalars)
        let separator = named ?? likeliest(scalars)
        let (rows, open) = try cells(scalars, separator.scalar)
        if let open { throw Refusal("openQuote", [.init("row", .whole(open))]) }
        guard rows.contains(where: { $0.contains { !$0.isEmpty } }) else { throw Refusal("emptySheet") }

        var faults: [Sheet.Fault] = []
        for (row, cells) in rows.enumerated() {
            for (column, cell) in cells.enumerated() where cell.unicodeScalars.contains(Letters.broken) {
                faults.append(Sheet.Fault(row: row + 1, column: column + 1))
            }
        }
        return Sheet(
            rows: rows.enumerated().map { Sheet.Row(number: $0 + 1, cells: $1) }, faults: faults,
            characters: characters, separator: separator)
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

    /// The first line whose letters differ, in each reading.
    private static func unsure(_ bytes: [UInt8], _ told: [Sheet.Characters]) -> Refusal {
        let lines = bytes.split { $0 == 0x0A || $0 == 0x0D }
        let line = lines.first { $0.contains { $0 >= 128 } } ?? []
        let first = line.firstIndex { $0 >= 128 } ?? line.startIndex
        let sample = line.part(first - 20, first + 20)
        let readings = told.map { characters -> String in
            var text = String.UnicodeScalarView()
            text.append(contentsOf: Letters.decoded(sample, as: characters))
            return "\(characters.name): \(String(text))"
        }
        return Refusal("unsureCharacters", [.init("readings", .text(readings.joined(separator: " · ")))])
    }

    /// `sep=;` in a line of its own, which spreadsheets write and take for no row.
    private static func namedSeparator(_ scalars: inout ArraySlice<Unicode.Scalar>) -> Sheet.Separator? {
        guard scalars.count >= 5, scalars.prefix(4).elementsEqual("sep=".unicodeScalars),
            let separator = Sheet.Separator.allCases.first(where: { $0.scalar == scalars[scalars.startIndex + 4] })
        else { return nil }
        var rest = scalars.dropFirst(5)
        guard rest.isEmpty || rest.first == "\r" || rest.first == "\n" else { return nil }
        if rest.first == "\r" { rest = rest.dropFirst() }
        if rest.first == "\n" { rest = rest.dropFirst() }
        scalars = rest
        return separator
    }

    /// The one that gives most rows the same number of cells, and more than one. A decimal comma gives every row its own.
    /// What stands in quotes parts nothing, whichever of them stands before the quote.
    private static func likeliest(_ scalars: ArraySlice<Unicode.Scalar>) -> Sheet.Separator {
        let all = [Sheet.Separator.tab, .semicolon, .comma]
        var widths: [[Int: Int]] = all.map { _ in [:] }
        var row = all.map { _ in 1 }
        var (isQuoted, isFirst, wasQuoted, rows) = (false, true, false, 0)
        func endRow() {
            for (index, cells) in row.enumerated() where cells > 1 { widths[index][cells, default: 0] += 1 }
            row = all.map { _ in 1 }
            rows += 1
        }
        for scalar in scalars {
            if isQuoted {
                if scalar == "\"" { (isQuoted, isFirst, wasQuoted) = (false, false, true) }
                continue
            }
            if scalar == "\r" || scalar == "\n" {
                endRow()
                isFirst = true
                if rows > 100 { break }
            } else if let index = all.firstIndex(where: { $0.scalar == scalar }) {
                row[index] += 1
                isFirst = true
            } else if scalar == "\"", isFirst || wasQuoted {
                isQuoted = true
            } else {
                isFirst = false
            }
            wasQuoted = false
        }
        endRow()
        var best = (separator: Sheet.Separator.comma, rows: 0, cells: 1)
        for (separator, widths) in zip(all, widths) {
            guard let (cells, rows) = widths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { continue }
            if rows > best.rows || (rows == best.rows && cells > best.cells) { best = (separator, rows, cells) }
        }
        return best.separator
    }

    /// The cells of each row, and the row in which a quote was opened and not closed.
    private static func cells(
        _ scalars: ArraySlice<Unicode.Scalar>, _ separator: Unicode.Scalar
    ) throws(Refusal) -> (rows: [[String]], open: Int?) {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = String.UnicodeScalarView()
        var (isQuoted, wasQuoted, quotedSince) = (false, false, 0)
        var at = scalars.startIndex

        func endCell() throws(Refusal) {
            let text = String(cell)
            row.append(text.hasPrefix("'") ? unguarded(text) : unwrapped(text))
            cell = String.UnicodeScalarView()
            wasQuoted = false
            if row.count > Sheet.mostColumns {
                throw Refusal(
                    "tooManyColumns", [.init("most", .whole(Sheet.mostColumns)), .init("row", .whole(rows.count + 1))])
            }
        }
        func endRow() throws(Refusal) {
            try endCell()
            rows.append(row)
            row = []
            if rows.count > Sheet.mostRows + mostAbove {
                throw Refusal("tooManyRows", [.init("most", .whole(Sheet.mostRows))])
            }
        }

        while at < scalars.endIndex {
            let scalar = scalars[at]
            at += 1
            if isQuoted {
                if scalar != "\"" {
                    cell.append(scalar)
                } else if at < scalars.endIndex, scalars[at] == "\"" {
                    cell.append(scalar)
                    at += 1
                } else {
                    isQuoted = false
                }
            } else if scalar == separator {
                try endCell()
            } else if scalar == "\r" || scalar == "\n" {
                if scalar == "\r", at < scalars.endIndex, scalars[at] == "\n" { at += 1 }
                try endRow()
            } else if scalar == "\"", cell.isEmpty, !wasQuoted {
                (isQuoted, wasQuoted, quotedSince) = (true, true, rows.count + 1)
            } else {
                cell.append(scalar)
            }
        }
        if isQuoted { return (rows, quotedSince) }
        if !cell.isEmpty || wasQuoted || !row.isEmpty { try endRow() }
        return (rows, nil)
    }

    /// `="0034"`: how some programs keep a spreadsheet from taking the noughts away. What we write never begins so.
    private static func unwrapped(_ text: String) -> String {
        text.hasPrefix("=\"") && text.hasSuffix("\"") && text.utf8.count >= 3
            ? String(text.dropFirst(2).dropLast()) : text
    }
}

extension Sheet.Characters {
    /// The same in every language.
    fileprivate var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16: "UTF-16"
        case .windows1250: "Windows-1250"
        case .windows1252: "Windows-1252"
        case .windows1257: "Windows-1257"
        }
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
