import Desk
import Domain
import Trail
import Words

/// A list of records of one kind: searched, filtered, sorted; what is seen is what is exported.
struct ListPage: ProjectPage {
    let kind: Kind
    let place: Place
    let columns: [String]
    private let list: RecordList
    private let prepared: PreparedList
    /// The rows that are found, by their places in the prepared list.
    private let found: [Int]
    /// How many there are before search and filters.
    let all: Int
    let search: String
    let filters: [Filter]
    let sort: String
    let page: Int
    let address: Ask
    let mayAdd: Refusal?
    /// How the figures stand that count this kind and no other.
    let standings: [Standing]

    struct Filter: Sendable {
        let column: String
        let chosen: String
        let options: [(value: String, name: String)]
    }

    static let rowsOnAPage = 100

    var room: Room? { kind.room }
    var wide: Bool { true }

    init(_ list: RecordList, _ ask: Ask, _ place: Place) throws {
        let list = list.seen(from: place)
        kind = list.kind
        self.place = place
        columns = list.columns
        self.list = list
        address = ask
        search = ask.query("q") ?? ""
        sort = ask.query("sort") ?? list.order ?? ""
        standings = place.project.figures.filter { $0.isKeyResult && $0.rule.kind == list.kind.name }
            .map { place.project.standing(of: $0, asOf: place.asOf, on: place.today) }
        mayAdd = list.kind.verb(.add).flatMap { place.refusal($0) }
        prepared = Self.prepared(list, sort, ask, place)
        all = prepared.rows.count
        filters = zip(list.columns, prepared.options).compactMap { column, options in
            guard options.count > 1, options.count <= 60 else { return nil }
            return Filter(column: column, chosen: ask.query("f.\(column)") ?? "", options: options)
        }
        let chosen = filters.filter { !$0.chosen.isEmpty }.compactMap { filter in
            list.columns.firstIndex(of: filter.column).map { (column: $0, value: filter.chosen) }
        }
        found = chosen.isEmpty && search.isEmpty ? Array(Range.between(0, all)) : prepared.positions(chosen, search)
        let last = max(1, (found.count + Self.rowsOnAPage - 1) / Self.rowsOnAPage)
        page = min(max(1, ask.query("page").flatMap { Whole.key($0) } ?? 1), last)
    }

    /// Of the latest state it is kept until that changes.
    private static func prepared(_ list: RecordList, _ sort: String, _ ask: Ask, _ place: Place) -> PreparedList {
        guard place.isLatest else { return PreparedList(list, sort, ask.words, place) }
        let column = sort.hasPrefix("-") ? String(sort.dropFirst()) : sort
        let isKnown = column == "name" || list.columns.contains(column)
        let key = "\(list.kind.name) \(list.columns.count) \(ask.words.language.rawValue) \(isKnown ? sort : "")"
        return ask.site.lists.value(of: Reference(kind: key, number: 0), in: place) {
            PreparedList(list, sort, ask.words, place)
        }
    }

    /// The rows that are found, in order.
    private var rows: [RecordList.Row] { found.map { prepared.rows[$0] } }

    private var seen: ArraySlice<Int> {
        found.part((page - 1) * Self.rowsOnAPage, page * Self.rowsOnAPage)
    }

    func title(_ words: Words) -> String { words("kind.\(kind.name).title") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, Frame.way(to: kind, place, words)))
        <h1>\(title(words))</h1>
        \(add(words))
        \(standings.map { figure($0, words) })
        \(all == 0 ? empty(words) : table(in: words))
        """
    }

    private func figure(_ standing: Standing, _ words: Words) -> HTML {
        let name = words.caption(standing.figure.caption, kind: Figure.kind)
        let way: HTML = "<a\(href: place.to("results", standing.figure.name))>\(name)</a>"
        return """
            <p class="standing">\(way): \(FigurePage.summary(standing, words))</p>
            \(ResultsPage.bar(standing, words))
            """
    }

    private func add(_ words: Words) -> HTML {
        if kind.verb(.add) == nil || kind.name == Identification.kind && all > 0 { return "" }
        if let mayAdd { return Show.refused(mayAdd, words, place) }
        let add: HTML =
            "<a class=\"button\"\(href: place.to(kind.plural, "new"))>\(words("kind.\(kind.name).add"))</a>"
        guard !place.isPast else { return "<p>\(add)</p>" }
        let others = [
            kind.verb(.addAsFound) == nil ? nil : ("new-as-found", words("verb.addAsFound")),
            kind.knownBy.isEmpty ? nil : ("import", words("import.button")),
        ].compactMap { $0 }
        guard !others.isEmpty else { return "<p>\(add)</p>" }
        let quiet = others.map { way, label -> HTML in
            " <a class=\"button quiet\"\(href: place.to(kind.plural, way))>\(label)</a>"
        }
        return "<p class=\"acts\">\(add)\(quiet)</p>"
    }

    private func empty(_ words: Words) -> HTML { "<p class=\"empty\">\(words("kind.\(kind.name).empty"))</p>" }

    private func table(in words: Words) -> HTML {
        let all = words.count(self.all, "kind.\(kind.name)")
        let seen = words("page.ofAll", [("seen", words.number(found.count)), ("all", all)])
        return """
            \(tools(words))
            <p class="count" role="status">\(found.count == self.all ? all : seen)</p>
            \(found.isEmpty ? "<p class=\"empty\">\(words("page.nothingFound"))</p>" : grid(words))
            \(pages(words))
            """
    }

    private func tools(_ words: Words) -> HTML {
        let selects = filters.map { filter -> HTML in
            let options = filter.options.map { Fields.option($0.value, $0.name, $0.value == filter.chosen) }
            return """
                <label>\(words.label(field: filter.column, of: kind.name))
                <select name="f.\(filter.column)"><option value="">\(words("page.all"))</option>\(options)</select></label>
                """
        }
        let clear: HTML =
            search.isEmpty && filters.allSatisfy { $0.chosen.isEmpty }
            ? "" : "<a\(href: place.to(kind.plural))>\(words("page.clear"))</a>"
        return """
            <form class="filters" method="get">
            <label>\(words("page.find")) <input type="search" name="q" value="\(search)" maxlength="200"></label>
            \(selects)\(Show.stays(place, [("sort", address.query("sort"))]))
            <button>\(words("page.show"))</button> \(clear)
            \(Show.exports(address))
            </form>
            """
    }

    private func grid(_ words: Words) -> HTML {
        let falling = sort.hasPrefix("-")
        let sorted = falling ? String(sort.dropFirst()) : sort
        func head(_ name: String, _ label: String, _ number: Bool) -> HTML {
            let next = sorted == name && !falling ? "-" + name : name
            let order: HTML = sorted == name ? (falling ? "descending" : "ascending") : "none"
            let path = address.path(with: [("sort", next), ("page", nil), ("lang", nil)])
            return GridMarkup.head(label, "<a\(href: path)>\(label)</a>", isNumber: number, order: order)
        }
        let numbers = columns.indices.map { index in prepared.rows.first.map { $0.cells[index].isNumber } ?? false }
        let heads = columns.enumerated().map { head($1, words.label(field: $1, of: kind.name), numbers[$0]) }
        let labels = columns.map { words.label(field: $0, of: kind.name) }
        let opens = columns.indices.map { index -> HTML in
            "<td data-label=\"\(labels[index])\"\(if: numbers[index], " class=\"number\"")>"
        }
        let doubt: HTML = " <span class=\"state doubt\">\(words("page.doubtful"))</span>"
        // The same words and the same partners stand in many rows.
        var made: [Cell: HTML] = [:]
        var lines: HTML = ""
        for position in seen {
            lines += prepared.line(position) { row in
                var cells: HTML = ""
                for (index, cell) in row.cells.enumerated() {
                    let shown = made[cell] ?? cell.html(words, place)
                    made[cell] = shown
                    cells += opens[index]
                    cells += shown
                    cells += "</td>"
                }
                let name = words.caption(row.caption, kind: kind.name)
                let tag: HTML = row.isDoubtful ? doubt : ""
                return """
                    <tr\(if: row.isDoubtful, " class=\"doubtful\"")>
                    <th scope="row"><a\(href: place.to(row.reference))>\(name)</a>\(tag)</th>\(cells)</tr>
                    """
            }
        }
        return GridMarkup.table(
            title(words), "list", [head("name", words("page.name"), false)] + heads, [lines], foot: foot(words))
    }

    /// The sum of what is seen, where a column holds amounts of one currency.
    private func foot(_ words: Words) -> HTML? {
        var any = false
        let rows = rows
        let cells = columns.indices.map { index -> HTML in
            guard prepared.rows.contains(where: { if case .amount = $0.cells[index] { true } else { false } }) else {
                return "<td></td>"
            }
            var sum: Money?
            for row in rows {
                guard case .amount(let money) = row.cells[index] else { return "<td></td>" }
                guard let money else { continue }
                if let before = sum {
                    guard let next = before.adding(money) else { return "<td></td>" }
                    sum = next
                } else {
                    sum = money
                }
            }
            guard let sum else { return "<td></td>" }
            any = true
            return "<td class=\"number\">\(words.amount(sum))</td>"
        }
        return any ? "<tr><th scope=\"row\">\(words("page.total"))</th>\(cells)</tr>" : nil
    }

    private func pages(_ words: Words) -> HTML {
        guard found.count > Self.rowsOnAPage else { return "" }
        let last = (found.count + Self.rowsOnAPage - 1) / Self.rowsOnAPage
        let range = words(
            "page.rows",
            [
                ("from", words.number((page - 1) * Self.rowsOnAPage + 1)),
                ("to", words.number(min(found.count, page * Self.rowsOnAPage))),
                ("n", words.number(found.count)),
            ])
        func way(_ relation: HTML, _ page: Int, _ label: TextKey) -> HTML {
            let path = address.path(with: [("page", String(page)), ("lang", nil)])
            return "<a rel=\"\(relation)\"\(href: path)>\(words(label))</a>"
        }
        return """
            <nav class="pages">\(range)
            \(if: page > 1, way("prev", page - 1, "page.previous"))
            \(if: page < last, way("next", page + 1, "page.next"))
            </nav>
            """
    }

    func table(_ words: Words) -> [[String]]? {
        let fields = columns + list.fileColumns
        var head = [words("page.number"), words("page.name")] + fields.map { words.label(field: $0, of: kind.name) }
        head.append(words("page.doubtful"))
        return [head]
            + rows.map { row in
                let more = place.project.record(row.reference).map { list.fileCells($0) } ?? []
                return [String(row.reference.number), nameOf(row, words)]
                    + (row.cells + more).map { $0.plain(words, place) }
                    + [row.isDoubtful ? words("page.yes") : ""]
            }
    }

    /// What a row is called. That nobody is named is no name: a table that comes in again must not make one of it.
    private func nameOf(_ row: RecordList.Row, _ words: Words) -> String {
        if kind.name == Person.kind, case .numbered = row.caption { return "" }
        return words.caption(row.caption, kind: kind.name)
    }

    var json: JSON {
        let records = rows.compactMap { place.project.record($0.reference).map(place.asked) }
        return [
            "entry": .whole(Int64(place.project.entry)), "kind": .text(kind.name), "count": .whole(Int64(found.count)),
            "withheld": .whole(Int64(kind.withheld(place.project))), "records": .list(records),
        ]
    }
}
