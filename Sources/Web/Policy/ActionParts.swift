import Desk
import Domain
import Words

/// What an action's page shows besides its fields: its monitoring, and that it ran ahead of its plan.
enum ActionParts {
    static func html(_ action: Action, _ words: Words, _ place: Place) -> HTML {
        let ahead = place.project.actionPlans[action.plan].map { action.isAhead(of: $0) } ?? false
        let said = place.project.actionMonitorings.filter { $0.action == action.id }
        let missing = place.project.monitoringGaps(of: action, on: place.asOf ?? place.today)
        let rows = said.map { one -> HTML in
            "<li>\(Show.link(one.period.reference, words, place)) <a\(href: place.to(one.reference))>\(Show.state(words.choice(Action.Status.choiceName, one.status.rawValue), one.status.rawValue))</a> \(one.text.text)</li>"
        }
        let gaps = missing.map { period -> HTML in
            let path = place.to(
                ActionMonitoring.plural, "new",
                query: [("action", String(action.id.number)), ("period", String(period.id.number))])
            return
                "<li>\(Show.link(period.reference, words, place)) <a\(href: path)><span class=\"state bad\">\(words("page.monitoring.gap"))</span></a></li>"
        }
        let list: HTML =
            rows.isEmpty && gaps.isEmpty
            ? "" : "<h2>\(words("view.monitoring"))</h2><ul class=\"plain\">\(rows)\(gaps)</ul>"
        return "\(if: ahead, "<p class=\"hint\">\(words("page.monitoring.ahead"))</p>")\(list)"
    }
}
