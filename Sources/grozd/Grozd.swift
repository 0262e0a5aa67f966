import ArgumentParser
import Desk
import Domain
import Foundation
import Logging
import Trail
import Words

/// `grozd`: parses what was typed, and has it carried out by the process that has the data folder.
@main
struct Grozd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grozd", abstract: "The lead partner's desk for EU Interreg cooperation projects.",
        subcommands: [
            Demo.self, Serve.self, Projects.self, Do.self, Import.self, Verbs.self, Show.self, Needs.self, Week.self,
            Results.self, Press.self, Trails.self, TimeOfDay.self, Rules.self, Backup.self, Restore.self,
            RestoredFolder.self,
        ])

    static func main() async {
        // What is written is for the owner of the process alone.
        umask(0o077)
        // A quarter of the time to the first page: done beside the reading of the folder.
        Task.detached { _ = AnyVerb.all }
        let arguments = Array(CommandLine.arguments.dropFirst())
        let command: any ParsableCommand
        do { command = try parseAsRoot(arguments) } catch { quit(error) }
        let serves = command is any ServingCommand
        // A command says itself what went wrong; what a server is asked for, nobody else tells the one who runs it.
        LoggingSystem.bootstrap { label -> any LogHandler in
            serves ? StreamLogHandler.standardError(label: label) : SwiftLogNoOpLogHandler()
        }
        switch command {
        case let command as any ServingCommand:
            do { try await command.serve() } catch { Foundation.exit(complain(error)) }
        case let command as any PlainCommand: Foundation.exit(carryOut(command))
        case let command as any FolderCommand:
            Foundation.exit(await carryOut(command, arguments))
        default:
            // A command of commands alone: its own run says how it is used.
            var group = command
            do { try group.run() } catch { quit(error) }
        }
    }

    /// Help goes to standard output with 0; what was typed wrongly to standard error with 2.
    private static func quit(_ error: any Error) -> Never {
        var message = fullMessage(for: error)
        if exitCode(for: error) == .success {
            print(message)
            Foundation.exit(0)
        }
        if let known = commandsInstead() {
            message += "\n" + Words.of(.en)("page.commands", [("known", known.joined(separator: ", "))])
        }
        say(message)
        Foundation.exit(2)
    }

    /// The commands that there are, when what was typed is none of them.
    private static func commandsInstead() -> [String]? {
        let typed = CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("-") }
        var known = configuration.subcommands
        for word in typed {
            guard let found = known.first(where: { $0._commandName == word }) else {
                return known.map { $0._commandName }
            }
            known = found.configuration.subcommands
            if known.isEmpty { return nil }
        }
        return nil
    }

    /// Asks the process that has the folder; has it done here when there is none.
    private static func carryOut(_ command: any FolderCommand, _ arguments: [String]) async -> Int32 {
        let folder = command.folder.url
        let here = FileManager.default.currentDirectoryPath
        let call: Socket.Call
        do {
            call = Socket.Call(
                arguments: arguments, folder: here, input: try command.reads.flatMap(input),
                place: command.place.map { Socket.Place(Context.file($0.path, in: here).path, isWritten: $0.isWritten) }
            )
        } catch { return complain(error) }
        for attempt in 0..<30 {
            if let outcome = Socket.ask(in: folder, call) {
                print(outcome.output, terminator: "")
                say(
                    outcome.code == Socket.unanswered ? Words.of(.en)("refusal.unanswered") + "\n" : outcome.errors,
                    terminator: "")
                return Int32(outcome.code)
            }
            do {
                if !command.makesFolder, !Installation.isThere(folder) {
                    throw Refusal("unknownFolder", [.init("name", .text(folder.path))])
                }
                let context = Context(try command.folder.installation(), folder: call.folder, input: call.input)
                context.isTerminal = isatty(2) == 1
                let code = await context.run(command)
                print(context.output, terminator: "")
                say(context.errors, terminator: "")
                try? context.installation.close()
                return code
            } catch TrailFault.folderInUse where attempt < 29 {
                try? await Task.sleep(for: .milliseconds(100))
            } catch { return complain(error) }
        }
        return 2
    }

    private static func carryOut(_ command: any PlainCommand) -> Int32 {
        var words = Words.of(.en)
        do {
            words = try command.speaking.words()
            let answer = try command.run(in: words)
            print(answer.text, terminator: "")
            return answer.code
        } catch {
            let (sentence, code) = Context.sentence(error, words, nil)
            say(sentence)
            return code
        }
    }

    /// What a file or standard input (`-`) holds; nil when it cannot be read. Refused when it is more than a command carries.
    private static func input(_ path: String) throws -> [UInt8]? {
        let file = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let file else { return nil }
        var bytes: [UInt8] = []
        do {
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                bytes += piece
                if bytes.count > Socket.largestInput { break }
            }
        } catch { return nil }
        guard bytes.count <= Socket.largestInput else {
            throw Refusal("tooLarge", [.init("most", .whole(Socket.largestInput >> 20))])
        }
        return bytes
    }

    static func complain(_ error: any Error) -> Int32 {
        let (sentence, code) = Context.sentence(error, Words.of(.en), nil)
        say(sentence)
        return code
    }

    static func say(_ text: String, terminator: String = "\n") {
        FileHandle.standardError.write(Data((text + terminator).utf8))
    }
}

/// A command that serves until it is ended; it has the folder itself.
protocol ServingCommand: ParsableCommand {
    func serve() async throws
}

/// A command about what is in a data folder.
protocol FolderCommand: ParsableCommand {
    var folder: Folder { get }
    /// The file whose content it is given, `-` for standard input: read where the command was typed.
    var reads: String? { get }
    /// What it reads or writes itself, wherever it is carried out.
    var place: (path: String, isWritten: Bool)? { get }
    /// Whether the data folder need not be there: then it is made.
    var makesFolder: Bool { get }
    /// Carries it out. Returns 0, or 1 when a check says no.
    func run(in context: Context) async throws -> Int32
}

extension FolderCommand {
    var reads: String? { nil }
    var place: (path: String, isWritten: Bool)? { nil }
    var makesFolder: Bool { false }
}

/// Which data folder.
struct Folder: ParsableArguments {
    @Option(name: .customLong("data"), help: "The data folder (else $GROZD_DATA, else ~/.local/share/grozd).")
    var data: String?

    @Flag(
        name: .customLong("shared-disk-at-my-risk"),
        help: "Open a folder on a disk that other machines may have too, where a second server would not be noticed.")
    var sharedDiskAtMyRisk = false

    func installation(_ clock: Clock = Clock()) throws -> Installation {
        try Installation(url, clock: clock, sharedDisk: sharedDiskAtMyRisk)
    }

    var url: URL {
        let environment = ProcessInfo.processInfo.environment
        let path = data ?? environment["GROZD_DATA"] ?? (environment["HOME"] ?? ".") + "/.local/share/grozd"
        return URL(fileURLWithPath: path)
    }
}

/// How what is shown is shown.
struct Showing: ParsableArguments {
    @Flag(help: "Show JSON.")
    var json = false

    @Option(help: "The language: en, sl, de, lv, es, pt, sv, sk, hu or ro.")
    var language: String = "en"

    @Option(help: "What the records say for the end of this day (YYYY-MM-DD).")
    var asOf: String?

    @Option(help: "The project as it was known at this entry of the trail, or at the end of this day.")
    var asKnown: String?

    @Option(help: "The day for what is due and late (YYYY-MM-DD).")
    var today: String?

    func words() throws -> Words { try Showing.words(language) }

    static func words(_ name: String) throws -> Words {
        guard let language = Language(rawValue: name) else {
            throw Refusal(
                "unknownLanguage",
                [
                    .init("name", .text(name)),
                    .init("known", .text(Language.allCases.map(\.rawValue).joined(separator: ", "))),
                ])
        }
        return Words.of(language)
    }

    static func day(_ text: String?) throws -> Day? {
        guard let text else { return nil }
        guard let day = Day(text) else { throw Refusal("unknownDay", [.init("text", .text(text))]) }
        return day
    }

    /// The project in the state that is asked for.
    func project(_ name: String, in context: Context) throws -> Project {
        guard let asKnown else { return try context.installation.desk(name).published.project }
        guard let known = Known(asKnown) else { throw Refusal("unknownDay", [.init("text", .text(asKnown))]) }
        if case .day(let day) = known {
            for set in try context.installation.trails.clocksSet(in: name) where set.spans(day) {
                context.warn(try words().sentence(set))
            }
        }
        return try context.installation.project(name, asKnown: known)
    }
}
