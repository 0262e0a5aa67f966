import Cast
import Testing

@testable import Domain

/// What a new end of the project leaves behind, of every kind, and how it is answered.
@Suite struct DatesLeftBehindTests {
    /// Green Harbours to 31 August 2025, with something of many kinds on its last day.
    private func full() throws -> Project {
        try GreenHarbours.project().doing(
            "add-activity", ["title": "Evaluation", "status": "planned", "lead": 2, "due": "2025-08-31"]
        ).doing("add-deliverable", ["title": "Report", "activity": 1, "status": "planned", "due": "2025-08"]).doing(
            "add-deliverable",
            ["title": "Ready", "activity": 1, "status": "planned", "isMilestone": true, "due": "2025-08-31"]
        ).doing(
            "add-obligation",
            [
                "title": "Poster", "sort": "publicity", "status": "inForce", "origin": "programme", "partner": 2,
                "rule": ["form": "onDay", "day": "2025-08-31"],
            ]
        ).doing(
            "add-contract",
            ["title": "Letter", "sort": "letterOfSupport", "parties": [["partner": 2]], "to": "2025-08-31"]
        ).doing(
            "add-event",
            ["title": "Final event", "sorts": ["finalEvent"], "status": "planned", "start": "2025-08", "host": 1]
        ).doing("add-phase", ["number": 2, "start": "2025-03-01", "end": "2025-08-31"])
    }

    private func extended(_ project: Project, to end: String = "2026-02-28") throws -> Project {
        let old = try #require(project.identification)
        return try project.doing(
            "change-identification",
            ["id": 1, "end": .text(end), "originalEnd": .text((old.originalEnd ?? old.end).plain)])
    }

    private func told(_ project: Project) -> [String] {
        project.datesLeftBehind.map { "\($0.record) \($0.field) \($0.day.plain) \($0.how.rawValue)" }
    }

    @Test func `an extension leaves behind dates of every kind, known to the day or to the month`() throws {
        let project = try full()
        #expect(told(project) == [])
        #expect(
            told(try extended(project)) == [
                "phase/2 end 2025-08-31 atOldEnd", "reporting-period/3 end 2025-08-31 atOldEnd",
                "contract/1 to 2025-08-31 atOldEnd", "activity/1 due 2025-08-31 atOldEnd",
                "deliverable/1 due 2025-08 atOldEnd", "deliverable/2 due 2025-08-31 atOldEnd",
                "event/1 start 2025-08 atOldEnd", "obligation/1 rule.day 2025-08-31 atOldEnd",
            ])
    }

    @Test func `a date known to a month that reaches into the new time is left where it is`() throws {
        let project = try GreenHarbours.project().doing(
            "add-activity", ["title": "Evaluation", "status": "planned", "lead": 2, "due": "2025"])
        #expect(told(try extended(project, to: "2025-12-31")).filter { $0.hasPrefix("activity") } == [])
        #expect(
            told(try extended(project)).filter { $0.hasPrefix("activity") } == ["activity/1 due 2025 atOldEnd"])
    }

    @Test func `several dates are answered at once, each moved or accepted, in one entry with one reason`() throws {
        let project = try extended(full())
        let after = try project.doing(
            "settle-dates",
            [
                "reason": "Extension", "by": "Steering group",
                "dates": [
                    ["record": "activity/1", "field": "due", "day": "2026-01-31"],
                    ["record": "deliverable/1", "field": "due", "day": "2026-01"],
                    ["record": "event/1", "field": "start", "day": "2026-02"],
                    ["record": "obligation/1", "field": "rule.day", "day": "2026-02-28"],
                    ["record": "contract/1", "field": "to"],
                    ["record": "phase/2", "field": "end", "day": "2026-02-28"],
                ],
            ])
        #expect(after.entry == project.entry + 1)
        #expect(after.activities[1]?.due?.plain == "2026-01-31")
        #expect(after.activities[1]?.baseline?.due?.plain == "2025-08-31", "what was agreed stays")
        #expect(after.activities[1]?.moves.map(\.reason) == ["Extension"])
        #expect(after.deliverables[1]?.due?.plain == "2026-01")
        #expect(after.events[1]?.start?.plain == "2026-02")
        #expect(after.obligations[1]?.rule.day?.plain == "2026-02-28")
        #expect(after.obligations[1]?.rule.form == .onDay)
        #expect(after.contracts[1]?.to?.plain == "2025-08-31", "what is accepted stands")
        #expect(after.phases[2]?.end.plain == "2026-02-28")
        #expect(
            told(after) == ["reporting-period/3 end 2025-08-31 atOldEnd", "deliverable/2 due 2025-08-31 atOldEnd"])
    }

    @Test func `an accepted date is asked no more while it stands, and again once it is another`() throws {
        let accepted = try extended(full()).doing(
            "settle-dates", ["reason": "It ends so", "dates": [["record": "activity/1", "field": "due"]]])
        func asked(_ project: Project) -> Bool { told(project).contains { $0.hasPrefix("activity/1 due") } }
        #expect(!asked(accepted))
        #expect(!asked(try extended(accepted, to: "2026-08-31")), "a second extension does not ask it again")
        #expect(asked(try accepted.doing("change-activity", ["id": 1, "due": "2027-01-01"])))
        #expect(accepted.identification?.settledDates.map(\.reason) == ["It ends so"])
        #expect(
            accepted.findings("change-identification", ["id": 1, "settledDates": []])
                == ["settledDates byItsVerbs"], "Change does not answer in its place")
    }

    @Test func `what was not left behind, or would be again, is refused, and nothing is answered`() throws {
        let project = try extended(full())
        func found(_ dates: JSON) -> [String] { project.findings("settle-dates", ["reason": "Why", "dates": dates]) }
        #expect(found([]) == ["dates missing"])
        #expect(found([["record": "activity/1", "field": "start"]]) == ["dates.0.record notLeftBehind"])
        #expect(found([["record": "activity/9", "field": "due"]]) == ["dates.0.record notLeftBehind"])
        #expect(found([["record": "nonsense", "field": "due"]]) == ["dates.0.record notLeftBehind"])
        #expect(
            found([["record": "activity/1", "field": "due"], ["record": "activity/1", "field": "due"]])
                == ["dates.1.record notLeftBehind"])
        #expect(
            found([["record": "activity/1", "field": "due", "day": "2030-01-01"]]) == ["dates.0.day stillLeftBehind"])
        #expect(
            found([["record": "obligation/1", "field": "rule.day", "day": "2026-01"]]) == ["dates.0.day notDay"])
        #expect(
            found([["record": "phase/2", "field": "end", "day": "2023-01-01"]]) == ["dates.0.day endBeforeStart"])
    }

    /// The fields of a kind that are days, as paths.
    private func days(_ shape: Shape, _ path: String = "") -> [String] {
        switch shape {
        case .day, .when: [path]
        case .list(let item): days(item, path)
        case .group(let members):
            members.flatMap { days($0.shape, path.isEmpty ? $0.name : "\(path).\($0.name)") }
        default: []
        }
    }

    @Test func `every day of every kind is looked at, or there is a reason why not`() {
        let looked = Set(DayAhead.all.map { "\($0.kind) \($0.field)" })
        let reasons = Set(elsewhere.flatMap { why, fields in fields.split(separator: "\n").map(String.init) })
        #expect(looked.isDisjoint(with: reasons))
        var known: Set<String> = []
        for kind in Kind.all {
            for path in days(kind.shape) {
                let first = String(path.prefix { $0 != "." })
                // Where something comes from, how it was found, and how it went before.
                if ["provenance", "found", "moves", "steps", "baseline", "original"].contains(first) { continue }
                let name = "\(kind.name) \(path)"
                known.insert(name)
                #expect(looked.contains(name) || reasons.contains(name), "\(name) may lie beyond the end: say how")
            }
        }
        #expect(looked.union(reasons).subtracting(known).sorted() == [], "what is there no more")
    }

    /// Days that are not looked at, and why.
    private let elsewhere = [
        "As it is entered in one row: the duty's own": """
        person from
        person to
        """,
        "The project's calendar itself, and what is after it by its nature": """
        identification start
        identification end
        identification originalEnd
        identification finalPaymentOn
        identification closedOn
        identification archiveFrom
        identification archiveUntil
        identification settledDates.was
        identification settledDates.day
        identification settledDates.on
        phase originalStart
        phase originalEnd
        reporting-period due
        registration-form keepUntil
        """,
        "What was agreed, asked or frozen": """
        identification approvedOn
        policy-change amounts.on
        media-appearance correctedOn
        joint-report states.on
        identification endorsedOn
        partner rateApprovedOn
        partner formerNames.until
        request-for-change agreedOn
        request-for-change sentOn
        request-for-change decidedOn
        request-for-change inForceOn
        request-for-change oldEnd
        request-for-change newEnd
        application-form-version on
        application-form-version frozen.start
        application-form-version frozen.end
        application-form-version frozen.durability
        application-form-version frozen.phases.start
        application-form-version frozen.phases.end
        application-form-version frozen.phases.due
        application-form-version frozen.periods.start
        application-form-version frozen.periods.end
        application-form-version frozen.periods.due
        application-form-version frozen.partners.from
        application-form-version frozen.partners.to
        application-form-version frozen.activities.start
        application-form-version frozen.activities.due
        contract parties.signedOn
        contract from
        stakeholder-group members.from
        duty from
        """,
        "What happened, and is entered when it has": """
        published-amount on
        consent on
        outbox-message queuedOn
        outbox-message sentOn
        activity startedOn
        activity finishedOn
        deliverable deliveredOn
        deliverable acceptedOn
        event plan.start
        event plan.end
        decision decidedOn
        decision sentOn
        decision votes.on
        follow-up doneOn
        registration registeredOn
        obligation endedOn
        fulfilment time
        fulfilment due
        fulfilment on
        correspondence on
        promise madeOn
        promise closedOn
        question askedOn
        question passedOn
        question answeredOn
        question sentOn
        regional-swot on
        regional-swot revisits.on
        joint-swot on
        lesson on
        showing on
        shortlist on
        inspiration on
        policy-instrument ownership.on
        action-plan presentedToStakeholders
        action-plan presentedPublicly
        action-plan approvedOn
        action-plan publishedOn
        action-plan letterOfSupport.on
        action-plan signature.on
        action stretches.from
        action stretches.to
        policy-change confirmation.on
        action-monitoring on
        figure targetSource.on
        published-value on
        period-value on
        period-lock lockedOn
        period-lock unlockedOn
        media-appearance on
        news-item on
        newsletter on
        website openedOn
        material takenDownOn
        joint-report submittedOn
        joint-report approvedOn
        evaluation questions.answeredOn
        contradiction statements.on
        risk reviewedOn
        risk assessments.on
        problem since
        problem solvedOn
        quality-review judgedOn
        quality-review settledOn
        recommendation settledOn
        """,
        "A life of its own, longer than the project": """
        contact from
        contact to
        joint-output addresses.from
        joint-output addresses.to
        deliverable addresses.from
        deliverable addresses.to
        good-practice start
        good-practice end
        good-practice publishedOn
        good-practice addresses.from
        good-practice addresses.to
        good-practice checks.on
        good-practice linkChecks.on
        policy-change from
        policy-change to
        website addresses.from
        website addresses.to
        official-text validFrom
        official-text validUntil
        """,
    ]
}
