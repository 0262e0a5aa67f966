/// A row of events that the application promises: so many for each partner, or so many in all.
public struct EventSeries: Record {
    public static let kind = "event-series"
    public static let plural = "event-series"
    public static let room = Room.events

    public var id: Key<EventSeries>
    public var title: String
    /// What each of them is.
    public var sort: Event.Sort
    /// How many each partner holds.
    public var perPartner: Int?
    /// How many there are in all, where it is not so many for each partner.
    public var inAll: Int?
    /// Partners that hold none.
    public var without: [Key<Partner>] = []
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(title) }

    public func findings(in project: Project) -> [Finding] {
        if perPartner == nil, inAll == nil { return [Finding("missing", .blocks, field: "perPartner")] }
        for (field, number) in [("perPartner", perPartner), ("inAll", inAll)] {
            if let number, !(1...1_000).contains(number) {
                return [
                    Finding(
                        "numberOutOfRange", .blocks, field: field,
                        facts: [.init("least", .whole(1)), .init("most", .whole(1_000))])
                ]
            }
        }
        let recorded = project.events(of: self).filter(\.isOfItsSeries).count
        let planned = project.planned(in: self)
        guard recorded < planned else { return [] }
        return [
            Finding(
                "seriesShort", .warns, field: perPartner == nil ? "inAll" : "perPartner",
                facts: [.init("missing", .whole(planned - recorded)), .init("planned", .whole(planned))])
        ]
    }
}

/// How a series stands, for one partner or for all.
public struct SeriesStanding: Sendable, Equatable {
    /// Nil where the series is not told by partners.
    public let partner: Key<Partner>?
    public let planned: Int
    /// Held, with those that may not have been.
    public let held: [Key<Event>]
    /// Planned or moved, still to be held.
    public let ahead: [Key<Event>]
    /// Cancelled, never held, or merged into another.
    public let lost: [Key<Event>]
    /// The numbers of the row ("2nd of 5") that no event carries.
    public let missingOrdinals: [Int]

    /// How many of the plan are not even planned.
    public var missing: Int { max(0, max(0, planned) - held.count - ahead.count) }
}

extension Event {
    /// Held or still to be: what fills a place in its series.
    var isOfItsSeries: Bool { status == .held || isAhead }
}

extension Project {
    public var eventSeries: Table<EventSeries> { self[EventSeries.self] }

    /// The events of a series by partner and number.
    public func events(of series: EventSeries) -> [Event] {
        events.filter { $0.series == series.id }.sorted { a, b in
            let (x, y) = (a.ordinal ?? .max, b.ordinal ?? .max)
            return (a.host?.number ?? .max, x, a.id) < (b.host?.number ?? .max, y, b.id)
        }
    }

    /// How many the whole series promises.
    public func planned(in series: EventSeries) -> Int {
        series.inAll ?? (series.perPartner ?? 0).times(partners.filter { !series.without.contains($0.id) }.count)
    }

    /// What is held, ahead and missing of the plan: a line for each partner, or one for all.
    public func standing(of series: EventSeries) -> [SeriesStanding] {
        let events = events(of: series)
        func line(_ partner: Key<Partner>?, _ mine: [Event], _ planned: Int) -> SeriesStanding {
            let filled = mine.filter(\.isOfItsSeries)
            let numbers = Set(filled.compactMap(\.ordinal))
            let known = filled.contains { $0.ordinal != nil }
            return SeriesStanding(
                partner: partner, planned: planned, held: mine.filter { $0.status == .held }.map(\.id),
                ahead: mine.filter(\.isAhead).map(\.id), lost: mine.filter { !$0.isOfItsSeries }.map(\.id),
                missingOrdinals: known
                    ? ClosedRange.from(1, through: min(planned, 1_000)).filter { !numbers.contains($0) } : [])
        }
        guard let each = series.perPartner else { return [line(nil, events, planned(in: series))] }
        let lines = partners.map { partner in
            line(
                partner.id, events.filter { $0.host == partner.id }, series.without.contains(partner.id) ? 0 : each)
        }
        let loose = events.filter { $0.host == nil }
        return lines + (loose.isEmpty ? [] : [line(nil, loose, 0)])
    }
}
