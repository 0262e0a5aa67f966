import Desk
import Domain
import Trail
import Words

/// What needs me: late and next things with the reason, gaps between claim and evidence, what happened since I was here.
struct HomePage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project") { ask, _ in
            let page = try HomePage(ask, try ask.place())
            try page.noteReading(ask)
            return .page(page)
        }
    ]

    let place: Place
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

    var wide: Bool { true }

    init(_ ask: Ask, _ place: Place) throws {
        self.place = place
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
            of: Reading.home, in: place.name, by: person.number, until: now.milliseconds - HomePage.visit)
        since = try last.map { last in
            let entries = try trails.readableHeaders(of: place.name, after: last.entry, upTo: place.project.entry)
            return Since(
                moment: last.moment,
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
        guard let person = place.person, !place.isPast else { return }
        let installation = ask.site.installation
        guard !installation.isReadOnly else { return }
        let now = installation.clock.now()
        let last = try installation.lastReading(
            of: Reading.home, in: place.name, by: person.number, until: now.milliseconds)
        if let last, now.milliseconds - last.moment.milliseconds < 60_000, last.entry == place.project.entry { return }
        try installation.note(reading: Reading.home, of: place.name, by: person.number, at: place.project.entry)
    }

    private var needs: [Need] { place.project.needs(on: place.asOf ?? place.today, of: partner) }
    private var results: [Standing] { place.project.keyResults(asOf: place.asOf, on: place.asOf ?? place.today) }

    func title(_ words: Words) -> String { place.project.identification?.acronym ?? place.name }

    func body(_ words: Words) -> HTML {
        let identification = place.project.identification
        let days = identification.map { words.span(.day($0.start), .day($0.end)) } ?? ""
        let call: HTML =
            identification?.call.map { " · \(words.label(field: "call", of: Identification.kind)) \($0)" } ?? ""
        return """
            <h1>\(title(words))</h1>
            <p class="lead">\(identification?.title ?? "")<br>
            <span class="far">\(days) · \(identification?.programme ?? "")\(call)</span></p>
            \(begin(words))
            <div class="columns">
            <section><h2>\(words("page.needsMe"))</h2>
            \(place.kept("needs \(partner?.number ?? 0)", words) { needs(words) })
            </section>
            <section><h2>\(words("page.results"))</h2>
            \(place.kept("gaps", words) { ResultsPage.grid(results, words, place, short: true).html })
            <p><a\(href: place.to("results"))>\(words("page.allResults"))</a></p>
            \(PromiseBox.html(place, words))
            \(happened(words))
            </section>
            </div>
            """
    }

    private func begin(_ words: Words) -> HTML {
        guard !steps.isEmpty else { return "" }
        let items = steps.map { step -> HTML in
            let target = RoomPart.all.lazy.compactMap { $0.begins[step.code] }.first ?? ""
            return "<li><a\(href: place.to(target, "new"))>\(sentence(step, words))</a></li>"
        }
        // Who has only begun sees at once that it was the wrong project.
        let away: HTML =
            place.refusal(BeginProject.any) == nil
            ? "<p class=\"hint\"><a\(href: place.to("put-away"))>\(words("putAway.title"))</a></p>" : ""
        return "<section class=\"first\"><h2>\(words("page.firstSteps"))</h2><ol>\(items)</ol>\(away)</section>"
    }

    private func sentence(_ need: Need, _ words: Words) -> String {
        words.sentence(need, on: place.asOf ?? place.today) { words.name($0, in: place.project) }
    }

    private func needs(_ words: Words) -> HTML {
        let needs = needs
        guard !needs.isEmpty else { return "<p class=\"empty\">\(words("page.nothingWaits"))</p>" }
        var shown: HTML = ""
        for urgency in Need.Urgency.allCases {
            let own = needs.filter { $0.urgency == urgency }
            guard !own.isEmpty else { continue }
            let items = own.prefix(12).map { need -> HTML in
                let text = sentence(need, words)
                guard let about = need.about else { return "<li>\(text)</li>" }
                return "<li><a\(href: place.to(about))>\(text)</a></li>"
            }
            let rest = own.count > 12 ? words("page.andMore", [("n", words.number(own.count - 12))]) : ""
            let tone = urgency == .late ? "bad" : urgency == .next ? "open" : ""
            let name = words.choice(Need.Urgency.choiceName, urgency.rawValue)
            shown += """
                <h3><span class="state \(tone)">\(name)</span> <span class="far">\(words.number(own.count))</span></h3>
                <ul class="plain needs">\(items)\(if: !rest.isEmpty, "<li class=\"hint\">\(rest)</li>")</ul>
                """
        }
        return shown
    }

    private func happened(_ words: Words) -> HTML {
        let head: HTML = "<h2>\(words("page.sinceLast"))</h2>"
        guard let since else {
            return place.person == nil ? "" : "\(head)<p class=\"hint\">\(words("page.firstVisit"))</p>"
        }
        guard !since.entries.isEmpty else {
            let nothing = words("page.nothingHappened", [("moment", words.moment(since.moment))])
            return "\(head)<p class=\"hint\">\(nothing)</p>"
        }
        let items = since.entries.map {
            TrailPages.line($0, since.records[$0.entry] ?? [], since.reasons[$0.entry], words, place)
        }
        let more = words("page.andMore", [("n", words.number(since.more))])
        return """
            \(head)
            <ul class="plain">\(items)</ul>
            \(if: since.more > 0, "<p class=\"hint\">\(more)</p>")
            """
    }

    var json: JSON {
        let words = Words.of(.en)
        return [
            "project": .text(place.name), "entry": .whole(Int64(place.project.entry)),
            "head": .text(place.published.head.text),
            "needs": .list(needs.map { words.json($0, on: place.asOf ?? place.today, in: place.project) }),
            "firstSteps": .list(steps.map { .text($0.code) }),
            "results": .list(results.map { $0.json }),
        ]
    }
}
