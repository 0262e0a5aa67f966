/// An amount of the whole project as somebody published it. Two that differ stand side by side, each with its source.
public struct PublishedAmount: Record {
    public static let kind = "published-amount"
    public static let plural = "published-amounts"
    public static let room = Room.partnership

    public enum Measure: String, Choice { case total, fund, support, other }

    public var id: Key<PublishedAmount>
    public var measure: Measure
    public var amount: Money
    public var isRounded: Bool = false
    /// The day it was said.
    public var on: When?
    public var saidBy: Who?
    /// How the source words it.
    public var wording: String?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .amount(amount) }
    public var dated: Day? { on?.last }
}

extension Project {
    public var publishedAmounts: Table<PublishedAmount> { self[PublishedAmount.self] }
}
