/// A project that was begun by mistake and put away: where its trail lies, so that its name is free again. Kept in the
/// installation's own trail.
public struct PutAway: Record {
    public static let kind = "put-away"
    public static let plural = "put-aways"
    public static let room = Room.partnership
    public static var verbs: [AnyVerb] { AnyVerb.of(PutProjectAway.self, BringProjectBack.self) }

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

/// Notes in the installation's trail that a project is put away, as it was written to a file just now, and why. Who was
/// a person in it is so no longer: another project may have its name tomorrow.
public struct PutProjectAway: Verb {
    public static let name = "put-project-away"
    public static let room = Room.partnership
    public static let may = May.steward
    public static let kind: String? = PutAway.kind

    public var project: String
    public var entries: Int
    public var head: Digest
    public var reason: Prose

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        // A project keeps no other one.
        guard !Project.isName(project.name) else { throw Refusal("stewardOnly") }
        let away = PutAway(
            id: project.putAways.next, project: self.project, entries: entries, head: head, reason: reason)
        let humans = project.humans.filter { $0.identities.contains { $0.project == self.project } }
        return [.put(away)]
            + humans.map { human -> Change in
                var human = human
                human.identities.removeAll { $0.project == self.project }
                return human.identities.isEmpty ? .remove(human.reference, reason: reason.text) : .put(human)
            }
    }
}

/// One of those that were put away is there again, and why.
public struct BringProjectBack: RecordVerb {
    public static let name = "bring-project-back"
    public static let may = May.steward

    public var putAway: Key<PutAway>
    public var reason: Prose

    public var subject: Key<PutAway> { putAway }

    public func decided(_ record: PutAway, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        [.remove(record.reference, reason: reason.text)]
    }
}

extension Project {
    public var putAways: Table<PutAway> { self[PutAway.self] }

    /// The latest of those that were put away under a name; nil when none is.
    public func putAway(_ name: String) -> PutAway? { putAways.filter { $0.project == name }.last }
}
