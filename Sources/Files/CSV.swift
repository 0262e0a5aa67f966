/// Tables as text (RFC 4180), as spreadsheets open them.
public enum CSV {
    /// With a byte order mark, so that spreadsheets read UTF-8, and CRLF. A cell that a spreadsheet would take for a
    /// formula gets an apostrophe in front, which `CSV.sheet` takes away again.
    public static func written(_ rows: [[String]], separator: Character = ",") -> String {
        var out = "\u{FEFF}"
        for row in rows {
            out += row.map(cell).joined(separator: String(separator)) + "\r\n"
        }
        return out
    }

    static func cell(_ text: String) -> String {
        let text = needsGuard(text) ? "'" + text : text
        guard text.utf8.contains(where: { [0x09, 0x0A, 0x0D, 0x22, 0x2C, 0x3B].contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// What would be run, and what looks guarded already: so that taking one apostrophe away gives back what was there.
    private static func needsGuard(_ text: String) -> Bool {
        guard beginsFormula(text.unicodeScalars.drop { $0 == "'" }) else { return false }
        return text.hasPrefix("'") || !isNumber(text)
    }

    /// The text without the apostrophe that a guard put in front.
    static func unguarded(_ text: String) -> String {
        guard text.unicodeScalars.first == "'", beginsFormula(text.unicodeScalars.drop { $0 == "'" }) else {
            return text
        }
        return String(text.unicodeScalars.dropFirst())
    }

    private static func beginsFormula(_ scalars: Substring.UnicodeScalarView) -> Bool {
        scalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    }

    private static func isNumber(_ text: String) -> Bool {
        text.count > 1 && text.dropFirst().allSatisfy { $0.isNumber || $0 == "." || $0 == "," }
    }
}
