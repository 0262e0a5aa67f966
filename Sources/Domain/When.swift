/// A day as far as it is known: the day, only its month, or only its year.
///
/// Written `2019-12-11`, `2019-12` or `2019`. What is known only to the month or year *counts once its last possible
/// day has passed*: `last` is the day to compare with.
public enum When: Hashable, Sendable {
    case day(Day)
    case month(Int, Int)
    case year(Int)

    public init?(_ text: some StringProtocol) {
        switch text.utf8.count {
        case 10:
            guard let day = Day(text) else { return nil }
            self = .day(day)
        case 7:
            guard let day = Day(text + "-01") else { return nil }
            self = .month(day.parts.year, day.parts.month)
        case 4:
            guard let day = Day(text + "-01-01") else { return nil }
            self = .year(day.parts.year)
        default: return nil
        }
    }

    /// The first day that it may have been.
    public var first: Day {
        switch self {
        case .day(let day): day
        case .month(let year, let month): Day(year, month, 1) ?? Day(count: 0)
        case .year(let year): Day(year, 1, 1) ?? Day(count: 0)
        }
    }

    /// The last day that it may have been.
    public var last: Day {
        switch self {
        case .day(let day): day
        case .month(let year, let month): Day(year, month, Day.length(year, month)) ?? Day(count: 0)
        case .year(let year): Day(year, 12, 31) ?? Day(count: 0)
        }
    }

    /// The day when it is known exactly.
    public var exactly: Day? { if case .day(let day) = self { day } else { nil } }

    public var isExact: Bool { exactly != nil }
}

/// In order of the first possible day; the less exact one first among equals, so that a list by day reads naturally.
extension When: Comparable {
    public static func < (a: When, b: When) -> Bool {
        a.first != b.first ? a.first < b.first : a.last > b.last
    }
}

extension When: CustomStringConvertible {
    public var description: String {
        switch self {
        case .day(let day): day.description
        case .month(let year, let month): "\(Day.padded(year, 4))-\(Day.padded(month, 2))"
        case .year(let year): Day.padded(year, 4)
        }
    }
}

extension When: Shaped {
    public static var shape: Shape { .when }
    public static var specimen: When { .year(2000) }
    public init?(plain text: String) { self.init(text) }
    public var plain: String { description }
}
