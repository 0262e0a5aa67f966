import Cast
import Testing

@testable import Domain
@testable import Programmes

@Suite struct CalculationTests {
    let hit: RulesInForce

    init() throws {
        let pack = try Packs.own.pack("hit-2021-2027").pack
        hit = RulesInForce(pack, on: pack.from)
    }

    @Test func `funds and contribution add up to the sum for any amount and rates`() throws {
        var chance = Chance(4)
        for _ in 0..<5_000 {
            let sum = Exact(cents: chance.cents() / 1_000)
            let first = chance.percent()
            let second = Percent(Exact(cents: Int64(chance.below(10_001 - Int(first.number.units)))))
            var derivation = Derivation.none
            let split = try hit.coFinancing(
                of: sum, funds: [FundRate(fund: "a", rate: first), FundRate(fund: "b", rate: second)],
                contributions: Contributions(),
                budget: .zero, &derivation)
            #expect(try Exact.sum(split.funds.map(\.amount)) + split.partnerContribution == sum)
        }
    }

    /// The formulas once more, on whole numbers alone: a percentage of the budget cut to 17 decimals, and for each fund its
    /// contribution by the partner's percentage, half up to 17 decimals.
    @Test func `of each source comes what the two formulas say, in the total row and beside each fund`() throws {
        var chance = Chance(9)
        let seventeen: Int128 = 100_000_000_000_000_000
        func percentage(_ source: Int128, of budget: Int128) -> Int128 { source * 100 * seventeen / budget }
        for _ in 0..<5_000 {
            let (cents, budget) = (Int128(1 + chance.below(1_000_000)), Int128(1 + chance.below(1_000_000)))
            let sources = (0..<3).map { _ in Int128(chance.below(Int(budget) / 3 + 1)) }
            let rates = [Int128(1 + chance.below(60)), Int128(1 + chance.below(39))]
            var derivation = Derivation.none
            let split = try hit.coFinancing(
                of: Exact(units: cents, scale: 2),
                funds: rates.enumerated().map {
                    FundRate(fund: "\($0.offset)", rate: Percent(Exact(units: $0.element, scale: 0)))
                },
                contributions: Contributions(
                    public: Exact(units: sources[0], scale: 2), automaticPublic: Exact(units: sources[1], scale: 2),
                    private: Exact(units: sources[2], scale: 2)),
                budget: Exact(units: budget, scale: 2), &derivation)
            func same(_ given: Contributions, _ ofEach: (Int128) -> Int128) {
                for (got, source) in zip([given.public, given.automaticPublic, given.private], sources) {
                    #expect(got == Exact(units: ofEach(percentage(source, of: budget)), scale: 2))
                }
            }
            same(split.ofWhich) { cents * $0 / (100 * seventeen) }
            let partner = 100 - rates[0] - rates[1]
            for part in try hit.contributionByFund(split, &derivation) {
                let contribution = part.partnerContribution.units
                // Cents for one per cent, with 15 decimals more than a cent has.
                let forOne = (contribution * seventeen / 100 * 2 + partner) / (2 * partner)
                same(part.ofWhich) { percent in
                    let product = forOne.magnitude.multipliedFullWidth(by: percent.magnitude)
                    return Int128((seventeen / 100 * seventeen).magnitude.dividingFullWidth(product).quotient)
                }
            }
        }
    }

    @Test func `where a fund's part has no parts of a cent, its sources are those of the total row`() throws {
        var chance = Chance(10)
        for _ in 0..<2_000 {
            let sum = Exact(chance.below(10_000_000))
            var derivation = Derivation.none
            let split = try hit.coFinancing(
                of: sum, funds: [FundRate(fund: "a", rate: Percent(Exact(1 + chance.below(99))))],
                contributions: Contributions(
                    public: Exact(chance.below(1_000)), automaticPublic: Exact(chance.below(1_000)),
                    private: Exact(chance.below(1_000))),
                budget: Exact(3_000 + chance.below(100_000)), &derivation)
            #expect(try hit.contributionByFund(split, &derivation).map(\.ofWhich) == [split.ofWhich])
        }
    }

    @Test func `in a project's profile nothing of nothing is all, and something of nothing is no percentage`() throws {
        func percentage(_ current: Exact, of budget: Exact, _ rules: RulesInForce) throws -> Exact? {
            var derivation = Derivation.none
            return try rules.spendingProfile(
                budget: budget, previously: .zero, current: current, planned: .zero, &derivation
            ).percentage
        }
        #expect(try percentage(0, of: 0, hit) == 100)
        #expect(try percentage(1, of: 0, hit) == nil)
        #expect(try percentage(1, of: 2, hit) == 50)
        // Where the pack is silent, a percentage of nothing does not exist.
        let law = RulesInForce(try Packs.own.pack("eu-2021-2027").pack, on: hit.day)
        #expect(try percentage(0, of: 0, law) == nil)
    }

    @Test func `periods add up to the total for any budget, and so do their percentages`() throws {
        var chance = Chance(5)
        for _ in 0..<1_000 {
            var parts: [Costs] = []
            var total = Costs()
            for _ in 0...chance.below(7) {
                var costs = Costs()
                for category in [CostCategory.external, .equipment, .infrastructure, .lumpSum] {
                    costs[category] = Exact(cents: Int64(chance.below(10_000_000)))
                }
                total = try total.adding(costs)
                parts.append(costs)
            }
            var rates = FlatRates()
            rates.staff = Percent(Exact(1 + chance.below(20)))
            rates.officeOnStaff = Percent(15)
            var derivation = Derivation.none
            let budget = try hit.budgetByPeriod(parts, total: total, rates: rates, &derivation)
            let totals = try budget.periods.map { try $0.total() }
            #expect(try Exact.sum(totals) == budget.total.total())
            if let percentages = try hit.percentagesByPeriod(
                [.zero] + totals + [.zero, budget.total.total()], &derivation)
            {
                #expect(try Exact.sum(percentages.dropLast()) == 100)
            }
            let fund = try hit.fundByPeriod(
                [.zero] + totals + [.zero], total: budget.total.total(), rate: Percent(80), rest: totals.count,
                &derivation)
            #expect(try Exact.sum(fund.periods) == fund.total)
        }
    }

    @Test func `the order of partners changes no sum`() throws {
        var chance = Chance(6)
        for _ in 0..<200 {
            let partners = (0...chance.below(9)).map { _ in Exact(cents: Int64(chance.below(100_000_000))) }
            func project(_ staff: [Exact]) throws -> Exact {
                var rates = FlatRates()
                rates.officeOnStaff = Percent(15)
                var sum = Exact.zero
                for staff in staff {
                    var costs = Costs()
                    costs.staff = staff
                    var derivation = Derivation.none
                    sum = try sum + hit.costs(costs, with: rates, &derivation).total()
                }
                return sum
            }
            #expect(try project(partners) == project(partners.shuffled(using: &chance)))
        }
    }

    @Test func `a derivation that is kept changes no result`() throws {
        for example in try Packs.own.pack("hit-2021-2027").examples.flatMap(\.examples) {
            let calculation = try #require(Calculation.named(example.area))
            var (kept, none) = (Derivation(), Derivation.none)
            let a = try calculation.answer(example.inputs, under: hit, &kept)
            let b = try calculation.answer(example.inputs, under: hit, &none)
            #expect(a == b && none.steps.isEmpty)
        }
    }

    @Test func `what cut a cent stands in the derivation`() throws {
        var derivation = Derivation()
        var (costs, rates) = (Costs(), FlatRates())
        costs.staff = Exact(cents: 10_333)
        rates.officeOnStaff = Percent(15)
        _ = try hit.costs(costs, with: rates, &derivation)
        #expect(
            derivation.steps.contains(
                .rounded(
                    what: .option("flatRate", .officeOnStaff), by: .rate(Percent(15), of: Exact(cents: 10_333)),
                    .init(
                        rounding: .cents(.down), step: .flatRate, exact: Exact(reading: "15.4995"),
                        cut: Exact(reading: "0.0095"), goesOn: false),
                    amount: Exact(cents: 1_549))))
        #expect(derivation.unverified.isEmpty)
    }

    @Test func `an unknown area or input fails with its name`() throws {
        func proof(_ text: String) throws -> WorkedExample.Proof {
            try #require(try WorkedExample.reading(Array("{\"examples\": [\(text)]}".utf8)).first).proved(
                under: hit.pack)
        }
        let area = try proof(#"{"id": "x", "area": "budget.flatRate", "inputs": {}, "expected": {"a": 1}}"#)
        #expect(area.refusal?.facts == [.init("name", .text("budget.flatRate"))])
        let input = try proof(
            #"{"id": "x", "area": "budget.rowSum", "inputs": {"numberOfUnit": "1"}, "expected": {"rowSum": 1}}"#)
        #expect(input.refusal?.code == "unknownInput")
        let inner = try proof(
            #"{"id": "x", "area": "budget.flatRates", "inputs": {"costs": {"stuff": "1"}}, "expected": {"staff": 1}}"#)
        #expect(inner.refusal?.facts.first == .init("name", .text("costs.stuff")))
        let result = try proof(
            #"{"id": "x", "area": "budget.rowSum", "inputs": {"numberOfUnits": 2.5, "pricePerUnit": "3"}, "expected": {"rowSum": 7.50, "sum": 1}}"#
        )
        #expect(result.mismatches == [.init(name: "sum", expected: "1", got: .noSuchResult)])
    }

    /// Of each thing that a calculation may be given: another name is refused by name, and so is another sort of value.
    @Test(arguments: PackTests.names) func `a slip of the pen in an example is refused with the name that is wrong`(
        name: String
    ) throws {
        let loaded = try Packs.own.pack(name)
        for example in loaded.examples.flatMap(\.examples) where example.expected["refused"] == nil {
            for (given, _) in example.inputs.members {
                let other = example.inputs.members.map { ($0.name == given ? given + "s" : $0.name, $0.value) }
                let renamed = WorkedExample(like: example, .object(of: other)).proved(under: loaded.pack)
                #expect(renamed.refusal?.code == "unknownInput", "\(example.id): \(given)")
                #expect(renamed.refusal?.facts.first?.fact == .text(given + "s"), "\(example.id): \(given)")
                let odd = example.inputs.members.map {
                    ($0.name, $0.name == given ? [["colour": [[]]]] as JSON : $0.value)
                }
                let wrong = WorkedExample(like: example, .object(of: odd)).proved(under: loaded.pack)
                #expect(
                    wrong.refusal?.facts.contains { fact in
                        if fact.name == "name", case .text(let text) = fact.fact {
                            text.hasPrefix(given)
                        } else {
                            false
                        }
                    } == true, "\(example.id): \(given)")
            }
        }
    }

    @Test func `whatever has its shape, a calculation answers or refuses`() {
        var chance = Chance(12)
        let project = Project(name: "nobody")
        for calculation in Calculation.all {
            for _ in 0..<200 {
                var how = Derivation()
                _ = try? calculation.answer(chance.json(calculation.shape, in: project), under: hit, &how)
            }
            for number in 0..<4 {
                var how = Derivation()
                _ = try? calculation.answer(calculation.shape.extreme(number), under: hit, &how)
            }
        }
    }

    /// `rules show` and the pages say where a rule is used.
    @Test(arguments: PackTests.names) func `a rule that decided is among those that its calculation names`(name: String)
        throws
    {
        let loaded = try Packs.own.pack(name)
        for example in loaded.examples.flatMap(\.examples) {
            let uses = try #require(Calculation.named(example.area)).uses
            for rule in example.proved(under: loaded.pack).derivation.rules {
                #expect(
                    uses.contains(rule.key.name) || uses.contains(rule.key.text), "\(example.area): \(rule.key.text)")
            }
        }
    }

    @Test func `an example of which nothing is decided fails`() throws {
        let example = try #require(
            try WorkedExample.reading(
                Array(
                    #"[{"area": "expenditure.line", "inputs": {"units": "2", "costPerUnit": "3", "enteredAmount": "1"}, "expected": {"category": "EquipmentCosts"}}]"#
                        .utf8)
            ).first)
        #expect(!example.proved(under: hit.pack).passed)
    }

    @Test func `a currency without a rate and a day without a value are refused by name`() throws {
        var derivation = Derivation.none
        #expect(throws: Refusal("noExchangeRate", [.init("currency", .text("SEK")), .init("day", .day(hit.day))])) {
            try hit.euro(of: 1, currency: "SEK", &derivation)
        }
        let late = RulesInForce(try Packs.own.pack("eu-2021-2027").pack, on: try #require(Day("2023-12-31")))
        #expect(throws: Refusal.noRule(ParameterName("procurement.euThreshold"), "works", in: late.pack, on: late.day))
        {
            try late.rule(ParameterName("procurement.euThreshold"), about: "works", &derivation)
        }
    }

    @Test func `instalments above what was approved are refused`() {
        #expect(throws: Refusal.self) {
            try hit.payment(
                approved: 100,
                instalments: [
                    .init(amount: 60, isAuthorised: true, paidOn: nil),
                    .init(amount: 41, isAuthorised: false, paidOn: nil),
                ])
        }
    }

    /// Whatever is written, a reader answers or refuses.
    @Test func `no reader traps on any input`() throws {
        var chance = Chance(7)
        let examples = try Packs.own.pack("hit-2021-2027").examples.flatMap(\.examples)
        let strange: [JSON] = [
            .null, true, 0, -1, 9_007_199_254_740_992, -9_007_199_254_740_992, "", "-", "0", "-0.01",
            "99999999999999999999", "92233720368547758.07",
            "-92233720368547758.08", "0.000000000000000001", "1e9", "2022-02-30", "9999-12-31", "0001-01-01", [],
            .object([]), ["1", "2"], "EUR",
            "-9223372036854775808", [[["1"]]], 100_000, "100", "100.01",
        ]
        func disturbed(_ json: JSON, _ chance: inout Chance) -> JSON {
            if chance.below(6) == 0 { return chance.one(of: strange) }
            switch json {
            case .list(let items): return .list(items.map { disturbed($0, &chance) })
            case .object(let members): return .object(of: members.map { ($0.name, disturbed($0.value, &chance)) })
            default: return json
            }
        }
        for _ in 0..<20_000 {
            let example = chance.one(of: examples)
            var derivation = Derivation(kept: chance.below(2) == 0)
            let calculation = chance.below(10) == 0 ? chance.one(of: Calculation.all) : Calculation.named(example.area)!
            _ = try? calculation.answer(disturbed(example.inputs, &chance), under: hit, &derivation)
        }
        // Packs and example files with bytes changed.
        let pack = Array(
            #"{"form":1,"topic":"t","parameters":[{"name":"funding.rate","about":"public","unit":"percent","values":[{"value":"80","from":"2021-01-01","origin":"programme","source":"m","section":"1","certainty":"F","verified":"x"}]}]}"#
                .utf8)
        let head = PackFile(name: "pack.json", bytes: Array(RefusedPackTests.head.utf8))
        for _ in 0..<20_000 {
            var bytes = pack
            for _ in 0...chance.below(4) { bytes[chance.below(bytes.count)] = UInt8(truncatingIfNeeded: chance.next()) }
            _ = try? RulePack.reading([head, PackFile(name: "r.json", bytes: bytes)], on: nil)
            _ = try? WorkedExample.reading(bytes)
            let text = String(decoding: bytes.prefix(chance.below(30)), as: UTF8.self)
            _ = (
                Exact(reading: text), Percent(plain: text), Rounding(plain: text), Euro(plain: text), MonthAndDay(text)
            )
        }
    }
}

extension WorkedExample {
    fileprivate init(like example: WorkedExample, _ inputs: JSON) {
        self.init(
            id: example.id, area: example.area, description: example.description, on: example.on, inputs: inputs,
            expected: example.expected, source: example.source)
    }
}
