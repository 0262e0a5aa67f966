import Domain

/// Numbers and amounts, written by hand: they are asked for in every cell of every table.
extension Words {
    /// A whole number in groups of three, negative with a true minus.
    public func number(_ number: Int) -> String {
        written(number.magnitude, negative: number < 0, cents: nil, after: "")
    }

    /// The same for sums, which have more digits than a number on record.
    public func number(_ number: some BinaryInteger) -> String {
        if let whole = UInt(exactly: number.magnitude) {
            return written(whole, negative: number < 0, cents: nil, after: "")
        }
        // What 64 bits do not hold: the thousands before it, and its last three digits.
        let (before, last) = number.quotientAndRemainder(dividingBy: 1_000)
        let digits = String(last.magnitude)
        return self.number(before) + String(Character(language.groupMark))
            + String(repeating: "0", count: 3 - digits.count)
            + digits
    }

    /// "1.637.941,00 EUR": cents always, negative with a true minus.
    public func amount(_ money: Money) -> String {
        let magnitude = money.cents.magnitude
        return written(
            UInt(magnitude / 100), negative: money.cents < 0, cents: UInt8(magnitude % 100), after: " " + money.currency
        )
    }

    /// The amount alone, for columns whose head names the currency.
    public func decimal(_ money: Money) -> String {
        let magnitude = money.cents.magnitude
        return written(UInt(magnitude / 100), negative: money.cents < 0, cents: UInt8(magnitude % 100), after: "")
    }

    /// "12,5": a number that is kept in tenths.
    public func tenths(_ tenths: Int) -> String {
        let (cents, over) = Int64(tenths).multipliedReportingOverflow(by: 10)
        return over ? number(tenths / 10) : String(decimal(.euro(cents: cents)).dropLast())
    }

    /// "12,5 %", and "12 %" where there is nothing behind the point.
    public func percent(tenths: Int) -> String {
        tenths % 10 == 0 ? percent(tenths / 10) : self.tenths(tenths) + language.percentSpace + "%"
    }

    /// "85 %".
    public func percent(_ whole: Int) -> String {
        written(whole.magnitude, negative: whole < 0, cents: nil, after: language.percentSpace + "%")
    }

    /// The share in whole per cent, half away from zero; nil of nothing, for that is not 0 %.
    public func percent(_ part: Int, of whole: Int) -> String? {
        guard whole != 0 else { return nil }
        let (part, whole) = whole < 0 ? (-Int128(part), -Int128(whole)) : (Int128(part), Int128(whole))
        let twice = part.magnitude * 200 + UInt128(whole)
        let share = Int(clamping: twice / (UInt128(whole) * 2))
        return percent(part < 0 ? -share : share)
    }

    private func written(_ whole: UInt, negative: Bool, cents: UInt8?, after: String) -> String {
        let group = language.groupMark
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        return withUnsafeMutableBytes(of: &digits) { digits in
            var count = 0
            var rest = whole
            repeat {
                digits[count] = UInt8(rest % 10) + 48
                rest /= 10
                count += 1
            } while rest > 0

            var text = String(unsafeUninitializedCapacity: 64) { bytes in
                var at = 0
                func put(_ byte: UInt8) {
                    bytes[at] = byte
                    at += 1
                }
                if negative {
                    // U+2212, the true minus.
                    put(0xE2)
                    put(0x88)
                    put(0x92)
                }
                for place in stride(from: count - 1, through: 0, by: -1) {
                    put(digits[place])
                    if place > 0, place % 3 == 0 {
                        if group.value >= 0x80 { put(0xC2) }
                        put(UInt8(group.value))
                    }
                }
                if let cents {
                    put(UInt8(language.decimalMark.value))
                    put(cents / 10 + 48)
                    put(cents % 10 + 48)
                }
                return at
            }
            text += after
            return text
        }
    }
}
