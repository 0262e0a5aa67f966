import Desk
import Domain
import Trail
import Words

/// One record: what it says, what proves it, what is doubtful, what points to it, and every version that it had.
struct RecordPage: ProjectPage {
    let kind: Kind
    let record: any Record
    let place: Place
    let history: [Version]
    let pointing: [Reference]
    let verbs: [(verb: AnyVerb, refusal: Refusal?)]
    /// Why it is on record no more; nil where it is.
    let withdrawal: Withdrawal?
    /// Which of its documents were erased, and what is said instead; also as the record was known before.
    let erased: [Digest: Refusal]
    private let names: NamesOfPersons

    /// What is worth a look, though it blocks nothing; that a name of before stands in words, too.
    var warnings: [Finding] { record.findings(in: place.project).filter { !$0.blocks } + names.findings(in: record) }

    /// That a record was withdrawn: what it was, who withdrew it, when and why.
    struct Withdrawal: Sendable {
        let was: any Record
        let entry: Int
        let moment: Moment
        let person: Int?
        let refusal: Refusal
    }

    struct Version: Sendable {
        let entry: Int
        let moment: Moment
        let person: Int?
        let verb: String
        let reason: String?
        var state: Entry.State
        /// Why it cannot be read, if it cannot.
        let unreadable: String?
        var fields: [Comparison.Field]
        let isFirst: Bool
    }

    var room: Room? { kind.room }
    var wide: Bool { true }

    init(_ kind: Kind, _ number: Int, _ ask: Ask, _ place: Place) throws {
        let found = kind.find(place.project, number)
        withdrawal = try found == nil ? Self.withdrawal(kind, number, place) : nil
        guard let record = found ?? withdrawal?.was else { throw try Self.stop(kind, number, place) }
        self.kind = kind
        self.record = record
        self.place = place
        history = try ask.site.histories.value(of: record.reference, in: place) {
            try Self.versions(of: record, kind, place, ask.site.installation.trails)
        }.filter { $0.entry <= place.project.entry }
        let pointing =
            place.isPast
            ? place.project.references(to: record.reference)
            : ask.site.pointers.references(to: record.reference, in: place.project)
        // That two are one human being is a particular by itself.
        let tells = !pointing.contains { $0.kind == Likeness.kind } || place.letsRead()
        self.pointing = tells ? pointing : pointing.filter { $0.kind != Likeness.kind }
        var erased: [Digest: Refusal] = [:]
        for document in record.provenance.proofs.map(\.document) {
            if let erasure = place.latest.erasure(of: document) {
                erased[document] = try place.saying("documentErased", erasure)
            }
        }
        self.erased = erased
        names = try place.namesEver()
        guard found == nil else {
            verbs = (Self.verbsByKind[kind.name] ?? []).filter { $0.hindrance(record, place.project) == nil }.map {
                ($0, place.refusal($0, on: record))
            }
            return
        }
        verbs =
            try kind.verb(.restore).map { verb in
                if let refusal = place.refusal(verb, on: record) { return [(verb, refusal)] }
                do {
                    _ = try ask.site.installation.desk(place.name).foreseeing(
                        .init(verb, ["id": .whole(Int64(number))], by: ask.seat))
                    return [(verb, nil)]
                } catch let refusal as Refusal { return [(verb, refusal)] }
            } ?? []
    }

    /// What there was, of a record that was withdrawn; nil where it was not, or where these eyes did not see it.
    static func withdrawal(_ kind: Kind, _ number: Int, _ place: Place) throws -> Withdrawal? {
        let reference = Reference(kind: kind.name, number: number)
        let trails = place.installation.trails
        guard try !place.installation.trails.hides(reference, from: place.eyes, in: place.latest),
            let withdrawn = try trails.withdrawn(reference, in: place.name, upTo: place.project.entry),
            let was = withdrawn.was,
            let header = try trails.readableHeaders(
                of: place.name, after: withdrawn.entry - 1, upTo: withdrawn.entry
            ).first?.header
        else { return nil }
        return Withdrawal(
            was: was, entry: withdrawn.entry, moment: header.moment, person: header.person,
            refusal: try place.installation.absence(
                of: reference, in: place.published, upTo: place.project.entry, eyes: place.eyes))
    }

    /// Why there is no such record: it was withdrawn, with when and why, or there never was one.
    static func stop(_ kind: Kind, _ number: Int, _ place: Place) throws -> Stop {
        let absence = try place.installation.absence(
            of: Reference(kind: kind.name, number: number), in: place.published, upTo: place.project.entry,
            eyes: place.eyes)
        return Stop(absence, absence.code.hasPrefix("unknown") ? 404 : 410)
    }

    private static let verbsByKind = Dictionary(
        grouping: AnyVerb.all.filter { !$0.sort.isOfNew }, by: { $0.kind ?? "" })

    /// The versions of a person are those of its name too.
    private static func versions(of record: any Record, _ kind: Kind, _ place: Place, _ trails: any TrailSource) throws
        -> [Version]
    {
        var versions = try versions(of: record.reference, kind, place, trails)
        guard kind.name == Person.kind else { return versions }
        let name = Reference(kind: PersonName.kind, number: record.reference.number)
        for version in try Self.versions(of: name, kind, place, trails) {
            guard let index = versions.firstIndex(where: { $0.entry == version.entry }) else {
                versions.append(version)
                continue
            }
            versions[index].fields += version.fields
            if version.state != .written, versions[index].state != .withheldInPart {
                versions[index].state = version.state
            }
        }
        return versions.sorted { $0.entry < $1.entry }
    }

    static func versions(of reference: Reference, _ kind: Kind, _ place: Place, _ trails: any TrailSource) throws
        -> [Version]
    {
        var versions: [Version] = []
        var before: JSON?
        for version in try trails.history(of: reference, in: place.name) where version.entry <= place.published.entry {
            let (entry, body) = (version.entry, version.body)
            guard let header = try trails.readableHeaders(of: place.name, after: entry - 1, upTo: entry).first?.header
            else {
                continue
            }
            let unreadable: String?
            do throws(UnreadableBody) {
                _ = try body.change
                unreadable = nil
            } catch { unreadable = error.reason }
            let now = unreadable == nil ? body.record.flatMap { try? JSON(reading: $0) } : nil
            let removed = now?["removed"] != nil
            let reason = try trails.reasons(
                of: place.name, after: entry - 1, upTo: entry, particulars: kind.isPersonal)[
                    entry]
            versions.append(
                Version(
                    entry: entry, moment: header.moment, person: header.person, verb: header.verb,
                    reason: removed ? body.reason : reason, state: body.state, unreadable: unreadable,
                    fields: before == nil || removed || unreadable != nil
                        ? [] : Comparison.fields(before, now, kind.shape),
                    isFirst: before == nil))
            before = now ?? before
        }
        return versions
    }

    func title(_ words: Words) -> String {
        words.name(record.reference, in: place.project, of: place.installation)
    }

    func body(_ words: Words) -> HTML {
        let number = record.reference.number
        func kept(_ part: String, _ html: () -> HTML) -> HTML {
            place.kept("\(part) \(kind.name) \(number)", words, html)
        }
        let list = (words("kind.\(kind.name).title"), place.to(kind.plural))
        return """
            \(Frame.crumbs(place, words, Frame.way(to: kind, place, words) + [list]))
            <div class="record">
            <article>
            <p class="kicker">\(words("kind.\(kind.name).one"))</p>
            <h1>\(title(words))</h1>
            \(withdrawn(words))
            \(doubtful(words))\(if: isInPart, "<p class=\"hint\">\(words("page.withheldInPart"))</p>")
            \(acts(words))
            \(if: withdrawal == nil, "\(kept("warnings") { warnings(words) })")
            \(kept("facts") { facts(words) })
            \(withdrawal == nil ? whatElse(words) : "")
            </article>
            <aside class="beside">\(kept("beside") { "\(found(words))\(proofs(words))\(versions(words))" })</aside>
            </div>
            """
    }

    private func whatElse(_ words: Words) -> HTML {
        let strips = place.kept("strips \(kind.name) \(record.reference.number)", words) {
            RoomPart.all.compactMap { $0.strip?(record.reference, words, place) }.joined
        }
        return """
            \(RecordList.all[kind.name]?.also(record, place, words) ?? "")
            \(strips)
            \(more(words))
            """
    }

    /// Who withdrew it, when and why.
    private func withdrawn(_ words: Words) -> HTML {
        guard let withdrawal else { return "" }
        let entry = TrailPages.link(withdrawal.entry, words, place)
        let who = TrailPages.who(withdrawal.person, at: withdrawal.entry, words, place)
        return """
            <div class="warnings">
            <p><b>\(Show.sentence(withdrawal.refusal, words, place))</b></p>
            <p>\(entry) · \(words.moment(withdrawal.moment)) · \(who)</p>
            </div>
            """
    }

    /// Whether names are withheld in what it says now.
    private var isInPart: Bool { history.last { $0.state != .withheld }?.state == .withheldInPart }

    private func doubtful(_ words: Words) -> HTML {
        guard record.provenance.doubtsBelonging else { return "" }
        let reasons = record.provenance.doubts.filter { $0.about == Doubt.belonging }.map(\.reason).joined(
            separator: "; ")
        return "<p class=\"doubt\"><span class=\"state doubt\">\(words("page.doubtful"))</span> \(reasons)</p>"
    }

    private func acts(_ words: Words) -> HTML {
        let number = String(record.reference.number)
        guard let refusal = verbs.first(where: { $0.refusal != nil })?.refusal, verbs.allSatisfy({ $0.refusal != nil })
        else {
            var first = true
            let buttons = verbs.filter { $0.refusal == nil && !$0.verb.sort.isOfProof }
                .sorted { a, b in Self.rank(a.verb) < Self.rank(b.verb) }
                .map { item -> HTML in
                    let verb = item.verb
                    let label = words.verb(verb.name)
                    let path: Path
                    if verb.sort == .change {
                        path = place.to(kind.plural, number, "change")
                    } else if verb.sort == .withdraw || verb.sort == .restore {
                        path = place.to(kind.plural, number, verb.sort == .restore ? "restore" : "withdraw")
                    } else if let own = RoomPart.form(of: verb) {
                        path = place.to(own, number)
                    } else {
                        path = place.to(kind.plural, number, verb.name)
                    }
                    let filled = first
                    first = false
                    let key: HTML = verb.sort == .change ? " data-key=\"e\"" : ""
                    return "<a class=\"button\(if: !filled, " quiet")\"\(href: path)\(key)>\(label)</a> "
                }
            return "<p class=\"acts\">\(buttons)</p>"
        }
        return Show.refused(refusal, words, place)
    }

    private func warnings(_ words: Words) -> HTML {
        let warnings = warnings
        guard !warnings.isEmpty else { return "" }
        let items = warnings.map {
            "<li><b>\(words.label(path: $0.field, of: kind.name))</b>: \(Show.sentence($0, words, place))</li>" as HTML
        }
        return "<div class=\"warnings\"><h2>\(words("page.warnings"))</h2><ul class=\"plain\">\(items)</ul></div>"
    }

    /// What cannot be taken back comes last.
    private static func rank(_ verb: AnyVerb) -> Int {
        if verb.room == .trails || verb.name == ShredParticulars.name { return 3 }
        switch verb.sort {
        case .add, .addAsFound, .own, .restore: return 0
        case .change, .setAsFound, .correct, .addSource, .addProof, .noteDoubt, .settleDoubt: return 1
        case .withdraw: return 2
        }
    }

    private func facts(_ words: Words) -> HTML {
        let json = record.json
        let rows = kind.shape.members.compactMap { member -> HTML? in
            guard member.name != "id", !["salt", "found", "provenance", "settledDates"].contains(member.name),
                // What a lock keeps stands in a table of its own.
                kind.name != PeriodLock.kind || member.name != "frozen",
                let value = json[member.name],
                value.text == nil || record.caption(in: place.project).text != value.text
            else { return nil }
            let doubt = record.provenance.doubts.first {
                $0.about == member.name || $0.about.hasPrefix(member.name + ".")
            }
            let shown = Show.value(value, member.shape, of: kind.name, words, place, on: record.dated)
            let why: HTML = doubt.map { "<span class=\"reason\">\(words("page.doubt")): \($0.reason)</span>" } ?? ""
            return """
                <div><dt>\(words.label(field: member.name, of: kind.name))</dt>
                <dd\(if: doubt != nil, " class=\"doubtfield\"")>\(shown)\(why)</dd></div>
                """
        }
        return "<dl class=\"facts\">\(rows)</dl>"
    }

    /// What points here.
    private func more(_ words: Words) -> HTML {
        guard !pointing.isEmpty else { return "" }
        var groups: HTML = ""
        for other in Kind.all {
            let own = pointing.filter { $0.kind == other.name }
            guard !own.isEmpty else { continue }
            // Many without a name of their own say nothing one by one; their list does.
            if other.isPersonal, own.count > 5 {
                let listed = own.filter { reference in
                    place.project.record(reference).flatMap { RecordList.all[other.name]?.lists($0) } ?? true
                }
                let beside = own.filter { !listed.contains($0) }.map {
                    "<li>\(Show.link($0, words, place))</li>" as HTML
                }
                let list: HTML = "<a\(href: place.to(other.plural))>\(words("kind.\(other.name).title"))</a>"
                groups += """
                    <h3>\(list) <span class="far">\(words.number(listed.count))</span></h3>
                    \(if: !beside.isEmpty, "<ul class=\"plain\">\(beside)</ul>")
                    """
                continue
            }
            let items = own.prefix(50).map { reference -> HTML in "<li>\(Show.link(reference, words, place))</li>" }
            groups += """
                <h3>\(words("kind.\(other.name).title")) <span class="far">\(words.number(own.count))</span></h3>
                <ul class="plain">\(items)</ul>
                """
        }
        return "<section class=\"pointing\"><h2>\(words("page.pointing"))</h2>\(groups)</section>"
    }

    /// What of it was entered without the steps before it, and where that is said.
    private func found(_ words: Words) -> HTML {
        let marks = (record.json["found"]?.list ?? []).map { mark -> HTML in
            let fields = (mark["fields"]?.list ?? []).compactMap(\.text).map { words.label(field: $0, of: kind.name) }
            return "<li><b>\(words.list(fields))</b> \(Show.value(mark, Found.form, of: "found", words, place))</li>"
        }
        guard !marks.isEmpty else { return "" }
        return """
            <section>
            <h2>\(words.label(field: "found", of: kind.name))</h2>
            <p class="hint">\(words("page.found.about"))</p>
            <ul class="plain">\(marks)</ul>
            </section>
            """
    }

    private func proofs(_ words: Words) -> HTML {
        let provenance = record.provenance
        let sources = provenance.sources.map { source -> HTML in
            let text = source.title ?? source.address?.host ?? ""
            let on: HTML = source.on.map { ", \(words.when($0))" } ?? ""
            let shown: HTML = source.address.map { "<a class=\"out\"\(href: $0)>\(text)</a>" } ?? "\(text)"
            return "<li>\(shown)\(on)</li>"
        }
        func document(_ proof: Proof) -> HTML {
            if let gone = erased[proof.document] {
                return "<li>\(proof.name) <span class=\"state bad\">\(Show.sentence(gone, words, place))</span></li>"
            }
            return
                "<li><a\(href: place.to("documents", proof.document.text, query: [("name", proof.name)]))>\(proof.name)</a></li>"
        }
        let documents = provenance.proofs.filter { !$0.isOrigin }.map(document)
        let origins = provenance.proofs.filter(\.isOrigin).map(document)
        let doubts = provenance.doubts.map { doubt -> HTML in
            let about =
                doubt.about == Doubt.belonging ? words("page.belonging") : words.label(path: doubt.about, of: kind.name)
            let settle: HTML = way(.settleDoubt, words, [("about", doubt.about)])
            return "<li class=\"doubt\"><b>\(about)</b>: \(doubt.reason) \(settle)</li>"
        }
        let note: HTML = provenance.note.map { "<h2>\(words("page.note"))</h2>\(Show.prose($0.text))" } ?? ""
        let none: HTML = "<p class=\"hint\">\(words("page.noProof"))</p>"
        return """
            <section><h2>\(words("page.proof"))</h2>
            \(if: sources.isEmpty && documents.isEmpty, none)
            \(if: !sources.isEmpty, "<ul class=\"plain sources\">\(sources)</ul>")
            \(if: !documents.isEmpty, "<ul class=\"plain documents\">\(documents)</ul>")
            <p>\(way(.addSource, words)) \(way(.addProof, words)) \(way(.noteDoubt, words))</p>
            \(if: !origins.isEmpty, "<h2>\(words("page.origin"))</h2><ul class=\"plain documents\">\(origins)</ul>")
            \(if: !doubts.isEmpty, "<h2>\(words("page.doubts"))</h2><ul class=\"plain\">\(doubts)</ul>")
            \(note)
            </section>
            """
    }

    /// The way to a verb about proofs, where one may.
    private func way(_ sort: AnyVerb.Sort, _ words: Words, _ query: [(String, String)] = []) -> HTML {
        guard let item = verbs.first(where: { $0.verb.sort == sort }), item.refusal == nil else { return "" }
        let path = query.reduce(place.to(kind.plural, String(record.reference.number), item.verb.name)) {
            $0.asking($1.0, $1.1)
        }
        return "<a class=\"act\"\(href: path)>\(words.verb(item.verb.name))</a>"
    }

    private func versions(_ words: Words) -> HTML {
        let items = history.reversed().map { version -> HTML in
            // The mark stands above; the verb says that it came.
            let fields = version.fields.filter { $0.name != "found" }.map { field -> HTML in
                let sentence = words.sentence(
                    field, of: kind.name, old: { place.name($0, at: version.entry - 1, words) },
                    new: { place.name($0, at: version.entry, words) })
                return "<li>\(sentence)</li>"
            }
            let who = TrailPages.who(version.person, at: version.entry, words, place)
            let entry: HTML = """
                <a\(href: place.to("trail", String(version.entry)))>\(words("page.entry", [("n", String(version.entry))]))</a>
                """
            return """
                <li>\(entry) · \(words.moment(version.moment)) · \(who)
                · \(words.verb(version.verb))\(if: version.reason != nil, "<br>\(version.reason ?? "")")
                \(gone(version, words))
                \(if: !fields.isEmpty, "<ul>\(fields)</ul>")
                </li>
                """
        }
        return "<section><h2>\(words("page.history"))</h2><ol class=\"plain history\" reversed>\(items)</ol></section>"
    }

    /// Why a version does not say all that it said.
    private func gone(_ version: Version, _ words: Words) -> HTML {
        switch version.state {
        case .erased: "<p class=\"hint\">\(words("page.erased"))</p>"
        case .withheld: "<p class=\"hint\">\(words("page.withheld"))</p>"
        case .withheldInPart: "<p class=\"hint\">\(words("page.withheldInPart"))</p>"
        case .redacted: "<p class=\"hint\">\(words("page.redacted"))</p>"
        case .written:
            version.unreadable.map { "<p class=\"doubt\">\(words("page.unreadable", [("reason", $0)]))</p>" } ?? ""
        }
    }

    var json: JSON {
        let versions = history.map { version -> JSON in
            JSON.object(of: [
                ("entry", .whole(Int64(version.entry))), ("moment", .text(version.moment.plain)),
                ("verb", .text(version.verb)),
                ("person", version.person.map { .whole(Int64($0)) } ?? .null),
                ("reason", version.reason.map { .text($0) } ?? .null),
                ("unreadable", version.unreadable.map { .text($0) } ?? .null),
                ("withheldInPart", .flag(version.state == .withheldInPart)),
            ])
        }
        let said: JSON = [
            "entry": .whole(Int64(place.project.entry)),
            "changedIn": .whole(Int64(kind.entry(place.project, record.reference.number) ?? 0)),
            "kind": .text(kind.name), "record": place.asked(record), "history": .list(versions),
            "warnings": .list(
                warnings.map { ["field": .text($0.field), "finding": .text($0.code)] }),
            "pointedToBy": .list(pointing.map { .text($0.description) }),
        ]
        return said.overlaid(by: withdrawal.map(saying) ?? [:])
    }

    private func saying(_ withdrawal: Withdrawal) -> JSON {
        [
            "refused": .text(withdrawal.refusal.code),
            "sentence": .text(Show.sentence(withdrawal.refusal, Words.of(.en), place)),
            "withdrawn": [
                "entry": .whole(Int64(withdrawal.entry)), "moment": .text(withdrawal.moment.plain),
                "person": withdrawal.person.map { .whole(Int64($0)) } ?? .null,
            ],
        ]
    }
}
