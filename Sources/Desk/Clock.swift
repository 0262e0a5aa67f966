import Domain
import Foundation
import Synchronization

/// What time it is, for the desks: the machine's, and the day that somebody may have set for what is due and late.
///
/// The machine's clock is believed as long as it goes on with the one that nobody can set. Where the two differ by more
/// than an hour it was set since, and nothing is entered until it is right again, or the operator accepts it.
public struct Clock: Sendable {
    public let now: @Sendable () -> Moment
    private let fixed: Day?
    private let trust: Trust

    /// How far the two clocks may part.
    static let most: Int64 = 3_600_000
    /// How much later than now the last entry of a trail may be when it is opened.
    static let ahead: Int64 = 60_000

    public init(timeZone: TimeZone = TimeZone(identifier: "Europe/Brussels") ?? .gmt, today: Day? = nil) {
        // A time zone changes at a quarter of an hour at the earliest; asking it costs more than all the rest.
        let last = Mutex((quarter: Int.min, offset: 0))
        let start = ContinuousClock.now
        self.init(today: today) {
            let date = Date()
            let utc = Int(date.timeIntervalSince1970.rounded(.down))
            let offset = last.withLock { last in
                if last.quarter != utc / 900 { last = (utc / 900, timeZone.secondsFromGMT(for: date)) }
                return last.offset
            }
            let seconds = utc + offset
            let day = Day(count: Int((Double(seconds) / 86_400).rounded(.down)))
            return Moment(milliseconds: Int64(date.timeIntervalSince1970 * 1000), day: day)
        } steady: {
            let passed = start.duration(to: .now).components
            return passed.seconds * 1_000 + passed.attoseconds / 1_000_000_000_000_000
        }
    }

    /// A clock that stands still, for tests.
    public init(at moment: Moment) { self.init(today: moment.day, now: { moment }, steady: { 0 }) }

    /// A clock of somebody's own.
    ///
    /// - Parameter steady: milliseconds since any time, which go on evenly whatever anybody sets.
    init(today: Day? = nil, now: @escaping @Sendable () -> Moment, steady: @escaping @Sendable () -> Int64) {
        fixed = today
        self.now = now
        trust = Trust(now: now, steady: steady)
    }

    public func today(_ moment: Moment? = nil) -> Day { fixed ?? (moment ?? now()).day }

    /// The day that somebody set for what is due and late; nil where it is the machine's.
    public var set: Day? { fixed }

    /// Why nothing may be entered at this time; nil when the clock is believed.
    public var refusal: Refusal? {
        guard let expected = trust.expected() else { return nil }
        return Refusal(
            "clockJumped", [.init("now", .text(now().utc)), .init("expected", .text(expected.utc))])
    }

    /// Believes the clock as it is.
    func accept() { trust.accept() }

    private final class Trust: Sendable {
        private let base: Mutex<(wall: Int64, steady: Int64)>
        private let now: @Sendable () -> Moment
        private let steady: @Sendable () -> Int64

        init(now: @escaping @Sendable () -> Moment, steady: @escaping @Sendable () -> Int64) {
            self.now = now
            self.steady = steady
            base = Mutex((now().milliseconds, steady()))
        }

        /// What the clock should say, where it says something else.
        func expected() -> Moment? {
            let (wall, passed) = (now(), steady())
            let expected = base.withLock { $0.wall + (passed - $0.steady) }
            let gap = wall.milliseconds - expected
            return gap.magnitude > Clock.most.magnitude ? Moment(milliseconds: expected, day: wall.day) : nil
        }

        func accept() { base.withLock { $0 = (now().milliseconds, steady()) } }
    }
}

extension Moment {
    /// As operators write it: `2026-11-29 18:44 UTC`.
    public var utc: String {
        let minutes = Int((Double(milliseconds) / 60_000).rounded(.down))
        let days = Int((Double(minutes) / 1_440).rounded(.down))
        let ofDay = minutes - days * 1_440
        let (hour, minute) = (ofDay / 60, ofDay % 60)
        return "\(Day(count: days)) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute) UTC"
    }
}
