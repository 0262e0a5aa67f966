import Cast
import Domain
import Testing
import Words

@testable import Files

@Suite struct CSVTests {
    @Test func `a table begins with a byte order mark and ends its rows as RFC 4180 asks`() {
        #expect(CSV.written([["Name", "Land"], ["Izola", "SI"]]) == "\u{FEFF}Name,Land\r\nIzola,SI\r\n")
        #expect(CSV.written([]) == "\u{FEFF}")
    }

    @Test func `cells are parted as spreadsheets of the language expect it`() {
        #expect(CSV.written([["a", "b"]], for: .en) == "\u{FEFF}a,b\r\n")
        for language in [.sl, .de, .es, .pt, .ro, .hu, .lv, .sk, .sv] as [Language] {
            #expect(CSV.written([["a", "b"]], for: language) == "\u{FEFF}a;b\r\n")
        }
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("a;b", "\"a;b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("two\nlines", "\"two\nlines\""), ("two\r\nlines", "\"two\r\nlines\""),
        ("čšž", "čšž"), (" space", " space"),
    ])
    func `a cell is quoted when it must be`(text: String, cell: String) {
        #expect(CSV.cell(text) == cell)
    }

    @Test(arguments: ["+386 1 234 56 78", "+386 (1) 234-56/78", "-12.50", "+386", "-1"])
    func `a telephone number and a negative one leave as they are`(text: String) {
        #expect(CSV.cell(text) == text)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("a;=1+2;b", "\"a;'=1+2;b\""), ("+1+a", "'+1+a"), ("@SUM(A1)", "'@SUM(A1)"),
        ("'=1", "''=1"), ("say \"=1\"", "\"say \"\"'=1\"\"\""), ("list:\n- one\n- two", "\"list:\n'- one\n'- two\""),
        ("-1,5", "\"'-1,5\""), ("a - b = c", "a - b = c"),
    ])
    func `what a spreadsheet would run is made harmless wherever a cell may begin`(text: String, cell: String) {
        #expect(CSV.cell(text) == cell)
        #expect(CSV.unguarded(CSV.guarded(text)) == text)
    }

    /// Texts of all that has a meaning for somebody who reads a table.
    static func anything(_ chance: inout Chance) -> String {
        let letters = [
            "a", "", " ", "č", "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "\"", "'", ",", ";", "|", "1", ".",
            "sep=;",
            "sep=,", "日", "\u{FEFF}", "\u{0}", "=\"1\"", "(", "/",
        ]
        return (0..<chance.below(7)).map { _ in chance.one(of: letters) }.joined()
    }

    @Test func `no cell that leaves begins a formula, with whatever separator the list is opened`() {
        var chance = Chance(58)
        for run in 0..<4_000 {
            let texts = (0..<3).map { _ in Self.anything(&chance) }
            for separator in [",", ";"] as [Character] {
                let written = CSV.written([texts], separator: separator).dropFirst()
                // Nobody knows who keeps quoted cells together, and who cuts through them.
                let pieces = String(written).unicodeScalars.split { ",;\t\r\n\"".unicodeScalars.contains($0) }
                for piece in pieces.map({ String(String.UnicodeScalarView($0)) }) where "=+-@".contains(piece.prefix(1))
                {
                    let isPlain = texts.contains {
                        $0.hasPrefix(piece) && !$0.contains { !"+0123456789 ()/-.".contains($0) }
                    }
                    #expect(isPlain, "\(run): \(texts) \(piece)")
                }
            }
        }
    }

    @Test func `no two columns have one name`() {
        #expect(
            CSV.headed([["Number", "Name", "Number", "Number (2)", "Number", "", ""], ["1"]])
                == [["Number", "Name", "Number (3)", "Number (2)", "Number (4)", "", ""], ["1"]])
        var chance = Chance(12)
        for _ in 0..<500 {
            let heads = (0..<8).map { _ in chance.one(of: ["A", "A (2)", "A (3)", "B"]) }
            let named = CSV.headed([heads])[0]
            #expect(Set(named).count == named.count && Set(heads).isSubset(of: Set(named)))
        }
    }
}
