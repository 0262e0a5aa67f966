/// A stretch of time that is reported on as one; their lengths may differ within a project.
public struct ReportingPeriod: Record {
    public static let kind = "reporting-period"
    public static let plural = "reporting-periods"
    public static let room = Room.partnership

    public var id: Key<ReportingPeriod>
    public var number: Int
    public var phase: Key<Phase>?
    public var start: Day
    public var end: Day
    /// The change of the project that added it.
    public var addedBy: Key<RequestForChange>?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .numbered(number) }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if end < start {
            found.append(
                Finding(
                    "endBeforeStart", .blocks, field: "end",
                    facts: [.init("start", .day(start)), .init("end", .day(end))]))
        }
        for other in project.reportingPeriods where other.id != id {
            if other.number == number {
                found.append(
                    Finding(
                        "numberTaken", .blocks, about: other.reference, field: "number",
                        facts: [.init("record", .record(other.reference))]))
            }
            if other.start <= end, start <= other.end {
                found.append(
                    Finding(
                        "periodsOverlap", .blocks, about: other.reference, field: "start",
                        facts: [
                            .init("record", .record(other.reference)), .init("start", .day(other.start)),
                            .init("end", .day(other.end)),
                        ]))
            }
        }
        return found
    }
}

extension ReportingPeriod {
    public static func needs(in project: Project, on today: Day, of partner: Key<Partner>?) -> [Need] {
        guard partner == nil else { return [] }
        return project.reportingPeriods.compactMap { period in
            let reported = project.jointReports.contains { $0.period == period.id && $0.status != .draft }
            return reported
                ? nil
                : Need.due(period.end, on: today, late: "periodUnreported", next: "periodEnds", about: period.reference)
        }
    }
}

extension Project {
    public var reportingPeriods: Table<ReportingPeriod> { self[ReportingPeriod.self] }
}
