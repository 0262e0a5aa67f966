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

    private var needs: [Need] { place.project.needs(on: today, of: partner) }
    private var results: [Standing] { place.project.keyResults(asOf: place.asOf, on: today) }

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
            \(stage(words))
            \(begin(words))
            <div class="columns">
            <section><h2>\(words("page.needsMe"))</h2>
            \(place.kept("needs \(partner?.number ?? 0) \(place.person?.number ?? 0)", words) { needs(words) })
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
        words.sentence(need, on: today) { words.name($0, in: place.project) }
    }

    private var today: Day { place.asOf ?? place.today }

    /// Where the project stands in its life, and the way on: closing it, or taking the rules that it lacks.
    private func stage(_ words: Words) -> HTML {
        guard let identification = place.project.identification, let stage = place.project.stage(on: today) else {
            return ""
        }
        let tone = stage == .running ? "good" : stage == .closed ? "" : "open"
        let name = words.choice(Stage.choiceName, stage.rawValue)
        let path = place.to(identification.reference)
        let mayClose =
            stage == .closing && identification.closedOn == nil
            && place.refusal(CloseProject.any, on: identification) == nil
        let own = (Identification.plural, String(identification.id.number))
        let close: HTML = """
             <a class="act"\(href: place.to(own.0, own.1, CloseProject.name))>\(words.verb(CloseProject.name))</a>
            """
        return """
            <p class="stage"><a\(href: path)><span class="state \(tone)">\(name)</span></a>
            <span class="hint">\(words("page.stage.\(stage.rawValue)"))</span>\(if: mayClose, close)</p>
            \(rules(identification, words))
            """
    }

    /// That it stands on no rule pack, and the nearest, to be taken with one click.
    private func rules(_ identification: Identification, _ words: Words) -> HTML {
        guard place.project.rulePack == nil else { return "" }
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

    private func needs(_ words: Words) -> HTML {
        // The records' own days do not say what waited: that is told by the trail.
        if let day = place.asOf {
            let then = Path(["projects", place.name], query: [("as-known", day.description)])
            return """
                <p class="hint">\(words("page.needs.then"))
                <a\(href: then)>\(words("page.needs.then.way"))</a></p>
                """
        }
        // That it has no rule pack stands above, with the way to one.
        let needs = needs.filter { !["noRulePack", "rulePackOffered"].contains($0.code) }
        var shown: HTML = ""
        for urgency in Need.Urgency.allCases {
            let own = needs.filter { $0.urgency == urgency }
            guard !own.isEmpty else { continue }
            let groups = Self.grouped(own)
            let items = groups.prefix(12).map { group(of: $0, words) }
            let left = groups.dropFirst(12).joined().count
            let others = groups.dropFirst(12).map { group(of: $0, words) }
            let more = words("page.andMore", [("n", words.number(left))])
            let rest: HTML = """
                <li><details><summary>\(more)</summary><ul class="plain needs">\(others)</ul></details></li>
                """
            let tone = urgency == .late ? "bad" : urgency == .next ? "open" : ""
            let name = words.choice(Need.Urgency.choiceName, urgency.rawValue)
            let head: HTML = """
                <span class="state \(tone)">\(name)</span> <span class="far">\(words.number(own.count))</span>
                """
            let list: HTML = """
                <ul class="plain needs">\(items)\(if: left > 0, rest)</ul>
                """
            // What nobody can know here any more is asked of nobody, and is there for whoever looks.
            shown +=
                urgency == .notOnRecord
                ? """
                <details class="unrecorded"><summary>\(head)</summary>
                <p class="hint">\(words("page.notOnRecord.about"))</p>
                \(list)
                </details>
                """ : "<h3>\(head)</h3>\(list)"
        }
        return needs.allSatisfy { $0.urgency == .notOnRecord }
            ? "<p class=\"empty\">\(words("page.nothingWaits"))</p>\(shown)" : shown
    }

    /// The same of several partners or days stands together, under the first of them.
    private static func grouped(_ needs: [Need]) -> [[Need]] {
        var groups: [[Need]] = []
        var places: [String: Int] = [:]
        for need in needs {
            let key = "\(need.code) \(need.about?.description ?? "")"
            if let place = places[key] {
                groups[place].append(need)
            } else {
                places[key] = groups.count
                groups.append([need])
            }
        }
        return groups
    }

    private func group(of needs: [Need], _ words: Words) -> HTML {
        let lines = needs.map { line($0, words) }
        guard lines.count > 1 else { return "<li>\(lines[0])</li>" }
        let more = words("page.andMore", [("n", words.number(lines.count - 1))])
        let rest = lines.dropFirst().map { "<li>\($0)</li>" as HTML }
        return """
            <li>\(lines[0])
            <details><summary>\(more)</summary><ul class="plain">\(rest)</ul></details></li>
            """
    }

    /// What waits, with who holds it and, for whoever may, the verb that settles it.
    private func line(_ need: Need, _ words: Words) -> HTML {
        let text = sentence(need, words)
        guard let about = need.about else { return "\(text)" }
        let holder = words.holder(need, in: place.project, on: today)
        let verb: HTML =
            way(to: need).map { path, verb in
                " · <a class=\"act\"\(href: path)>\(words.verb(verb))</a>"
            } ?? ""
        return """
            <a\(href: place.to(about))>\(text)</a>\(if: !holder.isEmpty, " <span class=\"far\">· \(holder)</span>")\(verb)
            """
    }

    private func way(to need: Need) -> (Path, String)? {
        if need.code == "leftBehind" {
            return place.refusal(SettleDates.any) == nil ? (place.to("dates"), SettleDates.name) : nil
        }
        guard let name = need.verb, let verb = AnyVerb.named(name), let about = need.about,
            let record = place.project.record(about), need.urgency != .notOnRecord || need.occurrence != nil
        else { return nil }
        guard verb.kind == about.kind else {
            // A record that is to be added: the new one is about this one.
            guard verb.sort == .add, let kind = verb.kind.flatMap({ Kind.named($0) }), place.refusal(verb) == nil,
                let field = verb.form.members.first(where: { $0.shape == .key(kind: about.kind) })?.name
            else { return nil }
            return (place.to(kind.plural, "new", query: [(field, String(about.number))]), name)
        }
        guard verb.hindrance(record, place.project) == nil, place.refusal(verb, on: record) == nil,
            let plural = Kind.named(about.kind)?.plural
        else { return nil }
        if let occurrence = need.occurrence { return (DueDaysTable.path(occurrence, name, place), name) }
        let number = String(about.number)
        return (
            RoomPart.form(of: verb).map { place.to($0, number) }
                ?? place.to(plural, number, verb.sort == .change ? "change" : name), name
        )
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
            "stage": place.project.stage(on: today).map { .text($0.rawValue) } ?? .null,
            "nearestPack": place.project.rulePack == nil
                ? place.project.nearestPack.map { .text($0.id) } ?? .null : .null,
            "needs": .list(needs.map { words.json($0, on: today, in: place.project) }),
            "firstSteps": .list(steps.map { .text($0.code) }),
            "results": .list(results.map { $0.json }),
        ]
    }
}
