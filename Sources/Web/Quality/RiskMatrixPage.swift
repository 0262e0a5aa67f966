import Desk
import Domain
import Words

/// Open risks by likelihood and impact: nine fields, the heaviest on top at the right.
struct RiskMatrixPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/risk-matrix") { ask, _ in
            let place = try ask.place(.quality)
            return .page(RiskMatrixPage(place), tag: RecordPages.tag(ask, place))
        }
    ]

    let place: Place
    let open: [Risk]
    let others: [Risk]

    init(_ place: Place) {
        self.place = place
        open = place.project.risks.filter { $0.status == .open }.sorted { ($1.weight, $0.id) < ($0.weight, $1.id) }
        others = place.project.risks.filter { $0.status != .open }
    }

    var room: Room? { .quality }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("view.risk-matrix") }

    private func level(_ field: String, _ level: Risk.Level, _ words: Words) -> String {
        let name = words.choice(Risk.Level.choiceName, level.rawValue)
        return "\(words.label(field: field, of: Risk.kind)): \(name)"
    }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, in: .quality))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("matrix.about"))</p>
        \(if: open.isEmpty, "<p class=\"empty\">\(words("matrix.empty"))</p>")
        \(Show.exports(place.to("risk-matrix")))
        \(matrix(words))
        \(Show.headed(words("matrix.others"), others.map { ended($0, words) }))
        """
    }

    private func matrix(_ words: Words) -> HTML {
        let levels = Risk.Level.allCases
        let heads = levels.map { GridMarkup.head(level("impact", $0, words), isNumber: false) }
        let rows = levels.reversed().map { likelihood -> HTML in
            let fields = levels.map { field(likelihood, $0, words) }
            return "<tr><th scope=\"row\">\(level("likelihood", likelihood, words))</th>\(fields)</tr>"
        }
        return GridMarkup.table(title(words), "matrix", [GridMarkup.head("", isNumber: false)] + heads, rows)
    }

    private func field(_ likelihood: Risk.Level, _ impact: Risk.Level, _ words: Words) -> HTML {
        let weight = likelihood.weight * impact.weight
        let items = open.filter { $0.likelihood == likelihood && $0.impact == impact }.map { risk -> HTML in
            "<li><a\(href: place.to(risk.reference))>\(risk.title)</a>\(held(risk, words))</li>"
        }
        return """
            <td class="w\(weight)">
            <span class="far">\(words("matrix.weight", [("n", words.number(weight))]))</span>
            \(if: !items.isEmpty, "<ul class=\"plain\">\(items)</ul>")
            </td>
            """
    }

    private func held(_ risk: Risk, _ words: Words) -> HTML {
        guard let duty = risk.holder.flatMap({ place.project.duties[$0] }) else { return "" }
        return " <span class=\"far\">\(words.name(duty.person.reference, in: place.project))</span>"
    }

    private func ended(_ risk: Risk, _ words: Words) -> HTML {
        "<li>\(Show.link(risk.reference, words, place)) \(Cell.word(risk.status).html(words, place))</li>"
    }

    /// As a list, for files and programs.
    private func grid(_ risks: [Risk], _ words: Words) -> Grid<Risk> {
        Grid(
            title(words), words, place, risks,
            [
                Column("number", words("page.number"), in: .file) { .whole($0.id.number) },
                Column("record", "", in: .program) { .record($0.reference) },
                Column("title", words("page.name")) { .text($0.title) },
                Column("likelihood", words.label(field: "likelihood", of: Risk.kind)) { .word($0.likelihood) },
                Column("impact", words.label(field: "impact", of: Risk.kind)) { .word($0.impact) },
                Column("nextReview", words.label(field: "nextReview", of: Risk.kind), in: .file) {
                    .text($0.nextReview?.plain)
                },
                Column("weight", "", in: .program) { .whole($0.weight) },
            ])
    }

    func table(_ words: Words) -> [[String]]? { grid(open, words).table }

    var json: JSON { ["open": grid(open, Words.of(.en)).json] }
}
