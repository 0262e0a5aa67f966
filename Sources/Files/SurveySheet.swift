/// A sheet of text with its cells divided by commas, semicolons or tabs, as spreadsheets save it (RFC 4180).
public enum SurveySheet {
    /// The rows without empty ones. The divider is the one that the first line has most of.
    public static func rows(_ text: String) -> [[String]] {
        let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        let head = text.prefix { !$0.isNewline }
        let divider: Character =
            [";", "\t", ","].max { a, b in head.filter { $0 == a }.count < head.filter { $0 == b }.count } ?? ","
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        var rest = text[...]
        func ended() {
            row.append(trimmed(cell))
            cell = ""
        }
        while let next = rest.popFirst() {
            if isQuoted {
                if next == "\"", rest.first == "\"" {
                    rest.removeFirst()
                    cell.append("\"")
                } else if next == "\"" {
                    isQuoted = false
                } else {
                    cell.append(next)
                }
            } else if next == "\"", trimmed(cell).isEmpty {
                isQuoted = true
                cell = ""
            } else if next == divider {
                ended()
            } else if next.isNewline {
                ended()
                rows.append(row)
                row = []
            } else {
                cell.append(next)
            }
        }
        ended()
        rows.append(row)
        return rows.filter { row in row.contains { !$0.isEmpty } }
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
