import Desk
import Domain
import Words

/// What a practice's page shows besides its fields: the programme's form with its limits, and what counts.
enum PracticeParts {
    static func html(_ practice: GoodPractice, _ words: Words, _ place: Place) -> HTML {
        let project = place.project
        let day = project.identification?.start ?? place.today
        let limits = project.formLimits(of: GoodPractice.kind, on: day)
        guard !limits.isEmpty else { return "" }
        let json = practice.json
        let rows = limits.map { limit -> HTML in
            let length = json[limit.field]?.text?.count ?? 0
            let isOver = limit.most.map { length > $0 } ?? false
            return """
                <tr><th scope="row">\(words.label(field: limit.field, of: GoodPractice.kind))</th><td class="number" data-label="\(words("page.form.length"))"><span\(if: isOver, " class=\"error\"")>\(words.number(length))</span></td><td class="number" data-label="\(words("page.form.most"))">\(limit.most.map { words.number($0) } ?? "")</td><td data-label="\(words("page.form.required"))">\(if: limit.isRequired, "\(words("page.yes"))")</td><td data-label="\(words("page.form.source"))">\(limit.source)\(if: !limit.isVerified, " <span class=\"state doubt\">\(words("choice.verified.no"))</span>")</td></tr>
                """
        }
        let counting = project.rulePack?.value(
            ParameterName("indicator.counting"), about: "goodPractices", on: day)
        var counts: HTML = ""
        if let counting, case .text(let text)? = counting.value {
            counts =
                "<p class=\"hint\">\(words("page.form.counts")): \(text) (\(counting.source.text))\(if: !counting.isVerified, " <span class=\"state doubt\">\(words("choice.verified.no"))</span>")</p>"
        }
        return """
            <details class="group"><summary>\(words("page.form.title"))</summary><div class="scroll" tabindex="0" role="region" aria-label="\(words("page.form.title"))"><table class="list"><thead><tr><th scope="col">\(words("page.field"))</th><th scope="col" class="number">\(words("page.form.length"))</th><th scope="col" class="number">\(words("page.form.most"))</th><th scope="col">\(words("page.form.required"))</th><th scope="col">\(words("page.form.source"))</th></tr></thead><tbody>\(rows)</tbody></table></div>\(counts)</details>
            """
    }
}
