/// Something that waits for somebody: what, why, by when, who moves, and by which verb it is settled. One thing is one need.
public struct Need: Sendable, Equatable {
    public enum Urgency: String, Choice {
        case late, next, open
        /// Nobody here can know whether it was done: it was due before the record began, or its project is closed.
        case notOnRecord
    }

    /// The name under which `Words` keeps the sentence: `need.` and this.
    public let code: String
    public internal(set) var urgency: Urgency
    public let about: Reference?
    public let day: Day?
    public let facts: [Fact.Named]
    public let holder: Holder
    /// The verb that settles it: one about the record, or one that adds a record.
    public let verb: String?
    /// Which of several due days it is, where an obligation has them.
    public let occurrence: Occurrence?
    /// Whether it outlasts the closing of the project.
    public let lasts: Bool
    /// The same for ever, whatever day it moves to; in the calendar the same thing bears the same name.
    public let name: String

    public init(
        _ code: String, _ urgency: Urgency, about: Reference? = nil, day: Day? = nil, facts: [Fact.Named] = [],
        holder: Holder = .nobody, by verb: String? = nil, lasts: Bool = false, part: String? = nil
    ) {
        self.code = code
        self.urgency = urgency
        self.about = about
        self.day = day
        self.facts = facts
        self.holder = holder
        self.verb = verb
        self.lasts = lasts
        occurrence = nil
        let isDated = day != nil && urgency != .open
        let record = about.map { "\($0.kind)-\($0.number)" } ?? "project"
        name = "\(isDated ? DueEntry.Sort.other.rawValue : code)-\(record)\(part.map { "-" + $0 } ?? "")"
    }

    /// What waits by an entry of the calendar.
    init(_ code: String, _ urgency: Urgency, of entry: DueEntry, facts: [Fact.Named], by verb: String?) {
        self.code = code
        self.urgency = urgency
        about = entry.about
        day = urgency == .next ? entry.day : entry.end ?? entry.day
        self.facts = facts
        holder = entry.holder
        self.verb = verb
        occurrence = entry.occurrence
        lasts = entry.lasts
        name = entry.name
    }
}

/// Who must move: a partner, a duty of the project, a person; nobody where the record names none.
public struct Holder: Sendable, Hashable {
    public var partner: Key<Partner>?
    public var duty: Duty.Sort?
    public var person: Key<Person>?

    public init(partner: Key<Partner>? = nil, duty: Duty.Sort? = nil, person: Key<Person>? = nil) {
        self.partner = partner
        self.duty = duty
        self.person = person
    }

    public static let nobody = Holder()
    static let coordinator = Holder(duty: .coordinator)
    static func partner(_ partner: Key<Partner>?) -> Holder { Holder(partner: partner) }
}

extension Need {
    /// How far ahead the next things are shown, in days.
    static let horizon = 60

    /// What is due on a day, as late or as one of the next things; nil while it is far off.
    static func due(
        _ due: Day, on today: Day, late: String, next: String, about: Reference, facts: [Fact.Named] = [],
        holder: Holder = .nobody, by verb: String? = nil, lasts: Bool = false, part: String? = nil
    ) -> Need? {
        guard due <= today.adding(days: horizon) else { return nil }
        return Need(
            due < today ? late : next, due < today ? .late : .next, about: about, day: due, facts: facts,
            holder: holder, by: verb, lasts: lasts, part: part)
    }
}

extension DueEntry {
    /// What waits by it on the day: late, or next where it is near; nil where it waits for nobody, or is far off.
    func need(
        _ late: String, _ next: String, on today: Day, by verb: String? = nil, within days: Int = Need.horizon,
        facts: [Fact.Named] = []
    ) -> Need? {
        switch state {
        case .late: Need(late, .late, of: self, facts: facts, by: verb)
        case .notOnRecord: Need(late, .notOnRecord, of: self, facts: facts, by: verb)
        case .ahead:
            day <= today.adding(days: days) ? Need(next, .next, of: self, facts: facts, by: verb) : nil
        case .done, .waived, .notKnown, .cancelled: nil
        }
    }
}

extension Project {
    /// What waits on the day, late things first, then by day. For a partner: only what is that partner's.
    public func needs(on today: Day, of partner: Key<Partner>? = nil) -> [Need] {
        // What the project is was withdrawn, or erased from what a backup brought back.
        guard identification != nil else { return entry > 0 ? [Need("unnamed", .open)] : [] }
        let needs = Kind.all.flatMap { $0.needs(self, today, partner) }
        return needs.filter { partner == nil || isHeld($0.holder, by: partner) }.map { need in
            var need = need
            if !isAsked(need.urgency == .late ? need.day : nil, lasts: need.lasts, on: today) {
                need.urgency = .notOnRecord
            }
            return need
        }.inOrder
    }

    private func isHeld(_ holder: Holder, by partner: Key<Partner>?) -> Bool {
        (holder.partner ?? owner(ofWhatIsFor: holder.duty)) == partner
    }

    /// Whether the project asks for what was due on the day: not for what was due before its record began, of which nothing
    /// can be on record here; and once it is closed, for what lasts alone.
    public func isAsked(_ due: Day?, lasts: Bool = false, on today: Day) -> Bool {
        if let begun, let due, due < begun { return false }
        return lasts || stage(on: today) != .closed
    }

    /// Who holds what is a duty's, or a partner's where no duty holds it.
    func holder(_ duty: Key<Duty>?, or partner: Key<Partner>? = nil) -> Holder {
        guard let held = duty.flatMap({ duties[$0] }) else { return .partner(partner) }
        return Holder(partner: held.partner ?? partner, duty: held.sort, person: held.person)
    }

    /// Who holds what is a person's.
    func holder(person: Key<Person>?, or partner: Key<Partner>? = nil) -> Holder {
        Holder(partner: partner ?? person.flatMap { persons[$0]?.partner }, person: person)
    }

    /// What a newly begun project does first, in order; nothing once it is under way.
    public var firstSteps: [Need] {
        guard identification?.closedOn == nil else { return [] }
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
            let rank: (Need) -> Int = { Need.Urgency.allCases.firstIndex(of: $0.urgency) ?? 0 }
            if rank(a.element) != rank(b.element) { return rank(a.element) < rank(b.element) }
            let (x, y) = (a.element.day?.count ?? .max, b.element.day?.count ?? .max)
            return x != y ? x < y : a.offset < b.offset
        }.map(\.element)
    }
}
