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
        let isUnverified: Bool
    }

    let place: Place
    let today: Day
    let periods: [(period: ReportingPeriod, isLocked: Bool)]
    let rows: [Row]
    /// Policy instruments without an indicator of their own, where the rule pack asks for one.
    let withoutOwn: Int

    init(_ place: Place) {
        self.place = place
        let today = place.asOf ?? place.today
        self.today = today
        let project = place.project
        periods = project.reportingPeriods.sorted { $0.start < $1.start }.map { ($0, project.lock(of: $0.id) != nil) }
        rows = project.figures.map { figure in
            Row(
                figure: figure, series: project.series(of: figure, on: today, asOf: place.asOf),
                standing: project.standing(of: figure, asOf: place.asOf),
                trend: project.trend(of: figure, on: today, asOf: place.asOf),
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
        \(Frame.crumbs(place, words, [(words("room.indicators"), place.to("rooms", "indicators"))]))<h1>\(title(words))</h1>
        <p class="lead">\(words("indicators.about"))</p>\(acts(words))
        <p class="exports"><a\(href: place.to("results"))>\(words("view.results"))</a> <a\(href: place.to("indicators", query: [("as", "csv")]))>CSV</a> <a\(href: place.to("indicators", query: [("as", "json")]))>JSON</a></p>
        \(if: withoutOwn > 0, "<p class=\"warnings\">\(words.count(withoutOwn, "indicators.noOwn"))</p>")
        \(grid(words))\(narratives(words))
        """
    }

    private func acts(_ words: Words) -> HTML {
        if let refusal = place.refusal(TakeOverIndicators.any) { return Show.refused(refusal, words, place) }
        guard place.project.rulePack != nil else { return "" }
        return """
            <form method="post" action="\(place.to("indicators").text)" class="acts"><input type="hidden" name="entry" value="\(String(place.project.entry))"><a class="button"\(href: place.to("period-values", "new"))>\(words("kind.period-value.add"))</a> <button class="button quiet">\(words("verb.take-over-indicators"))</button></form>
            """
    }

    private func grid(_ words: Words) -> HTML {
        let heads = periods.map { item -> HTML in
            let lock: HTML =
                item.isLocked
                ? "<br><span class=\"state\">\(words("indicators.locked"))</span>"
                : item.period.end < today && place.refusal(LockPeriod.any) == nil
                    ? "<br><a class=\"far\"\(href: place.to("reporting-periods", String(item.period.id.number), LockPeriod.name))>\(words("indicators.lock"))</a>"
                    : ""
            return
                "<th scope=\"col\" class=\"number\"><a\(href: place.to(item.period.reference))>\(words.name(item.period, in: place.project))</a>\(lock)</th>"
        }
        let lines = rows.map { row -> HTML in
            let figure = row.figure
            let name = words.caption(figure.caption, kind: Figure.kind)
            let missing = row.standing.evidence.isKnown ? "" : words("result.notKnown.short")
            let cells = row.series.map { item -> HTML in
                let shown = item.until.map { IndicatorParts.shown($0, words) } ?? missing
                return
                    "<td class=\"number\" data-label=\"\(words.name(item.period, in: place.project))\">\(shown)</td>"
            }
            return """
                <tr\(if: row.isUnverified, " class=\"doubtful\"")><th scope="row"><a\(href: place.to(figure.reference))>\(name)</a>\(if: figure.unit != nil, " <span class=\"far\">\(figure.unit ?? "")</span>")\(if: row.isUnverified, " <span class=\"state doubt\">\(words("indicators.unverified"))</span>")</th><td class="number" data-label="\(words.label(field: "baseline", of: Figure.kind))">\(figure.baseline.map { words.number($0) } ?? "")</td>\(cells)<td class="number" data-label="\(words("indicators.now"))"><a\(href: place.to("results", figure.name))><b>\(now(row, words))</b></a></td><td class="number" data-label="\(words("field.target"))">\(figure.target.map { words.number($0) } ?? "")</td><td class="course">\(IndicatorParts.line(row.series, target: figure.target, name, words))\(row.trend.map { IndicatorParts.state($0, words) } ?? "")</td></tr>
                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(title(words))"><table class="list indicators"><thead><tr><th scope="col">\(words("page.figure"))</th><th scope="col" class="number">\(words.label(field: "baseline", of: Figure.kind))</th>\(heads)<th scope="col" class="number">\(words("indicators.now"))</th><th scope="col" class="number">\(words("field.target"))</th><th scope="col">\(words("indicators.course"))</th></tr></thead><tbody>\(lines)</tbody></table></div>
            """
    }

    private func now(_ row: Row, _ words: Words) -> String {
        if row.figure.rule == .notCounted { return "–" }
        guard row.standing.evidence.isKnown, let value = row.standing.evidence.value else {
            return words.evidenced(row.standing)
        }
        let text = IndicatorParts.shown(value, words)
        guard value.isPercentage, !value.isOfNothing else { return text }
        let parts = words(
            "indicators.part", [("part", words.number(value.part)), ("whole", words.number(value.divisor))])
        return "\(text) (\(parts))"
    }

    private func narratives(_ words: Words) -> HTML {
        let items = rows.flatMap { row in
            row.series.flatMap(\.values).filter { $0.narrative != nil }.map { value -> HTML in
                "<li><b>\(words.caption(row.figure.caption, kind: Figure.kind))</b>, \(words.name(value.period.reference, in: place.project)), <a\(href: place.to(value.reference))>\(words.day(value.on))</a>: \(value.narrative?.text ?? "")</li>"
            }
        }
        return "\(if: !items.isEmpty, "<h2>\(words("indicators.narratives"))</h2><ul class=\"plain\">\(items)</ul>")"
    }

    func table(_ words: Words) -> [[String]]? {
        let head =
            [
                words("page.figure"), words.label(field: "unit", of: Figure.kind),
                words.label(field: "baseline", of: Figure.kind),
            ]
            + periods.map { words.name($0.period, in: place.project) } + [
                words("indicators.now"), words("field.target"),
            ]
        return [head]
            + rows.map { row in
                [
                    words.caption(row.figure.caption, kind: Figure.kind), row.figure.unit ?? "",
                    row.figure.baseline.map { String($0) } ?? "",
                ] + row.series.map { IndicatorParts.plain($0.until) }
                    + [
                        row.standing.evidenced.map { evidenced in
                            row.standing.evidence.value.map { IndicatorParts.plain($0) } ?? String(evidenced)
                        } ?? words("result.notKnown.short"),
                        row.figure.target.map { String($0) } ?? "",
                    ]
            }
    }

    var json: JSON {
        .list(
            rows.map { row in
                JSON.object(of: [
                    ("figure", .text(row.figure.name)), ("unit", row.figure.unit.map { .text($0) } ?? .null),
                    ("baseline", row.figure.baseline.map { .whole(Int64($0)) } ?? .null),
                    ("target", row.figure.target.map { .whole(Int64($0)) } ?? .null),
                    ("now", row.standing.evidenced.map { .whole(Int64($0)) } ?? .null),
                    ("expected", row.trend.map { .whole(Int64($0.expected)) } ?? .null),
                    ("willMiss", row.trend.map { .flag($0.misses) } ?? .null),
                    ("isUnverified", .flag(row.isUnverified)),
                    (
                        "periods",
                        .list(
                            row.series.map { item in
                                JSON.object(of: [
                                    ("period", .text(item.period.reference.description)),
                                    ("within", IndicatorParts.json(item.within)),
                                    ("until", IndicatorParts.json(item.until)), ("isLocked", .flag(item.isLocked)),
                                    (
                                        "values",
                                        .list(item.values.map { .text($0.reference.description) })
                                    ),
                                ])
                            })
                    ),
                ])
            })
    }
}
