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
        "\(papers(words))\(kept("figures", words) { figures(words) })\(people(words))\(survey(words))\(decided(words))\(published(words))"
    }

    private func kept(_ part: String, _ words: Words, _ make: () -> HTML) -> HTML {
        place.kept("\(part) event \(event.id.number)", words, make)
    }

    private func papers(_ words: Words) -> HTML {
        let number = String(event.id.number)
        var items: [HTML] = []
        func add(_ path: Path, _ name: String) { items.append("<li><a\(href: path)>\(name)</a></li>") }
        if RecordAttendance.any.hindrance(event, place.project) == nil {
            add(place.to("attendance", number), words("page.attendance"))
            add(place.to("attendance", number, "sheet"), words("page.sheet"))
        }
        if event.status == .held {
            add(place.to("attendance", number, "certificates"), words("page.certificates"))
            add(place.to("survey", number), words("page.survey"))
        }
        if place.project.registrationForm(of: event.id) != nil {
            add(Path("events", place.name, number, "registration"), words("page.registration.public"))
        }
        if event.start?.exactly != nil {
            add(place.to("events.ics", query: [("event", number)]), words("page.calendarFile"))
        }
        guard !items.isEmpty else { return "" }
        return """
            <nav class="papers" aria-label="\(words("page.papers"))">
            <ul class="inlinelist">\(items)</ul>
            </nav>
            """
    }

    /// What it counts for, and what proves it.
    private func figures(_ words: Words) -> HTML {
        let counts = place.project.counting(of: event, on: place.today)
        let none: HTML = "<li>\(words("page.counts.none"))</li>"
        let items = counts.map { count -> HTML in
            let path = place.to("results", place.project.figures[count.figure]?.name ?? "")
            let name = words.name(count.figure.reference, in: place.project)
            return "<li><a\(href: path)>\(name)</a>: \(sentence(count, words))</li>"
        }
        let together = event.backToBack.map { other -> HTML in
            let name = words.name(other.reference, in: place.project)
            return "<li>\(words("page.counts.backToBack", [("event", name)]))</li>"
        }
        let evidence = evidence(words)
        let proved =
            evidence.isEmpty ? words("page.evidence.none") : words("page.evidence", [("list", words.list(evidence))])
        return """
            <section>
            <h2>\(words("page.countsFor"))</h2>
            <ul class="plain">\(if: counts.isEmpty, none)\(items)\(together)</ul>
            <p class="hint">\(proved)</p>
            </section>
            """
    }

    /// "Counts as 3rd of 10 study visits", or why it does not.
    private func sentence(_ count: EventCounts, _ words: Words) -> String {
        guard let rank = count.place else { return words.choice(EventCounts.Why.choiceName, count.why.rawValue) }
        let facts = [("n", words.number(rank)), ("all", words.number(count.counted))]
        guard let target = count.target else { return words("page.counts", facts) }
        return words("page.counts.ofTarget", facts + [("target", words.number(target))])
    }

    private func evidence(_ words: Words) -> [String] {
        let present = place.project.people(at: event).filter { $0.state == .present }.map(\.number).total
        let documents =
            place.latest.showable(
                event.provenance.proofs.filter { !$0.isOrigin } + place.project.attendanceLists(of: event.id)
            ).count
        let sources = event.provenance.sources.count + event.found.count { $0.address != nil }
        return [
            documents > 0 ? words.count(documents, "page.evidence.documents") : nil,
            sources > 0 ? words.count(sources, "page.evidence.sources") : nil,
            present > 0 ? words.count(present, "page.evidence.present") : nil,
            event.minutes != nil ? words("page.evidence.minutes") : nil,
            place.project.attendances.withheld > 0 ? words("page.evidence.withheld") : nil,
        ].compactMap { $0 }
    }

    private func people(_ words: Words) -> HTML {
        let people = place.project.people(at: event)
        let registered = place.project.registrations(of: event.id)
        let eaten = place.project.diets(of: event.id)
        let diets = !eaten.isEmpty && place.letsRead() ? eaten : []
        guard !people.isEmpty || !registered.isEmpty else { return "" }
        let states = Registration.Status.allCases.compactMap { status -> HTML? in
            let number = registered.filter { $0.status == status }.count
            guard number > 0 else { return nil }
            let name = words.choice(Registration.Status.choiceName, status.rawValue)
            return "<li>\(name): \(words.number(number))</li>"
        }
        let food = diets.map { "<li>\($0.diet): \(words.number($0.count))</li>" as HTML }
        let byCountry = grid(words("field.country"), people, by: \.country, words) { country in
            country.map { words.choice("country", $0.code) } ?? words("page.unknown")
        }
        let byPartner = grid(words("field.partner"), people, by: \.partner, words) { partner in
            partner.map { words.name($0.reference, in: place.project.called(on: event.dated)) }
                ?? words("page.noPartner")
        }
        return """
            <section>
            <h2>\(words("page.people"))</h2>
            \(if: !states.isEmpty, "<h3>\(words("kind.registration.title"))</h3><ul class=\"inlinelist\">\(states)</ul>")
            \(if: !food.isEmpty, "<h3>\(words("page.diets"))</h3><ul class=\"inlinelist\">\(food)</ul>")
            \(byCountry.html)
            \(byPartner.html)
            \(twice(words))
            </section>
            """
    }

    typealias Counted = (name: String, people: [Event.CountedPeople])

    /// How many came and did not, country by country or partner by partner.
    private func grid<Of: Equatable>(
        _ head: String, _ people: [Event.CountedPeople], by of: (Event.CountedPeople) -> Of, _ words: Words,
        named: (Of) -> String
    ) -> Grid<Counted> {
        var all: [Of] = []
        for one in people where !all.contains(of(one)) { all.append(of(one)) }
        let rows = all.map { one -> Counted in (named(one), people.filter { of($0) == one }) }
        let states = Attendance.State.allCases.map { state -> Column<Counted> in
            let label = words.choice(Attendance.State.choiceName, state.rawValue)
            return Column(state.rawValue, label, number: true, sum: number(people, state, words)) {
                number($0.people, state, words)
            }
        }
        var grid = Grid(head, words, place, rows, [Column("name", head) { .text($0.name) }] + states)
        grid.look = "list small"
        return grid
    }

    private func number(_ people: [Event.CountedPeople], _ state: Attendance.State, _ words: Words) -> Cell {
        .text(words.number(people.filter { $0.state == state }.map(\.number).total))
    }

    /// Who was present somewhere else on the same day.
    private func twice(_ words: Words) -> HTML {
        let found = place.project.presentTwice(at: event)
        guard !found.isEmpty, place.letsRead() else { return "" }
        let items = found.map { attendance, elsewhere -> HTML in
            let finding = Finding("presentTwice", .warns, facts: [.init("record", .record(elsewhere.reference))])
            let name = Attendee(attendance, place.project).called(words)
            let sentence = Show.sentence(finding, words, place)
            return "<li><a\(href: place.to(attendance.reference))>\(name)</a>: \(sentence)</li>"
        }
        return """
            <div class="warnings">
            <h3>\(words("page.warnings"))</h3>
            <ul class="plain">\(items)</ul>
            </div>
            """
    }

    private func survey(_ words: Words) -> HTML {
        var grid = Grid(
            words("kind.survey-result.title"), words, place,
            place.project.surveyResults.filter { $0.event == event.id },
            [
                Column("question", words("field.survey-result.question")) { .record($0.reference) },
                Column("answers", words("field.survey-result.answers"), number: true) { number($0.answers, words) },
                Column("yes", words("field.survey-result.yes"), number: true) { number($0.yes, words) },
                Column("percent", words("field.percent"), number: true) { result in
                    .text(result.percent.map { mark($0, nil, words) + "\u{A0}%" })
                },
                Column("average", words("field.survey-result.average"), number: true) { result in
                    .text(result.average.map { mark($0, result.outOf, words) })
                },
            ])
        grid.look = "list small"
        return section(grid)
    }

    private func number(_ number: Int?, _ words: Words) -> Cell { .text(number.map { words.number($0) }) }

    /// Nothing where there are no rows.
    private func section<Row>(_ grid: Grid<Row>) -> HTML {
        guard !grid.rows.isEmpty else { return "" }
        return """
            <section>
            <h2>\(grid.label)</h2>
            \(grid.html)
            </section>
            """
    }

    private func mark(_ mark: String, _ best: Int?, _ words: Words) -> String {
        let text = words.language == .en ? mark : mark.replacing(".", with: ",")
        return best.map { "\(text) / \($0)" } ?? text
    }

    /// What was decided there, and who took on what.
    private func decided(_ words: Words) -> HTML {
        var grid = Grid(
            words("kind.follow-up.title"), words, place, place.project.followUps.filter { $0.event == event.id },
            [
                Column("title", words("field.title")) { .record($0.reference) },
                Column("holder", words("page.holder")) { task in
                    let holders = [task.person?.reference, task.partner?.reference].compactMap { $0 }
                    return .text(holders.map { words.name($0, in: place.project) }.joined(separator: ", "))
                },
                Column("due", words("field.follow-up.due")) { .day($0.due) },
                Column("status", words("field.status")) { task in
                    guard task.status == .open,
                        task.due.map({ $0 < place.today && place.project.isAsked($0, on: place.today) }) ?? false
                    else {
                        return .word(task.status)
                    }
                    let late = words("choice.need.urgency.late")
                    return .shown(.text(late), Show.state(late, "late"))
                },
            ])
        grid.look = "list small"
        return section(grid)
    }
}

extension EventPart {
    /// What was published of it, and how long after its last day: a text of June may be of an event of December.
    private func published(_ words: Words) -> HTML {
        let news = place.project.news.filter { $0.event == event.id }.map { ($0.reference, $0.on) }
        let media = place.project.mediaAppearances.filter { $0.event == event.id }.map { ($0.reference, $0.on) }
        var grid = Grid(
            words("page.published"), words, place, (news + media).map { (record: $0.0, on: $0.1) },
            [
                Column("record", words("page.name")) { .record($0.record) },
                Column("on", words("field.on")) { .when($0.on) },
                Column("later", words("page.published.later")) { .text(later($0.on, words)) },
            ])
        grid.look = "list small"
        return section(grid)
    }

    /// In days where both days are known, in months where one is known to its month; nothing where it is not later.
    private func later(_ on: When?, _ words: Words) -> String? {
        guard let on, let held = event.end ?? event.start else { return nil }
        if let day = on.exactly, let last = held.exactly {
            let days = day.count - last.count
            return days > 0 ? words.count(days, "page.published.days") : nil
        }
        if case .year = on { return nil }
        if case .year = held { return nil }
        let (one, other) = (on.first.parts, held.last.parts)
        let months = (one.year - other.year) * 12 + one.month - other.month
        return months > 0 ? words.count(months, "page.published.months") : nil
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
        let partner = project.partner(of: attendance).flatMap {
            project.name(of: $0, on: project.events[attendance.event]?.dated)
        }
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
        let planned = words.number(place.project.planned(in: series))
        let held = words.number(lines.flatMap(\.held).count)
        let ahead = words.number(lines.flatMap(\.ahead).count)
        func head(_ name: String) -> String { words("page.series.\(name)") }
        var grid = Grid(
            words("page.series"), words, place, lines,
            [
                Column("partner", words("field.partner")) { line in
                    line.partner.map { .record($0.reference) } ?? .text(words("page.total"))
                },
                Column("planned", head("planned"), number: true, sum: .text(planned)) {
                    .text(words.number($0.planned))
                },
                Column("held", head("held"), sum: .text(held)) { events($0.held, words) },
                Column("ahead", head("ahead"), sum: .text(ahead)) { events($0.ahead, words) },
                Column(
                    "missing", head("missing"), number: true, sum: .text(words.number(lines.map(\.missing).total))
                ) { .text(words.number($0.missing)) },
                Column("without", head("without")) { line in
                    .text(line.missingOrdinals.map { "\($0)." }.joined(separator: " "))
                },
                Column("lost", head("lost"), sum: .text(words.number(lines.flatMap(\.lost).count))) {
                    events($0.lost, words)
                },
            ])
        grid.look = "list tight"
        return """
            <section>
            <h2>\(words("page.series"))</h2>
            <p>\(words("page.series.about", [("held", held), ("ahead", ahead), ("planned", planned)]))</p>
            \(grid.html)
            </section>
            """
    }

    /// By their number in the series, or their day.
    private func events(_ keys: [Key<Event>], _ words: Words) -> Cell {
        var links: HTML = ""
        var names: [String] = []
        for key in keys {
            let event = place.project.events[key]
            let name = event?.ordinal.map { "\($0)." } ?? event?.start.map { words.when($0) } ?? String(key.number)
            if !names.isEmpty { links += " · " }
            links += "<a\(href: place.to(key.reference)) title=\"\(event?.title ?? "")\">\(name)</a>"
            names.append(name)
        }
        return .shown(.text(names.joined(separator: " · ")), links)
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
        let about = words(
            "page.tally.about",
            [
                ("yes", words.number(tally.yes)), ("no", words.number(tally.no)),
                ("abstains", words.number(tally.abstains)), ("entitled", words.number(tally.entitled)),
            ])
        let silent = words.list(tally.silent.map { words.name($0.reference, in: place.project) })
        let said = words("page.tally.silent", [("partners", silent)])
        let meant = words(decision.silenceIsYes ? "page.tally.silenceIsYes" : "page.tally.silenceIsNothing")
        return """
            <section>
            <h2>\(words("page.tally"))</h2>
            <p>\(about)</p>
            \(if: !tally.silent.isEmpty, "<p>\(said) \(meant)</p>")
            </section>
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
        guard let letter = Letter(message, place.project, base: place.base) else { return "" }
        return """
            <section class="press" lang="\(letter.words.language.rawValue)">
            <h2>\(letter.subject)</h2>
            \(Show.prose(letter.text))
            </section>
            """
    }
}
