import Desk
import Domain
import Synchronization
import Trail

/// What has been worked out of a project's latest state, until its trail has a new head.
final class Kept<Value: Sendable>: Sendable {
    private let states = Mutex<[String: (head: Digest, values: [Eyes: [Reference: Value]])]>([:])
    /// As many are kept of a project and its eyes at most; then it begins anew.
    private let most: Int

    init(most: Int = 5_000) { self.most = most }

    func value(of reference: Reference, in place: Place, _ make: () throws -> Value) rethrows -> Value {
        let head = place.published.head
        let known = states.withLock { states -> Value? in
            guard let state = states[place.name], state.head == head else { return nil }
            return state.values[place.eyes]?[reference]
        }
        if let known { return known }
        let value = try make()
        states.withLock { states in
            if states[place.name]?.head != head || states[place.name]?.values[place.eyes]?.count ?? 0 >= most {
                states[place.name] = (head, [:])
            }
            states[place.name]?.values[place.eyes, default: [:]][reference] = value
        }
        return value
    }
}
