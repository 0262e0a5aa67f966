import Desk
import Domain
import Words

/// What the page of an activity shows besides its fields: what it must deliver, and what follows from it.
enum PlanParts {
    static func ofActivity(_ activity: Activity, _ place: Place, _ words: Words) -> HTML {
        let project = place.project
        let today = place.today
        let delivers = project.deliverables.filter { $0.activity == activity.id }.map { deliverable -> HTML in
            let state = Cell.word(deliverable.status).html(words, place)
            let day: HTML = deliverable.due.map { " <span class=\"far\">\(words.when($0))</span>" } ?? ""
            return "<li>\(Show.link(deliverable.reference, words, place)) \(state)\(day)</li>"
        }
        return """
            \(if: !delivers.isEmpty, "<h2>\(words("gantt.delivers"))</h2><ul class=\"plain\">\(delivers)</ul>")
            \(follows(activity, place, words, today))
            """
    }

    private static func follows(_ activity: Activity, _ place: Place, _ words: Words, _ today: Day) -> HTML {
        guard activity.isOpen else { return "" }
        let project = place.project
        let comes = project.consequences(of: activity.id, on: today)
        if !comes.isEmpty {
            let items = comes.map { consequence($0, place, words) }
            return "<h2>\(words("gantt.follows"))</h2><ul class=\"plain\">\(items)</ul>"
        }
        let waiting = project.followers(of: activity.id, in: project.forecast(on: today))
        guard !waiting.isEmpty else { return "" }
        let items = waiting.map { item -> HTML in
            let spare = item.spare.map { $0 == 0 ? words("gantt.noSpare") : words.count($0, "gantt.spare") } ?? ""
            return "<li>\(Show.link(item.activity.reference, words, place)) <span class=\"far\">\(spare)</span></li>"
        }
        return """
            <h2>\(words("gantt.follows"))</h2>
            <p class="hint">\(words("gantt.ifSlips"))</p>
            <ul class="plain">\(items)</ul>
            """
    }

    /// One thing that comes later, in a sentence with its link.
    static func consequence(_ item: Consequence, _ place: Place, _ words: Words) -> HTML {
        let sentence = words.form(
            item.days, "gantt.comes",
            [
                ("record", words.name(item.record, in: place.project)), ("n", words.number(item.days)),
                ("day", words.day(item.becomes)),
            ])
        let isLate = place.project.identification.map { item.becomes > $0.end } ?? false
        let late: HTML = isLate ? " <span class=\"state bad\">\(words("gantt.pastEnd"))</span>" : ""
        return "<li><a\(href: place.to(item.record))>\(sentence)</a>\(late)</li>"
    }
}
