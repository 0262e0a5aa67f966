import Foundation

/// Something outside did not do what a measurement needs.
struct Failed: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// How long the work takes, in seconds.
func seconds(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    return try clock.measure(work) / .seconds(1)
}

/// How much processor time this process has taken, in seconds.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Does the work with an empty folder, which is gone afterwards.
func withFolder<T>(_ work: (URL) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("grozd-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await work(folder)
}

/// Runs a program to its end, and gives what it printed.
func output(of program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let printed = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: printed, as: UTF8.self)
    guard process.terminationStatus == 0 else {
        throw Failed("\(program) \(arguments.joined(separator: " ")): \(text)")
    }
    return text
}

func isInstalled(_ program: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
}

extension Bench {
    /// Runs a script of `others/`, which prints one number a line.
    func numbers(_ script: String, _ arguments: [String]) throws -> [Double] {
        let printed = try output(of: "python3", [others.appendingPathComponent(script).path] + arguments)
        return printed.split(separator: "\n").compactMap { Double($0) }
    }

    /// Serves a data folder with the built program while the work is done, which is told the address.
    func serving<T>(_ folder: URL, _ work: (_ address: String, _ process: Int32) throws -> T) throws -> T {
        let process = Process()
        process.executableURL = grozd
        process.arguments = ["serve", "--data", folder.path, "--port", "0"]
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        var said = Data()
        while true {
            let more = pipe.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failed("grozd serve: \(String(decoding: said, as: UTF8.self))") }
            said += more
            let text = String(decoding: said, as: UTF8.self)
            if let line = text.split(separator: "\n").first(where: { $0.hasPrefix("http") }), text.hasSuffix("\n") {
                return try work(String(line), process.processIdentifier)
            }
        }
    }
}
