/// One amount for each cost category.
public struct Costs: Sendable, Hashable {
    public var staff = Exact.zero
    public var office = Exact.zero
    public var travel = Exact.zero
    public var external = Exact.zero
    public var equipment = Exact.zero
    public var infrastructure = Exact.zero
    public var other = Exact.zero
    public var lumpSum = Exact.zero
    public var unitCost = Exact.zero
    public var spfCost = Exact.zero

    public init() {}

    public subscript(category: CostCategory) -> Exact {
        get {
            switch category {
            case .staff: staff
            case .office: office
            case .travel: travel
            case .external: external
            case .equipment: equipment
            case .infrastructure: infrastructure
            case .other: other
            case .lumpSum: lumpSum
            case .unitCost: unitCost
            case .spfCost: spfCost
            }
        }
        set {
            switch category {
            case .staff: staff = newValue
            case .office: office = newValue
            case .travel: travel = newValue
            case .external: external = newValue
            case .equipment: equipment = newValue
            case .infrastructure: infrastructure = newValue
            case .other: other = newValue
            case .lumpSum: lumpSum = newValue
            case .unitCost: unitCost = newValue
            case .spfCost: spfCost = newValue
            }
        }
    }

    public func total() throws(Refusal) -> Exact { try sum(of: Categories(rawValue: .max)) }

    func sum(of categories: Categories) throws(Refusal) -> Exact {
        var sum = Exact(cents: 0)
        if categories.contains(.staff) { try sum.add(staff) }
        if categories.contains(.office) { try sum.add(office) }
        if categories.contains(.travel) { try sum.add(travel) }
        if categories.contains(.external) { try sum.add(external) }
        if categories.contains(.equipment) { try sum.add(equipment) }
        if categories.contains(.infrastructure) { try sum.add(infrastructure) }
        if categories.contains(.other) { try sum.add(other) }
        if categories.contains(.lumpSum) { try sum.add(lumpSum) }
        if categories.contains(.unitCost) { try sum.add(unitCost) }
        if categories.contains(.spfCost) { try sum.add(spfCost) }
        return sum
    }

    public func adding(_ more: Costs) throws(Refusal) -> Costs {
        var sum = self
        for category in CostCategory.allCases { sum[category] = try sum[category] + more[category] }
        return sum
    }

    public func subtracting(_ less: Costs) throws(Refusal) -> Costs {
        var rest = self
        for category in CostCategory.allCases { rest[category] = try rest[category] - less[category] }
        return rest
    }
}

extension Costs: Decodable {
    /// A category that is not named costs nothing.
    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CostCategory.self)
        for category in CostCategory.allCases {
            self[category] = try box.decodeIfPresent(Exact.self, forKey: category) ?? .zero
        }
    }
}
