import Cast
import Testing

@testable import Desk
@testable import Domain

@Suite struct PermissionTableTests {
    /// Green Harbours with one more person for each duty, bound to partner 2 where a duty is bound to one.
    struct Seats {
        let project: Project
        let of: [(duty: Duty.Sort, seat: Seat)]

        init() throws {
            var project = try Played("green-harbours").project
            var seats: [(Duty.Sort, Seat)] = []
            for sort in Duty.Sort.allCases {
                let person = project.persons.next
                let duty = Duty(
                    id: project.duties.next, person: person, sort: sort, partner: sort.isOfPartner ? 2 : nil)
                project = project.applying([Change.put(Person(id: person)), .put(duty)])
                seats.append((sort, .person(project.name, person)))
            }
            self.project = project
            of = seats
        }

        /// Who may, and what is otherwise with a record of another partner.
        func line(_ verb: AnyVerb, _ rule: (AnyVerb) -> May = \.may) -> String {
            func duties(_ record: (any Record)?) -> [String] {
                of.filter { _, seat in
                    Permission.refusal(.doing(verb, record), by: seat, in: project, on: .friday, rule: rule) == nil
                }.map(\.duty.rawValue)
            }
            let all = duties(nil)
            func otherwise(_ name: String, _ isMeant: (Key<Partner>) -> Bool) -> String {
                let records = verb.kind.flatMap { Kind.named($0) }?.each(project) ?? []
                let record = records.first {
                    let owners = $0.owners(in: project)
                    return !owners.isEmpty && owners.allSatisfy(isMeant)
                }
                guard let record, duties(record) != all else { return "" }
                return "; \(name): \(duties(record).joined(separator: ", "))"
            }
            let who = all.isEmpty ? "who runs the installation" : all.joined(separator: ", ")
            return "\(verb.name): \(who)" + otherwise("own") { $0 == 2 }
                + otherwise("another partner\u{2019}s") { $0 != 2 }
        }
    }

    @Test func `who may do what is as the golden table says`() throws {
        let seats = try Seats()
        #expect(
            Golden.difference(AnyVerb.all.map { seats.line($0) }.joined(separator: "\n"), "permissions.txt") == nil)
    }

    @Test func `a rule that is changed changes the table, whichever it is`() throws {
        let seats = try Seats()
        var random = Chance(50)
        let ruled = AnyVerb.all.filter { if case .duties = $0.may { true } else { false } }
        for _ in 0..<50 {
            let verb = random.one(of: ruled)
            let duty = random.one(of: Duty.Sort.allCases.filter { $0 != .coordinator })
            let changed = seats.line(verb) { asked in
                guard case .duties(let duties) = asked.may else { return asked.may }
                return .duties(duties.symmetricDifference([duty]))
            }
            #expect(changed != seats.line(verb), "\(verb.name) \(duty)")
            #expect(seats.line(verb) { _ in .everybody } != seats.line(verb), "\(verb.name)")
        }
    }

    @Test func `nobody bound to a partner does anything to what is another's, and does to its own what the duty may`()
        throws
    {
        let seats = try Seats()
        var asked = 0
        for kind in Kind.all {
            for record in kind.each(seats.project) {
                let owners = record.owners(in: seats.project)
                if owners.isEmpty { continue }
                let own = seats.project.succession(of: 2)
                for verb in AnyVerb.all where verb.kind == kind.name {
                    for (duty, seat) in seats.of where duty.isOfPartner {
                        let refusal = Permission.refusal(
                            .doing(verb, record), by: seat, in: seats.project, on: .friday)
                        let expected: String? =
                            verb.may == .everybody
                            ? nil
                            : !verb.may.includes(duty)
                                ? (verb.may == .steward ? "stewardOnly" : "mayNot")
                                : owners.contains(where: own.contains) ? nil : "notYours"
                        #expect(refusal?.code == expected, "\(duty) \(verb.name) \(record.reference)")
                        asked += 1
                    }
                }
            }
        }
        #expect(asked > 1_000)
    }
}
