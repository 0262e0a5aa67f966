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
            return .page(ImportPage(kind: kind, mine: place, held: Held(ask.words.language)))
        },
        Site.Route(method: .get, pattern: "/projects/:project/:plural/template.csv") { ask, _ in
            let (kind, place) = try importable(ask)
            let rows = Importing.template(kind, ask.words, in: place.project)
            return csv(rows, "\(kind.plural)-template.csv", ask)
        },
        Site.Route(
            method: .post, pattern: "/projects/:project/:plural/import",
            asks: .init(Held.names.union(["shown", "without-refused"]), files: true)
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
            if let refusal = kind.verb(sort).flatMap(place.refusal) { throw Stop(refusal, 403) }
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
        static let names: Set = ["language", "characters", "pasted", "file", "name", "step"]

        var bytes: [UInt8] = []
        var name = ""
        var language: Language
        var characters: Sheet.Characters?
        var pasted = ""

        init(_ language: Language) { self.language = language }

        init(_ form: Form, _ words: Words, pasted field: String = "pasted") throws {
            language = form["language"].flatMap { Language(rawValue: $0) } ?? words.language
            characters = form["characters"].flatMap { Sheet.Characters(rawValue: $0) }
            pasted = form[field] ?? form.sent?[field]?.text ?? ""
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
                name: name, digest: name == words("import.pasted.name") ? nil : Digest(of: bytes))
        }

        /// The table as it came, for the form of the next step.
        var fields: HTML {
            """
            <input type="hidden" name="file" value="\(Data(bytes).base64EncodedString())"><input type="hidden" name="name" value="\(name)">
            """
        }

        /// The same, with how it was read.
        func fields(_ sheet: Sheet) -> HTML {
            """
            \(fields)<input type="hidden" name="language" value="\(language.rawValue)"><input type="hidden" name="characters" value="\(sheet.characters?.rawValue ?? "")">
            """
        }

        /// What is asked: a file, or rows that are pasted, and how they are written.
        func asked(_ words: Words, pasted field: String = "pasted", isUnsure: Bool) -> HTML {
            let languages = Language.allCases.map { language -> HTML in
                "<option value=\"\(language.rawValue)\"\(if: language == self.language, " selected")>\(language.name)</option>"
            }
            let characters = Sheet.Characters.allCases.map { characters -> HTML in
                "<option value=\"\(characters.rawValue)\"\(if: characters == self.characters, " selected")>\(words.choice(Sheet.Characters.choiceName, characters.rawValue))</option>"
            }
            return """
                \(if: !bytes.isEmpty && pasted.isEmpty, "\(fields)<p class=\"hint\">\(words("import.held", [("name", name)]))</p>")
                <div class="field"><label for="upload">\(words("import.file"))</label><span class="hint" id="upload-hint">\(words("import.file.hint"))</span><input type="file" id="upload" name="upload" accept=".csv,.txt,.tsv,text/csv,text/plain" aria-describedby="upload-hint"></div>
                <div class="field"><label for="pasted">\(words("import.paste"))</label><span class="hint" id="pasted-hint">\(words("import.paste.hint"))</span><textarea id="pasted" name="\(field)" rows="6" aria-describedby="pasted-hint">
                \(pasted)</textarea></div>
                <div class="field"><label for="language">\(words("import.language"))</label><span class="hint" id="language-hint">\(words("import.language.hint"))</span><select id="language" name="language" aria-describedby="language-hint">\(languages)</select></div>
                <div class="field\(if: isUnsure, " wrong")"><label for="characters">\(words("import.characters"))</label><span class="hint" id="characters-hint">\(words("import.characters.hint"))</span><select id="characters" name="characters" aria-describedby="characters-hint"><option value="">\(words("import.characters.automatic"))</option>\(characters)</select></div>
                """
        }
    }

    private static func step(_ form: Form, _ kind: Kind, _ place: Place, _ ask: Ask) async throws -> Reply {
        let held = try Held(form, ask.words)
        let importing: Importing
        do throws(Refusal) { importing = try held.importing(kind, ask.words) } catch {
            return .page(ImportPage(kind: kind, mine: place, held: held, refusal: error), status: 422)
        }
        let desk = try ask.site.installation.desk(place.name)
        func page(_ check: Importing.Check, shown: [String]? = nil, refusal: Refusal? = nil) throws -> ImportCheckPage {
            ImportCheckPage(
                mine: try ask.place(kind.room), held: held, check: check, shown: shown, refusal: refusal)
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
            return .page(ImportPage(kind: kind, mine: place, held: held))
        default:
            return .page(try page(try checked()))
        }
    }
}

/// The first step: a file or pasted rows, and in which language their days and numbers are.
struct ImportPage: Page {
    let kind: Kind
    let mine: Place
    let held: ImportPages.Held
    var refusal: Refusal?

    var place: Place? { mine }
    var room: Room? { kind.room }
    func title(_ words: Words) -> String {
        words("import.title", [("kinds", words("kind.\(kind.name).title"))])
    }

    static func crumbs(_ kind: Kind, _ place: Place, _ words: Words) -> HTML {
        Frame.crumbs(place, words, [(words("kind.\(kind.name).title"), place.to(kind.plural))])
    }

    func body(_ words: Words) -> HTML {
        """
        \(Self.crumbs(kind, mine, words))<h1>\(title(words))</h1><p class="lead">\(words("import.about"))</p>
        \(if: refusal != nil, "<div class=\"summary\" role=\"alert\" tabindex=\"-1\" id=\"errors\"><h2>\(words("page.errors"))</h2><p>\(refusal.map { Show.sentence($0, words, mine) } ?? "")</p></div>")
        <p><a class="button quiet"\(href: mine.to(kind.plural, "template.csv"))>\(words("import.template"))</a></p>
        <form method="post" action="\(mine.to(kind.plural, "import").text)" enctype="multipart/form-data" class="fields" novalidate>
        \(held.asked(words, isUnsure: refusal?.code == "unsureCharacters"))
        <p class="acts"><button class="button" name="step" value="check">\(words("import.check"))</button> <a class="button quiet"\(href: mine.to(kind.plural))>\(words("page.cancel"))</a></p>
        </form>
        """
    }

    var json: JSON {
        [
            "kind": .text(kind.name), "refused": refusal.map { .text($0.code) } ?? .null,
            "template": .text(mine.to(kind.plural, "template.csv").text),
        ]
    }
}

/// The second step: what would become of every row. Nothing is written yet.
struct ImportCheckPage: Page {
    let mine: Place
    let held: ImportPages.Held
    let check: Importing.Check
    /// The marks that were shown before, when rows have come out otherwise since.
    let shown: [String]?
    let refusal: Refusal?

    /// Rows that are shown beside those that are refused; all are counted.
    static let most = 500

    private var kind: Kind { check.importing.kind }
    var place: Place? { mine }
    var room: Room? { kind.room }
    var wide: Bool { true }
    func title(_ words: Words) -> String {
        words("import.check.title", [("kinds", words("kind.\(kind.name).title"))])
    }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(mine, words, [(words("kind.\(kind.name).title"), mine.to(kind.plural)), (words("import.button"), mine.to(kind.plural, "import"))]))
        <h1>\(title(words))</h1><p class="lead">\(words("import.check.about"))</p>
        \(if: refusal != nil, "<div class=\"summary\" role=\"alert\" tabindex=\"-1\" id=\"errors\"><h2>\(words("page.errors"))</h2><p>\(refusal.map { Show.sentence($0, words, mine) } ?? "")</p></div>")
        <div class="columns"><section>\(counts(words))</section><section>\(taken(words))</section></div>
        \(sums(words))\(unknown(words))\(sameName(words))\(start(words))\(rows(words))
        """
    }

    /// All rows, and what becomes of them: the sum is what was read.
    private func counts(_ words: Words) -> HTML {
        let lines = check.counts.map { outcome, count -> HTML in
            "<tr><th scope=\"row\">\(Self.tag(outcome, words))</th><td class=\"number\">\(words.number(count))</td></tr>"
        }
        return """
            <h2>\(words("import.rows"))</h2><table class="outcomes"><thead class="unseen"><tr><th scope="col">\(words("import.outcome"))</th><th scope="col">\(words("import.rows"))</th></tr></thead><tbody>\(lines)</tbody><tfoot><tr><th scope="row">\(words("import.rowsRead"))</th><td class="number">\(words.number(check.rows.count))</td></tr></tfoot></table>
            """
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
        return """
            <h2>\(words("import.taken"))</h2><dl class="facts"><div><dt>\(words("import.file.one"))</dt><dd>\(held.name)</dd></div><div><dt>\(words("import.form"))</dt><dd>\(form)</dd></div><div><dt>\(words("import.language"))</dt><dd>\(held.language.name)</dd></div><div><dt>\(words("import.headings"))</dt><dd>\(words("import.row", [("n", words.number(check.importing.headings ?? 0))]))</dd></div></dl>
            <details><summary>\(words("import.columns"))</summary><ul class="plain">\(fields)</ul></details>
            """
    }

    private func sums(_ words: Words) -> HTML {
        guard !check.totals.isEmpty else { return "" }
        let lines = check.totals.map { total -> HTML in
            "<tr><th scope=\"row\">\(total.column.heading)</th><td class=\"number\">\(check.sum(total.all, words))</td><td class=\"number\">\(check.sum(total.accepted, words))</td><td class=\"number\">\(words.number(total.unread))</td></tr>"
        }
        return """
            <h2>\(words("import.sums"))</h2><p class="hint">\(words("import.sums.about"))</p><div class="scroll" tabindex="0" role="region" aria-label="\(words("import.sums"))"><table class="sums"><thead><tr><th scope="col">\(words("page.field"))</th><th scope="col" class="number">\(words("import.sums.all"))</th><th scope="col" class="number">\(words("import.sums.accepted"))</th><th scope="col" class="number">\(words("import.sums.unread"))</th></tr></thead><tbody>\(lines)</tbody></table></div>
            """
    }

    private func unknown(_ words: Words) -> HTML {
        let unknown = check.importing.unknown
        guard !unknown.isEmpty else { return "" }
        return """
            <div class="warnings"><h2>\(words("import.unknown"))</h2><p>\(words("import.unknown.about"))</p><ul>\(unknown.map { "<li>\($0.heading)</li>" as HTML })</ul></div>
            """
    }

    /// Two files under one name are a common way to lose one of them.
    private func sameName(_ words: Words) -> HTML {
        guard let record = check.sameName else { return "" }
        return """
            <div class="warnings"><h2>\(words("import.sameName"))</h2><p>\(words("import.sameName.about", [("name", held.name)])) \(Show.link(record, words, mine))</p></div>
            """
    }

    private func start(_ words: Words) -> HTML {
        let refused = check.count(.refused)
        let kept: HTML =
            "<p class=\"hint\">\(words(check.importing.keepsFile(in: mine.project) ? "import.kept" : "import.notKept"))</p>"
        let without: HTML =
            """
            <div class="field"><label class="box"><input type="checkbox" name="without-refused" value="true"> \(words.count(refused, "import.withoutRefused"))</label></div>
            """
        return """
            <form method="post" action="\(mine.to(kind.plural, "import").text)" enctype="multipart/form-data" class="start">
            \(held.fields(check.importing.sheet))<input type="hidden" name="shown" value="\(check.marks.joined(separator: ","))">
            \(if: check.accepted > 0, kept)\(if: check.accepted > 0 && refused > 0, without)
            \(if: check.accepted == 0, "<p class=\"empty\">\(words("import.nothing"))</p>")
            <p class="acts">\(if: check.accepted > 0, "<button class=\"button\" name=\"step\" value=\"start\">\(words.count(check.accepted, "import.start"))</button> ")\(if: refused > 0, "<button class=\"button quiet\" name=\"step\" value=\"refused\">\(words("import.refusedRows"))</button> ")<button class="button quiet" name="step" value="again">\(words("import.again"))</button> <a class="button quiet"\(href: mine.to(kind.plural))>\(words("page.cancel"))</a></p>
            </form>
            """
    }

    private func rows(_ words: Words) -> HTML {
        let before = shown ?? []
        func differs(_ index: Int) -> Bool {
            shown != nil && (index >= before.count || before[index] != check.rows[index].mark)
        }
        let all = check.rows.indices.filter { ![.above, .empty].contains(check.rows[$0].outcome) }
        let first = all.filter { check.rows[$0].outcome == .refused || differs($0) }
        let others = all.filter { check.rows[$0].outcome != .refused && !differs($0) }
        let lines = (first + others.prefix(Self.most)).map { index -> HTML in
            let row = check.rows[index]
            let earlier: HTML =
                differs(index)
                ? "<span class=\"reason\">\(words("import.earlier", [("outcome", Self.word(earlier: index < before.count ? before[index] : "", words))]))</span>"
                : ""
            let about: HTML =
                row.record.map { "\(Show.link($0, words, mine))" } ?? (row.caption.isEmpty ? "" : "\(row.caption)")
            return """
                <tr><th scope="row"><span class="far">\(words("import.row", [("n", words.number(row.number))]))</span> \(about)</th><td data-label="\(words("import.outcome"))">\(Self.tag(row.outcome, words))\(earlier)</td><td>\(details(row, words))</td></tr>
                """
        }
        let more = others.count - Self.most
        return """
            <h2>\(words("import.everyRow"))</h2><div class="scroll" tabindex="0" role="region" aria-label="\(words("import.everyRow"))"><table class="list imported"><thead><tr><th scope="col">\(words("import.rowAndRecord"))</th><th scope="col">\(words("import.outcome"))</th><th scope="col">\(words("import.why"))</th></tr></thead><tbody>\(lines)</tbody></table></div>
            \(if: more > 0, "<p class=\"count\">\(words.count(more, "import.more"))</p>")
            """
    }

    private func details(_ row: Importing.Row, _ words: Words) -> HTML {
        let sentences = check.sentences(row, words, in: mine.project).map { sentence -> HTML in
            "<li\(if: row.outcome == .refused, " class=\"error\"")>\(sentence)</li>"
        }
        guard row.outcome == .change else {
            let brought = row.fields.filter { $0.new?.text != row.caption }.map { field -> HTML in
                """
                <span class="part"><span class="partname">\(words.label(path: field.name, of: kind.name))</span> \(words.plain(field.new, field.shape, of: kind.name, in: mine.project))</span>
                """
            }
            return "\(if: !sentences.isEmpty, "<ul class=\"plain\">\(sentences)</ul>")\(brought)"
        }
        let changed = row.fields.map { field -> HTML in
            "<li>\(words.sentence(field, of: kind.name, old: mine.project, new: mine.project))</li>"
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
        check.json(Words.of(.en), in: mine.project).overlaid(by: [
            "refused": refusal.map { .text($0.code) } ?? .null,
            "marks": .list(check.marks.map { .text($0) }),
        ])
    }
}
