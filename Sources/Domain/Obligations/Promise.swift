/// What somebody of ours promised, or was promised: by when, and who answers for it. It waits until it is kept.
public struct Promise: Stated {
    public static let kind = "promise"
    public static let plural = "promises"
    public static let room = Room.obligations
    public static let may = May.partnersToo(.obligations)
    public static let governed: Set = ["status", "closedOn", "reason", "found"]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Promise.self) + AnyVerb.of(KeepPromise.self, TakeBackPromise.self)
    }

    public enum Direction: String, Choice { case made, received }
    public enum Status: String, Choice { case open, kept, takenBack }

    public var id: Key<Promise>
    public var what: String
    public var due: Day
    public var direction: Direction
    public var status: Status
    /// The other side: to whom we promised, or who promised us.
    public var otherSide: Who?
    public var partner: Key<Partner>?
    public var organisation: Key<Organisation>?
    /// Who of ours holds it, or watches over it: a duty, which stays when people go; or a person.
    public var duty: Duty.Sort?
    public var person: Key<Person>?
    public var madeOn: Day?
    /// The letter, call or talk in which it was made.
    public var correspondence: Key<Correspondence>?
    public var concerning: Concerning = Concerning()
    public var closedOn: Day?
    public var reason: String?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? {
        partner ?? person.flatMap { project.owner(of: $0) } ?? project.owner(ofWhatIsFor: duty)
    }
    public var caption: Caption { .text(what) }
    public var dated: Day? { madeOn }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if duty == nil, person == nil { found.append(Finding("holderMissing", .warns, field: "duty")) }
        if status == .takenBack, reason == nil { found.append(Finding("missing", .blocks, field: "reason")) }
        if let madeOn, due < madeOn {
            found.append(
                Finding(
                    "endBeforeStart", .blocks, field: "due",
                    facts: [.init("start", .day(madeOn)), .init("end", .day(due))]))
        }
        return found
    }

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        dues.compactMap { entry in
            guard let promise = project.promises[Key(entry.about.number)] else { return nil }
            let isMade = promise.direction == .made
            return entry.need(
                isMade ? "promiseLate" : "promiseAwaitedLate", isMade ? "promiseDue" : "promiseAwaited", on: today,
                by: KeepPromise.name, within: .max / 2,
                facts: [.init("holder", project.holder(promise.duty, promise.person, on: today))])
        }
    }
}

extension Project {
    public var promises: Table<Promise> { self[Promise.self] }

    /// Who answers, by name where one person does, else by duty.
    func holder(_ duty: Duty.Sort?, _ person: Key<Person>?, on day: Day) -> Fact {
        if let person { return .record(person.reference) }
        guard let duty else { return .text("?") }
        let people = holders(of: duty, on: day)
        return people.isEmpty ? .word(Duty.Sort.choiceName, duty.rawValue) : .records(people.map(\.reference))
    }
}
