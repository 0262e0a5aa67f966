/// Something that the project, a partner or a duty must do: since where it stands, by when, with what proof, and what
/// happens otherwise. Its due days are computed from the rule and move with the project.
public struct Obligation: Stated {
    public static let kind = "obligation"
    public static let plural = "obligations"
    public static let room = Room.obligations
    public static let governed: Set = ["status", "endedOn", "endedBecause", "found"]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Obligation.self)
            + AnyVerb.of(
                TakeOverObligations.self, FulfilObligation.self, WaiveObligation.self, LeaveObligationUnknown.self,
                EndObligation.self)
    }

    public enum Sort: String, Choice {
        case reporting, publicity, contract, money, review, followUp, archive, durability, other
    }
    /// Where it comes from.
    public enum Origin: String, Choice {
        case programme, law, subsidyContract, partnershipAgreement, minutes, secretariat, other
    }
    public enum Status: String, Choice { case inForce, ended }

    public var id: Key<Obligation>
    /// For one that was taken over, the rule's name until somebody gives it a title of its own.
    public var title: String
    public var sort: Sort
    public var status: Status
    /// What exactly is asked, in the words of the source.
    public var text: Prose?
    public var rule: DueRule = DueRule()
    /// Who holds it: a duty of the project, or a partner, or each partner for itself.
    public var duty: Duty.Sort?
    public var partner: Key<Partner>?
    public var everyPartner: Bool = false
    public var origin: Origin
    /// The document in which it stands, and the page, section or article in it.
    public var document: String?
    public var place: String?
    /// The event in whose minutes it stands.
    public var event: Key<Event>?
    /// The rule of the project's pack that it was taken over from.
    public var parameter: String?
    public var proofDemanded: String?
    public var consequence: String?
    /// What cannot go on while it is not met.
    public var blocks: String?
    public var endedOn: Day?
    public var endedBecause: String?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { partner ?? project.owner(ofWhatIsFor: duty) }
    /// What was taken over from a rule pack bears the rule's name until somebody gives it a title.
    public var caption: Caption { .rule(title) }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = rule.findings
        if duty == nil, partner == nil, !everyPartner {
            found.append(Finding("holderMissing", .warns, field: "duty"))
        }
        if everyPartner, partner != nil { found.append(Finding("twoHolders", .warns, field: "partner")) }
        if let duty, duty.isOfPartner, partner == nil, !everyPartner {
            found.append(Finding("partnerMissing", .blocks, field: "partner"))
        }
        if let duty, !project.duties.contains(where: { $0.sort == duty && (partner == nil || $0.partner == partner) }) {
            found.append(
                Finding(
                    "dutyHeldByNobody", .warns, field: "duty", facts: [.init("duty", .word("duty.sort", duty.rawValue))]
                ))
        }
        guard status == .inForce, !found.contains(where: \.blocks) else { return found }
        let days = project.dueDays(of: self)
        if days.isEmpty {
            found.append(Finding("noDueDay", .warns, field: "rule"))
        } else if rule.recurs, days.count > Bounds.occurrences * (everyPartner ? project.partners.count : 1) {
            found.append(
                Finding("tooOften", .blocks, field: "rule", facts: [.init("most", .whole(Bounds.occurrences))]))
        } else if let span = project.span(of: self), let outside = days.first(where: { !span.contains($0.day) }) {
            found.append(
                Finding(
                    "dueOutsideProject", .warns, field: "rule",
                    facts: [
                        .init("day", .day(outside.day)), .init("start", .day(span.lowerBound)),
                        .init("end", .day(span.upperBound)),
                    ]))
        }
        return found
    }
}

extension Project {
    public var obligations: Table<Obligation> { self[Obligation.self] }

    /// The days that an obligation may be due on: from approval to the end; of what must last, to the end of durability.
    func span(of obligation: Obligation) -> ClosedRange<Day>? {
        guard let identification else { return nil }
        let first = min(identification.approvedOn?.first ?? identification.start, identification.start)
        let lasts = obligation.sort == .durability || obligation.sort == .archive || obligation.rule.lasts
        let last = lasts ? durabilityEnd ?? identification.end : identification.end
        return .from(first, through: last)
    }

    /// Who holds a duty on a day; of a duty that is bound to a partner, that partner's people.
    public func holders(of duty: Duty.Sort, at partner: Key<Partner>? = nil, on day: Day) -> [Key<Person>] {
        duties.filter { $0.sort == duty && isHeld($0, on: day) && (partner == nil || $0.partner == partner) }
            .map(\.person)
    }
}

extension Kind {
    static let ofObligations = [
        Kind(Obligation.self), Kind(Fulfilment.self), Kind(Correspondence.self), Kind(Promise.self),
        Kind(Question.self),
    ]
}
