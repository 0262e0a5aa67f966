import Cast
import Words

@testable import Desk
@testable import Domain
@testable import Trail

/// What looks at projects as pages do, and keeps what it made of the states before.
final class Sight {
    /// What it does wrong on purpose.
    enum Planted: String, CaseIterable {
        case staysAsItWas, seesWhatIsNew, searchesAll, followsAllPointers, readsAllBodies
    }

    private let planted: Planted?
    private let sights = Sights()
    private let search = Search()
    private let pointers = Pointers()
    private var first: [String: [Eyes: Project]] = [:]

    init(planted: Planted?) { self.planted = planted }

    func project(_ published: ProjectDesk.Published, by eyes: Eyes) -> Project {
        let seen = sights.project(published, by: eyes)
        switch planted {
        case .staysAsItWas:
            let kept = first[published.project.name, default: [:]][eyes] ?? seen
            first[published.project.name, default: [:]][eyes] = kept
            return kept
        case .seesWhatIsNew:
            var more = seen
            if let event = published.project.events.first(where: { $0.id.number == published.project.events.count }) {
                more = more.applying([.put(event)], entry: published.entry)
            }
            return more
        default: return seen
        }
    }

    func find(_ words: String, in seen: Project) -> [Search.Hit] {
        search.find(words, in: planted == .searchesAll ? seen.everything : seen)
    }

    func references(to reference: Reference, in seen: Project) -> [Reference] {
        pointers.references(to: reference, in: planted == .followsAllPointers ? seen.everything : seen)
    }

    func hides(_ body: Entry.Body, from eyes: Eyes, in project: Project, _ store: some TrailSource) throws -> Bool {
        try planted != .readsAllBodies && store.hides(body, from: eyes, in: project)
    }
}

/// What somebody is told who looks at a project: of another partner's records nothing, wherever a project tells something.
extension Simulation {
    /// A manager of each of two partners, one's controller, an auditor and a reader: persons 2 to 6. The two partners take
    /// something over from each other.
    static let people: [Step] =
        [
            ("partnerManager", 2), ("partnerManager", 3), ("controller", 2), ("auditor", nil), ("reader", nil),
        ].enumerated().flatMap { (place, duty: (sort: String, partner: Int64?)) in
            [
                Step(AddRecord<Person>.any, ["name": .text("Person \(place + 2)")]),
                Step(
                    AddRecord<Duty>.any,
                    [
                        "person": .whole(Int64(place + 2)), "sort": .text(duty.sort),
                        "partner": duty.partner.map { .whole($0) } ?? .null,
                    ]),
            ]
        }
        + [Int64(2), 3].map { partner in
            Step(
                AddRecord<GoodPractice>.any, ["title": "Practice", "status": "candidate", "partner": .whole(partner)])
        }
        + [Int64(2), 3].map { partner in
            Step(
                AddRecord<Inspiration>.any,
                ["what": "All of it", "partner": .whole(partner), "practices": [.whole(4 - partner)]])
        }

    /// What everybody is told of is worked out once.
    private struct Looked {
        let published: ProjectDesk.Published
        /// As it was at some entry of before.
        let before: Project
        let records: [(record: any Record, written: String, pointing: [Reference])]
        let bodies: [(body: Entry.Body, record: (any Record)?, words: [String])]
    }

    func look(at name: String) throws {
        let published = try desk(name).published
        let looked = Looked(
            published: published, before: try store.open(name, upTo: 1 + chance.below(published.entry)),
            records: Kind.all.flatMap { kind in
                kind.each(published.project).map { record in
                    let json = record.json
                    // An erasure names what was erased, and no more of it.
                    return (record, json.written, kind.name == Erasure.kind ? [] : kind.shape.references(in: json))
                }
            },
            bodies: try (1...max(1, published.entry)).flatMap { entry in
                try store.bodies(of: name, entry: entry).map {
                    ($0, (try? $0.change)?.record, Self.words(in: $0.record ?? []))
                }
            })
        var looking: [Eyes] = []
        // A visitor or the reader, a partner's manager, and anybody.
        for number in [chance.one(of: [0, 6]), chance.one(of: [2, 3]), 1 + chance.below(9)] {
            let seat = number == 0 ? Seat.visitor : .person(name, Key(number))
            let eyes = try desk(name).eyes(of: seat, published.project, clock.today())
            if looking.contains(eyes) { continue }
            looking.append(eyes)
            try look(at: looked, by: seat, eyes, "\(name): to person \(number)")
        }
    }

    private func look(at looked: Looked, by seat: Seat, _ eyes: Eyes, _ who: String) throws {
        let project = looked.published.project
        let known = partners(of: seat.person(in: project.name), in: project)
        func mayKnow(_ record: any Record) -> Bool {
            guard let known, Kind.ownable.contains(record.reference.kind) else { return true }
            let owners = record.owners(in: project).map(\.number)
            return owners.isEmpty || !known.isDisjoint(with: owners)
        }
        let seen = sight.project(looked.published, by: eyes)
        for (record, _, _) in looked.records {
            let isTold = seen.entry(of: record.reference) != nil
            try require(isTold == mayKnow(record), "\(who) \(record.reference) is \(isTold ? "" : "not ")told")
        }
        guard known != nil else { return }
        let hidden = looked.records.map(\.record).filter { !mayKnow($0) }.map(\.reference)
        try require(hidden.allSatisfy { seen.record($0) == nil }, "\(who) more is told than was looked at")
        // Words of chance that stand in what somebody must not be told, and in nothing else.
        var (secrets, others): (Set<String>, Set<String>) = ([], [])
        for (body, record, words) in looked.bodies {
            guard let record else { continue }
            let isHidden = try sight.hides(body, from: eyes, in: project, store)
            try require(isHidden == !mayKnow(record), "\(who) a body of \(body.reference) is told otherwise")
            if mayKnow(record) { others.formUnion(words) } else { secrets.formUnion(words) }
        }
        secrets.subtract(others)
        let all = secrets.sorted()
        let told = try told(looked, seen, besides: Array(all.prefix(2)), who)
        for secret in all where told.contains(secret) { throw fail("\(who) \(secret) is told") }
        try refusals(of: hidden, in: seen, by: seat, who)
    }

    /// Whose records the person is told: everybody's when nil. Said once more, and not as the product says it.
    private func partners(of person: Key<Person>?, in project: Project) -> Set<Int>? {
        let duties = project.duties.filter { $0.person == person && $0.isHeld(on: clock.today()) }
        let sorts = Set(duties.map(\.sort.rawValue))
        let whole: Set = ["coordinator", "financeManager", "communicationManager", "secretariat", "auditor"]
        guard project.persons.contains(where: { $0.id == person }), !sorts.isEmpty else { return [] }
        guard sorts.isDisjoint(with: whole) else { return nil }
        let bound: Set = ["partnerManager", "partnerFinanceOfficer", "contributor", "controller"]
        var known = Set(duties.filter { bound.contains($0.sort.rawValue) }.compactMap { $0.partner?.number })
        // What a partner took over is its own.
        for _ in project.partners {
            for partner in project.partners where known.contains(partner.id.number) {
                if let before = partner.replaces?.number { known.insert(before) }
            }
        }
        return known
    }

    /// The long numbers that stand in a text: words of chance, each in one place and what was made of it.
    private static func words(in text: some Collection<UInt8>) -> [String] {
        text.split { $0 < 0x30 || $0 > 0x39 }.filter { $0.count > 12 }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The words of chance in all that a project tells somebody.
    private func told(_ looked: Looked, _ seen: Project, besides words: [String], _ who: String) throws -> Set<String> {
        let (english, today) = (Words.of(.en), clock.today())
        func name(_ reference: Reference) -> String { english.name(reference, in: seen) }
        var told: [String] = []
        var named: Set<Reference> = []
        for (record, written, pointing) in looked.records where seen.entry(of: record.reference) != nil {
            let others = sight.references(to: record.reference, in: seen)
            try require(
                others.allSatisfy { seen.entry(of: $0) != nil }, "\(who) others point to \(record.reference)")
            told.append(written)
            named.formUnion([record.reference] + pointing + others)
        }
        told += seen.needs(on: today).map { english.sentence($0, on: today, name: name) }
        named.formUnion(seen.calendar(on: today).map(\.about))
        told += named.map(name)
        for word in words + ["Ana"] { told += sight.find(word, in: seen).flatMap { [name($0.reference), $0.excerpt] } }
        let before = looked.before.seen(by: seen.eyes)
        for difference in Comparison(from: before, to: seen).differences {
            let isTold = before.entry(of: difference.reference) ?? seen.entry(of: difference.reference)
            try require(isTold != nil, "\(who) \(difference.reference) is compared")
        }
        return Set(told.flatMap { Self.words(in: $0.utf8) })
    }

    /// A verb on a record that somebody is not told is refused as one on a record that never was; what is refused for others' sake
    /// names none of them.
    private func refusals(of hidden: [Reference], in seen: Project, by seat: Seat, _ who: String) throws {
        func refusal(_ verb: AnyVerb, _ input: JSON) throws -> Refusal? {
            do {
                _ = try desk(seen.name).foreseeing(.init([Step(verb, input)], by: seat))
                return nil
            } catch { return error as? Refusal }
        }
        let verbs = AnyVerb.all.filter { verb in
            verb.subject != nil && verb.may != .everybody && hidden.contains { $0.kind == verb.kind }
        }
        for _ in 0..<(verbs.isEmpty ? 0 : 4) {
            let verb = chance.one(of: verbs)
            let there = chance.one(of: hidden.filter { $0.kind == verb.kind }).number
            let never = 900_000 + chance.below(90_000)
            let input = chance.json(verb.form, in: seen, sloppy: chance.once(in: 2))
            func asked(_ number: Int) throws -> String {
                let subject = JSON.object([(verb.subject ?? "id", .whole(Int64(number)))])
                let refusal = try refusal(verb, input.overlaid(by: subject))
                try require(refusal != nil, "\(who) \(verb.name) of \(number) is done")
                return refusal.map { "\($0)" } ?? ""
            }
            let (hidden, unknown) = (try asked(there), try asked(never))
            try require(
                hidden == unknown.replacing("\(never)", with: "\(there)"),
                "\(who) \(verb.name) of \(there) is refused as \(hidden)")
        }
        for kind in [GoodPractice.kind, Event.kind] {
            guard let verb = Kind.named(kind)?.verb(.withdraw) else { continue }
            for record in Kind.named(kind)?.each(seen).suffix(3) ?? [] {
                let input: JSON = ["id": .whole(Int64(record.reference.number)), "reason": "Twice"]
                for fact in try refusal(verb, input)?.facts ?? [] {
                    guard case .records(let named, _) = fact.fact else { continue }
                    let isTold = named.allSatisfy { seen.entry(of: $0) != nil }
                    try require(isTold, "\(who) of what hinders \(verb.name) more is told than is seen")
                }
            }
        }
    }
}
