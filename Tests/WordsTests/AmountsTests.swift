import Domain
import Testing
import Words

@Suite struct AmountsTests {
    @Test(arguments: [
        (Language.en, "1,637,941.00 EUR"), (.sl, "1.637.941,00 EUR"), (.de, "1.637.941,00 EUR"),
        (.es, "1.637.941,00 EUR"),
        (.ro, "1.637.941,00 EUR"), (.lv, "1 637 941,00 EUR"), (.pt, "1 637 941,00 EUR"), (.sv, "1 637 941,00 EUR"),
        (.sk, "1 637 941,00 EUR"), (.hu, "1 637 941,00 EUR"),
    ])
    func `amounts have the marks of the language and cents always`(language: Language, expected: String) {
        #expect(Words.of(language).amount(.euro(cents: 163_794_100)).plainSpaces == expected)
    }

    @Test func `negative amounts have a true minus, and the smallest and largest are written`() {
        let words = Words.of(.sl)
        #expect(words.amount(.euro(cents: -5)) == "−0,05 EUR")
        #expect(words.amount(.euro(cents: .min)) == "−92.233.720.368.547.758,08 EUR")
        #expect(words.number(.min) == "−9.223.372.036.854.775.808")
        #expect(words.number(0) == "0")
        #expect(words.number(-999) == "−999")
        #expect(words.number(1000) == "1.000")
    }

    @Test func `a share of nothing is not 0 per cent`() {
        let words = Words.of(.sl)
        #expect(words.percent(0, of: 0) == nil)
        #expect(words.percent(17, of: 20)?.plainSpaces == "85 %")
        #expect(words.percent(1, of: 200)?.plainSpaces == "1 %")
        #expect(Words.of(.en).percent(85) == "85%")
    }

    @Test(arguments: Language.allCases) func `every amount is read as it was written`(language: Language) {
        let words = Words.of(language)
        var chance = Chance(11)
        for _ in 0..<500 {
            let most = [99, 9_999, 999_999, 99_999_999_999].randomElement(using: &chance)! as Int64
            let currency = ["EUR", "SEK", "HUF", "CHF"].randomElement(using: &chance)!
            let money = Money(cents: .random(in: -most...most, using: &chance), currency: currency)!
            #expect(words.readAmount(words.amount(money)) == money)
            #expect(words.readAmount(words.amount(money).plainSpaces) == money)
            let number = Int(money.cents)
            #expect(words.readWhole(words.number(number)) == number)
        }
    }

    @Test(arguments: Language.allCases)
    func `what another language would write is never read as something else`(language: Language) {
        let words = Words.of(language)
        for (typed, meant) in [
            ("12,50", 1_250), ("12.50", 1_250), ("1.637.941,00", 163_794_100), ("1,637,941.00", 163_794_100),
        ] {
            let read = words.readAmount(typed)
            #expect(read == nil || read == .euro(cents: Int64(meant)), "\(language) \(typed)")
        }
        #expect(words.readWhole("12,5") == nil)
        #expect(words.readWhole("12.5") == nil)
        #expect(words.readWhole("0.637") == nil)
        #expect(words.readWhole("0,637") == nil)
    }

    @Test func `grouping and decimal mark of the language alone are read`() {
        let (en, sl, sv) = (Words.of(.en), Words.of(.sl), Words.of(.sv))
        #expect(en.readAmount("12,50") == nil)
        #expect(sl.readAmount("12.50") == nil)
        #expect(sl.readAmount("12,50") == .euro(cents: 1_250))
        #expect(sl.readAmount("12,5 €") == .euro(cents: 1_250))
        #expect(sl.readAmount("SEK 250") == Money(cents: 25_000, currency: "SEK"))
        #expect(sl.readAmount("1.637,941") == nil)
        #expect(sl.readAmount("16.37,00") == nil)
        #expect(sl.readAmount("1637.941,00") == nil)
        #expect(sl.readAmount("12,505") == nil)
        #expect(sl.readAmount("12,") == nil)
        #expect(sl.readAmount("") == nil)
        #expect(sl.readAmount("12,50 ABC") == nil)
        #expect(sl.readAmount("EUR 12 SEK") == nil)
        #expect(sl.readAmount("12 eur") == .euro(cents: 1_200))
        #expect(sl.readAmount("all 12") == nil)
        #expect(sv.readAmount("1\n637") == nil)
        #expect(sv.readAmount("1\t637") == nil)
        #expect(sv.readAmount("\t1\u{202F}637\n") == .euro(cents: 163_700))
        #expect(sl.readAmount("99.999.999.999.999.999.999,00") == nil)
        #expect(sv.readAmount("1 637,5") == .euro(cents: 163_750))
        #expect(sv.readAmount("1 6 37") == nil)
        #expect(sl.readWhole("1.637") == 1_637)
        #expect(en.readWhole("1.637") == nil)
        #expect(sl.readWhole("٣") == nil)
    }

    @Test(arguments: Language.allCases, [" ", "\u{A0}", "\u{202F}", "\u{2009}"])
    func `spaces part groups of three in every language`(language: Language, space: String) {
        let words = Words.of(language)
        let mark = language == .en ? "." : ","
        func spaced(_ text: String) -> String { text.replacing(" ", with: space) }
        #expect(words.readWhole(spaced("12 000")) == 12_000)
        #expect(words.readWhole(spaced("-1 234 567")) == -1_234_567)
        #expect(words.readCount(spaced("12 000")) == Count(12_000))
        #expect(words.readCount(spaced("12 000+")) == Count(12_000, .atLeast))
        #expect(words.readAmount(spaced("12 000") + mark + "50") == .euro(cents: 1_200_050))
        #expect(words.readAmount(spaced("12 000") + mark + "5 SEK") == Money(cents: 1_200_050, currency: "SEK"))
        for wrong in [
            "1 2 000", "12 00", "12 0000", "1234 567", "0 012", "12 000 1", "12 000 ,5", "1 234.567", "1 234,567",
        ] {
            #expect(words.readWhole(spaced(wrong)) == nil, "\(wrong)")
        }
        for wrong in [
            "1 2 000", "12 000 0", "1 234.567" + mark + "00", "1 234,567" + mark + "00", "12 000" + mark + "5 0",
        ] {
            #expect(words.readAmount(spaced(wrong)) == nil, "\(wrong)")
        }
    }

    @Test
    func `what is twelve in one language and twelve thousand in another is read as the language writes it, or refused`()
    {
        for language in Language.allCases {
            let words = Words.of(language)
            let own =
                language == .en ? "12,000" : ["sl", "de", "es", "ro"].contains(language.rawValue) ? "12.000" : nil
            for typed in ["12.000", "12,000"] {
                #expect(words.readWhole(typed) == (typed == own ? 12_000 : nil), "\(language) \(typed)")
                #expect(
                    words.readAmount(typed) == (typed == own ? .euro(cents: 1_200_000) : nil), "\(language) \(typed)")
            }
            // The sentence says how to write it, and what it says is read.
            for code in ["notWhole", "notCount"] {
                let sentence = words.sentence(
                    Finding(code, .blocks, field: "x", facts: [.init("text", .text("12.000?"))])
                ) { _ in "" }
                let shown = ["12000", "12 000"] + (own.map { [$0] } ?? [])
                #expect(shown.allSatisfy { sentence.contains($0) && words.readWhole($0) == 12_000 }, "\(sentence)")
            }
        }
    }
}
