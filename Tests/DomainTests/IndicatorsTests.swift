import Cast
import Testing

@testable import Domain

@Suite struct IndicatorsTests {
    let project: Project

    init() throws {
        project = try GreenHarbours.project().doing(
            "add-figure",
            ["name": "satisfied", "rule": "measured", "adding": "percentage", "target": 80, "unit": "%"])
    }

    @Test func `what is published of a figure may be as large as what is measured of it, and no larger`() throws {
        let most = FigureValue.most
        #expect(
            try project.doing("add-published-value", ["figure": 1, "value": .text("\(most)")]).publishedValues.count
                == 1)
        #expect(
            project.findings("add-published-value", ["figure": 1, "value": .text("\(most + 1)")]) == [
                "value numberOutside"
            ])
        func measured(_ number: Int) -> [String] {
            project.findings("add-period-value", value(1, 1, "2024-06-30", number, of: most)).filter {
                $0 != "value countedAnyway"
            }
        }
        #expect(measured(most) == [])
        #expect(measured(most + 1).allSatisfy { $0.hasPrefix("value ") } && !measured(most + 1).isEmpty)
    }

    private func value(
        _ figure: Int, _ period: Int, _ on: String, _ value: Int, of whole: Int? = nil, by partner: Int? = nil
    )
        -> JSON
    {
        let all: [(String, JSON?)] = [
            ("figure", .whole(Int64(figure))), ("period", .whole(Int64(period))), ("on", .text(on)),
            ("value", .whole(Int64(value))), ("outOf", whole.map { .whole(Int64($0)) }),
            ("partner", partner.map { .whole(Int64($0)) }),
            ("provenance", ["sources": [["address": "https://harbours.example/survey"]]]),
        ]
        return .object(of: all.compactMap { name, json in json.map { (name, $0) } })
    }

    @Test func `percentages are not averaged: parts and wholes are added first`() throws {
        let figure = project.figures.next.number - 1
        let after = try project.doing("add-period-value", value(figure, 1, "2024-05-01", 1, of: 2, by: 1))
            .doing("add-period-value", value(figure, 1, "2024-06-01", 98, of: 98, by: 2))
        let standing = after.standing(of: try #require(after.figures[Key(figure)]))
        // 50 % and 100 % would average to 75 %; 99 of 100 people said yes.
        #expect(standing.evidence.value == FigureValue(part: 99, whole: 100, isPercentage: true))
        #expect(standing.evidence.value?.tenths == 990)
        #expect(
            project.findings("add-period-value", value(figure, 1, "2024-05-01", 3, of: 2)) == ["outOf partOfWhole"])
        #expect(project.findings("add-period-value", value(figure, 1, "2024-05-01", 3)) == ["outOf wholeMissing"])
        #expect(FigureValue(part: 0, whole: 0, isPercentage: true).tenths == nil)
    }

    @Test func `yes or no for each instrument is kept as two numbers, and added as such`() throws {
        let made = try project.doing(
            "add-figure", ["name": "improved", "rule": "measured", "adding": "yesNoPerInstrument", "unit": "%"])
        let figure = made.figures.next.number - 1
        let after = try made.doing("add-period-value", value(figure, 1, "2024-05-01", 1, of: 4, by: 1))
            .doing("add-period-value", value(figure, 1, "2024-06-01", 5, of: 6, by: 2))
        let standing = after.standing(of: try #require(after.figures[Key(figure)]))
        #expect(standing.reached == FigureValue(part: 6, whole: 10, isPercentage: true))
        #expect(made.findings("add-period-value", value(figure, 1, "2024-05-01", 3)) == ["outOf wholeMissing"])
        // Before anything is on record, a part of nothing is absent, and no 0 %.
        let before = made.standing(of: try #require(made.figures[Key(figure)]))
        #expect(before.evidenced == nil && before.gap == nil && before.reached?.isOfNothing == true)
    }

    @Test func `a claim is an amount where the figure counts money, and may be about or at least so much`() throws {
        let made = try project.doing("add-figure", ["name": "funds", "rule": "fundsInfluenced", "target": 3_000_000])
        let funds = made.figures.next.number - 1
        func claim(_ figure: Int, _ fields: [(String, JSON)]) -> JSON {
            .object(of: [("figure", .whole(Int64(figure)))] + fields)
        }
        let after = try made.doing(
            "add-published-value", claim(funds, [("amount", "2500000.00 EUR"), ("precision", "atLeast")]))
        let standing = after.standing(of: try #require(after.figures[Key(funds)]))
        #expect(standing.claimedValue == FigureValue(part: 250_000_000, whole: 100, currency: "EUR"))
        #expect(standing.gap == standing.claimedValue)
        // Nobody has claimed yet what bears a day to come.
        let later = try after.doing(
            "add-published-value", claim(funds, [("amount", "9.00 EUR"), ("on", "2199-01-01")]))
        let standingLater = later.standing(of: try #require(later.figures[Key(funds)]), on: .friday)
        #expect(standingLater.claimedValue == standing.claimedValue)
        for (fields, findings) in [
            ([], ["value missing"]), ([("value", "5")], ["amount amountAsked"]),
            ([("value", "5"), ("amount", "5.00 EUR")], ["value numberOrAmount"]),
            ([("precision", "about"), ("value", "5")], ["amount missing"]),
            ([("amount", "900.00 SEK")], ["amount euroAsked"]), ([("amount", "-5.00 EUR")], ["amount belowNothing"]),
        ] as [([(String, JSON)], [String])] {
            #expect(made.findings("add-published-value", claim(funds, fields)) == findings)
        }
        #expect(made.findings("add-published-value", claim(2, [("amount", "5.00 EUR")])) == ["amount numberAsked"])
        let satisfied = project.figures.next.number - 1
        let share = try project.doing("add-published-value", claim(satisfied, [("value", "~75")]))
            .doing("add-period-value", value(satisfied, 1, "2024-05-01", 1, of: 4))
        let gap = share.standing(of: try #require(share.figures[Key(satisfied)])).gap
        #expect(gap?.tenths == 500 && gap?.isPercentage == true)
    }

    @Test func `once the project is over, a target is reached or missed`() throws {
        let visits = try project.doing("change-figure", ["id": 2, "target": 6])
        let figure = try #require(visits.figures[Key(2)])
        let end = try #require(visits.identification?.end)
        #expect(visits.outcome(of: figure, on: end.adding(days: -1)) == nil)
        #expect(visits.outcome(of: figure, on: end) == .missed)
        let claimed = try visits.doing("add-published-value", ["figure": 2, "value": "6+"])
        #expect(claimed.outcome(of: figure, on: end) == .unshown)
        let fewer = try project.doing("change-figure", ["id": 2, "target": 0])
        #expect(fewer.outcome(of: try #require(fewer.figures[Key(2)]), on: end) == .reached)
        // Of what nobody has shown, nobody says that it was missed.
        let satisfied = try #require(project.figures[Key(project.figures.next.number - 1)])
        #expect(satisfied.target == 80 && project.outcome(of: satisfied, on: end) == nil)
    }

    @Test func `later values of a partner replace its level, and an average is over periods`() throws {
        let made = try project.doing("add-figure", ["name": "berths", "rule": "measured", "adding": "latest"])
            .doing("add-figure", ["name": "sessions", "rule": "measured", "adding": "average"])
        let (berths, sessions) = (made.figures.next.number - 2, made.figures.next.number - 1)
        let after = try made.doing("add-period-value", value(berths, 1, "2024-05-01", 3, by: 1))
            .doing("add-period-value", value(berths, 1, "2024-08-01", 5, by: 1))
            .doing("add-period-value", value(berths, 1, "2024-06-01", 2, by: 2))
            .doing("add-period-value", value(sessions, 1, "2024-06-01", 100))
            .doing("add-period-value", value(sessions, 1, "2024-08-30", 300))
            .doing("add-period-value", value(sessions, 2, "2025-02-20", 401))
        func now(_ figure: Int) throws -> FigureValue? {
            after.standing(of: try #require(after.figures[Key(figure)])).evidence.value
        }
        #expect(try now(berths) == FigureValue(part: 7))
        #expect(try now(sessions) == FigureValue(part: 701, whole: 2))
        #expect(try now(sessions)?.tenths == 3505)
        let series = after.series(of: try #require(after.figures[Key(sessions)]), on: .friday)
        #expect(series.map { $0.within?.tenths } == [3000, 4010, nil])
        #expect(series.map { $0.until?.tenths } == [3000, 3505, 3505])
    }

    @Test func `values of a locked period stand until the coordinator unlocks it with a reason`() throws {
        let figure = project.figures.next.number - 1
        let entered = try project.doing("add-period-value", value(figure, 1, "2024-05-01", 1, of: 2))
        let locked = try entered.doing("lock-period", ["period": 1])
        for (verb, input): (String, JSON) in [
            ("add-period-value", value(figure, 1, "2024-06-01", 1, of: 2)),
            ("change-period-value", ["id": 1, "value": 2]), ("change-period-value", ["id": 1, "period": 2]),
            ("withdraw-period-value", ["id": 1, "reason": "x"]),
        ] {
            let refusal = locked.refusal(verb, input)
            #expect(refusal?.code == "periodLocked", "\(verb)")
            #expect(refusal?.facts.last?.fact == .words("duty.sort", ["coordinator"]))
        }
        #expect(locked.refusal("add-period-value", value(figure, 2, "2024-10-01", 1, of: 2)) == nil)
        #expect(locked.refusal("lock-period", ["period": 1])?.code == "lockedAlready")
        #expect(locked.refusal("lock-period", ["period": 3])?.code == "periodNotOver")
        #expect(locked.refusal("change-period-lock", ["id": 1, "status": "unlocked"])?.code == "unknownVerb")
        let open = try locked.doing("unlock-period", ["lock": 1, "unlockedBecause": "A survey came late."])
        #expect(open.refusal("change-period-value", ["id": 1, "value": 2]) == nil)
    }

    @Test func `a figure that goes on as it did says that it will miss its target`() throws {
        let visits = try project.doing("change-figure", ["id": 2, "target": 6])
            .doing(
                "add-event-as-found",
                [
                    "found": .minutes, "title": "Visit", "sorts": ["studyVisit"], "status": "held",
                    "start": "2024-05-14", "host": 2,
                ])
        let figure = try #require(visits.figures[2])
        // 441 of 548 days, one visit: at this pace one in all.
        #expect(visits.trend(of: figure, on: .friday)?.expected == 1)
        #expect(visits.trend(of: figure, on: .friday)?.misses == true)
        #expect(visits.needs(on: .friday).contains { $0.code == "figureWillMiss" && $0.about == figure.reference })
        // What is planned counts; the first quarter of the time says nothing.
        var planned = visits
        for day in 1...5 {
            planned = try planned.doing(
                "add-event",
                [
                    "title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": .text("2025-06-0\(day)"),
                ])
        }
        #expect(planned.trend(of: figure, on: .friday)?.misses == false)
        #expect(visits.trend(of: figure, on: Day(2024, 6, 1)!)?.misses == false)
        #expect(visits.trend(of: figure, on: Day(2025, 8, 31)!) == nil)
    }

    @Test func `the indicators of the rule pack are taken over once, and what was entered stays`() throws {
        let named = try project.doing("change-figure", ["id": 7, "unit": "found practices"])
        let taken = try named.doing("take-over-indicators", .object([]))
        #expect(taken.figures[7]?.indicator == "goodPractices")
        #expect(taken.figures[7]?.unit == "found practices")
        #expect(taken.figures.count { $0.indicator == "goodPractices" } == 1)
        #expect(taken.figure(named: "policy-learning-events")?.rule == .learningEvents)
        let people = try #require(taken.figure(named: "people-with-increased-capacity"))
        #expect(taken.unverified(people, on: .friday)?.isEmpty == false)
        #expect(taken.refusal("take-over-indicators", .object([]))?.code == "nothingToTakeOver")
    }

    @Test func `funds behind confirmed changes are added in one currency only, and reported ones stand apart`() throws {
        func change(_ title: String, _ status: String, _ money: String) -> JSON {
            [
                "title": .text(title), "status": .text(status), "moneyInfluenced": .text(money), "from": "2025-03-01",
                "instrument": 1, "found": .minutes,
            ]
        }
        let after = try project.doing("add-policy-instrument", ["name": "Programme"])
            .doing("add-policy-change-as-found", change("Call", "confirmed", "20000000.00 EUR"))
            .doing("add-policy-change-as-found", change("Scheme", "confirmed", "0.50 EUR"))
            .doing("add-policy-change-as-found", change("Grants", "confirmed", "900.00 SEK"))
            .doing("add-policy-change-as-found", change("Vouchers", "reported", "12000000.00 EUR"))
        let evidence = after.evidence(for: .fundsInfluenced)
        #expect(evidence.value?.amount?.plain == "20000000.50 EUR")
        #expect(evidence.doubtful.count == 2)
        #expect(after.evidence(for: .instrumentsInspired).value?.whole == 100)
    }
}
