import Desk
import Domain
import Programmes
import Words

/// What programmes prescribe, for everybody to read: packs, their rules, the history of a value, and what differs.
enum RulesPages {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/rules") { ask, _ in .page(try RulesPage(ask), tag: "rules") },
        Site.Route(method: .get, pattern: "/rules/compare") { ask, _ in
            .page(try PackComparisonPage(ask), tag: "rules")
        },
        Site.Route(method: .get, pattern: "/rules/:pack") { ask, _ in .page(try PackPage(ask)) },
        Site.Route(method: .get, pattern: "/rules/:pack/:rule") { ask, _ in .page(try RulePage(ask)) },
        Site.Route(method: .get, pattern: "/rules/:pack/:rule/:about") { ask, _ in .page(try RulePage(ask)) },
    ]

    static func packs() throws -> [Packs.Loaded] { try Packs.ofProduct.get() }

    /// The pack of that name, of those that the product has: no folder of the machine is read for an address.
    static func pack(_ name: String) throws -> Packs.Loaded {
        let packs = try packs()
        guard let found = packs.first(where: { $0.pack.id == name }) else {
            throw Stop(
                Refusal(
                    "unknownPack",
                    [
                        .init("name", .text(name)),
                        .init("known", .text(packs.map(\.pack.id).joined(separator: ", "))),
                    ]))
        }
        return found
    }

    /// The page of a rule in a pack: link there from wherever the rule decided.
    static func path(_ pack: String, _ key: RuleParameter.Key) -> Path {
        key.about.isEmpty ? Path("rules", pack, key.name) : Path("rules", pack, key.name, key.about)
    }

    static func crumbs(_ words: Words, _ steps: [(String, Path)]) -> HTML {
        let items = steps.map { name, path -> HTML in "<li><a\(href: path)>\(name)</a></li>" }
        return """
            <nav class="crumbs" aria-label="\(words("page.way"))"><ol><li><a href="/rules">\(words("page.rules"))</a></li>\(items)</ol></nav>
            """
    }

    static func exports(_ ask: Ask) -> HTML {
        """
        <span class="exports"><a\(href: ask.path(with: [("as", "csv"), ("lang", nil)]))>CSV</a> <a\(href: ask.path(with: [("as", "json"), ("lang", nil)]))>JSON</a></span>
        """
    }

    // MARK: Rows of rules

    /// A rule with its pack, as lists show it.
    struct Row: Sendable {
        let pack: RulePack
        let parameter: RuleParameter

        /// Everything that can be searched for.
        func text(_ words: Words) -> String {
            let values = parameter.values.map {
                "\(words.value($0.value, parameter.unit)) \($0.source.text) \($0.note ?? "")"
            }
            return Words.folded(
                "\(parameter.key.text) \(words.title(of: parameter.key)) \(values.joined(separator: " "))")
        }
    }

    /// A table of rules. `packs` shows in which pack each stands.
    static func table(_ rows: [Row], packs: Bool, label: String, _ words: Words) -> HTML {
        let lines = rows.map { row -> HTML in
            let parameter = row.parameter
            return """
                <tr\(if: parameter.values.contains { !$0.isVerified }, " class=\"doubtful\"")><th scope="row"><a\(href: path(row.pack.id, parameter.key))>\(words.title(of: parameter.key))</a><span class="reason"><code>\(parameter.key.text)</code></span></th>\(if: packs, "<td data-label=\"\(words("page.rules.column.pack"))\"><a\(href: Path("rules", row.pack.id))>\(row.pack.title)</a></td>")<td data-label="\(words("page.rules.column.value"))">\(values(of: parameter, words))</td><td data-label="\(words("page.rules.column.days"))">\(days(of: parameter, row.pack, words))</td><td data-label="\(words("page.rules.column.source"))">\(sources(of: parameter, words))\(if: parameter.pack != row.pack.id, "<span class=\"reason\">\(words("rules.fromBase", [("pack", parameter.pack)]))</span>")</td><td data-label="\(words("page.rules.column.verified"))">\(parameter.values.map { standing($0, words) })</td></tr>
                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)"><table class="list"><thead><tr><th scope="col">\(words("page.rules.column.rule"))</th>\(if: packs, "<th scope=\"col\">\(words("page.rules.column.pack"))</th>")<th scope="col">\(words("page.rules.column.value"))</th><th scope="col">\(words("page.rules.column.days"))</th><th scope="col">\(words("page.rules.column.source"))</th><th scope="col">\(words("page.rules.column.verified"))</th></tr></thead><tbody>\(lines)</tbody></table></div>
            """
    }

    private static func values(of parameter: RuleParameter, _ words: Words) -> HTML {
        lines(parameter.values.map { value($0.value, parameter.unit, words) })
    }

    /// A value; what a pack says as a text is in English.
    static func value(_ value: RuleValue?, _ unit: RuleUnit, _ words: Words) -> HTML {
        let text = words.value(value, unit)
        switch value {
        case .text, .field: return english(text, words)
        default: return "\(text)"
        }
    }

    static func english(_ text: String, _ words: Words) -> HTML {
        words.language == .en ? "\(text)" : "<span lang=\"en\">\(text)</span>"
    }

    private static func days(of parameter: RuleParameter, _ pack: RulePack, _ words: Words) -> HTML {
        lines(parameter.values.map { "\(words.days(of: $0, in: pack))" })
    }

    private static func sources(of parameter: RuleParameter, _ words: Words) -> HTML {
        lines(parameter.values.map { english($0.source.text, words) })
    }

    private static func lines(_ parts: [HTML]) -> HTML {
        parts.count == 1 ? parts[0] : "<ul class=\"plain\">\(parts.map { "<li>\($0)</li>" as HTML })</ul>"
    }

    /// The values of a rule in one line.
    static func history(_ parameter: RuleParameter?, in pack: RulePack, _ words: Words) -> HTML {
        guard let parameter else { return "" }
        let text = words.history(of: parameter, in: pack)
        return parameter.unit == .text || parameter.unit == .field ? english(text, words) : "\(text)"
    }

    static func standing(_ value: DatedValue, _ words: Words) -> HTML {
        value.isVerified
            ? "<span class=\"state good\">\(words("packtext.verified"))</span> "
            : "<span class=\"state doubt\">\(words("packtext.unverified"))</span> "
    }

    /// Rules as rows of a spreadsheet, a line for each value.
    static func table(_ rows: [Row], _ words: Words) -> [[String]] {
        let head = [
            "pack", "rule", "about", "says", "value", "from", "to", "source", "section", "certainty", "verified",
        ]
        return [head.map { words("page.rules.column.\($0)") } + [words("page.rules.column.note")]]
            + rows.flatMap { row in
                row.parameter.values.map { value in
                    [
                        row.pack.id, row.parameter.name, row.parameter.about, words.title(of: row.parameter.key),
                        words.value(value.value, row.parameter.unit),
                        words.day(value.from ?? row.pack.from), (value.to ?? row.pack.to).map { words.day($0) } ?? "",
                        value.source.document, value.source.section,
                        words.choice(Certainty.choiceName, value.certainty.rawValue), value.verifiedBy ?? "",
                        value.note ?? "",
                    ]
                }
            }
    }
}

/// All packs, and a search through the rules of all of them.
struct RulesPage: Page {
    let packs: [Packs.Loaded]
    let asked: String
    let hits: [RulesPages.Row]
    private let ask: Ask

    /// So many are shown; the table and the data hold all.
    private static let most = 200

    init(_ ask: Ask) throws {
        self.ask = ask
        packs = try RulesPages.packs()
        asked = ask.query("q") ?? ""
        let wanted = Words.folded(asked).split(separator: " ")
        hits =
            wanted.isEmpty
            ? []
            : packs.flatMap { loaded in
                // What a pack takes over from its base is found in the base.
                loaded.pack.parameters.filter { $0.pack == loaded.pack.id }.map {
                    RulesPages.Row(pack: loaded.pack, parameter: $0)
                }
            }.filter { row in
                let text = row.text(ask.words)
                return wanted.allSatisfy { text.contains($0) }
            }
    }

    var wide: Bool { true }
    func title(_ words: Words) -> String { words("page.rules") }

    func body(_ words: Words) -> HTML {
        let items = packs.map { loaded -> HTML in
            """
            <li><h2><a\(href: Path("rules", loaded.pack.id))>\(RulesPages.english(loaded.pack.title, words))</a></h2><p class="hint">\(words.summary(of: loaded))</p></li>
            """
        }
        let found: HTML =
            asked.isEmpty
            ? ""
            : """
            <p class="count" role="status">\(hits.isEmpty ? words("page.nothingFound") : words.count(hits.count, "rules.rules"))\(if: hits.count > Self.most, " · \(words("page.rules.first", [("n", words.number(Self.most))]))")</p>
            \(if: !hits.isEmpty, RulesPages.table(Array(hits.prefix(Self.most)), packs: true, label: words("page.rules"), words))
            """
        return """
            <h1>\(title(words))</h1><p class="lead">\(words("page.rules.about"))</p>
            <form class="filters" method="get" role="search"><label>\(words("page.rules.find")) <input type="search" id="q" name="q" value="\(asked)" maxlength="200"></label><button>\(words("page.search"))</button> \(if: !asked.isEmpty, "<a href=\"/rules\">\(words("page.clear"))</a>")\(RulesPages.exports(ask))</form>
            \(found)
            <h2>\(words("page.rules.packs"))</h2><ul class="plain cards">\(items)</ul>
            <p class="acts"><a class="button quiet" href="/rules/compare">\(words("page.rules.compare"))</a></p>
            """
    }

    var json: JSON {
        [
            "packs": .list(packs.map(\.json)), "asked": .text(asked),
            "rules": .list(hits.map(\.parameter.json)),
        ]
    }

    func table(_ words: Words) -> [[String]]? { RulesPages.table(hits, words) }
}
