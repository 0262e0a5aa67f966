import Desk
import Domain
import Words

/// The project's life as a drawing: phases, reporting periods, events and today; the table says the same.
struct TimelinePage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/timeline") { ask, _ in
            let place = try ask.place()
            return .page(TimelinePage(place), tag: RecordPages.tag(ask, place))
        }
    ]

    let place: Place
    let from: Day
    let to: Day
    let today: Day
    let phases: [Phase]
    let periods: [ReportingPeriod]
    let events: [Event]

    var wide: Bool { true }

    init(_ place: Place) {
        self.place = place
        today = place.asOf ?? place.today
        let project = place.project
        phases = project.phases.sorted { $0.start < $1.start }
        periods = project.reportingPeriods.sorted { $0.start < $1.start }
        events = project.events.filter { $0.start != nil }.sorted {
            ($0.start ?? .year(1), $0.id) < ($1.start ?? .year(1), $1.id)
        }
        let starts = [project.identification?.start].compactMap { $0 } + events.compactMap { $0.start?.exactly }
        let ends = [project.identification?.end].compactMap { $0 } + events.compactMap { $0.start?.exactly }
        from = starts.min() ?? today
        to = max(ends.max() ?? today, from.adding(days: 30))
    }

    /// The names of the two lists, which cost more to make than to use.
    private static let status = Event.Status.choiceName
    private static let sort = Event.Sort.choiceName

    func title(_ words: Words) -> String { words("page.timeline") }

    /// The drawing is 1000 wide; the names of the lanes stand in the first part.
    private static let left = 190
    private func x(_ day: Day) -> Int {
        let span = max(1, to.count - from.count)
        return Self.left + (min(max(day.count, from.count), to.count) - from.count) * (990 - Self.left) / span
    }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, []))
        <h1>\(title(words))</h1>
        \(Show.exports(place.to("timeline")))
        \(place.kept("timeline", words) { life(words) })
        """
    }

    /// The drawing, what its colours mean, and the same as a table.
    private func life(_ words: Words) -> HTML {
        """
        <div class="scroll" tabindex="0" role="region" aria-label="\(title(words))">\(drawing(words))</div>
        <p class="legend">
        <span class="key plan"></span>\(words("page.legend.planned"))
        <span class="key held"></span>\(words("page.legend.held"))
        <span class="key doubt"></span>\(words("page.legend.doubt"))
        <span class="key off"></span>\(words("page.legend.off"))
        </p>
        <details><summary>\(words("page.asTable"))</summary>
        \(grid(words).html)
        </details>
        """
    }

    /// One lane for each sort of event. In a lane they lie in as many rows as are needed so that none covers another.
    private struct Lane {
        let sort: Event.Sort
        var events: [(event: Event, row: Int)] = []
        var rows = 0
    }

    private var lanes: [Lane] {
        Event.Sort.allCases.compactMap { sort in
            var lane = Lane(sort: sort)
            var ends: [Int] = []
            for event in events where event.sorts.contains(sort) {
                let (start, end) = (left(event), right(event) + 3)
                let row = ends.firstIndex { $0 <= start } ?? ends.count
                if row == ends.count { ends.append(end) } else { ends[row] = end }
                lane.events.append((event, row))
            }
            lane.rows = ends.count
            return lane.events.isEmpty ? nil : lane
        }
    }

    /// What is known to the month or year only is drawn over all of it, as far as the project lasted.
    private func left(_ event: Event) -> Int {
        let first = event.start?.first ?? from
        return x(event.start?.isExact == true ? first : max(first, place.project.identification?.start ?? first))
    }

    private func right(_ event: Event) -> Int { max(left(event) + 8, x(event.lastDay ?? from)) }

    private func drawing(_ words: Words) -> HTML {
        let lanes = lanes
        let top = 100
        let height = top + lanes.reduce(0) { $0 + $1.rows * 15 + 9 } + 18
        func upright(_ look: HTML, _ day: Day) -> HTML {
            "<line class=\"\(look)\" x1=\"\(x(day))\" y1=\"18\" x2=\"\(x(day))\" y2=\"\(height - 16)\"/>"
        }
        var years: HTML = ""
        for year in ClosedRange.from(from.parts.year, through: to.parts.year) {
            for month in [1, 7] {
                guard let day = Day(year, month, 1), day >= from, day <= to else { continue }
                years += upright("grid", day)
                if month == 1 { years += "<text x=\"\(x(day) + 3)\" y=\"14\">\(String(year))</text>" }
            }
        }
        let bars = phases.map { phase in
            let name = words.name(phase, in: place.project)
            return box("phase", phase.start, phase.end, y: 22, name, inside: name, words)
        }
        let boxes = periods.map { period in
            let name = words.name(period, in: place.project)
            return box("period", period.start, period.end, y: 56, name, inside: String(period.number), words)
        }
        var marks: HTML = "<text x=\"4\" y=\"74\">\(words("kind.reporting-period.title"))</text>"
        if !phases.isEmpty { marks += "<text x=\"4\" y=\"40\">\(words("kind.phase.title"))</text>" }
        var y = top
        for lane in lanes {
            marks += """
                <text x="4" y="\(y + 10)">\(words.choice(Self.sort, lane.sort.rawValue))</text>
                <line class="grid" x1="0" y1="\(y - 5)" x2="1000" y2="\(y - 5)"/>
                """
            for (event, row) in lane.events { marks += mark(event, y + row * 15, words) }
            y += lane.rows * 15 + 9
        }
        var now: HTML = ""
        if today >= from, today <= to {
            let label = words("page.todayMark")
            now = upright("now", today)
            now += "<text class=\"now\" x=\"\(x(today) + 3)\" y=\"\(height - 4)\">\(label)</text>"
        }
        let facts = [
            ("from", words.day(from)), ("to", words.day(to)), ("events", words.count(events.count, "kind.event")),
        ]
        return """
            <svg class="timeline" viewBox="0 0 1000 \(height)" role="group" aria-label="\(words("page.timeline.about", facts))">
            \(years)\(bars)\(boxes)\(marks)\(now)
            </svg>
            """
    }

    /// A phase or a period.
    private func box(
        _ look: HTML, _ start: Day, _ end: Day, y: Int, _ name: String, inside: String, _ words: Words
    ) -> HTML {
        """
        <g><title>\(name): \(words.span(start, end))</title>
        <rect class="\(look)" x="\(x(start))" y="\(y)" width="\(max(2, x(end) - x(start)))" height="26"/>
        <text x="\(x(start) + 6)" y="\(y + 18)">\(inside)</text></g>
        """
    }

    private func mark(_ event: Event, _ y: Int, _ words: Words) -> HTML {
        let state =
            event.status == .held ? "held" : event.isAhead ? "plan" : "off"
        let doubtful = event.provenance.doubtsBelonging || event.start?.isExact != true
        let days = Show.days(event.start, event.end, words)
        let name = "\(event.title): \(days), \(words.choice(Self.status, event.status.rawValue))"
        let doubt: HTML = "\(if: doubtful, " doubt")\(if: event.start?.isExact != true, " vague")"
        let width = right(event) - left(event)
        return """
            <a\(href: place.to(event.reference)) aria-label="\(name)"><title>\(name)</title>
            <rect class="event \(state)\(doubt)" x="\(left(event))" y="\(y)" width="\(width)" height="11" rx="2"/></a>
            """
    }

    private struct Line: Sendable {
        let reference: Reference
        let from: When?
        let to: When?
        var status: Event.Status?
    }

    private var lines: [Line] {
        phases.map { Line(reference: $0.reference, from: .day($0.start), to: .day($0.end)) }
            + periods.map { Line(reference: $0.reference, from: .day($0.start), to: .day($0.end)) }
            + events.map { Line(reference: $0.reference, from: $0.start, to: $0.end, status: $0.status) }
    }

    private func grid(_ words: Words) -> Grid<Line> {
        let status = Self.status
        return Grid(
            words("page.asTable"), words, place, lines,
            [
                Column("record", words("page.name"), in: [.page, .program]) { .record($0.reference) },
                Column("from", words("page.time"), in: [.page, .file]) { .when($0.from, $0.to) },
                Column("from", "", in: .program) { .when($0.from) }, Column("to", "", in: .program) { .when($0.to) },
                Column("record", words("page.name"), in: .file) { .record($0.reference) },
                Column("kind", words("page.kind"), in: [.page, .file]) {
                    .text(words("kind.\($0.reference.kind).one"))
                },
                Column("status", words("field.status"), in: [.page, .file]) { .word(status, $0.status?.rawValue) },
            ])
    }

    func table(_ words: Words) -> [[String]]? { grid(words).table }

    var json: JSON { ["from": .text(from.plain), "to": .text(to.plain), "lines": grid(Words.of(.en)).json] }
}
