import ArgumentParser
import Desk
import Domain
import Words

/// Says whether the machine's clock is believed, and has the operator accept it.
struct TimeOfDay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "Say whether the machine's clock is believed, or accept it as it is.",
        subcommands: [Look.self, Accept.self], defaultSubcommand: Look.self)

    struct Look: SpeakingCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Say what time it is, and what is hindered by it. Exits with 1 when anything is.")
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing

        func run(in context: Context) async throws -> Int32 {
            let words = try showing.words()
            let clock = context.installation.clock
            let troubles = try context.installation.troublesOfTime()
            if showing.json {
                context.show(
                    JSON.object(of: [
                        ("now", .text(clock.now().plain)), ("today", .text(clock.today().description)),
                        ("troubles", .list(troubles.map { .text($0.code) })),
                    ]).pretty())
            } else {
                context.show(
                    words("clock.now", [("now", clock.now().utc), ("today", words.day(clock.today()))]))
                for trouble in troubles { context.show(words.sentence(trouble) { $0.description }) }
            }
            return troubles.isEmpty ? 0 : 1
        }
    }

    struct Accept: SpeakingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Believe the clock as it is; trails that were ahead of it say so.")
        @Option(help: "Why it is right now.") var reason: String
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing

        func run(in context: Context) async throws -> Int32 {
            let words = try showing.words()
            let (names, left) = try await context.installation.acceptClock(because: reason)
            if showing.json {
                context.show(JSON.object(of: [("back", .list(names.map { .text($0) }))]).pretty())
            } else {
                context.show(words("clock.accepted", [("now", context.installation.clock.now().utc)]))
                for name in names { context.show(words("clock.back", [("name", name)])) }
            }
            for refusal in left { context.warn(words.sentence(refusal) { $0.description }) }
            return left.isEmpty ? 0 : 1
        }
    }
}
