/// That an obligation holds no longer, from when and why.
public struct ObligationEnded: Codable, Sendable {
    public var obligation: Key<Obligation>
    public var on: Day
    public var reason: String
}

extension AnyVerb {
    public static let endObligation = AnyVerb(
        "end-obligation", in: .obligations, on: "obligation", ObligationEnded.self, when: Obligation.isInForce
    ) { (project, input, setting) throws(Refusal) in try project.ending(input) }
}

extension Project {
    /// It is due no more. What was met stays on record.
    public func ending(_ input: ObligationEnded) throws(Refusal) -> [Change] {
        var obligation = try obligations.require(input.obligation)
        guard obligation.status == .inForce else {
            throw .notInState(needed: Obligation.Status.inForce, is: obligation.status)
        }
        obligation.status = .ended
        obligation.endedOn = input.on
        obligation.endedBecause = input.reason
        return [.put(obligation)]
    }
}
