import Desk
import Domain
import Synchronization

/// Whether an answer holds particulars of persons. Whoever gets such an answer has read them: that is noted in one place, where
/// answers go out (`Site.noting`), and nobody on the way keeps it.
final class Readings: Sendable {
    private let noted = Mutex(false)

    var holdsAny: Bool { noted.withLock { $0 } }
    func note() { noted.withLock { $0 = true } }
}

extension Place {
    /// Lets particulars pass to who may read them; what passes is noted.
    func letsRead() -> Bool {
        guard mayReadParticulars else { return false }
        readings.note()
        return true
    }

    /// The same, or a refusal that says who may.
    func requireReading() throws(Stop) {
        if let refusal = Permission.refusal(.readingParticulars, by: seat, in: published.project, on: today) {
            throw Stop(refusal, 403)
        }
        readings.note()
    }

    /// A record as its form has it: with particulars that are kept beside it, for who may read them.
    func asked(_ record: any Record) -> JSON {
        record is Person && letsRead() ? record.row(in: project) : record.entered(in: project)
    }

    /// Whether these eyes may read particulars. Who then shows some asks `letsRead`.
    private var mayReadParticulars: Bool {
        Permission.refusal(.readingParticulars, by: seat, in: published.project, on: today) == nil
    }
}
