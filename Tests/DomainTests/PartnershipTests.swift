import Cast
import Testing

@testable import Domain

/// What follows from the rule pack, and how a partnership changes.
@Suite struct PartnershipTests {
    private func begun(_ changes: JSON) throws(Refusal) -> Project {
        try GreenHarbours.unbegun.doing("begin-project", GreenHarbours.begun.overlaid(by: changes))
    }

    /// Green Harbours in two phases, its periods from the pack.
    private let green: JSON = [
        "periodMonths": nil, "durabilityYears": nil, "call": "2",
        "phases": [
            ["title": "Learning", "start": "2024-03-01", "end": "2025-02-28"],
            ["title": "Putting into practice", "start": "2025-03-01", "end": "2025-08-31"],
        ],
    ]

    /// As INNO INDUSTRY was approved: two years of learning, one of monitoring.
    private let inno: JSON = [
        "programme": "Interreg Europe 2014-2020", "pack": "interreg-europe-2014-2020", "call": "4",
        "approvedOn": "2019", "start": "2019-08-01", "end": "2022-07-31", "periodMonths": nil, "durabilityYears": nil,
        "phases": [
            ["start": "2019-08-01", "end": "2021-07-31"], ["start": "2021-08-01", "end": "2022-07-31"],
        ],
    ]

    private func spans(_ project: Project) -> [String] {
        project.reportingPeriods.sorted { $0.number < $1.number }.map { "\($0.number): \($0.start) – \($0.end)" }
    }

    /// A request for an extension on its way to approval.
    private func approved(_ project: Project, to end: String) throws(Refusal) -> Project {
        var project = try project.doing(
            "add-request-for-change",
            ["title": "Extension", "subject": "duration", "status": "draft", "newEnd": .text(end)])
        for (verb, day) in [("agree-on-request", 1), ("send-request", 2), ("approve-request", 3)] {
            project = try project.doing(verb, ["request": 1, "on": .text("2021-03-0\(day)"), "by": "Somebody"])
        }
        return project
    }

    @Test func `with a pack, a project begins with the periods of the pack`() throws {
        let project = try begun(green)
        #expect(
            spans(project) == [
                "1: 2024-03-01 – 2024-08-31", "2: 2024-09-01 – 2025-02-28", "3: 2025-03-01 – 2025-08-31",
            ])
        #expect(project.reportingPeriods.map(\.phase?.number) == [1, 1, 2])
        #expect(project.durabilityEnd == Day(2030, 8, 31))
        #expect(project.durability.typed == nil)
    }

    @Test func `without a pack the months of a period must be typed, and days that are no whole months are refused`() {
        func refused(_ changes: JSON) -> [String] {
            GreenHarbours.unbegun.findings("begin-project", GreenHarbours.begun.overlaid(by: changes))
        }
        #expect(refused(["periodMonths": nil, "pack": nil]) == ["periodMonths missing"])
        #expect(refused(["periodMonths": nil, "end": "2025-08-20"]) == ["periodMonths monthsNeeded"])
        #expect(refused(["periodMonths": nil, "pack": "interreg-moon"]) == ["pack unknownPack"])
    }

    @Test func `the calendar of INNO INDUSTRY comes out of its pack before and after the extension`() throws {
        let before = try begun(inno)
        #expect(
            spans(before) == [
                "1: 2019-08-01 – 2020-01-31", "2: 2020-02-01 – 2020-07-31", "3: 2020-08-01 – 2021-01-31",
                "4: 2021-02-01 – 2021-07-31", "5: 2021-08-01 – 2022-07-31",
            ])
        let after = try approved(before, to: "2023-01-31").doing(
            "extend-project", ["request": 1, "phase": 1, "on": "2021-03-04"])
        #expect(
            spans(after) == [
                "1: 2019-08-01 – 2020-01-31", "2: 2020-02-01 – 2020-07-31", "3: 2020-08-01 – 2021-01-31",
                "4: 2021-02-01 – 2021-07-31", "5: 2021-08-01 – 2022-01-31", "6: 2022-02-01 – 2023-01-31",
            ])
        #expect(
            after.phases.map { "\($0.start) – \($0.end)" } == ["2019-08-01 – 2022-01-31", "2022-02-01 – 2023-01-31"])
        #expect(after.phases[2]?.originalStart == Day(2021, 8, 1))
        #expect(after.identification?.originalEnd == Day(2022, 7, 31))
        #expect(after.durabilityEnd == Day(2028, 1, 31))
        #expect(after.plannedPeriods(.original).map(\.end) == before.reportingPeriods.map(\.end))
        #expect(after.plannedPeriods(.now).count == 6)
        #expect(after.reportingPeriods.filter { $0.addedBy == 1 }.map(\.number) == [5])
        #expect(after.reportingPeriods.first { $0.number == 6 }?.original?.start == Day(2021, 8, 1))
        #expect(after.requestsForChange[1]?.state == .inForce)
        #expect(after.entry == before.entry + 5, "one entry extends")
        #expect(after.ruledDays.allSatisfy { !$0.isUnexplained })
    }

    @Test func `a report is due as the rules say, and another day needs a reason`() throws {
        let project = try begun(inno)
        let first = project.due(of: try #require(project.reportingPeriods[1]))
        #expect(first.day == Day(2020, 5, 1))
        #expect(first.remark == "callTableMissing")
        #expect(first.derivation.unverified == ["reporting.dueMonthsAfterEnd", "reporting.dueDayRule"])
        #expect(project.due(of: try #require(project.reportingPeriods[5])).day == Day(2022, 7, 31), "with the project")

        let typed = try project.doing("change-reporting-period", ["id": 1, "due": "2020-06-01"])
        let period = try #require(typed.reportingPeriods[1])
        #expect(typed.due(of: period).day == Day(2020, 6, 1))
        #expect(period.findings(in: typed).map(\.code) == ["differsFromPack"])
        let explained = try typed.doing("change-reporting-period", ["id": 1, "dueReason": "Letter of 20 April"])
        #expect(explained.reportingPeriods[1]?.findings(in: explained).isEmpty == true)
    }

    @Test func `documents are kept until a day that only the programme can name`() throws {
        let project = try begun(inno)
        #expect(project.archive.day == nil)
        #expect(project.archive.silence?.code == "archiveUncounted")
        let known = try project.doing("change-identification", ["id": 1, "archiveFrom": "2024-12-31"])
        #expect(known.archive.day == Day(2026, 12, 31))
    }

    @Test func `it is told where an unverified value decided something`() throws {
        let project = try begun(inno)
        let decided = project.unverifiedRules.map(\.rule.key.name)
        #expect(decided.contains("reporting.dueDayRule"))
        #expect(decided.contains("durability.years"))
        #expect(!decided.contains("reporting.finalDue"), "that one was verified")
        #expect(project.end(of: try #require(project.reportingPeriods[1])).derivation.unverified == [])
    }

    @Test func `a request goes from step to step, and a wrong step says the state, what is needed and who can`() throws
    {
        let project = try begun(inno).doing(
            "add-request-for-change", ["title": "Another activity", "subject": "activities", "status": "draft"])
        let refusal = try #require(project.refusal("approve-request", ["request": 1, "on": "2021-03-01", "by": "JS"]))
        #expect(refusal.code == "requestNotInState")
        #expect(refusal.facts.map(\.name) == ["record", "state", "needed", "who"])
        var moving = project
        let way: [(String, RequestForChange.Status)] = [
            ("agree-on-request", .agreed), ("send-request", .sent), ("question-request", .questions),
            ("answer-request", .sent), ("approve-request", .approved), ("put-request-in-force", .inForce),
        ]
        for (index, (verb, state)) in way.enumerated() {
            moving = try moving.doing(verb, ["request": 1, "on": .text("2021-03-0\(index + 1)"), "by": "JS"])
            #expect(moving.requestsForChange[1]?.state == state)
        }
        #expect(moving.requestsForChange[1]?.steps.count == 6)
        #expect(moving.requestsForChange[1]?.decidedOn == .day(Day(2021, 3, 5)!))
        #expect(moving.refusal("take-back-request", ["request": 1, "on": "2021-04-01"])?.code == "requestNotInState")
        #expect(
            project.doingAll([("agree-on-request", ["request": 1, "on": "2021-03-05"])])
                .findings("send-request", ["request": 1, "on": "2021-03-01"]) == ["on beforeLastStep"])
    }

    @Test func `a request of before has no state, and reads by its days`() throws {
        let old: JSON = ["id": 1, "title": "Old", "subject": "duration", "agreedOn": "2020-12"]
        let project = try begun(inno).applying([.put(Canonical.decode(RequestForChange.self, from: old))])
        #expect(project.requestsForChange[1]?.status == nil)
        #expect(project.requestsForChange[1]?.state == .agreed)
    }

    @Test func `an extension is refused before its approval, to an earlier day, and by itself in force`() throws {
        let project = try begun(inno)
        let draft = try project.doing(
            "add-request-for-change", ["title": "Extension", "subject": "duration", "newEnd": "2023-01-31"])
        #expect(draft.refusal("extend-project", ["request": 1, "on": "2021-03-04"])?.code == "requestNotInState")
        let approved = try approved(project, to: "2022-01-31")
        #expect(approved.findings("extend-project", ["request": 1, "on": "2021-03-04"]) == ["newEnd newEndNotLater"])
        #expect(
            approved.refusal("put-request-in-force", ["request": 1, "on": "2021-03-04"])?.code == "extensionIsOneAct")
        #expect(
            approved.findings(
                "extend-project",
                [
                    "request": 1, "newEnd": "2023-01-31", "on": "2021-03-04",
                    "periods": [["start": "2022-08-01", "end": "2023-01-31"]],
                ])
                == ["reason missing"])
    }

    @Test func `added periods may be given with their reason, within the extension`() throws {
        let project = try approved(try begun(inno), to: "2023-01-31")
        func extend(_ periods: JSON) -> JSON {
            ["request": 1, "phase": 1, "on": "2021-03-04", "reason": "Decision of the committee", "periods": periods]
        }
        let after = try project.doing(
            "extend-project",
            extend([["start": "2021-08-01", "end": "2021-10-31"], ["start": "2021-11-01", "end": "2022-01-31"]]))
        #expect(after.reportingPeriods.count == 7)
        #expect(after.reportingPeriods.filter { $0.addedBy == 1 }.allSatisfy { $0.datesReason != nil })
        #expect(after.reportingPeriods.first { $0.number == 7 }?.end == Day(2023, 1, 31))
        #expect(
            project.findings("extend-project", extend([["start": "2021-07-01", "end": "2021-10-31"]]))
                == ["periods.0.start periodOutsideExtension"])
    }

    @Test func `what an extension leaves behind is reported`() throws {
        let project = try approved(
            try begun(inno).doing(
                "add-activity-as-found",
                ["found": .minutes, "title": "Management", "status": "running", "due": "2022-07-31"]
            ).doing(
                "add-activity-as-found",
                ["found": .minutes, "title": "Evaluation", "status": "done", "due": "2022-07-31"]),
            to: "2023-01-31")
        #expect(project.datesLeftBehind == [])
        let after = try project.doing("extend-project", ["request": 1, "phase": 1, "on": "2021-03-04"])
        #expect(after.datesLeftBehind.map { "\($0.record) \($0.field) \($0.how)" } == ["activity/1 due atOldEnd"])
        #expect(after.needs(on: Day(2021, 4, 1)!).contains { $0.code == "leftBehind" })
        let late = try after.doing("change-activity", ["id": 1, "due": "2023-06-30"])
        #expect(late.datesLeftBehind.map(\.how) == [.beyondEnd])
    }

    @Test func `a version of the application form keeps what it said, and tells what is different now`() throws {
        let project = try begun(inno).doing(
            "add-application-form-version", ["on": "2019-06-01", "approvedBy": "Monitoring committee"])
        #expect(project.applicationFormVersions[1]?.entry == 1)
        let frozen = try #require(project.applicationFormVersions[1]?.frozen)
        #expect(frozen.differences(to: project.plan) == [])
        #expect(
            project.refusal("change-application-form-version", ["id": 1, "frozen": [:]])?.code == "blocked"
                || project.refusal("change-application-form-version", ["id": 1, "frozen": [:]])?.code == "frozenStays")
        let after = try approved(project, to: "2023-01-31").doing(
            "extend-project", ["request": 1, "phase": 1, "on": "2021-03-04"]
        ).doing("rename-partner", ["partner": 2, "name": "Küstenforum", "on": "2021-05-01"])
        let told = frozen.differences(to: after.plan)
        #expect(told.contains { $0.part == .dates && $0.field == "end" && $0.new == .day(Day(2023, 1, 31)!) })
        #expect(told.contains { $0.part == .periods && $0.how == .added })
        #expect(
            told.contains { $0.part == .partners && $0.how == .changed && $0.field == "name" },
            "the same partner, renamed")
        #expect(!told.contains { $0.part == .partners && $0.how != .changed })
    }

    @Test func `a partner keeps the rate of its approval, and another one needs a reason`() throws {
        let project = try begun(green).doing(
            "approve-partner", ["partner": 2, "legalClass": "privateNonProfit", "on": "2024-03-01"])
        #expect(project.partners[2]?.rate == "70")
        #expect(
            project.refusal("approve-partner", ["partner": 2, "legalClass": "public", "on": "2024-04-01"])?.code
                == "rateFrozen")
        #expect(project.findings("change-partner", ["id": 2, "rate": "75"]) == ["rateReason rateDiffers"])
        #expect(project.findings("change-partner", ["id": 2, "rate": "175"]) == ["rate rateOutside"])
        #expect(project.findings("change-partner", ["id": 2, "rate": "seventy"]) == ["rate rateOutside"])
        let other = try project.doing(
            "change-partner", ["id": 2, "rate": "75", "rateReason": "Letter of the authority"])
        #expect(other.partners[2]?.rate == "75")
        #expect(
            project.findings("approve-partner", ["partner": 3, "legalClass": "swiss", "on": "2024-03-01"])
                == ["rate rateNeeded"])
    }

    @Test func `a renamed partner is called by its old name on old days`() throws {
        let project = try begun(green).doing(
            "rename-partner", ["partner": 4, "name": "Kurzemes ostas", "on": "2025-01-01"])
        let partner = try #require(project.partners[4])
        #expect(partner.name(on: Day(2024, 12, 31)!) == "Rietumkurzemes mazo ostu pārvalde")
        #expect(partner.name(on: Day(2025, 1, 1)!) == "Kurzemes ostas")
        #expect(
            project.findings("rename-partner", ["partner": 4, "name": "Ostas", "on": "2024-12-01"]) == [
                "on renamedSince"
            ])
    }

    @Test func `a partner leaves, others take over, and its duties end with it`() throws {
        let project = try begun(green).doing(
            "add-activity-as-found", ["found": .minutes, "title": "Waste", "status": "running", "lead": 5]
        ).doing("add-activity", ["title": "Fish", "status": "planned", "lead": 5]).doing(
            "add-event",
            ["title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-06-01", "host": 5]
        ).doing("add-duty", ["person": 1, "sort": "partnerManager", "partner": 5])
        let left = try project.doing(
            "leave-partnership",
            [
                "partner": 5, "on": "2025-02-28", "reason": "It loses its seat",
                "successor": 2, "handedOver": [["taker": 2, "activity": 1], ["taker": 6, "event": 1]],
            ], on: Day(2025, 2, 20)!)
        #expect(left.activities.map(\.lead) == [2, 2])
        #expect(left.events[1]?.host == 6)
        #expect(left.duties[2]?.to == .day(Day(2025, 2, 28)!))
        #expect(left.partners(on: Day(2025, 2, 28)!).count == 6)
        #expect(left.partners(on: Day(2025, 3, 1)!).count == 5)
        let partner = try #require(left.partners[5])
        #expect(left.stillWith(partner) == [])
        #expect(partner.findings(in: left) == [])
        #expect(
            left.refusal("leave-partnership", ["partner": 5, "on": "2025-03-31", "reason": "Again"])?.code
                == "partnerLeft")
        #expect(
            project.refusal("leave-partnership", ["partner": 1, "on": "2025-03-31", "reason": "Tired"])?.code
                == "leadStays")
        #expect(
            project.findings("leave-partnership", ["partner": 5, "on": "2025-03-31", "reason": "Why", "successor": 5])
                == ["successor cannotTakeOver"])
    }

    @Test func `a new partner takes the place and the work of another`() throws {
        let project = try begun(green).doing(
            "add-activity-as-found", ["found": .minutes, "title": "Waste", "status": "running", "lead": 5]
        ).doing(
            "replace-partner",
            [
                "partner": 5, "on": "2025-02-28", "name": "Câmara do Porto", "country": "PT", "reason": "It closes",
            ])
        #expect(project.partners[7]?.replaces == 5)
        #expect(project.partners[7]?.from == .day(Day(2025, 3, 1)!))
        #expect(project.activities[1]?.lead == 7)
        #expect(project.partners(on: Day(2025, 2, 28)!).map(\.id) == [1, 2, 3, 4, 5, 6])
        #expect(project.partners(on: Day(2025, 3, 1)!).map(\.id) == [1, 2, 3, 4, 6, 7])
    }

    @Test func `a contract is signed by its parties, each once`() throws {
        let project = try begun(green).doing(
            "add-contract",
            [
                "title": "Partnership agreement", "sort": "partnershipAgreement",
                "parties": [["partner": 1], ["partner": 2]],
            ]
        ).doing("sign-contract", ["contract": 1, "partner": 1, "on": "2024-04-17", "signatory": "Director"])
        let partners = Array(project.partners)
        #expect(project.signature(.partnershipAgreement, of: partners[0]) == .signed(1, on: .day(Day(2024, 4, 17)!)))
        #expect(project.signature(.partnershipAgreement, of: partners[1]) == .unsigned(1))
        #expect(project.signature(.partnershipAgreement, of: partners[2]) == .missing)
        #expect(project.signature(.subsidyContract, of: partners[1]) == .notAsked)
        #expect(project.contracts[1]?.isSigned == false)
        #expect(
            project.refusal("sign-contract", ["contract": 1, "partner": 1, "on": "2024-04-18"])?.code == "alreadySigned"
        )
        #expect(
            project.refusal("sign-contract", ["contract": 1, "partner": 3, "on": "2024-04-18"])?.code == "notAParty")
        #expect(
            project.findings(
                "add-contract", ["title": "Addendum 1", "sort": "addendum", "parties": [["partner": 1]]])
                == ["addendumTo missing"])
    }

    @Test func `an organisation is in a group from and to, and not twice at once`() throws {
        let project = try begun(green).doing("add-organisation", ["name": "Harbour board"]).doing(
            "add-stakeholder-group", ["partner": 2, "name": "Hafenrunde"]
        ).doing("join-group", ["group": 1, "organisation": 1, "role": "chair", "from": "2024-04-01"])
        #expect(
            project.findings("join-group", ["group": 1, "organisation": 1, "from": "2024-05-01"])
                == ["organisation memberTwice"])
        let other = try project.doing("add-organisation", ["name": "Guild"])
        #expect(
            other.refusal("leave-group", ["group": 1, "organisation": 2, "on": "2024-12-31"])?.code == "notAMember")
        let left = try project.doing("leave-group", ["group": 1, "organisation": 1, "on": "2024-12-31"])
        let group = try #require(left.stakeholderGroups[1])
        #expect(group.members(on: Day(2024, 12, 31)!).count == 1)
        #expect(group.members(on: Day(2025, 1, 1)!).isEmpty)
        #expect(
            left.refusal("leave-group", ["group": 1, "organisation": 1, "on": "2025-01-31"])?.code == "nobodyInGroup")
    }
}

extension Project {
    fileprivate func doingAll(_ steps: [(String, JSON)]) -> Project {
        steps.reduce(self) { project, step in (try? project.doing(step.0, step.1)) ?? project }
    }
}
