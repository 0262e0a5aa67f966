import Desk
import Domain
import Trail
import Words

/// A list of records of one kind: searched, filtered, sorted, in groups; what is seen is what is exported, with all columns.
struct ListPage: ProjectPage {
    let kind: Kind
    let place: Place
    let list: RecordList
    let prepared: PreparedList
    let address: Ask
    /// The rows that are found, by their places in the prepared list, group by group.
    let found: [Int]
    let groups: [ListGroup]
    /// How many there are before search and filters.
    let all: Int
    let search: String
    let filters: [Filter]
    /// What the rows that are seen are late with, or do not show; nil where nobody asks.
    let gap: String?
    let by: String
    let sort: String
    let page: Int
    /// The columns that are shown, by their places in the list.
    let shown: [Int]
    /// Whether somebody chose them.
    let areChosen: Bool
    let mayAdd: Refusal?
    /// The views that whoever looks has saved.
    let views: [SavedView]
    /// What can be done with several rows by whoever looks.
    let acts: [SeveralAct]
    /// Which rows are chosen, where somebody chooses.
    let choosing: SeveralRows.Choosing?

    struct Filter: Sendable {
        let column: Int
        let name: String
        let chosen: String
        let options: [(value: String, name: String)]
    }

    static let rowsOnAPage = 100

    var room: Room? { kind.room }
    var wide: Bool { true }

    init(_ list: RecordList, _ ask: Ask, _ place: Place, choosing: SeveralRows.Choosing? = nil) throws {
        let list = list.seen(from: place)
        kind = list.kind
        self.place = place
        self.list = list
        address = ask
        search = ask.query("q") ?? ""
        sort = ask.query("sort") ?? list.order ?? ""
        mayAdd = list.kind.verb(.add).flatMap { place.refusal($0) }
        views = try SavedViews.all(list.kind, ask, place)
        acts = place.isPast ? [] : SeveralAct.all(list.kind, place)
        self.choosing =
            choosing
            ?? (acts.isEmpty || ask.query("choose") == nil
                ? nil : .init(acts: acts, rows: [], entry: place.project.entry))
        prepared = Self.prepared(list, sort, ask, place)
        all = prepared.rows.count
        let options = prepared.options
        filters = list.columns.indices.prefix(list.mainColumns).compactMap { column in
            guard options[column].count > 1, options[column].count <= 60 else { return nil }
            let name = list.columns[column]
            return Filter(
                column: column, name: name, chosen: ask.query("f.\(name)") ?? "", options: options[column])
        }
        gap = ask.query("gap")
        let chosen = filters.filter { !$0.chosen.isEmpty }.map { (column: $0.column, value: $0.chosen) }
        let rows =
            chosen.isEmpty && search.isEmpty && gap == nil
            ? Array(Range.between(0, all)) : prepared.positions(chosen, lacking: gap, search)
        by = ask.query("by") ?? ""
        groups = ListGroup.all(by, rows, prepared, list, sort, ask.words, place)
        found = groups.isEmpty ? rows : groups.flatMap(\.rows)
        let last = max(1, (found.count + Self.rowsOnAPage - 1) / Self.rowsOnAPage)
        page = min(max(1, ask.query("page").flatMap { Whole.key($0) } ?? 1), last)
        let wanted = Set(ask.query.filter { $0.name == "c" }.map(\.value))
        let asked = list.columns.indices.filter { wanted.contains(list.columns[$0]) }
        areChosen = !asked.isEmpty
        shown = asked.isEmpty ? prepared.first : asked
    }

    /// Of the latest state it is kept until that changes, or the day does.
    private static func prepared(_ list: RecordList, _ sort: String, _ ask: Ask, _ place: Place) -> PreparedList {
        guard place.isLatest else { return PreparedList(list, sort, ask, place) }
        let column = sort.hasPrefix("-") ? String(sort.dropFirst()) : sort
        let isKnown = column == "name" || list.columns.contains(column)
        let key = "\(list.kind.name) \(list.columns.count) \(ask.words.language.rawValue) \(isKnown ? sort : "")"
        return ask.site.lists.value(of: Reference(kind: key, number: place.today.count), in: place) {
            PreparedList(list, sort, ask, place)
        }
    }

    /// The rows that are found, in order.
    private var rows: [RecordList.Row] { found.map { prepared.rows[$0] } }

    /// Those of them that this page shows.
    var seen: Range<Int> {
        Range.between((page - 1) * Self.rowsOnAPage, min(found.count, page * Self.rowsOnAPage))
    }

    func title(_ words: Words) -> String { words("kind.\(kind.name).title") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, Frame.way(to: kind, place, words)))
        <div class="listhead"><h1>\(title(words))</h1>\(add(words))</div>
        \(prepared.standings.map { figure($0, words) })
        \(all == 0 ? empty(words) : table(in: words))
        """
    }

    private func figure(_ standing: Standing, _ words: Words) -> HTML {
        let name = words.caption(standing.figure.caption, kind: Figure.kind)
        let way: HTML = "<a\(href: place.to("results", standing.figure.name))>\(name)</a>"
        return """
            <div class="standing"><p>\(way): \(FigurePage.summary(standing, words))</p>
            \(ResultsPage.bar(standing, words))</div>
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
        func shown() -> HTML {
            let grid = found.isEmpty ? "<p class=\"empty\">\(words("page.nothingFound"))</p>" : grid(words)
            return "\(tools(words))\(found.isEmpty ? grid : choice(words, grid))"
        }
        // Who looks decides only whether rows may be chosen: all else is the same for everybody at this address.
        let key = address.path(with: [("lang", nil)]).text + (acts.isEmpty ? "" : " may")
        return """
            \(prepared.kept("chips " + key) { chips(words) })
            \(saved(words))
            \(choosing == nil ? prepared.kept(key, shown) : shown())
            """
    }

    /// All of the list, whatever a page shows of it.
    func table(_ words: Words) -> [[String]]? {
        var head = [words("page.number"), words("page.name")]
        head += list.columns.map { words.label(field: $0, of: kind.name) }
        head.append(words("page.doubtful"))
        return [head]
            + rows.map { row in
                [String(row.reference.number), nameOf(row, words)] + row.cells.map { $0.plain(words, place) }
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
