/// A project that was begun by mistake and put away: where its trail lies, so that its name is free again. Kept in the
/// installation's own trail.
public struct PutAway: Record {
    public static let kind = "put-away"
    public static let plural = "put-aways"
    public static let room = Room.partnership
    public static var verbs: [AnyVerb] { [.putProjectAway, .bringProjectBack] }

    public var id: Key<PutAway>
    public var project: String
    /// How many entries its trail has, and the hash of the last one.
    public var entries: Int
    public var head: Digest
    public var reason: Prose
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(project) }

    /// The file that holds its trail, in the folder `put-away`.
    public var file: String { PutAway.file(of: project, entries: entries, head: head) }

    public static func file(of project: String, entries: Int, head: Digest) -> String {
        "\(project)-\(entries)-\(head.text.prefix(16)).trail"
    }
}

/// Which trail is put away, as it was written to a file just now, and why.
public struct ProjectPutAway: Codable, Sendable {
    public var project: String
    public var entries: Int
    public var head: Digest
    public var reason: Prose
}

/// Which of those that were put away is there again, and why.
public struct ProjectBroughtBack: Codable, Sendable {
    public var putAway: Key<PutAway>
    public var reason: Prose
}

extension AnyVerb {
    public static let putProjectAway = AnyVerb("put-project-away", in: .partnership, on: PutAway.kind, ProjectPutAway.self)
    {
        (project, input, setting) throws(Refusal) in try project.puttingAway(input)
    }

    public static let bringProjectBack = AnyVerb(
        "bring-project-back", in: .partnership, on: PutAway.kind, ProjectBroughtBack.self
    ) { (project, input, setting) throws(Refusal) in
        [.remove(Reference(kind: PutAway.kind, number: input.putAway.number), reason: input.reason.text)]
    }
}

extension Project {
    public var putAways: Table<PutAway> { self[PutAway.self] }

    /// Notes in the installation's trail that a project is put away. Who was a person in it is so no longer: another project
    /// may have its name tomorrow.
    func puttingAway(_ input: ProjectPutAway) throws(Refusal) -> [Change] {
        // A project keeps no other one.
        guard !Project.isName(name) else { throw Refusal("stewardOnly") }
        let away = PutAway(
            id: putAways.next, project: input.project, entries: input.entries, head: input.head, reason: input.reason)
        let humans = humans.filter { $0.identities.contains { $0.project == input.project } }.map { human -> Change in
            var human = human
            human.identities.removeAll { $0.project == input.project }
            return human.identities.isEmpty ? .remove(human.reference, reason: input.reason.text) : .put(human)
        }
        return [.put(away)] + humans
    }

    /// The latest of those that were put away under a name; nil when none is.
    public func putAway(_ name: String) -> PutAway? { putAways.filter { $0.project == name }.last }
}
