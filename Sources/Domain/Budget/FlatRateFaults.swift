/// What is wrong with the flat rates that a partner chooses.
public enum FlatRateFault: Sendable, Equatable {
    /// A rate of nothing, below it, or above 100.
    case outside(FlatRateOption, Percent)
    /// Above the highest rate that the rules allow.
    case aboveMost(FlatRateOption, Percent, most: Percent)
    /// The programme fixes the rate, and no other can be chosen.
    case notExact(FlatRateOption, Percent, fixed: Percent)
    /// Two flat rates that cannot be used together.
    case excludes(FlatRateOption, FlatRateOption)
}

extension RulesInForce {
    /// All faults, in the order of the options; a pair that excludes each other is said once.
    public func faults(in rates: FlatRates, _ derivation: inout Derivation) -> [FlatRateFault] {
        var faults: [FlatRateFault] = []
        let used = FlatRateOption.allCases.filter { rates[$0] != nil }
        for option in used {
            guard let rate = rates[option] else { continue }
            guard rate.number > .zero, rate.isBetweenNothingAndAll else {
                faults.append(.outside(option, rate))
                continue
            }
            if case .percent(let most)? = ruleIfAny(.flatRateMostPercent, about: option.rawValue, &derivation),
                rate.number > most.number
            {
                faults.append(.aboveMost(option, rate, most: most))
            }
            if case .flag(true)? = ruleIfAny(.flatRateExact, about: option.rawValue, &derivation),
                case .percent(let fixed)? = ruleIfAny(.flatRatePercent, about: option.rawValue, &derivation),
                rate.number != fixed.number
            {
                faults.append(.notExact(option, rate, fixed: fixed))
            }
        }
        for (place, option) in used.enumerated() {
            for other in used.dropFirst(place + 1) {
                if excludes(option, other, &derivation) || excludes(other, option, &derivation) {
                    faults.append(.excludes(option, other))
                }
            }
        }
        return faults
    }

    private func excludes(_ option: FlatRateOption, _ other: FlatRateOption, _ derivation: inout Derivation) -> Bool {
        guard case .words(let excluded)? = ruleIfAny(.flatRateExcludes, about: option.rawValue, &derivation) else {
            return false
        }
        return excluded.contains(other.rawValue)
    }
}
