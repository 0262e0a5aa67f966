import Cast
import Testing

@testable import Domain

/// What stays true whatever people do, in any order.
@Suite struct InvariantsTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func `no accepted verb breaks the project`(seed: UInt64) throws {
        var chance = Chance(seed)
        var project = GreenHarbours.unbegun
        var accepted: [String: Int] = [:]
        var trail: [[Change]] = []
        var given: [String: Int] = [:]
        let beginning = try project.changes("begin-project", GreenHarbours.begun)
        trail.append(beginning)
        project = project.applying(beginning)
        for _ in 0..<900 {
            let verb = chance.one(of: AnyVerb.all)
            let day = Day.friday.adding(days: chance.below(900) - 450)
            var input = chance.json(verb.form, in: project, sloppy: chance.once(in: 4))
            if let kind = verb.kind, input["id"] != nil {
                let numbers = Kind.named(kind)?.each(project).map(\.reference.number) ?? []
                input = input.overlaid(by: ["id": .whole(Int64(numbers.isEmpty ? 1 : chance.one(of: numbers)))])
            }
            guard let changes = try? project.changes(verb.name, input, on: day) else { continue }
            #expect(!changes.isEmpty)
            accepted[verb.name.split(separator: "-").first.map(String.init) ?? "", default: 0] += 1
            for change in changes {
                let kind = try #require(Kind.named(change.reference.kind))
                switch change {
                case .put, .erase:
                    let record = try #require(change.record)
                    #expect(
                        (try? kind.reading(record.json))?.json == record.json, "\(verb.name): \(record.json.written)")
                    // A reason has the number of its entry.
                    if kind.name != Reason.kind, kind.find(project, change.reference.number) == nil {
                        #expect(change.reference.number == given[kind.name, default: kind.next(project) - 1] + 1)
                    }
                    given[kind.name] = max(given[kind.name] ?? 0, change.reference.number, kind.next(project) - 1)
                case .remove(_, let reason): #expect(!reason.isEmpty)
                }
            }
            trail.append(changes)
            project = project.applying(changes)
        }
        #expect(accepted["add", default: 0] > 20)
        #expect(accepted["change", default: 0] > 8)
        #expect(accepted["withdraw", default: 0] > 5)
        try expectWhole(project)

        let again = trail.reduce(GreenHarbours.unbegun) { $0.applying($1) }
        #expect(again == project)
        var last: [Reference: Change] = [:]
        for change in trail.joined() { last[change.reference] = change }
        let folded = GreenHarbours.unbegun.applying(
            last.keys.sorted().compactMap { last[$0] }, entry: project.entry)
        #expect(folded == project)
    }

    /// Numbers are unique and rise, there is one identification, what is named exists, periods do not overlap.
    private func expectWhole(_ project: Project) throws {
        #expect(project.identifications.count <= 1)
        for kind in Kind.all {
            let records = kind.each(project)
            let numbers = records.map(\.reference.number)
            #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
            #expect(kind.count(project) == records.count)
            #expect(numbers.allSatisfy { $0 < kind.next(project) })
            for record in records {
                #expect(kind.shape.findings(in: record.json, of: project) == [], "\(record.reference)")
            }
        }
        let periods = project.reportingPeriods.sorted { $0.start < $1.start }
        #expect(zip(periods, periods.dropFirst()).allSatisfy { $0.end < $1.start })
        #expect(Set(project.figures.map(\.name)).count == project.figures.count)
    }
}
