/// A promise was kept, and when. It waits no more.
public struct KeepPromise: StateVerb {
    public static let name = "keep-promise"
    public static let starts: [Promise.Status] = [.open]

    public var promise: Key<Promise>
    public var on: Day
    public var provenance: Provenance = Provenance()

    public var subject: Key<Promise> { promise }

    public func decided(_ record: Promise, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var promise = try record.closed(.kept, on: on, nil, today: setting.today)
        promise.provenance.proofs += provenance.proofs
        promise.provenance.sources += provenance.sources
        return [.put(promise)]
    }
}

/// A promise holds no longer, and why.
public struct TakeBackPromise: StateVerb {
    public static let name = "take-back-promise"
    public static let starts: [Promise.Status] = [.open]

    public var promise: Key<Promise>
    public var on: Day
    public var reason: String

    public var subject: Key<Promise> { promise }

    public func decided(_ record: Promise, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        [.put(try record.closed(.takenBack, on: on, reason, today: setting.today))]
    }
}

extension Promise {
    fileprivate func closed(_ status: Status, on day: Day, _ reason: String?, today: Day) throws(Refusal) -> Promise {
        try day.require(upTo: today)
        var promise = self
        promise.status = status
        promise.closedOn = day
        promise.reason = reason
        return promise
    }
}
