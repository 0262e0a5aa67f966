/// A practice was shown to somebody: which, where, and who saw it.
public struct Showing: Record {
    public static let kind = "showing"
    public static let plural = "showings"
    public static let room = Room.learning

    public var id: Key<Showing>
    public var title: String?
    public var practice: Key<GoodPractice>
    public var event: Key<Event>?
    /// When, where it was at no event or on one day of it.
    public var on: When?
    public var presenter: Who?
    public var toPartners: [Key<Partner>] = []
    public var toOrganisations: [Key<Organisation>] = []
    /// Who else saw it, in words.
    public var toOthers: String?
    public var said: Prose?
    public var provenance: Provenance = Provenance()

    public func owners(in project: Project) -> [Key<Partner>] {
        project.owners([project.owner(of: practice), event.flatMap { project.owner(of: $0) }])
    }
    public var caption: Caption { title.map { .text($0) } ?? .numbered(id.number) }
    public var dated: Day? { on?.last }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if event == nil, on == nil { found.append(Finding("showingNowhere", .warns, field: "event")) }
        if let owner = project.goodPractices[practice]?.partner, toPartners == [owner] {
            found.append(Finding("shownToItself", .warns, field: "toPartners"))
        }
        return found
    }
}

extension Project {
    public var showings: Table<Showing> { self[Showing.self] }
}
