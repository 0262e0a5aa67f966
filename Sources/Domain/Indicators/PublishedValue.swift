/// A value of a figure as somebody published it: a claim, with the day it was made. Later ones do not replace it.
public struct PublishedValue: Record {
    public static let kind = "published-value"
    public static let plural = "published-values"
    public static let room = Room.indicators

    public var id: Key<PublishedValue>
    public var figure: Key<Figure>
    public var value: Count
    public var on: When?
    /// What it covers: "phase 1", "whole project".
    public var scope: String?
    /// What is counted, where that is not what the figure counts. Such a value stands beside the figure, never in its place.
    public var definition: String?
    public var saidBy: Who?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .count(value, of: definition) }
    public var dated: Day? { on?.last }
}

extension Project {
    public var publishedValues: Table<PublishedValue> { self[PublishedValue.self] }
}
