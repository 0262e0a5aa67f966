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
    /// The key of chance under which the form of a new record is sent; a new one where none was given.
    var once: String?
    /// Whether somebody said that it is another one than the record that looks the same.
    var isAnother = false

    var room: Room? { kind.room }

    func title(_ words: Words) -> String {
        guard let record else { return words.verb(verb.name) }
        return "\(words.verb(verb.name)): \(words.name(record.reference, in: place.project, of: place.installation))"
    }

    private var target: Path {
        guard let record else {
            return verb.sort == .add ? place.to(kind.plural) : place.to(kind.plural, "new-as-found")
        }
        let number = String(record.reference.number)
        if verb.sort == .change { return place.to(kind.plural, number) }
        if verb.sort == .withdraw { return place.to(kind.plural, number, "withdraw") }
        if verb.sort == .restore { return place.to(kind.plural, number, "restore") }
        return place.to(kind.plural, number, verb.name)
    }

    /// The member that says which record a special verb is about; the page knows it.
    private var hidden: Set<String> {
        Set(["id", record == nil ? nil : verb.subject, verb.sort == .addProof ? "provenance" : nil].compactMap { $0 })
    }

    func body(_ words: Words) -> HTML {
        let findings = refusal?.findings ?? []
        var fields = Fields(
            kind: kind.name, verb: verb.name, words: words, place: place, values: values, findings: findings)
        fields.hidden = hidden
        fields.more = more
        fields.offered = record?.provenance.proofs ?? []
        fields.limits = place.project.formLimits(of: kind.name, on: place.project.identification?.start ?? place.today)
        let about = words.about(verb.name)
        let way =
            record.map {
                [(words.name($0.reference, in: place.project, of: place.installation), place.to($0.reference))]
            } ?? []
        let back = record.map { place.to($0.reference) } ?? place.to(kind.plural)
        return """
            \(Frame.crumbs(place, words, to: kind, way))
            <h1>\(title(words))</h1>
            \(if: about != nil, "<p class=\"lead\">\(about ?? "")</p>")
            \(if: conflict == nil, "\(refusal.map { refused($0, fields, words) })")
            \(if: refusal?.code == "noDesk", "\(Show.choosing(words, beside: true, place))")
            \(conflict.map { versions($0, words) })
            \(if: refusal == nil, hindered(words))
            \(still.map { StillPage.list($0, words, place) })
            <form method="post" action="\(target.text)" enctype="multipart/form-data" class="fields" id="verb" novalidate>
            <button class="unseen" tabindex="-1" aria-hidden="true">\(words.verb(verb.name))</button>
            <input type="hidden" name="entry" value="\(String(entry))">
            \(if: isAnother, "<input type=\"hidden\" name=\"another\" value=\"yes\">")
            \(if: verb.sort.isOfNew, "<input type=\"hidden\" name=\"once\" value=\"\(once ?? ProjectDesk.chance())\">")
            \(fields.html(verb.form))
            \(if: asksProof, Fields.upload(
                words("page.attach"), words("page.attach.hint"), held, words, isNeeded: verb.sort == .addProof))
            <p class="acts">
            <button class="button">\(words.verb(verb.name))</button>
            <a class="button quiet"\(href: back)>\(words("page.cancel"))</a>
            </p>
            </form>
            """
    }

    /// What was refused; where it looks like a record that is there, with the way to say that it is another one.
    private func refused(_ refusal: Refusal, _ fields: Fields, _ words: Words) -> HTML {
        guard refusal.code == "likelyDouble" else {
            return "\(fields.summary(refusal))\(Show.named(refusal, words, place))"
        }
        return Fields.summary(
            words("page.double"),
            """
            <p>\(Show.sentence(refusal, words, place))</p>
            \(Show.named(refusal, words, place))
            <p><button class="button quiet" form="verb" name="another" value="yes">\(words("page.another"))</button></p>
            """)
    }

    /// The records that others need, before a reason is typed for a withdrawal that they hinder.
    private func hindered(_ words: Words) -> HTML {
        guard verb.sort == .withdraw, let record else { return "" }
        let others = place.latest.references(to: record.reference)
        guard !others.isEmpty else { return "" }
        let hindrance = Refusal.stillNeeded(record.reference, by: others).told(in: place.project)
        return Fields.summary(
            nil, "<p>\(Show.sentence(hindrance, words, place))</p>\(Show.named(hindrance, words, place))")
    }

    private var asksProof: Bool { verb.form.member("provenance") != nil }

    /// Two people changed one record: what both changed; the form below holds one's own, with what only the other changed.
    private func versions(_ conflict: ProjectDesk.Conflict, _ words: Words) -> HTML {
        let table = Grid(
            words("page.conflict"), words, place, conflict.both,
            [
                Column("field", words("page.field")) { .text(words.label(path: $0.name, of: kind.name)) },
                Column("theirs", words("page.theirs")) { .shown(.text(nil), shown($0.old, $0, words)) },
                Column("mine", words("page.mine")) { .shown(.text(nil), shown($0.new, $0, words)) },
            ])
        let wrong = conflict.refusal.findings.map { finding -> HTML in
            let field = words.label(path: finding.field, of: kind.name, for: verb.name)
            return "<li><a href=\"#\(finding.field)\">\(field)</a>: \(Show.sentence(finding, words, place))</li>"
        }
        return Fields.summary(
            words("page.conflict"),
            """
            <p>\(Show.sentence(conflict.refusal, words, place))</p>
            <p>\(words("page.conflict.about"))</p>
            \(if: !wrong.isEmpty, "<ul>\(wrong)</ul>")
            \(table.html)
            """)
    }

    private func shown(_ value: JSON?, _ field: Comparison.Field, _ words: Words) -> HTML {
        Show.value(value, field.shape, of: kind.name, words, place)
    }

    var json: JSON {
        JSON.object(of: [
            ("verb", .text(verb.name)), ("entry", .whole(Int64(entry))), ("values", values.withoutSalt),
            ("refused", refusal.map { .text($0.code) } ?? .null),
            ("sentence", refusal.map { .text(Show.sentence($0, Words.of(.en), place)) } ?? .null),
            ("findings", Show.findings(refusal, place)),
            ("theirs", conflict?.theirs?.entered(in: place.project) ?? .null),
            (
                "both",
                .list(
                    (conflict?.both ?? []).map {
                        .object(of: [("field", .text($0.name)), ("theirs", $0.old ?? .null), ("mine", $0.new ?? .null)])
                    })
            ),
        ]).overlaid(by: still.map { ["still": .list($0.map(\.json))] } ?? .object([]))
    }
}
