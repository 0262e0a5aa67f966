import Domain

/// A project in the list of projects, as its footprint keeps it.
public struct ProjectLine: Codable, Sendable, Equatable {
    public var acronym: String
    public var title: String
    public var programme: String
    /// The rule pack that it stands on; a line written before packs were named has none.
    public var pack: String?
    public var start: Day
    public var end: Day
    /// When it was closed, as far as that is known.
    public var closedOn: When?

    init(_ identification: Identification) {
        acronym = identification.acronym
        title = identification.title
        programme = identification.programme
        pack = identification.pack
        start = identification.start
        end = identification.end
        closedOn = identification.closedOn
    }

    /// Where it stands on the day.
    public func stage(on day: Day) -> Stage { Stage(start: start, end: end, closed: closedOn, on: day) }

    var json: JSON { Canonical.json(self) }
}
