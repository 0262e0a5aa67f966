import Desk
import Domain
import Words

/// All that waits, or a part of it that home counts: of one partner, or about one kind of records.
struct WaitingPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/waiting") { ask, _ in
            .page(try WaitingPage(ask, try ask.place(.obligations)))
        }
    ]

    let place: Place
    private let address: Ask
    private let waiting: Waiting
    private let part: Waiting.Part?
    private let partner: Key<Partner>?
    private let kind: Kind?
    private let needs: [Need]
    private let page: Int

    var wide: Bool { true }

    static let rowsOnAPage = 100

    /// Refused where it is asked for a part, a partner or a kind that there is not.
    init(_ ask: Ask, _ place: Place) throws(Stop) {
        self.place = place
        address = ask
        let waiting = Waiting(place, HomeSide(place))
        self.waiting = waiting
        func known<Value>(_ name: String, _ find: (String) -> Value?) throws(Stop) -> Value? {
            guard let text = ask.query(name) else { return nil }
            guard let value = find(text) else { throw Stop(Refusal("unknownPage")) }
            return value
        }
        let part = try known("part") { Waiting.Part(rawValue: $0) }
        let partner = try known("partner") { text in
            Whole.key(text).map { Key<Partner>($0) }.flatMap { place.project.partners[$0] == nil ? nil : $0 }
        }
        let kind = try known("kind") { Kind.named($0) }
        (self.part, self.partner, self.kind) = (part, partner, kind)
        needs = waiting.needs.filter { need in
            (part.map { waiting.has(need, in: $0) } ?? true)
                && (partner.map { waiting.isDated(need) && waiting.mover(need) == $0 } ?? true)
                && (kind.map { $0.name == need.about?.kind ?? Identification.kind } ?? true)
        }
        let last = max(1, (needs.count + Self.rowsOnAPage - 1) / Self.rowsOnAPage)
        page = min(max(1, ask.query("page").flatMap { Whole.key($0) } ?? 1), last)
    }

    /// The list that home leads to.
    static func path(
        _ place: Place, _ part: Waiting.Part? = nil, of partner: Key<Partner>? = nil, kind: String? = nil
    ) -> Path {
        let query = [
            ("part", part?.rawValue), ("partner", partner.map { String($0.number) }), ("kind", kind),
        ].compactMap { name, value in value.map { (name, $0) } }
        return place.to("waiting", query: query)
    }

    func title(_ words: Words) -> String {
        let parts = [
            part.map { words("home.list.\($0.rawValue)") } ?? words("page.needsMe"),
            partner.map { words.name($0.reference, in: place.project) },
            kind.map { words("kind.\($0.name).title") },
        ]
        return parts.compactMap(\.self).joined(separator: " · ")
    }

    func body(_ words: Words) -> HTML {
        let from = (page - 1) * Self.rowsOnAPage
        let seen = needs.part(from, page * Self.rowsOnAPage)
        let rows = seen.map { waiting.row($0, partner: partner == nil, words) }
        return """
            \(Frame.crumbs(place, words, []))
            <h1>\(title(words))</h1>
            \(chips(words))
            \(if: part == .unrecorded, "<p class=\"hint\">\(words("page.notOnRecord.about"))</p>")
            <p class="count" role="status">\(words.count(needs.count, "home.things")) \(Show.exports(address))</p>
            \(if: needs.isEmpty, "<p class=\"empty\">\(words("page.nothingWaits"))</p>")
            \(Waiting.table(title(words), rows))
            \(pages(from, words))
            """
    }

    /// The parts as ways to each other, with how much is in them.
    private func chips(_ words: Words) -> HTML {
        let all: [Waiting.Part?] = [nil] + Waiting.Part.allCases
        let items = all.map { part -> HTML in
            let count = part.map { waiting.needs(in: $0).count } ?? waiting.needs.count
            let isHere = part == self.part && partner == nil && kind == nil
            let current: HTML = isHere ? " aria-current=\"page\"" : ""
            let name = part.map { words("home.list.\($0.rawValue)") } ?? words("page.all")
            return """
                <li><a\(href: Self.path(place, part))\(current)>\(name) <span class="far">\(words.number(count))</span></a></li>
                """
        }
        return "<ul class=\"chips\">\(items)</ul>"
    }

    private func pages(_ from: Int, _ words: Words) -> HTML {
        guard needs.count > Self.rowsOnAPage else { return "" }
        let range = words(
            "page.rows",
            [
                ("from", words.number(from + 1)), ("to", words.number(min(needs.count, from + Self.rowsOnAPage))),
                ("n", words.number(needs.count)),
            ])
        func way(_ relation: HTML, _ page: Int, _ label: TextKey) -> HTML {
            let path = address.path(with: [("page", String(page)), ("lang", nil)])
            return "<a rel=\"\(relation)\"\(href: path)>\(words(label))</a>"
        }
        return """
            <nav class="pages">\(range)
            \(if: page > 1, way("prev", page - 1, "page.previous"))
            \(if: from + Self.rowsOnAPage < needs.count, way("next", page + 1, "page.next"))
            </nav>
            """
    }

    func table(_ words: Words) -> [[String]]? {
        let head = [
            words("page.calendar.day"), words("page.name"), words("page.calendar.sort"), words("page.calendar.holder"),
            words("page.calendar.what"),
        ]
        return [head]
            + needs.map { need in
                [
                    need.day.map { words.day($0) } ?? "", waiting.title(need, words),
                    need.about.map { words("kind.\($0.kind).one") } ?? "",
                    words.holder(need.holder, in: place.project, on: waiting.today),
                    words.sentence(need, on: waiting.today) { words.name($0, in: place.project) },
                ]
            }
    }

    var json: JSON {
        let words = Words.of(.en)
        return [
            "entry": .whole(Int64(place.project.entry)), "count": .whole(Int64(needs.count)),
            "needs": .list(needs.map { words.json($0, on: waiting.today, in: place.project) }),
        ]
    }
}
