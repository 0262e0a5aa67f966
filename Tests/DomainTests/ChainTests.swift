import Cast
import Testing

@testable import Domain

@Suite struct ChainTests {
    let project: Project

    init() throws {
        project = try GreenHarbours.project()
            .doing("add-regional-swot", ["region": "Slovene coast", "partner": 6, "on": "2024-05-27"])
            .doing(
                "add-event-as-found",
                [
                    "found": .minutes,
                    "title": "Study visit to Wismar", "sorts": ["studyVisit"], "status": "held", "start": "2024-09-24",
                    "host": 2,
                ]
            )
            .doing(
                "add-good-practice-as-found",
                ["found": .minutes, "title": "One plug for every boat", "status": "named", "partner": 2]
            )
            .doing("add-showing", ["practice": 1, "event": 1, "toPartners": [6]])
            .doing("add-policy-instrument", ["name": "Program razvoja malih pristanišč", "partner": 6])
            .doing(
                "add-action-plan-as-found",
                ["found": .minutes, "region": "Slovene coast", "partner": 6, "instrument": 1, "status": "draft"]
            )
            .doing(
                "add-action",
                [
                    "plan": 1, "title": "One plug in the call", "status": "notStarted",
                    "inspiredBy": [["practice": 1]],
                ]
            )
            .doing(
                "add-policy-change",
                [
                    "title": "Shore power is eligible", "partner": 6, "instrument": 1, "action": 1,
                    "status": "reported", "moneyInfluenced": "4200000.00 EUR",
                ])
    }

    private func names(_ chain: Chain?, _ stage: ChainStage) -> [String] {
        chain?.nodes(at: stage).map(\.reference.description) ?? []
    }

    @Test func `behind a change stand its action, the practice, where it was shown, and the region's own analysis`()
        throws
    {
        let chain = project.chain(through: Key<PolicyChange>(1).reference)
        #expect(names(chain, .action) == ["action/1"])
        #expect(names(chain, .practice) == ["good-practice/1"])
        #expect(names(chain, .event) == ["event/1"])
        #expect(names(chain, .swot) == ["regional-swot/1"])
        #expect(chain?.nodes(at: .swot).first?.isSaid == false)
        #expect(chain?.gaps.map(\.what) == [.unconfirmed, .inspirationUnrecorded, .swotUnsaid])
    }

    @Test func `a chain with every link recorded lacks nothing, and is the same from each end`() throws {
        let whole = try project.doing(
            "add-inspiration",
            [
                "what": "One plug, written into the call", "practices": [1], "event": 1, "partner": 6, "action": 1,
                "swot": 1, "area": "Rules and money",
            ]
        ).doing(
            "confirm-policy-change",
            ["change": 1, "on": "2025-05-12", "body": "The agency", "by": "Its director", "document": "Letter"])
        let ends: [Reference] = [
            Key<PolicyChange>(1).reference, Key<RegionalSwot>(1).reference, Key<GoodPractice>(1).reference,
            Key<Event>(1).reference, Key<Inspiration>(1).reference, Key<Action>(1).reference,
        ]
        for end in ends {
            let chain = try #require(whole.chain(through: end))
            #expect(chain.nodes.count == 6, "\(end)")
            #expect(chain.isWhole, "\(end)")
        }
        #expect(whole.chain(through: Key<Partner>(1).reference) == nil)
        #expect(whole.chain(through: Key<Action>(9).reference) == nil)
    }

    @Test
    func `a change that names neither action nor inspiration says so, and what may be behind it is not called nothing`()
        throws
    {
        let alone = try project.doing("add-policy-change", ["title": "Fees by weight", "partner": 6])
        let change = Key<PolicyChange>(2).reference
        let chain = try #require(alone.chain(through: change))
        #expect(chain.gaps.map(\.what) == [.noAction, .unconfirmed, .swotUnsaid])
        #expect(chain.gaps.first?.perhaps == [])
        #expect(chain.absences[.inspiration] == .nothing)
        #expect(chain.absences[.practice] == .elsewhere(1))
        #expect(chain.absences[.event] == .elsewhere(1))
        #expect(chain.absences[.action] == .elsewhere(1))
        let inspired = try alone.doing("add-inspiration", ["what": "Weighing at the gate", "event": 1, "partner": 6])
        let later = try #require(inspired.chain(through: change))
        #expect(later.absences[.inspiration] == .elsewhere(1))
        #expect(later.gaps.first?.perhaps == [Key<Inspiration>(1).reference])
    }

    @Test func `a change may come straight from an inspiration, and then no action is missing`() throws {
        let direct = try project.doing(
            "add-inspiration",
            [
                "what": "Fees by weight, as in Wismar", "practices": [1], "event": 1, "partner": 6, "swot": 1,
                "area": "Rules and money",
            ]
        ).doing("add-policy-change", ["title": "Fees by weight", "partner": 6, "inspirations": [1]])
            .doing(
                "confirm-policy-change",
                ["change": 2, "on": "2025-05-12", "body": "The agency", "by": "Its director", "document": "Letter"])
        for end in [Key<PolicyChange>(2).reference, Key<Inspiration>(1).reference] {
            let chain = try #require(direct.chain(through: end))
            #expect(chain.isWhole)
            #expect(chain.absences == [.action: .notNeeded])
            #expect(
                chain.edges.filter(\.isDirect)
                    == [.init(from: Key<Inspiration>(1).reference, to: Key<PolicyChange>(2).reference)])
        }
        #expect(direct.inspirations[1]?.findings(in: direct) == [])
        #expect(direct.refusal("withdraw-inspiration", ["id": 1, "reason": "Wrong"])?.code == "stillNeeded")
        let doubted = try direct.doing(
            "doubt-policy-change", ["id": 2, "about": "inspirations", "reason": "Only one source says so."])
        let chain = try #require(doubted.chain(through: Key<PolicyChange>(2).reference))
        #expect(chain.edges.filter(\.isDirect).map(\.isSaid) == [false])
    }

    @Test func `what was seen and led to nothing yet is missing its next link, and is never whole`() throws {
        let practice = try #require(project.chain(through: Key<GoodPractice>(1).reference))
        #expect(practice.gaps.contains { $0.what == .inspirationUnrecorded })
        let seen = try project.doing("add-inspiration", ["what": "A ramp", "event": 1, "partner": 6])
        let inspired = try #require(seen.chain(through: Key<Inspiration>(1).reference))
        #expect(inspired.gaps.map(\.what) == [.noPractice, .noOutcome])
        let event = try seen.doing("withdraw-inspiration", ["id": 1, "reason": "Wrong"]).doing(
            "change-action", ["id": 1, "inspiredBy": []]
        ).chain(through: Key<Event>(1).reference)
        #expect(event?.gaps.map(\.what) == [.noInspired])
        let alone = try project.doing("add-action", ["plan": 1, "title": "A ramp"])
        #expect(alone.chain(through: Key<Action>(2).reference)?.gaps.map(\.what).contains(.noChange) == true)
    }
}

@Suite struct PolicyTests {
    let project: Project

    init() throws {
        project = try GreenHarbours.project()
            .doing("add-policy-instrument", ["name": "Program razvoja malih pristanišč", "partner": 6])
            .doing("add-action-plan", ["region": "Slovene coast", "partner": 6, "instrument": 1, "status": "scenario"])
            .doing("add-action", ["plan": 1, "title": "One plug in the call", "status": "notStarted"])
    }

    private let decided: JSON = [
        "plan": 1, "on": "2025-05-16", "body": "Joint secretariat", "by": "Claire Lefèvre", "document": "Mail",
    ]

    @Test func `a plan goes through its states, each with its day, and skips none that others decide`() throws {
        #expect(project.refusal("approve-plan", decided)?.code == "notInState")
        #expect(project.refusal("publish-plan", ["plan": 1, "on": "2025-05-16"])?.code == "notInState")
        let approved = try project.doing("draft-plan", ["plan": 1, "on": "2025-04-01"])
            .doing("discuss-plan", ["plan": 1, "on": "2025-04-16"])
            .doing("present-plan", ["plan": 1, "on": "2025-05-05"])
            .doing("approve-plan", decided)
        let plan = try #require(approved.actionPlans[1])
        #expect(plan.status == .approved)
        #expect(plan.steps.map(\.state) == [.draft, .workshop, .presented, .approved])
        #expect(plan.presentedToStakeholders?.plain == "2025-04-16")
        #expect(plan.approvedOn?.plain == "2025-05-16")
    }

    @Test func `a plan in another language asks for its summary in English`() throws {
        let slovene = try project.doing("change-action-plan", ["id": 1, "language": "sl", "text": "Ukrep 1"])
        #expect(slovene.actionPlans[1]?.findings(in: slovene).map(\.code) == ["summaryMissing"])
        let both = try slovene.doing("change-action-plan", ["id": 1, "englishSummary": "Action 1"])
        #expect(both.actionPlans[1]?.findings(in: both) == [])
        let english = try project.doing("change-action-plan", ["id": 1, "language": "en"])
        #expect(english.actionPlans[1]?.findings(in: english) == [])
    }

    @Test func `an action may be carried out before its plan is finished, and a failure has its reason`() throws {
        let running = try project.doing("start-action", ["action": 1, "on": "2025-04-01"])
        let action = try #require(running.actions[1])
        #expect(action.status == .running)
        let plan = try #require(running.actionPlans[1])
        #expect(action.isAhead(of: plan))
        #expect(running.refusal("start-action", ["action": 1, "on": "2025-05-01"])?.code == "notInState")
        #expect(running.findings("fail-action", ["action": 1, "on": "2025-05-01"]) == ["reason missing"])
        let failed = try running.doing("fail-action", ["action": 1, "on": "2025-05-01", "reason": "No permit."])
        #expect(failed.actions[1]?.failedBecause == "No permit.")
        #expect(failed.actions[1]?.stretches.last?.to?.plain == "2025-05-01")
    }

    @Test func `an action is watched in each period from the day of its plan, and a gap is named`() throws {
        let watched = try project.doing("change-action-plan", ["id": 1, "monitoredFrom": "2024-10"])
        let action = try #require(watched.actions[1])
        #expect(watched.monitoredPeriods(of: action).map(\.number) == [2, 3])
        #expect(watched.monitoringGaps(of: action, on: .friday).map(\.number) == [2])
        #expect(watched.needs(on: .friday).filter { $0.code == "monitoringMissing" }.count == 1)
        let said = try watched.doing(
            "add-action-monitoring", ["action": 1, "period": 2, "status": "notStarted", "text": "Nothing yet."])
        #expect(said.monitoringGaps(of: action, on: .friday).isEmpty)
        #expect(
            said.findings(
                "add-action-monitoring", ["action": 1, "period": 2, "status": "running", "text": "Again."])
                == ["period monitoredTwice"])
    }

    @Test func `a change is confirmed once by its owner, and one that two enter is pointed out`() throws {
        let reported = try project.doing(
            "add-policy-change",
            [
                "title": "Shore power is eligible", "partner": 6, "instrument": 1, "status": "reported",
                "from": "2025-04",
            ]
        )
        let input: JSON = ["change": 1, "on": "2025-05-12", "by": "Its director", "document": "Letter"]
        #expect(reported.findings("confirm-policy-change", input) == ["owner missing"])
        let whole = input.overlaid(by: ["body": "The agency"])
        let confirmed = try reported.doing("confirm-policy-change", whole)
        #expect(confirmed.policyChanges[1]?.status == .confirmed)
        #expect(confirmed.refusal("confirm-policy-change", whole)?.code == "notInState")
        let twice = try confirmed.doing(
            "add-policy-change",
            ["title": "Posts are paid for", "partner": 1, "instrument": 1, "status": "reported", "from": "2025"])
        #expect(twice.policyChanges[2]?.findings(in: twice).map(\.code) == ["sameChange"])
    }
}
