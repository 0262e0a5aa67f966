/// Where a project stands in its life on a day.
public enum Stage: String, Choice {
    /// It is approved and has not begun.
    case preparing
    case running
    /// It has ended: reports, recoveries and the archive remain.
    case closing
    /// The last payment is transferred, or it was found closed: durability remains.
    case closed

    /// - Parameter closed: known to the year only, it counts once that year is over.
    public init(start: Day, end: Day, closed: When?, on day: Day) {
        if let closed, closed.last <= day {
            self = .closed
        } else {
            self = day < start ? .preparing : day <= end ? .running : .closing
        }
    }
}

extension Project {
    /// Where it stands on the day; nil while nothing says what it is.
    public func stage(on day: Day) -> Stage? {
        identification.map { Stage(start: $0.start, end: $0.end, closed: $0.closedOn, on: day) }
    }
}

/// The project is closed: the last payment is transferred to the partners. From then on it asks for durability alone.
/// Refused before its end and its last payment, and for a day to come. That it is open again is a correction, with a reason.
public struct CloseProject: RecordVerb {
    public static let name = "close-project"
    public static let may = May.coordinator

    public var identification: Key<Identification>
    /// The day on which the last payment was transferred.
    public var on: Day
    /// When the programme paid it, where that is not on record: durability and archive count from it.
    public var finalPaymentOn: Day?

    public var subject: Key<Identification> { identification }

    public static func hindrance(_ record: Identification, in project: Project) -> Refusal? {
        record.closedOn.map { Refusal("alreadyClosed", [.init("day", .when($0))]) }
    }

    public func decided(_ record: Identification, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try on.require(upTo: setting.today)
        var identification = record
        identification.finalPaymentOn = finalPaymentOn ?? record.finalPaymentOn
        let first = max(record.end, identification.finalPaymentOn ?? record.end)
        guard on >= first else {
            throw .blocked(by: [Finding("closedBefore", .blocks, field: "on", facts: [.init("day", .day(first))])])
        }
        identification.closedOn = .day(on)
        return [.put(identification)]
    }
}
