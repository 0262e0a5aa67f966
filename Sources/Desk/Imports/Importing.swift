import Domain
import Trail
import Words

/// A table that somebody sends, to be taken in as records of one kind.
///
/// `check` says for every row what would become of it, and writes nothing. The desk checks again when it starts, and carries
/// all of it out as one entry, or nothing. No row is lost: the rows that were read are the sum of all outcomes.
public struct Importing: Sendable {
    /// What becomes of a row.
    public enum Outcome: String, Choice {
        case add, change, same, refused
        /// The example of the template, which stays out.
        case example
        /// Nothing stands in it.
        case empty
        /// It stands above the headings.
        case above
    }

    public let kind: Kind
    public let sheet: Sheet
    /// The language in which its days, numbers and words are written.
    public let language: Language
    /// What the file is called.
    public let name: String
    /// The SHA-256 of the file, where it is one: two files may have one name.
    public let digest: Digest?
    /// Where it is said that all of it was so, for rows that were found: the form `Found.form`. Nil for what is planned from here
    /// on, of which no row says a state.
    public let found: JSON?
    public let columns: [Column]
    /// The row of the headings, from 1; nil when none was found.
    public let headings: Int?
    /// The columns of each row whose cell cannot be read.
    let faults: [Int: [Int: Sheet.Fault.Sort]]
    let days: ImportedDays

    /// A column of the table, and which field it fills.
    public struct Column: Sendable, Equatable {
        public let heading: String
        /// `start`, `plan.start`, `provenance.sources`; nil when it fills none.
        public let path: String?
        public let shape: Shape?
        /// Whether anything stands below its heading.
        public let isFilled: Bool
    }

    /// Refused when no heading is a field of the kind, or two are the same one; and where its days may be two, and nobody said
    /// how they are written.
    public init(
        _ kind: Kind, _ sheet: Sheet, language: Language, days: Sheet.Days? = nil, serials: Sheet.Serials? = nil,
        name: String, digest: Digest? = nil, found: JSON? = nil
    ) throws(Refusal) {
        self.kind = kind
        self.sheet = sheet
        self.language = language
        self.name = name
        self.digest = digest
        self.found = found
        faults = Dictionary(grouping: sheet.faults, by: \.row).mapValues { faults in
            Dictionary(faults.map { ($0.column, $0.sort) }, uniquingKeysWith: { first, _ in first })
        }
        let fields = Headings(kind, language)
        // Lists begin below titles and notes: the headings are in the row of the first twenty that has most of them.
        var best = (row: -1, found: 0)
        for (index, row) in sheet.rows.prefix(20).enumerated() {
            let found = row.cells.filter { fields.path(of: $0) != nil }.count
            if found > best.found { best = (index, found) }
        }
        guard best.found > 0 else {
            throw Refusal("noHeadings", [.init("known", .text(fields.labels.joined(separator: ", ")))])
        }
        headings = sheet.rows[best.row].number

        let below = sheet.rows.dropFirst(best.row + 1)
        let width = max(sheet.rows[best.row].cells.count, below.map(\.cells.count).max() ?? 0)
        var columns: [Column] = []
        for index in Range.between(0, width) {
            let cells = sheet.rows[best.row].cells
            let heading = index < cells.count ? Headings.tidied(cells[index]) : ""
            let path = fields.path(of: heading)
            if let path, let other = columns.first(where: { $0.path == path }) {
                throw Refusal(
                    "headingTwice", [.init("heading", .text(heading)), .init("other", .text(other.heading))])
            }
            columns.append(
                Column(
                    heading: heading, path: path, shape: path.flatMap { fields.shapes[$0] },
                    isFilled: below.contains { index < $0.cells.count && !Importing.trimmed($0.cells[index]).isEmpty }))
        }
        self.columns = columns
        let ofDays = columns.indices.filter { columns[$0].shape == .day || columns[$0].shape == .when }
        let written = below.lazy.flatMap { row in
            ofDays.lazy.filter { $0 < row.cells.count }.map { Importing.trimmed(row.cells[$0]) }
        }
        self.days = try ImportedDays(Array(written), Words.of(language), days: days, serials: serials)
    }

    /// Columns with something in them that fill no field.
    public var unknown: [Column] {
        columns.filter { $0.path == nil && $0.isFilled && !$0.heading.isEmpty && !Importing.isReasons($0.heading) }
    }

    /// The kinds that can be imported.
    public static var kinds: [Kind] { Kind.all.filter { !$0.knownBy.isEmpty } }

    /// Whether the file may be kept as a proof that everybody in the project reads: not when it holds particulars of persons or
    /// names one of the project, be it in a column that is not taken over.
    public func keepsFile(in project: Project) -> Bool {
        let names = NamesOfPersons(project)
        return holdsNoParticulars
            && !sheet.rows.contains { $0.cells.contains { !names.found(in: $0).isEmpty } }
    }

    private var holdsNoParticulars: Bool {
        kind.room != .people
            && !sheet.rows.contains { row in
                row.cells.enumerated().contains { index, cell in
                    cell.utf8.contains(UInt8(ascii: "@"))
                        || ((index >= columns.count || columns[index].path == nil)
                            && Importing.isTelephone(cell))
                }
            }
    }

    private static func isTelephone(_ text: String) -> Bool {
        let digits = text.utf8.filter { $0 >= 48 && $0 <= 57 }.count
        return (7...15).contains(digits)
            && text.unicodeScalars.allSatisfy { "0123456789 +()/-\u{A0}".unicodeScalars.contains($0) }
    }

    /// A cell without what nobody sees, nor blanks around it.
    static func trimmed(_ text: String) -> String {
        let text = Unseen.cleaned(text)
        // Most cells begin and end with a letter or figure.
        if let first = text.utf8.first, let last = text.utf8.last, (33...126).contains(first), (33...126).contains(last)
        {
            return text
        }
        var inner = text[...]
        while inner.first?.isWhitespace == true { inner.removeFirst() }
        while inner.last?.isWhitespace == true { inner.removeLast() }
        return String(inner)
    }
}

/// Which headings are which fields of a kind.
struct Headings {
    private var paths: [String: String] = [:]
    private(set) var shapes: [String: Shape] = [:]
    /// In the order of the record.
    private(set) var order: [String] = []
    private(set) var labels: [String] = []

    /// By the field's name, and by its label in the language of the file, else in English, in Slovene, or in any other.
    init(_ kind: Kind, _ language: Language) {
        // What verbs note step by step is no cell: a list that goes out shows a summary of it, which must not come in as one.
        collect(kind.shape.members.filter { !kind.governed.contains($0.name) || !$0.shape.isListOfGroups }, in: "")
        for path in order {
            paths[Headings.key(path)] = path
        }
        let others = [.en, .sl] + Language.allCases.filter { $0 != .en && $0 != .sl }
        for spoken in [language] + others.filter({ $0 != language }) {
            let words = Words.of(spoken)
            for path in order {
                let label = Headings.label(path, kind, words)
                if spoken == language { labels.append(label) }
                let key = Headings.key(label)
                if paths[key] == nil { paths[key] = path }
            }
        }
    }

    static func label(_ path: String, _ kind: Kind, _ words: Words) -> String {
        path.hasPrefix("provenance.")
            ? words.label(field: path, of: kind.name) : words.label(path: path, of: kind.name)
    }

    func path(of heading: String) -> String? {
        let key = Headings.key(Unseen.cleaned(heading))
        return key.isEmpty ? nil : paths[key]
    }

    /// What a row of cells can say: single values, lists of them, groups of them one deep, and lists of groups that one
    /// text makes.
    private mutating func collect(_ members: [Shape.Member], in prefix: String) {
        for member in members where member.name != "salt" {
            let path = prefix + member.name
            switch member.shape {
            case .digest, .moment: continue
            case .group(let inner):
                if prefix.isEmpty { collect(inner, in: path + ".") }
                continue
            case .list(let item):
                switch item {
                case .group: if Headings.leads(item).isEmpty { continue }
                case .list: continue
                default: break
                }
            default: break
            }
            shapes[path] = member.shape
            order.append(path)
        }
    }

    /// The members of a group that one text alone can make: an address, a name.
    static func leads(_ group: Shape) -> [Shape.Member] {
        group.members.filter { lead in
            (lead.shape == .line || lead.shape == .address)
                && group.members.allSatisfy { !$0.required || $0.name == lead.name }
        }.filter { $0.required || !group.members.contains { $0.required } }
    }

    /// Without line ends, stars, colons and marks: "Datum\nzačetka *" is "datum zacetka".
    private static func key(_ heading: String) -> String {
        var text = Words.folded(tidied(heading))
        while let last = text.last, "*: ".contains(last) { text.removeLast() }
        return text
    }

    static func tidied(_ heading: String) -> String {
        heading.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension Shape {
    fileprivate var isListOfGroups: Bool {
        if case .list(.group) = self { true } else { false }
    }
}
