import Desk
import Domain
import Words

/// The way back behind every policy change, and the way forward from every practice.
struct ChainPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/chain") { ask, _ in
            let place = try ask.place(.policy)
            return .page(ChainPage(place), tag: RecordPages.tag(ask, place))
        }
    ]

    /// What came of a practice.
    struct Forward: Sendable {
        let practice: Reference
        var events = 0
        var inspirations = 0
        var actions: [Key<Action>] = []
        var changes = 0
    }

    let place: Place
    let chains: [Chain]
    let forward: [Forward]

    init(_ place: Place) {
        self.place = place
        let project = place.project
        chains = project.policyChanges.filter { $0.had(by: place.asOf) }.compactMap {
            project.chain(through: $0.reference)
        }
        forward = Self.forward(in: project)
    }

    private static func forward(in project: Project) -> [Forward] {
        var shown: [Key<GoodPractice>: Set<Key<Event>>] = [:]
        for showing in project.showings {
            if let event = showing.event { shown[showing.practice, default: []].insert(event) }
        }
        var inspired: [Key<GoodPractice>: [Inspiration]] = [:]
        for inspiration in project.inspirations {
            for practice in inspiration.practices { inspired[practice, default: []].append(inspiration) }
        }
        var named: [Key<GoodPractice>: [Key<Action>]] = [:]
        for action in project.actions {
            for practice in action.inspiredBy.compactMap(\.practice) { named[practice, default: []].append(action.id) }
        }
        var changed: [Key<Action>: Set<Key<PolicyChange>>] = [:]
        var straight: [Key<Inspiration>: Set<Key<PolicyChange>>] = [:]
        for change in project.policyChanges {
            for action in change.actions { changed[action, default: []].insert(change.id) }
            for inspiration in change.inspirations { straight[inspiration, default: []].insert(change.id) }
        }
        return project.goodPractices.filter { $0.standsFor == nil }.map { practice in
            var row = Forward(practice: practice.reference)
            var events = shown[practice.id] ?? []
            if let first = practice.presentedAt { events.insert(first) }
            let given = inspired[practice.id] ?? []
            row.events = events.count
            row.inspirations = given.count
            row.actions = Set(given.compactMap(\.action) + (named[practice.id] ?? [])).sorted()
            let led = row.actions.map { changed[$0] ?? [] } + given.map { straight[$0.id] ?? [] }
            row.changes = led.reduce(into: Set()) { $0.formUnion($1) }.count
            return row
        }
    }

    var room: Room? { .policy }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("view.chain") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, in: .policy))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("page.chain.about"))</p>
        \(Show.exports(place.to("chain")))
        <p class="legend">
        <span class="key"></span>\(words("page.chain.legend.said"))
        <span class="key unsaid"></span>\(words("page.chain.legend.unsaid"))
        <span class="key direct"></span>\(words("page.chain.legend.direct"))
        <span class="key gap"></span>\(words("page.chain.legend.gap"))
        </p>
        \(if: chains.isEmpty, empty(words))
        \(chains.map { behind($0, words) })
        <h2>\(words("page.chain.forward"))</h2>
        \(grid(words).html)
        """
    }

    private func empty(_ words: Words) -> HTML {
        let add: HTML = "<a\(href: place.to(PolicyChange.plural, "new"))>\(words("kind.policy-change.add"))</a>"
        return "<p class=\"empty\">\(words("page.chain.empty")) \(add)</p>"
    }

    private func behind(_ chain: Chain, _ words: Words) -> HTML {
        guard let change = place.project.policyChanges[Key(chain.start.number)] else { return "" }
        let doubt: HTML = "<span class=\"state doubt\">\(words("page.doubtful"))</span> "
        let money = change.moneyInfluenced.map {
            "\(words.label(field: "moneyInfluenced", of: PolicyChange.kind)): \(words.amount($0))"
        }
        return """
            <section class="chain">
            <h2>\(Show.link(chain.start, words, place))</h2>
            <p>
            \(Cell.word(change.status).html(words, place))
            \(if: change.provenance.doubtsBelonging, doubt)
            <span class="far">\(Show.days(change.from, change.to, words))</span>
            \(change.instrument.map { Show.link($0.reference, words, place) })
            \(if: money != nil, "<span class=\"far\">\(money ?? "")</span>")
            </p>
            \(ChainDrawing.html(chain, words, place))
            </section>
            """
    }

    private func grid(_ words: Words) -> Grid<Forward> {
        Grid(
            words("page.chain.forward"), words, place, forward,
            [
                Column("practice", words("choice.chainStage.practice")) { .record($0.practice) },
                Column("events", words("choice.chainStage.event"), number: true) {
                    .grouped($0.events, words, zero: "")
                },
                Column("inspirations", words("choice.chainStage.inspiration"), number: true) {
                    .grouped($0.inspirations, words, zero: "")
                },
                Column("actions", words("choice.chainStage.action"), number: true) {
                    .many($0.actions.map(\.reference), words)
                },
                Column("changes", words("choice.chainStage.change"), number: true) {
                    .grouped($0.changes, words, zero: "")
                },
            ])
    }

    func table(_ words: Words) -> [[String]]? {
        var rows = [
            [
                words("choice.chainStage.change"), words("page.chain.stage"), words("page.chain.record"),
                words("page.chain.missing"),
            ]
        ]
        for chain in chains {
            let name = words.name(chain.start, in: place.project)
            for stage in ChainStage.allCases {
                let label = words("choice.chainStage.\(stage.rawValue)")
                for node in chain.nodes(at: stage) {
                    rows.append([
                        name, label, words.name(node.reference, in: place.project),
                        node.isSaid ? "" : words("page.chain.unsaid"),
                    ])
                }
                for gap in chain.gaps where gap.stage == stage {
                    rows.append([name, label, "", ChainDrawing.sentence(gap, words, place)])
                }
            }
        }
        return rows
    }

    var json: JSON {
        [
            "entry": .whole(Int64(place.project.entry)),
            "chains": .list(chains.map { ChainDrawing.json($0, place) }), "forward": grid(Words.of(.en)).json,
        ]
    }
}
