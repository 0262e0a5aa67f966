import Cast
import Testing

@testable import Domain

@Suite struct PeriodLockTests {
    let project: Project
    let media: Figure

    init() throws {
        project = try GreenHarbours.project()
            .doing("add-media-appearance", Self.article(1, "2024-06-01"))
            .doing("add-media-appearance", Self.article(2, "2024-07-01"))
        media = try #require(project.figure(named: "media-appearances"))
    }

    private static func article(_ number: Int, _ on: String?) -> JSON {
        .object(
            of: [
                ("subject", .text("Quay \(number)")), ("outlet", .text("Harbour News")),
                ("address", .text("https://news.example/\(number)")),
            ] + (on.map { [("on", .text($0))] } ?? []))
    }

    private func media(_ project: Project, on day: Day = .friday) -> [PeriodStanding] {
        project.series(of: media, on: day)
    }

    private func numbers(_ project: Project, on day: Day = .friday) -> [Int128?] {
        media(project, on: day).map { $0.within?.part }
    }

    @Test func `what is found for a locked period counts in the next, with a remark, and the locked value stands`()
        throws
    {
        let before = numbers(project)
        let locked = try project.doing("lock-period", ["period": 1])
        #expect(numbers(locked) == before)
        #expect(media(locked)[0].isFrozen && media(locked)[0].records.count == Int(before[0]!))
        let found = try locked.doing("add-media-appearance", Self.article(3, "2024-06-15"))
        let new = try #require(found.mediaAppearances.map(\.reference).max())
        #expect(numbers(found)[0] == before[0] && numbers(found)[1] == before[1]! + 1)
        #expect(media(found)[1].late == [new] && media(found)[1].records.contains(new))
        #expect(!media(found)[0].records.contains(new))
        // A lock of the next period keeps the remark, and nothing counts twice in the one after it.
        let next = try found.doing("lock-period", ["period": 2])
        #expect(media(next)[1].late == [new] && media(next)[1].isFrozen)
        #expect(media(next)[2].late.isEmpty && !media(next)[2].records.contains(new))
        // As of a day before the lock it stands where it belongs.
        let then = next.series(of: media, on: Day("2024-09-30")!, asOf: Day("2024-09-30")!)
        #expect(!then[0].isLocked && then[0].records.contains(new))
    }

    @Test func `what a locked period counted and nobody shows any more is taken off in the next`() throws {
        let locked = try project.doing("lock-period", ["period": 1])
        let gone = try #require(media(locked)[0].records.last)
        let fewer = try locked.doing(
            "withdraw-media-appearance", ["id": .whole(Int64(gone.number)), "reason": "Another project's."])
        #expect(numbers(fewer)[0] == numbers(locked)[0])
        #expect(media(fewer)[0].records.contains(gone))
        #expect(numbers(fewer)[1] == numbers(locked)[1]! - 1)
        #expect(media(fewer)[1].gone == [gone] && media(fewer)[2].gone.isEmpty)
        // A rule that demands more takes off more, and the locked value stands.
        let rule = try #require(fewer.evidenceRules.first { $0.figure == media.id })
        let strict = try fewer.doing(
            "change-evidence-rule",
            [
                "id": .whole(Int64(rule.id.number)), "shows": ["day", "document"],
                "because": "The programme asks for a copy of each.",
            ])
        #expect(numbers(strict)[0] == numbers(locked)[0])
        #expect(Set(media(strict)[1].gone) == Set(media(locked)[0].records))
    }

    @Test func `what was taken off is told once, and counts anew with its record when it comes back`() throws {
        let locked = try project.doing("lock-period", ["period": 1])
        let record = try #require(media(locked)[0].records.last)
        let body = try #require(locked.mediaAppearances[Key(record.number)])
        let fewer = try locked.doing(
            "withdraw-media-appearance", ["id": .whole(Int64(record.number)), "reason": "Not ours."]
        )
        .doing("lock-period", ["period": 2])
        #expect(media(fewer)[1].gone == [record] && media(fewer)[2].gone.isEmpty)
        let back = fewer.applying([.put(body)])
        #expect(numbers(back)[2] == numbers(fewer)[2]! + 1)
        #expect(media(back)[2].records.contains(record) && media(back)[2].late == [record])
    }

    @Test func `the days of a locked period stay, whichever verb would move them`() throws {
        let locked = try project.doing("lock-period", ["period": 1])
        #expect(locked.refusal("change-reporting-period", ["id": 1, "start": "2024-03-02"])?.code == "periodLocked")
        #expect(project.refusal("change-reporting-period", ["id": 1, "start": "2024-03-02"])?.code != "periodLocked")
    }

    @Test func `a period that is opened again counts as of now, and its lock still says what was reported`() throws {
        let found = try project.doing("lock-period", ["period": 1]).doing(
            "add-media-appearance", Self.article(3, "2024-06-15"))
        let open = try found.doing("unlock-period", ["lock": 1, "unlockedBecause": "The secretariat sent it back."])
        #expect(numbers(open)[0] == numbers(found)[0]! + 1 && numbers(open)[1] == numbers(project)[1])
        #expect(open.periodLocks[Key(1)]?.frozen == found.periodLocks[Key(1)]?.frozen)
    }

    @Test func `a lock that an earlier version made shows what was known then, and says that it froze nothing`() throws
    {
        var lock = try #require(project.doing("lock-period", ["period": 1]).periodLocks.first { _ in true })
        lock.frozen = nil
        let then = project.applying([.put(lock)])
        let now = try then.doing("add-media-appearance", Self.article(3, "2024-06-15"))
        let series = now.series(of: media, on: .friday) { _ in then }
        #expect(series[0].within == media(project)[0].within && series[0].isLocked && !series[0].isFrozen)
        #expect(series[1].late.count == 1)
        // A figure that came later had no value then; where nobody knows the project of then, none is made up.
        let later = try now.doing("add-figure", ["name": "press", "rule": "mediaAppearances"])
        let press = try #require(later.figure(named: "press"))
        #expect(later.series(of: press, on: .friday) { _ in then }[0].within == nil)
        #expect(now.series(of: media, on: .friday) { _ in nil }[0].within == nil)
    }

    @Test func `a period is locked and unlocked by its verbs alone`() {
        let names = PeriodLock.verbs.map(\.name)
        #expect(
            Set(names) == [
                "lock-period", "unlock-period", "add-period-lock-source", "add-period-lock-proof", "doubt-period-lock",
                "settle-period-lock-doubt",
            ])
    }

    @Test(arguments: 1...12)
    func `whatever is found, withdrawn, locked and unlocked, each record counts in one period, and they add up`(
        seed: Int
    ) throws {
        var project = project
        var chance = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func below(_ most: Int) -> Int {
            chance ^= chance << 13
            chance ^= chance >> 7
            chance ^= chance << 17
            return Int(chance % UInt64(most))
        }
        let periods = project.reportingPeriods.sorted { $0.start < $1.start }
        var frozen: [Int: [PeriodLock.Frozen]] = [:]
        for step in 0..<40 {
            let attempt: (String, JSON)
            switch below(6) {
            case 0: attempt = ("lock-period", ["period": .whole(Int64(below(periods.count) + 1))])
            case 1:
                attempt = (
                    "unlock-period", ["lock": .whole(Int64(below(4) + 1)), "unlockedBecause": "Sent back."]
                )
            case 2:
                attempt = (
                    "withdraw-media-appearance", ["id": .whole(Int64(below(20) + 1)), "reason": "Not ours."]
                )
            default:
                let day = periods[0].start.adding(days: below(Day.friday.count - periods[0].start.count))
                attempt = ("add-media-appearance", Self.article(100 + step, below(8) == 0 ? nil : day.plain))
            }
            do { project = try project.doing(attempt.0, attempt.1) } catch { continue }
            for lock in project.periodLocks {
                let before = frozen[lock.id.number, default: lock.frozen ?? []]
                #expect(lock.frozen == before)
                frozen[lock.id.number] = before
            }
            let series = media(project)
            let records = series.flatMap(\.records)
            #expect(Set(records).count == records.count, "\(attempt)")
            guard let last = series.last(where: { $0.within != nil }), !last.isLocked else { continue }
            let sum = series.compactMap { $0.within?.part }.reduce(0, +)
            let before = project.evidence(of: media, asOf: periods[0].start.adding(days: -1)).counted.count
            #expect(sum + Int128(before) == last.until?.part, "\(attempt)")
            for standing in series where standing.isLocked {
                let kept = standing.lock?.frozen?.first { $0.figure == media.id }
                #expect(kept?.records == standing.records.map(\.description))
            }
        }
    }
}
