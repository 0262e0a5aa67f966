/// That the values of a reporting period stand as they were reported, from a day on, and when and why that ended.
public struct PeriodLock: Stated {
    public static let kind = "period-lock"
    public static let plural = "period-locks"
    public static let room = Room.indicators
    public static let may = May.coordinator
    public static let governed: Set = ["status", "unlockedOn", "unlockedBecause"]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(PeriodLock.self) + AnyVerb.of(LockPeriod.self, UnlockPeriod.self)
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
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(unlockedOn.map { "\(lockedOn) – \($0)" } ?? lockedOn.plain) }
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
        let report = report ?? project.jointReports.first { $0.period == record.id }?.id
        return [
            .put(
                PeriodLock(
                    id: project.periodLocks.next, period: record.id, status: .locked, lockedOn: setting.today,
                    report: report))
        ]
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
