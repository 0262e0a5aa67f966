import Desk
import Domain
import Words

/// Every figure by state alone and by what is shown, with the records that fall out, before anything is changed.
struct EvidenceRulesPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/count-by-evidence") { ask, _ in
            .page(EvidenceRulesPage(try ask.place(.indicators), nil))
        },
        Site.Route(
            method: .post, pattern: "/projects/:project/count-by-evidence", asks: .init(TakeEvidenceRules.any.form)
        ) { ask, form in
            let place = try ask.place(.indicators)
            guard let form, !place.isPast else { throw Stop(Refusal("asItWas"), 403) }
            if let refusal = place.refusal(TakeEvidenceRules.any) { throw Stop(refusal, 403) }
            let unknown = form.unknown(to: .init(TakeEvidenceRules.any.form))
            guard unknown.isEmpty else {
                return .page(EvidenceRulesPage(place, .blocked(by: unknown)), status: 422)
            }
            do {
                let input = try form.sent ?? form.json(TakeEvidenceRules.any.form, in: ask.words) ?? .object([])
                let answer = try await ask.site.installation.desk(place.name).carryOut(
                    .init(TakeEvidenceRules.any, input, by: ask.seat, seen: form.entry))
                return ask.wants == .json ? .page(Carried(answer)) : .redirect(place.to("results"))
            } catch let refusal as Refusal {
                return .page(EvidenceRulesPage(try ask.place(.indicators), refusal), status: 422)
            }
        },
    ]

    struct Row: Sendable {
        let figure: Figure
        let now: Evidence
        let then: Evidence
        let rule: Demands
        let isOwn: Bool
        /// Records that count now and would not then, with what is missing at each.
        let falls: [Unshown]
    }

    let place: Place
    let rows: [Row]
    let refusal: Refusal?

    init(_ place: Place, _ refusal: Refusal?) {
        let (project, today) = (place.project, place.today)
        self.place = place
        self.refusal = refusal
        rows = project.figures.filter { $0.rule != .notCounted }.map { figure in
            let own = project.evidenceRules.first { $0.figure == figure.id }?.demands
            let rule = own ?? project.suggestedRule(of: figure).demands
            let now = project.evidence(of: figure, asOf: place.asOf, on: today)
            let then = project.evidence(of: figure, by: rule, asOf: place.asOf, on: today)
            let falls = now.counted.filter { !then.counted.contains($0) }.map { record in
                then.unshown.first { $0.record == record } ?? Unshown(record: record)
            }
            return Row(figure: figure, now: now, then: then, rule: rule, isOwn: own != nil, falls: falls)
        }
    }

    var room: Room? { .indicators }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words.verb(TakeEvidenceRules.name) }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, [(words("page.results"), place.to("results"))]))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("page.evidenceRules.about"))</p>
        \(act(words))
        \(grid(words).html)
        """
    }

    private func act(_ words: Words) -> HTML {
        if let refused = refusal ?? place.refusal(TakeEvidenceRules.any) {
            return Show.refused(refused, words, place)
        }
        guard rows.contains(where: { !$0.isOwn }) else {
            return """
                <p class="hint">\(words("page.evidenceRules.all"))
                <a\(href: place.to("evidence-rules"))>\(words("kind.evidence-rule.title"))</a></p>
                """
        }
        return """
            <form method="post" action="\(place.to("count-by-evidence").text)" class="fields">
            <input type="hidden" name="entry" value="\(String(place.project.entry))">
            <div class="field"><label for="remark">\(words("field.take-evidence-rules.remark")) <span class="optional">\(words("page.optional"))</span></label>
            <input id="remark" name="remark" maxlength="1000"></div>
            <p class="acts"><button class="button">\(words.verb(TakeEvidenceRules.name))</button></p>
            </form>
            """
    }

    private func grid(_ words: Words) -> Grid<Row> {
        @Sendable func number(_ evidence: Evidence) -> Cell {
            let counted = evidence.value.map { words.number(of: $0) } ?? words.number(evidence.counted.count)
            return .text(evidence.isKnown ? counted : words("result.notKnown.short"))
        }
        return Grid(
            title(words), words, place, rows,
            [
                Column("figure", words("page.figure")) { row in
                    Cell.said(words.caption(row.figure.caption, kind: Figure.kind), .text(row.figure.name))
                        .linked(place.to("results", row.figure.name), words, place)
                },
                Column("now", words("page.evidenceRules.now"), number: true) { number($0.now) },
                Column("then", words("page.evidenceRules.then"), number: true) { number($0.then) },
                Column("rule", words("kind.evidence-rule.one")) { .text(words.demanded($0.rule, of: $0.figure.rule)) },
                Column("falls", words("page.evidenceRules.falls")) { row in
                    let items = row.falls.map { fallen -> HTML in
                        "<li>\(Show.link(fallen.record, words, place)): \(words.missing(fallen, of: row.figure.rule))</li>"
                    }
                    return .shown(
                        .text(row.falls.map(\.record.description).joined(separator: ", ")),
                        "\(if: !items.isEmpty, "<ul class=\"plain\">\(items)</ul>")")
                },
            ])
    }

    func table(_ words: Words) -> [[String]]? { grid(words).table }

    var json: JSON {
        [
            "refused": refusal.map { .text($0.code) } ?? .null, "findings": Show.findings(refusal, place),
            "figures": .list(
                rows.map { row in
                    [
                        "figure": .text(row.figure.name), "now": .whole(Int64(row.now.counted.count)),
                        "then": .whole(Int64(row.then.counted.count)), "own": .flag(row.isOwn),
                        "falls": .list(row.falls.map(\.json)),
                    ]
                }),
        ]
    }
}

extension Unshown {
    var json: JSON {
        [
            "record": .text(record.description), "missing": .list(missing.map { .text($0.rawValue) }),
            "state": state.map { .text($0) } ?? .null,
        ]
    }
}

extension Words {
    /// What a figure demands, in a sentence.
    func demanded(_ rule: Demands, of counting: CountingRule) -> String {
        let list = counting.stateList
        let states = rule.states.map { state in list.map { choice($0, state) } ?? state }
        let shows = rule.shows.map { choice(Demand.choiceName, $0.rawValue) }
        switch (states.isEmpty, shows.isEmpty) {
        case (true, true): return self("result.rule.nothing")
        case (true, false): return self("result.rule.shows", [("shows", self.list(shows))])
        case (false, true): return self("result.rule.states", [("states", or(states))])
        case (false, false):
            return self("result.rule.both", [("states", or(states)), ("shows", self.list(shows))])
        }
    }

    /// Why a record that is done does not count: its state, and what it would have to show.
    func missing(_ unshown: Unshown, of counting: CountingRule) -> String {
        let state = unshown.state.map { state in
            self("result.rule.notInState", [("state", counting.stateList.map { choice($0, state) } ?? state)])
        }
        let lacks = list(unshown.missing.map { choice(Demand.choiceName, $0.rawValue) })
        let shows = unshown.missing.isEmpty ? nil : self("result.lacks", [("what", lacks)])
        return [state, shows].compactMap(\.self).joined(separator: " ")
    }

    private func or(_ names: [String]) -> String { names.joined(separator: " / ") }
}
