import Cast
import Desk
import Domain
import Foundation
import Trail

/// Green Harbours in an installation of its own, on a Friday.
struct Office {
    let folder = Temporary()
    let installation: Installation
    let desk: ProjectDesk
    let stopped = Stopped()

    static let coordinator = Seat.person("green-harbours", 1)

    /// What the desk called when the disk may have lost something.
    final class Stopped: @unchecked Sendable {
        private let lock = NSLock()
        private var faults: [TrailFault] = []
        func note(_ fault: TrailFault) { lock.withLock { faults.append(fault) } }
        var all: [TrailFault] { lock.withLock { faults } }
    }

    init() async throws {
        let stopped = stopped
        installation = try Installation(folder.url, clock: Clock(at: .friday), syncFailed: { stopped.note($0) })
        _ = try await installation.begin("green-harbours", GreenHarbours.begun, at: .friday)
        desk = try installation.desk("green-harbours")
    }

    @discardableResult
    func carryOut(
        _ verb: String, _ input: JSON, by seat: Seat = coordinator, seen: Int? = nil, at moment: Moment? = nil
    ) async throws -> ProjectDesk.Answer {
        try await desk.carryOut(.init(AnyVerb.named(verb)!, input, by: seat, seen: seen), at: moment)
    }
}
