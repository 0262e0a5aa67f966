import ArgumentParser
import Desk
import Domain
import Foundation
import Trail
import Words

/// Makes a backup, also while the folder is served.
struct Backup: SpeakingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a verified backup below a folder, also while serving.",
        discussion: "Its manifest learns of later erasures: keep the backups of an installation together."
    )
    @Argument(help: .init("The folder in which backups lie.", valueName: "place")) var into: String
    @OptionGroup var folder: Folder
    @OptionGroup var showing: Showing
    var place: (path: String, isWritten: Bool)? { (into, true) }

    func run(in context: Context) async throws -> Int32 {
        let words = try showing.words()
        let (made, manifest) = try context.installation.backUp(into: context.file(into))
        let damaged = manifest.projects.filter { $0.damagedAt != nil }
        if showing.json {
            context.show(
                Canonical.json(manifest).overlaid(by: ["folder": .text(made.path), "good": .flag(damaged.isEmpty)])
                    .pretty())
        } else {
            context.show(
                words(
                    damaged.isEmpty ? "backup.made" : "backup.madeDamaged",
                    [
                        ("folder", made.path), ("projects", words.number(manifest.projects.count)),
                        ("documents", words.number(manifest.documents.count)),
                        ("erasures", words.number(manifest.erasures.count)),
                    ]))
            for project in manifest.projects {
                context.show("\(project.name)\t\(project.entries)\t\(project.head.text)")
            }
        }
        for project in damaged {
            context.warn(
                words("backup.damaged", [("name", project.name), ("entry", String(project.damagedAt ?? 0))]))
        }
        return damaged.isEmpty ? 0 : 1
    }
}

/// Makes an installation of a backup. It has the folder itself: nobody serves one that is being made.
struct Restore: ServingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Restore a backup into a folder that is empty or not there.",
        discussion: "What was erased since, by any manifest beside the backup, is erased before anybody reads."
    )
    @Argument(help: "The folder of one backup: grozd-DATE-TIME.") var backup: String
    @Flag(help: "Take the place of the installation in the folder, which is kept beside it.") var over = false
    @OptionGroup var folder: Folder
    @Option(help: "The language: en, sl, de, lv, es, pt, sv, sk, hu or ro.") var language: String = "en"

    func serve() async throws {
        let words = try Showing.words(language)
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        let result: Restoring.Result
        do {
            result = try await Restoring(
                URL(fileURLWithPath: backup, relativeTo: here), to: folder.url, sharedDisk: folder.sharedDiskAtMyRisk
            ).restore(
                over: over)
        } catch {
            var error = error
            if case TrailFault.folderInUse(let path) = error, Socket.server(in: folder.url)?.isEmpty == false {
                error = Refusal("restoreServed", [.init("name", .text(path))])
            }
            let (sentence, code) = Context.sentence(error, words, nil)
            Grozd.say(sentence)
            Foundation.exit(code)
        }
        print(
            words(
                "restore.done",
                [
                    ("folder", folder.url.path), ("day", words.day(result.manifest.moment.day)),
                    ("projects", words.number(result.manifest.projects.count)),
                    ("documents", words.number(result.manifest.documents.count)),
                    ("erasures", words.number(result.repeated.map(\.count).total)),
                ]))
        if let before = result.before { print(words("restore.before", [("folder", before.path)])) }
        print(words("restore.sends"))
    }
}

/// Whether the folder came from a backup, and what that hinders.
struct RestoredFolder: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restored", abstract: "Say whether the folder was restored, or that letters may leave it again.",
        subcommands: [Show.self, Accept.self], defaultSubcommand: Show.self)

    struct Show: SpeakingCommand {
        static let configuration = CommandConfiguration(abstract: "Say whether the folder was restored.")
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing

        func run(in context: Context) async throws -> Int32 {
            let words = try showing.words()
            let restored = try context.installation.restored
            if showing.json {
                context.show((restored.map { Canonical.json($0) } ?? .object([])).pretty())
            } else if let restored {
                context.show(
                    words("restored.since", [("moment", words.moment(restored.moment)), ("name", restored.backup)]))
            } else {
                context.show(words("restored.not"))
            }
            return 0
        }
    }

    struct Accept: SpeakingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Accept the restored folder: letters may leave it again.")
        @OptionGroup var folder: Folder
        @OptionGroup var showing: Showing

        func run(in context: Context) async throws -> Int32 {
            try context.installation.acceptRestored()
            context.show(try showing.words()("restored.accepted"))
            return 0
        }
    }
}
