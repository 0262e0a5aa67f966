import Desk
import Domain
import Trail
import Words

/// Reading the trail: its entries, what each changed, and what is different between two moments.
enum TrailPages {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/trail") { ask, _ in
            let place = try ask.place(.trails)
            return .page(try TrailPage(ask, place), tag: RecordPages.tag(ask, place))
        },
        Site.Route(method: .get, pattern: "/projects/:project/trail/:entry") { ask, _ in
            let place = try ask.place(.trails)
            if ask.path[3] == "diff" { return .page(try ComparisonPage(ask, place)) }
            guard let number = Whole.key(ask.path[3]) else { throw Stop(Refusal("unknownPage")) }
            return .page(try EntryPage(number, ask, place))
        },
        Site.Route(method: .post, pattern: "/projects/:project/trail/:entry", asks: .init(["reason"])) { ask, form in
            let place = try ask.place(.trails)
            guard let form, let number = Whole.key(ask.path[3]) else { throw Stop(Refusal("unknownPage")) }
            let input: JSON = [
                "entry": .whole(Int64(number)), "reason": .text(form.sent?["reason"]?.text ?? form["reason"] ?? ""),
            ]
            let desk = try ask.site.installation.desk(place.name)
            do {
                let answer = try await desk.carryOut(.init(TakeBackImport.any, input, by: ask.seat))
                if ask.wants == .json { return .page(Carried(answer)) }
                return .redirect(place.to("trail", String(answer.entry)))
            } catch let refusal as Refusal {
                let isSeat = ["noDesk", "mayNot", "notYours", "notForOthers"].contains(refusal.code)
                let page = try EntryPage(number, ask, place, refusal: refusal)
                return .page(page, status: isSeat ? 403 : 422)
            }
        },
    ]

    /// Who acted: the person's name of then; the installation for its own acts.
    static func who(_ person: Int?, at entry: Int, _ words: Words, _ place: Place) -> String {
        person.map { place.name(Reference(kind: Person.kind, number: $0), at: entry, words) }
            ?? words("page.installation")
    }

    /// A header; of one that is not seen whole, how many documents it names instead of which.
    static func json(_ header: Header, isPartly: Bool) -> JSON {
        let json = Canonical.json(header)
        guard isPartly, let documents = json["documents"]?.list else { return json }
        return json.overlaid(by: ["documents": .list([]), "hiddenDocuments": .whole(Int64(documents.count))])
    }

    /// An entry by its number.
    static func link(_ entry: Int, _ words: Words, _ place: Place) -> HTML {
        "<a\(href: place.to("trail", String(entry)))>\(words("page.entry", [("n", String(entry))]))</a>"
    }

    /// One entry: its number, when, who, what was done, and to which record; of many records their number.
    static func line(
        _ header: Header, _ records: [Reference], _ reason: String?, _ words: Words, _ place: Place,
        unreadable: [UnreadableBody] = []
    ) -> HTML {
        let meant = records.filter { $0.kind != Reason.kind }.meant
        let about: HTML =
            meant.count == 1
            ? "\(Show.link(meant[0], words, place, at: header.entry)) <span class=\"far\">\(words("kind.\(meant[0].kind).one"))</span>"
            : "<span class=\"far\">\(words.count(meant.count, "page.records"))</span>"
        let act: HTML = "\(who(header.person, at: header.entry, words, place)) · \(words.verb(header.verb)) · \(about)"
        return """
            <li>
            \(link(header.entry, words, place)) · \(words.moment(header.moment)) · \(act)\(reason.map { " · \($0)" } ?? "")
            \(damaged(unreadable, words, place))
            </li>
            """
    }
}

extension TrailPages {
    /// Records that cannot be read: since which entry, and why. Of a personal kind nothing of what they say.
    static func damaged(_ unreadable: [UnreadableBody], _ words: Words, _ place: Place) -> HTML {
        plain(
            unreadable.map { body in
                let name = "\(words("kind.\(body.reference.kind).one")) \(body.reference.number)"
                let why = words("page.unreadable", [("reason", body.reason)])
                return "<li class=\"doubt\">\(link(body.entry, words, place)) · \(name): \(why)</li>"
            })
    }

    /// Entries whose headers do not read, or are not there.
    fileprivate static func lost(_ entries: [Int], _ words: Words) -> HTML {
        let reason = words.choice(Flaw.What.choiceName, Flaw.What.header.rawValue)
        let why = words("page.unreadable", [("reason", reason)])
        return plain(
            entries.map { "<li class=\"doubt\">\(words("page.entry", [("n", String($0))])): \(why)</li>" })
    }

    fileprivate static func plain(_ items: [HTML]) -> HTML {
        items.isEmpty ? "" : "<ul class=\"plain\">\(items)</ul>"
    }

    fileprivate static func fact(_ name: String, _ value: HTML) -> HTML {
        "<div><dt>\(name)</dt><dd>\(value)</dd></div>"
    }

    fileprivate static func hash(_ name: String, _ hash: String) -> HTML {
        fact(name, "<code class=\"hash\">\(hash)</code>")
    }

    static func json(_ body: UnreadableBody) -> JSON {
        [
            "entry": .whole(Int64(body.entry)), "record": .text(body.reference.description),
            "reason": .text(body.reason),
        ]
    }
}

struct TrailPage: ProjectPage {
    let place: Place
    let entries: [Header]
    let records: [Int: [Reference]]
    let reasons: [Int: String]
    let unreadable: [Int: [UnreadableBody]]
    let format2From: Int?
    let last: Int
    let from: Int
    /// The entries whose headers do not read, or are not there.
    let lost: [Int]
    /// The entries of which these eyes do not see all.
    let partly: Set<Int>

    static let most = 100

    init(_ ask: Ask, _ place: Place) throws {
        self.place = place
        let trails = ask.site.installation.trails
        // What cannot be read is behind the state that is shown; its headers can.
        let last = try place.isPast ? place.project.entry : trails.lastEntry(of: place.name)
        self.last = last
        format2From = try trails.format2From(in: place.name).flatMap { $0 <= last ? $0 : nil }
        let end = ask.query("until").flatMap { Whole.reading($0) }.map { min(max(0, $0), last) } ?? last
        from = max(0, end - Self.most)
        records = try trails.references(of: place.name, after: from, upTo: end)
        let partly = try Set(
            records.filter { _, all in
                try all.contains { try trails.hides($0, from: place.eyes, in: place.latest) }
            }.keys)
        reasons = try trails.reasons(of: place.name, after: from, upTo: end, particulars: false)
            .filter { !partly.contains($0.key) }
        self.partly = partly
        unreadable = try trails.unreadable(of: place.name, after: from, upTo: end)
        entries = try trails.readableHeaders(of: place.name, after: from, upTo: end).map(\.header).reversed()
        let read = Set(entries.map(\.entry))
        lost = Range.between(from + 1, end + 1).filter { !read.contains($0) }
    }

    var room: Room? { .trails }
    func title(_ words: Words) -> String { words("page.trail") }

    func body(_ words: Words) -> HTML {
        let lines = entries.map {
            TrailPages.line(
                $0, records[$0.entry] ?? [], reasons[$0.entry], words, place, unreadable: unreadable[$0.entry] ?? [])
        }
        let earlier = place.to("trail", query: [("until", String(from))])
        return """
            \(Frame.crumbs(place, words, []))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.trail.about"))</p>
            <dl class="facts">
            \(if: !place.isPast, TrailPages.hash(words("page.head"), place.published.head.text))
            \(TrailPages.fact(words("page.entries"), "\(words.number(last))"))
            </dl>
            \(format2From.map { "<p class=\"hint\">\(words("trail.format2", [("entry", String($0))]))</p>" as HTML })
            <form class="inline" method="get" action="/projects/\(place.name)/trail/diff">
            <label for="from">\(words("page.compare.from"))</label>
            <input class="medium" id="from" name="from" value="1">
            <label for="to">\(words("page.compare.to"))</label>
            <input class="medium" id="to" name="to" value="\(String(last))">
            <button>\(words("page.compare"))</button>
            </form>
            \(TrailPages.lost(lost, words))
            <ul class="plain trail">\(lines)</ul>
            \(if: from > 0, "<p><a\(href: earlier)>\(words("page.earlier"))</a></p>")
            """
    }

    var json: JSON {
        [
            "head": .text(place.published.head.text), "count": .whole(Int64(last)),
            "lost": .list(lost.map { .whole(Int64($0)) }),
            "format2From": format2From.map { .whole(Int64($0)) } ?? .null,
            "entries": .list(
                entries.map { header in
                    TrailPages.json(header, isPartly: partly.contains(header.entry)).overlaid(
                        by: .object(
                            (reasons[header.entry].map { [("reason", .text($0))] } ?? [])
                                + (unreadable[header.entry].map {
                                    [("unreadable", .list($0.map(TrailPages.json)))]
                                } ?? [])))
                }),
        ]
    }
}

struct EntryPage: ProjectPage {
    let place: Place
    let header: Header
    let hash: String
    let reason: String?
    let bodies: [Entry.Body]
    /// Whether what records of particulars say is for these eyes.
    let shows: Bool
    /// Whether these eyes do not see all of it.
    let isPartly: Bool
    let before: Project
    let after: Project
    /// What of the entry cannot be read, or could not before it.
    let unreadable: [UnreadableBody]
    /// Why the import was not taken back.
    let refusal: Refusal?
    /// Whether it took a table in that who looks may take back, or what hinders it.
    let takesBack: (hindrance: Refusal?, isOffered: Bool)

    init(_ number: Int, _ ask: Ask, _ place: Place, refusal: Refusal? = nil) throws {
        self.place = place
        self.refusal = refusal
        let installation = ask.site.installation
        let trails = installation.trails
        guard number > 0,
            let found = try trails.headers(of: place.name, after: number - 1, upTo: number).first
        else {
            if number <= (try trails.lastEntry(of: place.name)) {
                throw Stop(.damaged(place.name, Flaw(number, .number)), 403)
            }
            throw Stop(
                Refusal(
                    "unknownEntry",
                    [.init("entry", .text(String(number))), .init("last", .text(String(place.published.entry)))]))
        }
        header = found.header
        hash = Digest(of: found.bytes).text
        let all = try installation.trails.bodies(of: place.name, entry: number)
        func isParticular(_ body: Entry.Body) -> Bool { Kind.named(body.reference.kind)?.isParticular == true }
        shows = !all.contains(where: isParticular) || place.letsRead()
        let shows = shows
        let kept = try all.filter { try installation.trails.hides($0, from: place.eyes, in: place.latest) }.map(
            \.reference)
        bodies = all.map { body in
            kept.contains(body.reference) || !shows && isParticular(body) ? body.withheld : body
        }
        isPartly = !kept.isEmpty
        reason =
            kept.isEmpty
            ? try trails.reasons(of: place.name, after: number - 1, upTo: number, particulars: shows)[number] : nil
        let changed = Set(all.map(\.reference))
        let (old, new) = (
            try installation.state(place.name, asKnown: .entry(number - 1)),
            try installation.state(place.name, asKnown: .entry(number))
        )
        (before, after) = (old.project.seen(by: place.eyes), new.project.seen(by: place.eyes))
        unreadable = (old.unreadable + new.unreadable).filter { changed.contains($0.reference) }
        let isImport = header.verb == ProjectDesk.importing && !place.isPast
        let mayAll = Set(changed.map(\.meant.kind)).allSatisfy { kind in
            Kind.named(kind)?.verb(.withdraw).map { place.refusal($0) == nil } ?? true
        }
        takesBack = (
            isImport
                ? TakeBackImport.hindrance(
                    changed.filter { $0.kind != Reason.kind }.sorted(), of: number, in: place.project)
                : nil, isImport && mayAll && place.refusal(TakeBackImport.any) == nil
        )
    }

    /// Offered while nobody changed what the table brought; else whose change stands in the way.
    private func takingBack(_ words: Words) -> HTML {
        guard takesBack.isOffered else { return "" }
        if let hindrance = takesBack.hindrance { return Show.refused(hindrance, words, place) }
        let hint = Fields.hint("reason", words("verb.take-back-import.about"))
        let reason = Fields.wrapped(
            "reason", "\(words("field.reason"))", hint, isWrong: refusal?.findings.isEmpty == false,
            "<input id=\"reason\" name=\"reason\" aria-describedby=\"reason-hint\">")
        return """
            <form class="fields" method="post" action="\(place.to("trail", String(header.entry)).text)">
            \(reason)
            <p class="acts"><button class="button quiet">\(words("verb.take-back-import"))</button></p>
            </form>
            """
    }

    var room: Room? { .trails }
    func title(_ words: Words) -> String { words("page.entry", [("n", String(header.entry))]) }

    func body(_ words: Words) -> HTML {
        let comparison = Comparison(from: before, to: after).without(unreadable.map(\.reference))
        let gone = bodies.compactMap { body -> HTML? in
            let said: TextKey
            switch body.state {
            case .erased: said = "page.erased"
            case .withheld: said = "page.withheld"
            case .withheldInPart: said = "page.withheldInPart"
            case .written, .redacted: return nil
            }
            return "<li>\(named(body, words)): \(words(said))</li>"
        }
        let positions = bodies.enumerated().map { "<li>\($0): \(named($1, words))</li>" as HTML }
        return """
            \(Frame.crumbs(place, words, [(words("page.trail"), place.to("trail"))]))
            <h1>\(title(words))</h1>
            \(refusal.map { Fields(kind: "", words: words, place: place, values: .null, findings: $0.findings).summary($0) })
            <dl class="facts">
            \(TrailPages.fact(words("page.moment"), "\(words.moment(header.moment))"))
            \(TrailPages.fact(words("page.person"), "\(TrailPages.who(header.person, at: header.entry, words, place))"))
            \(TrailPages.fact(words("page.verb"), "\(words.verb(header.verb))"))
            \(reason.map { TrailPages.fact(words("field.reason"), "\($0)") })
            \(TrailPages.hash(words("page.hash"), hash))
            \(TrailPages.hash(words("page.previousHash"), header.previous.text))
            </dl>
            \(takingBack(words))
            <h2>\(words("page.whatChanged"))</h2>
            \(ComparisonPage.list(comparison, shows: shows, words, place, old: before, new: after))
            \(TrailPages.plain(gone))
            \(TrailPages.damaged(unreadable, words, place))
            <details>
            <summary>\(words("page.positions"))</summary>
            <ol class="plain" start="0">\(positions)</ol>
            </details>
            <p><a\(href: place.to(query: [("as-known", String(header.entry))]))>\(words("page.seeThen"))</a></p>
            """
    }

    private func named(_ body: Entry.Body, _ words: Words) -> String {
        "\(words("kind.\(body.reference.kind).one")) \(body.reference.number)"
    }

    var json: JSON {
        [
            "header": TrailPages.json(header, isPartly: isPartly), "hash": .text(hash),
            "reason": reason.map { .text($0) } ?? .null,
            "unreadable": .list(unreadable.map(TrailPages.json)),
            "bodies": .list(
                bodies.enumerated().map { position, body in
                    JSON.object(of: [
                        ("position", .whole(Int64(position))), ("record", .text(body.reference.description)),
                        ("digest", .text(body.digest.text)),
                        ("body", body.record.flatMap { try? JSON(reading: $0) }?.withoutSalt ?? .null),
                        ("withheldInPart", .flag(body.state == .withheldInPart)),
                    ])
                }),
        ]
    }
}

/// What is different between two states, in words.
struct ComparisonPage: ProjectPage {
    let place: Place
    let from: String
    let to: String
    let old: Project
    let new: Project
    let comparison: Comparison
    let unreadable: [UnreadableBody]
    let shows: Bool

    init(_ ask: Ask, _ place: Place) throws {
        self.place = place
        from = ask.query("from") ?? "0"
        to = ask.query("to") ?? String(place.published.entry)
        func state(_ text: String) throws -> (project: Project, unreadable: [UnreadableBody]) {
            guard let known = Known(text) ?? ask.words.readDay(text).map({ .day($0) }) else {
                throw Stop(Refusal("unknownDay", [.init("text", .text(text))]))
            }
            return try ask.site.installation.state(place.name, asKnown: known)
        }
        let (before, after) = (try state(from), try state(to))
        (old, new) = (before.project.seen(by: place.eyes), after.project.seen(by: place.eyes))
        unreadable = before.unreadable + after.unreadable.filter { !before.unreadable.contains($0) }
        comparison = Comparison(from: old, to: new).without(unreadable.map(\.reference))
        shows =
            !comparison.differences.contains { Kind.named($0.reference.kind)?.isParticular == true } || place.letsRead()
    }

    var room: Room? { .trails }
    func title(_ words: Words) -> String { words("page.comparison", [("from", from), ("to", to)]) }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, [(words("page.trail"), place.to("trail"))]))
        <h1>\(title(words))</h1>
        <p class="count">\(words.count(comparison.differences.count, "page.differences"))</p>
        \(Self.list(comparison, shows: shows, words, place, old: old, new: new))
        \(TrailPages.damaged(unreadable, words, place))
        """
    }

    static func list(
        _ comparison: Comparison, shows: Bool, _ words: Words, _ place: Place, old: Project, new: Project
    ) -> HTML {
        let items = comparison.differences.prefix(500).map { difference -> HTML in
            let project = difference.what == .withdrawn ? old : new
            let name = words.name(difference.reference, in: project)
            // What was withdrawn since has a page, too: what it was, and the way back.
            let link: HTML = "<a\(href: place.to(difference.reference))>\(name)</a>"
            let hidden = Kind.named(difference.reference.kind)?.isParticular == true && !shows
            let fields =
                difference.what == .changed && !hidden
                ? difference.fields.map { field -> HTML in
                    "<li>\(words.sentence(field, of: difference.reference.kind, old: old, new: new))</li>"
                } : []
            let what = words.choice(Comparison.What.choiceName, difference.what.rawValue)
            let kind = words("kind.\(difference.reference.kind).one")
            return """
                <li>
                <span class="state">\(what)</span> <span class="far">\(kind)</span> \(link)
                \(if: !fields.isEmpty, "<ul>\(fields)</ul>")
                </li>
                """
        }
        return "<ul class=\"plain differences\">\(items)</ul>"
    }

    var json: JSON { shows ? comparison.json : comparison.withoutParticulars.json }
}

/// Documents, as they came; never shown as a page of ours.
enum DocumentPages {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/documents/:hash") { ask, _ in
            let place = try ask.place()
            let trails = ask.site.installation.trails
            guard let hash = Digest(plain: ask.path[3]), try trails.names(document: hash, in: place.name) else {
                throw Stop(Refusal("unknownDocument"))
            }
            // What is erased here is gone at every address of the project, also as it was known before, and also where another
            // project keeps the file.
            if let erasure = place.latest.erasure(of: hash) {
                throw Stop(try place.saying("documentErased", erasure), 410)
            }
            guard let bytes = trails.document(hash) else { throw Stop(Refusal("unknownDocument")) }
            // As it is now: what was a proof of the event once may be one of the attendance since.
            // Equal files of two names keep both: a link says which it is of.
            let wanted = ask.query("name")
            func proof(of kinds: [Kind]) -> Proof? {
                let all = kinds.lazy.flatMap { $0.each(place.latest) }.flatMap { $0.provenance.proofs }.filter {
                    $0.document == hash
                }
                return all.first { $0.name == wanted } ?? all.first
            }
            var named = proof(of: Kind.all.filter { !$0.isPersonal })
            // What proves only records of persons, or nothing that is still on record, is a particular itself.
            if named == nil {
                try place.requireReading()
                named = proof(of: Kind.all.filter(\.isPersonal))
            }
            // Whoever does not see all records gets no document but of those that are seen.
            if named == nil, place.latest.isPart { throw Stop(Refusal("unknownDocument")) }
            return Reply(body: .bytes(bytes, type: "application/octet-stream", name: named?.name ?? hash.text))
        }
    ]
}

extension Place {
    /// That something was erased: in which entry, on which day, and on what ground.
    func saying(_ code: String, _ erasure: Erasure) throws -> Refusal {
        try installation.saying(code, erasure, in: published)
    }
}
