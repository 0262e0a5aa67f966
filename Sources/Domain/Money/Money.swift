/// An amount in whole cents (the hundredth part) of its currency. Written `1637941.00 EUR`.
///
/// Never a floating-point number. What does not fit into 64 bits, or has more than two decimals, is refused when read.
public struct Money: Hashable, Sendable {
    public let cents: Int64
    /// Three capital letters of ISO 4217.
    public let currency: String

    public init?(cents: Int64, currency: String) {
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ $0 >= 65 && $0 <= 90 }) else { return nil }
        self.cents = cents
        self.currency = currency
    }

    public static func euro(cents: Int64) -> Money { Money(unchecked: cents, "EUR") }

    private init(unchecked cents: Int64, _ currency: String) {
        self.cents = cents
        self.currency = currency
    }

    /// The sum; nil when the currencies differ or the sum does not fit.
    public func adding(_ other: Money) -> Money? {
        let (sum, overflow) = cents.addingReportingOverflow(other.cents)
        return currency == other.currency && !overflow ? Money(unchecked: sum, currency) : nil
    }

    /// The amount alone, with a point and two decimals: `-12.50`.
    public var decimal: String {
        let magnitude = cents.magnitude
        let whole = String(magnitude / 100)
        let part = Day.padded(Int(magnitude % 100), 2)
        return (cents < 0 ? "-" : "") + whole + "." + part
    }

    /// Reads whole or decimal digits with a point and at most two decimals: `12`, `12.5`, `-12.50`. Nothing else, no grouping.
    public static func cents(reading text: some StringProtocol) -> Int64? {
        var digits = text[...]
        let negative = digits.first == "-"
        if negative { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, !first.isEmpty,
            first.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }),
            let whole = Int64(first)  // digits only: nil when there are too many
        else { return nil }
        var cents: Int64 = 0
        if parts.count == 2 {
            guard (1...2).contains(parts[1].utf8.count), let read = Day.digits(parts[1]) else { return nil }
            cents = Int64(parts[1].utf8.count == 1 ? read * 10 : read)
        }
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: 100)
        guard !overflow else { return nil }
        let (sum, over) = scaled.addingReportingOverflow(cents)
        guard !over else { return nil }
        return negative ? -sum : sum
    }
}

extension Money: Shaped {
    public static var shape: Shape { .amount }
    public static var specimen: Money { .euro(cents: 0) }

    public init?(plain text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let cents = Money.cents(reading: parts[0]) else { return nil }
        self.init(cents: cents, currency: String(parts[1]))
    }

    public var plain: String { "\(decimal) \(currency)" }
}
