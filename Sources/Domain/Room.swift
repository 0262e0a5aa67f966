/// What a lead partner would name: one name in code, pages, words, tests and addresses.
public enum Room: String, Choice {
    case partnership, people, workPlan, obligations, events, learning, policy, indicators, communication
    case budget, expenditure, control, reports, payments, quality, durability, trails

    /// The groups that a coordinator thinks in, in the order of the menu.
    public enum Group: String, Choice {
        case partnership, work, money, `public`, trust
    }

    public var group: Group {
        switch self {
        case .partnership, .people, .obligations: .partnership
        case .workPlan, .events, .learning, .policy, .indicators, .quality: .work
        case .budget, .expenditure, .control, .reports, .payments: .money
        case .communication: .public
        case .durability, .trails: .trust
        }
    }
}
