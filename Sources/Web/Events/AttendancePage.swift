import Desk
import Domain
import Words

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
        \(Show.exports(place.to("attendance", String(event.id.number))))
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
        let everybody = place.to("attendance", String(event.id.number))
        return """
            <form class="filters" method="get">
            <label>\(words("page.find")) <input type="search" name="q" value="\(search)" maxlength="200"></label>
            \(Show.stays(place))<button>\(words("page.show"))</button>
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
