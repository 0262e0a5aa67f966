import Domain
import Words

/// The text of the weekly mail: what is late, what this week and the next bring, and the head of the trail for whoever
/// wants to prove later what was on record.
public struct WeekText: Sendable {
    public let title: String
    public let text: String

    /// For everybody, or with what is one partner's alone.
    public init(
        _ project: Project, on today: Day, of partner: Key<Partner>? = nil, entries count: Int, head: String,
        _ words: Words
    ) {
        let monday = today.adding(days: 1 - today.weekday)
        let sunday = monday.adding(days: 6)
        title = words(
            "week.title",
            [("project", project.identification?.acronym ?? project.name), ("days", words.span(monday, sunday))])
        // What waits, as everywhere else: the calendar says the same thing with its days and its holder.
        let waiting = Set(project.needs(on: today, of: partner).map(\.name))
        let open = project.calendar(on: today).filter { $0.isOpen && waiting.contains($0.name) }
        var lines = [title]
        if let partner { lines.append(words("week.for", [("who", words.name(partner.reference, in: project))])) }
        func part(_ heading: String, _ entries: [DueEntry]) {
            guard !entries.isEmpty else { return }
            lines += ["", heading]
            for entry in entries {
                var parts = [words.name(entry, in: project)]
                let holder = words.holder(entry.holder, in: project, on: today)
                if !holder.isEmpty, partner == nil { parts.append(holder) }
                parts.append(words.distance(from: today, to: entry.day))
                if let blocks = entry.blocks { parts.append(words("week.blocks", [("what", blocks)])) }
                lines.append(
                    "• \(words.span(.day(entry.day), .day(entry.end ?? entry.day))): \(parts.joined(separator: " · "))")
            }
        }
        let late = open.filter { $0.state == .late }
        let ahead = open.filter { $0.state == .ahead && ($0.end ?? $0.day) >= today }
        part(words("week.late"), late)
        part(words("week.this"), ahead.filter { $0.day <= sunday })
        part(words("week.next"), ahead.filter { $0.day > sunday && $0.day <= sunday.adding(days: 7) })
        part(
            words("week.soon"),
            ahead.filter { $0.day > sunday.adding(days: 7) && $0.day <= sunday.adding(days: 28) })
        if late.isEmpty, !ahead.contains(where: { $0.day <= sunday.adding(days: 28) }) {
            lines += ["", words("week.nothing")]
        }
        lines += ["", words("week.trail", [("entries", words.number(count)), ("head", head)])]
        text = lines.joined(separator: "\n")
    }
}
