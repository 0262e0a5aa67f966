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

    private static let levels = Risk.Level.choiceName

    func body(_ words: Words) -> HTML {
        let heads = Risk.Level.allCases.map { level -> HTML in
            "<th scope=\"col\">\(words.label(field: "impact", of: Risk.kind)): \(words.choice(Self.levels, level.rawValue))</th>"
        }
        let rows = Risk.Level.allCases.reversed().map { likelihood -> HTML in
            let cells = Risk.Level.allCases.map { impact -> HTML in
                let weight = likelihood.weight * impact.weight
                let items = open.filter { $0.likelihood == likelihood && $0.impact == impact }.map { risk -> HTML in
                    "<li><a\(href: place.to(risk.reference))>\(risk.title)</a>\(held(risk, words))</li>"
                }
                return
                    "<td class=\"w\(weight)\"><span class=\"far\">\(words("matrix.weight", [("n", words.number(weight))]))</span>\(if: !items.isEmpty, "<ul class=\"plain\">\(items)</ul>")</td>"
            }
            return
                "<tr><th scope=\"row\">\(words.label(field: "likelihood", of: Risk.kind)): \(words.choice(Self.levels, likelihood.rawValue))</th>\(cells)</tr>"
        }
        let ended = others.map { risk -> HTML in
            "<li>\(Show.link(risk.reference, words, place)) \(Show.state(words.choice(Risk.Status.choiceName, risk.status.rawValue), risk.status.rawValue))</li>"
        }
        return """
            \(Frame.crumbs(place, words, [(words("room.quality"), place.to("rooms", "quality"))]))<h1>\(title(words))</h1>
            <p class="lead">\(words("matrix.about"))</p>\(if: open.isEmpty, "<p class=\"empty\">\(words("matrix.empty"))</p>")
            <p class="exports"><a\(href: place.to("risk-matrix", query: [("as", "csv")]))>CSV</a> <a\(href: place.to("risk-matrix", query: [("as", "json")]))>JSON</a></p>
            <div class="scroll" tabindex="0" role="region" aria-label="\(title(words))"><table class="matrix"><thead><tr><td></td>\(heads)</tr></thead><tbody>\(rows)</tbody></table></div>
            \(if: !ended.isEmpty, "<h2>\(words("matrix.others"))</h2><ul class=\"plain\">\(ended)</ul>")
            """
    }

    private func held(_ risk: Risk, _ words: Words) -> HTML {
        guard let duty = risk.holder.flatMap({ place.project.duties[$0] }) else { return "" }
        return " <span class=\"far\">\(words.name(duty.person.reference, in: place.project))</span>"
    }

    func table(_ words: Words) -> [[String]]? {
        [
            [
                words("page.number"), words("page.name"), words.label(field: "likelihood", of: Risk.kind),
                words.label(field: "impact", of: Risk.kind), words("field.status"),
                words.label(field: "nextReview", of: Risk.kind),
            ]
        ]
            + (open + others).map { risk in
                [
                    String(risk.id.number), risk.title, words.choice(Self.levels, risk.likelihood.rawValue),
                    words.choice(Self.levels, risk.impact.rawValue),
                    words.choice(Risk.Status.choiceName, risk.status.rawValue), risk.nextReview?.plain ?? "",
                ]
            }
    }

    var json: JSON {
        [
            "open": .list(
                open.map { risk in
                    JSON.object(of: [
                        ("record", .text(risk.reference.description)), ("title", .text(risk.title)),
                        ("likelihood", .text(risk.likelihood.rawValue)), ("impact", .text(risk.impact.rawValue)),
                        ("weight", .whole(Int64(risk.weight))),
                    ])
                })
        ]
    }
}
