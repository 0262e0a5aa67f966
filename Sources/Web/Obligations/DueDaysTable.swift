import Desk
import Domain
import Words

/// The due days of an obligation on its page: how each stands, what proves it, and the way to record it.
enum DueDaysTable {
    /// So many rows are shown; the calendar has them all.
    private static let most = 60

    private typealias Item = (
        occurrence: Occurrence, state: Occurrence.State, fulfilment: Fulfilment?, doneOn: Day?
    )

    static func html(_ obligation: Obligation, _ place: Place, _ words: Words) -> HTML {
        let today = place.today
        let items = place.project.standing(of: obligation, on: today)
        let mayFulfil = place.refusal(FulfilObligation.any, on: obligation) == nil && obligation.status == .inForce
        let grid = Grid<Item>(
            words("page.due.title"), words, place, Array(items.prefix(most)),
            [
                Column("day", words("page.calendar.day")) { item in
                    let day = item.occurrence.day
                    let far = item.state == .ahead || item.state == .late ? words.distance(from: today, to: day) : nil
                    return Cell.day(day).noted(far, words, place)
                },
                Column("which", words("page.due.of")) { .text(words.which($0.occurrence, in: place.project)) },
                Column("partner") { .record($0.occurrence.partner?.reference) },
                Column("status") { .shown(.word($0.state), standing($0, place, words)) },
                Column("acts", "") { item in
                    let may = mayFulfil && item.state.isOpen
                    return .shown(.text(nil), may ? acts(item, today, place, words) : "")
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

    private static func standing(_ item: Item, _ place: Place, _ words: Words) -> HTML {
        let late = lateness(item.doneOn, item.occurrence.day, words)
        let tag: HTML = "\(state(item.state, words))\(if: !late.isEmpty, " <span class=\"hint\">\(late)</span>")"
        guard let fulfilment = item.fulfilment else {
            guard item.state == .fulfilled else { return tag }
            return "\(tag) <span class=\"hint\">\(words("page.due.met"))</span>"
        }
        let proofs = place.project.showable(fulfilment.provenance.proofs).count
        let photos: HTML = proofs > 0 ? " · \(words.count(proofs, "page.publicity.photo"))" : ""
        return "<a\(href: place.to(fulfilment.reference))>\(tag)</a> \(words.day(fulfilment.on))\(photos)"
    }

    /// On the page of a record that was due: how late it was done. An obligation says it at each of its days.
    static func strip(_ about: Reference, _ words: Words, _ place: Place) -> HTML {
        guard about.kind != Obligation.kind, let record = place.project.record(about) else { return "" }
        var late = (Kind.named(about.kind)?.dues(place.project, place.today) ?? []).filter {
            $0.about == about
        }.compactMap { $0.daysLate.map { words.doneLate($0) } }
        if let fulfilment = record as? Fulfilment, fulfilment.status == .fulfilled, let due = fulfilment.due {
            late = [lateness(fulfilment.on, due, words)].filter { !$0.isEmpty }
        }
        return "\(late.map { "<p class=\"hint\">\($0)</p>" as HTML })"
    }

    /// "done, 12 days late"; nothing where it was done in time, or is not done.
    static func lateness(_ done: Day?, _ due: Day, _ words: Words) -> String {
        guard let done, done > due else { return "" }
        return words.doneLate(done.count - due.count)
    }

    private static func acts(_ item: Item, _ today: Day, _ place: Place, _ words: Words) -> HTML {
        func act(_ verb: String) -> HTML {
            "<a\(href: path(item.occurrence, verb, place))>\(words.verb(verb))</a>"
        }
        // Of a day that is still to come everything is known.
        let unknown: HTML = item.occurrence.day < today ? " · \(act(LeaveObligationUnknown.name))" : ""
        return "\(act(FulfilObligation.name)) · \(act(WaiveObligation.name))\(unknown)"
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
        case .ahead, .waived, .notOnRecord, .notKnown: "<span class=\"state\">\(text)</span>"
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
