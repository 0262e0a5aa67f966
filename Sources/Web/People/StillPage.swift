import Desk
import Domain
import Words

/// What still names a person whose particulars were erased. It is said once: afterwards nobody knows the names.
struct StillPage: ProjectPage {
    let place: Place
    let person: Reference
    let answer: ProjectDesk.Answer
    let still: [StillNaming]

    var room: Room? { .people }
    func title(_ words: Words) -> String { words("page.done") }

    func body(_ words: Words) -> HTML {
        let caption = words.caption(.numbered(person.number), kind: Person.kind)
        let entry = TrailPages.link(answer.entry, words, place)
        return """
            \(Frame.crumbs(place, words, [(words("kind.person.title"), place.to(Person.plural))]))
            <h1>\(title(words))</h1>
            <p>\(entry) · \(words.verb(EraseParticulars.name)) · <a\(href: place.to(person))>\(caption)</a></p>
            \(Self.list(still, words, place))
            """
    }

    /// Each place with the way to it, and what takes it away.
    static func list(_ still: [StillNaming], _ words: Words, _ place: Place) -> HTML {
        guard !still.isEmpty else { return "<p class=\"hint\">\(words("still.none"))</p>" }
        return """
            <div class="warnings">
            <h2>\(words("still.title"))</h2>
            <p>\(words("still.hint"))</p>
            <ul class="plain">\(still.map { line($0, words, place) })</ul>
            </div>
            """
    }

    private static func line(_ one: StillNaming, _ words: Words, _ place: Place) -> HTML {
        let record: HTML =
            one.record.kind == Reason.kind
            ? "<a\(href: place.to("trail", String(one.record.number)))>\(words.name(one.record, in: place.project))</a>"
            : Show.link(one.record, words, place)
        let field: HTML =
            one.field.isEmpty
            ? " <span class=\"far\">\(words("kind.\(one.record.kind).one"))</span>"
            : ", \(words.label(path: one.field, of: one.record.kind))"
        let file = one.document.map { document -> HTML in
            " (<a\(href: place.to("documents", document.text))>\(String(document.text.prefix(12)))…</a>)"
        }
        let versions = one.versions.map { version -> HTML in
            let position =
                version.position.map { " (\(words.label(field: "position", of: Erasure.kind)) \($0))" } ?? ""
            return " \(TrailPages.link(version.entry, words, place))\(position)"
        }
        return "<li>\(record)\(field)\(file): \(words("still.\(one.how.rawValue)"))\(versions)</li>"
    }

    var json: JSON { Carried(answer).json.overlaid(by: ["still": .list(still.map(\.json))]) }
}

extension Place {
    /// Whose name is on record no more is not asked after: nobody could tell what still says it.
    func requireSomethingToErase(_ verb: AnyVerb, _ record: any Record) throws {
        guard verb.name == EraseParticulars.name, isLatest else { return }
        let input: JSON = ["person": .whole(Int64(record.reference.number)), "ground": "–"]
        do { _ = try installation.desk(name).foreseeing(.init(verb, input, by: .steward)) } catch let refusal as Refusal
            where refusal.code == "nothingToErase"
        {
            throw Stop(refusal, 409)
        }
    }

    /// What would still name the person after this verb, for who may read particulars; nil of any other verb.
    func still(after verb: AnyVerb, of record: (any Record)?) throws -> [StillNaming]? {
        guard verb.name == EraseParticulars.name, let record, !isPast, letsRead() else { return nil }
        return try installation.desk(name).stillNaming(Key(record.reference.number))
    }
}
