import Domain
import Words

/// How a table writes its days: found out from all of them, or asked once for the file.
///
/// `13.3.2026` says that the day comes first, and so does the language of the file for its own marks. Where nothing says it,
/// `1/3/2026` may be two days; a number may be a day as spreadsheets count them, and they count in two ways. A time behind the
/// day is left out, which is said.
struct ImportedDays {
    /// Which of two numbers is the day, by the mark between them.
    private var orders: [Unicode.Scalar: Sheet.Days] = [:]
    private let serials: Sheet.Serials?

    /// Three numbers with the year at the end.
    private struct Numbers {
        let first: Int
        let second: Int
        let year: Int
        let mark: Unicode.Scalar

        func day(_ order: Sheet.Days) -> Day? {
            order == .dayFirst ? Day(year, second, first) : Day(year, first, second)
        }
    }

    init(_ cells: [String], _ words: Words, days: Sheet.Days?, serials: Sheet.Serials?) throws(Refusal) {
        self.serials = serials
        var evidence: [Unicode.Scalar: Set<Sheet.Days>] = [:]
        var open: [Unicode.Scalar: (text: String, numbers: Numbers)] = [:]
        var counted: String?
        for cell in cells {
            let text = Self.parted(cell).day
            if Self.serial(text) != nil { counted = counted ?? text }
            guard let numbers = Self.numbers(text) else { continue }
            switch (numbers.day(.dayFirst), numbers.day(.monthFirst)) {
            case (_?, nil): evidence[numbers.mark, default: []].insert(.dayFirst)
            case (nil, _?): evidence[numbers.mark, default: []].insert(.monthFirst)
            case (let a?, let b?) where a != b: open[numbers.mark] = open[numbers.mark] ?? (text, numbers)
            default: break
            }
        }
        for mark in Set(evidence.keys).union(open.keys).sorted(by: { $0.value < $1.value }) {
            var found = evidence[mark] ?? []
            if words.putsDayFirst(with: mark) { found.insert(.dayFirst) }
            if let order = days ?? (found.count == 1 ? found.first : nil) {
                orders[mark] = order
            } else if let (text, numbers) = open[mark], let day = numbers.day(.dayFirst),
                let other = numbers.day(.monthFirst)
            {
                throw Refusal(
                    "unsureDays", [.init("text", .text(text)), .init("first", .day(day)), .init("second", .day(other))])
            }
        }
        if let counted, serials == nil, let number = Self.serial(counted) {
            throw Refusal(
                "unsureSerials",
                [
                    .init("text", .text(counted)), .init("first", .day(Self.day(number, .from1900))),
                    .init("second", .day(Self.day(number, .from1904))),
                ])
        }
    }

    /// The day as any language reads it, nil where none does; and the cell, where a time stands in it that is left out.
    func read(_ cell: String, _ spoken: [Words]) -> (day: String?, timed: String?) {
        let (text, time, isElsewhere) = Self.parted(cell)
        // A time of another zone may be of the day before.
        guard !isElsewhere, let when = when(text, spoken) else { return (nil, nil) }
        let isPart = Self.serial(text) != nil && text.dropFirst(6).contains { $0 != "0" }
        return (when.plain, isPart ? cell : time)
    }

    private func when(_ text: String, _ spoken: [Words]) -> When? {
        if let number = Self.serial(text) { return serials.map { .day(Self.day(number, $0)) } }
        if let numbers = Self.numbers(text) {
            if let order = orders[numbers.mark] { return numbers.day(order).map { .day($0) } }
            return numbers.day(.dayFirst).flatMap { $0 == numbers.day(.monthFirst) ? .day($0) : nil }
        }
        if let day = Self.yearFirst(text) { return .day(day) }
        return When(text) ?? spoken.lazy.compactMap { $0.readWhen(text) }.first
    }

    /// The day, the time behind it where it is not midnight, and whether it is said for another zone.
    private static func parted(_ cell: String) -> (day: String, time: String?, isElsewhere: Bool) {
        let whole = (cell, nil as String?, false)
        let letters = Array(cell)
        guard let colon = letters.firstIndex(of: ":") else { return whole }
        var hour = colon
        while hour > 0, letters[hour - 1].isASCII, letters[hour - 1].isNumber { hour -= 1 }
        guard hour > 0, (1...2).contains(colon - hour), letters[hour - 1] == "T" || letters[hour - 1].isWhitespace
        else {
            return whole
        }
        let time = letters.suffix(from: hour)
        guard time.allSatisfy({ "0123456789:.APMapmZz+-".contains($0) || $0.isWhitespace }) else { return whole }
        let figures = time.prefix { "0123456789:.".contains($0) }
        let isMidnight =
            figures.allSatisfy { !$0.isNumber || $0 == "0" }
            || (String(figures).hasPrefix("12:00") && time.contains { $0 == "A" || $0 == "a" })
        var end = hour - 1
        while end > 0, letters[end - 1].isWhitespace || letters[end - 1] == "," { end -= 1 }
        let isElsewhere = !isMidnight && time.contains { "Zz+-".contains($0) }
        return (String(letters.prefix(end)), isMidnight ? nil : cell, isElsewhere)
    }

    private static func parts(_ text: String) -> (numbers: [Int], widths: [Int], mark: Unicode.Scalar)? {
        var text = text.unicodeScalars.filter { $0 != " " && $0 != "\u{A0}" }[...]
        if text.last == "." { text = text.dropLast() }
        guard let mark = text.first(where: { !("0"..."9").contains($0) }), "./-".unicodeScalars.contains(mark) else {
            return nil
        }
        let parts = text.split(separator: mark, omittingEmptySubsequences: false).map {
            String(String.UnicodeScalarView($0))
        }
        let numbers = parts.compactMap { Whole.reading($0, within: 0...9_999) }
        guard parts.count == 3, numbers.count == 3 else { return nil }
        return (numbers, parts.map(\.utf8.count), mark)
    }

    private static func numbers(_ text: String) -> Numbers? {
        guard let (numbers, widths, mark) = parts(text), widths[0] <= 2, widths[1] <= 2, widths[2] == 4 else {
            return nil
        }
        return Numbers(first: numbers[0], second: numbers[1], year: numbers[2], mark: mark)
    }

    private static func yearFirst(_ text: String) -> Day? {
        guard let (numbers, widths, _) = parts(text), widths[0] == 4, widths[1] <= 2, widths[2] <= 2 else { return nil }
        return Day(numbers[0], numbers[1], numbers[2])
    }

    /// A day as spreadsheets count them, perhaps with a part of it: of 1954 to 2119.
    private static func serial(_ text: String) -> Int? {
        let halves = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard halves.count <= 2, halves.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            halves[0].count == 5
        else { return nil }
        return Whole.reading(halves[0], within: 20_000...80_000)
    }

    private static func day(_ serial: Int, _ serials: Sheet.Serials) -> Day {
        // 1 is 1 January 1900, and 60 the 29 February that 1900 did not have; or 0 is 1 January 1904.
        Day(count: serials == .from1900 ? serial - 25_569 : serial - 24_107)
    }
}
