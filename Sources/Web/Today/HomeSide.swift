import Desk
import Domain
import Words

/// Beside what waits: what comes next in the project, and how its results stand.
struct HomeSideParts {
    let place: Place
    let today: Day

    init(_ place: Place, _ today: Day) { (self.place, self.today) = (place, today) }

    func html(_ words: Words) -> HTML { "\(next(words))\(results(words))" }

    /// The next events, and the end while it is to come.
    func next(_ words: Words) -> HTML {
        let project = place.project
        var coming = project.events.filter { $0.isAhead && $0.standsFor == nil }.compactMap { event in
            event.start.flatMap { start in
                (event.lastDay ?? start.last) >= today
                    ? (day: start.first, when: start, about: event.reference, what: event.title) : nil
            }
        }
        if let own = project.identification, own.end >= today {
            let label = "\(own.acronym): \(words.label(field: "end", of: Identification.kind))"
            coming.append((own.end, .day(own.end), own.reference, label))
        }
        let rows = coming.sorted { $0.day < $1.day }.prefix(5).map { item -> HTML in
            let day = item.when.exactly.map { words.nearDay($0, from: today) } ?? words.when(item.when)
            let far = item.day >= today ? words.distance(from: today, to: item.day) : ""
            return """

                <tr><td class="due">\(day)</td>
                <th scope="row"><a\(href: place.to(item.about))>\(item.what)</a> <span class="far">\(far)</span></th></tr>
                """
        }
        guard !rows.isEmpty else { return "" }
        return """
            <section><h2>\(words("home.next")) <a\(href: place.to("calendar"))>\(words("view.calendar"))</a></h2>
            <table class="near" aria-label="\(words("home.next"))"><tbody>\(rows)</tbody></table></section>
            """
    }

    /// What is evidenced of each target, as a bar, with a mark where it is claimed; those to do first.
    func results(_ words: Words) -> HTML {
        let standings = place.project.keyResults(asOf: place.asOf, on: today)
        guard !standings.isEmpty else { return "" }
        let rows = standings.map { standing -> HTML in
            let name = words.caption(standing.figure.caption, kind: Figure.kind)
            let target = words.target(of: standing.figure) ?? standing.claimedValue.map { words.number(of: $0) } ?? "–"
            return """

                <tr><th scope="row"><a\(href: place.to("results", standing.figure.name))>\(name)</a></th>
                <td class="number">\(words.evidenced(standing)) / \(target)</td>
                <td>\(bar(standing, words))</td></tr>
                """
        }
        let against = words(standings.allSatisfy { $0.figure.target != nil } ? "home.target" : "home.target.else")
        return """
            <section><h2>\(words("page.results")) <a\(href: place.to("results"))>\(words("page.all"))</a></h2>
            <table class="near results" aria-label="\(words("page.results"))"><tbody>\(rows)</tbody></table>
            <p class="legend"><span class="key evidenced"></span>\(words("result.evidenced")) / \(against)
            <span class="key claim"></span>\(words("result.claimed"))</p></section>
            """
    }

    private func bar(_ standing: Standing, _ words: Words) -> HTML {
        guard standing.evidence.value == nil || standing.reached?.divisor == 1, let evidenced = standing.evidenced
        else { return "" }
        let claimed = standing.claimedValue.flatMap { $0.divisor == 1 ? $0.whole : nil }
        let target = standing.figure.target
        let whole = max(target ?? claimed ?? evidenced, evidenced, claimed ?? 0, 1)
        func x(_ count: Int) -> Int { Int(clamping: Int128(min(max(0, count), whole)) * 100 / Int128(whole)) }
        let mark: HTML = claimed.map { "<path class=\"c\" d=\"M\(min(99, max(1, x($0)))) 0V12\"/>" } ?? ""
        let said = [
            "\(words("result.evidenced")) \(evidenced)", claimed.map { "\(words("result.claimed")) \($0)" },
            target.map { "\(words("home.target")) \($0)" },
        ].compactMap(\.self).joined(separator: ", ")
        return """
            <svg class="mini" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label="\(said)">
            <rect class="t" x=".5" y="2" width="\(max(1, x(target ?? whole) - 1))" height="8"/>
            <rect class="e" x="0" y="2" width="\(x(evidenced))" height="8"/>\(mark)</svg>
            """
    }
}

/// The project's time as a bar: periods, events done and planned, and today; it leads to the timeline.
struct HomeMeter {
    let place: Place
    let today: Day

    init(_ place: Place, _ today: Day) { (self.place, self.today) = (place, today) }

    func html(_ words: Words) -> HTML {
        guard let own = place.project.identification, own.start < own.end else { return "" }
        let length = own.end.count - own.start.count + 1
        func x(_ day: Day) -> Int { min(max(0, day.count - own.start.count), length) * 1000 / length }
        let now = x(today)
        let ticks = place.project.reportingPeriods.filter { $0.end < own.end }.map { period -> HTML in
            "<path d=\"M\(x(period.end)) 4V22\"/>"
        }
        // One mark where several would cover each other.
        var taken: Set<Int> = []
        var marks: HTML = ""
        for event in place.project.events where event.standsFor == nil {
            guard let day = event.start?.exactly, day >= own.start, day <= own.end else { continue }
            let isHeld = event.status == .held
            guard isHeld || event.isAhead, taken.insert(x(day) / 6).inserted else { continue }
            marks += "<rect class=\"\(isHeld ? "held" : "plan")\" x=\"\(x(day))\" y=\"8\" width=\"5\" height=\"6\"/>"
        }
        return """
            <a class="meter"\(href: place.to("timeline")) aria-label="\(words("page.timeline"))">
            <svg viewBox="0 0 1000 26" preserveAspectRatio="none" aria-hidden="true">
            <rect class="all" x="0.5" y="4" width="999" height="14"/>
            <rect class="gone" x="0.5" y="4" width="\(now)" height="14"/>
            <g class="ticks">\(ticks)</g>\(marks)<path class="now" d="M\(now) 0V26"/></svg></a>
            """
    }
}
