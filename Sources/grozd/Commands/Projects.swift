import ArgumentParser
import Desk
import Domain
import Words

/// Begins projects, and lists them.
struct Projects: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project",
        abstract: "Begin a project, list the projects, or put one away that was begun by mistake.",
        subcommands: [New.self, List.self, Away.self, Back.self])

    struct New: SpeakingCommand {
        static let configuration = CommandConfiguration(abstract: "Begin a project of one's own.")
        @Argument(help: "Its short name: small letters, digits and hyphens.") var name: String
        @Option(help: "A file with the fields of the verb begin-project ('-' for standard input).") var with: String
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing
        var reads: String? { with }
        var makesFolder: Bool { true }

        func run(in context: Context) async throws -> Int32 {
            let answer = try await context.installation.begin(name, try context.json(with))
            Do.show(answer, showing, try showing.words(), in: context)
            return 0
        }
    }

    struct List: SpeakingCommand {
        static let configuration = CommandConfiguration(abstract: "List the projects of the data folder.")
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing

        func run(in context: Context) async throws -> Int32 {
            let words = try showing.words()
            // A server has looked when it began; without one this is the start.
            try context.installation.checkTrails()
            let projects = try context.installation.projects()
            let today = try Showing.day(showing.today) ?? context.installation.clock.today()
            func stage(_ project: Installation.Listed) -> String {
                project.line.map { $0.stage(on: today).rawValue } ?? ""
            }
            if showing.json {
                context.show(
                    JSON.list(projects.map { $0.json.overlaid(by: ["stage": .text(stage($0))]) }).pretty())
            } else {
                for project in projects {
                    let line = project.line
                    let columns = [
                        project.name, line?.acronym ?? "", line.map { words.span($0.start, $0.end) } ?? "",
                        line?.programme ?? "", line == nil ? "" : words.choice(Stage.choiceName, stage(project)),
                    ]
                    context.show(
                        columns.joined(separator: "\t")
                            + (project.trouble.map { "\t" + words.sentence($0) { $0.description } } ?? ""))
                }
            }
            return 0
        }
    }

    struct Away: SpeakingCommand {
        static let configuration = CommandConfiguration(
            commandName: "put-away",
            abstract: "Put a project away that was begun by mistake: its trail goes into a file, its name is free.",
            discussion: "It can be brought back as it was. What is put away cannot be erased from its file.")
        @Argument(help: "The project.") var project: String
        @Option(help: "Why.") var reason: String
        @Flag(help: "Even if it has many entries, or is old.") var yes = false
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing

        func run(in context: Context) async throws -> Int32 {
            let words = try showing.words()
            let away = try await context.installation.putAway(project, because: reason, old: yes)
            context.show(
                showing.json
                    ? Canonical.json(away).overlaid(by: ["file": .text(away.file)]).pretty()
                    : words("putAway.done", [("name", project), ("file", "put-away/" + away.file)]))
            return 0
        }
    }

    struct Back: SpeakingCommand {
        static let configuration = CommandConfiguration(
            commandName: "bring-back", abstract: "Bring a project back that was put away, as it was.")
        @Argument(help: "The project.") var project: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing

        func run(in context: Context) async throws -> Int32 {
            try await context.installation.bringBack(project, because: reason)
            let desk = try context.installation.desk(project)
            context.show(
                "\(project)\t\(desk.published.project.identification?.acronym ?? "")\t\(desk.published.head.text)")
            return 0
        }
    }
}
