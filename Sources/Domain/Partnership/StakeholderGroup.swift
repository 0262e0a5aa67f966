/// The organisations around a partner that help it learn and decide, with their people and roles, from when to when.
public struct StakeholderGroup: Record {
    public static let kind = "stakeholder-group"
    public static let plural = "stakeholder-groups"
    public static let room = Room.partnership
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(StakeholderGroup.self) + AnyVerb.of(JoinGroup.self, LeaveGroup.self)
    }

    public var id: Key<StakeholderGroup>
    public var partner: Key<Partner>
    /// What the group calls itself: "Committee of Experts".
    public var name: String
    public var englishName: String?
    public var otherNames: [OtherName] = []
    /// What it was before, where it did not begin with the project.
    public var origin: String?
    public var members: [Member] = []
    public var provenance: Provenance = Provenance()

    /// An organisation in the group, or one in words that has no record: its person and role, from and to.
    public struct Member: Codable, Sendable, Equatable {
        public var organisation: Key<Organisation>?
        public var name: String?
        public var person: Key<Person>?
        public var role: String?
        public var from: When?
        public var to: When?

        public func belongs(on day: Day) -> Bool {
            (from.map { $0.first <= day } ?? true) && (to.map { $0.last >= day } ?? true)
        }
    }

    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption { .text(name) }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        for (index, member) in members.enumerated() {
            if let from = member.from, let to = member.to, to.last < from.first {
                found.append(
                    Finding(
                        "endBeforeStart", .blocks, field: "members.\(index).to",
                        facts: [.init("start", .when(from)), .init("end", .when(to))]))
            }
            if member.organisation == nil, member.person == nil, member.name == nil {
                found.append(Finding("missing", .blocks, field: "members.\(index).organisation"))
            }
            guard let organisation = member.organisation else { continue }
            let twice = members.prefix(index).contains {
                $0.organisation == organisation && $0.person == member.person
                    && Project.overlap($0.from, $0.to, member.from, member.to)
            }
            if twice {
                found.append(
                    Finding(
                        "memberTwice", .blocks, field: "members.\(index).organisation",
                        facts: [.init("record", .record(organisation.reference))]))
            }
        }
        return found
    }
}

extension StakeholderGroup {
    public func members(on day: Day) -> [Member] { members.filter { $0.belongs(on: day) } }
}

extension Project {
    public var stakeholderGroups: Table<StakeholderGroup> { self[StakeholderGroup.self] }

    /// The outside organisations that are known to have taken part in an event: those of whom somebody was present, and the
    /// host in words, where it is one of them.
    public func organisationsPresent(at event: Event) -> [Key<Organisation>] {
        let present = attendances(of: event.id).filter { $0.state == .present }.compactMap(\.organisation)
        let names = present + [event.hostedBy].compactMap { $0 }
        return names.isEmpty ? [] : organisations.filter { names.contains(where: $0.isCalled) }.map(\.id)
    }

    /// The events that a group could have taken part in: stakeholder meetings of its partner that were held, and every other
    /// held event at which one of its organisations was.
    public func events(of group: StakeholderGroup) -> [Event] {
        let members = Set(group.members.compactMap(\.organisation))
        return events.filter { event in
            guard event.status == .held, event.standsFor == nil else { return false }
            if event.host == group.partner, event.sorts.contains(.stakeholderMeeting) { return true }
            return organisationsPresent(at: event).contains { members.contains($0) }
        }.sorted { ($0.start ?? .year(1), $0.id) < ($1.start ?? .year(1), $1.id) }
    }
}

extension Organisation {
    /// Whether a text is one of its names.
    public func isCalled(_ text: String) -> Bool {
        name == text || englishName == text || otherNames.contains { $0.name == text }
    }
}

/// An organisation joins a group. Refused while it is in it with the same person.
public struct JoinGroup: RecordVerb {
    public static let name = "join-group"

    public var group: Key<StakeholderGroup>
    public var organisation: Key<Organisation>
    public var person: Key<Person>?
    public var role: String?
    public var from: When

    public var subject: Key<StakeholderGroup> { group }

    public func decided(_ record: StakeholderGroup, in project: Project, _ setting: Setting) throws(Refusal) -> [Change]
    {
        var group = record
        group.members.append(
            StakeholderGroup.Member(organisation: organisation, person: person, role: role, from: from))
        return [.put(try group.sound(in: project, field: "organisation"))]
    }
}

/// An organisation leaves a group; its time in it stays readable.
public struct LeaveGroup: RecordVerb {
    public static let name = "leave-group"

    public var group: Key<StakeholderGroup>
    public var organisation: Key<Organisation>
    public var on: When

    public var subject: Key<StakeholderGroup> { group }

    public static func hindrance(_ record: StakeholderGroup, in project: Project) -> Refusal? {
        record.members.contains { $0.to == nil }
            ? nil : Refusal("nobodyInGroup", [.init("record", .record(record.reference))])
    }

    public func decided(_ record: StakeholderGroup, in project: Project, _ setting: Setting) throws(Refusal) -> [Change]
    {
        var group = record
        let mine = group.members.indices.filter {
            group.members[$0].organisation == organisation && group.members[$0].to == nil
        }
        guard !mine.isEmpty else {
            throw Refusal(
                "notAMember",
                [.init("record", .record(organisation.reference)), .init("group", .record(group.reference))])
        }
        for index in mine { group.members[index].to = on }
        return [.put(try group.sound(in: project, field: "on"))]
    }
}

extension StakeholderGroup {
    /// Refused with what blocks it, at the field of the form that made it so.
    fileprivate func sound(in project: Project, field: String) throws(Refusal) -> StakeholderGroup {
        let blocking = findings(in: project).filter(\.blocks).map {
            Finding($0.code, .blocks, about: $0.about, field: field, facts: $0.facts)
        }
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return self
    }
}
