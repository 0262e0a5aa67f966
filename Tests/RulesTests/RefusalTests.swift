import Programmes
import Testing
@testable import Domain

/// Bad input is refused, and the refusal names the thing.
@Suite struct RefusalTests {
    let hit: RulesInForce

    init() throws {
        let pack = try Packs.own.pack("hit-2021-2027").pack
        hit = RulesInForce(pack, on: pack.from)
    }

    private func refusal(_ area: String, _ inputs: JSON, under rules: RulesInForce? = nil) throws -> Refusal {
        let calculation = try #require(Calculation.named(area))
        return try #require(throws: Refusal.self) {
            var derivation = Derivation.none
            _ = try calculation.answer(inputs, under: rules ?? hit, &derivation)
        }
    }

    @Test func `an amount of twenty digits`() throws {
        let refused = try refusal("budget.flatRates", ["costs": ["staff": "12345678901234567890"]])
        #expect(refused == .numberTooLarge("12345678901234567890"))
        let sum = try refusal(
            "budget.sum", ["parts": ["99999999999999999999999999999.99"], "total": "1"])
        #expect(sum.code == "numberTooLarge")
    }

    @Test func `a rate of nothing, or above all`() throws {
        for rate in ["0", "-5", "100.01"] {
            let refused = try refusal("budget.flatRates", ["options": ["staff": .text(rate)], "costs": ["staff": "1"]])
            #expect(refused == Refusal("rateOutside", [.init("text", .text(rate)), .init("name", .text("staff"))]))
        }
    }

    @Test func `funds that pay more than all, and percentages that do not make 100`() throws {
        let refused = try refusal(
            "cofinancing.split", ["amount": "100", "fundPercentages": ["a": "60", "b": "40.01"]])
        #expect(refused == Refusal("ratesAbove100", [.init("text", .text("100.01"))]))
        var derivation = Derivation.none
        let entries = [
            CoFinancingEntry(fund: "a", rate: Percent(60)), CoFinancingEntry(fund: nil, rate: Percent(39)),
        ]
        #expect(try hit.fault(in: entries, allowed: ["a"], fixed: [], &derivation) == .sum)
    }

    @Test func `the partner's own contribution has a status that the programme takes`() throws {
        let entries = [
            CoFinancingEntry(fund: "a", rate: Percent(60)), CoFinancingEntry(fund: nil, rate: Percent(40)),
        ]
        var derivation = Derivation.none
        for (status, fault) in [
            (ContributionStatus.public, nil), (.private, nil), (.automaticPublic, CoFinancingFault.ownStatus),
        ] {
            #expect(
                try hit.fault(in: entries, allowed: ["a"], fixed: [], ownStatus: status, &derivation) == fault)
        }
    }

    @Test func `periods of no months, and a project without end`() throws {
        let refused = try refusal("project.periods", ["durationMonths": 12, "periodLengthMonths": 0])
        #expect(refused.code == "monthsOutside")
        #expect(refused.facts.first == .init("name", .text("periodLengthMonths")))
        let endless = try refusal("project.endDate", ["startDate": "2022-01-01", "durationMonths": 1_000])
        #expect(endless.facts.first == .init("name", .text("durationMonths")))
    }

    @Test func `a day on which no value holds`() throws {
        let pack = try Packs.own.pack("interreg-europe-2021-2027").pack
        let early = RulesInForce(pack, on: try #require(Day("2022-01-01")))
        // Candidate countries joined by an amendment of December 2023.
        let refused = try refusal("funding.rate", ["amount": "100", "partnerClass": "candidate"], under: early)
        #expect(refused.code == "noRule")
        #expect(refused.facts.first == .init("name", .text("funding.rate (candidate)")))
        #expect(refused.facts.last == .init("day", .day(early.day)))
    }

    @Test func `a currency that the programme has no rate for`() throws {
        let refused = try refusal("currency.conversion", ["amount": "100", "currency": "SEK"])
        #expect(refused.code == "noExchangeRate")
        #expect(refused.facts.first == .init("currency", .text("SEK")))
    }

    @Test func `a pack of a newer form is named with its file`() throws {
        let head = PackFile(
            name: "pack.json",
            bytes: Array(#"{"form": 2, "pack": "x", "title": "X", "from": "2021-01-01"}"#.utf8))
        let refused = try #require(throws: Refusal.self) { try RulePack.reading([head], on: nil) }
        #expect(refused.findings.first?.code == "pack.newerForm")
        #expect(refused.findings.first?.facts.first == .init("file", .text("pack.json")))
    }

    @Test func `flat rates that a partner may not choose are named, each once`() throws {
        let law = RulesInForce(try Packs.own.pack("eu-2021-2027").pack, on: try #require(Day("2022-01-01")))
        var rates = FlatRates()
        rates.staff = Percent(21)
        rates.officeOnStaff = Percent(15)
        rates.officeOnDirect = Percent(7)
        rates.travelOnStaff = Percent(0)
        var derivation = Derivation()
        #expect(
            law.faults(in: rates, &derivation) == [
                .aboveMost(.staff, Percent(21), most: Percent(20)), .outside(.travelOnStaff, Percent(0)),
                .excludes(.officeOnStaff, .officeOnDirect),
            ])
        rates = FlatRates()
        rates.staff = Percent(20)
        rates.officeOnStaff = Percent(15)
        #expect(law.faults(in: rates, &derivation) == [])
        // Where the programme fixes the rate, a lower one cannot be chosen.
        let europe = RulesInForce(
            try Packs.own.pack("interreg-europe-2014-2020").pack, on: try #require(Day("2022-01-01")))
        rates = FlatRates()
        rates.officeOnStaff = Percent(10)
        #expect(
            europe.faults(in: rates, &derivation) == [.notExact(.officeOnStaff, Percent(10), fixed: Percent(15))])
    }
}
