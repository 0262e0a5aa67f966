import Desk
import Domain
import Trail
import Words

/// Registering for an event without signing in, and what the person's own link shows.
enum RegistrationPages {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/events/:project/:id/registration") { ask, _ in
            let (project, event) = try found(ask)
            return .page(RegistrationPage(project, event, ask.today))
        },
        Site.Route(method: .post, pattern: "/events/:project/:id/registration") { ask, form in
            try await register(ask, form)
        },
        Site.Route(method: .get, pattern: "/events/:project/:id/registration/:token") { ask, _ in
            let (project, event) = try found(ask)
            ask.readings.note()
            return .page(OwnRegistrationPage(project, event, try own(ask, project, event), ask.path[4]))
        },
        Site.Route(method: .post, pattern: "/events/:project/:id/registration/:token", asks: .init(["answer"])) {
            ask, form in
            try await answer(ask, form)
        },
    ]

    /// No desk is needed, whatever desk somebody sits at.
    private static func found(_ ask: Ask) throws -> (Project, Event) {
        let published = try ask.site.installation.desk(ask.path[1]).published
        let eyes = ask.site.installation.eyes(of: .visitor, in: published.project, on: ask.today)
        let project = ask.site.installation.seen(published, by: eyes)
        guard let number = Whole.key(ask.path[2]), let event = project.events[Key(number)] else {
            throw Stop(Refusal("unknownPage"))
        }
        return (project, event)
    }

    private static func own(_ ask: Ask, _ project: Project, _ event: Event) throws -> Registration {
        guard let registration = Letter.registration(ask.path[4], of: event.id, in: project) else {
            throw Stop(Refusal("unknownLink"))
        }
        return registration
    }

    private static func register(_ ask: Ask, _ form: Form?) async throws -> Reply {
        guard let form else { throw Stop(Refusal("brokenForm"), 400) }
        let (project, event) = try found(ask)
        let shape = Register.any.form
        let known = Set(shape.members.map(\.name)).subtracting(["event", "language"])
        let sent = form.sent.map { sent in JSON.object(sent.members.filter { $0.name != "entry" }) }
        let asked = Shape.group(shape.members.filter { known.contains($0.name) })
        let values = try sent ?? form.json(asked, in: ask.words) ?? .object([])
        func again(_ refusal: Refusal) -> Reply {
            .page(RegistrationPage(project, event, ask.today, values: values, refusal: refusal), status: 422)
        }
        // A field that no person sees: programs that fill in everything give themselves away.
        if form["website"] ?? "" != "" { return again(Refusal("looksAutomatic")) }
        let unknown = form.unknown(to: .init(asked, ["website"]))
        guard unknown.isEmpty else { return again(.blocked(by: unknown)) }
        var input = values.overlaid(by: ["event": .whole(Int64(event.id.number))])
        if LanguageCode(plain: ask.words.language.rawValue) != nil {
            input = input.overlaid(by: ["language": .text(ask.words.language.rawValue)])
        }
        do {
            let answer = try await ask.site.installation.desk(project.name).carryOut(
                .init(Register.any, input, by: .visitor))
            let now = answer.published.project
            guard let made = answer.records.first(where: { $0.kind == Registration.kind }),
                let registration = now.registrations[Key(made.number)],
                let path = Letter.own(registration, project.name)
            else { throw Stop(Refusal("unknownLink")) }
            ask.readings.note()
            if ask.wants == .json {
                return .page(
                    OwnRegistrationPage(now, event, registration, String(path.text.split(separator: "/").last ?? "")))
            }
            return .redirect(path)
        } catch let refusal as Refusal { return again(refusal) }
    }

    private static func answer(_ ask: Ask, _ form: Form?) async throws -> Reply {
        guard let form else { throw Stop(Refusal("brokenForm"), 400) }
        let (project, event) = try found(ask)
        let registration = try own(ask, project, event)
        let input = JSON.object(of: [
            ("registration", .whole(Int64(registration.id.number))),
            ("token", registration.token { Digest(of: $0) }.map { .text($0) } ?? .null),
            ("answer", (form["answer"] ?? form.sent?["answer"]?.text).map { .text($0) } ?? .null),
        ])
        let answer = try await ask.site.installation.desk(project.name).carryOut(
            .init(AnswerRegistration.any, input, by: .visitor))
        if ask.wants == .json { return .page(Carried(answer)) }
        return .redirect(Path(ask.path))
    }
}

/// The form that anybody may fill in while registration is open.
struct RegistrationPage: Page {
    let project: Project
    let event: Event
    let form: RegistrationForm?
    let today: Day
    var values: JSON = .object([])
    var refusal: Refusal?

    init(_ project: Project, _ event: Event, _ today: Day, values: JSON = .object([]), refusal: Refusal? = nil) {
        self.project = project
        self.event = event
        form = project.registrationForm(of: event.id)
        self.today = today
        self.values = values
        self.refusal = refusal
    }

    private var isOpen: Bool { form?.isOpen(on: today, for: event) ?? false }
    private var free: Int? { form.flatMap { project.freePlaces(of: $0) } }

    func title(_ words: Words) -> String { words("page.register", [("event", event.title)]) }

    /// What stands above: when, where, how many places are left.
    static func facts(_ event: Event, _ words: Words) -> HTML {
        let mode = event.mode.map { words.choice(Event.Mode.choiceName, $0.rawValue) }
        let where_ = [event.place, event.country.map { words.choice("country", $0.code) }, mode].compactMap { $0 }
        let days = Show.days(event.start, event.end, words)
        return "<p class=\"lead\">\(days)\(if: !where_.isEmpty, " · \(where_.joined(separator: ", "))")</p>"
    }

    /// Why nobody can register, or how many still can.
    private func state(_ words: Words) -> HTML {
        func closed(_ sentence: String) -> HTML { "<p class=\"empty\">\(sentence)</p>" }
        guard let form else { return closed(words("page.registration.none")) }
        if !event.isAhead {
            let state = words.choice(Event.Status.choiceName, event.status.rawValue)
            return closed(words("page.registration.over", [("state", state)]))
        }
        guard let opensOn = form.opensOn else {
            guard let day = form.closesOn else { return closed(words("page.registration.none")) }
            return closed(words("page.registration.elsewhere", [("day", words.day(day))]))
        }
        if today < opensOn { return closed(words("page.registration.opens", [("day", words.day(opensOn))])) }
        if !isOpen { return closed(words("page.registration.closed")) }
        guard let free else { return "" }
        if free > 0 { return "<p>\(words.count(free, "page.registration.free"))</p>" }
        return "<p>\(words(form.waitingList ? "page.registration.full" : "page.registration.fullNoList"))</p>"
    }

    func body(_ words: Words) -> HTML {
        let asks = isOpen && (free != 0 || form?.waitingList == true)
        let contact = form?.contact.map { words("page.registration.contact", [("contact", $0)]) }
        return """
            <p class="kicker">\(project.identification?.acronym ?? "") · \(words("page.register.kicker"))</p>
            <h1>\(event.title)</h1>
            \(Self.facts(event, words))
            \(form?.text.map { Show.prose($0.text) })
            \(summary(words))
            \(state(words))
            \(if: asks, sheet(words))
            \(contact.map { "<p class=\"hint\">\($0)</p>" as HTML })
            """
    }

    private func summary(_ words: Words) -> HTML {
        guard let refusal else { return "" }
        let items = refusal.findings.map { finding -> HTML in
            let label = words.label(path: finding.field, of: Registration.kind, for: Register.name)
            return "<li><a href=\"#\(finding.field)\">\(label)</a>: \(Show.sentence(finding, words, nil))</li>"
        }
        let sentence = words.sentence(refusal) { words.name($0, in: project) }
        return """
            <div class="summary" role="alert" tabindex="-1" id="errors">
            <h2>\(words("page.errors"))</h2>
            \(if: items.isEmpty, "<p>\(sentence)</p>")
            <ul>\(items)</ul>
            </div>
            """
    }

    private func sheet(_ words: Words) -> HTML {
        var fields = Fields(
            kind: Registration.kind, verb: Register.name, words: words, place: nil, values: values,
            findings: refusal?.findings ?? [])
        fields.hidden = ["event", "language"]
        let keep =
            form?.keepUntil.map { words("page.registration.keep", [("day", words.day($0))]) }
            ?? words("page.registration.keepPlain")
        let path = Path("events", project.name, String(event.id.number), "registration")
        return """
            <form method="post" action="\(path.text)" class="fields" novalidate>
            \(fields.html(Register.any.form))
            <div class="unseen" aria-hidden="true">
            <label for="website">\(words("page.registration.leaveEmpty"))</label>
            <input id="website" name="website" tabindex="-1" autocomplete="off">
            </div>
            <p class="hint">\(keep)</p>
            <p class="acts"><button class="button">\(words("verb.register"))</button></p>
            </form>
            """
    }

    var json: JSON {
        let findings = (refusal?.findings ?? []).map { finding -> JSON in
            ["field": .text(finding.field), "finding": .text(finding.code)]
        }
        return [
            "event": .text(event.title), "open": .flag(isOpen),
            "places": form?.places.map { .whole(Int64($0)) } ?? .null, "free": free.map { .whole(Int64($0)) } ?? .null,
            "waitingList": .flag(form?.waitingList ?? false), "refused": refusal.map { .text($0.code) } ?? .null,
            "findings": .list(findings),
        ]
    }
}

/// What the own link shows: whether there is a place, and how to give it free.
struct OwnRegistrationPage: Page {
    let project: Project
    let event: Event
    let registration: Registration
    let token: String
    /// The place in the row of those who wait.
    let waits: Int?

    init(_ project: Project, _ event: Event, _ registration: Registration, _ token: String) {
        self.project = project
        self.event = event
        self.registration = registration
        self.token = token
        waits = project.registrations(of: event.id).filter { $0.status == .waiting }.firstIndex {
            $0.id == registration.id
        }
        .map { $0 + 1 }
    }

    func title(_ words: Words) -> String { words("page.ownRegistration", [("event", event.title)]) }

    func body(_ words: Words) -> HTML {
        let status = words.choice(Registration.Status.choiceName, registration.status.rawValue)
        let sentence =
            waits.map { words("page.own.waiting", [("n", words.number($0))]) }
            ?? words("page.own.\(registration.status.rawValue)")
        let facts = [
            ("name", registration.name), ("organisation", registration.organisation ?? ""),
            ("country", registration.country.map { words.choice("country", $0.code) } ?? ""),
            ("mail", registration.mail?.text ?? ""), ("diet", registration.diet ?? ""),
            ("needs", registration.needs ?? ""),
            ("photographs", words(registration.photographs ? "page.yes" : "page.no")),
            ("onLists", words(registration.onLists ? "page.yes" : "page.no")),
        ].filter { !$0.1.isEmpty }.map { name, value -> HTML in
            "<div><dt>\(words.label(field: name, of: Registration.kind))</dt><dd>\(value)</dd></div>"
        }
        let calendar = Path("projects", project.name, "events.ics", query: [("event", String(event.id.number))])
        return """
            <p class="kicker">\(project.identification?.acronym ?? "") · \(words("page.register.kicker"))</p>
            <h1>\(event.title)</h1>
            \(RegistrationPage.facts(event, words))
            <p>\(Show.state(status, registration.status.rawValue))</p>
            <p>\(sentence)</p>
            \(if: registration.status != .withdrawn && event.isAhead, acts(words))
            <p class="hint">\(words("page.own.keepLink"))</p>
            <dl class="facts">\(facts)</dl>
            \(if: event.start?.exactly != nil, "<p><a\(href: calendar)>\(words("page.calendarFile"))</a></p>")
            \(others(words))
            """
    }

    private func acts(_ words: Words) -> HTML {
        let here = Path("events", project.name, String(event.id.number), "registration", token)
        let confirm: HTML =
            "<button class=\"button\" name=\"answer\" value=\"confirm\">\(words("page.own.confirm"))</button>"
        return """
            <form method="post" action="\(here.text)">
            <p class="acts">
            \(if: registration.status == .registered, confirm)
            <button class="quiet" name="answer" value="withdraw">\(words("page.own.withdraw"))</button>
            </p>
            </form>
            """
    }

    /// Other participants, as far as they agreed; shown to those who come.
    private func others(_ words: Words) -> HTML {
        let named = project.namedParticipants(of: event.id)
        guard registration.hasPlace, !named.isEmpty else { return "" }
        let items = words.sorted(named) { $0.name }.map { one -> HTML in
            let country = one.country.map { words.choice("country", $0.code) }
            return "<li>\([one.name, one.organisation, country].compactMap { $0 }.joined(separator: ", "))</li>"
        }
        return """
            <h2>\(words("page.own.others"))</h2>
            <ul class="plain">\(items)</ul>
            """
    }

    var json: JSON {
        JSON.object(of: [
            ("registration", .whole(Int64(registration.id.number))), ("status", .text(registration.status.rawValue)),
            ("token", .text(token)), ("waits", waits.map { .whole(Int64($0)) } ?? .null),
        ])
    }
}
