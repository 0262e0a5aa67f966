import Desk
import Domain
import Words

/// Every action against every reporting period in which it is watched: how it stood, and where nothing was said.
struct MonitoringPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/monitoring") { ask, _ in
            let place = try ask.place(.policy)
            return .page(MonitoringPage(place), tag: RecordPages.tag(ask, place))
        }
    ]

    enum Square: Sendable {
        case notWatched, ahead, missing
        case said(ActionMonitoring)
    }

    struct Row: Sendable {
        let action: Action
        let plan: ActionPlan?
        let squares: [Square]
    }

    let place: Place
    let periods: [ReportingPeriod]
    let rows: [Row]

    init(_ place: Place) {
        self.place = place
        let project = place.project
        let today = place.asOf ?? place.today
        let all = project.reportingPeriods.sorted { $0.number < $1.number }
        let said = Dictionary(grouping: project.actionMonitorings, by: \.action)
        let table = project.actions.map { action in
            let watched = Set(project.monitoredPeriods(of: action).map(\.id))
            let own = said[action.id] ?? []
            return Row(
                action: action, plan: project.actionPlans[action.plan],
                squares: all.map { period in
                    if let one = own.first(where: { $0.period == period.id }) { return .said(one) }
                    guard watched.contains(period.id) else { return .notWatched }
                    return period.end < today ? .missing : .ahead
                })
        }
        // Periods in which nothing is watched and nothing was said need no column.
        let columns = all.indices.filter { index in
            table.contains { if case .notWatched = $0.squares[index] { false } else { true } }
        }
        rows = table.map { row in
            Row(action: row.action, plan: row.plan, squares: columns.map { row.squares[$0] })
        }
        periods = columns.map { all[$0] }
    }

    var room: Room? { .policy }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("view.monitoring") }

    private var missing: Int {
        rows.flatMap(\.squares).filter { if case .missing = $0 { true } else { false } }.count
    }

    func body(_ words: Words) -> HTML {
        let add: HTML = "<a\(href: place.to(Action.plural, "new"))>\(words("kind.action.add"))</a>"
        return """
            \(Frame.crumbs(place, words, in: .policy))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.monitoring.about"))</p>
            \(Show.exports(place.to("monitoring")))
            \(if: rows.isEmpty, "<p class=\"empty\">\(words("kind.action.empty")) \(add)</p>")
            <p class="count">\(words.count(missing, "page.monitoring.missing"))</p>
            \(grid(words).html)
            """
    }

    private func grid(_ words: Words) -> Grid<Row> {
        Grid(
            title(words), words, place, rows,
            [
                Column("action", words("field.action")) { row in
                    let region: HTML =
                        row.plan.map { " <span class=\"far\">\(words.name($0, in: place.project))</span>" } ?? ""
                    let name: HTML = "\(Show.link(row.action.reference, words, place))\(region)"
                    let ahead = row.plan.map { row.action.isAhead(of: $0) } ?? false
                    return .shown(.said(row.action.title, .text(row.action.reference.description)), name)
                        .noted(ahead ? words("page.monitoring.ahead") : nil, words, place)
                },
                Column("plan", words("field.plan"), in: .file) { .record($0.plan?.reference) },
                Column("status", words("field.status")) { .word($0.action.status) },
            ]
                + Column.each("periods", periods) { index, period in
                    let name = words.name(period, in: place.project)
                    let days = words.span(period.start, period.end)
                    let head: HTML = """
                        <a\(href: place.to(period.reference))>\(name)</a><br><span class="far">\(days)</span>
                        """
                    return Column("periods", name, head) { row in cell(row.squares[index], row.action, period, words) }
                })
    }

    private func cell(_ square: Square, _ action: Action, _ period: ReportingPeriod, _ words: Words) -> Cell {
        switch square {
        case .notWatched: return .said("", "")
        case .ahead:
            let text = words("page.monitoring.comes")
            return .shown(.said(text, "comes"), "<span class=\"far\">\(text)</span>")
        case .missing:
            let text = words("page.monitoring.gap")
            let new = [("action", String(action.id.number)), ("period", String(period.id.number))]
            return Cell.shown(.said(text, "missing"), Show.state(text, "missing"))
                .linked(place.to(ActionMonitoring.plural, "new", query: new), words, place)
        case .said(let said): return Cell.word(said.status).linked(place.to(said.reference), words, place)
        }
    }

    func table(_ words: Words) -> [[String]]? { grid(words).table }

    var json: JSON {
        [
            "entry": .whole(Int64(place.project.entry)),
            "periods": .list(periods.map { .text($0.reference.description) }), "actions": grid(Words.of(.en)).json,
        ]
    }
}
