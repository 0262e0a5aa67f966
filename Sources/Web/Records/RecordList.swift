import Desk
import Domain
import Words

/// What a cell of a list holds, still without a language.
enum Cell: Sendable, Hashable {
    case text(String?)
    case when(When?, When? = nil)
    case whole(Int?)
    case amount(Money?)
    case count(Count?)
    case word(String, String?)
    case words(String, [String])
    case record(Reference?)
    case who(Who?)
    case flag(Bool)

    func plain(_ words: Words, _ place: Place) -> String {
        switch self {
        case .text(let text): text ?? ""
        case .when(let from, let to): to == nil ? from.map { words.when($0) } ?? "" : words.span(from, to)
        case .whole(let number): number.map { String($0) } ?? ""
        case .amount(let money): money.map { words.amount($0) } ?? ""
        case .count(let count): count.map { words.count($0) } ?? ""
        case .word(let list, let word): word.map { words.choice(list, $0) } ?? ""
        case .words(let list, let all): all.map { words.choice(list, $0) }.joined(separator: ", ")
        case .record(let reference): reference.map { words.name($0, in: place.project) } ?? ""
        case .who(let who): who.map { words.who($0, in: place.project) } ?? ""
        case .flag(let flag): flag ? words("page.yes") : ""
        }
    }

    func html(_ words: Words, _ place: Place) -> HTML {
        switch self {
        case .word(let list, let word?) where Show.isState(list): Show.state(words.choice(list, word), word)
        case .words(let list, let all) where Show.isState(list): "\(all.map { Show.state(words.choice(list, $0), $0) })"
        case .record(let reference): reference.map { Show.link($0, words, place) } ?? ""
        case .who(let who?) where who.person != nil: who.person.map { Show.link($0.reference, words, place) } ?? ""
        default: "\(plain(words, place))"
        }
    }

    var isNumber: Bool {
        switch self {
        case .whole, .amount, .count: true
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
        case .record(let reference?): [reference.description]
        case .flag(let flag): [flag ? "yes" : "no"]
        default: []
        }
    }

    /// The words by which a list may be filtered, with what each is called.
    func choices(_ words: Words, _ place: Place) -> [(value: String, name: String)] {
        switch self {
        case .word(_, let word?): [(word, plain(words, place))]
        case .words(let list, let all): all.map { ($0, words.choice(list, $0)) }
        case .record(let reference?): [(reference.description, plain(words, place))]
        case .flag(let flag): [(flag ? "yes" : "no", words(flag ? "page.yes" : "page.no"))]
        default: []
        }
    }
}

/// How the records of a kind are listed: the columns behind the name.
struct RecordList: Sendable {
    struct Row: Sendable {
        let reference: Reference
        let caption: Caption
        let cells: [Cell]
        let isDoubtful: Bool
        let doubts: Int
    }

    let kind: Kind
    let columns: [String]
    /// The column by which it is sorted at first; the order of identifiers when nil.
    let order: String?
    /// The records that had happened by the day, all when it is nil.
    let rows: @Sendable (Project, Day?) -> [Row]
    /// How many are listed, of whatever day.
    let count: @Sendable (Project) -> Int
    /// Whether it is one of those that are listed and counted.
    let lists: @Sendable (any Record) -> Bool

    /// What a record's page shows besides its fields.
    let also: @Sendable (any Record, Place, Words) -> HTML

    /// - Parameter isOther: what is no row of the list, though it is a record of the kind.
    init<R: Record>(
        _ type: R.Type, by order: String? = nil, but isOther: (@Sendable (R) -> Bool)? = nil, _ columns: [Column<R>],
        also: @escaping @Sendable (R, Place, Words) -> HTML = { _, _, _ in "" }
    ) {
        self.also = { record, place, words in (record as? R).map { also($0, place, words) } ?? "" }
        kind = Kind.named(R.kind)!
        self.order = order
        self.columns = columns.map(\.name)
        let cells = columns.map(\.cell)
        lists = { record in !((record as? R).flatMap { isOther?($0) } ?? false) }
        count = { project in isOther.map { other in project[R.self].count { !other($0) } } ?? project[R.self].count }
        rows = { project, day in
            project[R.self].filter { $0.had(by: day) && !(isOther?($0) ?? false) }.map { record in
                Row(
                    reference: record.reference, caption: record.caption(in: project), cells: cells.map { $0(record) },
                    isDoubtful: record.provenance.doubtsBelonging, doubts: record.provenance.doubts.count)
            }
        }
    }

    /// Every list, by the name of the kind.
    static let all: [String: RecordList] = Dictionary(
        uniqueKeysWithValues: (PartnershipLists.lists + PeopleLists.lists + ObligationsLists.lists + WorkPlanLists.lists
            + EventsLists.lists
            + LearningLists.lists + PolicyLists.lists + IndicatorsLists.lists + CommunicationLists.lists
            + ReportsLists.lists + QualityLists.lists).map { ($0.kind.name, $0) })
}

/// A column of a list: the field's name, by which `Words` has its heading, and what stands in a cell.
struct Column<R: Record>: Sendable {
    let name: String
    let cell: @Sendable (R) -> Cell

    init(_ name: String, _ cell: @escaping @Sendable (R) -> Cell) {
        self.name = name
        self.cell = cell
    }
}

extension Column {
    /// A word of a closed list; the list's name is made once, not in every cell.
    static func word<C: Choice>(_ name: String, _ value: @escaping @Sendable (R) -> C?) -> Column {
        let list = C.choiceName
        return Column(name) { .word(list, value($0)?.rawValue) }
    }

    static func words<C: Choice>(_ name: String, _ value: @escaping @Sendable (R) -> [C]) -> Column {
        let list = C.choiceName
        return Column(name) { .words(list, value($0).map(\.rawValue)) }
    }
}
