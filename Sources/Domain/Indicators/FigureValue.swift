/// What a figure comes to, exactly: a number, or a part of a whole that is divided only when it is shown.
///
/// Percentages are never averaged: their parts and wholes are added, and what is shown is divided last. It is kept in 128
/// bits, so that whatever is on record can be added up.
public struct FigureValue: Sendable, Equatable {
    /// Numbers beyond this are a slip of the pen.
    public static let most = Bounds.count

    public let part: Int128
    /// 1 for a plain number; the whole of a percentage; how many periods an average is over; 100 for cents.
    public let divisor: Int128
    public let isPercentage: Bool
    /// The currency of an amount.
    public let currency: String?

    public init(part: Int128, whole: Int128 = 1, isPercentage: Bool = false, currency: String? = nil) {
        self.part = part
        divisor = whole
        self.isPercentage = isPercentage
        self.currency = currency
    }

    /// Another part of the same whole.
    public func with(part: Int128) -> FigureValue {
        FigureValue(part: part, whole: divisor, isPercentage: isPercentage, currency: currency)
    }

    /// How much more it is than the other; nil where they cannot be compared: of nothing, or in another measure.
    func less(_ other: FigureValue) -> FigureValue? {
        guard !isOfNothing, !other.isOfNothing, currency == other.currency, isPercentage == other.isPercentage else {
            return nil
        }
        if divisor == other.divisor { return with(part: part - other.part) }
        return FigureValue(
            part: part * other.divisor - other.part * divisor, whole: divisor * other.divisor,
            isPercentage: isPercentage, currency: currency)
    }

    /// Whether there is nothing to divide by: a percentage of nothing is not 0 %.
    public var isOfNothing: Bool { divisor == 0 }

    /// In whole numbers, what is behind the point cut; 0 of nothing.
    public var whole: Int { isOfNothing ? 0 : Int(clamping: part * scale / divisor) }

    /// Tenths, the half rounded up; nil of nothing.
    public var tenths: Int? {
        guard !isOfNothing else { return nil }
        let (twice, double) = (part * scale * 20, divisor * 2)
        return Int(clamping: (twice + (twice < 0 ? -divisor : divisor)) / double)
    }

    /// Whether it reaches the number: at least it, or at most it where less is better.
    public func reaches(_ target: Int, falling: Bool = false) -> Bool {
        guard !isOfNothing else { return false }
        let (own, wanted) = (part * scale, Int128(target) * divisor)
        return falling ? own <= wanted : own >= wanted
    }

    private var scale: Int128 { isPercentage ? 100 : 1 }

    /// Nil for what is no amount, and for one that is more than an amount can be.
    public var amount: Money? {
        guard let currency, let cents = Int64(exactly: part) else { return nil }
        return Money(cents: cents, currency: currency)
    }
}

/// How values of one figure, from partners and periods, become one.
public enum Aggregation: String, Choice {
    /// Each is an addition to those before.
    case sum
    /// Each is a level: the last of each partner counts, and partners are added.
    case latest
    case max
    /// The levels of periods, divided by the number of periods.
    case average
    /// Different people or things so far: the last of each partner counts, and partners are added.
    case distinctCount
    case yesNoPerInstrument
    /// Parts of wholes: parts are added, wholes are added, and divided last.
    case percentage
}

extension Aggregation {
    /// Whether a value has two numbers: the part and the whole.
    public var isOfParts: Bool { self == .percentage || self == .yesNoPerInstrument }

    /// The value of all of them together; nil when there is none.
    public func value(of values: [PeriodValue]) -> FigureValue? {
        let given = values.filter { $0.value != nil }.sorted { $0.on != $1.on ? $0.on < $1.on : $0.id < $1.id }
        guard !given.isEmpty else { return nil }
        func sum(_ values: [PeriodValue]) -> Int128 { values.compactMap(\.value).total }
        switch self {
        case .sum: return FigureValue(part: sum(given))
        case .max: return FigureValue(part: Int128(given.compactMap(\.value).max() ?? 0))
        case .latest, .distinctCount: return FigureValue(part: sum(lastOfPartners(given)))
        case .average:
            let periods = Dictionary(grouping: given, by: \.period)
            return FigureValue(
                part: periods.values.reduce(0) { $0 + sum(lastOfPartners($1)) }, whole: Int128(periods.count))
        case .percentage, .yesNoPerInstrument:
            let last = lastOfPartners(given)
            // An earlier version asked only for how many said yes.
            if last.allSatisfy({ $0.outOf == nil }) { return FigureValue(part: sum(last)) }
            return FigureValue(
                part: sum(last), whole: last.compactMap(\.outOf).total, isPercentage: true)
        }
    }

    private func lastOfPartners(_ values: [PeriodValue]) -> [PeriodValue] {
        var last: [Key<Partner>?: Int] = [:]
        for (place, value) in values.enumerated() { last[value.partner] = place }
        return last.values.sorted().map { values[$0] }
    }
}
