/// The project stands on a rule pack from now on: its obligations are taken over, and where it has no reporting periods, those
/// that the pack gives. Refused where it stands on one already.
public struct TakeRulePack: RecordVerb {
    public static let name = "take-rule-pack"
    public static let may = May.coordinator

    public var identification: Key<Identification>
    /// The pack, by name.
    public var pack: String

    public var subject: Key<Identification> { identification }

    public static func hindrance(_ record: Identification, in project: Project) -> Refusal? {
        project.rulePack.map { Refusal("packTaken", [.init("pack", .text($0.title))]) }
    }

    public func decided(_ record: Identification, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var identification = record
        identification.pack = pack
        let wrong = identification.findings(in: project).filter { $0.blocks && $0.field == "pack" }
        guard wrong.isEmpty else { throw .blocked(by: wrong) }
        var changes: [Change] = [.put(identification)]
        if project.reportingPeriods.isEmpty {
            let next = project.reportingPeriods.next.number
            changes += project.applying(changes).plannedPeriods(.now).enumerated().map { index, period in
                .put(
                    ReportingPeriod(
                        id: Key(next + index), number: period.number,
                        phase: project.phases.first { $0.start <= period.end && period.end <= $0.end }?.id,
                        start: period.start, end: period.end))
            }
        }
        let plan = try project.applying(changes).takeOver(on: setting.today)
        return changes + plan.lines.filter { $0.effect == .new || $0.effect == .changed }.map { .put($0.obligation) }
    }
}

extension Project {
    /// The pack that fits a project best by the programme's name and the project's days: of its programme, else, of an
    /// Interreg programme that has none, the law that they share. Nil where none holds in its days.
    public var nearestPack: RulePack? {
        guard let identification else { return nil }
        let programme = Self.words(of: identification.programme)
        let inTime = packs.names.compactMap { packs.pack($0) }.filter { pack in
            pack.holds(on: identification.start)
        }
        let named = inTime.filter { $0.base != nil && Self.words(of: $0.title).isSubset(of: programme) }
        let shared = programme.contains("interreg") ? inTime.filter { $0.base == nil } : []
        // The one that says most of the name; of two, the one in whose days the project ends, then the newer.
        return (named.isEmpty ? shared : named).max { a, b in
            let rank = { (pack: RulePack) in
                (Self.words(of: pack.title).count, pack.holds(on: identification.end) ? 1 : 0, pack.from.count)
            }
            return rank(a) < rank(b)
        }
    }

    /// The words of a programme's name, in small letters, without its years.
    private static func words(of name: String) -> Set<String> {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
        return Set(words.filter { $0.contains(where: \.isLetter) }.map(String.init))
    }
}

extension RulePack {
    fileprivate func holds(on day: Day) -> Bool { from <= day && to.map { day <= $0 } ?? true }
}
