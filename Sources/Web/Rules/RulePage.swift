import Desk
import Domain
import Programmes
import Words

/// One rule of a pack: its value and the history of it, where it stands, which calculations ask for it, what other packs
/// say, and which projects stand on it. A name without a subject shows all of its subjects.
struct RulePage: Page {
    let loaded: Packs.Loaded
    let name: String
    let parameters: [RuleParameter]
    let elsewhere: [RulesPages.Row]
    let projects: [(name: String, line: ProjectLine)]
    private let ask: Ask

    init(_ ask: Ask) throws {
        self.ask = ask
        loaded = try RulesPages.pack(ask.path[1])
        let name = ask.path[2]
        let about: String? = ask.path.count > 3 ? ask.path[3] : nil
        let isMine = { (parameter: RuleParameter) in
            parameter.name == name && (about == nil || parameter.about == about)
        }
        self.name = name
        parameters = loaded.pack.parameters.filter(isMine)
        guard !parameters.isEmpty else {
            throw Stop(
                Refusal(
                    "unknownRule",
                    [
                        .init("name", .text(RuleParameter.Key(name: name, about: about ?? "").text)),
                        .init("pack", .text(loaded.pack.id)),
                    ]))
        }
        let mine = loaded.pack.id
        elsewhere = try RulesPages.packs().filter { $0.pack.id != mine }.flatMap { other in
            other.pack.parameters.filter { isMine($0) && $0.pack == other.pack.id }.map {
                RulesPages.Row(pack: other.pack, parameter: $0)
            }
        }
        projects = try ask.site.installation.projects(standingOn: loaded.pack)
    }

    var wide: Bool { true }
    func title(_ words: Words) -> String {
        parameters.count == 1 ? words.title(of: parameters[0].key) : words.meaning(of: name)
    }

    func body(_ words: Words) -> HTML {
        let pack = loaded.pack
        return """
            \(RulesPages.crumbs(words, [(pack.title, Path("rules", pack.id))]))
            <h1>\(title(words))</h1>
            \(history(words))
            \(uses(words))
            \(others(words))
            \(standing(words))
            <p class="acts">\(Show.exports(ask))</p>
            """
    }

    private var rows: [RulesPages.Row] { parameters.map { RulesPages.Row(pack: loaded.pack, parameter: $0) } }

    /// A row for each value; several subjects stand in one table.
    private func history(_ words: Words) -> HTML {
        let isOne = parameters.count == 1
        let columns: [Column<RulesPages.Line>] = [
            Column("about", RulesPages.head("about", words)) { line in
                let key = line.parameter.key
                return Cell.text(key.about.isEmpty ? words.meaning(of: key.name) : words.subject(of: key))
                    .linked(RulesPages.path(line.pack.id, key), words, nil)
            },
            Column("value", RulesPages.head("value", words)) { line in
                let note: HTML? = line.value.note.map {
                    "<span class=\"reason\">\(RulesPages.english($0, words))</span>"
                }
                return .shown(
                    .text(nil), "\(RulesPages.value(line.value.value, line.parameter.unit, words))\(note)")
            },
            Column("days", RulesPages.head("days", words)) { .text(words.days(of: $0.value, in: $0.pack)) },
            Column("source", RulesPages.head("source", words)) { .shown(.text(nil), source($0, words)) },
            Column("verified", RulesPages.head("verified", words)) { line in
                let why: HTML =
                    line.value.verifiedBy.map { RulesPages.english($0, words) }
                    ?? "\(words.choice(Certainty.choiceName, line.value.certainty.rawValue))"
                return .shown(
                    .text(nil), "\(RulesPages.standing(line.value, words))<span class=\"reason\">\(why)</span>")
            },
        ]
        var grid = Grid(
            title(words), words, nil, rows.flatMap(\.lines), columns.filter { !isOne || $0.name != "about" })
        grid.tone = { $0.value.isVerified ? nil : "doubtful" }
        return "<p class=\"hint\"><code>\(isOne ? parameters[0].key.text : name)</code></p>\(grid.html)"
    }

    private func source(_ line: RulesPages.Line, _ words: Words) -> HTML {
        let (source, parameter) = (line.value.source, line.parameter)
        let from = words("rules.fromBase", [("pack", parameter.pack)])
        let base: HTML = """
            <span class="reason"><a\(href: RulesPages.path(parameter.pack, parameter.key))>\(from)</a></span>
            """
        return """
            \(RulesPages.english(source.document, words))
            <span class="reason">\(RulesPages.english(source.section, words))</span>
            \(if: parameter.pack != line.pack.id, base)
            """
    }

    private func uses(_ words: Words) -> HTML {
        var areas: [Calculation] = []
        for parameter in parameters {
            for calculation in Calculation.using(parameter.key)
            where !areas.contains(where: { $0.area == calculation.area }) {
                areas.append(calculation)
            }
        }
        let items = areas.map { calculation -> HTML in
            let room = words("room.\(calculation.room.rawValue)")
            return """
                <li>\(words("calculation.\(calculation.area)"))
                <span class="reason"><code>\(calculation.area)</code> · \(room)</span></li>
                """
        }
        let none: HTML = "<p class=\"hint\">\(words("page.rules.usedNowhere"))</p>"
        return "<h2>\(words("rules.usedIn"))</h2>\(areas.isEmpty ? none : "<ul class=\"plain\">\(items)</ul>")"
    }

    private func others(_ words: Words) -> HTML {
        guard !elsewhere.isEmpty else { return "" }
        let items = elsewhere.map { row -> HTML in
            let subject: HTML =
                parameters.count > 1 ? " <span class=\"far\">\(words.subject(of: row.parameter.key))</span>" : ""
            let pack: HTML = """
                <a\(href: RulesPages.path(row.pack.id, row.parameter.key))>\(RulesPages.english(row.pack.title, words))</a>\(subject)
                """
            return "<li>\(pack): \(RulesPages.history(row.parameter, in: row.pack, words))</li>"
        }
        return "<h2>\(words("page.rules.elsewhere"))</h2><ul class=\"plain\">\(items)</ul>"
    }

    private func standing(_ words: Words) -> HTML {
        let none: HTML = "<p class=\"hint\">\(words("page.rules.noProjects"))</p>"
        return "<h2>\(words("page.rules.projects"))</h2>\(projects.isEmpty ? none : RulesPages.projects(projects))"
    }

    var json: JSON {
        [
            "pack": .text(loaded.pack.id), "rules": .list(parameters.map(\.json)),
            "elsewhere": .list(
                elsewhere.map { $0.parameter.json.overlaid(by: ["pack": .text($0.pack.id)]) }),
            "projects": .list(projects.map { .text($0.name) }),
        ]
    }

    func table(_ words: Words) -> [[String]]? { RulesPages.table(rows, words) }
}
