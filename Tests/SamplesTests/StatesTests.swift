import Cast
import Domain
import Foundation
import Testing

/// What may happen to a record in which of its states, made of the code and of Green Harbours.
@Suite struct StatesTests {
    /// The field of a kind that says in which state a record is, with its words.
    static func states(of kind: Kind) -> (field: String, words: [String])? {
        for name in ["status", "state"] {
            if case .choice(_, let words)? = kind.shape.member(name)?.shape { return (name, words) }
        }
        return nil
    }

    /// The same, and the way of a practice through the programme, which is a second state of it.
    static func allStates(of kind: Kind) -> [(field: String, words: [String])] {
        let review: (String, [String])? =
            if case .choice(_, let words)? = kind.shape.member("review")?.shape { ("review", words) } else { nil }
        return [states(of: kind), review].compactMap { $0 }
    }

    /// Before anything is done with it, a practice says nothing of its way.
    private static func state(of record: any Record, _ field: String) -> String? {
        record.json[field]?.text ?? (field == "review" ? GoodPractice.Review.notSubmitted.rawValue : nil)
    }

    @Test func `every state of every record is in Green Harbours, at some time`() throws {
        let seen = try Self.seen()
        for kind in Kind.all {
            for (field, words) in Self.allStates(of: kind) {
                let lacking = words.filter { seen[kind.name]?["\(field) \($0)"] == nil }
                #expect(lacking == [], "\(kind.name) \(field)")
            }
        }
    }

    /// For each kind, the records in each of its states as they were when the sample was played, and as they are with a proof:
    /// the sample has no files.
    private static func seen() throws -> [String: [String: [any Record]]] {
        var seen: [String: [String: [any Record]]] = [:]
        for changes in try Played("green-harbours").changes {
            for case .put(let record) in changes {
                guard let kind = Kind.named(type(of: record).kind) else { continue }
                for (field, _) in allStates(of: kind) {
                    guard let state = state(of: record, field) else { continue }
                    var proved = record
                    proved.provenance.proofs = [Proof(document: .specimen, name: "proof.pdf")]
                    seen[kind.name, default: [:]]["\(field) \(state)", default: []] += [record, proved]
                }
            }
        }
        return seen
    }

    @Test func `the page of states says which verb has a meaning in which`() throws {
        let seen = try Self.seen()
        let project = try Played("green-harbours").project
        var text = """
            # What may happen in which state

            Made of the verbs and of Green Harbours by a test. A verb with a dot has a meaning in that state, and its button is shown there,
            if need be on those records that have what it is about (a proof); anywhere else it is refused with the state and what is
            needed. Changing, correcting, withdrawing, and saying how it was found, are possible in all states.

            Every kind that has states is here, with all of them. The last line of each says how many records of Green Harbours are in
            the state now; *was* is said where some were in it before, and a line of its own which kinds have no verb but
            adding and changing.

            """
        for kind in Kind.all {
            let verbs = AnyVerb.all.filter { verb in
                verb.kind == kind.name && verb.sort == .own
            }
            for (field, words) in Self.allStates(of: kind) {
                let records = words.map { seen[kind.name]?["\(field) \($0)"] ?? [] }
                text += "\n## \(kind.name)\(field == "review" ? ", its way through the programme" : "")\n\n"
                text += "| verb | " + words.joined(separator: " | ") + " |\n"
                text += "| --- |" + words.map { _ in " :-: |" }.joined() + "\n"
                for verb in verbs {
                    let marks = records.map { $0.contains { verb.hindrance($0, project) == nil } ? "•" : "" }
                    text += "| `\(verb.name)` | " + marks.joined(separator: " | ") + " |\n"
                }
                if verbs.isEmpty {
                    text += "| add and change | " + words.map { _ in "•" }.joined(separator: " | ") + " |\n"
                }
                let now = kind.each(project).compactMap { Self.state(of: $0, field) }
                let standing = zip(words, records).map { word, before in
                    let count = now.count { $0 == word }
                    return count > 0 ? String(count) : before.isEmpty ? "" : "was"
                }
                text += "| in Green Harbours | " + standing.joined(separator: " | ") + " |\n"
            }
        }
        #expect(Golden.difference(text, "../../docs/states.md") == nil)
    }

    /// A kind says which of its fields verbs govern: those that exist, and that a verb of its own has set; its state among them
    /// where a verb starts from one.
    @Test func `what verbs govern is what they set`() throws {
        var set: [String: Set<String>] = [:]
        for name in ["green-harbours", "inno-industry"] {
            let played = try Played(name)
            for (taken, changes) in zip(played.taken, played.changes) where taken.verb.sort == .own {
                for case .put(let record) in changes {
                    let old = taken.project.record(record.reference)?.json ?? .object([])
                    let changed = record.json.members.filter { old[$0.name] != $0.value }.map(\.name)
                    set[record.reference.kind, default: []].formUnion(changed)
                }
            }
        }
        // A project that runs is not closed: that comes when it has ended.
        let harbours = try Played("green-harbours").project
        let over = Setting(moment: Moment(milliseconds: 0, day: Day(2027, 1, 1)!), salt: "grain")
        for change in try CloseProject.any.decide(harbours, ["identification": 1, "on": "2026-12-31"], over) {
            set[change.reference.kind, default: []].insert("closedOn")
        }
        for kind in Kind.all {
            let unset = kind.governed.subtracting(set[kind.name] ?? []).subtracting(["found"]).sorted()
            #expect(unset == [], "\(kind.name)")
            #expect(kind.governed.isSubset(of: kind.shape.members.map(\.name)), "\(kind.name)")
            let verbs = AnyVerb.all.filter { $0.kind == kind.name && $0.sort == .own }
            let moves = set[kind.name]?.contains("status") == true && !verbs.isEmpty
            #expect(!moves || kind.governed.contains("status"), "\(kind.name)")
        }
    }

    /// Every state but the first is where a verb of the kind leads, so that Add and Change need not set one.
    @Test func `every state is reached by a verb of its own`() throws {
        var reached: [String: Set<String>] = [:]
        for name in ["green-harbours", "inno-industry"] {
            let played = try Played(name)
            for (taken, changes) in zip(played.taken, played.changes) where taken.verb.sort == .own {
                for case .put(let record) in changes {
                    guard let kind = Kind.named(type(of: record).kind), let (field, _) = Self.states(of: kind),
                        let state = record.json[field]?.text
                    else { continue }
                    reached[kind.name, default: []].insert(state)
                }
            }
        }
        for kind in Kind.all where kind.governed.contains("status") {
            guard let (_, words) = Self.states(of: kind) else { continue }
            let missed = words.dropFirst().filter { reached[kind.name]?.contains($0) != true }
            #expect(missed.map { "\(kind.name) \($0)" } == Self.unreached.filter { $0.hasPrefix(kind.name + " ") })
        }
    }

    /// What no verb leads to: that nobody knows how an action or a plan stands is only ever found.
    private static let unreached: [String] = ["action-plan unknown", "action unknown"]

    /// What somebody saw when looking at an action is what that record says, and no state of its own.
    @Test func `no state is left to Add and Change`() {
        let free = Kind.all.filter { $0.shape.member("status") != nil && !$0.governed.contains("status") }
        #expect(free.map(\.name) == [ActionMonitoring.kind])
    }

    /// Over every record of Green Harbours, and whatever is entered for a field that verbs govern: of a choice each word, of the
    /// rest ten values by chance. Add gives the first state.
    @Test func `neither Add nor Change sets what verbs govern`() throws {
        let project = try Played("green-harbours").project
        let setting = Setting(moment: .friday, salt: "grain")
        var (tried, chance) = (0, Chance(11))
        for kind in Kind.all where !kind.governed.isEmpty {
            guard let add = kind.verb(.add), let change = kind.verb(.change) else {
                #expect(kind.name == PeriodLock.kind)
                continue
            }
            #expect(kind.governed.isDisjoint(with: add.form.members.map(\.name)), "\(kind.name)")
            #expect(kind.governed.isDisjoint(with: change.form.members.map(\.name)), "\(kind.name)")
            let first = Self.states(of: kind)?.words.first.map { JSON.text($0) }
            for record in kind.each(project) {
                let whole = record.entered(in: project).members.filter { $0.name != "id" }
                let bare = whole.filter { !kind.governed.contains($0.name) }
                if let changes = try? add.decide(project, .object(of: bare), setting) {
                    guard case .put(let new)? = changes.first else { continue }
                    #expect(kind.governed.allSatisfy { new.json[$0] == ($0 == "status" ? first : nil) })
                }
                for member in kind.shape.members where kind.governed.contains(member.name) {
                    var values = (1...10).map { _ in chance.json(member.shape, in: project) }
                    if case .choice(_, let words) = member.shape { values = words.map { .text($0) } }
                    for value in values {
                        for (verb, others, stands) in [
                            (change, [("id", .whole(Int64(record.reference.number)))], record.json[member.name]),
                            (add, bare.map { ($0.name, $0.value) }, member.name == "status" ? first : nil),
                        ] as [(AnyVerb, [(String, JSON)], JSON?)] where value != stands {
                            tried += 1
                            let refused = #expect(throws: Refusal.self, "\(verb.name) \(member.name)") {
                                _ = try verb.decide(project, .object(of: others + [(member.name, value)]), setting)
                            }
                            let by = refused?.findings.first { $0.field == member.name && $0.code == "byItsVerbs" }
                            #expect(by != nil, "\(verb.name) \(member.name)")
                        }
                    }
                }
            }
        }
        #expect(tried > 10_000, "\(tried)")
    }

    /// What was once accepted of one record is entered for every other of its kind, as it was then.
    @Test func `a verb that has no meaning for a record is refused with the reason for which its button is hidden`()
        throws
    {
        var hindered = 0
        var last: [String: Played.Taken] = [:]
        for taken in try Played("green-harbours").taken { last[taken.verb.name] = taken }
        for (name, taken) in last.sorted(by: { $0.key < $1.key }) {
            let (verb, project) = (taken.verb, taken.project)
            guard verb.sort == .own, let subject = verb.subject, let kind = verb.kind.flatMap(Kind.named) else {
                continue
            }
            for record in kind.each(project) {
                guard let why = verb.hindrance(record, project) else { continue }
                hindered += 1
                let other = taken.input.overlaid(by: .object([(subject, .whole(Int64(record.reference.number)))]))
                let refused = #expect(throws: Refusal.self, "\(name) of \(record.reference)") {
                    _ = try verb.decide(project, other, taken.setting)
                }
                #expect(refused == why, "\(name) of \(record.reference)")
            }
        }
        #expect(hindered > 200, "\(hindered)")
    }
}
