/// The flat rates that a partner may use, named after what they give and on what.
public enum FlatRateOption: String, Choice, CodingKey {
    case staff, travelOnStaff, officeOnStaff, officeOnDirect, otherOnStaff
}

/// How a flat rate is computed, as the pack says it: data. What it gives is computed in Budget.
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

extension FlatRateMethod {
    var json: JSON {
        func names(_ categories: [CostCategory]) -> JSON { .list(categories.map { .text($0.rawValue) }) }
        return .object(of: [
            ("category", .text(category.rawValue)), ("base", names(base)), ("baseIfReal", names(baseIfReal)),
            ("onlyIfReal", names(onlyIfReal)), ("order", .whole(Int64(order))),
        ])
    }
}
