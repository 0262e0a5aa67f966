import Domain
import Foundation
import Trail

extension Installation {
    /// What keeps verbs from being carried out because of the time: that the clock was set, and trails whose last entry lies
    /// in the future.
    public func troublesOfTime() throws -> [Refusal] {
        try (clock.refusal.map { [$0] } ?? []) + ahead().map(\.refusal)
    }

    /// Believes the clock from now on. Every trail whose last entry is later gets an entry that goes back to now, and the
    /// installation's own trail gets one in any case. Refused when there is nothing to accept.
    ///
    /// A kill in between leaves the rest as it was, to be accepted again.
    /// - Returns: the trails that went back, and what hinders those that could not.
    public func acceptClock(because reason: String) async throws -> (names: [String], left: [Refusal]) {
        let ahead = try ahead()
        guard clock.refusal != nil || !ahead.isEmpty else { throw Refusal("nothingToAccept") }
        clock.accept()
        var (names, left): ([String], [Refusal]) = ([], [])
        for (desk, _) in ahead where desk.name != Self.ownName {
            do {
                try await accept(reason, at: desk)
                names.append(desk.name)
            } catch let refusal as Refusal { left.append(refusal) }
        }
        try await accept(reason, at: try own())
        return (names, left)
    }

    private func accept(_ reason: String, at desk: ProjectDesk) async throws {
        _ = try await desk.carryOut(.init(AcceptClock.any, ["reason": .text(reason)], by: .steward))
    }

    /// The desks of the trails whose last entry lies in the future. What does not open is no matter of time.
    private func ahead() throws -> [(desk: ProjectDesk, refusal: Refusal)] {
        try store.names().compactMap { name in
            do {
                let desk = try name == Self.ownName ? own() : desk(name)
                return desk.ahead.map { (desk, $0) }
            } catch is Refusal { return nil }
        }
    }
}
