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

    func body(_ words: Words) -> HTML {
        """
        \(EventPages.crumbs(event, place, words))
        <h1>\(title(words))</h1>
        \(RegistrationPage.facts(event, words))
        <p>\(words("page.attendance.about"))</p>
        \(wrong(words))
        \(tools(words))
        \(may.map { Show.refused($0, words, place) })
        \(if: may == nil, form(words))
        \(pages(words))
        """
    }

    private func wrong(_ words: Words) -> HTML {
        guard let refusal else { return "" }
        let items = refusal.findings.map { "<li>\(Show.sentence($0, words, place))</li>" as HTML }
        return """
            <div class="summary" role="alert" tabindex="-1" id="errors">
            <h2>\(words("page.errors"))</h2>
            <p>\(if: items.isEmpty, "\(Show.sentence(refusal, words, place))")</p>
            <ul>\(items)</ul>
            </div>
            """
    }

    private func tools(_ words: Words) -> HTML {
        guard all > Self.rowsOnAPage || !search.isEmpty else { return "" }
        let kept: HTML = [("as-of", place.asOf?.description), ("as-known", place.asKnown)].map { name, value -> HTML in
            value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">" } ?? ""
        }.joined
        let everybody = place.to("attendance", String(event.id.number))
        return """
            <form class="filters" method="get">
            <label>\(words("page.find")) <input type="search" name="q" value="\(search)" maxlength="200"></label>
            \(kept)<button>\(words("page.show"))</button>
            \(if: !search.isEmpty, "<a\(href: everybody)>\(words("page.clear"))</a>")
            </form>
            \(if: expected.isEmpty, "<p class=\"empty\">\(words("page.nothingFound"))</p>")
            \(if: expected.count > Self.rowsOnAPage, "<p class=\"hint\">\(words("page.attendance.pages"))</p>")
            """
    }

    private func form(_ words: Words) -> HTML {
        let ways = Attendance.How.allCases.map { way -> HTML in
            radio("how", way.rawValue, how, words.choice(Attendance.How.choiceName, way.rawValue))
        }
        return """
            <form method="post" action="\(to(page: page).text)" enctype="multipart/form-data" class="attendance" novalidate>
            <input type="hidden" name="entry" value="\(String(place.project.entry))">
            \(people(words))
            <fieldset class="field">
            <legend>\(words("field.attendance.how"))</legend>
            <div class="boxes">\(ways)</div>
            </fieldset>
            <div class="field">
            <label for="upload">\(words("page.attendance.sheet")) <span class="optional">\(words("page.optional"))</span></label>
            <input type="file" id="upload" name="upload" multiple>
            \(held.html(words))
            </div>
            <p class="acts">
            <button class="button">\(words("verb.record-attendance"))</button>
            <a class="button quiet"\(href: place.to(event.reference))>\(words("page.cancel"))</a>
            </p>
            </form>
            """
    }

    private func radio(_ name: String, _ value: String, _ chosen: String?, _ label: String) -> HTML {
        """
        <label class="box">
        <input type="radio" name="\(name)" value="\(value)"\(if: value == chosen, " checked")> \(label)
        </label>
        """
    }

    private func people(_ words: Words) -> HTML {
        var heads = grid(words).columns.prefix(3).map { GridMarkup.head($0.head ?? "", isNumber: false) }
        heads.append("<th scope=\"col\" colspan=\"3\">\(words("field.attendance.state"))</th>")
        if event.status == .held { heads.append(GridMarkup.head(words("field.attendance.capacity"), isNumber: false)) }
        let between: HTML = "<tr class=\"between\"><td colspan=\"7\">\(words("page.attendance.guests"))</td></tr>"
        let known = seen.enumerated().map { line($0, $1, words) }
        let guests = Range.between(0, max(Self.guests, others.count)).map { guest($0, words) }
        return GridMarkup.table(words("page.attendance"), "list", heads, known + [between] + guests)
    }

    private func line(_ row: Int, _ one: Expected, _ words: Words) -> HTML {
        let old = one.attendance
        let new = marked[Self.whom(one)]
        let isGuest = one.person == nil && one.registration == nil
        let whom: [(String, String?)] = [
            ("person", one.person.map { String($0.number) }),
            ("registration", one.registration.map { String($0.number) }),
            ("name", isGuest ? old?.name ?? "" : nil), ("organisation", isGuest ? old?.organisation ?? "" : nil),
            ("country", isGuest ? old?.country?.code ?? "" : nil),
        ]
        let hidden = whom.map { name, value -> HTML in
            value.map { "<input type=\"hidden\" name=\"rows.\(row).\(name)\" value=\"\($0)\">" } ?? ""
        }
        return """
            <tr>
            <th scope="row">\(one.called(words))\(hidden)</th>
            \(GridMarkup.cell(words("field.registration.organisation"), "\(one.organisation)"))
            \(GridMarkup.cell(words("field.country"), "\(one.country ?? "")"))
            \(answers(row, Self.state(new) ?? old?.state, Self.capacity(new) ?? old?.capacity, words))
            </tr>
            """
    }

    private func guest(_ index: Int, _ words: Words) -> HTML {
        let row = seen.count + index
        let typed = index < others.count ? others[index] : .object([])
        func input(_ name: String, _ label: String, _ looks: HTML) -> HTML {
            """
            <input name="rows.\(row).\(name)" value="\(typed[name]?.text ?? "")" aria-label="\(label)"\(looks)>
            """
        }
        let (name, organisation) = (words("field.name"), words("field.registration.organisation"))
        return """
            <tr>
            <th scope="row">\(input("name", name, " placeholder=\"\(name)\""))</th>
            <td>\(input("organisation", organisation, " placeholder=\"\(organisation)\""))</td>
            <td>\(input("country", words("field.country"), " class=\"tiny\" maxlength=\"2\""))</td>
            \(answers(row, Self.state(typed) ?? .present, Self.capacity(typed), words))
            </tr>
            """
    }

    private static func state(_ row: JSON?) -> Attendance.State? {
        row?["state"]?.text.flatMap { Attendance.State(rawValue: $0) }
    }

    private static func capacity(_ row: JSON?) -> Attendance.Capacity? {
        row?["capacity"]?.text.flatMap { Attendance.Capacity(rawValue: $0) }
    }

    /// Present or not, and what somebody said in the survey, once the event is over.
    private func answers(
        _ row: Int, _ state: Attendance.State?, _ capacity: Attendance.Capacity?, _ words: Words
    ) -> HTML {
        let states = Attendance.State.allCases.map { one -> HTML in
            let label = words.choice(Attendance.State.choiceName, one.rawValue)
            return "<td class=\"pick\">\(radio("rows.\(row).state", one.rawValue, state?.rawValue, label))</td>"
        }
        guard event.status == .held else { return "\(states)" }
        let options = Attendance.Capacity.allCases.map { one -> HTML in
            let label = words.choice(Attendance.Capacity.choiceName, one.rawValue)
            return "<option value=\"\(one.rawValue)\"\(if: one == capacity, " selected")>\(label)</option>"
        }
        return """
            \(states)
            <td>
            <select name="rows.\(row).capacity" aria-label="\(words("field.attendance.capacity"))">
            <option value=""></option>\(options)
            </select>
            </td>
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
        let isLast = page >= Self.pages(of: expected.count)
        return """
            <nav class="pages">\(range)
            \(if: page > 1, "<a rel=\"prev\"\(href: to(page: page - 1))>\(words("page.previous"))</a>")
            \(if: !isLast, "<a rel=\"next\"\(href: to(page: page + 1))>\(words("page.next"))</a>")
            </nav>
            """
    }

    /// For files and programs; the page asks for the same in its form.
    private func grid(_ words: Words) -> Grid<Expected> {
        Grid(
            words("page.attendance"), words, place, expected,
            [
                Column("name", words("field.name")) { .text($0.called(words)) },
                Column("organisation", words("field.registration.organisation"), in: .file) { .text($0.organisation) },
                Column("country", words("field.country"), in: .file) { .text($0.country) },
                Column("person", "", in: .program) { .whole($0.person?.number) },
                Column("registration", "", in: .program) { .whole($0.registration?.number) },
                Column("state", words("field.attendance.state")) { .word($0.attendance?.state) },
            ])
    }

    func table(_ words: Words) -> [[String]]? { grid(words).table }

    var json: JSON {
        [
            "event": .whole(Int64(event.id.number)), "entry": .whole(Int64(place.project.entry)),
            "refused": refusal.map { .text($0.code) } ?? .null, "findings": Show.findings(refusal, place),
            "expected": grid(Words.of(.en)).json,
        ]
    }
}

/// The emblem of the Union with what stands beside it by the project's rules, and the project's name: the head of what is printed.
struct Letterhead {
    let place: Place
    private static let stars = [
        (0, -20), (10, -17), (17, -10), (20, 0), (17, 10), (10, 17), (0, 20), (-10, 17), (-17, 10), (-20, 0),
        (-17, -10), (-10, -17),
    ]
    private static let star =
        "0,-3.3 0.74,-1.02 3.14,-1.02 1.2,0.39 1.94,2.67 0,1.26 -1.94,2.67 -1.2,0.39 -3.14,-1.02 -0.74,-1.02"

    func html(on day: Day, _ words: Words) -> HTML {
        let life = place.project.identification
        let value = place.project.rulePack?.value(ParameterName("communication.emblem"), on: day)
        let stars = Self.stars.map { x, y -> HTML in
            """
            <polygon points="\(Self.star)" transform="translate(\(45 + x) \(30 + y))" fill="#ffcc00"/>
            """
        }
        return """
            <header class="letterhead">
            <svg class="emblem" viewBox="0 0 90 60" role="img" aria-label="\(words("page.emblem"))">
            <rect width="90" height="60" fill="#003399"/>
            \(stars)
            </svg>
            <p class="beside">\(value.map { words.value($0.value, .text) } ?? "")</p>
            <p class="of">
            <b>\(life?.acronym ?? place.name)</b><br>
            \(life?.title ?? "")<br>
            \(life?.programme ?? "")
            </p>
            </header>
            \(doubt(value, words))
            """
    }

    private func doubt(_ value: DatedValue?, _ words: Words) -> HTML {
        guard let value else { return "<p class=\"hint acts\">\(words("page.noEmblemRule"))</p>" }
        guard !value.isVerified else { return "" }
        return """
            <p class="hint acts"><span class="state doubt">\(words("page.unverifiedRule"))</span> \(value.source.text)</p>
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
        let columns = grid(words).columns
        let heads = columns.map { GridMarkup.head($0.head ?? "", isNumber: $0.isNumber) }
        let lines = Range.between(0, expected.count + Self.empty).map { index -> HTML in
            let cells = columns.dropLast().map { GridMarkup.cell("", $0.cell(index).html(words, place), $0.isNumber) }
            return "<tr>\(cells)<td class=\"sign\"></td></tr>"
        }
        return """
            \(EventPages.crumbs(event, place, words))
            \(Letterhead(place: place).html(on: event.lastDay ?? place.today, words))
            <h1>\(words("page.sheet"))</h1>
            <p class="lead">\(event.title)</p>
            \(RegistrationPage.facts(event, words))
            <p class="acts hint">\(words("page.printHint"))</p>
            \(GridMarkup.table(words("page.sheet"), "signed", heads, lines))
            <p class="hint">\(words("page.sheet.about"))</p>
            """
    }

    private func one(_ index: Int) -> Expected? { index < expected.count ? expected[index] : nil }

    /// By their place in the list; what is printed has empty rows too.
    private func grid(_ words: Words) -> Grid<Int> {
        Grid(
            words("page.sheet"), words, place, Array(expected.indices),
            [
                Column("number", words("page.sheet.number"), number: true, in: .file) { .whole($0 + 1) },
                Column("name", words("field.name")) { .text(one($0)?.called(words)) },
                Column("organisation", words("field.registration.organisation")) { .text(one($0)?.organisation) },
                Column("country", words("field.country"), in: .file) { .text(one($0)?.country) },
                Column("signature", words("page.sheet.signature"), in: .file) { _ in .text(nil) },
            ])
    }

    func table(_ words: Words) -> [[String]]? { grid(words).table }

    var json: JSON { grid(Words.of(.en)).json }
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
        let isEmpty = present.isEmpty && place.project.attendances.withheld == 0
        return """
            \(EventPages.crumbs(event, place, words))
            <h1 class="acts">\(words("page.certificates"))</h1>
            \(if: isEmpty, "<p class=\"empty\">\(words("page.certificates.none"))</p>")
            \(if: !present.isEmpty, "<p class=\"acts hint\">\(words("page.printHint"))</p>")
            \(certificates(words))
            """
    }

    private func certificates(_ words: Words) -> [HTML] {
        let head = Letterhead(place: place).html(on: event.lastDay ?? place.today, words)
        let where_ = [event.place, event.country.map { words.choice("country", $0.code) }].compactMap { $0 }
        let facts = [
            Show.days(event.start, event.end, words), where_.joined(separator: ", "),
            event.mode.map { words.choice(Event.Mode.choiceName, $0.rawValue) } ?? "",
        ].filter { !$0.isEmpty }.joined(separator: " · ")
        let coordinator = place.project.duties.first { $0.sort == .coordinator && $0.isHeld(on: place.today) }
            .map { words.name($0.person.reference, in: place.project) }
        return present.map { attendance in
            let who = Attendee(attendance, place.project)
            return """
                <section class="certificate">
                \(head)
                <h2>\(words("page.certificate"))</h2>
                <p class="whom">\(who.called(words))</p>
                <p>\(who.organisation)</p>
                <p>\(words("page.certificate.took", [("event", event.title)]))</p>
                <p>\(facts)</p>
                <p class="signs">
                <span>\(coordinator ?? "")<br>\(words("choice.duty.sort.coordinator"))</span>
                <span>\(words("page.certificate.signature"))</span>
                </p>
                </section>
                """
        }
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
