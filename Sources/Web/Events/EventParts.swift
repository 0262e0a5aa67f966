import Desk
import Domain
import Words

/// What an event's page shows besides its fields: what it counts for and with what evidence, who was there, what can be made of it.
struct EventPart {
    let event: Event
    let place: Place

    init(_ event: Event, _ place: Place) {
        self.event = event
        self.place = place
    }

    func html(_ words: Words) -> HTML {
        "\(papers(words))\(figures(words))\(people(words))\(survey(words))\(decided(words))"
    }

    private func papers(_ words: Words) -> HTML {
        let number = String(event.id.number)
        var links: [HTML] = []
        if RecordAttendance.any.hindrance(event, place.project) == nil {
            links.append("<a\(href: place.to("attendance", number))>\(words("page.attendance"))</a>")
            links.append("<a\(href: place.to("attendance", number, "sheet"))>\(words("page.sheet"))</a>")
        }
        if event.status == .held {
            links.append("<a\(href: place.to("attendance", number, "certificates"))>\(words("page.certificates"))</a>")
            links.append("<a\(href: place.to("survey", number))>\(words("page.survey"))</a>")
        }
        if place.project.registrationForm(of: event.id) != nil {
            links.append(
                "<a\(href: Path("events", place.name, number, "registration"))>\(words("page.registration.public"))</a>"
            )
        }
        if event.start?.exactly != nil {
            links.append(
                "<a\(href: place.to("events.ics", query: [("event", number)]))>\(words("page.calendarFile"))</a>")
        }
        let items = links.map { "<li>\($0)</li>" as HTML }
        return
            "\(if: !links.isEmpty, "<nav class=\"papers\" aria-label=\"\(words("page.papers"))\"><ul class=\"inlinelist\">\(items)</ul></nav>")"
    }

    /// "Counts as 3rd of 10 study visits", or why it does not; and what proves it.
    private func figures(_ words: Words) -> HTML {
        let counts = place.project.counting(of: event)
        let none: HTML = "<li>\(words("page.counts.none"))</li>"
        let items = counts.map { count -> HTML in
            let sentence: String
            if let rank = count.place {
                sentence =
                    count.target.map {
                        words(
                            "page.counts.ofTarget",
                            [
                                ("n", words.number(rank)), ("all", words.number(count.counted)),
                                ("target", words.number($0)),
                            ])
                    } ?? words("page.counts", [("n", words.number(rank)), ("all", words.number(count.counted))])
            } else {
                sentence = words.choice(EventCounts.Why.choiceName, count.why.rawValue)
            }
            let name = place.project.figures[count.figure]?.name ?? ""
            return
                "<li><a\(href: place.to("results", name))>\(words.name(count.figure.reference, in: place.project))</a>: \(sentence)</li>"
        }
        let present = place.project.people(at: event).filter { $0.state == .present }.map(\.number).total
        var evidence: [String] = []
        let documents = place.published.project.showable(
            event.provenance.proofs + place.project.attendanceLists(of: event.id)
        ).count
        if documents > 0 { evidence.append(words.count(documents, "page.evidence.documents")) }
        if !event.provenance.sources.isEmpty {
            evidence.append(words.count(event.provenance.sources.count, "page.evidence.sources"))
        }
        if present > 0 { evidence.append(words.count(present, "page.evidence.present")) }
        if event.minutes != nil { evidence.append(words("page.evidence.minutes")) }
        if place.project.attendances.withheld > 0 { evidence.append(words("page.evidence.withheld")) }
        let together: HTML =
            event.backToBack.map {
                "<li>\(words("page.counts.backToBack", [("event", words.name($0.reference, in: place.project))]))</li>"
            } ?? ""
        return """
            <section><h2>\(words("page.countsFor"))</h2><ul class="plain">\(if: counts.isEmpty, none)\(items)\(together)</ul><p class="hint">\(evidence.isEmpty ? words("page.evidence.none") : words("page.evidence", [("list", words.list(evidence))]))</p></section>
            """
    }

    private func people(_ words: Words) -> HTML {
        let people = place.project.people(at: event)
        let registered = place.project.registrations(of: event.id)
        let eaten = place.project.diets(of: event.id)
        let diets = !eaten.isEmpty && place.letsRead() ? eaten : []
        guard !people.isEmpty || !registered.isEmpty else { return "" }
        let states: HTML =
            "\(Attendance.State.allCases.map { state -> HTML in "<th scope=\"col\" class=\"number\">\(words.choice(Attendance.State.choiceName, state.rawValue))</th>" })"
        func row(_ name: String, _ mine: [Event.CountedPeople]) -> HTML {
            let cells = Attendance.State.allCases.map { state -> HTML in
                let number = mine.filter { $0.state == state }.map(\.number).total
                return
                    "<td class=\"number\" data-label=\"\(words.choice(Attendance.State.choiceName, state.rawValue))\">\(words.number(number))</td>"
            }
            return "<tr><th scope=\"row\">\(name)</th>\(cells)</tr>"
        }
        func table(_ title: String, _ rows: [HTML]) -> HTML {
            "<table class=\"list small\"><thead><tr><th scope=\"col\">\(title)</th>\(states)</tr></thead><tbody>\(rows)</tbody><tfoot>\(row(words("page.total"), people))</tfoot></table>"
        }
        var countries: [String] = []
        for one in people where !countries.contains(one.country?.code ?? "") {
            countries.append(one.country?.code ?? "")
        }
        var partners: [Key<Partner>?] = []
        for one in people where !partners.contains(one.partner) { partners.append(one.partner) }
        let byCountry = countries.map { code in
            row(
                code.isEmpty ? words("page.unknown") : words.choice("country", code),
                people.filter { ($0.country?.code ?? "") == code })
        }
        let byPartner = partners.map { partner in
            row(
                partner.map { words.name($0.reference, in: place.project) } ?? words("page.noPartner"),
                people.filter { $0.partner == partner })
        }
        let states2 = Registration.Status.allCases.map { status in
            (status, registered.filter { $0.status == status }.count)
        }
        .filter { $0.1 > 0 }.map { status, number -> HTML in
            "<li>\(words.choice(Registration.Status.choiceName, status.rawValue)): \(words.number(number))</li>"
        }
        let food = diets.map { "<li>\($0.diet): \(words.number($0.count))</li>" as HTML }
        return """
            <section><h2>\(words("page.people"))</h2>
            \(if: !registered.isEmpty, "<h3>\(words("kind.registration.title"))</h3><ul class=\"inlinelist\">\(states2)</ul>")
            \(if: !food.isEmpty, "<h3>\(words("page.diets"))</h3><ul class=\"inlinelist\">\(food)</ul>")
            \(if: !people.isEmpty, "\(table(words("field.country"), byCountry))\(table(words("field.partner"), byPartner))")\(twice(words))</section>
            """
    }

    /// Who was present somewhere else on the same day.
    private func twice(_ words: Words) -> HTML {
        let found = place.project.presentTwice(at: event)
        guard !found.isEmpty, place.letsRead() else { return "" }
        let items = found.map { attendance, elsewhere -> HTML in
            let finding = Finding("presentTwice", .warns, facts: [.init("record", .record(elsewhere.reference))])
            return
                "<li><a\(href: place.to(attendance.reference))>\(Attendee(attendance, place.project).called(words))</a>: \(Show.sentence(finding, words, place))</li>"
        }
        return "<div class=\"warnings\"><h3>\(words("page.warnings"))</h3><ul class=\"plain\">\(items)</ul></div>"
    }

    private func survey(_ words: Words) -> HTML {
        let results = place.project.surveyResults.filter { $0.event == event.id }
        guard !results.isEmpty else { return "" }
        let rows = results.map { result -> HTML in
            """
            <tr><th scope="row">\(Show.link(result.reference, words, place))</th><td class="number" data-label="\(words("field.survey-result.answers"))">\(result.answers.map { words.number($0) } ?? "")</td><td class="number" data-label="\(words("field.survey-result.yes"))">\(result.yes.map { words.number($0) } ?? "")</td><td class="number" data-label="\(words("field.survey-result.average"))">\(result.average.map { mark($0, result.outOf, words) } ?? "")</td></tr>
            """
        }
        return """
            <section><h2>\(words("kind.survey-result.title"))</h2><table class="list small"><thead><tr><th scope="col">\(words("field.survey-result.question"))</th><th scope="col" class="number">\(words("field.survey-result.answers"))</th><th scope="col" class="number">\(words("field.survey-result.yes"))</th><th scope="col" class="number">\(words("field.survey-result.average"))</th></tr></thead><tbody>\(rows)</tbody></table></section>
            """
    }

    private func mark(_ mark: String, _ best: Int?, _ words: Words) -> String {
        let text = words.language == .en ? mark : mark.replacing(".", with: ",")
        return best.map { "\(text) / \($0)" } ?? text
    }

    /// What was decided there, and who took on what.
    private func decided(_ words: Words) -> HTML {
        let tasks = place.project.followUps.filter { $0.event == event.id }
        guard !tasks.isEmpty else { return "" }
        let rows = tasks.map { task -> HTML in
            let late = task.status == .open && task.due.map { $0 < place.today } ?? false
            let holder = task.partner.map { words.name($0.reference, in: place.project) }
            let person = task.person.map { words.name($0.reference, in: place.project) }
            return """
                <tr><th scope="row">\(Show.link(task.reference, words, place))</th><td>\([person, holder].compactMap { $0 }.joined(separator: ", "))</td><td>\(task.due.map { words.day($0) } ?? "")</td><td>\(Show.state(late ? words("choice.need.urgency.late") : words.choice(FollowUp.Status.choiceName, task.status.rawValue), late ? "late" : task.status.rawValue))</td></tr>
                """
        }
        return """
            <section><h2>\(words("kind.follow-up.title"))</h2><table class="list small"><thead><tr><th scope="col">\(words("field.title"))</th><th scope="col">\(words("page.holder"))</th><th scope="col">\(words("field.follow-up.due"))</th><th scope="col">\(words("field.status"))</th></tr></thead><tbody>\(rows)</tbody></table></section>
            """
    }
}

/// Who somebody on an attendance list is, in words.
struct Attendee {
    /// Nil for a person whose name is withheld or erased.
    let name: String?
    let organisation: String
    let country: String?
    private let person: Key<Person>?

    func called(_ words: Words) -> String {
        name ?? person.map { words.caption(.numbered($0.number), kind: Person.kind) } ?? organisation
    }

    init(_ attendance: Attendance, _ project: Project) {
        let registration = attendance.registration.flatMap { project.registrations[$0] }
        let person = attendance.person.flatMap { project.persons[$0] }
        let partner = project.partner(of: attendance).flatMap { project.partners[$0]?.name }
        self.person = person?.id
        name = person.map { project.name(of: $0.id) } ?? registration?.name ?? attendance.name
        organisation = attendance.organisation ?? registration?.organisation ?? person?.organisation ?? partner ?? ""
        country = project.country(of: attendance)?.code
    }
}

/// How a series stands, partner by partner: held, ahead, lost, missing.
struct SeriesPart {
    let series: EventSeries
    let place: Place

    init(_ series: EventSeries, _ place: Place) {
        self.series = series
        self.place = place
    }

    func html(_ words: Words) -> HTML {
        let lines = place.project.standing(of: series)
        func events(_ keys: [Key<Event>]) -> HTML {
            let links = keys.enumerated().map { index, key -> HTML in
                let event = place.project.events[key]
                let short = event?.ordinal.map { "\($0)." } ?? event?.start.map { words.when($0) } ?? String(key.number)
                return
                    "\(if: index > 0, " · ")<a\(href: place.to(key.reference)) title=\"\(event?.title ?? "")\">\(short)</a>"
            }
            return "\(links)"
        }
        let rows = lines.map { line -> HTML in
            """
            <tr><th scope="row">\(line.partner.map { Show.link($0.reference, words, place) } ?? "\(words("page.total"))")</th><td class="number" data-label="\(words("page.series.planned"))">\(words.number(line.planned))</td><td data-label="\(words("page.series.held"))">\(events(line.held))</td><td data-label="\(words("page.series.ahead"))">\(events(line.ahead))</td><td class="number" data-label="\(words("page.series.missing"))">\(words.number(line.missing))</td><td data-label="\(words("page.series.without"))">\(line.missingOrdinals.map { "\($0)." }.joined(separator: " "))</td><td data-label="\(words("page.series.lost"))">\(events(line.lost))</td></tr>
            """
        }
        let total = place.project.planned(in: series)
        let held = lines.flatMap(\.held).count
        let ahead = lines.flatMap(\.ahead).count
        let heads = ["planned", "held", "ahead", "missing", "without", "lost"].map { head -> HTML in
            "<th scope=\"col\"\(if: head == "planned" || head == "missing", " class=\"number\"")>\(words("page.series.\(head)"))</th>"
        }
        return """
            <section><h2>\(words("page.series"))</h2><p>\(words("page.series.about", [("held", words.number(held)), ("ahead", words.number(ahead)), ("planned", words.number(total))]))</p>
            <div class="scroll" tabindex="0" role="region" aria-label="\(words("page.series"))"><table class="list tight"><thead><tr><th scope="col">\(words("field.partner"))</th>\(heads)</tr></thead><tbody>\(rows)</tbody><tfoot><tr><th scope="row">\(words("page.total"))</th><td class="number">\(words.number(total))</td><td>\(words.number(held))</td><td>\(words.number(ahead))</td><td class="number">\(words.number(lines.map(\.missing).total))</td><td></td><td>\(words.number(lines.flatMap(\.lost).count))</td></tr></tfoot></table></div></section>
            """
    }
}

/// How the votes on a decision stand.
struct DecisionPart {
    let decision: Decision
    let place: Place

    init(_ decision: Decision, _ place: Place) {
        self.decision = decision
        self.place = place
    }

    func html(_ words: Words) -> HTML {
        guard decision.procedure == .written, decision.sentOn != nil else { return "" }
        let tally = place.project.tally(of: decision)
        let silent: HTML =
            tally.silent.isEmpty
            ? ""
            : "<p>\(words("page.tally.silent", [("partners", words.list(tally.silent.map { words.name($0.reference, in: place.project) }))])) \(words(decision.silenceIsYes ? "page.tally.silenceIsYes" : "page.tally.silenceIsNothing"))</p>"
        return """
            <section><h2>\(words("page.tally"))</h2><p>\(words("page.tally.about", [("yes", words.number(tally.yes)), ("no", words.number(tally.no)), ("abstains", words.number(tally.abstains)), ("entitled", words.number(tally.entitled))]))</p>\(silent)</section>
            """
    }
}

/// What a queued message will say, in the language of the one who gets it.
struct MessagePart {
    let message: OutboxMessage
    let place: Place

    init(_ message: OutboxMessage, _ place: Place) {
        self.message = message
        self.place = place
    }

    func html() -> HTML {
        guard let letter = Letter(message, place.project) else { return "" }
        return
            "<section class=\"press\" lang=\"\(letter.words.language.rawValue)\"><h2>\(letter.subject)</h2>\(Show.prose(letter.text))</section>"
    }
}
