/// How a number is shortened, and at which place. Every rounding in the product names one of these; most come from the pack.
public struct Rounding: Hashable, Sendable {
    public enum Mode: String, Choice {
        /// Cut off: towards nothing.
        case down
        /// Away from nothing, whatever was cut.
        case up
        /// Towards less: as `down`, but -1.001 becomes -1.01.
        case floor
        /// The nearer one; the middle away from nothing ("commercial").
        case halfUp
        /// The nearer one; the middle towards nothing.
        case halfDown
        /// The nearer one; the middle to the even digit.
        case halfEven
    }

    public enum Place: Hashable, Sendable {
        /// So many digits behind the point.
        case decimals(Int)
        /// So many digits from the first that is not zero.
        case significant(Int)
    }

    public let mode: Mode
    public let place: Place

    /// Nil beyond 28 digits.
    public init?(_ mode: Mode, _ place: Place) {
        switch place {
        case .decimals(let number): guard (0...28).contains(number) else { return nil }
        case .significant(let number): guard (1...28).contains(number) else { return nil }
        }
        self.mode = mode
        self.place = place
    }

    private init(cents mode: Mode) {
        self.mode = mode
        place = .decimals(2)
    }

    public static func cents(_ mode: Mode) -> Rounding { Rounding(cents: mode) }
}

extension Rounding.Mode {
    /// The whole quotient of two whole numbers. The divisor is not zero.
    @inline(__always)
    func quotient(of dividend: Int128, by divisor: Int128) throws(Refusal) -> Int128 {
        if let a = Int64(exactly: dividend), let b = Int64(exactly: divisor), a != .min, b != .min {
            let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
            if rest == 0 { return Int128(quotient) }
            return Int128(quotient) + step(Int128(quotient), Int128(rest), Int128(b))
        }
        return try longQuotient(of: dividend, by: divisor)
    }

    /// The same for numbers that do not fit into 64 bits.
    private func longQuotient(of dividend: Int128, by divisor: Int128) throws(Refusal) -> Int128 {
        guard dividend != .min, divisor != .min else { throw .numberTooLarge }
        // One long division: the machine would do a second one for the rest.
        let quotient = dividend / divisor
        let rest = dividend &- quotient &* divisor
        if rest == 0 { return quotient }
        return quotient + step(quotient, rest, divisor)
    }

    /// What to add to the cut quotient: 1, 0 or -1.
    @inline(__always)
    func step(_ quotient: Int128, _ rest: Int128, _ divisor: Int128) -> Int128 {
        let negative = (rest < 0) != (divisor < 0)
        let away: Int128 = negative ? -1 : 1
        switch self {
        case .down: return 0
        case .up: return away
        case .floor: return negative ? -1 : 0
        case .halfUp, .halfDown, .halfEven: break
        }
        let (small, large) = (rest.magnitude, divisor.magnitude)
        let other = large - small
        if small != other { return small > other ? away : 0 }
        switch self {
        case .halfUp: return away
        case .halfEven: return quotient % 2 == 0 ? 0 : away
        default: return 0
        }
    }
}

extension Rounding: Shaped {
    public static var shape: Shape { .line }
    public static var specimen: Rounding { .cents(.halfUp) }

    /// Reads `half up, 2 decimals`, `down, 17 decimals`, `half up, 5 digits`.
    public init?(plain text: String) {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count >= 3, let number = Day.digits(parts[parts.count - 2]) else { return nil }
        let words = parts.dropLast(2).joined(separator: " ")
        guard words.hasSuffix(","), let mode = Mode.allCases.first(where: { $0.words + "," == words }) else {
            return nil
        }
        switch parts.last {
        case "decimal", "decimals": self.init(mode, .decimals(number))
        case "digit", "digits": self.init(mode, .significant(number))
        default: return nil
        }
    }

    public var plain: String {
        switch place {
        case .decimals(let number): "\(mode.words), \(number) decimals"
        case .significant(let number): "\(mode.words), \(number) digits"
        }
    }
}

extension Rounding.Mode {
    /// As it is written in a pack: `half up`.
    var words: String {
        switch self {
        case .halfUp: "half up"
        case .halfDown: "half down"
        case .halfEven: "half even"
        default: rawValue
        }
    }
}
