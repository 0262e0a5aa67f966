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
            ("doubtful", .whole(Int64(doubtful))), ("gap", gap.map { .whole(Int64($0)) } ?? .null),
            ("target", figure.target.map { .whole(Int64($0)) } ?? .null),
            ("records", .list(evidence.counted.map { .text($0.description) })),
            ("doubtfulRecords", .list(evidence.doubtful.map { .text($0.description) })),
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

    private var results: [Standing] { place.project.keyResults(asOf: place.asOf) }
    private var others: [Standing] {
        place.project.figures.filter { !$0.isKeyResult }.map { place.project.standing(of: $0, asOf: place.asOf) }
    }

    var room: Room? { .indicators }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("page.results") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, []))<h1>\(title(words))</h1><p class="lead">\(words("page.results.about"))</p>
        <p class="exports"><a\(href: place.to("press"))>\(words("page.press"))</a> <a\(href: place.to("results", query: [("as", "csv")]))>CSV</a> <a\(href: place.to("results", query: [("as", "json")]))>JSON</a></p>
        \(place.kept("results", words) { grid(results, words) })
        \(place.kept("besides", words) { besides(words) })
        """
    }

    private func besides(_ words: Words) -> HTML {
        let others = others
        return others.isEmpty ? "" : "<h2>\(words("page.otherFigures"))</h2>\(grid(others, words))"
    }

    private func grid(_ standings: [Standing], _ words: Words) -> HTML {
        """
        <div class="scroll" tabindex="0" role="region" aria-label="\(title(words))"><table class="results list"><thead><tr><th scope="col">\(words("page.figure"))</th><th scope="col" class="number">\(words("result.claimed"))</th><th scope="col">\(words("page.claimedOn"))</th><th scope="col" class="number">\(words("result.evidenced"))</th><th scope="col" class="number">\(words("result.doubtful"))</th><th scope="col" class="number">\(words("result.gap"))</th><th scope="col">\(words("page.bar"))</th></tr></thead><tbody>\(standings.map { Self.row($0, words, place, short: false) })</tbody></table></div>
        """
    }

    static func row(_ standing: Standing, _ words: Words, _ place: Place, short: Bool) -> HTML {
        let figure = standing.figure
        let page = place.to("results", figure.name)
        func number(_ label: String, _ text: String) -> HTML {
            "<td class=\"number\" data-label=\"\(label)\">\(text)</td>"
        }
        let claimed = number(
            words("result.claimed"), standing.claimed.map { words.count($0.value) } ?? words("result.none"))
        let evidenced: HTML =
            "<td class=\"number\" data-label=\"\(words("result.evidenced"))\"><a\(href: page)>\(words.evidenced(standing))</a></td>"
        let gap = number(words("result.gap"), standing.gap.map { words.number($0) } ?? "")
        let head: HTML =
            "<th scope=\"row\"><a\(href: page)>\(words.caption(figure.caption, kind: Figure.kind))</a></th>"
        if short { return "<tr>\(head)\(claimed)\(evidenced)\(gap)</tr>" }
        return """
            <tr>\(head)\(claimed)<td data-label="\(words("page.claimedOn"))">\(standing.claimed?.on.map { words.when($0) } ?? "")</td>\(evidenced)\(number(words("result.doubtful"), words.number(standing.doubtful)))\(gap)<td class="barcell" data-label="\(words("page.bar"))">\(bar(standing, words))</td></tr>
            """
    }

    /// Evidenced, doubtful and missing as one bar, with the numbers written on it.
    static func bar(_ standing: Standing, _ words: Words) -> HTML {
        let missing = max(0, (standing.gap ?? 0) - standing.doubtful)
        guard let evidenced = standing.evidenced, evidenced + standing.doubtful + missing > 0 else { return "" }
        let whole = evidenced + standing.doubtful + missing
        var x = 0
        func part(_ count: Int, _ tone: String) -> HTML {
            guard count > 0 else { return "" }
            let width = max(14, count * 240 / whole)
            defer { x += width }
            return
                "<rect class=\"\(tone)\" x=\"\(x)\" y=\"0\" width=\"\(width)\" height=\"20\"/><text x=\"\(x + width / 2)\" y=\"15\" text-anchor=\"middle\" class=\"\(tone)\">\(count)</text>"
        }
        let parts = [
            part(evidenced, "evidenced"), part(standing.doubtful, "doubtful"), part(missing, "missing"),
        ]
        let label =
            "\(words("result.evidenced")) \(evidenced), \(words("result.doubtful")) \(standing.doubtful), \(words("result.missing.short")) \(missing)"
        return
            "<svg class=\"standing\" preserveAspectRatio=\"xMinYMid\" viewBox=\"0 0 \(max(240, x)) 20\" role=\"img\" aria-label=\"\(label)\">\(parts)</svg>"
    }

    func table(_ words: Words) -> [[String]]? {
        [
            [
                words("page.figure"), words("result.claimed"), words("page.claimedOn"), words("result.evidenced"),
                words("result.doubtful"), words("result.gap"),
            ]
        ]
            + results.map { standing in
                [
                    words.caption(standing.figure.caption, kind: Figure.kind),
                    standing.claimed.map { $0.value.plain } ?? "",
                    standing.claimed?.on?.plain ?? "",
                    standing.evidenced.map { String($0) } ?? words("result.notKnown.short"),
                    String(standing.doubtful),
                    standing.gap.map { String($0) } ?? "",
                ]
            }
    }

    var json: JSON { .list(results.map(\.json)) }
}

/// One figure: how it is counted, what was claimed when, and every record behind the number.
struct FigurePage: ProjectPage {
    let place: Place
    let standing: Standing
    let quotes: [(text: News, quote: News.Quote, now: Int?)]

    init(_ place: Place, _ figure: Figure) {
        self.place = place
        standing = place.project.standing(of: figure, asOf: place.asOf)
        quotes = place.project.quotes(of: figure)
    }

    var room: Room? { .indicators }
    func title(_ words: Words) -> String { words.caption(standing.figure.caption, kind: Figure.kind) }

    func body(_ words: Words) -> HTML {
        let counted = standing.evidence.counted.map { record($0, words) }
        let doubtful = standing.evidence.doubtful.map { record($0, words) }
        return """
            \(Frame.crumbs(place, words, [(words("page.results"), place.to("results"))]))
            <h1>\(title(words))</h1>
            <p class="lead">\(Self.summary(standing, words))</p>
            <p>\(ResultsPage.bar(standing, words))</p>
            <p class="hint">\(words("rule.\(standing.figure.rule.rawValue)")) <a\(href: place.to(standing.figure.reference))>\(words("page.aboutFigure"))</a></p>
            <h2 id="evidenced">\(words("result.evidenced")) <span class="far">\(words.evidenced(standing))</span></h2>
            \(if: counted.isEmpty && standing.evidence.isKnown, "<p class=\"empty\">\(words("result.noRecords"))</p>")<ul class="plain evidence">\(counted)</ul>
            \(if: !doubtful.isEmpty, "<h2 id=\"doubtful\">\(words("result.doubtful")) <span class=\"far\">\(words.number(standing.doubtful))</span></h2><ul class=\"plain evidence\">\(doubtful)</ul>")
            \(claims(words))
            \(quoted(words))
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
        words(
            "result.claimedLine",
            [
                (
                    "count",
                    "\(words.count(claimed.value)) \(words.optional("figure.\(standing.figure.name)") == nil ? "" : words.form(claimed.value.number, "figure.\(standing.figure.name)"))"
                ), ("on", claimed.on.map { words.when($0) } ?? "?"),
            ])
    }

    private func record(_ reference: Reference, _ words: Words) -> HTML {
        let record = place.project.record(reference)
        let reasons = record?.provenance.doubts.map(\.reason).joined(separator: "; ") ?? ""
        let day: String =
            switch record {
            case let event as Event: Show.days(event.start, event.end, words)
            case let media as MediaAppearance: media.on.map { words.when($0) } ?? ""
            case let change as PolicyChange: Show.days(change.from, change.to, words)
            case let evaluation as Evaluation: evaluation.on.map { words.when($0) } ?? ""
            default: ""
            }
        return
            "<li>\(Show.link(reference, words, place))\(if: !day.isEmpty, " <span class=\"far\">\(day)</span>")\(if: !reasons.isEmpty, " <span class=\"reason\">\(reasons)</span>")</li>"
    }

    private func claims(_ words: Words) -> HTML {
        let all = standing.claims + standing.beside
        guard !all.isEmpty else { return "" }
        let rows = all.map { value -> HTML in
            """
            <tr><td class="number" data-label="\(words("result.claimed"))"><a\(href: place.to(value.reference))>\(words.count(value.value))</a></td><td data-label="\(words("page.time"))">\(value.on.map { words.when($0) } ?? "")</td><td data-label="\(words("field.scope"))">\(value.scope ?? "")</td><td data-label="\(words("field.definition"))">\(value.definition ?? words("result.sameDefinition"))</td><td data-label="\(words("field.saidBy"))">\(value.saidBy.map { words.who($0, in: place.project) } ?? "")</td></tr>
            """
        }
        return """
            <h2>\(words("page.claims"))</h2><div class="scroll" tabindex="0" role="region" aria-label="\(words("page.claims"))"><table class="list"><thead><tr><th scope="col" class="number">\(words("result.claimed"))</th><th scope="col">\(words("page.time"))</th><th scope="col">\(words("field.scope"))</th><th scope="col">\(words("field.definition"))</th><th scope="col">\(words("field.saidBy"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private func quoted(_ words: Words) -> HTML {
        guard !quotes.isEmpty else { return "" }
        let rows = quotes.map { quote -> HTML in
            let isKnown = quote.now != nil || standing.evidence.isKnown
            let differs = isKnown && quote.now != quote.quote.value
            let says = words(
                !isKnown ? "page.quoteNotKnown" : differs ? "page.quoteDiffers" : "page.quoteHolds",
                [
                    ("value", words.number(quote.quote.value)),
                    ("basis", words.choice(News.Basis.choiceName, quote.quote.basis.rawValue)),
                    ("now", quote.now.map { words.number($0) } ?? "?"),
                ])
            return
                "<li>\(Show.link(quote.text.reference, words, place)) <span class=\"state \(!isKnown ? "doubt" : differs ? "bad" : "good")\">\(says)</span></li>"
        }
        return "<h2>\(words("page.quotes"))</h2><ul class=\"plain\">\(rows)</ul>"
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
        let quotes = text.quotes.enumerated().map { index, quote -> HTML in
            "<input type=\"hidden\" name=\"quotes.\(index).figure\" value=\"\(quote.figure.number)\"><input type=\"hidden\" name=\"quotes.\(index).basis\" value=\"\(quote.basis.rawValue)\"><input type=\"hidden\" name=\"quotes.\(index).value\" value=\"\(quote.value)\">"
        }
        let may = place.refusal(AddRecord<News>.any)
        let keep: HTML =
            may.map { "<p class=\"hint\">\(Show.sentence($0, words, place))</p>" } ?? """
                <form method="post" action="/projects/\(place.name)/news" class="fields"><input type="hidden" name="entry" value="\(String(place.project.entry))"><input type="hidden" name="title" value="\(text.title)"><input type="hidden" name="status" value="draft"><input type="hidden" name="language" value="\(words.language.rawValue)"><input type="hidden" name="text" value="\(text.text)">\(quotes)<button class="button">\(words("page.press.keep"))</button></form>
                """
        return """
            \(Frame.crumbs(place, words, [(words("page.results"), place.to("results"))]))
            <h1>\(title(words))</h1><p class="lead">\(words("page.press.about"))</p>
            <p><a\(href: place.to("press", query: [("basis", "claimed")]))\(if: basis == .claimed, " aria-current=\"true\"")>\(words.choice(News.Basis.choiceName, "claimed"))</a> · <a\(href: place.to("press", query: [("basis", "evidenced")]))\(if: basis == .evidenced, " aria-current=\"true\"")>\(words.choice(News.Basis.choiceName, "evidenced"))</a></p>
            <blockquote class="press" lang="\(words.language.rawValue)"><h2>\(text.title)</h2>\(Show.prose(text.text))</blockquote>\(keep)
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
