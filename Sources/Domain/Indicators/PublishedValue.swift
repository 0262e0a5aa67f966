/// A value of a figure as somebody published it: a claim, with the day it was made. Later ones do not replace it.
public struct PublishedValue: Record {
    public static let kind = "published-value"
    public static let plural = "published-values"
    public static let room = Room.indicators

    public var id: Key<PublishedValue>
    public var figure: Key<Figure>
    /// How many; of a percentage, so many of a hundred.
    public var value: Count?
    /// How much, where the figure counts money.
    public var amount: Money?
    /// What is said of the amount; exactly that, where nothing is.
    public var precision: Precision?
    public var on: When?
    /// What it covers: "phase 1", "whole project".
    public var scope: String?
    /// What is counted, where that is not what the figure counts. Such a value stands beside the figure, never in its place.
    public var definition: String?
    public var saidBy: Who?
    public var provenance: Provenance = Provenance()

    public enum Precision: String, Choice { case about, atLeast }

    public var caption: Caption {
        if let value { return .count(value, of: definition) }
        return amount.map { .amount($0) } ?? .numbered(id.number)
    }
    public var dated: Day? { on?.last }

    public func findings(in project: Project) -> [Finding] {
        if precision != nil, amount == nil { return [Finding("missing", .blocks, field: "amount")] }
        guard (value == nil) != (amount == nil) else {
            return [Finding(value == nil ? "missing" : "numberOrAmount", .blocks, field: "value")]
        }
        if let amount, amount.cents < 0 { return [Finding("belowNothing", .blocks, field: "amount")] }
        guard let figure = project.figures[figure], definition == nil else { return [] }
        switch (figure.rule, amount) {
        case (.fundsInfluenced, nil): return [Finding("amountAsked", .blocks, field: "amount")]
        case (.fundsInfluenced, let amount?) where amount.currency != "EUR":
            return [Finding("euroAsked", .blocks, field: "amount")]
        case (.fundsInfluenced, _), (.measured, _), (.notCounted, _), (_, nil): return []
        default: return [Finding("numberAsked", .blocks, field: "amount")]
        }
    }

    /// What was claimed, in the measure of the figure.
    func number(of figure: Figure) -> FigureValue? {
        if let amount { return FigureValue(part: Int128(amount.cents), whole: 100, currency: amount.currency) }
        return value.map {
            FigureValue(
                part: Int128($0.number), whole: figure.isPercentage ? 100 : 1, isPercentage: figure.isPercentage)
        }
    }
}

extension Project {
    public var publishedValues: Table<PublishedValue> { self[PublishedValue.self] }
}
