/// Another project on the same matter: where practices come from, and where results could be counted twice.
public struct RelatedProject: Record {
    public static let kind = "related-project"
    public static let plural = "related-projects"
    public static let room = Room.partnership

    /// What it is to ours: before it, beside it, or an idea or project that came of it.
    public enum Sort: String, Choice { case forerunner, sister, idea, successor, other }

    public var id: Key<RelatedProject>
    public var name: String
    public var relation: Prose
    public var website: WebAddress?
    public var sort: Sort?
    /// The programme that it belongs to, and who leads it, as far as is known.
    public var programme: String?
    public var leadPartner: String?
    /// Our partner whose project or idea it is, and the event at which it arose.
    public var partner: Key<Partner>?
    public var event: Key<Event>?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(name) }
}

extension Project {
    public var relatedProjects: Table<RelatedProject> { self[RelatedProject.self] }
}
