import Foundation

/// Measures Grozd against what people would use instead, and says whether it keeps within its budgets.
///
/// A budget is a ratio of two figures from one run on one machine; figures of different runs say nothing.
@main
struct Bench {
    struct Part: Sendable {
        let name: String
        let about: String
        let run: @Sendable (Bench) async throws -> [Line]
    }

    /// Memory of this process itself is measured first, while it is small.
    static let parts: [Part] = [
        Part(name: "eyes", about: "first pages and memory of many eyes, against the coordinator's", run: eyes),
        Part(name: "pages", about: "pages a second, against an empty handler of the same server", run: pages),
        Part(name: "append", about: "rows appended a second by 64 writers, against sqlite3", run: append),
        Part(name: "put", about: "a put while a reader holds the project, large against small", run: put),
        Part(name: "open", about: "opening a project, against Python's json.loads", run: open),
        Part(name: "growth", about: "twice the work", run: growth),
        Part(name: "import", about: "checking and importing a table, against Python's csv", run: importing),
        Part(name: "start", about: "start to the first page, against hledger-web", run: start),
        Part(name: "rules", about: "worked examples, against Python's decimal; reading all packs", run: rules),
        Part(name: "memory", about: "memory with both samples open", run: memory),
    ]

    /// The built `grozd`, beside this program.
    let grozd: URL
    /// Programs of others and how they are called: `Benchmarks/others`.
    let others: URL

    static func main() async {
        var names = Array(CommandLine.arguments.dropFirst())
        let json = names.contains("--json")
        names.removeAll { $0 == "--json" }
        let unknown = names.filter { name in !parts.contains { $0.name == name } }
        guard unknown.isEmpty else {
            say("bin/bench [--json] [NAME ...], where NAME is one of:")
            for part in parts { say("  \(part.name.padding(toLength: 8, withPad: " ", startingAt: 0)) \(part.about)") }
            exit(2)
        }
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let bench = Bench(
            grozd: program.deletingLastPathComponent().appendingPathComponent("grozd"),
            others: URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("others"))
        var lines: [Line] = []
        for part in parts where names.isEmpty || names.contains(part.name) {
            say("\(part.name): \(part.about)")
            do { lines += try await part.run(bench) } catch {
                say("\(part.name): \(error)")
                exit(3)
            }
        }
        print(json ? Line.json(lines) : Line.table(lines))
        exit(lines.allSatisfy(\.isKept) ? 0 : 1)
    }

    static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
