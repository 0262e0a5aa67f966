/// A decimal number, kept exactly: whole units of a power of ten.
///
/// Sums, differences and products are exact; a quotient exists only with a `Rounding` that says how and where it is cut.
/// What no longer fits into 128 bits is refused, never wrapped and never a trap. Equal by value: 3000 is 3000.00.
public struct Exact: Sendable {
    /// The value is `units / 10^scale`.
    let units: Int128
    let scale: Int

    static let deepestScale = 37
    public static let zero = Exact(units: 0, scale: 0)
    public static let hundred = Exact(100)

    init(units: Int128, scale: Int) {
        self.units = units
        self.scale = scale
    }

    public init(_ whole: Int) { self.init(units: Int128(whole), scale: 0) }
    public init(cents: Int64) { self.init(units: Int128(cents), scale: 2) }

    public var isZero: Bool { units == 0 }
    public var isNegative: Bool { units < 0 }

    // MARK: Reading and writing

    /// Reads whole or decimal digits with a point: `12`, `-12.50`, `0.000001`. Nothing else: no grouping, no exponent, no
    /// comma, at most 30 digits of which 18 may stand behind the point.
    public init?(reading text: some StringProtocol) {
        var units: Int128 = 0
        var digits = 0
        var behind = -1
        var negative = false
        var first = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-") where first: negative = true
            case UInt8(ascii: ".") where behind < 0 && digits > 0: behind = 0
            case 48...57:
                units = units * 10 + Int128(byte - 48)
                digits += 1
                if behind >= 0 { behind += 1 }
                guard digits <= 30, behind <= 18 else { return nil }
            default: return nil
            }
            first = false
        }
        guard digits > 0, behind != 0 else { return nil }
        self.init(units: negative ? -units : units, scale: max(behind, 0))
    }

    /// The stored form, with as many decimals as the number came with: `12.50`.
    public var plain: String {
        let digits = String(units.magnitude)
        let sign = units < 0 ? "-" : ""
        guard scale > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
        return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
    }

    /// The same value without zeros at its end: `12.5`.
    public var shortest: Exact {
        guard units != 0 else { return .zero }
        var (units, scale) = (units, scale)
        while scale > 0, units % 10 == 0 { (units, scale) = (units / 10, scale - 1) }
        return Exact(units: units, scale: scale)
    }

    // MARK: Exact arithmetic

    public static func + (a: Exact, b: Exact) throws(Refusal) -> Exact {
        if a.scale == b.scale {
            let (sum, over) = a.units.addingReportingOverflow(b.units)
            if over { throw .numberTooLarge }
            return Exact(units: sum, scale: a.scale)
        }
        let (x, y, scale) = try aligned(a, b)
        let (sum, over) = x.addingReportingOverflow(y)
        if over { throw .numberTooLarge }
        return Exact(units: sum, scale: scale)
    }

    @inline(__always)
    mutating func add(_ other: Exact) throws(Refusal) {
        // Nothing, in whatever scale, is by far the most frequent part of a sum of categories.
        if other.units != 0 { self = try self + other }
    }

    public static func - (a: Exact, b: Exact) throws(Refusal) -> Exact { try a + b.negated }

    @inline(__always)
    public static func * (a: Exact, b: Exact) throws(Refusal) -> Exact {
        let (product, over) = times(a.units, b.units)
        if !over, a.scale + b.scale <= deepestScale { return Exact(units: product, scale: a.scale + b.scale) }
        return try longProduct(a, b)
    }

    /// The product of numbers that fit only without the zeros at their ends.
    private static func longProduct(_ a: Exact, _ b: Exact) throws(Refusal) -> Exact {
        let (x, y) = (a.shortest, b.shortest)
        let (shorter, stillOver) = times(x.units, y.units)
        if stillOver || x.scale + y.scale > deepestScale { throw .numberTooLarge }
        return Exact(units: shorter, scale: x.scale + y.scale)
    }

    /// Never overflows: the smallest number is refused by every reader and every operation that could make it.
    public var negated: Exact { Exact(units: units == .min ? .max : -units, scale: scale) }

    public var magnitude: Exact { isNegative ? negated : self }

    public static func sum(_ parts: some Sequence<Exact>) throws(Refusal) -> Exact {
        var sum = Exact(units: 0, scale: 2)
        for part in parts { sum = try sum + part }
        return sum
    }

    // MARK: Rounded arithmetic

    @inline(__always)
    public func rounded(_ rounding: Rounding) throws(Refusal) -> Exact {
        guard case .decimals(let places) = rounding.place else { return try divided(by: Exact(1), rounding) }
        if scale <= places { return try rescaled(to: places) }
        return Exact(units: try rounding.mode.quotient(of: units, by: Exact.power(of: scale - places)), scale: places)
    }

    /// The product, rounded as it is told; the digits that rounding takes away need not fit.
    public func times(_ other: Exact, _ rounding: Rounding) throws(Refusal) -> Exact {
        let (short, over) = Exact.times(units, other.units)
        if !over, scale + other.scale <= Exact.deepestScale {
            return try Exact(units: short, scale: scale + other.scale).rounded(rounding)
        }
        let (a, b) = (shortest, other.shortest)
        guard case .decimals(let places) = rounding.place, case let cut = a.scale + b.scale - places, cut >= 0,
            cut <= Exact.deepestScale
        else { return try (a * b).rounded(rounding) }
        let divisor = Exact.power(of: cut)
        let product = a.units.magnitude.multipliedFullWidth(by: b.units.magnitude)
        guard product.high < divisor.magnitude else { throw .numberTooLarge }
        let (quotient, rest) = divisor.magnitude.dividingFullWidth(product)
        guard let whole = Int128(exactly: quotient), let left = Int128(exactly: rest), whole < .max else {
            throw .numberTooLarge
        }
        let sign: Int128 = a.isNegative == b.isNegative ? 1 : -1
        let step = left == 0 ? 0 : rounding.mode.step(whole * sign, left * sign, divisor)
        return Exact(units: whole * sign + step, scale: places)
    }

    /// A hundred times the number.
    func hundredfold() throws(Refusal) -> Exact {
        scale >= 2 ? Exact(units: units, scale: scale - 2) : try self * .hundred
    }

    /// The quotient, rounded as it is told. A divisor of nothing is refused: what a share of nothing is, the caller says.
    public func divided(by divisor: Exact, _ rounding: Rounding) throws(Refusal) -> Exact {
        guard !divisor.isZero else { throw Refusal("divisionByNothing") }
        let places: Int
        switch rounding.place {
        case .decimals(let number): places = number
        case .significant(let number): places = number - 1 - (try exponent(dividedBy: divisor))
        }
        guard places.magnitude <= Exact.deepestScale.magnitude else { throw .numberTooLarge }
        let (over, under) = try fraction(dividedBy: divisor, places: places)
        let quotient = try rounding.mode.quotient(of: over, by: under)
        if places >= 0 { return Exact(units: quotient, scale: places) }
        return Exact(units: try Exact.scaled(quotient, by: -places), scale: 0)
    }

    /// Numerator and denominator of the quotient in units of the last place that is kept.
    @inline(__always)
    private func fraction(dividedBy divisor: Exact, places: Int) throws(Refusal) -> (Int128, Int128) {
        let shift = places + divisor.scale - scale
        if shift >= 0 { return (try Exact.scaled(units, by: shift), divisor.units) }
        return (units, try Exact.scaled(divisor.units, by: -shift))
    }

    /// The power of ten of the first digit of the quotient.
    private func exponent(dividedBy divisor: Exact) throws(Refusal) -> Int {
        guard !isZero else { return 0 }
        let dividend = String(units.magnitude).utf8.count
        let under = String(divisor.units.magnitude).utf8.count
        var guess = (dividend - scale) - (under - divisor.scale)
        // The guess is right or one too high: compare |a| with |b| times its power.
        let (x, y, _) = try Exact.aligned(magnitude, try divisor.magnitude * Exact.power(guess))
        if x < y { guess -= 1 }
        return guess
    }

    private static func power(_ exponent: Int) throws(Refusal) -> Exact {
        guard exponent.magnitude <= deepestScale.magnitude else { throw .numberTooLarge }
        return exponent >= 0 ? Exact(units: power(of: exponent), scale: 0) : Exact(units: 1, scale: -exponent)
    }

    private func rescaled(to places: Int) throws(Refusal) -> Exact {
        Exact(units: try Exact.scaled(units, by: places - scale), scale: places)
    }

    static func aligned(_ a: Exact, _ b: Exact) throws(Refusal) -> (Int128, Int128, Int) {
        if a.scale == b.scale { return (a.units, b.units, a.scale) }
        if a.scale < b.scale { return (try scaled(a.units, by: b.scale - a.scale), b.units, b.scale) }
        return (a.units, try scaled(b.units, by: a.scale - b.scale), a.scale)
    }

    @inline(__always)
    private static func scaled(_ units: Int128, by exponent: Int) throws(Refusal) -> Int128 {
        if exponent == 0 || units == 0 { return units }
        guard exponent <= deepestScale else { throw .numberTooLarge }
        let (product, over) = times(units, power(of: exponent))
        if over { throw .numberTooLarge }
        return product
    }

    /// The product; of two numbers of 64 bits without the long way.
    @inline(__always)
    private static func times(_ a: Int128, _ b: Int128) -> (Int128, Bool) {
        if let x = Int64(exactly: a), let y = Int64(exactly: b) {
            let product = x.multipliedFullWidth(by: y)
            return (Int128(product.high) << 64 | Int128(product.low), false)
        }
        let (product, over) = a.multipliedReportingOverflow(by: b)
        return (product, over || product == .min)
    }

    /// Ten to the power, for exponents from 0 to `deepestScale`. A switch, since a stored table is asked for lazily every time.
    @inline(__always)
    private static func power(of exponent: Int) -> Int128 {
        switch exponent {
        case 0: 1
        case 1: 10
        case 2: 100
        case 3: 1000
        case 4: 10_000
        case 5: 100_000
        case 6: 1_000_000
        case 7: 10_000_000
        case 8: 100_000_000
        case 9: 1_000_000_000
        case 10: 10_000_000_000
        case 11: 100_000_000_000
        case 12: 1_000_000_000_000
        case 13: 10_000_000_000_000
        case 14: 100_000_000_000_000
        case 15: 1_000_000_000_000_000
        case 16: 10_000_000_000_000_000
        case 17: 100_000_000_000_000_000
        case 18: 1_000_000_000_000_000_000
        case 19: 10_000_000_000_000_000_000
        case 20: 100_000_000_000_000_000_000
        case 21: 1_000_000_000_000_000_000_000
        case 22: 10_000_000_000_000_000_000_000
        case 23: 100_000_000_000_000_000_000_000
        case 24: 1_000_000_000_000_000_000_000_000
        case 25: 10_000_000_000_000_000_000_000_000
        case 26: 100_000_000_000_000_000_000_000_000
        case 27: 1_000_000_000_000_000_000_000_000_000
        case 28: 10_000_000_000_000_000_000_000_000_000
        case 29: 100_000_000_000_000_000_000_000_000_000
        case 30: 1_000_000_000_000_000_000_000_000_000_000
        case 31: 10_000_000_000_000_000_000_000_000_000_000
        case 32: 100_000_000_000_000_000_000_000_000_000_000
        case 33: 1_000_000_000_000_000_000_000_000_000_000_000
        case 34: 10_000_000_000_000_000_000_000_000_000_000_000
        case 35: 100_000_000_000_000_000_000_000_000_000_000_000
        case 36: 1_000_000_000_000_000_000_000_000_000_000_000_000
        case 37: 10_000_000_000_000_000_000_000_000_000_000_000_000
        default: 0
        }
    }
}

extension Exact: Hashable, Comparable {
    public static func == (a: Exact, b: Exact) -> Bool {
        if a.scale == b.scale { return a.units == b.units }
        let (x, y) = (a.shortest, b.shortest)
        return x.units == y.units && x.scale == y.scale
    }

    public func hash(into hasher: inout Hasher) {
        let short = shortest
        hasher.combine(short.units)
        hasher.combine(short.scale)
    }

    /// Where the two cannot be brought to one scale, the one with fewer decimals is the larger in amount.
    public static func < (a: Exact, b: Exact) -> Bool {
        if let (x, y, _) = try? aligned(a, b) { return x < y }
        return a.scale < b.scale ? a.isNegative : !b.isNegative && !b.isZero
    }
}

extension Exact: ExpressibleByIntegerLiteral {
    public init(integerLiteral whole: Int) { self.init(whole) }
}

extension Exact: Shaped {
    public static var shape: Shape { .number }
    public static var specimen: Exact { .zero }
    public init?(plain text: String) { self.init(reading: text) }
}

extension Exact: CustomStringConvertible {
    public var description: String { plain }
}

extension Refusal {
    /// A number that does not fit: more than 64 bits of cents for an amount, 128 bits on the way.
    public static var numberTooLarge: Refusal { Refusal("numberTooLarge") }
    public static func numberTooLarge(_ text: String) -> Refusal {
        Refusal("numberTooLarge", [.init("text", .text(text))])
    }
}
