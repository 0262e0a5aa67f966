import Desk
import Domain
import Words

/// Values of figures as people read them: the number, its course as a line, and where it goes.
enum IndicatorParts {
    /// For a spreadsheet: digits and a point.
    static func plain(_ value: FigureValue?) -> String {
        guard let value, let tenths = value.tenths else { return "" }
        if let amount = value.amount { return amount.decimal }
        if value.currency != nil { return String(value.part / 100) }
        if value.divisor == 1, !value.isPercentage { return String(value.part) }
        return "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }

    static func json(_ value: FigureValue?) -> JSON {
        guard let value else { return .null }
        return JSON.object(of: [
            ("part", number(value.part)), ("of", number(value.divisor)),
            ("isPercentage", .flag(value.isPercentage)), ("shown", .text(plain(value))),
        ])
    }

    /// What JSON's numbers hold is one; what is larger is said in digits.
    private static func number(_ number: Int128) -> JSON {
        Int(exactly: number).flatMap { Bounds.reading.contains($0) ? .whole(Int64($0)) : nil } ?? .text(String(number))
    }

    /// Once the project is over.
    static func outcome(_ outcome: TargetOutcome, _ words: Words) -> HTML {
        switch outcome {
        case .reached: "<span class=\"state good\">\(words("indicators.reached"))</span>"
        case .unshown: "<span class=\"state open\">\(words("indicators.notShown"))</span>"
        case .missed: "<span class=\"state bad\">\(words("indicators.missed"))</span>"
        }
    }

    static func state(_ trend: Trend, _ words: Words) -> HTML {
        if trend.isReached { return "<span class=\"state good\">\(words("indicators.reached"))</span>" }
        if trend.misses {
            let expected = words.number(max(trend.expected, trend.planned))
            return "<span class=\"state bad\">\(words("indicators.misses", [("expected", expected)]))</span>"
        }
        let byPace = trend.target < trend.baseline ? trend.expected <= trend.target : trend.expected >= trend.target
        if byPace {
            return
                "<span class=\"state\">\(words("indicators.onWay", [("expected", words.number(trend.expected))]))</span>"
        }
        return trend.planned >= trend.target
            ? "<span class=\"state\">\(words("indicators.byPlan", [("planned", words.number(trend.planned))]))</span>"
            : "<span class=\"far\">\(words("indicators.noTrend"))</span>"
    }

    /// How the trend was computed, in a sentence.
    static func how(_ trend: Trend, _ words: Words) -> String {
        words(
            "indicators.trend.how",
            [
                ("baseline", words.number(trend.baseline)), ("start", words.day(trend.start)),
                ("now", words.number(of: trend.now)), ("expected", words.number(trend.expected)),
                ("end", words.day(trend.end)), ("target", words.number(trend.target)),
            ])
    }

    /// The course over the periods as a small line, with the target as a dashed one and the last value as a dot.
    static func line(_ series: [PeriodStanding], target: Int?, _ name: String, _ words: Words) -> HTML {
        let values = series.compactMap(\.until).compactMap(\.tenths)
        guard values.count > 1 else { return "" }
        let most = max(values.max() ?? 0, (target ?? 0).multipliedReportingOverflow(by: 10).partialValue, 1)
        let least = min(values.min() ?? 0, 0)
        let span = max(1, Int128(most) - Int128(least))
        func y(_ tenths: Int) -> Int { 26 - Int(clamping: (Int128(tenths) - Int128(least)) * 22 / span) }
        let step = 110 / max(1, series.count - 1)
        var path = ""
        for (index, value) in values.enumerated() { path += "\(index == 0 ? "M" : "L")\(4 + index * step) \(y(value))" }
        let text = series.compactMap { $0.until.map { words.number(of: $0) } }.joined(separator: ", ")
        let dashed: HTML =
            target.map { "<path class=\"target\" d=\"M2 \(y(min($0, FigureValue.most) * 10))H118\"/>" } ?? ""
        let label = words("indicators.drawing", [("figure", name), ("values", text)])
        return """
            <svg class="course" viewBox="0 0 120 30" role="img" aria-label="\(label)">
            \(dashed)
            <path class="line" d="\(path)"/>
            <circle cx="\(4 + (values.count - 1) * step)" cy="\(y(values.last ?? 0))" r="3"/>
            </svg>
            """
    }

    /// What the page of a figure shows besides its fields: its periods, what was said, and where it goes.
    static func ofFigure(_ figure: Figure, _ place: Place, _ words: Words) -> HTML {
        let today = place.asOf ?? place.today
        let series = place.series(of: figure)
        let trend = place.project.trend(of: figure, on: today, asOf: place.asOf)
        let doubt = place.project.unverified(figure, on: today).map { doubted($0.map(\.text), words) } ?? ""
        var course: HTML = ""
        if let trend {
            course = "<p>\(state(trend, words)) <span class=\"hint\">\(how(trend, words))</span></p>"
        } else if let became = place.project.outcome(of: figure, on: today, asOf: place.asOf) {
            course = "<p>\(outcome(became, words))</p>"
        }
        guard series.contains(where: { $0.until != nil || !$0.values.isEmpty }) else { return "\(doubt)\(course)" }
        return """
            \(doubt)
            <h2>\(words("indicators.byPeriod"))</h2>
            \(line(series, target: figure.target, words.caption(figure.caption, kind: Figure.kind), words))
            \(course)
            \(grid(series, figure.unit, place, words).html)
            """
    }

    /// That a period is locked, as a way to the lock; and whether its numbers were kept with it.
    static func locked(_ lock: PeriodLock, _ isFrozen: Bool, _ words: Words, _ place: Place) -> HTML {
        let before: HTML =
            " <span class=\"far\" title=\"\(words("indicators.notFrozen.about"))\">\(words("indicators.notFrozen"))</span>"
        return """
            <a class="state"\(href: place.to(lock.reference))>\(words("indicators.locked"))</a>\(if: !isFrozen, before)
            """
    }

    /// What was found late, and what is gone. By the names that they had at the entry, where it is given.
    private static func told(
        _ late: [Reference], _ gone: [Reference], _ entry: Int?, _ words: Words, _ place: Place
    ) -> HTML {
        [(words("indicators.late"), late), (words("indicators.gone"), gone)].filter { !$0.1.isEmpty }
            .map { said, records -> HTML in "<p>\(said) \(named(records, entry, words, place))</p>" }.joined
    }

    private static func named(_ records: [Reference], _ entry: Int?, _ words: Words, _ place: Place) -> HTML {
        records.enumerated().map { index, record -> HTML in
            let name = entry.map { place.name(record, at: $0, words) } ?? words.name(record, in: place.project)
            return "\(if: index > 0, ", ")<a\(href: place.to(record))>\(name)</a>"
        }.joined
    }

    /// What a lock keeps: each figure with its records, and what it would be now.
    static func frozen(_ lock: PeriodLock, _ place: Place, _ words: Words) -> HTML {
        guard let frozen = lock.frozen else { return "<p class=\"hint\">\(words("indicators.notFrozen.about"))</p>" }
        let entry = place.project.entry(of: lock.reference)
        return Grid(
            words("indicators.frozen"), words, place, frozen,
            [
                Column("figure", words("page.figure")) { .record($0.figure.reference) },
                Column("within", words("indicators.within"), number: true) {
                    .text($0.inPeriod.map { words.number(of: FigureValue($0)) })
                },
                Column("until", words("indicators.until"), number: true) {
                    .text($0.byEnd.map { words.number(of: FigureValue($0)) })
                },
                Column("records", words("indicators.records")) { item in
                    func records(_ texts: [String]) -> [Reference] { texts.compactMap { Reference($0) } }
                    let later = told(records(item.late), records(item.gone), entry, words, place)
                    return .shown(
                        .text(item.records.joined(separator: ", ")),
                        "\(named(records(item.records), entry, words, place))\(later)")
                },
            ]
        ).html
    }

    private static func doubted(_ sources: [String], _ words: Words) -> HTML {
        let about = words("indicators.unverified.about", [("source", sources.joined(separator: "; "))])
        return """
            <p class="doubt"><span class="state doubt">\(words("indicators.unverified"))</span> \(about)</p>
            """
    }

    private static func grid(
        _ series: [PeriodStanding], _ unit: String?, _ place: Place, _ words: Words
    ) -> Grid<PeriodStanding> {
        Grid(
            words("indicators.byPeriod"), words, place, series,
            [
                Column("period") { item in
                    let state = item.lock.map { " \(locked($0, item.isFrozen, words, place))" as HTML }
                    let period = item.period.reference
                    return .shown(.record(period), "\(Show.link(period, words, place))\(state)")
                },
                Column("within", words("indicators.within"), number: true) {
                    .text($0.within.map { words.number(of: $0, unit: unit) })
                },
                Column("until", words("indicators.until"), number: true) {
                    .text($0.until.map { words.number(of: $0, unit: unit) })
                },
                Column("values", words("indicators.remark")) { item in
                    let said = item.values.map { value -> HTML in
                        let text: HTML = value.narrative.map { " \($0.text)" } ?? ""
                        return "<li>\(Show.link(value.reference, words, place))\(text)</li>"
                    }
                    let list: HTML = "<ul class=\"plain\">\(said)</ul>"
                    return .shown(
                        .text(nil), "\(if: !said.isEmpty, list)\(told(item.late, item.gone, nil, words, place))")
                },
            ])
    }
}
