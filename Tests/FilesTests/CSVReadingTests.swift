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
        for run in 0..<4_000 {
            let width = chance.below(5) + 1
            let table = (0...chance.below(6)).map { _ in (0..<width).map { _ in CSVTests.anything(&chance) } }
            guard table.contains(where: { $0.contains { !$0.isEmpty } }) else { continue }
            for separator in [",", ";"] as [Character] {
                let read = try CSV.sheet(Array(CSV.written(table, separator: separator).utf8), language: "en")
                let same = zip(read.rows, table).allSatisfy { row, wanted in
                    zip(row.cells, wanted).allSatisfy { $0.unicodeScalars.elementsEqual($1.unicodeScalars) }
                        && row.cells.count == wanted.count
                }
                #expect(same && read.rows.count == table.count, "\(run): \(table) \(read.rows.map(\.cells))")
                #expect(read.faults.isEmpty)
            }
        }
    }

    /// As spreadsheets copy rows: a cell with a tab or a line's end is quoted, every other stands as it is.
    @Test func `rows that are copied from a spreadsheet are read with all their marks, and none is lost`() throws {
        var chance = Chance(81)
        let letters = ["a", "b c", "\"", "\"\"", "'", ",", ";", "\n", "č", "1"]
        for run in 0..<4_000 {
            let table = (0...chance.below(5)).map { _ in
                (0..<3).map { _ in (0..<chance.below(6)).map { _ in chance.one(of: letters) }.joined() + "x" }
            }
            let rows = [["Name", "Place", "Note"]] + table
            let copied = rows.map { row in
                row.map { cell in
                    cell.contains("\n") ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
                }.joined(separator: "\t")
            }.joined(separator: "\r\n")
            let sheet = try CSV.sheet(Array(copied.utf8), language: "en")
            let isSame = sheet.rows.map(\.cells) == rows
            #expect(isSame || !sheet.faults.isEmpty, "\(run): \(table) \(sheet.rows.map(\.cells))")
        }
    }

    @Test func `a mark that begins a cell and closes before its end is a letter`() throws {
        #expect(
            try Self.cells("Name\tPartner\n\"Green Harbours\" team\tPP1\n\"Blue\tPP2\n\"All\"\tPP3\n")
                == [["Name", "Partner"], ["\"Green Harbours\" team", "PP1"], ["\"Blue", "PP2"], ["\"All\"", "PP3"]])
        #expect(try Self.cells("a;b\n\"x\" y;z\n\"x\" ;z") == [["a", "b"], ["\"x\" y", "z"], ["x", "z"]])
        #expect(try Self.cells("\"a\"\t\"b\"\n\"x\"\t\"y\"\n") == [["a", "b"], ["x", "y"]])
        // What it holds may be two cells, or two rows: nobody can tell, and the row is named.
        let sheet = try CSV.sheet(Array("a;b\n\"x;1\ny\" z;2\nc;d\n".utf8), language: "en")
        #expect(sheet.faults == [Sheet.Fault(row: 2, column: 1, .quotes)] && sheet.rows.last?.cells == ["c", "d"])
        let copied = try CSV.sheet(Array("a\tb\n\"x\t1\ny\"\t2\n".utf8), language: "en")
        #expect(copied.faults == [Sheet.Fault(row: 2, column: 1, .quotes)])
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
        #expect(try Self.cells("\u{FEFF}SEP=\t\t\na,b\tc\n") == [["a,b", "c"]])
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
        let german = Array("Titel;Ort\nBesuch;K".utf8) + [0xFC] + Array("ste".utf8)
        #expect(try CSV.sheet(german, language: "de").rows[1].cells == ["Besuch", "Küste"])
        #expect(try CSV.sheet(german, language: "en").rows[1].cells == ["Besuch", "Küste"])
    }

    static func bytes(_ text: String, _ table: Sheet.Characters) throws -> [UInt8] {
        let letters = try #require(CodePages.all[table])
        return try text.unicodeScalars.map { scalar in
            scalar.value < 128 ? UInt8(scalar.value) : UInt8(try #require(letters.firstIndex(of: scalar)) + 128)
        }
    }

    /// Lists as people of each language keep them.
    static let lists: [(String, String, [Sheet.Characters])] = [
        (
            "sl", "Ime;Kraj\nŽiga Črnič;Kočevje\nŠpela Čuk;Črnomelj",
            [.windows1250, .iso88592, .cp852, .macCentralEurope]
        ),
        (
            "de", "Name;Ort\nJürgen Müller;Köln\nBärbel Groß;Übersee",
            [.windows1252, .windows1250, .iso88591, .iso885915, .macRoman, .cp850, .cp852, .macCentralEurope]
        ),
        ("es", "Nombre;Lugar\nJosé Peña;Cádiz\nÍñigo Núñez;Ávila", [.windows1252, .iso88591, .macRoman, .cp850]),
        ("pt", "Nome;Lugar\nJoão Gonçalves;São Brás\nInês;Guimarães", [.windows1252, .iso88591, .macRoman, .cp850]),
        ("ro", "Nume;Loc\nŞtefan Ţepeş;Braşov\nIonuţ;Iaşi", [.windows1250, .iso88592, .cp852]),
        ("hu", "Név;Hely\nErdős Győző;Győr\nŐri Dezső;Kőszeg", [.windows1250, .iso88592, .cp852, .macCentralEurope]),
        ("lv", "Vārds;Vieta\nJānis Bērziņš;Rēzekne\nĪra Kļava;Liepāja", [.windows1257, .macCentralEurope]),
        (
            "sk", "Meno;Miesto\nĽubomír Kováč;Košice\nŽofia Dlhá;Štúrovo",
            [.windows1250, .iso88592, .cp852, .macCentralEurope]
        ),
        ("sv", "Namn;Ort\nÅsa Öberg;Malmö\nHåkan;Skåne", [.windows1252, .iso88591, .macRoman, .cp850]),
        ("fr", "Nom;Lieu\nHélène Lefèvre;Besançon\nZoë;Nîmes", [.windows1252, .iso88591, .macRoman, .cp850]),
    ]

    /// The promise: whatever table a list is written in, and whatever language was said, it is read as it is, or asked with what it
    /// is among the readings.
    @Test func `a list in any table is read right or asked with the right words, and never read wrongly`() throws {
        var sure: Set<String> = []
        for (language, text, tables) in Self.lists {
            for table in tables {
                let rows = text.split(separator: "\n")
                let parts =
                    [text, rows.dropLast().joined(separator: "\n")]
                    + text.split { ";\n ".contains($0) }.map(String.init)
                for lines in parts {
                    for said in ["en", "sl", "de", "es", "pt", "ro", "hu", "lv", "sk", "sv"] {
                        let bytes = try Self.bytes(lines, table)
                        let told = Letters.told(bytes, language: said)
                        let readings = told.map { Letters.decoded(bytes, as: $0) }
                        #expect(
                            readings.contains(Array(lines.unicodeScalars)), "\(language) \(table) in \(said): \(told)")
                        if told.count == 1 { sure.insert("\(language) \(table)") }
                        #expect((told.count == 1) == CSV.readings(bytes, language: said).isEmpty)
                    }
                }
            }
        }
        for certain in ["sl windows1250", "es windows1252", "es macRoman", "ro windows1250", "lv windows1257"] {
            #expect(sure.contains(certain))
        }
    }

    @Test func `where a byte is one language's letter as well as another's, it is asked`() throws {
        // Kočevje or Koèevje.
        let bytes = Array("Title;Place\nVisit;Ko".utf8) + [0xE8] + Array("evje".utf8)
        #expect(Self.refusal(bytes) == "unsureCharacters")
        let readings = CSV.readings(bytes, language: "en").map { "\($0.title): \($1.joined())" }
        #expect(readings.prefix(2) == ["Windows-1250: Kočevje", "Windows-1252: Koèevje"])
        // Beside Slovene, è before a vowel is nobody's.
        #expect(try CSV.sheet(bytes, language: "sl").rows[1].cells[1] == "Kočevje")
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
