import Domain

/// Whose desk somebody sits at.
public enum Seat: Hashable, Sendable {
    /// Who runs the installation, or its own work: begins projects, loads samples.
    case steward
    /// A person of a project.
    case person(String, Key<Person>)
    /// Nobody yet. The server listens on this machine only, so a visitor may read.
    case visitor

    public func person(in project: String) -> Key<Person>? {
        if case .person(project, let key) = self { key } else { nil }
    }
}

/// What somebody wants: to read a room, or to do something in it.
public enum Act: Sendable {
    case reading(Room)
    /// Addresses and numbers of persons.
    case readingParticulars
    /// A verb; and the record that it is about or changes, where it is known.
    case doing(AnyVerb, (any Record)? = nil)
}

/// Who may do what: the one place that knows, asked for every verb and every reading.
public enum Permission {
    /// Nil when the act is allowed; otherwise the refusal, which says who could.
    ///
    /// - Parameter rule: who may do it; what is said beside the verb.
    public static func refusal(
        _ act: Act, by seat: Seat, in project: Project, on today: Day, rule: (AnyVerb) -> May = \.may
    ) -> Refusal? {
        if case .steward = seat { return nil }
        var person: Key<Person>?
        if case .person(project.name, let key) = seat, project.persons[key] != nil { person = key }
        // Whoever sits nowhere in this project visits it.
        let duties = person.map { project.duties(of: $0, on: today) } ?? []
        switch act {
        // Whoever may look without a desk may look from one, with a duty or after it.
        case .reading: return nil
        case .readingParticulars:
            guard person != nil else { return Refusal("noDesk") }
            return duties.contains { $0.sort != .reader && $0.sort != .other } ? nil : Refusal("mayNotRead")
        case .doing(let verb, let record):
            let may = rule(verb)
            if may == .steward { return Refusal("stewardOnly") }
            if may == .everybody { return nil }
            guard person != nil else { return Refusal("noDesk") }
            guard duties.contains(where: { may.includes($0.sort) }) else {
                let needed = Duty.Sort.allCases.filter(may.includes)
                return Refusal(
                    "mayNot",
                    [
                        .init("verb", .word("verb", verb.name)),
                        .init("who", .words("duty.sort", needed.map(\.rawValue))),
                    ])
            }
            return record.flatMap { foreign($0, to: partners(may, duties, in: project), in: project) }
        }
    }

    /// What a verb that may be done makes of the records that it changes: nothing of another partner's, before or after.
    public static func refusal(
        _ verb: AnyVerb, changing changes: [Change], from project: Project, to next: Project, by seat: Seat,
        on today: Day
    ) -> Refusal? {
        guard case .duties = verb.may, let person = seat.person(in: project.name),
            let own = partners(verb.may, project.duties(of: person, on: today), in: project)
        else { return nil }
        for reference in changes.map(\.reference.meant) {
            if let refusal = project.record(reference).flatMap({ foreign($0, to: own, in: project) }) { return refusal }
            // What becomes another partner's, or is made in its name, is for that partner to enter; also where several keep it.
            guard let record = next.record(reference) else { continue }
            let (keeper, before) = (record.owner(in: next), project.record(reference)?.owner(in: project))
            if let keeper, keeper != before, !own.contains(keeper) {
                return Refusal("notForOthers", [.init("partner", .record(keeper.reference))])
            }
            if let given = foreign(record, to: own, in: next) {
                return Refusal("notForOthers", given.facts.filter { $0.name == "partner" })
            }
        }
        return nil
    }

    private static func foreign(_ record: any Record, to own: [Key<Partner>]?, in project: Project) -> Refusal? {
        let owners = record.owners(in: project)
        guard let own, let owner = owners.first, !owners.contains(where: own.contains) else { return nil }
        return Refusal(
            "notYours", [.init("record", .record(record.reference)), .init("partner", .record(owner.reference))])
    }

    /// Through whose eyes somebody looks: a duty of the lead partner, secretariat and auditors see all of it; a partner's people what
    /// is that partner's; a controller what is of the partners that the duty names; whoever has no such duty what nobody hides.
    public static func eyes(
        of seat: Seat, in project: Project, on today: Day, hiding: Set<String> = Kind.hiding
    ) -> Eyes {
        if case .steward = seat { return .all }
        if hiding.isEmpty { return .all }
        guard let person = seat.person(in: project.name), project.persons[person] != nil else {
            return Eyes(partners: [], hiding: hiding)
        }
        var partners: Set<Key<Partner>> = []
        for duty in project.duties(of: person, on: today) {
            if duty.sort.isOfLeadPartner || duty.sort == .secretariat || duty.sort == .auditor { return .all }
            guard duty.sort.isOfPartner || duty.sort == .controller, let partner = duty.partner else { continue }
            partners.formUnion(project.succession(of: partner))
        }
        return Eyes(partners: partners, hiding: hiding)
    }

    /// The partners for whom somebody may do it: all of them when nil, for a duty of the lead partner.
    private static func partners(_ may: May, _ duties: [Duty], in project: Project) -> [Key<Partner>]? {
        let those = duties.filter { may.includes($0.sort) }
        if those.contains(where: { !$0.sort.isOfPartner }) { return nil }
        return those.compactMap(\.partner).flatMap { project.succession(of: $0) }
    }
}

extension Refusal {
    /// Whether it says that somebody may not, whatever was entered.
    public var isOfPermission: Bool {
        ["mayNot", "mayNotRead", "notYours", "notForOthers", "decidedByOthers", "noDesk", "stewardOnly"].contains(code)
    }
}
