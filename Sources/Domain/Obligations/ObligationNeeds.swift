extension Obligation {
    /// Each due day that has passed without being met, and those of the day that comes next: one for each partner that owes it.
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        let due = Dictionary(grouping: dues, by: \.about)
        return project.obligations.flatMap { obligation -> [Need] in
            let entries = due[obligation.reference] ?? []
            let next = entries.filter { $0.state == .ahead }.map(\.day).min()
            return entries.filter { $0.state != .ahead || $0.day == next }.compactMap {
                $0.need("obligationLate", "obligationDue", on: today, by: FulfilObligation.name)
            }
        }
    }

    /// Whether it outlasts the closing of the project.
    var outlasts: Bool { sort == .durability || sort == .archive || rule.lasts }

    /// Whether it says when the joint progress report of each period is due: then the periods do not say it again.
    var isOfReports: Bool {
        status == .inForce && rule.form == .withReport && (rule.count ?? 0) == 0 && sort == .reporting
    }
}
