import Desk
import Domain
import Words

/// The dates that were left behind, with the form that answers several of them at once, and how others were answered.
struct DatesLeftPart {
    let page: DatesPage
    private var place: Place { page.place }
    private var mayAnswer: Bool { place.refusal(SettleDates.any) == nil && !page.left.isEmpty }

    func html(_ words: Words) -> HTML {
        let about: TextKey = page.left.isEmpty ? "dates.left.none" : "dates.left.about"
        return """
            <p class="hint">\(words(about))</p>
            \(mayAnswer ? form(words) : grid(words).rows.isEmpty ? "" : grid(words).html)
            \(if: !page.answered.isEmpty, "<h3>\(words("dates.answered"))</h3>\(answers(words).html)")
            """
    }

    func grid(_ words: Words) -> Grid<DateLeftBehind> {
        Grid(
            words("dates.left"), words, place, page.left,
            [
                Column("record", words("page.name")) { .record($0.record) },
                Column("kind", words("page.kind"), in: .page) { .text(words("kind.\($0.record.kind).one")) },
                Column("field", words("dates.field")) { date in
                    .said(words.label(field: date.field, of: date.record.kind), .text(date.field))
                },
                Column("day", words("field.on")) { .when($0.day) },
                Column("how", words("field.status")) { date in
                    let how = words.choice(DateLeftBehind.How.choiceName, date.how.rawValue)
                    return .shown(.word(date.how), Show.state(how, "moved"))
                },
            ] + (mayAnswer ? [answer(words)] : []))
    }

    /// A tick and a day at each date.
    private func answer(_ words: Words) -> Column<DateLeftBehind> {
        let typed = page.typed
        let place = place
        return Column("answer", words("dates.answer"), in: .page) { date in
            let name = DatesAnswered.name(date)
            let what =
                "\(words.name(date.record, in: place.project)), \(words.label(field: date.field, of: date.record.kind))"
            let ticked: HTML = typed["t." + name] == nil ? "" : " checked"
            let day = typed["d." + name] ?? ""
            return .shown(
                .text(nil),
                """
                <input type="checkbox" name="t.\(name)" value="yes" aria-label="\(what)"\(ticked)>
                <input class="day" name="d.\(name)" value="\(day)" aria-label="\(what): \(words("dates.newDay"))">
                """)
        }
    }

    private func form(_ words: Words) -> HTML {
        """
        <form method="post" action="\(place.to("dates").text)" class="moves">
        <p class="hint">\(words("verb.settle-dates.about"))</p>
        <input type="hidden" name="entry" value="\(String(page.entry))">
        \(grid(words).html)
        <div class="fields">
        \(field("day", words("dates.forAll"), words, isOptional: true))
        \(field("reason", words.label(field: "reason", of: "", for: SettleDates.name), words))
        \(field("by", words.label(field: "by", of: "", for: SettleDates.name), words, isOptional: true))
        </div>
        <p class="acts">
        <button class="button">\(words("verb.settle-dates"))</button>
        <output></output>
        </p>
        </form>
        """
    }

    private func field(_ name: String, _ label: String, _ words: Words, isOptional: Bool = false) -> HTML {
        let optional: HTML = isOptional ? " <span class=\"optional\">\(words("page.optional"))</span>" : ""
        return """
            <div class="field">
            <label for="\(name)">\(label)\(optional)</label>
            <input id="\(name)" name="\(name)" value="\(page.typed[name] ?? "")">
            </div>
            """
    }

    /// How dates were answered, the last first.
    func answers(_ words: Words) -> Grid<SettledDate> {
        Grid(
            words("dates.answered"), words, place, page.answered,
            [
                Column("record", words("page.name")) { .record(Reference($0.record)) },
                Column("field", words("dates.field")) { date in
                    .said(words.label(field: date.field, of: Reference(date.record)?.kind ?? ""), .text(date.field))
                },
                Column("was", words("field.on")) { .when($0.was) },
                Column("day", words("dates.newDay")) { date in
                    .shown(.when(date.day), "\(date.day.map { words.when($0) } ?? words("dates.accepted"))")
                },
                Column("reason", words("field.reason")) { .text($0.reason) },
                Column("by", words.label(field: "by", of: "", for: SettleDates.name)) { .who($0.by) },
                Column("on", words("dates.answeredOn")) { .day($0.on) },
            ])
    }

    func summary(_ words: Words) -> HTML {
        guard let refusal = page.refusal else { return "" }
        let items = refusal.findings.map { finding -> HTML in
            let name = finding.about.map { words.name($0, in: place.project) }
            let field = words.label(field: finding.field, of: "", for: SettleDates.name)
            let what: HTML = name.map { "\($0) (\(field))" } ?? "\(field)"
            return "<li>\(what): \(Show.sentence(finding, words, place))</li>"
        }
        return """
            <div class="summary" role="alert" tabindex="-1" id="errors">
            <h2>\(words("page.errors"))</h2>
            \(if: items.isEmpty, "<p>\(Show.sentence(refusal, words, place))</p>")
            <ul>\(items)</ul>
            </div>
            """
    }
}
