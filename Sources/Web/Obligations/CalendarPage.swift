import Desk
import Domain
import Files
import Words

/// Everything with a day, week by week; what is late stands first. Filtered by holder, kind and state.
struct CalendarPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/calendar") { ask, _ in
            let place = try ask.place(.obligations)
            return .page(CalendarPage(ask, place), tag: RecordPages.tag(ask, place))
        },
        Site.Route(method: .get, pattern: "/projects/:project/calendar.ics") { ask, _ in
            let place = try ask.place(.obligations)
            let page = CalendarPage(ask, place)
            return Reply(
                body: .bytes(
                    Array(try page.file(ask.words).utf8), type: "text/calendar; charset=utf-8",
                    name: "\(place.name).ics"),
                tag: RecordPages.tag(ask, place))
        },
    ]

    struct Week: Sendable {
        let monday: Day
        let entries: [DueEntry]
    }

    let place: Place
    let address: Ask
    let today: Day
    let from: Day
    let weeks: Int
    let holder: String
    let sort: String
    let state: String
    /// All that the filters of holder, kind and state let through, in order of days.
    let entries: [DueEntry]
    let late: [DueEntry]
    let seen: [Week]
    /// By whom and by which kind it can be filtered.
    let partners: [Key<Partner>]
    let duties: [Duty.Sort]
    let sorts: [DueEntry.Sort]

    var room: Room? { .obligations }
    var wide: Bool { true }

    static let lengths = [1, 4, 13, 52, 0]

    init(_ ask: Ask, _ place: Place) {
        self.place = place
        address = ask
        today = place.asOf ?? place.today
        let asked = ask.query("from").flatMap { Day($0) ?? ask.words.readDay($0) } ?? today
        from = asked.adding(days: 1 - asked.weekday)
        weeks = ask.query("weeks").flatMap { Whole.reading($0) }.flatMap { Self.lengths.contains($0) ? $0 : nil } ?? 4
        holder = ask.query("holder") ?? ""
        sort = ask.query("sort") ?? ""
        state = ask.query("state") ?? "open"
        let all = place.project.calendar(on: today)
        partners = place.project.partners.map(\.id).filter { key in all.contains { $0.partner == key } }
        duties = Duty.Sort.allCases.filter { duty in all.contains { $0.duty == duty } }
        sorts = DueEntry.Sort.allCases.filter { sort in all.contains { $0.sort == sort } }
        let (holder, sort, state, weeks) = (holder, sort, state, weeks)
        entries = all.filter { entry in
            (sort.isEmpty || entry.sort.rawValue == sort) && (state == "all" || entry.isOpen)
                && (holder.isEmpty || entry.duty?.rawValue == holder
                    || entry.partner.map { $0.reference.description == holder } ?? false)
        }
        let first = from
        let last = weeks == 0 ? Day(count: .max / 2) : first.adding(days: 7 * weeks - 1)
        let now = today
        late = entries.filter { $0.state == .late && ($0.day < first || $0.day < now) }
        let within = entries.filter { entry in
            (entry.end ?? entry.day) >= first && entry.day <= last && !(entry.state == .late && entry.day < now)
                || (weeks == 0 && state == "all" && entry.day < first && entry.state != .late)
        }
        var grouped: [Week] = []
        for entry in within {
            // What began earlier and goes on stands in the first week.
            let day = weeks == 0 ? entry.day : max(entry.day, first)
            let monday = day.adding(days: 1 - day.weekday)
            if grouped.last?.monday == monday {
                grouped[grouped.count - 1] = Week(monday: monday, entries: grouped[grouped.count - 1].entries + [entry])
            } else {
                grouped.append(Week(monday: monday, entries: [entry]))
            }
        }
        seen = grouped
    }

    func title(_ words: Words) -> String { words("view.calendar") }

    func body(_ words: Words) -> HTML {
        let parts = seen.map { week -> HTML in
            let days = words.span(week.monday, week.monday.adding(days: 6))
            return section(
                words("page.calendar.weekOf", [("days", days)]), week.entries, words,
                now: week.monday <= today && today <= week.monday.adding(days: 6))
        }
        return """
            \(Frame.crumbs(place, words, in: .obligations))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.calendar.about"))</p>
            \(tools(words))
            <p class="count" role="status">\(words.count(listed.count, "page.calendar.entries"))
            <span class="pages">
            <a\(href: moved(-1))>← \(words("page.calendar.earlier"))</a>
            <a\(href: moved(1))>\(words("page.calendar.later")) →</a>
            </span></p>
            \(if: listed.isEmpty, "<p class=\"empty\">\(words("page.calendar.none"))</p>")
            \(if: !late.isEmpty, section(words("page.late"), late, words, now: false))
            \(parts)
            """
    }

    private func moved(_ by: Int) -> Path {
        address.path(with: [("from", from.adding(days: 7 * max(1, weeks) * by).plain), ("lang", nil)])
    }

    private func tools(_ words: Words) -> HTML {
        let all = [("", words("page.all"))]
        let holders: [(String, String)] =
            all + duties.map { ($0.rawValue, words.choice(Duty.Sort.choiceName, $0.rawValue)) }
            + partners.map { ($0.reference.description, words.name($0.reference, in: place.project)) }
        let kinds = all + sorts.map { ($0.rawValue, words.choice(DueEntry.Sort.choiceName, $0.rawValue)) }
        let lengths = Self.lengths.map { (String($0), words("page.calendar.weeks.\($0)")) }
        let states = [("open", words("page.calendar.open")), ("all", words("page.calendar.everything"))]
        return """
            <form class="filters" method="get">
            <label>\(words("page.calendar.from")) <input class="medium" name="from" value="\(words.day(from))"></label>
            \(Show.select("weeks", words("page.calendar.weeks"), lengths, String(weeks)))
            \(Show.select("holder", words("page.calendar.holder"), holders, holder))
            \(Show.select("sort", words("page.calendar.sort"), kinds, sort))
            \(Show.select("state", words("page.calendar.state"), states, state))
            \(Show.stays(place))
            <button>\(words("page.show"))</button>
            <a\(href: place.to("calendar"))>\(words("page.clear"))</a>
            \(Show.exports(address, besides: "<a\(href: file)>\(words("page.calendar.ics"))</a> "))
            </form>
            """
    }

    private var file: Path {
        place.to(
            "calendar.ics",
            query: [("holder", holder), ("sort", sort), ("state", state)].filter { !$0.1.isEmpty })
    }

    private func section(_ heading: String, _ entries: [DueEntry], _ words: Words, now: Bool) -> HTML {
        """
        <section>
        <h2>\(heading)\(if: now, " <span class=\"state open\">\(words("week.this"))</span>")</h2>
        \(grid(heading, entries, words).html)
        </section>
        """
    }

    private func grid(_ label: String, _ entries: [DueEntry], _ words: Words) -> Grid<DueEntry> {
        var grid = Grid<DueEntry>(
            label, words, place, entries,
            [
                Column("day", words("page.calendar.day")) { entry in
                    let days = words.span(.day(entry.day), .day(entry.end ?? entry.day))
                    return Cell.shown(.day(entry.day), "\(days)")
                        .noted(entry.isOpen ? words.distance(from: today, to: entry.day) : nil, words, place)
                },
                Column("end", words("field.end"), in: [.file, .program]) { .day($0.end) },
                Column("name", words("page.calendar.what")) { entry in
                    Cell.said(words.name(entry, in: place.project), .text(entry.name))
                        .linked(place.to(entry.about), words, place)
                        .noted(entry.blocks.map { words("week.blocks", [("what", $0)]) }, words, place)
                },
                Column("sort", words("page.calendar.sort")) { .said(said($0, words), .text($0.sort.rawValue)) },
                Column("holder", words("page.calendar.holder"), in: [.page, .file]) {
                    .text(words.holder($0.holder, in: place.project, on: today))
                },
                Column("state", words("page.calendar.state")) { .said(words.state($0), .text($0.state.rawValue)) },
                Column("daysLate", "", in: .program) { .whole($0.daysLate) },
                Column("blocks", words("page.calendar.blocks"), in: [.file, .program]) { .text($0.blocks) },
                Column("record", "", in: .program) { .record($0.about) },
                Column("partner", "", in: .program) { .whole($0.partner?.number) },
                Column("duty", "", in: .program) { .word($0.duty) },
            ])
        grid.look = "list calendar"
        return grid
    }

    /// Late things and what the weeks hold, as they are seen.
    private var listed: [DueEntry] { late + seen.flatMap(\.entries) }

    func table(_ words: Words) -> [[String]]? { grid(title(words), listed, words).table }

    var json: JSON {
        let words = Words.of(.en)
        return [
            "entry": .whole(Int64(place.project.entry)), "from": .text(from.plain),
            "entries": grid(title(words), listed, words).json,
        ]
    }

    /// What it is: what has no sort of its own is called by its kind.
    private func said(_ entry: DueEntry, _ words: Words) -> String {
        entry.sort == .other
            ? words("kind.\(entry.about.kind).one") : words.choice(DueEntry.Sort.choiceName, entry.sort.rawValue)
    }

    /// As a calendar file: all that the filters of holder, kind and state let through, whatever its week.
    private func file(_ words: Words) throws -> String {
        let project = place.project
        // A day may move with the record itself, with the project, with its periods or with the event it belongs to.
        let frame =
            [project.identification?.reference].compactMap { $0 } + project.reportingPeriods.map(\.reference)
        let lines = try entries.map { entry -> ICalendarEntry in
            var about = said(entry, words)
            let holder = words.holder(entry.holder, in: project, on: today)
            if !holder.isEmpty { about += "\n" + holder }
            if let blocks = entry.blocks { about += "\n" + words("week.blocks", [("what", blocks)]) }
            // It counts the changes of the record, and of what else its day may move with.
            var moving = [entry.about]
            if entry.about.kind == Obligation.kind || entry.sort == .report { moving += frame }
            if case .event(let key)? = entry.occurrence?.of { moving.append(key.reference) }
            return ICalendarEntry(
                uid: "\(entry.name)@\(place.name).grozd", sequence: try place.changes(of: moving.uniqued),
                changed: place.published.moment,
                first: entry.day, last: entry.end, title: words.name(entry, in: project), about: about,
                address: place.base + place.to(entry.about).text,
                state: entry.state == .cancelled ? .cancelled : .confirmed)
        }
        return ICalendar.written(lines, named: project.identification?.acronym ?? place.name)
    }
}
