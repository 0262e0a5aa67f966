import ArgumentParser
import Desk
import Domain
import Foundation
import Samples
import Trail
import Web
import Words

/// Serves a data folder, on this machine only, until it is ended.
struct Serve: ServingCommand {
    static let configuration = CommandConfiguration(abstract: "Serve a data folder at http://127.0.0.1:PORT.")
    @OptionGroup var folder: Folder
    @Option(help: "The port.") var port = 8080
    @Option(help: "The day for what is due and late (YYYY-MM-DD).") var today: String?

    func serve() async throws {
        try await Serve.serve(folder.url, port: port, today: try Showing.day(today), then: { _ in })
    }

    static func serve(
        _ folder: URL, port: Int, today: Day?, then: @escaping @Sendable (Installation) async throws -> Void
    ) async throws {
        guard (0...65_535).contains(port) else { throw Refusal("unknownPort", [.init("name", .text(String(port)))]) }
        let installation = try Installation(folder, clock: Clock(today: today))
        try await then(installation)
        try installation.openAll()
        try Socket.listen(in: folder) { call in
            let context = Context(installation, folder: call.folder, input: call.input)
            guard let command = try? Grozd.parseAsRoot(call.arguments) as? any FolderCommand else {
                return Socket.Outcome(output: "", errors: "", code: 2)
            }
            let code = await context.run(command)
            return Socket.Outcome(output: context.output, errors: context.errors, code: Int(code))
        }
        let idle = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(600))
                installation.dropIdle(unusedFor: .seconds(1_800))
            }
        }
        defer { idle.cancel() }
        do {
            try await Site(installation).serve(port: port) { port in Grozd.say("http://127.0.0.1:\(port)") }
        } catch  where "\(error)".contains("errno: \(EADDRINUSE)") {
            throw Refusal("portTaken", [.init("name", .text(String(port)))])
        }
        try installation.store.close()
    }
}

/// Fills an empty folder with the samples and serves it; later it keeps what is there.
struct Demo: ServingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill an empty data folder with the samples, and serve it.")
    @OptionGroup var folder: Folder
    @Option(help: "The port.") var port = 8080
    @Flag(name: .customLong("no-serve"), help: "Only fill the folder.") var noServe = false
    @Option(help: "The day for what is due and late (YYYY-MM-DD).") var today: String?

    func serve() async throws {
        let today = try Showing.day(today)
        if noServe {
            let installation = try Installation(folder.url, clock: Clock(today: today))
            try await Demo.fill(installation)
            try installation.store.close()
        } else {
            try await Serve.serve(folder.url, port: port, today: today, then: Demo.fill)
        }
    }

    /// Plays the samples that are not there yet, and prints the key results of INNO INDUSTRY.
    @Sendable static func fill(_ installation: Installation) async throws {
        let known = Set(try installation.projects().map(\.name))
        for sample in Sample.allCases where !known.contains(sample.rawValue) {
            try await sample.play(into: installation) { file in
                if isatty(2) == 1 { Grozd.say("\r\u{1B}[K\(sample.rawValue): \(file)", terminator: "") }
            }
            if isatty(2) == 1 { Grozd.say("\r\u{1B}[K", terminator: "") }
        }
        let project = try installation.desk(Sample.innoIndustry.rawValue).published.project
        print(Results.text(project, project.keyResults(), Words.of(.en)), terminator: "")
        fflush(nil)
    }
}
