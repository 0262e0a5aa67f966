import Cast
import Testing
@testable import Domain

@Suite struct ExactTests {
    @Test func `decimals are read and written as they are`() {
        for text in ["0", "12", "-12.50", "0.000001", "1000000000000000.01", "999999999999.123456789012345678"] {
            #expect(Exact(reading: text)?.plain == text)
        }
        #expect(Exact(reading: "3000") == Exact(reading: "3000.00"))
    }

    @Test func `what is not exactly a decimal is not read`() {
        for text in [
            "", "-", ".", "1.", ".5", "12,50", "1.637.941,00", "1 000", "1e3", "+1", "--1", "NaN", "٣", "1.2.3",
            "1234567890123456789012345678901", "0.1234567890123456789",
        ] {
            #expect(Exact(reading: text) == nil, "\(text)")
        }
    }

    @Test func `every mode rounds as it says`() throws {
        let rows: [(String, [String])] = [
            // down, up, floor, halfUp, halfDown, halfEven
            ("1.005", ["1.00", "1.01", "1.00", "1.01", "1.00", "1.00"]),
            ("1.015", ["1.01", "1.02", "1.01", "1.02", "1.01", "1.02"]),
            ("-1.005", ["-1.00", "-1.01", "-1.01", "-1.01", "-1.00", "-1.00"]),
            ("-1.001", ["-1.00", "-1.01", "-1.01", "-1.00", "-1.00", "-1.00"]),
            ("1.0051", ["1.00", "1.01", "1.00", "1.01", "1.01", "1.01"]),
            ("1.00", ["1.00", "1.00", "1.00", "1.00", "1.00", "1.00"]),
        ]
        for (text, expected) in rows {
            let got = try Rounding.Mode.allCases.map { try #require(Exact(reading: text)).rounded(.cents($0)).plain }
            #expect(got == expected, "\(text)")
        }
    }

    @Test func `a quotient may be kept to so many digits`() throws {
        let five = try #require(Rounding(.halfUp, .significant(5)))
        #expect(try Exact(2400).divided(by: 4720, five).plain == "0.50847")
        #expect(try Exact(24).divided(by: 5930, five).plain == "0.0040472")
        #expect(try Exact(123_456).divided(by: 1, five) == Exact(123_460))
        #expect(try Exact(0).divided(by: 7, five).isZero)
        #expect(try #require(Exact(reading: "9.999996")).divided(by: 1, five) == 10)
    }

    @Test func `what does not fit is refused and never wrapped`() throws {
        let large = try #require(Exact(reading: "999999999999999999999999999999"))
        #expect(throws: Refusal.numberTooLarge) { try large * large }
        #expect(throws: Refusal.self) { try Euro(large) }
        #expect(throws: Refusal.self) { try large.divided(by: 3, #require(Rounding(.down, .decimals(20)))) }
        #expect(throws: Refusal("divisionByNothing")) { try Exact(1).divided(by: 0, .cents(.down)) }
        #expect(Euro(plain: "12345678901234567890") == nil)
        #expect(try Euro(Exact(cents: .max)).cents == .max)
        #expect(throws: Refusal.self) { try Euro(Exact(cents: .max) + Exact(cents: 1)) }
        #expect(throws: Refusal.self) { try Euro(#require(Exact(reading: "0.001"))) }
    }

    @Test func `sums and products of any numbers are right or refused`() {
        var chance = Chance(1)
        for _ in 0..<20_000 {
            let (a, b) = (Exact(cents: chance.cents()), Exact(units: Int128(chance.cents()), scale: chance.below(19)))
            if let sum = try? a + b, let back = try? sum - b { #expect(back == a) }
            if !b.isZero, let product = try? a * b, let back = try? product.divided(by: b, .cents(.halfEven)) {
                #expect(back == a)
            }
            #expect((a < b) != (b <= a))
        }
    }

    @Test func `a product that is longer than a number can be is rounded as one that is not`() throws {
        let third = Exact(units: 3_333_333_333_333_333_333, scale: 19)
        let long = Exact(units: 999_999_999_999_999_999_999_999_999_999, scale: 15)
        #expect(throws: Refusal.numberTooLarge) { try long * third }
        #expect(try long.times(third, .cents(.floor)).plain == "333333333333333.33")
        #expect(try long.negated.times(third, .cents(.floor)).plain == "-333333333333333.34")
        #expect(try long.negated.times(third.negated, .cents(.up)).plain == "333333333333333.34")
        #expect(throws: Refusal.numberTooLarge) {
            try Exact(units: .max, scale: 0).times(Exact(units: .max, scale: 0), .cents(.down))
        }
        var chance = Chance(11)
        for _ in 0..<20_000 {
            let a = Exact(units: Int128(chance.next()) * 1_000_003 + 1, scale: 12)
            let b = Exact(units: Int128(chance.next()) * 1_000_003 + 1, scale: 23)
            let product = a.units.magnitude.multipliedFullWidth(by: b.units.magnitude)
            func times(_ units: Int128) -> (high: UInt128, low: UInt128) {
                units.magnitude.multipliedFullWidth(by: 1_000_000_000_000_000_000_000_000_000_000_000)
            }
            let less = try a.times(b, .cents(.floor)).units
            #expect(times(less) <= product && product < times(less + 1))
            let more = times(less) == product ? less : less + 1
            #expect(try a.times(b, .cents(.up)).units == more)
            #expect(try a.negated.times(b, .cents(.floor)).units == -more)
            #expect(try [less, more].contains(a.times(b, .cents(.halfEven)).units))
        }
    }

    @Test func `a rounded quotient is the neighbour that its mode names`() throws {
        var chance = Chance(8)
        for _ in 0..<50_000 {
            let dividend = Int128(chance.cents()) * Int128(chance.cents() >> 20) + Int128(chance.below(1_000))
            let divisor = Int128(chance.cents() >> chance.below(40))
            guard divisor != 0 else { continue }
            for mode in Rounding.Mode.allCases {
                let quotient = try mode.quotient(of: dividend, by: divisor)
                #expect(try mode.quotient(of: dividend, by: divisor) == mode.quotient(of: -dividend, by: -divisor))
                let off = dividend - quotient * divisor
                #expect(off.magnitude < divisor.magnitude)
                switch mode {
                case .down: #expect(off == 0 || (off < 0) == (dividend < 0))
                case .up: #expect(off == 0 || (off < 0) != (dividend < 0))
                case .floor: #expect(off == 0 || (off < 0) == (divisor < 0))
                default: #expect(2 * off.magnitude <= divisor.magnitude)
                }
            }
        }
    }

    @Test func `a rounding is read as it is written`() {
        for mode in Rounding.Mode.allCases {
            for place in [Rounding.Place.decimals(0), .decimals(2), .decimals(21), .significant(5)] {
                let rounding = Rounding(mode, place)
                #expect(rounding != nil && Rounding(plain: rounding!.plain) == rounding)
            }
        }
        #expect(Rounding(.down, .decimals(29)) == nil)
        for text in ["", "half up", "half up 2 decimals", "half up, 2", "sideways, 2 decimals", "down, 99 decimals"] {
            #expect(Rounding(plain: text) == nil, "\(text)")
        }
    }

    @Test func `a percentage of nothing does not exist`() throws {
        #expect(try Percent.of(5, in: 0, .cents(.halfUp)) == nil)
        #expect(try Percent.of(1, in: 3, .cents(.halfUp))?.plain == "33.33")
    }
}

@Suite struct SplitTests {
    @Test func `a euro in three parts`() throws {
        #expect(try Euro(cents: 100).split(by: [1, 1, 1]).map(\.cents) == [34, 33, 33])
        #expect(try Euro(cents: 100).split(by: [1, 1, 1], leftOver: .last).map(\.cents) == [33, 33, 34])
        #expect(try Euro(cents: -100).split(by: [1, 1, 1]).map(\.cents) == [-34, -33, -33])
        #expect(try Euro(cents: 5).split(by: [0, 1, 0]).map(\.cents) == [0, 5, 0])
    }

    @Test func `parts add up for any amount and weights, and none is a cent away from its share`() throws {
        var chance = Chance(2)
        for _ in 0..<20_000 {
            let amount = Euro(cents: chance.cents())
            let weights = (0...chance.below(9)).map { _ in chance.percent().number }
            for leftOver in LeftOver.allCases {
                guard let parts = try? amount.split(by: weights, leftOver: leftOver) else {
                    let nothing = weights.allSatisfy { $0.isZero }
                    #expect(nothing)
                    continue
                }
                #expect(parts.reduce(Int128(0)) { $0 + Int128($1.cents) } == Int128(amount.cents))
                #expect(parts.count == weights.count)
                if leftOver == .largestRemainder {
                    let total = try Exact.sum(weights)
                    for (part, weight) in zip(parts, weights) {
                        let away = try (Exact(Int(part.cents)) * total - Exact(Int(amount.cents)) * weight).magnitude
                        #expect(away < total)
                    }
                }
            }
        }
    }

    @Test func `negative weights and weights of nothing are refused`() {
        #expect(throws: Refusal.self) { try Euro(cents: 1).split(by: [1, -1]) }
        #expect(throws: Refusal("nothingToSplitBy")) { try Euro(cents: 1).split(by: [0, 0]) }
        #expect(throws: Refusal("nothingToSplitBy")) { try Euro(cents: 1).split(by: []) }
    }
}
