import Cast
import Testing

@testable import Desk
@testable import Domain

/// Two people, and three, change one record from the same page.
struct MergingTests {
    let office: Office

    init() async throws { office = try await Office() }

    /// What the form of a change sends: every field, and `null` for what is empty.
    private func sent(_ record: any Record, _ changed: [String: JSON] = [:]) -> JSON {
        let kind = Kind.named(record.reference.kind)!
        let json = record.entered(in: office.desk.published.project)
        return .object(
            of: kind.verb(.change)!.form.members.map { member in
                (member.name, changed[member.name] ?? json[member.name] ?? .null)
            })
    }

    private func now(_ reference: Reference) -> JSON {
        let project = office.desk.published.project
        return project.record(reference)!.entered(in: project)
    }

    private func conflict(_ work: () async throws -> Void) async throws -> ProjectDesk.Conflict? {
        do { try await work() } catch let conflict as ProjectDesk.Conflict { return conflict }
        return nil
    }

    /// Values of a field with which the record is accepted, other than the one it has; as they are kept.
    private func values(_ member: Shape.Member, of record: any Record, _ chance: inout Chance) -> [JSON] {
        let project = office.desk.published.project
        let verb = Kind.named(record.reference.kind)!.verb(.change)!
        var known: [JSON] = [record.entered(in: project)[member.name] ?? .null]
        for _ in 0..<12 where known.count < 3 {
            let value = chance.json(member.shape, in: project)
            let asked = ProjectDesk.Asked(verb, sent(record, [member.name: value]), by: Office.coordinator)
            guard let changes = try? office.desk.foreseeing(asked) else { continue }
            let next = project.applying(changes)
            let kept = next.record(record.reference)!.entered(in: next)[member.name] ?? .null
            if !known.contains(kept) { known.append(kept) }
        }
        return Array(known.dropFirst())
    }

    @Test func `of every kind, what two change apart stands, and what both change is asked`() async throws {
        for (verb, input) in Project.roomForRules { try await office.carryOut(verb, input) }
        var chance = Chance(41)
        try await office.carryOut(
            "add-action-plan-as-found", ["found": .minutes, "region": "Coast", "status": "draft"])
        try await office.carryOut("add-event", ["title": "Visit", "sorts": ["studyVisit"], "status": "planned"])
        var (apart, together, same) = (0, 0, 0)
        for kind in Kind.entered {
            var made: Reference?
            for _ in 0..<400 where made == nil {
                let input = chance.json(AnyVerb.named("add-\(kind.name)")!.form, in: office.desk.published.project)
                    .overlaid(by: ["provenance": nil])
                made = try? await office.carryOut("add-\(kind.name)", input).records[0]
            }
            let reference = try #require(made, "\(kind.name)")
            let verb = kind.verb(.change)!
            let fields = verb.form.members.filter { !["id", "provenance"].contains($0.name) }
            for (place, mine) in fields.enumerated() {
                let theirs = fields[(place + 1) % fields.count]
                let page = office.desk.published.project
                let record = try #require(page.record(reference))
                let (wanted, others) = (values(mine, of: record, &chance), values(theirs, of: record, &chance))
                guard let want = wanted.first, let other = others.first, mine.name != theirs.name else { continue }
                let title = Comment("\(kind.name): \(mine.name), \(theirs.name)")
                try await office.carryOut(verb.name, sent(record, [theirs.name: other]), seen: page.entry)
                // What the page sends of the other's field is as old as the page.
                let asked = try await conflict {
                    try await office.carryOut(verb.name, sent(record, [mine.name: want]), seen: page.entry)
                }
                if let asked {
                    together += 1
                    #expect(!asked.refusal.findings.isEmpty, "\(title) \(asked.both)")
                    continue
                }
                apart += 1
                #expect(now(reference)[mine.name] ?? .null == want, title)
                #expect(now(reference)[theirs.name] ?? .null == other, title)

                // A third, who changes what the first changed, from the same page.
                guard others.count > 1, others[1] != .null, theirs.shape.isOneValue else { continue }
                let entry = office.desk.published.entry
                let both = try await conflict {
                    try await office.carryOut(verb.name, sent(record, [theirs.name: others[1]]), seen: page.entry)
                }
                same += 1
                #expect(both != nil, title)
                if both?.refusal.findings == [] {
                    #expect(both?.both.allSatisfy { $0.name.hasPrefix(theirs.name) } == true, title)
                    #expect(both?.input[mine.name] ?? .null == want, title)
                }
                #expect(office.desk.published.entry == entry, title)
            }
        }
        #expect(apart > 250 && same > 100 && together < apart / 4, "\(apart) \(same) \(together)")
    }

    @Test func `three change one event from one page, and nothing of them is lost`() async throws {
        try await office.carryOut(
            "add-event", ["title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-05-14"])
        let page = office.desk.published.entry
        try await office.carryOut("change-event", ["id": 1, "place": "Rostock"], seen: page)
        try await office.carryOut("move-event", ["event": 1, "start": "2025-05-20", "reason": "Storm."], seen: page)
        try await office.carryOut(
            "change-event", ["id": 1, "place": nil, "start": "2025-05-14", "title": "Visit to the port"], seen: page)
        let event = try #require(office.desk.published.project.events[1])
        #expect(event.title == "Visit to the port" && event.place == "Rostock" && event.start == When("2025-05-20"))
        #expect(event.moves.count == 1)
        let conflict = try await conflict {
            try await office.carryOut(
                "change-event", ["id": 1, "title": "Another", "place": "Rostock", "language": "de"], seen: page)
        }
        #expect(conflict?.both.map(\.name) == ["title"])
        #expect(conflict?.both.first?.old == "Visit to the port" && conflict?.both.first?.new == "Another")
        #expect(conflict?.input["language"] == "de")
    }

    @Test func `two verbs that set the same are asked, whatever they are`() async throws {
        try await office.carryOut(
            "add-event", ["title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-05-14"])
        let page = office.desk.published.entry
        try await office.carryOut("move-event", ["event": 1, "start": "2025-05-20", "reason": "Storm."], seen: page)
        let conflict = try await conflict {
            try await office.carryOut(
                "move-event", ["event": 1, "start": "2025-05-21", "reason": "Ferry."], seen: page)
        }
        #expect(conflict?.both.map(\.name) == ["start"])
        // The same reasons on two pages: the verb still means something.
        try await office.carryOut(
            "move-event", ["event": 1, "start": "2025-05-21", "reason": "Ferry."], seen: page + 1)
    }

    @Test func `lists go item by item, and only one item that both changed is asked`() async throws {
        let areas: JSON = [["area": "Ports", "strengths": "Deep"], ["area": "Fish", "strengths": "Fresh"]]
        try await office.carryOut("add-joint-swot", ["title": "Joint", "areas": areas])
        let page = office.desk.published.entry
        func change(_ areas: JSON) async throws {
            try await office.carryOut("change-joint-swot", ["id": 1, "title": "Joint", "areas": areas], seen: page)
        }
        try await change([["area": "Ports", "strengths": "Deep and wide"], ["area": "Fish", "strengths": "Fresh"]])
        try await change([
            ["area": "Ports", "strengths": "Deep"], ["area": "Fish", "strengths": "Very fresh"], ["area": "Salt"],
        ])
        #expect(
            now(Reference(kind: "joint-swot", number: 1))["areas"]
                == [
                    ["area": "Ports", "strengths": "Deep and wide"], ["area": "Fish", "strengths": "Very fresh"],
                    ["area": "Salt"],
                ])
        let conflict = try await conflict {
            try await change([["area": "Ports", "strengths": "Shallow"], ["area": "Fish", "strengths": "Fresh"]])
        }
        #expect(conflict?.both.map(\.name) == ["areas"])
        // What one takes out and the other changed is asked, too.
        let out = try await self.conflict { try await change([["area": "Ports", "strengths": "Deep"]]) }
        #expect(out?.both.map(\.name) == ["areas"])
    }

    @Test func `what is right alone and wrong together is asked with what is wrong`() async throws {
        try await office.carryOut(
            "add-event",
            [
                "title": "Visit", "sorts": ["studyVisit"], "status": "planned", "start": "2025-05-14",
                "end": "2025-05-16",
            ])
        let page = office.desk.published.entry
        func change(_ start: String, _ end: String) async throws {
            try await office.carryOut(
                "change-event", ["id": 1, "title": "Visit", "start": .text(start), "end": .text(end)], seen: page)
        }
        try await change("2025-05-14", "2025-05-14")
        let conflict = try await conflict { try await change("2025-05-15", "2025-05-16") }
        #expect(conflict?.refusal.findings.map(\.field) == ["end"])
        #expect(conflict?.both.map(\.name) == ["end"] && conflict?.input["start"] == "2025-05-15")
        #expect(office.desk.published.project.events[1]?.end == When("2025-05-14"))
        // What is wrong alone is refused as ever.
        await #expect(throws: Refusal.self) { try await change("2025-05-18", "2025-05-17") }
    }

    @Test func `a name and a partner of one person are changed by two`() async throws {
        try await office.carryOut("add-person", ["name": "Ana Vidmar", "partner": 1])
        let page = office.desk.published.entry
        let ana = office.desk.published.project.persons.count
        let id = JSON.whole(Int64(ana))
        try await office.carryOut("change-person", ["id": id, "name": "Ana Kos", "partner": 1], seen: page)
        try await office.carryOut("change-person", ["id": id, "name": "Ana Vidmar", "partner": 2], seen: page)
        let project = office.desk.published.project
        #expect(project.name(of: Key(ana)) == "Ana Kos" && project.persons[Key(ana)]?.partner == 2)
        let conflict = try await conflict {
            try await office.carryOut("change-person", ["id": id, "name": "Ana Novak", "partner": 1], seen: page)
        }
        #expect(conflict?.both.map(\.name) == ["name"] && conflict?.reference.kind == "person")
    }

    @Test func `who only looked on changes nothing, and what is withdrawn since is not changed`() async throws {
        let page = office.desk.published.entry
        let partner = try #require(office.desk.published.project.partners[2])
        let form = sent(partner)
        try await office.carryOut("change-partner", ["id": 2, "city": "Wismar"], seen: page)
        let refusal = await #expect(throws: Refusal.self) {
            try await office.carryOut("change-partner", form, seen: page)
        }
        #expect(refusal?.code == "nothingChanged")
        await #expect(throws: ProjectDesk.Conflict.self) {
            try await office.carryOut("withdraw-partner", ["id": 2, "reason": "Left."], seen: page)
        }
    }

    @Test func `what was redacted since does not come back by a form that was open`() async throws {
        try await office.carryOut("add-event", ["title": "Visit with Ana Vidmar", "sorts": ["studyVisit"]])
        let event = Reference(kind: "event", number: 1)
        let seen = office.desk.published.entry
        let form = sent(office.desk.published.project.record(event)!, ["place": "Izola"])
        let replacement = #"{"id": 1, "title": "Visit", "sorts": ["studyVisit"], "status": "planned"}"#
        try await office.carryOut(
            "redact-body",
            [
                "entry": .whole(Int64(seen)), "position": 0, "replacement": .text(replacement), "ground": "She asked",
            ])
        let asked = try await conflict {
            try await office.carryOut("change-event", form, seen: seen)
        }
        #expect(asked != nil && now(event)["title"] == "Visit" && now(event)["place"] == nil)
        // Made anew, the form goes through.
        try await office.carryOut(
            "change-event", ["id": 1, "place": "Izola"], seen: office.desk.published.entry)
        #expect(now(event)["title"] == "Visit" && now(event)["place"] == "Izola")
    }

    @Test func `a dry run is asked the same`() async throws {
        let page = office.desk.published.entry
        try await office.carryOut("change-partner", ["id": 2, "city": "Wismar"], seen: page)
        let change = AnyVerb.named("change-partner")!
        #expect(throws: ProjectDesk.Conflict.self) {
            try office.desk.foreseeing(.init(change, ["id": 2, "city": "Kiel"], by: Office.coordinator, seen: page))
        }
    }
}

extension Shape {
    /// Whether it is one value, of which two versions cannot both stand.
    fileprivate var isOneValue: Bool { if case .list = self { false } else { true } }
}
