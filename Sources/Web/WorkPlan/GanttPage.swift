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
        fileprivate let axis: Axis
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

    private var today: Day { plan.today }
    private var groups: [Group] { plan.groups }

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
        \(Frame.crumbs(place, words, [(words("room.workPlan"), place.to("rooms", "workPlan"))]))<h1>\(title(words))</h1>
        \(summary(words))\(content(words))
        """
    }

    private func content(_ words: Words) -> HTML {
        if place.project.activities.isEmpty {
            return "<p class=\"empty\">\(words("gantt.empty"))</p>"
        }
        return """
            <p class="lead">\(words("gantt.about"))</p>\(tools(words))
            \(if: groups.isEmpty, "<p class=\"empty\">\(words("gantt.nothing"))</p>")\(if: !groups.isEmpty, kept(words))
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
        """
        <div class="scroll gantt" tabindex="0" role="region" aria-label="\(title(words))">\(drawing(words))</div>
        <p class="legend"><span class="key plan"></span>\(words("gantt.planned")) <span class="key run"></span>\(words("gantt.running")) <span class="key held"></span>\(words("gantt.done")) <span class="key off"></span>\(words("gantt.late")) <span class="key agreed"></span>\(words("gantt.agreed")) <span class="key diamond"></span>\(words("gantt.deliverable"))</p>
        \(slipping(words))
        <h2 id="plan">\(words("gantt.plan"))</h2>\(table(in: words))
        """
    }

    // MARK: Filters

    private func tools(_ words: Words) -> HTML {
        func options<R: Record>(_ table: Table<R>, _ chosen: String?) -> [HTML] {
            table.map {
                "<option value=\"\($0.id.number)\"\(if: chosen == String($0.id.number), " selected")>\(words.name($0, in: place.project))</option>"
            }
        }
        let states = Activity.Status.allCases.map { state -> HTML in
            "<option value=\"\(state.rawValue)\"\(if: address.query("state") == state.rawValue, " selected")>\(words.choice(Activity.Status.choiceName, state.rawValue))</option>"
        }
        let all: HTML = "<option value=\"\">\(words("gantt.all"))</option>"
        let kept: HTML = [
            ("as-of", place.asOf?.description), ("as-known", place.asKnown), ("edit", address.query("edit")),
        ]
        .map { name, value -> HTML in
            value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">" } ?? ""
        }.joined
        let look: HTML
        if let refusal = place.refusal(MovePlan.any) {
            look = Show.refused(refusal, words, place)
        } else {
            look = """
                <p class="acts"><a class="button quiet"\(href: address.path(with: [("edit", isEdited ? nil : "yes"), ("lang", nil)]))>\(words(isEdited ? "gantt.read" : "gantt.edit"))</a> <a class="button quiet"\(href: place.to("activities", "new"))>\(words("kind.activity.add"))</a></p>
                """
        }
        return """
            \(look)<form class="filters" method="get"><label>\(words("field.partner")) <select name="partner">\(all)\(options(place.project.partners, address.query("partner")))</select></label><label>\(words("kind.work-package.one")) <select name="package">\(all)\(options(place.project.workPackages, address.query("package")))</select></label><label>\(words("field.status")) <select name="state">\(all)\(states)</select></label>\(kept)<button>\(words("page.show"))</button>
            <span class="exports"><a\(href: address.path(with: [("as", "csv"), ("lang", nil), ("edit", nil)]))>CSV</a> <a\(href: address.path(with: [("as", "json"), ("lang", nil), ("edit", nil)]))>JSON</a></span></form>
            """
    }

    // MARK: The drawing

    private static let rowHeight = 22
    private static let top = 72

    private func drawing(_ words: Words) -> HTML {
        var y = Self.top
        var rows: HTML = ""
        var agreed = ""
        var ends: [Key<Activity>: (x: Int, y: Int)] = [:]
        var starts: [(activity: Activity, x: Int, y: Int)] = []
        for group in groups {
            if groups.count > 1 || group.package != nil {
                let name = group.package.map { words.name($0, in: place.project) } ?? words("gantt.without")
                rows += "<text class=\"pack\" x=\"4\" y=\"\(y + 15)\">\(Self.cut(name, 42))</text>"
                y += Self.rowHeight
            }
            for row in group.rows {
                guard let bar = plan.axis.bar(row.activity.start, row.activity.due) else { continue }
                rows += mark(row, bar, y, words)
                if let agreedDays = row.activity.baseline, let line = plan.axis.bar(agreedDays.start, agreedDays.due) {
                    agreed += "M\(line.x) \(y + 17)h\(line.width)"
                }
                ends[row.activity.id] = (bar.x + bar.width, y + 8)
                if !row.activity.dependsOn.isEmpty { starts.append((row.activity, bar.x, y + 8)) }
                y += Self.rowHeight
            }
        }
        var links = ""
        for (activity, x, line) in starts {
            for other in activity.dependsOn {
                guard let end = ends[other] else { continue }
                let knee = max(end.x + 4, x - 6)
                links +=
                    knee < x
                    ? "M\(end.x) \(end.y)H\(knee)V\(line)H\(x)"
                    : "M\(end.x) \(end.y)h4V\(line + (line > end.y ? -9 : 9))H\(x - 6)V\(line)h6"
            }
        }
        let height = y + 20
        return """
            <svg class="timeline plan" viewBox="0 0 1000 \(height)" role="group" aria-label="\(about(words))">\(plan.axis.bands(plan.phases, plan.periods, today, height, words))<path class="links" d="\(links)"/>\(rows)<path class="agreed" d="\(agreed)"/></svg>
            """
    }

    private func about(_ words: Words) -> String {
        let activities = groups.flatMap(\.rows).count
        let deliverables = groups.flatMap(\.rows).flatMap(\.deliverables).count
        return words(
            "gantt.drawing",
            [
                ("from", words.day(plan.axis.from)), ("to", words.day(plan.axis.to)),
                ("activities", words.count(activities, "kind.activity")),
                ("deliverables", words.count(deliverables, "kind.deliverable")),
            ])
    }

    private func mark(_ row: Row, _ bar: (x: Int, width: Int), _ y: Int, _ words: Words) -> HTML {
        let activity = row.activity
        let name = named(activity)
        let late = activity.isOpen && (row.expected?.lateDays ?? 0) > 0
        // What is under way is filled as far as today.
        let filled = activity.status == .running ? max(0, min(bar.width, plan.axis.x(today) - bar.x)) : 0
        let diamonds = row.deliverables.map { item -> HTML in
            guard let due = (item.deliveredOn ?? item.due)?.last else { return "" }
            return
                "<a\(href: place.to(item.reference))><title>\(item.title): \(words.day(due))</title><path class=\"due \(item.status.rawValue)\(if: item.isOpen && due < today, " late")\" d=\"M\(plan.axis.x(due)) \(y + 3)l5 5-5 5-5-5z\"/></a>"
        }
        return """
            <a\(href: place.to(activity.reference))><title>\(name): \(Show.days(activity.start, activity.due, words)), \(state(activity, words))</title><text x="12" y="\(y + 12)">\(Self.cut(name, 40))</text><rect class="work \(activity.status.rawValue)\(if: late, " late")" x="\(bar.x)" y="\(y + 2)" width="\(bar.width)" height="12" rx="2"/>\(if: filled > 0, "<rect class=\"fill\" x=\"\(bar.x)\" y=\"\(y + 2)\" width=\"\(filled)\" height=\"12\"/>")</a>\(diamonds)
            """
    }

    private func named(_ activity: Activity) -> String {
        activity.code.map { "\($0) \(activity.title)" } ?? activity.title
    }

    private static func cut(_ text: String, _ most: Int) -> String {
        guard text.utf8.count > most, text.count > most else { return text }
        return String(text.prefix(most - 1)) + "…"
    }

    private static let states = Activity.Status.choiceName
    private static let delivered = Deliverable.Status.choiceName

    private func state(_ activity: Activity, _ words: Words) -> String {
        words.choice(Self.states, activity.status.rawValue)
    }

    // MARK: What slips

    private func slipping(_ words: Words) -> HTML {
        let items = plan.slips.map { slip -> HTML in
            let comes = slip.comes.map { PlanParts.consequence($0, place, words) }
            let due: HTML =
                slip.activity.due.map {
                    "\(if: $0.last < today, " <span class=\"state bad\">")\(if: $0.last >= today, " <span class=\"far\">")\(words.when($0)), \(words.distance(from: today, to: $0.last))</span>"
                } ?? ""
            return
                "<li><a\(href: place.to(slip.activity.reference))>\(named(slip.activity))</a>\(due)\(if: !comes.isEmpty, "<ul>\(comes)</ul>")</li>"
        }
        return
            "<h2>\(words("gantt.slips"))</h2>\(if: items.isEmpty, "<p>\(words("gantt.slips.none"))</p>")\(if: !items.isEmpty, "<ul class=\"plain\">\(items)</ul>")"
    }

    // MARK: The table, and the form that moves days in it

    private func table(in words: Words) -> HTML {
        let labels = [
            words("field.status"), words("field.lead"), words("field.start"), words("field.due"),
            words("gantt.behind"), words("gantt.expected"),
        ]
        let heads = labels.map { "<th scope=\"col\">\($0)</th>" as HTML }
        let opens = labels.map { "<td data-label=\"\($0)\">" as HTML }
        var partners: [Key<Partner>: HTML] = [:]
        for partner in place.project.partners { partners[partner.id] = Show.link(partner.reference, words, place) }
        var states: [String: HTML] = [:]
        for state in Activity.Status.allCases {
            states[state.rawValue] = Show.state(words.choice(Self.states, state.rawValue), state.rawValue)
        }
        for state in Deliverable.Status.allCases {
            states[state.rawValue] = Show.state(words.choice(Self.delivered, state.rawValue), state.rawValue)
        }
        var rows: HTML = ""
        for group in groups {
            if groups.count > 1 || group.package != nil {
                let name: HTML =
                    group.package.map { Show.link($0.reference, words, place) } ?? "\(words("gantt.without"))"
                rows +=
                    "<tr class=\"pack\"><th scope=\"rowgroup\" colspan=\"7\">\(name)\(leader(group, partners))</th></tr>"
            }
            for row in group.rows {
                let activity = row.activity
                let edits = isEdited && activity.isOpen
                rows += "<tr><th scope=\"row\"><a\(href: place.to(activity.reference))>\(named(activity))</a></th>"
                rows += opens[0]
                rows += states[activity.status.rawValue] ?? ""
                rows += "</td>"
                rows += opens[1]
                rows += activity.lead.flatMap { partners[$0] } ?? ""
                rows += "</td>"
                rows += opens[2]
                rows += day(activity.start, "a.\(activity.id.number).start", edits, named(activity), labels[2], words)
                rows += "</td>"
                rows += opens[3]
                rows += day(activity.due, "a.\(activity.id.number).due", edits, named(activity), labels[3], words)
                rows += "</td>"
                rows += opens[4]
                rows += activity.status == .dropped ? "" : behind(activity.daysBehindBaseline, words)
                rows += "</td>"
                rows += opens[5]
                if activity.isOpen, let end = row.expected?.end, (row.expected?.lateDays ?? 0) > 0 {
                    rows += "<span class=\"state bad\">\(words.day(end))</span>"
                }
                rows += "</td></tr>"
                for item in row.deliverables { rows += line(item, opens, states, partners, labels, words) }
            }
        }
        let grid: HTML = """
            <div class="scroll" tabindex="0" role="region" aria-label="\(words("gantt.plan"))"><table class="list plan"><thead><tr><th scope="col">\(words("page.name"))</th>\(heads)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
        guard isEdited, place.refusal(MovePlan.any) == nil else { return "\(grid)\(baseline(words))" }
        return """
            <form method="post" action="\(place.to("gantt").text)" class="moves"><p class="hint">\(words("gantt.edit.about"))</p><input type="hidden" name="entry" value="\(String(entry))">\(grid)
            <div class="fields"><div class="field"><label for="reason">\(words.label(field: "reason", of: "", for: MovePlan.name))</label><input id="reason" name="reason" value="\(typed["reason"] ?? "")"></div><div class="field"><label for="by">\(words.label(field: "by", of: "", for: "move-plan")) <span class="optional">\(words("page.optional"))</span></label><input id="by" name="by" value="\(typed["by"] ?? "")"></div></div>
            <p class="acts"><button class="button">\(words("gantt.save"))</button> <output></output></p></form>\(baseline(words))
            """
    }

    private func leader(_ group: Group, _ partners: [Key<Partner>: HTML]) -> HTML {
        group.package?.lead.flatMap { partners[$0] }.map { " <span class=\"far\">\($0)</span>" } ?? ""
    }

    private func line(
        _ item: Deliverable, _ opens: [HTML], _ states: [String: HTML], _ partners: [Key<Partner>: HTML],
        _ labels: [String], _ words: Words
    ) -> HTML {
        let late: HTML =
            item.isOpen && (item.due.map { $0.last < today } ?? false)
            ? " <span class=\"state bad\">\(words("gantt.late"))</span>" : ""
        let behind = item.baseline?.due.flatMap { agreed in item.due.map { $0.last.count - agreed.last.count } }
        return """
            <tr class="sub"><th scope="row"><a\(href: place.to(item.reference))>\(item.code ?? "◆") \(item.title)</a></th>\(opens[0])\(states[item.status.rawValue] ?? "")\(late)</td>\(opens[1])\(item.maker.flatMap { partners[$0] } ?? "")</td><td></td>\(opens[3])\(day(item.due, "d.\(item.id.number).due", isEdited && item.isOpen, item.title, labels[3], words))</td>\(opens[4])\(if: item.status != .dropped, self.behind(behind, words))</td><td></td></tr>
            """
    }

    private func day(
        _ when: When?, _ name: String, _ edits: Bool, _ what: String, _ label: String, _ words: Words
    ) -> HTML {
        guard edits else { return when.map { "\(words.when($0))" } ?? "" }
        return
            "<input class=\"day\" name=\"\(name)\" value=\"\(typed[name] ?? when?.plain ?? "")\" aria-label=\"\(what): \(label)\">"
    }

    private func behind(_ days: Int?, _ words: Words) -> HTML {
        guard let days else { return "" }
        if days == 0 { return "\(words("gantt.asAgreed"))" }
        return days > 0
            ? "<span class=\"state open\">\(words.count(days, "gantt.later"))</span>"
            : "\(words.count(-days, "gantt.earlier"))"
    }

    private func baseline(_ words: Words) -> HTML {
        guard place.refusal(FixBaseline.any) == nil else { return "" }
        return """
            <details class="group"><summary>\(words("verb.fix-baseline"))</summary><p class="hint">\(words("verb.fix-baseline.about"))</p><form method="post" action="\(place.to("gantt").text)" class="fields"><input type="hidden" name="entry" value="\(String(place.project.entry))"><input type="hidden" name="verb" value="\(FixBaseline.name)"><div class="field"><label for="why">\(words.label(field: "reason", of: "", for: "fix-baseline"))</label><input id="why" name="reason"></div><button class="button quiet">\(words("verb.fix-baseline"))</button></form></details>
            """
    }

    private func summary(_ words: Words) -> HTML {
        guard let refusal else { return "" }
        let items = refusal.findings.map { finding -> HTML in
            let name = (finding.about ?? asked.record(at: finding.field)).map { words.name($0, in: place.project) }
            let field = words.label(field: finding.field, of: Activity.kind, for: MovePlan.name)
            return
                "<li>\(name ?? field)\(if: name != nil, " (\(field))"): \(Show.sentence(finding, words, place))</li>"
        }
        let sentence: HTML = refusal.findings.isEmpty ? "<p>\(Show.sentence(refusal, words, place))</p>" : ""
        return """
            <div class="summary" role="alert" tabindex="-1" id="errors"><h2>\(words("page.errors"))</h2>\(sentence)<ul>\(items)</ul></div>
            """
    }

    // MARK: The same as data

    func table(_ words: Words) -> [[String]]? {
        let head = [
            words("kind.work-package.one"), words("page.kind"), words("page.number"), words("page.name"),
            words("field.status"), words("field.lead"), words("field.start"), words("field.due"),
            words("gantt.agreed"), words("gantt.expected"),
        ]
        func partner(_ key: Key<Partner>?) -> String {
            key.map { words.name($0.reference, in: place.project) } ?? ""
        }
        let rows = groups.flatMap { group in
            let package = group.package.map { words.name($0, in: place.project) } ?? ""
            return group.rows.flatMap { row -> [[String]] in
                let activity = row.activity
                return [
                    [
                        package, words("kind.activity.one"), activity.code ?? "", activity.title,
                        state(activity, words), partner(activity.lead), activity.start?.plain ?? "",
                        activity.due?.plain ?? "", activity.baseline?.due?.plain ?? "", row.expected?.end?.plain ?? "",
                    ]
                ]
                    + row.deliverables.map { item in
                        [
                            package, words("kind.deliverable.one"), item.code ?? "", item.title,
                            words.choice(Self.delivered, item.status.rawValue), partner(item.maker), "",
                            item.due?.plain ?? "", item.baseline?.due?.plain ?? "", item.deliveredOn?.plain ?? "",
                        ]
                    }
            }
        }
        return [head] + rows
    }

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

extension GanttPage.Plan {
    init(_ ask: Ask, _ project: Project, _ today: Day) {
        let forecast = project.forecast(on: today)
        let delivers = Dictionary(grouping: project.deliverables, by: \.activity)
        let partner = ask.query("partner").flatMap { Whole.key($0) }.map { Key<Partner>($0) }
        let package = ask.query("package").flatMap { Whole.key($0) }.map { Key<WorkPackage>($0) }
        let state = ask.query("state").flatMap { Activity.Status(rawValue: $0) }
        let rows = project.activities.compactMap { activity -> GanttPage.Row? in
            let own = delivers[activity.id] ?? []
            if let partner, activity.lead != partner, !activity.partners.contains(partner),
                !own.contains(where: { $0.maker == partner })
            {
                return nil
            }
            if let package, activity.workPackage != package { return nil }
            if let state, activity.status != state { return nil }
            return GanttPage.Row(
                activity: activity, expected: forecast[activity.id],
                deliverables: own.sorted { ($0.due ?? .year(9999), $0.id) < ($1.due ?? .year(9999), $1.id) })
        }.sorted {
            ($0.activity.start ?? $0.activity.due ?? .year(9999), $0.activity.id) < (
                $1.activity.start ?? $1.activity.due ?? .year(9999), $1.activity.id
            )
        }
        let byPackage = Dictionary(grouping: rows, by: \.activity.workPackage)
        groups =
            project.workPackages.sorted { $0.number < $1.number }.compactMap { package in
                byPackage[package.id].map { GanttPage.Group(package: package, rows: $0) }
            } + (byPackage[nil].map { [GanttPage.Group(package: nil, rows: $0)] } ?? [])
        self.today = today
        phases = project.phases.sorted { $0.start < $1.start }
        periods = project.reportingPeriods.sorted { $0.start < $1.start }
        axis = Axis(project, rows, today)
        // What is late by itself, and what is in time and pushes others all the same.
        slips = rows.lazy.filter { row in
            guard row.activity.isOpen, row.expected?.pushedBy == nil else { return false }
            return (row.expected?.lateDays ?? 0) > 0 || !forecast.pushedStraight(by: row.activity.id).isEmpty
        }.prefix(20).map { row in (row.activity, project.consequences(of: row.activity.id, on: today)) }
            .filter { !$0.1.isEmpty || ($0.0.due.map { $0.last < today } ?? false) }
    }
}

/// The days of the drawing, from left to right; the names of the rows stand in the first part.
private struct Axis: Sendable {
    let from: Day
    let to: Day
    private static let left = 290
    private static let right = 990

    /// As long as the project and what is planned in it; days far outside are drawn at the edge.
    init(_ project: Project, _ rows: [GanttPage.Row], _ today: Day) {
        let own = project.identification
        let days = rows.flatMap { row in
            [row.activity.start?.first, row.activity.due?.last, row.activity.baseline?.due?.last].compactMap { $0 }
        }
        let first = min(own?.start ?? today, days.min() ?? own?.start ?? today)
        let last = max(own?.end ?? today, days.max() ?? own?.end ?? today)
        from = max(first, (own?.start ?? first).adding(days: -730))
        to = max(min(last, (own?.end ?? last).adding(days: 1_830)), from.adding(days: 30))
    }

    func x(_ day: Day) -> Int {
        let span = max(1, to.count - from.count)
        return Self.left + (min(max(day.count, from.count), to.count) - from.count) * (Self.right - Self.left) / span
    }

    func bar(_ start: When?, _ due: When?) -> (x: Int, width: Int)? {
        guard let first = (start ?? due)?.first, let last = (due ?? start)?.last else { return nil }
        return (x(first), max(5, x(last) - x(first)))
    }

    func bands(
        _ phases: [Phase], _ periods: [ReportingPeriod], _ today: Day, _ height: Int, _ words: Words
    ) -> HTML {
        var html: HTML = ""
        for phase in phases {
            html +=
                "<g><title>\(words.caption(phase.caption, kind: Phase.kind)): \(words.span(phase.start, phase.end))</title><rect class=\"phase\" x=\"\(x(phase.start))\" y=\"20\" width=\"\(max(2, x(phase.end) - x(phase.start)))\" height=\"22\"/><text x=\"\(x(phase.start) + 6)\" y=\"36\">\(words.caption(phase.caption, kind: Phase.kind))</text></g>"
        }
        for (index, period) in periods.enumerated() {
            html +=
                "<g><title>\(words.caption(period.caption, kind: ReportingPeriod.kind)): \(words.span(period.start, period.end))</title><rect class=\"band\(if: index % 2 == 1, " even")\" x=\"\(x(period.start))\" y=\"44\" width=\"\(max(2, x(period.end) - x(period.start)))\" height=\"\(height - 62)\"/><text x=\"\(x(period.start) + 6)\" y=\"58\">\(String(period.number))</text></g>"
        }
        if to.parts.year - from.parts.year < 40 {
            var lines = ""
            for year in ClosedRange.from(from.parts.year, through: to.parts.year) {
                for month in [1, 7] {
                    guard let day = Day(year, month, 1), day >= from, day <= to else { continue }
                    lines += "M\(x(day)) 18V\(height - 18)"
                    if month == 1 { html += "<text x=\"\(x(day) + 3)\" y=\"14\">\(String(year))</text>" }
                }
            }
            html += "<path class=\"grid\" d=\"\(lines)\"/>"
        }
        if today >= from, today <= to {
            html +=
                "<line class=\"now\" x1=\"\(x(today))\" y1=\"18\" x2=\"\(x(today))\" y2=\"\(height - 16)\"/><text class=\"now\" x=\"\(x(today) + 3)\" y=\"\(height - 4)\">\(words("page.todayMark"))</text>"
        }
        return html
    }
}
