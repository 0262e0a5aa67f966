import Desk
import Domain
import Words

/// The form of a verb. After a refusal it keeps what was typed and says everything that is wrong, on top and at the fields.
struct FormPage: ProjectPage {
    let verb: AnyVerb
    let kind: Kind
    let place: Place
    /// The record that it is about; nil for a new one.
    let record: (any Record)?
    let values: JSON
    let refusal: Refusal?
    let entry: Int
    var more: String?
    var held = HeldFiles()
    var conflict: ProjectDesk.Conflict?
    /// What still names the person whose particulars it erases.
    var still: [StillNaming]?

    var room: Room? { kind.room }

    func title(_ words: Words) -> String {
        guard let record else { return words.verb(verb.name) }
        return "\(words.verb(verb.name)): \(words.name(record, in: place.project))"
    }

    private var target: Path {
        guard let record else { return place.to(kind.plural) }
        let number = String(record.reference.number)
        if verb.sort == .change { return place.to(kind.plural, number) }
        if verb.sort == .withdraw { return place.to(kind.plural, number, "withdraw") }
        return place.to(kind.plural, number, verb.name)
    }

    /// The member that says which record a special verb is about; the page knows it.
    private var hidden: Set<String> {
        Set(["id", record == nil ? nil : verb.subject].compactMap { $0 })
    }

    func body(_ words: Words) -> HTML {
        let findings = refusal?.findings ?? []
        var fields = Fields(
            kind: kind.name, verb: verb.name, words: words, place: place, values: values, findings: findings)
        fields.hidden = hidden
        fields.more = more
        fields.offered = record?.provenance.proofs ?? []
        fields.limits = place.project.formLimits(of: kind.name, on: place.project.identification?.start ?? place.today)
        let about = words.optional("verb.\(verb.name).about")
        return """
            \(Frame.crumbs(place, words, [(words("kind.\(kind.name).title"), place.to(kind.plural))] + (record.map { [(words.name($0, in: place.project), place.to($0.reference))] } ?? [])))
            <h1>\(title(words))</h1>
            \(if: about != nil, "<p class=\"lead\">\(about ?? "")</p>")
            \(summary(words))\(versions(words))\(still.map { StillPage.list($0, words, place) })
            <form method="post" action="\(target.text)" enctype="multipart/form-data" class="fields" novalidate>
            <button class="unseen" tabindex="-1" aria-hidden="true">\(words.verb(verb.name))</button>
            <input type="hidden" name="entry" value="\(String(entry))">
            \(fields.html(verb.form))
            \(if: asksProof, "<div class=\"field\"><label for=\"upload\">\(words("page.attach")) <span class=\"optional\">\(words("page.optional"))</span></label><span class=\"hint\" id=\"upload-hint\">\(words("page.attach.hint"))</span><input type=\"file\" id=\"upload\" name=\"upload\" multiple aria-describedby=\"upload-hint\">\(held.html(words))</div>")
            <p class="acts"><button class="button">\(words.verb(verb.name))</button> <a class="button quiet"\(href: record.map { place.to($0.reference) } ?? place.to(kind.plural))>\(words("page.cancel"))</a></p>
            </form>
            """
    }

    private var asksProof: Bool { verb.form.member("provenance") != nil }

    private func summary(_ words: Words) -> HTML {
        guard let refusal, conflict == nil else { return "" }
        let items = refusal.findings.map { finding -> HTML in
            let sentence = Show.sentence(finding, words, place)
            let label = words.label(path: finding.field, of: kind.name, for: verb.name)
            return "<li><a href=\"#\(finding.field)\">\(label)</a>: \(sentence)</li>"
        }
        let sentence: HTML = refusal.findings.isEmpty ? "<p>\(Show.sentence(refusal, words, place))</p>" : ""
        return """
            <div class="summary" role="alert" tabindex="-1" id="errors"><h2>\(words("page.errors"))</h2>\(sentence)<ul>\(items)</ul></div>
            """
    }

    /// Two people changed one record: both versions, field by field; the form below holds place.
    private func versions(_ words: Words) -> HTML {
        guard let conflict else { return "" }
        let theirs = conflict.theirs?.json
        let fields = Comparison.fields(theirs, conflict.mine?.json, kind.shape)
        let rows = fields.map { field -> HTML in
            """
            <tr><th scope="row">\(words.label(path: field.name, of: kind.name))</th><td>\(Show.value(field.old, field.shape, of: kind.name, words, place))</td><td>\(Show.value(field.new, field.shape, of: kind.name, words, place))</td></tr>
            """
        }
        return """
            <div class="summary" role="alert" tabindex="-1" id="errors"><h2>\(words("page.conflict"))</h2><p>\(Show.sentence(conflict.refusal, words, place))</p><p>\(words("page.conflict.about"))</p>
            <table><thead><tr><th scope="col">\(words("page.field"))</th><th scope="col">\(words("page.theirs"))</th><th scope="col">\(words("page.mine"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    var json: JSON {
        JSON.object(of: [
            ("verb", .text(verb.name)), ("entry", .whole(Int64(entry))), ("values", values.withoutSalt),
            ("refused", refusal.map { .text($0.code) } ?? .null), ("findings", Show.findings(refusal, place)),
            ("theirs", conflict?.theirs?.entered(in: place.project) ?? .null),
        ]).overlaid(by: still.map { ["still": .list($0.map(\.json))] } ?? .object([]))
    }
}
