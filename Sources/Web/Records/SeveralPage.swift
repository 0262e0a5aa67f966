import Desk
import Domain
import Files
import Words

/// What is done with several rows: what it asks, then every row with what would become of it, then the button.
struct SeveralPage: ProjectPage {
    let place: Place
    let kind: Kind
    let act: SeveralAct
    let rows: [Int]
    /// Nil before anything was checked.
    let checked: [SeveralRows.Checked]?
    let values: JSON
    /// The same as it was typed.
    let typed: [Sent.Field]
    let held: HeldFiles
    let entry: Int
    let refusal: Refusal?

    var room: Room? { kind.room }

    func title(_ words: Words) -> String { words("several.\(act.name.rawValue)") }

    func body(_ words: Words) -> HTML {
        let fields = Fields(
            kind: kind.name, verb: act.verb.name, words: words, place: place, values: values,
            findings: refusal?.findings ?? [])
        return """
            \(Frame.crumbs(place, words, to: kind))
            \(refusal.map { fields.summary($0) })
            <h1>\(title(words))</h1>
            <p class="lead">\(words("several.about", [("n", words.number(rows.count))]))</p>
            <form method="post" action="\(place.to(kind.plural, "rows").text)" enctype="multipart/form-data" class="fields">
            <input type="hidden" name="act" value="\(act.name.rawValue)">
            <input type="hidden" name="entry" value="\(entry)">
            \(checked == nil ? asking(fields, words) : settled(words))
            <ul class="plain several">\(checked.map { $0.map { line($0, words) } } ?? rows.map { line($0, words) })</ul>
            \(buttons(words))
            </form>
            """
    }

    private func asking(_ fields: Fields, _ words: Words) -> HTML {
        let upload: HTML =
            act.name == .prove
            ? Fields.upload(words("page.attach"), words("page.attach.hint"), held, words, isNeeded: true) : ""
        return "\(fields.html(act.form))\(upload)"
    }

    /// What was checked is what is started: it is sent once more as it was typed.
    private func settled(_ words: Words) -> HTML {
        let fields = typed.map { field -> HTML in
            "<input type=\"hidden\" name=\"\(field.name)\" value=\"\(field.value)\">"
        }
        return "\(fields)\(held.html(words))"
    }

    private func line(_ number: Int, _ words: Words) -> HTML {
        "<li>\(box(Reference(kind: kind.name, number: number), isTicked: true, words))</li>"
    }

    private func line(_ row: SeveralRows.Checked, _ words: Words) -> HTML {
        let box = box(row.reference, isTicked: row.step != nil, words)
        let what: HTML =
            switch row.outcome {
            case .ready: "<span class=\"far\">\(becomes(row.reference, words))</span>"
            case .refused(let refusal): "<span class=\"error\">\(said(refusal, words))</span>"
            case .changed: "<span class=\"error\">\(words("several.changed"))</span>"
            case .noDay: "<span class=\"error\">\(words("several.noDay"))</span>"
            }
        return "<li>\(box) \(what)</li>"
    }

    private func said(_ refusal: Refusal, _ words: Words) -> String {
        refusal.findings.isEmpty
            ? Show.sentence(refusal, words, place)
            : refusal.findings.map { Show.sentence($0, words, place) }.joined(separator: " ")
    }

    private func box(_ reference: Reference, isTicked: Bool, _ words: Words) -> HTML {
        Fields.box(
            "row", String(reference.number), isTicked,
            "<a\(href: place.to(reference))>\(words.name(reference, in: place.project))</a>")
    }

    private func becomes(_ reference: Reference, _ words: Words) -> String {
        guard let record = place.project.record(reference) else { return "" }
        return act.moved(record, values).map { _, from, to in
            "\(words.shortWhen(.day(from))) → \(words.shortWhen(.day(to)))"
        }.joined(separator: ", ")
    }

    private func buttons(_ words: Words) -> HTML {
        let back: HTML = "<a class=\"button quiet\"\(href: place.to(kind.plural))>\(words("page.cancel"))</a>"
        guard let checked else {
            return
                "<p class=\"acts\"><button name=\"step\" value=\"check\">\(words("several.check"))</button>\(back)</p>"
        }
        let ready = checked.count { $0.step != nil }
        let start: HTML =
            "<button name=\"step\" value=\"start\">\(words("several.start"))</button>"
        let said = words("several.ready", [("n", words.number(ready)), ("all", words.number(checked.count))])
        return "<p role=\"status\">\(said)</p><p class=\"acts\">\(if: ready > 0, start)\(back)</p>"
    }

    var json: JSON {
        [
            "act": .text(act.name.rawValue), "entry": .whole(Int64(entry)),
            "rows": .list(
                (checked ?? []).map { row in
                    [
                        "record": .text(row.reference.description), "ready": .flag(row.step != nil),
                        "changed": .flag(row.isChanged),
                    ]
                }),
            "findings": Show.findings(refusal, place),
        ]
    }
}
