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
            <p class="acts">\(RulesPages.exports(ask))</p>
            """
    }

    /// A row for each value; several subjects stand in one table.
    private func history(_ words: Words) -> HTML {
        let isOne = parameters.count == 1
        let rows = parameters.flatMap { parameter in parameter.values.map { row($0, of: parameter, isOne, words) } }
        let about: HTML = isOne ? "" : "<th scope=\"col\">\(words("page.rules.column.about"))</th>"
        let heads = ["value", "days", "source", "verified"].map { name -> HTML in
            "<th scope=\"col\">\(words("page.rules.column.\(name)"))</th>"
        }
        return """
            <p class="hint"><code>\(isOne ? parameters[0].key.text : name)</code></p>
            <div class="scroll" tabindex="0" role="region" aria-label="\(title(words))"><table class="list"><thead><tr>\(about)\(heads)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private func row(_ value: DatedValue, of parameter: RuleParameter, _ isOne: Bool, _ words: Words) -> HTML {
        let pack = loaded.pack
        let note: HTML = value.note.map { "<span class=\"reason\">\(RulesPages.english($0, words))</span>" } ?? ""
        let said: HTML = "\(RulesPages.value(value.value, parameter.unit, words))\(note)"
        let head: HTML =
            isOne
            ? "<th scope=\"row\">\(said)</th>"
            : "<th scope=\"row\"><a\(href: RulesPages.path(pack.id, parameter.key))>\(parameter.about.isEmpty ? words.meaning(of: name) : words.subject(of: parameter.key))</a></th><td data-label=\"\(words("page.rules.column.value"))\">\(said)</td>"
        let base: HTML =
            parameter.pack == pack.id
            ? ""
            : "<span class=\"reason\"><a\(href: RulesPages.path(parameter.pack, parameter.key))>\(words("rules.fromBase", [("pack", parameter.pack)]))</a></span>"
        let why: HTML =
            value.verifiedBy.map { RulesPages.english($0, words) }
            ?? "\(words.choice(Certainty.choiceName, value.certainty.rawValue))"
        return """
            <tr\(if: !value.isVerified, " class=\"doubtful\"")>\(head)<td data-label="\(words("page.rules.column.days"))">\(words.days(of: value, in: pack))</td><td data-label="\(words("page.rules.column.source"))">\(RulesPages.english(value.source.document, words))<span class="reason">\(RulesPages.english(value.source.section, words))</span>\(base)</td><td data-label="\(words("page.rules.column.verified"))">\(RulesPages.standing(value, words))<span class="reason">\(why)</span></td></tr>
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
            "<li>\(words("calculation.\(calculation.area)")) <span class=\"reason\"><code>\(calculation.area)</code> · \(words("room.\(calculation.room.rawValue)"))</span></li>"
        }
        return """
            <h2>\(words("rules.usedIn"))</h2>\(if: areas.isEmpty, "<p class=\"hint\">\(words("page.rules.usedNowhere"))</p>")\(if: !areas.isEmpty, "<ul class=\"plain\">\(items)</ul>")
            """
    }

    private func others(_ words: Words) -> HTML {
        guard !elsewhere.isEmpty else { return "" }
        let items = elsewhere.map { row -> HTML in
            "<li><a\(href: RulesPages.path(row.pack.id, row.parameter.key))>\(RulesPages.english(row.pack.title, words))</a>\(if: parameters.count > 1, " <span class=\"far\">\(words.subject(of: row.parameter.key))</span>"): \(RulesPages.history(row.parameter, in: row.pack, words))</li>"
        }
        return "<h2>\(words("page.rules.elsewhere"))</h2><ul class=\"plain\">\(items)</ul>"
    }

    private func standing(_ words: Words) -> HTML {
        let items = projects.map { name, line -> HTML in
            "<li><a\(href: Path("projects", name))>\(line.acronym)</a> <span class=\"far\">\(line.title)</span></li>"
        }
        return """
            <h2>\(words("page.rules.projects"))</h2>\(if: projects.isEmpty, "<p class=\"hint\">\(words("page.rules.noProjects"))</p>")\(if: !projects.isEmpty, "<ul class=\"plain\">\(items)</ul>")
            """
    }

    var json: JSON {
        [
            "pack": .text(loaded.pack.id), "rules": .list(parameters.map(\.json)),
            "elsewhere": .list(
                elsewhere.map { $0.parameter.json.overlaid(by: ["pack": .text($0.pack.id)]) }),
            "projects": .list(projects.map { .text($0.name) }),
        ]
    }

    func table(_ words: Words) -> [[String]]? {
        RulesPages.table(parameters.map { RulesPages.Row(pack: loaded.pack, parameter: $0) }, words)
    }
}
