import Desk
import Domain
import Files
import Trail
import Words

/// Pages about one event that are no form of a verb: who was there, what is printed, surveys, calendars.
enum EventPages {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/attendance/:id") { ask, _ in
            let (place, event) = try open(RecordAttendance.any, ask)
            return .page(AttendancePage(ask, place, event, refusal: nil))
        },
        Site.Route(method: .post, pattern: "/projects/:project/attendance/:id") { ask, form in
            try await record(ask, form)
        },
        Site.Route(method: .get, pattern: "/projects/:project/attendance/:id/sheet") { ask, _ in
            let (place, event) = try found(ask)
            return .page(SheetPage(place, event))
        },
        Site.Route(method: .get, pattern: "/projects/:project/attendance/:id/certificates") { ask, _ in
            let (place, event) = try found(ask)
            return .page(CertificatesPage(place, event, ask.query("attendance").flatMap { Whole.key($0) }))
        },
        Site.Route(method: .get, pattern: "/projects/:project/survey/:id") { ask, _ in
            let (place, event) = try open(TakeSurvey.any, ask, particulars: false)
            return .page(SurveyPage(place, event, ImportPages.Held(ask.words.language)))
        },
        Site.Route(
            method: .post, pattern: "/projects/:project/survey/:id",
            asks: .init(ImportPages.Held.names.union(["text"]), files: true)
        ) { ask, form in
            try await takeSurvey(ask, form)
        },
        Site.Route(method: .get, pattern: "/projects/:project/not-shown") { ask, _ in
            let place = try ask.place(.events)
            try place.requireReading()
            return .page(NotShownPage(place))
        },
        Site.Route(method: .get, pattern: "/projects/:project/event-calendars") { ask, _ in
            .page(CalendarsPage(try ask.place(.events)))
        },
        Site.Route(method: .get, pattern: "/projects/:project/events.ics") { ask, _ in try calendar(ask) },
    ]

    /// Verbs whose form is one of these pages instead of the fields of their shape.

    /// The way to a page of one event.
    static func crumbs(_ event: Event, _ place: Place, _ words: Words) -> HTML {
        Frame.crumbs(
            place, words,
            [(words("kind.event.title"), place.to(Event.plural)), (event.title, place.to(event.reference))])
    }

    private static func found(_ ask: Ask, particulars: Bool = true) throws -> (Place, Event) {
        let place = try ask.place(.events)
        if particulars { try place.requireReading() }
        guard let number = Whole.key(ask.path[3]), let event = place.project.events[Key(number)] else {
            throw Stop(Refusal("unknownPage"))
        }
        return (place, event)
    }

    /// The same, where the verb has a meaning for the event as it is.
    private static func open(_ verb: AnyVerb, _ ask: Ask, particulars: Bool = true) throws -> (Place, Event) {
        let (place, event) = try found(ask, particulars: particulars)
        if let refusal = verb.hindrance(event, place.project) { throw Stop(refusal, 409) }
        return (place, event)
    }

    /// Rows without a state, and guests without a name, are not sent.
    private static func record(_ ask: Ask, _ form: Form?) async throws -> Reply {
        let (place, event) = try found(ask)
        guard let form, !place.isPast else { throw Stop(Refusal("asItWas"), 403) }
        if let refusal = place.refusal(RecordAttendance.any, on: event) { throw Stop(refusal, 403) }
        let given =
            try form.sent(as: RecordAttendance.any.form)
            ?? form.json(RecordAttendance.any.form, in: ask.words) ?? .object([])
        let unknown = form.unknown(to: .verb(RecordAttendance.any))
        guard unknown.isEmpty else {
            return .page(AttendancePage(ask, place, event, refusal: .blocked(by: unknown), given: given), status: 422)
        }
        let rows = (given["rows"]?.list ?? []).filter { row in
            row["state"] != nil
                && ["person", "registration", "name", "organisation"].contains { row[$0] != nil }
        }
        var input = given.overlaid(by: ["event": .whole(Int64(event.id.number)), "rows": .list(rows)])
        if input["how"] == nil { input = input.overlaid(by: ["how": "hand"]) }
        let held = HeldFiles(form)
        let uploads: Uploads
        (input, uploads) = RecordPages.attach(held, to: input)
        do {
            let answer = try await ask.site.installation.desk(place.name).carryOut(
                .init(RecordAttendance.any, input, by: ask.seat, seen: form.entry, uploads: uploads))
            if ask.wants == .json { return .page(Carried(answer)) }
            return .redirect(AttendancePage(ask, place, event, refusal: nil).next)
        } catch let conflict as ProjectDesk.Conflict {
            return .page(
                AttendancePage(ask, place, event, refusal: conflict.refusal, given: given, held: held), status: 409)
        } catch let refusal as Refusal {
            return .page(AttendancePage(ask, place, event, refusal: refusal, given: given, held: held), status: 422)
        }
    }

    /// First the check, which shows what each row would do; then, with the same text, the start.
    private static func takeSurvey(_ ask: Ask, _ form: Form?) async throws -> Reply {
        let (place, event) = try open(TakeSurvey.any, ask, particulars: false)
        guard let form, let kind = Kind.named(SurveyResult.kind), !place.isPast else {
            throw Stop(Refusal("asItWas"), 403)
        }
        if let refusal = place.refusal(TakeSurvey.any, on: event) { throw Stop(refusal, 403) }
        let held = try ImportPages.Held(form, ask.words, pasted: "text")
        func page(_ importing: Importing?, _ refusal: Refusal?) -> Reply {
            let page = SurveyPage(place, event, held, importing, refusal: refusal)
            return .page(page, status: refusal == nil && page.sheet?.mayStart == true ? 200 : 422)
        }
        let importing: Importing
        do throws(Refusal) { importing = try held.importing(kind, ask.words) } catch {
            return page(nil, error)
        }
        let sheet = CheckedSurvey(importing, event, place.project)
        let starts = (form["step"] ?? form.sent?["step"]?.text) == "start"
        guard starts, sheet.mayStart else { return page(importing, nil) }
        do {
            let answer = try await ask.site.installation.desk(place.name).carryOut(
                .init(TakeSurvey.any, sheet.input, by: ask.seat))
            if ask.wants == .json { return .page(Carried(answer)) }
            return .redirect(place.to(event.reference))
        } catch let refusal as Refusal { return page(importing, refusal) }
    }

    /// One event, those of a partner or a person, or all of the project. What is known to the year only is left out.
    private static func calendar(_ ask: Ask) throws -> Reply {
        let place = try ask.place(.events)
        let project = place.project
        func key(_ name: String) throws(Stop) -> Int? {
            guard let text = ask.query(name) else { return nil }
            guard let number = Whole.key(text) else { throw Stop(Refusal("unknownPage")) }
            return number
        }
        var events = Array(project.events)
        var title = project.identification?.acronym ?? place.name
        if let number = try key("event") {
            events = [try project.events.require(Key(number))]
            title = events[0].title
        } else if let number = try key("partner") {
            title += ": " + (try project.partners.require(Key(number))).name
            events = project.events(for: Key<Partner>(number))
        } else if let number = try key("person") {
            title += ": " + ask.words.name(try project.persons.require(Key(number)), in: project)
            events = project.events(for: Key<Person>(number))
        }
        var moments: [Int: Moment] = [:]
        for (header, _) in try ask.site.installation.trails.readableHeaders(of: place.name, upTo: project.entry) {
            moments[header.entry] = header.moment
        }
        let entries = try events.compactMap { event -> ICalendarEntry? in
            guard event.standsFor == nil, let start = event.start else { return nil }
            if case .year = start { return nil }
            let changed = project.events.entry(of: event.id) ?? 0
            let isOff = !event.isAhead && event.status != .held
            return ICalendarEntry(
                uid: "event-\(event.id.number)@\(place.name).grozd", sequence: try place.changes(of: [event.reference]),
                changed: moments[changed],
                first: start.first, last: (event.end ?? start).last, title: event.title,
                place: [event.place, event.country.map { ask.words.choice("country", $0.code) }].compactMap { $0 }
                    .joined(separator: ", ").nonEmpty,
                about: about(event, ask.words, project), address: place.base + place.to(event.reference).text,
                state: isOff ? .cancelled : start.isExact ? .confirmed : .tentative)
        }
        let bytes = Array(ICalendar.written(entries, named: title).utf8)
        return Reply(body: .bytes(bytes, type: "text/calendar; charset=utf-8", name: "\(place.name)-events.ics"))
    }

    private static func about(_ event: Event, _ words: Words, _ project: Project) -> String? {
        let lines =
            [event.mode.map { words.choice(Event.Mode.choiceName, $0.rawValue) }].compactMap { $0 }
            + event.agenda.map { item in
                ([item.time, item.title, item.speaker.map { words.who($0, in: project) }].compactMap { $0 }).joined(
                    separator: " · ")
            } + event.contents
        return lines.joined(separator: "\n").nonEmpty
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

/// The addresses of calendars: of the project, of each partner, of each person with a duty.
struct CalendarsPage: ProjectPage {
    let place: Place

    var room: Room? { .events }

    init(_ place: Place) { self.place = place }

    func title(_ words: Words) -> String { words("view.event-calendars") }

    private var persons: [Person] {
        place.project.persons.filter { person in
            person.partner != nil && place.project.duties(of: person.id, on: place.today).contains { $0.sort != .other }
        }
    }

    func body(_ words: Words) -> HTML {
        func item(_ name: String, _ query: [(String, String)]) -> HTML {
            "<li><a\(href: place.to("events.ics", query: query))>\(name)</a></li>"
        }
        let partners = place.project.partners.map { item($0.name, [("partner", String($0.id.number))]) }
        let people = persons.map { item(words.name($0, in: place.project), [("person", String($0.id.number))]) }
        return """
            \(Frame.crumbs(place, words, in: .events))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.calendars.about"))</p>
            <ul class="plain">\(item(place.project.identification?.acronym ?? place.name, []))</ul>
            <h2>\(words("kind.partner.title"))</h2>
            <ul class="plain">\(partners)</ul>
            <h2>\(words("kind.person.title"))</h2>
            <ul class="plain">\(people)</ul>
            """
    }

    var json: JSON {
        [
            "project": .text(place.to("events.ics").text),
            "partners": .list(
                place.project.partners.map {
                    .text(place.to("events.ics", query: [("partner", String($0.id.number))]).text)
                }),
            "persons": .list(
                persons.map { .text(place.to("events.ics", query: [("person", String($0.id.number))]).text) }),
        ]
    }
}

/// Who is not to be seen on photographs or named on lists: the persons of the project, and those who registered.
struct NotShownPage: ProjectPage {
    struct Row: Sendable {
        /// Nil for a person whose name is withheld or erased.
        let name: String?
        let reference: Reference
        let event: Reference?
        let photographs: Bool?
        let lists: Bool?
    }

    let place: Place
    let rows: [Row]

    var room: Room? { .events }
    var wide: Bool { true }

    init(_ place: Place) {
        self.place = place
        let project = place.project
        let persons = project.persons.compactMap { person -> Row? in
            let consent = project.consent(of: person.id)
            guard let consent else {
                return person.partner == nil
                    ? nil
                    : Row(
                        name: project.name(of: person.id), reference: person.reference, event: nil, photographs: nil,
                        lists: nil)
            }
            guard consent.photographs == .no || consent.lists == .no else { return nil }
            return Row(
                name: project.name(of: person.id), reference: person.reference, event: nil,
                photographs: consent.photographs == .yes,
                lists: consent.lists == .yes)
        }
        let registered = project.registrations.compactMap { registration -> Row? in
            guard registration.status != .withdrawn, !registration.photographs || !registration.onLists else {
                return nil
            }
            return Row(
                name: registration.name, reference: registration.reference, event: registration.event.reference,
                photographs: registration.photographs, lists: registration.onLists)
        }
        rows = persons + registered
    }

    func title(_ words: Words) -> String { words("view.not-shown") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, in: .events))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("page.notShown.about"))</p>
        \(Show.exports(place.to("not-shown")))
        \(if: rows.isEmpty, "<p class=\"empty\">\(words("page.notShown.empty"))</p>")
        \(grid(words).html)
        """
    }

    private func grid(_ words: Words) -> Grid<Row> {
        Grid(
            title(words), words, place, rows,
            [
                Column("record", "", in: .program) { .record($0.reference) },
                Column("name", words("field.name")) { row in
                    Cell.text(row.name ?? words.name(row.reference, in: place.project))
                        .linked(place.to(row.reference), words, place)
                },
                Column("event", words("kind.event.one")) { .record($0.event) },
                Column("photographs", words("field.registration.photographs")) { said($0.photographs, words) },
                Column("lists", words("field.registration.onLists")) { said($0.lists, words) },
            ])
    }

    private func said(_ answer: Bool?, _ words: Words) -> Cell {
        answer.map { .said(words($0 ? "page.yes" : "page.no"), .flag($0)) } ?? .said(words("page.notAsked"), .null)
    }

    func table(_ words: Words) -> [[String]]? { grid(words).table }

    var json: JSON { grid(Words.of(.en)).json }
}
