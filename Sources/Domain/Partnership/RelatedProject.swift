/// Another project on the same matter: where practices come from, and where results could be counted twice.
public struct RelatedProject: Record {
    public static let kind = "related-project"
    public static let plural = "related-projects"
    public static let room = Room.partnership

    public var id: Key<RelatedProject>
    public var name: String
    public var relation: Prose
    public var website: WebAddress?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(name) }
}

extension Project {
    public var relatedProjects: Table<RelatedProject> { self[RelatedProject.self] }
}
