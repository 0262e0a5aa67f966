import Desk
import Domain
import Words

/// What rows of a list are late with, or do not show: by what it is filtered at one press.
struct ListGap: Sendable {
    /// As it stands in the address, and in `Words` behind `gap.`
    let name: String
    /// The rows, by their places in the prepared list; nil where they are looked up only when somebody asks for them.
    let rows: [Int]?

    static let late = "late"
    /// In a longer list what is late is looked up when somebody asks: all that waits of the kind is worked out for it.
    private static let long = 2_000

    /// Those that some rows have, from facts that the kind tells: what waits, what key results miss, proofs and doubts.
    static func all(_ list: RecordList, _ rows: [RecordList.Row], _ standings: [Standing], _ place: Place) -> [ListGap]
    {
        let project = place.project
        var found: [(name: String, has: (RecordList.Row) -> Bool)] = []
        for (name, lacks) in list.lacks {
            let these = lacks(project)
            found.append((name, { these.contains($0.reference.number) }))
        }
        let unshown = standings.flatMap(\.evidence.unshown)
        for demand in Demand.allCases where !list.lacks.contains(where: { $0.name == demand.rawValue }) {
            let these = Set(unshown.filter { $0.missing.contains(demand) }.map(\.record))
            if !these.isEmpty { found.append((demand.rawValue, { these.contains($0.reference) })) }
        }
        // Where nothing of the kind is proved, a proof is no more than could be.
        if unshown.isEmpty, rows.contains(where: { !$0.isBare }) { found.append(("unproved", { $0.isBare })) }
        found.append(("doubtful", { $0.isDoubtful || $0.doubts > 0 }))
        let gaps = found.compactMap { name, has in
            let these = rows.indices.filter { has(rows[$0]) }
            return these.isEmpty ? nil : ListGap(name: name, rows: these)
        }
        if rows.count > long { return [ListGap(name: late, rows: nil)] + gaps }
        let late = late(list, rows, place)
        return (late.isEmpty ? [] : [ListGap(name: self.late, rows: late)]) + gaps
    }

    /// The rows about which something waits that is late.
    static func late(_ list: RecordList, _ rows: [RecordList.Row], _ place: Place) -> [Int] {
        let (project, today) = (place.project, place.asOf ?? place.today)
        let needs = list.kind.needs(project, today, nil, list.kind.dues(project, today)).filter { need in
            need.urgency == .late && project.isAsked(need.day, lasts: need.lasts, on: today)
        }
        let late = Set(needs.compactMap(\.about))
        return late.isEmpty ? [] : rows.indices.filter { late.contains(rows[$0].reference) }
    }
}
