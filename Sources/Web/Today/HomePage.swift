import Desk
import Domain
import Trail
import Words

/// Where somebody begins the day: for the lead partner what waits, with whom, and the way on; for a partner the same of its own; for
/// who only looks what the project is; of a closed project how it ended and what must be kept.
struct HomePage: ProjectPage {
    static let routes: [Site.Route] =
        [
            Site.Route(method: .get, pattern: "/projects/:project") { ask, _ in
                let page = try HomePage(ask, try ask.place())
                try page.noteReading(ask)
                return .page(page)
            }
        ] + WaitingPage.routes

    let place: Place
    let side: HomeSide
    let steps: [Need]
    let since: Since?

    var wide: Bool { true }

    init(_ ask: Ask, _ place: Place) throws {
        self.place = place
        side = HomeSide(place)
        steps = place.project.firstSteps
        since = try Since(ask, place)
    }

    private func noteReading(_ ask: Ask) throws {
        guard let person = place.person, !place.isPast else { return }
        let installation = ask.site.installation
        guard !installation.isReadOnly else { return }
        let now = installation.clock.now()
        let last = try installation.lastReading(
            of: Reading.home, in: place.name, by: person.number, until: now.milliseconds)
        if let last, now.milliseconds - last.moment.milliseconds < 60_000, last.entry == place.project.entry { return }
        try installation.note(reading: Reading.home, of: place.name, by: person.number, at: place.project.entry)
    }

    var today: Day { place.asOf ?? place.today }
    private var results: [Standing] { place.project.keyResults(asOf: place.asOf, on: today) }

    func title(_ words: Words) -> String { place.project.identification?.acronym ?? place.name }

    func body(_ words: Words) -> HTML {
        let isClosed = place.project.stage(on: today) == .closed
        // What somebody sees depends on the duties of the person: it is kept for each.
        let key = "home \(place.person?.number ?? 0)"
        if side == .looking { return place.kept(key, words) { PublicHome(place, today).html(words) } }
        return """
            \(head(isClosed, words))
            \(begin(words))
            <div class="two">
            \(place.kept(key, words) { waits(isClosed, words) })
            <aside class="side">
            \(place.kept("beside", words) { HomeSideParts(place, today).html(words) })
            \(since?.html(words, place) ?? "")
            </aside>
            </div>
            """
    }

    private func head(_ isClosed: Bool, _ words: Words) -> HTML {
        let day = words("home.today", [("weekday", words.weekday(today)), ("day", words.longDay(today))])
        let acts: HTML = """
            <div class="acts">\(PromiseBox.html(place, words))
            <a class="button quiet"\(href: place.to("week"))>\(words("view.week"))</a></div>
            """
        return """
            <div class="head"><h1>\(isClosed ? title(words) : day)</h1>
            \(if: !isClosed, acts)</div>
            <p class="far">\(stage(words))</p>
            \(place.kept("meter", words) { HomeMeter(place, today).html(words) })
            \(rules(words))
            """
    }

    /// Where the project stands in its life; and the way on, where it is closing it.
    private func stage(_ words: Words) -> HTML {
        guard let own = place.project.identification, let stage = place.project.stage(on: today) else { return "" }
        let tone = stage == .running ? "good" : stage == .closed ? "" : "open"
        let tag: HTML = """
            <a\(href: place.to(own.reference))><span class="state \(tone)">\(words.choice(Stage.choiceName, stage.rawValue))</span></a>
            """
        guard stage == .running else {
            let mayClose =
                stage == .closing && own.closedOn == nil && place.refusal(CloseProject.any, on: own) == nil
            let path = place.to(Identification.plural, String(own.id.number), CloseProject.name)
            let close: HTML = " <a class=\"act\"\(href: path)>\(words.verb(CloseProject.name))</a>"
            return
                "\(tag) \(words("page.stage.\(stage.rawValue)")) \(words.span(own.start, own.end))\(if: mayClose, close)"
        }
        let periods = place.project.reportingPeriods
        let now = periods.first { $0.start <= today && today <= $0.end }
        var parts: [HTML] = []
        if let now {
            let facts = [("n", words.number(now.number)), ("of", words.number(periods.count))]
            parts.append("<a\(href: place.to(now.reference))>\(words("home.period", facts))</a>")
        }
        let length = own.end.count - own.start.count + 1
        let facts = [("n", words.number(today.count - own.start.count + 1)), ("of", words.number(length))]
        parts.append("\(words("home.day", facts))")
        let left = words.count(own.end.count - today.count, "home.toEnd", [("day", words.day(own.end))])
        parts.append("<b>\(left)</b>")
        var line = tag
        for (index, part) in parts.enumerated() { line += index == 0 ? " \(part)" : " · \(part)" }
        return line
    }

    /// What a project does first, for who may do it.
    private func begin(_ words: Words) -> HTML {
        let items = steps.compactMap { step -> HTML? in
            let target = RoomPart.all.lazy.compactMap { $0.begins[step.code] }.first ?? ""
            guard let add = Kind.addressed(target)?.verb(.add), place.refusal(add) == nil else { return nil }
            let sentence = words.sentence(step, on: today) { words.name($0, in: place.project) }
            return "<li><a\(href: place.to(target, "new"))>\(sentence)</a></li>"
        }
        guard !items.isEmpty else { return "" }
        // Who has only begun sees at once that it was the wrong project.
        let away: HTML =
            place.refusal(BeginProject.any) == nil
            ? "<p class=\"hint\"><a\(href: place.to("put-away"))>\(words("putAway.title"))</a></p>" : ""
        return "<section class=\"first\"><h2>\(words("page.firstSteps"))</h2><ol>\(items)</ol>\(away)</section>"
    }

    /// That it stands on no rule pack, and the nearest, to be taken with one click.
    private func rules(_ words: Words) -> HTML {
        guard let identification = place.project.identification, place.project.rulePack == nil else { return "" }
        let facts = [("programme", identification.programme)]
        guard let pack = place.project.nearestPack else {
            return """
                <aside class="past" role="status"><p>\(words("need.noRulePack", facts)) <a href="/rules">\(words("page.rules"))</a></p></aside>
                """
        }
        let may = place.isLatest && place.refusal(TakeRulePack.any, on: identification) == nil
        let hidden = [
            ("identification", String(identification.id.number)), ("pack", pack.id),
            ("entry", String(place.project.entry)),
        ].map { name, value in "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">" as HTML }
        let action = place.to(Identification.plural, String(identification.id.number), TakeRulePack.name)
        let take: HTML = """
            <form method="post" action="\(action.text)">
            \(hidden)<p class="acts"><button class="button">\(words.verb(TakeRulePack.name))</button></p>
            </form>
            """
        return """
            <aside class="past" role="status">
            <p>\(words("need.rulePackOffered", facts + [("pack", pack.title)]))
            <a\(href: Path("rules", pack.id))>\(words("page.rules"))</a></p>
            \(if: may, take)
            </aside>
            """
    }

    private func waits(_ isClosed: Bool, _ words: Words) -> HTML {
        // The records' own days do not say what waited: that is told by the trail.
        if let day = place.asOf {
            let then = Path(["projects", place.name], query: [("as-known", day.description)])
            return """
                <section><p class="hint">\(words("page.needs.then"))
                <a\(href: then)>\(words("page.needs.then.way"))</a></p></section>
                """
        }
        let waiting = Waiting(place, side)
        return isClosed ? ClosedHome(waiting).html(words) : HomeToDo(waiting).html(words)
    }

    var json: JSON {
        let words = Words.of(.en)
        let needs = place.project.needs(on: today, of: side.partner)
        return [
            "project": .text(place.name), "entry": .whole(Int64(place.project.entry)),
            "head": .text(place.published.head.text),
            "stage": place.project.stage(on: today).map { .text($0.rawValue) } ?? .null,
            "nearestPack": place.project.rulePack == nil
                ? place.project.nearestPack.map { .text($0.id) } ?? .null : .null,
            "needs": .list(needs.map { words.json($0, on: today, in: place.project) }),
            "firstSteps": .list(steps.map { .text($0.code) }),
            "results": .list(results.map { $0.json }),
        ]
    }
}
