import Domain
import Foundation
import Testing

@testable import Words

/// Everything that the product may have to say has words in the complete languages.
@Suite struct TextsTests {
    static let complete = Language.allCases.filter(\.isComplete)
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let texts = root.appending(path: "Words/texts")
    static let sources = root.appending(path: "Sources")

    @Test(arguments: Language.allCases) func `every line is a key and a text, and no key stands twice`(
        language: Language
    ) {
        #expect(Book.of(language).faults.isEmpty)
        #expect(!Book.of(language).texts.isEmpty)
    }

    @Test(arguments: Language.allCases) func `no text has doubled or trailing spaces`(language: Language) throws {
        let folder = Self.texts.appending(path: language.rawValue)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            let content = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            for line in content.split(separator: "\n") {
                #expect(
                    !line.contains("  ") && !line.hasSuffix(" ") && !line.contains("\t") && !line.contains("\r"),
                    "\(name): \(line)")
            }
        }
    }

    @Test func `English and Slovene have the same keys`() {
        func keys(_ language: Language) -> Set<String> {
            Set(Words.of(language).ownKeys.filter { !$0.hasPrefix("month") && !$0.hasSuffix(".also") })
        }
        #expect(keys(.en).subtracting(keys(.sl)).sorted() == [])
        #expect(keys(.sl).subtracting(keys(.en)).sorted() == [])
    }

    @Test(arguments: Language.allCases) func `no other language has a key that English lacks`(language: Language) {
        let english = Set(Words.of(.en).ownKeys)
        let own = Words.of(language).ownKeys.filter { !$0.hasPrefix("month") && !$0.hasSuffix(".also") }
        #expect(own.filter { !english.contains($0) } == [])
    }

    @Test(arguments: Language.allCases) func `counted nouns have as many forms as the language`(language: Language) {
        for (key, text) in Book.of(language).texts where text.forms.count > 1 && !key.hasSuffix(".also") {
            #expect(text.forms.count == language.formCount, "\(key)")
        }
        let counted = Book.of(.en).texts.filter { $0.value.forms.count > 1 && !$0.key.hasSuffix(".also") }.map(\.key)
        for key in counted {
            if let own = Book.of(language).texts[key] { #expect(own.forms.count == language.formCount, "\(key)") }
        }
    }

    @Test(arguments: Language.allCases) func `translations have the places of the English text`(language: Language) {
        for (key, text) in Book.of(language).texts
        where !key.hasPrefix("day") && !key.hasPrefix("month") && !key.hasPrefix("span.") {
            guard let english = Book.of(.en).texts[key] else { continue }
            let places = Set(english.forms.flatMap(\.places))
            for form in text.forms { #expect(Set(form.places) == places, "\(key): \(form.whole)") }
        }
    }

    @Test(arguments: Language.allCases) func `every language has its days, months, distances and the twelve figures`(
        language: Language
    ) {
        let (dates, texts) = (Book.of(language).dates, Book.of(language).texts)
        #expect(dates.names.count == 12)
        #expect(dates.of.count == 12)
        for key in [
            "day", "day.long", "month", "span.sameMonth", "span.sameYear", "span.months", "span.between", "span.from",
            "span.to",
            "moment", "distance.today", "distance.in.days", "distance.ago.years", "count.about", "count.atLeast",
            "list.and",
        ] + Room.allCases.map({ "room.\($0.rawValue)" })
            + Room.Group.allCases.map({ "choice.room.group.\($0.rawValue)" })
        {
            #expect(texts[key] != nil, "\(key)")
        }
        for name in Self.figures + ["stakeholder-workshops", "regional-swots", "online-events"] {
            #expect(texts["figure.\(name)"]?.forms.count == language.formCount)
            #expect(texts["figure.\(name).title"] != nil)
        }
    }

    static let figures = [
        "kick-off-meetings", "study-visits", "partner-meetings", "final-events", "joint-progress-reports",
        "evaluations",
        "good-practices", "action-plans", "policy-changes", "media-appearances", "newsletters", "websites",
    ]

    @Test(arguments: complete) func `every kind has its words`(language: Language) {
        for kind in Kind.all {
            expect("kind.\(kind.name)", in: language)
            #expect(Book.of(language).texts["kind.\(kind.name)"]?.forms.count == language.formCount)
            for word in ["title", "one", "add", "empty", "numbered"] {
                expect("kind.\(kind.name).\(word)", in: language)
            }
        }
    }

    @Test(arguments: complete) func `every field of every kind and verb has a label`(language: Language) {
        let words = Words.of(language)
        func walk(_ shape: Shape, of kind: String, for verb: String?) {
            switch shape {
            case .group(let members):
                for member in members {
                    let label = words.label(field: member.name, of: kind, for: verb)
                    #expect(!label.contains("⟦"), "\(verb ?? kind): \(member.name)")
                    walk(member.shape, of: kind, for: verb)
                }
            case .list(let item): walk(item, of: kind, for: verb)
            case .choice(let name, let list): for word in list { expect("choice.\(name).\(word)", in: language) }
            default: break
            }
        }
        for kind in Kind.all { walk(kind.shape, of: kind.name, for: nil) }
        for verb in AnyVerb.all { walk(verb.form, of: verb.kind ?? "", for: verb.name) }
    }

    @Test(arguments: complete) func `every verb has a button and a sentence`(language: Language) {
        let words = Words.of(language)
        for verb in AnyVerb.all { #expect(!words.verb(verb.name).contains("⟦"), "\(verb.name)") }
        let ordinary = Set(Kind.all.flatMap { kind in ["add", "change", "withdraw"].map { "\($0)-\(kind.name)" } })
        for name in AnyVerb.all.map(\.name).filter({ !ordinary.contains($0) }) + ["add", "change", "withdraw"] {
            expect("verb.\(name)", in: language)
            expect("verb.\(name).about", in: language)
        }
    }

    @Test(arguments: complete) func `every room, choice, country, language and rule of counting has its words`(
        language: Language
    ) {
        func choices<C: Choice>(_ type: C.Type) {
            for word in C.allCases { expect("choice.\(C.choiceName).\(word.rawValue)", in: language) }
        }
        choices(Room.self)
        choices(Room.Group.self)
        choices(Need.Urgency.self)
        choices(Finding.Severity.self)
        for room in Room.allCases {
            expect("room.\(room.rawValue)", in: language)
            expect("room.\(room.rawValue).empty", in: language)
        }
        for code in Country.codes { expect("choice.country.\(code)", in: language) }
        for other in Language.allCases { expect("choice.language.\(other.rawValue)", in: language) }
        for rule in CountingRule.allCases { expect("rule.\(rule.rawValue)", in: language) }
    }

    /// Every code that any source file gives to a finding, a refusal or a need.
    @Test(arguments: complete) func `every finding, refusal and need has its sentence`(language: Language) throws {
        var found = 0
        for file in Self.swiftFiles() {
            let source = try String(contentsOf: file, encoding: .utf8)
            for match in source.matches(of: /\b([Ff]inding|Refusal|Need)\(\s*"([A-Za-z]+)"/) {
                found += 1
                expect("\(match.1.lowercased()).\(match.2)", in: language)
            }
        }
        #expect(found > 100)
    }

    /// What may be wrong with a rule pack: its findings are made from shorter names.
    @Test(arguments: complete) func `every fault of a rule pack has its sentence`(language: Language) throws {
        var found = 0
        for file in Self.swiftFiles() where file.path.contains("/Domain/Rules/") {
            let source = try String(contentsOf: file, encoding: .utf8)
            for match in source.matches(of: /\b(?:fault|contradiction)\(\s*"([A-Za-z]+)"/) {
                found += 1
                expect("finding.pack.\(match.1)", in: language)
            }
        }
        #expect(found > 25)
    }

    /// Those of `Sources` and `Programmes`.
    static func swiftFiles() -> [URL] {
        [sources, root.appending(path: "Programmes")].flatMap { folder -> [URL] in
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)!
            return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
        }
    }

    private func expect(_ key: String, in language: Language) {
        #expect(Book.of(language).texts[key] != nil, "\(language.rawValue): \(key)")
    }
}
