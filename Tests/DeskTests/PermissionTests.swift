import Cast
import Testing

@testable import Desk
@testable import Domain

@Suite struct PermissionTests {
    @Test func `outside bodies and readers do nothing, and a coordinator everything`() {
        for verb in AnyVerb.all {
            #expect(verb.may == .steward || verb.may.includes(.coordinator))
            for duty in [Duty.Sort.controller, .secretariat, .auditor, .reader, .other] {
                #expect(verb.may == .everybody || !verb.may.includes(duty), "\(verb.name)")
            }
        }
    }

    @Test func `a duty counts on its days, in its project, and for who is there`() throws {
        let project = try GreenHarbours.project().doing("add-person", ["name": "Luka Furlan"]).doing(
            "hand-over-duty", ["duty": 1, "to": 2, "on": "2025-01-01"])
        let verb = Act.doing(AnyVerb.named("add-partner")!)
        func code(_ seat: Seat, _ day: String) -> String? {
            Permission.refusal(verb, by: seat, in: project, on: Day(day)!)?.code
        }
        #expect(code(.person("green-harbours", 1), "2024-12-31") == nil)
        #expect(code(.person("green-harbours", 1), "2025-01-01") == "mayNot")
        #expect(code(.person("green-harbours", 2), "2024-12-31") == "mayNot")
        #expect(code(.person("green-harbours", 2), "2025-01-01") == nil)
        #expect(code(.person("green-harbours", 3), "2025-01-01") == "noDesk")
        #expect(code(.person("blue-harbours", 2), "2025-01-01") == "noDesk")
        #expect(code(.visitor, "2025-01-01") == "noDesk")
        #expect(code(.steward, "2025-01-01") == nil)
    }

    @Test func `whoever sits in one project visits another`() throws {
        let project = try GreenHarbours.project()
        for room in Room.allCases {
            for seat in [Seat.visitor, .person("blue-harbours", 1), .person("green-harbours", 99)] {
                #expect(Permission.refusal(.reading(room), by: seat, in: project, on: .friday) == nil)
                #expect(Permission.refusal(.readingParticulars, by: seat, in: project, on: .friday)?.code == "noDesk")
            }
        }
    }

    @Test func `a refusal says who could`() throws {
        let project = try GreenHarbours.project().doing("add-person", ["name": "Luka Furlan"]).doing(
            "add-duty", ["person": 2, "sort": "auditor"])
        let refusal = Permission.refusal(
            .doing(AnyVerb.named("add-event")!), by: .person("green-harbours", 2), in: project, on: .friday)
        #expect(
            refusal?.facts.last
                == .init(
                    "who",
                    .words(
                        "duty.sort",
                        ["coordinator", "financeManager", "communicationManager", "partnerManager", "contributor"])))
    }
}
