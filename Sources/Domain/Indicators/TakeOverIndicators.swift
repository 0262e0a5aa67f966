/// The project's figures are those of its rule pack: each indicator becomes a figure, or is joined to the one that counts
/// the same already. What somebody wrote into a figure stays. Done again, it adds only what is new.
public struct TakeOverIndicators: Verb {
    public static let name = "take-over-indicators"
    public static let room = Room.indicators

    /// Why now, for the trail.
    public var remark: String?

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard let pack = project.rulePack else { throw Refusal("noPack") }
        let figures = project.figures
        var changes: [Change] = []
        var taken = Set(figures.map(\.name))
        var next = figures.next.number
        for parameter in pack.parameters(named: .indicatorName) {
            let about = parameter.about
            guard case .text(let title)? = parameter.value(on: setting.today)?.value else { continue }
            guard about != "selfDefined" else {
                for instrument in project.policyInstruments
                where !figures.contains(where: { $0.indicator == about && $0.instrument == instrument.id }) {
                    var figure = Figure(
                        id: Key(next), name: "instrument-\(instrument.id.number)", title: instrument.name,
                        rule: .measured)
                    figure.fill(from: pack, about, on: setting.today)
                    figure.instrument = instrument.id
                    guard taken.insert(figure.name).inserted else { continue }
                    next += 1
                    changes.append(.put(figure))
                }
                continue
            }
            guard !figures.contains(where: { $0.indicator == about }) else { continue }
            let rule = CountingRule.counting(indicator: about)
            if var same = figures.first(where: { rule != .measured && $0.rule == rule && $0.indicator == nil }) {
                same.fill(from: pack, about, on: setting.today)
                changes.append(.put(same))
            } else {
                let name = Figure.hyphened(about)
                guard taken.insert(name).inserted else { continue }
                var figure = Figure(id: Key(next), name: name, title: title, rule: rule)
                figure.fill(from: pack, about, on: setting.today)
                next += 1
                changes.append(.put(figure))
            }
        }
        guard !changes.isEmpty else { throw Refusal("nothingToTakeOver", [.init("pack", .text(pack.id))]) }
        return changes + (project.countsByEvidence ? project.applying(changes).evidenceRulesToTake() : [])
    }
}

extension ParameterName {
    static let indicatorName = ParameterName("indicator.name")
    static let indicatorKind = ParameterName("indicator.kind")
    static let indicatorUnit = ParameterName("indicator.unit")
    static let indicatorAggregation = ParameterName("indicator.aggregation")
    static let indicatorCounting = ParameterName("indicator.counting")
    static let indicatorEvidence = ParameterName("indicator.evidence")
}

extension Project {
    /// What the pack says about the figure's indicator that nobody has compared with its source; nil when all is verified
    /// or the figure is none of the pack's.
    public func unverified(_ figure: Figure, on day: Day) -> [RuleSource]? {
        guard let about = figure.indicator, let pack = rulePack else { return nil }
        let names: [ParameterName] = [
            .indicatorName, .indicatorKind, .indicatorUnit, .indicatorAggregation, .indicatorCounting,
        ]
        var sources: [RuleSource] = []
        for name in names {
            guard let value = pack.value(name, about: about, on: day), !value.isVerified else { continue }
            if !sources.contains(value.source) { sources.append(value.source) }
        }
        return sources.isEmpty ? nil : sources
    }
}

extension CountingRule {
    /// The rule that counts an indicator of a pack; what no rule counts is measured.
    static func counting(indicator: String) -> CountingRule {
        switch indicator {
        case "policyLearningEvents": .learningEvents
        case "goodPractices": .goodPractices
        case "actionPlans": .actionPlans
        case "mediaAppearances": .mediaAppearances
        case "instrumentsInfluenced", "policyInstrumentsImproved": .instrumentsInspired
        case "structuralFundsInfluenced": .fundsInfluenced
        case "peopleWithIncreasedCapacity": .peopleWithIncreasedCapacity
        default: .measured
        }
    }
}

extension Figure {
    /// Fills what is empty with what the pack says.
    fileprivate mutating func fill(from pack: RulePack, _ about: String, on day: Day) {
        func text(_ name: ParameterName) -> String? {
            switch pack.value(name, about: about, on: day)?.value {
            case .text(let text)?, .word(let text)?: text
            default: nil
            }
        }
        indicator = about
        unit = unit ?? text(.indicatorUnit)
        sort = sort ?? text(.indicatorKind).flatMap { Sort(rawValue: $0) }
        meaning = meaning ?? text(.indicatorCounting).map { Prose($0) }
        evidenceAsked = evidenceAsked ?? text(.indicatorEvidence)
        if rule == .measured, adding == nil {
            adding = text(.indicatorAggregation).flatMap { Aggregation(rawValue: $0) }
        }
        let source = pack.value(.indicatorName, about: about, on: day)?.source
        if let source, !provenance.sources.contains(where: { $0.title == source.text }) {
            provenance.sources.append(Source(title: source.text))
        }
    }

    /// `averageSessions` as `average-sessions`.
    static func hyphened(_ name: String) -> String {
        var text = ""
        for letter in name {
            if letter.isUppercase, !text.isEmpty { text += "-" }
            text += letter.lowercased()
        }
        return text
    }
}
