/// What was recorded as met, waived or not known is open again, and why. The record, with its proof, stays to be read.
public struct ReopenFulfilment: StateVerb {
    public static let name = "reopen-fulfilment"
    public static let starts: [Fulfilment.Status] = [.fulfilled, .waived, .notKnown]

    public var fulfilment: Key<Fulfilment>
    public var reason: String

    public var subject: Key<Fulfilment> { fulfilment }

    public func decided(_ record: Fulfilment, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var fulfilment = record
        fulfilment.status = .reopened
        fulfilment.reason = reason
        return [.put(fulfilment)]
    }
}
