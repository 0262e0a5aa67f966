/// How large what comes from outside may be.
///
/// The bounds of *entering* are what a project can have; they are said as findings. The bounds of *reading* are wider
/// (whole numbers within ±2^53), so that what an earlier version took still opens; every sum bears both.
public enum Bounds {
    /// What a whole number in a trail or a body is within.
    public static let reading = -9_007_199_254_740_992...9_007_199_254_740_992
    /// The highest number that a record of a trail that is taken in may have: many follow it.
    public static let lastRecord = 1 << 52
    /// What a whole number may be when it is entered.
    public static let whole = -1_000_000_000_000...1_000_000_000_000
    /// People or things, as many as a measured value of the same indicator may have: what was seen may be counted in thousands of
    /// millions.
    public static let count = whole.upperBound
    /// Fifty million million, in whole cents of any currency: a national programme in forints is a few million million.
    public static let cents: Int64 = 5_000_000_000_000_000
    /// 1 January 1000: a practice may have begun with the university that keeps it.
    public static let firstDay = Day(count: -354_285)
    public static let lastDay = Day(count: 84_005)
    /// A line of text: characters as people count them, and bytes, for one character may have thousands.
    public static let line = (characters: 1_000, bytes: 4_000)
    public static let prose = (characters: 200_000, bytes: 400_000)
    /// Items of a list, and rows of a form.
    public static let items = 1_000
    /// The whole of a record.
    public static let body = 512 << 10
    /// How long a project may last, from its first day to its last.
    public static let projectYears = 30
    /// How many due days a rule that recurs makes at most.
    public static let occurrences = 500
    /// Fields that nobody asked for are named, up to so many.
    static let named = 20
}

/// The one reader of whole numbers from outside: addresses, forms, commands, files.
public enum Whole {
    /// Digits, perhaps a minus before them; nil for everything else and for what lies outside. No sum of it can trap.
    public static func reading(
        _ text: some StringProtocol, within bounds: ClosedRange<Int> = Bounds.reading
    ) -> Int? {
        var value = 0
        var (digits, negative) = (0, false)
        for byte in text.utf8 {
            if byte == UInt8(ascii: "-"), digits == 0, !negative {
                negative = true
                continue
            }
            guard byte >= 48, byte <= 57, digits < 16 else { return nil }
            value = value * 10 + Int(byte - 48)
            digits += 1
        }
        value = negative ? -value : value
        return digits > 0 && bounds.contains(value) ? value : nil
    }

    /// The number of a record or an entry: from 1.
    public static func key(_ text: some StringProtocol) -> Int? { reading(text, within: 1...Bounds.reading.upperBound) }
}

extension Int {
    /// So many times the number, or the nearest that 64 bits hold: for lengths of time, which end with the calendar anyway.
    func times(_ other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
    }
}

extension Sequence where Element == Int {
    /// Added up in 128 bits: no number of numbers that memory holds is too much for it.
    public var total: Int128 { reduce(0 as Int128) { $0 + Int128($1) } }
}

extension Range {
    /// From one to the other; empty where the other comes before it.
    public static func between(_ first: Bound, _ end: Bound) -> Range { first..<Swift.max(first, end) }
}

extension ClosedRange {
    /// From one through the other; of the first alone where the other comes before it.
    public static func from(_ first: Bound, through last: Bound) -> ClosedRange { first...Swift.max(first, last) }
}

extension RandomAccessCollection where Index == Int {
    /// What it has between two places; what lies outside is left out.
    public func part(_ from: Int, _ to: Int) -> SubSequence {
        let first = Swift.min(Swift.max(from, startIndex), endIndex)
        return self[first..<Swift.min(Swift.max(to, first), endIndex)]
    }
}
