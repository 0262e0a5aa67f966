/// That the values of a reporting period stand as they were reported, from a day on, and when and why that ended.
///
/// It keeps the value of every figure with the records behind it, and so nothing that comes later changes them: what is found
/// afterwards counts in the next period. It is made and ended by its verbs alone.
public struct PeriodLock: Stated {
    public static let kind = "period-lock"
    public static let plural = "period-locks"
    public static let room = Room.indicators
    public static let may = May.coordinator
    public static let governed: Set = ["status", "unlockedOn", "unlockedBecause", "frozen"]
    public static var verbs: [AnyVerb] {
        AnyVerb.proving(PeriodLock.self) + AnyVerb.of(LockPeriod.self, UnlockPeriod.self)
    }

    public enum Status: String, Choice { case locked, unlocked }

    public var id: Key<PeriodLock>
    public var period: Key<ReportingPeriod>
    public var status: Status
    public var lockedOn: Day
    /// The report that the values stand in.
    public var report: Key<JointReport>?
    public var unlockedOn: Day?
    public var unlockedBecause: String?
    /// Each figure as it was reported. None in locks that an earlier version made.
    public var frozen: [Frozen]?
    public var provenance: Provenance = Provenance()

    /// A figure in the period, as it was when the period was locked.
    public struct Frozen: Codable, Sendable, Equatable {
        public var figure: Key<Figure>
        /// What the period brought.
        public var inPeriod: Value?
        /// What the figure came to by its end.
        public var byEnd: Value?
        /// What counted in it: `good-practice/3`. In words, for a record that is withdrawn later was counted all the same.
        public var records: [String]
        /// Those of them that are of a period which was locked before they were found.
        public var late: [String]
        /// What had counted in a locked period before, and no longer showed what it had to.
        public var gone: [String]
    }

    /// A number in parts, exactly: 99 of 100 where it is a percentage, cents of 100 where it is an amount.
    public struct Value: Codable, Sendable, Equatable {
        public var value: Int
        public var outOf: Int
        public var isPercentage: Bool
        public var currency: String?
    }

    /// Whether it holds on the day.
    public func holds(on day: Day) -> Bool {
        lockedOn <= day && (status == .locked || unlockedOn.map { day < $0 } ?? false)
    }

    public var caption: Caption { .numbered(id.number) }
    public var dated: Day? { lockedOn }

    public func findings(in project: Project) -> [Finding] {
        switch status {
        case .locked:
            project.periodLocks.filter { $0.id != id && $0.period == period && $0.status == .locked }.map {
                Finding(
                    "lockedAlready", .blocks, about: $0.reference, field: "period",
                    facts: [.init("day", .day($0.lockedOn))])
            }
        case .unlocked:
            unlockedBecause == nil ? [Finding("missing", .blocks, field: "unlockedBecause")] : []
        }
    }
}

/// The values of the period stand from now on. Refused while it is not over, and where it is locked.
public struct LockPeriod: RecordVerb {
    public static let name = "lock-period"
    public static let room = Room.indicators

    public var period: Key<ReportingPeriod>
    public var report: Key<JointReport>?

    public var subject: Key<ReportingPeriod> { period }

    public static func hindrance(_ record: ReportingPeriod, in project: Project) -> Refusal? {
        project.lock(of: record.id).map {
            Refusal("lockedAlready", [.init("record", .record(record.reference)), .init("day", .day($0.lockedOn))])
        }
    }

    public func decided(_ record: ReportingPeriod, in project: Project, _ setting: Setting) throws(Refusal) -> [Change]
    {
        guard record.end < setting.today else {
            throw Refusal(
                "periodNotOver", [.init("record", .record(record.reference)), .init("day", .day(record.end))])
        }
        if let report, let given = project.jointReports[report], given.period != nil, given.period != record.id {
            throw .blocked(by: [
                Finding(
                    "reportOfAnother", .blocks, field: "report", facts: [.init("record", .record(given.reference))])
            ])
        }
        let report = report ?? project.jointReports.first { $0.period == record.id }?.id
        var frozen: [PeriodLock.Frozen] = []
        for figure in project.figures where figure.rule != .notCounted {
            let series = project.series(of: figure, on: setting.today)
            guard let standing = series.first(where: { $0.period.id == record.id }) else { continue }
            frozen.append(try PeriodLock.Frozen(standing, of: figure))
        }
        return [
            .put(
                PeriodLock(
                    id: project.periodLocks.next, period: record.id, status: .locked, lockedOn: setting.today,
                    report: report, frozen: frozen))
        ]
    }
}

extension PeriodLock.Frozen {
    /// Refused where the value is more than a record holds.
    init(_ standing: PeriodStanding, of figure: Figure) throws(Refusal) {
        func value(_ value: FigureValue?) throws(Refusal) -> PeriodLock.Value? {
            guard let value else { return nil }
            guard let part = Int(exactly: value.part), let of = Int(exactly: value.divisor),
                Bounds.reading.contains(part), Bounds.reading.contains(of)
            else { throw Refusal("valueTooLarge", [.init("record", .record(figure.reference))]) }
            return PeriodLock.Value(value: part, outOf: of, isPercentage: value.isPercentage, currency: value.currency)
        }
        self.init(
            figure: figure.id, inPeriod: try value(standing.within), byEnd: try value(standing.until),
            records: standing.records.map(\.description), late: standing.late.map(\.description),
            gone: standing.gone.map(\.description))
    }
}

extension FigureValue {
    public init(_ kept: PeriodLock.Value) {
        self.init(
            part: Int128(kept.value), whole: Int128(kept.outOf), isPercentage: kept.isPercentage,
            currency: kept.currency)
    }
}

/// The values of a period may change again, and why.
public struct UnlockPeriod: StateVerb {
    public static let name = "unlock-period"
    public static let may = May.coordinator
    public static let starts: [PeriodLock.Status] = [.locked]

    public var lock: Key<PeriodLock>
    public var unlockedBecause: String

    public var subject: Key<PeriodLock> { lock }

    public func decided(_ record: PeriodLock, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var lock = record
        lock.status = .unlocked
        lock.unlockedOn = setting.today
        lock.unlockedBecause = unlockedBecause
        return [.put(lock)]
    }
}

extension Project {
    public var periodLocks: Table<PeriodLock> { self[PeriodLock.self] }

    /// The lock that holds for the period; nil while its values may change.
    public func lock(of period: Key<ReportingPeriod>) -> PeriodLock? {
        periodLocks.first { $0.period == period && $0.status == .locked }
    }

    /// The lock that held for the period on the day.
    public func lock(of period: Key<ReportingPeriod>, on day: Day) -> PeriodLock? {
        periodLocks.filter { $0.period == period && $0.holds(on: day) }.last
    }

    /// The days of a locked period stay: its values were counted by them.
    func requireLockedDays(_ changes: [Change]) throws(Refusal) {
        for case .put(let record) in changes {
            guard let new = record as? ReportingPeriod, let old = reportingPeriods[new.id],
                old.start != new.start || old.end != new.end
            else { continue }
            try requireUnlocked(new.id)
        }
    }

    func requireUnlocked(_ period: Key<ReportingPeriod>?) throws(Refusal) {
        guard let period, let lock = lock(of: period) else { return }
        throw Refusal(
            "periodLocked",
            [
                .init("record", .record(period.reference)), .init("day", .day(lock.lockedOn)),
                .init("who", .words(Duty.Sort.choiceName, [Duty.Sort.coordinator.rawValue])),
            ])
    }
}
