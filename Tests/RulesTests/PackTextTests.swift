import Cast
import Desk
import Foundation
import Programmes
import Testing
import Words

@testable import Domain

/// What a pack says can be read by people, in the complete languages.
@Suite struct PackTextTests {
    static let complete: [Language] = [.en, .sl]

    @Test(arguments: PackTests.names) func `the page of a pack in the manual is of today`(name: String) throws {
        let page = PackText.markdown(of: try Packs.own.pack(name), in: Words.of(.en))
        #expect(Golden.difference(page, "../../docs/rules/\(name).md") == nil, "grozd rules docs docs/rules")
    }

    @Test(arguments: complete) func `every rule, topic and calculation has its words`(language: Language) {
        let words = Words.of(language)
        for meaning in Vocabulary.all {
            #expect(words.optional("parameter.\(meaning.name)") != nil, "\(meaning.name)")
            #expect(Vocabulary.topic(of: meaning.name) != nil)
            for word in meaning.words {
                let isKnown = words.has("choice.ruleWord.\(word)") || CostCategory(rawValue: word) != nil
                #expect(isKnown, "\(meaning.name): \(word)")
            }
        }
        for calculation in Calculation.all {
            #expect(words.has("calculation.\(calculation.area)"), "\(calculation.area)")
            for input in calculation.inputs {
                if case .words(let list, let expected) = input.expected {
                    for word in expected { #expect(words.has("choice.\(list).\(word)"), "\(word)") }
                }
            }
        }
        func choices<C: Choice>(_ type: C.Type) {
            for word in C.allCases { #expect(words.has("choice.\(C.choiceName).\(word.rawValue)")) }
        }
        choices(Vocabulary.Topic.self)
        choices(CostCategory.self)
        choices(FlatRateOption.self)
        choices(ContributionStatus.self)
        choices(RoundingStep.self)
        choices(Rounding.Mode.self)
        choices(Certainty.self)
        choices(PackComparison.What.self)
        for kind in FormField.kinds { #expect(words.has("choice.formField.\(kind)")) }
        for named in Subject.Named.allCases { #expect(words.has("choice.ruleExpected.\(named.rawValue)")) }
    }

    @Test(arguments: complete) func `every value and every step of a derivation is said`(language: Language) throws {
        let words = Words.of(language)
        var steps = 0
        for loaded in try Packs.ofProduct.get() {
            for parameter in loaded.pack.parameters {
                for line in words.lines(of: parameter, in: loaded.pack) {
                    #expect(!line.contains("⟦") && !line.contains("{"), "\(line)")
                }
            }
            for example in loaded.examples.flatMap(\.examples) {
                for line in words.lines(of: example.proved(under: loaded.pack).derivation) {
                    #expect(!line.contains("⟦") && !line.contains("{"), "\(example.id): \(line)")
                    steps += 1
                }
            }
        }
        #expect(steps > 300)
    }

    /// The codes of phrases that stand in the sources, also those that no example comes by.
    @Test(arguments: complete) func `every phrase has its words`(language: Language) throws {
        let words = Words.of(language)
        var found = 0
        let folder = Golden.root.appendingPathComponent("Sources/Domain")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "swift" {
            let source = try String(contentsOf: file, encoding: .utf8)
            let calls = [
                #/(?:Phrase|\.numbered|\.fund|\.option|\.category|\.source|two)\(\s*"([A-Za-z]+)"/#,
                #/(?:what|by|to): "([A-Za-z]+)"/#, #/,\s+\.[a-zA-Z]+,\s+"([A-Za-z]+)",\s+(?:\.[a-z]+\(|Phrase|")/#,
            ]
            for call in calls {
                for match in source.matches(of: call) {
                    found += 1
                    #expect(words.has("derivation.\(match.1)"), "\(file.lastPathComponent): \(match.1)")
                }
            }
        }
        #expect(found > 50)
    }

    @Test(arguments: PackTests.names) func `what is written as data is read as the same value`(name: String) throws {
        for parameter in try Packs.own.pack(name).pack.parameters {
            for dated in parameter.values {
                guard let value = dated.value else { continue }
                let read = RuleValue.reading(value.json, as: parameter.unit, words: [])
                #expect(try read.get() == value, "\(parameter.key.text)")
            }
        }
    }

    @Test func `a comparison says what was added, dropped and changed, and nothing else`() throws {
        let pack = try Packs.own.pack("interreg-europe-2021-2027").pack
        #expect(PackComparison(pack, pack).differences.isEmpty)
        let base = try Packs.own.pack("eu-2021-2027").pack
        let comparison = PackComparison(base, pack)
        #expect(comparison.count(.dropped) == 0)
        #expect(comparison.differences.allSatisfy { $0.new?.pack == pack.id })
        let back = PackComparison(pack, base)
        #expect(back.count(.dropped) == comparison.count(.added) && back.count(.changed) == comparison.count(.changed))
        // The same value from another source is no difference.
        let parameter = try #require(pack.parameters.first)
        let other = RuleParameter(
            key: parameter.key, unit: parameter.unit,
            values: parameter.values.map {
                DatedValue(
                    value: $0.value, from: $0.from, to: $0.to,
                    source: RuleSource(.practice, document: "other", section: "1"),
                    certainty: .low)
            }, pack: pack.id)
        #expect(PackComparison(pack, pack.saying(other)).differences.isEmpty)
    }

    @Test func `every programme that is offered by name has a pack`() {
        for programme in Programme.known {
            #expect(Packs.pack(ofProgramme: programme.name) != nil, "\(programme.name)")
        }
        #expect(Packs.pack(ofProgramme: "Interreg Nowhere") == nil)
    }

    @Test func `numbers keep all their decimals in every language`() throws {
        let number = try #require(Exact(reading: "-1637941.005"))
        #expect(Words.of(.en).number(number) == "−1,637,941.005")
        #expect(Words.of(.sl).number(number) == "−1.637.941,005")
        #expect(Words.of(.sk).number(try #require(Exact(reading: "100"))) == "100")
    }
}

/// A pack in a folder of one's own, as the manual tells a programme officer to make it.
@Suite struct OwnPackTests {
    private let folder = Temporary()

    private func write(_ text: String, _ name: String) throws {
        let file = folder.url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private let head =
        #"{"form": 1, "pack": "north", "title": "North", "base": "eu-2021-2027", "from": "2021-01-01", "to": "2029-12-31"}"#

    /// A rule with one value, from a source that is named.
    private func rule(_ name: String, _ about: String, _ unit: String, _ value: String, _ days: String = "") -> String {
        #"{"name": "\#(name)", "about": "\#(about)", "unit": "\#(unit)", "values": [{"value": \#(value)\#(days), "origin": "programme", "source": "manual", "section": "1", "certainty": "M-l"}]}"#
    }

    @Test func `it stands on a pack of the product, changes a rate from a day on, and is proved by an example`() throws
    {
        try write(head, "north/pack.json")
        try write(
            #"{"form": 1, "parameters": [{"name": "funding.rate", "about": "public", "unit": "percent", "values": ["#
                + #"{"value": "65", "to": "2024-06-30", "origin": "programme", "source": "manual", "section": "1", "certainty": "M-l"},"#
                + #"{"value": "70", "from": "2024-07-01", "origin": "programme", "source": "manual, second edition", "section": "1", "certainty": "M-l"}]},"#
                + rule("currency.fixedRate", "NOK", "unitsPerEuro", "\"10\"") + ","
                + rule("unitCost.price", "hour.SE", "amount", "\"534.00 SEK\"") + "]}", "north/rules.json")
        try write(
            #"""
            {"examples": [
              {"id": "before", "area": "funding.rate", "on": "2024-06-30", "inputs": {"amount": "1000", "partnerClass": "public"}, "expected": {"funding": "650.00"}},
              {"id": "after", "area": "funding.rate", "on": "2024-07-01", "inputs": {"amount": "1000", "partnerClass": "public"}, "expected": {"funding": 700.00, "own": "300"}},
              {"id": "crowns", "area": "currency.conversion", "inputs": {"amount": "8200.00", "currency": "NOK"}, "expected": {"eur": "820.00"}},
              {"id": "hour", "area": "staff.unitCost", "inputs": {"unitCost": "hour", "country": "SE", "hours": "1720"}, "expected": {"amount": "918480.00", "currency": "SEK"}},
              {"id": "nobody", "area": "currency.conversion", "inputs": {"amount": "1", "currency": "SEK"}, "expected": {"refused": "noExchangeRate"}}
            ]}
            """#, "north/examples/own.json")
        let loaded = try Packs.own.pack(folder.url.appendingPathComponent("north").path)
        #expect(loaded.pack.base == "eu-2021-2027")
        for example in loaded.examples.flatMap(\.examples) {
            #expect(example.proved(under: loaded.pack).passed, "\(example.id)")
        }
        // The example proves nothing that is not so.
        let wrong = try #require(
            try WorkedExample.reading(
                Array(
                    #"[{"area": "currency.conversion", "inputs": {"amount": "1", "currency": "NOK"}, "expected": {"refused": "noExchangeRate"}}]"#
                        .utf8)
            ).first)
        #expect(wrong.proved(under: loaded.pack).mismatches.map(\.got) == [.noRefusal])
    }

    @Test func `everything that is wrong is said at once, with file, name and reason`() throws {
        try write(head, "north/pack.json")
        try write(
            #"{"form": 1, "parameters": ["# + rule("funding.rate", "public", "percent", "\"101\"") + ","
                + rule("funding.rate", "private", "per cent", "\"80\"") + ","
                + rule("funding.rait", "uk", "percent", "\"80\"") + "]}", "north/rates.json")
        try write("{", "north/other.json")
        let refused = try #require(throws: Refusal.self) {
            try Packs.own.pack(folder.url.appendingPathComponent("north").path)
        }
        #expect(
            refused.findings.map(\.code) == [
                "pack.notJSON", "pack.notAValue", "pack.unknownUnit", "pack.unknownName",
            ])
        let sentences = refused.findings.map { Words.of(.en).sentence($0) { $0.description } }
        #expect(sentences[1].contains("rates.json") && sentences[1].contains("funding.rate (public)"))
        #expect(sentences[1].contains("from \"0\" to \"100\""))
    }

    @Test func `a base that is nowhere, a folder without head, and no folder are told apart`() throws {
        try write(head.replacing("eu-2021-2027", with: "nowhere"), "north/pack.json")
        let path = folder.url.appendingPathComponent("north").path
        #expect(throws: Refusal.self) { try Packs.own.pack(path) }
        let base = try #require(throws: Refusal.self) { try Packs.own.pack(path) }
        #expect(base.findings.map(\.code) == ["pack.unknownBase"])
        try write("", "empty/readme.txt")
        let empty = try #require(throws: Refusal.self) {
            try Packs.own.pack(folder.url.appendingPathComponent("empty").path)
        }
        #expect(empty.findings.map(\.code) == ["pack.noHead"])
        #expect(try #require(throws: Refusal.self) { try Packs.own.pack("nothing") }.code == "unknownPack")
    }
}
