/// One calculation as worked examples call it: its area, what it may be given, and what it gives. What it answers is said
/// in `Words`, under `calculation.` and its area.
public struct Calculation: Sendable {
    /// The room and the name: `budget.flatRates`.
    public let area: String
    public let room: Room
    let inputs: [Input]
    /// The rules that decide in it, as `rules show` lists where a rule is used.
    public let uses: [String]
    let run: @Sendable (Given, RulesInForce, inout Derivation) throws(Refusal) -> Outcome

    public var inputNames: [(name: String, expected: Fact)] { inputs.map { ($0.name, $0.asked.expected) } }

    /// The calculations in which a rule decides.
    public static func using(_ key: RuleParameter.Key) -> [Calculation] {
        all.filter { $0.uses.contains(key.name) || $0.uses.contains(key.text) }
    }

    init(
        _ area: String, _ room: Room, _ inputs: [Input], uses: [String] = [],
        steps: [RoundingStep] = [],
        _ run: @escaping @Sendable (Given, RulesInForce, inout Derivation) throws(Refusal) -> Outcome
    ) {
        self.area = area
        self.room = room
        self.inputs = inputs
        self.uses = uses + steps.map { "rounding (\($0.rawValue))" }
        self.run = run
    }

    public func answer(_ inputs: JSON, under rules: RulesInForce, _ derivation: inout Derivation) throws(Refusal)
        -> Outcome
    {
        try run(try Given(inputs, asking: self.inputs), rules, &derivation)
    }

    /// All areas, in the order of the rooms.
    public static let all: [Calculation] =
        budget + coFinancing + expenditure + control + reports + verifying + payments + partnership + durability

    public static func named(_ area: String) -> Calculation? { all.first { $0.area == area } }
}

/// What a calculation gives, by name, and what it cannot give since something was not said.
public struct Outcome: Sendable, Equatable {
    public private(set) var results: [(name: String, value: JSON)] = []
    public private(set) var undecided: [(name: String, needs: String)] = []

    public init() {}

    public static func == (a: Outcome, b: Outcome) -> Bool { a.json == b.json }

    mutating func put(_ name: String, _ value: JSON) { results.append((name, value)) }
    mutating func put(_ name: String, _ number: Exact?) { put(name, number.map { .text($0.plain) } ?? .null) }
    mutating func put(_ name: String, _ numbers: [Exact]) { put(name, .list(numbers.map { .text($0.plain) })) }
    mutating func put(_ name: String, _ day: Day) { put(name, .text(day.plain)) }
    /// A result that would need an input which was not given.
    mutating func put(_ name: String, needs: String) { undecided.append((name, needs)) }

    mutating func put(_ costs: Costs, total: Bool = true) throws(Refusal) {
        for category in CostCategory.allCases { put(category.rawValue, costs[category]) }
        if total { put("total", try costs.total()) }
    }

    mutating func put(_ contributions: Contributions) {
        put("public", contributions.public)
        put("automaticPublic", contributions.automaticPublic)
        put("private", contributions.private)
    }

    public var json: JSON { .object(of: results.map { ($0.name, $0.value) }) }
}

extension Costs {
    var json: JSON {
        var members = CostCategory.allCases.map { ($0.rawValue, JSON.text(self[$0].plain)) }
        if let total = try? total() { members.append(("total", .text(total.plain))) }
        return .object(of: members)
    }
}

extension FundWithContribution {
    var json: JSON {
        .object(of: [
            ("value", .text(amount.plain)), ("partnerContribution", .text(partnerContribution.plain)),
            ("total", .text(total.plain)),
            ("public", .text(ofWhich.public.plain)), ("automaticPublic", .text(ofWhich.automaticPublic.plain)),
            ("private", .text(ofWhich.private.plain)),
        ])
    }
}
