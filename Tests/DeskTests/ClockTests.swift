import Cast
import Foundation
import Synchronization
import Testing

@testable import Desk
@testable import Domain
@testable import Trail

/// A clock of which a test sets both hands.
final class Hands: Sendable {
    private let state = Mutex((wall: Int64(0), steady: Int64(0)))
    static let hour: Int64 = 3_600_000

    init(at moment: Moment) { state.withLock { $0.wall = moment.milliseconds } }

    /// Time passes.
    func pass(_ milliseconds: Int64) {
        state.withLock {
            $0.wall += milliseconds
            $0.steady += milliseconds
        }
    }

    /// Somebody sets the clock.
    func set(by milliseconds: Int64) { state.withLock { $0.wall += milliseconds } }

    func set(to moment: Moment) { state.withLock { $0.wall = moment.milliseconds } }

    var clock: Clock {
        Clock {
            let wall = self.state.withLock { $0.wall }
            return Moment(milliseconds: wall, day: Day(count: Int((Double(wall) / 86_400_000).rounded(.down))))
        } steady: {
            self.state.withLock { $0.steady }
        }
    }
}

@Suite struct ClockTests {
    let folder = Temporary()
    let hands = Hands(at: .friday)
    let installation: Installation

    init() async throws {
        installation = try Installation(folder.url, clock: hands.clock, syncFailed: { _ in })
        _ = try await installation.begin("green-harbours", GreenHarbours.begun)
    }

    private func enter(_ installation: Installation? = nil) async throws -> ProjectDesk.Answer {
        let desk = try (installation ?? self.installation).desk("green-harbours")
        return try await desk.carryOut(.init(AnyVerb.named("add-person")!, ["name": "Luka Furlan"], by: .steward))
    }

    private func refusal(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return (error as? Refusal)?.code ?? "\(error)" }
    }

    @Test(arguments: [Hands.hour + 1_000, -Hands.hour - 1_000, 400 * 24 * Hands.hour])
    func `a clock that was set by more than an hour refuses verbs until it is accepted`(gap: Int64) async throws {
        hands.pass(30 * 24 * Hands.hour)
        _ = try await enter()
        hands.set(by: gap)
        #expect(await refusal { _ = try await enter() } == "clockJumped")
        #expect(try installation.desk("green-harbours").hindrance?.code == "clockJumped")
        #expect(
            await refusal { _ = try await installation.begin("blue-harbours", GreenHarbours.begun) } == "clockJumped")
        #expect(try installation.troublesOfTime().first?.code == "clockJumped")
        let before = try installation.own().published.entry
        let accepted = try await installation.acceptClock(because: "The battery was empty")
        #expect(accepted.names == (gap < 0 ? ["green-harbours"] : []))
        #expect(try installation.own().published.entry == before + 1)
        #expect(try installation.troublesOfTime().isEmpty)
        #expect(try await enter().published.moment == hands.clock.now())
        #expect(await refusal { _ = try await installation.acceptClock(because: "Again") } == "nothingToAccept")
        for name in try installation.store.names() {
            #expect(throws: Never.self) { try installation.store.verify(name) }
        }
    }

    @Test func `less than an hour is no matter, and moments do not run backwards`() async throws {
        hands.pass(10 * Hands.hour)
        let later = try await enter().published.moment
        hands.set(by: -Hands.hour + 1_000)
        #expect(try await enter().published.moment == later)
        hands.set(by: 2 * Hands.hour - 2_000)
        #expect(try await enter().published.moment == hands.clock.now())
    }

    @Test func `a clock that is right again needs nobody to accept it`() async throws {
        hands.set(by: 5 * Hands.hour)
        #expect(await refusal { _ = try await enter() } == "clockJumped")
        hands.set(by: -5 * Hands.hour)
        #expect(await refusal { _ = try await enter() } == nil)
    }

    @Test func `what was entered in 2100 makes no later day 2100, once the operator has accepted the clock`()
        async throws
    {
        let future = Moment(milliseconds: Int64(Day(2100, 1, 1)!.count) * 86_400_000, day: Day(2100, 1, 1)!)
        let desk = try installation.desk("green-harbours")
        _ = try await desk.carryOut(
            .init(AnyVerb.named("add-person")!, ["name": "Ana Vidmar"], by: .steward), at: future)
        try installation.store.close()

        let again = try Installation(folder.url, clock: hands.clock, syncFailed: { _ in })
        #expect(await refusal { _ = try await enter(again) } == "entryAhead")
        #expect(try again.desk("green-harbours").published.project.persons.count == 2)
        #expect(try again.troublesOfTime().map(\.code) == ["entryAhead"])
        #expect(try await again.acceptClock(because: "The year was wrong").names == ["green-harbours"])
        hands.pass(Hands.hour)
        let answer = try await enter(again)
        #expect(answer.entry == 4)
        #expect(answer.published.moment == hands.clock.now())
        #expect(try again.store.verify("green-harbours").entries == 4)

        // As known by day: what was recorded after the clock went back counts, whatever day was recorded before.
        let store = again.store
        let friday = Moment.friday.day
        #expect(try store.lastEntry(of: "green-harbours", upTo: friday.adding(days: -1)) == 0)
        #expect(try store.lastEntry(of: "green-harbours", upTo: friday) == 4)
        #expect(try store.lastEntry(of: "green-harbours", upTo: Day(2050, 1, 1)!) == 4)
        #expect(try store.lastEntry(of: "green-harbours", upTo: Day(2100, 1, 1)!) == 4)
        let set = try #require(try store.clocksSet(in: "green-harbours").first)
        #expect(set.entry == 3 && set.from == future && set.to.milliseconds == Moment.friday.milliseconds)
        #expect(set.spans(Day(2050, 1, 1)!) && !set.spans(Day(2100, 1, 2)!) && !set.spans(friday.adding(days: -1)))
    }

    @Test func `nobody but the operator accepts the clock, and no other verb goes back`() async throws {
        hands.pass(48 * Hands.hour)
        _ = try await enter()
        hands.set(by: -24 * Hands.hour)
        let desk = try installation.desk("green-harbours")
        for seat in [Seat.person("green-harbours", 1), .visitor] {
            #expect(
                await refusal { _ = try await desk.carryOut(.init(AcceptClock.any, ["reason": "I"], by: seat)) }
                    == "stewardOnly")
        }
        let person = Step(AnyVerb.named("add-person")!, ["name": "Maja Kos"])
        #expect(
            await refusal {
                _ = try await desk.carryOut(.init([Step(AcceptClock.any, ["reason": "Why"]), person], by: .steward))
            } == "clockJumped")
        #expect(desk.published.entry == 2)
    }

    @Test func `a trail that goes back in any other entry does not verify`() async throws {
        hands.pass(48 * Hands.hour)
        _ = try await enter()
        hands.set(by: -24 * Hands.hour)
        _ = try await installation.acceptClock(because: "The battery was empty")
        for trigger in ["entries_stay"] { try installation.store.execute("DROP TRIGGER \(trigger)") }
        try installation.store.execute(
            "UPDATE entries SET header = CAST(replace(header, 'accept-clock', 'add-person') AS BLOB) WHERE project = 'green-harbours' AND number = 3"
        )
        let flaw = #expect(throws: Flaw.self) { try installation.store.verify("green-harbours") }
        #expect(flaw?.what == .moment && flaw?.entry == 3)
    }
}
