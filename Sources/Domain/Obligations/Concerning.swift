/// The records of the project that a letter, a promise or a question is about.
public struct Concerning: Codable, Sendable, Equatable {
    public var partner: Key<Partner>?
    public var event: Key<Event>?
    public var period: Key<ReportingPeriod>?
    public var jointReport: Key<JointReport>?
    public var requestForChange: Key<RequestForChange>?
    public var activity: Key<Activity>?
    public var goodPractice: Key<GoodPractice>?
    public var actionPlan: Key<ActionPlan>?
    public var policyChange: Key<PolicyChange>?
    public var obligation: Key<Obligation>?

    public init() {}
}
