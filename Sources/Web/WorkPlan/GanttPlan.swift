import Desk
import Domain
import Words

extension GanttPage.Plan {
    init(_ ask: Ask, _ project: Project, _ today: Day) {
        let forecast = project.forecast(on: today)
        let delivers = Dictionary(grouping: project.deliverables, by: \.activity)
        let partner = ask.query("partner").flatMap { Whole.key($0) }.map { Key<Partner>($0) }
        let package = ask.query("package").flatMap { Whole.key($0) }.map { Key<WorkPackage>($0) }
        let state = ask.query("state").flatMap { Activity.Status(rawValue: $0) }
        let rows = project.activities.compactMap { activity -> GanttPage.Row? in
            let own = delivers[activity.id] ?? []
            if let partner, activity.lead != partner, !activity.partners.contains(partner),
                !own.contains(where: { $0.maker == partner })
            {
                return nil
            }
            if let package, activity.workPackage != package { return nil }
            if let state, activity.status != state { return nil }
            return GanttPage.Row(
                activity: activity, expected: forecast[activity.id],
                deliverables: own.sorted { ($0.due ?? .year(9999), $0.id) < ($1.due ?? .year(9999), $1.id) })
        }.sorted {
            ($0.activity.start ?? $0.activity.due ?? .year(9999), $0.activity.id) < (
                $1.activity.start ?? $1.activity.due ?? .year(9999), $1.activity.id
            )
        }
        let byPackage = Dictionary(grouping: rows, by: \.activity.workPackage)
        groups =
            project.workPackages.sorted { $0.number < $1.number }.compactMap { package in
                byPackage[package.id].map { GanttPage.Group(package: package, rows: $0) }
            } + (byPackage[nil].map { [GanttPage.Group(package: nil, rows: $0)] } ?? [])
        self.today = today
        phases = project.phases.sorted { $0.start < $1.start }
        periods = project.reportingPeriods.sorted { $0.start < $1.start }
        axis = GanttAxis(project, rows, today)
        // What is late by itself, and what is in time and pushes others all the same.
        slips = rows.lazy.filter { row in
            guard row.activity.isOpen, row.expected?.pushedBy == nil else { return false }
            return (row.expected?.lateDays ?? 0) > 0 || !forecast.pushedStraight(by: row.activity.id).isEmpty
        }.prefix(20).map { row in (row.activity, project.consequences(of: row.activity.id, on: today)) }
            .filter { !$0.1.isEmpty || ($0.0.due.map { $0.last < today } ?? false) }
    }
}

/// The days of the drawing, from left to right; the names of the rows stand in the first part.
struct GanttAxis: Sendable {
    let from: Day
    let to: Day
    private static let left = 290
    private static let right = 990

    /// As long as the project and what is planned in it; days far outside are drawn at the edge.
    init(_ project: Project, _ rows: [GanttPage.Row], _ today: Day) {
        let own = project.identification
        let days = rows.flatMap { row in
            [row.activity.start?.first, row.activity.due?.last, row.activity.baseline?.due?.last].compactMap { $0 }
        }
        let first = min(own?.start ?? today, days.min() ?? own?.start ?? today)
        let last = max(own?.end ?? today, days.max() ?? own?.end ?? today)
        from = max(first, (own?.start ?? first).adding(days: -730))
        to = max(min(last, (own?.end ?? last).adding(days: 1_830)), from.adding(days: 30))
    }

    func x(_ day: Day) -> Int {
        let span = max(1, to.count - from.count)
        return Self.left + (min(max(day.count, from.count), to.count) - from.count) * (Self.right - Self.left) / span
    }

    func bar(_ start: When?, _ due: When?) -> (x: Int, width: Int)? {
        guard let first = (start ?? due)?.first, let last = (due ?? start)?.last else { return nil }
        return (x(first), max(5, x(last) - x(first)))
    }

    func bands(
        _ phases: [Phase], _ periods: [ReportingPeriod], _ today: Day, _ height: Int, _ words: Words
    ) -> HTML {
        var html: HTML = ""
        for phase in phases {
            let name = words.caption(phase.caption, kind: Phase.kind)
            let (left, width) = (x(phase.start), max(2, x(phase.end) - x(phase.start)))
            html += """
                <g>
                <title>\(name): \(words.span(phase.start, phase.end))</title>
                <rect class="phase" x="\(left)" y="20" width="\(width)" height="22"/>
                <text x="\(left + 6)" y="36">\(name)</text>
                </g>
                """
        }
        for (index, period) in periods.enumerated() {
            let name = words.caption(period.caption, kind: ReportingPeriod.kind)
            let (left, width) = (x(period.start), max(2, x(period.end) - x(period.start)))
            let even: HTML = index % 2 == 1 ? " even" : ""
            html += """
                <g>
                <title>\(name): \(words.span(period.start, period.end))</title>
                <rect class="band\(even)" x="\(left)" y="44" width="\(width)" height="\(height - 62)"/>
                <text x="\(left + 6)" y="58">\(String(period.number))</text>
                </g>
                """
        }
        if to.parts.year - from.parts.year < 40 {
            var lines = ""
            for year in ClosedRange.from(from.parts.year, through: to.parts.year) {
                for month in [1, 7] {
                    guard let day = Day(year, month, 1), day >= from, day <= to else { continue }
                    lines += "M\(x(day)) 18V\(height - 18)"
                    if month == 1 { html += "<text x=\"\(x(day) + 3)\" y=\"14\">\(String(year))</text>" }
                }
            }
            html += "<path class=\"grid\" d=\"\(lines)\"/>"
        }
        if today >= from, today <= to {
            let now = x(today)
            html += """
                <line class="now" x1="\(now)" y1="18" x2="\(now)" y2="\(height - 16)"/>
                <text class="now" x="\(now + 3)" y="\(height - 4)">\(words("page.todayMark"))</text>
                """
        }
        return html
    }
}
