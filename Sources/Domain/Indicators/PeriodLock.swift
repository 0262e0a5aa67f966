/// That the values of a reporting period stand as they were reported, from a day on, and when and why that ended.
public struct PeriodLock: Record {
    public static let kind = "period-lock"
    public static let plural = "period-locks"
    public static let room = Room.indicators
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(PeriodLock.self) + [.lockPeriod, .unlockPeriod] }

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

/// Which period is locked, and with which report.
public struct PeriodLocked: Codable, Sendable {
    public var period: Key<ReportingPeriod>
    public var report: Key<JointReport>?
}

/// Why a period is unlocked.
public struct PeriodUnlocked: Codable, Sendable {
    public var lock: Key<PeriodLock>
    public var unlockedBecause: String
}

extension AnyVerb {
    public static let lockPeriod = AnyVerb("lock-period", in: .indicators, on: "reporting-period", PeriodLocked.self) {
        (project, input, setting) throws(Refusal) in try project.locking(input, on: setting.today)
    }

    public static let unlockPeriod = AnyVerb(
        "unlock-period", in: .indicators, on: "period-lock", PeriodUnlocked.self,
        when: { ($0 as? PeriodLock)?.status == .locked }
    ) {
        (project, input, setting) throws(Refusal) in
        var lock = try project.periodLocks.require(input.lock)
        guard lock.status == .locked else {
            throw .notInState(needed: PeriodLock.Status.locked, is: lock.status)
        }
        lock.status = .unlocked
        lock.unlockedOn = setting.today
        lock.unlockedBecause = input.unlockedBecause
        return [.put(lock)]
    }
}

extension Project {
    public var periodLocks: Table<PeriodLock> { self[PeriodLock.self] }

    /// The lock that holds for the period; nil while its values may change.
    public func lock(of period: Key<ReportingPeriod>) -> PeriodLock? {
        periodLocks.first { $0.period == period && $0.status == .locked }
    }

    /// The values of the period stand from now on. A period that is not over, and one that is locked, is not.
    public func locking(_ input: PeriodLocked, on today: Day) throws(Refusal) -> [Change] {
        let period = try reportingPeriods.require(input.period)
        if let lock = lock(of: period.id) {
            throw Refusal(
                "lockedAlready", [.init("record", .record(period.reference)), .init("day", .day(lock.lockedOn))])
        }
        guard period.end < today else {
            throw Refusal(
                "periodNotOver", [.init("record", .record(period.reference)), .init("day", .day(period.end))])
        }
        let report = input.report ?? jointReports.first { $0.period == period.id }?.id
        return [
            .put(
                PeriodLock(
                    id: periodLocks.next, period: period.id, status: .locked, lockedOn: today, report: report))
        ]
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
