/// What a person does in the project, from and to: who was coordinator when. The days may be unknown.
public struct Duty: Record {
    public static let kind = "duty"
    public static let plural = "duties"
    public static let room = Room.people
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(Duty.self) + AnyVerb.of(HandOverDuty.self) }

    /// The kinds of duty; what each may do is decided in the desk.
    public enum Sort: String, Choice {
        case coordinator, financeManager, communicationManager
        case partnerManager, partnerFinanceOfficer, contributor
        case controller, secretariat, auditor, reader
        /// Named in a source, with no part in keeping the project: a speaker, a guest.
        case other

        /// Duties of the lead partner, for the whole project.
        public var isOfLeadPartner: Bool {
            self == .coordinator || self == .financeManager || self == .communicationManager
        }
        /// Duties that are bound to one partner.
        public var isOfPartner: Bool {
            self == .partnerManager || self == .partnerFinanceOfficer || self == .contributor
        }
    }

    public var id: Key<Duty>
    public var person: Key<Person>
    public var sort: Sort
    public var partner: Key<Partner>?
    /// As the source words it.
    public var title: String?
    /// The place in a succession, where the days are not known.
    public var ordinal: Int?
    public var from: When?
    public var to: When?
    public var provenance: Provenance = Provenance()

    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption { title.map { .text($0) } ?? .numbered(id.number) }
    public var dated: Day? { from?.first }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if sort.isOfPartner, partner == nil { found.append(Finding("partnerMissing", .blocks, field: "partner")) }
        if let from, let to, to.last < from.first {
            found.append(
                Finding(
                    "endBeforeStart", .blocks, field: "to",
                    facts: [.init("start", .when(from)), .init("end", .when(to))]))
        }
        return found
    }

    /// Whether it may be held on the day: nothing known says that it had not begun, or was over.
    public func isHeld(on day: Day) -> Bool {
        if let from, from.first > day { return false }
        if let to, to.last < day { return false }
        return true
    }
}

extension Project {
    public var duties: Table<Duty> { self[Duty.self] }

    /// The duties that a person may hold on the day. Those at a partner end with it.
    public func duties(of person: Key<Person>, on day: Day) -> [Duty] {
        duties.filter { $0.person == person && isHeld($0, on: day) }
    }

    /// Whether a duty may be held on the day, and its partner was not gone by then.
    func isHeld(_ duty: Duty, on day: Day) -> Bool {
        guard duty.isHeld(on: day) else { return false }
        return !duty.sort.isOfPartner || !(duty.partner.map { hasLeft($0, by: day) } ?? false)
    }
}
