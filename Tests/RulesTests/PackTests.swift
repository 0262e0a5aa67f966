import Cast
import Programmes
import Testing
@testable import Domain

@Suite struct PackTests {
    static let names = [
        "eu-2014-2020", "eu-2021-2027", "hit-2021-2027", "interreg-central-europe-2021-2027",
        "interreg-europe-2014-2020",
        "interreg-europe-2021-2027",
    ]

    @Test func `the packs of the product are these`() { #expect(Packs.own.names == Self.names) }

    @Test(arguments: names) func `a pack reads and its examples hold`(name: String) throws {
        let loaded = try Packs.own.pack(name)
        #expect(!loaded.examples.isEmpty)
        for example in loaded.examples.flatMap(\.examples) {
            let proof = example.proved(under: loaded.pack)
            #expect(proof.passed, "\(example.id): \(proof.mismatches) \(String(describing: proof.refusal))")
        }
    }

    @Test(arguments: names) func `only what was found is verified, and everything has a source`(name: String) throws {
        for value in try Packs.own.pack(name).pack.parameters.flatMap(\.values) {
            #expect(!value.isVerified || value.certainty == .found)
            #expect(!value.source.document.isEmpty && !value.source.section.isEmpty)
        }
    }

    @Test func `every name that a calculation uses is in the vocabulary`() {
        for use in Calculation.all.flatMap(\.uses) {
            #expect(Vocabulary.meaning(of: String(use.prefix { $0 != " " })) != nil, "\(use)")
        }
        #expect(Set(Vocabulary.all.map(\.name)).count == Vocabulary.all.count)
        #expect(Set(Calculation.all.map(\.area)).count == Calculation.all.count)
    }

    @Test func `each step of rounding has a place of its own, and its rule is found there`() throws {
        #expect(Set(RoundingStep.allCases.map(\.place)) == Set(RoundingStep.allCases.indices))
        let pack = try Packs.own.pack("hit-2021-2027").pack
        let rules = RulesInForce(pack, on: pack.from)
        for step in RoundingStep.allCases {
            guard case .rounding(let said)? = pack.value(.rounding, about: step.rawValue, on: pack.from)?.value else {
                continue
            }
            #expect(try rules.rounding(step) == said, "\(step)")
        }
    }

    @Test(arguments: names) func `a source is law where its document is a regulation, and nowhere else`(name: String)
        throws
    {
        for source in try Packs.own.pack(name).pack.parameters.flatMap(\.values).map(\.source) {
            #expect((source.origin == .regulation) == source.document.contains("Regulation (EU)"), "\(source.document)")
        }
    }

    @Test func `a count that is not in the table has no value`() throws {
        let rules = RulesInForce(
            try Packs.own.pack("interreg-europe-2014-2020").pack, on: try #require(Day("2022-02-01")))
        var derivation = Derivation()
        #expect(try rules.lumpSum("phase2", count: 3, &derivation).plain == "51000.00 EUR")
        #expect(throws: Refusal.self) { try rules.lumpSum("phase2", count: 2, &derivation) }
    }

    @Test func `the rounding of an hourly rate is a rule and changes the cost`() throws {
        let pack = try Packs.own.pack("eu-2014-2020").pack
        let toCents = pack.saying(
            RuleParameter(
                key: .init(name: "rounding", about: "hourlyRate"), unit: .rounding,
                values: [
                    DatedValue(
                        value: .rounding(.cents(.halfUp)),
                        source: RuleSource(.practice, document: "test", section: "1"),
                        certainty: .low)
                ], pack: pack.id))
        var derivation = Derivation.none
        for (rules, expected) in [(pack, "11511.63"), (toCents, "11512.88")] {
            let cost = try RulesInForce(rules, on: pack.from).staffCost(
                annual: 48_000, hours: #require(Exact(reading: "412.5")), partTime: nil, &derivation
            ).cost
            #expect(cost.plain == expected)
        }
    }

    @Test(arguments: names) func `a base that is changed and changed back is equal`(name: String) throws {
        let pack = try Packs.own.pack(name).pack
        guard let base = try pack.base.map({ try Packs.own.pack($0).pack }) else { return }
        var chance = Chance(3)
        for _ in 0..<50 {
            let parameter = chance.one(of: base.parameters)
            let other = RuleParameter(
                key: parameter.key, unit: parameter.unit,
                values: [
                    DatedValue(
                        value: .text("other"), source: RuleSource(.practice, document: "test", section: "1"),
                        certainty: .low)
                ], pack: base.id)
            let changed = base.saying(other)
            #expect(changed != base)
            #expect(changed.saying(parameter) == base)
            let own = pack.parameter(ParameterName(parameter.name), about: parameter.about)?.pack == pack.id
            #expect((pack.standing(on: changed) == pack) == own)
            #expect(pack.standing(on: changed).standing(on: changed.saying(parameter)) == pack)
        }
    }
}

@Suite struct RefusedPackTests {
    static let head = #"{"form": 1, "pack": "test", "title": "Test", "from": "2021-01-01", "to": "2027-12-31"}"#

    static func rate(
        _ values: String, name: String = "funding.rate", about: String = "public", unit: String = "percent"
    ) -> String {
        #"{"form": 1, "topic": "t", "parameters": [{"name": "\#(name)", "about": "\#(about)", "unit": "\#(unit)", "values": [\#(values)]}]}"#
    }
    static let good = #"{"value": "80", "origin": "programme", "source": "manual", "section": "1", "certainty": "M-l"}"#

    static func codes(_ rules: String, head: String = head, base: RulePack? = nil) -> [String] {
        do {
            _ = try RulePack.reading(
                [
                    PackFile(name: "pack.json", bytes: Array(head.utf8)),
                    PackFile(name: "rules.json", bytes: Array(rules.utf8)),
                ], on: base)
            return []
        } catch { return error.findings.map(\.code) }
    }

    @Test func `a good pack is read`() { #expect(Self.codes(Self.rate(Self.good)) == []) }

    @Test(arguments: [
        ("pack.newerForm", #"{"form": 2, "parameters": []}"#),
        ("pack.noForm", #"{"parameters": []}"#),
        ("pack.notJSON", "{"),
        ("pack.unknownName", rate(good, name: "funding.rat")),
        ("pack.unknownName", rate(good.replacing("\"section\"", with: "\"page\": 3, \"section\""))),
        ("pack.unknownSubject", rate(good, about: "publik")),
        ("pack.unknownUnit", rate(good, unit: "furlong")),
        ("pack.otherUnit", rate(good, unit: "amount")),
        ("pack.notAValue", rate(good.replacing("\"80\"", with: "\"101\""))),
        ("pack.notAValue", rate(good.replacing("\"80\"", with: "80"))),
        ("pack.noSource", rate(good.replacing("\"source\": \"manual\", ", with: ""))),
        ("pack.noSource", rate(good.replacing("\"section\": \"1\", ", with: ""))),
        ("pack.noOrigin", rate(good.replacing("\"origin\": \"programme\", ", with: ""))),
        ("pack.noOrigin", rate(good.replacing("\"programme\"", with: "\"Regulation\""))),
        ("pack.noCertainty", rate(good.replacing("M-l", with: "sure"))),
        ("pack.verifiedButNotFound", rate(good.replacing("\"M-l\"", with: "\"M-h\", \"verified\": \"me\""))),
        ("pack.emptyButFound", rate(good.replacing("\"80\"", with: "null"))),
        (
            "pack.gapInDays",
            rate(
                good.replacing("\"80\"", with: "\"80\", \"to\": \"2022-12-31\"") + ","
                    + good.replacing("\"80\"", with: "\"70\", \"from\": \"2023-02-01\""))
        ),
        (
            "pack.twoValuesOnADay",
            rate(
                good.replacing("\"80\"", with: "\"80\", \"to\": \"2023-02-01\"") + ","
                    + good.replacing("\"80\"", with: "\"70\", \"from\": \"2023-02-01\""))
        ),
        ("pack.twoValuesOnADay", rate(good + "," + good)),
        ("pack.noValues", rate("")),
        (
            "pack.saidTwice",
            rate(good).replacing(
                "]}]}",
                with:
                    "]}, {\"name\": \"funding.rate\", \"about\": \"public\", \"unit\": \"percent\", \"values\": [\(good)]}]}"
            )
        ),
        (
            "pack.flatRateOnItself",
            rate(
                good.replacing("\"80\"", with: #"{"category": "staff", "base": ["staff"], "order": 1}"#),
                name: "flatRate.method", about: "staff", unit: "flatRate")
        ),
    ]) func `a pack with a fault is refused with its name`(code: String, rules: String) {
        #expect(Self.codes(rules) == [code])
    }

    @Test func `a contradiction between two rules is refused`() {
        func money(_ name: String, _ amount: String) -> String {
            #"{"name": "\#(name)", "unit": "amount", "values": [{"value": "\#(amount)", "origin": "programme", "source": "m", "section": "1", "certainty": "M-l"}]}"#
        }
        let rules =
            #"{"form": 1, "parameters": ["# + money("funding.projectRecommendedLeast", "3.00 EUR") + ","
            + money("funding.projectRecommendedMost", "2.00 EUR") + "]}"
        #expect(Self.codes(rules) == ["pack.leastAboveMost"])
    }

    @Test func `an unknown base is refused`() {
        #expect(
            Self.codes(
                Self.rate(Self.good), head: Self.head.replacing("\"from\"", with: "\"base\": \"none\", \"from\"")) == [
                    "pack.unknownBase"
                ])
    }
}
