import Desk
import Domain
import Words

/// The plan as a drawing and a table: what was agreed against what is so, what depends on what, and forms that move days.
struct GanttPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/gantt") { ask, _ in
            let place = try ask.place(.workPlan)
            return .page(GanttPage(ask, place), tag: RecordPages.tag(ask, place))
        },
        Site.Route(method: .post, pattern: "/projects/:project/gantt") { ask, form in
            try await GanttMoves.carryOut(ask, try ask.place(.workPlan), form)
        },
    ]

    struct Row: Sendable {
        let activity: Activity
        let expected: Forecast.Expected?
        let deliverables: [Deliverable]
    }

    struct Group: Sendable {
        let package: WorkPackage?
        let rows: [Row]
    }

    /// The plan as it stands on a day, worked out.
    struct Plan: Sendable {
        let today: Day
        let groups: [Group]
        let phases: [Phase]
        let periods: [ReportingPeriod]
        /// What is late, or pushes others, with what follows.
        let slips: [(activity: Activity, comes: [Consequence])]
        let axis: GanttAxis
    }

    let place: Place
    let address: Ask
    let plan: Plan
    let isEdited: Bool
    /// Whether a filter leaves something out.
    let isFiltered: Bool
    /// What was typed and refused.
    let typed: [String: String]
    let refusal: Refusal?
    /// Numbers of the records that a refused form named, in its order.
    let asked: GanttMoves.Asked
    let entry: Int

    var today: Day { plan.today }
    var groups: [Group] { plan.groups }

    var room: Room? { .workPlan }
    var wide: Bool { true }

    init(
        _ ask: Ask, _ place: Place, typed: [String: String] = [:], refusal: Refusal? = nil,
        asked: GanttMoves.Asked = .init(), entry: Int? = nil
    ) {
        self.place = place
        address = ask
        self.typed = typed
        self.refusal = refusal
        self.asked = asked
        self.entry = entry ?? place.project.entry
        isEdited = ask.query("edit") != nil || refusal != nil
        isFiltered = ["partner", "package", "state"].contains { ask.query($0) != nil }
        let today = place.asOf ?? place.today
        plan =
            isFiltered || !place.isLatest
            ? Plan(ask, place.project, today)
            : ask.site.plans.value(of: Reference(kind: today.plain, number: 0), in: place) {
                Plan(ask, place.project, today)
            }
    }

    func title(_ words: Words) -> String { words("view.gantt") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, in: .workPlan))
        <h1>\(title(words))</h1>
        \(summary(words))
        \(content(words))
        """
    }

    private func content(_ words: Words) -> HTML {
        if place.project.activities.isEmpty { return "<p class=\"empty\">\(words("gantt.empty"))</p>" }
        return """
            <p class="lead">\(words("gantt.about"))</p>
            \(tools(words))
            \(if: groups.isEmpty, "<p class=\"empty\">\(words("gantt.nothing"))</p>")
            \(if: !groups.isEmpty, kept(words))
            """
    }

    /// Of the latest state the whole plan is drawn once, until that changes.
    private func kept(_ words: Words) -> HTML {
        guard place.isLatest, !isFiltered, !isEdited else { return drawn(words) }
        let may = place.refusal(FixBaseline.any) == nil ? "may" : ""
        let key = Reference(kind: "\(today) \(words.language.rawValue) \(may)", number: 0)
        return address.site.charts.value(of: key, in: place) { drawn(words) }
    }

    private func drawn(_ words: Words) -> HTML {
        let keys: [(look: HTML, name: String)] = [
            ("plan", words("gantt.planned")), ("run", words("gantt.running")), ("held", words("gantt.done")),
            ("off", words("gantt.late")), ("agreed", words("gantt.agreed")), ("diamond", words("gantt.deliverable")),
        ]
        return """
            <div class="scroll gantt" tabindex="0" role="region" aria-label="\(title(words))">
            \(drawing(words))
            </div>
            <p class="legend">\(keys.map { "<span class=\"key \($0.look)\"></span>\($0.name) " as HTML })</p>
            \(slipping(words))
            <h2 id="plan">\(words("gantt.plan"))</h2>
            \(moving(words))
            \(baseline(words))
            """
    }

    // MARK: Filters

    private func tools(_ words: Words) -> HTML {
        func select(_ name: String, _ label: String, _ options: [(String, String)]) -> HTML {
            let chosen = address.query(name)
            let shown = options.map { value, name -> HTML in
                "<option value=\"\(value)\"\(if: value == chosen, " selected")>\(name)</option>"
            }
            return """
                <label>\(label)
                <select name="\(name)">
                <option value="">\(words("gantt.all"))</option>\(shown)
                </select>
                </label>
                """
        }
        func records<R: Record>(_ table: Table<R>) -> [(String, String)] {
            table.map { (String($0.id.number), words.name($0, in: place.project)) }
        }
        let states = Activity.Status.allCases.map { ($0.rawValue, words.choice(Self.states, $0.rawValue)) }
        let file = address.path(with: [("as", "csv"), ("lang", nil), ("edit", nil)])
        let data = address.path(with: [("as", "json"), ("lang", nil), ("edit", nil)])
        return """
            \(acts(words))
            <form class="filters" method="get">
            \(select("partner", words("field.partner"), records(place.project.partners)))
            \(select("package", words("kind.work-package.one"), records(place.project.workPackages)))
            \(select("state", words("field.status"), states))
            \(Show.stays(place, [("edit", address.query("edit"))]))<button>\(words("page.show"))</button>
            <span class="exports"><a\(href: file)>CSV</a> <a\(href: data)>JSON</a></span>
            </form>
            """
    }

    private func acts(_ words: Words) -> HTML {
        if let refusal = place.refusal(MovePlan.any) { return Show.refused(refusal, words, place) }
        let other = address.path(with: [("edit", isEdited ? nil : "yes"), ("lang", nil)])
        return """
            <p class="acts">
            <a class="button quiet"\(href: other)>\(words(isEdited ? "gantt.read" : "gantt.edit"))</a>
            <a class="button quiet"\(href: place.to("activities", "new"))>\(words("kind.activity.add"))</a>
            </p>
            """
    }

    // MARK: What slips

    private func slipping(_ words: Words) -> HTML {
        let items = plan.slips.map { slip -> HTML in
            let comes = slip.comes.map { PlanParts.consequence($0, place, words) }
            let due = slip.activity.due.map { due -> HTML in
                let look: HTML = due.last < today ? "state bad" : "far"
                let distance = words.distance(from: today, to: due.last)
                return " <span class=\"\(look)\">\(words.when(due)), \(distance)</span>"
            }
            return """
                <li>
                <a\(href: place.to(slip.activity.reference))>\(named(slip.activity))</a>\(due)
                \(if: !comes.isEmpty, "<ul>\(comes)</ul>")
                </li>
                """
        }
        return """
            <h2>\(words("gantt.slips"))</h2>
            \(if: items.isEmpty, "<p>\(words("gantt.slips.none"))</p>")
            \(if: !items.isEmpty, "<ul class=\"plain\">\(items)</ul>")
            """
    }

    // MARK: The table, and the form that moves days in it

    /// A work package, an activity of it, or what that must deliver.
    private struct Line: Sendable {
        let package: WorkPackage?
        var row: Row?
        var item: Deliverable?

        var activity: Activity? { row?.activity }
        var isPackage: Bool { row == nil && item == nil }
        var record: Reference? { item?.reference ?? activity?.reference ?? package?.reference }
        var code: String? { item?.code ?? activity?.code }
        var title: String { item?.title ?? activity?.title ?? "" }
        var lead: Key<Partner>? { isPackage ? package?.lead : item?.maker ?? activity?.lead }
        var due: When? { item?.due ?? activity?.due }
        var agreed: When? { item?.baseline?.due ?? activity?.baseline?.due }
        var isDropped: Bool { item?.status == .dropped || activity?.status == .dropped }
        /// What its days are called in the form; nil where they do not move.
        var field: String? {
            item.flatMap { $0.isOpen ? "d.\($0.id.number)" : nil }
                ?? activity.flatMap { $0.isOpen ? "a.\($0.id.number)" : nil }
        }
    }

    private func lines(_ group: Group) -> [Line] {
        group.rows.flatMap { row in
            [Line(package: group.package, row: row)]
                + row.deliverables.map { Line(package: group.package, item: $0) }
        }
    }

    private func grid(_ lines: [Line], _ words: Words) -> Grid<Line> {
        let (start, due) = (words("field.start"), words("field.due"))
        var grid = Grid(
            words("gantt.plan"), words, place, lines,
            [
                Column("workPackage", words("kind.work-package.one"), in: .file) { .record($0.package?.reference) },
                Column("kind", words("page.kind"), in: .file) { line in
                    .text(line.record.map { words("kind.\($0.kind).one") })
                },
                Column("number", words("page.number"), in: .file) { .text($0.code) },
                Column("title", words("page.name")) { name($0, words) },
                Column("status", words("field.status")) { status($0, words) },
                Column("lead", words("field.lead")) { .record($0.lead?.reference) },
                Column("start", start) { line in
                    day(line.activity?.start, line.item == nil ? "start" : nil, line, start, words)
                },
                Column("due", due) { line in day(line.due, "due", line, due, words) },
                Column("agreedDue", words("gantt.agreed"), in: .file) { .text($0.agreed?.plain) },
                Column("behind", words("gantt.behind"), in: .page) { behind($0, words) },
                Column("expectedEnd", words("gantt.expected")) { ends($0, words) },
            ])
        grid.look = "list plan"
        grid.tone = { $0.isPackage ? "pack" : $0.item == nil ? nil : "sub" }
        return grid
    }

    private func name(_ line: Line, _ words: Words) -> Cell {
        guard !line.isPackage, let record = line.record else {
            return line.record == nil ? .text(words("gantt.without")) : .record(line.record)
        }
        let name = line.activity.map(named) ?? "\(line.code ?? "◆") \(line.title)"
        return .shown(.text(line.title), "<a\(href: place.to(record))>\(name)</a>")
    }

    private func status(_ line: Line, _ words: Words) -> Cell {
        guard let item = line.item else { return .word(line.activity?.status) }
        let status = Cell.word(item.status)
        guard item.isOpen, item.due.map({ $0.last < today && place.project.isAsked($0.last, on: today) }) ?? false
        else {
            return status
        }
        let late: HTML = " <span class=\"state bad\">\(words("gantt.late"))</span>"
        return .shown(status, "\(status.html(words, place))\(late)")
    }

    /// A day as it is read, or as it is moved; files have it as programs do.
    private func day(_ when: When?, _ name: String?, _ line: Line, _ label: String, _ words: Words) -> Cell {
        guard isEdited, let name, let field = line.field else {
            return .shown(.text(when?.plain), "\(when.map { words.when($0) } ?? "")")
        }
        let full = "\(field).\(name)"
        let what = line.activity.map(named) ?? line.title
        let value = typed[full] ?? when?.plain ?? ""
        return .shown(
            .text(when?.plain),
            "<input class=\"day\" name=\"\(full)\" value=\"\(value)\" aria-label=\"\(what): \(label)\">")
    }

    private func behind(_ line: Line, _ words: Words) -> Cell {
        guard !line.isDropped, let agreed = line.agreed, let due = line.due else { return .text(nil) }
        let days = due.last.count - agreed.last.count
        if days == 0 { return .text(words("gantt.asAgreed")) }
        guard days > 0 else { return .text(words.count(-days, "gantt.earlier")) }
        let later = words.count(days, "gantt.later")
        return .shown(.text(later), "<span class=\"state open\">\(later)</span>")
    }

    /// When it was delivered, or is expected to end; seen where that is late.
    private func ends(_ line: Line, _ words: Words) -> Cell {
        if let item = line.item { return .shown(.text(item.deliveredOn?.plain), "") }
        guard let expected = line.row?.expected, let end = expected.end else { return .text(nil) }
        let isLate = line.activity?.isOpen == true && expected.lateDays > 0
        return .shown(.text(end.plain), isLate ? "<span class=\"state bad\">\(words.day(end))</span>" : "")
    }

    private func moving(_ words: Words) -> HTML {
        let all = groups.flatMap { group in
            (groups.count > 1 || group.package != nil ? [Line(package: group.package)] : []) + lines(group)
        }
        let table = grid(all, words).html
        guard isEdited, place.refusal(MovePlan.any) == nil else { return table }
        return """
            <form method="post" action="\(place.to("gantt").text)" class="moves">
            <p class="hint">\(words("gantt.edit.about"))</p>
            <input type="hidden" name="entry" value="\(String(entry))">
            \(table)
            <div class="fields">
            <div class="field">
            <label for="reason">\(words.label(field: "reason", of: "", for: MovePlan.name))</label>
            <input id="reason" name="reason" value="\(typed["reason"] ?? "")">
            </div>
            <div class="field">
            <label for="by">\(words.label(field: "by", of: "", for: "move-plan")) \
            <span class="optional">\(words("page.optional"))</span></label>
            <input id="by" name="by" value="\(typed["by"] ?? "")">
            </div>
            </div>
            <p class="acts">
            <button class="button">\(words("gantt.save"))</button>
            <output></output>
            </p>
            </form>
            """
    }

    private func baseline(_ words: Words) -> HTML {
        guard place.refusal(FixBaseline.any) == nil else { return "" }
        return """
            <details class="group">
            <summary>\(words("verb.fix-baseline"))</summary>
            <p class="hint">\(words("verb.fix-baseline.about"))</p>
            <form method="post" action="\(place.to("gantt").text)" class="fields">
            <input type="hidden" name="entry" value="\(String(place.project.entry))">
            <input type="hidden" name="verb" value="\(FixBaseline.name)">
            <div class="field">
            <label for="why">\(words.label(field: "reason", of: "", for: "fix-baseline"))</label>
            <input id="why" name="reason">
            </div>
            <button class="button quiet">\(words("verb.fix-baseline"))</button>
            </form>
            </details>
            """
    }

    private func summary(_ words: Words) -> HTML {
        guard let refusal else { return "" }
        let items = refusal.findings.map { finding -> HTML in
            let name = (finding.about ?? asked.record(at: finding.field)).map { words.name($0, in: place.project) }
            let field = words.label(field: finding.field, of: Activity.kind, for: MovePlan.name)
            let what: HTML = name.map { "\($0) (\(field))" } ?? "\(field)"
            return "<li>\(what): \(Show.sentence(finding, words, place))</li>"
        }
        return """
            <div class="summary" role="alert" tabindex="-1" id="errors">
            <h2>\(words("page.errors"))</h2>
            \(if: items.isEmpty, "<p>\(Show.sentence(refusal, words, place))</p>")
            <ul>\(items)</ul>
            </div>
            """
    }

    // MARK: The same as data

    func table(_ words: Words) -> [[String]]? { grid(groups.flatMap(lines), words).table }

    var json: JSON {
        func when(_ when: When?) -> JSON { when.map { .text($0.plain) } ?? .null }
        let rows = groups.flatMap(\.rows).map { row -> JSON in
            let activity = row.activity
            return JSON.object(of: [
                ("record", .text(activity.reference.description)), ("title", .text(activity.title)),
                ("workPackage", activity.workPackage.map { .whole(Int64($0.number)) } ?? .null),
                ("status", .text(activity.status.rawValue)), ("start", when(activity.start)),
                ("due", when(activity.due)), ("agreedStart", when(activity.baseline?.start)),
                ("agreedDue", when(activity.baseline?.due)),
                ("expectedEnd", row.expected?.end.map { .text($0.plain) } ?? .null),
                ("pushedBy", row.expected?.pushedBy.map { .text($0.reference.description) } ?? .null),
                ("dependsOn", .list(activity.dependsOn.map { .text($0.reference.description) })),
                (
                    "deliverables",
                    .list(
                        row.deliverables.map { item in
                            JSON.object(of: [
                                ("record", .text(item.reference.description)), ("title", .text(item.title)),
                                ("status", .text(item.status.rawValue)), ("due", when(item.due)),
                                ("agreedDue", when(item.baseline?.due)), ("deliveredOn", when(item.deliveredOn)),
                            ])
                        })
                ),
            ])
        }
        return [
            "entry": .whole(Int64(place.project.entry)), "today": .text(today.plain), "activities": .list(rows),
            "refused": refusal.map { .text($0.code) } ?? .null, "findings": Show.findings(refusal, place),
        ]
    }
}
