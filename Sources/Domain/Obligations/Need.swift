/// Something that waits for somebody: what, why, by when.
public struct Need: Sendable, Equatable {
    public enum Urgency: String, Choice { case late, next, open }

    /// The name under which `Words` keeps the sentence: `need.` and this.
    public let code: String
    public let urgency: Urgency
    public let about: Reference?
    public let day: Day?
    public let facts: [Fact.Named]

    public init(_ code: String, _ urgency: Urgency, about: Reference? = nil, day: Day? = nil, facts: [Fact.Named] = [])
    {
        self.code = code
        self.urgency = urgency
        self.about = about
        self.day = day
        self.facts = facts
    }
}

extension Need {
    /// How far ahead the next things are shown, in days.
    static let horizon = 60

    /// What is due on a day, as late or as one of the next things; nil while it is far off.
    static func due(
        _ due: Day, on today: Day, late: String, next: String, about: Reference, facts: [Fact.Named] = []
    ) -> Need? {
        if due < today { return Need(late, .late, about: about, day: due, facts: facts) }
        return due <= today.adding(days: horizon) ? Need(next, .next, about: about, day: due, facts: facts) : nil
    }
}

extension Project {
    /// What waits on the day, late things first, then by day. For a partner: only what is that partner's.
    public func needs(on today: Day, of partner: Key<Partner>? = nil) -> [Need] {
        // What the project is was withdrawn, or erased from what a backup brought back.
        guard identification != nil else { return entry > 0 ? [Need("unnamed", .open)] : [] }
        return Kind.all.flatMap { $0.needs(self, today, partner) }.inOrder
    }

    /// What a newly begun project does first, in order; nothing once it is under way.
    public var firstSteps: [Need] {
        var steps: [Need] = []
        if events.isEmpty { steps.append(Need("planFirstEvent", .open)) }
        if partners.count < 2 { steps.append(Need("addPartners", .open)) }
        if duties.count < 2 { steps.append(Need("nameTeam", .open)) }
        if policyInstruments.isEmpty { steps.append(Need("addInstruments", .open)) }
        if websites.isEmpty { steps.append(Need("addWebsite", .open)) }
        return entry <= 25 ? steps : []
    }
}

extension [Need] {
    fileprivate var inOrder: [Need] {
        enumerated().sorted { a, b in
            let rank: (Need) -> Int = { $0.urgency == .late ? 0 : $0.urgency == .next ? 1 : 2 }
            if rank(a.element) != rank(b.element) { return rank(a.element) < rank(b.element) }
            let (x, y) = (a.element.day?.count ?? .max, b.element.day?.count ?? .max)
            return x != y ? x < y : a.offset < b.offset
        }.map(\.element)
    }
}
