import ArgumentParser
import Desk
import Domain
import Words

/// Begins projects, and lists them.
struct Projects: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project", abstract: "Begin a project, or list the projects.", subcommands: [New.self, List.self])

    struct New: SpeakingCommand {
        static let configuration = CommandConfiguration(abstract: "Begin a project of one's own.")
        @Argument(help: "Its short name: small letters, digits and hyphens.") var name: String
        @Option(help: "A file with the fields of the verb begin-project ('-' for standard input).") var with: String
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing
        var readsInput: Bool { with == "-" }

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
            let projects = try context.installation.projects()
            if showing.json {
                context.show(
                    JSON.list(
                        projects.map(\.json)
                    ).pretty())
            } else {
                for project in projects {
                    let line = project.line
                    context.show(
                        "\(project.name)\t\(line?.acronym ?? "")\t\(line.map { words.span($0.start, $0.end) } ?? "")\t\(line?.programme ?? "")"
                            + (project.trouble.map { "\t" + words.sentence($0) { $0.description } } ?? ""))
                }
            }
            return 0
        }
    }
}
