import Domain
import Foundation
import Testing

@testable import Words

/// What the files of all languages hold is well written. That all of it is asked for, and nothing else, is the claim of
/// `KeysTests`.
@Suite struct TextsTests {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let texts = root.appending(path: "Words/texts")

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

    @Test(arguments: Language.allCases) func `counted nouns have as many forms as the language`(language: Language) {
        for (key, text) in Book.of(language).texts where text.forms.count > 1 && !key.hasSuffix(".also") {
            #expect(text.forms.count == language.formCount, "\(key)")
        }
        let counted = Book.of(.en).texts.filter { $0.value.forms.count > 1 && !$0.key.hasSuffix(".also") }.map(\.key)
        for key in counted + Kind.all.map({ "kind.\($0.name)" }) {
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

    @Test(arguments: Language.allCases) func `every language has its days, months and distances`(
        language: Language
    ) {
        let (dates, texts) = (Book.of(language).dates, Book.of(language).texts)
        #expect(dates.names.count == 12)
        #expect(dates.of.count == 12)
        #expect(dates.short.count == 12)
        for key in [
            "day", "day.long", "month", "span.sameMonth", "span.sameYear", "span.months", "span.between", "span.from",
            "span.to", "day.short", "month.short", "span.short.sameMonth", "span.short.sameYear", "span.short.months",
            "moment", "distance.today", "distance.in.days", "distance.ago.years", "count.about", "count.atLeast",
            "list.and",
        ] {
            #expect(texts[key] != nil, "\(key)")
        }
    }
}
