import Desk
import Domain
import Words

/// The text of the weekly mail, for everybody or for one partner.
struct WeekPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/week") { ask, _ in
            let place = try ask.place(.obligations)
            return .page(WeekPage(ask, place), tag: RecordPages.tag(ask, place))
        }
    ]

    let place: Place
    let partner: Key<Partner>?
    let week: WeekText

    var room: Room? { .obligations }

    init(_ ask: Ask, _ place: Place) {
        self.place = place
        let asked = ask.query("partner").flatMap { Whole.key($0) }.map { Key<Partner>($0) }
        partner = asked.flatMap { place.project.partners[$0] == nil ? nil : $0 }
        week = WeekText(
            place.project, on: place.asOf ?? place.today, of: partner, entries: place.project.entry,
            head: place.isPast ? "…" : place.published.head.text, ask.words)
    }

    func title(_ words: Words) -> String { words("view.week") }

    func body(_ words: Words) -> HTML {
        let partners = place.project.partners.map { (String($0.id.number), $0.name) }
        let chosen = partner.map { String($0.number) } ?? ""
        return """
            \(Frame.crumbs(place, words, in: .obligations))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.week.about"))</p>
            <form class="filters" method="get">
            \(Show.select("partner", words("page.week.for"), [("", words("page.all"))] + partners, chosen))
            \(Show.stays(place))<button>\(words("page.show"))</button>
            </form>
            <pre class="copytext">\(week.text)</pre>
            """
    }

    var json: JSON { ["title": .text(week.title), "text": .text(week.text)] }
}
