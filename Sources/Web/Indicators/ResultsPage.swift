import Desk
import Domain
import Words

/// The key results: claimed, evidenced, doubtful and the gap of each, and the lists behind the numbers.
enum ResultsPages {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/results") { ask, _ in
            let place = try ask.place(.indicators)
            return .page(ResultsPage(place), tag: RecordPages.tag(ask, place))
        },
        Site.Route(method: .get, pattern: "/projects/:project/results/:figure") { ask, _ in
            let place = try ask.place(.indicators)
            guard let figure = place.project.figure(named: ask.path[3]) else {
                throw Stop(
                    Refusal(
                        "unknownFigure",
                        [
                            .init("name", .text(ask.path[3])),
                            .init("known", .text(place.project.figures.map(\.name).joined(separator: ", "))),
                        ]))
            }
            return .page(FigurePage(place, figure), tag: RecordPages.tag(ask, place))
        },
        Site.Route(method: .get, pattern: "/projects/:project/press") { ask, _ in
            .page(PressPage(try ask.place(.communication), ask.query("basis") == "evidenced" ? .evidenced : .claimed))
        },
    ]
}

extension Standing {
    /// The object of `grozd results --json` and of the page: keys in `docs/commands.md`.
    public var json: JSON {
        JSON.object(of: [
            ("figure", .text(figure.name)), ("claimed", claimed.map { .whole(Int64($0.value.number)) } ?? .null),
            ("claimedOn", claimed?.on.map { .text($0.plain) } ?? .null),
            ("evidenced", evidenced.map { .whole(Int64($0)) } ?? .null),
            ("withheld", .whole(Int64(evidence.withheld))),
            ("unshown", .whole(Int64(unshown))), ("doubtful", .whole(Int64(doubtful))),
            ("gap", gap.map { .whole(Int64($0)) } ?? .null),
            ("target", figure.target.map { .whole(Int64($0)) } ?? .null),
            ("records", .list(evidence.counted.map { .text($0.description) })),
            ("unshownRecords", .list(evidence.unshown.map(\.json))),
            ("doubtfulRecords", .list(evidence.doubtful.map { .text($0.description) })),
            ("sameAsAnother", .list(evidence.repeated.map { .text($0.description) })),
            ("ofSisterProjects", .list(evidence.elsewhere.map { .text($0.description) })),
            ("claims", .list(claims.map(\.claim))), ("beside", .list(beside.map(\.claim))),
        ])
    }
}

extension PublishedValue {
    fileprivate var claim: JSON {
        JSON.object(of: [
            ("value", .text(value.plain)), ("on", on.map { .text($0.plain) } ?? .null),
            ("scope", scope.map { .text($0) } ?? .null),
            ("definition", definition.map { .text($0) } ?? .null), ("saidBy", saidBy.map { .text($0.plain) } ?? .null),
            ("record", .text(reference.description)),
        ])
    }
}

extension Words {
    /// The number that the records show, or that it is not known.
    public func evidenced(_ standing: Standing) -> String {
        standing.evidenced.map { number($0) } ?? self("result.notKnown.short")
    }
}

struct ResultsPage: ProjectPage {
    let place: Place

    init(_ place: Place) { self.place = place }

    private var results: [Standing] { place.project.keyResults(asOf: place.asOf, on: place.today) }
    private var others: [Standing] {
        place.project.figures.filter { !$0.isKeyResult }.map {
            place.project.standing(of: $0, asOf: place.asOf, on: place.today)
        }
    }

    var room: Room? { .indicators }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("page.results") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, []))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("page.results.about"))</p>
        \(Self.countedBy(words, place))
        \(Show.exports(place.to("results"), besides: "<a\(href: place.to("press"))>\(words("page.press"))</a>"))
        \(place.kept("results", words) { Self.grid(results, words, place).html })
        \(place.kept("besides", words) { besides(words) })
        """
    }

    /// That a project of before counts by state alone, and the way out of it.
    static func countedBy(_ words: Words, _ place: Place) -> HTML {
        guard !place.project.countsByEvidence else {
            return "<p class=\"hint\">\(words("result.byEvidence"))</p>"
        }
        let way = words.verb(TakeEvidenceRules.name)
        return """
            <p class="warnings">\(words("result.byState"))
            <a\(href: place.to("count-by-evidence"))>\(way)</a></p>
            """
    }

    private func besides(_ words: Words) -> HTML {
        let others = others
        return others.isEmpty ? "" : "<h2>\(words("page.otherFigures"))</h2>\(Self.grid(others, words, place).html)"
    }

    /// - Parameter short: as the home page has them.
    static func grid(_ standings: [Standing], _ words: Words, _ place: Place, short: Bool = false) -> Grid<Standing> {
        var grid = Grid<Standing>(
            words("page.results"), words, place, standings,
            [
                Column("figure", words("page.figure")) { standing in
                    Cell.text(words.caption(standing.figure.caption, kind: Figure.kind))
                        .linked(place.to("results", standing.figure.name), words, place)
                },
                Column("claimed", words("result.claimed"), number: true) { standing in
                    let shown = standing.claimed.map { words.count($0.value) } ?? words("result.none")
                    return .shown(.text(standing.claimed?.value.plain), "\(shown)")
                },
                Column("claimedOn", words("page.claimedOn"), in: short ? [] : .all) { standing in
                    let on = standing.claimed?.on
                    return .shown(.text(on?.plain), "\(on.map { words.when($0) } ?? "")")
                },
                Column("target", words.label(field: "target", of: Figure.kind), number: true, in: short ? [] : .all) {
                    .grouped($0.figure.target, words)
                },
                Column("evidenced", words("result.evidenced"), number: true) { standing in
                    let path = place.to("results", standing.figure.name)
                    let plain = standing.evidenced.map { String($0) } ?? words("result.notKnown.short")
                    return .shown(.text(plain), "<a\(href: path)>\(words.evidenced(standing))</a>")
                },
                Column("unshown", words("result.unshown"), number: true) { standing in
                    let path = place.to("results", standing.figure.name)
                    return .shown(
                        .grouped(standing.unshown, words),
                        "<a\(href: path.at("unshown"))>\(words.number(standing.unshown))</a>")
                },
                Column("doubtful", words("result.doubtful"), number: true, in: short ? [] : .all) {
                    .grouped($0.doubtful, words)
                },
                Column("gap", words("result.gap"), number: true) { .grouped($0.gap, words) },
                Column("bar", words("page.bar"), in: short ? [] : .page) { .shown(.text(nil), bar($0, words)) },
            ])
        grid.look = short ? "results short" : "results list"
        return grid
    }

    /// Evidenced, doubtful and missing as one bar, with the numbers written on it.
    static func bar(_ standing: Standing, _ words: Words) -> HTML {
        let missing = max(0, (standing.gap ?? 0) - standing.unshown - standing.doubtful)
        guard let evidenced = standing.evidenced else { return "" }
        let whole = evidenced + standing.unshown + standing.doubtful + missing
        guard whole > 0 else { return "" }
        var x = 0
        func part(_ count: Int, _ tone: String) -> HTML {
            guard count > 0 else { return "" }
            let width = max(14, count * 240 / whole)
            defer { x += width }
            return """
                <rect class="\(tone)" x="\(x)" y="0" width="\(width)" height="20"/>
                <text x="\(x + width / 2)" y="15" text-anchor="middle" class="\(tone)">\(count)</text>
                """
        }
        let parts = [
            part(evidenced, "evidenced"), part(standing.unshown, "unshown"), part(standing.doubtful, "doubtful"),
            part(missing, "missing"),
        ]
        let label = [
            "\(words("result.evidenced")) \(evidenced)", "\(words("result.unshown")) \(standing.unshown)",
            "\(words("result.doubtful")) \(standing.doubtful)",
            "\(words("result.missing.short")) \(missing)",
        ].joined(separator: ", ")
        let box = "0 0 \(max(240, x)) 20"
        return """
            <svg class="standing" preserveAspectRatio="xMinYMid" viewBox="\(box)" role="img" aria-label="\(label)">
            \(parts)
            </svg>
            """
    }

    func table(_ words: Words) -> [[String]]? { Self.grid(results, words, place).table }

    var json: JSON { .list(results.map(\.json)) }
}
