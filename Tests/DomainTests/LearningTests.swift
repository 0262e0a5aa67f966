import Cast
import Testing

@testable import Domain

@Suite struct LearningTests {
    @Test func `two names are the same word as if both were written in small letters, whatever they are made of`() {
        var chance = Chance(7)
        let words = [
            "", "a", "A", "Nets", "nets", "NETS", "net", "É", "e\u{301}", "É", "İ", "i\u{307}", "K", "k", "ß", "SS",
            "ΣΑΣ", "σας", "Practice 1", "practice 1", "Practice 12",
        ]
        var same = 0
        for _ in 0..<5_000 {
            let (one, two) = (
                chance.one(of: words) + (chance.once(in: 2) ? chance.one(of: words) : ""),
                chance.one(of: words) + (chance.once(in: 2) ? chance.one(of: words) : "")
            )
            let expected = one.lowercased() == two.lowercased()
            #expect(one.isSameWord(as: two) == expected, "\(one) \(two)")
            if expected { same += 1 }
        }
        #expect(same > 100)
    }

    let project: Project

    init() throws {
        project = try GreenHarbours.project()
            .doing(
                "add-good-practice-as-found",
                ["found": .minutes, "title": "One plug for every boat", "status": "named", "partner": 2]
            )
            .doing(
                "add-good-practice-as-found",
                ["found": .minutes, "title": "Mooring with a bus ticket", "status": "named", "partner": 6])
    }

    private func checked(_ day: String, _ extra: JSON = .object([])) -> JSON {
        let usual: JSON = ["practice": 1, "on": .text(day), "body": "Joint secretariat", "by": "Claire Lefèvre"]
        return usual.overlaid(by: extra)
    }

    @Test func `a practice goes from partner to web administrator, policy officer and expert, and in no other order`()
        throws
    {
        #expect(project.refusal("validate-practice", checked("2025-05-16"))?.code == "notInState")
        var after = try project.doing("submit-practice", ["practice": 1, "on": "2025-05-05", "by": "Jörg Lüdemann"])
        #expect(after.refusal("policy-check-practice", checked("2025-05-06"))?.code == "notInState")
        #expect(
            after.refusal("submit-practice", ["practice": 1, "on": "2025-05-06", "by": "Jörg Lüdemann"])?.code
                == "notInState")
        after = try after.doing("web-check-practice", checked("2025-05-06"))
        #expect(after.goodPractices[1]?.status == .published)
        after = try after.doing("policy-check-practice", checked("2025-05-07"))
        after = try after.doing("validate-practice", checked("2025-05-08", ["document": "Note of the expert"]))
        let practice = try #require(after.goodPractices[1])
        #expect(practice.status == .validated)
        #expect(practice.checks.map(\.what) == [.submitted, .webChecked, .policyChecked, .validated])
        #expect(practice.checks.last?.document == "Note of the expert")
    }

    @Test func `an open question holds a practice until it is answered`() throws {
        let asked = try project.doing("submit-practice", ["practice": 1, "on": "2025-05-05", "by": "Jörg Lüdemann"])
            .doing("ask-about-practice", checked("2025-05-06", ["question": "Who counted the litres?"]))
        #expect(asked.refusal("web-check-practice", checked("2025-05-07"))?.code == "questionOpen")
        #expect(asked.needs(on: .friday).contains { $0.code == "practiceQuestion" })
        let answered = try asked.doing(
            "answer-about-practice",
            ["practice": 1, "on": "2025-05-07", "by": "Jörg Lüdemann", "answer": "The meters."]
        )
        #expect(answered.refusal("web-check-practice", checked("2025-05-08")) == nil)
        #expect(
            answered.refusal(
                "answer-about-practice", ["practice": 1, "on": "2025-05-08", "by": "Jörg Lüdemann", "answer": "Twice."])?
                .code == "noQuestion")
    }

    @Test func `what was rejected may be handed in again, and nothing is recorded before it happens`() throws {
        let submitted = try project.doing(
            "submit-practice", ["practice": 1, "on": "2025-05-05", "by": "Jörg Lüdemann"])
        #expect(submitted.refusal("web-check-practice", checked("2025-05-17"))?.code == "notYetDone")
        #expect(submitted.findings("web-check-practice", checked("2025-05-04")) == ["on beforeLastStep"])
        let again = try submitted.doing("reject-practice", checked("2025-05-06", ["reason": "No results yet."]))
            .doing("submit-practice", ["practice": 1, "on": "2025-05-12", "by": "Jörg Lüdemann"])
        #expect(again.goodPractices[1]?.stage == .submitted)
    }

    @Test func `a field longer than the programme's form takes is pointed out, with the source of the rule`() throws {
        let long = try project.doing(
            "change-good-practice", ["id": 1, "summary": .text(String(repeating: "a", count: 161))])
        let found = try #require(long.goodPractices[1]?.findings(in: long).first)
        #expect(found.code == "formFieldTooLong" && found.field == "summary" && found.severity == .warns)
        #expect(found.source?.isEmpty == false)
        let right = try project.doing(
            "change-good-practice", ["id": 1, "summary": .text(String(repeating: "a", count: 160))])
        #expect(right.goodPractices[1]?.findings(in: right) == [])
    }

    @Test func `a link that died keeps its address and gets its last day`() throws {
        let address: JSON = "https://green-harbours.example.org/practices/plug"
        let linked = try project.doing("change-good-practice", ["id": 1, "addresses": [["address": address]]])
        let dead = try linked.doing(
            "check-link", ["practice": 1, "address": address, "on": "2025-05-16", "answer": "dead"])
        let practice = try #require(dead.goodPractices[1])
        #expect(practice.addresses.map { $0.to?.plain } == ["2025-05-16"])
        #expect(practice.findings(in: dead).map(\.code) == ["linkDied"])
        let back = try dead.doing(
            "check-link", ["practice": 1, "address": address, "on": "2025-05-16", "answer": "alive"])
        #expect(back.goodPractices[1]?.findings(in: back) == [])
        #expect(
            linked.findings(
                "check-link",
                ["practice": 1, "address": "https://elsewhere.example.org", "on": "2025-05-16", "answer": "alive"])
                == ["address notItsAddress"])
    }

    @Test func `a practice is not inspired by itself, and a circle of inspirations is seen`() throws {
        #expect(
            project.findings("add-inspiration", ["what": "The plug", "practices": [1], "madePractice": 1])
                == ["madePractice inspiredByItself"])
        let circle = try project.doing("add-inspiration", ["what": "Less to pay", "practices": [1], "madePractice": 2])
            .doing(
                "add-inspiration", ["what": "A plug for those who come by bus", "practices": [2], "madePractice": 1])
        for inspiration in circle.inspirations {
            #expect(inspiration.findings(in: circle).map(\.code) == ["inspirationCircle"])
        }
    }

    @Test func `an analysis that no longer holds says what has changed`() throws {
        let made = try project.doing("add-regional-swot", ["region": "Kurzeme", "on": "2024-05-17"])
        let input: JSON = ["swot": 1, "on": "2025-05-16", "verdict": "holdsInPart"]
        #expect(made.findings("reexamine-swot", input) == ["changed missing"])
        let after = try made.doing("reexamine-swot", input.overlaid(by: ["changed": "The bus line closed."]))
        #expect(after.regionalSwots[1]?.revisits.map(\.stillValid) == [false])
        #expect(
            made.findings("reexamine-swot", ["swot": 1, "on": "2024-05-16", "verdict": "holds"])
                == ["on beforeItWasMade"])
    }
}
