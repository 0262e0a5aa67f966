import Domain
import Words

/// How everything stands against the plan, made from the records: what a mid-term review or a steering group asks for.
struct AgainstPlanPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/against-plan") { ask, _ in
            let place = try ask.place(.quality)
            return .page(AgainstPlanPage(place), tag: RecordPages.tag(ask, place))
        }
    ]

    /// What was planned by today, and what is so.
    struct Line: Sendable {
        let name: TextKey
        let planned: Int?
        let done: Int
        let whole: Int
        /// Planned by today and not so.
        let missing: [Reference]
    }

    let place: Place
    let today: Day
    let lines: [Line]
    let trends: [(figure: Figure, trend: Trend)]
    let risks: [Risk]
    let problems: [Problem]
    let evaluations: [Evaluation]
    let recommendations: [Recommendation]
    let changes: [RequestForChange]
    /// The half-year in which the programme asks for the review, and whether somebody compared that with its source.
    let semester: (number: Int, isVerified: Bool)?

    var room: Room? { .quality }
    var wide: Bool { true }

    init(_ place: Place) {
        self.place = place
        let today = place.asOf ?? place.today
        self.today = today
        let project = place.project
        let activities = project.activities.filter { $0.status != .dropped }
        let deliverables = project.deliverables.filter { $0.status != .dropped }
        let events = project.events.filter { $0.standsFor == nil && $0.status != .cancelled }
        func agreed(_ due: When?, _ baseline: Baseline?) -> Bool {
            ((baseline?.due ?? due)?.last).map { $0 < today } ?? false
        }
        lines =
            [
                Self.line(
                    "against.activities", activities, by: { agreed($0.due, $0.baseline) },
                    done: { $0.status == .done }),
                Self.line(
                    "against.deliverables", deliverables, by: { agreed($0.due, $0.baseline) },
                    done: { !$0.isOpen }),
                Self.line(
                    "against.events", events,
                    by: { event in ((event.plan?.start ?? event.start)?.last).map { $0 < today } ?? false },
                    done: { $0.status == .held }),
            ]
            + ([
                ("against.practices", .goodPractices), ("against.plans", .actionPlans),
                ("against.changes", .policyChanges),
            ] as [(TextKey, CountingRule)]).map { name, rule in
                let figure = project.figures.first { $0.rule == rule }
                let done = project.evidence(for: rule, asOf: place.asOf).counted.count
                return Line(name: name, planned: nil, done: done, whole: figure?.target ?? 0, missing: [])
            }
        trends = project.figures.compactMap { figure in
            project.trend(of: figure, on: today, asOf: place.asOf).map { (figure, $0) }
        }
        risks = project.risks.filter { $0.status == .open }.sorted { ($1.weight, $0.id) < ($0.weight, $1.id) }
        problems = project.problems.filter { $0.status != .solved }
        evaluations = project.evaluations.filter { !$0.questions.isEmpty || $0.status == .announced }
        recommendations = Array(project.recommendations)
        changes = Array(project.requestsForChange)
        semester = project.rulePack?.value(ParameterName("midTermReview.semester"), on: today).flatMap { dated in
            if case .whole(let number)? = dated.value { (number, dated.isVerified) } else { nil }
        }
    }

    private static func line<R: Record>(
        _ name: TextKey, _ records: [R], by planned: (R) -> Bool, done: (R) -> Bool
    ) -> Line {
        Line(
            name: name, planned: records.count(where: planned), done: records.count(where: done),
            whole: records.count, missing: records.filter { planned($0) && !done($0) }.map { $0.reference })
    }

    func title(_ words: Words) -> String { words("view.against-plan") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, [(words("room.quality"), place.to("rooms", "quality"))]))<h1>\(title(words))</h1>
        <p class="lead">\(words("against.about"))</p>\(asked(words))
        <p class="exports"><a\(href: place.to("against-plan", query: [("as", "csv")]))>CSV</a> <a\(href: place.to("against-plan", query: [("as", "json")]))>JSON</a></p>
        \(time(words))\(plan(words))\(late(words))\(indicators(words))\(dangers(words))\(reviews(words))\(changed(words))
        <p class="hint">\(words("against.money"))</p>
        """
    }

    private func asked(_ words: Words) -> HTML {
        guard let semester else { return "" }
        return
            "<p class=\"hint\">\(words("against.semester", [("n", words.number(semester.number))]))\(if: !semester.isVerified, " <span class=\"state doubt\">\(words("against.unverified"))</span>")</p>"
    }

    private func time(_ words: Words) -> HTML {
        guard let own = place.project.identification else { return "" }
        let all = own.end.count - own.start.count + 1
        let passed = min(max(0, today.count - own.start.count + 1), all)
        return """
            <h2>\(words("against.time"))</h2><p>\(words.span(own.start, own.end)). \(words("against.passed", [("passed", words.count(passed, "against.days")), ("all", words.count(all, "against.days"))])) \(words.percent(passed, of: all) ?? "")</p>
            """
    }

    private func plan(_ words: Words) -> HTML {
        let rows = lines.map { line -> HTML in
            """
            <tr><th scope="row">\(words(line.name))</th><td class="number" data-label="\(words("against.plannedByNow"))">\(line.planned.map { words.number($0) } ?? "")</td><td class="number" data-label="\(words("against.soNow"))">\(words.number(line.done))</td><td class="number" data-label="\(words("against.whole"))">\(line.whole == 0 ? "" : words.number(line.whole))</td><td class="number" data-label="\(words("against.missing"))">\(line.missing.isEmpty ? "" : words.number(line.missing.count))</td></tr>
            """
        }
        return """
            <h2>\(words("room.workPlan"))</h2><div class="scroll" tabindex="0" role="region" aria-label="\(words("room.workPlan"))"><table class="list"><thead><tr><th scope="col">\(words("page.name"))</th><th scope="col" class="number">\(words("against.plannedByNow"))</th><th scope="col" class="number">\(words("against.soNow"))</th><th scope="col" class="number">\(words("against.whole"))</th><th scope="col" class="number">\(words("against.missing"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private func late(_ words: Words) -> HTML {
        let items = lines.flatMap(\.missing).prefix(100).map { reference -> HTML in
            "<li>\(Show.link(reference, words, place)) <span class=\"far\">\(words("kind.\(reference.kind).one"))</span></li>"
        }
        return
            "<h2>\(words("against.late"))</h2>\(if: items.isEmpty, "<p>\(words("against.nothingLate"))</p>")\(if: !items.isEmpty, "<ul class=\"plain\">\(items)</ul>")"
    }

    private func indicators(_ words: Words) -> HTML {
        let items = trends.map { item -> HTML in
            "<li><a\(href: place.to("results", item.figure.name))>\(words.caption(item.figure.caption, kind: Figure.kind))</a>: \(IndicatorParts.shown(item.trend.now, words)) / \(words.number(item.trend.target)) \(IndicatorParts.state(item.trend, words))</li>"
        }
        return
            "\(if: !items.isEmpty, "<h2>\(words("against.indicators"))</h2><p><a\(href: place.to("indicators"))>\(words("view.indicators"))</a></p><ul class=\"plain\">\(items)</ul>")"
    }

    private func dangers(_ words: Words) -> HTML {
        let items =
            risks.map { risk -> HTML in
                let level = Risk.Level.choiceName
                return
                    "<li>\(Show.link(risk.reference, words, place)) <span class=\"far\">\(words("kind.risk.one")): \(words.choice(level, risk.likelihood.rawValue)) × \(words.choice(level, risk.impact.rawValue))</span></li>"
            }
            + problems.map { problem -> HTML in
                "<li>\(Show.link(problem.reference, words, place)) \(Show.state(words.choice(Problem.Status.choiceName, problem.status.rawValue), problem.status.rawValue))<span class=\"far\">\(words("kind.problem.one"))</span></li>"
            }
        return
            "<h2>\(words("against.risks"))</h2>\(if: items.isEmpty, "<p>\(words("against.noRisks"))</p>")\(if: !items.isEmpty, "<ul class=\"plain\">\(items)</ul>")"
    }

    private func reviews(_ words: Words) -> HTML {
        let questions = evaluations.flatMap(\.questions).map { item -> HTML in
            let answer: HTML =
                item.answer.map { Show.prose($0.text) }
                ?? "<p><span class=\"state open\">\(words("against.unanswered"))</span></p>"
            return "<li><b>\(item.question)</b>\(answer)</li>"
        }
        let items = recommendations.map { item -> HTML in
            "<li>\(Show.link(item.reference, words, place)) \(Show.state(words.choice(Recommendation.Status.choiceName, item.status.rawValue), item.status.rawValue))\(if: item.outcome != nil, "<span class=\"reason\">\(item.outcome?.text ?? "")</span>")</li>"
        }
        return """
            \(if: !questions.isEmpty, "<h2>\(words("against.questions"))</h2><ul class=\"plain\">\(questions)</ul>")\(if: !items.isEmpty, "<h2>\(words("against.recommendations"))</h2><ul class=\"plain\">\(items)</ul>")
            """
    }

    private func changed(_ words: Words) -> HTML {
        let items = changes.map { "<li>\(Show.link($0.reference, words, place))</li>" as HTML }
        return "\(if: !items.isEmpty, "<h2>\(words("against.changesOfPlan"))</h2><ul class=\"plain\">\(items)</ul>")"
    }

    func table(_ words: Words) -> [[String]]? {
        [
            [
                words("page.name"), words("against.plannedByNow"), words("against.soNow"), words("against.whole"),
                words("against.missing"),
            ]
        ]
            + lines.map { line in
                [
                    words(line.name), line.planned.map { String($0) } ?? "", String(line.done), String(line.whole),
                    String(line.missing.count),
                ]
            }
    }

    var json: JSON {
        let plan = lines.map { line -> JSON in
            JSON.object(of: [
                ("what", .text(String(line.name.name.dropFirst("against.".count)))),
                ("plannedByToday", line.planned.map { .whole(Int64($0)) } ?? .null), ("is", .whole(Int64(line.done))),
                ("planned", .whole(Int64(line.whole))),
                ("missing", .list(line.missing.map { .text($0.description) })),
            ])
        }
        return [
            "today": .text(today.plain), "plan": .list(plan),
            "risks": .list(risks.map { .text($0.reference.description) }),
            "problems": .list(problems.map { .text($0.reference.description) }),
            "recommendations": .list(recommendations.map { .text($0.reference.description) }),
        ]
    }
}
