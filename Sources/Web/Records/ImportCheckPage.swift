import Desk
import Domain
import Trail
import Words

/// The second step: what would become of every row. Nothing is written yet.
struct ImportCheckPage: ProjectPage {
    let place: Place
    let held: ImportPages.Held
    let check: Importing.Check
    /// The marks that were shown before, when rows have come out otherwise since.
    let shown: [String]?
    let refusal: Refusal?

    /// Rows that are shown beside those that are refused; all are counted.
    static let most = 500

    private var kind: Kind { check.importing.kind }
    var room: Room? { kind.room }
    var wide: Bool { true }
    func title(_ words: Words) -> String {
        words("import.check.title", [("kinds", words("kind.\(kind.name).title"))])
    }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, to: kind, [(words("import.button"), place.to(kind.plural, "import"))]))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("import.check.about"))</p>
        \(refusal.map { Fields.summary(words("page.errors"), "<p>\(Show.sentence($0, words, place))</p>") })
        <div class="columns">
        <section>\(counts(words))</section>
        <section>\(taken(words))</section>
        </div>
        \(sums(words))
        \(unknown(words))
        \(sameName(words))
        \(statesHint(words))
        \(start(words))
        \(rows(words))
        """
    }

    /// All rows, and what becomes of them: the sum is what was read.
    private func counts(_ words: Words) -> HTML {
        var table = Grid(
            words("import.rows"), words, place, check.counts,
            [
                Column("outcome", words("import.outcome"), sum: .text(words("import.rowsRead"))) { row in
                    .shown(.word(row.outcome), Self.tag(row.outcome, words))
                },
                Column("rows", words("import.rows"), number: true, sum: .text(words.number(check.rows.count))) { row in
                    .text(words.number(row.count))
                },
            ])
        table.look = "outcomes"
        return "<h2>\(words("import.rows"))</h2>\(table.html)"
    }

    private func taken(_ words: Words) -> HTML {
        let sheet = check.importing.sheet
        let form = [
            sheet.characters.map { words.choice(Sheet.Characters.choiceName, $0.rawValue) },
            sheet.separator.map { words.choice(Sheet.Separator.choiceName, $0.rawValue) },
        ].compactMap { $0 }.joined(separator: ", ")
        let fields = check.importing.columns.compactMap { column -> HTML? in
            guard let path = column.path else { return nil }
            let label = words.label(path: path, of: kind.name)
            return label == column.heading ? "<li>\(label)</li>" : "<li>\(column.heading) → \(label)</li>"
        }
        let headings = words("import.row", [("n", words.number(check.importing.headings ?? 0))])
        let facts =
            [
                (words("import.file.one"), held.name), (words("import.form"), form),
                (words("import.language"), held.language.name), (words("import.headings"), headings),
            ] + states(words)
        let listed = facts.map { name, value -> HTML in "<div><dt>\(name)</dt><dd>\(value)</dd></div>" }
        return """
            <h2>\(words("import.taken"))</h2>
            <dl class="facts">\(listed)</dl>
            <details><summary>\(words("import.columns"))</summary><ul class="plain">\(fields)</ul></details>
            """
    }

    /// For kinds that have states: whether they were found, and where it is said.
    private func states(_ words: Words) -> [(String, String)] {
        guard kind.verb(.addAsFound) != nil else { return [] }
        guard let found = check.importing.found else { return [(words("import.states"), words("import.planned"))] }
        return [(words("import.states"), words("import.found"))]
            + found.members.compactMap { member in
                Found.form.member(member.name).map {
                    (
                        words.label(field: member.name, of: "found"),
                        words.plain(member.value, $0.shape, of: kind.name, in: place.project)
                    )
                }
            }
    }

    /// Rows say a state, and nobody said that it was found.
    private func statesHint(_ words: Words) -> HTML {
        guard kind.verb(.addAsFound) != nil, check.importing.found == nil,
            check.rows.contains(where: { $0.findings.contains { $0.code == "byItsVerbs" } })
        else { return "" }
        return "<p class=\"hint\">\(words("import.states.hint"))</p>"
    }

    private func sums(_ words: Words) -> HTML {
        guard !check.totals.isEmpty else { return "" }
        var table = Grid(
            words("import.sums"), words, place, check.totals,
            [
                Column("field", words("page.field")) { .text($0.column.heading) },
                Column("all", words("import.sums.all"), number: true) { .text(check.sum($0.all, words)) },
                Column("accepted", words("import.sums.accepted"), number: true) {
                    .text(check.sum($0.accepted, words))
                },
                Column("unread", words("import.sums.unread"), number: true) { .text(words.number($0.unread)) },
            ])
        table.look = "sums"
        return """
            <h2>\(words("import.sums"))</h2>
            <p class="hint">\(words("import.sums.about"))</p>
            \(table.html)
            """
    }

    private func unknown(_ words: Words) -> HTML {
        let unknown = check.importing.unknown
        guard !unknown.isEmpty else { return "" }
        return """
            <div class="warnings"><h2>\(words("import.unknown"))</h2>
            <p>\(words("import.unknown.about"))</p>
            <ul>\(unknown.map { "<li>\($0.heading)</li>" as HTML })</ul>
            </div>
            """
    }

    /// Two files under one name are a common way to lose one of them.
    private func sameName(_ words: Words) -> HTML {
        guard let record = check.sameName else { return "" }
        let about = words("import.sameName.about", [("name", held.name)])
        return """
            <div class="warnings"><h2>\(words("import.sameName"))</h2>
            <p>\(about) \(Show.link(record, words, place))</p>
            </div>
            """
    }

    private func start(_ words: Words) -> HTML {
        let refused = check.count(.refused)
        let kept = words(check.importing.keepsFile(in: place.project) ? "import.kept" : "import.notKept")
        func button(_ step: String, _ label: String, _ look: HTML = "button quiet") -> HTML {
            "<button class=\"\(look)\" name=\"step\" value=\"\(step)\">\(label)</button>"
        }
        let without: HTML = """
            <div class="field">\(Fields.box("without-refused", "true", false, "\(words.count(refused, "import.withoutRefused"))"))</div>
            """
        return """
            <form method="post" action="\(place.to(kind.plural, "import").text)" enctype="multipart/form-data" class="start">
            \(held.fields(check.importing.sheet))
            <input type="hidden" name="shown" value="\(check.marks.joined(separator: ","))">
            \(if: check.accepted > 0, "<p class=\"hint\">\(kept)</p>")
            \(if: check.accepted == 0, "<p class=\"empty\">\(words("import.nothing"))</p>")
            \(if: check.accepted > 0 && refused > 0, without)
            <p class="acts">
            \(if: check.accepted > 0, button("start", words.count(check.accepted, "import.start"), "button"))
            \(if: refused > 0, button("refused", words("import.refusedRows")))
            \(button("again", words("import.again")))
            <a class="button quiet"\(href: place.to(kind.plural))>\(words("page.cancel"))</a>
            </p>
            </form>
            """
    }

    private func rows(_ words: Words) -> HTML {
        let before = shown ?? []
        @Sendable func differs(_ index: Int) -> Bool {
            shown != nil && (index >= before.count || before[index] != check.rows[index].mark)
        }
        let all = check.rows.indices.filter { ![.above, .empty].contains(check.rows[$0].outcome) }
        let first = all.filter { check.rows[$0].outcome == .refused || differs($0) }
        let others = all.filter { check.rows[$0].outcome != .refused && !differs($0) }
        let more = others.count - Self.most
        var table = Grid(
            words("import.everyRow"), words, place, Array(first + others.prefix(Self.most)),
            [
                Column("row", words("import.rowAndRecord")) { .shown(.text(nil), name(check.rows[$0], words)) },
                Column("outcome", words("import.outcome")) { index in
                    let outcome = check.rows[index].outcome
                    guard differs(index) else { return .shown(.word(outcome), Self.tag(outcome, words)) }
                    let earlier = Self.word(earlier: index < before.count ? before[index] : "", words)
                    return Cell.shown(.word(outcome), Self.tag(outcome, words))
                        .noted(words("import.earlier", [("outcome", earlier)]), words, place)
                },
                Column("why", words("import.why")) { .shown(.text(nil), details(check.rows[$0], words)) },
            ])
        table.look = "list imported"
        return """
            <h2>\(words("import.everyRow"))</h2>
            \(table.html)
            \(if: more > 0, "<p class=\"count\">\(words.count(more, "import.more"))</p>")
            """
    }

    private func name(_ row: Importing.Row, _ words: Words) -> HTML {
        let about: HTML = row.record.map { Show.link($0, words, place) } ?? "\(row.caption)"
        return "<span class=\"far\">\(words("import.row", [("n", words.number(row.number))]))</span> \(about)"
    }

    private func details(_ row: Importing.Row, _ words: Words) -> HTML {
        let sentences = check.sentences(row, words, in: place.project).map { sentence -> HTML in
            "<li\(if: row.outcome == .refused, " class=\"error\"")>\(sentence)</li>"
        }
        guard row.outcome == .change else {
            let brought = row.fields.filter { $0.new?.text != row.caption }.map { field in
                Show.part(
                    words.label(path: field.name, of: kind.name),
                    "\(words.plain(field.new, field.shape, of: kind.name, in: place.project))")
            }
            return "\(if: !sentences.isEmpty, "<ul class=\"plain\">\(sentences)</ul>")\(brought)"
        }
        let changed = row.fields.map { field -> HTML in
            "<li>\(words.sentence(field, of: kind.name, old: place.project, new: place.project))</li>"
        }
        return "<ul class=\"plain\">\(sentences)\(changed)</ul>"
    }

    static func tag(_ outcome: Importing.Outcome, _ words: Words) -> HTML {
        let text = words.choice(Importing.Outcome.choiceName, outcome.rawValue)
        switch outcome {
        case .add: return "<span class=\"state good\">\(text)</span>"
        case .change: return "<span class=\"state open\">\(text)</span>"
        case .refused: return "<span class=\"state bad\">\(text)</span>"
        default: return "<span class=\"state\">\(text)</span>"
        }
    }

    /// The outcome that an earlier mark begins with.
    private static func word(earlier mark: String, _ words: Words) -> String {
        let first = mark.split(separator: " ").first.map(String.init) ?? ""
        return Importing.Outcome(rawValue: first).map { words.choice(Importing.Outcome.choiceName, $0.rawValue) }
            ?? words("import.noRow")
    }

    var json: JSON {
        check.json(Words.of(.en), in: place.project).overlaid(by: [
            "refused": refusal.map { .text($0.code) } ?? .null,
            "marks": .list(check.marks.map { .text($0) }),
        ])
    }
}
