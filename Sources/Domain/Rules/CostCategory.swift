/// What a cost is for, as all programmes of the period divide it. The names are those of the worked examples.
public enum CostCategory: String, Choice, CodingKey {
    case staff, office, travel, external, equipment, infrastructure
    /// All remaining costs as one flat rate on staff.
    case other
    case lumpSum
    /// Unit costs that belong to more than one category.
    case unitCost
    /// The budget of a small project fund.
    case spfCost
}

/// A set of cost categories.
struct Categories: OptionSet, Sendable {
    let rawValue: UInt16
    init(rawValue: UInt16) { self.rawValue = rawValue }

    static let staff = Categories(rawValue: 1)
    static let office = Categories(rawValue: 2)
    static let travel = Categories(rawValue: 4)
    static let external = Categories(rawValue: 8)
    static let equipment = Categories(rawValue: 16)
    static let infrastructure = Categories(rawValue: 32)
    static let other = Categories(rawValue: 64)
    static let lumpSum = Categories(rawValue: 128)
    static let unitCost = Categories(rawValue: 256)
    static let spfCost = Categories(rawValue: 512)

    init(_ categories: [CostCategory]) {
        self = categories.reduce(into: []) { set, category in
            switch category {
            case .staff: set.insert(.staff)
            case .office: set.insert(.office)
            case .travel: set.insert(.travel)
            case .external: set.insert(.external)
            case .equipment: set.insert(.equipment)
            case .infrastructure: set.insert(.infrastructure)
            case .other: set.insert(.other)
            case .lumpSum: set.insert(.lumpSum)
            case .unitCost: set.insert(.unitCost)
            case .spfCost: set.insert(.spfCost)
            }
        }
    }
}
