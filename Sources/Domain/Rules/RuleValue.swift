/// What a rule says, in the shape that its unit has. A pack writes it as JSON; decimals stand in quotes.
public enum RuleValue: Hashable, Sendable {
    case percent(Percent)
    case number(Exact)
    case whole(Int)
    case amount(Money)
    case flag(Bool)
    case word(String)
    case words([String])
    case text(String)
    case day(Day)
    case rounding(Rounding)
    case flatRate(FlatRateMethod)
    /// Amounts by number: `{"3": "51000.00 EUR"}`. A number that is not in it has no amount; nothing is multiplied.
    case table([AmountByCount])
    case deadlines([YearlyDeadline])
    case field(FormField)
    /// `"none"` where a rate or a percentage has no limit or does not exist.
    case none
}

/// What a value is counted in. Written in every pack, so that nobody takes weeks for months.
public enum RuleUnit: String, Choice {
    case percent
    /// A percentage, or `none`: no limit, or no such percentage.
    case percentOrNone
    case amount
    case number
    case unitsPerEuro
    case count, months, weeks, days, years, hours, semester
    case flag
    case word, words
    case text
    case day
    case rounding
    case flatRate
    case amountByCount
    case deadlines
    case field
}

public struct AmountByCount: Hashable, Sendable {
    public let count: Int
    public let amount: Money
}

/// A report period that comes every year, as a call's table gives it: `04-01` to `09-30`, due `01-01` after its end.
public struct YearlyDeadline: Hashable, Sendable {
    public let phase: String
    public let from: MonthAndDay
    public let to: MonthAndDay
    /// Nil: the day on which the project ends.
    public let due: MonthAndDay?
    /// Only in this year of the phase; nil for every year.
    public let year: Int?
}

/// A day of every year, written `09-30`.
public struct MonthAndDay: Hashable, Sendable {
    public let month: Int
    public let day: Int

    public init?(_ text: String) {
        guard let known = Day("2001-" + text) else { return nil }
        (month, day) = (known.parts.month, known.parts.day)
    }

    public var text: String { Day.padded(month, 2) + "-" + Day.padded(day, 2) }

    /// The first such day after the given one.
    public func first(after given: Day) -> Day? {
        let year = given.parts.year
        return [year, year + 1].lazy.compactMap { Day($0, month, day) }.first { $0 > given }
    }
}

/// A field of a form as the programme prescribes it.
public struct FormField: Hashable, Sendable {
    /// Its place in the form.
    public let order: Int
    /// `text`, `choice`, `date`, `amount`, `file`, `table`, `question`.
    public let kind: String
    /// The most characters it may have; nil where no limit is known.
    public let limit: Int?
    public let required: Bool
    /// What is asked, in the programme's words or close to them.
    public let asks: String

    public static let kinds = ["text", "choice", "date", "amount", "number", "file", "table", "question"]
}

extension RuleValue {
    /// Reads the value as its unit asks; nil with the reason when it is not one.
    static func reading(_ json: JSON, as unit: RuleUnit, words allowed: [String]) -> Result<RuleValue, NotAValue> {
        func fail(_ expected: String) -> Result<RuleValue, NotAValue> {
            .failure(NotAValue(expected: .word("packValue", expected)))
        }
        switch unit {
        case .percent, .percentOrNone:
            if unit == .percentOrNone, json == "none" { return .success(.none) }
            guard let percent = json.text.flatMap(Percent.init(plain:)), percent.isBetweenNothingAndAll else {
                return fail("percent")
            }
            return .success(.percent(percent))
        case .number, .unitsPerEuro:
            guard let number = json.text.flatMap({ Exact(reading: $0) }), !number.isNegative else {
                return fail("number")
            }
            guard unit == .number || !number.isZero else { return fail("unitsPerEuro") }
            return .success(.number(number))
        case .amount:
            guard let amount = json.text.flatMap(Money.init(plain:)), amount.cents >= 0 else {
                return fail("amount")
            }
            return .success(.amount(amount))
        case .count, .months, .weeks, .days, .years, .hours, .semester:
            guard let whole = json.whole, (0...100_000).contains(whole) else { return fail("whole") }
            return .success(.whole(whole))
        case .flag:
            guard let flag = json.flag else { return fail("flag") }
            return .success(.flag(flag))
        case .word:
            guard let word = json.text, allowed.isEmpty || allowed.contains(word) else {
                return .failure(NotAValue(expected: .text(allowed.joined(separator: ", "))))
            }
            return .success(.word(word))
        case .words:
            guard let words = json.list?.compactMap(\.text), words.count == json.list?.count,
                allowed.isEmpty || words.allSatisfy(allowed.contains)
            else {
                return allowed.isEmpty
                    ? fail("words") : .failure(NotAValue(expected: .text(allowed.joined(separator: ", "))))
            }
            return .success(.words(words))
        case .text:
            guard let text = json.text, !text.isEmpty else { return fail("text") }
            return .success(.text(text))
        case .day:
            guard let day = json.text.flatMap({ Day($0) }) else { return fail("day") }
            return .success(.day(day))
        case .rounding:
            guard let rounding = json.text.flatMap(Rounding.init(plain:)) else {
                return fail("rounding")
            }
            return .success(.rounding(rounding))
        case .flatRate: return FlatRateMethod.reading(json).map { .flatRate($0) }
        case .amountByCount:
            var rows: [AmountByCount] = []
            for (name, value) in json.members {
                guard let count = Whole.key(name), let amount = value.text.flatMap(Money.init(plain:)) else {
                    return fail("amountByCount")
                }
                rows.append(AmountByCount(count: count, amount: amount))
            }
            guard !rows.isEmpty else { return fail("amountByCount") }
            return .success(.table(rows.sorted { $0.count < $1.count }))
        case .deadlines:
            var rows: [YearlyDeadline] = []
            for row in json.list ?? [] {
                guard let phase = row["phase"]?.text, let from = row["from"]?.text.flatMap(MonthAndDay.init),
                    let to = row["to"]?.text.flatMap(MonthAndDay.init), let due = row["due"]?.text,
                    due == "projectEnd" || MonthAndDay(due) != nil
                else { return fail("deadlines") }
                rows.append(
                    YearlyDeadline(phase: phase, from: from, to: to, due: MonthAndDay(due), year: row["year"]?.whole))
            }
            guard !rows.isEmpty else { return fail("deadlines") }
            return .success(.deadlines(rows))
        case .field:
            guard let kind = json["kind"]?.text, FormField.kinds.contains(kind), let order = json["order"]?.whole,
                let asks = json["asks"]?.text
            else { return fail("field") }
            if let limit = json["limit"], (limit.whole ?? 0) < 1 { return fail("fieldLimit") }
            return .success(
                .field(
                    FormField(
                        order: order, kind: kind, limit: json["limit"]?.whole,
                        required: json["required"]?.flag ?? false, asks: asks)))
        }
    }
}

/// Why a JSON value is not what its unit asks for.
public struct NotAValue: Error, Equatable {
    /// Words of the format as they are, everything else by a name that `Words` knows.
    public let expected: Fact
}
