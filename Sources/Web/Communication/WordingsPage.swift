import Desk
import Domain
import Words

/// Prescribed wordings in every language, to copy: those of the rule pack, those on record, and those that are missing.
struct WordingsPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/wordings") { ask, _ in
            let place = try ask.place(.communication)
            return .page(WordingsPage(place), tag: RecordPages.tag(ask, place))
        }
    ]

    struct Line: Sendable {
        let sort: OfficialText.Sort
        let language: LanguageCode
        let text: String?
        let source: String?
        let record: OfficialText?
        let isVerified: Bool
    }

    let place: Place
    let lines: [Line]

    var room: Room? { .communication }
    var wide: Bool { true }

    init(_ place: Place) {
        self.place = place
        let (project, today) = (place.project, place.asOf ?? place.today)
        let languages =
            Language.allCases.compactMap { LanguageCode(plain: $0.rawValue) }
            + project.officialTexts.map(\.language).filter { other in
                !Language.allCases.contains { $0.rawValue == other.code }
            }
        lines = OfficialText.Sort.allCases.flatMap { sort in
            languages.map { language in
                if let record = project.officialText(sort, in: language, on: today) {
                    let source = record.provenance.sources.first
                    return Line(
                        sort: sort, language: language, text: record.text.text,
                        source: source?.title ?? source?.address?.host, record: record, isVerified: true)
                }
                let given = project.officialTextOfPack(sort, in: language, on: today)
                return Line(
                    sort: sort, language: language, text: given?.text, source: given?.value.source.text, record: nil,
                    isVerified: given?.value.isVerified ?? true)
            }
        }
    }

    func title(_ words: Words) -> String { words("view.wordings") }

    func body(_ words: Words) -> HTML {
        let sections = OfficialText.Sort.allCases.map { sort -> HTML in
            let name = words.choice(OfficialText.Sort.choiceName, sort.rawValue)
            return """
                <section>
                <h2>\(name)</h2>
                \(grid(name, lines.filter { $0.sort == sort }, words).html)
                </section>
                """
        }
        return """
            \(Frame.crumbs(place, words, in: .communication))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.wordings.about"))</p>
            \(sections)
            """
    }

    private func grid(_ label: String, _ lines: [Line], _ words: Words) -> Grid<Line> {
        let may = place.refusal(AddRecord<OfficialText>.any) == nil
        var grid = Grid<Line>(
            label, words, place, lines,
            [
                Column("sort", "", in: .program) { .word($0.sort) },
                Column("language") { .word("language", $0.language.code) },
                Column("text") { .shown(.text($0.text), text($0, words)) },
                Column("source") { line in
                    let doubt: HTML = " <span class=\"state doubt\">\(words("page.unverified"))</span>"
                    return .shown(.text(line.source), "\(line.source ?? "")\(if: !line.isVerified, doubt)")
                },
                Column("record", "") { .shown(.record($0.record?.reference), act($0, may, words)) },
                Column("verified", "", in: .program) { .flag($0.isVerified) },
            ])
        grid.look = "list wordings"
        return grid
    }

    private func text(_ line: Line, _ words: Words) -> HTML {
        guard let text = line.text else { return "<span class=\"hint\">\(words("page.wordings.missing"))</span>" }
        return "<span class=\"copytext\" lang=\"\(line.language.code)\">\(text)</span>"
    }

    private func act(_ line: Line, _ may: Bool, _ words: Words) -> HTML {
        if let record = line.record { return "<a\(href: place.to(record.reference))>\(words("page.change"))</a>" }
        guard may, line.text == nil else { return "" }
        let new = [("sort", line.sort.rawValue), ("language", line.language.code)]
        let path = place.to("official-texts", "new", query: new)
        return "<a\(href: path)>\(words("page.wordings.enter"))</a>"
    }

    var json: JSON { ["wordings": grid("", lines, Words.of(.en)).json] }
}
