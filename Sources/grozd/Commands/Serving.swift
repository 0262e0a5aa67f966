import ArgumentParser
import Desk
import Domain
import Foundation
import Logging
import Samples
import Synchronization
import Trail
import Web
import Words

/// Serves a data folder, on this machine only, until it is ended.
struct Serve: ServingCommand {
    static let configuration = CommandConfiguration(abstract: "Serve a data folder at http://127.0.0.1:PORT.")
    @OptionGroup var folder: Folder
    @Option(help: "The port.") var port = 8080
    @Option(help: "The day for what is due and late (YYYY-MM-DD).") var today: String?
    @Option(
        name: .customLong("limit-visitors"),
        help: "Requests of one address in a minute, of people at no desk (0: no limit; else 1200 behind a proxy).")
    var limit: String?
    @Option(
        name: .customLong("visitors-at-once"),
        help: "Requests of one address that are answered at the same time (else 40).")
    var atOnce: String?
    @Option(help: "Connections that one address may have open, the proxy excepted (else 400).") var connections: String?
    @Option(help: "The address of the proxy that alone is believed about where a request comes from.") var proxy:
        String?
    @Option(
        name: .customLong("public-address"),
        help: "Where people reach it (https://grozd.example.org), for links in calendars and letters.")
    var publicAddress: String?

    func serve() async throws {
        let perMinute = try limit.map { try Serve.number($0, "limit-visitors", within: 0...1_000_000) }
        let atOnce = try atOnce.map { try Serve.number($0, "visitors-at-once", within: 1...10_000) }
        let connections = try connections.map { try Serve.number($0, "connections", within: 1...1_000) }
        if let proxy, !Serve.isAddress(proxy) {
            throw Refusal.blocked(by: [
                Finding("notMachineAddress", .blocks, field: "proxy", facts: [.init("text", .text(proxy))])
            ])
        }
        let reached = try publicAddress.map { try Serve.publicAddress($0) }
        var limits = Limits.Settings(perMinute: perMinute, atOnce: atOnce, connections: connections, proxy: proxy)
        if perMinute == 0 { limits.perMinute = nil }
        try await Serve.serve(
            folder, port: port, today: try Showing.day(today), limits: limits, publicAddress: reached,
            then: { _ in })
    }

    /// The address without a slash at its end; refused when it is none of the web.
    static func publicAddress(_ text: String) throws(Refusal) -> WebAddress {
        let bare = String(text.reversed().drop { $0 == "/" }.reversed())
        guard let address = WebAddress(bare), !address.host.isEmpty, !bare.contains("?"), !bare.contains("#") else {
            throw .blocked(by: [
                Finding("notAddress", .blocks, field: "public-address", facts: [.init("text", .text(text))])
            ])
        }
        return address
    }

    /// Whether the text is the address of a machine, of four numbers or the long kind.
    static func isAddress(_ text: String) -> Bool {
        var (short, long) = (in_addr(), in6_addr())
        return inet_pton(AF_INET, text, &short) == 1 || inet_pton(AF_INET6, text, &long) == 1
    }

    /// The number that a text is; refused with the bounds when it is none, or outside.
    static func number(_ text: String, _ option: String, within bounds: ClosedRange<Int>) throws(Refusal) -> Int {
        guard let number = Whole.reading(text, within: bounds) else {
            throw .blocked(by: [
                Finding(
                    "countOutOfRange", .blocks, field: option,
                    facts: [.init("least", .whole(bounds.lowerBound)), .init("most", .whole(bounds.upperBound))])
            ])
        }
        return number
    }

    static func serve(
        _ data: Folder, port: Int, today: Day?, limits: Limits.Settings = Limits.Settings(),
        publicAddress: WebAddress? = nil,
        then: @escaping @Sendable (Installation) async throws -> Void
    ) async throws {
        guard (0...65_535).contains(port) else { throw Refusal("unknownPort", [.init("name", .text(String(port)))]) }
        let folder = data.url
        let installation = try await had(data, today: today)
        LastWords.arrange()
        // Read now: later there may be no file left to open.
        Words.hold()
        let address = Mutex("")
        try await then(installation)
        try installation.openAll()
        // Beside the first answers: the whole of a large folder takes longer than anybody waits for a page.
        DispatchQueue.global(qos: .utility).async {
            installation.check()
            log.notice("the data folder was looked at")
        }
        if installation.isReadOnly { log.notice("\(folder.path) may only be read") }
        try listen(in: folder, installation) { call in
            if call.arguments == Socket.whereabouts {
                return Socket.Outcome(output: address.withLock { $0 }, errors: "", code: 0)
            }
            let context = Context(installation, folder: call.folder, input: call.input, place: call.place)
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
        let watch = Task {
            var before: Refusal?
            while !Task.isCancelled {
                let now = installation.clock.refusal
                if now?.code != before?.code {
                    log.warning("\(now.map { "\($0.code) \($0.logged)" } ?? "clockRight")")
                }
                before = now
                try await Task.sleep(for: .seconds(60))
            }
        }
        defer {
            idle.cancel()
            watch.cancel()
        }
        do {
            try await Site(installation, limits: limits.within(Self.files), publicAddress: publicAddress).serve(
                port: port
            ) { port in
                address.withLock { $0 = "http://127.0.0.1:\(port)" }
                Grozd.say("http://127.0.0.1:\(port)")
            }
        } catch  where "\(error)".contains("errno: \(EADDRINUSE)") {
            throw Refusal("portTaken", [.init("name", .text(String(port)))])
        }
        try installation.close()
        log.notice("ended as asked")
    }

    static let log = Logger(label: "grozd")

    /// Commands come over a socket in the folder; where nothing may be written there is none, and each reads for itself.
    private static func listen(
        in folder: URL, _ installation: Installation,
        _ answer: @escaping @Sendable (Socket.Call) async -> Socket.Outcome
    ) throws {
        if !installation.isReadOnly { try Socket.listen(in: folder, answer) }
    }

    /// The installation, had by this process: refused with its address when a server has it, and after a while when
    /// something else keeps it.
    private static func had(_ data: Folder, today: Day?) async throws -> Installation {
        for attempt in 0..<30 {
            if let address = Socket.server(in: data.url), !address.isEmpty {
                throw Refusal(
                    "serverRuns", [.init("name", .text(data.url.path)), .init("address", .text(address))])
            }
            do { return try data.installation(Clock(today: today)) } catch TrailFault.folderInUse where attempt < 29 {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        throw TrailFault.folderInUse(data.url.path)
    }
}

extension Serve {
    /// How many files and connections this process may have open: as many as it may give itself, up to what it can use.
    fileprivate static var files: Int {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 1_024 }
        var wider = limit
        wider.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, 4_096))
        return Int(clamping: setrlimit(resource, &wider) == 0 ? wider.rlim_cur : limit.rlim_cur)
    }
}

/// Fills an empty folder with the samples and serves it; later it keeps what is there.
struct Demo: ServingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill an empty data folder with the samples, and serve it.",
        discussion: "It shows 5 November 2025, the middle of Green Harbours, and on each page the way to today.")
    @OptionGroup var folder: Folder
    @Option(help: "The port.") var port = 8080
    @Flag(name: .customLong("no-serve"), help: "Only fill the folder.") var noServe = false
    @Option(help: "The day for what is due and late (YYYY-MM-DD; else 2025-11-05).") var today: String?

    /// The middle of Green Harbours.
    static let day = Day(2025, 11, 5)

    func serve() async throws {
        let today = try Showing.day(today) ?? Demo.day
        if noServe {
            let installation = try folder.installation(Clock(today: today))
            try await Demo.fill(installation)
            try installation.close()
        } else {
            try await Serve.serve(folder, port: port, today: today, then: Demo.fill)
        }
    }

    /// Plays the samples that are not there yet, and prints the key results of INNO INDUSTRY.
    @Sendable static func fill(_ installation: Installation) async throws {
        let known = Set(try installation.projects().map(\.name))
        for sample in Sample.allCases where !known.contains(sample.rawValue) {
            try await sample.play(into: installation) { file in
                if isatty(2) == 1 { Grozd.say("\r\u{1B}[K\(sample.rawValue): \(file)", terminator: "") }
            }
            // Its moments are fixed; on a machine whose clock is behind them one could only look at it.
            if try !installation.troublesOfTime().isEmpty {
                _ = try await installation.acceptClock(because: Words.of(.en)("clock.sample"))
            }
            if isatty(2) == 1 { Grozd.say("\r\u{1B}[K", terminator: "") }
        }
        let project = try installation.desk(Sample.innoIndustry.rawValue).published.project
        print(Results.text(project, project.keyResults(on: installation.clock.today()), Words.of(.en)), terminator: "")
        fflush(nil)
    }
}
