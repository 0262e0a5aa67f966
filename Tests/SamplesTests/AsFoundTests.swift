import Cast
import Testing

@testable import Desk
@testable import Domain

/// States that were found, and mistakes that are corrected: for every kind, field and record of Green Harbours.
@Suite struct AsFoundTests {
    static let found: JSON = [
        "on": "2025-01", "body": "Managing authority", "by": "Ana Vrh", "document": "Letter 12/2025",
        "source": "Letter in the archive",
    ]

    let project: Project
    let coordinator: Setting
    /// Somebody who works for partner 2.
    let manager: Setting

    init() throws {
        var project = try Played("green-harbours").project
        var settings: [Setting] = []
        for (sort, partner) in [(Duty.Sort.coordinator, nil), (.partnerManager, 2)] as [(Duty.Sort, Key<Partner>?)] {
            let person = project.persons.next
            let duty = Duty(id: project.duties.next, person: person, sort: sort, partner: partner)
            project = project.applying([Change.put(Person(id: person)), .put(duty)])
            settings.append(Setting(moment: .friday, person: person, salt: "grain"))
        }
        self.project = project
        (coordinator, manager) = (settings[0], settings[1])
    }

    /// Every record of which something may be found, with each word of each field that says a state and is not its own now.
    func states(_ body: (Kind, any Record, _ field: String, _ word: JSON) throws -> Void) rethrows {
        for kind in Kind.all where kind.verb(.setAsFound) != nil {
            for record in kind.each(project) {
                for member in kind.shape.members where kind.governed.contains(member.name) {
                    guard case .choice(_, let words) = member.shape else { continue }
                    for word in words where record.json[member.name]?.text != word {
                        try body(kind, record, member.name, .text(word))
                    }
                }
            }
        }
    }

    func isDecidedByOthers(_ record: any Record, _ field: String, _ word: JSON) -> Bool {
        type(of: record).decidedByOthers.contains {
            $0.field == field && ($0.words.isEmpty || $0.words.contains(word.text ?? ""))
        }
    }

    @Test func `what is found changes that field alone, and the mark that says so stays`() throws {
        var (set, refused) = (0, 0)
        try states { kind, record, field, word in
            let verb = try #require(kind.verb(.setAsFound))
            let number = JSON.whole(Int64(record.reference.number))
            let input: JSON = ["id": number, "found": Self.found]
            let changes: [Change]
            do throws(Refusal) {
                changes = try verb.decide(project, input.overlaid(by: .object(of: [(field, word)])), coordinator)
            } catch {
                // The record itself forbids it: an extension in force has its days, a merged event where it went.
                #expect(error.code == "blocked", "\(record.reference) \(word): \(error)")
                refused += 1
                return
            }
            set += 1
            guard case .put(let now)? = changes.first, changes.count == 1 else {
                Issue.record("\(record.reference)")
                return
            }
            let before = record.json
            let changed = Set((now.json.members + before.members).map(\.name).filter { now.json[$0] != before[$0] })
            #expect(changed == [field, "found"], "\(record.reference) \(word)")
            #expect(now.json["found"]?.list?.last?["fields"] == .list([.text(field)]))
            // Neither Change nor Add takes the mark away, or makes one.
            for sort in [AnyVerb.Sort.change, .add] {
                let refusal = #expect(throws: Refusal.self) {
                    _ = try kind.verb(sort)?.decide(project, ["id": number, "found": .list([])], coordinator)
                }
                #expect(refusal?.findings.contains { $0.code == "byItsVerbs" && $0.field == "found" } == true)
            }
        }
        #expect(set > 300 && refused < set, "\(set) \(refused)")
    }

    @Test func `what others decide is found by the coordinator alone, and from their document`() throws {
        var decided = 0
        states { kind, record, field, word in
            guard isDecidedByOthers(record, field, word), let verb = kind.verb(.setAsFound) else { return }
            decided += 1
            let number = JSON.whole(Int64(record.reference.number))
            func refusal(_ found: JSON, _ setting: Setting) -> Refusal? {
                let input: JSON = .object(of: [("id", number), ("found", found), (field, word)])
                do throws(Refusal) { _ = try verb.decide(project, input, setting) } catch { return error }
                return nil
            }
            let without: JSON = ["source": "Heard in the corridor"]
            if refusal(Self.found, coordinator) == nil {
                #expect(refusal(Self.found, manager)?.code == "decidedByOthers", "\(record.reference) \(word)")
                let missing = refusal(without, coordinator)?.findings.map(\.field) ?? []
                #expect(missing.contains("found.body"), "\(record.reference) \(word)")
                #expect(missing.contains("found.document"), "\(record.reference) \(word)")
            }
        }
        #expect(decided > 60, "\(decided)")
    }

    /// A step in the list of steps says as much as the state does.
    @Test func `a step of others is no more for a partner to find than their verdict`() throws {
        let practice = try #require(project.goodPractices.first { $0.stage == .notSubmitted && $0.checks.isEmpty })
        let verb = try #require(AnyVerb.named("set-good-practice-as-found"))
        func refusal(_ what: String, _ found: JSON, _ setting: Setting) -> Refusal? {
            let step: JSON = ["what": .text(what), "on": "2025-03-07"]
            let input: JSON = [
                "id": .whole(Int64(practice.id.number)), "checks": .list([step]), "found": found,
            ]
            do throws(Refusal) { _ = try verb.decide(project, input, setting) } catch { return error }
            return nil
        }
        #expect(refusal("submitted", Self.found, manager) == nil)
        #expect(refusal("validated", Self.found, manager)?.code == "decidedByOthers")
        #expect(
            refusal("validated", ["source": "Mail"], coordinator)?.findings.map(\.field) == [
                "found.body", "found.document",
            ])
        #expect(refusal("validated", Self.found, coordinator) == nil)
    }

    @Test func `nothing is found without its source, or on a day to come`() throws {
        let verb = try #require(AnyVerb.named("set-event-as-found"))
        for (found, field, code) in [
            (["on": "2025"], "found.source", "missing"),
            (["source": "Minutes", "on": "2031"], "found.on", "dayToCome"),
            (["source": "Minutes", "fields": .list([.text("title")])], "found.fields", "unknownField"),
        ] as [(JSON, String, String)] {
            let refusal = #expect(throws: Refusal.self) {
                _ = try verb.decide(project, ["id": 1, "status": "notHeld", "found": found], coordinator)
            }
            #expect(
                refusal?.findings.contains { $0.field == field && $0.code == code } == true,
                "\(String(describing: refusal))")
        }
        let nothing = #expect(throws: Refusal.self) {
            _ = try verb.decide(project, ["id": 1, "found": Self.found], coordinator)
        }
        #expect(nothing?.code == "nothingChanged")
    }

    @Test func `a new record as it was found has its state and its mark`() throws {
        let verb = try #require(AnyVerb.named("add-event-as-found"))
        let changes = try verb.decide(
            project,
            [
                "title": "Kick-off", "sorts": .list(["kickOff"]), "status": "held", "start": "2024-04-02",
                "found": Self.found,
            ],
            coordinator)
        guard case .put(let record)? = changes.first, let event = record as? Event else {
            Issue.record("no event")
            return
        }
        #expect(event.status == .held)
        #expect(event.found.map(\.fields) == [["status"]])
        #expect(event.found.first?.source == "Letter in the archive")
    }

    @Test func `a correction touches what verbs govern alone, and needs a reason`() throws {
        for kind in Kind.all where kind.verb(.correct) != nil {
            let verb = try #require(kind.verb(.correct))
            #expect(
                Set(verb.form.members.map(\.name))
                    == kind.governed.subtracting(["found"]).subtracting(Identification.answered).union([
                        "id", "because",
                    ]))
            #expect(verb.may == .coordinator)
            guard let record = kind.each(project).first else { continue }
            let number = JSON.whole(Int64(record.reference.number))
            let silent = #expect(throws: Refusal.self) { _ = try verb.decide(project, ["id": number], coordinator) }
            #expect(silent?.findings.contains { $0.field == "because" && $0.code == "missing" } == true, "\(kind.name)")
        }
    }
}
