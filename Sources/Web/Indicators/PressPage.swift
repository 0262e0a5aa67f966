import Desk
import Domain
import Words

/// The results as a text for the press, each marked as claimed or evidenced, and a form that keeps it with what it quotes.
struct PressPage: ProjectPage {
    let place: Place
    let basis: News.Basis
    let results: [Standing]

    init(_ place: Place, _ basis: News.Basis) {
        self.place = place
        self.basis = basis
        results = place.project.keyResults(asOf: place.asOf, on: place.today)
    }

    var room: Room? { .communication }
    func title(_ words: Words) -> String { words("page.press") }

    func body(_ words: Words) -> HTML {
        let text = PressText(place.project, results, basis, on: place.asOf ?? place.today, words)
        return """
            \(Frame.crumbs(place, words, [(words("page.results"), place.to("results"))]))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.press.about"))</p>
            <p>\(way(to: .claimed, words)) · \(way(to: .evidenced, words))</p>
            <blockquote class="press" lang="\(words.language.rawValue)">
            <h2>\(text.title)</h2>
            \(Show.prose(text.text))
            </blockquote>
            \(keep(text, words))
            """
    }

    private func way(to other: News.Basis, _ words: Words) -> HTML {
        let path = place.to("press", query: [("basis", other.rawValue)])
        let name = words.choice(News.Basis.choiceName, other.rawValue)
        return "<a\(href: path)\(if: other == basis, " aria-current=\"true\"")>\(name)</a>"
    }

    /// The form that keeps it with what it quotes.
    private func keep(_ text: PressText, _ words: Words) -> HTML {
        if let refusal = place.refusal(AddRecord<News>.any) {
            return "<p class=\"hint\">\(Show.sentence(refusal, words, place))</p>"
        }
        let quotes = text.quotes.enumerated().map { index, quote -> HTML in
            """
            <input type="hidden" name="quotes.\(index).figure" value="\(quote.figure.number)">
            <input type="hidden" name="quotes.\(index).basis" value="\(quote.basis.rawValue)">
            <input type="hidden" name="quotes.\(index).value" value="\(quote.value)">
            """
        }
        return """
            <form method="post" action="/projects/\(place.name)/news" class="fields">
            <input type="hidden" name="entry" value="\(String(place.project.entry))">
            <input type="hidden" name="title" value="\(text.title)">
            <input type="hidden" name="status" value="draft">
            <input type="hidden" name="language" value="\(words.language.rawValue)">
            <input type="hidden" name="text" value="\(text.text)">
            \(quotes)
            <button class="button">\(words("page.press.keep"))</button>
            </form>
            """
    }

    var json: JSON {
        let text = PressText(place.project, results, basis, on: place.asOf ?? place.today, Words.of(.en))
        return [
            "title": .text(text.title), "text": .text(text.text),
            "quotes": .list(text.quotes.map { Canonical.json($0) }),
        ]
    }
}
