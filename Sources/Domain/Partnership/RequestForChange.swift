/// A change of the approved project that was asked of the programme.
public struct RequestForChange: Record {
    public static let kind = "request-for-change"
    public static let plural = "requests-for-change"
    public static let room = Room.partnership

    public enum Subject: String, Choice { case duration, partnership, activities, budget }

    public var id: Key<RequestForChange>
    public var title: String
    public var subject: Subject
    public var requestedBy: String?
    /// When the partners agreed among themselves.
    public var agreedOn: When?
    public var decidedBy: String?
    public var decidedOn: When?
    public var oldEnd: Day?
    public var newEnd: Day?
    public var reason: Prose?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(title) }
    public var dated: Day? { (agreedOn ?? decidedOn)?.last }
}

extension Project {
    public var requestsForChange: Table<RequestForChange> { self[RequestForChange.self] }
}
