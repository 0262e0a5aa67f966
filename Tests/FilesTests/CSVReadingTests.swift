import Cast
import Domain
import Testing

@testable import Files

/// What partners send, read without a change to a letter.
@Suite struct CSVReadingTests {
    static func cells(_ text: String, language: String = "en") throws(Refusal) -> [[String]] {
        try CSV.sheet(Array(text.utf8), language: language).rows.map(\.cells)
    }

    static func refusal(_ bytes: [UInt8], language: String = "en", as characters: Sheet.Characters? = nil) -> String? {
        do throws(Refusal) {
            _ = try CSV.sheet(bytes, language: language, characters: characters)
            return nil
        } catch { return error.code }
    }

    @Test func `any table that is written is read as it was`() throws {
        var chance = Chance(79)
        let letters = [
            "a", "", " ", "č", "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "\"", "'", ",", ";", "|", "1", ".",
            "sep=;",
            "日", "\u{FEFF}", "\u{0}", "=\"1\"",
        ]
        for run in 0..<3_000 {
            let width = chance.below(5) + 1
            let table = (0...chance.below(6)).map { _ in
                (0..<width).map { _ in (0..<chance.below(5)).map { _ in chance.one(of: letters) }.joined() }
            }
            guard table.contains(where: { $0.contains { !$0.isEmpty } }) else { continue }
            for separator in [",", ";"] as [Character] {
                let read = try CSV.sheet(Array(CSV.written(table, separator: separator).utf8), language: "en")
                let same = zip(read.rows, table).allSatisfy { row, wanted in
                    zip(row.cells, wanted).allSatisfy { $0.unicodeScalars.elementsEqual($1.unicodeScalars) }
                        && row.cells.count == wanted.count
                }
                #expect(same && read.rows.count == table.count, "\(run): \(table) \(read.rows.map(\.cells))")
            }
        }
    }

    @Test func `whatever bytes come, they are read or refused`() {
        var chance = Chance(11)
        let pieces: [[UInt8]] = [
            [0x22], [0x2C], [0x3B], [0x09], [0x0D], [0x0A], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0], [0xE8],
            [0xC4, 0x8D], [0xC4], [0xF0, 0x9F], [0xED, 0xA0, 0x80], [0x61], Array("sep=".utf8), [0x9D], [0x81], [0x3D],
        ]
        var (read, refused) = (0, 0)
        for _ in 0..<4_000 {
            let bytes = (0..<chance.below(40)).flatMap { _ in
                chance.once(in: 4) ? [UInt8(chance.below(256))] : chance.one(of: pieces)
            }
            for characters in [nil] + Sheet.Characters.allCases.map(Optional.some) {
                if Self.refusal(bytes, language: chance.one(of: ["en", "sl", "lv", "xx"]), as: characters) == nil {
                    read += 1
                } else {
                    refused += 1
                }
            }
        }
        #expect(read > 1_000 && refused > 1_000)
    }

    @Test func `commas, semicolons and tabs are told apart, with decimal commas in the cells`() throws {
        let semicolons = "Title;Amount;Paid\r\nVisit;13,75;1.200,00\r\nMeeting;2,50;\r\n"
        let sheet = try CSV.sheet(Array(semicolons.utf8), language: "sl")
        #expect(sheet.separator == .semicolon)
        #expect(
            sheet.rows.map(\.cells) == [
                ["Title", "Amount", "Paid"], ["Visit", "13,75", "1.200,00"], ["Meeting", "2,50", ""],
            ])
        #expect(
            try Self.cells("Title\tPlace\nVisit, long\tIzola; Piran\n") == [
                ["Title", "Place"], ["Visit, long", "Izola; Piran"],
            ])
        #expect(
            try Self.cells("Title,Place\nVisit,\"Izola, Piran\"") == [["Title", "Place"], ["Visit", "Izola, Piran"]])
        #expect(try Self.cells("sep=;\r\na,b;c\r\n") == [["a,b", "c"]])
        #expect(try Self.cells("one\ntwo\n") == [["one"], ["two"]])
    }

    @Test func `lines within cells, quotes and trailing empty columns are kept`() throws {
        #expect(
            try Self.cells("a;\"two\r\nlines\";\"say \"\"hi\"\"\";;\r\n\r\nb;;;;")
                == [["a", "two\r\nlines", "say \"hi\"", "", ""], [""], ["b", "", "", "", ""]])
        #expect(try Self.cells("a,5\" pipe,b") == [["a", "5\" pipe", "b"]])
        #expect(try Self.cells("a\rb\rc") == [["a"], ["b"], ["c"]])
    }

    @Test func `noughts at the front and guarded formulas come as they were meant`() throws {
        #expect(try Self.cells("=\"0034\",'=1+1,'-x,it's,0034") == [["0034", "=1+1", "-x", "it's", "0034"]])
    }

    @Test func `UTF-8, UTF-16 and Windows are told apart, and said`() throws {
        let text = "Naslov;Kraj\nObisk;Črnomelj"
        func taken(_ bytes: [UInt8], _ language: String) throws -> Sheet.Characters? {
            let sheet = try CSV.sheet(bytes, language: language)
            #expect(sheet.rows[1].cells == ["Obisk", "Črnomelj"])
            return sheet.characters
        }
        #expect(try taken(Array(text.utf8), "en") == .utf8)
        #expect(try taken([0xEF, 0xBB, 0xBF] + Array(text.utf8), "en") == .utf8)
        let units = Array(text.utf16)
        #expect(try taken([0xFF, 0xFE] + units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, "en") == .utf16)
        #expect(try taken([0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }, "en") == .utf16)
        #expect(try taken(units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, "sl") == .utf16)
        #expect(try taken(Array("Naslov;Kraj\nObisk;".utf8) + [0xC8] + Array("rnomelj".utf8), "sl") == .windows1250)
        let german = Array("Titel;Ort\nBesuch;K".utf8) + [0xFC] + Array("ste".utf8)
        #expect(try CSV.sheet(german, language: "de").rows[1].cells == ["Besuch", "Küste"])
        #expect(try CSV.sheet(german, language: "en").rows[1].cells == ["Besuch", "Küste"])
        let latvian = Array("Nosaukums;Vieta\nVizite;R".utf8) + [0xEE] + Array("ga".utf8)
        #expect(try CSV.sheet(latvian, language: "lv").rows[1].cells == ["Vizite", "Rīga"])
    }

    @Test func `where a byte is one language's letter as well as another's, it is asked`() throws {
        // Kočevje or Koèevje.
        let bytes = Array("Title;Place\nVisit;Ko".utf8) + [0xE8] + Array("evje".utf8)
        #expect(Self.refusal(bytes) == "unsureCharacters")
        #expect(try CSV.sheet(bytes, language: "en", characters: .windows1250).rows[1].cells[1] == "Kočevje")
        #expect(try CSV.sheet(bytes, language: "en", characters: .windows1252).rows[1].cells[1] == "Koèevje")
    }

    @Test func `a byte that is no letter is named with row and column, and spoils no other cell`() throws {
        let bytes = Array("Naslov;Kraj\nČas;Črna".utf8) + [0xFF] + Array("\nž;š\n".utf8)
        let sheet = try CSV.sheet(bytes, language: "sl")
        #expect(sheet.characters == .utf8)
        #expect(sheet.faults == [Sheet.Fault(row: 2, column: 2)])
        #expect(sheet.rows[2].cells == ["ž", "š"])
        #expect(try CSV.sheet([0x61, 0x3B, 0x81], language: "en", characters: .windows1252).faults.count == 1)
    }

    @Test func `rows that would be lost, and what is no text, are refused`() {
        #expect(Self.refusal(Array("a;b\n\"open;c\nd;e\n".utf8)) == "openQuote")
        #expect(Self.refusal([0x50, 0x4B, 0x03, 0x04, 0x14]) == "notCSV")
        #expect(Self.refusal([0xD0, 0xCF, 0x11, 0xE0]) == "notCSV")
        #expect(Self.refusal(Array("<html><table>".utf8)) == "notCSV")
        #expect(Self.refusal([]) == "emptySheet")
        #expect(Self.refusal(Array(";;\n\n;".utf8)) == "emptySheet")
        #expect(Self.refusal(Array(String(repeating: "a\n", count: Sheet.mostRows + 21).utf8)) == "tooManyRows")
        #expect(Self.refusal(Array(String(repeating: "a\n", count: Sheet.mostRows + 20).utf8)) == nil)
        #expect(Self.refusal(Array(String(repeating: "a;", count: Sheet.mostColumns + 1).utf8)) == "tooManyColumns")
        #expect(Self.refusal(Array(repeating: 0x61, count: Sheet.mostBytes + 1)) == "tooLarge")
    }
}
