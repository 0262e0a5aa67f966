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
        Frame.crumbs(words, [(words("page.rules"), Path("rules"))] + steps)
    }

    /// What stands above a column.
    static func head(_ name: String, _ words: Words) -> String { words("page.rules.column.\(name)") }

    /// A rule by its name, linked, with what programs call it.
    static func rule(_ key: RuleParameter.Key, in pack: String, _ words: Words) -> HTML {
        """
        <a\(href: path(pack, key))>\(words.title(of: key))</a><span class="reason"><code>\(key.text)</code></span>
        """
    }

    /// The projects that stand on a pack.
    static func projects(_ projects: [(name: String, line: ProjectLine)]) -> HTML {
        let items = projects.map { name, line -> HTML in
            "<li><a\(href: Path("projects", name))>\(line.acronym)</a> <span class=\"far\">\(line.title)</span></li>"
        }
        return "<ul class=\"plain\">\(items)</ul>"
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

        /// A line for each value.
        var lines: [Line] { parameter.values.map { Line(pack: pack, parameter: parameter, value: $0) } }
    }

    /// One value of a rule.
    struct Line: Sendable {
        let pack: RulePack
        let parameter: RuleParameter
        let value: DatedValue
    }

    /// A table of rules. `packs` shows in which pack each stands.
    static func table(_ rows: [Row], packs: Bool, label: String, _ words: Words) -> HTML {
        let columns: [Column<Row>] = [
            Column("rule", head("rule", words)) { row in
                .shown(.text(nil), rule(row.parameter.key, in: row.pack.id, words))
            },
            Column("pack", head("pack", words)) { row in
                Cell.text(row.pack.title).linked(Path("rules", row.pack.id), words, nil)
            },
            Column("value", head("value", words)) { .shown(.text(nil), values(of: $0.parameter, words)) },
            Column("days", head("days", words)) { .shown(.text(nil), days(of: $0.parameter, $0.pack, words)) },
            Column("source", head("source", words)) { row in
                let parameter = row.parameter
                let base = parameter.pack == row.pack.id ? nil : words("rules.fromBase", [("pack", parameter.pack)])
                return Cell.shown(.text(nil), sources(of: parameter, words)).noted(base, words, nil)
            },
            Column("verified", head("verified", words)) { row in
                .shown(.text(nil), row.parameter.values.map { standing($0, words) }.joined)
            },
        ]
        var grid = Grid(label, words, nil, rows, columns.filter { packs || $0.name != "pack" })
        grid.tone = { row in row.parameter.values.contains { !$0.isVerified } ? "doubtful" : nil }
        return grid.html
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
        func column(_ name: String, _ cell: @escaping @Sendable (Line) -> Cell) -> Column<Line> {
            Column(name, head(name, words)) { cell($0) }
        }
        return Grid(
            words("page.rules"), words, nil, rows.flatMap(\.lines),
            [
                column("pack") { .text($0.pack.id) }, column("rule") { .text($0.parameter.name) },
                column("about") { .text($0.parameter.about) },
                column("says") { .text(words.title(of: $0.parameter.key)) },
                column("value") { .text(words.value($0.value.value, $0.parameter.unit)) },
                column("from") { .day($0.value.from ?? $0.pack.from) },
                column("to") { .day($0.value.to ?? $0.pack.to) },
                column("source") { .text($0.value.source.document) },
                column("section") { .text($0.value.source.section) },
                column("certainty") { .word($0.value.certainty) }, column("verified") { .text($0.value.verifiedBy) },
                column("note") { .text($0.value.note) },
            ]
        ).table
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
            <li><h2><a\(href: Path("rules", loaded.pack.id))>\(RulesPages.english(loaded.pack.title, words))</a></h2>
            <p class="hint">\(words.summary(of: loaded))</p>
            </li>
            """
        }
        return """
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.rules.about"))</p>
            <form class="filters" method="get" role="search">
            <label>\(words("page.rules.find"))
            <input type="search" id="q" name="q" value="\(asked)" maxlength="200"></label>
            <button>\(words("page.search"))</button>
            \(if: !asked.isEmpty, "<a href=\"/rules\">\(words("page.clear"))</a>")
            \(Show.exports(ask))
            </form>
            \(if: !asked.isEmpty, found(words))
            <h2>\(words("page.rules.packs"))</h2>
            <ul class="plain cards">\(items)</ul>
            <p class="acts"><a class="button quiet" href="/rules/compare">\(words("page.rules.compare"))</a></p>
            """
    }

    private func found(_ words: Words) -> HTML {
        let count = hits.isEmpty ? words("page.nothingFound") : words.count(hits.count, "rules.rules")
        let first: HTML =
            hits.count > Self.most ? " · \(words("page.rules.first", [("n", words.number(Self.most))]))" : ""
        return """
            <p class="count" role="status">\(count)\(first)</p>
            \(RulesPages.table(Array(hits.prefix(Self.most)), packs: true, label: words("page.rules"), words))
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
