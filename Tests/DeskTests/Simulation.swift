import Cast
import Dispatch
import Foundation
import Synchronization

@testable import Desk
@testable import Domain
@testable import Trail

/// What was found: at which step of which seed, and what is not as it must be.
struct Found: Error, CustomStringConvertible {
    let seed: UInt64
    let step: Int
    let what: String
    var description: String { "\(what) (step \(step)); again with: bin/simulate --seed \(seed)" }
}

/// Random people who carry out random verbs in two projects of one store in memory, with a fault at any point at which something is
/// written, and a clock that is set. After every step must hold: what was answered is there; nothing else is, but what nobody was
/// told of since the process ended; what is published is what is stored; what was erased is nowhere; and nobody is told what is
/// another partner's (`SimulatedEyes.swift`).
///
/// Equal seeds give equal runs: all chance comes from the seed, and several verbs at once are decided one after the other while the
/// store is held up, so that they go to it together.
final class Simulation {
    static let names = ["blue-harbours", "green-harbours"]

    var chance: Chance
    private let seed: UInt64
    private var step = 0
    private let planted: ProjectDesk.Planted?
    let store: StoreInMemory
    private let faults = Faults()
    private let hands = Hands(at: .friday)
    private(set) var clock: Clock
    let sight: Sight
    private var desks: [String: ProjectDesk] = [:]
    private var known: [String: Known] = [:]
    /// What was erased, as it stood.
    private var gone: [[UInt8]] = []
    private var sent: [Digest] = []
    /// How many verbs were accepted, by name.
    private(set) var accepted: [String: Int] = [:]

    /// What somebody outside knows of a project: the head after each entry, and the project as it was published with it.
    private struct Known {
        var heads: [Digest] = []
        /// Of the entries since the last erasure.
        var then: [Int: Project] = [:]
    }

    init(
        seed: UInt64, store planted: Cast.Planted? = nil, desk: ProjectDesk.Planted? = nil, sight: Sight.Planted? = nil
    ) {
        self.seed = seed
        self.sight = Sight(planted: sight)
        chance = Chance(seed)
        self.planted = desk
        store = StoreInMemory(planted: planted)
        clock = hands.clock
        store.strike.withLock { [faults] in $0 = { try faults.strike(at: $0) } }
    }

    func run(_ steps: Int = 50) throws {
        try open()
        for name in Self.names {
            let begun = Step(BeginProject.any, GreenHarbours.begun)
            _ = try one(name, .init([begun], by: .steward)).get()
            _ = try one(name, .init(Self.people, by: .steward)).get()
        }
        for number in 1...steps {
            step = number
            hands.pass(Int64(chance.below(3 * 3_600_000)))
            switch chance.below(20) {
            case 0: try restart()
            case 1: try setClock()
            case 2, 3, 4: try crowd()
            case 5: try refused()
            case 6...10: try faulty()
            default:
                let name = chance.one(of: Self.names)
                _ = try one(name, somebody(in: name))
            }
            try check(whole: step % 10 == 0 || step == steps)
            if step * 2 == steps || step == steps { try look(at: chance.one(of: Self.names)) }
        }
    }

    func fail(_ what: String) -> Found { Found(seed: seed, step: step, what: what) }
    func require(_ holds: Bool, _ what: @autoclosure () -> String) throws {
        if !holds { throw fail(what()) }
    }
    private func project(_ name: String) throws -> Project { try desk(name).published.project }
    func desk(_ name: String) throws -> ProjectDesk {
        guard let desk = desks[name] else { throw fail("\(name) has no desk") }
        return desk
    }

    // MARK: What happens

    /// A process opens the store.
    private func open() throws {
        clock = hands.clock
        try store.finishRemovals()
        let committer = Committer(store)
        for name in Self.names {
            desks[name] = try ProjectDesk(
                name, store: store, committer: committer, clock: clock, hiding: Kind.ownable,
                syncFailed: { [faults] _ in faults.note() },
                planted: planted)
        }
    }

    /// The process ends, and another one opens the store.
    private func restart() throws {
        try open()
        for name in Self.names { try adopt(name) }
        if try Self.names.contains(where: { try desk($0).ahead != nil }) { try acceptClock() }
    }

    private func acceptClock() throws {
        clock.accept()
        for name in Self.names {
            _ = try one(name, .init([Step(AcceptClock.any, ["reason": "It is right now."])], by: .steward)).get()
        }
    }

    /// What was written and never answered is there all the same, as long as nothing that was answered is missing.
    private func adopt(_ name: String) throws {
        let published = try desk(name).published
        let heads = try store.headers(of: name).map { Digest(of: $0.bytes) }
        try require(
            heads.starts(with: known[name]?.heads ?? []), "\(name): an answered entry is not in the trail any more")
        try require(
            published.head == heads.last ?? Header.noPrevious, "\(name): another head than the trail's is opened")
        known[name]?.heads = heads
        known[name]?.then = [heads.count: published.project]
    }

    private func setClock() throws {
        let gap = Int64(chance.below(4 * 3_600_000)) - 2 * 3_600_000
        let name = chance.one(of: Self.names)
        _ = try one(name, .init([simple(in: project(name))], by: .steward))
        hands.set(by: gap)
        guard clock.refusal != nil else {
            _ = try one(name, somebody(in: name))
            return
        }
        let answer = try one(name, .init([simple(in: project(name))], by: .steward))
        try require(
            ["clockJumped", "entryAhead"].contains(code(answer)),
            "\(name): entered though the clock was set by \(gap) ms")
        try acceptClock()
    }

    /// Several verbs at once, which go to the store together. Of what fails, all that was decided on it fails too.
    private func crowd() throws {
        let asked = try (0..<chance.below(5) + 2).map { _ in
            let name = chance.one(of: Self.names)
            return (name, ProjectDesk.Asked(try steps(in: project(name)), by: .steward))
        }
        if chance.once(in: 3) { faults.arm(chance.below(12) + 1, chance.one(of: [.diskFull, .broken("torn")])) }
        let before = try Self.names.map { try project($0) }
        let answers = Answers(asked.count)
        var isHeld = false
        faults.holdUp()
        for (place, (name, asked)) in asked.enumerated() {
            let desk = try desk(name)
            desk.carryOut(asked, at: nil) { answers.note($0, at: place) }
            desk.writer.sync {}
            if !isHeld, answers[place] == nil {
                isHeld = true
                faults.waitUntilHeld()
            }
        }
        for (name, project) in zip(Self.names, before) where try desk(name).published.project.entry != project.entry {
            faults.goOn(isHeld)
            throw fail("\(name): published before it was durable")
        }
        faults.goOn(isHeld)
        let all = answers.all()
        faults.disarm()
        for (place, answer) in all.enumerated() { try take(answer, of: asked[place].0, asked[place].1) }
        for name in Self.names { try isStanding(name) }
    }

    /// What must not be: the wrong person, an older page, a project that moved on, a document that is not there.
    private func refused() throws {
        let name = chance.one(of: Self.names)
        let project = try project(name)
        guard try desk(name).hindrance == nil else { return }
        switch chance.below(4) {
        case 0:
            let seat = chance.one(of: [Seat.visitor, .person("red-harbours", 1), .person(name, 99)])
            let answer = try one(name, .init([simple(in: project)], by: seat))
            try require(code(answer) == "noDesk", "\(name): done by \(seat)")
        case 1:
            guard let changed = project.partners.first(where: { project.entry(of: $0.reference) ?? 0 > 1 }) else {
                return
            }
            let change = Step(
                ChangeRecord<Partner>.any, ["id": .whole(Int64(changed.id.number)), "city": .text(word())])
            let seen = (project.entry(of: changed.reference) ?? 1) - 1
            let answer = try one(name, .init([change], by: .steward, seen: seen))
            if case .failure(is ProjectDesk.Conflict) = answer { return }
            if case .success = answer {
                // The other changed something else: that stands beside it.
                let then = try store.history(of: changed.reference, in: name).last { $0.entry <= seen }
                let was = try then?.body.change?.record as? Partner
                var now = try self.project(name).partners[changed.id]
                now?.city = changed.city
                try require(
                    was != nil && was?.city == changed.city && now == changed, "\(name): went over another's change")
                return
            }
            // It may be refused for what is wrong with the partner, too.
            try require(code(answer) == "blocked", "\(name): went over another's change")
        case 2:
            let answer = try one(name, .init([simple(in: project)], by: .steward, after: project.entry - 1))
            try require(code(answer) == "movedOn", "\(name): carried out after more than was checked")
        default:
            let proof = proof(Digest(of: Array(word().utf8)))
            let step = Step(AddRecord<News>.any, ["title": "News", "status": "draft", "provenance": proof])
            let answer = try one(name, .init([step], by: .steward))
            try require(code(answer) == "blocked", "\(name): names a document that is not there")
        }
    }

    /// Something fails where something is written: it is refused, ends in the middle, or is written and nobody is told, and then
    /// the process is gone.
    private func faulty() throws {
        let name = chance.one(of: Self.names)
        faults.arm(chance.below(10) + 1, chance.one(of: [.diskFull, .broken("torn"), .syncFailed("gone")]))
        let asked = try chance.once(in: 3) ? renaming() : somebody(in: name)
        let before = asked.steps.contains { $0.verb.room == .trails } ? try erasable(in: name) : [:]
        let answer = try one(name, asked, isFaulty: true)
        let struck = faults.disarm()
        if let struck, struck.fault == .syncFailed("gone") || struck.point == .removing {
            let isDocument = [.keeping, .kept, .removing].contains(struck.point)
            try require(
                isDocument || faults.stops > 0, "\(name): nobody was told that the disk may have lost something")
            return try restart()
        }
        try take(answer, of: name, asked, before)
        if struck == nil { return }
        try require(code(answer) != nil, "\(name): answered though \(String(describing: struck)) was met")
        // What failed hinders nothing that comes after it.
        guard try desk(name).hindrance == nil else { return }
        let next = try one(name, .init([simple(in: project(name))], by: .steward))
        if case .failure(let error) = next {
            throw fail("\(name): after a fault nothing is accepted any more: \(error)")
        }
    }

    private func one(_ name: String, _ asked: ProjectDesk.Asked, isFaulty: Bool = false) throws
        -> Result<ProjectDesk.Answer, any Error>
    {
        let desk = try desk(name)
        let foreseen = isFaulty ? nil : try? desk.foreseeing(asked)
        let before = asked.steps.contains { $0.verb.room == .trails } ? try erasable(in: name) : [:]
        let answers = Answers(1)
        desk.carryOut(asked, at: nil) { answers.note($0, at: 0) }
        let answer = answers.all()[0]
        if isFaulty { return answer }
        try take(answer, of: name, asked, before)
        if case .success(let answer) = answer, let foreseen {
            let expected = Set(foreseen.map(\.reference).filter { $0.kind != Reason.kind }.meant)
            try require(Set(answer.records) == expected, "\(name): changes \(answer.records), foreseen was \(expected)")
        }
        return answer
    }

    private func code(_ answer: Result<ProjectDesk.Answer, any Error>) -> String? {
        guard case .failure(let error) = answer else { return nil }
        return (error as? Refusal)?.code ?? "\(error)"
    }

    /// What the answer says is what is in the trail, by whom and why; what was refused left nothing there.
    private func take(
        _ answer: Result<ProjectDesk.Answer, any Error>, of name: String, _ asked: ProjectDesk.Asked,
        _ before: [[Int]: [UInt8]] = [:]
    ) throws {
        var known = known[name] ?? Known()
        defer { self.known[name] = known }
        guard case .success(let answer) = answer else { return }
        for step in asked.steps { accepted[step.verb.name, default: 0] += 1 }
        try require(
            answer.entry == known.heads.count + 1, "\(name): entry \(answer.entry) follows \(known.heads.count)")
        known.heads.append(answer.published.head)
        guard let header = try store.headers(of: name, after: answer.entry - 1, upTo: answer.entry).first else {
            throw fail("\(name): entry \(answer.entry) was answered and is not there")
        }
        try require(
            Digest(of: header.bytes) == answer.published.head, "\(name): entry \(answer.entry) is another than answered"
        )
        try require(header.header.person == asked.seat.person(in: name)?.number, "\(name): another person acted")
        let bodies = try store.bodies(of: name, entry: answer.entry)
        let changed = bodies.map(\.reference)
        try require(
            changed.filter { $0.kind != Reason.kind }.meant == answer.records, "\(name): \(changed) are in the entry")
        try require(
            try store.references(of: name, after: answer.entry - 1, upTo: answer.entry)[answer.entry] == changed,
            "\(name): other records are listed of the entry than it has")
        let reasons = try store.reasons(of: name, after: answer.entry - 1, upTo: answer.entry, particulars: true)
        try require(asked.reason == nil || reasons[answer.entry] == asked.reason, "\(name): the reason is not kept")
        let erasures = bodies.filter { $0.reference.kind == Erasure.kind }
        for body in erasures {
            let erasure = try body.record.map { try Canonical.decode(Erasure.self, from: $0) }
            if let entry = erasure?.entry, let position = erasure?.position {
                gone.append(before[[entry, position]] ?? [])
            }
        }
        if erasures.isEmpty {
            known.then[answer.entry] = answer.published.project
        } else {
            known.then = [answer.entry: answer.published.project]
        }
    }

    /// Every body by its place, as it stands before a verb.
    private func erasable(in name: String) throws -> [[Int]: [UInt8]] {
        var bodies: [[Int]: [UInt8]] = [:]
        for entry in 1...max(1, known[name]?.heads.count ?? 1) {
            for (position, body) in try store.bodies(of: name, entry: entry).enumerated() {
                bodies[[entry, position]] = body.bytes
            }
        }
        return bodies
    }

    // MARK: What must hold

    private func isStanding(_ name: String) throws {
        let (published, heads) = (try desk(name).published, known[name]?.heads ?? [])
        try require(
            published.entry == heads.count,
            "\(name): entry \(published.entry) is published, \(heads.count) were answered")
        try require(published.head == heads.last, "\(name): another head is published than was answered")
        let last = try store.headerBytes(of: name, after: 0, upTo: .max, most: .max).last
        try require(
            last?.entry == heads.count, "\(name): entry \(last?.entry ?? 0) is stored, \(heads.count) were answered")
        try require(
            last.map { Digest(of: $0.bytes) } == heads.last, "\(name): another head is stored than was answered")
        let line = published.project.identification.map { ProjectLine($0).json.written }
        try require(try store.footprint("line", "1", of: name) == line, "\(name): the footprint is not the project's")
    }

    private func check(whole: Bool) throws {
        for name in Self.names { try isStanding(name) }
        for bytes in gone { try require(!store.holds(bytes), "what was erased still stands in the store") }
        guard whole else { return }
        for name in Self.names {
            let published = try desk(name).published
            do { _ = try store.verify(name, head: published.head) } catch {
                throw fail("\(name) does not verify: \(error)")
            }
            let folded = try store.open(name)
            try require(folded == published.project, "\(name): folded it is not what is published")
            try require(try replayed(name) == folded, "\(name): entry by entry it is not what is folded")
            if let (entry, then) = known[name]?.then.sorted(by: { $0.key < $1.key }).first {
                try require(try store.open(name, upTo: entry) == then, "\(name): not known as it was at entry \(entry)")
            }
            let changed = try store.references(of: name, after: 0, upTo: .max)
            for reference in Set(changed.values.joined()) {
                let entries = changed.filter { $0.value.contains(reference) }.keys.sorted()
                try require(
                    try store.history(of: reference, in: name).map(\.entry) == entries,
                    "\(name): history of \(reference)")
            }
        }
        let wanted = try store.wantedDocuments(nil, in: nil)
        for document in sent where store.hasDocument(document) != wanted.contains(document) {
            throw fail(
                "document \(document.text.prefix(8)) is \(wanted.contains(document) ? "missing" : "kept for nobody")")
        }
    }

    /// The project by the slow way: every change of every entry in its order.
    private func replayed(_ name: String) throws -> Project {
        var project = Project(name: name, packs: store.packs)
        for entry in 1...max(1, known[name]?.heads.count ?? 1) {
            for body in try store.bodies(of: name, entry: entry) {
                if let change = try body.change {
                    project = project.applying([change], entry: entry)
                } else {
                    let kind = Kind.named(body.reference.kind)
                    kind?.remove(&project, body.reference.number)
                    kind?.reserve(&project, body.reference.number)
                }
            }
            project = project.applying([], entry: entry)
        }
        return project
    }

    // MARK: What people do

    private func word() -> String { "Ana \(chance.next())" }

    private func proof(_ document: Digest) -> JSON {
        ["proofs": [["document": .text(document.text), "name": "minutes.txt"]]]
    }

    /// What is accepted at any time.
    private func simple(in project: Project) -> Step {
        let (persons, partners) = (project.persons.map(\.id.number), project.partners.map(\.id.number))
        switch chance.below(4) {
        case 0 where !persons.isEmpty:
            let person = JSON.whole(Int64(chance.one(of: persons)))
            return Step(
                AddRecord<Contact>.any, ["person": person, "mail": .text("ana.\(chance.next())@example.org")])
        case 1 where !partners.isEmpty:
            let partner = JSON.whole(Int64(chance.one(of: partners)))
            return Step(ChangeRecord<Partner>.any, ["id": partner, "city": .text(word())])
        case 2:
            let host = partners.isEmpty || chance.once(in: 3) ? JSON.null : .whole(Int64(chance.one(of: partners)))
            return Step(
                AddRecord<Event>.any,
                ["title": .text(word()), "sorts": ["other"], "status": "planned", "host": host])
        default: return Step(AddRecord<Person>.any, ["name": .text(word())])
        }
    }

    /// What changes the line in the list of projects.
    private func renaming() -> ProjectDesk.Asked {
        .init([Step(ChangeRecord<Identification>.any, ["id": 1, "title": .text(word())])], by: .steward)
    }

    private func steps(in project: Project) throws -> [Step] {
        (0...(chance.once(in: 3) ? chance.below(5) : 0)).map { _ in simple(in: project) }
    }

    private func somebody(in name: String) throws -> ProjectDesk.Asked {
        let project = try project(name)
        let seat = chance.once(in: 2) ? Seat.person(name, Key(chance.once(in: 2) ? 1 : chance.below(5) + 2)) : .steward
        let reason = chance.once(in: 4) ? word() : nil
        switch chance.below(12) {
        case 0, 1: return .init(try steps(in: project), by: seat, reason: reason)
        case 2: return renaming()
        case 3:
            guard !project.events.isEmpty else { break }
            let event = chance.one(of: Array(project.events)).id.number
            let partners = project.partners.map(\.id.number)
            if !partners.isEmpty, chance.once(in: 3) {
                let hands: JSON = [
                    "id": .whole(Int64(event)), "host": .whole(Int64(chance.one(of: partners))),
                ]
                return .init([Step(ChangeRecord<Event>.any, hands)], by: seat)
            }
            return .init(
                [Step(WithdrawRecord<Event>.any, ["id": .whole(Int64(event)), "reason": .text(word())])], by: seat)
        case 4, 5:
            var uploads = Uploads()
            let new = uploads.add(Array(word().utf8))
            let document = chance.once(in: 3) ? sent.last ?? new : new
            if document == new { sent.append(new) }
            let with: JSON = [
                "title": "News", "status": chance.once(in: 4) ? "none" : "draft", "provenance": proof(document),
            ]
            return .init([Step(AddRecord<News>.any, with)], by: seat, reason: reason, uploads: uploads)
        case 6, 7, 8: return try erasing(in: name)
        default: break
        }
        let verb = chance.one(of: AnyVerb.all)
        guard ![BeginProject.name, PutProjectAway.name, BringProjectBack.name, AcceptClock.name].contains(verb.name)
        else {
            return .init([simple(in: project)], by: seat)
        }
        var input = chance.json(verb.form, in: project, sloppy: chance.once(in: 4))
        if input["provenance"] != nil { input = input.overlaid(by: ["provenance": nil]) }
        return .init([Step(verb, input)], by: seat, reason: reason)
    }

    private func erasing(in name: String) throws -> ProjectDesk.Asked {
        let ground = JSON.text("asked")
        let project = try project(name)
        if chance.once(in: 4), let document = sent.isEmpty ? nil : chance.one(of: sent) {
            return .init(
                [Step(EraseDocument.any, ["document": .text(document.text), "ground": ground])], by: .steward)
        }
        let persons = project.persons.map(\.id.number)
        if chance.once(in: 4), !persons.isEmpty {
            let person = JSON.whole(Int64(chance.one(of: persons)))
            return .init([Step(EraseParticulars.any, ["person": person, "ground": ground])], by: .steward)
        }
        let entry = chance.below(project.entry) + 1
        let bodies = try store.bodies(of: name, entry: entry)
        let position = chance.below(max(1, bodies.count))
        var input: JSON = ["entry": .whole(Int64(entry)), "position": .whole(Int64(position)), "ground": ground]
        guard bodies.indices.contains(position), let record = bodies[position].record,
            [Event.kind, PersonName.kind, Contact.kind].contains(bodies[position].reference.kind)
        else { return .init([Step(EraseBody.any, input)], by: .steward) }
        guard chance.once(in: 2) else { return .init([Step(EraseBody.any, input)], by: .steward) }
        let json = try JSON(reading: record)
        let field = ["title", "name", "mail"].first { json[$0] != nil } ?? "removed"
        let said = json.overlaid(by: .object([(field, .text(field == "mail" ? "a@example.org" : "Somebody"))]))
        input = input.overlaid(by: ["replacement": .text(said.written)])
        return .init([Step(RedactBody.any, input)], by: .steward)
    }
}

/// A fault that is met at one point at which something is written, and a store that is held up.
private final class Faults: Sendable {
    private struct State {
        var left = 0
        var fault: TrailFault?
        var struck: (point: WritePoint, fault: TrailFault)?
        var holds = false
        var stops = 0
    }

    private let state = Mutex(State())
    private let held = DispatchSemaphore(value: 0)
    private let free = DispatchSemaphore(value: 0)

    /// At the so manieth point from now.
    func arm(_ left: Int, _ fault: TrailFault) {
        state.withLock { ($0.left, $0.fault, $0.struck) = (left, fault, nil) }
    }

    @discardableResult func disarm() -> (point: WritePoint, fault: TrailFault)? {
        state.withLock { state in
            defer { (state.fault, state.struck) = (nil, nil) }
            return state.struck
        }
    }

    func note() { state.withLock { $0.stops += 1 } }
    var stops: Int { state.withLock { $0.stops } }

    /// The next append waits.
    func holdUp() { state.withLock { $0.holds = true } }
    func waitUntilHeld() { held.wait() }
    func goOn(_ isHeld: Bool) {
        state.withLock { $0.holds = false }
        if isHeld { free.signal() }
    }

    func strike(at point: WritePoint) throws {
        if point == .appending,
            state.withLock({ state in
                defer { state.holds = false }
                return state.holds
            })
        {
            held.signal()
            free.wait()
        }
        let fault = state.withLock { state -> TrailFault? in
            guard let fault = state.fault else { return nil }
            state.left -= 1
            // What is written counts: nobody is told otherwise but by a process that ends.
            guard state.left <= 0, point != .answering || fault == .syncFailed("gone") else { return nil }
            (state.fault, state.struck) = (nil, (point, fault))
            return fault
        }
        if let fault { throw fault }
    }
}

/// Answers in the order of asking.
private final class Answers: Sendable {
    private let answers: Mutex<[Result<ProjectDesk.Answer, any Error>?]>
    private let answered = DispatchSemaphore(value: 0)

    init(_ count: Int) { answers = Mutex(Array(repeating: nil, count: count)) }

    subscript(place: Int) -> Result<ProjectDesk.Answer, any Error>? { answers.withLock { $0[place] } }

    func note(_ answer: Result<ProjectDesk.Answer, any Error>, at place: Int) {
        answers.withLock { $0[place] = answer }
        answered.signal()
    }

    func all() -> [Result<ProjectDesk.Answer, any Error>] {
        let count = answers.withLock { $0.count }
        for _ in 0..<count { answered.wait() }
        return answers.withLock { $0.compactMap(\.self) }
    }
}
