/// What the project is: its names, its programme, its dates, as approved and as changed. There is one in a project.
public struct Identification: Record {
    public static let kind = "identification"
    public static let plural = "identification"
    public static let room = Room.partnership

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
    public var approvedBy: String?
    public var approvedOn: When?
    public var endorsedBy: String?
    public var endorsedOn: When?
    public var start: Day
    public var end: Day
    /// The end as first approved, where an extension moved it.
    public var originalEnd: Day?
    /// Years after the end in which results and proofs must be kept and shown.
    public var durabilityYears: Int?
    public var remarks: [String] = []
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
        if let years = durabilityYears, !(0...50).contains(years) {
            found.append(
                Finding(
                    "yearsOutOfRange", .blocks, field: "durabilityYears",
                    facts: [.init("least", .whole(0)), .init("most", .whole(50))]))
        }
        if let pack, project.packs.pack(pack) == nil {
            found.append(
                Finding(
                    "unknownPack", .blocks, field: "pack",
                    facts: [
                        .init("name", .text(pack)), .init("known", .text(project.packs.names.joined(separator: ", "))),
                    ]))
        }
        if project.identifications.contains(where: { $0.id != id }) {
            found.append(Finding("onlyOne", .blocks, field: "acronym"))
        }
        return found
    }
}

extension Identification {
    public static func needs(in project: Project, on today: Day, of partner: Key<Partner>?) -> [Need] {
        guard partner == nil, let identification = project.identification else { return [] }
        if let end = project.durabilityEnd, identification.end < today {
            return end >= today ? [Need("durability", .next, about: identification.reference, day: end)] : []
        }
        guard identification.end >= today, identification.end <= today.adding(days: 180) else { return [] }
        return [Need("projectEnds", .next, about: identification.reference, day: identification.end)]
    }
}

extension Project {
    public var identifications: Table<Identification> { self[Identification.self] }

    /// The project's own record, once it was begun.
    public var identification: Identification? { identifications.first { _ in true } }

    /// Results and proofs are kept until this day: so many years after the project's end.
    public var durabilityEnd: Day? {
        guard let identification, let years = identification.durabilityYears else { return nil }
        return identification.end.adding(months: years * 12)
    }
}
