/// The flat rates that a partner may use, named after what they give and on what.
public enum FlatRateOption: String, Choice {
    case staff, travelOnStaff, officeOnStaff, officeOnDirect, otherOnStaff
}

/// How a flat rate is computed, as the pack says it.
public struct FlatRateMethod: Hashable, Sendable {
    /// The category whose costs it gives.
    public let category: CostCategory
    public let base: [CostCategory]
    /// Costs that belong to the base only where they are not a flat rate themselves.
    public let baseIfReal: [CostCategory]
    /// It gives nothing where one of these is itself a flat rate.
    public let onlyIfReal: [CostCategory]
    /// Flat rates are computed one after the other, each on what the earlier ones gave.
    public let order: Int

    /// The method of an option with its categories as sets, looked up once for a day.
    struct OfOption: Sendable {
        let option: FlatRateOption
        let order: Int
        let category: CostCategory
        let gives: Categories
        let base: Categories
        let baseIfReal: Categories
        let onlyIfReal: Categories

        init(option: FlatRateOption, method: FlatRateMethod) {
            self.option = option
            order = method.order
            category = method.category
            gives = Categories([method.category])
            base = Categories(method.base)
            baseIfReal = Categories(method.baseIfReal)
            onlyIfReal = Categories(method.onlyIfReal)
        }
    }

    static func reading(_ json: JSON) -> Result<FlatRateMethod, NotAValue> {
        func categories(_ name: String) -> [CostCategory]? {
            guard let list = json[name] else { return [] }
            let read = list.list?.compactMap { $0.text.flatMap(CostCategory.init(rawValue:)) }
            return read?.count == list.list?.count ? read : nil
        }
        guard let category = json["category"]?.text.flatMap(CostCategory.init(rawValue:)),
            let base = categories("base"),
            let baseIfReal = categories("baseIfReal"), let onlyIfReal = categories("onlyIfReal"),
            let order = json["order"]?.whole, !(base + baseIfReal).isEmpty,
            json.members.allSatisfy({ ["category", "base", "baseIfReal", "onlyIfReal", "order"].contains($0.name) })
        else {
            return .failure(NotAValue(expected: .word("packValue", "flatRate")))
        }
        return .success(
            FlatRateMethod(category: category, base: base, baseIfReal: baseIfReal, onlyIfReal: onlyIfReal, order: order)
        )
    }
}

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
