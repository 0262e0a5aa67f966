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
                        "<a\(href: path)#unshown>\(words.number(standing.unshown))</a>")
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

/// One figure: how it is counted, what was claimed when, and every record behind the number.
struct FigurePage: ProjectPage {
    let place: Place
    let standing: Standing
    let quotes: [(text: News, quote: News.Quote, now: Int?)]

    init(_ place: Place, _ figure: Figure) {
        self.place = place
        standing = place.project.standing(of: figure, asOf: place.asOf, on: place.today)
        quotes = place.project.quotes(of: figure)
    }

    var room: Room? { .indicators }
    func title(_ words: Words) -> String { words.caption(standing.figure.caption, kind: Figure.kind) }

    func body(_ words: Words) -> HTML {
        let figure = standing.figure
        return """
            \(Frame.crumbs(place, words, [(words("page.results"), place.to("results"))]))
            <h1>\(title(words))</h1>
            <p class="lead">\(Self.summary(standing, words))</p>
            <p>\(ResultsPage.bar(standing, words))</p>
            <p class="hint">\(words("rule.\(figure.rule.rawValue)"))
            <a\(href: place.to(figure.reference))>\(words("page.aboutFigure"))</a></p>
            \(rule(words))
            \(acts(words))
            \(counted(words))
            \(unshown(words))
            \(list("doubtful", words("result.doubtful"), standing.evidence.doubtful, words))
            \(list("same", words("result.repeated"), standing.evidence.repeated, words))
            \(list("elsewhere", words("result.elsewhere"), standing.evidence.elsewhere, words))
            \(if: !claims.isEmpty, "<h2>\(words("page.claims"))</h2>\(grid(words).html)")
            \(Show.headed(words("page.quotes"), quotes.map { quoted($0.text, $0.quote, now: $0.now, words) }))
            """
    }

    private func counted(_ words: Words) -> HTML {
        let records = standing.evidence.counted.map { record($0, words) }
        let none = records.isEmpty && standing.evidence.isKnown
        return """
            <h2 id="evidenced">\(words("result.evidenced")) <span class="far">\(words.evidenced(standing))</span></h2>
            \(if: none, "<p class=\"empty\">\(words("result.noRecords"))</p>")
            <ul class="plain evidence">\(records)</ul>
            """
    }

    /// What the figure demands, and how its records add up.
    private func rule(_ words: Words) -> HTML {
        let (figure, project, evidence) = (standing.figure, place.project, standing.evidence)
        guard figure.rule.isCounted else { return "" }
        guard let demands = project.evidenceRule(of: figure) else { return ResultsPage.countedBy(words, place) }
        let own = project.evidenceRules.first { $0.figure == figure.id }
        let all =
            evidence.counted.count + standing.unshown + standing.doubtful + evidence.repeated.count
            + evidence.elsewhere.count
        let parts = [
            (evidence.counted.count, words("result.evidenced")), (standing.unshown, words("result.unshown")),
            (standing.doubtful, words("result.doubtful")), (evidence.repeated.count, words("result.repeated")),
            (evidence.elsewhere.count, words("result.elsewhere")),
        ].filter { $0.0 > 0 }.map { "\(words.number($0.0)) \($0.1)" }.joined(separator: " + ")
        let sum: HTML = "<br>\(parts) = \(words.number(all))"
        return """
            <p class="rule">\(words.demanded(demands, of: figure.rule))
            \(own.map { Show.link($0.reference, words, place) })\(if: evidence.isKnown && all > 0, sum)</p>
            """
    }

    /// Done, and what is missing at each.
    private func unshown(_ words: Words) -> HTML {
        let records = standing.evidence.unshown.map { unshown -> HTML in
            "<li>\(line(unshown.record, words)) <span class=\"reason\">\(words.missing(unshown.missing))</span> \(mend(unshown, words))</li>"
        }
        return section("unshown", words("result.unshown"), records, words)
    }

    /// The way to show it, where one may.
    private func mend(_ unshown: Unshown, _ words: Words) -> HTML {
        guard let kind = Kind.named(unshown.record.kind), let record = place.project.record(unshown.record),
            !Set(unshown.missing).isDisjoint(with: [.shown, .document, .publicSource])
        else { return "" }
        let sort: AnyVerb.Sort = unshown.missing.contains(.publicSource) ? .addSource : .addProof
        let sorts = unshown.missing.contains(.shown) ? [AnyVerb.Sort.addSource, .addProof] : [sort]
        return sorts.compactMap(kind.verb).filter { place.refusal($0, on: record) == nil }.map { verb -> HTML in
            let path = place.to(kind.plural, String(unshown.record.number), verb.name)
            return "<a class=\"act\"\(href: path)>\(words.verb(verb.name))</a> "
        }.joined
    }

    /// What may be recorded of the figure itself.
    private func acts(_ words: Words) -> HTML {
        let figure = standing.figure
        var ways: [HTML] = []
        if place.refusal(AddRecord<PublishedValue>.any) == nil, place.isLatest {
            let new = place.to("published-values", "new").asking("figure", String(figure.id.number))
            ways.append("<a class=\"button quiet\"\(href: new)>\(words("kind.published-value.add"))</a> ")
        }
        if place.refusal(ChangeRecord<Figure>.any, on: figure) == nil, place.isLatest {
            let change = place.to("figures", String(figure.id.number), "change")
            ways.append("<a class=\"button quiet\"\(href: change)>\(words("page.figure.change"))</a>")
        }
        return ways.isEmpty ? "" : "<p class=\"acts\">\(ways)</p>"
    }

    private func list(_ id: String, _ head: String, _ records: [Reference], _ words: Words) -> HTML {
        section(id, head, records.map { record($0, words) }, words)
    }

    private func section(_ id: String, _ head: String, _ records: [HTML], _ words: Words) -> HTML {
        guard !records.isEmpty else { return "" }
        return """
            <h2 id="\(id)">\(head) <span class="far">\(words.number(records.count))</span></h2>
            <ul class="plain evidence">\(records)</ul>
            """
    }

    /// What was claimed, what the records show and what is missing, in a sentence each.
    static func summary(_ standing: Standing, _ words: Words) -> String {
        guard let evidenced = standing.evidenced else {
            let said = standing.claimed.map { claimedLine($0, standing, words) + " " } ?? ""
            return said + words("result.notKnown", [("n", words.number(standing.evidence.withheld))])
        }
        guard let claimed = standing.claimed, let gap = standing.gap else {
            return words.count(evidenced, "result.onlyRecords")
        }
        let said = claimedLine(claimed, standing, words)
        let shown = words.form(evidenced, "result.shown", [("n", words.number(evidenced))])
        let missing =
            gap > 0
            ? words.form(gap, "result.missing", [("n", words.number(gap))])
            : gap == 0
                ? words("result.nothingMissing") : words("result.surplus", [("n", words.number(-gap))])
        return "\(said) \(shown) \(missing)"
    }

    private static func claimedLine(_ claimed: PublishedValue, _ standing: Standing, _ words: Words) -> String {
        let name = standing.figure.name
        let what =
            words.optional("figure.\(name)") == nil ? "" : words.form(claimed.value.number, "figure.\(name)")
        let on = claimed.on.map { words.when($0) } ?? "?"
        return words("result.claimedLine", [("count", "\(words.count(claimed.value)) \(what)"), ("on", on)])
    }

    private func record(_ reference: Reference, _ words: Words) -> HTML {
        let reasons = place.project.record(reference)?.provenance.doubts.map(\.reason).joined(separator: "; ") ?? ""
        let why: HTML = reasons.isEmpty ? "" : " <span class=\"reason\">\(reasons)</span>"
        return "<li>\(line(reference, words))\(why)</li>"
    }

    private func line(_ reference: Reference, _ words: Words) -> HTML {
        let day = place.project.record(reference).map { Show.days($0.span.from, $0.span.to, words) } ?? ""
        let on: HTML = day.isEmpty ? "" : " <span class=\"far\">\(day)</span>"
        return "\(Show.link(reference, words, place))\(on)"
    }

    private var claims: [PublishedValue] { standing.claims + standing.beside }

    private func grid(_ words: Words) -> Grid<PublishedValue> {
        Grid(
            words("page.claims"), words, place, claims,
            [
                Column("value", words("result.claimed")) { value in
                    Cell.count(value.value).linked(place.to(value.reference), words, place)
                },
                Column("on", words("page.time")) { .when($0.on) },
                Column("scope") { .text($0.scope) },
                Column("definition") { .text($0.definition ?? words("result.sameDefinition")) },
                Column("saidBy") { .text($0.saidBy.map { words.who($0, in: place.project) }) },
            ])
    }

    private func quoted(_ text: News, _ quote: News.Quote, now: Int?, _ words: Words) -> HTML {
        let isKnown = now != nil || standing.evidence.isKnown
        let differs = isKnown && now != quote.value
        let says = words(
            !isKnown ? "page.quoteNotKnown" : differs ? "page.quoteDiffers" : "page.quoteHolds",
            [
                ("value", words.number(quote.value)),
                ("basis", words.choice(News.Basis.choiceName, quote.basis.rawValue)),
                ("now", now.map { words.number($0) } ?? "?"),
            ])
        let tone: HTML = !isKnown ? "doubt" : differs ? "bad" : "good"
        return "<li>\(Show.link(text.reference, words, place)) <span class=\"state \(tone)\">\(says)</span></li>"
    }

    var json: JSON { standing.json }
}

/// The results as a text for the press, each marked as claimed or evidenced, and a form that keeps it with what it quotes.
struct PressPage: ProjectPage {
    let place: Place
    let basis: News.Basis
    let results: [Standing]

    init(_ place: Place, _ basis: News.Basis) {
        self.place = place
        self.basis = basis
        results = place.project.keyResults(asOf: place.asOf)
    }

    var room: Room? { .communication }
    func title(_ words: Words) -> String { words("page.press") }

    func body(_ words: Words) -> HTML {
        let text = PressText(place.project, results, basis, words)
        return """
            \(Frame.crumbs(place, words, [(words("page.results"), place.to("results"))]))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.press.about"))</p>
            <p>\(way(to: .claimed, words)) · \(way(to: .evidenced, words))</p>
            <blockquote class="press" lang="\(words.language.rawValue)">
            <h2>\(text.title)</h2>
            \(Show.prose(text.text))
            </blockquote>
            \(keep(text, words))
            """
    }

    private func way(to other: News.Basis, _ words: Words) -> HTML {
        let path = place.to("press", query: [("basis", other.rawValue)])
        let name = words.choice(News.Basis.choiceName, other.rawValue)
        return "<a\(href: path)\(if: other == basis, " aria-current=\"true\"")>\(name)</a>"
    }

    /// The form that keeps it with what it quotes.
    private func keep(_ text: PressText, _ words: Words) -> HTML {
        if let refusal = place.refusal(AddRecord<News>.any) {
            return "<p class=\"hint\">\(Show.sentence(refusal, words, place))</p>"
        }
        let quotes = text.quotes.enumerated().map { index, quote -> HTML in
            """
            <input type="hidden" name="quotes.\(index).figure" value="\(quote.figure.number)">
            <input type="hidden" name="quotes.\(index).basis" value="\(quote.basis.rawValue)">
            <input type="hidden" name="quotes.\(index).value" value="\(quote.value)">
            """
        }
        return """
            <form method="post" action="/projects/\(place.name)/news" class="fields">
            <input type="hidden" name="entry" value="\(String(place.project.entry))">
            <input type="hidden" name="title" value="\(text.title)">
            <input type="hidden" name="status" value="draft">
            <input type="hidden" name="language" value="\(words.language.rawValue)">
            <input type="hidden" name="text" value="\(text.text)">
            \(quotes)
            <button class="button">\(words("page.press.keep"))</button>
            </form>
            """
    }

    var json: JSON {
        let text = PressText(place.project, results, basis, Words.of(.en))
        return [
            "title": .text(text.title), "text": .text(text.text),
            "quotes": .list(text.quotes.map { Canonical.json($0) }),
        ]
    }
}
