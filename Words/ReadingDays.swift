import Domain

/// Days as people type them. A reading that could mean another day is refused: nil, never a guess.
extension Words {
    /// Reads `2019-12-11`, `2019-12` and `2019` in every language; then the language's own ways: `11. 12. 2019`,
    /// "11. december 2019", "december 2019", `12/2019`. Years have four digits.
    public func readWhen(_ text: String) -> When? {
        let text = Words.tidied(text)
        return When(text) ?? readNumeric(text) ?? readNamed(text)
    }

    /// The same for a whole day.
    public func readDay(_ text: String) -> Day? { readWhen(text)?.exactly }

    /// Reads two ends as `span` writes them: `3–4 September 2019`, `28. 2.–1. 3. 2020`; nil for all else.
    public func readSpan(_ text: String) -> (from: When, to: When)? {
        let text = Words.tidied(text)
        // Two days are never longer, and every way to part what is longer would be tried.
        guard text.count <= 80 else { return nil }
        for dash in text.indices where text[dash] == "–" {
            let (left, right) = (text.prefix(upTo: dash), text.suffix(from: text.index(after: dash)))
            // What one end leaves out stands with the other.
            let starts = ([right.endIndex] + right.indices).compactMap {
                readWhen(String(left) + right.suffix(from: $0))
            }
            let ends = ([left.startIndex] + left.indices).compactMap { readWhen(String(left.prefix(upTo: $0)) + right) }
            for from in starts {
                if let to = ends.first(where: { Words.tidied(span(from, $0)) == text }) { return (from, to) }
            }
        }
        return nil
    }

    /// Whether the language itself says that the day comes first in three numbers with this mark between them.
    public func putsDayFirst(with mark: Unicode.Scalar) -> Bool {
        language != .en && !language.yearComesFirst && language.dayMarks.contains(mark)
    }

    /// Two or three numbers with the language's mark between them. English asks for a day above 12: 3/4/2020 is two days.
    private func readNumeric(_ text: String) -> When? {
        var numbers: [(value: Int, width: Int)] = []
        var marks: [Unicode.Scalar] = []
        var expectsNumber = true
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.first {
            if scalar == " " {
                rest.removeFirst()
            } else if expectsNumber {
                let digits = rest.prefix { ("0"..."9").contains($0) }
                guard !digits.isEmpty, digits.count <= 4, let value = Whole.reading(String(digits)) else { return nil }
                numbers.append((value, digits.count))
                rest.removeFirst(digits.count)
                expectsNumber = false
            } else {
                marks.append(scalar)
                rest.removeFirst()
                expectsNumber = true
            }
        }
        if expectsNumber {
            guard language == .lv || language == .hu, marks.last == "." else { return nil }
            marks.removeLast()
        }
        guard let mark = marks.first, marks.allSatisfy({ $0 == mark }), marks.count == numbers.count - 1 else {
            return nil
        }

        let widths = numbers.map(\.width)
        func month(_ year: Int, _ month: Int) -> When? {
            Day(year, month, 1) == nil ? nil : .month(year, month)
        }
        if numbers.count == 2, mark == "/", widths[0] <= 2, widths[1] == 4 {
            return month(numbers[1].value, numbers[0].value)
        }
        guard language.dayMarks.contains(mark) else { return nil }

        switch (numbers.count, language.yearComesFirst) {
        case (3, false) where widths[0] <= 2 && widths[1] <= 2 && widths[2] == 4:
            let (day, month, year) = (numbers[0].value, numbers[1].value, numbers[2].value)
            if language == .en, day <= 12, day != month { return nil }
            return Day(year, month, day).map { .day($0) }
        case (2, false) where widths[0] <= 2 && widths[1] == 4 && language != .en:
            return month(numbers[1].value, numbers[0].value)
        case (3, true) where widths[0] == 4 && widths[1] <= 2 && widths[2] <= 2:
            return Day(numbers[0].value, numbers[1].value, numbers[2].value).map { .day($0) }
        case (2, true) where widths[0] == 4 && widths[1] <= 2:
            return month(numbers[0].value, numbers[1].value)
        default:
            return nil
        }
    }

    /// A month in words, a year of four digits, perhaps a day; and nothing else.
    private func readNamed(_ text: String) -> When? {
        var (year, month, day): (Int?, Int?, Int?) = (nil, nil, nil)
        for token in text.split(whereSeparator: { $0 == " " || $0 == "." || $0 == "," }) {
            let word = Words.folded(String(token))
            if let number = number(ofDay: word) {
                if word.utf8.count == 4, year == nil, Whole.reading(word) != nil {
                    year = number
                } else if number <= 31, day == nil {
                    day = number
                } else {
                    return nil
                }
            } else if month == nil, let named = dates.month(word) {
                month = named
            } else if !dates.fillers.contains(word) {
                return nil
            }
        }
        guard let year, let month, Day(year, month, 1) != nil else { return nil }
        guard let day else { return .month(year, month) }
        return Day(year, month, day).map { .day($0) }
    }

    /// "11", "2019"; in English "11th", in Spanish and Portuguese "1º".
    private func number(ofDay word: String) -> Int? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        let ending = word.dropFirst(digits.count)
        let endings = language == .en ? ["", "st", "nd", "rd", "th"] : ["", "º", "o"]
        guard [1, 2, 4].contains(digits.count), endings.contains(String(ending)), ending.isEmpty || digits.count <= 2
        else {
            return nil
        }
        return Whole.reading(digits)
    }
}

extension Language {
    fileprivate var yearComesFirst: Bool { self == .hu || self == .sv }

    /// What may stand between the numbers of a day.
    fileprivate var dayMarks: [Unicode.Scalar] {
        switch self {
        case .en: ["/", ".", "-"]
        case .sl, .de, .lv, .sk, .hu: ["."]
        case .es, .pt: ["/", "-", "."]
        case .ro: [".", "/"]
        case .sv: ["-"]
        }
    }
}

extension Words {
    /// Without spaces at the ends, with single plain ones inside. A tab or a line's end inside stays: it parts two cells
    /// that were pasted together, so nothing reads them as one value.
    static func tidied(_ text: String) -> String {
        var inner = text[...]
        while inner.first?.isWhitespace == true { inner.removeFirst() }
        while inner.last?.isWhitespace == true { inner.removeLast() }
        return inner.split { $0.isWhitespace && !$0.isNewline && $0 != "\t" }.joined(separator: " ")
    }
}
