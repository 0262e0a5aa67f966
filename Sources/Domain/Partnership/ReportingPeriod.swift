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
    /// When its report is due, where it is not the day that the rules give; `dueReason` says why.
    public var due: Day?
    public var dueReason: String?
    /// Why its days are not those that the rules give.
    public var datesReason: String?
    /// Its place and days as first approved, where a change moved it.
    public var original: Earlier?
    public var provenance: Provenance = Provenance()

    /// A period as it was before it moved.
    public struct Earlier: Codable, Sendable, Equatable {
        public var number: Int?
        public var start: Day?
        public var end: Day?
    }

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
        found += [
            project.start(of: self).finding(at: "start"), project.end(of: self).finding(at: "end"),
            project.due(of: self).finding(at: "due"),
        ].compactMap(\.self)
        return found
    }
}

extension ReportingPeriod {
    public static func needs(in project: Project, on today: Day, of partner: Key<Partner>?) -> [Need] {
        guard partner == nil else { return [] }
        return project.reportingPeriods.compactMap { period in
            let reported = project.jointReports.contains { $0.period == period.id && $0.status != .draft }
            if reported { return nil }
            // Once the period is over, what counts is the day its report is due.
            if period.end < today, let due = project.due(of: period).day, due >= period.end {
                return due < today
                    ? Need("reportLate", .late, about: period.reference, day: due)
                    : Need("reportDue", .next, about: period.reference, day: due)
            }
            return Need.due(
                period.end, on: today, late: "periodUnreported", next: "periodEnds", about: period.reference)
        }
    }
}

extension Project {
    public var reportingPeriods: Table<ReportingPeriod> { self[ReportingPeriod.self] }
}
