/// The steps whose rounding a pack decides. Each is one place in the calculations.
public enum RoundingStep: String, Choice {
    /// Units times price of a budget row, and of a line with a unit cost.
    case rowSum, unitCost
    case flatRate
    /// A fund's part of a partner's budget; of one period; of what is reported.
    case fundBudget, fundPeriod, fundShare
    /// A source's part of the partner's budget, as a ratio; what of a reported sum comes from the source.
    case contributionRatio, contributionPart
    /// A fund's part of all funds, as a ratio; the partner's contribution that belongs to the fund.
    case fundRatio, contributionByFund
    /// That contribution by the partner's rate, for one per cent; what of it comes from each source.
    case percentByFund, sourceByFund
    /// At verification: a fund's part of all funds, as a ratio; the sum that belongs to it.
    case verificationRatio, verificationShare
    /// Claims of small project funds: the ratio of a fund; the contribution that belongs to it.
    case smallProjectRatio, smallProjectShare
    case currency
    case percentage
    /// The quotient that a percentage of a budget is first shortened to.
    case budgetQuotient
    case coFinancingRate
    case advance
    case hourlyRate, staffCost, depreciation
}

extension RoundingStep {
    /// Where the roundings of a day keep it: a place of its own below the number of steps.
    var place: Int {
        switch self {
        case .rowSum: 0
        case .unitCost: 1
        case .flatRate: 2
        case .fundBudget: 3
        case .fundPeriod: 4
        case .fundShare: 5
        case .contributionRatio: 6
        case .contributionPart: 7
        case .fundRatio: 8
        case .contributionByFund: 9
        case .percentByFund: 10
        case .sourceByFund: 11
        case .verificationRatio: 12
        case .verificationShare: 13
        case .smallProjectRatio: 14
        case .smallProjectShare: 15
        case .currency: 16
        case .percentage: 17
        case .budgetQuotient: 18
        case .coFinancingRate: 19
        case .advance: 20
        case .hourlyRate: 21
        case .staffCost: 22
        case .depreciation: 23
        }
    }
}

/// Where the cents go that rounding leaves, as the pack says it.
public enum LeftOverRule: String, Choice {
    /// The partner's contribution is the sum less the funds.
    case partnerContribution
    case firstPeriod, lastPeriod
    /// One cent each to those whose share was cut most.
    case largestRemainder
    /// Parked amounts, where nothing was really deducted.
    case parked
}

/// A pack on a day, with the roundings and flat rates already looked up: what every calculation is given.
public struct RulesInForce: Sendable {
    public let pack: RulePack
    public let day: Day
    let roundings: [Rounding?]
    let flatRates: [FlatRateMethod.OfOption]
    let leftOverOfFunds: LeftOverRule
    let leftOverOfPeriods: LeftOverRule
    let leftOverOfControl: LeftOverRule?
    private let percentOfNothing: (ofNothing: Exact?, ofSomething: Exact?)

    /// A rule that the pack does not have is missed only when a calculation asks for it.
    public init(_ pack: RulePack, on day: Day) {
        self.pack = pack
        self.day = day
        var roundings: [Rounding?] = Array(repeating: nil, count: RoundingStep.allCases.count)
        for step in RoundingStep.allCases {
            if case .rounding(let rounding)? = pack.value(.rounding, about: step.rawValue, on: day)?.value {
                roundings[step.place] = rounding
            }
        }
        self.roundings = roundings
        flatRates = FlatRateOption.allCases.compactMap { option -> FlatRateMethod.OfOption? in
            guard case .flatRate(let method)? = pack.value(.flatRateMethod, about: option.rawValue, on: day)?.value
            else { return nil }
            return FlatRateMethod.OfOption(option: option, method: method)
        }.sorted { $0.order < $1.order }
        func leftOver(_ subject: String) -> LeftOverRule? {
            if case .word(let word)? = pack.value(.leftOver, about: subject, on: day)?.value {
                LeftOverRule(rawValue: word)
            } else {
                nil
            }
        }
        leftOverOfFunds = leftOver("fundShare") ?? .partnerContribution
        leftOverOfPeriods = leftOver("period") ?? .lastPeriod
        leftOverOfControl = leftOver("control")
        func percent(_ subject: String) -> Exact? {
            if case .percent(let percent)? = pack.value(.percentageOfNothing, about: subject, on: day)?.value {
                percent.number
            } else {
                nil
            }
        }
        percentOfNothing = (percent("nothingOfNothing"), percent("somethingOfNothing"))
    }

    /// The rule that holds, noted in the derivation; refused by name when the pack has none on the day.
    public func rule(_ name: ParameterName, about subject: String = "", _ derivation: inout Derivation) throws(Refusal)
        -> RuleValue
    {
        guard let parameter = pack.parameter(name, about: subject), let dated = parameter.value(on: day),
            let value = dated.value
        else {
            throw .noRule(name, subject, in: pack, on: day)
        }
        derivation.rule(parameter, dated)
        return value
    }

    /// The rule that holds, or nil when the pack is silent.
    public func ruleIfAny(_ name: ParameterName, about subject: String = "", _ derivation: inout Derivation)
        -> RuleValue?
    {
        try? rule(name, about: subject, &derivation)
    }

    public func percent(_ name: ParameterName, about subject: String = "", _ derivation: inout Derivation)
        throws(Refusal)
        -> Percent
    {
        guard case .percent(let percent) = try rule(name, about: subject, &derivation) else {
            throw .noRule(name, subject, in: pack, on: day)
        }
        return percent
    }

    public func whole(_ name: ParameterName, about subject: String = "", _ derivation: inout Derivation) throws(Refusal)
        -> Int
    {
        guard case .whole(let whole) = try rule(name, about: subject, &derivation) else {
            throw .noRule(name, subject, in: pack, on: day)
        }
        return whole
    }

    public func flag(_ name: ParameterName, about subject: String = "", _ derivation: inout Derivation) throws(Refusal)
        -> Bool
    {
        guard case .flag(let flag) = try rule(name, about: subject, &derivation) else {
            throw .noRule(name, subject, in: pack, on: day)
        }
        return flag
    }

    public func word(_ name: ParameterName, about subject: String = "", _ derivation: inout Derivation) throws(Refusal)
        -> String
    {
        guard case .word(let word) = try rule(name, about: subject, &derivation) else {
            throw .noRule(name, subject, in: pack, on: day)
        }
        return word
    }

    /// Notes the rule by which left cents go where they go.
    func noteLeftOver(_ subject: String, _ derivation: inout Derivation) {
        if derivation.isKept { _ = ruleIfAny(.leftOver, about: subject, &derivation) }
    }

    // MARK: Rounding by a step of the pack

    @inline(__always)
    func rounding(_ step: RoundingStep) throws(Refusal) -> Rounding {
        guard let rounding = roundings[step.place] else { throw .noRule(.rounding, step.rawValue, in: pack, on: day) }
        return rounding
    }

    /// The number, rounded as the pack rounds the step.
    func rounded(
        _ number: Exact, _ step: RoundingStep, _ what: @autoclosure () -> Phrase, _ by: @autoclosure () -> Phrase,
        _ derivation: inout Derivation
    ) throws(Refusal) -> Exact {
        let rounding = try rounding(step)
        let result = try number.rounded(rounding)
        if derivation.isKept { note(step, rounding, what(), by(), number, 1, result, &derivation) }
        return result
    }

    /// The product, rounded as the pack rounds the step; before it is, it may be longer than a number can be.
    func product(
        _ a: Exact, _ b: Exact, _ step: RoundingStep, _ what: @autoclosure () -> Phrase, _ derivation: inout Derivation
    ) throws(Refusal) -> Exact {
        let rounding = try rounding(step)
        let result = try a.times(b, rounding)
        if derivation.isKept {
            note(step, rounding, what(), .product(a.shortest, b.shortest), try? a * b, 1, result, &derivation)
        }
        return result
    }

    /// The quotient, rounded as the pack rounds the step.
    func divided(
        _ number: Exact, by divisor: Exact, _ step: RoundingStep, _ what: @autoclosure () -> Phrase,
        _ by: @autoclosure () -> Phrase, _ derivation: inout Derivation
    ) throws(Refusal) -> Exact {
        let rounding = try rounding(step)
        let result = try number.divided(by: divisor, rounding)
        if derivation.isKept { note(step, rounding, what(), by(), number, divisor, result, &derivation) }
        return result
    }

    private func note(
        _ step: RoundingStep, _ rounding: Rounding, _ what: Phrase, _ by: Phrase, _ number: Exact?, _ divisor: Exact,
        _ result: Exact, _ derivation: inout Derivation
    ) {
        if let parameter = pack.parameter(.rounding, about: step.rawValue), let dated = parameter.value(on: day) {
            derivation.rule(parameter, dated)
        }
        // Six digits more than were kept, cut: enough to see what was taken, and marked when it goes on.
        let places = min(max(result.scale, 0) + 6, 28)
        guard let number, let fine = Rounding(.down, .decimals(places)),
            let exact = try? number.divided(by: divisor, fine),
            let cut = try? exact - result, let back = try? exact * divisor
        else {
            derivation.note(
                .rounded(
                    what: what, by: by, .init(rounding: rounding, step: step, exact: nil, cut: nil, goesOn: false),
                    amount: result))
            return
        }
        let goesOn = back != number
        if cut.isZero && !goesOn {
            derivation.note(.found(what: what, by: by, amount: result))
        } else {
            derivation.note(
                .rounded(
                    what: what, by: by,
                    .init(rounding: rounding, step: step, exact: exact.shortest, cut: cut.shortest, goesOn: goesOn),
                    amount: result))
        }
    }

    /// What a percentage of nothing is shown as: nil where it does not exist.
    func percentage(of part: Exact, in whole: Exact, _ derivation: inout Derivation) throws(Refusal) -> Exact? {
        if !whole.isZero {
            return try divided(
                part * .hundred, by: whole, .percentage, "percentage", .percentage(part, in: whole),
                &derivation)
        }
        if derivation.isKept {
            let subject = part.isZero ? "nothingOfNothing" : "somethingOfNothing"
            _ = ruleIfAny(.percentageOfNothing, about: subject, &derivation)
        }
        return part.isZero ? percentOfNothing.ofNothing : percentOfNothing.ofSomething
    }
}

extension Refusal {
    /// The pack says nothing of it on that day: no value is made up in its place.
    static func noRule(_ name: ParameterName, _ subject: String, in pack: RulePack, on day: Day) -> Refusal {
        Refusal(
            "noRule",
            [
                .init("name", .text(RuleParameter.Key(name: name.text, about: subject).text)),
                .init("pack", .text(pack.id)),
                .init("day", .day(day)),
            ])
    }
}
