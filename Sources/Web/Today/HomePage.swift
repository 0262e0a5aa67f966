import Desk
import Domain
import Trail
import Words

/// What needs me: late and next things with the reason, gaps between claim and evidence, what happened since I was here.
struct HomePage: Page {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project") { ask, _ in
            let page = try HomePage(ask, try ask.place())
            try page.noteReading(ask)
            return .page(page)
        }
    ]

    let mine: Place
    /// Whose needs are shown; nil for the whole project's.
    let partner: Key<Partner>?
    let steps: [Need]
    let since: Since?

    struct Since: Sendable {
        let moment: Moment
        let entries: [Header]
        let records: [Int: [Reference]]
        let reasons: [Int: String]
        let more: Int
    }

    /// So long after a visit the next one begins.
    private static let visit: Int64 = 30 * 60 * 1000

    var place: Place? { mine }
    var wide: Bool { true }

    init(_ ask: Ask, _ place: Place) throws {
        mine = place
        let duties = place.person.map { place.project.duties(of: $0, on: place.today) } ?? []
        partner = duties.contains { !$0.sort.isOfPartner } ? nil : duties.first?.partner
        steps = place.project.firstSteps

        guard let person = place.person, !place.isPast else {
            since = nil
            return
        }
        let trails = ask.site.installation.trails
        let now = ask.site.installation.clock.now()
        let last = try ask.site.installation.lastReading(
            of: "home", in: place.name, by: person.number, before: now.milliseconds - HomePage.visit)
        since = try last.map { last in
            let entries = try trails.readableHeaders(of: place.name, after: last.entry, upTo: place.project.entry)
            return Since(
                moment: Moment(milliseconds: last.moment, day: Day(count: Int(last.moment / 86_400_000))),
                entries: entries.suffix(8).reversed().map(\.header),
                records: try trails.references(
                    of: place.name, after: place.project.entry - 8, upTo: place.project.entry),
                reasons: try trails.reasons(
                    of: place.name, after: max(last.entry, place.project.entry - 8), upTo: place.project.entry,
                    particulars: false),
                more: max(0, entries.count - 8))
        }
    }

    fileprivate func noteReading(_ ask: Ask) throws {
        guard let person = mine.person, !mine.isPast else { return }
        let installation = ask.site.installation
        guard !installation.isReadOnly else { return }
        let now = installation.clock.now()
        let last = try installation.lastReading(of: "home", in: mine.name, by: person.number, before: now.milliseconds)
        if let last, now.milliseconds - last.moment < 60_000, last.entry == mine.project.entry { return }
        try installation.note(reading: "home", of: mine.name, by: person.number, at: mine.project.entry)
    }

    private var needs: [Need] { mine.project.needs(on: mine.asOf ?? mine.today, of: partner) }
    private var results: [Standing] { mine.project.keyResults(asOf: mine.asOf) }

    func title(_ words: Words) -> String { mine.project.identification?.acronym ?? mine.name }

    func body(_ words: Words) -> HTML {
        let identification = mine.project.identification
        return """
            <h1>\(title(words))</h1>
            <p class="lead">\(identification?.title ?? "")<br><span class="far">\(identification.map { words.span(.day($0.start), .day($0.end)) } ?? "") · \(identification?.programme ?? "")\(if: identification?.call != nil, " · \(words.label(field: "call", of: "identification")) \(identification?.call ?? "")")</span></p>
            \(begin(words))
            <div class="columns"><section><h2>\(words("page.needsMe"))</h2>\(mine.kept("needs \(partner?.number ?? 0)", words) { needs(words) })</section>
            <section><h2>\(words("page.results"))</h2>\(mine.kept("gaps", words) { gaps(words) })<p><a\(href: mine.to("results"))>\(words("page.allResults"))</a></p>\(PromiseBox.html(mine, words))\(happened(words))</section></div>
            """
    }

    private func begin(_ words: Words) -> HTML {
        guard !steps.isEmpty else { return "" }
        let items = steps.map { step -> HTML in
            let target: String =
                switch step.code {
                case "planFirstEvent": "events"
                case "addPartners": "partners"
                case "nameTeam": "persons"
                case "addInstruments": "policy-instruments"
                default: "websites"
                }
            return "<li><a\(href: mine.to(target, "new"))>\(sentence(step, words))</a></li>"
        }
        // Who has only begun sees at once that it was the wrong project.
        let away: HTML =
            mine.refusal(BeginProject.any) == nil
            ? "<p class=\"hint\"><a\(href: mine.to("put-away"))>\(words("putAway.title"))</a></p>" : ""
        return "<section class=\"first\"><h2>\(words("page.firstSteps"))</h2><ol>\(items)</ol>\(away)</section>"
    }

    private func sentence(_ need: Need, _ words: Words) -> String {
        words.sentence(need, on: mine.today) { words.name($0, in: mine.project) }
    }

    private func needs(_ words: Words) -> HTML {
        let needs = needs
        guard !needs.isEmpty else { return "<p class=\"empty\">\(words("page.nothingWaits"))</p>" }
        var shown: HTML = ""
        for urgency in Need.Urgency.allCases {
            let mineOnes = needs.filter { $0.urgency == urgency }
            guard !mineOnes.isEmpty else { continue }
            let items = mineOnes.prefix(12).map { need -> HTML in
                let text = sentence(need, words)
                guard let about = need.about else { return "<li>\(text)</li>" }
                return "<li><a\(href: mine.to(about))>\(text)</a></li>"
            }
            let rest = mineOnes.count > 12 ? words("page.andMore", [("n", words.number(mineOnes.count - 12))]) : ""
            shown +=
                "<h3><span class=\"state \(urgency == .late ? "bad" : urgency == .next ? "open" : "")\">\(words.choice(Need.Urgency.choiceName, urgency.rawValue))</span> <span class=\"far\">\(words.number(mineOnes.count))</span></h3><ul class=\"plain needs\">\(items)\(if: !rest.isEmpty, "<li class=\"hint\">\(rest)</li>")</ul>"
        }
        return shown
    }

    private func gaps(_ words: Words) -> HTML {
        let rows = results.map { standing -> HTML in ResultsPage.row(standing, words, mine, short: true) }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(words("page.results"))"><table class="results short"><thead><tr><th scope="col">\(words("page.figure"))</th><th scope="col" class="number">\(words("result.claimed"))</th><th scope="col" class="number">\(words("result.evidenced"))</th><th scope="col" class="number">\(words("result.gap"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private func happened(_ words: Words) -> HTML {
        guard let since else {
            return mine.person == nil
                ? "" : "<h2>\(words("page.sinceLast"))</h2><p class=\"hint\">\(words("page.firstVisit"))</p>"
        }
        guard !since.entries.isEmpty else {
            return
                "<h2>\(words("page.sinceLast"))</h2><p class=\"hint\">\(words("page.nothingHappened", [("moment", words.moment(since.moment))]))</p>"
        }
        let items = since.entries.map {
            TrailPages.line($0, since.records[$0.entry] ?? [], since.reasons[$0.entry], words, mine)
        }
        return
            "<h2>\(words("page.sinceLast"))</h2><ul class=\"plain\">\(items)</ul>\(if: since.more > 0, "<p class=\"hint\">\(words("page.andMore", [("n", words.number(since.more))]))</p>")"
    }

    var json: JSON {
        let words = Words.of(.en)
        return [
            "project": .text(mine.name), "entry": .whole(Int64(mine.project.entry)),
            "head": .text(mine.published.head.text),
            "needs": .list(needs.map { words.json($0, on: mine.today, in: mine.project) }),
            "firstSteps": .list(steps.map { .text($0.code) }),
            "results": .list(results.map { $0.json }),
        ]
    }
}
