import Synchronization

/// How much of what is being sent lies in memory at once: beyond it nothing more is received, so that no crowd of half-sent files
/// takes the machine's memory. What is small has room of its own, so that forms pass while files come in.
final class Receiving: Sendable {
    /// What a form without files is at most, in bytes.
    static let small = 2 << 20

    private struct Room {
        let most: Int
        var held = 0
        var byAddress: [String: Int] = [:]

        /// One address takes half of a room at most.
        mutating func take(_ bytes: Int, of address: String) -> Bool {
            guard bytes <= most - held, (byAddress[address] ?? 0) <= most / 2 - bytes else { return false }
            held += bytes
            byAddress[address, default: 0] += bytes
            return true
        }

        mutating func give(_ bytes: Int, of address: String) {
            held -= bytes
            let left = (byAddress[address] ?? 0) - bytes
            byAddress[address] = left > 0 ? left : nil
        }
    }

    private let rooms: Mutex<(small: Room, large: Room)>

    init(small: Int = 128 << 20, large: Int = 256 << 20) {
        rooms = Mutex((Room(most: small), Room(most: large)))
    }

    /// What is held of one request; given back when nobody has it any more.
    func begin(from address: String) -> Held { Held(self, address) }

    final class Held: Sendable {
        private let receiving: Receiving
        private let address: String
        private let bytes = Mutex<(small: Int, large: Int)>((0, 0))

        fileprivate init(_ receiving: Receiving, _ address: String) {
            self.receiving = receiving
            self.address = address
        }

        /// False when there is no room for so many more.
        func add(_ more: Int) -> Bool {
            bytes.withLock { bytes in
                let small = min(more, Receiving.small - bytes.small)
                let large = more - small
                return receiving.rooms.withLock { rooms in
                    guard rooms.small.take(small, of: address) else { return false }
                    guard rooms.large.take(large, of: address) else {
                        rooms.small.give(small, of: address)
                        return false
                    }
                    bytes = (bytes.small + small, bytes.large + large)
                    return true
                }
            }
        }

        deinit {
            let (small, large) = bytes.withLock { $0 }
            receiving.rooms.withLock { rooms in
                rooms.small.give(small, of: address)
                rooms.large.give(large, of: address)
            }
        }
    }
}
