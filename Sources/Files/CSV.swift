/// Tables as text (RFC 4180), as spreadsheets open them.
public enum CSV {
    /// With a byte order mark, so that spreadsheets read UTF-8, and CRLF. A cell that a spreadsheet would take for a
    /// formula gets an apostrophe in front.
    public static func written(_ rows: [[String]]) -> String {
        var out = "\u{FEFF}"
        for row in rows {
            out += row.map(cell).joined(separator: ",") + "\r\n"
        }
        return out
    }

    static func cell(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first), !isNumber(text) {
            text = "'" + text
        }
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D || $0 == 0x3B }) else {
            return text
        }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private static func isNumber(_ text: String) -> Bool {
        text.count > 1 && text.dropFirst().allSatisfy { $0.isNumber || $0 == "." || $0 == "," }
    }
}
