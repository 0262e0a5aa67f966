/// How an amount came about: the rules with their sources, what was given, each step, each rounding with what it cut, and
/// where the cents that were left went.
///
/// A calculation writes into the derivation that it is given. Nobody pays for one that is not kept.
public struct Derivation: Sendable, Equatable {
    public enum Step: Sendable, Equatable {
        case rule(name: String, value: String, source: String, verified: Bool, pack: String)
        case given(what: String, amount: Exact)
        case found(what: String, by: String, amount: Exact)
        /// `exact` is what stood before; `cut` what the rounding took (or, with a minus, added).
        case rounded(what: String, by: String, exact: String, how: Rounding, step: String, amount: Exact, cut: String)
        case leftOver(amount: Exact, to: String)
        case said(String)
    }

    public private(set) var steps: [Step] = []
    public let isKept: Bool

    public init(kept: Bool = true) { isKept = kept }

    /// A derivation that nobody reads.
    public static var none: Derivation { Derivation(kept: false) }

    @inline(__always)
    mutating func note(_ step: @autoclosure () -> Step) {
        if isKept { steps.append(step()) }
    }

    mutating func rule(_ parameter: RuleParameter, _ value: DatedValue) {
        guard isKept else { return }
        let step = Step.rule(
            name: parameter.key.text, value: value.value?.plain ?? "", source: value.source.text,
            verified: value.isVerified, pack: parameter.pack)
        if !steps.contains(step) { steps.append(step) }
    }

    /// The rules that decided, and nobody has verified.
    public var unverified: [String] {
        steps.compactMap { if case .rule(let name, _, _, false, _) = $0 { name } else { nil } }
    }
}
