/// A rate in hundredths, exactly: 85, 13.97. Written without the sign.
public struct Percent: Hashable, Sendable {
    public let number: Exact

    public init(_ number: Exact) { self.number = number }

    /// The rate times the amount, still exact.
    public func of(_ amount: Exact) throws(Refusal) -> Exact {
        let product = try amount * number
        guard product.scale + 2 <= Exact.deepestScale else { throw .numberTooLarge }
        return Exact(units: product.units, scale: product.scale + 2)
    }

    /// What part is of a whole, in percent. A percentage of nothing does not exist.
    public static func of(_ part: Exact, in whole: Exact, _ rounding: Rounding) throws(Refusal) -> Percent? {
        guard !whole.isZero else { return nil }
        return Percent(try (part * .hundred).divided(by: whole, rounding))
    }

    public var isBetweenNothingAndAll: Bool { !number.isNegative && number <= .hundred }
}

extension Percent: Shaped {
    public static var shape: Shape { .percent }
    public static var specimen: Percent { Percent(.zero) }
    public init?(plain text: String) {
        guard let number = Exact(reading: text) else { return nil }
        self.number = number
    }
    public var plain: String { number.plain }
}
