import Domain
import Testing
import Words

@Suite struct SentencesTests {
    let en = Words.of(.en)
    let sl = Words.of(.sl)

    func name(_ reference: Reference) -> String { "Kick-off \(reference.number)" }

    @Test func `a refusal names facts in the language`() {
        let refusal = Refusal.notInState(needed: [Event.Status.planned], is: .held)
        #expect(en.sentence(refusal, name: name) == "This is possible while it is “planned”; it is “held” now.")
        #expect(sl.sentence(refusal, name: name) == "To je mogoče v stanju »načrtovan«; zdaj je stanje »izveden«.")
        let unknown = Refusal.unknownRecord(Reference(kind: "event", number: 12))
        #expect(en.sentence(unknown, name: name) == "There is no event 12 in this project.")
    }

    @Test func `records are named one by one, and beyond six counted`() {
        let many = (1...12).map { Reference(kind: "event", number: $0) }
        #expect(en.fact(.records(Array(many.prefix(2))), name: name) == "Kick-off 1 and Kick-off 2")
        #expect(en.fact(.records(many), name: name).hasSuffix("Kick-off 5 and 7 more"))
        #expect(sl.fact(.records([]), name: name) == "")
    }

    @Test func `a finding writes days as the language does`() {
        let finding = Finding(
            "endBeforeStart", .blocks, field: "end",
            facts: [.init("start", .day(Day(2023, 1, 31)!)), .init("end", .when(.month(2022, 12)))])
        #expect(
            en.sentence(finding, name: name)
                == "The end, December 2022, is before the start, 31 January 2023. Correct one of the two.")
    }

    @Test func `captions and labels are found from the narrow to the wide`() {
        #expect(en.caption(.numbered(3), kind: "reporting-period") == "Reporting period 3")
        #expect(sl.caption(.numbered(3), kind: "reporting-period") == "3. obdobje poročanja")
        #expect(sl.caption(.figure("study-visits"), kind: "figure") == "Študijski obiski")
        #expect(
            sl.caption(.amount(Money(cents: 163_794_100, currency: "EUR")!), kind: "published-amount")
                == "1.637.941,00 EUR")
        #expect(
            en.caption(.count(Count(15, .about), of: "organisations"), kind: "published-value")
                == "about 15 organisations")
        #expect(en.label(field: "start", of: "event") == "First day")
        #expect(en.label(field: "to", of: "duty") == "Held until")
        #expect(en.label(field: "to", of: "duty", for: "hand-over-duty") == "Passes to")
        #expect(en.label(path: "addresses.1.from", of: "website") == "Addresses 2: From")
        #expect(en.hint(field: "approvedOn", of: "identification", shape: .when)?.contains("2019") == true)
        #expect(en.hint(field: "title", of: "event", shape: .line) == nil)
        #expect(en.verb("add-event") == "Add an event")
        #expect(sl.verb("change-event") == "Spremeni")
        #expect(sl.verb("hold-event") == "Vpiši izvedbo dogodka")
    }
}
