/// That a promise was kept, and when.
public struct PromiseKept: Codable, Sendable {
    public var promise: Key<Promise>
    public var on: Day
    public var provenance: Provenance = Provenance()
}

/// That a promise holds no longer, and why.
public struct PromiseTakenBack: Codable, Sendable {
    public var promise: Key<Promise>
    public var on: Day
    public var reason: String
}

extension AnyVerb {
    public static let keepPromise = AnyVerb(
        "keep-promise", in: .obligations, on: "promise", PromiseKept.self, when: Promise.isOpen
    ) { (project, input, setting) throws(Refusal) in
        try project.closing(input.promise, .kept, on: input.on, nil, input.provenance, today: setting.today)
    }

    public static let takeBackPromise = AnyVerb(
        "take-back-promise", in: .obligations, on: "promise", PromiseTakenBack.self, when: Promise.isOpen
    ) { (project, input, setting) throws(Refusal) in
        try project.closing(input.promise, .takenBack, on: input.on, input.reason, nil, today: setting.today)
    }
}

extension Promise {
    static let isOpen: @Sendable (any Record) -> Bool = { ($0 as? Promise)?.status == .open }
}

extension Project {
    /// The promise waits no more.
    public func closing(
        _ key: Key<Promise>, _ status: Promise.Status, on day: Day, _ reason: String?, _ proofs: Provenance?, today: Day
    ) throws(Refusal) -> [Change] {
        var promise = try promises.require(key)
        guard promise.status == .open else { throw .notInState(needed: Promise.Status.open, is: promise.status) }
        guard day <= today else {
            throw .blocked(by: [Finding("dayToCome", .blocks, field: "on", facts: [.init("today", .day(today))])])
        }
        promise.status = status
        promise.closedOn = day
        promise.reason = reason
        if let proofs {
            promise.provenance.proofs += proofs.proofs
            promise.provenance.sources += proofs.sources
        }
        return [.put(promise)]
    }
}
