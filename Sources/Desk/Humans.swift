import Domain

// Human beings across projects. Nothing is matched by likeness: what is told and done here is for who reads particulars in the projects
// that it is about, or for the steward.
extension Installation {
    /// Who in other projects is one with this person and named there still, as far as somebody who sits at these desks reads
    /// particulars there; for the steward all.
    ///
    /// - Parameter seats: nil for the steward.
    public func elsewhere(_ identity: Human.Identity, seenFrom seats: [Seat]?) throws -> [Human.Identity] {
        let all = try own().published.project.human(identity)?.identities ?? []
        return try all.filter { other in
            guard other != identity, let project = try? desk(other.project).published.project,
                project.name(of: Key(other.person)) != nil
            else { return false }
            return try seats.map { try refusal(in: other.project, at: $0) == nil } ?? true
        }
    }

    /// Who is named in a project, for somebody who reads particulars there: nobody for anybody else.
    public func persons(of project: String, at seats: [Seat]) throws -> [(identity: Human.Identity, name: String)] {
        guard try refusal(in: project, at: seats) == nil else { return [] }
        let known = try desk(project).published.project
        return known.persons.compactMap { person in
            known.name(of: person.id).map { (Human.Identity(project: project, person: person.id.number), $0) }
        }
    }

    /// Joins two persons of two projects. Refused unless who sits at these desks reads particulars in both, and where one of them
    /// is not named any more.
    public func joinHumans(_ one: Human.Identity, _ other: Human.Identity, at seats: [Seat]) async throws {
        for identity in [one, other] {
            if let refusal = try refusal(in: identity.project, at: seats) { throw refusal }
            let (project, person) = (try desk(identity.project).published.project, Key<Person>(identity.person))
            guard project.persons[person] != nil else { throw Refusal.unknownRecord(person.reference) }
            guard project.name(of: person) != nil else {
                throw Refusal("notNamed", [.init("record", .record(person.reference))])
            }
        }
        try await carryOut(JoinHumans.any, ["one": Canonical.json(one), "other": Canonical.json(other)], at: seats)
    }

    /// Parts a person from who was joined with it. Refused as if nothing were joined to who does not see both.
    public func partHuman(_ identity: Human.Identity, at seats: [Seat]) async throws {
        if let refusal = try refusal(in: identity.project, at: seats) { throw refusal }
        guard try !elsewhere(identity, seenFrom: seats).isEmpty else { throw Refusal("notJoined") }
        try await carryOut(PartHuman.any, Canonical.json(identity), at: seats)
    }

    /// Whether any of these desks is one that reads particulars there: nil, or why not.
    public func refusal(in project: String, at seats: [Seat]) throws -> Refusal? {
        let own = seats.first { $0.person(in: project) != nil } ?? .visitor
        return Permission.refusal(
            .readingParticulars, by: own, in: try desk(project).published.project, on: clock.today())
    }

    /// The installation's trail knows no persons: at which desks it was said is the reason.
    private func carryOut(_ verb: AnyVerb, _ input: JSON, at seats: [Seat]) async throws {
        let desks = seats.compactMap { seat -> String? in
            if case .person(let project, let person) = seat { "\(project)/\(person.number)" } else { nil }
        }
        _ = try await own().carryOut(
            .init([Step(verb, input)], by: .steward, reason: desks.sorted().joined(separator: ", ")))
    }
}
