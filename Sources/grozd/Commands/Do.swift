import ArgumentParser
import Desk
import Domain
import Words

/// Carries out any verb with the fields of its form.
struct Do: SpeakingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Carry out a verb.",
        discussion: "A file with an array, of steps or of inputs of one verb, is one entry."
    )
    @Argument(help: "The project.") var project: String
    @Argument(help: "The verb; see 'grozd verbs'. 'batch' for a file of steps.") var verb: String
    @Option(
        name: .customLong("as"),
        help: "Who acts: the number or the name of a person of the project; 'steward' for the installation.")
    var person: String
    @Option(help: "A file with the fields ('-' for standard input).") var with: String?
    @Option(help: "The entry that the fields were taken from: what both changed since is refused.") var entry: Int?
    @Option(help: "A key of your own: what is sent again under it is not done again, for a week.") var once: String?
    @Flag(name: .customLong("dry-run"), help: "Only say what would change, be lost, or still name a person.")
    var isDry = false
    @OptionGroup var folder: Folder
    @OptionGroup var showing: Showing
    var reads: String? { with }

    func run(in context: Context) async throws -> Int32 {
        let words = try showing.words()
        context.installation.check(project)
        // In the installation's own trail who owns the folder erases, says who is one across projects, and does nothing else.
        let own = [EraseBody.name, RedactBody.name, JoinHumans.name, PartHuman.name]
        let isOwn = project == Installation.ownName && own.contains(verb) && person == "steward"
        let desk = isOwn ? try context.installation.own() : try context.installation.desk(project)
        let seat = try Do.seat(person, desk.published.project)
        let input = try context.json(with)
        let steps: [Step]
        if verb == "batch" {
            steps = try Step.reading(input)
        } else {
            guard let verb = AnyVerb.named(verb) else { throw Refusal.unknownVerb(verb) }
            steps = (input.list ?? [input]).map { Step(verb, $0) }
        }
        var asked = ProjectDesk.Asked(steps, by: seat, seen: entry, today: try Showing.day(showing.today))
        asked.once = once
        asked.alike = .told
        let before = desk.published.project
        let foreseen = isDry ? try desk.foreseeing(asked) : []
        // Asked before it is carried out: afterwards nobody knows the names.
        let erases = steps.contains { $0.verb.name == EraseParticulars.name }
        let (still, lost) = (try desk.stillNaming(after: steps), try desk.losses(by: steps))
        let more = JSON.object(
            of: (erases ? [("still", .list(still.map(\.json)))] : [])
                + (lost.isEmpty ? [] : [("lost", .list(lost.map(\.json)))]))
        if !still.isEmpty { try context.noteReading("do/\(EraseParticulars.name)", of: project) }
        if isDry {
            Do.show(foreseen, showing, words, more: more, in: context)
        } else {
            let answer = try await desk.carryOut(asked)
            let alike: JSON = answer.alike.isEmpty ? .object([]) : ["alike": .list(answer.alike.map(\.json))]
            Do.show(answer, showing, words, more: more.overlaid(by: alike), in: context)
            if !showing.json {
                for one in answer.alike.prefix(40) {
                    context.warn(
                        words.sentence(one.refusal) {
                            "\($0) \(words.name($0, in: answer.published.project))"
                        })
                }
            }
        }
        guard !showing.json else { return 0 }
        func naming(_ reference: Reference) -> String { "\(reference) \(words.name(reference, in: before))" }
        if !lost.isEmpty { context.show(words("loss.title")) }
        for loss in lost {
            for line in words.sentences(loss, naming: naming) { context.show("  \(line)") }
        }
        if erases { context.show(still.isEmpty ? words("still.none") : words("still.title")) }
        for one in still { context.show("  \(words.sentence(one, naming: naming))") }
        if !still.isEmpty { context.show(words("still.hint")) }
        if erases, seat == .steward { try tellElsewhere(steps, words, in: context) }
        return 0
    }

    /// Which other projects still name a human being whose particulars went here: for the steward alone, as far as anybody joined them.
    private func tellElsewhere(_ steps: [Step], _ words: Words, in context: Context) throws {
        let persons = steps.filter { $0.verb.name == EraseParticulars.name }.compactMap { $0.input["person"]?.whole }
        let others = try persons.flatMap {
            try context.installation.elsewhere(Human.Identity(project: project, person: $0), seenFrom: nil)
        }
        guard !others.isEmpty else { return }
        context.show(words("still.elsewhere"))
        for other in others { context.show("  \(other.project) person/\(other.person)") }
    }

    private static func show(
        _ foreseen: [Change], _ showing: Showing, _ words: Words, more: JSON, in context: Context
    ) {
        let records = foreseen.map(\.reference).meant
        if showing.json {
            context.show(
                JSON.object(of: [
                    ("entry", .null), ("records", .list(records.map { .text($0.description) })),
                ]).overlaid(by: more).pretty())
            return
        }
        context.show(words("page.dryRun"))
        for reference in records.prefix(40) { context.show("  \(reference)") }
    }

    static func seat(_ person: String, _ project: Project) throws -> Seat {
        if person == "steward" { return .steward }
        let folded = Words.folded(person)
        let found = project.persons.first { one in
            String(one.id.number) == person || project.name(of: one.id).map { Words.folded($0) } == folded
        }
        guard let found else {
            throw Refusal(
                "unknownPerson",
                [
                    .init("name", .text(person)),
                    .init(
                        "known", .text(project.persons.compactMap { project.name(of: $0.id) }.joined(separator: ", "))),
                ])
        }
        return .person(project.name, found.id)
    }

    static func show(
        _ answer: ProjectDesk.Answer, _ showing: Showing, _ words: Words, more: JSON = .object([]),
        in context: Context
    ) {
        if showing.json {
            context.show(
                JSON.object(of: [
                    ("entry", .whole(Int64(answer.entry))), ("head", .text(answer.published.head.text)),
                    ("records", .list(answer.records.map { .text($0.description) })),
                ]).overlaid(by: more).pretty())
            return
        }
        context.show(words("page.entry", [("n", String(answer.entry))]))
        for reference in answer.records.prefix(40) {
            context.show("  \(reference)\t\(words.name(reference, in: answer.published.project))")
        }
    }
}

/// Lists the verbs with the fields of their forms.
struct Verbs: PlainCommand {
    static let configuration = CommandConfiguration(abstract: "List the verbs and their fields.")
    @Argument(help: "Only this verb.") var name: String?
    /// Whoever gives a folder with every command may give it here, too; it is not looked at.
    @OptionGroup var folder: Folder
    @OptionGroup var speaking: Speaking

    func run(in words: Words) throws -> Answer {
        var verbs = AnyVerb.all
        if let name {
            guard let verb = AnyVerb.named(name) else { throw Refusal.unknownVerb(name) }
            verbs = [verb]
        }
        if speaking.json {
            return Answer(
                json: .list(
                    verbs.map { verb in
                        JSON.object(of: [
                            ("verb", .text(verb.name)), ("room", .text(verb.room.rawValue)),
                            ("kind", verb.kind.map { .text($0) } ?? .null),
                            ("fields", Verbs.fields(verb.form, required: verb.demands)),
                        ])
                    }))
        }
        return Answer(
            verbs.flatMap { verb in
                ["\(verb.name)\t\(words.verb(verb.name))"]
                    + verb.form.members.filter { name != nil || verb.demands($0) }.map { member in
                        let optional = verb.demands(member) ? "" : "\t(\(words("page.optional")))"
                        return "    \(member.name)\t\(Verbs.shape(member.shape))\(optional)"
                    }
            })
    }

    private static func fields(_ shape: Shape, required: (Shape.Member) -> Bool) -> JSON {
        .list(
            shape.members.map { member in
                JSON.object(of: [
                    ("name", .text(member.name)), ("shape", .text(self.shape(member.shape))),
                    ("required", .flag(required(member))),
                    ("fields", inner(member.shape)),
                ])
            })
    }

    private static func inner(_ shape: Shape) -> JSON {
        switch shape {
        case .group: fields(shape, required: \.required)
        case .list(let item): inner(item)
        default: .null
        }
    }

    static func shape(_ shape: Shape) -> String {
        switch shape {
        case .line: "line"
        case .prose: "text"
        case .whole: "whole number"
        case .number: "decimal number"
        case .percent: "per cent"
        case .flag: "true or false"
        case .day: "day"
        case .when: "day, month or year"
        case .moment: "moment"
        case .amount: "amount"
        case .count: "count"
        case .address: "address"
        case .mail: "e-mail address"
        case .digest: "SHA-256"
        case .who: "person:NUMBER or words"
        case .choice(_, let words): "one of " + words.joined(separator: ", ")
        case .key(let kind): "number of a \(kind)"
        case .list(let item): "list of " + self.shape(item)
        case .group: "group"
        }
    }
}
