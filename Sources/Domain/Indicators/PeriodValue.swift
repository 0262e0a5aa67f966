/// What a figure was in a reporting period, as it was measured or asked, with what there is to say about it.
///
/// A period may have several: they do not replace one another. Of a period that is locked none is added, changed or withdrawn.
public struct PeriodValue: Record {
    public static let kind = "period-value"
    public static let plural = "period-values"
    public static let room = Room.indicators
    public static let may = May.duties(Room.indicators.may.union([.partnerManager]))
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(PeriodValue.self).map(guarded) }

    public var id: Key<PeriodValue>
    public var figure: Key<Figure>
    public var period: Key<ReportingPeriod>
    public var on: Day
    /// Whose it is; of the whole project when nil.
    public var partner: Key<Partner>?
    /// The number, or the part of a percentage.
    public var value: Int?
    /// The whole of a percentage: of how many.
    public var outOf: Int?
    public var narrative: Prose?
    public var provenance: Provenance = Provenance()

    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption {
        let number = value.map { value in outOf.map { "\(value) / \($0)" } ?? "\(value)" }
        return .day(on, number)
    }
    public var dated: Day? { on }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if value == nil, narrative == nil { found.append(Finding("missing", .blocks, field: "value")) }
        for (field, number) in [("value", value), ("outOf", outOf)] {
            if let number, number.magnitude > UInt(FigureValue.most) {
                found.append(
                    Finding("numberOutside", .blocks, field: field, facts: [.init("most", .whole(FigureValue.most))]))
            }
        }
        if let figure = project.figures[figure], let value {
            if figure.rule != .measured {
                found.append(
                    Finding(
                        "countedAnyway", .blocks, field: "value", facts: [.init("record", .record(figure.reference))]))
            } else if figure.aggregation.isOfParts {
                if let outOf {
                    if outOf < 1 || value < 0 || value > outOf {
                        found.append(
                            Finding(
                                "partOfWhole", .blocks, field: "outOf",
                                facts: [.init("part", .whole(value)), .init("whole", .whole(outOf))]))
                    }
                } else {
                    found.append(Finding("wholeMissing", .blocks, field: "outOf"))
                }
            }
        }
        if let period = project.reportingPeriods[period], on < period.start || on > period.end {
            found.append(
                Finding(
                    "outsidePeriod", .warns, field: "on",
                    facts: [
                        .init("record", .record(period.reference)), .init("start", .day(period.start)),
                        .init("end", .day(period.end)),
                    ]))
        }
        return found
    }

    /// The verb, refused for values of a locked period: that it is in, and that it goes to.
    private static func guarded(_ verb: AnyVerb) -> AnyVerb {
        AnyVerb(
            verb.name, in: verb.room, on: verb.kind, by: verb.may, form: verb.form, sort: verb.sort,
            hindrance: verb.hindrance
        ) {
            (project, input, setting) throws(Refusal) in
            let changes = try verb.decide(project, input, setting)
            for change in changes {
                let old = project.periodValues[Key(change.reference.number)]?.period
                try project.requireUnlocked(old)
                if case .put(let record) = change { try project.requireUnlocked((record as? PeriodValue)?.period) }
            }
            return changes
        }
    }
}

extension PeriodValue: Countable {
    public func candidate(in project: Project) -> Candidate { Candidate(self, day: on) }
}

extension Project {
    public var periodValues: Table<PeriodValue> { self[PeriodValue.self] }

    public func periodValues(of figure: Key<Figure>) -> [PeriodValue] { periodValues.filter { $0.figure == figure } }
}
