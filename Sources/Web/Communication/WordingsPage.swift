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
        let may = place.refusal(AddRecord<OfficialText>.any) == nil
        let sections = OfficialText.Sort.allCases.map { sort -> HTML in
            let name = words.choice(OfficialText.Sort.choiceName, sort.rawValue)
            let rows = lines.filter { $0.sort == sort }.map { line -> HTML in
                let language = words.choice("language", line.language.code)
                let text: HTML =
                    line.text.map { "<span class=\"copytext\" lang=\"\(line.language.code)\">\($0)</span>" }
                    ?? "<span class=\"hint\">\(words("page.wordings.missing"))</span>"
                let enter = place.to(
                    "official-texts", "new", query: [("sort", sort.rawValue), ("language", line.language.code)])
                let act: HTML =
                    line.record.map { "<a\(href: place.to($0.reference))>\(words("page.change"))</a>" }
                    ?? (may && line.text == nil ? "<a\(href: enter)>\(words("page.wordings.enter"))</a>" : "")
                return """
                    <tr><th scope="row">\(language)</th><td data-label="\(name)">\(text)</td><td>\(line.source ?? "")\(if: !line.isVerified, " <span class=\"state doubt\">\(words("page.unverified"))</span>")</td><td>\(act)</td></tr>
                    """
            }
            return """
                <section><h2>\(name)</h2><div class="scroll" tabindex="0" role="region" aria-label="\(name)"><table class="list wordings"><tbody>\(rows)</tbody></table></div></section>
                """
        }
        return """
            \(Frame.crumbs(place, words, [(words("room.communication"), place.to("rooms", "communication"))]))
            <h1>\(title(words))</h1><p class="lead">\(words("page.wordings.about"))</p>
            \(sections)
            """
    }

    var json: JSON {
        [
            "wordings": .list(
                lines.map { line in
                    JSON.object(of: [
                        ("sort", .text(line.sort.rawValue)), ("language", .text(line.language.code)),
                        ("text", line.text.map { .text($0) } ?? .null),
                        ("source", line.source.map { .text($0) } ?? .null),
                        ("record", line.record.map { .text($0.reference.description) } ?? .null),
                        ("verified", .flag(line.isVerified)),
                    ])
                })
        ]
    }
}
