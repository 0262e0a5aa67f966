import Desk
import Domain
import Files
import Foundation
import Trail
import Words

/// Taking in a table as records of one kind, in three steps: choose, check, start. Nothing is kept between them but what the
/// page holds itself.
enum ImportPages {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/:plural/import") { ask, _ in
            let (kind, place) = try importable(ask)
            return .page(ImportPage(kind: kind, place: place, held: Held(ask.words.language)))
        },
        Site.Route(method: .get, pattern: "/projects/:project/:plural/template.csv") { ask, _ in
            let (kind, place) = try importable(ask)
            let asFound = kind.verb(.addAsFound) != nil && ask.query("as-found") != nil
            let rows = Importing.template(kind, ask.words, in: place.project, asFound: asFound)
            return csv(rows, "\(kind.plural)-template.csv", ask)
        },
        Site.Route(
            method: .post, pattern: "/projects/:project/:plural/import",
            asks: .init(Held.names.union(["pasted", "shown", "without-refused"]), files: true)
        ) { ask, form in
            let (kind, place) = try importable(ask)
            guard let form else { throw Stop(Refusal("asItWas"), 403) }
            return try await step(form, kind, place, ask)
        },
    ]

    /// Who may not add such records is not asked for a table of them.
    private static func importable(_ ask: Ask) throws -> (Kind, Place) {
        let (kind, place) = try RecordPages.found(ask)
        guard !kind.knownBy.isEmpty else { throw Stop(Refusal("unknownPage")) }
        for sort in [AnyVerb.Sort.add, .change] {
            if let refusal = kind.verb(sort).flatMap({ place.refusal($0) }) { throw Stop(refusal, 403) }
        }
        return (kind, place)
    }

    /// With semicolons where the comma is the decimal mark: so do spreadsheets expect it there.
    private static func csv(_ rows: [[String]], _ name: String, _ ask: Ask) -> Reply {
        let text = CSV.written(rows, separator: ask.words.language == .en ? "," : ";")
        return Reply(body: .bytes(Array(text.utf8), type: "text/csv; charset=utf-8", name: name))
    }

    /// A table that was sent, as it came: the page holds it until it is started.
    struct Held: Sendable {
        /// The fields that its forms send.
        static let names = Set(["language", "characters", "file", "name", "step", "found"]).union(foundNames)
        /// The fields that say how the rows were found.
        private static let foundNames = Found.form.members.map { "found.\($0.name)" }

        var bytes: [UInt8] = []
        var name = ""
        var language: Language
        var characters: Sheet.Characters?
        var pasted = ""
        /// Where it is said that it was so, for rows that were found.
        var found: JSON?
        /// The same as it was typed.
        private var typed: [(name: String, text: String)] = []

        init(_ language: Language) { self.language = language }

        init(_ form: Form, _ words: Words, pasted field: String = "pasted") throws {
            language = form["language"].flatMap { Language(rawValue: $0) } ?? words.language
            characters = form["characters"].flatMap { Sheet.Characters(rawValue: $0) }
            pasted = form[field] ?? form.sent?[field]?.text ?? ""
            found = try form.sent?["found"] ?? form.json(Found.form, at: "found", in: words)
            typed = Held.foundNames.compactMap { name in form[name].map { (name, $0) } }
            if let file = form.files.first(where: { $0.field == "upload" }) {
                // Of what is too large to be a table so much that it is refused.
                (bytes, name) = (try file.content.bytes(upTo: Sheet.mostBytes + 1), file.name)
            } else if pasted.contains(where: { !$0.isWhitespace }) {
                (bytes, name, characters) = (Array(pasted.utf8), words("import.pasted.name"), .utf8)
            } else if let held = form["file"].flatMap({ Data(base64Encoded: $0) }) {
                (bytes, name) = (Array(held), String((form["name"] ?? "").prefix(200)))
            }
        }

        func importing(_ kind: Kind, _ words: Words) throws(Refusal) -> Importing {
            guard !bytes.isEmpty else { throw Refusal("noFile") }
            return try Importing(
                kind, try CSV.sheet(bytes, language: language.rawValue, characters: characters), language: language,
                name: name, digest: name == words("import.pasted.name") ? nil : Digest(of: bytes), found: found)
        }

        /// The table as it came, for the form of the next step.
        var fields: HTML {
            """
            <input type="hidden" name="file" value="\(Data(bytes).base64EncodedString())">
            <input type="hidden" name="name" value="\(name)">
            """
        }

        /// The same, with how it was read.
        func fields(_ sheet: Sheet) -> HTML {
            """
            \(fields)
            <input type="hidden" name="language" value="\(language.rawValue)">
            <input type="hidden" name="characters" value="\(sheet.characters?.rawValue ?? "")">
            \(typed.map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.text)\">" as HTML })
            """
        }

        /// What is asked: a file, or rows that are pasted, and how they are written.
        func asked(_ words: Words, pasted field: String = "pasted", isUnsure: Bool) -> [HTML] {
            let languages = Language.allCases.map { Fields.option($0.rawValue, $0.name, $0 == self.language) }
            let characters = Sheet.Characters.allCases.map { one in
                Fields.option(
                    one.rawValue, words.choice(Sheet.Characters.choiceName, one.rawValue), one == self.characters)
            }
            func one(_ name: String, _ label: TextKey, _ hint: TextKey, isWrong: Bool = false, _ input: HTML) -> HTML {
                Fields.wrapped(name, "\(words(label))", Fields.hint(name, words(hint)), isWrong: isWrong, input)
            }
            let held: HTML = """
                \(fields)
                <p class="hint">\(words("import.held", [("name", name)]))</p>
                """
            return [
                bytes.isEmpty || !pasted.isEmpty ? "" : held,
                one(
                    "upload", "import.file", "import.file.hint",
                    """
                    <input type="file" id="upload" name="upload" accept=".csv,.txt,.tsv,text/csv,text/plain" aria-describedby="upload-hint">
                    """),
                one(
                    "pasted", "import.paste", "import.paste.hint",
                    """
                    <textarea id="pasted" name="\(field)" rows="6" aria-describedby="pasted-hint">
                    \(pasted)</textarea>
                    """),
                one(
                    "language", "import.language", "import.language.hint",
                    """
                    <select id="language" name="language" aria-describedby="language-hint">\(languages)</select>
                    """),
                one(
                    "characters", "import.characters", "import.characters.hint",
                    isWrong: isUnsure,
                    """
                    <select id="characters" name="characters" aria-describedby="characters-hint">
                    <option value="">\(words("import.characters.automatic"))</option>
                    \(characters)
                    </select>
                    """),
            ]
        }
    }

    private static func step(_ form: Form, _ kind: Kind, _ place: Place, _ ask: Ask) async throws -> Reply {
        let held = try Held(form, ask.words)
        let importing: Importing
        do throws(Refusal) { importing = try held.importing(kind, ask.words) } catch {
            return .page(ImportPage(kind: kind, place: place, held: held, refusal: error), status: 422)
        }
        if let found = importing.found {
            for sort in [AnyVerb.Sort.addAsFound, .setAsFound] {
                guard let verb = kind.verb(sort) else {
                    throw Stop(Refusal("noStates", [.init("kind", .word("kind", kind.name))]), 422)
                }
                if let refusal = place.refusal(verb) { throw Stop(refusal, 403) }
            }
            let wrong = Found.findings(in: found, of: place.project, on: ask.today)
            if !wrong.isEmpty {
                let page = ImportPage(kind: kind, place: place, held: held, refusal: .blocked(by: wrong))
                return .page(page, status: 422)
            }
        }
        let desk = try ask.site.installation.desk(place.name)
        func page(_ check: Importing.Check, shown: [String]? = nil, refusal: Refusal? = nil) throws -> ImportCheckPage {
            ImportCheckPage(
                place: try ask.place(kind.room), held: held, check: check, shown: shown, refusal: refusal)
        }
        func checked() throws -> Importing.Check {
            try importing.check(on: place.project, by: ask.seat, today: ask.today)
        }
        switch form["step"] {
        case "start":
            let shown = (form["shown"] ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            do {
                let started = try await desk.start(
                    importing, shown: shown, withoutRefused: form["without-refused"] != nil, by: ask.seat,
                    today: ask.today, bytes: held.bytes)
                switch started {
                case .done(let answer, _):
                    if ask.wants == .json { return .page(Carried(answer)) }
                    return .redirect(place.to("trail", String(answer.entry)))
                case .differs(let check):
                    return .page(try page(check, shown: shown, refusal: Refusal("importDiffers")), status: 409)
                case .refused(let check):
                    return .page(try page(check, refusal: Refusal("rowsRefused")), status: 422)
                }
            } catch let refusal as Refusal { return .page(try page(try checked(), refusal: refusal), status: 422) }
        case "refused":
            return csv(try checked().refusedRows(ask.words, in: place.project), "\(kind.plural)-refused.csv", ask)
        case "again":
            return .page(ImportPage(kind: kind, place: place, held: held))
        default:
            return .page(try page(try checked()))
        }
    }
}

/// The first step: a file or pasted rows, and in which language their days and numbers are.
struct ImportPage: ProjectPage {
    let kind: Kind
    let place: Place
    let held: ImportPages.Held
    var refusal: Refusal?

    var room: Room? { kind.room }
    func title(_ words: Words) -> String {
        words("import.title", [("kinds", words("kind.\(kind.name).title"))])
    }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, to: kind))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("import.about"))</p>
        \(refusal.map { fields(words).summary($0) })
        <p class="acts">
        <a class="button quiet"\(href: template)>\(words("import.template"))</a>
        \(if: mayFind, "<a class=\"button quiet\"\(href: template.asking("as-found", "yes"))>\(words("import.template.found"))</a>")
        </p>
        <form method="post" action="\(place.to(kind.plural, "import").text)" enctype="multipart/form-data" class="fields" novalidate>
        \(held.asked(words, isUnsure: refusal?.code == "unsureCharacters"))
        \(if: mayFind, found(words))
        <p class="acts">
        <button class="button" name="step" value="check">\(words("import.check"))</button>
        <a class="button quiet"\(href: place.to(kind.plural))>\(words("page.cancel"))</a>
        </p>
        </form>
        """
    }

    private var template: Path { place.to(kind.plural, "template.csv") }

    private var mayFind: Bool { kind.verb(.addAsFound).map { place.refusal($0) == nil } ?? false }

    private func fields(_ words: Words) -> Fields {
        Fields(
            kind: kind.name, words: words, place: place, values: held.found ?? .null,
            findings: refusal?.findings ?? [])
    }

    /// Asked once for the file: nothing said, and what its rows say is planned from here on.
    private func found(_ words: Words) -> HTML {
        let fields = fields(words)
        let asked = Found.form.members.map { fields.field($0, "found.\($0.name)", held.found?[$0.name]) }
        return """
            <details class="group" id="found"\(if: held.found != nil, " open")>
            <summary>\(words("import.found"))</summary>
            <p class="hint">\(words("import.found.about"))</p>
            \(asked)
            </details>
            """
    }

    var json: JSON {
        [
            "kind": .text(kind.name), "refused": refusal.map { .text($0.code) } ?? .null,
            "findings": Show.findings(refusal, place), "template": .text(template.text),
        ]
    }
}

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
