import ArgumentParser
import Desk
import Domain
import Files
import Foundation
import Trail
import Words

/// Takes a table in as records of one kind: says what would become of every row, then does all of it as one entry.
struct Import: SpeakingCommand {
    static let configuration = CommandConfiguration(abstract: "Import a table as records: all of it, or nothing.")
    @Argument(help: "The project.") var project: String
    @Argument(help: "The kind of records: persons, contacts, events, good-practices, media-appearances.") var kinds:
        String
    @Argument(help: "The file: CSV, or text with tabs.") var file: String
    @Option(
        name: .customLong("as"),
        help: "Who acts: the number or the name of a person of the project; 'steward' for the installation.")
    var person: String
    @Flag(help: "Only say what would become of every row.") var check = false
    @Flag(help: "Import the other rows when some are refused.") var withoutRefused = false
    @Option(help: "The language of days, numbers and words in the file; else that of the answer.") var writtenIn:
        String?
    @Option(help: "How letters are kept: utf8, windows1250, macRoman, cp852 and others; else it is found out.")
    var characters: String?
    @Option(help: "Which comes first in 1/3/2026: dayFirst or monthFirst; else it is found out.") var days: String?
    @Option(help: "From when days that are numbers are counted: from1900 or from1904.") var serials: String?
    @Option(
        name: .customLong("as-found"),
        help: "Where it is said, in words or as an address, for rows that happened before; else they are planned.")
    var foundIn: String?
    @Option(help: "With --as-found: when it was so, as far as it is known.") var foundOn: String?
    @Option(help: "With --as-found: whose act it was.") var foundBody: String?
    @Option(help: "With --as-found: the person who acted or signed.") var foundBy: String?
    @Option(help: "With --as-found: the document that shows it, demanded for what others decided.")
    var foundDocument: String?
    @OptionGroup var folder: Folder
    @OptionGroup var showing: Showing
    var reads: String? { file }

    func run(in context: Context) async throws -> Int32 {
        let words = try showing.words()
        context.installation.check(project)
        let desk = try context.installation.desk(project)
        let seat = try Do.seat(person, desk.published.project)
        guard let kind = Importing.kinds.first(where: { $0.plural == kinds || $0.name == kinds }) else {
            throw Refusal(
                "unknownKind",
                [
                    .init("name", .text(kinds)),
                    .init("known", .text(Importing.kinds.map(\.plural).joined(separator: ", "))),
                ])
        }
        let language = try writtenIn.map { try Import.language($0) } ?? words.language
        let bytes = try context.bytes(file)
        let sheet = try CSV.sheet(
            bytes, language: language.rawValue,
            characters: try characters.map { try Import.chosen($0, "unknownCharacters") })
        let importing = try Importing(
            kind, sheet, language: language, days: try days.map { try Import.chosen($0, "unknownDays") },
            serials: try serials.map { try Import.chosen($0, "unknownSerials") },
            name: context.file(file).lastPathComponent,
            digest: Digest(of: bytes), found: found(words))
        let today = try Showing.day(showing.today) ?? context.installation.clock.today()

        if kind.isParticular || kind.name == Person.kind {
            try context.noteReading("\(kind.plural)/import", of: project)
        }
        if check {
            let eyes = context.installation.eyes(of: seat, in: desk.published.project, on: today)
            let seen = context.installation.seen(desk.published, by: eyes)
            let check = try importing.check(on: seen, by: seat, today: today)
            show(check, words, in: context, desk.published.project)
            return check.count(.refused) > 0 ? 1 : 0
        }
        let started = try await desk.start(
            importing, withoutRefused: withoutRefused, by: seat, today: today, bytes: bytes)
        switch started {
        case .done(let answer, let check):
            show(check, words, in: context, answer.published.project, answer)
            return 0
        case .refused(let check), .differs(let check):
            show(check, words, in: context, desk.published.project)
            context.warn(words("refusal.rowsRefused"))
            return 1
        }
    }

    /// What is said about how the rows were found; nil where nothing is.
    private func found(_ words: Words) -> JSON? {
        let isAddress = foundIn.map { $0.hasPrefix("http://") || $0.hasPrefix("https://") } ?? false
        let said = [
            ("on", foundOn), ("body", foundBody), ("by", foundBy), ("document", foundDocument),
            (isAddress ? "address" : "source", foundIn),
        ].compactMap { name, text in
            text.flatMap { text in
                Found.form.member(name).map { (name, words.read(text, as: $0.shape)) }
            }
        }
        return said.isEmpty ? nil : .object(of: said)
    }

    private func show(
        _ check: Importing.Check, _ words: Words, in context: Context, _ project: Project,
        _ answer: ProjectDesk.Answer? = nil
    ) {
        if showing.json {
            context.show(
                check.json(words, in: project).overlaid(
                    by: .object(of: [
                        ("imported", answer.map { .whole(Int64($0.entry)) } ?? .flag(false)),
                        ("records", .list((answer?.records ?? []).map { .text($0.description) })),
                    ])
                ).pretty())
            return
        }
        for row in check.rows where row.outcome != .above && row.outcome != .empty {
            let outcome = words.choice(Importing.Outcome.choiceName, row.outcome.rawValue)
            let record = row.record.map { "\t\($0)" } ?? ""
            context.show(
                "\(words("import.row", [("n", words.number(row.number))]))\t\(outcome)\t\(row.caption)\(record)")
            for sentence in check.sentences(row, words, in: project) { context.show("    \(sentence)") }
            if row.outcome == .change {
                for field in row.fields {
                    context.show(
                        "    \(words.sentence(field, of: check.importing.kind.name, old: project, new: project))")
                }
            }
        }
        if check.importing.found == nil,
            check.rows.contains(where: { $0.findings.contains { $0.code == "byItsVerbs" } })
        {
            context.show(words("import.states.command"))
        }
        for column in check.importing.unknown { context.show("\(words("import.unknown")): \(column.heading)") }
        if let record = check.sameName {
            context.show("\(words("import.sameName.about", [("name", check.importing.name)])) \(record)")
        }
        for total in check.totals {
            let sums = [
                "\(words("import.sums.all")): \(check.sum(total.all, words))",
                "\(words("import.sums.accepted")): \(check.sum(total.accepted, words))",
                "\(words("import.sums.unread")): \(words.number(total.unread))",
            ]
            context.show(([total.column.heading] + sums).joined(separator: "\t"))
        }
        let counts = check.counts.map { outcome, count in
            "\(words.choice(Importing.Outcome.choiceName, outcome.rawValue)) \(words.number(count))"
        }
        context.show(
            "\(words("import.rowsRead")): \(words.number(check.rows.count)) (\(counts.joined(separator: "; ")))")
        context.show(answer.map { words("page.entry", [("n", String($0.entry))]) } ?? words("import.checked"))
    }

    private static func language(_ text: String) throws -> Language {
        guard let language = Language(rawValue: text) else {
            throw Refusal(
                "unknownLanguage",
                [
                    .init("name", .text(text)),
                    .init("known", .text(Language.allCases.map(\.rawValue).joined(separator: ", "))),
                ])
        }
        return language
    }

    /// A word of a list as it is called in commands, or nearly so: `Windows-1250` is `windows1250`.
    private static func chosen<C: Choice>(_ text: String, _ code: String) throws -> C {
        func plain(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
        guard let chosen = C.allCases.first(where: { plain($0.rawValue) == plain(text) }) else {
            throw Refusal(
                code,
                [
                    .init("name", .text(text)),
                    .init("known", .text(C.allCases.map(\.rawValue).joined(separator: ", "))),
                ])
        }
        return chosen
    }
}
