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
    @Option(help: "The entry that the fields were taken from: refused when the record was changed since.") var entry:
        Int?
    @OptionGroup var folder: Folder
    @OptionGroup var showing: Showing
    var reads: String? { with }

    func run(in context: Context) async throws -> Int32 {
        let words = try showing.words()
        context.installation.check(project)
        // In the installation's own trail who owns the folder erases, and does nothing else.
        let erases = [EraseBody.name, RedactBody.name].contains(verb) && person == "steward"
        let isOwn = project == Installation.ownName && erases
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
        let answer = try await desk.carryOut(.init(steps, by: seat, seen: entry, today: try Showing.day(showing.today)))
        Do.show(answer, showing, words, in: context)
        return 0
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

    static func show(_ answer: ProjectDesk.Answer, _ showing: Showing, _ words: Words, in context: Context) {
        if showing.json {
            context.show(
                JSON.object(of: [
                    ("entry", .whole(Int64(answer.entry))), ("head", .text(answer.published.head.text)),
                    ("records", .list(answer.records.map { .text($0.description) })),
                ]).pretty())
            return
        }
        context.show(words("page.entry", [("n", String(answer.entry))]))
        for reference in answer.records.prefix(40) {
            context.show("  \(reference)\t\(words.name(reference, in: answer.published.project))")
        }
    }
}

/// Lists the verbs with the fields of their forms.
struct Verbs: SpeakingCommand {
    static let configuration = CommandConfiguration(abstract: "List the verbs and their fields.")
    @Argument(help: "Only this verb.") var name: String?
    @OptionGroup var folder: Folder
    @OptionGroup var showing: Showing
    var makesFolder: Bool { true }

    func run(in context: Context) async throws -> Int32 {
        let words = try showing.words()
        var verbs = AnyVerb.all
        if let name {
            guard let verb = AnyVerb.named(name) else { throw Refusal.unknownVerb(name) }
            verbs = [verb]
        }
        if showing.json {
            context.show(
                JSON.list(
                    verbs.map { verb in
                        JSON.object(of: [
                            ("verb", .text(verb.name)), ("room", .text(verb.room.rawValue)),
                            ("kind", verb.kind.map { .text($0) } ?? .null),
                            ("fields", Verbs.fields(verb.form)),
                        ])
                    }
                ).pretty())
            return 0
        }
        for verb in verbs {
            context.show("\(verb.name)\t\(words.verb(verb.name))")
            for member in verb.form.members where name != nil || member.required {
                context.show(
                    "    \(member.name)\t\(Verbs.shape(member.shape))\(member.required ? "" : "\t(\(words("page.optional")))")"
                )
            }
        }
        return 0
    }

    private static func fields(_ shape: Shape) -> JSON {
        .list(
            shape.members.map { member in
                JSON.object(of: [
                    ("name", .text(member.name)), ("shape", .text(self.shape(member.shape))),
                    ("required", .flag(member.required)),
                    ("fields", inner(member.shape)),
                ])
            })
    }

    private static func inner(_ shape: Shape) -> JSON {
        switch shape {
        case .group: fields(shape)
        case .list(let item): inner(item)
        default: .null
        }
    }

    static func shape(_ shape: Shape) -> String {
        switch shape {
        case .line: "line"
        case .prose: "text"
        case .whole: "whole number"
        case .flag: "true or false"
        case .day: "day"
        case .when: "day, month or year"
        case .moment: "moment"
        case .amount: "amount"
        case .count: "count"
        case .address: "address"
        case .digest: "SHA-256"
        case .who: "person:NUMBER or words"
        case .choice(_, let words): "one of " + words.joined(separator: ", ")
        case .key(let kind): "number of a \(kind)"
        case .list(let item): "list of " + self.shape(item)
        case .group: "group"
        }
    }
}
