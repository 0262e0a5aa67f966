/// Something that waits for somebody: what, why, by when, who moves, and by which verb it is settled. One thing is one need.
public struct Need: Sendable, Equatable {
    public enum Urgency: String, Choice {
        case late, next, open
        /// Nobody here can know whether it was done: it was due before the record began, or its project is closed.
        case notOnRecord
    }

    /// The name under which `Words` keeps the sentence: `need.` and this.
    public private(set) var code: String
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
    /// As what it stands in the calendar; nil where it has no day there.
    private let sort: DueEntry.Sort?
    /// Which of several days of a record it is, where they are no occurrences.
    let part: String?
    /// Whether its record puts it into the calendar itself.
    let isOfCalendar: Bool

    /// The same for ever, whatever day it moves to; in the calendar the same thing bears the same name.
    public var name: String {
        if let occurrence { return occurrence.name }
        let record = about.map { "\($0.kind)-\($0.number)" } ?? "project"
        return "\(sort?.rawValue ?? code)-\(record)\(part.map { "-" + $0 } ?? "")"
    }

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
        sort = day != nil && urgency != .open ? .other : nil
        self.part = part
        isOfCalendar = false
    }

    /// The same in other words: as it is told to who must move.
    public func told(as code: String) -> Need {
        var need = self
        need.code = code
        return need
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
        sort = entry.sort
        part = entry.part
        isOfCalendar = true
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
    static let horizon = 90

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
        needs(on: today, of: partner, by: Kind.all.map { $0.dues(self, today) })
    }

    /// The same, by what each kind puts into the calendar on the day, in the order of `Kind.all`.
    func needs(on today: Day, of partner: Key<Partner>?, by dues: [[DueEntry]]) -> [Need] {
        // What the project is was withdrawn, or erased from what a backup brought back.
        guard identification != nil else { return entry > 0 ? [Need("unnamed", .open)] : [] }
        let isClosed = stage(on: today) == .closed
        var needs: [Need] = []
        for (kind, dues) in zip(Kind.all, dues) {
            for var need in kind.needs(self, today, partner, dues)
            where partner == nil || isHeld(need.holder, by: partner) {
                if !isAsked(need.urgency == .late ? need.day : nil, lasts: need.lasts, isClosed: isClosed) {
                    need.urgency = .notOnRecord
                }
                needs.append(need)
            }
        }
        return needs.inOrder
    }

    private func isHeld(_ holder: Holder, by partner: Key<Partner>?) -> Bool {
        (holder.partner ?? owner(ofWhatIsFor: holder.duty)) == partner
    }

    /// Whether the project asks for what was due on the day: not for what was due before its record began, of which nothing
    /// can be on record here; and once it is closed, for what lasts alone.
    public func isAsked(_ due: Day?, lasts: Bool = false, on today: Day) -> Bool {
        isAsked(due, lasts: lasts, isClosed: stage(on: today) == .closed)
    }

    func isAsked(_ due: Day?, lasts: Bool, isClosed: Bool) -> Bool {
        if let begun, let due, due < begun { return false }
        return lasts || !isClosed
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
    /// By urgency, then by day; what has no day comes last.
    fileprivate var inOrder: [Need] {
        Need.Urgency.allCases.flatMap { urgency in
            indices.filter { self[$0].urgency == urgency }.map { (day: self[$0].day?.count ?? .max, place: $0) }
                .sorted { $0 < $1 }.map { self[$0.place] }
        }
    }
}
