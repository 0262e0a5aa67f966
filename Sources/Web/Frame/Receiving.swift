import Synchronization

/// How much of what is being sent is held at once: beyond it nothing more is received, so that no crowd of half-sent forms takes
/// the machine's memory, nor half-sent files its disk. What is small has room of its own, so that forms pass while much comes in.
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

    /// Of each form its beginning and the rest, in memory; files, in the scratch folder.
    private let rooms: Mutex<(small: Room, large: Room, files: Room)>

    init(small: Int = 128 << 20, large: Int = 256 << 20, files: Int = 4 << 30) {
        rooms = Mutex((Room(most: small), Room(most: large), Room(most: files)))
    }

    /// What is held of one request; given back when nobody has it any more.
    func begin(from address: String) -> Held { Held(self, address) }

    final class Held: Sendable {
        private let receiving: Receiving
        private let address: String
        private let bytes = Mutex<(small: Int, large: Int, files: Int)>((0, 0, 0))

        fileprivate init(_ receiving: Receiving, _ address: String) {
            self.receiving = receiving
            self.address = address
        }

        /// False when there is no room in memory for so many more.
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
                    bytes.small += small
                    bytes.large += large
                    return true
                }
            }
        }

        /// False when there is no room on the disk for so many more of files.
        func add(ofFiles more: Int) -> Bool {
            bytes.withLock { bytes in
                guard receiving.rooms.withLock({ $0.files.take(more, of: address) }) else { return false }
                bytes.files += more
                return true
            }
        }

        deinit {
            let (small, large, files) = bytes.withLock { $0 }
            receiving.rooms.withLock { rooms in
                rooms.small.give(small, of: address)
                rooms.large.give(large, of: address)
                rooms.files.give(files, of: address)
            }
        }
    }
}
