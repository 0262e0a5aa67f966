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
        /// How many there are to be; nil where nobody said.
        let whole: Int?
        /// Planned by today and not so; nil where what is counted has no days of its own.
        let missing: [Reference]?
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
        // What is done is known as it is today.
        let today = place.today
        self.today = today
        let project = place.project
        let activities = project.activities.filter { $0.status != .dropped }
        let deliverables = project.deliverables.filter { $0.status != .dropped }
        let events = project.events.filter { $0.standsFor == nil && $0.status != .cancelled }
        func line<R: Record>(
            _ name: TextKey, _ records: [R], by agreed: (R) -> When?, done: (R) -> Bool
        ) -> Line {
            let planned = records.compactMap { record in agreed(record).map { (record, day: $0.last) } }
                .filter { $0.day < today }
            let missing = planned.filter { !done($0.0) && project.isAsked($0.day, on: today) }.map(\.0.reference)
            return Line(
                name: name, planned: planned.count, done: records.count(where: done), whole: records.count,
                missing: missing)
        }
        lines =
            [
                line(
                    "against.activities", activities, by: { $0.baseline?.due ?? $0.due }, done: { $0.status == .done }),
                line("against.deliverables", deliverables, by: { $0.baseline?.due ?? $0.due }, done: { !$0.isOpen }),
                line(
                    "against.events", events, by: { $0.plan?.start ?? $0.start }, done: { $0.status == .held }),
            ]
            + ([
                ("against.practices", .goodPractices), ("against.plans", .actionPlans),
                ("against.changes", .policyChanges),
            ] as [(TextKey, CountingRule)]).map { name, rule in
                let figure = project.figures.first { $0.rule == rule }
                let done = figure.map { project.evidence(of: $0, on: today).counted.count } ?? 0
                return Line(name: name, planned: nil, done: done, whole: figure?.target, missing: nil)
            }
        trends = project.figures.compactMap { figure in
            project.trend(of: figure, on: today).map { (figure, $0) }
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

    func title(_ words: Words) -> String { words("view.against-plan") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, in: .quality))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("against.about"))</p>
        \(asked(words))
        \(Show.exports(place.to("against-plan")))
        \(time(words))
        <h2>\(words("room.workPlan"))</h2>
        \(grid(words).html)
        \(list(words("against.late"), lines.flatMap { $0.missing ?? [] }.prefix(100).map { late($0, words) }, words("against.nothingLate")))
        \(indicators(words))
        \(list(words("against.risks"), dangers(words), words("against.noRisks")))
        \(Show.headed(words("against.questions"), evaluations.flatMap(\.questions).map { question($0, words) }))
        \(Show.headed(words("against.recommendations"), recommendations.map { recommended($0, words) }))
        \(Show.headed(words("against.changesOfPlan"), changes.map { "<li>\(Show.link($0.reference, words, place))</li>" }))
        <p class="hint">\(words("against.money"))</p>
        """
    }

    private func asked(_ words: Words) -> HTML {
        guard let semester else { return "" }
        let about = words("against.semester", [("n", words.number(semester.number))])
        let doubt: HTML = " <span class=\"state doubt\">\(words("against.unverified"))</span>"
        return "<p class=\"hint\">\(about)\(if: !semester.isVerified, doubt)</p>"
    }

    private func time(_ words: Words) -> HTML {
        guard let own = place.project.identification else { return "" }
        let all = own.end.count - own.start.count + 1
        let passed = min(max(0, today.count - own.start.count + 1), all)
        let days = [("passed", words.count(passed, "against.days")), ("all", words.count(all, "against.days"))]
        return """
            <h2>\(words("against.time"))</h2>
            <p>\(words.span(own.start, own.end)). \(words("against.passed", days)) \(words.percent(passed, of: all) ?? "")</p>
            """
    }

    private func grid(_ words: Words) -> Grid<Line> {
        Grid(
            words("room.workPlan"), words, place, lines,
            [
                Column("what", words("page.name")) {
                    .said(words($0.name), .text(String($0.name.name.dropFirst("against.".count))))
                },
                Column("plannedByToday", words("against.plannedByNow"), number: true) { .grouped($0.planned, words) },
                Column("is", words("against.soNow"), number: true) { .grouped($0.done, words) },
                Column("planned", words("against.whole"), number: true) { .grouped($0.whole, words, zero: "") },
                Column("missing", words("against.missing"), number: true) {
                    $0.missing.map { .many($0, words) } ?? .text(nil)
                },
            ])
    }

    private func list(_ heading: String, _ items: [HTML], _ none: String) -> HTML {
        items.isEmpty ? "<h2>\(heading)</h2><p>\(none)</p>" : Show.headed(heading, items)
    }

    private func late(_ reference: Reference, _ words: Words) -> HTML {
        let kind = words("kind.\(reference.kind).one")
        return "<li>\(Show.link(reference, words, place)) <span class=\"far\">\(kind)</span></li>"
    }

    private func indicators(_ words: Words) -> HTML {
        guard !trends.isEmpty else { return "" }
        return """
            <h2>\(words("against.indicators"))</h2>
            <p><a\(href: place.to("indicators"))>\(words("view.indicators"))</a></p>
            <ul class="plain">\(trends.map { indicator($0.figure, $0.trend, words) })</ul>
            """
    }

    private func indicator(_ figure: Figure, _ trend: Trend, _ words: Words) -> HTML {
        let name = words.caption(figure.caption, kind: Figure.kind)
        let now = "\(words.number(of: trend.now)) / \(words.number(trend.target))"
        let path = place.to("results", figure.name)
        return "<li><a\(href: path)>\(name)</a>: \(now) \(IndicatorParts.state(trend, words))</li>"
    }

    private func dangers(_ words: Words) -> [HTML] {
        let risky = risks.map { risk -> HTML in
            let level = Risk.Level.choiceName
            let how = [risk.likelihood, risk.impact].map { words.choice(level, $0.rawValue) }.joined(separator: " × ")
            let about = "\(words("kind.risk.one")): \(how)"
            return "<li>\(Show.link(risk.reference, words, place)) <span class=\"far\">\(about)</span></li>"
        }
        let bad = problems.map { problem -> HTML in
            let state = Cell.word(problem.status).html(words, place)
            let kind: HTML = "<span class=\"far\">\(words("kind.problem.one"))</span>"
            return "<li>\(Show.link(problem.reference, words, place)) \(state)\(kind)</li>"
        }
        return risky + bad
    }

    private func question(_ item: Evaluation.Question, _ words: Words) -> HTML {
        let none: HTML = "<p><span class=\"state open\">\(words("against.unanswered"))</span></p>"
        return "<li><b>\(item.question)</b>\(item.answer.map { Show.prose($0.text) } ?? none)</li>"
    }

    private func recommended(_ item: Recommendation, _ words: Words) -> HTML {
        let state = Cell.word(item.status).html(words, place)
        let outcome: HTML = item.outcome.map { "<span class=\"reason\">\($0.text)</span>" } ?? ""
        return "<li>\(Show.link(item.reference, words, place)) \(state)\(outcome)</li>"
    }

    func table(_ words: Words) -> [[String]]? { grid(words).table }

    var json: JSON {
        [
            "today": .text(today.plain), "plan": grid(Words.of(.en)).json,
            "risks": .list(risks.map { .text($0.reference.description) }),
            "problems": .list(problems.map { .text($0.reference.description) }),
            "recommendations": .list(recommendations.map { .text($0.reference.description) }),
        ]
    }
}
