import NIOCore
import Synchronization

/// The connections that are open, of each address and in all.
///
/// One too many ends the one that has waited longest without a whole request: half of a request, or nothing after an answer.
/// So a crowd of half-sent requests makes room for a page, of the same address too. Where every one is being answered,
/// the new one ends.
final class Connections: Sendable {
    private struct Open {
        let address: String
        let end: @Sendable () -> Void
        /// Requests that came whole and are not answered yet; fewer than none where an answer did not wait for the whole.
        var running = 0
        /// Since when there is nothing to answer, in the order of all that happened.
        var since: UInt64
    }

    private struct State {
        var open: [Int: Open] = [:]
        var ofAddress: [String: Int] = [:]
        var clock: UInt64 = 0
        var next = 0

        mutating func tick() -> UInt64 {
            clock &+= 1
            return clock
        }
    }

    private let limits: Limits
    private let state = Mutex(State())

    init(_ limits: Limits) { self.limits = limits }

    /// The number of a new connection; whichever is too many has been told to end.
    func opened(from remote: String, end: @escaping @Sendable () -> Void) -> Int {
        let address = limits.isProxy(remote) ? "" : limits.address(of: remote, forwarded: nil)
        let (number, surplus) = state.withLock { state in
            let number = state.next
            state.next += 1
            state.open[number] = Open(address: address, end: end, since: state.tick())
            state.ofAddress[address, default: 0] += 1
            let isOver = !address.isEmpty && state.ofAddress[address, default: 0] > limits.settings.ofOneAddress
            guard isOver || state.open.count > limits.settings.connections else {
                return (number, nil as (@Sendable () -> Void)?)
            }
            let waiting = state.open.lazy.filter { $0.value.running <= 0 && (!isOver || $0.value.address == address) }
            let last = waiting.filter { $0.key != number }.min { $0.value.since < $1.value.since }?.key ?? number
            return (number, Connections.remove(last, &state)?.end)
        }
        surplus?()
        return number
    }

    /// A whole request came.
    func asked(_ number: Int) { state.withLock { $0.open[number]?.running += 1 } }

    func answered(_ number: Int) {
        state.withLock { state in
            let now = state.tick()
            state.open[number]?.running -= 1
            state.open[number]?.since = now
        }
    }

    func closed(_ number: Int) { _ = state.withLock { Connections.remove(number, &$0) } }

    var count: Int { state.withLock { $0.open.count } }

    private static func remove(_ number: Int, _ state: inout State) -> Open? {
        guard let open = state.open.removeValue(forKey: number) else { return nil }
        let rest = (state.ofAddress[open.address] ?? 1) - 1
        state.ofAddress[open.address] = rest > 0 ? rest : nil
        return open
    }
}
