/// The flat rates that one partner uses, with their rates.
public struct FlatRates: Sendable, Hashable {
    public var staff: Percent?
    public var travelOnStaff: Percent?
    public var officeOnStaff: Percent?
    public var officeOnDirect: Percent?
    public var otherOnStaff: Percent?

    public init() {}

    public subscript(option: FlatRateOption) -> Percent? {
        get {
            switch option {
            case .staff: staff
            case .travelOnStaff: travelOnStaff
            case .officeOnStaff: officeOnStaff
            case .officeOnDirect: officeOnDirect
            case .otherOnStaff: otherOnStaff
            }
        }
        set {
            switch option {
            case .staff: staff = newValue
            case .travelOnStaff: travelOnStaff = newValue
            case .officeOnStaff: officeOnStaff = newValue
            case .officeOnDirect: officeOnDirect = newValue
            case .otherOnStaff: otherOnStaff = newValue
            }
        }
    }
}

extension FlatRates: Decodable {
    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: FlatRateOption.self)
        for option in FlatRateOption.allCases {
            self[option] = try box.decodeIfPresent(Percent.self, forKey: option)
        }
    }

    /// The same; a rate of nothing, below it, or above 100 is refused.
    public func checked() throws(Refusal) -> FlatRates {
        for option in FlatRateOption.allCases {
            guard let rate = self[option] else { continue }
            guard rate.number > .zero, rate.isBetweenNothingAndAll else { throw .rateOutside(rate, option.rawValue) }
        }
        return self
    }
}

extension RulesInForce {
    /// The costs with what the flat rates give. A category that has one loses the real costs that it replaces.
    ///
    /// Lump sums, unit costs of several categories and small project funds are never in a base.
    public func costs(
        _ real: Costs, with rates: FlatRates, _ derivation: inout Derivation
    ) throws(Refusal) -> Costs {
        var costs = real
        var flat = Categories([])
        for entry in flatRates where rates[entry.option] != nil {
            flat.formUnion(entry.gives)
            costs[entry.category] = .zero
        }
        if flat.isEmpty { return costs }
        var done = Categories([])
        for entry in flatRates {
            guard let rate = rates[entry.option], done.isDisjoint(with: entry.gives) else { continue }
            done.formUnion(entry.gives)
            guard entry.onlyIfReal.isDisjoint(with: flat) else {
                derivation.note(.said(.option("flatRateOfNothing", entry.option)))
                continue
            }
            if derivation.isKept { _ = ruleIfAny(.flatRateMethod, about: entry.option.rawValue, &derivation) }
            let base = try costs.sum(of: entry.base.union(entry.baseIfReal.subtracting(flat)))
            costs[entry.category] = try rounded(
                rate.of(base), .flatRate, .option("flatRate", entry.option), .rate(rate, of: base), &derivation)
        }
        return costs
    }
}
