import Cast
import Testing

@testable import Domain

@Suite struct BoundsTests {
    @Test(arguments: [
        ("0", 0), ("12", 12), ("-12", -12), ("007", 7), ("9007199254740992", 9_007_199_254_740_992),
        ("-9007199254740992", -9_007_199_254_740_992), ("0000000000000001", 1),
    ])
    func `a whole number from outside is read`(text: String, number: Int) {
        #expect(Whole.reading(text) == number)
    }

    @Test(arguments: [
        "", "-", "--1", "+1", "1-", " 1", "1 ", "1.0", "1e3", "0x1", "９", "٣", "9007199254740993",
        "-9007199254740993", "9223372036854775807", "-9223372036854775808", "99999999999999999999999999",
        "00000000000000001",
    ])
    func `what is none, or lies outside, is not`(text: String) {
        #expect(Whole.reading(text) == nil)
        #expect(Whole.key(text) == nil)
    }

    @Test func `a key begins at 1`() {
        #expect(Whole.key("1") == 1)
        #expect(Whole.key("0") == nil)
        #expect(Whole.key("-1") == nil)
    }

    @Test func `ranges and parts are of what there is`() {
        #expect(Range.between(3, 1).isEmpty)
        #expect(Array(Range.between(1, 3)) == [1, 2])
        #expect(ClosedRange.from(3, through: 1) == 3...3)
        let three = [1, 2, 3]
        #expect(Array(three.part(-5, 2)) == [1, 2])
        #expect(Array(three.part(2, .max)) == [3])
        #expect(Array(three.part(.max, .min)) == [])
        #expect(Array(three[1...].part(0, 2)) == [2])
    }

    @Test func `days stay within their calendar, whatever is added`() {
        let day = Day(2024, 2, 29)!
        #expect(day.adding(days: .max) == Day(9999, 12, 31)!)
        #expect(day.adding(days: .min) == Day(1, 1, 1)!)
        #expect(day.adding(months: .max) == Day(9999, 12, 31)!)
        #expect(day.adding(months: .min) == Day(1, 1, 1)!)
        #expect(day.adding(months: 12) == Day(2025, 2, 28)!)
        #expect(Day(count: .min).adding(days: -1) == Day(1, 1, 1)!)
    }

    /// What a form may hold, at the bound and one beyond.
    @Test(arguments: [
        (Shape.whole, "1000000000000", "1000000000001", "countOutOfRange"),
        (.whole, "-1000000000000", "-1000000000001", "countOutOfRange"),
        (.count, "\"1000000000000\"", "\"1000000000001\"", "numberOutside"),
        (.amount, "\"50000000000000.00 EUR\"", "\"50000000000000.01 EUR\"", "amountOutside"),
        (.amount, "\"-50000000000000.00 SEK\"", "\"-50000000000000.01 SEK\"", "amountOutside"),
        (.day, "\"1000-01-01\"", "\"0999-12-31\"", "dayOutside"),
        (.day, "\"2199-12-31\"", "\"2200-01-01\"", "dayOutside"),
        (.when, "\"1000\"", "\"0999\"", "dayOutside"), (.when, "\"2199-12\"", "\"2200\"", "dayOutside"),
        (.count, "\"10000000\"", "\"9223372036854775807\"", "notCount"),
        (.amount, "\"0.00 EUR\"", "\"92233720368547758.08 EUR\"", "notAmount"),
    ])
    func `what a project cannot have is a finding that says the bound`(
        shape: Shape, most: String, beyond: String, code: String
    ) throws {
        let project = GreenHarbours.unbegun
        #expect(shape.findings(in: try JSON(reading: most), of: project) == [])
        let found = shape.findings(in: try JSON(reading: beyond), of: project, at: "here")
        #expect(found.map(\.code) == [code])
        #expect(found.allSatisfy { $0.blocks && $0.field == "here" && !$0.facts.isEmpty })
    }

    @Test func `one letter may not have thousands of bytes`() {
        let project = GreenHarbours.unbegun
        let marks = "e" + String(repeating: "\u{301}", count: 5_000)
        #expect(Shape.line.findings(in: .text(marks), of: project).map(\.code) == ["tooManyBytes"])
        let some = "e" + String(repeating: "\u{301}", count: 1_900)
        #expect(Shape.line.findings(in: .text(some), of: project) == [])
        let huge = "e" + String(repeating: "\u{301}", count: 2_000_000)
        #expect(Shape.prose.findings(in: .text(huge), of: project).map(\.code) == ["tooManyBytes"])
        // A thousand letters of four bytes each are a line.
        #expect(Shape.line.findings(in: .text(String(repeating: "𝕏", count: 1_000)), of: project) == [])
    }

    @Test func `a list has a thousand items, and of many unknown fields the first are named`() {
        let project = GreenHarbours.unbegun
        let shape = Shape.list(.whole)
        #expect(shape.findings(in: .list(Array(repeating: 1, count: 1_000)), of: project) == [])
        #expect(
            shape.findings(in: .list(Array(repeating: 1, count: 1_001)), of: project).map(\.code) == ["tooMany"])
        let many = JSON.object(of: (0..<20_000).map { ("field\($0)", 1) })
        let found = Shape.group([]).findings(in: many, of: project)
        #expect(found.count == 20 && found.allSatisfy { $0.code == "unknownField" })
    }

    @Test func `of members with one name the last stays, in order of their bytes`() {
        #expect(
            JSON.object(of: [("b", 1), ("a", 2), ("b", 3), ("ab", 4), ("b", 5)]).written == #"{"a":2,"ab":4,"b":5}"#)
        let many = (0..<100).map { ("n\($0 % 40)", JSON.whole(Int64($0))) }
        #expect(JSON.object(of: many).members.map(\.name) == (0..<40).map { "n\($0)" }.sorted())
        #expect(JSON.object(of: many)["n1"] == 81 && JSON.object(of: many)["n39"] == 79)
        let more = JSON.object(of: (0..<40).map { ("n\($0)", $0 == 3 ? JSON.null : 7) })
        #expect(JSON.object(of: many).overlaid(by: more)["n3"] == nil)
        #expect(JSON.object(of: many).overlaid(by: more)["n4"] == 7)
        #expect((["a": 1, "b": 2] as JSON).overlaid(by: ["b": nil, "c": 3]).written == #"{"a":1,"c":3}"#)
    }

    /// An earlier version took what today's bounds refuse; a trail of it can be taken in.
    @Test func `nothing that can be read ends a sum, a need, a calendar or a finding`() throws {
        for day in [Day(2025, 5, 16)!, Day(1, 1, 1)!, Day(9999, 12, 31)!] {
            var project = try GreenHarbours.project()
            project = project.applying(Extremes.changes(of: 24), entry: 2)
            for kind in Kind.all {
                #expect(kind.count(project) >= (kind.name == Identification.kind ? 1 : 0))
                let dues = kind.dues(project, day)
                _ = kind.needs(project, day, nil, dues)
                _ = kind.needs(project, day, 1, dues)
                for record in kind.each(project).prefix(8) { _ = record.findings(in: project) }
            }
            for rule in CountingRule.allCases { _ = project.evidence(for: rule, asOf: day) }
            for figure in project.figures {
                _ = project.standing(of: figure, asOf: day)
                _ = project.series(of: figure, on: day)
                _ = project.trend(of: figure, on: day)
                _ = project.evidence(of: figure)
            }
            for aggregation in Aggregation.allCases {
                let value = aggregation.value(of: Array(project.periodValues))
                _ = (value?.whole, value?.tenths, value?.amount, value?.reaches(.max))
            }
            _ = (project.calendar(on: day), project.forecast(on: day), project.datesLeftBehind)
            for series in project.eventSeries { _ = project.standing(of: series).map(\.missing).total }
            for event in project.events.prefix(8) { _ = project.people(at: event).map(\.number).total }
            for obligation in project.obligations { _ = project.dueDays(of: obligation) }
            _ = (project.plannedPeriods(.now), project.peopleWithIncreasedCapacity(asOf: day))
        }
    }

    @Test func `money behind changes is added up however much it is`() throws {
        let change: JSON = ["title": "Change", "status": "confirmed", "moneyInfluenced": "90000000000000000.00 EUR"]
        let record = { (number: Int64) in
            try Canonical.decode(PolicyChange.self, from: change.overlaid(by: ["id": .whole(number)]))
        }
        let project = try GreenHarbours.project().applying([.put(record(1)), .put(record(2))], entry: 2)
        let evidence = project.evidence(for: .fundsInfluenced)
        #expect(evidence.value?.part == 18_000_000_000_000_000_000)
        #expect(evidence.value?.whole == 180_000_000_000_000_000)
        #expect(evidence.value?.amount == nil)
        #expect(evidence.counted.count == 2)
    }

    @Test func `a project is begun and extended within thirty years, and a rule makes at most 500 days`() throws {
        let begun = GreenHarbours.begun.overlaid(by: ["start": "9998-01-01", "end": "9999-12-31"])
        #expect(GreenHarbours.unbegun.findings("begin-project", begun) == ["start dayOutside", "end dayOutside"])
        let project = try GreenHarbours.project()
        #expect(project.findings("change-identification", ["id": 1, "end": "2054-03-02"]) == ["end tooLongProject"])
        let daily: JSON = [
            "title": "Every day", "sort": "other", "status": "inForce", "origin": "other", "duty": "coordinator",
            "rule": ["form": "everySoOften", "count": 1, "unit": "days"],
        ]
        #expect(project.findings("add-obligation", daily) == ["rule tooOften"])
        let weekly = daily.overlaid(by: ["rule": ["form": "everySoOften", "count": 1, "unit": "weeks"]])
        #expect(project.findings("add-obligation", weekly) == [])
        // Periods end though the calendar does.
        let last = Day(9999, 12, 31)!
        let periods = ReportingPeriod.every(months: 6, from: Day(9999, 1, 1)!, to: last)
        #expect(periods.count <= 3 && periods.last?.end == last)
        #expect(ReportingPeriod.every(months: 7, from: last, to: last).map(\.end) == [last])
    }

    @Test func `shredding leaves out a number of people that nobody could have`() throws {
        let crowd = Event.CountedPeople(number: Bounds.reading.upperBound, state: .present)
        let json: JSON = ["id": 1, "title": "Fair", "sorts": ["other"], "status": "held", "start": "2025-05-14"]
        var event = try Canonical.decode(Event.self, from: json)
        event.counted = [crowd, crowd]
        let guest = Attendance(id: 1, event: 1, state: .present, how: .hand, name: "Ana")
        let project = try GreenHarbours.project().applying([.put(event), .put(guest)], entry: 2)
        let setting = Setting(
            moment: .friday, places: { _ in [BodyPlace(entry: 2, position: 1, digest: .specimen)] })
        let after = project.applying(
            try ShredParticulars.any.decide(project, ["event": 1, "ground": "Asked for."], setting))
        #expect(after.events[1]?.participants == nil)
        #expect(after.events[1]?.counted.map(\.number).total == 2 * Int128(Bounds.reading.upperBound) + 1)
    }
}
