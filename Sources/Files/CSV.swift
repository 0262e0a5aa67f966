import Domain
import Words

/// Tables as text (RFC 4180), as spreadsheets open them.
///
/// In which column a cell ends depends on who opens it: with commas, semicolons or tabs. So nothing that a spreadsheet would
/// run stands where a cell may begin, which is behind each of these, a quotation mark or a line's end: it gets an apostrophe
/// in front, which `CSV.sheet` takes away again. Telephone numbers and negative ones stay as they are.
public enum CSV {
    /// For readers of a language: with semicolons where the comma is the decimal mark, as spreadsheets expect it there.
    public static func written(_ rows: [[String]], for language: Language) -> String {
        written(rows, separator: language == .en ? "," : ";")
    }

    /// The rows with headings of which no two are the same: the second *Number* is *Number (2)*.
    public static func headed(_ rows: [[String]]) -> [[String]] {
        guard let first = rows.first else { return rows }
        var taken: Set<String> = []
        let heads = first.map { head in
            guard !head.isEmpty, taken.contains(head) else {
                taken.insert(head)
                return head
            }
            var (other, count) = ("\(head) (2)", 2)
            while taken.contains(other) || first.contains(other) {
                count += 1
                other = "\(head) (\(count))"
            }
            taken.insert(other)
            return other
        }
        return [heads] + rows.dropFirst()
    }

    /// With a byte order mark, so that spreadsheets read UTF-8, and CRLF.
    public static func written(_ rows: [[String]], separator: Character = ",") -> String {
        var out = "\u{FEFF}"
        for (number, row) in rows.enumerated() {
            for (column, text) in row.enumerated() {
                if column > 0 { out.append(separator) }
                // `sep=` at the very beginning would be taken for no row.
                let isFirst = number == 0 && column == 0
                out += isFirst && text.lowercased().hasPrefix("sep=") ? quoted(guarded(text)) : cell(text)
            }
            out += "\r\n"
        }
        return out
    }

    static func cell(_ text: String) -> String {
        let text = guarded(text)
        guard text.utf8.contains(where: { [0x09, 0x0A, 0x0D, 0x22, 0x2C, 0x3B].contains($0) }) else { return text }
        return quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// With an apostrophe before each formula, and before what looks guarded already: so that taking one away gives back
    /// what was there.
    static func guarded(_ text: String) -> String {
        guard text.utf8.contains(where: isFormula), !isNumber(text) else { return text }
        return changed(text) { $0 + 1 }
    }

    /// The text without the apostrophes that a guard put in.
    static func unguarded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "'")), text.utf8.contains(where: isFormula) else { return text }
        return changed(text) { max(0, $0 - 1) }
    }

    /// The text with so many apostrophes as `count` makes of those that stand before a formula where a cell may begin.
    private static func changed(_ text: String, _ count: (Int) -> Int) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 1)
        var (isStart, marks) = (true, 0)
        func put(_ number: Int) { out += Array(repeating: UInt8(ascii: "'"), count: number) }
        for byte in text.utf8 {
            if isStart, byte == UInt8(ascii: "'") {
                marks += 1
                continue
            }
            put(isStart && isFormula(byte) ? count(marks) : marks)
            out.append(byte)
            (isStart, marks) = ([0x09, 0x0A, 0x0D, 0x22, 0x2C, 0x3B].contains(byte), 0)
        }
        put(marks)
        return String(decoding: out, as: UTF8.self)
    }

    private static func isFormula(_ byte: UInt8) -> Bool { [0x3D, 0x2B, 0x2D, 0x40].contains(byte) }

    /// `+386 1 234 56 78`, `-12.50`: nothing that is run, and people dial or add it.
    private static func isNumber(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 || "+ ()/-.".utf8.contains($0) }
    }
}
