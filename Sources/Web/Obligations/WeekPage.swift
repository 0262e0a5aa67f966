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
        let options = place.project.partners.map { other -> HTML in
            "<option value=\"\(String(other.id.number))\"\(if: other.id == partner, " selected")>\(other.name)</option>"
        }
        return """
            \(Frame.crumbs(place, words, [(words("room.obligations"), place.to("rooms", "obligations"))]))
            <h1>\(title(words))</h1><p class="lead">\(words("page.week.about"))</p>
            <form class="filters" method="get"><label>\(words("page.week.for")) <select name="partner"><option value="">\(words("page.all"))</option>\(options)</select></label><button>\(words("page.show"))</button></form>
            <pre class="copytext">\(week.text)</pre>
            """
    }

    var json: JSON { ["title": .text(week.title), "text": .text(week.text)] }
}
