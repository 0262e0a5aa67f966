import Desk
import Domain
import Words

/// What an action's page shows besides its fields: its monitoring, and that it ran ahead of its plan.
enum ActionParts {
    static func html(_ action: Action, _ words: Words, _ place: Place) -> HTML {
        let ahead = place.project.actionPlans[action.plan].map { action.isAhead(of: $0) } ?? false
        let said = place.project.actionMonitorings.filter { $0.action == action.id }
        let missing = place.project.monitoringGaps(of: action, on: place.today)
        let rows = said.map { one -> HTML in
            let state = Cell.word(one.status).html(words, place)
            let period = Show.link(one.period.reference, words, place)
            return "<li>\(period) <a\(href: place.to(one.reference))>\(state)</a> \(one.text.text)</li>"
        }
        let gaps = missing.map { period -> HTML in
            let new = [("action", String(action.id.number)), ("period", String(period.id.number))]
            let path = place.to(ActionMonitoring.plural, "new", query: new)
            let gap: HTML = "<span class=\"state bad\">\(words("page.monitoring.gap"))</span>"
            return "<li>\(Show.link(period.reference, words, place)) <a\(href: path)>\(gap)</a></li>"
        }
        return """
            \(if: ahead, "<p class=\"hint\">\(words("page.monitoring.ahead"))</p>")
            \(Show.headed(words("view.monitoring"), rows + gaps))
            """
    }
}
