import Domain

/// Rules of programmes, their values, and how an amount came about.
extension Words {
    /// A number with all its decimals: "1,637,941.005", negative with a true minus.
    public func number(_ exact: Exact) -> String {
        let plain = exact.magnitude.plain
        let halves = plain.split(separator: ".")
        var whole = ""
        for (index, digit) in halves[0].enumerated() {
            if index > 0, (halves[0].count - index) % 3 == 0 { whole.unicodeScalars.append(language.groupMark) }
            whole.append(digit)
        }
        if halves.count == 2 {
            whole.unicodeScalars.append(language.decimalMark)
            whole += halves[1]
        }
        return (exact.isNegative ? "\u{2212}" : "") + whole
    }

    /// What a rule says, in a sentence.
    public func meaning(of name: String) -> String { optional("parameter.\(name)") ?? name }

    /// What a rule is about: "public body". Where the programme itself names it, the name.
    public func subject(of key: RuleParameter.Key) -> String {
        choice(Vocabulary.subjectList(of: key.name), key.about)
    }

    /// "Share of eligible cost that the programme pays, by class of partner: public body".
    public func title(of key: RuleParameter.Key) -> String {
        key.about.isEmpty ? meaning(of: key.name) : meaning(of: key.name) + ": " + subject(of: key)
    }

    /// A value with its unit: "6 months", "half up, 2 decimals", "joint secretariat".
    public func value(_ value: RuleValue?, _ unit: RuleUnit) -> String {
        switch value {
        case nil: self("rulevalue.unknown")
        case .percent(let percent): number(percent.number) + language.percentSpace + "%"
        case .number(let number) where unit == .unitsPerEuro:
            self("rulevalue.unitsPerEuro", [("rate", self.number(number))])
        case .number(let number): self.number(number)
        case .whole(let whole): counted(whole, unit)
        case .amount(let amount): self.amount(amount)
        case .flag(let flag): self(flag ? "rulevalue.yes" : "rulevalue.no")
        case .word(let word): self.word(word)
        case .words(let words): list(words.map { word($0) })
        case .text(let text): text
        case .day(let day): self.day(day)
        case .rounding(let rounding): self.rounding(rounding)
        case .flatRate(let method): self.method(method)
        case .table(let rows):
            rows.map { self("rulevalue.tableRow", [("n", number($0.count)), ("amount", amount($0.amount))]) }
                .joined(separator: "; ")
        case .deadlines(let rows): rows.map(deadline).joined(separator: "; ")
        case .field(let field): self.field(field)
        case .some(.none): self("rulevalue.none")
        }
    }

    /// A word of a rule; some are cost categories.
    private func word(_ word: String) -> String {
        optional("choice.ruleWord.\(word)") ?? choice(CostCategory.choiceName, word)
    }

    private func counted(_ whole: Int, _ unit: RuleUnit) -> String {
        switch unit {
        case .months, .weeks, .days, .years, .hours: count(whole, "rulevalue.\(unit.rawValue)")
        case .semester: self("rulevalue.semester", [("n", number(whole))])
        default: number(whole)
        }
    }

    /// "rounded half up, 2 decimals".
    public func rounding(_ rounding: Rounding) -> String {
        let mode = [("mode", choice(Rounding.Mode.choiceName, rounding.mode.rawValue))]
        return switch rounding.place {
        case .decimals(let number): count(number, "rulevalue.decimals", mode)
        case .significant(let number): count(number, "rulevalue.digits", mode)
        }
    }

    private func method(_ method: FlatRateMethod) -> String {
        func names(_ categories: [CostCategory]) -> String {
            categories.map { choice(CostCategory.choiceName, $0.rawValue) }.joined(separator: " + ")
        }
        let base = [
            names(method.base),
            method.baseIfReal.isEmpty ? "" : self("rulevalue.method.ifReal", [("category", names(method.baseIfReal))]),
        ].filter { !$0.isEmpty }.joined(separator: " + ")
        let text = self(
            "rulevalue.method",
            [
                ("n", number(method.order)), ("category", choice(CostCategory.choiceName, method.category.rawValue)),
                ("base", base),
            ])
        guard !method.onlyIfReal.isEmpty else { return text }
        return text + ", " + self("rulevalue.method.onlyIfReal", [("category", names(method.onlyIfReal))])
    }

    private func deadline(_ row: YearlyDeadline) -> String {
        let facts = [
            ("phase", choice("ruleSubject", row.phase)), ("from", yearly(row.from)), ("to", yearly(row.to)),
            ("due", row.due.map(yearly) ?? self("rulevalue.atProjectEnd")),
        ]
        guard let year = row.year else { return self("rulevalue.deadline", facts) }
        return self("rulevalue.deadline.year", facts + [("n", number(year))])
    }

    /// A day of every year: "30 September".
    private func yearly(_ day: MonthAndDay) -> String {
        self("rulevalue.dayOfYear", [("d", number(day.day)), ("of", dates.of[day.month - 1])])
    }

    private func field(_ field: FormField) -> String {
        var parts = [choice("formField", field.kind)]
        if let limit = field.limit { parts.append(form(limit, "rulevalue.field.limit")) }
        if field.required { parts.append(self("rulevalue.field.required")) }
        return "\(field.asks) (\(parts.joined(separator: ", ")))"
    }

    /// From when to when a pack holds.
    public func days(of pack: RulePack) -> String { days(from: pack.from, to: pack.to) }

    /// From when to when a value holds; where it says nothing of its own, as long as the pack does.
    public func days(of value: DatedValue, in pack: RulePack) -> String {
        days(from: value.from ?? pack.from, to: value.to ?? pack.to)
    }

    private func days(from: Day, to: Day?) -> String {
        guard let to else { return self("rules.open", [("from", day(from))]) }
        return self("rules.days", [("from", day(from)), ("to", day(to))])
    }

    /// Whether somebody compared the value with its source, and how sure it is.
    public func standing(of value: DatedValue) -> String {
        if let by = value.verifiedBy { return self("rules.verified", [("by", by)]) }
        return self("rules.unverified", [("why", choice(Certainty.choiceName, value.certainty.rawValue))])
    }
}

/// Derivations.
extension Words {
    public func phrase(_ phrase: Phrase) -> String {
        self("derivation.\(phrase.code)", phrase.parts.map { ($0.name, part($0.part)) })
    }

    private func part(_ part: Phrase.Part) -> String {
        switch part {
        case .number(let number): self.number(number)
        case .whole(let whole): number(whole)
        case .name(let name): name
        case .word(let list, let word): choice(list, word)
        }
    }

    /// How an amount came about, a line for each step.
    public func lines(of derivation: Derivation) -> [String] { derivation.steps.map(line) }

    private func line(_ step: Derivation.Step) -> String {
        switch step {
        case .rule(let used):
            let source =
                used.value.source.text + (used.value.isVerified ? "" : "; " + self("derivation.line.unverified"))
            return self(
                "derivation.line.rule",
                [
                    ("name", used.key.text), ("value", value(used.value.value, used.unit)), ("source", source),
                    ("pack", used.pack),
                ])
        case .given(let what, let amount):
            return self("derivation.line.given", [("what", phrase(what)), ("amount", number(amount))])
        case .found(let what, let by, let amount):
            return self(
                "derivation.line.found",
                [("what", phrase(what)), ("by", phrase(by)), ("amount", number(amount))])
        case .rounded(let what, let by, let cut, let amount):
            var facts = [
                ("what", phrase(what)), ("by", phrase(by)), ("how", rounding(cut.rounding)),
                ("amount", number(amount)),
            ]
            guard let exact = cut.exact, let taken = cut.cut else { return self("derivation.line.long", facts) }
            let more = cut.goesOn ? "…" : ""
            // Towards nothing something is cut off, away from it something is added: also below zero.
            let isAdded = exact.isNegative ? !taken.isNegative : taken.isNegative
            facts += [("exact", number(exact) + more), ("cut", number(taken.magnitude) + more)]
            return self(isAdded ? "derivation.line.added" : "derivation.line.rounded", facts)
        case .leftOver(let amount, let to):
            return self("derivation.line.leftOver", [("amount", number(amount)), ("to", phrase(to))])
        case .said(let phrase): return self.phrase(phrase)
        }
    }
}
