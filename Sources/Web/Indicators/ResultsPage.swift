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
            ("figure", .text(figure.name)), ("claimed", claimedValue.map { .whole(Int64($0.whole)) } ?? .null),
            ("claimedOn", claimed?.on.map { .text($0.plain) } ?? .null),
            ("evidenced", evidenced.map { .whole(Int64($0)) } ?? .null),
            ("withheld", .whole(Int64(evidence.withheld))),
            ("unshown", .whole(Int64(unshown))), ("doubtful", .whole(Int64(doubtful))),
            ("gap", gap.map { .whole(Int64($0.whole)) } ?? .null),
            ("claimedValue", IndicatorParts.json(claimedValue)), ("evidencedValue", IndicatorParts.json(reached)),
            ("gapValue", IndicatorParts.json(gap)), ("unit", figure.unit.map { .text($0) } ?? .null),
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
            ("value", value.map { .text($0.plain) } ?? .null), ("amount", amount.map { .text($0.plain) } ?? .null),
            ("precision", precision.map { .text($0.rawValue) } ?? .null), ("on", on.map { .text($0.plain) } ?? .null),
            ("scope", scope.map { .text($0) } ?? .null),
            ("definition", definition.map { .text($0) } ?? .null), ("saidBy", saidBy.map { .text($0.plain) } ?? .null),
            ("record", .text(reference.description)),
        ])
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
        // What is missing is a way to record it, for whom may.
        let may: [String: Bool] = [
            "published-values": place.isLatest && !short && place.refusal(AddRecord<PublishedValue>.any) == nil,
            "figures": place.isLatest && !short && place.refusal(ChangeRecord<Figure>.any) == nil,
        ]
        @Sendable func record(_ plural: String, of standing: Standing, _ text: String) -> HTML {
            guard may[plural] == true else { return "\(text)" }
            let figure = String(standing.figure.id.number)
            let path =
                plural == "figures"
                ? place.to("figures", figure, "change") : place.to(plural, "new").asking("figure", figure)
            let label = words("result.record")
            return "<a class=\"far\"\(href: path)>\(label)</a>"
        }
        @Sendable func outcome(_ standing: Standing) -> HTML {
            let became = place.project.outcome(of: standing.figure, on: place.asOf ?? place.today, asOf: place.asOf)
            return became.map { "<br>\(IndicatorParts.outcome($0, words))" } ?? ""
        }
        var grid = Grid<Standing>(
            words("page.results"), words, place, standings,
            [
                Column("figure", words("page.figure")) { standing in
                    Cell.text(words.caption(standing.figure.caption, kind: Figure.kind))
                        .linked(place.to("results", standing.figure.name), words, place)
                },
                Column("claimed", words("result.claimed"), number: true) { standing in
                    guard let claim = standing.claimed else {
                        return .shown(.text(nil), record("published-values", of: standing, words("result.none")))
                    }
                    return .shown(
                        .text(claim.value?.plain ?? IndicatorParts.plain(standing.claimedValue)),
                        "\(words.claim(claim, of: standing.figure))")
                },
                Column("claimedOn", words("page.claimedOn"), in: short ? [] : .all) { standing in
                    let on = standing.claimed?.on
                    return .shown(.text(on?.plain), "\(on.map { words.when($0) } ?? "")")
                },
                Column("target", words.label(field: "target", of: Figure.kind), number: true, in: short ? [] : .all) {
                    guard let target = words.target(of: $0.figure) else {
                        return .shown(.text(nil), record("figures", of: $0, ""))
                    }
                    return .shown(.text($0.figure.target.map { String($0) }), "\(target)\(outcome($0))")
                },
                Column("evidenced", words("result.evidenced"), number: true) { standing in
                    let path = place.to("results", standing.figure.name)
                    let plain = standing.reached.map { IndicatorParts.plain($0) } ?? words("result.notKnown.short")
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
                Column("gap", words("result.gap"), number: true) {
                    .shown(
                        .text($0.gap.map { IndicatorParts.plain($0) }), "\($0.gap.map { words.number(of: $0) } ?? "")")
                },
                Column("bar", words("page.bar"), in: short ? [] : .page) { .shown(.text(nil), bar($0, words)) },
            ])
        grid.look = short ? "results short" : "results list"
        return grid
    }

    /// Evidenced, doubtful and missing as one bar, with the numbers written on it.
    static func bar(_ standing: Standing, _ words: Words) -> HTML {
        // Records and money, or parts, do not stand on one bar.
        guard standing.evidence.value == nil || standing.reached?.divisor == 1, let evidenced = standing.evidenced
        else {
            return ""
        }
        // What is not shown, or doubtful, is counted in records: beside people or sessions it says nothing.
        let isOfRecords = standing.evidence.value == nil
        let (unshown, doubtful) = isOfRecords ? (standing.unshown, standing.doubtful) : (0, 0)
        // Where nobody has claimed a number, the target is what is to be shown.
        let whole = standing.gap?.whole ?? standing.figure.target.map { $0 - evidenced } ?? 0
        let missing = max(0, whole - unshown - doubtful)
        let all = evidenced + unshown + doubtful + missing
        guard all > 0 else { return "" }
        var x = 0
        func part(_ count: Int, _ tone: String) -> HTML {
            guard count > 0 else { return "" }
            let width = max(14, count * 240 / all)
            defer { x += width }
            return """
                <rect class="\(tone)" x="\(x)" y="0" width="\(width)" height="20"/>
                <text x="\(x + width / 2)" y="15" text-anchor="middle" class="\(tone)">\(count)</text>
                """
        }
        let parts = [
            part(evidenced, "evidenced"), part(unshown, "unshown"), part(doubtful, "doubtful"),
            part(missing, "missing"),
        ]
        let label = [
            "\(words("result.evidenced")) \(evidenced)", "\(words("result.unshown")) \(unshown)",
            "\(words("result.doubtful")) \(doubtful)",
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
