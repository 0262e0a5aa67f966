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
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        let reports = Set(project.obligations.filter(\.isOfReports).flatMap { project.dueDays(of: $0) }.map(\.day))
        return dues.compactMap { entry in
            guard let period = project.reportingPeriods[Key(entry.about.number)] else { return nil }
            if entry.sort == .report {
                // Until the period is over there is nothing to report; from then on it waits, however far off.
                guard period.end < today else { return nil }
                let isRuled = project.due(of: period).day != nil
                return entry.need(
                    isRuled ? "reportLate" : "periodUnreported", "reportDue", on: today,
                    by: AddRecord<JointReport>.name,
                    within: .max / 2)
            }
            // That the project ends, or that its report is due on the same day, says it already.
            guard project.report(on: period.id) == nil, period.end != project.identification?.end,
                !reports.contains(period.end)
            else { return nil }
            return entry.need("periodEnds", "periodEnds", on: today)
        }
    }
}

extension Project {
    public var reportingPeriods: Table<ReportingPeriod> { self[ReportingPeriod.self] }
}
