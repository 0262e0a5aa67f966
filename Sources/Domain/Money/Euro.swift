/// An amount in whole euro cents, what is paid and certified. Between two cents there is only `Exact`.
public struct Euro: Hashable, Comparable, Sendable {
    public let cents: Int64

    public init(cents: Int64) { self.cents = cents }

    /// Nil when the number has parts of a cent.
    public init(_ exact: Exact) throws(Refusal) {
        let cents = try (exact * .hundred).shortest
        guard cents.scale == 0 else { throw Refusal("partsOfACent", [.init("text", .text(exact.plain))]) }
        guard let whole = Int64(exactly: cents.units) else { throw .numberTooLarge(exact.plain) }
        self.cents = whole
    }

    public var exact: Exact { Exact(cents: cents) }
    public var money: Money { .euro(cents: cents) }

    public static func < (a: Euro, b: Euro) -> Bool { a.cents < b.cents }
}

extension Euro: Shaped {
    public static var shape: Shape { .line }
    public static var specimen: Euro { Euro(cents: 0) }
    public init?(plain text: String) {
        guard let cents = Money.cents(reading: text) else { return nil }
        self.cents = cents
    }
    public var plain: String { money.decimal }
}

/// Who keeps the cents that are left when an amount is divided.
public enum LeftOver: String, Choice {
    /// One cent each to those whose share was cut most, the earlier first among equals.
    case largestRemainder
    case first, last
}

extension Euro {
    /// The amount in parts in proportion to the weights; the parts add up to the amount.
    ///
    /// `Euro(cents: 100).split(by: [1, 1, 1])` is 34, 33, 33. Refused: no weights, a negative one, all of them nothing.
    public func split(by weights: [Exact], leftOver: LeftOver = .largestRemainder) throws(Refusal) -> [Euro] {
        var total = Exact.zero
        for weight in weights {
            guard !weight.isNegative else { throw Refusal("negativeWeight", [.init("text", .text(weight.plain))]) }
            total = try total + weight
        }
        guard !total.isZero else { throw Refusal("nothingToSplitBy") }

        // A share is cut towards nothing, so that what is left has the amount's own sign and is less than a cent a part.
        var shares: [Int64] = []
        var cut: [(part: Int, remainder: Exact)] = []
        var left = cents
        for (part, weight) in weights.enumerated() {
            let ideal = try Exact(Int(cents)) * weight
            let share = try ideal.divided(by: total, Euro.whole)
            guard let cents = Int64(exactly: share.units) else { throw .numberTooLarge }
            shares.append(cents)
            left -= cents
            cut.append((part, try (ideal - share * total).magnitude))
        }
        guard left != 0 else { return shares.map { Euro(cents: $0) } }
        switch leftOver {
        case .first:
            if let part = weights.firstIndex(where: { !$0.isZero }) { shares[part] += left }
        case .last:
            if let part = weights.lastIndex(where: { !$0.isZero }) { shares[part] += left }
        case .largestRemainder:
            cut.sort { $0.remainder != $1.remainder ? $0.remainder > $1.remainder : $0.part < $1.part }
            for (part, _) in cut.prefix(Int(left.magnitude)) { shares[part] += left.signum() }
        }
        return shares.map { Euro(cents: $0) }
    }

    private static let whole = Rounding(.down, .decimals(0))!
}
