import Cast
import Testing

@testable import Domain

/// What "evidenced" means, over both samples and whatever is on record in them.
@Suite struct EvidenceTests {
    static let samples = ["green-harbours", "inno-industry"]

    private static func listed(_ evidence: Evidence) -> [Reference] {
        evidence.counted + evidence.unshown.map(\.record) + evidence.doubtful + evidence.repeated + evidence.elsewhere
    }

    @Test(arguments: samples) func `no figure counts a record that does not show what its rule demands`(name: String)
        throws
    {
        let project = try Played(name).project
        var looked = 0
        for figure in project.figures where figure.rule.isCounted && figure.rule != .measured {
            let rule = try #require(project.evidenceRule(of: figure))
            let evidence = project.evidence(of: figure, on: .friday)
            let candidates = project.candidates(for: figure.rule)
            for candidate in candidates where evidence.counted.contains(candidate.record.reference) {
                looked += 1
                #expect(rule.isDone(candidate), "\(figure.name) \(candidate.record.reference)")
                #expect(rule.shows.allSatisfy { candidate.shows($0, in: project) }, "\(candidate.record.reference)")
                #expect(!candidate.record.provenance.doubtsBelonging && !candidate.isAhead)
            }
            // Each is in one list, and what lacks something says what.
            #expect(Set(Self.listed(evidence)).count == Self.listed(evidence).count, "\(figure.name)")
            for unshown in evidence.unshown {
                let candidate = try #require(candidates.first { $0.record.reference == unshown.record })
                #expect(unshown.missing == rule.shows.filter { !candidate.shows($0, in: project) })
                #expect((unshown.state != nil) == !rule.isDone(candidate))
                #expect(!unshown.missing.isEmpty || unshown.state != nil, "\(unshown.record)")
            }
        }
        #expect(looked > 20, "\(looked)")
    }

    @Test(arguments: samples) func `the periods of a figure count what it counts, each record once`(name: String) throws
    {
        let project = try Played(name).project
        let today = Day.friday
        for figure in project.figures where figure.rule != .notCounted {
            let series = project.series(of: figure, on: today)
            let records = series.flatMap(\.records)
            if figure.rule != .instrumentsInspired, figure.rule != .peopleWithIncreasedCapacity {
                #expect(Set(records).count == records.count, "\(figure.name)")
            }
            for standing in series where !standing.isLocked && standing.period.start <= today {
                let last = standing.period.end < today ? standing.period.end : figure.rule == .measured ? today : nil
                let evidence = project.evidence(of: figure, asOf: last, on: today)
                #expect(Set(standing.records).isSubset(of: evidence.counted), "\(figure.name) \(standing.period.id)")
                #expect(Set(standing.late).isSubset(of: standing.records))
                let number = evidence.value ?? FigureValue(part: Int128(evidence.counted.count))
                #expect(standing.until == nil || standing.until == number, "\(figure.name) \(standing.period.id)")
            }
        }
    }

    /// Whatever the rule demands, the same records are looked at: what it demands more moves them from one list to another.
    @Test(arguments: samples) func `a demand more never counts more, and loses no record`(name: String) throws {
        let project = try Played(name).project
        for figure in project.figures
        where figure.rule.isCounted && figure.rule != .measured && !figure.rule.countsConfirmedChanges {
            var less = Demands(states: figure.rule.states)
            var before = project.evidence(of: figure, by: less, on: .friday)
            for demand in Demand.allCases {
                less.shows.append(demand)
                let after = project.evidence(of: figure, by: less, on: .friday)
                #expect(Set(after.counted).isSubset(of: before.counted + before.repeated), "\(figure.name) \(demand)")
                #expect(Set(Self.listed(after)) == Set(Self.listed(before)), "\(figure.name) \(demand)")
                before = after
            }
        }
    }

    @Test func `INNO INDUSTRY keeps its twelve practices known by name, and its numbers are no evidence`() throws {
        let project = try Played("inno-industry").project
        func standing(_ name: String) throws -> Standing {
            project.standing(of: try #require(project.figure(named: name)), on: .friday)
        }
        #expect(try standing("good-practices").evidenced == 12)
        let media = try standing("media-appearances")
        #expect(media.evidenced == 21 && media.unshown == 4 && media.claimedValue?.whole == 116)
        #expect(media.evidence.unshown.allSatisfy { $0.missing == [.day] })
    }

    @Test func `a project of before counts by state alone, until its coordinator takes the rules`() throws {
        let begun = try GreenHarbours.unbegun.changes("begin-project", GreenHarbours.begun, on: Day(2024, 3, 4)!)
        var project = GreenHarbours.unbegun.applying(begun.filter { $0.reference.kind != EvidenceRule.kind })
        project = try project.doing(
            "add-event", ["title": "Visit", "sorts": ["studyVisit"], "start": "2025-05-14"]
        )
        .doing("hold-event", ["event": 1, "start": "2025-05-14", "mode": "inPerson"])
        let figure = try #require(project.figure(named: "study-visits"))
        #expect(project.evidenceRule(of: figure) == nil && project.standing(of: figure).evidenced == 1)
        let after = try project.doing("take-evidence-rules", .object([]))
        #expect(after.standing(of: figure).evidenced == 0)
        #expect(after.standing(of: figure).evidence.unshown.map(\.missing) == [[.shown]])
        #expect(after.refusal("take-evidence-rules", .object([]))?.code == "nothingToTake")
        let shown = try after.doing("add-event-source", ["id": 1, "address": "https://harbours.example/visit"])
        #expect(shown.standing(of: figure).evidenced == 1)
        let doubted = try shown.doing(
            "doubt-event", ["id": 1, "about": "belonging", "reason": "The city's own visit?"])
        #expect(doubted.standing(of: figure).evidenced == 0 && doubted.standing(of: figure).doubtful == 1)
        let settled = try doubted.doing(
            "settle-event-doubt", ["id": 1, "about": "belonging", "because": "The programme paid it."])
        #expect(settled.standing(of: figure).evidenced == 1)
        #expect(settled.refusal("settle-event-doubt", ["id": 1, "about": "start", "because": "x"])?.code == "noDoubt")
        // A change of the note takes no doubt away, and no rule that is withdrawn leads back to counting by state alone.
        #expect(
            try doubted.doing("change-event", ["id": 1, "provenance": ["note": "Hello"]]).standing(of: figure).doubtful
                == 1)
        #expect(
            doubted.findings("change-event", ["id": 1, "provenance": ["doubts": []]]) == [
                "provenance.doubts byItsVerbs"
            ])
        var bare = after
        for rule in after.evidenceRules {
            bare = try bare.doing("withdraw-evidence-rule", ["id": .whole(Int64(rule.id.number)), "reason": "x"])
        }
        #expect(bare.standing(of: figure).evidenced == 0 && bare.standing(of: figure).unshown == 1)
    }

    @Test func `nothing counts of a day to come, and nobody types what others decide`() throws {
        let project = try GreenHarbours.project()
        let figure = try #require(project.figure(named: "study-visits"))
        let future: JSON = [
            "found": .minutes, "title": "Visit", "sorts": ["studyVisit"], "status": "held", "start": "2027-05-05",
        ]
        #expect(project.findings("add-event-as-found", future) == ["start dayToCome"])
        let held = try project.doing("add-event-as-found", future.overlaid(by: ["start": "2025-05-05"]))
        #expect(held.findings("change-event", ["id": 1, "start": "2027-05-05"]) == ["start dayToCome"])
        // One that was entered so before that was refused.
        var event = try #require(held.events[1])
        event.start = When("2027-05-05")
        let moved = held.applying([.put(event)])
        #expect(moved.standing(of: figure, on: .friday).evidenced == 0)
        let practice = try project.doing("add-good-practice", ["title": "Shore power"])
        #expect(
            practice.refusal("correct-good-practice", ["id": 1, "status": "validated", "because": "x"])?.code
                == "decidedByOthers")
        // A document that is only named shows nothing to anybody.
        let named = try project.doing(
            "add-event-as-found",
            future.overlaid(by: ["start": "2025-05-05", "found": ["source": "Archive", "document": "list.pdf"]]))
        #expect(named.standing(of: figure, on: .friday).evidence.unshown.map(\.missing) == [[.shown]])
        let blank: JSON = ["id": 1, "status": "named", "found": ["source": " "]]
        #expect(practice.findings("set-good-practice-as-found", blank) == ["found.source missing"])
    }

    @Test func `a rule changes with a reason of its own, and names states that there are`() throws {
        let project = try GreenHarbours.project()
        let rule = try #require(
            project.evidenceRules.first { project.figures[$0.figure]?.name == "study-visits" })
        let id = JSON.whole(Int64(rule.id.number))
        #expect(
            project.findings("change-evidence-rule", ["id": id, "shows": ["day", "document"]])
                == ["because missing"])
        #expect(
            project.findings("change-evidence-rule", ["id": id, "states": ["done"], "because": "x"])
                == ["states.0 notOneOf"])
        #expect(
            project.findings("change-evidence-rule", ["id": id, "states": [], "because": "x"]) == ["states missing"])
        let after = try project.doing(
            "change-evidence-rule", ["id": id, "shows": ["day", "document"], "because": "The auditor asks for lists."])
        #expect(after.evidenceRules[rule.id]?.shows == [.day, .document])
        #expect(
            after.findings("change-evidence-rule", ["id": id, "shows": ["day"]]) == ["because reasonOfBefore"])
    }

    @Test func `what a figure counts changes only when its rule of evidence was withdrawn with a reason`() throws {
        let project = try GreenHarbours.project()
        let figure = try #require(project.figure(named: "final-events"))
        let change: JSON = ["id": .whole(Int64(figure.id.number)), "rule": "studyVisits"]
        #expect(project.findings("change-figure", change) == ["rule ruleCounts"])
        let rule = try #require(project.evidenceRules.first { $0.figure == figure.id })
        let free = try project.doing(
            "withdraw-evidence-rule", ["id": .whole(Int64(rule.id.number)), "reason": "It counted something else."])
        #expect(free.findings("change-figure", change) == [])
    }

    @Test func `the table that a record was read from stays no proof, whatever Change says`() throws {
        let origin: JSON = [
            "document": .text(String(repeating: "a", count: 64)), "name": "events.csv", "isOrigin": true,
        ]
        let project = try GreenHarbours.project().doing(
            "add-event-as-found",
            [
                "found": ["source": "A list"], "title": "Visit", "sorts": ["studyVisit"], "status": "held",
                "start": "2025-05-05", "provenance": ["proofs": [origin]],
            ])
        let figure = try #require(project.figure(named: "study-visits"))
        let proof = origin.overlaid(by: ["isOrigin": false])
        let refused = project.refusal("change-event", ["id": 1, "provenance": ["proofs": [proof]]])
        #expect(refused?.code == "nothingChanged")
        #expect(project.standing(of: figure).evidenced == 0 && project.standing(of: figure).unshown == 1)
    }

    @Test func `the same thing counts once, whoever entered it`() throws {
        let address = "https://news.example/harbours"
        let project = try GreenHarbours.project()
            .doing(
                "add-media-appearance",
                ["outlet": "Obala", "subject": "A", "on": "2025-01-02", "address": .text(address)]
            )
            .doing(
                "add-media-appearance",
                ["outlet": "OBALA", "subject": "B", "on": "2025-01-03", "address": .text(address)]
            )
            .doing("add-media-appearance", ["outlet": "Obala", "subject": "B", "on": "2025-01-03"])
        let standing = project.standing(of: try #require(project.figure(named: "media-appearances")))
        #expect(standing.evidence.counted.map(\.number) == [1] && standing.evidence.repeated.map(\.number) == [2])
        #expect(standing.evidence.unshown.map(\.missing) == [[.shown]])
    }

    @Test func `the programme's pack says in which state a practice counts`() throws {
        let project = try GreenHarbours.project()
        let figure = try #require(project.figure(named: "good-practices"))
        let rule = try #require(project.evidenceRules.first { $0.figure == figure.id })
        #expect(rule.states == ["validated"] && rule.because?.isEmpty == false)
        let named = try project.doing(
            "add-good-practice-as-found", ["found": .minutes, "title": "Shore power", "status": "named"])
        #expect(
            named.standing(of: figure).evidence.unshown
                == [Unshown(record: Reference(kind: "good-practice", number: 1), state: "named")])
        let validated = try project.doing(
            "add-good-practice-as-found", ["found": .minutes, "title": "Shore power", "status": "validated"])
        #expect(validated.standing(of: figure).evidenced == 1)
    }

    @Test func `what a pack asks for is what a record can show`() {
        #expect(Vocabulary.meaning(of: "counting.shows")?.words == Demand.allCases.map(\.rawValue))
    }
}
