import Desk
import Domain
import Programmes
import Words

/// One pack to be read: its rules by topic, what nobody has verified, what comes from its base, and who stands on it.
struct PackPage: Page {
    let loaded: Packs.Loaded
    let projects: [(name: String, line: ProjectLine)]
    let rows: [RulesPages.Row]
    let search: String
    let topic: String
    let standing: String
    let day: Day?
    private let ask: Ask

    /// Which values are asked for.
    enum Standing: String, CaseIterable { case unverified, verified, unknown, own }

    init(_ ask: Ask) throws {
        self.ask = ask
        loaded = try RulesPages.pack(ask.path[1])
        projects = try ask.site.installation.projects(standingOn: loaded.pack)
        search = ask.query("q") ?? ""
        topic = ask.query("topic") ?? ""
        standing = ask.query("show") ?? ""
        if let text = ask.query("on") {
            guard let asked = Day(text) ?? ask.words.readDay(text) else {
                throw Stop(Refusal("unknownDay", [.init("text", .text(text))]))
            }
            day = asked
        } else {
            day = nil
        }
        let (pack, wanted) = (loaded.pack, Words.folded(search).split(separator: " "))
        let (topic, asked, day) = (topic, Standing(rawValue: standing), day)
        rows = pack.parameters.compactMap { $0.on(day) }.filter { parameter in
            topic.isEmpty || Vocabulary.topic(of: parameter.name)?.rawValue == topic
        }.filter { parameter in
            switch asked {
            case nil: true
            case .own: parameter.pack == pack.id
            case .verified: parameter.values.allSatisfy(\.isVerified)
            case .unverified: parameter.values.contains { !$0.isVerified }
            case .unknown: parameter.values.contains { $0.value == nil }
            }
        }.map { RulesPages.Row(pack: pack, parameter: $0) }.filter { row in
            if wanted.isEmpty { return true }
            let text = row.text(ask.words)
            return wanted.allSatisfy { text.contains($0) }
        }
    }

    var wide: Bool { true }
    func title(_ words: Words) -> String { loaded.pack.title }

    func body(_ words: Words) -> HTML {
        let pack = loaded.pack
        let sections = Vocabulary.Topic.allCases.compactMap { topic -> HTML? in
            let mine = rows.filter { Vocabulary.topic(of: $0.parameter.name) == topic }
            guard !mine.isEmpty else { return nil }
            let name = words.choice(Vocabulary.Topic.choiceName, topic.rawValue)
            return """
                <section><h2 id="\(topic.rawValue)">\(name)</h2>
                \(RulesPages.table(mine, packs: false, label: name, words))
                </section>
                """
        }
        let all = words.count(pack.parameters.count, "rules.rules")
        let some = words("page.ofAll", [("seen", words.number(rows.count)), ("all", all)])
        return """
            \(RulesPages.crumbs(words, []))
            <h1>\(RulesPages.english(pack.title, words))</h1>
            <p class="lead">\(words.summary(of: loaded))</p>
            \(pack.base.map { base($0, words) })
            \(if: !projects.isEmpty, "<h2>\(words("page.rules.projects"))</h2>\(RulesPages.projects(projects))")
            \(tools(words))
            <p class="count" role="status">\(rows.count == pack.parameters.count ? all : some)</p>
            \(if: rows.isEmpty, "<p class=\"empty\">\(words("page.nothingFound"))</p>")
            \(sections)
            \(examples(words))
            """
    }

    private func base(_ base: String, _ words: Words) -> HTML {
        let compare = Path("rules", "compare", query: [("a", base), ("b", loaded.pack.id)])
        return """
            <p><a\(href: Path("rules", base))>\(words("rules.standingOn", [("pack", base)]))</a>
            · <a\(href: compare)>\(words("page.rules.compareWithBase"))</a></p>
            """
    }

    private func tools(_ words: Words) -> HTML {
        let topics = Vocabulary.Topic.allCases.map { topic in
            Fields.option(
                topic.rawValue, words.choice(Vocabulary.Topic.choiceName, topic.rawValue), topic.rawValue == self.topic)
        }
        let standings = Standing.allCases.map { standing in
            Fields.option(
                standing.rawValue, words("page.rules.show.\(standing.rawValue)"), standing.rawValue == self.standing)
        }
        func choice(_ name: String, _ label: String, _ options: [HTML]) -> HTML {
            """
            <label>\(label)
            <select name="\(name)"><option value="">\(words("page.all"))</option>\(options)</select></label>
            """
        }
        let isFiltered = !search.isEmpty || !topic.isEmpty || !standing.isEmpty || day != nil
        return """
            <form class="filters" method="get">
            <label>\(words("page.find")) <input type="search" id="q" name="q" value="\(search)" maxlength="200"></label>
            \(choice("topic", words("page.rules.topic"), topics))
            \(choice("show", words("page.rules.which"), standings))
            <label>\(words("page.rules.on"))
            <input name="on" value="\(day.map { words.day($0) } ?? "")" maxlength="20"></label>
            <button>\(words("page.show"))</button>
            \(if: isFiltered, "<a\(href: Path("rules", loaded.pack.id))>\(words("page.clear"))</a>")
            \(Show.exports(ask))
            </form>
            """
    }

    private func examples(_ words: Words) -> HTML {
        let all = loaded.examples.flatMap(\.examples)
        guard !all.isEmpty else { return "" }
        let items = all.map { example -> HTML in
            """
            <li>\(RulesPages.english(example.description, words))
            <span class="reason"><code>\(example.area)</code> · \(RulesPages.english(example.source, words))</span></li>
            """
        }
        return """
            <details class="group"><summary>\(words.count(all.count, "rules.examples"))</summary>
            <p class="hint">\(words("page.rules.examples.about", [("pack", loaded.pack.id)]))</p>
            <ul class="plain">\(items)</ul>
            </details>
            """
    }

    var json: JSON {
        loaded.json.overlaid(by: [
            "projects": .list(projects.map { .text($0.name) }), "parameters": .list(rows.map(\.parameter.json)),
        ])
    }

    func table(_ words: Words) -> [[String]]? { RulesPages.table(rows, words) }
}
