/// A line of an expenditure list, as its kind fixes it.
public struct ExpenditureLine: Sendable, Hashable {
    public let category: String?
    public let units: Exact
    public let price: Exact
    public let declared: Exact
}

extension RulesInForce {
    /// Real cost: the amount that was entered; units and price mean nothing.
    public func realCost(_ entered: Exact, category: String?) -> ExpenditureLine {
        ExpenditureLine(category: category, units: .zero, price: .zero, declared: entered)
    }

    /// A lump sum: one unit at the partner's share, and the category of several.
    public func lumpSum(_ share: Exact) -> ExpenditureLine {
        ExpenditureLine(category: "Multiple", units: 1, price: share, declared: share)
    }

    /// A unit cost: units times its price; the category is that of the unit cost.
    public func unitCost(
        units: Exact, price: Exact, category: String?, _ derivation: inout Derivation
    ) throws(Refusal) -> ExpenditureLine {
        let declared = try rounded(units * price, .unitCost, "declared", .product(units, price), &derivation)
        return ExpenditureLine(category: category, units: units, price: price, declared: declared)
    }

    /// Numbers of the lines: new ones count up from 1, those that come back from an earlier report keep theirs and have 0 here.
    public static func numbers(ofReincluded reincluded: [Bool]) -> [Int] {
        var next = 0
        return reincluded.map { comesBack in
            if comesBack { return 0 }
            next += 1
            return next
        }
    }
}
