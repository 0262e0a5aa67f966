import Desk
import Domain
import Words

/// The plan as a drawing: phases, periods, bars and what follows from what.
extension GanttPage {
    static let rowHeight = 22
    static let top = 72

    func drawing(_ words: Words) -> HTML {
        var y = Self.top
        var rows: HTML = ""
        var agreed = ""
        var ends: [Key<Activity>: (x: Int, y: Int)] = [:]
        var starts: [(activity: Activity, x: Int, y: Int)] = []
        for group in groups {
            if groups.count > 1 || group.package != nil {
                let name = group.package.map { words.name($0, in: place.project) } ?? words("gantt.without")
                rows += "<text class=\"pack\" x=\"4\" y=\"\(y + 15)\">\(Self.cut(name, 42))</text>"
                y += Self.rowHeight
            }
            for row in group.rows {
                guard let bar = plan.axis.bar(row.activity.start, row.activity.due) else { continue }
                rows += mark(row, bar, y, words)
                if let agreedDays = row.activity.baseline, let line = plan.axis.bar(agreedDays.start, agreedDays.due) {
                    agreed += "M\(line.x) \(y + 17)h\(line.width)"
                }
                ends[row.activity.id] = (bar.x + bar.width, y + 8)
                if !row.activity.dependsOn.isEmpty { starts.append((row.activity, bar.x, y + 8)) }
                y += Self.rowHeight
            }
        }
        var links = ""
        for (activity, x, line) in starts {
            for other in activity.dependsOn {
                guard let end = ends[other] else { continue }
                let knee = max(end.x + 4, x - 6)
                links +=
                    knee < x
                    ? "M\(end.x) \(end.y)H\(knee)V\(line)H\(x)"
                    : "M\(end.x) \(end.y)h4V\(line + (line > end.y ? -9 : 9))H\(x - 6)V\(line)h6"
            }
        }
        let height = y + 20
        return """
            <svg class="timeline plan" viewBox="0 0 1000 \(height)" role="group" aria-label="\(about(words))">
            \(plan.axis.bands(plan.phases, plan.periods, today, height, words))
            <path class="links" d="\(links)"/>
            \(rows)
            <path class="agreed" d="\(agreed)"/>
            </svg>
            """
    }

    func about(_ words: Words) -> String {
        let activities = groups.flatMap(\.rows).count
        let deliverables = groups.flatMap(\.rows).flatMap(\.deliverables).count
        return words(
            "gantt.drawing",
            [
                ("from", words.day(plan.axis.from)), ("to", words.day(plan.axis.to)),
                ("activities", words.count(activities, "kind.activity")),
                ("deliverables", words.count(deliverables, "kind.deliverable")),
            ])
    }

    func mark(_ row: Row, _ bar: (x: Int, width: Int), _ y: Int, _ words: Words) -> HTML {
        let activity = row.activity
        let name = named(activity)
        let late = activity.isOpen && (row.expected?.lateDays ?? 0) > 0
        // What is under way is filled as far as today.
        let filled = activity.status == .running ? max(0, min(bar.width, plan.axis.x(today) - bar.x)) : 0
        let diamonds = row.deliverables.map { item -> HTML in
            guard let due = (item.deliveredOn ?? item.due)?.last else { return "" }
            let late: HTML = item.isOpen && due < today ? " late" : ""
            return """
                <a\(href: place.to(item.reference))>
                <title>\(item.title): \(words.day(due))</title>
                <path class="due \(item.status.rawValue)\(late)" d="M\(plan.axis.x(due)) \(y + 3)l5 5-5 5-5-5z"/>
                </a>
                """
        }
        let days = Show.days(activity.start, activity.due, words)
        let fill: HTML = "<rect class=\"fill\" x=\"\(bar.x)\" y=\"\(y + 2)\" width=\"\(filled)\" height=\"12\"/>"
        return """
            <a\(href: place.to(activity.reference))>
            <title>\(name): \(days), \(words.choice(Self.states, activity.status.rawValue))</title>
            <text x="12" y="\(y + 12)">\(Self.cut(name, 40))</text>
            <rect class="work \(activity.status.rawValue)\(if: late, " late")" \
            x="\(bar.x)" y="\(y + 2)" width="\(bar.width)" height="12" rx="2"/>
            \(if: filled > 0, fill)
            </a>
            \(diamonds)
            """
    }

    func named(_ activity: Activity) -> String {
        activity.code.map { "\($0) \(activity.title)" } ?? activity.title
    }

    static func cut(_ text: String, _ most: Int) -> String {
        guard text.utf8.count > most, text.count > most else { return text }
        return String(text.prefix(most - 1)) + "…"
    }

    static let states = Activity.Status.choiceName
}
