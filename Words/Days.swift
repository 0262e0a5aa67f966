import Domain

/// Days as the language writes them.
extension Words {
    /// "31 January 2023", "31. 1. 2023", "31.1.2023".
    public func day(_ day: Day) -> String { dates.day.written(day, in: dates) }

    /// The month in words: "31. januar 2023".
    public func longDay(_ day: Day) -> String { dates.longDay.written(day, in: dates) }

    /// A day of these months without its year, "7 Nov", "7. 11."; of another time the whole day.
    public func nearDay(_ day: Day, from today: Day) -> String {
        ((day.count - today.count).magnitude < 300 ? dates.near : dates.shortDay).written(day, in: dates)
    }

    /// "Wednesday", "sreda".
    public func weekday(_ day: Day) -> String {
        dates.weekdays.count == 7 ? dates.weekdays[day.weekday - 1] : ""
    }

    /// As far as it is known: the day, "januar 2022", or "2022".
    public func when(_ when: When) -> String {
        switch when {
        case .day(let day): self.day(day)
        case .month: dates.month.written(when.first, in: dates)
        case .year: when.plain
        }
    }

    /// The same as short as it is written: "16 Apr 2024", "16. 4. 2024", "Sep 2023".
    public func shortWhen(_ when: When) -> String {
        switch when {
        case .day(let day): dates.shortDay.written(day, in: dates)
        case .month: dates.shortMonth.written(when.first, in: dates)
        case .year: when.plain
        }
    }

    /// A span of which both ends are known, or one day, as short as it is written: "16–17 Apr 2024".
    public func shortSpan(_ from: When, _ to: When?) -> String {
        guard let to, to != from else { return shortWhen(from) }
        let (a, b) = (from.first.parts, to.first.parts)
        switch (from, to) {
        case (.day(let first), .day(let last)) where first < last && a.year == b.year:
            return (a.month == b.month ? dates.shortSameMonth : dates.shortSameYear).written(first, last, in: dates)
        case (.month, .month) where a.year == b.year && a.month < b.month:
            return dates.shortMonths.written(from.first, to.first, in: dates)
        case (.year, .year):
            return from.plain + "–" + to.plain
        default:
            return self("span.between", [("from", shortWhen(from)), ("to", shortWhen(to))])
        }
    }

    /// "3–5 March 2020", "from 3 March 2020", "until 2022": shortened as the language does. Empty when nothing is known.
    public func span(_ from: When?, _ to: When?) -> String {
        guard let from else { return to.map { self("span.to", [("when", of($0))]) } ?? "" }
        guard let to else { return self("span.from", [("when", of(from))]) }
        guard from != to else { return when(from) }

        let (a, b) = (from.first.parts, to.first.parts)
        switch (from, to) {
        case (.day(let first), .day(let last)) where first < last && a.year == b.year:
            return (a.month == b.month ? dates.sameMonth : dates.sameYear).written(first, last, in: dates)
        case (.month, .month) where a.year == b.year && a.month < b.month:
            return dates.months.written(from.first, to.first, in: dates)
        case (.year, .year):
            return when(from) + "–" + when(to)
        default:
            return self("span.between", [("from", when(from)), ("to", when(to))])
        }
    }

    public func span(_ from: Day, _ to: Day) -> String { span(.day(from), .day(to)) }

    /// Day and time of UTC, to the second. The day is that of UTC too, so that both belong together.
    public func moment(_ moment: Moment) -> String {
        let seconds = moment.milliseconds >= 0 ? moment.milliseconds / 1000 : (moment.milliseconds - 999) / 1000
        let count = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let ofDay = Int(seconds - count * 86_400)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = two(ofDay / 3600) + ":" + two(ofDay / 60 % 60) + ":" + two(ofDay % 60)
        return self("moment", [("day", day(Day(count: Int(count)))), ("time", time)])
    }

    /// "in 12 days", "today", "3 months ago": days up to 90, then full months, then full years.
    public func distance(from today: Day, to day: Day) -> String {
        let days = day.count - today.count
        switch days {
        case 0: return self("distance.today")
        case 1: return self("distance.tomorrow")
        case -1: return self("distance.yesterday")
        default: break
        }
        let side = days > 0 ? "in" : "ago"
        let far = days.magnitude
        guard far > 90 else { return count(far, "distance.\(side).days") }
        let months = days > 0 ? fullMonths(today, day) : fullMonths(day, today)
        guard months >= 24 else { return count(months, "distance.\(side).months") }
        return count(months / 12, "distance.\(side).years")
    }

    private func fullMonths(_ from: Day, _ to: Day) -> Int {
        let (a, b) = (from.parts, to.parts)
        let months = (b.year - a.year) * 12 + b.month - a.month
        return from.adding(months: months) > to ? months - 1 : months
    }

    /// As it stands behind a preposition: "(od) januarja 2022".
    private func of(_ when: When) -> String {
        if case .month = when { dates.monthOf.written(when.first, in: dates) } else { self.when(when) }
    }

    var dates: Dates { book.dates }
}
