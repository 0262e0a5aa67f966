import Desk
import Domain
import Words

/// What rows of a list are late with, or do not show: by what it is filtered at one press.
struct ListGap: Sendable {
    /// As it stands in the address, and in `Words` behind `gap.`
    let name: String
    /// The rows, by their places in the prepared list.
    let rows: [Int]

    /// Those that some rows have, from facts that the kind tells: what waits, what key results miss, proofs and doubts.
    static func all(_ list: RecordList, _ rows: [RecordList.Row], _ standings: [Standing], _ place: Place) -> [ListGap]
    {
        let project = place.project
        var found: [(name: String, has: (RecordList.Row) -> Bool)] = []
        let today = place.asOf ?? place.today
        let late = list.kind.needs(project, today, nil).filter { need in
            need.urgency == .late && project.isAsked(need.day, lasts: need.lasts, on: today)
        }
        let lateOnes = Set(late.compactMap(\.about))
        found.append(("late", { lateOnes.contains($0.reference) }))

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
        let bare = Set(rows.filter { isBare($0, project) }.map(\.reference))
        if bare.count < rows.count, unshown.isEmpty { found.append(("unproved", { bare.contains($0.reference) })) }
        found.append(("doubtful", { $0.isDoubtful || $0.doubts > 0 }))
        return found.compactMap { name, has in
            let these = rows.indices.filter { has(rows[$0]) }
            return these.isEmpty ? nil : ListGap(name: name, rows: these)
        }
    }

    private static func isBare(_ row: RecordList.Row, _ project: Project) -> Bool {
        guard let record = project.record(row.reference) else { return false }
        return record.provenance.sources.isEmpty && record.provenance.proofs.allSatisfy(\.isOrigin)
            && record.found.isEmpty
    }
}
