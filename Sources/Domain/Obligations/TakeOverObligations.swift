/// What the rule pack gives becomes obligations, or brings them up to date; what people said of one (title, holder, proof)
/// stays theirs. Nothing is asked.
public struct TakeOverObligations: Verb {
    public static let name = "take-over-obligations"
    public static let room = Room.obligations

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let plan = try project.takeOver(on: setting.today)
        let changes = plan.lines.filter { $0.effect == .new || $0.effect == .changed }.map { Change.put($0.obligation) }
        guard !changes.isEmpty else { throw Refusal("nothingToTakeOver", [.init("pack", .text(plan.pack))]) }
        return changes
    }
}

/// What taking over from the rule pack would do, rule by rule.
public struct TakeOver: Sendable {
    public enum Effect: String, Choice { case new, changed, same, ended, gone }
    public struct Line: Sendable {
        public let effect: Effect
        public let obligation: Obligation
        public let isVerified: Bool
    }
    public let lines: [Line]
    public let pack: String
}

extension Project {
    /// Each obligation of the pack: new here, changed since, the same, ended here, or no longer in the pack.
    public func takeOver(on day: Day) throws(Refusal) -> TakeOver {
        guard let pack = rulePack else { throw Refusal("noPack") }
        var next = obligations.next.number
        var lines: [TakeOver.Line] = []
        for rule in PackObligation.all {
            guard let parameter = pack.parameter(ParameterName(rule.parameter)), let dated = parameter.value(on: day),
                let value = dated.value, let due = rule.due(value, pack, day)
            else { continue }
            var made = Obligation(
                id: Key(next), title: rule.parameter, sort: rule.sort, status: .inForce,
                text: rule.says.flatMap { pack.value(ParameterName($0), on: day)?.value?.written }.map { Prose($0) },
                rule: due, duty: rule.duty, everyPartner: rule.everyPartner,
                origin: Obligation.Origin(dated.source.origin),
                document: dated.source.document, place: dated.source.section, parameter: rule.parameter,
                provenance: Provenance(sources: [Source(title: dated.source.text)]))
            var effect = TakeOver.Effect.new
            if let old = obligations.first(where: { $0.parameter == rule.parameter }) {
                let asked = (made.text, made.rule, made.document, made.place)
                made = old
                if old.status == .ended {
                    effect = .ended
                } else {
                    (made.text, made.rule, made.document, made.place) = asked
                    // A day that somebody entered where the pack has none is kept.
                    if made.rule.form == .onDay, made.rule.day == nil { made.rule.day = old.rule.day }
                    effect = made == old ? .same : .changed
                    if effect == .changed,
                        let source = made.document.map({ Source(title: "\($0), \(made.place ?? "")") })
                    {
                        made.provenance.sources = [source]
                    }
                }
            } else {
                next += 1
            }
            lines.append(TakeOver.Line(effect: effect, obligation: made, isVerified: dated.isVerified))
        }
        let known = Set(lines.compactMap(\.obligation.parameter))
        for obligation in obligations {
            guard let parameter = obligation.parameter, !known.contains(parameter) else { continue }
            lines.append(TakeOver.Line(effect: .gone, obligation: obligation, isVerified: true))
        }
        return TakeOver(lines: lines, pack: pack.id)
    }

    /// Whether somebody compared the rule that it was taken over from with its source; nil where it has none.
    public func isVerified(_ obligation: Obligation, on day: Day) -> Bool? {
        obligation.parameter.flatMap { rulePack?.value(ParameterName($0), on: day)?.isVerified }
    }
}

/// How a rule of a pack becomes an obligation: what sort, when it is due, who holds it.
struct PackObligation: Sendable {
    let parameter: String
    let sort: Obligation.Sort
    var duty: Duty.Sort? = nil
    var everyPartner = false
    /// The rule whose words say what is asked, where it is said in words.
    var says: String? = nil
    let due: @Sendable (_ value: RuleValue, _ pack: RulePack, _ day: Day) -> DueRule?

    private static func whole(_ value: RuleValue, _ make: (Int) -> DueRule) -> DueRule? {
        if case .whole(let number) = value { make(number) } else { nil }
    }

    static let all: [PackObligation] = [
        PackObligation(parameter: "reporting.dueMonthsAfterEnd", sort: .reporting, duty: .coordinator) { _, _, _ in
            DueRule(.withReport)
        },
        PackObligation(parameter: "reporting.partnerToController", sort: .reporting, everyPartner: true) {
            value, _, _ in
            whole(value) { DueRule(.afterPeriod, count: $0, unit: .weeks) }
        },
        PackObligation(
            parameter: "communication.posterDueMonths", sort: .publicity, everyPartner: true,
            says: "communication.posterSize"
        ) { value, _, _ in whole(value) { DueRule(.afterAnchor, anchor: .approval, count: $0, unit: .months) } },
        PackObligation(
            parameter: "communication.posterUntil", sort: .publicity, everyPartner: true,
            says: "communication.posterSize"
        ) { _, _, _ in DueRule(.whileRunning) },
        PackObligation(
            parameter: "communication.website", sort: .publicity, everyPartner: true, says: "communication.website"
        ) { _, _, _ in DueRule(.whileRunning) },
        PackObligation(
            parameter: "communication.emblem", sort: .publicity, everyPartner: true, says: "communication.emblem"
        ) { _, _, _ in DueRule(.whileRunning) },
        PackObligation(parameter: "communication.ownLogo", sort: .publicity, duty: .communicationManager) {
            value, _, _ in value == .flag(false) ? DueRule(.whileRunning) : nil
        },
        PackObligation(
            parameter: "communication.plaque", sort: .publicity, duty: .communicationManager,
            says: "communication.plaque"
        ) { _, _, _ in DueRule(.whileRunning) },
        PackObligation(
            parameter: "communication.finalEvent", sort: .publicity, duty: .coordinator,
            says: "communication.finalEvent"
        ) { _, _, _ in DueRule(.afterAnchor, anchor: .end) },
        PackObligation(parameter: "midTermReview.semester", sort: .review, duty: .coordinator) { value, _, _ in
            // By the end of that half-year.
            whole(value) { DueRule(.afterAnchor, anchor: .start, count: 6 * $0, unit: .months) }
        },
        PackObligation(parameter: "closure.rule", sort: .contract, duty: .coordinator, says: "closure.rule") {
            _, _, _ in
            DueRule(.afterAnchor, anchor: .end)
        },
        PackObligation(parameter: "archive.years", sort: .archive, everyPartner: true, says: "archive.dossier") {
            _, _, _ in
            // The clock starts with the last payment, or when the authority says: nobody can compute the day beforehand.
            DueRule(.onDay)
        },
        PackObligation(parameter: "durability.years", sort: .durability, duty: .coordinator) { _, _, _ in
            DueRule(.everyYear, until: .durabilityEnd)
        },
    ]
}

extension Obligation.Origin {
    fileprivate init(_ origin: RuleSource.Origin) {
        self =
            switch origin {
            case .regulation: .law
            case .agreement: .subsidyContract
            case .programme, .practice: .programme
            }
    }
}

extension RuleValue {
    /// The wording that a rule prescribes; nil for what is no text.
    fileprivate var written: String? {
        switch self {
        case .text(let text): text
        case .words(let words): words.joined(separator: ", ")
        default: nil
        }
    }
}
