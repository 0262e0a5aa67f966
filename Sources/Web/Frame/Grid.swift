import Desk
import Domain
import Words

/// Where a column stands: not everywhere is room for everything.
struct Outputs: OptionSet {
    let rawValue: Int
    static let page = Outputs(rawValue: 1)
    static let file = Outputs(rawValue: 2)
    static let program = Outputs(rawValue: 4)
    static let all: Outputs = [.page, .file, .program]
}

/// A column: what stands above it, and what in it for a row.
struct Column<Row>: Sendable {
    /// For programs; the label of the field of that name stands above the column, unless `head` says something else.
    let name: String
    var head: String?
    /// The head on the page, where it is more than its text.
    var shownHead: HTML?
    var isNumber = false
    var outputs: Outputs = .all
    /// One of several of a name, for as many as there are: programs get a list.
    var isOfSeveral = false
    /// What stands in the foot.
    var sum: Cell?
    let cell: @Sendable (Row) -> Cell

    init(_ name: String, _ cell: @escaping @Sendable (Row) -> Cell) {
        self.name = name
        self.cell = cell
    }

    /// - Parameter head: empty where nothing need be said above it.
    init(
        _ name: String, _ head: String, _ shownHead: HTML? = nil, number: Bool = false, in outputs: Outputs = .all,
        sum: Cell? = nil, _ cell: @escaping @Sendable (Row) -> Cell
    ) {
        (self.name, self.head, self.shownHead, self.cell) = (name, head, shownHead, cell)
        (isNumber, self.outputs, self.sum) = (number, outputs, sum)
    }

    /// A word of a closed list; the list's name is made once, not in every cell.
    static func word<C: Choice>(_ name: String, _ value: @escaping @Sendable (Row) -> C?) -> Column {
        let list = C.choiceName
        return Column(name) { .word(list, value($0)?.rawValue) }
    }

    static func words<C: Choice>(_ name: String, _ value: @escaping @Sendable (Row) -> [C]) -> Column {
        let list = C.choiceName
        return Column(name) { .words(list, value($0).map(\.rawValue)) }
    }

    /// A column for each item; programs get a list under the name.
    static func each<Item>(_ name: String, _ items: [Item], _ column: (Int, Item) -> Column) -> [Column] {
        if items.isEmpty { return [Column(name, "", in: .program) { _ in .said("", .list([])) }] }
        return items.enumerated().map { index, item in
            var column = column(index, item)
            column.isOfSeveral = true
            return column
        }
    }
}

/// A table: each of its columns is said once, for the page, the file and the program.
struct Grid<Row> {
    /// What the table is called for those who do not see it.
    let label: String
    let columns: [Column<Row>]
    let rows: [Row]
    let words: Words
    /// The project whose records stand in it.
    let place: Place?
    /// The classes of the table.
    var look: HTML = "list"
    /// The class of a row that wants a second look.
    var tone: (Row) -> HTML? = { _ in nil }

    init(_ label: String, _ words: Words, _ place: Place?, _ rows: [Row], _ columns: [Column<Row>]) {
        (self.label, self.words, self.place, self.rows, self.columns) = (label, words, place, rows, columns)
    }

    private func columns(in output: Outputs) -> [Column<Row>] {
        columns.filter { $0.outputs.contains(output) }
    }

    private func head(_ column: Column<Row>) -> String { column.head ?? words.label(field: column.name, of: "") }

    /// The first column names the row. A table without rows is not shown.
    var html: HTML {
        let columns = columns(in: .page)
        guard !rows.isEmpty else { return "" }
        let names = columns.map(head)
        let heads = zip(columns, names).map { GridMarkup.head($1, $0.shownHead, isNumber: $0.isNumber) }
        let lines = rows.map { row -> HTML in
            let cells = columns.enumerated().map { index, column -> HTML in
                let html = column.cell(row).html(words, place)
                return index == 0
                    ? "<th scope=\"row\">\(html)</th>" : GridMarkup.cell(names[index], html, column.isNumber)
            }
            let tone = tone(row)
            return "<tr\(if: tone != nil, " class=\"\(tone ?? "")\"")>\(cells)</tr>"
        }
        return GridMarkup.table(label, look, heads, lines, foot: foot(columns, names))
    }

    private func foot(_ columns: [Column<Row>], _ names: [String]) -> HTML? {
        guard columns.contains(where: { $0.sum != nil }) else { return nil }
        let cells = columns.enumerated().map { index, column -> HTML in
            let html = column.sum?.html(words, place) ?? (index == 0 ? "\(words("page.total"))" : "")
            return index == 0 ? "<th scope=\"row\">\(html)</th>" : GridMarkup.cell(names[index], html, column.isNumber)
        }
        return "<tr>\(cells)</tr>"
    }

    /// With its heads, as it goes into a file.
    var table: [[String]] {
        let columns = columns(in: .file)
        return [columns.map(head)] + rows.map { row in columns.map { $0.cell(row).plain(words, place) } }
    }

    /// An object for each row.
    var json: JSON {
        let columns = columns(in: .program)
        return .list(
            rows.map { row in
                var members: [(String, JSON)] = []
                for column in columns {
                    let value = column.cell(row).json
                    guard column.isOfSeveral else {
                        members.append((column.name, value))
                        continue
                    }
                    if let last = members.last, last.0 == column.name, case .list(let before) = last.1 {
                        members[members.count - 1].1 = .list(before + [value])
                    } else {
                        members.append((column.name, .list([value])))
                    }
                }
                return JSON.object(of: members)
            })
    }
}

/// The markup that all tables share.
enum GridMarkup {
    /// A table that scrolls in itself where the page is narrow.
    static func table(_ label: String, _ look: HTML, _ heads: [HTML], _ lines: [HTML], foot: HTML? = nil) -> HTML {
        """
        <div class="scroll" tabindex="0" role="region" aria-label="\(label)">
        <table class="\(look)">
        <thead><tr>\(heads)</tr></thead>
        <tbody>\(lines)</tbody>
        \(if: foot != nil, "<tfoot>\(foot)</tfoot>")
        </table>
        </div>
        """
    }

    /// - Parameter order: how the rows are sorted by it, where they can be.
    static func head(_ label: String, _ shown: HTML? = nil, isNumber: Bool, order: HTML? = nil) -> HTML {
        if label.isEmpty, shown == nil { return "<td></td>" }
        return """
            <th scope="col"\(if: order != nil, " aria-sort=\"\(order)\"")\(if: isNumber, " class=\"number\"")>\(shown ?? "\(label)")</th>
            """
    }

    /// A cell that says on a phone, where there are no heads, what it is.
    static func cell(_ label: String, _ content: HTML, _ isNumber: Bool = false) -> HTML {
        if content.bytes.isEmpty { return "<td></td>" }
        return """
            <td\(if: !label.isEmpty, " data-label=\"\(label)\"")\(if: isNumber, " class=\"number\"")>\(content)</td>
            """
    }
}
