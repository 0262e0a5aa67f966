import Domain
import Synchronization
import Trail

/// Who read what, without a folder.
package final class ReadingsInMemory: Readings {
    private let all = Mutex<[(project: String, reading: Reading)]>([])
    /// Whether nothing can be noted.
    package let refuses = Mutex(false)

    package init() {}

    package func note(_ reading: Reading, of project: String) throws {
        guard !refuses.withLock({ $0 }) else { throw Refusal("notNoted") }
        all.withLock { $0.append((project, reading)) }
    }

    package func readings(of project: String) throws -> [Reading] {
        all.withLock { $0.filter { $0.project == project && $0.reading.what != Reading.home }.map(\.reading) }
    }

    package func lastReading(of what: String, in project: String, by person: Int, until then: Int64) throws -> Reading?
    {
        let those = all.withLock { all in
            all.filter { $0.project == project && $0.reading.what == what && $0.reading.person == person }
        }.map(\.reading)
        // Of several at once the last.
        return those.filter { $0.moment.milliseconds <= then }.enumerated().max {
            ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset)
        }?.element
    }
}
