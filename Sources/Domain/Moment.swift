/// When something was recorded: milliseconds of UTC since 1970, with the day that it then was in the project's time zone.
///
/// The desk gives it; nothing in the domain reads a clock. Written `1700000000000 2023-11-14`.
public struct Moment: Hashable, Comparable, Sendable {
    public let milliseconds: Int64
    public let day: Day

    public init(milliseconds: Int64, day: Day) {
        self.milliseconds = milliseconds
        self.day = day
    }

    public static func < (a: Moment, b: Moment) -> Bool { a.milliseconds < b.milliseconds }
}

extension Moment: Shaped {
    public static var shape: Shape { .moment }
    public static var specimen: Moment { Moment(milliseconds: 0, day: Day(count: 0)) }

    public init?(plain text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let milliseconds = Whole.reading(parts[0]), let day = Day(parts[1]) else { return nil }
        self.init(milliseconds: Int64(milliseconds), day: day)
    }

    public var plain: String { "\(milliseconds) \(day)" }
}
