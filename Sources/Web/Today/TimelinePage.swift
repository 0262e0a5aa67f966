import Desk
import Domain
import Words

/// The project's life as a drawing: phases, reporting periods, events and today; the table says the same.
struct TimelinePage: Page {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/timeline") { ask, _ in
            let place = try ask.place()
            return .page(TimelinePage(place), tag: RecordPages.tag(ask, place))
        }
    ]

    let mine: Place
    let from: Day
    let to: Day
    let today: Day
    let phases: [Phase]
    let periods: [ReportingPeriod]
    let events: [Event]

    var place: Place? { mine }
    var wide: Bool { true }

    init(_ place: Place) {
        mine = place
        today = place.asOf ?? place.today
        let project = place.project
        phases = project.phases.sorted { $0.start < $1.start }
        periods = project.reportingPeriods.sorted { $0.start < $1.start }
        events = project.events.filter { $0.start != nil }.sorted { ($0.start ?? .year(1), $0.id) < ($1.start ?? .year(1), $1.id) }
        let starts = [project.identification?.start].compactMap { $0 } + events.compactMap { $0.start?.first }
        let ends = [project.identification?.end].compactMap { $0 } + events.compactMap(\.lastDay)
        from = starts.min() ?? today
        to = max(ends.max() ?? today, from.adding(days: 30))
    }

    func title(_ words: Words) -> String { words("page.timeline") }

    private static let width = 1000
    private func x(_ day: Day) -> Int {
        let span = max(1, to.count - from.count)
        return 10 + (min(max(day.count, from.count), to.count) - from.count) * (Self.width - 20) / span
    }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(mine, words, []))<h1>\(title(words))</h1>
        <div class="scroll" tabindex="0" role="region" aria-label="\(title(words))">\(drawing(words))</div>
        <p class="legend"><span class="key plan"></span>\(words("page.legend.planned")) <span class="key held"></span>\(words("page.legend.held")) <span class="key doubt"></span>\(words("page.legend.doubt")) <span class="key off"></span>\(words("page.legend.off"))</p>
        \(table(in: words))
        """
    }

    /// Events lie in as many rows as are needed so that none covers another.
    private var rows: [(event: Event, row: Int)] {
        var ends: [Int] = []
        return events.map { event in
            let left = x(event.start?.first ?? from)
            let right = max(left + 10, x(event.lastDay ?? from)) + 4
            if let row = ends.firstIndex(where: { $0 <= left }) {
                ends[row] = right
                return (event, row)
            }
            ends.append(right)
            return (event, ends.count - 1)
        }
    }

    private func drawing(_ words: Words) -> HTML {
        let placed = rows
        let top = 104
        let height = top + ((placed.map(\.row).max() ?? 0) + 1) * 16 + 24
        var years: HTML = ""
        for year in from.parts.year...to.parts.year {
            for month in [1, 7] {
                guard let day = Day(year, month, 1), day >= from, day <= to else { continue }
                years += "<line class=\"grid\" x1=\"\(x(day))\" y1=\"18\" x2=\"\(x(day))\" y2=\"\(height - 6)\"/>\(if: month == 1, "<text x=\"\(x(day) + 3)\" y=\"14\">\(String(year))</text>")"
            }
        }
        let bars = phases.map { phase -> HTML in
            """
            <g><title>\(words.name(phase)): \(words.span(phase.start, phase.end))</title><rect class="phase" x="\(x(phase.start))" y="24" width="\(max(2, x(phase.end) - x(phase.start)))" height="26"/><text x="\(x(phase.start) + 6)" y="42">\(words.name(phase))</text></g>
            """
        }
        let boxes = periods.map { period -> HTML in
            """
            <g><title>\(words.name(period)): \(words.span(period.start, period.end))</title><rect class="period" x="\(x(period.start))" y="58" width="\(max(2, x(period.end) - x(period.start)))" height="26"/><text x="\(x(period.start) + 6)" y="76">\(String(period.number))</text></g>
            """
        }
        let marks = placed.map { event, row -> HTML in
            let left = x(event.start?.first ?? from)
            let right = max(left + 8, x(event.lastDay ?? from))
            let style = event.provenance.doubtsBelonging || !(event.start?.isExact ?? false) ? "doubt" : ""
            let state = event.status == .held ? "held" : event.status == .cancelled || event.status == .notHeld ? "off" : "plan"
            return """
                <a\(href: mine.to(event.reference))><title>\(event.title): \(words.span(event.start, event.end)), \(words.choice(Event.Status.choiceName, event.status.rawValue))</title><rect class="event \(state) \(style)" x="\(left)" y="\(top + row * 16)" width="\(right - left)" height="11" rx="2"/></a>
                """
        }
        let now: HTML = today >= from && today <= to
            ? "<line class=\"now\" x1=\"\(x(today))\" y1=\"18\" x2=\"\(x(today))\" y2=\"\(height - 6)\"/><text class=\"now\" x=\"\(x(today) + 3)\" y=\"\(height - 4)\">\(words("page.todayMark"))</text>" : ""
        return """
            <svg class="timeline" viewBox="0 0 1000 \(height)" role="img" aria-label="\(words("page.timeline.about", [("from", words.day(from)), ("to", words.day(to)), ("events", words.count(events.count, "kind.event"))]))">\(years)\(bars)\(boxes)\(marks)\(now)</svg>
            """
    }

    private var lines: [(from: When?, to: When?, reference: Reference)] {
        (phases.map { (.day($0.start), .day($0.end), $0.reference) } + periods.map { (.day($0.start), .day($0.end), $0.reference) }
            + events.map { ($0.start, $0.end, $0.reference) })
    }

    private func table(in words: Words) -> HTML {
        let rows = lines.map { line -> HTML in
            let status = (mine.project.record(line.reference) as? Event).map { Show.state(words.choice(Event.Status.choiceName, $0.status.rawValue), $0.status.rawValue) }
            return "<tr><td>\(words.span(line.from, line.to))</td><th scope=\"row\">\(Show.link(line.reference, words, mine))</th><td>\(words("kind.\(line.reference.kind).one"))</td><td>\(status)</td></tr>"
        }
        return """
            <details><summary>\(words("page.asTable"))</summary><div class="scroll" tabindex="0" role="region" aria-label="\(words("page.asTable"))"><table class="list"><thead><tr><th scope="col">\(words("page.time"))</th><th scope="col">\(words("page.name"))</th><th scope="col">\(words("page.kind"))</th><th scope="col">\(words("field.status"))</th></tr></thead><tbody>\(rows)</tbody></table></div></details>
            """
    }

    func table(_ words: Words) -> [[String]]? {
        [[words("page.time"), words("page.name"), words("page.kind")]]
            + lines.map { [words.span($0.from, $0.to), words.name($0.reference, in: mine.project), words("kind.\($0.reference.kind).one")] }
    }

    var json: JSON {
        ["from": .text(from.plain), "to": .text(to.plain), "lines": .list(lines.map {
            JSON.object(of: [("record", .text($0.reference.description)), ("from", $0.from.map { .text($0.plain) } ?? .null), ("to", $0.to.map { .text($0.plain) } ?? .null)])
        })]
    }
}
