/// The approved application form with its number: a baseline. What it says is frozen when it is recorded, so that any later
/// version, and the project as it is now, can be compared with it.
public struct ApplicationFormVersion: Record {
    public static let kind = "application-form-version"
    public static let plural = "application-form-versions"
    public static let room = Room.partnership
    public static var verbs: [AnyVerb] {
        let ordinary = AnyVerb.ordinary(ApplicationFormVersion.self)
        return AnyVerb.of(AddApplicationFormVersion.self) + [.changing(ordinary[1]), ordinary[2]]
    }

    public var id: Key<ApplicationFormVersion>
    public var number: Int
    /// When it was approved.
    public var on: When?
    public var approvedBy: Who?
    /// The request for change that led to it; none for the first.
    public var request: Key<RequestForChange>?
    /// The entry of the trail as of which it froze the project.
    public var entry: Int
    public var frozen: FrozenPlan
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .numbered(number) }
    public var dated: Day? { on?.last }

    public func findings(in project: Project) -> [Finding] {
        project.applicationFormVersions.filter { $0.id != id && $0.number == number }.map {
            Finding(
                "numberTaken", .blocks, about: $0.reference, field: "number",
                facts: [.init("record", .record($0.reference))])
        }
    }
}

extension Project {
    public var applicationFormVersions: Table<ApplicationFormVersion> { self[ApplicationFormVersion.self] }
}

/// What an application form says of time, partners and activities. It points to no record: what was agreed stays readable
/// when a record is withdrawn later. `identifier` is the record's number among those of its kind.
public struct FrozenPlan: Codable, Sendable, Equatable {
    public var start: Day?
    public var end: Day?
    public var durability: Day?
    public var phases: [FrozenStretch] = []
    public var periods: [FrozenStretch] = []
    public var partners: [FrozenPartner] = []
    public var activities: [FrozenActivity] = []

    public struct FrozenStretch: Codable, Sendable, Equatable {
        public var number: Int
        public var title: String?
        public var start: Day
        public var end: Day
        public var due: Day?
        public var identifier: Int
    }

    public struct FrozenPartner: Codable, Sendable, Equatable {
        public var name: String
        public var number: Int?
        public var country: Country
        public var legalClass: Partner.LegalClass?
        public var rate: String?
        public var fund: Money?
        public var from: When?
        public var to: When?
        public var identifier: Int
    }

    public struct FrozenActivity: Codable, Sendable, Equatable {
        public var title: String
        public var lead: String?
        public var start: When?
        public var due: When?
        public var identifier: Int
        /// The number of the partner's record that leads it.
        public var leader: Int?
    }
}

extension Project {
    /// What the project says of time, partners and activities in this state.
    public var plan: FrozenPlan {
        FrozenPlan(
            start: identification?.start, end: identification?.end, durability: durabilityEnd,
            phases: phases.map {
                FrozenPlan.FrozenStretch(
                    number: $0.number, title: $0.title, start: $0.start, end: $0.end, identifier: $0.id.number)
            },
            periods: reportingPeriods.map {
                FrozenPlan.FrozenStretch(
                    number: $0.number, start: $0.start, end: $0.end, due: due(of: $0).day, identifier: $0.id.number)
            },
            partners: partners.map {
                FrozenPlan.FrozenPartner(
                    name: $0.name, number: $0.number, country: $0.country, legalClass: $0.legalClass, rate: $0.rate,
                    fund: $0.fund, from: $0.from, to: $0.to, identifier: $0.id.number)
            },
            activities: activities.map { activity in
                FrozenPlan.FrozenActivity(
                    title: activity.title, lead: activity.lead.flatMap { partners[$0]?.name }, start: activity.start,
                    due: activity.due, identifier: activity.id.number, leader: activity.lead?.number)
            })
    }
}

/// A version of the application form was approved: the project as it is now is what it says.
public struct AddApplicationFormVersion: Verb {
    public static let name = "add-application-form-version"
    public static let room = Room.partnership
    public static let kind: String? = ApplicationFormVersion.kind
    public static let sort = AnyVerb.Sort.add

    /// Without it, the next one.
    public var number: Int?
    public var on: When
    public var approvedBy: Who?
    public var request: Key<RequestForChange>?
    public var provenance: Provenance = Provenance()

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let versions = project.applicationFormVersions
        let version = ApplicationFormVersion(
            id: versions.next, number: number ?? (versions.map(\.number).max() ?? 0) + 1, on: on,
            approvedBy: approvedBy, request: request, entry: project.entry, frozen: project.plan,
            provenance: provenance)
        let blocking = version.findings(in: project).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(version)]
    }
}

extension AnyVerb {
    /// The ordinary change, which leaves alone what was frozen.
    fileprivate static func changing(_ change: AnyVerb) -> AnyVerb {
        let form = Shape.group(change.form.members.filter { $0.name != "entry" && $0.name != "frozen" })
        return AnyVerb(change.name, in: change.room, on: change.kind, by: change.may, form: form, sort: change.sort) {
            (project, json, setting) throws(Refusal) in
            if json["entry"] != nil || json["frozen"] != nil { throw Refusal("frozenStays") }
            return try change.decide(project, json, setting)
        }
    }
}
