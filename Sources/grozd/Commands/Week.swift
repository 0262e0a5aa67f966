import ArgumentParser
import Desk
import Domain
import Words

/// The text of the weekly mail.
struct Week: SpeakingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the text of the weekly mail, with the count and head of the trail.")
    @Argument(help: "The project.") var project: String
    @Option(help: "Only what is this partner's: its number in the project's records, or its name.") var partner: String?
    @OptionGroup var folder: Folder
    @OptionGroup var showing: Showing

    func run(in context: Context) async throws -> Int32 {
        let words = try showing.words()
        let name = project
        let project = try showing.project(name, in: context)
        let today = try Showing.day(showing.asOf) ?? Showing.day(showing.today) ?? context.installation.clock.today()
        let asked = try partner.map { text in
            guard
                let found = project.partners.first(where: {
                    String($0.id.number) == text || Words.folded($0.name) == Words.folded(text)
                })
            else {
                throw Refusal(
                    "unknownPartner",
                    [
                        .init("name", .text(text)),
                        .init("known", .text(project.partners.map(\.name).joined(separator: ", "))),
                    ])
            }
            return found.id
        }
        let head = showing.asKnown == nil ? try context.installation.desk(name).published.head.text : "…"
        let week = WeekText(project, on: today, of: asked, entries: project.entry, head: head, words)
        context.show(
            showing.json ? (["title": .text(week.title), "text": .text(week.text)] as JSON).pretty() : week.text)
        return 0
    }
}
