import Desk
import Domain
import Words

/// Every figure with baseline, target and value by period, its course and where it goes.
struct IndicatorsPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/indicators") { ask, _ in
            let place = try ask.place(.indicators)
            return .page(IndicatorsPage(place), tag: RecordPages.tag(ask, place))
        },
        Site.Route(method: .post, pattern: "/projects/:project/indicators", asks: .init(TakeOverIndicators.any.form)) {
            ask, form in
            let place = try ask.place(.indicators)
            guard form != nil, !place.isPast else { throw Stop(Refusal("asItWas"), 403) }
            if let refusal = place.refusal(TakeOverIndicators.any) { throw Stop(refusal, 403) }
            let answer = try await ask.site.installation.desk(place.name).carryOut(
                .init(TakeOverIndicators.any, form?.sent ?? .object([]), by: ask.seat, seen: form?.entry))
            return ask.wants == .json ? .page(Carried(answer)) : .redirect(place.to("indicators"))
        },
    ]

    struct Row: Sendable {
        let figure: Figure
        let series: [PeriodStanding]
        let standing: Standing
        let trend: Trend?
        /// Once the project has ended.
        let outcome: TargetOutcome?
        let isUnverified: Bool
    }

    let place: Place
    let today: Day
    let periods: [(period: ReportingPeriod, lock: PeriodLock?)]
    let rows: [Row]
    /// Policy instruments without an indicator of their own, where the rule pack asks for one.
    let withoutOwn: Int

    init(_ place: Place) {
        self.place = place
        let today = place.asOf ?? place.today
        self.today = today
        let project = place.project
        periods = project.reportingPeriods.sorted { $0.start < $1.start }.map {
            ($0, project.lock(of: $0.id, on: today))
        }
        rows = project.figures.map { figure in
            Row(
                figure: figure, series: place.series(of: figure),
                standing: project.standing(of: figure, asOf: place.asOf, on: place.today),
                trend: project.trend(of: figure, on: today, asOf: place.asOf),
                outcome: project.outcome(of: figure, on: today, asOf: place.asOf),
                isUnverified: project.unverified(figure, on: today) != nil)
        }
        let asks = project.rulePack?.parameter(ParameterName("indicator.name"), about: "selfDefined") != nil
        withoutOwn =
            asks
            ? project.policyInstruments.count { instrument in
                !project.figures.contains { $0.instrument == instrument.id }
            } : 0
    }

    var room: Room? { .indicators }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("view.indicators") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, in: .indicators))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("indicators.about"))</p>
        \(acts(words))
        \(Show.exports(place.to("indicators"), besides: "<a\(href: place.to("results"))>\(words("view.results"))</a>"))
        \(if: withoutOwn > 0, "<p class=\"warnings\">\(words.count(withoutOwn, "indicators.noOwn"))</p>")
        \(grid(words).html)
        \(Show.headed(words("indicators.narratives"), narratives(words)))
        """
    }

    private func acts(_ words: Words) -> HTML {
        if let refusal = place.refusal(TakeOverIndicators.any) { return Show.refused(refusal, words, place) }
        guard place.project.rulePack != nil else { return "" }
        return """
            <form method="post" action="\(place.to("indicators").text)" class="acts">
            <input type="hidden" name="entry" value="\(String(place.project.entry))">
            <a class="button"\(href: place.to("period-values", "new"))>\(words("kind.period-value.add"))</a>
            <button class="button quiet">\(words("verb.take-over-indicators"))</button>
            </form>
            """
    }

    private func grid(_ words: Words) -> Grid<Row> {
        let unknown = words("result.notKnown.short")
        let before: [Column<Row>] = [
            Column("figure", words("page.figure")) {
                .shown(.said(name($0, words), .text($0.figure.name)), head($0, words))
            },
            Column("unit", words.label(field: "unit", of: Figure.kind), in: [.file, .program]) {
                .text($0.figure.unit)
            },
            Column("baseline", words.label(field: "baseline", of: Figure.kind), number: true) {
                .grouped($0.figure.baseline, words)
            },
        ]
        let values = Column.each("periods", periods) { index, item -> Column<Row> in
            Column(
                "periods", words.name(item.period, in: place.project), head(item.period, item.lock, words),
                number: true
            ) {
                let missing = $0.standing.evidence.isKnown ? "" : unknown
                let standing = $0.series[index]
                let shown = standing.until.map { words.number(of: $0) } ?? missing
                return .shown(.said(IndicatorParts.plain(standing.until), standing.json), "\(shown)")
            }
        }
        let after: [Column<Row>] = [
            Column("now", words("indicators.now"), number: true) { row in
                let path = place.to("results", row.figure.name)
                let evidenced = row.standing.evidenced
                let plain = evidenced.map { number in
                    row.standing.evidence.value.map { IndicatorParts.plain($0) } ?? String(number)
                }
                return Cell.shown(
                    .said(plain ?? unknown, evidenced.map { .whole(Int64($0)) } ?? .null), "<b>\(now(row, words))</b>"
                ).linked(path, words, place)
            },
            Column("target", words("field.target"), number: true) {
                .shown(.text($0.figure.target.map { String($0) }), "\(words.target(of: $0.figure) ?? "")")
            },
            Column("course", words("indicators.course"), in: .page) { row in
                let line = IndicatorParts.line(row.series, target: row.figure.target, name(row, words), words)
                return .shown(
                    .text(nil),
                    "\(line)\(row.trend.map { IndicatorParts.state($0, words) } ?? row.outcome.map { IndicatorParts.outcome($0, words) })"
                )
            },
            Column("expected", "", in: .program) { .whole($0.trend?.expected) },
            Column("willMiss", "", in: .program) { .said("", $0.trend.map { .flag($0.misses) } ?? .null) },
            Column("isUnverified", "", in: .program) { .flag($0.isUnverified) },
        ]
        var grid = Grid(title(words), words, place, rows, before + values + after)
        grid.look = "list indicators"
        grid.tone = { $0.isUnverified ? "doubtful" : nil }
        return grid
    }

    private func name(_ row: Row, _ words: Words) -> String { words.caption(row.figure.caption, kind: Figure.kind) }

    private func head(_ row: Row, _ words: Words) -> HTML {
        let unit: HTML = row.figure.unit.map { " <span class=\"far\">\($0)</span>" } ?? ""
        let doubt: HTML = " <span class=\"state doubt\">\(words("indicators.unverified"))</span>"
        return """
            <a\(href: place.to(row.figure.reference))>\(name(row, words))</a>\(unit)\(if: row.isUnverified, doubt)
            """
    }

    /// Above the values of a period, with the way to lock it when it is over.
    private func head(_ period: ReportingPeriod, _ lock: PeriodLock?, _ words: Words) -> HTML {
        let name: HTML = "<a\(href: place.to(period.reference))>\(words.name(period, in: place.project))</a>"
        if let lock { return "\(name)<br>\(IndicatorParts.locked(lock, lock.frozen != nil, words, place))" }
        guard period.end < today, place.refusal(LockPeriod.any) == nil else { return name }
        let path = place.to("reporting-periods", String(period.id.number), LockPeriod.name)
        return "\(name)<br><a class=\"far\"\(href: path)>\(words("indicators.lock"))</a>"
    }

    private func now(_ row: Row, _ words: Words) -> String {
        row.figure.rule == .notCounted ? "–" : words.evidenced(row.standing)
    }

    private func narratives(_ words: Words) -> [HTML] {
        rows.flatMap { row -> [HTML] in
            row.series.flatMap(\.values).compactMap { value -> HTML? in
                value.narrative.map { text -> HTML in
                    """
                    <li><b>\(name(row, words))</b>, \(words.name(value.period.reference, in: place.project)),
                    <a\(href: place.to(value.reference))>\(words.day(value.on))</a>: \(text.text)</li>
                    """
                }
            }
        }
    }

    func table(_ words: Words) -> [[String]]? { grid(words).table }
    var json: JSON { grid(Words.of(.en)).json }
}

extension PeriodStanding {
    fileprivate var json: JSON {
        JSON.object(of: [
            ("period", .text(period.reference.description)), ("within", IndicatorParts.json(within)),
            ("until", IndicatorParts.json(until)), ("isLocked", .flag(isLocked)), ("isFrozen", .flag(isFrozen)),
            ("values", .list(values.map { .text($0.reference.description) })),
            ("records", .list(records.map { .text($0.description) })),
            ("late", .list(late.map { .text($0.description) })), ("gone", .list(gone.map { .text($0.description) })),
        ])
    }
}
