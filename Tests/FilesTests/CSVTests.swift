import Testing

@testable import Files

@Suite struct CSVTests {
    @Test func `a table begins with a byte order mark and ends its rows as RFC 4180 asks`() {
        #expect(CSV.written([["Name", "Land"], ["Izola", "SI"]]) == "\u{FEFF}Name,Land\r\nIzola,SI\r\n")
        #expect(CSV.written([]) == "\u{FEFF}")
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("a;b", "\"a;b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("two\nlines", "\"two\nlines\""), ("two\r\nlines", "\"two\r\nlines\""),
        ("čšž", "čšž"), (" space", " space"),
    ])
    func `a cell is quoted when it must be`(text: String, cell: String) {
        #expect(CSV.cell(text) == cell)
    }

    @Test(arguments: ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"x\")", "-cmd|' /C calc'!A0"])
    func `what a spreadsheet would run stays text`(text: String) {
        let cell = CSV.cell(text)
        #expect(cell.hasPrefix("'") || cell.hasPrefix("\"'"))
    }

    @Test(arguments: ["-12.50", "+386", "-1"]) func `a number stays a number`(text: String) {
        #expect(CSV.cell(text) == text)
    }
}
