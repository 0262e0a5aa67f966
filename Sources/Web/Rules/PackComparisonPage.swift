import Desk
import Domain
import Programmes
import Words

/// What one pack says otherwise than another: rules that were added, dropped, or have another value or other days.
struct PackComparisonPage: Page {
    let packs: [Packs.Loaded]
    /// Nil until two packs are chosen.
    let comparison: PackComparison?
    private let ask: Ask

    init(_ ask: Ask) throws {
        self.ask = ask
        packs = try RulesPages.packs()
        guard let first = ask.query("a"), let second = ask.query("b") else {
            comparison = nil
            return
        }
        comparison = PackComparison(try RulesPages.pack(first).pack, try RulesPages.pack(second).pack)
    }

    var wide: Bool { true }
    func title(_ words: Words) -> String { words("page.rules.compare") }

    func body(_ words: Words) -> HTML {
        """
        \(RulesPages.crumbs(words, []))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("page.rules.compare.about"))</p>
        <form class="filters" method="get">
        \(choice("a", words("page.rules.first.pack"), comparison?.first.id, words))
        \(choice("b", words("page.rules.second.pack"), comparison?.second.id, words))
        <button>\(words("page.show"))</button>
        \(if: comparison != nil, Show.exports(ask))
        </form>
        \(comparison.map { differences($0, words) })
        """
    }

    private func choice(_ name: String, _ label: String, _ chosen: String?, _ words: Words) -> HTML {
        let options = packs.map { Fields.option($0.pack.id, $0.pack.title, $0.pack.id == chosen) }
        return "<label>\(label) <select name=\"\(name)\">\(options)</select></label>"
    }

    private func differences(_ comparison: PackComparison, _ words: Words) -> HTML {
        let sections = [PackComparison.What.changed, .added, .dropped].compactMap { what -> HTML? in
            let found = comparison.differences.filter { $0.what == what }
            guard !found.isEmpty else { return nil }
            let name = words.choice(PackComparison.What.choiceName, what.rawValue)
            return "<section><h2>\(name)</h2>\(grid(found, name, comparison, words).html)</section>"
        }
        return "<p class=\"count\" role=\"status\">\(words.summary(of: comparison))</p>\(sections)"
    }

    private func grid(
        _ differences: [PackComparison.Difference], _ name: String, _ comparison: PackComparison, _ words: Words
    ) -> Grid<PackComparison.Difference> {
        func head(_ name: String) -> String { RulesPages.head(name, words) }
        let (first, second) = (comparison.first, comparison.second)
        @Sendable func said(_ parameter: RuleParameter?, _ pack: RulePack) -> Cell {
            .shown(
                .text(parameter.map { words.history(of: $0, in: pack) }),
                RulesPages.history(parameter, in: pack, words))
        }
        return Grid(
            name, words, nil, differences,
            [
                Column("what", head("what"), in: .file) { .word($0.what) },
                Column("rule", head("rule")) { difference in
                    let pack = difference.new == nil ? first : second
                    return .shown(.text(difference.key.name), RulesPages.rule(difference.key, in: pack.id, words))
                },
                Column("about", head("about"), in: .file) { .text($0.key.about) },
                Column("says", head("says"), in: .file) { .text(words.title(of: $0.key)) },
                Column("old", first.title) { said($0.old, first) },
                Column("new", second.title) { said($0.new, second) },
            ])
    }

    var json: JSON {
        comparison?.json ?? ["packs": .list(packs.map { .text($0.pack.id) }), "differences": .null]
    }

    func table(_ words: Words) -> [[String]]? {
        comparison.map { grid($0.differences, title(words), $0, words).table }
    }
}
