import Desk
import Domain
import Words

/// What a practice's page shows besides its fields: the programme's form with its limits, and what counts.
enum PracticeParts {
    static func html(_ practice: GoodPractice, _ words: Words, _ place: Place) -> HTML {
        place.kept("form \(practice.reference)", words) { form(practice, words, place) }
    }

    private static func form(_ practice: GoodPractice, _ words: Words, _ place: Place) -> HTML {
        let project = place.project
        let day = project.identification?.start ?? place.today
        let limits = project.formLimits(of: GoodPractice.kind, on: day)
        guard !limits.isEmpty else { return "" }
        let json = practice.json
        @Sendable func unread(_ isVerified: Bool) -> HTML {
            isVerified ? "" : " <span class=\"state doubt\">\(words("choice.verified.no"))</span>"
        }
        let grid = Grid(
            words("page.form.title"), words, place, limits,
            [
                Column("field", words("page.field")) { .text(words.label(field: $0.field, of: GoodPractice.kind)) },
                Column("length", words("page.form.length"), number: true) { limit in
                    let length = json[limit.field]?.text?.count ?? 0
                    let isOver = limit.most.map { length > $0 } ?? false
                    let text = words.number(length)
                    return .shown(.text(text), "<span\(if: isOver, " class=\"error\"")>\(text)</span>")
                },
                Column("most", words("page.form.most"), number: true) { .text($0.most.map { words.number($0) }) },
                Column("required", words("page.form.required")) { .flag($0.isRequired) },
                Column("source", words("page.form.source")) { limit in
                    .shown(.text(limit.source), "\(limit.source)\(unread(limit.isVerified))")
                },
            ])
        let counting = project.rulePack?.value(ParameterName("indicator.counting"), about: "goodPractices", on: day)
        var counts: HTML = ""
        if let counting, case .text(let text)? = counting.value {
            counts = """
                <p class="hint">\(words("page.form.counts")): \(text) (\(counting.source.text))\(unread(counting.isVerified))</p>
                """
        }
        return """
            <details class="group">
            <summary>\(words("page.form.title"))</summary>
            \(grid.html)
            \(counts)
            </details>
            """
    }
}
