/// A website of the project. It is one, however many addresses it has or had.
public struct Website: Record {
    public static let kind = "website"
    public static let plural = "websites"
    public static let room = Room.communication
    public static let demanded: Set = ["addresses"]

    public var id: Key<Website>
    public var name: String
    public var addresses: [Address] = []
    public var openedOn: When?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(name) }

    public func findings(in project: Project) -> [Finding] {
        addresses.isEmpty ? [Finding("missing", .blocks, field: "addresses")] : []
    }
}

extension Project {
    public var websites: Table<Website> { self[Website.self] }
}

extension Website: Countable {
    public func candidate(in project: Project) -> Candidate {
        var candidate = Candidate(self, day: (openedOn ?? addresses.compactMap(\.from).min())?.last)
        candidate.addresses = addresses.map(\.address)
        candidate.names = { addresses.map(\.address.text) + [Candidate.folded(name)] }
        return candidate
    }
}
