import Desk
import Domain
import Words

/// What a cell holds, still without a language: text for people, a value for programs, markup for the page.
indirect enum Cell: Sendable, Hashable {
    case text(String?)
    case when(When?, When? = nil)
    case whole(Int?)
    case amount(Money?)
    case count(Count?)
    case word(String, String?)
    case words(String, [String])
    /// As it was called on the day, where its name is dated.
    case record(Reference?, on: Day? = nil)
    /// Several; in a file with semicolons between, as they are read.
    case records([Reference])
    case who(Who?)
    case flag(Bool)
    /// Said in words that programs know by another one.
    case said(String, JSON)
    /// A cell that a page shows with more than its text.
    case shown(Cell, HTML)

    static func day(_ day: Day?) -> Cell { .when(day.map { .day($0) }) }
    static func word<C: Choice>(_ choice: C?) -> Cell { .word(C.choiceName, choice?.rawValue) }

    /// A number that people read with its thousands apart, and programs as digits.
    ///
    /// - Parameter zero: what people read where there is none.
    static func grouped(_ number: Int?, _ words: Words, zero: HTML? = nil) -> Cell {
        let shown: HTML = number.map { "\(words.number($0))" } ?? ""
        return .shown(.whole(number), number == 0 ? zero ?? shown : shown)
    }

    /// How many people see, if any, and which they are for programs.
    static func many(_ records: [Reference], _ words: Words) -> Cell {
        let shown: HTML = records.isEmpty ? "" : "\(words.number(records.count))"
        return .shown(.said(String(records.count), .list(records.map { .text($0.description) })), shown)
    }

    /// With something below it, smaller, where the page has room for it.
    func noted(_ note: String?, _ words: Words, _ place: Place?) -> Cell {
        guard let note, !note.isEmpty else { return self }
        return .shown(self, "\(html(words, place))<span class=\"reason\">\(note)</span>")
    }

    /// With the name that the record had on the day.
    func on(_ day: Day?) -> Cell {
        if case .record(let reference, nil) = self { .record(reference, on: day) } else { self }
    }

    /// As a link of the page.
    func linked(_ path: Path?, _ words: Words, _ place: Place?) -> Cell {
        path.map { .shown(self, "<a\(href: $0)>\(html(words, place))</a>") } ?? self
    }

    func plain(_ words: Words, _ place: Place?) -> String {
        switch self {
        case .text(let text): text ?? ""
        case .when(let from, let to): to == nil ? from.map { words.when($0) } ?? "" : words.span(from, to)
        case .whole(let number): number.map { String($0) } ?? ""
        case .amount(let money): money.map { words.amount($0) } ?? ""
        case .count(let count): count.map { words.count($0) } ?? ""
        case .word(let list, let word): word.map { words.choice(list, $0) } ?? ""
        case .words(let list, let all): all.map { words.choice(list, $0) }.joined(separator: ", ")
        case .record(let reference, let day):
            reference.map { reference in
                place.map { words.name(reference, in: $0.project.called(on: day)) } ?? "\(reference)"
            } ?? ""
        case .records(let references):
            references.map { Cell.record($0).plain(words, place) }.joined(separator: "; ")
        case .who(let who): who.flatMap { who in place.map { words.who(who, in: $0.project) } } ?? ""
        case .flag(let flag): flag ? words("page.yes") : ""
        case .said(let text, _): text
        case .shown(let cell, _): cell.plain(words, place)
        }
    }

    /// For programs; never in a language.
    var json: JSON {
        switch self {
        case .text(let text): text.map { .text($0) } ?? .null
        case .when(let from, _): from.map { .text($0.plain) } ?? .null
        case .whole(let number): number.map { .whole(Int64($0)) } ?? .null
        case .amount(let money): money.map { Canonical.json($0) } ?? .null
        case .count(let count): count.map { .text($0.plain) } ?? .null
        case .word(_, let word): word.map { .text($0) } ?? .null
        case .words(_, let all): .list(all.map { .text($0) })
        case .record(let reference, _): reference.map { .text($0.description) } ?? .null
        case .records(let references): .list(references.map { .text($0.description) })
        case .who(let who): who.map { .text($0.plain) } ?? .null
        case .flag(let flag): .flag(flag)
        case .said(_, let json): json
        case .shown(let cell, _): cell.json
        }
    }

    func html(_ words: Words, _ place: Place?) -> HTML {
        switch self {
        case .word(let list, let word?) where Show.isState(list): Show.state(words.choice(list, word), word)
        case .record(let reference?, let day): place.map { Show.link(reference, words, $0, on: day) } ?? ""
        case .who(let who?) where who.person != nil:
            place.flatMap { place in who.person.map { Show.link($0.reference, words, place) } } ?? ""
        case .shown(_, let html): html
        default: "\(plain(words, place))"
        }
    }

    var isNumber: Bool {
        switch self {
        case .whole, .amount, .count: true
        case .shown(let cell, _): cell.isNumber
        default: false
        }
    }

    /// Before or after another cell of the same column; what is empty comes last.
    func precedes(_ other: Cell, _ words: Words, _ place: Place) -> Bool {
        switch (self, other) {
        case (.when(let a?, _), .when(let b?, _)): a < b
        case (.whole(let a?), .whole(let b?)): a < b
        case (.amount(let a?), .amount(let b?)): a.cents < b.cents
        case (.count(let a?), .count(let b?)): a.number < b.number
        default:
            switch (plain(words, place), other.plain(words, place)) {
            case ("", _): false
            case (_, ""): true
            case (let a, let b): words.compare(a, b)
            }
        }
    }

    /// The values by which a list may be filtered.
    var values: [String] {
        switch self {
        case .word(_, let word?): [word]
        case .words(_, let all): all
        case .record(let reference?, _): [reference.description]
        case .flag(let flag): [flag ? "yes" : "no"]
        default: []
        }
    }

    /// The words by which a list may be filtered, with what each is called.
    func choices(_ words: Words, _ place: Place) -> [(value: String, name: String)] {
        switch self {
        case .word(_, let word?): [(word, plain(words, place))]
        case .words(let list, let all): all.map { ($0, words.choice(list, $0)) }
        case .record(let reference?, _): [(reference.description, plain(words, place))]
        case .flag(let flag): [(flag ? "yes" : "no", words(flag ? "page.yes" : "page.no"))]
        default: []
        }
    }
}
