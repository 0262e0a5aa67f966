import Desk
import Domain
import Words

/// Somebody who is or was expected at an event.
struct Expected: Sendable {
    var person: Key<Person>?
    var registration: Key<Registration>?
    var attendance: Attendance?
    /// Nil where it is withheld or erased.
    let name: String?
    let organisation: String
    let country: String?
    let photographs: Bool

    /// Who registered and has a place or came, the partners' people, and everybody else on the list, each once and in that
    /// order: it stays while pages of it are recorded one after the other, for guests come last.
    static func all(at event: Event, in project: Project) -> [Expected] {
        let known = project.attendances(of: event.id)
        let ofRegistrations = Dictionary(
            known.compactMap { attendance in attendance.registration.map { ($0, attendance) } },
            uniquingKeysWith: { first, _ in first })
        let ofPersons = Dictionary(
            known.compactMap { attendance in attendance.person.map { ($0, attendance) } },
            uniquingKeysWith: { first, _ in first })
        var listed: Set<Key<Attendance>> = []
        var all: [Expected] = []
        func list(_ attendance: Attendance?) {
            guard let attendance, listed.insert(attendance.id).inserted else { return }
            let who = Attendee(attendance, project)
            all.append(
                Expected(
                    person: attendance.person, registration: attendance.registration, attendance: attendance,
                    name: who.name, organisation: who.organisation, country: who.country,
                    photographs: attendance.registration.flatMap { project.registrations[$0]?.photographs } ?? true))
        }
        for registration in project.registrations(of: event.id) {
            if let attendance = ofRegistrations[registration.id] {
                list(attendance)
            } else if registration.hasPlace {
                all.append(
                    Expected(
                        registration: registration.id, name: registration.name,
                        organisation: registration.organisation ?? "",
                        country: registration.country?.code, photographs: registration.photographs))
            }
        }
        for person in project.persons {
            if let attendance = ofPersons[person.id] {
                list(attendance)
            } else if let partner = person.partner, event.expects(partner),
                works(person, partner, on: event, in: project)
            {
                all.append(
                    Expected(
                        person: person.id, name: project.name(of: person.id),
                        organisation: project.partners[partner]?.name ?? "",
                        country: project.partners[partner]?.country.code,
                        photographs: project.consent(of: person.id)?.photographs != .no))
            }
        }
        known.forEach(list)
        return all
    }
}

extension Expected {
    func called(_ words: Words) -> String {
        name ?? person.map { words.caption(.numbered($0.number), kind: Person.kind) } ?? ""
    }

    /// Whether the partner was in the partnership then, and the person had a duty, where any of the person's is known.
    private static func works(_ person: Person, _ partner: Key<Partner>, on event: Event, in project: Project) -> Bool {
        guard let day = event.start?.first else { return true }
        if let partner = project.partners[partner],
            partner.from.map({ $0.first > day }) ?? false || partner.to.map({ $0.last < day }) ?? false
        {
            return false
        }
        let duties = project.duties.filter { $0.person == person.id }
        return duties.isEmpty || duties.contains { $0.isHeld(on: day) }
    }
}

/// Everybody expected in a table of buttons: one form, one entry in the trail. A long list has pages, each of them a form:
/// what it does not ask stays as it is.
struct AttendancePage: ProjectPage {
    let place: Place
    let event: Event
    /// Who is found, on all pages.
    let expected: [Expected]
    /// How many there are before the search.
    let all: Int
    let search: String
    let page: Int
    let address: Ask
    let refusal: Refusal?
    let held: HeldFiles
    let may: Refusal?
    /// What was marked and refused, by whom it is about; and others who were written below, in their order.
    private let marked: [String: JSON]
    private let others: [JSON]
    private let how: String

    var room: Room? { .events }
    var wide: Bool { true }

    init(
        _ ask: Ask, _ place: Place, _ event: Event, refusal: Refusal?, given: JSON = .object([]),
        held: HeldFiles = HeldFiles()
    ) {
        self.held = held
        how = given["how"]?.text ?? Attendance.How.sheet.rawValue
        self.place = place
        self.event = event
        address = ask
        search = ask.query("q") ?? ""
        let everybody = Expected.all(at: event, in: place.project)
        // Each word, in any order: signed sheets have the surname in front.
        let wanted = Words.folded(search).split(separator: " ")
        all = everybody.count
        expected =
            wanted.isEmpty
            ? everybody
            : everybody.filter { one in
                let text = Words.folded("\(one.called(ask.words)) \(one.organisation)")
                return wanted.allSatisfy { text.contains($0) }
            }
        page = min(ask.query("page").flatMap { Whole.key($0) } ?? 1, Self.pages(of: expected.count))
        self.refusal = refusal
        may = place.refusal(RecordAttendance.any, on: event)
        let rows = given["rows"]?.list ?? []
        marked = Dictionary(rows.map { (Self.whom($0), $0) }, uniquingKeysWith: { first, _ in first })
        let known = Set(everybody.map(Self.whom))
        others = rows.filter { row in
            !known.contains(Self.whom(row)) && ["name", "organisation"].contains { row[$0] != nil }
        }
    }

    private static func whom(_ row: JSON) -> String {
        for kind in ["person", "registration"] { if let number = row[kind]?.whole { return "\(kind) \(number)" } }
        return "\(row["name"]?.text ?? "")\n\(row["organisation"]?.text ?? "")"
    }

    private static func whom(_ one: Expected) -> String {
        one.person.map { "person \($0.number)" } ?? one.registration.map { "registration \($0.number)" }
            ?? "\(one.attendance?.name ?? "")\n\(one.attendance?.organisation ?? "")"
    }

    static let guests = 6
    /// A row has up to six fields, and a form up to 10,000.
    static let rowsOnAPage = 200
    private static func pages(of rows: Int) -> Int { max(1, (rows + rowsOnAPage - 1) / rowsOnAPage) }

    private var seen: ArraySlice<Expected> {
        expected.part((page - 1) * Self.rowsOnAPage, page * Self.rowsOnAPage)
    }

    private func to(page: Int) -> Path {
        let query = [("q", search.isEmpty ? nil : search), ("page", page > 1 ? String(page) : nil)]
        return place.to(
            "attendance", String(event.id.number), query: query.compactMap { name, value in value.map { (name, $0) } })
    }

    /// Where to go when this page was recorded: to the next, back to what was searched, or to the event.
    var next: Path {
        if page < Self.pages(of: expected.count) { return to(page: page + 1) }
        return search.isEmpty ? place.to(event.reference) : to(page: page)
    }

    func title(_ words: Words) -> String { words("page.attendance.of", [("event", event.title)]) }

    private func states(_ row: Int, _ chosen: Attendance.State?, _ words: Words) -> HTML {
        let buttons = Attendance.State.allCases.map { state -> HTML in
            "<td class=\"pick\"><label class=\"box\"><input type=\"radio\" name=\"rows.\(row).state\" value=\"\(state.rawValue)\"\(if: state == chosen, " checked")> \(words.choice(Attendance.State.choiceName, state.rawValue))</label></td>"
        }
        return "\(buttons)"
    }

    /// What somebody said in the survey, once the event is over.
    private func said(_ row: Int, _ chosen: Attendance.Capacity?, _ words: Words) -> HTML {
        guard event.status == .held else { return "" }
        let list = Attendance.Capacity.choiceName
        let options = Attendance.Capacity.allCases.map { answer -> HTML in
            "<option value=\"\(answer.rawValue)\"\(if: answer == chosen, " selected")>\(words.choice(list, answer.rawValue))</option>"
        }
        return
            "<td><select name=\"rows.\(row).capacity\" aria-label=\"\(words("field.attendance.capacity"))\"><option value=\"\"></option>\(options)</select></td>"
    }

    func body(_ words: Words) -> HTML {
        let lines = seen.enumerated().map { index, one -> HTML in
            let old = one.attendance
            let new = marked[Self.whom(one)]
            let state = new?["state"]?.text.flatMap { Attendance.State(rawValue: $0) } ?? old?.state
            let capacity = new?["capacity"]?.text.flatMap { Attendance.Capacity(rawValue: $0) } ?? old?.capacity
            let person = one.person.map {
                "<input type=\"hidden\" name=\"rows.\(index).person\" value=\"\($0.number)\">" as HTML
            }
            let registration = one.registration.map {
                "<input type=\"hidden\" name=\"rows.\(index).registration\" value=\"\($0.number)\">" as HTML
            }
            let isGuest = one.person == nil && one.registration == nil
            let guest: HTML = """
                <input type="hidden" name="rows.\(index).name" value="\(old?.name ?? "")"><input type="hidden" name="rows.\(index).organisation" value="\(old?.organisation ?? "")"><input type="hidden" name="rows.\(index).country" value="\(old?.country?.code ?? "")">
                """
            return """
                <tr><th scope="row">\(one.called(words))\(person)\(registration)\(if: isGuest, "\(guest)")</th><td>\(one.organisation)</td><td>\(one.country ?? "")</td>\(states(index, state, words))\(said(index, capacity, words))</tr>
                """
        }
        let begin = seen.count
        let guests = Range.between(0, max(Self.guests, others.count)).map { index -> HTML in
            let row = begin + index
            let typed = index < others.count ? others[index] : .object([])
            func value(_ name: String) -> String { typed[name]?.text ?? "" }
            let state = typed["state"]?.text.flatMap { Attendance.State(rawValue: $0) } ?? .present
            let capacity = typed["capacity"]?.text.flatMap { Attendance.Capacity(rawValue: $0) }
            return """
                <tr><th scope="row"><input name="rows.\(row).name" value="\(value("name"))" placeholder="\(words("field.name"))" aria-label="\(words("field.name"))"></th><td><input name="rows.\(row).organisation" value="\(value("organisation"))" placeholder="\(words("field.registration.organisation"))" aria-label="\(words("field.registration.organisation"))"></td><td><input class="tiny" name="rows.\(row).country" value="\(value("country"))" maxlength="2" aria-label="\(words("field.country"))"></td>\(states(row, state, words))\(said(row, capacity, words))</tr>
                """
        }
        let ways = Attendance.How.allCases.map { how -> HTML in
            "<label class=\"box\"><input type=\"radio\" name=\"how\" value=\"\(how.rawValue)\"\(if: how.rawValue == self.how, " checked")> \(words.choice(Attendance.How.choiceName, how.rawValue))</label>"
        }
        let items = (refusal?.findings ?? []).map { "<li>\(Show.sentence($0, words, place))</li>" as HTML }
        let wrong: HTML =
            refusal.map {
                "<div class=\"summary\" role=\"alert\" tabindex=\"-1\" id=\"errors\"><h2>\(words("page.errors"))</h2><p>\(if: items.isEmpty, "\(Show.sentence($0, words, place))")</p><ul>\(items)</ul></div>"
            } ?? ""
        let form: HTML = """
            <form method="post" action="\(to(page: page).text)" enctype="multipart/form-data" class="attendance" novalidate>
            <input type="hidden" name="entry" value="\(String(place.project.entry))">
            <div class="scroll" tabindex="0" role="region" aria-label="\(words("page.attendance"))"><table class="list"><thead><tr><th scope="col">\(words("field.name"))</th><th scope="col">\(words("field.registration.organisation"))</th><th scope="col">\(words("field.country"))</th><th scope="col" colspan="3">\(words("field.attendance.state"))</th>\(if: event.status == .held, "<th scope=\"col\">\(words("field.attendance.capacity"))</th>")</tr></thead><tbody>\(lines)</tbody><tbody><tr class="between"><td colspan="7">\(words("page.attendance.guests"))</td></tr>\(guests)</tbody></table></div>
            <fieldset class="field"><legend>\(words("field.attendance.how"))</legend><div class="boxes">\(ways)</div></fieldset>
            <div class="field"><label for="upload">\(words("page.attendance.sheet")) <span class="optional">\(words("page.optional"))</span></label><input type="file" id="upload" name="upload" multiple>\(held.html(words))</div>
            <p class="acts"><button class="button">\(words("verb.record-attendance"))</button> <a class="button quiet"\(href: place.to(event.reference))>\(words("page.cancel"))</a></p></form>
            """
        return """
            \(Frame.crumbs(place, words, [(words("kind.event.title"), place.to(Event.plural)), (event.title, place.to(event.reference))]))<h1>\(title(words))</h1>\(RegistrationPage.facts(event, words))<p>\(words("page.attendance.about"))</p>\(wrong)
            \(tools(words))\(may.map { Show.refused($0, words, place) })\(if: may == nil, "\(form)")\(pages(words))
            """
    }

    private func tools(_ words: Words) -> HTML {
        guard all > Self.rowsOnAPage || !search.isEmpty else { return "" }
        let kept: HTML = [("as-of", place.asOf?.description), ("as-known", place.asKnown)].map { name, value -> HTML in
            value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">" } ?? ""
        }.joined
        return """
            <form class="filters" method="get"><label>\(words("page.find")) <input type="search" name="q" value="\(search)" maxlength="200"></label>\(kept)<button>\(words("page.show"))</button> \(if: !search.isEmpty, "<a\(href: place.to("attendance", String(event.id.number)))>\(words("page.clear"))</a>")</form>
            \(if: expected.isEmpty, "<p class=\"empty\">\(words("page.nothingFound"))</p>")\(if: expected.count > Self.rowsOnAPage, "<p class=\"hint\">\(words("page.attendance.pages"))</p>")
            """
    }

    private func pages(_ words: Words) -> HTML {
        guard expected.count > Self.rowsOnAPage else { return "" }
        let range = words(
            "page.rows",
            [
                ("from", words.number((page - 1) * Self.rowsOnAPage + 1)),
                ("to", words.number(min(expected.count, page * Self.rowsOnAPage))),
                ("n", words.number(expected.count)),
            ])
        return """
            <nav class="pages">\(range) \(if: page > 1, "<a rel=\"prev\"\(href: to(page: page - 1))>\(words("page.previous"))</a>") \(if: page < Self.pages(of: expected.count), "<a rel=\"next\"\(href: to(page: page + 1))>\(words("page.next"))</a>")</nav>
            """
    }

    func table(_ words: Words) -> [[String]]? {
        [
            [
                words("field.name"), words("field.registration.organisation"), words("field.country"),
                words("field.attendance.state"),
            ]
        ]
            + expected.map {
                [
                    $0.called(words), $0.organisation, $0.country ?? "",
                    $0.attendance.map { words.choice(Attendance.State.choiceName, $0.state.rawValue) } ?? "",
                ]
            }
    }

    var json: JSON {
        JSON.object(of: [
            ("event", .whole(Int64(event.id.number))), ("entry", .whole(Int64(place.project.entry))),
            ("refused", refusal.map { .text($0.code) } ?? .null), ("findings", Show.findings(refusal, place)),
            (
                "expected",
                .list(
                    expected.map { one in
                        JSON.object(of: [
                            ("name", .text(one.called(.of(.en)))),
                            ("person", one.person.map { .whole(Int64($0.number)) } ?? .null),
                            ("registration", one.registration.map { .whole(Int64($0.number)) } ?? .null),
                            ("state", one.attendance.map { .text($0.state.rawValue) } ?? .null),
                        ])
                    })
            ),
        ])
    }
}

/// The emblem of the Union with what stands beside it by the project's rules, and the project's name: the head of what is printed.
struct Letterhead {
    let place: Place
    private let stars = [
        (0, -20), (10, -17), (17, -10), (20, 0), (17, 10), (10, 17), (0, 20), (-10, 17), (-17, 10), (-20, 0),
        (-17, -10),
        (-10, -17),
    ]

    func html(on day: Day, _ words: Words) -> HTML {
        let life = place.project.identification
        let value = place.project.rulePack?.value(ParameterName("communication.emblem"), on: day)
        let marks = stars.map { x, y -> HTML in
            "<polygon points=\"0,-3.3 0.74,-1.02 3.14,-1.02 1.2,0.39 1.94,2.67 0,1.26 -1.94,2.67 -1.2,0.39 -3.14,-1.02 -0.74,-1.02\" transform=\"translate(\(45 + x) \(30 + y))\" fill=\"#ffcc00\"/>"
        }
        let doubt: HTML =
            value.map { value in
                "\(if: !value.isVerified, "<p class=\"hint acts\"><span class=\"state doubt\">\(words("page.unverifiedRule"))</span> \(value.source.text)</p>")"
            } ?? "<p class=\"hint acts\">\(words("page.noEmblemRule"))</p>"
        return """
            <header class="letterhead"><svg class="emblem" viewBox="0 0 90 60" role="img" aria-label="\(words("page.emblem"))"><rect width="90" height="60" fill="#003399"/>\(marks)</svg><p class="beside">\(value.map { words.value($0.value, .text) } ?? "")</p><p class="of"><b>\(life?.acronym ?? place.name)</b><br>\(life?.title ?? "")<br>\(life?.programme ?? "")</p></header>\(doubt)
            """
    }
}

/// The list that people sign: names that are expected, and empty rows.
struct SheetPage: ProjectPage {
    let place: Place
    let event: Event
    let expected: [Expected]

    var room: Room? { .events }
    var wide: Bool { true }

    init(_ place: Place, _ event: Event) {
        self.place = place
        self.event = event
        expected = Expected.all(at: event, in: place.project)
    }

    private static let empty = 12

    func title(_ words: Words) -> String { words("page.sheet.of", [("event", event.title)]) }

    func body(_ words: Words) -> HTML {
        let rows = Range.between(0, expected.count + Self.empty).map { index -> HTML in
            let one = index < expected.count ? expected[index] : nil
            return
                "<tr><td class=\"number\">\(index + 1)</td><td>\(one?.called(words) ?? "")</td><td>\(one?.organisation ?? "")</td><td>\(one?.country ?? "")</td><td class=\"sign\"></td></tr>"
        }
        return """
            \(Frame.crumbs(place, words, [(words("kind.event.title"), place.to(Event.plural)), (event.title, place.to(event.reference))]))
            \(Letterhead(place: place).html(on: event.lastDay ?? place.today, words))
            <h1>\(words("page.sheet"))</h1><p class="lead">\(event.title)</p>\(RegistrationPage.facts(event, words))
            <p class="acts hint">\(words("page.printHint"))</p>
            <table class="signed"><thead><tr><th scope="col" class="number">\(words("page.sheet.number"))</th><th scope="col">\(words("field.name"))</th><th scope="col">\(words("field.registration.organisation"))</th><th scope="col">\(words("field.country"))</th><th scope="col" class="sign">\(words("page.sheet.signature"))</th></tr></thead><tbody>\(rows)</tbody></table>
            <p class="hint">\(words("page.sheet.about"))</p>
            """
    }

    func table(_ words: Words) -> [[String]]? {
        [
            [
                words("page.sheet.number"), words("field.name"), words("field.registration.organisation"),
                words("field.country"), words("page.sheet.signature"),
            ]
        ]
            + expected.enumerated().map { [String($0 + 1), $1.called(words), $1.organisation, $1.country ?? "", ""] }
    }

    var json: JSON {
        .list(expected.map { ["name": .text($0.called(.of(.en))), "organisation": .text($0.organisation)] })
    }
}

/// A certificate for each who was present, a page each; nobody else gets one.
struct CertificatesPage: ProjectPage {
    let place: Place
    let event: Event
    let present: [Attendance]

    var room: Room? { .events }
    var wide: Bool { true }

    init(_ place: Place, _ event: Event, _ only: Int?) {
        self.place = place
        self.event = event
        present =
            event.status == .held
            ? place.project.attendances(of: event.id).filter { attendance in
                attendance.state == .present && (only == nil || attendance.id.number == only)
                    && (attendance.person != nil || attendance.registration != nil || attendance.name != nil)
            } : []
    }

    func title(_ words: Words) -> String { words("page.certificates.of", [("event", event.title)]) }

    func body(_ words: Words) -> HTML {
        let day = event.lastDay ?? place.today
        let coordinator = place.project.duties.first { $0.sort == .coordinator && $0.isHeld(on: place.today) }
            .map { words.name($0.person.reference, in: place.project) }
        let pages = present.map { attendance -> HTML in
            let who = Attendee(attendance, place.project)
            let where_ = [event.place, event.country.map { words.choice("country", $0.code) }].compactMap { $0 }
            return """
                <section class="certificate">\(Letterhead(place: place).html(on: day, words))
                <h2>\(words("page.certificate"))</h2><p class="whom">\(who.called(words))</p><p>\(who.organisation)</p>
                <p>\(words("page.certificate.took", [("event", event.title)]))</p>
                <p>\(Show.days(event.start, event.end, words))\(if: !where_.isEmpty, " · \(where_.joined(separator: ", "))")\(if: event.mode != nil, " · \(event.mode.map { words.choice(Event.Mode.choiceName, $0.rawValue) } ?? "")")</p>
                <p class="signs"><span>\(coordinator ?? "")<br>\(words("choice.duty.sort.coordinator"))</span><span>\(words("page.certificate.signature"))</span></p></section>
                """
        }
        return """
            \(Frame.crumbs(place, words, [(words("kind.event.title"), place.to(Event.plural)), (event.title, place.to(event.reference))]))
            <h1 class="acts">\(words("page.certificates"))</h1>
            \(if: present.isEmpty && place.project.attendances.withheld == 0, "<p class=\"empty\">\(words("page.certificates.none"))</p>")\(if: !present.isEmpty, "<p class=\"acts hint\">\(words("page.printHint"))</p>")\(pages)
            """
    }

    var json: JSON {
        .list(
            present.map {
                [
                    "attendance": .whole(Int64($0.id.number)),
                    "name": .text(Attendee($0, place.project).called(.of(.en))),
                ]
            })
    }
}
