import ArgumentParser
import Desk
import Domain
import Web
import Words

/// Shows the records of a kind, or one record.
struct Show: SpeakingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the records of a kind (events), or one record (event/12).")
    @Argument(help: "The project.") var project: String
    @Argument(help: "A kind's list, as in addresses: events; or a record: event/12.") var what: String
    @OptionGroup var folder: Folder
    @OptionGroup var showing: Showing

    func run(in context: Context) async throws -> Int32 {
        let words = try showing.words()
        let project = try showing.project(project, in: context)
        if let reference = Reference(what), let kind = Kind.named(reference.kind) {
            guard let record = project.record(reference) else {
                let absence = try context.installation.absence(
                    of: reference, in: context.installation.desk(self.project).published, upTo: project.entry)
                // Why a particular was withdrawn is told to who may read particulars.
                if kind.isParticular, absence.code == "withdrawn" {
                    try context.noteReading(reference.description, of: project.name)
                }
                throw absence
            }
            if kind.isParticular || kind.name == Person.kind {
                try context.noteReading(reference.description, of: project.name)
            }
            if showing.json {
                context.show(record.row(in: project).pretty())
            } else {
                context.show(words.name(record, in: project))
                let json = record.row(in: project)
                for member in kind.shape.members where member.name != "id" {
                    let text = words.plain(json[member.name], member.shape, of: kind.name, in: project)
                    if !text.isEmpty { context.show("  \(words.label(field: member.name, of: kind.name)): \(text)") }
                }
            }
            return 0
        }
        guard let kind = Kind.addressed(what) ?? Kind.named(what) else {
            throw Refusal(
                "unknownKind",
                [.init("name", .text(what)), .init("known", .text(Kind.all.map(\.plural).joined(separator: ", ")))])
        }
        if kind.isParticular || (kind.name == Person.kind && showing.json) {
            try context.noteReading(kind.plural, of: project.name)
        }
        let day = try Showing.day(showing.asOf)
        let records = kind.each(project).filter { $0.had(by: day) }
        if showing.json {
            context.show(JSON.list(records.map { $0.row(in: project) }).pretty())
        } else {
            for record in records { context.show("\(record.reference)\t\(words.name(record, in: project))") }
        }
        return 0
    }
}

/// What waits for somebody.
struct Needs: SpeakingCommand {
    static let configuration = CommandConfiguration(abstract: "Show what is late, what comes next and what is open.")
    @Argument(help: "The project.") var project: String
    @OptionGroup var folder: Folder
    @OptionGroup var showing: Showing

    func run(in context: Context) async throws -> Int32 {
        let words = try showing.words()
        let project = try showing.project(project, in: context)
        let today = try Showing.day(showing.asOf) ?? Showing.day(showing.today) ?? context.installation.clock.today()
        let needs = project.needs(on: today)
        if showing.json {
            context.show(JSON.list(needs.map { words.json($0, on: today, in: project) }).pretty())
            return 0
        }
        let asked = needs.filter { $0.urgency != .notOnRecord }
        if asked.isEmpty { context.show(words("page.nothingWaits")) }
        for need in asked {
            let line = words.line(need, on: today, in: project)
            context.show("\(words.choice(Need.Urgency.choiceName, need.urgency.rawValue))\t\(line)")
        }
        // What nobody can know here any more is counted; JSON and the home page have it one by one.
        if needs.count > asked.count {
            let name = words.choice(Need.Urgency.choiceName, Need.Urgency.notOnRecord.rawValue)
            context.show("\(name)\t\(words.number(needs.count - asked.count)): \(words("page.notOnRecord.about"))")
        }
        return 0
    }
}

/// The key results: claimed, evidenced, gap.
struct Results: SpeakingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the key results: claimed, evidenced, doubtful and the gap.")
    @Argument(help: "The project.") var project: String
    @OptionGroup var folder: Folder
    @OptionGroup var showing: Showing

    func run(in context: Context) async throws -> Int32 {
        let words = try showing.words()
        let project = try showing.project(project, in: context)
        let today = try Showing.day(showing.today) ?? context.installation.clock.today()
        let results = project.keyResults(asOf: try Showing.day(showing.asOf), on: today)
        if showing.json {
            context.show(JSON.list(results.map(\.json)).pretty())
        } else {
            context.show(Results.text(project, results, words).trimmingSuffix { $0 == "\n" })
        }
        return 0
    }

    static func text(_ project: Project, _ results: [Standing], _ words: Words) -> String {
        var lines = ["\(project.identification?.acronym ?? project.name)"]
        for standing in results {
            let figure = words.caption(standing.figure.caption, kind: Figure.kind)
            var parts: [String] = []
            if let claimed = standing.claimed {
                parts.append(
                    "\(words("result.claimed")) \(words.claim(claimed, of: standing.figure))"
                        + (claimed.on.map { " (\(words.when($0)))" } ?? ""))
            } else {
                parts.append(words("result.notClaimed"))
            }
            parts.append("\(words("result.evidenced")) \(words.evidenced(standing))")
            if standing.unshown > 0 { parts.append("\(words("result.unshown")) \(words.number(standing.unshown))") }
            if standing.doubtful > 0 { parts.append("\(words("result.doubtful")) \(words.number(standing.doubtful))") }
            if let missing = words.missing(standing) { parts.append(missing) }
            lines.append("  \(figure): " + parts.joined(separator: "; "))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension String {
    func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, predicate(last) { text.removeLast() }
        return text
    }
}

/// The text of the results for the press.
struct Press: SpeakingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the results as a text, each marked claimed or evidenced.")
    @Argument(help: "The project.") var project: String
    @Flag(help: "Take what the records show, not what was claimed.") var evidenced = false
    @OptionGroup var folder: Folder
    @OptionGroup var showing: Showing

    func run(in context: Context) async throws -> Int32 {
        let project = try showing.project(project, in: context)
        let asOf = try Showing.day(showing.asOf)
        let today = try asOf ?? Showing.day(showing.today) ?? context.installation.clock.today()
        let text = PressText(
            project, project.keyResults(asOf: asOf, on: today), evidenced ? .evidenced : .claimed, on: today,
            try showing.words())
        if showing.json {
            context.show(
                JSON.object(of: [
                    ("title", .text(text.title)), ("text", .text(text.text)),
                    ("quotes", .list(text.quotes.map { Canonical.json($0) })),
                ]).pretty())
        } else {
            context.show(text.title + "\n\n" + text.text)
        }
        return 0
    }
}
