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
    let decided: [UnverifiedRule]

    init(_ place: Place) {
        self.place = place
        let project = place.project
        pack = project.rulePack
        days = project.ruledDays
        original = project.plannedPeriods(.original)
        now = project.plannedPeriods(.now)
        left = project.datesLeftBehind
        decided = project.unverifiedRules
    }

    var room: Room? { .partnership }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("view.dates") }

    func body(_ words: Words) -> HTML {
        """
        \(PartnershipPages.crumbs(place, words))<h1>\(title(words))</h1><p class="lead">\(words("dates.about"))</p>
        \(stand(words))
        <h2>\(words("dates.calendars"))</h2><p class="hint">\(words("dates.calendars.about"))</p>
        \(calendars(words))
        \(if: !now.isEmpty, planned(words))
        <h2 id="left">\(words("dates.left"))</h2>\(leftBehind(words))
        <h2>\(words("dates.days"))</h2>\(dayTable(words))
        <h2 id="unverified">\(words("dates.decided"))</h2>\(unverified(words))
        <p class="exports"><a\(href: place.to("dates", query: [("as", "csv")]))>CSV</a> <a\(href: place.to("dates", query: [("as", "json")]))>JSON</a></p>
        """
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

    /// The whole project and its phases, as first approved and now.
    private func calendars(_ words: Words) -> HTML {
        guard let identification = place.project.identification else { return "" }
        let heads = heads(words)
        func row(_ name: HTML, _ start: Day, _ end: Day, _ nowStart: Day, _ nowEnd: Day) -> HTML {
            let mark: HTML =
                start == nowStart && end == nowEnd ? "" : " \(Show.state(words("dates.differs"), "moved"))"
            let first = PartnershipPages.cell(heads[1], "\(words.span(start, end))")
            let now = PartnershipPages.cell(heads[2], "\(words.span(nowStart, nowEnd))\(mark)")
            return "<tr><th scope=\"row\">\(name)</th>\(first)\(now)</tr>"
        }
        let whole = row(
            "\(words("dates.whole"))", identification.start, identification.originalEnd ?? identification.end,
            identification.start, identification.end)
        let phases = place.project.phases.sorted { $0.number < $1.number }.map { phase in
            row(
                Show.link(phase.reference, words, place), phase.originalStart ?? phase.start,
                phase.originalEnd ?? phase.end, phase.start, phase.end)
        }
        return PartnershipPages.table(words("dates.calendars"), heads, [whole] + phases)
    }

    private func heads(_ words: Words) -> [String] {
        [words("dates.what")] + CalendarState.allCases.map { words.choice(CalendarState.choiceName, $0.rawValue) }
    }

    /// The periods that the rules make of each calendar, each with the day its report is due.
    private func planned(_ words: Words) -> HTML {
        let records = place.project.reportingPeriods
        let heads = heads(words)
        func cell(_ head: String, _ periods: [PlannedPeriod], _ number: Int) -> HTML {
            guard let period = periods.first(where: { $0.number == number }) else { return "<td></td>" }
            let due = "\(words.choice(RuledDay.What.choiceName, RuledDay.What.due.rawValue)): \(words.day(period.due))"
            return PartnershipPages.cell(
                head, "\(words.span(period.start, period.end))<span class=\"reason\">\(due)</span>")
        }
        let rows = ClosedRange.from(1, through: max(original.count, now.count)).map { number -> HTML in
            let record = records.first { $0.number == number }
            let name: HTML =
                record.map { Show.link($0.reference, words, place) }
                ?? "\(words.caption(.numbered(number), kind: ReportingPeriod.kind))"
            return """
                <tr><th scope="row">\(name)\(if: record?.addedBy != nil, " \(Show.state(words("dates.added"), "added"))")</th>\(cell(heads[1], original, number))\(cell(heads[2], now, number))</tr>
                """
        }
        let counts = [
            PartnershipPages.cell(heads[1], "\(words.count(original.count, "dates.reports"))"),
            PartnershipPages.cell(heads[2], "\(words.count(now.count, "dates.reports"))"),
        ]
        return """
            <h3>\(words("dates.periodsOf"))</h3>\(PartnershipPages.table(words("dates.periodsOf"), heads, rows + ["<tr><th scope=\"row\"></th>\(counts)</tr>"]))
            """
    }

    private func leftBehind(_ words: Words) -> HTML {
        guard !left.isEmpty else { return "<p>\(words("dates.left.none"))</p>" }
        let rows = left.map { date -> HTML in
            """
            <tr><th scope="row">\(Show.link(date.record, words, place))</th><td>\(words("kind.\(date.record.kind).one"))</td><td>\(words.label(field: date.field, of: date.record.kind))</td><td>\(words.day(date.day))</td><td>\(Show.state(words.choice(DateLeftBehind.How.choiceName, date.how.rawValue), "moved"))</td></tr>
            """
        }
        let head = [
            words("page.name"), words("page.kind"), words("dates.field"), words("field.on"), words("field.status"),
        ]
        return
            "<p class=\"hint\">\(words("dates.left.about"))</p>\(PartnershipPages.table(words("dates.left"), head, rows))"
    }

    /// First days that are as the rules give them are not shown: they follow the last day of the period before.
    private var shown: [RuledDay] { days.filter { $0.what != .periodStart || $0.differs } }

    private func name(_ day: RuledDay, _ words: Words) -> HTML {
        let what = words.choice(RuledDay.What.choiceName, day.what.rawValue)
        guard let about = day.about, about.kind != Identification.kind else { return "\(what)" }
        return "\(Show.link(about, words, place))<span class=\"reason\">\(what)</span>"
    }

    private func dayTable(_ words: Words) -> HTML {
        let heads = [words("dates.what"), words("dates.ruled"), words("dates.typed"), words("dates.how")]
        let rows = shown.map { day -> HTML in
            let ruled = PartnershipPages.cell(heads[1], "\(day.ruled.map { words.day($0) } ?? "–")")
            let typed = PartnershipPages.cell(heads[2], typed(day, words))
            return """
                <tr><th scope="row">\(name(day, words))</th>\(ruled)\(typed)<td>\(how(day, words))</td></tr>
                """
        }
        return PartnershipPages.table(words("dates.days"), heads, rows)
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
        return
            "\(words.day(typed)) \(Show.state(words("dates.differs"), "moved"))<span class=\"reason\">\(day.reason ?? "")</span>"
    }

    private func how(_ day: RuledDay, _ words: Words) -> HTML {
        let rules = day.derivation.rules.map { used -> HTML in
            """
            <li>\(rule(used, words)): \(words.value(used.value.value, used.unit))\(if: !used.value.isVerified, " <span class=\"state doubt\">\(words("dates.unverified"))</span>")<span class="reason">\(used.value.source.text)</span></li>
            """
        }
        let remark: HTML = day.remark.map { "<span class=\"reason\">\(words("dates.remark.\($0)"))</span>" } ?? ""
        if day.ruled == nil {
            return "<span class=\"hint\">\(day.silence.map { Show.sentence($0, words, place) } ?? "")</span>"
        }
        let doubtful = !day.derivation.unverified.isEmpty
        return """
            <details><summary>\(words.count(rules.count, "dates.rules"))\(if: doubtful, " <span class=\"state doubt\">\(words("dates.unverified"))</span>")</summary><ul class="plain">\(rules)</ul></details>\(remark)
            """
    }

    /// What the rule says, with the way to its page.
    private func rule(_ used: Derivation.UsedRule, _ words: Words) -> HTML {
        "<a\(href: RulesPages.path(pack?.id ?? used.pack, used.key))>\(words.title(of: used.key))</a>"
    }

    private func unverified(_ words: Words) -> HTML {
        guard !decided.isEmpty else { return "<p>\(words("dates.decided.none"))</p>" }
        let rows = decided.map { rule -> HTML in
            let days = rule.days.map { day -> HTML in
                let what = words.choice(RuledDay.What.choiceName, day.what.rawValue)
                let about: HTML =
                    day.about.flatMap { $0.kind == Identification.kind ? nil : ", \(Show.link($0, words, place))" }
                    ?? ""
                return "<li>\(what)\(about): \(day.ruled.map { words.day($0) } ?? "")</li>"
            }
            let partners = rule.partners.map { "<li>\(Show.link($0.reference, words, place))</li>" as HTML }
            return """
                <tr><th scope="row">\(self.rule(rule.rule, words))</th><td>\(words.value(rule.rule.value.value, rule.rule.unit))</td><td>\(rule.rule.value.source.text)</td><td><ul class="plain">\(days)\(partners)</ul></td></tr>
                """
        }
        return """
            <p class="hint">\(words("dates.decided.about"))</p>\(PartnershipPages.table(words("dates.decided"), [words("dates.rule"), words("dates.value"), words("field.sources"), words("dates.what")], rows))
            """
    }

    func table(_ words: Words) -> [[String]]? {
        [
            [
                words("page.name"), words("dates.what"), words("dates.ruled"), words("dates.typed"),
                words("field.reason"), words("dates.unverified"),
            ]
        ]
            + days.map { day in
                [
                    day.about.map { words.name($0, in: place.project) } ?? "",
                    words.choice(RuledDay.What.choiceName, day.what.rawValue), day.ruled.map { words.day($0) } ?? "",
                    day.typed.map { words.day($0) } ?? "", day.reason ?? "",
                    day.derivation.unverified.joined(separator: ", "),
                ]
            }
    }

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
            "leftBehind": .list(
                left.map {
                    [
                        "record": .text($0.record.description), "field": .text($0.field), "day": .text($0.day.plain),
                        "how": .text($0.how.rawValue),
                    ]
                }),
            "unverified": .list(
                decided.map {
                    [
                        "rule": .text($0.rule.key.text),
                        "value": .text(Words.of(.en).value($0.rule.value.value, $0.rule.unit)),
                        "source": .text($0.rule.value.source.text),
                        "days": .list($0.days.map(\.json)),
                        "partners": .list($0.partners.map { .text($0.reference.description) }),
                    ]
                }),
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
