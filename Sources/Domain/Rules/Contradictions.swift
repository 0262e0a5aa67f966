extension RulePack {
    /// What the values of a pack say against each other, its base included. A pack that has one is refused.
    func contradictions() -> [Finding] {
        var found: [Finding] = []
        func contradiction(_ code: String, _ parameter: RuleParameter, _ detail: String) {
            found.append(
                Finding(
                    "pack." + code, .blocks,
                    facts: [
                        .init(
                            "file",
                            .text(parameter.file.isEmpty ? parameter.pack : "\(parameter.pack)/\(parameter.file)")),
                        .init("name", .text(parameter.key.text)),
                        .init("detail", .text(detail)),
                    ]))
        }

        // A flat rate may stand on what an earlier one gives, never on itself.
        let methods = parameters(named: .flatRateMethod).flatMap { parameter in
            parameter.values.compactMap { dated -> (RuleParameter, FlatRateMethod)? in
                if case .flatRate(let method)? = dated.value { (parameter, method) } else { nil }
            }
        }
        for (parameter, method) in methods {
            if method.base.contains(method.category) || method.baseIfReal.contains(method.category) {
                contradiction("flatRateOnItself", parameter, method.category.rawValue)
            }
            for (_, other) in methods where other.category != method.category && other.order >= method.order {
                if method.base.contains(other.category), other.base.contains(method.category) {
                    contradiction(
                        "flatRateOnItself", parameter,
                        "\(method.category.rawValue) ↔ \(other.category.rawValue)")
                } else if method.base.contains(other.category) {
                    contradiction("flatRateBeforeItsBase", parameter, other.category.rawValue)
                }
            }
        }

        for (least, most) in Vocabulary.leastAndMost {
            for parameter in parameters(named: least) {
                guard let other = self.parameter(most, about: parameter.about) else { continue }
                for dated in parameter.values {
                    guard let low = dated.value?.size, let high = other.value(on: dated.from ?? from)?.value?.size,
                        low > high
                    else { continue }
                    contradiction("leastAboveMost", parameter, "\(low.plain) > \(high.plain)")
                }
            }
        }

        let known: [String: [LeftOverRule]] = [
            "fundShare": [.partnerContribution, .largestRemainder], "period": [.firstPeriod, .lastPeriod],
            "control": [.parked],
        ]
        for parameter in parameters(named: .leftOver) {
            for dated in parameter.values {
                guard case .word(let word)? = dated.value,
                    known[parameter.about]?.contains(where: { $0.rawValue == word }) != true
                else { continue }
                contradiction("notForThis", parameter, word)
            }
        }

        for parameter in parameters(named: .flatRateExcludes) {
            for dated in parameter.values {
                if case .words(let words)? = dated.value, words.contains(parameter.about) {
                    contradiction("excludesItself", parameter, parameter.about)
                }
            }
        }
        return found
    }
}

extension RuleValue {
    /// The value as a number, where it is one.
    var size: Exact? {
        switch self {
        case .whole(let whole): Exact(whole)
        case .amount(let amount): Exact(cents: amount.cents)
        case .percent(let percent): percent.number
        case .number(let number): number
        case .day(let day): Exact(day.count)
        default: nil
        }
    }
}
