import Cast
import Testing

@testable import Domain

/// What is planned in rows, changed, decided, taken on, attended and asked afterwards.
@Suite struct MeetingsTests {
    let project: Project

    init() throws {
        var project = try GreenHarbours.project()
        for (title, day, host) in [("First", "2025-05-14", 1), ("Second", "2025-05-15", 2), ("Third", "2025-06-20", 3)]
        {
            project = try project.doing(
                "add-event",
                [
                    "title": .text(title), "sorts": ["stakeholderMeeting"], "status": "planned", "start": .text(day),
                    "mode": "inPerson", "place": .text(title), "host": .whole(Int64(host)),
                ])
        }
        self.project = project
    }

    func held(_ number: Int, _ day: String, on today: Day = .friday) throws -> Project {
        try project.doing(
            "hold-event", ["event": .whole(Int64(number)), "start": .text(day), "mode": "inPerson"], on: today)
    }

    @Test func `a series says per partner what is held, still planned and missing`() throws {
        let series = try held(1, "2025-05-14").doing(
            "add-event-series", ["title": "Workshops", "sort": "stakeholderMeeting", "perPartner": 2]
        ).doing("change-event", ["id": 1, "series": 1, "ordinal": 2]).doing("change-event", ["id": 2, "series": 1])
        let lines = series.standing(of: try #require(series.eventSeries[1]))
        #expect(series.planned(in: try #require(series.eventSeries[1])) == 12)
        #expect(lines.map(\.planned) == [2, 2, 2, 2, 2, 2])
        #expect(lines[0].held == [1] && lines[0].missing == 1 && lines[0].missingOrdinals == [1])
        #expect(lines[1].ahead == [2] && lines[1].missing == 1 && lines[1].missingOrdinals == [])
        #expect(lines[2].missing == 2)
        let found = try #require(series.eventSeries[1]).findings(in: series)
        #expect(found.map(\.code) == ["seriesShort"] && found[0].facts[0] == .init("missing", .whole(10)))
        let lost = try series.doing("cancel-event", ["event": 2, "reason": "Storm."])
        #expect(lost.standing(of: try #require(lost.eventSeries[1]))[1].lost == [2])
        #expect(lost.refusal("withdraw-event-series", ["id": 1, "reason": "x"])?.code == "stillNeeded")
        #expect(
            project.findings("add-event-series", ["title": "x", "sort": "other"]) == ["perPartner missing"])
    }

    @Test func `an event put online keeps its first plan, who asked and why`() throws {
        let after = try project.doing(
            "convert-event", ["event": 3, "mode": "online", "reason": "No ferry.", "by": "Host"])
        let event = try #require(after.events[3])
        #expect(event.status == .moved && event.mode == .online && event.place == nil)
        #expect(event.plan?.mode == .inPerson && event.plan?.place == "Third")
        #expect(event.moves.map(\.sort) == [.putOnline] && event.moves[0].by == "Host")
        #expect(
            project.findings("convert-event", ["event": 3, "mode": "inPerson", "reason": "x"]) == ["mode notOnline"])
        #expect(
            after.refusal("convert-event", ["event": 3, "mode": "online", "reason": "x"])?.code == "nothingChanged")
        #expect(
            try held(1, "2025-05-14").refusal("convert-event", ["event": 1, "mode": "online", "reason": "x"])
                == .notInState(needed: HoldEvent.starts, is: .held))
    }

    @Test func `two events exchange their hosts in one act`() throws {
        let after = try project.doing("swap-host", ["event": 2, "exchangedWith": 3, "reason": "Travel."])
        #expect(after.events[2]?.host == 3 && after.events[3]?.host == 2)
        #expect(after.events[2]?.plan?.host == 2)
        #expect([2, 3].map { after.events[$0]?.moves.last?.sort } == [.hostSwapped, .hostSwapped])
        #expect(project.findings("swap-host", ["event": 2, "reason": "x"]) == ["host missing"])
        #expect(project.findings("swap-host", ["event": 2, "exchangedWith": 2, "reason": "x"]).count == 1)
    }

    @Test func `counted as one the merged event counts no more, counted as two both do`() throws {
        let both = try held(1, "2025-05-14").doing("hold-event", ["event": 2, "start": "2025-05-14", "mode": "online"])
        #expect(both.evidence(for: .stakeholderMeetings).counted.count == 2)
        let one = try both.doing("merge-event", ["event": 2, "with": 1, "counting": "asOne", "reason": "One room."])
        #expect(one.evidence(for: .stakeholderMeetings).counted.map(\.number) == [1])
        #expect(one.events[2]?.status == .merged && one.events[2]?.mergedInto == 1)
        let two = try both.doing("merge-event", ["event": 2, "with": 1, "counting": "asTwo", "reason": "One trip."])
        #expect(two.evidence(for: .stakeholderMeetings).counted.map(\.number) == [1, 2])
        #expect(two.events[1]?.backToBack == 2 && two.events[2]?.backToBack == 1)
        #expect(
            one.refusal("merge-event", ["event": 2, "with": 1, "counting": "asOne", "reason": "x"])?.code
                == "notInState")
        #expect(both.findings("merge-event", ["event": 2, "with": 2, "counting": "asTwo", "reason": "x"]).count == 1)
    }

    @Test func `an event says which figure it raises, as which of how many, or why it does not`() throws {
        let unshown = try held(1, "2025-05-14").doing(
            "add-figure", ["name": "workshops", "rule": "stakeholderMeetings", "target": 12])
        #expect(unshown.counting(of: try #require(unshown.events[1]), on: .friday).map(\.why) == [.unshown])
        let figures = try unshown.doing("add-event-source", ["id": 1, "address": "https://harbours.example/minutes"])
        let counts = figures.counting(of: try #require(figures.events[1]), on: .friday)
        #expect(
            counts.map(\.why) == [.counts] && counts[0].place == 1 && counts[0].counted == 1 && counts[0].target == 12)
        #expect(figures.counting(of: try #require(figures.events[3]), on: .friday).map(\.why) == [.planned])
        let off = try figures.doing("cancel-event", ["event": 3, "reason": "x"])
        #expect(off.counting(of: try #require(off.events[3]), on: .friday).map(\.why) == [.cancelled])
    }

    @Test(arguments: [("simple", true), ("twoThirds", false), ("unanimity", false)])
    func `a written decision is concluded by the votes of its majority`(majority: String, adopted: Bool) throws {
        var sent = try project.doing(
            "add-decision", ["title": "Extension", "status": "proposed", "procedure": "written"]
        ).doing(
            "send-decision", ["decision": 1, "deadline": "2025-05-20", "majority": .text(majority)])
        for (partner, answer) in [(1, "yes"), (2, "yes"), (3, "yes"), (4, "no"), (5, "no")] {
            sent = try sent.doing(
                "vote-on-decision", ["decision": 1, "partner": .whole(Int64(partner)), "answer": .text(answer)])
        }
        #expect(sent.refusal("conclude-decision", ["decision": 1])?.code == "votesRunning")
        let done = try sent.doing("conclude-decision", ["decision": 1], on: Day(2025, 5, 21)!)
        #expect(done.decisions[1]?.status == (adopted ? .adopted : .rejected))
        #expect(done.refusal("vote-on-decision", ["decision": 1, "partner": 6, "answer": "yes"])?.code == "notInState")
        #expect(
            sent.refusal("vote-on-decision", ["decision": 1, "partner": 6, "answer": "yes"], on: Day(2025, 5, 21)!)?
                .code
                == "votedTooLate")
    }

    @Test func `silence agrees only where that was said, and a new vote takes the place of the old`() throws {
        func tally(_ silence: Bool) throws -> Tally {
            let sent = try project.doing(
                "add-decision", ["title": "Extension", "status": "proposed", "procedure": "written"]
            ).doing("send-decision", ["decision": 1, "deadline": "2025-05-20", "silenceIsYes": .flag(silence)])
                .doing("vote-on-decision", ["decision": 1, "partner": 1, "answer": "yes"])
                .doing("vote-on-decision", ["decision": 1, "partner": 1, "answer": "no"])
            return sent.tally(of: try #require(sent.decisions[1]))
        }
        #expect(try tally(true) == Tally(yes: 5, no: 1, silent: [2, 3, 4, 5, 6], entitled: 6, adopted: true))
        #expect(try tally(false) == Tally(yes: 0, no: 1, silent: [2, 3, 4, 5, 6], entitled: 6, adopted: false))
    }

    @Test func `a decision waits for each partner that has not voted, and for who concludes it`() throws {
        let sent = try project.doing(
            "add-decision", ["title": "Extension", "status": "proposed", "procedure": "written"]
        ).doing("send-decision", ["decision": 1, "deadline": "2025-05-20"])
            .doing("vote-on-decision", ["decision": 1, "partner": 1, "answer": "yes"])
        func codes(_ partner: Key<Partner>?, _ day: Day) -> [String] {
            sent.needs(on: day, of: partner).filter { $0.about?.kind == "decision" }.map(\.code)
        }
        #expect(codes(1, .friday) == [] && codes(2, .friday) == ["voteMissing"])
        #expect(codes(nil, .friday) == Array(repeating: "voteAwaited", count: 5))
        #expect(codes(nil, Day(2025, 5, 21)!) == ["decisionUnconcluded"] && codes(2, Day(2025, 5, 21)!) == [])
        let all = try [2, 3, 4, 5, 6].reduce(sent) { project, partner in
            try project.doing("vote-on-decision", ["decision": 1, "partner": .whole(partner), "answer": "yes"])
        }
        #expect(all.needs(on: .friday).filter { $0.about?.kind == "decision" }.map(\.code) == ["decisionRuns"])
    }

    @Test func `what was taken on is late after its day until it is done or dropped`() throws {
        let open = try project.doing(
            "add-follow-up", ["title": "Send the slides", "status": "open", "partner": 2, "due": "2025-05-15"])
        func codes(_ project: Project, _ partner: Key<Partner>? = nil) -> [String] {
            project.needs(on: .friday, of: partner).filter { $0.about?.kind == "follow-up" }.map(\.code)
        }
        #expect(codes(open) == ["followUpLate"] && codes(open, 2) == ["followUpLate"] && codes(open, 3) == [])
        let done = try open.doing("finish-follow-up", ["followUp": 1, "doneOn": "2025-05-16"])
        #expect(codes(done) == [] && done.followUps[1]?.wasLate == true)
        #expect(done.refusal("drop-follow-up", ["followUp": 1, "reason": "x"])?.code == "notInState")
        #expect(open.refusal("finish-follow-up", ["followUp": 1, "doneOn": "2025-05-17"])?.code == "notYet")
        let loose = try open.doing("change-follow-up", ["id": 1, "partner": .null, "due": "2051-01-01"])
        #expect(
            try #require(loose.followUps[1]).findings(in: loose).map(\.code) == ["followUpWithoutHolder", "dueOutside"])
    }

    @Test func `one sheet is one act: who is on it already is changed, others are added`() throws {
        let base = try held(1, "2025-05-14").doing("add-person", ["name": "Luka Furlan", "partner": 2])
        let sheet: JSON = [
            "event": 1, "how": "sheet",
            "rows": [
                ["state": "present", "person": 2],
                ["state": "excused", "person": 1], ["state": "present", "name": "Ana Vidmar", "country": "SI"],
            ],
        ]
        let once = try base.doing("record-attendance", sheet)
        #expect(once.attendances.map(\.state) == [.present, .excused, .present])
        #expect(once.events[1]?.participants == Count(2))
        #expect(once.refusal("record-attendance", sheet)?.code == "nothingChanged")
        let rows = try #require(sheet["rows"]?.list)
        let twice = sheet.overlaid(by: ["rows": .list([rows[0].overlaid(by: ["state": "absent"])] + rows)])
        #expect(base.refusal("record-attendance", twice)?.findings.map(\.code) == ["attendeeTwice"])
        #expect(once.refusal("record-attendance", sheet.overlaid(by: ["how": "hand"]))?.code == "nothingChanged")
        let again = try once.doing(
            "record-attendance", ["event": 1, "how": "hand", "rows": [["state": "present", "person": 1]]])
        #expect(again.attendances.count == 3 && again.attendances[2]?.state == .present)
        // A head count that is the list's follows it; one that somebody gave does not.
        #expect(again.events[1]?.participants == Count(3))
        #expect(try #require(again.events[1]).findings(in: again).map(\.code) == [])
        let given = try once.doing("change-event", ["id": 1, "participants": "12"])
            .doing("record-attendance", ["event": 1, "how": "hand", "rows": [["state": "present", "person": 1]]])
        #expect(given.events[1]?.participants == Count(12))
        #expect(try #require(given.events[1]).findings(in: given).map(\.code) == ["headCountDiffers"])
        #expect(
            base.findings("record-attendance", ["event": 1, "how": "hand", "rows": [["state": "present"]]]) == [
                "rows.0.name missing"
            ])
        #expect(
            base.refusal(
                "record-attendance", ["event": 3, "how": "hand", "rows": [["state": "present", "person": 1]]])?.code
                == "notYet")
    }

    @Test func `nobody is in two places on one day, but online and back to back are no second place`() throws {
        func found(_ mode: String, _ together: Bool) throws -> [String] {
            var base = try held(1, "2025-05-14").doing(
                "hold-event", ["event": 2, "start": "2025-05-14", "mode": .text(mode)])
            if together {
                base = try base.doing("merge-event", ["event": 2, "with": 1, "counting": "asTwo", "reason": "x"])
            }
            for event in [1, 2] {
                base = try base.doing(
                    "record-attendance",
                    ["event": .whole(Int64(event)), "how": "hand", "rows": [["state": "present", "person": 1]]])
            }
            return try #require(base.attendances[1]).findings(in: base).map(\.code)
        }
        #expect(try found("inPerson", false) == ["presentTwice"])
        #expect(try found("online", false) == [])
        #expect(try found("inPerson", true) == [])
    }

    @Test func `people with increased capacity are counted once, answers without a name apart`() throws {
        var base = try held(1, "2025-05-14").doing(
            "hold-event", ["event": 2, "start": "2025-05-15", "mode": "inPerson"])
        for event in [1, 2] {
            base = try base.doing(
                "record-attendance",
                [
                    "event": .whole(Int64(event)), "how": "hand",
                    "rows": [
                        ["state": "present", "person": 1, "capacity": "increased"],
                        ["state": "present", "name": "Ana Vidmar", "capacity": "increased"],
                        ["state": "present", "name": .text("Guest \(event)"), "capacity": "notIncreased"],
                    ],
                ])
        }
        base = try base.doing(
            "take-survey",
            [
                "event": 2,
                "rows": [["question": "Can you do more?", "meaning": "increasedCapacity", "answers": 7, "yes": 5]],
            ])
        #expect(base.peopleWithIncreasedCapacity() == IncreasedCapacity(people: 2, anonymous: 3, events: [1, 2]))
        #expect(base.peopleWithIncreasedCapacity(asOf: Day(2025, 5, 14)!).people == 2)
        #expect(base.peopleWithIncreasedCapacity(asOf: Day(2025, 5, 13)!).people == 0)
    }

    @Test func `a survey is taken in whole or not at all, and its check says what each row would do`() throws {
        let base = try held(1, "2025-05-14")
        let rows: JSON = [
            ["question": "Useful?", "meaning": "usefulness", "average": "4.35", "outOf": 5],
            ["question": "More?", "meaning": "other", "answers": 3, "yes": 4],
        ]
        #expect(base.findings("take-survey", ["event": 1, "rows": rows]) == ["rows.1.yes moreYesThanAnswers"])
        let good: JSON = [
            "event": 1, "rows": [["question": "Useful?", "meaning": "usefulness", "average": "4.35", "outOf": 5]],
        ]
        let taken = try base.doing("take-survey", good)
        #expect(taken.surveyResults[1]?.average == "4.35")
        #expect(taken.refusal("take-survey", good)?.code == "nothingChanged")
        let check = try Canonical.decode(TakeSurvey.self, from: ["event": 1, "rows": rows]).checked(in: taken)
        #expect(check.map(\.effect) == [.same, .refused])
        #expect(project.refusal("take-survey", good)?.code == "notInState")
    }
}
