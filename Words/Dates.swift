import Domain

/// How a language writes days, read from its `Basics.txt`.
struct Dates: Sendable {
    let day, longDay, near, month, monthOf, sameMonth, sameYear, months: Pattern
    /// The same as short as the language writes it, for tables.
    let shortDay, shortMonth, shortSameMonth, shortSameYear, shortMonths: Pattern
    /// The months by name, and as they stand in a day or behind a preposition.
    let names, of: [String]
    /// The months as they are shortened: "Sep".
    let short: [String]
    /// The days of the week by name, Monday first.
    let weekdays: [String]
    /// Every folded word that means a month, with its number.
    let spoken: [(word: String, month: Int)]
    /// Words that may stand in a day without meaning anything: "de", "gada".
    let fillers: [String]

    init(_ texts: [String: Text]) {
        func text(_ key: String) -> String? { texts[key]?.forms[0].whole }
        func words(_ key: String) -> [String] {
            (text(key) ?? "").split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") }
        }
        func pattern(_ key: String) -> Pattern? { text(key).map { Pattern($0) } }

        day = pattern("day") ?? Pattern("{y}-{mm}-{dd}")
        longDay = pattern("day.long") ?? day
        near = pattern("day.near") ?? day
        month = pattern("month") ?? Pattern("{y}-{mm}")
        monthOf = pattern("month.of") ?? month
        sameMonth = pattern("span.sameMonth") ?? Pattern("")
        sameYear = pattern("span.sameYear") ?? Pattern("")
        months = pattern("span.months") ?? Pattern("")
        shortDay = pattern("day.short") ?? day
        shortMonth = pattern("month.short") ?? month
        shortSameMonth = pattern("span.short.sameMonth") ?? sameMonth
        shortSameYear = pattern("span.short.sameYear") ?? sameYear
        shortMonths = pattern("span.short.months") ?? months
        names = words("months")
        let shortened = words("months.short")
        short = shortened.count == names.count ? shortened : names
        of = texts["months.of"] == nil ? names : words("months.of")
        weekdays = words("weekdays")
        fillers = words("months.fillers").map { Words.folded($0) }

        var spoken: [(word: String, month: Int)] = []
        for list in [names, of] { spoken += list.enumerated().map { (Words.folded($1), $0 + 1) } }
        for other in words("months.also") {
            let parts = other.split(separator: " ")
            if parts.count == 2, let month = Whole.reading(parts[0]) {
                spoken.append((Words.folded(String(parts[1])), month))
            }
        }
        self.spoken = spoken
    }

    /// The month that a word means: its name, or at least three letters with which only one month begins.
    func month(_ word: String) -> Int? {
        if let exact = spoken.first(where: { $0.word == word }) { return exact.month }
        guard word.count >= 3 else { return nil }
        let meant = Set(spoken.filter { $0.word.hasPrefix(word) }.map(\.month))
        return meant.count == 1 ? meant.first : nil
    }

    /// A wording whose places are the parts of one day or two: `{d}. {m}. {y}`, `{d}–{d2} {name} {y}`.
    struct Pattern: Sendable {
        enum Part: Sendable {
            case text(String)
            case day(second: Bool, padded: Bool)
            case month(second: Bool, padded: Bool)
            case name(second: Bool)
            case short(second: Bool)
            case of(second: Bool)
            case year
        }

        let parts: [Part]

        init(_ text: String) {
            let wording = Wording(text)
            parts = wording.pieces.map { piece in
                switch piece {
                case .text(let text): .text(text)
                case .place("d"): .day(second: false, padded: false)
                case .place("dd"): .day(second: false, padded: true)
                case .place("d2"): .day(second: true, padded: false)
                case .place("dd2"): .day(second: true, padded: true)
                case .place("m"): .month(second: false, padded: false)
                case .place("mm"): .month(second: false, padded: true)
                case .place("m2"): .month(second: true, padded: false)
                case .place("mm2"): .month(second: true, padded: true)
                case .place("name"): .name(second: false)
                case .place("name2"): .name(second: true)
                case .place("short"): .short(second: false)
                case .place("short2"): .short(second: true)
                case .place("of"): .of(second: false)
                case .place("of2"): .of(second: true)
                case .place("y"): .year
                case .place(let name): .text("{\(name)}")
                }
            }
        }

        func written(_ first: Day, _ last: Day? = nil, in dates: Dates) -> String {
            let (year, firstMonth, firstDay) = first.parts
            let (_, lastMonth, lastDay) = (last ?? first).parts
            var text = ""
            func put(_ number: Int, _ width: Int) {
                let digits = String(number)
                for _ in digits.utf8.count..<max(width, digits.utf8.count) { text += "0" }
                text += digits
            }
            for part in parts {
                switch part {
                case .text(let words): text += words
                case .day(let second, let padded): put(second ? lastDay : firstDay, padded ? 2 : 1)
                case .month(let second, let padded): put(second ? lastMonth : firstMonth, padded ? 2 : 1)
                case .name(let second): text += dates.names[(second ? lastMonth : firstMonth) - 1]
                case .short(let second): text += dates.short[(second ? lastMonth : firstMonth) - 1]
                case .of(let second): text += dates.of[(second ? lastMonth : firstMonth) - 1]
                case .year: put(year, 4)
                }
            }
            return text
        }
    }
}
