/// What one pack says otherwise than another: rules that only one of them has, and rules whose values or days differ.
/// Sources and notes are not compared.
public struct PackComparison: Sendable {
    public enum What: String, Choice { case added, dropped, changed }

    public struct Difference: Sendable {
        public let what: What
        public let key: RuleParameter.Key
        /// As the first pack says it; nil when it was added.
        public let old: RuleParameter?
        /// As the second pack says it; nil when it was dropped.
        public let new: RuleParameter?
    }

    public let first: RulePack
    public let second: RulePack
    /// In order of the rules' names.
    public let differences: [Difference]

    public init(_ first: RulePack, _ second: RulePack) {
        self.first = first
        self.second = second
        let keys = Set(first.parameters.map(\.key)).union(second.parameters.map(\.key)).sorted()
        differences = keys.compactMap { key in
            let old = first.parameter(ParameterName(key.name), about: key.about)
            let new = second.parameter(ParameterName(key.name), about: key.about)
            if let old, let new {
                return old.says(as: new) ? nil : Difference(what: .changed, key: key, old: old, new: new)
            }
            return Difference(what: old == nil ? .added : .dropped, key: key, old: old, new: new)
        }
    }

    public func count(_ what: What) -> Int { differences.count { $0.what == what } }
}

extension RuleParameter {
    /// The same values on the same days.
    func says(as other: RuleParameter) -> Bool {
        values.count == other.values.count
            && zip(values, other.values).allSatisfy { $0.value == $1.value && $0.from == $1.from && $0.to == $1.to }
    }
}
