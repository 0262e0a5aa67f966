/// How an amount came about: the rules with their sources, what was given, each step, each rounding with what it cut, and
/// where the cents that were left went.
///
/// A calculation writes into the derivation that it is given. Nobody pays for one that is not kept.
public struct Derivation: Sendable, Equatable {
    /// A rule that decided, with the value that held.
    public struct UsedRule: Sendable, Equatable {
        public let key: RuleParameter.Key
        public let unit: RuleUnit
        public let value: DatedValue
        /// The pack that says it.
        public let pack: String
    }

    /// A rounding, and what it did. `exact` is what stood before and `cut` what was taken (or, with a minus, added); both end
    /// in `…` where the digits go on, and are nil where they are too long to be told.
    public struct Cut: Sendable, Equatable {
        public let rounding: Rounding
        public let step: RoundingStep
        public let exact: Exact?
        public let cut: Exact?
        public let goesOn: Bool
    }

    public enum Step: Sendable, Equatable {
        case rule(UsedRule)
        case given(what: Phrase, amount: Exact)
        case found(what: Phrase, by: Phrase, amount: Exact)
        case rounded(what: Phrase, by: Phrase, Cut, amount: Exact)
        case leftOver(amount: Exact, to: Phrase)
        case said(Phrase)
    }

    public private(set) var steps: [Step] = []
    public let isKept: Bool

    public init(kept: Bool = true) { isKept = kept }

    /// A derivation that nobody reads.
    public static var none: Derivation { Derivation(kept: false) }

    @inline(__always)
    public mutating func note(_ step: @autoclosure () -> Step) {
        if isKept { steps.append(step()) }
    }

    mutating func rule(_ parameter: RuleParameter, _ value: DatedValue) {
        guard isKept else { return }
        let step = Step.rule(
            UsedRule(key: parameter.key, unit: parameter.unit, value: value, pack: parameter.pack))
        if !steps.contains(step) { steps.append(step) }
    }

    /// The rules that decided, in the order in which they were asked for.
    public var rules: [UsedRule] { steps.compactMap { if case .rule(let used) = $0 { used } else { nil } } }

    /// The rules that decided, and nobody has verified.
    public var unverified: [String] { rules.filter { !$0.value.isVerified }.map(\.key.text) }
}
