import Desk
import Domain
import Words

/// The due days of an obligation on its page: how each stands, what proves it, and the way to record it.
enum DueDaysTable {
    /// So many rows are shown; the calendar has them all.
    private static let most = 60

    static func html(_ obligation: Obligation, _ place: Place, _ words: Words) -> HTML {
        let today = place.asOf ?? place.today
        let items = place.project.standing(of: obligation, on: today)
        let may = place.refusal(FulfilObligation.any, on: obligation) == nil
        let rows = items.prefix(most).map { item -> HTML in
            let occurrence = item.occurrence
            let isOpen = item.state == .ahead || item.state == .late
            let tag = state(item.state, words)
            let record: HTML =
                item.fulfilment.map { fulfilment in
                    let proofs = place.project.showable(fulfilment.provenance.proofs).count
                    return
                        "<a\(href: place.to(fulfilment.reference))>\(tag)</a> \(words.day(fulfilment.on))\(if: proofs > 0, " · \(words.count(proofs, "page.publicity.photo"))")"
                } ?? "\(tag)\(if: !isOpen, " <span class=\"hint\">\(words("page.due.met"))</span>")"
            let act: HTML =
                may && isOpen && obligation.status == .inForce
                ? "<a\(href: path(occurrence, FulfilObligation.name, place))>\(words.verb(FulfilObligation.name))</a> · <a\(href: path(occurrence, WaiveObligation.name, place))>\(words.verb(WaiveObligation.name))</a>"
                : ""
            return """
                <tr><th scope="row">\(words.day(occurrence.day))\(if: isOpen, "<span class=\"reason\">\(words.distance(from: today, to: occurrence.day))</span>")</th><td data-label="\(words("page.due.of"))">\(words.which(occurrence, in: place.project))</td><td data-label="\(words("field.partner"))">\(occurrence.partner.map { Show.link($0.reference, words, place) })</td><td>\(record)</td><td>\(act)</td></tr>
                """
        }
        let rest = items.count - most
        return """
            \(rule(obligation, place, words))<section><h2>\(words("page.due.title"))</h2><p>\(words("page.due.follows", [("rule", words.rule(obligation.rule))]))</p>\(if: items.isEmpty, "<p class=\"empty\">\(words("page.due.none"))</p>")\(if: !items.isEmpty, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(words("page.due.title"))\"><table class=\"list\"><tbody>\(rows)</tbody></table></div>")\(if: rest > 0, "<p class=\"hint\"><a\(href: place.to("calendar", query: [("weeks", "0"), ("state", "all")]))>\(words.count(rest, "page.due.more"))</a></p>")</section>
            """
    }

    /// What the rule of the pack says, with its source, and whether anybody compared the two.
    private static func rule(_ obligation: Obligation, _ place: Place, _ words: Words) -> HTML {
        guard let parameter = obligation.parameter, let pack = place.project.rulePack,
            let rule = pack.parameter(ParameterName(parameter)), let value = rule.value(on: place.today)
        else { return "" }
        let text = words(
            "page.due.rule",
            [("value", "\(parameter): \(words.value(value.value, rule.unit))"), ("source", value.source.text)])
        return
            "<p class=\"hint\">\(text)\(if: !value.isVerified, " <span class=\"state doubt\">\(words("page.unverified"))</span>")</p>"
    }

    static func state(_ state: Occurrence.State, _ words: Words) -> HTML {
        let text = words.choice(Occurrence.State.choiceName, state.rawValue)
        return switch state {
        case .fulfilled: "<span class=\"state good\">\(text)</span>"
        case .late: "<span class=\"state bad\">\(text)</span>"
        case .ahead, .waived: "<span class=\"state\">\(text)</span>"
        }
    }

    /// The form that records it, with the due day filled in.
    static func path(_ occurrence: Occurrence, _ verb: String, _ place: Place) -> Path {
        var query: [(String, String)] = [("on", place.today.plain)]
        if let partner = occurrence.partner { query.append(("partner", String(partner.number))) }
        switch occurrence.of {
        case .once: break
        case .period(let key): query.append(("period", String(key.number)))
        case .event(let key): query.append(("event", String(key.number)))
        case .time(let when): query.append(("time", when.plain))
        }
        return place.to("obligations", String(occurrence.obligation.number), verb, query: query)
    }
}
