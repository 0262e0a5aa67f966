import Desk
import Domain
import Words

/// Every day of the project that a rule gives, with its rule; both calendars; what an extension left behind.
struct DatesPage: ProjectPage {
    let place: Place
    let pack: RulePack?
    let days: [RuledDay]
    let original: [PlannedPeriod]
    let now: [PlannedPeriod]
    let left: [DateLeftBehind]
    let answered: [SettledDate]
    let decided: [UnverifiedRule]
    /// What was typed into the form that came back, and why it did.
    let typed: [String: String]
    let refusal: Refusal?
    let entry: Int

    init(_ place: Place, typed: [String: String] = [:], refusal: Refusal? = nil, entry: Int? = nil) {
        self.place = place
        self.typed = typed
        self.refusal = refusal
        self.entry = entry ?? place.project.entry
        let project = place.project
        pack = project.rulePack
        days = project.ruledDays
        original = project.plannedPeriods(.original)
        now = project.plannedPeriods(.now)
        left = project.datesLeftBehind
        answered = (project.identification?.settledDates ?? []).reversed()
        decided = project.unverifiedRules
    }

    var room: Room? { .partnership }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("view.dates") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, in: .partnership))
        <h1>\(title(words))</h1>
        \(DatesLeftPart(page: self).summary(words))
        <p class="lead">\(words("dates.about"))</p>
        \(stand(words))
        <h2>\(words("dates.calendars"))</h2>
        <p class="hint">\(words("dates.calendars.about"))</p>
        \(calendars(words))
        \(if: !now.isEmpty, planned(words))
        <h2 id="left">\(words("dates.left"))</h2>
        \(DatesLeftPart(page: self).html(words))
        <h2>\(words("dates.days"))</h2>
        \(grid(shown, words).html)
        <h2 id="unverified">\(words("dates.decided"))</h2>
        \(part(unverified(words), "dates.decided.about", "dates.decided.none", words))
        \(Show.exports(place.to("dates")))
        """
    }

    /// A table with what it is about; what is said instead, where there is nothing in it.
    private func part<Row>(_ grid: Grid<Row>, _ about: TextKey, _ none: TextKey, _ words: Words) -> HTML {
        grid.rows.isEmpty ? "<p>\(words(none))</p>" : "<p class=\"hint\">\(words(about))</p>\(grid.html)"
    }

    private func stand(_ words: Words) -> HTML {
        guard let pack else {
            return "<p class=\"empty\">\(words("dates.noPack"))</p>"
        }
        let call: HTML =
            place.project.identification?.call.map {
                " · \(words.label(field: "call", of: Identification.kind)): \($0)"
            }
            ?? ""
        return "<p>\(words("dates.pack")) <a\(href: Path("rules", pack.id))>\(pack.title)</a>\(call)</p>"
    }

    private struct Stretch: Sendable {
        /// Nil for the whole project.
        let phase: Phase?
        /// Nil for a phase that was added later.
        let original: (start: Day, end: Day)?
        let now: (start: Day, end: Day)
    }

    /// The whole project and its phases, as first approved and now.
    private func calendars(_ words: Words) -> HTML {
        guard let project = place.project.identification else { return "" }
        let whole = Stretch(
            phase: nil, original: (project.start, project.originalEnd ?? project.end), now: (project.start, project.end)
        )
        let phases = place.project.phases.sorted { $0.number < $1.number }.map { phase in
            Stretch(
                phase: phase,
                original: place.project.isOriginal(phase)
                    ? (phase.originalStart ?? phase.start, phase.originalEnd ?? phase.end) : nil,
                now: (phase.start, phase.end))
        }
        return Grid(
            words("dates.calendars"), words, place, [whole] + phases,
            [
                Column("what", words("dates.what")) { row in
                    row.phase.map { .record($0.reference) } ?? .text(words("dates.whole"))
                },
                Column("original", head(.original, words)) { row in
                    .text(row.original.map { words.span($0.start, $0.end) })
                },
                Column("now", head(.now, words)) { row in
                    let days = words.span(row.now.start, row.now.end)
                    guard let original = row.original else {
                        return .shown(.text(days), "\(days) \(Show.state(words("dates.added"), "added"))")
                    }
                    guard row.now != original else { return .text(days) }
                    return .shown(.text(days), "\(days) \(Show.state(words("dates.differs"), "moved"))")
                },
            ]
        ).html
    }

    private func head(_ calendar: CalendarState, _ words: Words) -> String {
        words.choice(CalendarState.choiceName, calendar.rawValue)
    }

    /// The periods that the rules make of each calendar, each with the day its report is due.
    private func planned(_ words: Words) -> HTML {
        let records = place.project.reportingPeriods
        func column(_ calendar: CalendarState, _ periods: [PlannedPeriod]) -> Column<Int> {
            let sum = words.count(periods.count, "dates.reports")
            return Column(calendar.rawValue, head(calendar, words), sum: .text(sum)) { number in
                guard let period = periods.first(where: { $0.number == number }) else { return .text(nil) }
                let due = words.choice(RuledDay.What.choiceName, RuledDay.What.due.rawValue)
                return Cell.text(words.span(period.start, period.end))
                    .noted("\(due): \(words.day(period.due))", words, place)
            }
        }
        let table = Grid(
            words("dates.periodsOf"), words, place,
            Array(ClosedRange.from(1, through: max(original.count, now.count))),
            [
                Column("number", words("dates.what"), sum: .text("")) { number in
                    let record = records.first { $0.number == number }
                    let name: Cell =
                        record.map { .record($0.reference) }
                        ?? .text(words.caption(.numbered(number), kind: ReportingPeriod.kind))
                    guard record?.addedBy != nil else { return name }
                    return .shown(name, "\(name.html(words, place)) \(Show.state(words("dates.added"), "added"))")
                },
                column(.original, original), column(.now, now),
            ])
        return "<h3>\(words("dates.periodsOf"))</h3>\(table.html)"
    }

    /// First days that are as the rules give them are not shown: they follow the last day of the period before.
    private var shown: [RuledDay] { days.filter { $0.what != .periodStart || $0.differs } }

    private func name(_ day: RuledDay, _ words: Words) -> HTML {
        let what = words.choice(RuledDay.What.choiceName, day.what.rawValue)
        guard let about = day.about, about.kind != Identification.kind else { return "\(what)" }
        return "\(Show.link(about, words, place))<span class=\"reason\">\(what)</span>"
    }

    private func grid(_ days: [RuledDay], _ words: Words) -> Grid<RuledDay> {
        Grid(
            words("dates.days"), words, place, days,
            [
                Column("about", words("page.name"), in: .file) { .record($0.about) },
                Column("what", words("dates.what")) { .shown(.word($0.what), name($0, words)) },
                Column("ruled", words("dates.ruled")) { day in
                    .shown(.day(day.ruled), "\(day.ruled.map { words.day($0) } ?? "–")")
                },
                Column("typed", words("dates.typed")) { .shown(.day($0.typed), typed($0, words)) },
                Column("how", words("dates.how"), in: .page) { .shown(.text(nil), how($0, words)) },
                Column("reason", words("field.reason"), in: .file) { .text($0.reason) },
                Column("unverified", words("dates.unverified"), in: .file) { day in
                    .text(day.derivation.unverified.joined(separator: ", "))
                },
            ])
    }

    private func typed(_ day: RuledDay, _ words: Words) -> HTML {
        guard let typed = day.typed else {
            return day.ruled == nil ? "" : "<span class=\"hint\">\(words("dates.fromRules"))</span>"
        }
        if !day.differs {
            return day.ruled == nil
                ? "\(words.day(typed))" : "<span class=\"hint\">\(words("dates.same"))</span>"
        }
        if day.isUnexplained { return "\(words.day(typed)) \(Show.state(words("dates.unexplained"), "late"))" }
        let differs = Show.state(words("dates.differs"), "moved")
        return "\(words.day(typed)) \(differs)<span class=\"reason\">\(day.reason ?? "")</span>"
    }

    private func how(_ day: RuledDay, _ words: Words) -> HTML {
        if day.ruled == nil {
            return "<span class=\"hint\">\(day.silence.map { Show.sentence($0, words, place) } ?? "")</span>"
        }
        let doubt: HTML = " <span class=\"state doubt\">\(words("dates.unverified"))</span>"
        let rules = day.derivation.rules.map { used -> HTML in
            let said: HTML = "\(rule(used, words)): \(words.value(used.value.value, used.unit))"
            return """
                <li>\(said)\(if: !used.value.isVerified, doubt)<span class="reason">\(used.value.source.text)</span></li>
                """
        }
        let remark: HTML = day.remark.map { "<span class=\"reason\">\(words("dates.remark.\($0)"))</span>" } ?? ""
        let isDoubtful = !day.derivation.unverified.isEmpty
        return """
            <details><summary>\(words.count(rules.count, "dates.rules"))\(if: isDoubtful, doubt)</summary>
            <ul class="plain">\(rules)</ul>
            </details>\(remark)
            """
    }

    /// What the rule says, with the way to its page.
    private func rule(_ used: Derivation.UsedRule, _ words: Words) -> HTML {
        "<a\(href: RulesPages.path(pack?.id ?? used.pack, used.key))>\(words.title(of: used.key))</a>"
    }

    private func unverified(_ words: Words) -> Grid<UnverifiedRule> {
        Grid(
            words("dates.decided"), words, place, decided,
            [
                Column("rule", words("dates.rule")) { .shown(.text($0.rule.key.text), rule($0.rule, words)) },
                Column("value", words("dates.value")) { .text(words.value($0.rule.value.value, $0.rule.unit)) },
                Column("source", words("field.sources")) { .text($0.rule.value.source.text) },
                Column("days", words("dates.what")) { rule in
                    .shown(.said("", .list(rule.days.map(\.json))), decides(rule, words))
                },
                Column("partners", "", in: .program) {
                    .said("", .list($0.partners.map { .text($0.reference.description) }))
                },
            ])
    }

    /// The days and partners of which an unverified value decides.
    private func decides(_ rule: UnverifiedRule, _ words: Words) -> HTML {
        let days = rule.days.map { day -> HTML in
            let what = words.choice(RuledDay.What.choiceName, day.what.rawValue)
            let about: HTML =
                day.about.flatMap { $0.kind == Identification.kind ? nil : ", \(Show.link($0, words, place))" } ?? ""
            return "<li>\(what)\(about): \(day.ruled.map { words.day($0) } ?? "")</li>"
        }
        let partners = rule.partners.map { "<li>\(Show.link($0.reference, words, place))</li>" as HTML }
        return "<ul class=\"plain\">\(days)\(partners)</ul>"
    }

    func table(_ words: Words) -> [[String]]? { grid(days, words).table }

    var json: JSON {
        func periods(_ all: [PlannedPeriod]) -> JSON {
            .list(
                all.map {
                    [
                        "number": .whole(Int64($0.number)), "phase": .text($0.phase), "start": .text($0.start.plain),
                        "end": .text($0.end.plain), "due": .text($0.due.plain),
                    ]
                })
        }
        return [
            "pack": pack.map { .text($0.id) } ?? .null, "original": periods(original), "now": periods(now),
            "days": .list(days.map(\.json)),
            "leftBehind": DatesLeftPart(page: self).grid(Words.of(.en)).json,
            "answered": DatesLeftPart(page: self).answers(Words.of(.en)).json,
            "refused": refusal.map { .text($0.code) } ?? .null, "findings": Show.findings(refusal, place),
            "unverified": unverified(Words.of(.en)).json,
        ]
    }
}

extension RuledDay {
    fileprivate var json: JSON {
        JSON.object(of: [
            ("what", .text(what.rawValue)), ("about", about.map { .text($0.description) } ?? .null),
            ("ruled", ruled.map { .text($0.plain) } ?? .null), ("typed", typed.map { .text($0.plain) } ?? .null),
            ("reason", reason.map { .text($0) } ?? .null), ("silence", silence.map { .text($0.code) } ?? .null),
            (
                "rules",
                .list(
                    derivation.rules.map { used in
                        [
                            "name": .text(used.key.text),
                            "value": .text(Words.of(.en).value(used.value.value, used.unit)),
                            "source": .text(used.value.source.text), "verified": .flag(used.value.isVerified),
                            "pack": .text(used.pack),
                        ]
                    })
            ),
        ])
    }
}
