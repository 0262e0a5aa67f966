import Cast
import Foundation
import Programmes
import Testing

@testable import Desk
@testable import Domain
@testable import Web
@testable import Words

/// What is asked of `Words` is there in all languages, and what is there is asked for.
///
/// A key is a literal (`TextKey`) of a file that may speak, so all of them are found by their form. One that is made of
/// names (`kind.*.title`) must stand in `made`, where it is said which names there are.
@Suite struct KeysTests {
    /// All keys that the code may make in one way. Of `optional` ones it asks for those that there are.
    struct Family {
        var keys: Set<String>
        var isOptional = false
    }

    static let made: [String: Family] = [
        "baselines.*": of("baselines", words(PlanDifference.How.self), isOptional: true),
        "calculation.*": of("calculation", Calculation.all.map(\.area)),
        "chain.gap.*": of("chain.gap", words(Chain.Gap.What.self)),
        "chain.mend.*": of("chain.mend", words(Chain.Gap.What.self)),
        "choice.*.*": Family(keys: Choices.all),
        "choice.chainStage.*": of("choice.chainStage", words(ChainStage.self)),
        "choice.room.group.*": of("choice.room.group", words(Room.Group.self)),
        "choice.ruleWord.*": of(
            "choice.ruleWord", Vocabulary.all.flatMap(\.words) + Choices.inPacks, isOptional: true),
        "column.*": of("column", Kind.listed.flatMap { RecordList.all[$0.name]?.columns ?? [] }, isOptional: true),
        "column.*.*": of(
            "column",
            Kind.listed.flatMap { kind in (RecordList.all[kind.name]?.columns ?? []).map { "\(kind.name).\($0)" } },
            isOptional: true),
        "dates.remark.*": of("dates.remark", codes, isOptional: true),
        "derivation.*": of("derivation", codes, isOptional: true),
        "distance.*.days": of("distance", ["in", "ago"], "days"),
        "distance.*.months": of("distance", ["in", "ago"], "months"),
        "distance.*.years": of("distance", ["in", "ago"], "years"),
        "due.rule.*": of("due.rule", words(DueRule.Anchor.self)),
        "due.rule.by.*": of("due.rule.by", words(DueRule.Anchor.self)),
        "due.rule.length.*": of("due.rule.length", words(DueRule.Unit.self)),
        "field.*": Family(keys: Labels.all.labels), "field.*.*": Family(keys: Labels.all.labels),
        "figure.*": of("figure", figures), "figure.*.title": of("figure", figures, "title"),
        "finding.*": of("finding", codes + codes.map { "pack." + $0 }, isOptional: true),
        "gap.*": of("gap", ["late", "unproved", "doubtful"] + words(Demand.self)),
        "finding.*.plain": of("finding", codes, "plain", isOptional: true),
        "hint.*": Family(keys: Labels.all.hints), "hint.*.*": Family(keys: Labels.all.hints),
        "hint.shape.*": of("hint.shape", codes, isOptional: true),
        "home.list.*": of("home.list", words(Waiting.Part.self)),
        "import.example.*.*": of(
            "import.example", Kind.all.flatMap { kind in kind.shape.members.map { "\(kind.name).\($0.name)" } },
            isOptional: true),
        "kind.*": of("kind", Kind.all.map(\.name)),
        "kind.*.add": of("kind", Kind.all.map(\.name), "add"),
        "kind.*.empty": of("kind", Kind.all.map(\.name), "empty"),
        "kind.*.numbered": of("kind", Kind.all.map(\.name), "numbered"),
        "kind.*.one": of("kind", Kind.all.map(\.name), "one"),
        "kind.*.title": of("kind", Kind.all.map(\.name), "title"),
        "message.*.subject": of("message", words(OutboxMessage.Occasion.self), "subject", isOptional: true),
        "message.*.text": of("message", words(OutboxMessage.Occasion.self), "text", isOptional: true),
        "need.*": of("need", codes + codes.map { $0 + "Sometime" }, isOptional: true),
        "obligation.*": of("obligation", Vocabulary.all.map(\.name), isOptional: true),
        "packtext.*": of("packtext", codes, isOptional: true),
        "page.calendar.weeks.*": of("page.calendar.weeks", CalendarPage.lengths.map(String.init)),
        "page.own.*": of("page.own", words(Registration.Status.self)),
        "page.rules.column.*": of("page.rules.column", codes, isOptional: true),
        "page.rules.show.*": of("page.rules.show", words(PackPage.Standing.self)),
        "page.stage.*": of("page.stage", words(Stage.self)),
        "page.series.*": of("page.series", ["planned", "held", "ahead", "missing", "without", "lost"]),
        "parameter.*": of("parameter", Vocabulary.all.map(\.name)),
        "refusal.*": of("refusal", codes, isOptional: true),
        "room.*": of("room", words(Room.self)), "room.*.empty": of("room", words(Room.self), "empty"),
        "rule.*": of("rule", words(CountingRule.self)),
        "rulevalue.*": of("rulevalue", ["months", "weeks", "days", "years", "hours"]),
        "several.*": of("several", words(SeveralAct.Name.self)),
        "still.*": of("still", words(StillNaming.How.self)),
        "verb.*": of("verb", verbs + entries), "verb.*.about": of("verb", verbs, "about"),
        "view.*": of("view", View.all.map(\.name)),
    ]

    static func of(_ start: String, _ names: [String], _ end: String? = nil, isOptional: Bool = false) -> Family {
        Family(keys: Set(names.map { "\(start).\($0)" + (end.map { ".\($0)" } ?? "") }), isOptional: isOptional)
    }

    static func words<C: CaseIterable & RawRepresentable<String>>(_ type: C.Type) -> [String] {
        C.allCases.map(\.rawValue)
    }

    /// Those that every project of the seventh framework counts, and those of their kind that others do.
    static let figures = [
        "kick-off-meetings", "study-visits", "partner-meetings", "final-events", "joint-progress-reports",
        "evaluations", "good-practices", "action-plans", "policy-changes", "media-appearances", "newsletters",
        "websites", "stakeholder-workshops", "regional-swots", "online-events",
    ]

    /// A verb that many kinds have has the words of all of them.
    static let verbs =
        AnyVerb.all.filter { $0.sort == .own }.map(\.name)
        + ["add", "change", "withdraw", "restore", "addAsFound", "setAsFound", "correct"]
        + ["addSource", "addProof", "noteDoubt", "settleDoubt"]

    /// What entries of the trail are called that no verb writes.
    static let entries = ["batch", "repair-record", ProjectDesk.importing, RepeatErasures.name]

    /// Single words that stand as literals in the code: the codes of findings, refusals, needs and phrases are among them.
    static let codes: [String] = Set(
        SourceFile.all.flatMap { $0.code.split(separator: "\"") }.filter { $0.utf8.allSatisfy(isAlphanumeric) }
    ).map(String.init).sorted()

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 32) || (48...57).contains(byte)
    }

    /// Literals of the form of a key in the modules that may speak, with `*` for what is put in, and where each stands.
    static let literals: [(key: String, place: String)] = SourceFile.all
        .filter { ["Words", "Desk", "Files", "Web", "grozd"].contains($0.module) }
        .flatMap { file in Literals(file.code).found.map { ($0.text, "\(file.path):\($0.line + 1)") } }
        .filter {
            $0.0.range(of: #"^[a-z*][A-Za-z*-]*(\.[A-Za-z0-9*-]+)+$"#, options: .regularExpression) != nil
        }

    /// Files, sorts of disks, names of loggers, of fields of forms, and of rules.
    static let others =
        #"\.(ics|csv|css|js|json|sock|sqlite|trail)$|^(fuse|found|provenance|grozd|rows)\.|^duty\.sort$|^([adf]|\*+)\.|\.before-"#

    static let asked = literals.filter { literal in
        english.contains(literal.key)
            || literal.key.range(of: others, options: .regularExpression) == nil
                && !Vocabulary.all.contains { $0.name == literal.key }
    }
    static let english = Set(Book.of(.en).texts.keys)

    @Test func `every text that is asked for by name is there, and every way to make a name is known`() {
        #expect(Self.asked.count > 900)
        let unknown = Self.asked.filter {
            $0.key.contains("*")
                ? Self.made[$0.key] == nil : !Self.english.contains($0.key) && !$0.key.hasPrefix("month")
        }
        #expect(unknown.map { "\($0.place): \($0.key)" } == [])
        #expect(Set(Self.made.keys).subtracting(Self.asked.map(\.key)).sorted() == [])
        let missing = Self.made.values.filter { !$0.isOptional }.flatMap { $0.keys.subtracting(Self.english) }
        #expect(missing.sorted() == [])
    }

    @Test func `a key has words of its own, and nothing else is asked for`() {
        let calls = #/[^.\w](?:words|self|optional|has)\("(?:[^".\\]*"|\\\()/#
        let found = SourceFile.all.filter { ["Desk", "Files", "Web", "grozd"].contains($0.module) }
            .flatMap { file in file.code.matches(of: calls).map { "\(file.path): \($0.0)" } }
        #expect(found == [])
        #expect(SourceFile.all.flatMap { $0.places(#"TextKey\("#) } == [])
    }

    @Test func `every text is asked for`() {
        let basics = Set(
            SourceFile.all.filter { $0.module == "Words" }
                .flatMap { $0.code.matches(of: #/"([a-z]+)"/#).map { String($0.1) } })
        // Numbers are also read in other words than they are written.
        let read: Set = ["count.about.also", "count.atLeast.also"]
        let used = Self.made.values.reduce(into: basics.union(read).union(Self.asked.map(\.key))) {
            $0.formUnion($1.keys)
        }
        #expect(Self.english.subtracting(used).sorted() == [])
    }

    @Test(arguments: Language.allCases) func `every language has the keys of English`(language: Language) {
        let own = Set(Book.of(language).texts.keys).filter { !$0.hasPrefix("month") }
        #expect(own.symmetricDifference(Self.english.filter { !$0.hasPrefix("month") }).sorted() == [])
    }

    @Test func `every finding, refusal and need has its sentence`() {
        #expect(Self.makers.count > 300)
        #expect(Set(Self.makers.keys).subtracting(Self.english).sorted() == [])
    }

    /// `made-from.txt` says of which English each translation was made. The others are only listed, by `bin/words stale`.
    @Test func `when an English text changes, so does the Slovene one`() throws {
        let notes = try String(
            contentsOf: Golden.root.appendingPathComponent("Words/texts/made-from.txt"), encoding: .utf8)
        var noted: [String: (all: Substring, slovene: Substring?)] = [:]
        for line in notes.split(separator: "\n") {
            let parts = line.split(separator: " ")
            let key = String(try #require(parts.first))
            #expect(parts.count > 1 && noted[key] == nil, "\(key) stands twice: bin/words new")
            noted[key] = (parts[1], parts.first { $0.hasPrefix("sl=") }?.dropFirst(3))
        }
        let texts = try Self.texts()
        #expect(Set(texts.keys).symmetricDifference(noted.keys).sorted() == [], "bin/words new")
        let stale = texts.filter { key, text in
            let note = noted[key]
            return note != nil && note?.slovene ?? note?.all ?? "" != Self.digest(text.text)
        }
        #expect(stale.keys.sorted() == [], "mend the Slovene text, then bin/words made sl KEY")
    }

    /// FNV-1a, 32 bits, as `tools/words.py` makes it.
    static func digest(_ text: String) -> String {
        let digits = String(text.utf8.reduce(UInt32(0x811C_9DC5)) { ($0 ^ UInt32($1)) &* 0x0100_0193 }, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// A person who changes a room finds its words in one file. What several rooms say stands in `Messages`, and labels
    /// of fields that several have in `Fields`.
    @Test func `findings, refusals, needs and labels stand in the file of their room`() throws {
        var moves: [String: [String]] = [:]
        for (key, (file, _)) in try Self.texts() {
            let parts = key.split(separator: ".").map(String.init)
            var homes: Set<String>?
            switch (parts[0], parts.count) {
            case ("finding", _), ("refusal", _), ("need", _): homes = Self.makers[key] ?? Self.makers(of: parts[1...])
            case ("field", 2), ("hint", 2): homes = Labels.all.homes[key]
            default: break
            }
            guard let homes else { continue }
            let shared = ["field", "hint"].contains(parts[0]) ? "Fields" : "Messages"
            let home = homes.count == 1 ? homes.first ?? shared : shared
            if file != (home.isEmpty ? shared : home) { moves[home.isEmpty ? shared : home, default: []].append(key) }
        }
        let commands = moves.sorted { $0.key < $1.key }.map {
            "bin/words move \($0) \($1.sorted().joined(separator: " "))"
        }
        #expect(commands.joined(separator: "\n") == "")
    }

    /// The English texts as they are written, each with its file.
    static func texts() throws -> [String: (file: String, text: String)] {
        let folder = Golden.root.appendingPathComponent("Words/texts/en")
        var texts: [String: (file: String, text: String)] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".txt") {
            let content = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            for line in content.split(separator: "\n") where !line.hasPrefix("#") {
                let halves = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                if halves.count == 2 { texts[halves[0]] = (String(name.dropLast(4)), halves[1]) }
            }
        }
        return texts
    }

    /// The file in which the words of a source file's room stand; none if it is of no room.
    static func home(of path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count > 3 else { return parts[0] == "Programmes" ? "Rules" : "" }
        let file = Golden.root.appendingPathComponent("Words/texts/en/\(parts[2]).txt").path
        if FileManager.default.fileExists(atPath: file) { return parts[2] }
        // What has no records yet is rules.
        return parts[1] == "Domain" && Room(rawValue: parts[2].lowercased()) != nil || parts[2] == "Money"
            ? "Rules" : ""
    }

    /// The rooms that make each finding, refusal and need by its name.
    static let makers: [String: Set<String>] = {
        let calls: [(Regex<(Substring, Substring, Substring)>, String)] = [
            (#/\b([Ff]inding|Refusal|Need)\(\s*"([A-Za-z]+)"/#, ""),
            (#/\b(fault|contradiction)\(\s*"([A-Za-z]+)"/#, "finding.pack."),
        ]
        var found: [String: Set<String>] = [:]
        for file in SourceFile.all {
            for (call, start) in calls where start.isEmpty || file.path.contains("/Domain/Rules/") {
                for match in file.code.matches(of: call) {
                    found[(start.isEmpty ? match.1.lowercased() + "." : start) + match.2, default: []]
                        .insert(home(of: file.path))
                }
            }
        }
        return found
    }()

    /// Those that name it somewhere, where it is handed on.
    static func makers(of code: ArraySlice<String>) -> Set<String> {
        let code = code.last.map { $0.replacing(#/Sometime$/#, with: "") } ?? ""
        return Set(SourceFile.all.filter { $0.code.contains("\"\(code)\"") }.map { home(of: $0.path) })
    }
}

/// What forms, pages and lists ask for: labels and hints of the verb, else of the kind, else of the field, and words of
/// choices.
struct Labels {
    private(set) var labels: Set<String> = []
    private(set) var hints: Set<String> = []
    private(set) var choices: Set<String> = []
    /// The files of the rooms that ask for each.
    private(set) var homes: [String: Set<String>] = [:]

    static let all = Labels()

    private init() {
        for kind in Kind.all { walk(kind.shape, of: kind.name, for: nil, in: Self.home(kind.room)) }
        for verb in AnyVerb.all {
            let home = Self.home(verb.kind.flatMap { Kind.named($0) }?.room ?? verb.room)
            walk(verb.form, of: verb.kind ?? "", for: verb.name, in: home)
        }
        for kind in Kind.listed {
            RecordList.all[kind.name]?.columns.forEach {
                ask($0, of: kind.name, for: nil, in: Self.home(kind.room))
            }
        }
        // What is asked once for several rows.
        ask("days", of: "", for: nil, in: "")
        for file in SourceFile.all {
            for match in file.code.matches(of: #/(?:label|hint)\(field: "([A-Za-z]+)", of: ([A-Za-z]*)/#) {
                // `PolicyChange` is the kind `policy-change`.
                let kind = match.2.map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined().dropFirst()
                ask(String(match.1), of: String(kind), for: nil, in: KeysTests.home(of: file.path))
            }
        }
        for (key, place) in KeysTests.asked where key.hasPrefix("field.") && !key.contains("*") {
            homes[key, default: []].insert(KeysTests.home(of: place))
        }
    }

    private static func home(_ room: Room) -> String {
        room.rawValue.prefix(1).uppercased() + room.rawValue.dropFirst()
    }

    private mutating func walk(_ shape: Shape, of kind: String, for verb: String?, in home: String) {
        switch shape {
        case .group(let members):
            for member in members {
                ask(member.name, of: kind, for: verb, in: home)
                // How something was found is said in the same words for every kind.
                walk(member.shape, of: member.name == "found" ? "found" : kind, for: verb, in: home)
            }
        case .list(let item): walk(item, of: kind, for: verb, in: home)
        // What may be doubted of a kind is called as its fields are.
        case .choice(let list, _) where list.hasPrefix("doubt."): break
        case .choice(let list, let words): choices.formUnion(words.map { "choice.\(list).\($0)" })
        default: break
        }
    }

    private mutating func ask(_ field: String, of kind: String, for verb: String?, in home: String) {
        let ways = ([verb, kind].compactMap { $0 }.filter { !$0.isEmpty }.map { "\($0).\(field)" }) + [field]
        let label = ways.first { KeysTests.english.contains("field.\($0)") } ?? field
        labels.insert("field.\(label)")
        homes["field.\(label)", default: []].insert(home)
        if let hint = ways.first(where: { KeysTests.english.contains("hint.\($0)") }) {
            hints.insert("hint.\(hint)")
            homes["hint.\(hint)", default: []].insert(home)
        }
    }
}

/// The words of closed lists: of every `Choice` that a source file declares, and of the few lists that are none.
enum Choices {
    /// Those that a form asks for are shown; of the other types either all words are, or none.
    static let all: Set<String> = SourceFile.all.flatMap(declared).reduce(into: others.union(Labels.all.choices)) {
        if !$1.isDisjoint(with: KeysTests.english) { $0.formUnion($1) }
    }

    static let inPacks: [String] = {
        let packs = Golden.root.appendingPathComponent("Programmes/packs")
        let files = FileManager.default.enumerator(at: packs, includingPropertiesForKeys: nil)?.allObjects ?? []
        return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }.flatMap { file in
            ((try? String(contentsOf: file, encoding: .utf8)) ?? "").matches(of: #/"([A-Za-z0-9]+)"/#)
                .map { String($0.1) }
        }
    }()

    private static let others: Set<String> = {
        func keys(_ list: String, _ words: [String]) -> Set<String> { Set(words.map { "choice.\(list).\($0)" }) }
        // Of these, there is a word for what is no code of the format.
        func known(_ list: String, _ words: [String]) -> Set<String> {
            keys(list, words).intersection(KeysTests.english)
        }
        return keys("country", Country.codes).union(keys("language", LanguageCode.codes))
            .union(keys("verified", ["yes", "no"])).union(keys("formField", FormField.kinds))
            .union(known("ruleExpected", KeysTests.codes + KeysTests.words(Subject.Named.self))).union(
                known("packValue", KeysTests.codes)
            )
            .union(known("asked", KeysTests.codes)).union(known("ruleSubject", KeysTests.codes + inPacks))
    }()

    /// A set for each list, `choice.event.status.held`, by the names of the types as they stand in one another.
    private static func declared(_ file: SourceFile) -> [Set<String>] {
        var (found, within): ([String: Set<String>], [(indent: Int, name: String)]) = ([:], [])
        var (isOpen, goesOn) = (false, false)
        for line in file.lines {
            let indent = line.prefix { $0 == " " }.count
            if let type = line.firstMatch(of: #/^\s*(?:[a-z]+ )*(?:struct|enum|class|extension|protocol) ([A-Z]\w*)/#) {
                within.removeAll { $0.indent >= indent }
                within.append((indent, type.1.prefix(1).lowercased() + type.1.dropFirst()))
                isOpen = line.contains(#/enum \w+:.*\bChoice\b/#)
            }
            if isOpen, indent == within.last?.indent, line.hasSuffix("}"), !line.contains("{") { isOpen = false }
            guard isOpen,
                let cases = line.replacing("`", with: "").firstMatch(
                    of: #/(\bcase |^ +)([a-z]\w*(?: = "[^"]*")?(?:, [a-z]\w*(?: = "[^"]*")?)*)(,?)(?: \})?$/#),
                goesOn || cases.1 == "case "
            else { continue }
            goesOn = cases.3 == ","
            let list = "choice." + within.map(\.name).joined(separator: ".")
            for word in cases.2.split(separator: ", ") {
                let said = word.split(separator: "\"")
                found[list, default: []].insert("\(list).\(said.count > 1 ? said[1] : word)")
            }
        }
        return Array(found.values)
    }
}
