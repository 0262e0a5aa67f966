/// An obligation holds no longer, from when and why. It is due no more; what was met stays on record.
public struct EndObligation: StateVerb {
    public static let name = "end-obligation"
    public static let starts: [Obligation.Status] = [.inForce]

    public var obligation: Key<Obligation>
    public var on: Day
    public var reason: String

    public var subject: Key<Obligation> { obligation }

    public func decided(_ record: Obligation, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var obligation = record
        obligation.status = .ended
        obligation.endedOn = on
        obligation.endedBecause = reason
        return [.put(obligation)]
    }
}
