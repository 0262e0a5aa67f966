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
        #expect(en.readWhole("12 000") == nil)
        #expect(sl.readWhole("٣") == nil)
    }
}
