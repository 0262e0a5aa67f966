import Cast
import Testing

@testable import Domain

/// Add, change, withdraw: what every kind can.
@Suite struct OrdinaryVerbsTests {
    let project: Project

    init() throws {
        var begun = try GreenHarbours.project()
        for (verb, input) in Project.roomForRules { begun = try begun.doing(verb, input) }
        project = try begun.applying(
            try begun.changes(
                "add-action-plan-as-found", ["found": .minutes, "region": "Obalno-kraška", "status": "draft"])
                + begun.changes(
                    "add-activity-as-found",
                    ["found": .minutes, "title": "Collection of practices", "status": "running"])
                + begun.changes("add-event", ["title": "Visit", "sorts": ["studyVisit"], "status": "planned"])
        )
        .doing("add-good-practice", ["title": "One plug for every boat", "status": "candidate"])
        .doing("add-action", ["plan": 1, "title": "One plug in the call", "status": "notStarted"])
        .doing(
            "add-obligation",
            [
                "title": "Poster", "sort": "publicity", "status": "inForce", "origin": "programme",
                "rule": ["form": "whileRunning"],
            ])
    }

    private static let kinds = Kind.all.map(\.name).filter {
        ![
            Erasure.kind, Reason.kind, PutAway.kind, PersonName.kind, Likeness.kind, PeriodLock.kind,
        ].contains($0)
    }

    @Test func `a doubt is about one of the record's own fields, or about whether it belongs`() {
        // A version of the application form is frozen by a verb that looks at its day first.
        for kind in Kind.entered where kind.name != "application-form-version" {
            func found(_ about: String) -> Bool {
                project.findings(
                    "add-\(kind.name)", ["provenance": ["doubts": [["about": .text(about), "reason": "x"]]]]
                )
                .contains("provenance.doubts.0.about notOneOf")
            }
            #expect(found("Belonging") && found("nothing of it") && !found("belonging"), "\(kind.name)")
        }
    }

    @Test(arguments: kinds) func `a record is added with the next number, changed, and withdrawn`(name: String) throws {
        let kind = try #require(Kind.named(name))
        var chance = Chance(10)
        var added: Project?
        for _ in 0..<400 where added == nil {
            let form = try #require(AnyVerb.named("add-\(name)")).form
            // Whoever has a duty is not withdrawn.
            let input = chance.json(form, in: project).overlaid(by: name == Person.kind ? ["duty": .null] : .object([]))
            added = try? project.doing("add-\(name)", input)
        }
        if name == "identification" {
            #expect(added == nil)
            return
        }
        let after = try #require(added)
        let number = kind.next(project)
        #expect(kind.count(after) == kind.count(project) + 1)
        #expect(kind.next(after) == number + 1)
        let record = try #require(kind.find(after, number))
        #expect(kind.entry(after, number) == project.entry + 1)
        // Only what a secret is made of needs chance of its own; every body has a salt besides.
        #expect(record.json["salt"] == (name == Registration.kind ? "grain" : nil))
        #expect(record.entered(in: after)["salt"] == nil)

        let changed = try after.doing(
            "change-\(name)", ["id": .whole(Int64(number)), "provenance": ["note": "Seen by the auditor."]])
        #expect(kind.find(changed, number)?.provenance.note == "Seen by the auditor.")
        #expect(kind.entry(changed, number) == project.entry + 2)
        #expect(kind.find(after, number)?.json == record.json)

        let gone = try changed.doing("withdraw-\(name)", ["id": .whole(Int64(number)), "reason": "Entered twice."])
        #expect(kind.find(gone, number) == nil)
        #expect(kind.next(gone) == number + 1)
        #expect(
            gone.refusal("withdraw-\(name)", ["id": .whole(Int64(number)), "reason": "Again."])?.code == "unknownRecord"
        )
        #expect(gone.refusal("change-\(name)", ["id": .whole(Int64(number))])?.code == "unknownRecord")
    }

    @Test func `everything that is wrong is said at once, each at its field`() {
        let found = project.findings(
            "add-event",
            [
                "tittle": "Study visit to Wismar", "status": "hold", "sorts": ["studyVisit", "studyTrip"],
                "start": "2025-02-30", "host": 9,
                "participants": "many", "country": "XX",
                "moves": [["reason": "rain", "source": "javascript:alert(1)"]], "contents": "one",
            ])
        #expect(
            Set(found) == [
                "tittle unknownField", "title missing", "status byItsVerbs", "sorts.1 notOneOf", "start notWhen",
                "host noSuchRecord", "participants notCount",
                "country notOneOf", "moves byItsVerbs", "contents notList",
            ])
        #expect(found.count == 10)
    }

    @Test(
        arguments: [
            ("add-partner", "isLead", "yes", "notFlag"), ("add-partner", "fund", "12,50 EUR", "notAmount"),
            ("add-partner", "number", "1", "notWhole"),
            ("add-partner", "name", 7, "notText"), ("add-partner", "provenance", [], "notGroup"),
            ("add-phase", "start", "2024", "notDay"),
            ("add-partner", "name", "", "missing"), ("add-partner", "name", nil, "missing"),
        ] as [(String, String, JSON, String)])
    func `a value of another shape is refused`(verb: String, field: String, value: JSON, code: String) {
        let whole: JSON = [
            "name": "Harbour of Koper", "country": "SI", "number": 7, "start": "2025-01-01", "end": "2025-12-31",
        ]
        let fields = AnyVerb.named(verb)!.form.members.map(\.name)
        let input = JSON.object(of: whole.members.filter { fields.contains($0.name) }.map { ($0.name, $0.value) })
            .overlaid(by: .object(of: [(field, value)]))
        #expect(project.findings(verb, input) == ["\(field) \(code)"])
    }

    @Test(arguments: [nil, 7, "x", [], true] as [JSON]) func `what is no form at all is refused`(input: JSON) {
        for verb in AnyVerb.all { #expect(project.refusal(verb.name, input) != nil, "\(verb.name)") }
    }

    @Test func `a change of nothing is refused`() {
        #expect(project.refusal("change-partner", ["id": 2])?.code == "nothingChanged")
        #expect(project.refusal("change-partner", ["id": 2, "country": "DE"])?.code == "nothingChanged")
        #expect(project.findings("change-partner", [:]) == ["id missing"])
        #expect(project.findings("change-partner", ["id": "two"]) == ["id missing"])
    }

    @Test func `a change keeps what it does not name, and null takes away`() throws {
        let after = try project.doing("change-partner", ["id": 1, "city": nil, "region": "Obalno-kraška"])
        #expect(after.partners[1]?.city == nil)
        #expect(after.partners[1]?.region == "Obalno-kraška")
        #expect(after.partners[1]?.isLead == true)
        #expect(project.findings("change-partner", ["id": 1, "name": nil]) == ["name missing"])
    }

    @Test func `what others point to is not withdrawn`() throws {
        let refusal = project.refusal("withdraw-person", ["id": 1, "reason": "Left."])
        #expect(refusal == .stillNeeded(Reference(kind: "person", number: 1), by: [Reference(kind: "duty", number: 1)]))
        #expect(project.refusal("withdraw-partner", ["id": 1, "reason": "Left."])?.code == "stillNeeded")
        #expect(project.refusal("withdraw-partner", ["id": 5, "reason": "Left."]) == nil)
    }

    @Test func `a withdrawal needs a reason`() {
        #expect(project.findings("withdraw-partner", ["id": 5]) == ["reason missing"])
        #expect(project.findings("withdraw-partner", ["id": 5, "reason": ""]) == ["reason missing"])
    }

    @Test func `what one record says against another is refused`() throws {
        #expect(
            project.findings(
                "add-identification",
                ["acronym": "GH 2", "title": "x", "programme": "y", "start": "2024-01-01", "end": "2025-01-01"]) == [
                    "acronym onlyOne"
                ])
        #expect(
            project.findings("add-partner", ["name": "Second lead", "country": "SI", "isLead": true, "number": 2]) == [
                "isLead secondLeadPartner", "number numberTaken",
            ])
        #expect(
            project.findings("add-reporting-period", ["number": 3, "start": "2025-08-31", "end": "2026-02-28"]) == [
                "number numberTaken", "start periodsOverlap",
            ])
        #expect(
            project.findings("add-reporting-period", ["number": 4, "start": "2025-09-01", "end": "2025-08-31"]) == [
                "end endBeforeStart"
            ])
        #expect(
            project.findings("add-reporting-period", ["number": 4, "start": "2025-09-01", "end": "2026-02-28"]) == [])
        #expect(project.findings("add-figure", ["name": "study-visits", "rule": "studyVisits"]) == ["name nameTaken"])
        #expect(project.findings("add-duty", ["person": 1, "sort": "partnerManager"]) == ["partner partnerMissing"])
        #expect(project.findings("add-contact", ["person": 1, "mail": "maja at example.org"]) == ["mail notMail"])
        #expect(project.findings("add-website", ["name": "Green Harbours"]) == ["addresses missing"])
        #expect(
            project.findings("add-contradiction", ["topic": "visits", "statements": [["value": "11"]]]) == [
                "statements twoStatements"
            ])
        #expect(
            project.findings("change-identification", ["id": 1, "durabilityYears": 51]) == [
                "durabilityYears yearsOutOfRange"
            ])
        #expect(
            project.findings("add-good-practice", ["title": "Shore power", "status": "named", "country": "Slovenia"])
                == ["status byItsVerbs", "country notOneOf"])
    }

    @Test func `two lead partners may follow each other`() throws {
        let left = try project.doing("change-partner", ["id": 1, "to": "2025-02-28"])
        #expect(
            left.findings("add-partner", ["name": "Next lead", "country": "SI", "isLead": true, "from": "2025-02-28"])
                == ["isLead secondLeadPartner"])
        #expect(
            left.refusal("add-partner", ["name": "Next lead", "country": "SI", "isLead": true, "from": "2025-03-01"])
                == nil)
    }
}
