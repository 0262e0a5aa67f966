/// When something is due, as a rule: the days are computed from it whenever they are asked for, so that they move when the
/// project does.
public struct DueRule: Codable, Sendable, Equatable {
    public enum Form: String, Choice {
        /// On one day.
        case onDay
        /// So long after a day of the project's life.
        case afterAnchor
        /// So long after the end of each reporting period.
        case afterPeriod
        /// With each joint progress report: on the day that the programme's rules give, or so long before it.
        case withReport
        case beforeEvent, afterEvent
        /// On one day of each month.
        case everyMonth
        case everyYear
        /// Every so many days, weeks or months, counted from the project's start.
        case everySoOften
        /// All the time, to the end.
        case whileRunning
    }
    public enum Unit: String, Choice { case days, weeks, months }
    public enum Anchor: String, Choice { case approval, start, end, durabilityEnd }
    public enum Limit: String, Choice { case projectEnd, durabilityEnd }

    public var form: Form?
    /// The day; of a yearly rule any day with that month and day of the month.
    public var day: Day?
    public var anchor: Anchor?
    public var count: Int?
    public var unit: Unit?
    /// The sorts of events that it is about; any when none is named.
    public var events: [Event.Sort] = []
    /// 1 to 31; the last day of a shorter month.
    public var monthDay: Int?
    /// How long a rule that recurs goes on: to the project's end unless it says otherwise; a yearly one to the end of durability.
    public var until: Limit?

    public init(
        _ form: Form? = nil, day: Day? = nil, anchor: Anchor? = nil, count: Int? = nil, unit: Unit? = nil,
        events: [Event.Sort] = [], monthDay: Int? = nil, until: Limit? = nil
    ) {
        self.form = form
        self.day = day
        self.anchor = anchor
        self.count = count
        self.unit = unit
        self.events = events
        self.monthDay = monthDay
        self.until = until
    }

    /// Longer than any project and its durability.
    static let most = 1_000

    /// Whether it makes one due day after the other.
    var recurs: Bool { form == .everyMonth || form == .everyYear || form == .everySoOften }

    /// Whether it goes on after the project's end.
    var lasts: Bool { limit == .durabilityEnd || anchor == .durabilityEnd }

    var limit: Limit { until ?? (form == .everyYear ? .durabilityEnd : .projectEnd) }

    /// A day moved by the rule's length; a rule without one means the day itself.
    func after(_ day: Day) -> Day { moved(day, by: count ?? 0) }
    func before(_ day: Day) -> Day { moved(day, by: (count ?? 0).times(-1)) }

    func moved(_ day: Day, by count: Int) -> Day {
        switch unit ?? .days {
        case .days: day.adding(days: count)
        case .weeks: day.adding(days: count.times(7))
        case .months: day.adding(months: count)
        }
    }

    /// What a rule of this form needs and does not say.
    var findings: [Finding] {
        var found: [Finding] = []
        func at(_ name: String) -> String { "rule." + name }
        func missing(_ name: String) { found.append(Finding("missing", .blocks, field: at(name))) }
        if let count, !(0...DueRule.most).contains(count) {
            found.append(
                Finding(
                    "countOutOfRange", .blocks, field: at("count"),
                    facts: [.init("least", .whole(0)), .init("most", .whole(DueRule.most))]))
        }
        if count != nil, unit == nil { missing("unit") }
        if let monthDay, !(1...31).contains(monthDay) {
            found.append(
                Finding(
                    "countOutOfRange", .blocks, field: at("monthDay"),
                    facts: [.init("least", .whole(1)), .init("most", .whole(31))]))
        }
        switch form {
        case nil: missing("form")
        case .afterAnchor: if anchor == nil { missing("anchor") }
        case .everySoOften: if (count ?? 0) < 1 { missing("count") }
        case .everyMonth: if monthDay == nil { missing("monthDay") }
        case .onDay, .afterPeriod, .withReport, .beforeEvent, .afterEvent, .everyYear, .whileRunning: break
        }
        return found
    }
}
