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
        // A table of persons is held against their addresses.
        if kind.name == Person.kind { try place.requireReading() }
        for sort in [AnyVerb.Sort.add, .change] {
            if let refusal = kind.verb(sort).flatMap({ place.refusal($0) }) { throw Stop(refusal, 403) }
        }
        return (kind, place)
    }

    private static func csv(_ rows: [[String]], _ name: String, _ ask: Ask) -> Reply {
        let text = CSV.written(rows, for: ask.words.language)
        return Reply(body: .bytes(Array(text.utf8), type: "text/csv; charset=utf-8", name: name))
    }

    /// A table that was sent, as it came: the page holds it until it is started.
    struct Held: Sendable {
        /// The fields that its forms send.
        static let names = Set(["language", "characters", "days", "serials", "file", "name", "step", "found"]).union(
            foundNames)
        /// The fields that say how the rows were found.
        private static let foundNames = Found.form.members.map { "found.\($0.name)" }

        var bytes: [UInt8] = []
        var name = ""
        var language: Language
        var characters: Sheet.Characters?
        var days: Sheet.Days?
        var serials: Sheet.Serials?
        var pasted = ""
        /// Where it is said that it was so, for rows that were found.
        var found: JSON?
        /// The same as it was typed.
        private var typed: [(name: String, text: String)] = []

        init(_ language: Language) { self.language = language }

        init(_ form: Form, _ words: Words, pasted field: String = "pasted") throws {
            language = form["language"].flatMap { Language(rawValue: $0) } ?? words.language
            characters = form["characters"].flatMap { Sheet.Characters(rawValue: $0) }
            days = form["days"].flatMap { Sheet.Days(rawValue: $0) }
            serials = form["serials"].flatMap { Sheet.Serials(rawValue: $0) }
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
                days: days, serials: serials, name: name,
                digest: name == words("import.pasted.name") ? nil : Digest(of: bytes), found: found)
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
            <input type="hidden" name="days" value="\(days?.rawValue ?? "")">
            <input type="hidden" name="serials" value="\(serials?.rawValue ?? "")">
            \(typed.map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.text)\">" as HTML })
            """
        }

        /// What is asked: a file, or rows that are pasted, and how they are written.
        /// What nobody can tell from the file is asked where it was refused for that.
        func asked(_ words: Words, pasted field: String = "pasted", _ refusal: Refusal?) -> [HTML] {
            let languages = Language.allCases.map { Fields.option($0.rawValue, $0.name, $0 == self.language) }
            let isUnsure = refusal?.code == "unsureCharacters"
            let readings = isUnsure ? CSV.readings(bytes, language: language.rawValue) : []
            let others = Sheet.Characters.allCases.filter { one in !readings.contains { $0.0 == one } }
            // Those that the file may be written in come first, with the words by which people tell.
            let characters = (readings + others.map { ($0, []) }).map { one, doubtful in
                let name = words.choice(Sheet.Characters.choiceName, one.rawValue)
                let shown = doubtful.isEmpty ? name : "\(doubtful.joined(separator: ", ")): \(name)"
                return Fields.option(one.rawValue, shown, one == self.characters)
            }
            func choice<C: Choice>(
                _ name: String, _ label: TextKey, _ chosen: C?, _ code: String
            ) -> HTML {
                guard chosen != nil || refusal?.code == code else { return "" }
                let options = C.allCases.map { one in
                    Fields.option(one.rawValue, words.choice(C.choiceName, one.rawValue), one == chosen)
                }
                let select: HTML = """
                    <select id="\(name)" name="\(name)"><option value=""></option>\(options)</select>
                    """
                return Fields.wrapped(name, "\(words(label))", "", isWrong: refusal?.code == code, select)
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
                choice("days", "import.days", days, "unsureDays"),
                choice("serials", "import.serials", serials, "unsureSerials"),
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
        \(held.asked(words, refusal))
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
            "sentence": refusal.map { .text(Show.sentence($0, Words.of(.en), place)) } ?? .null,
            "findings": Show.findings(refusal, place), "template": .text(template.text),
        ]
    }
}
