import Desk
import Domain
import Words

/// One figure: how it is counted, what was claimed when, and every record behind the number.
struct FigurePage: ProjectPage {
    let place: Place
    let standing: Standing
    let quotes: [(text: News, quote: News.Quote, now: Int?)]

    init(_ place: Place, _ figure: Figure) {
        self.place = place
        standing = place.project.standing(of: figure, asOf: place.asOf, on: place.today)
        quotes = place.project.quotes(of: figure, asOf: place.asOf, on: place.today)
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
            \(target(words))
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

    /// The target, and where the figure goes, or what became of it.
    private func target(_ words: Words) -> HTML {
        guard let target = words.target(of: standing.figure) else { return "" }
        let (project, today) = (place.project, place.asOf ?? place.today)
        let state =
            project.trend(of: standing.figure, on: today, asOf: place.asOf).map { IndicatorParts.state($0, words) }
            ?? project.outcome(of: standing.figure, on: today, asOf: place.asOf).map {
                IndicatorParts.outcome($0, words)
            }
        return "<p>\(words("result.target", [("target", target)])) \(state ?? "")</p>"
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
            "<li>\(line(unshown.record, words)) <span class=\"reason\">\(words.missing(unshown, of: standing.figure.rule))</span> \(mend(unshown, words))</li>"
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
        guard standing.evidence.isKnown else {
            let said = standing.claimed.map { claimedLine($0, standing, words) + " " } ?? ""
            return said + words("result.notKnown", [("n", words.number(standing.evidence.withheld))])
        }
        let (number, evidenced) = (words.evidenced(standing), standing.evidenced ?? 0)
        guard let claimed = standing.claimed else {
            return words.form(evidenced, "result.onlyRecords", [("n", number)])
        }
        let said = claimedLine(claimed, standing, words)
        let isNothing = standing.reached?.isOfNothing == true
        let shown = isNothing ? words("result.noRecords") : words.form(evidenced, "result.shown", [("n", number)])
        return [said, shown, words.missing(standing)].compactMap { $0 }.joined(separator: " ")
    }

    private static func claimedLine(_ claimed: PublishedValue, _ standing: Standing, _ words: Words) -> String {
        let name = standing.figure.name
        let count = claimed.value?.number
        let what =
            count.flatMap { number in
                words.optional("figure.\(name)") == nil ? nil : " " + words.form(number, "figure.\(name)")
            } ?? ""
        let on = claimed.on.map { words.when($0) } ?? "?"
        return words("result.claimedLine", [("count", words.claim(claimed, of: standing.figure) + what), ("on", on)])
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
                    Cell.shown(
                        .text(value.value?.plain ?? value.amount?.plain),
                        "\(words.claim(value, of: standing.figure))"
                    ).linked(place.to(value.reference), words, place)
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
