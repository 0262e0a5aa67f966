import Desk
import Domain
import Words

/// The due days of an obligation on its page: how each stands, what proves it, and the way to record it.
enum DueDaysTable {
    /// So many rows are shown; the calendar has them all.
    private static let most = 60

    private typealias Item = (occurrence: Occurrence, state: Occurrence.State, fulfilment: Fulfilment?)

    static func html(_ obligation: Obligation, _ place: Place, _ words: Words) -> HTML {
        let today = place.today
        let items = place.project.standing(of: obligation, on: today)
        let mayFulfil = place.refusal(FulfilObligation.any, on: obligation) == nil && obligation.status == .inForce
        let grid = Grid<Item>(
            words("page.due.title"), words, place, Array(items.prefix(most)),
            [
                Column("day", words("page.calendar.day")) { item in
                    let day = item.occurrence.day
                    let far = isOpen(item.state) ? words.distance(from: today, to: day) : nil
                    return Cell.day(day).noted(far, words, place)
                },
                Column("which", words("page.due.of")) { .text(words.which($0.occurrence, in: place.project)) },
                Column("partner") { .record($0.occurrence.partner?.reference) },
                Column("status") { .shown(.word($0.state), standing($0.state, $0.fulfilment, place, words)) },
                Column("acts", "") { item in
                    let may = mayFulfil && isOpen(item.state)
                    return .shown(.text(nil), may ? acts(item.occurrence, place, words) : "")
                },
            ])
        let follows = words("page.due.follows", [("rule", words.rule(obligation.rule))])
        return """
            \(rule(obligation, place, words))
            <section>
            <h2>\(words("page.due.title"))</h2>
            <p>\(follows)</p>
            \(if: items.isEmpty, "<p class=\"empty\">\(words("page.due.none"))</p>")
            \(grid.html)
            \(if: items.count > most, rest(items.count - most, place, words))
            </section>
            """
    }

    private static func isOpen(_ state: Occurrence.State) -> Bool { state == .ahead || state == .late }

    private static func standing(
        _ state: Occurrence.State, _ fulfilment: Fulfilment?, _ place: Place, _ words: Words
    ) -> HTML {
        let tag = self.state(state, words)
        guard let fulfilment else {
            if isOpen(state) { return tag }
            return "\(tag) <span class=\"hint\">\(words("page.due.met"))</span>"
        }
        let proofs = place.project.showable(fulfilment.provenance.proofs).count
        let photos: HTML = proofs > 0 ? " · \(words.count(proofs, "page.publicity.photo"))" : ""
        return "<a\(href: place.to(fulfilment.reference))>\(tag)</a> \(words.day(fulfilment.on))\(photos)"
    }

    private static func acts(_ occurrence: Occurrence, _ place: Place, _ words: Words) -> HTML {
        func act(_ verb: String) -> HTML {
            "<a\(href: path(occurrence, verb, place))>\(words.verb(verb))</a>"
        }
        return "\(act(FulfilObligation.name)) · \(act(WaiveObligation.name))"
    }

    private static func rest(_ count: Int, _ place: Place, _ words: Words) -> HTML {
        let path = place.to("calendar", query: [("weeks", "0"), ("state", "all")])
        return "<p class=\"hint\"><a\(href: path)>\(words.count(count, "page.due.more"))</a></p>"
    }

    /// What the rule of the pack says, with its source, and whether anybody compared the two.
    private static func rule(_ obligation: Obligation, _ place: Place, _ words: Words) -> HTML {
        guard let parameter = obligation.parameter, let pack = place.project.rulePack,
            let rule = pack.parameter(ParameterName(parameter)), let value = rule.value(on: place.today)
        else { return "" }
        let text = words(
            "page.due.rule",
            [("value", "\(parameter): \(words.value(value.value, rule.unit))"), ("source", value.source.text)])
        let doubt: HTML = " <span class=\"state doubt\">\(words("page.unverified"))</span>"
        return "<p class=\"hint\">\(text)\(if: !value.isVerified, doubt)</p>"
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
