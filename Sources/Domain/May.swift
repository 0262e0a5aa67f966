/// Who may carry out a verb. It is said beside the verb; of a verb that says nothing, its kind says it, and of a kind, its room.
///
/// Whose duty is bound to a partner may do it to what is that partner's, or nobody's; to another partner's, never.
public enum May: Sendable, Equatable {
    /// Whoever comes: the verb itself says when, and to whom by a token that cannot be guessed.
    case everybody
    /// Whoever runs the installation, by command, and nobody else.
    case steward
    /// The lead partner's coordinator, and who has one of these duties.
    case duties(Set<Duty.Sort>)

    /// What opens again that was reported, or is the partnership's shape.
    public static let coordinator = May.duties([])
    /// What the whole partnership decides, and what others say of a partner's work: by those who answer for the project.
    public static func leadPartner(_ room: Room) -> May { .duties(room.may.filter(\.isOfLeadPartner)) }

    /// The same, and a partner's people.
    public static func partnersToo(_ room: Room) -> May { .duties(room.may.union([.partnerManager, .contributor])) }

    public func includes(_ duty: Duty.Sort) -> Bool {
        switch self {
        case .everybody: true
        case .steward: false
        case .duties(let duties): duty == .coordinator || duties.contains(duty)
        }
    }
}

extension Room {
    /// The duties that keep the room, beside the coordinator's: the lead partner's finance and communication managers what is not
    /// the partnership's shape, a partner's people what they made and met. Outside bodies and readers read.
    public var may: Set<Duty.Sort> {
        switch self {
        case .events, .communication: [.financeManager, .communicationManager, .partnerManager, .contributor]
        case .learning: [.communicationManager, .partnerManager, .contributor]
        case .workPlan: [.communicationManager, .partnerManager]
        case .policy: [.partnerManager]
        case .indicators, .obligations: [.financeManager, .communicationManager]
        case .budget, .reports, .payments: [.financeManager]
        case .expenditure, .control: [.financeManager, .partnerFinanceOfficer]
        case .partnership, .people, .quality, .durability, .trails: []
        }
    }
}

extension Project {
    /// Whose the record is; nil when it is the whole partnership's, or is not there.
    public func owner<R: Record>(of key: Key<R>) -> Key<Partner>? { self[R.self][key]?.owner(in: self) }

    /// Whose it is to do what is for a duty: the lead partner's, where only its people have such a duty; else nobody's.
    func owner(ofWhatIsFor duty: Duty.Sort?) -> Key<Partner>? {
        duty?.isOfLeadPartner == true ? partners.first(where: \.isLead)?.id : nil
    }

    /// The same of several, each once.
    func owners(_ all: [Key<Partner>?]) -> [Key<Partner>] { all.compactMap(\.self).uniqued }

    /// The partner, and those that it took over from: what was theirs is kept by it.
    public func succession(of partner: Key<Partner>) -> [Key<Partner>] {
        var all = [partner]
        while let before = partners[all[all.count - 1]]?.replaces, !all.contains(before) { all.append(before) }
        return all
    }
}
