/// The first entry of a project, of what was approved: its identification, periods, partners (the first one leads), its
/// coordinator, and the usual figures.
public struct BeginProject: Verb {
    public static let name = "begin-project"
    public static let room = Room.partnership

    public var acronym: String
    public var title: String
    public var programme: String
    /// The rule pack, by name.
    public var pack: String?
    public var call: String?
    public var aim: Prose?
    public var approvedBy: Who?
    public var approvedOn: When?
    public var endorsedBy: Who?
    public var endorsedOn: When?
    public var start: Day
    public var end: Day
    public var durabilityYears: Int?
    /// How many months a reporting period has; the last one ends with the project.
    /// Without it the periods are those of the rule pack.
    public var periodMonths: Int?
    public var phases: [PhaseBegun] = []
    /// It has none, though its programme has phases.
    public var withoutPhases: Bool = false
    public var partners: [PartnerBegun] = []
    /// The first coordinator's name.
    public var coordinator: String
    public var proofs: [Proof] = []

    public struct PhaseBegun: Codable, Sendable {
        public var title: String?
        public var start: Day
        public var end: Day
        /// Its name in the rule pack.
        public var inPack: String?
    }

    public struct PartnerBegun: Codable, Sendable {
        public var name: String
        public var country: Country
        public var city: String?
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard project.entry == 0 else { throw Refusal("alreadyBegun", [.init("name", .text(project.name))]) }
        var findings: [Finding] = []
        if end < start {
            findings.append(
                Finding(
                    "endBeforeStart", .blocks, field: "end",
                    facts: [.init("start", .day(start)), .init("end", .day(end))]))
        }
        if let months = periodMonths, !(1...60).contains(months) {
            findings.append(
                Finding(
                    "monthsOutOfRange", .blocks, field: "periodMonths",
                    facts: [.init("least", .whole(1)), .init("most", .whole(60))]))
        }
        if partners.isEmpty { findings.append(Finding("partnersMissing", .blocks, field: "partners")) }
        for (index, phase) in phases.enumerated() where phase.end < phase.start {
            findings.append(
                Finding(
                    "endBeforeStart", .blocks, field: "phases.\(index).end",
                    facts: [.init("start", .day(phase.start)), .init("end", .day(phase.end))]))
        }
        let identification = Identification(
            id: 1, acronym: acronym, title: title, programme: programme, pack: pack, call: call, aim: aim,
            approvedBy: approvedBy, approvedOn: approvedOn, endorsedBy: endorsedBy, endorsedOn: endorsedOn,
            start: start, end: end, durabilityYears: durabilityYears, provenance: Provenance(proofs: proofs))
        for finding in identification.findings(in: project)
        where finding.blocks && !findings.contains(where: { $0.field == finding.field }) {
            findings.append(finding)
        }
        let usual = project.phases(of: identification)
        if phases.isEmpty, usual.isEmpty, !withoutPhases,
            pack.flatMap({ project.packs.pack($0) })?.phaseNames.isEmpty == false
        {
            findings.append(Finding("phasesNeeded", .blocks, field: "phases"))
        }
        guard findings.isEmpty else { throw .blocked(by: findings) }

        var changes: [Change] = [.put(identification)]
        for (index, phase) in (phases.isEmpty && !withoutPhases ? usual : phases).enumerated() {
            changes.append(
                .put(
                    Phase(
                        id: Key(index + 1), number: index + 1, title: phase.title, start: phase.start, end: phase.end,
                        inPack: phase.inPack)))
        }
        let periods: [ReportingPeriod]
        if let months = periodMonths {
            periods = ReportingPeriod.every(months: months, from: start, to: end)
        } else {
            periods = try project.applying(changes).periodsOfPack()
        }
        changes += periods.map { Change.put($0) }
        for (index, partner) in partners.enumerated() {
            changes.append(
                .put(
                    Partner(
                        id: Key(index + 1), number: index + 1, name: partner.name, country: partner.country,
                        city: partner.city, isLead: index == 0)))
        }
        changes += [
            .put(Person(id: 1, partner: 1)), .put(PersonName(coordinator, of: 1)),
            .put(Duty(id: 1, person: 1, sort: .coordinator, ordinal: 1, from: .day(min(setting.today, start)))),
        ]
        for (index, usual) in Figure.usual.enumerated() {
            changes.append(.put(Figure(id: Key(index + 1), name: usual.name, rule: usual.rule, isKeyResult: true)))
        }
        return changes + project.applying(changes).evidenceRulesToTake()
    }
}

extension Project {
    /// The pack's own phases, where the project is exactly as long as the programme's example.
    fileprivate func phases(of identification: Identification) -> [BeginProject.PhaseBegun] {
        guard let pack = identification.pack.flatMap({ packs.pack($0) }) else { return [] }
        var phases: [BeginProject.PhaseBegun] = []
        var start = identification.start
        for name in pack.phaseNames {
            let usual = pack.value(ParameterName("phase.monthsUsual"), about: name, on: identification.start)
            guard case .whole(let months)? = usual?.value else { return [] }
            let end = start.adding(months: months).adding(days: -1)
            phases.append(BeginProject.PhaseBegun(start: start, end: end, inPack: name))
            start = end.adding(days: 1)
        }
        return phases.last?.end == identification.end ? phases : []
    }

    /// The periods that the rule pack makes; refused at the field of months where it makes none.
    fileprivate func periodsOfPack() throws(Refusal) -> [ReportingPeriod] {
        var derivation = Derivation.none
        let planned: [PlannedPeriod]
        do throws(Refusal) { planned = try plannedPeriods(.now, &derivation) } catch {
            throw .blocked(by: [
                Finding(error.code == "noPack" ? "missing" : "monthsNeeded", .blocks, field: "periodMonths")
            ])
        }
        return planned.map { period in
            ReportingPeriod(
                id: Key(period.number), number: period.number,
                phase: phases.first { $0.start <= period.end && period.end <= $0.end }?.id, start: period.start,
                end: period.end)
        }
    }
}

extension ReportingPeriod {
    /// Periods of so many months, one after the other; the last one ends with the project, however short it is.
    static func every(months: Int, from start: Day, to end: Day) -> [ReportingPeriod] {
        var periods: [ReportingPeriod] = []
        var from = start
        while from <= end {
            let number = periods.count + 1
            let next = start.adding(months: months * number)
            // Where the calendar ends, so does the last period.
            let to = next <= end && next > from ? next.adding(days: -1) : end
            periods.append(ReportingPeriod(id: Key(number), number: number, start: from, end: to))
            if to == end { break }
            from = next
        }
        return periods
    }
}
