import Desk
import Domain
import Foundation
import Logging
import Synchronization
import Trail
import Words

/// Where a command is carried out: the installation, the folder that it was typed in, and what it has said.
final class Context: Sendable {
    let installation: Installation
    private let folder: String
    /// What the file holds that the command reads.
    private let input: [UInt8]?
    /// What a server reads or writes for the process that called it; nil where the command was typed.
    private let place: Socket.Place?
    private let said = Mutex((output: "", errors: ""))
    private let terminal = Mutex(false)

    init(_ installation: Installation, folder: String, input: [UInt8]?, place: Socket.Place? = nil) {
        self.installation = installation
        self.folder = folder
        self.input = input
        self.place = place
    }

    var isTerminal: Bool {
        get { terminal.withLock { $0 } }
        set { terminal.withLock { $0 = newValue } }
    }

    var output: String { said.withLock { $0.output } }
    var errors: String { said.withLock { $0.errors } }

    func show(_ text: String) { said.withLock { $0.output += text + "\n" } }
    func warn(_ text: String) { said.withLock { $0.errors += text + "\n" } }

    /// How far long work has come, on a terminal only.
    func progress(_ text: String) {
        if isTerminal { Grozd.say("\r\u{1B}[K" + text, terminator: "") }
    }

    /// That particulars of persons are told to who owns the folder: noted beside the trail, as it is on pages, under no person.
    func noteReading(_ what: String, of project: String) throws {
        try installation.note(reading: what, of: project, by: 0, at: try installation.trails.lastEntry(of: project))
    }

    func file(_ path: String) -> URL { Context.file(path, in: folder) }

    static func file(_ path: String, in folder: String) -> URL {
        path.hasPrefix("/") ? URL(fileURLWithPath: path) : URL(fileURLWithPath: folder).appendingPathComponent(path)
    }

    /// What the file holds that the command reads; whoever typed it has read it.
    func bytes(_ path: String) throws -> [UInt8] {
        guard let input else { throw Refusal("unknownFile", [.init("name", .text(path))]) }
        return input
    }

    /// The JSON in a file, or what came on standard input.
    func json(_ path: String?) throws -> JSON {
        guard let path else { return .object([]) }
        let bytes = try self.bytes(path)
        do { return try JSON(reading: bytes) } catch {
            throw Refusal(
                "notJSON",
                [
                    .init("name", .text(path)), .init("offset", .whole(error.offset)),
                    .init("reason", .text(error.reason.rawValue)),
                ])
        }
    }

    func run(_ command: any FolderCommand) async -> Int32 {
        do {
            // Before anything is done: nothing is left where nobody looks for it.
            if let place, let wanted = command.place, !place.isHere {
                throw elsewhere(wanted.path, backup: command is Backup)
            }
            return try await command.run(in: self)
        } catch {
            let words = (command as? any SpeakingCommand).flatMap { try? $0.showing.words() } ?? Words.of(.en)
            let (sentence, code) = Context.sentence(error, words, installation)
            Serve.log.warning("command \(type(of: command)): \(Context.short(error))")
            warn(sentence)
            return code
        }
    }

    /// That this server cannot reach the place for the caller, and a folder in which it can; backups are none of the data folder.
    private func elsewhere(_ place: String, backup: Bool) -> Refusal {
        let usual = "/var/backups/grozd"
        let data = installation.folder.path
        let known = backup || access(usual, W_OK) == 0 ? usual : data
        return Refusal(
            "otherPlace", [.init("name", .text(file(place).path)), .init("known", .text(known))])
    }

    /// An error in one word for the log, without anything that somebody typed.
    private static func short(_ error: any Error) -> String {
        switch error {
        case let conflict as ProjectDesk.Conflict: conflict.refusal.code
        case let refusal as Refusal: refusal.code
        case let flaw as Flaw: "entry \(flaw.entry) \(flaw.what.rawValue)"
        default: String("\(error)".prefix { $0 != "(" })
        }
    }

    /// An error as a sentence, and the exit code: 1 when a check says no, 2 when it was asked wrongly, 3 for a fault of ours.
    static func sentence(_ error: any Error, _ words: Words, _ installation: Installation?) -> (String, Int32) {
        switch error {
        case let conflict as ProjectDesk.Conflict:
            let both = conflict.both.map { field in
                let versions = [("page.theirs", field.old), ("page.mine", field.new)].map { (key: TextKey, value) in
                    "\(words(key)): \(value?.text ?? value?.written ?? "–")"
                }
                return "\n  \(field.name): \(versions.joined(separator: " · "))"
            }
            return (sentence(conflict.refusal, words, installation).0 + both.joined(), 1)
        case let refusal as Refusal:
            var text = words.sentence(refusal) { $0.description }
            for finding in refusal.findings {
                text +=
                    "\n  \(finding.field.isEmpty ? "" : finding.field + ": ")\(words.sentence(finding, plainly: true) { $0.description })"
            }
            let wrong =
                refusal.code.hasPrefix("unknown")
                || ["notJSON", "notSteps", "cannotWrite", "otherPlace", "folderNotEmpty", "backupInside"].contains(
                    refusal.code)
            return (text, wrong ? 2 : 1)
        case let flaw as Flaw:
            let what = words.choice(Flaw.What.choiceName, flaw.what.rawValue)
            let facts = [("entry", String(flaw.entry)), ("what", what)]
            if let document = flaw.document {
                return (words("trail.flaw.document", facts + [("document", document.text)]), 1)
            }
            let place = flaw.position.map { words("trail.flaw.body", facts + [("position", String($0))]) }
            return (place ?? words("trail.flaw", facts), 1)
        case let fault as ExportFault:
            switch fault {
            case .cannotWrite(let path): return (words("refusal.cannotWrite", [("name", path)]), 2)
            case .cannotRead(let path): return (words("refusal.unknownFile", [("name", path)]), 2)
            case .notATrail: return (words("refusal.notATrail"), 2)
            case .alreadyHere(let name): return (words("refusal.projectExists", [("name", name)]), 1)
            case .newerFile(let format): return (words("refusal.newerFile", [("format", String(format))]), 2)
            case .reservedName(let name): return (words("refusal.reservedName", [("name", name)]), 1)
            case .neverWas(let record, let from):
                return (words("refusal.neverWas", [("record", "\(record)"), ("from", "\(from)")]), 1)
            }
        case TrailFault.unreadable(let body):
            return (
                words(
                    "refusal.unreadable",
                    [("entry", String(body.entry)), ("record", "\(body.reference)"), ("reason", body.reason)]), 1
            )
        case TrailFault.unknownKind(let kind, let entry, let project):
            return (words("refusal.newerKind", [("name", project), ("kind", kind), ("entry", String(entry))]), 1)
        case TrailFault.folderInUse(let path): return (words("refusal.folderInUse", [("name", path)]), 1)
        case TrailFault.newer(let format, let project):
            return (words("refusal.newerTrail", [("format", String(format)), ("name", project)]), 1)
        case TrailFault.diskFull: return (words("refusal.diskFull"), 1)
        default: return (words("refusal.fault", [("identifier", "\(error)")]), 3)
        }
    }
}

/// A command that shows something in a language.
protocol SpeakingCommand: FolderCommand {
    var showing: Showing { get }
}
