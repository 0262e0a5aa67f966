extension Obligation {
    /// One line for what is late of an obligation and one for what comes next, however many due days and partners there are.
    public static func needs(in project: Project, on today: Day, of partner: Key<Partner>?) -> [Need] {
        var needs: [Need] = []
        let settled = Dictionary(grouping: project.fulfilments, by: \.obligation)
        for obligation in project.obligations where obligation.status == .inForce {
            let open = project.standing(of: obligation, on: today, among: settled[obligation.id] ?? []).filter {
                ($0.state == .late || $0.state == .ahead) && (partner == nil || $0.occurrence.partner == partner)
            }.map(\.occurrence)
            let late = open.filter { $0.day < today }
            if let first = late.map(\.day).min() {
                needs.append(
                    Need(
                        late.count == 1 ? "obligationLate" : "obligationsLate", .late, about: obligation.reference,
                        day: first, facts: late.count == 1 ? [] : [.init("n", .whole(late.count))]))
            }
            if let next = open.filter({ $0.day >= today }).map(\.day).min(), next <= today.adding(days: Need.horizon) {
                let all = open.filter { $0.day == next }
                needs.append(
                    Need(
                        all.count == 1 ? "obligationDue" : "obligationsDue", .next, about: obligation.reference,
                        day: next, facts: all.count == 1 ? [] : [.init("n", .whole(all.count))]))
            }
        }
        return needs
    }
}
