import ArgumentParser
import Desk
import Domain
import Trail
import Words

/// Reads, verifies, compares, exports and imports trails.
struct Trails: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trail", abstract: "Verify, show, compare, export, import or repair the trail of a project.",
        subcommands: [
            Verify.self, ShowEntries.self, Diff.self, Export.self, Readings.self, Import.self, Repair.self,
        ])

    struct Verify: SpeakingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verify every entry, body and document. Exits with 1 and names the first bad entry.")
        @Argument(help: "The project.") var project: String
        @Option(help: "The head that somebody else knows: without it, a missing last entry cannot be seen.") var head:
            String?
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing

        func run(in context: Context) async throws -> Int32 {
            let words = try showing.words()
            var known: Digest?
            if let head {
                guard let digest = Digest(plain: head) else {
                    throw Refusal("unknownHead", [.init("name", .text(head))])
                }
                known = digest
            }
            try Trails.require(project, in: context)
            do {
                let result = try context.installation.trails.verify(project, head: known)
                context.show(showing.json ? Trails.json(result).pretty() : Trails.text(result, words))
                return 0
            } catch let flaw as Flaw {
                let (sentence, code) = Context.sentence(flaw, words, nil)
                if showing.json {
                    context.show(
                        JSON.object(of: [
                            ("good", .flag(false)), ("entry", .whole(Int64(flaw.entry))),
                            ("what", .text(flaw.what.rawValue)),
                            ("position", flaw.position.map { .whole(Int64($0)) } ?? .null),
                            ("document", flaw.document.map { .text($0.text) } ?? .null),
                        ]).pretty())
                } else {
                    context.show(sentence)
                }
                return code
            }
        }
    }

    struct ShowEntries: SpeakingCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the entries, or the history of one record.")
        @Argument(help: "The project.") var project: String
        @Option(help: "A record: event/12.") var record: String?
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing

        func run(in context: Context) async throws -> Int32 {
            let words = try showing.words()
            let desk = try context.installation.desk(ofTrail: project)
            let trails = context.installation.trails
            var upTo = try trails.lastEntry(of: project)
            if showing.asKnown != nil { upTo = try showing.project(project, in: context).entry }
            var headers = try trails.readableHeaders(of: project, upTo: upTo).map(\.header)
            if let record {
                guard let reference = Reference(record) else { throw Trails.unknownKind(record) }
                // A person's name is a record beside it: who asks about the person asks about both.
                let beside =
                    reference.kind == Person.kind ? [Reference(kind: PersonName.kind, number: reference.number)] : []
                let history = try ([reference] + beside).flatMap { record in
                    try trails.history(of: record, in: project).map { (entry: $0.entry, record: record, body: $0.body) }
                }.sorted { $0.entry < $1.entry }
                guard !history.isEmpty else { throw Refusal.unknownRecord(reference) }
                /// The entries up to the one that is asked for that took away or redacted a body.
                func erasing(_ entry: Int, _ digest: Digest) -> [Int] {
                    let known = desk.published.project
                    return known.erasures.filter { $0.entry == entry && $0.old == digest }
                        .compactMap { known.entry(of: $0.reference) }.filter { $0 <= upTo }
                }
                if showing.json {
                    if Kind.named(reference.kind)?.isParticular == true {
                        try context.noteReading(reference.description, of: project)
                    }
                    context.show(
                        JSON.list(
                            try history.filter { $0.entry <= upTo }.map { entry, record, body in
                                let position = try trails.bodies(of: project, entry: entry).firstIndex {
                                    $0.reference == record && $0.digest == body.digest
                                }
                                return JSON.object(of: [
                                    ("record", .text(record.description)), ("entry", .whole(Int64(entry))),
                                    ("position", position.map { .whole(Int64($0)) } ?? .null),
                                    ("digest", .text(body.digest.text)),
                                    ("state", .text("\(body.state)")),
                                    (
                                        "erasedBy",
                                        .list(erasing(entry, body.digest).map { .whole(Int64($0)) })
                                    ),
                                    ("body", body.record.flatMap { try? JSON(reading: $0) }?.withoutSalt ?? .null),
                                ])
                            }
                        ).pretty())
                    return 0
                }
                let entries = Set(history.flatMap { [$0.entry] + erasing($0.entry, $0.body.digest) })
                headers = headers.filter { entries.contains($0.entry) }
            }
            let reasons = try trails.reasons(of: project, after: 0, upTo: upTo, particulars: false)
            if showing.json {
                let entries = headers.map { header in
                    Canonical.json(header).overlaid(
                        by: reasons[header.entry].map { ["reason": .text($0)] } ?? .object([]))
                }
                context.show(JSON.list(entries).pretty())
                return 0
            }
            let format2 = try trails.format2From(in: project)
            let unreadable = try trails.unreadable(of: project, after: 0, upTo: upTo)
            if let hindrance = desk.hindrance, hindrance.code.hasPrefix("damaged") {
                context.warn(words.sentence(hindrance) { $0.description })
            }
            let names = NamesThen(context.installation)
            for header in headers {
                let who =
                    header.person.map {
                        names.name(
                            Reference(kind: Person.kind, number: $0), at: header.entry, in: desk.published.project,
                            words)
                    } ?? words("page.installation")
                context.show(
                    "\(header.entry)\t\(words.moment(header.moment))\t\(who)\t\(words.verb(header.verb))\t\(words.count(header.bodies, "page.records"))"
                        + (reasons[header.entry].map { "\t\($0)" } ?? ""))
                for body in unreadable[header.entry] ?? [] {
                    context.show("\t\(body.reference): \(words("page.unreadable", [("reason", body.reason)]))")
                }
            }
            if record == nil, let format2, format2 <= upTo {
                context.show(words("trail.format2", [("entry", String(format2))]))
            }
            return 0
        }
    }

    struct Diff: SpeakingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say in words what is different between two entries or days.")
        @Argument(help: "The project.") var project: String
        @Argument(help: "An entry number or a day.") var from: String
        @Argument(help: "An entry number or a day.") var to: String
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing

        func run(in context: Context) async throws -> Int32 {
            let words = try showing.words()
            func state(_ text: String) throws -> (project: Project, unreadable: [UnreadableBody]) {
                guard let known = Known(text) else { throw Refusal("unknownDay", [.init("text", .text(text))]) }
                return try context.installation.state(project, asKnown: known)
            }
            let (before, after) = (try state(from), try state(to))
            let (old, new) = (before.project, after.project)
            let unreadable = before.unreadable + after.unreadable.filter { !before.unreadable.contains($0) }
            for body in unreadable {
                context.warn(
                    words(
                        "refusal.unreadable",
                        [
                            ("entry", String(body.entry)), ("record", "\(body.reference)"), ("reason", body.reason),
                        ]))
            }
            let comparison = Comparison(from: old, to: new).without(unreadable.map(\.reference))
            if comparison.differences.contains(where: { Kind.named($0.reference.kind)?.isParticular == true }) {
                try context.noteReading("trail/diff", of: project)
            }
            if showing.json {
                context.show(comparison.json.pretty())
                return 0
            }
            for difference in comparison.differences {
                let name = words.name(difference.reference, in: difference.what == .withdrawn ? old : new)
                context.show(
                    "\(words.choice(Comparison.What.choiceName, difference.what.rawValue))\t\(difference.reference)\t\(name)"
                )
                if difference.what == .changed {
                    for field in difference.fields {
                        context.show("    \(words.sentence(field, of: difference.reference.kind, old: old, new: new))")
                    }
                }
            }
            context.show(words.count(comparison.differences.count, "page.differences"))
            return 0
        }
    }

    struct Export: SpeakingCommand {
        static let configuration = CommandConfiguration(abstract: "Write the trail with its documents into one file.")
        @Argument(help: "The project.") var project: String
        @Argument(help: "The file.") var file: String
        @Flag(name: .customLong("without-particulars"), help: "Withhold names, addresses and numbers of persons.")
        var withoutParticulars = false
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing
        var place: (path: String, isWritten: Bool)? { (file, true) }

        func run(in context: Context) async throws -> Int32 {
            try Trails.require(project, in: context)
            // What could not be noted is not written.
            if !withoutParticulars, context.installation.isReadOnly { throw Refusal("exportNotNoted") }
            let trails = context.installation.trails
            let written = try trails.export(
                project, to: context.file(file), particulars: !withoutParticulars,
                nameless: NamesOfPersons(everIn: project, trails).withheld
            ) { done, all in
                context.progress("\(done)/\(all)")
            }
            if written.particulars { try context.noteReading("trail/export", of: project) }
            if showing.json {
                context.show(
                    ([
                        "count": .whole(Int64(written.entries)), "head": .text(written.head.text),
                        "particulars": .flag(written.particulars),
                        "withheldInPart": .whole(Int64(written.withheldInPart)),
                    ] as JSON).pretty())
            } else {
                let words = try showing.words()
                context.show(
                    "\(words.count(written.entries, "page.entriesCount"))\t\(written.head.text)"
                        + (written.withheldInPart > 0 ? "\t\(Trails.inPart(written.withheldInPart, words))" : ""))
            }
            return 0
        }
    }

    struct Readings: SpeakingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show who read particulars of persons, when, and where.")
        @Argument(help: "The project.") var project: String
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing

        func run(in context: Context) async throws -> Int32 {
            let words = try showing.words()
            let desk = try context.installation.desk(ofTrail: project)
            let readings = try context.installation.readings(of: project)
            if showing.json {
                context.show(
                    JSON.list(
                        readings.map { reading in
                            [
                                "moment": .whole(reading.moment.milliseconds), "entry": .whole(Int64(reading.entry)),
                                "person": reading.person > 0 ? .whole(Int64(reading.person)) : .null,
                                "what": .text(reading.what),
                            ]
                        }
                    ).pretty())
                return 0
            }
            for reading in readings {
                let who =
                    reading.person > 0
                    ? words.name(
                        Reference(kind: Person.kind, number: reading.person), in: desk.published.project,
                        of: context.installation) : words("page.installation")
                context.show("\(words.moment(reading.moment))\t\(who)\t\(reading.what)")
            }
            return 0
        }
    }

    struct Import: SpeakingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take in an exported trail, verified first: all of it, or nothing.")
        @Argument(help: "The file.") var file: String
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing
        var makesFolder: Bool { true }
        var place: (path: String, isWritten: Bool)? { (file, false) }

        func run(in context: Context) async throws -> Int32 {
            let (project, result, findings) = try await context.installation.take(context.file(file)) { done, all in
                context.progress("\(done)/\(all)")
            }
            let words = try showing.words()
            let desk = try context.installation.desk(project)
            if showing.json {
                context.show(Trails.json(result).overlaid(by: ["project": .text(project)]).pretty())
            } else {
                context.show(
                    "\(project)\t\(desk.published.project.identification?.acronym ?? "")\t\(Trails.text(result, words))"
                )
            }
            if !findings.isEmpty { context.warn(words("trail.findings")) }
            for finding in findings {
                context.warn(
                    "  \(finding.about?.description ?? "") \(finding.field): \(words.sentence(finding) { $0.description })"
                )
            }
            return 0
        }
    }

    struct Repair: SpeakingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a record that cannot be read as it was at an entry, or withdraw it.")
        @Argument(help: "The project.") var project: String
        @Argument(help: "The record: event/12.") var record: String
        @Option(help: "The entry as of which the record is put again; 0 withdraws it.") var entry: Int
        @Option(help: "Why: it stands in the trail.") var reason: String
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing

        func run(in context: Context) async throws -> Int32 {
            let words = try showing.words()
            guard let reference = Reference(record) else { throw Trails.unknownKind(record) }
            guard reason.contains(where: { !$0.isWhitespace }) else {
                throw Refusal.blocked(by: [Finding("missing", .blocks, field: "reason")])
            }
            let desk = try context.installation.desk(project)
            let repaired = try await desk.repair(reference, asOf: entry, reason: reason)
            if showing.json {
                context.show(
                    (["entry": .whole(Int64(repaired.entry)), "head": .text(repaired.head.text)] as JSON).pretty())
            } else {
                context.show("\(repaired.entry)\t\(words.verb("repair-record"))\t\(reference)")
            }
            if let left = desk.hindrance { context.warn(words.sentence(left) { $0.description }) }
            return 0
        }
    }

    private static func unknownKind(_ text: String) -> Refusal {
        Refusal(
            "unknownKind",
            [.init("name", .text(text)), .init("known", .text(Kind.all.map(\.name).joined(separator: ", ")))])
    }

    private static func require(_ project: String, in context: Context) throws {
        // What the installation's own trail says is for who owns the folder.
        guard try project == Installation.ownName || context.installation.trails.has(project) else {
            throw Refusal(
                "unknownProject",
                [
                    .init("name", .text(project)),
                    .init("known", .text(try context.installation.projects().map(\.name).joined(separator: ", "))),
                ])
        }
    }

    private static func json(_ result: Verification) -> JSON {
        JSON.object(of: [
            ("good", .flag(true)), ("count", .whole(Int64(result.entries))), ("head", .text(result.head.text)),
            ("erased", .whole(Int64(result.erased))),
            ("redacted", .whole(Int64(result.redacted))), ("withheld", .whole(Int64(result.withheld))),
            ("withheldInPart", .whole(Int64(result.withheldInPart))),
            ("documents", .whole(Int64(result.documents))),
            ("documentsWithheld", .whole(Int64(result.documentsWithheld))),
            ("format2From", result.format2From.map { .whole(Int64($0)) } ?? .null),
        ])
    }

    private static func inPart(_ count: Int, _ words: Words) -> String {
        words("trail.inPart", [("count", words.number(count))])
    }

    private static func text(_ result: Verification, _ words: Words) -> String {
        words(
            "trail.good",
            [
                ("entries", words.count(result.entries, "page.entriesCount")), ("head", result.head.text),
                ("erased", words.number(result.erased)),
                ("redacted", words.number(result.redacted)), ("withheld", words.number(result.withheld)),
                ("documents", words.number(result.documents)),
            ]) + (result.withheldInPart > 0 ? " " + inPart(result.withheldInPart, words) : "")
            + (result.documentsWithheld > 0
                ? " " + words("trail.documentsWithheld", [("count", words.number(result.documentsWithheld))]) : "")
            + (result.format2From.map { " " + words("trail.format2", [("entry", String($0))]) } ?? "")
    }
}
