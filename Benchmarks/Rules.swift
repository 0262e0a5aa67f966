import Domain
import Foundation
import Programmes

extension Bench {
    /// Worked examples of the pack that computes as most programmes do, each 10,000 times, against the same arithmetic with
    /// Python's `decimal`; then reading all packs. On both sides inputs are numbers before the clock runs.
    @Sendable static func rules(_ bench: Bench) async throws -> [Line] {
        let times = 10_000
        let pack = try Packs.own.pack("hit-2021-2027")
        let rules = RulesInForce(pack.pack, on: pack.pack.from)
        let areas = Reckoned.areas.map(\.area)
        let folder = Packs.own.folder.appendingPathComponent("hit-2021-2027/examples").path
        let theirs = try bench.numbers("decimals.py", [folder, String(times)] + areas)
        guard theirs.count == areas.count else { throw Failed("decimals.py said \(theirs)") }

        var lines: [Line] = []
        for (place, reckoned) in Reckoned.areas.enumerated() {
            let works = try pack.examples.flatMap(\.examples).filter { $0.area == reckoned.area }.map {
                try reckoned.work($0.inputs, rules)
            }
            var (best, sum) = (Double.infinity, Exact.zero)
            for _ in 0..<3 {
                let took = try seconds {
                    for work in works { for _ in 0..<times { sum = try work() } }
                }
                best = min(best, took)
            }
            if sum.isNegative { throw Failed("\(reckoned.area): \(sum)") }
            let each = Double(times * works.count)
            lines.append(
                Line(
                    "\(reckoned.area), one example", ours: Written.time(best / each),
                    theirs: Written.time(theirs[place] / each), ratio: theirs[place] / best, .atLeast(7)))
        }
        let loaded = try await load()
        return lines + [loaded]
    }

    /// All packs with their examples, read and validated: as a part of the time that `hledger-web` needs to start.
    private static func load() async throws -> Line {
        var best = Double.infinity
        for _ in 0..<5 {
            best = min(best, try seconds { for name in Packs.own.names { _ = try Packs.own.pack(name) } })
        }
        let budget = 0.080
        return Line(
            "all packs, read and validated", ours: Written.time(best), theirs: Written.time(budget),
            ratio: best / budget, .atMost(1))
    }
}

/// One area of the worked examples, with its inputs read before and the calculation alone to be measured.
private struct Reckoned: Sendable {
    let area: String
    let work: @Sendable (JSON, RulesInForce) throws -> () throws -> Exact

    static let areas: [Reckoned] = [
        Reckoned(area: "budget.rowSum") { inputs, rules in
            let (units, price) = (inputs.number("numberOfUnits"), inputs.number("pricePerUnit"))
            return {
                var derivation = Derivation.none
                return try rules.rowSum(units: units, price: price, &derivation)
            }
        },
        Reckoned(area: "budget.flatRates") { inputs, rules in flatRates(inputs, "costs", rules) },
        Reckoned(area: "report.costCategories") { inputs, rules in flatRates(inputs, "currentCosts", rules) },
        Reckoned(area: "cofinancing.split") { inputs, rules in
            let (amount, funds) = (inputs.number("amount"), inputs.funds)
            let (contributions, budget) = (inputs.contributions, inputs.number("partnerBudgetWithoutSpf"))
            return {
                var derivation = Derivation.none
                let split = try rules.coFinancing(
                    of: amount, funds: funds, contributions: contributions, budget: budget, &derivation)
                return try rules.contributionByFund(split, &derivation)[0].total
            }
        },
        Reckoned(area: "cofinancing.overview") { inputs, rules in
            let (total, rate) = (inputs.number("partnerTotal"), Percent(inputs.number("fundPercentage")))
            let contributions = Contributions(
                public: inputs.number("otherPublic"), automaticPublic: inputs.number("autoPublic"),
                private: inputs.number("private"))
            return {
                var derivation = Derivation.none
                return try rules.coFinancingOverview(
                    total: total, rate: rate, contributions: contributions, &derivation
                ).funding
            }
        },
        Reckoned(area: "funds.perPeriod") { inputs, rules in
            let framed = inputs["periodTotals"] ?? inputs["preparationThenPeriodsThenClosure"]
            let amounts = (framed ?? inputs["perPeriod"] ?? .list([])).list?.map(\.number) ?? []
            let total = try inputs["spfTotal"]?.number ?? Exact.sum(amounts)
            let rate = Percent(inputs.number("percentage"))
            let rest = amounts.count - (framed == nil ? 1 : 2)
            return {
                var derivation = Derivation.none
                return try rules.fundByPeriod(amounts, total: total, rate: rate, rest: rest, &derivation).total
            }
        },
        Reckoned(area: "report.overviewLine") { inputs, rules in
            let (budget, previously) = (inputs.number("totalEligibleBudget"), inputs.number("previouslyReported"))
            let current = inputs.number("currentReport")
            return {
                var derivation = Derivation.none
                return try rules.overviewLine(budget: budget, previously: previously, current: current, &derivation)
                    .totalReportedSoFar
            }
        },
        Reckoned(area: "currency.conversion") { inputs, rules in
            let (amount, rate) = (inputs.number("amount"), inputs.number("unitsOfCurrencyPerEuro"))
            return {
                var derivation = Derivation.none
                return try rules.euro(of: amount, unitsPerEuro: rate, &derivation)
            }
        },
        Reckoned(area: "verification.fundSplit") { inputs, rules in
            let (amount, funds) = (inputs.number("amount"), inputs.funds)
            let (contributions, budget) = (inputs.contributions, inputs.number("partnerBudgetWithoutSpf"))
            return {
                var derivation = Derivation.none
                let split = try rules.coFinancing(
                    of: amount, funds: funds, contributions: contributions, budget: budget, &derivation)
                return try rules.verifiedByFund(split, &derivation)[0].total
            }
        },
    ]

    private static func flatRates(_ inputs: JSON, _ name: String, _ rules: RulesInForce) -> () throws -> Exact {
        var (costs, rates) = (Costs(), FlatRates())
        for (name, value) in inputs[name]?.members ?? [] {
            if let category = CostCategory(rawValue: name) { costs[category] = value.number }
        }
        for (name, value) in inputs["options"]?.members ?? [] {
            if let option = FlatRateOption(rawValue: name) { rates[option] = Percent(value.number) }
        }
        let (real, used) = (costs, rates)
        return {
            var derivation = Derivation.none
            return try rules.costs(real, with: used, &derivation).total()
        }
    }
}

extension JSON {
    fileprivate var number: Exact { text.flatMap { Exact(reading: $0) } ?? whole.map { Exact($0) } ?? .zero }
    fileprivate func number(_ name: String) -> Exact { self[name]?.number ?? .zero }

    fileprivate var funds: [FundRate] {
        (self["fundPercentages"]?.members ?? []).map { FundRate(fund: $0.name, rate: Percent($0.value.number)) }
    }

    fileprivate var contributions: Contributions {
        let given = self["contributions"] ?? .object([])
        return Contributions(
            public: given.number("public"), automaticPublic: given.number("automaticPublic"),
            private: given.number("private"))
    }
}
