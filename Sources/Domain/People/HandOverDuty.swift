/// A duty passes from one person to the next: the old one ends the day before, the new one begins.
public struct HandOver: Codable, Sendable {
    public var duty: Key<Duty>
    public var to: Key<Person>
    /// The first day of the new holder.
    public var on: Day
    public var note: Prose?
}

extension AnyVerb {
    public static let handOverDuty = AnyVerb(
        "hand-over-duty", in: .people, on: "duty", HandOver.self, when: { ($0 as? Duty)?.to == nil }
    ) {
        (project, input, setting) throws(Refusal) in try project.handingOver(input)
    }
}

extension Project {
    /// Refused when the duty had not begun by then, is over already, or would pass to the person who has it.
    public func handingOver(_ hand: HandOver) throws(Refusal) -> [Change] {
        var old = try duties.require(hand.duty)
        _ = try persons.require(hand.to)
        guard old.person != hand.to else { throw Refusal("sameHolder", [.init("person", .record(hand.to.reference))]) }
        guard old.isHeld(on: hand.on), old.from.map({ $0.first < hand.on }) ?? true else {
            throw Refusal("dutyNotHeld", [.init("record", .record(old.reference)), .init("day", .day(hand.on))])
        }
        var new = old
        old.to = .day(hand.on.adding(days: -1))
        new.id = duties.next
        new.person = hand.to
        new.from = .day(hand.on)
        new.to = nil
        new.ordinal = old.ordinal.map { $0 + 1 }
        new.provenance = Provenance(note: hand.note)
        return [.put(old), .put(new)]
    }
}
