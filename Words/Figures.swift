import Domain

/// What figures come to, in their measure: "731.7 sessions", "25 %", "2,500,000.00 EUR", "at least 9".
extension Words {
    /// - Parameter unit: what is counted; it says nothing that a percentage or an amount does not say itself.
    public func number(of value: FigureValue, unit: String? = nil) -> String {
        if let sum = value.amount { return amount(sum) }
        if let currency = value.currency { return number(value.part / 100) + " " + currency }
        guard let tenths = value.tenths else { return "–" }
        if value.isPercentage { return percent(tenths: tenths) }
        let number = value.divisor == 1 ? number(value.part) : self.tenths(tenths)
        return unit.map { "\(number)\u{A0}\($0)" } ?? number
    }

    /// The number with its two parts, where it is of parts: "25 % (1 of 4)".
    public func whole(of value: FigureValue, unit: String? = nil) -> String {
        let text = number(of: value, unit: unit)
        guard value.isPercentage, !value.isOfNothing else { return text }
        let parts = self("indicators.part", [("part", number(value.part)), ("whole", number(value.divisor))])
        return "\(text) (\(parts))"
    }

    /// What was claimed, as exactly as it was said.
    public func claim(_ claim: PublishedValue, of figure: Figure) -> String {
        if let sum = claim.amount { return precisely(isAbout(claim), amount(sum)) }
        guard let count = claim.value else { return "–" }
        let isOfFigure = claim.definition == nil
        let number =
            isOfFigure && figure.isPercentage
            ? number(of: FigureValue(part: Int128(count.number), whole: 100, isPercentage: true))
            : number(count.number) + (isOfFigure ? figure.unit.map { "\u{A0}\($0)" } ?? "" : "")
        return precisely(isAbout(claim), number)
    }

    /// The target in the figure's measure.
    public func target(of figure: Figure) -> String? {
        figure.target.map { target in
            if figure.isPercentage {
                return number(of: FigureValue(part: Int128(target), whole: 100, isPercentage: true))
            }
            if figure.rule == .fundsInfluenced {
                return number(of: FigureValue(part: Int128(target) * 100, whole: 100, currency: "EUR"))
            }
            return number(target) + (figure.unit.map { "\u{A0}\($0)" } ?? "")
        }
    }

    /// What the records show, or that it is not known.
    public func evidenced(_ standing: Standing) -> String {
        standing.reached.map { whole(of: $0, unit: standing.figure.unit) } ?? self("result.notKnown.short")
    }

    /// What lies between the claim and the records, in a sentence; nil where they cannot be compared.
    public func missing(_ standing: Standing) -> String? {
        guard let gap = standing.gap else { return nil }
        let number = number(of: gap.part < 0 ? gap.with(part: -gap.part) : gap, unit: standing.figure.unit)
        // What lies between is no more exact than what was claimed.
        let said = standing.claimed.map { precisely(isAbout($0), number) } ?? number
        if gap.part > 0 { return form(gap.whole, "result.missing", [("n", said)]) }
        return gap.part == 0 ? self("result.nothingMissing") : self("result.surplus", [("n", number)])
    }

    /// Nil of what is exact.
    private func isAbout(_ claim: PublishedValue) -> Bool? {
        if claim.amount != nil { return claim.precision.map { $0 == .about } }
        return claim.value.flatMap { $0.precision == .exact ? nil : $0.precision == .about }
    }

    private func precisely(_ isAbout: Bool?, _ number: String) -> String {
        guard let isAbout else { return number }
        return isAbout ? self("count.about", [("n", number)]) : self("count.atLeast", [("n", number)])
    }
}
