/// A day of the calendar, counted from 1 January 1970 (which is 0). It has no hour and no time zone.
///
/// Written `2023-01-31` wherever it is stored. Years 1 to 9999 are known; others are refused.
public struct Day: Hashable, Comparable, Sendable {
    public let count: Int

    /// Days before the year 1 and after the year 9999 cannot be written: they become the first and the last that can.
    public init(count: Int) { self.count = min(max(count, -719_162), 2_932_896) }

    /// The day with this year, month and day of the month; nil when the calendar has none such (30 February).
    public init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.length(year, month) else {
            return nil
        }
        count = Day.days(year, month, day)
    }

    /// Reads `2023-01-31` and nothing else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
            let year = Day.digits(parts[0]), let month = Day.digits(parts[1]), let day = Day.digits(parts[2])
        else { return nil }
        self.init(year, month, day)
    }

    public static func < (a: Day, b: Day) -> Bool { a.count < b.count }

    public func adding(days: Int) -> Day {
        let (sum, overflow) = count.addingReportingOverflow(days)
        return Day(count: overflow ? (days < 0 ? .min : .max) : sum)
    }

    /// The same day so many months later; the last day of that month where it has no such day (31 January + 1 is 28 or 29 February).
    public func adding(months: Int) -> Day {
        let (year, month, day) = parts
        // The calendar has 120,000 months.
        let zero = year * 12 + (month - 1) + min(max(months, -120_000), 120_000)
        let (newYear, newMonth) = (Day.floor(zero, 12), zero - Day.floor(zero, 12) * 12 + 1)
        return Day(count: Day.days(newYear, newMonth, min(day, Day.length(newYear, newMonth))))
    }

    /// Year, month and day of the month.
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = count + 719_468
        let era = Day.floor(shifted, 146_097)
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * ofYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * march + 2) / 5 + 1)
    }

    /// Monday is 1, Sunday is 7.
    public var weekday: Int { count + 3 - Day.floor(count + 3, 7) * 7 + 1 }

    /// How many days the month has.
    public static func length(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = floor(shifted, 400)
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    private static func floor(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((b - 1 - a) / b) }

    static func digits(_ text: some StringProtocol) -> Int? {
        var value = 0
        for byte in text.utf8 {
            guard byte >= 48, byte <= 57, value < 1_000_000 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return text.isEmpty ? nil : value
    }

    static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

extension Day: CustomStringConvertible {
    public var description: String {
        let (year, month, day) = parts
        return "\(Day.padded(year, 4))-\(Day.padded(month, 2))-\(Day.padded(day, 2))"
    }
}

extension Day: Shaped {
    public static var shape: Shape { .day }
    public static var specimen: Day { Day(count: 0) }
    public init?(plain text: String) { self.init(text) }
    public var plain: String { description }
}
