import Desk
import Domain
import Files
import Synchronization
import Trail
import Words

/// What is around every page: bar, rooms, breadcrumb, and what is printed below.
enum Frame {
    static func page(_ page: any Page, _ ask: Ask) -> HTML {
        let words = ask.words
        let place = page.within
        let title = page.title(words)
        // Made first: what the page asked for is known then.
        let body = page.body(words)
        return """
            <!doctype html>
            <html lang="\(words.language.rawValue)">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)\(if: place != nil, " · \(place?.project.identification?.acronym ?? "")") · Grozd</title>
            <link rel="stylesheet" href="/assets/grozd.css"><script src="/assets/grozd.js" defer></script>
            </head>
            <body>
            <a class="skip" href="#main">\(words("page.skip"))</a>
            \(bar(place, ask))
            <div class="desk">
            \(keptMenu(place, page.room, ask))
            <main id="main"\(if: page.wide, " class=\"wide\"")>
            \(daySet(ask))\(hindered(place, ask))\(withheld(place, ask))\(past(place, ask))\(partly(words.language))
            \(body)
            </main>
            </div>
            \(footer(place, ask))
            </body>
            </html>
            """
    }

    private static func bar(_ place: Place?, _ ask: Ask) -> HTML {
        let words = ask.words
        let here = ask.query.isEmpty ? nil : ask.path(with: [("lang", nil)])
        let languages = here.map { Frame.languages(at: $0, words.language) } ?? Frame.plainly(words.language)
        let project: HTML =
            place.map { place in
                """
                <a class="project"\(href: place.to())>\(place.project.identification?.acronym ?? place.name)</a>
                <form class="search" role="search" action="/projects/\(place.name)/search">
                <label class="unseen" for="q">\(words("page.search"))</label>
                <input type="search" id="q" name="q" placeholder="\(words("page.search"))" maxlength="200" accesskey="s">\(Show.stays(place))
                </form>
                """
            } ?? ""
        return """
            <header class="bar"><a class="product" href="/">Grozd</a>\(project)
            <nav class="who" aria-label="\(words("page.you"))">
            <details class="languages"><summary>\(words.language.name)</summary><ul>\(languages)</ul></details>
            <a class="help" href="/help" accesskey="h">\(words("page.help"))</a>
            <a class="seat"\(href: Path("desk", query: place.map { [("project", $0.name)] } ?? []))>\(seat(place, ask))</a>
            </nav></header>
            """
    }

    /// The links to this page in each language.
    private static func languages(at here: Path, _ now: Language) -> HTML {
        let words = Words.of(now)
        let links = Language.allCases.map { language -> HTML in
            let code = language.rawValue
            let current: HTML = language == now ? " aria-current=\"true\"" : ""
            let partly: HTML = language.isComplete ? "" : " <span class=\"hint\">\(words("page.partly"))</span>"
            return """
                <li><a\(href: here.asking("lang", code)) lang="\(code)" hreflang="\(code)"\(current)>\(language.name)</a>\(partly)</li>
                """
        }
        return "\(links)"
    }

    /// The same where the address asks for nothing more: `?lang=sl` leads from any page to itself.
    private static func plainly(_ now: Language) -> HTML {
        if let made = linked.withLock({ $0[now] }) { return made }
        let links = languages(at: .here, now)
        linked.withLock { $0[now] = links }
        return links
    }

    private static let linked = Mutex<[Language: HTML]>([:])

    private static func seat(_ place: Place?, _ ask: Ask) -> String {
        guard case .person(let project, let key) = ask.seat else { return ask.words("page.noSeat") }
        let own = place.flatMap { $0.name == project ? $0.latest : nil }
        guard let seated = own ?? (try? ask.site.installation.desk(project).published.project),
            seated.persons[key] != nil
        else { return ask.words("page.noSeat") }
        return ask.words.name(key.reference, in: seated)
    }

    private static func keptMenu(_ place: Place?, _ room: Room?, _ ask: Ask) -> HTML {
        guard let place else { return "" }
        return place.kept("menu \(room?.rawValue ?? "")", ask.words) { menu(place, room, ask.words) }
    }

    /// The rooms that have something to show, in the groups in which a coordinator thinks.
    private static func menu(_ place: Place, _ room: Room?, _ words: Words) -> HTML {
        var groups: HTML = """
            <li><a\(href: place.to())>\(words("page.today"))</a></li>
            <li><a\(href: place.to("timeline"))>\(words("page.timeline"))</a></li>
            <li><a\(href: place.to("calendar"))>\(words("view.calendar"))</a></li>
            <li><a\(href: place.to("results"))>\(words("page.results"))</a></li>
            """
        for group in Room.Group.allCases {
            let rooms = Room.allCases.filter {
                $0.group == group && Frame.kinds(of: $0).count + View.of($0).count + ($0 == .trails ? 1 : 0) > 0
            }
            guard !rooms.isEmpty else { continue }
            let items = rooms.map { mine -> HTML in
                let kinds = Frame.kinds(of: mine)
                let path =
                    mine == .trails
                    ? place.to("trail")
                    : kinds.count == 1 && View.of(mine).isEmpty
                        ? place.to(kinds[0].plural) : place.to("rooms", mine.rawValue)
                let current: HTML = mine == room ? " aria-current=\"page\"" : ""
                let key = String(mine.rawValue.prefix(1))
                return "<li><a\(href: path)\(current) data-key=\"\(key)\">\(words("room.\(mine.rawValue)"))</a></li>"
            }
            // Rules belong to trust, and to no project.
            let rules: HTML =
                group == .trust ? "<li><a href=\"/rules\" data-key=\"r\">\(words("page.rules"))</a></li>" : ""
            groups += """
                <li class="group"><span>\(words("choice.room.group.\(group.rawValue)"))</span>
                <ul>\(items)\(rules)</ul></li>
                """
        }
        return """
            <nav class="rooms" aria-label="\(words("page.rooms"))">
            <details open><summary>\(words("page.rooms"))</summary>
            <ul>\(groups)</ul>
            </details></nav>
            """
    }

    /// The kinds whose lists a room shows.
    static func kinds(of room: Room) -> [Kind] { kindsByRoom[room] ?? [] }

    private static let kindsByRoom = Dictionary(
        grouping: Kind.listed, by: \.room)

    /// That another day than today is shown, with the way to today; and there, with the way back.
    private static func daySet(_ ask: Ask) -> HTML {
        guard let set = ask.site.installation.clock.set, ["GET", "HEAD"].contains(ask.method) else { return "" }
        let words = ask.words
        let now = ask.site.installation.clock.now().day
        let shown = words("page.daySet", [("day", words.day(set))])
        let other =
            ask.today == set
            ? ("machine", words("page.daySet.today", [("day", words.day(now))]))
            : ("set", words("page.daySet.back", [("day", words.day(set))]))
        guard now != set else { return "" }
        return """
            <aside class="past" role="status">\(if: ask.today == set, "<p>\(shown)</p>")
            <a\(href: ask.path(with: [("day-of", other.0)]))>\(other.1)</a></aside>
            """
    }

    /// That nothing may be done here now, and why.
    private static func hindered(_ place: Place?, _ ask: Ask) -> HTML {
        guard let place, let hindrance = place.hindrance else { return "" }
        return "<aside class=\"past\" role=\"status\"><p>\(Show.sentence(hindrance, ask.words, nil))</p></aside>"
    }

    /// That what is missing here was withheld where the trail came from, and is not nothing.
    private static func withheld(_ place: Place?, _ ask: Ask) -> HTML {
        guard let place, place.project.withheld > 0 else { return "" }
        return "<aside class=\"past\" role=\"status\"><p>\(ask.words("page.withheld.trail"))</p></aside>"
    }

    /// That not all words are in the language yet.
    private static func partly(_ language: Language) -> HTML {
        guard !language.isComplete else { return "" }
        let about = Words.of(.en)("page.partly.about", [("language", language.name)])
        return "<p class=\"hint partly\" lang=\"en\">\(about)</p>"
    }

    private static func past(_ place: Place?, _ ask: Ask) -> HTML {
        guard let place, place.asKnown != nil || place.asked != nil else { return "" }
        let words = ask.words
        let known: HTML =
            place.asKnown.map { text in
                "<p>\(words("page.asKnownNow", [("state", Day(text).map { words.day($0) } ?? text)]))</p>"
            } ?? ""
        // Where the trail cannot be read, the page below says so itself.
        let sets = place.asKnown.flatMap { Day($0) }.flatMap { day in
            try? ask.site.installation.trails.clocksSet(in: place.name).filter { $0.spans(day) }
        }
        let between = (sets ?? []).map { "<p>\(words.sentence($0))</p>" as HTML }
        let of: HTML = place.asked.map { "<p>\(shown(on: $0, place, words))</p>" } ?? ""
        return """
            <aside class="past">\(known)\(between)\(of)
            <a\(href: ask.path(with: [("as-known", nil), ("as-of", nil)]))>\(words("page.backToNow"))</a></aside>
            """
    }

    /// Of which day the page is, where one is asked for.
    private static func shown(on day: Day, _ place: Place, _ words: Words) -> String {
        let facts = [("day", words.day(day))]
        if !place.showsToday { return words("page.asOfNow", facts) }
        return words(place.hasOtherNames ? "page.showsToday.names" : "page.showsToday", facts)
    }

    private static func footer(_ place: Place?, _ ask: Ask) -> HTML {
        let words = ask.words
        guard let place else {
            return "<footer class=\"foot\"><p>Grozd · <a href=\"/rules\">\(words("page.rules"))</a></p></footer>"
        }
        let printed = words(
            "page.printed",
            [
                ("project", place.project.identification?.acronym ?? place.name), ("address", ask.path(with: []).text),
                ("day", words.day(place.today)), ("entry", words.number(place.project.entry)),
                ("head", String(place.published.head.text.prefix(16))),
            ])
        let kept = ask.query.filter { !["as-of", "as-known", "lang"].contains($0.name) }.map { item -> HTML in
            "<input type=\"hidden\" name=\"\(item.name)\" value=\"\(item.value)\">"
        }
        let states: HTML = """
            <details class="states"><summary>\(words("page.otherState"))</summary>
            <form class="inline" method="get">
            \(kept)
            <label for="as-of">\(words("page.asOf"))</label>
            <input class="medium" id="as-of" name="as-of" value="\(place.asked.map { words.day($0) } ?? "")">
            <label for="as-known">\(words("page.asKnown"))</label>
            <input class="medium" id="as-known" name="as-known" value="\(place.asKnown ?? "")">
            <button>\(words("page.show"))</button>
            </form></details>
            """
        return "<footer class=\"foot\"><p>\(printed)</p>\(states)</footer>"
    }

    /// The room before a list, where it holds more than this one.
    static func way(to kind: Kind, _ place: Place, _ words: Words) -> [(String, Path)] {
        kinds(of: kind.room).count > 1 || !View.of(kind.room).isEmpty
            ? [(words("room.\(kind.room.rawValue)"), place.to("rooms", kind.room.rawValue))] : []
    }

    /// The way to a page of a room.
    static func crumbs(_ place: Place, _ words: Words, in room: Room) -> HTML {
        crumbs(place, words, [(words("room.\(room.rawValue)"), place.to("rooms", room.rawValue))])
    }

    /// The way to the records of a kind, without their room.
    static func crumbs(_ place: Place, _ words: Words, to kind: Kind, _ steps: [(String, Path)] = []) -> HTML {
        crumbs(place, words, [(words("kind.\(kind.name).title"), place.to(kind.plural))] + steps)
    }

    /// The way here, from the project on.
    static func crumbs(_ place: Place, _ words: Words, _ steps: [(String, Path)]) -> HTML {
        crumbs(words, [(place.project.identification?.acronym ?? place.name, place.to())] + steps)
    }

    static func crumbs(_ words: Words, _ steps: [(String, Path)]) -> HTML {
        let items = steps.map { name, path -> HTML in "<li><a\(href: path)>\(name)</a></li>" }
        return "<nav class=\"crumbs\" aria-label=\"\(words("page.way"))\"><ol>\(items)</ol></nav>"
    }
}

/// Why something is not done, or not here, and what to do.
struct RefusalPage: Page {
    let refusal: Refusal
    let within: Place?
    let findings: [String]
    /// The list and the record that were asked for, as far as they are there and everybody may know them.
    let kind: Kind?
    let record: Reference?
    /// What was typed in a form that cannot be sent now, and where it goes.
    let typed: [Sent.Field]
    let held: HeldFiles
    let target: Path

    init(_ refusal: Refusal, _ ask: Ask, _ form: Form? = nil) {
        target = ask.path(with: [])
        // What a page sends along says nothing to anybody, and is sent again with a key of its own.
        typed =
            ask.path.first == "projects" && ask.path.count > 2
            ? form?.fields.filter { !$0.value.isEmpty && !Form.besides.contains($0.name) } ?? []
            : []
        held = typed.isEmpty ? HeldFiles() : form.map { HeldFiles($0) } ?? HeldFiles()
        self.refusal = refusal
        let place = ask.path.first == "projects" ? try? ask.place() : nil
        within = place
        kind = ask.path.count > 2 ? Kind.addressed(ask.path[2]).flatMap { $0.isParticular ? nil : $0 } : nil
        record = kind.flatMap { kind in
            let number = ask.path.count > 3 ? Whole.key(ask.path[3]) : nil
            return number.map { Reference(kind: kind.name, number: $0) }.flatMap {
                place?.project.record($0)?.reference
            }
        }
        findings = refusal.findings.map { Show.sentence($0, ask.words, place) }
    }

    func title(_ words: Words) -> String {
        switch refusal.code {
        case "documentErased", "recordErased": words("page.gone")
        case "recordWithheld": words("page.notGiven")
        case let code where code.hasPrefix("unknown"): words("page.notHere")
        default: words("page.notDone")
        }
    }

    func body(_ words: Words) -> HTML {
        let isTyped = typed.contains { $0.name != "entry" }
        return """
            \(wayBack(words))
            <h1>\(title(words))</h1>
            <p class="lead">\(Show.sentence(refusal, words, within))</p>
            \(if: !findings.isEmpty, "<ul>\(findings.map { "<li>\($0)</li>" as HTML })</ul>")
            \(if: refusal.code == "noDesk", "\(Show.choosing(words, beside: isTyped, within))")
            \(if: isTyped, "\(kept(words))")
            """
    }

    /// Nothing of what was typed is lost: it can be read, and sent once more.
    private func kept(_ words: Words) -> HTML {
        let fields = typed.map { field -> HTML in
            "<textarea hidden name=\"\(field.name)\">\n\(field.value)</textarea>"
        }
        let rows = typed.filter { $0.name != "entry" }.map { field -> HTML in
            let label = words.label(path: field.name, of: kind?.name ?? "")
            return "<div><dt>\(label)</dt><dd>\(Show.prose(field.value))</dd></div>"
        }
        return """
            <section>
            <h2>\(words("page.typed"))</h2>
            <p>\(words("page.typed.about"))</p>
            <dl class="facts">\(rows)</dl>
            <form method="post" action="\(target.text)" enctype="multipart/form-data" class="fields">
            \(fields)
            \(held.html(words))
            <p class="acts"><button class="button">\(words("page.sendAgain"))</button></p>
            </form>
            </section>
            """
    }

    private func wayBack(_ words: Words) -> HTML {
        guard let place = within, let kind, Frame.kinds(of: kind.room).contains(where: { $0.name == kind.name }) else {
            return ""
        }
        return Frame.crumbs(
            place, words, to: kind, record.map { [(words.name($0, in: place.project), place.to($0))] } ?? [])
    }

    var json: JSON {
        [
            "refused": .text(refusal.code), "sentence": .text(words.sentence(refusal) { $0.description }),
            "findings": .list(findings.map { .text($0) }),
        ]
    }

    private var words: Words { Words.of(.en) }
}
