import Cast
import Testing

@testable import Domain

/// A partner leaves: what it had still to do is another's from then on, and its names are those of their days.
@Suite struct LeavingTests {
    private let last = Day(2025, 2, 28)!

    /// Green Harbours with something of every kind that partner 5 has still to do.
    private func full() throws -> Project {
        try GreenHarbours.project().doing("add-work-package", ["number": 2, "title": "Waste", "lead": 5]).doing(
            "add-activity", ["title": "Waste", "status": "planned", "lead": 5, "due": "2025-06-30"]
        ).doing(
            "add-activity",
            ["title": "Fish", "status": "planned", "lead": 2, "partners": [5, 6], "due": "2025-06-30"]
        ).doing(
            "add-deliverable",
            ["title": "Report", "activity": 2, "maker": 5, "status": "planned", "due": "2025-06-30"]
        ).doing(
            "add-event",
            ["title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-06-01", "host": 5]
        ).doing(
            "add-obligation",
            [
                "title": "Poster", "sort": "publicity", "status": "inForce", "origin": "programme", "partner": 5,
                "rule": ["form": "onDay", "day": "2025-05-31"],
            ]
        ).doing(
            "add-promise",
            [
                "what": "Photographs", "due": "2025-04-30", "direction": "received", "status": "open", "partner": 5,
                "duty": "coordinator",
            ]
        ).doing("add-follow-up", ["title": "Minutes", "status": "open", "partner": 5, "due": "2025-03-31"]).doing(
            "add-duty", ["person": 1, "sort": "partnerManager", "partner": 5]
        ).doing(
            "add-risk",
            ["title": "Late", "status": "open", "likelihood": "low", "impact": "low", "partner": 5, "holder": 2])
    }

    private let leave: JSON = ["partner": 5, "on": "2025-02-28", "reason": "It loses its seat"]

    @Test func `a partner does not leave while nobody takes over what it had still to do`() throws {
        let project = try full()
        let refusal = try #require(project.refusal("leave-partnership", leave))
        #expect(
            refusal.findings.map { "\($0.about?.description ?? "") \($0.code)" } == [
                "activity/1 nobodyTakesOver", "deliverable/1 nobodyTakesOver", "work-package/1 nobodyTakesOver",
                "event/1 nobodyTakesOver", "obligation/1 nobodyTakesOver",
                "follow-up/1 nobodyTakesOver",
            ])
        #expect(
            project.findings("change-partner", ["id": 5, "to": "2025-02-28"]).contains("to stillWithLeaver"),
            "nor by typing its last day")
    }

    @Test func `what a partner had still to do passes to whom it is named, and the rest to the successor`() throws {
        let project = try full()
        let left = try project.doing(
            "leave-partnership",
            leave.overlaid(by: ["successor": 6, "handedOver": [["taker": 2, "obligation": 1]]]))
        let partner = try #require(left.partners[5])
        #expect(left.stillWith(partner) == [])
        for kind in Belonging.kinds {
            let with = Kind.named(kind)?.each(left).compactMap { Belonging($0, after: last, in: left)?.holder } ?? []
            #expect(!with.contains(5), "nothing of \(kind) is with it")
        }
        #expect(left.obligations[1]?.partner == 2)
        #expect(left.deliverables[1]?.maker == 6)
        #expect(left.workPackages[1]?.lead == 6)
        #expect(left.activities[2]?.partners == [6])
        #expect(left.followUps[1]?.partner == 6)
        #expect(left.risks[1]?.partner == 5, "a risk is about it")
        #expect(left.risks[1]?.holder == nil, "and nobody of it watches it any more")
        #expect(left.promises[1]?.partner == 5, "what it promised it still owes")
        #expect(left.entry == project.entry + 1, "in one entry")
        #expect(
            partner.leaving?.handedOver.compactMap(\.record?.kind).sorted() == [
                "activity", "deliverable", "event", "obligation", "work-package",
            ])
    }

    @Test func `what was met before it passed to another stays met`() throws {
        let project = try full().doing(
            "add-obligation",
            [
                "title": "List of costs", "sort": "reporting", "status": "inForce", "origin": "programme", "partner": 5,
                "rule": ["form": "everyMonth", "monthDay": 15],
            ]
        ).doing("fulfil-obligation", ["obligation": 2, "on": "2025-01-20"])
        func states(_ project: Project) throws -> [String] {
            project.standing(of: try #require(project.obligations[Key(2)]), on: .friday).map {
                "\($0.occurrence.day) \($0.state)"
            }
        }
        let left = try project.doing("leave-partnership", leave.overlaid(by: ["successor": 6]))
        #expect(left.obligations[Key(2)]?.partner == 6)
        #expect(try states(left) == states(project))
        #expect(try states(left).contains { $0.hasSuffix("fulfilled") })
    }

    @Test func `nothing is handed over that is not the partner's`() throws {
        let project = try full()
        #expect(
            project.findings(
                "leave-partnership",
                leave.overlaid(by: ["successor": 6, "handedOver": [["taker": 2, "activity": 2]]]))
                == ["handedOver.0.activity handedNotTheirs"])
    }

    @Test func `a partner that has left gets nothing to do, by whatever verb`() throws {
        let left = try full().doing("leave-partnership", leave.overlaid(by: ["successor": 6]))
        func refused(_ verb: String, _ input: JSON) -> [String] { left.findings(verb, input) }
        #expect(
            refused("add-activity", ["title": "More", "status": "planned", "lead": 5, "due": "2025-06-30"])
                == ["lead givenToLeaver"])
        #expect(refused("change-activity", ["id": 1, "lead": 5]) == ["lead givenToLeaver"])
        #expect(
            refused("move-event", ["event": 1, "host": 5, "withoutDay": false, "reason": "Why"])
                == ["host givenToLeaver"])
        let asked = try left.doing(
            "add-question", ["title": "How many?", "askedOn": "2025-03-01", "status": "received", "askedBy": "JS"])
        #expect(
            asked.findings(
                "pass-question", ["question": 1, "partner": 5, "innerDue": "2025-03-20"], on: Day(2025, 3, 2)!)
                == ["partner givenToLeaver"])
    }

    @Test func `whoever has a duty at a partner that left does not act after its last day`() throws {
        let left = try full().doing("leave-partnership", leave.overlaid(by: ["successor": 6])).doing(
            "add-duty", ["person": 1, "sort": "contributor", "partner": 5])
        let sorts = { (day: Day) in left.duties(of: 1, on: day).map(\.sort) }
        #expect(sorts(last).contains(.contributor))
        #expect(!sorts(last.adding(days: 1)).contains(.contributor), "an open end does not outlast the partner")
        #expect(sorts(last.adding(days: 1)).contains(.coordinator))
    }

    @Test func `who replaces a partner gets all of its work, what has no day included`() throws {
        let project = try full().doing("add-policy-instrument", ["name": "Plan", "partner": 5]).doing(
            "add-action-plan", ["region": "Porto", "partner": 5])
        let after = try project.doing(
            "replace-partner",
            ["partner": 5, "on": "2025-02-28", "name": "Câmara", "country": "PT", "reason": "It closes"])
        let old = try #require(after.partners[5])
        #expect(after.stillWith(old) == [])
        #expect(after.workPackages[1]?.lead == 7)
        #expect(after.deliverables[1]?.maker == 7)
        #expect(after.obligations[1]?.partner == 7)
        #expect(after.actionPlans[1]?.partner == 7)
        #expect(after.policyInstruments[1]?.partner == 7)
    }

    @Test func `a name is told as it was on the day that is looked at`() throws {
        let project = try GreenHarbours.project().doing(
            "rename-partner", ["partner": 4, "name": "Kurzemes ostas", "on": "2025-01-01"])
        func called(_ day: Day?) -> Caption? {
            project.called(on: day).caption(of: Reference(kind: "partner", number: 4))
        }
        #expect(called(Day(2024, 12, 31)) == .text("Rietumkurzemes mazo ostu pārvalde"))
        #expect(called(Day(2025, 1, 1)) == .text("Kurzemes ostas"))
        #expect(called(nil) == .text("Kurzemes ostas"))
    }
}
