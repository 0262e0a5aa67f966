import Cast
import Domain
import Testing

@Suite struct MoneyTests {
    @Test func `an amount is read to the cent`() {
        #expect(Money(plain: "1637941.00 EUR")?.cents == 163_794_100)
        #expect(Money(plain: "12 EUR")?.cents == 1_200)
        #expect(Money(plain: "12.5 SEK")?.cents == 1_250)
        #expect(Money(plain: "-0.05 EUR")?.cents == -5)
        #expect(Money(plain: "-0.05 EUR")?.plain == "-0.05 EUR")
    }

    @Test(arguments: [
        "12,50 EUR", "12.505 EUR", "12. EUR", ".5 EUR", "1 000 EUR", "1e3 EUR", "--1 EUR", "+1 EUR",
        "12345678901234567890 EUR", "92233720368547758.08 EUR", "12 eur", "12 EURO", "12", "12  EUR", "", "1.-5 EUR",
        "١٢ EUR",
    ])
    func `what is no amount is refused`(text: String) {
        #expect(Money(plain: text) == nil)
    }

    @Test func `every amount is read as it was written`() {
        var chance = Chance(3)
        let edges: [Int64] = [0, 1, -1, 99, -99, 100, -100, .max, -.max]
        for cents in edges + (0..<2_000).map({ _ in Int64(bitPattern: chance.next()) }) where cents != .min {
            let money = Money.euro(cents: cents)
            #expect(Money(plain: money.plain) == money)
        }
    }

    @Test func `amounts of one currency add up, and what does not fit is no sum`() {
        #expect(Money.euro(cents: 3_333).adding(.euro(cents: 6_667)) == .euro(cents: 10_000))
        #expect(Money.euro(cents: .max).adding(.euro(cents: 1)) == nil)
        #expect(Money.euro(cents: -.max).adding(.euro(cents: -2)) == nil)
        #expect(Money.euro(cents: 1).adding(Money(cents: 1, currency: "SEK")!) == nil)
    }

    @Test func `a currency is three capital letters`() {
        #expect(Money(cents: 1, currency: "SEK") != nil)
        for currency in ["sek", "SE", "SEKK", "S€K", ""] { #expect(Money(cents: 1, currency: currency) == nil) }
    }
}

@Suite struct CountTests {
    @Test func `a number is exact, about, or at least`() {
        #expect(Count(plain: "19") == Count(19))
        #expect(Count(plain: "~15") == Count(15, .about))
        #expect(Count(plain: "10+") == Count(10, .atLeast))
        for text in ["19", "~15", "10+", "0"] { #expect(Count(plain: text)?.plain == text) }
    }

    @Test(arguments: ["", "~", "+", "-1", "1.5", "~10+", "1 000", "x", "99999999999999999999"])
    func `what is no number is refused`(text: String) {
        #expect(Count(plain: text) == nil)
    }
}
