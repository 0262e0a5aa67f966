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
        <h1>\(title(words))</h1><p class="lead">\(words("page.rules.compare.about"))</p>
        <form class="filters" method="get">\(choice("a", words("page.rules.first.pack"), comparison?.first.id, words))\(choice("b", words("page.rules.second.pack"), comparison?.second.id, words))<button>\(words("page.show"))</button>\(if: comparison != nil, RulesPages.exports(ask))</form>
        \(comparison.map { differences($0, words) } ?? "")
        """
    }

    private func choice(_ name: String, _ label: String, _ chosen: String?, _ words: Words) -> HTML {
        let options = packs.map { loaded -> HTML in
            "<option value=\"\(loaded.pack.id)\"\(if: loaded.pack.id == chosen, " selected")>\(loaded.pack.title)</option>"
        }
        return "<label>\(label) <select name=\"\(name)\">\(options)</select></label>"
    }

    private func differences(_ comparison: PackComparison, _ words: Words) -> HTML {
        let sections = [PackComparison.What.changed, .added, .dropped].compactMap { what -> HTML? in
            let found = comparison.differences.filter { $0.what == what }
            guard !found.isEmpty else { return nil }
            let name = words.choice(PackComparison.What.choiceName, what.rawValue)
            let rows = found.map { difference -> HTML in
                """
                <tr><th scope="row"><a\(href: RulesPages.path(difference.new == nil ? comparison.first.id : comparison.second.id, difference.key))>\(words.title(of: difference.key))</a><span class="reason"><code>\(difference.key.text)</code></span></th><td data-label="\(comparison.first.title)">\(RulesPages.history(difference.old, in: comparison.first, words))</td><td data-label="\(comparison.second.title)">\(RulesPages.history(difference.new, in: comparison.second, words))</td></tr>
                """
            }
            return """
                <section><h2>\(name)</h2><div class="scroll" tabindex="0" role="region" aria-label="\(name)"><table class="list"><thead><tr><th scope="col">\(words("page.rules.column.rule"))</th><th scope="col">\(comparison.first.title)</th><th scope="col">\(comparison.second.title)</th></tr></thead><tbody>\(rows)</tbody></table></div></section>
                """
        }
        return "<p class=\"count\" role=\"status\">\(words.summary(of: comparison))</p>\(sections)"
    }

    var json: JSON {
        comparison?.json ?? ["packs": .list(packs.map { .text($0.pack.id) }), "differences": .null]
    }

    func table(_ words: Words) -> [[String]]? {
        guard let comparison else { return nil }
        let head = ["what", "rule", "about", "says"].map { words("page.rules.column.\($0)") }
        return [head + [comparison.first.title, comparison.second.title]]
            + comparison.differences.map { difference in
                [
                    words.choice(PackComparison.What.choiceName, difference.what.rawValue), difference.key.name,
                    difference.key.about, words.title(of: difference.key),
                    difference.old.map { words.history(of: $0, in: comparison.first) } ?? "",
                    difference.new.map { words.history(of: $0, in: comparison.second) } ?? "",
                ]
            }
    }
}
