import Domain

/// What a calculation gives, by name, and what it cannot give since something was not said.
public struct Outcome: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    public private(set) var results: [(name: String, value: JSON)] = []
    public private(set) var undecided: [(name: String, needs: String)] = []

    public typealias Named = (String, any Told)
    public init(dictionaryLiteral elements: Named...) { for (name, value) in elements { put(name, value) } }

    public static func == (a: Outcome, b: Outcome) -> Bool { a.json == b.json }

    mutating func put(_ name: String, _ value: any Told) {
        if let open = value as? Undecided {
            undecided.append((name, open.needs))
        } else {
            results.append((name, value.told))
        }
    }

    /// Each category, and all together where that is asked.
    init(_ costs: Costs, total: Bool = true) throws(Refusal) {
        for category in CostCategory.allCases { put(category.rawValue, costs[category]) }
        if total { put("total", try costs.total()) }
    }

    mutating func put(_ contributions: Contributions) {
        put("public", contributions.public)
        put("automaticPublic", contributions.automaticPublic)
        put("private", contributions.private)
    }

    /// Each fund with what belongs to it.
    init(_ funds: [FundWithContribution]) { for part in funds { put(part.fund, part) } }

    public var json: JSON { .object(of: results.map { ($0.name, $0.value) }) }
}

/// What can stand as a result.
public protocol Told { var told: JSON { get } }

/// A result that would need an input which was not given.
struct Undecided: Told {
    let needs: String
    var told: JSON { .null }
}

extension Optional where Wrapped: Told {
    /// The value, or that it needs an input of that name.
    func told(orNeeding name: String) -> any Told { if let self { self } else { Undecided(needs: name) } }
}

extension JSON: Told { public var told: JSON { self } }
extension Exact: Told { public var told: JSON { .text(plain) } }
extension Day: Told { public var told: JSON { .text(plain) } }
extension String: Told { public var told: JSON { .text(self) } }
extension Bool: Told { public var told: JSON { .flag(self) } }
extension Int: Told { public var told: JSON { .whole(Int64(self)) } }
extension Array: Told where Element: Told { public var told: JSON { .list(map(\.told)) } }
extension Optional: Told where Wrapped: Told { public var told: JSON { self?.told ?? .null } }

extension Costs: Told {
    public var told: JSON {
        var members = CostCategory.allCases.map { ($0.rawValue, self[$0].told) }
        if let total = try? total() { members.append(("total", total.told)) }
        return .object(of: members)
    }
}

extension FundWithContribution: Told {
    public var told: JSON {
        var outcome: Outcome = ["value": amount, "partnerContribution": partnerContribution, "total": total]
        outcome.put(ofWhich)
        return outcome.json
    }
}

extension FlatRateFault: Told {
    public var told: JSON {
        let outcome: Outcome =
            switch self {
            case .outside(let option, let rate): ["fault": "outside", "option": option.rawValue, "rate": rate.plain]
            case .aboveMost(let option, let rate, let most):
                ["fault": "aboveMost", "option": option.rawValue, "rate": rate.plain, "most": most.plain]
            case .notExact(let option, let rate, let fixed):
                ["fault": "notExact", "option": option.rawValue, "rate": rate.plain, "fixed": fixed.plain]
            case .excludes(let option, let other):
                ["fault": "excludes", "option": option.rawValue, "other": other.rawValue]
            }
        return outcome.json
    }
}
