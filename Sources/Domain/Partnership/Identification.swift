/// What the project is: its names, its programme, its dates, as approved and as changed. There is one in a project.
public struct Identification: Record {
    public static let kind = "identification"
    public static let plural = "identification"
    public static let room = Room.partnership
    public static let governed: Set = ["closedOn", "found", "settledDates"]
    public static let answered: Set = ["settledDates"]
    public static var verbs: [AnyVerb] {
        AnyVerb.of(
            AddRecord<Identification>.self, ChangeRecord<Identification>.self, SetAsFound<Identification>.self,
            CorrectRecord<Identification>.self, CloseProject.self, TakeRulePack.self, WithdrawIdentification.self,
            SettleDates.self)
    }

    public var id: Key<Identification>
    public var acronym: String
    public var title: String
    public var otherNames: [OtherName] = []
    /// The programme by name; its rules come with its pack.
    public var programme: String
    /// The rule pack that it stands on, by name.
    public var pack: String?
    public var programmeCode: String?
    public var call: String?
    /// The programme's index of the project.
    public var index: String?
    public var objective: String?
    public var theme: String?
    public var aim: Prose?
    public var approvedBy: Who?
    public var approvedOn: When?
    public var endorsedBy: Who?
    public var endorsedOn: When?
    public var start: Day
    public var end: Day
    /// The end as first approved, where an extension moved it.
    public var originalEnd: Day?
    /// Years after the end in which results and proofs must be kept and shown.
    public var durabilityYears: Int?
    /// Why the years differ from the programme's.
    public var durabilityReason: String?
    /// When the programme paid the last amount to the lead partner: durability and archive count from it.
    public var finalPaymentOn: Day?
    /// The day from which documents are kept, where the programme announces it.
    public var archiveFrom: Day?
    /// Until when documents are kept, where it is not as the rules give it; `archiveReason` says why.
    public var archiveUntil: Day?
    public var archiveReason: String?
    /// When it was closed: the last payment is transferred, and durability alone remains.
    public var closedOn: When?
    public var found: [Found] = []
    public var remarks: [String] = []
    /// What became of the dates that were left behind, the first answer first.
    public var settledDates: [SettledDate] = []
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(acronym) }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if end < start {
            found.append(
                Finding(
                    "endBeforeStart", .blocks, field: "end",
                    facts: [.init("start", .day(start)), .init("end", .day(end))]))
        }
        if let tooLong = Identification.tooLong(start, end, at: "end") { found.append(tooLong) }
        if let years = durabilityYears, !(0...50).contains(years) {
            found.append(
                Finding(
                    "yearsOutOfRange", .blocks, field: "durabilityYears",
                    facts: [.init("least", .whole(0)), .init("most", .whole(50))]))
        }
        if let years = durabilityYears, durabilityReason == nil, let pack = pack.flatMap({ project.packs.pack($0) }),
            let rule = pack.value(.durabilityYears, on: end), case .whole(let ruled)? = rule.value, ruled != years
        {
            found.append(
                Finding(
                    "yearsDifferFromPack", .warns, field: "durabilityYears",
                    facts: [.init("years", .whole(ruled)), .init("typed", .whole(years))], source: rule.source.text))
        }
        if let pack, project.packs.pack(pack) == nil {
            found.append(
                Finding(
                    "unknownPack", .blocks, field: "pack",
                    facts: [
                        .init("name", .text(pack)), .init("known", .text(project.packs.names.joined(separator: ", "))),
                    ]))
        }
        if let closedOn, closedOn.last < end {
            found.append(Finding("closedBefore", .blocks, field: "closedOn", facts: [.init("day", .day(end))]))
        }
        if project.identifications.contains(where: { $0.id != id }) {
            found.append(Finding("onlyOne", .blocks, field: "acronym"))
        }
        return found
    }
}

extension Identification {
    /// That a project would last longer than one can.
    static func tooLong(_ start: Day, _ end: Day, at field: String) -> Finding? {
        guard end > start.adding(months: 12 * Bounds.projectYears) else { return nil }
        return Finding("tooLongProject", .blocks, field: field, facts: [.init("most", .whole(Bounds.projectYears))])
    }

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        left(in: project) + coming(dues, in: project, on: today) + withoutPack(project, on: today)
    }

    /// Dates that an extension left behind.
    private static func left(in project: Project) -> [Need] {
        guard project.wasExtended else { return [] }
        return project.datesLeftBehind.filter { $0.how == .atOldEnd }.map {
            Need("leftBehind", .open, about: $0.record, facts: [.init("date", .when($0.day))], holder: .coordinator)
        }
    }

    /// Its end, half a year ahead; and afterwards the end of durability, however far off.
    private static func coming(_ dues: [DueEntry], in project: Project, on today: Day) -> [Need] {
        dues.compactMap { entry in
            let isOver = project.identification.map { $0.end < today } ?? false
            return entry.part == "end"
                ? entry.need("projectEnds", "projectEnds", on: today, within: 180)
                : isOver ? entry.need("durability", "durability", on: today, within: .max / 2) : nil
        }
    }

    /// That it stands on no rule pack, so that no rule gives its days and obligations; with the nearest, where there is one.
    private static func withoutPack(_ project: Project, on today: Day) -> [Need] {
        guard let identification = project.identification, project.rulePack == nil else { return [] }
        let facts: [Fact.Named] = [.init("programme", .text(identification.programme))]
        guard let pack = project.nearestPack else {
            return [Need("noRulePack", .open, about: identification.reference, facts: facts, holder: .coordinator)]
        }
        return [
            Need(
                "rulePackOffered", .open, about: identification.reference,
                facts: facts + [.init("pack", .text(pack.title))], holder: .coordinator, by: TakeRulePack.name)
        ]
    }
}

extension Project {
    public var identifications: Table<Identification> { self[Identification.self] }

    /// The project's own record, once it was begun.
    public var identification: Identification? { identifications.first { _ in true } }

    /// Results and proofs are kept until this day, as typed or as the rule pack gives it.
    public var durabilityEnd: Day? { durability.day }
}

/// What says what the project is stands twice in a trail of before. The only one stays: without it the project could be neither
/// named nor read.
public struct WithdrawIdentification: Verb {
    public static let name = "withdraw-identification"
    public static let room = Identification.room
    public static let kind: String? = Identification.kind
    public static let sort = AnyVerb.Sort.withdraw

    var id: Int
    var reason: String

    public static func hindrance(of record: any Record, in project: Project) -> Refusal? {
        project[Identification.self].count == 1 ? Refusal("withdrawalUnnames") : nil
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let record = try project[Identification.self].require(Key(id))
        if let refusal = Self.hindrance(of: record, in: project) { throw refusal }
        return try WithdrawRecord<Identification>(id: id, reason: reason).decided(in: project, setting)
    }
}

extension Project {
    /// The pack that the project stands on; nil while it names none.
    public var rulePack: RulePack? { identification?.pack.flatMap { packs.pack($0) } }

    /// The rules that hold for the project on a day; nil while it stands on no pack.
    public func rules(on day: Day) -> RulesInForce? { rulePack.map { RulesInForce($0, on: day) } }
}

extension Kind {
    static let ofPartnership = [
        Kind(Identification.self), Kind(Phase.self), Kind(ReportingPeriod.self), Kind(Partner.self),
        Kind(PublishedAmount.self), Kind(RequestForChange.self), Kind(RelatedProject.self), Kind(Organisation.self),
        Kind(ApplicationFormVersion.self), Kind(Contract.self), Kind(StakeholderGroup.self), Kind(PutAway.self),
    ]
}
