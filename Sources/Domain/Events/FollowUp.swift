/// What somebody took on at a meeting, with the day by which it is done.
public struct FollowUp: Stated {
    public static let kind = "follow-up"
    public static let plural = "follow-ups"
    public static let room = Room.events
    public static let governed: Set = ["status", "doneOn", "outcome", "found"]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(FollowUp.self) + AnyVerb.of(FinishFollowUp.self, DropFollowUp.self)
    }

    public enum Status: String, Choice { case open, done, dropped }

    public var id: Key<FollowUp>
    public var title: String
    public var status: Status
    /// The meeting or the decision that it comes from.
    public var event: Key<Event>?
    public var decision: Key<Decision>?
    /// The review that asked for it.
    public var review: Key<QualityReview>?
    /// Who does it: a partner, a person, or both.
    public var partner: Key<Partner>?
    public var person: Key<Person>?
    public var due: Day?
    public var doneOn: Day?
    public var outcome: Prose?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public func owners(in project: Project) -> [Key<Partner>] {
        let own = [partner, person.flatMap { project.owner(of: $0) }, event.flatMap { project.owner(of: $0) }]
        return project.owners(own + (review.flatMap { project[QualityReview.self][$0] }?.owners(in: project) ?? []))
    }
    public var caption: Caption { .text(title) }
    public var dated: Day? { doneOn }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if status == .open, partner == nil, person == nil {
            found.append(Finding("followUpWithoutHolder", .warns, field: "partner"))
        }
        if let due, let life = project.identification, due < life.start || due > (project.durabilityEnd ?? life.end) {
            found.append(
                Finding(
                    "dueOutside", .warns, field: "due",
                    facts: [
                        .init("day", .day(due)), .init("start", .day(life.start)),
                        .init("end", .day(project.durabilityEnd ?? life.end)),
                    ]))
        }
        if status == .done, doneOn == nil { found.append(Finding("missing", .blocks, field: "doneOn")) }
        return found
    }
}

extension FollowUp {
    /// Done, but after its day.
    public var wasLate: Bool { due.flatMap { due in doneOn.map { $0 > due } } ?? false }

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        let dated = dues.compactMap {
            $0.need("followUpLate", "followUpDue", on: today, by: FinishFollowUp.name)
        }
        return dated
            + project.followUps.filter { $0.status == .open && $0.due == nil }.map {
                Need(
                    "followUpOpen", .open, about: $0.reference,
                    holder: project.holder(person: $0.person, or: $0.partner), by: FinishFollowUp.name)
            }
    }
}

extension Project {
    public var followUps: Table<FollowUp> { self[FollowUp.self] }
}

/// It is done: when, and what came of it.
public struct FinishFollowUp: StateVerb {
    public static let name = "finish-follow-up"
    public static let starts: [FollowUp.Status] = [.open]

    public var followUp: Key<FollowUp>
    public var doneOn: Day
    public var outcome: Prose?

    public var subject: Key<FollowUp> { followUp }

    public func decided(_ record: FollowUp, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var task = record
        guard doneOn <= setting.today else {
            throw Refusal("notYet", [.init("record", .record(task.reference)), .init("day", .when(.day(doneOn)))])
        }
        task.status = .done
        task.doneOn = doneOn
        task.outcome = outcome ?? task.outcome
        return [.put(task)]
    }
}

/// Nobody does it any more, and why.
public struct DropFollowUp: StateVerb {
    public static let name = "drop-follow-up"
    public static let starts: [FollowUp.Status] = [.open]

    public var followUp: Key<FollowUp>
    public var reason: Prose

    public var subject: Key<FollowUp> { followUp }

    public func decided(_ record: FollowUp, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var task = record
        task.status = .dropped
        task.outcome = reason
        return [.put(task)]
    }
}
