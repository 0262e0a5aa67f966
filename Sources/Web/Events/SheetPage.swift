import Desk
import Domain
import Words

/// The list that people sign: names that are expected, and empty rows.
struct SheetPage: ProjectPage {
    let place: Place
    let event: Event
    let expected: [Expected]

    var room: Room? { .events }
    var wide: Bool { true }

    init(_ place: Place, _ event: Event) {
        self.place = place
        self.event = event
        expected = Expected.all(at: event, in: place.project)
    }

    private static let empty = 12

    func title(_ words: Words) -> String { words("page.sheet.of", [("event", event.title)]) }

    func body(_ words: Words) -> HTML {
        let columns = grid(words).columns
        let heads = columns.map { GridMarkup.head($0.head ?? "", isNumber: $0.isNumber) }
        let lines = Range.between(0, expected.count + Self.empty).map { index -> HTML in
            let cells = columns.dropLast().map { GridMarkup.cell("", $0.cell(index).html(words, place), $0.isNumber) }
            return "<tr>\(cells)<td class=\"sign\"></td></tr>"
        }
        return """
            \(EventPages.crumbs(event, place, words))
            \(Letterhead(place: place).html(on: event.lastDay ?? place.today, words))
            <h1>\(words("page.sheet"))</h1>
            <p class="lead">\(event.title)</p>
            \(RegistrationPage.facts(event, words))
            <p class="acts hint">\(words("page.printHint"))</p>
            \(GridMarkup.table(words("page.sheet"), "signed", heads, lines))
            <p class="hint">\(words("page.sheet.about"))</p>
            """
    }

    private func one(_ index: Int) -> Expected? { index < expected.count ? expected[index] : nil }

    /// By their place in the list; what is printed has empty rows too.
    private func grid(_ words: Words) -> Grid<Int> {
        Grid(
            words("page.sheet"), words, place, Array(expected.indices),
            [
                Column("number", words("page.sheet.number"), number: true, in: .file) { .whole($0 + 1) },
                Column("name", words("field.name")) { .text(one($0)?.called(words)) },
                Column("organisation", words("field.registration.organisation")) { .text(one($0)?.organisation) },
                Column("country", words("field.country"), in: .file) { .text(one($0)?.country) },
                Column("signature", words("page.sheet.signature"), in: .file) { _ in .text(nil) },
            ])
    }

    func table(_ words: Words) -> [[String]]? { grid(words).table }

    var json: JSON { grid(Words.of(.en)).json }
}
