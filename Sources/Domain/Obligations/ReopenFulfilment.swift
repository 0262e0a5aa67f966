/// That what was recorded as met or waived is open again, and why.
public struct FulfilmentReopened: Codable, Sendable {
    public var fulfilment: Key<Fulfilment>
    public var reason: String
}

extension AnyVerb {
    public static let reopenFulfilment = AnyVerb(
        "reopen-fulfilment", in: .obligations, on: "fulfilment", FulfilmentReopened.self,
        when: { ($0 as? Fulfilment).map { $0.status != .reopened } ?? false }
    ) { (project, input, setting) throws(Refusal) in try project.reopening(input) }
}

extension Project {
    /// The due day is open again. What was recorded, with its proof, stays to be read.
    public func reopening(_ input: FulfilmentReopened) throws(Refusal) -> [Change] {
        var fulfilment = try fulfilments.require(input.fulfilment)
        guard fulfilment.status != .reopened else {
            throw .notInState(needed: Fulfilment.Status.fulfilled, is: fulfilment.status)
        }
        fulfilment.status = .reopened
        fulfilment.reason = input.reason
        return [.put(fulfilment)]
    }
}
