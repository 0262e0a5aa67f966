import Desk
import Domain
import Words

/// Every action against every reporting period in which it is watched: how it stood, and where nothing was said.
struct MonitoringPage: Page {
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

    let mine: Place
    let periods: [ReportingPeriod]
    let rows: [Row]

    init(_ place: Place) {
        mine = place
        let project = place.project
        let today = place.asOf ?? place.today
        let all = project.reportingPeriods.sorted { $0.number < $1.number }
        let said = Dictionary(grouping: project.actionMonitorings, by: \.action)
        let table = project.actions.map { action in
            let watched = Set(project.monitoredPeriods(of: action).map(\.id))
            let mine = said[action.id] ?? []
            return Row(
                action: action, plan: project.actionPlans[action.plan],
                squares: all.map { period in
                    if let one = mine.first(where: { $0.period == period.id }) { return .said(one) }
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

    var place: Place? { mine }
    var room: Room? { .policy }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("view.monitoring") }

    private var missing: Int {
        rows.flatMap(\.squares).filter { if case .missing = $0 { true } else { false } }.count
    }

    func body(_ words: Words) -> HTML {
        let heads = periods.map { period -> HTML in
            "<th scope=\"col\"><a\(href: mine.to(period.reference))>\(words.name(period, in: mine.project))</a><br><span class=\"far\">\(words.span(period.start, period.end))</span></th>"
        }
        let lines = rows.map { row -> HTML in
            let cells = zip(periods, row.squares).map { period, square -> HTML in
                "<td data-label=\"\(words.name(period, in: mine.project))\">\(shown(square, row.action, period, words))</td>"
            }
            let region: HTML =
                row.plan.map { " <span class=\"far\">\(words.name($0, in: mine.project))</span>" } ?? ""
            let ahead = row.plan.map { row.action.isAhead(of: $0) } ?? false
            return
                "<tr><th scope=\"row\">\(Show.link(row.action.reference, words, mine))\(region)\(if: ahead, "<span class=\"reason\">\(words("page.monitoring.ahead"))</span>")</th><td data-label=\"\(words("field.status"))\">\(Show.state(words.choice(Action.Status.choiceName, row.action.status.rawValue), row.action.status.rawValue))</td>\(Array(cells))</tr>"
        }
        return """
            \(Frame.crumbs(mine, words, [(words("room.policy"), mine.to("rooms", "policy"))]))<h1>\(title(words))</h1>
            <p class="lead">\(words("page.monitoring.about"))</p>
            <p class="exports"><a\(href: mine.to("monitoring", query: [("as", "csv")]))>CSV</a> <a\(href: mine.to("monitoring", query: [("as", "json")]))>JSON</a></p>
            \(if: rows.isEmpty, "<p class=\"empty\">\(words("kind.action.empty")) <a\(href: mine.to(Action.plural, "new"))>\(words("kind.action.add"))</a></p>")
            <p class="count">\(words.count(missing, "page.monitoring.missing"))</p>
            \(if: !rows.isEmpty, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(title(words))\"><table class=\"list\"><thead><tr><th scope=\"col\">\(words("field.action"))</th><th scope=\"col\">\(words("field.status"))</th>\(heads)</tr></thead><tbody>\(lines)</tbody></table></div>")
            """
    }

    private func shown(_ square: Square, _ action: Action, _ period: ReportingPeriod, _ words: Words) -> HTML {
        switch square {
        case .notWatched: return ""
        case .ahead: return "<span class=\"far\">\(words("page.monitoring.comes"))</span>"
        case .missing:
            let path = mine.to(
                ActionMonitoring.plural, "new",
                query: [("action", String(action.id.number)), ("period", String(period.id.number))])
            return "<a\(href: path)><span class=\"state bad\">\(words("page.monitoring.gap"))</span></a>"
        case .said(let said):
            return
                "<a\(href: mine.to(said.reference))>\(Show.state(words.choice(Action.Status.choiceName, said.status.rawValue), said.status.rawValue))</a>"
        }
    }

    private func word(_ square: Square) -> String {
        switch square {
        case .notWatched: ""
        case .ahead: "comes"
        case .missing: "missing"
        case .said(let said): said.status.rawValue
        }
    }

    func table(_ words: Words) -> [[String]]? {
        [
            [words("field.action"), words("field.plan"), words("field.status")]
                + periods.map { words.name($0, in: mine.project) }
        ]
            + rows.map { row in
                [
                    row.action.title, row.plan.map { words.name($0, in: mine.project) } ?? "",
                    words.choice(Action.Status.choiceName, row.action.status.rawValue),
                ]
                    + row.squares.map { square in
                        switch square {
                        case .notWatched: ""
                        case .ahead: words("page.monitoring.comes")
                        case .missing: words("page.monitoring.gap")
                        case .said(let said): words.choice(Action.Status.choiceName, said.status.rawValue)
                        }
                    }
            }
    }

    var json: JSON {
        JSON.object(of: [
            ("entry", .whole(Int64(mine.project.entry))),
            ("periods", .list(periods.map { .text($0.reference.description) })),
            (
                "actions",
                .list(
                    rows.map { row in
                        JSON.object(of: [
                            ("action", .text(row.action.reference.description)),
                            ("status", .text(row.action.status.rawValue)),
                            ("periods", .list(row.squares.map { .text(word($0)) })),
                        ])
                    })
            ),
        ])
    }
}
