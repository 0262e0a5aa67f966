/// A duty passes from one person to the next: the old one ends the day before, the new one begins.
///
/// Refused when the duty had not begun by then, has an end already, or would pass to the person who has it.
public struct HandOverDuty: RecordVerb {
    public static let name = "hand-over-duty"

    public var duty: Key<Duty>
    public var to: Key<Person>
    /// The first day of the new holder.
    public var on: Day
    public var note: Prose?

    public var subject: Key<Duty> { duty }

    public static func hindrance(_ duty: Duty, in project: Project) -> Refusal? {
        duty.to.map { duty.notHeld(on: $0.last.adding(days: 1)) }
    }

    public func decided(_ record: Duty, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var (old, new) = (record, record)
        guard old.person != to else { throw Refusal("sameHolder", [.init("person", .record(to.reference))]) }
        guard old.from.map({ $0.first < on }) ?? true else { throw old.notHeld(on: on) }
        old.to = .day(on.adding(days: -1))
        new.id = project.duties.next
        new.person = to
        new.from = .day(on)
        new.ordinal = old.ordinal.map { $0 + 1 }
        new.provenance = Provenance(note: note)
        return [.put(old), .put(new)]
    }
}

extension Duty {
    fileprivate func notHeld(on day: Day) -> Refusal {
        Refusal("dutyNotHeld", [.init("record", .record(reference)), .init("day", .day(day))])
    }
}
